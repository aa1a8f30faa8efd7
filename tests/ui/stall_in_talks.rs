//! Talks go stale; they do not make a zombie.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::StallFinding;
use project_lifecycle::staged::marker::Negotiating;

fn stall(project: Staged<Negotiating>, evidence: StallFinding, context: &Context, policy: &Policy) {
    let _ = project.stall(evidence, context, policy);
}

fn main() {}
