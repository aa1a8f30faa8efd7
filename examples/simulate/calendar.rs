//! The calendar of the city: what is to be recorded on which day.

use std::collections::{BTreeMap, VecDeque};

use project_lifecycle::Day;

use crate::Result;
use crate::city::City;

/// What somebody does about a project: by its number, and with the day on which it took effect, which may be earlier than today.
pub(crate) type Act = Box<dyn FnOnce(&mut City, usize, Day) -> Result<()>>;

/// An act that waits for its day.
pub(crate) struct Due {
    pub(crate) project: usize,
    pub(crate) on: Day,
    pub(crate) act: Act,
}

/// What is to be recorded, by day, and on one day in the order in which it was put there.
#[derive(Default)]
pub(crate) struct Calendar(BTreeMap<Day, VecDeque<Due>>);

impl Calendar {
    pub(crate) fn put(&mut self, day: Day, due: Due) {
        self.0.entry(day).or_default().push_back(due);
    }

    /// The next act of a day. An act may put others behind it.
    pub(crate) fn next(&mut self, day: Day) -> Option<Due> {
        let due = self.0.get_mut(&day).and_then(VecDeque::pop_front);
        if due.is_none() {
            self.0.remove(&day);
        }
        due
    }
}

/// When the offices of the city rest: spring festivals and October holidays, from the first day to the last.
/// Each as month and day in one number, from 2017 on.
const HOLIDAYS: [[(u32, u32); 2]; 4] =
    [[(127, 202), (1001, 1008)], [(215, 221), (1001, 1007)], [(204, 210), (1001, 1007)], [(124, 202), (1001, 1008)]];

/// The day so many days later, or earlier for a number below zero.
pub(crate) fn plus(day: Day, days: i64) -> Day {
    day.plus_days(days).unwrap_or(day)
}

/// Whether offices work on a day.
pub(crate) fn is_working(day: Day) -> bool {
    // 2 January 2017 was a Monday
    let monday = Day::new(2017, 1, 2).unwrap_or(day);
    let is_weekend = day.days_since(monday).rem_euclid(7) >= 5;
    let date = day.month() * 100 + day.day();
    let year = usize::try_from(day.year() - 2017).ok();
    let rests = year
        .and_then(|year| HOLIDAYS.get(year))
        .is_some_and(|holidays| holidays.iter().any(|(from, to)| (*from..=*to).contains(&date)));
    !is_weekend && !rests
}

/// The first working day from a day on.
pub(crate) fn working(mut day: Day) -> Day {
    while !is_working(day) {
        day = plus(day, 1);
    }
    day
}

/// The day, or one in the next spring if ground is frozen then: from 11 November to 19 March.
pub(crate) fn thawed(day: Day, into_spring: i64) -> Day {
    let date = day.month() * 100 + day.day();
    let year = match date {
        ..=319 => day.year(),
        1111.. => day.year() + 1,
        _ => return day,
    };
    Day::new(year, 3, 20).map_or(day, |spring| plus(spring, into_spring))
}
