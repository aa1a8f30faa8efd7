//! Closed is the end.

use project_lifecycle::{Closed, Closing, Context, Policy, Staged};

fn close(project: Staged<Closed>, evidence: Closing, context: &Context, policy: &Policy) {
    let _ = project.close(evidence, context, policy);
}

fn main() {}
