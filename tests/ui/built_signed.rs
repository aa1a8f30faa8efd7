//! Nobody outside the crate builds a signed project from a contract of its own.

use project_lifecycle::Staged;
use project_lifecycle::staged::marker::Signed;

fn main() {
    let _: Staged<Signed> = Staged::<Signed>::builder().id(1).state_data("a contract").build();
}
