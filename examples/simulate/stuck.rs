//! Projects that stand still: how they are found, revived, and closed.

use project_lifecycle::evidence::{Revival, RevivalForm};
use project_lifecycle::lifecycle::{Aim, Outcome, PauseReason, Remedy, Way, ZombieCause};
use project_lifecycle::project::fact::Pause;
use project_lifecycle::{ClientId, Command, Day, Stage, Text};

use crate::calendar::{plus, thawed};
use crate::city::City;
use crate::papers::{closing, finding, schedule, shown};
use crate::rates::FOUND_EARLY;
use crate::zones::frozen_on;
use crate::{Result, landing, works};

/// What is to be found, and since when.
#[derive(Clone, Copy)]
pub(crate) struct Standstill {
    pub(crate) cause: ZombieCause,
    pub(crate) since: Day,
    /// How often the finding was refused.
    pub(crate) refused: u8,
}

/// A signed or registered project that does not start: found some time after the threshold of 180 days.
pub(crate) fn stall_before_start(city: &mut City, n: usize, agreed: Day) {
    let causes =
        [(35, ZombieCause::LandNotCleared), (25, ZombieCause::PromiseUnmet), (40, ZombieCause::InvestorStalled)];
    let still = Standstill { cause: city.dice(n).weighed(&causes), since: agreed, refused: 0 };
    find_after(city, n, still, plus(agreed, 180));
}

/// Works that stop and do not go on: they rest, and after a year they are found.
pub(crate) fn halt(city: &mut City, n: usize, began: Day, end: Day) {
    let stop = plus(began, city.dice(n).between(50, (end.days_since(began) / 2).max(60)));
    city.later(n, stop, |city, n, on| {
        if city.stage(n) != Some(Stage::Started) || city.project(n)?.is_paused() {
            return Ok(());
        }
        let (reason, explanation) = city.dice(n).pick(&[
            (PauseReason::Investor, "投资方资金不到位，工程停工"),
            (PauseReason::Market, "市场变化，工程停工"),
        ]);
        let pause = Pause { expected_until: None, explanation: explanation.parse()?, reason };
        city.give(n, Command::Pause(pause), Some(on)).map(drop)
    });
    let causes = [(78, ZombieCause::ConstructionHalted), (15, ZombieCause::PromiseUnmet), (7, ZombieCause::NoActivity)];
    let still = Standstill { cause: city.dice(n).weighed(&causes), since: stop, refused: 0 };
    find_after(city, n, still, stop.plus_months(12).unwrap_or(stop));
}

/// A plant that stands idle: found some time after a year.
pub(crate) fn idle_since(city: &mut City, n: usize, since: Day) {
    let causes = [(76, ZombieCause::NoActivity), (16, ZombieCause::Insolvent), (8, ZombieCause::ObsoleteByOrder)];
    let still = Standstill { cause: city.dice(n).weighed(&causes), since, refused: 0 };
    find_after(city, n, still, since.plus_months(12).unwrap_or(since));
}

/// Has it found after the threshold, and now and then before it, which is refused.
fn find_after(city: &mut City, n: usize, still: Standstill, threshold: Day) {
    let dice = city.dice(n);
    let (early, at) = (dice.happens(FOUND_EARLY), plus(threshold, dice.around(55)));
    if early {
        let early = plus(threshold, -city.dice(n).between(3, 40));
        city.later(n, early, move |city, n, on| stall(city, n, still, on));
    }
    city.later(n, at, move |city, n, on| stall(city, n, still, on));
}

/// Finds a project to be a zombie. A finding that comes too early is refused, and comes again.
pub(crate) fn stall(city: &mut City, n: usize, still: Standstill, on: Day) -> Result<()> {
    let Some(stage) = city.stage(n) else { return Ok(()) };
    if !still.cause.allowed_at(stage) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let since = if stage < Stage::Started { city.project(n)?.since() } else { city.not_before_stage(n, still.since) };
    let accepted = still.cause != ZombieCause::NoActivity;
    let evidence = finding(city.case(n), still.cause, since.min(on), on, accepted)?;
    if city.give(n, Command::Stall(evidence), None)? {
        // what is counted in the zone's baseline is disposed of at the zone's pace
        if on > frozen_on() && city.dice(n).happens(720) {
            let at = plus(on, city.dice(n).around(270));
            city.later(n, at, dispose);
        }
    } else if still.refused < 3 {
        let (at, again) = (plus(on, 75), Standstill { refused: still.refused + 1, ..still });
        city.later(n, at, move |city, n, on| stall(city, n, again, on));
    }
    Ok(())
}

/// Disposes of a zombie: it is revived, or closed.
pub(crate) fn dispose(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Zombie) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    if city.dice(n).happens(560) { revive(city, n, on) } else { end(city, n, on) }
}

