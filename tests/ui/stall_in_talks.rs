//! Talks go stale; they do not make a zombie.

use project_lifecycle::{Context, Negotiating, Policy, Staged, StallFinding};

fn stall(project: Staged<Negotiating>, evidence: StallFinding, context: &Context, policy: &Policy) {
    let _ = project.stall(evidence, context, policy);
}

fn main() {}
