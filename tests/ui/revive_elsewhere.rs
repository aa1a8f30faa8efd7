//! A zombie returns to the stage it stalled in, and to no other.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Revival;
use project_lifecycle::staged::marker::{Signed, Started, Zombie};

fn revive(project: Staged<Zombie<Signed>>, evidence: Revival, context: &Context, policy: &Policy) {
    let _ = project.revive::<Started>(evidence, context, policy);
}

fn main() {}
