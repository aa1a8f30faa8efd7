//! What facts rest on: what they ask of the steps, from the day on which they are recorded and for as long as they stand.

use crate::evidence::Evidence;
use crate::lifecycle::{Gate, Item, Position, Stage};
use crate::reason::{Reason, StepDate};

/// What a fact asks of the steps that stand. What those are on its date is told by the dates, and on one date by the order
/// of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::project) enum Ground {
    /// A project that has not started on its date, nor was closed.
    NotStarted,
    /// Talks that go on on its date.
    Talks,
    /// An agreement that was signed by its date.
    Agreement,
    /// A company that was registered by its date.
    Company {
        /// Whether it must be one with a capital of its own.
        with_capital: bool,
    },
    /// A commissioning by its date.
    Commissioning {
        /// Whether it must have left something to commission.
        in_part: bool,
    },
}

impl Ground {
    /// What of it is not met for a fact: by where the project stands on its date, and by the step that it asks for, with what
    /// that rests on. An imported step tells nothing against it.
    pub(in crate::project) fn unmet(
        self,
        fact: StepDate,
        position: Position,
        step: Option<(StepDate, Option<&Evidence>)>,
    ) -> impl Iterator<Item = Reason> {
        let (effective_on, is_reached) = (fact.on, step.is_some_and(|(step, _)| step < fact));
        let (on, evidence) = (step.map(|(step, _)| step.on), step.and_then(|(_, evidence)| evidence));
        let reasons = match self {
            Self::NotStarted => {
                let is_movable = position.footing() <= Stage::Registered;
                [(!is_movable).then_some(Reason::NotRelocatable { position, effective_on }), None]
            }
            Self::Talks => {
                let go_on = position.stage() == Stage::Negotiating && (is_reached || step.is_none());
                [(!go_on).then_some(Reason::NotNegotiating { position, effective_on }), None]
            }
            Self::Agreement => [(!is_reached).then_some(Reason::NotSigned { signed_on: on, effective_on }), None],
            Self::Company { with_capital } => {
                let has_capital = match evidence {
                    Some(Evidence::Registration(registration)) => registration.entity_kind().has_capital(),
                    Some(_) | None => true,
                };
                let item = Item::RegisteredCapital;
                [
                    (!is_reached).then_some(Reason::NotRegistered { registered_on: on, effective_on }),
                    (with_capital && !has_capital).then_some(Reason::NotApplicable { gate: Gate::Registration, item }),
                ]
            }
            Self::Commissioning { in_part } => {
                let is_whole = match evidence {
                    Some(Evidence::Commissioning(evidence)) => evidence.partial() != Some(&true),
                    Some(_) | None => false,
                };
                [
                    (!is_reached).then_some(Reason::NotCommissioned { commissioned_on: on, effective_on }),
                    (in_part && is_whole).then_some(Reason::CommissionedWhole),
                ]
            }
        };
        reasons.into_iter().flatten()
    }
}
