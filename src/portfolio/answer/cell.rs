//! What is gathered for a figure in one zone.

use std::sync::Arc;

use super::subject::{Excluding, Subject};
use crate::portfolio::figure::{Amount, Exclusion, Remark};
use crate::portfolio::row::in_yuan;
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
        self.count(subject.at, subject.total().and_then(in_yuan));
        self.sum += sum;
    }

    /// Takes a project in by its place, with its total in fen.
    #[inline]
    fn count(&mut self, at: u32, total: Option<i64>) {
        self.places.push(at);
        self.amount.add(total);
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

/// Parts of a figure: the denominator, gross, net.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts([bool; 3]);

impl Parts {
    pub(super) fn is_any(self) -> bool {
        self.0.contains(&true)
    }
}

/// How much a cell has gathered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gathered {
    parts: [usize; 3],
    open: u64,
    /// Who is excluded or remarked on.
    others: usize,
}

/// What a project added to a cell, beside days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Added {
    pub(super) parts: Parts,
    pub(super) open: u64,
    /// Whether it is excluded or remarked on.
    pub(super) is_told_of: bool,
}

impl Cell {
    /// How much it has gathered so far.
    pub(super) fn gathered(&self) -> Gathered {
        Gathered {
            parts: [&self.denominator, &self.gross, &self.net].map(|group| group.places.len()),
            open: self.open,
            others: self.excluded.len() + self.listed.len(),
        }
    }

    /// What was added since it had gathered so much.
    pub(super) fn added(&self, since: Gathered) -> Added {
        let now = self.gathered();
        Added {
            parts: Parts(core::array::from_fn(|part| now.parts[part] > since.parts[part])),
            open: now.open - since.open,
            is_told_of: now.others > since.others,
        }
    }

    /// Takes a project into parts by its place, with its total in fen.
    #[inline]
    pub(super) fn count(&mut self, at: u32, Parts(parts): Parts, total: Option<i64>) {
        for (is_in, group) in parts.into_iter().zip([&mut self.denominator, &mut self.gross, &mut self.net]) {
            if is_in {
                group.count(at, total);
            }
        }
    }

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

    /// Takes in what another has gathered, but for who is excluded or remarked on: there may be many, and who tells of them
    /// [takes them from each](Self::tell).
    pub(super) fn merge(&mut self, other: &Self) {
        self.denominator.merge(&other.denominator);
        self.gross.merge(&other.gross);
        self.net.merge(&other.net);
        self.days.extend_from_slice(&other.days);
        self.open += other.open;
    }

    /// Takes in who is excluded or remarked on in another.
    pub(super) fn tell(&mut self, other: &Self) {
        self.excluded.extend_from_slice(&other.excluded);
        self.listed.extend_from_slice(&other.listed);
    }
}
