//! A decided move that nobody records is an error where unused results are.

#![deny(unused_must_use)]

use project_lifecycle::{Context, Policy, Staged};
use project_lifecycle::evidence::Agreement;
use project_lifecycle::staged::marker::Negotiating;

fn sign(project: Staged<Negotiating>, agreement: Agreement, context: &Context, policy: &Policy) {
    project.sign(agreement, context, policy).unwrap();
}

fn main() {}
