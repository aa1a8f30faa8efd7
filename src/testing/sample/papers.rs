//! Papers, codes, amounts and schedules.

use super::{plus, short, text};
use crate::act::Provenance;
use crate::evidence::{Attachment, Document, Permit, Schedule};
use crate::value::{ProjectCode, Uscc};
use crate::{Day, Money, Stage};

/// A paper that bears a number and a day.
///
/// # Panics
/// When the name is blank.
#[must_use]
pub fn paper(name: &str, on: Day) -> Attachment {
    Attachment::new(name, "issuer").expect("not blank").numbered(short("2018-78")).dated(on)
}

/// A [`paper`] at hand.
#[must_use]
pub fn shown(name: &str, on: Day) -> Document<Attachment> {
    Document::Presented(paper(name, on))
}

/// A permit at hand, issued on that day and without a last day of its own.
#[must_use]
pub fn permit(name: &str, on: Day) -> Document<Permit> {
    Document::Presented(Permit::new(paper(name, on), on))
}

/// 120 million yuan.
#[must_use]
pub const fn money() -> Money {
    Money::from_fen(12_000_000_000)
}

/// A company's code, with right check digits.
///
/// # Panics
/// Never: it is one.
#[must_use]
pub fn company_code() -> Uscc {
    Uscc::parse("91210112MA0T10009G").expect("a credit code")
}

/// A project's code of the present form.
///
/// # Panics
/// Never: it is one.
#[must_use]
pub fn project_code() -> ProjectCode {
    ProjectCode::parse("2018-210100-36-03-000001").expect("a project code")
}

/// A schedule from a day on: registered on it, started and producing 60 days later.
///
/// # Panics
/// When the calendar ends before.
#[must_use]
pub fn schedule(from: Day) -> Schedule {
    Schedule::new([(Stage::Registered, from), (Stage::Started, plus(from, 60)), (Stage::Producing, plus(from, 60))])
        .expect("a schedule")
}

/// Where an imported step was read: a record of a ledger.
#[must_use]
pub fn provenance(record: u32) -> Provenance {
    Provenance::new(text("ledger.csv"), record).in_column(text("Signed"))
}
