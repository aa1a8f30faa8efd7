//! What can be asked of a project.

use super::event::{Basis, Change, Correcting, Replanning};
use super::fact::{self, Fact, facts};
use crate::act::{Provenance, Redating, Voiding};
use crate::evidence::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Evidence, Grounds, Operation, Registration,
    Rescission, Revival, StallFinding,
};
use crate::lifecycle::{Outcome, Verb, ZombieCause, law};

/// Writes the commands: one for each verb of the law with its gate's evidence, one for each fact, and the others.
macro_rules! emit_commands {
    (stages { $($stage:tt)+ } verbs { $($verbs:tt)+ }) => { facts!(emit_commands verbs { $($verbs)+ }); };
    (
        verbs { $(
            $(#[$doc:meta])* $verb:ident $method:ident $direction:ident $gate:ident $code:literal $event:literal
                $english:literal $chinese:literal $edges:tt
        )+ }
        facts { $(
            $(#[$fact_doc:meta])* $command:ident $fact:ident($type:ident) in $kept:ident $name:literal $fact_event:literal
                $fact_english:literal $fact_chinese:literal;
        )+ }
    ) => {
        /// A command to a project: one of the fourteen verbs with its evidence, an imported step, a fact, or a
        /// correction.
        ///
        /// ```
        /// use project_lifecycle::act::{Correction, Voiding};
        /// use project_lifecycle::prelude::*;
        ///
        /// // a verb, with the evidence of its gate
        /// let grounds = GroundsForm { ground: "market".into(), explanation: "市场变化".into(), ..GroundsForm::default() };
        /// let send_back = Command::SendBack(grounds.try_into()?);
        /// assert_eq!(send_back.verb(), Some(Verb::SendBack));
        /// // a fact: it moves nothing
        /// let assign = Command::AssignOfficer("officer-7".parse::<ActorId>()?.into());
        /// assert_eq!(assign.verb(), None);
        /// // a correction: it names the event that it is about
        /// let correction = Correction { authority: "发展改革局".parse()?, grounds: "误录".parse()? };
        /// let void = Command::Void(Voiding { version: 2, correction });
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Command {
            $($(#[$doc])* $verb($gate),)+
            /// A step of imported history.
            Import(Import),
            $($(#[$fact_doc])* $command(fact::$type),)+
            /// Voids a standing transition, which must be the last one. Repeated, it walks back step by step.
            Void(Voiding),
            /// Gives a standing transition another effective date, between its neighbours'.
            Redate(Redating),
            /// Voids a standing fact, as if it had never been recorded.
            VoidFact(Voiding),
            /// Corrects what a standing transition rests on in place: the same gate's evidence again.
            Correct(Correcting),
            /// Corrects what the project was planned as in place.
            Replan(Replanning),
        }

        impl From<Fact> for Command {
            fn from(fact: Fact) -> Self {
                match fact { $(Fact::$fact(fact) => Self::$command(fact),)+ }
            }
        }

        impl Command {
            /// The act. `None` if the command does not move the project.
            #[must_use]
            pub const fn verb(&self) -> Option<Verb> {
                match self {
                    $(Self::$verb(_) => Some(Verb::$verb),)+
                    Self::Import(import) => Some(import.verb),
                    $(Self::$command(_) => None,)+
                    Self::Void(_) | Self::Redate(_) | Self::VoidFact(_) | Self::Correct(_) | Self::Replan(_) => None,
                }
            }

            /// The command of a verb. The evidence is of the verb's gate.
            pub(super) fn of_evidence(verb: Verb, evidence: Evidence) -> Self {
                match (verb, evidence) {
                    $((Verb::$verb, Evidence::$gate(evidence)) => Self::$verb(evidence),)+
                    (verb, evidence) => unreachable!("{verb} does not ask for {}", evidence.gate()),
                }
            }

            /// The change that its event records.
            pub(super) fn into_change(self) -> Change {
                match self {
                    $(Self::$verb(evidence) => {
                        Change::Move { verb: Verb::$verb, basis: Basis::Evidence(evidence.into()) }
                    })+
                    Self::Import(Import { verb, cause, outcome, provenance }) => {
                        Change::Move { verb, basis: Basis::Imported { provenance, cause, outcome } }
                    }
                    $(Self::$command(fact) => Change::Fact(Fact::$fact(fact)),)+
                    Self::Void(voiding) => Change::Void(voiding),
                    Self::Redate(redating) => Change::Redate(redating),
                    Self::VoidFact(voiding) => Change::VoidFact(voiding),
                    Self::Correct(correcting) => Change::Correct(correcting),
                    Self::Replan(replanning) => Change::Replan(replanning),
                }
            }
        }
    };
}
law!(emit_commands);

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