fn revive(city: &mut City, n: usize, on: Day) -> Result<()> {
    let stalled = city.project(n)?.position().footing();
    let cause = city.project(n)?.zombie_cause();
    let Some(remedy) = cause.map(|cause| city.dice(n).pick(cause.remedies())) else { return Ok(()) };
    let evidence = revival(city, n, stalled, remedy, on)?;
    if !city.give(n, Command::Revive(evidence), None)? {
        return Ok(());
    }
    let months = landing::works(city.case(n));
    let dice = city.dice(n);
    if stalled == Stage::Signed {
        let at = plus(on, dice.around(45));
        city.later(n, at, landing::register);
    } else if stalled == Stage::Registered {
        let at = thawed(plus(on, dice.around(80)), dice.between(0, 45));
        city.later(n, at, landing::start);
    } else if stalled == Stage::Started {
        let end = plus(on, dice.around(months * 18));
        city.case(n).built_by = Some(end);
        works::after_start(city, n, on, end);
        city.later(n, end, landing::commission);
    } else if stalled == Stage::Producing && dice.happens(800) {
        landing::producing(city, n, on);
    } else if dice.happens(110) {
        // a relapse
        let idle = plus(on, dice.between(40, 200));
        idle_since(city, n, idle);
    }
    Ok(())
}

/// What revives it, with a new schedule.
fn revival(city: &mut City, n: usize, stalled: Stage, remedy: Remedy, on: Day) -> Result<Revival> {
    let months = landing::works(city.case(n));
    let (district, committee) =
        (format!("{}人民政府", city.case(n).place().district), city.case(n).place().committee());
    let stages = [
        (Stage::Registered, plus(on, 60)),
        (Stage::Started, plus(on, 180)),
        (Stage::Producing, plus(on, 180 + months * 30)),
        (Stage::Operating, plus(on, 420 + months * 30)),
    ];
    // of a plant that runs again nothing is left to plan but that it goes on running
    let ahead = stages.into_iter().filter(|(stage, _)| *stage > stalled || *stage == Stage::Operating);
    let dice = city.dice(n);
    let way = dice.pick(&[Way::Merger, Way::EquityTransfer, Way::DebtEquitySwap, Way::JointVenture, Way::Financing]);
    let aim = dice.pick(&[Aim::TechnicalUpgrade, Aim::ChainExtension, Aim::ProductUpgrade]);
    let investor = format!("接续投资方{:03}", dice.between(1, 400));
    let form = RevivalForm {
        remedy: remedy.into(),
        remedy_proof: shown("盘活佐证", &committee, on)?.into(),
        solution: (remedy == Remedy::PromiseKept)
            .then(|| shown("解决方案批复", &district, plus(on, -12)))
            .transpose()?
            .into(),
        resumed_on: Some(on).filter(|_| remedy != Remedy::ClearLand).into(),
        way: Some(way).filter(|_| remedy == Remedy::Restructured).into(),
        aim: Some(aim).filter(|_| remedy == Remedy::Upgraded).into(),
        new_investor: Some(ClientId::new(&investor)?).filter(|_| remedy == Remedy::InvestorChanged).into(),
        new_schedule: schedule(ahead)?.into(),
        ..RevivalForm::default()
    };
    Ok(form.try_into()?)
}

/// Closes a zombie as the stage allows in which it stalled.
fn end(city: &mut City, n: usize, on: Day) -> Result<()> {
    let footing = city.project(n)?.position().footing();
    let by_stage: [(Stage, &[(u32, Outcome)]); 3] = [
        (Stage::Signed, &[(50, Outcome::ClearedOut), (15, Outcome::LandReclaimed), (35, Outcome::Abandoned)]),
        (Stage::Registered, &[(45, Outcome::ClearedOut), (30, Outcome::LandReclaimed), (25, Outcome::Dissolved)]),
        (Stage::Started, &[(55, Outcome::LandReclaimed), (30, Outcome::ClearedOut), (15, Outcome::Liquidated)]),
    ];
    let enterprises: &[(u32, Outcome)] =
        &[(45, Outcome::Liquidated), (20, Outcome::Dissolved), (20, Outcome::Merged), (15, Outcome::ClearedOut)];
    let outcomes =
        by_stage.into_iter().find(|(stage, _)| *stage == footing).map_or(enterprises, |(_, outcomes)| outcomes);
    let outcome = city.dice(n).weighed(outcomes);
    close(city, n, outcome, "按“僵尸项目（企业）”分类处置方案处置", on)
}

/// Closes a project.
pub(crate) fn close(city: &mut City, n: usize, outcome: Outcome, why: &str, on: Day) -> Result<()> {
    let on = city.not_before_stage(n, on);
    let evidence = closing(city.case(n), outcome, why, None, on)?;
    // where a paper gives the day, it gives this one
    city.give(n, Command::Close(evidence), Some(on)).map(drop)
}

/// A stop for another cause than the season, and its end.
pub(crate) fn rest(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) || city.project(n)?.is_paused() {
        return Ok(());
    }
    let dice = city.dice(n);
    let (reason, explanation) = dice.weighed(&[
        (30, (PauseReason::Land, "地块内管线未排迁，等待净地")),
        (18, (PauseReason::Promise, "园区道路未通，设备无法进场")),
        (26, (PauseReason::Investor, "投资方调整设计方案")),
        (16, (PauseReason::Market, "原材料涨价，暂缓施工")),
        (10, (PauseReason::Other, "重污染天气管控停工")),
    ]);
    let days = dice.around(70);
    let expected = dice.happens(500).then(|| plus(on, days / 10 * 10 + 10));
    let pause = Pause { expected_until: expected, explanation: Text::new(explanation)?, reason };
    if city.give(n, Command::Pause(pause), Some(on))? {
        city.later(n, plus(on, days), works::resume);
    }
    Ok(())
}
