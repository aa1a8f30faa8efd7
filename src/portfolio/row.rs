//! What a project keeps: rows, each with the time at which it was recorded. Nothing is changed in a row later; a correction
//! is a row of its own.

use super::moves::Move;
use crate::lifecycle::{Outcome, ProjectCategory, ProjectKind, ZombieCause};
use crate::project::InvestmentMeasure;
use crate::value::{Currency, Day, Money, Timestamp};

/// When something happened, when that was recorded, and the version of the event that tells it.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    pub(super) version: u32,
    pub(super) on: Day,
    pub(super) recorded: Timestamp,
}

/// A step: 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepRow {
    pub(super) recorded: Timestamp,
    pub(super) on: Day,
    /// The move in 6 bits, the detail in 4, whether the date is doubtful in 1, the version in 21.
    bits: u32,
}

/// The largest version that a step's row holds.
pub(super) const LAST_VERSION: u64 = (1 << 21) - 1;

/// What a step tells beside its move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Detail(u8);

impl Detail {
    /// A duplicate that names the record which survives comes after the outcomes.
    const NAMED_DUPLICATE: u8 = Outcome::ALL.len() as u8 + 1;

    /// Of a stall.
    pub(super) const fn stall(cause: ZombieCause) -> Self {
        Self(cause as u8 + 1)
    }

    /// Of a closing.
    pub(super) fn closing(outcome: Outcome, names_survivor: bool) -> Self {
        let is_named = outcome == Outcome::Duplicate && names_survivor;
        Self(if is_named { Self::NAMED_DUPLICATE } else { outcome as u8 + 1 })
    }

    /// The cause of a stall.
    pub(super) fn cause(self) -> Option<ZombieCause> {
        ZombieCause::ALL.get(usize::from(self.0).checked_sub(1)?).copied()
    }

    /// The outcome of a closing.
    pub(super) fn outcome(self) -> Option<Outcome> {
        if self.is_named_duplicate() {
            return Some(Outcome::Duplicate);
        }
        Outcome::ALL.get(usize::from(self.0).checked_sub(1)?).copied()
    }

    pub(super) const fn is_named_duplicate(self) -> bool {
        self.0 == Self::NAMED_DUPLICATE
    }
}

const _: () = assert!(Detail::NAMED_DUPLICATE < 16 && ZombieCause::ALL.len() < 16, "a detail has 4 bits");

impl StepRow {
    pub(super) const fn new(
        step: Move,
        detail: Detail,
        is_doubtful: bool,
        version: u64,
        on: Day,
        recorded: Timestamp,
    ) -> Self {
        let bits =
            step.number() as u32 | (detail.0 as u32) << 6 | (is_doubtful as u32) << 10 | ((version as u32) << 11);
        Self { recorded, on, bits }
    }

    pub(super) const fn step(self) -> Move {
        Move::from_number((self.bits & 63) as u8)
    }

    pub(super) const fn detail(self) -> Detail {
        Detail((self.bits >> 6 & 15) as u8)
    }

    /// Whether its date is only an upper bound: the act may have been earlier.
    pub(super) const fn is_doubtful(self) -> bool {
        self.bits & 1 << 10 != 0
    }

    pub(super) const fn version(self) -> u64 {
        (self.bits >> 11) as u64
    }

    /// The same step with another day, which nobody doubts, and what its correction tells.
    pub(super) const fn restated(self, on: Day, detail: Option<Detail>) -> Self {
        let detail = match detail {
            Some(detail) => detail,
            None => self.detail(),
        };
        Self::new(self.step(), detail, false, self.version(), on, self.recorded)
    }
}

/// What gave an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// The planning.
    Planning,
    /// An amendment without paper or grounds.
    Amendment,
    /// An amendment with paper and grounds.
    FoundedAmendment,
    /// The agreement of the signing with this version.
    Agreement,
    /// A supplementary agreement.
    Supplement,
}

/// A total planned investment, as something gave it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TotalRow {
    pub(super) recorded: Timestamp,
    pub(super) total: Money,
    pub(super) on: Day,
    pub(super) version: u32,
    pub(super) gives: Gives,
}

/// A report of investment.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReportRow {
    pub(super) recorded: Timestamp,
    pub(super) amount: Money,
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) version: u32,
    pub(super) measure: InvestmentMeasure,
}

/// What is seldom: facts that figures look at beside steps, amounts and reports.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteRow {
    pub(super) recorded: Timestamp,
    pub(super) on: Day,
    pub(super) version: u32,
    pub(super) note: Note,
}

/// Such a fact.
#[derive(Clone, Copy, Debug)]
pub(super) enum Note {
    /// An amendment of the category.
    Category(ProjectCategory),
    /// An amendment of the kind.
    Kind(ProjectKind),
    /// A relocation from one zone to another, by their places.
    Relocated { from: u32, to: u32 },
    /// That it was split from another project.
    SplitFrom,
}

/// A correction, by its own event's version.
#[derive(Clone, Copy, Debug)]
pub(super) struct CorrectionRow {
    pub(super) recorded: Timestamp,
    pub(super) version: u32,
    pub(super) corrects: Corrects,
}

/// What a correction does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Corrects {
    /// Voids the last standing step.
    Void,
    /// Gives a standing step another day, and perhaps another detail or amount.
    Restates { version: u32, on: Day, detail: Option<Detail>, agreed: Option<Money> },
    /// Voids a fact.
    VoidsFact,
    /// Tells the planning anew.
    Replans { total: Option<Money>, category: Option<ProjectCategory>, kind: ProjectKind, zone: u32 },
}

/// Whether an amount is in yuan.
pub(super) fn in_yuan(money: Money) -> Option<i64> {
    (money.currency() == Currency::CNY).then(|| money.minor())
}
