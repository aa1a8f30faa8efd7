//! What can be asked of a project.

use serde::{Deserialize, Serialize};

use super::Provenance;
use super::event::{Basis, Fact, Grant};
use crate::evidence::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, Schedule, StallFinding,
};
use crate::lifecycle::{Outcome, Verb, ZombieCause, law};
use crate::value::{ActorId, OrgId, Text};

/// Writes the commands: one for each verb of the law with its gate's evidence, and those beside.
macro_rules! emit_commands {
    (stages { $($stage:tt)+ } verbs { $(
        $(#[$doc:meta])* $verb:ident $method:ident $direction:ident $gate:ident $code:literal $event:literal
            $english:literal $chinese:literal $edges:tt
    )+ }) => {
        /// A command to a project: one of the fourteen verbs with its evidence, an imported step, a fact, or a
        /// correction.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
        #[non_exhaustive]
        pub enum Command {
            $($(#[$doc])* $verb($gate),)+
            /// A step of imported history.
            Import(Import),
            /// Assigns the dedicated officer (专人, plan paragraph 11).
            AssignOfficer(ActorId),
            /// Assigns the lead and the responsible bodies (责任主体, paragraph 11).
            AssignBody(Responsibility),
            /// Sets the schedule (进度安排, paragraph 11). The first one stays on record as the baseline.
            Reschedule(Schedule),
            /// Voids the last standing transition.
            Void(Voiding),
        }

        impl Command {
            /// The act, for commands that move a project.
            #[must_use]
            pub const fn verb(&self) -> Option<Verb> {
                match self {
                    $(Self::$verb(_) => Some(Verb::$verb),)+
                    Self::Import(import) => Some(import.verb),
                    Self::AssignOfficer(_) | Self::AssignBody(_) | Self::Reschedule(_) | Self::Void(_) => None,
                }
            }

            /// What the event would keep of what the command gave.
            pub(super) fn into_grant(self) -> Grant {
                match self {
                    $(Self::$verb(evidence) => Grant::Move(Verb::$verb, Basis::Evidence(evidence.into())),)+
                    Self::Import(Import { verb, cause, outcome, provenance }) => {
                        Grant::Move(verb, Basis::Imported { provenance, cause, outcome })
                    }
                    Self::AssignOfficer(officer) => Grant::Fact(Fact::Officer(officer)),
                    Self::AssignBody(body) => Grant::Fact(Fact::Body(body)),
                    Self::Reschedule(schedule) => Grant::Fact(Fact::Schedule(schedule)),
                    Self::Void(voiding) => Grant::Void(voiding),
                }
            }
        }
    };
}
law!(emit_commands);

/// One lead body and the bodies responsible with it (牵头单位、责任单位).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The lead body.
    pub lead: OrgId,
    /// The bodies responsible with it.
    #[serde(default)]
    pub responsible: Vec<OrgId>,
}

/// Why a transition is voided, and who authorised it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voiding {
    /// Who authorised it.
    pub authority: Text,
    /// Why.
    pub grounds: Text,
}

/// A step of imported history: its provenance stands where live steps have evidence. It is bound by edges, dates,
/// causes and outcomes all the same, and must precede the first live transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub(super) verb: Verb,
    pub(super) cause: Option<ZombieCause>,
    pub(super) outcome: Option<Outcome>,
    pub(super) provenance: Provenance,
}

impl Import {
    /// An imported step. A stall needs its cause and a closing its outcome: use [`stall`](Self::stall) and
    /// [`close`](Self::close), else the step is refused as `missing`.
    #[must_use]
    pub const fn step(verb: Verb, provenance: Provenance) -> Self {
        Self { verb, cause: None, outcome: None, provenance }
    }

    /// An imported stall.
    #[must_use]
    pub const fn stall(cause: ZombieCause, provenance: Provenance) -> Self {
        Self { verb: Verb::Stall, cause: Some(cause), outcome: None, provenance }
    }

    /// An imported closing.
    #[must_use]
    pub const fn close(outcome: Outcome, provenance: Provenance) -> Self {
        Self { verb: Verb::Close, cause: None, outcome: Some(outcome), provenance }
    }

    /// The act.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        self.verb
    }
}
