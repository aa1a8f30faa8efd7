//! A signed project returns to talks by a rescission, not by an engagement.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Engagement;
use project_lifecycle::staged::marker::Signed;

fn engage(project: Staged<Signed>, evidence: Engagement, context: &Context, policy: &Policy) {
    let _ = project.engage(evidence, context, policy);
}

fn main() {}
