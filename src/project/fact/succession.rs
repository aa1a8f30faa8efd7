//! Values of which one stands at a time.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::reason::StepDate;
use crate::value::Day;

/// What was given for one thing at one time or another. The value of the latest effective date stands; of several on one
/// date, the one recorded last. So what is recorded late overrides nothing newer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct Succession<T>(BTreeMap<StepDate, T>);

impl<T> Default for Succession<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Succession<T> {
    /// Takes in the value of the event with a version.
    pub(super) fn keep(&mut self, version: u64, on: Day, value: T) {
        self.0.insert(StepDate { on, version }, value);
    }

    /// The same, if there is a value.
    pub(super) fn keep_if(&mut self, version: u64, on: Day, value: Option<T>) {
        if let Some(value) = value {
            self.keep(version, on, value);
        }
    }

    /// Forgets the value of the event with a version, as if it had never been given.
    pub(super) fn forget(&mut self, version: u64, on: Day) -> Option<T> {
        self.0.remove(&StepDate { on, version })
    }

    /// What stands, and the version of the event that gave it.
    pub(super) fn standing(&self) -> Option<(u64, &T)> {
        self.0.last_key_value().map(|(date, value)| (date.version, value))
    }

    /// What the event with a version gave.
    pub(super) fn of(&self, version: u64, on: Day) -> Option<&T> {
        self.0.get(&StepDate { on, version })
    }

    /// What stands.
    pub(in crate::project) fn present(&self) -> Option<&T> {
        self.standing().map(|(_, value)| value)
    }

    /// What stood on a day.
    pub(super) fn on(&self, day: Day) -> Option<&T> {
        self.0.range(..=StepDate { on: day, version: u64::MAX }).next_back().map(|(_, value)| value)
    }

    /// The version of the event that gave what stands.
    pub(super) fn version(&self) -> Option<u64> {
        self.standing().map(|(version, _)| version)
    }

    /// The date from which it stands.
    pub(super) fn since(&self) -> Option<Day> {
        self.date().map(|date| date.on)
    }

    /// The event that gave what stands, with its date.
    pub(in crate::project) fn date(&self) -> Option<StepDate> {
        self.0.last_key_value().map(|(date, _)| *date)
    }

    /// The event that gave the first value, with its date.
    pub(super) fn first(&self) -> Option<StepDate> {
        self.0.first_key_value().map(|(date, _)| *date)
    }

    /// What was given after an event, in order.
    pub(in crate::project) fn after(&self, event: StepDate) -> impl DoubleEndedIterator<Item = (StepDate, &T)> {
        self.0.range((Bound::Excluded(event), Bound::Unbounded)).map(|(date, value)| (*date, value))
    }

    /// The latest of what was given after an event, up to a day, that has a part, and that part.
    pub(in crate::project) fn latest<'a, U>(
        &'a self,
        event: StepDate,
        day: Day,
        part: impl Fn(&'a T) -> Option<U>,
    ) -> Option<(StepDate, U)> {
        self.after(event)
            .rev()
            .skip_while(|(date, _)| date.on > day)
            .find_map(|(date, value)| Some((date, part(value)?)))
    }

    /// What was given after the event with a version, in order.
    pub(super) fn behind(&self, version: u64) -> impl Iterator<Item = (StepDate, &T)> {
        self.0.iter().skip_while(move |(date, _)| date.version != version).skip(1).map(|(date, value)| (*date, value))
    }

    /// The event that gave the next value after the one with a version.
    pub(super) fn next(&self, version: u64) -> Option<StepDate> {
        self.behind(version).next().map(|(date, _)| date)
    }
}
