//! Facts: what happens to a project between its transitions.

use serde::Serialize;

use super::Responsibility;
use super::amendment::Amendment;
use super::commitment::{Presentation, Prolongation};
use super::link::Link;
use super::pause::{Pause, Resumption};
use super::report::{InvestmentReport, MilestoneReached, ProgressReport};
use crate::evidence::Schedule;
use crate::value::ActorId;

/// Hands the rows of the facts to the macro named `$emit`, behind the tokens `$before`: the command, the fact with what it
/// holds, what the command is called, and the middle part of the event's type.
macro_rules! facts {
    ($emit:ident $($before:tt)*) => {
        $emit! { $($before)* facts {
            /// The dedicated officer (专人, plan paragraph 11).
            AssignOfficer Officer(ActorId) "assign_officer" "officer_assigned";
            /// The lead and the responsible bodies (责任主体, paragraph 11).
            AssignBody Body(Responsibility) "assign_body" "body_assigned";
            /// The schedule (进度安排, paragraph 11). The first one stays on record as the baseline.
            Reschedule Schedule(Schedule) "reschedule" "scheduled";
            /// Members of the profile that changed.
            Amend Amendment(Amendment) "amend" "amended";
            /// A link to another project: phase II, derived from, and so on.
            Link Link(Link) "link" "linked";
            /// A pause (停工), seasonal or not. It is no stage.
            Pause Pause(Pause) "pause" "paused";
            /// The end of a pause (复工), which is no start of construction (开工).
            Resume Resumption(Resumption) "resume" "resumed";
            /// A document presented that a commitment stood in for.
            PresentEvidence Presentation(Presentation) "present_evidence" "evidence_presented";
            /// A later due day for a commitment.
            ProlongCommitment Prolongation(Prolongation) "prolong_commitment" "commitment_prolonged";
            /// Investment of a period.
            ReportInvestment Investment(InvestmentReport) "report_investment" "investment_reported";
            /// Physical progress (形象进度).
            ReportProgress Progress(ProgressReport) "report_progress" "progress_reported";
            /// A milestone such as full capacity and effect (达产达效).
            ReachMilestone Milestone(MilestoneReached) "reach_milestone" "milestone_reached";
        } }
    };
}
pub(super) use facts;

macro_rules! emit_facts {
    (facts { $($(#[$doc:meta])* $command:ident $fact:ident($type:ident) $name:literal $event:literal;)+ }) => {
        /// A fact about a project that is no stage. Facts never change the stage, and no transition waits for one but
        /// registration, which waits for officer, body and schedule.
        ///
        /// A fact is corrected by a later fact of its kind: the one recorded last stands, and both stay in the trail. A
        /// pause while one goes on corrects it, and so does a resumption after one; the first day of a pause that was
        /// resumed stands.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Fact { $($(#[$doc])* $fact($type),)+ }

        impl Fact {
            /// The middle parts of the event types of facts, as in `lifecycle.project.officer_assigned.v1`.
            pub const EVENT_NAMES: &'static [&'static str] = &[$($event),+];

            /// What their commands are called, in the same order.
            pub const COMMAND_NAMES: &'static [&'static str] = &[$($name),+];

            /// The middle part of its event type.
            #[must_use]
            pub const fn event_name(&self) -> &'static str {
                match self { $(Self::$fact(_) => $event,)+ }
            }

            /// What its command is called, as in a refusal.
            #[must_use]
            pub const fn command_name(&self) -> &'static str {
                match self { $(Self::$fact(_) => $name,)+ }
            }

            /// Reads the fact that an event of this name records from its JSON; nothing for another name.
            pub(crate) fn read(event_name: &str, json: &str) -> Option<Result<Self, serde_json::Error>> {
                match event_name {
                    $($event => Some(serde_json::from_str(json).map(Self::$fact)),)+
                    _ => None,
                }
            }

            /// The JSON Schema of the fact that an event of this name records; nothing for another name.
            #[cfg(feature = "schema")]
            pub fn schema(event_name: &str, generator: &mut schemars::SchemaGenerator) -> Option<schemars::Schema> {
                match event_name {
                    $($event => Some(generator.subschema_for::<$type>()),)+
                    _ => None,
                }
            }
        }
    };
}
facts!(emit_facts);

impl Fact {
    /// The event names of the facts that may have stood before one of this event name: those of its kind, but for the
    /// pause that a resumption ends, and the commitment that a document takes the place of. None for another name.
    #[must_use]
    pub fn events_before(event_name: &str) -> &'static [&'static str] {
        match event_name {
            "resumed" => &["paused"],
            "evidence_presented" => &["commitment_prolonged", "evidence_presented"],
            same => Self::EVENT_NAMES.iter().find(|name| **name == same).map_or(&[], core::slice::from_ref),
        }
    }

    /// Reads the fact that stood before one of this event name, as the first kind that it can be.
    pub(crate) fn read_before(event_name: &str, json: &str) -> Option<Result<Self, serde_json::Error>> {
        let mut read = Self::events_before(event_name).iter().filter_map(|name| Self::read(name, json));
        let first = read.next()?;
        Some(if first.is_err() { read.next().unwrap_or(first) } else { first })
    }
}
