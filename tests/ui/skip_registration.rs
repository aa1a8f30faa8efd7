//! Construction does not start before the company is registered.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Commencement;
use project_lifecycle::staged::marker::Signed;

fn start(project: Staged<Signed>, evidence: Commencement, context: &Context, policy: &Policy) {
    let _ = project.start(evidence, context, policy);
}

fn main() {}
