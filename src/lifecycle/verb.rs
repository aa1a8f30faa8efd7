//! Verbs, gates and edges, derived from the rows.

use super::Stage;
use super::rows::law;
use crate::vocabulary::vocabulary;

/// What a verb does to the course of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// One step on towards operation.
    Forward,
    /// Back towards planning.
    Back,
    /// Into the zombie, or out of it.
    Aside,
    /// Out of the portfolio.
    Out,
}

/// One legal move. The newest law has 31, in [`EDGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The act.
    pub verb: Verb,
    /// The stage it leaves.
    pub from: Stage,
    /// The stage it enters.
    pub to: Stage,
}

macro_rules! emit_verbs {
    (stages { $($stage:tt)+ } verbs { $(
        $(#[$doc:meta])* $verb:ident $method:ident $direction:ident $gate:ident $code:literal $event:literal
            $english:literal $chinese:literal { $($from:ident => $to:ident),+ }
    )+ }) => {
        vocabulary! {
            /// The fourteen acts that move a project. Planning is not among them: it makes the project.
            Verb as "verb" { $($(#[$doc])* $verb $code $english $chinese;)+ }
        }

        impl Verb {
            /// The middle part of the event type that records this act, as in `lifecycle.project.admitted.v1`.
            #[must_use]
            pub const fn event_name(self) -> &'static str {
                match self { $(Self::$verb => $event,)+ }
            }

            /// The gate whose evidence this act needs.
            #[must_use]
            pub const fn gate(self) -> Gate {
                match self { $(Self::$verb => Gate::$gate,)+ }
            }

            /// Where the act leads.
            #[must_use]
            pub const fn direction(self) -> Direction {
                match self { $(Self::$verb => emit_verbs!(@direction $direction),)+ }
            }
        }

        /// Every move of the newest law: 31 of the 100 ordered pairs of stages.
        pub const EDGES: [Edge; [$($((Stage::$from, Stage::$to),)+)+].len()] = [
            $($(Edge { verb: Verb::$verb, from: Stage::$from, to: Stage::$to },)+)+
        ];
    };
    (@direction forward) => { Direction::Forward };
    (@direction back) => { Direction::Back };
    (@direction aside) => { Direction::Aside };
    (@direction out) => { Direction::Out };
}
law!(emit_verbs);

vocabulary! {
    /// A gate: the point that a project passes with evidence. Some verbs share one.
    Gate as "gate" {
        /// The project's dossier, reviewed for the reserve.
        Dossier "dossier" "Project dossier" "项目入库材料";
        /// Talks opened with a client.
        Engagement "engagement" "Engagement" "洽谈材料";
        /// The formal agreement.
        Agreement "agreement" "Agreement" "签约材料";
        /// The company's registration.
        Registration "registration" "Registration" "注册材料";
        /// The start of construction.
        Commencement "commencement" "Commencement" "开工材料";
        /// The commissioning.
        Commissioning "commissioning" "Commissioning" "投产材料";
        /// The entry into operation.
        Operation "operation" "Operation" "运营材料";
        /// The grounds of a step back.
        Grounds "grounds" "Grounds" "退回事由";
        /// The rescission of an agreement.
        Rescission "rescission" "Rescission" "解约材料";
        /// The finding that a project or enterprise is a zombie.
        StallFinding "stall_finding" "Zombie finding" "僵尸认定材料";
        /// The revival.
        Revival "revival" "Revival" "盘活材料";
        /// The closing.
        Closing "closing" "Closing" "退出材料";
    }
}

impl Verb {
    /// The stages that this act enters from `from` under the newest law. Empty if that does not permit it there. A
    /// revival has every stage that can be revived; [`Position::after`](super::Position::after) knows the one of a
    /// given zombie.
    pub fn targets(self, from: Stage) -> impl Iterator<Item = Stage> {
        EDGES.iter().filter(move |edge| edge.verb == self && edge.from == from).map(|edge| edge.to)
    }
}
