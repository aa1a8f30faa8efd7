//! Sample data for tests: evidence for every gate, facts, corrections, and whom and when they are about.
//!
//! The values are plausible, the same each time, and accepted by the preset policy. Each gate has its form, so that a test
//! can change one field, and the evidence that the complete form becomes. [`complete`] gives the evidence that fits a
//! project where it stands.
//!
//! ```
//! use project_lifecycle::evidence::{Document, Permit};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{Walk, sample};
//!
//! // a registered project, and a construction permit that ran out the day before
//! let mut walk = Walk::to(1, sample::at(Stage::Registered));
//! let today = walk.pass(1).today;
//! let expired = Permit::new(sample::paper("施工许可证", today), today).valid_until(sample::plus(today, -1));
//! let form = CommencementForm {
//!     construction_permit: Document::Presented(expired).into(),
//!     ..sample::commencement_form(today)
//! };
//! let start = Command::Start(Commencement::try_from(form).unwrap());
//! assert_eq!(walk.refused(start), ["permit_expired"]);
//! ```
//!
//! Functions that read a text panic where it cannot be read: they are for tests.

mod complete;
mod corrections;
mod facts;
mod forms;
mod names;
mod papers;

pub(in crate::testing) use forms::filled;

pub use complete::{committed, complete};
pub use corrections::{correcting, corrections, redating, replanning, voiding, voiding_fact};
pub use facts::{joined, relocation, renamed, resited, sample_facts, supplement};
pub use forms::{
    agreement, agreement_form, closing, closing_form, commencement, commencement_form, commissioning,
    commissioning_form, dossier, dossier_form, engagement, engagement_form, grounds, grounds_form, operation,
    operation_form, registration, registration_form, rescission, rescission_form, revival, revival_form, stall_finding,
    stall_form,
};
pub use names::{
    actor, actor_id, at, client, context, day, evening, event_id, first_day, instant, last_day, lived, org, plus,
    profile, project_id, short, source, stalled, text, zone_id,
};
pub use papers::{company_code, money, paper, permit, project_code, provenance, schedule, shown};
