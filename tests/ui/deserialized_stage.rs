//! Nor does a typed view.

use project_lifecycle::{Operating, Staged};

fn main() {
    let _: Staged<Operating> = serde_json::from_str("{}").unwrap();
}
