//! Who is born when: the projects of the old register in the log's first weeks, the new ones in the four years after.

use project_lifecycle::project::fact::LinkKind;
use project_lifecycle::{Day, Stage};

use crate::calendar::plus;
use crate::city::City;
use crate::dice::Dice;
use crate::rates::{DOUBLE, SECOND_PHASE, STOCK};
use crate::stock::{STANDING, hand_over};
use crate::{Result, changes, promotion};

/// The first day of the log.
pub(crate) fn first_day() -> Day {
    Day::new(2017, 1, 3).unwrap_or(Day::MIN)
}

/// The last day of the log.
pub(crate) fn last_day() -> Day {
    Day::new(2020, 12, 31).unwrap_or(Day::MAX)
}

/// How many projects begin in each year, of all that do.
const YEARS: [(u32, i32); 4] = [(20, 2017), (28, 2018), (29, 2019), (23, 2020)];

/// The same of each month: few around the spring festival, many before the summer and in autumn.
const MONTHS: [(u32, u32); 12] =
    [(6, 1), (4, 2), (11, 3), (11, 4), (11, 5), (10, 6), (8, 7), (8, 8), (10, 9), (8, 10), (7, 11), (6, 12)];

/// Puts the beginning of each project into the calendar.
pub(crate) fn settle(city: &mut City) -> Result<()> {
    // a few hundred records a day, as clerks copy them
    let stock_days = 14;
    let mut running = Vec::new();
    let mut new_before: Option<(usize, Day)> = None;
    for n in 0..city.cases.len() {
        let dice = city.dice(n);
        if dice.happens(STOCK) {
            let standing = dice.weighed(&STANDING);
            let day = plus(first_day(), dice.between(0, stock_days));
            if standing.0 == Stage::Operating {
                running.push(n);
            }
            city.book(n, day, day, move |city, n, _| hand_over(city, n, standing));
            continue;
        }
        let begins = beginning(dice)?;
        match new_before {
            Some((first, began)) if city.dice(n).happens(DOUBLE) => {
                double(city, n, first, began);
                new_before = None;
            }
            _ => {
                if city.dice(n).happens(SECOND_PHASE) && !running.is_empty() {
                    let first = city.dice(n).pick(&running);
                    second_phase(city, n, first, begins)?;
                }
                city.later(n, begins, promotion::plan);
                new_before = Some((n, begins));
            }
        }
    }
    Ok(())
}

/// The day on which a new project is planned.
fn beginning(dice: &mut Dice) -> Result<Day> {
    loop {
        let (year, month) = (dice.weighed(&YEARS), dice.weighed(&MONTHS));
        // little was planned while the city stood still
        let is_still = year == 2020 && (2..=3).contains(&month) && dice.happens(700);
        let day = Day::new(year, month, u32::try_from(dice.between(1, 28)).unwrap_or(1))?;
        if !is_still && day >= plus(first_day(), 5) {
            return Ok(day);
        }
    }
}

/// The same project, recorded by another zone some days later, until someone sees it.
fn double(city: &mut City, n: usize, first: usize, began: Day) {
    let (named, total, id) = {
        let first = &city.cases[first];
        (first.named.doubled(), first.total, first.id)
    };
    let case = city.case(n);
    (case.named, case.total) = (named, total);
    let (planned, seen) = (plus(began, case.dice.between(5, 40)), case.dice.between(60, 240));
    city.later(n, planned, promotion::plan);
    city.later(n, plus(planned, seen), move |city, n, on| changes::close_double(city, n, id, on));
}

/// The second phase of a project that runs: of the same house and company, in the same zone.
fn second_phase(city: &mut City, n: usize, first: usize, begins: Day) -> Result<()> {
    let (named, code, zone, id) = {
        let first = &city.cases[first];
        (first.named.second_phase(), first.code, first.zone, first.id)
    };
    let case = city.case(n);
    (case.named, case.code, case.zone) = (named, code, zone);
    let at = plus(begins, case.dice.between(3, 30));
    city.later(n, at, move |city, n, on| changes::link(city, n, LinkKind::PhaseTwoOf, id, on));
    Ok(())
}
