//! Construction does not start before the company is registered.

use project_lifecycle::{Commencement, Context, Policy, Signed, Staged};

fn start(project: Staged<Signed>, evidence: Commencement, context: &Context, policy: &Policy) {
    let _ = project.start(evidence, context, policy);
}

fn main() {}
