//! What a program uses most: the root's names, the forms with what they are filled from, the traits of stores, and what a request
//! needs.
//!
//! ```
//! use project_lifecycle::prelude::*;
//!
//! let form = EngagementForm::default();
//! assert!(Engagement::try_from(form).is_err());
//! ```

pub use crate::evidence::{
    Agreement, AgreementForm, Attachment, Closing, ClosingForm, Commencement, CommencementForm, Commissioning,
    CommissioningForm, Document, Dossier, DossierForm, Engagement, EngagementForm, Grounds, GroundsForm, Operation,
    OperationForm, Permit, Registration, RegistrationForm, Rescission, RescissionForm, Revival, RevivalForm,
    StallFinding, StallFindingForm,
};
pub use crate::problem::Problem;
pub use crate::project::{Answer, CommandForm};
pub use crate::store::{CurrentStates, Cursors, ProjectQuery};
pub use crate::{
    Actor, ActorId, AnyStaged, AppendError, AppendRequest, AuthType, ClientId, Command, Context, Day, Decision, Event,
    EventId, EventLog, EventStore, Language, LoadError, MemoryStore, Money, OrgId, Pending, Policy, Profile, Project,
    ProjectId, Reason, Receipt, Record, Refusal, Source, Stage, Staged, StoreError, Text, Timestamp, Verb, Verdict,
    ZoneId, verify,
};
#[cfg(feature = "sqlite")]
pub use crate::{OpenError, SqliteStore};
#[cfg(feature = "postgres")]
pub use crate::{PostgresStore, SchemaError};
