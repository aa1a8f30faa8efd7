//! Closed is the end.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Closing;
use project_lifecycle::staged::marker::Closed;

fn close(project: Staged<Closed>, evidence: Closing, context: &Context, policy: &Policy) {
    let _ = project.close(evidence, context, policy);
}

fn main() {}
