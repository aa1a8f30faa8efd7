//! What paragraph 11 of the plan asks of every signed project: officer, body, schedule.

use project_lifecycle::{ActorId, Command, Day, Stage};

use crate::Result;
use crate::calendar::plus;
use crate::city::City;
use crate::papers::{Terms, responsibility, schedule};
use crate::rates::{DUTIES_FORGOTTEN, DUTIES_LATE, OFFICER_CHANGED, RESCHEDULED};

/// What is owed after a signing: mostly in time, sometimes late, now and then only when the registration is refused.
pub(crate) fn after_signing(city: &mut City, n: usize, on: Day, terms: &Terms) {
    let dice = city.dice(n);
    let (start, production) = (terms.start, terms.production);
    if !dice.happens(DUTIES_FORGOTTEN) {
        let days = if dice.happens(DUTIES_LATE) { dice.between(11, 45) } else { dice.between(0, 9) };
        let at = plus(on, days);
        city.book(n, at, at, move |city, n, on| assign_on(city, n, on, Some((start, production))));
    }
    let dice = city.dice(n);
    if dice.happens(OFFICER_CHANGED) {
        let at = plus(on, dice.around(300));
        city.later(n, at, change_officer);
    }
    let dice = city.dice(n);
    if dice.happens(RESCHEDULED) {
        let at = plus(start, dice.between(-15, 70));
        city.later(n, at, reschedule);
    }
}

/// Assigns what is missing.
pub(crate) fn assign(city: &mut City, n: usize, on: Day) -> Result<()> {
    assign_on(city, n, on, None)
}

/// Assigns it, with a schedule by the days that were agreed.
fn assign_on(city: &mut City, n: usize, on: Day, agreed: Option<(Day, Day)>) -> Result<()> {
    let is_over = matches!(city.stage(n), None | Some(Stage::Planned | Stage::Reserve | Stage::Closed));
    if is_over || city.project(n)?.unmet_duties().next().is_none() {
        return Ok(());
    }
    if city.project(n)?.officer().is_none() {
        let officer = officer(city, n)?;
        city.give(n, Command::AssignOfficer(officer.into()), Some(on))?;
    }
    if city.project(n)?.responsibility().is_none() {
        let body = responsibility(city.case(n))?;
        city.give(n, Command::AssignBody(body), Some(on))?;
    }
    if city.project(n)?.schedule().is_none() {
        let (start, production) = agreed.unwrap_or((plus(on, 150), plus(on, 600)));
        let mut stages =
            vec![(Stage::Registered, plus(on, 45).min(start)), (Stage::Started, start), (Stage::Producing, production)];
        if city.dice(n).happens(400) {
            stages.push((Stage::Operating, plus(production, 270)));
        }
        city.give(n, Command::Reschedule(schedule(stages)?.into()), Some(on))?;
    }
    Ok(())
}

fn officer(city: &mut City, n: usize) -> Result<ActorId> {
    let place = city.case(n).place();
    let number = city.dice(n).between(1, place.officers);
    Ok(ActorId::new(&place.officer(number))?)
}

fn change_officer(city: &mut City, n: usize, on: Day) -> Result<()> {
    let officer = officer(city, n)?;
    let has_one = city.project(n)?.officer().is_some_and(|present| *present != officer);
    if !has_one || city.stage(n) == Some(Stage::Closed) {
        return Ok(());
    }
    city.give(n, Command::AssignOfficer(officer.into()), Some(on)).map(drop)
}

/// Tells anew by when the stages to come are reached, for what was planned has passed or will.
fn reschedule(city: &mut City, n: usize, on: Day) -> Result<()> {
    let Some(stage @ (Stage::Signed | Stage::Registered)) = city.stage(n) else { return Ok(()) };
    let months = crate::landing::works(city.case(n));
    if city.project(n)?.schedule().is_none() {
        return Ok(());
    }
    let start = crate::calendar::thawed(plus(on, city.dice(n).between(60, 150)), 41);
    let mut stages = vec![(Stage::Started, start), (Stage::Producing, plus(start, months * 30 + 30))];
    if stage == Stage::Signed {
        stages.insert(0, (Stage::Registered, plus(on, 40)));
    }
    city.give(n, Command::Reschedule(schedule(stages)?.into()), Some(on)).map(drop)
}
