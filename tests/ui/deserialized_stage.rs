//! Nor does a typed view.

use project_lifecycle::Staged;
use project_lifecycle::staged::marker::Operating;

fn main() {
    let _: Staged<Operating> = serde_json::from_str("{}").unwrap();
}
