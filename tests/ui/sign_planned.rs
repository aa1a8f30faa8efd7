//! A planned project cannot be signed.

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Agreement;
use project_lifecycle::staged::marker::Planned;

fn sign(project: Staged<Planned>, agreement: Agreement, context: &Context, policy: &Policy) {
    let _ = project.sign(agreement, context, policy);
}

fn main() {}
