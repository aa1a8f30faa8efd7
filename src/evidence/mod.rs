//! Evidence: for each gate a form whose fields may all be blank, and the evidence that a complete form becomes.
//!
//! # The date of the act
//!
//! A live step takes effect on the day of the act that its evidence tells, and on no other. So nobody chooses the year in which
//! it counts. Where the evidence tells no day, the date is the host's to state; left open, it is today.
//!
//! | gate | the day |
//! |---|---|
//! | dossier | of the reserve review |
//! | engagement | of the first contact |
//! | agreement | `signed_on` |
//! | registration | `registered_on`; of a company older than the signing, the date of the step before |
//! | commencement | `physical_start`; where it is older than the registration and the policy lets one [build first](crate::policy::PolicyTerms::build_first), the date of the step before |
//! | commissioning | `first_output`; for a completion the later of it and the acceptance |
//! | operation | of the proof; for running without a break none: any day from the one on which the months are full |
//! | rescission, stall finding | of the paper |
//! | revival | `resumed_on`; for cleared land, of the delivery |
//! | closing | of the closing paper, where the outcome needs one; else none |
//! | grounds | none |
//!
//! A paper that gives the date must bear its day. One that is waived or committed tells none; nor does presenting it later move
//! anything.

mod act;
mod agreement;
mod any;
mod closing;
mod commencement;
mod commissioning;
mod document;
mod dossier;
mod engagement;
mod field;
mod gate;
mod grounds;
mod operation;
mod registration;
mod requirement;
mod rescission;
mod revival;
mod schedule;
mod stall_finding;

pub(crate) use act::Act;
pub use agreement::{Agreed, Agreement, AgreementForm, Promise};
pub use any::Evidence;
pub use closing::{Closing, ClosingForm, LiquidationGround};
pub use commencement::{Approval, CodeEntry, Commencement, CommencementForm, SiteKind, SmallWorks, StartKind};
pub use commissioning::{AcceptanceKind, Commissioning, CommissioningForm};
pub(crate) use document::Standing;
pub use document::{Attachment, Document, Permit};
pub use dossier::{Dossier, DossierForm};
pub use engagement::{Engagement, EngagementForm};
pub use field::Field;
pub use gate::Gaps;
pub(crate) use gate::Inspect;
pub use grounds::{Grounds, GroundsForm};
pub use operation::{Operation, OperationBasis, OperationForm};
pub use registration::{EntityKind, Registration, RegistrationForm};
pub use requirement::{Need, Requirement};
pub use rescission::{AgreementStatus, Rescission, RescissionForm};
pub use revival::{Revival, RevivalForm};
pub use schedule::{Schedule, ScheduleError, ScheduledStage};
pub use stall_finding::{StallFinding, StallFindingForm};
