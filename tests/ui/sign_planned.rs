//! A planned project cannot be signed.

use project_lifecycle::{Agreement, Context, Planned, Policy, Staged};

fn sign(project: Staged<Planned>, agreement: Agreement, context: &Context, policy: &Policy) {
    let _ = project.sign(agreement, context, policy);
}

fn main() {}
