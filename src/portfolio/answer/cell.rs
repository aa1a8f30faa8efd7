//! What is gathered for a figure in one zone.

use super::subject::{Excluding, Subject};
use crate::portfolio::figure::{Amount, Exclusion, Remark};
use crate::value::Currency;

/// Some projects, by their places, and what they amount to.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<u32>,
    /// Their totals.
    pub(super) amount: Amount,
    /// What is summed of them, in fen.
    pub(super) sum: i128,
}

impl Group {
    /// Takes a project in, with what is summed of it.
    pub(super) fn add(&mut self, subject: &Subject<'_>, sum: i128) {
        self.members.push(subject.at);
        self.amount.add(subject.total());
        self.sum += sum;
    }

    fn merge(&mut self, other: &Self) {
        self.members.extend_from_slice(&other.members);
        self.amount.sum += other.amount.sum;
        self.amount.without += other.amount.without;
        self.sum += other.sum;
    }
}

/// What is gathered for a figure in one zone.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) denominator: Group,
    pub(super) gross: Group,
    pub(super) net: Group,
    pub(super) excluded: Vec<(u32, Exclusion, Vec<(Currency, i128)>)>,
    pub(super) listed: Vec<(u32, Remark)>,
    /// How many days visits took.
    pub(super) days: Vec<i64>,
    /// How many visits are not over.
    pub(super) open: u64,
}

impl Cell {
    pub(super) fn exclude(&mut self, subject: &Subject<'_>, (why, sums): Excluding) {
        self.excluded.push((subject.at, why, sums));
    }

    pub(super) fn list(&mut self, subject: &Subject<'_>) {
        self.listed.extend(subject.remarks().map(|remark| (subject.at, remark)));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.denominator.merge(&other.denominator);
        self.gross.merge(&other.gross);
        self.net.merge(&other.net);
        self.excluded.extend_from_slice(&other.excluded);
        self.listed.extend_from_slice(&other.listed);
        self.days.extend_from_slice(&other.days);
        self.open += other.open;
    }
}
