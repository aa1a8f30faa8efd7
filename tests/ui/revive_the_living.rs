//! Only a zombie is revived.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Revival;
use project_lifecycle::staged::marker::{Producing, Started};

fn revive(project: Staged<Started>, evidence: Revival, context: &Context, policy: &Policy) {
    let _ = project.revive::<Producing>(evidence, context, policy);
}

fn main() {}
