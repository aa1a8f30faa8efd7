//! What is gathered for a figure in one zone.

use std::sync::Arc;

use super::subject::{Excluding, Subject};
use crate::portfolio::figure::{Amount, Exclusion, Remark};
use crate::value::Currency;

/// Some projects, and what they amount to.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Their places, while they are gathered.
    places: Vec<u32>,
    /// Their places, once all are.
    pub(super) runs: Vec<Arc<Vec<u32>>>,
    /// Their totals.
    pub(super) amount: Amount,
    /// What is summed of them, in fen.
    pub(super) sum: i128,
}

impl Group {
    /// Takes a project in, with what is summed of it.
    pub(super) fn add(&mut self, subject: &Subject<'_>, sum: i128) {
        self.places.push(subject.at);
        self.amount.add(subject.total());
        self.sum += sum;
    }

    /// Makes its places ready to be shared, once all are gathered.
    fn seal(&mut self) {
        let places = core::mem::take(&mut self.places);
        self.runs.extend((!places.is_empty()).then(|| Arc::new(places)));
    }

    fn merge(&mut self, other: &Self) {
        self.runs.extend_from_slice(&other.runs);
        self.amount.sum += other.amount.sum;
        self.amount.without += other.amount.without;
        self.sum += other.sum;
    }
}

/// A project that is in neither part, why, and what it has in other currencies.
pub(super) type Out = (u32, Exclusion, Vec<(Currency, i128)>);

/// What is gathered for a figure in one zone.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) denominator: Group,
    pub(super) gross: Group,
    pub(super) net: Group,
    pub(super) excluded: Vec<Out>,
    pub(super) listed: Vec<(u32, Remark)>,
    /// How many days visits took.
    pub(super) days: Vec<i32>,
    /// How many visits are not over.
    pub(super) open: u64,
}

impl Cell {
    pub(super) fn exclude(&mut self, subject: &Subject<'_>, (why, sums): Excluding) {
        self.excluded.push((subject.at, why, sums));
    }

    pub(super) fn list(&mut self, subject: &Subject<'_>) {
        if !subject.is_plain {
            self.listed.extend(subject.remarks().map(|remark| (subject.at, remark)));
        }
    }

    /// Makes it ready to be merged into others, once all are gathered.
    pub(super) fn seal(&mut self) {
        [&mut self.denominator, &mut self.gross, &mut self.net].into_iter().for_each(Group::seal);
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
