//! What the old register hands over in January 2017: projects whose life until then was lived elsewhere, with its dates alone.

use project_lifecycle::act::Provenance;
use project_lifecycle::lifecycle::ZombieCause;
use project_lifecycle::project::Import;
use project_lifecycle::{Command, Day, Project, Stage, Verb};

use crate::calendar::plus;
use crate::city::City;
use crate::papers::Terms;
use crate::rates::{INFERRED, WITHOUT_TOTAL};
use crate::stuck::{self, Standstill};
use crate::{Result, duties, landing, promotion, works};

/// The steps of a whole life, with the stage that each reaches, the column of the register that has each, and about how many days lie before it.
const STEPS: [(Verb, Stage, &str, i64); 7] = [
    (Verb::Admit, Stage::Reserve, "策划入库日期", 35),
    (Verb::Engage, Stage::Negotiating, "洽谈日期", 60),
    (Verb::Sign, Stage::Signed, "签约日期", 100),
    (Verb::Register, Stage::Registered, "注册日期", 45),
    (Verb::Start, Stage::Started, "开工日期", 95),
    (Verb::Commission, Stage::Producing, "投产日期", 430),
    (Verb::Operate, Stage::Operating, "运营日期", 180),
];

/// Which stage a handed-over project stands in, and for how many days at the least and the most.
pub(crate) const STANDING: [(u32, (Stage, i64, i64)); 7] = [
    (80, (Stage::Reserve, 10, 260)),
    (130, (Stage::Negotiating, 10, 240)),
    (115, (Stage::Signed, 20, 420)),
    (85, (Stage::Registered, 20, 420)),
    (150, (Stage::Started, 30, 600)),
    (110, (Stage::Producing, 60, 900)),
    (330, (Stage::Operating, 200, 2_900)),
];

/// Takes a project over into the log: planned, and every step with the cell from which it was read.
pub(crate) fn hand_over(city: &mut City, n: usize, (stage, least, most): (Stage, i64, i64)) -> Result<()> {
    let last_day = Day::new(2016, 12, 25)?;
    let dice = city.dice(n);
    let was_admitted = stage == Stage::Reserve || dice.happens(600);
    let entered = plus(last_day, -dice.between(least, most));
    // backwards from the stage in which it stands
    let mut dates = Vec::new();
    let mut on = entered;
    for (verb, reached, column, days) in STEPS.into_iter().rev() {
        if reached > stage || (verb == Verb::Admit && !was_admitted) {
            continue;
        }
        dates.push((verb, column, on));
        on = plus(on, -dice.around(days));
    }
    let tells_total = !dice.happens(WITHOUT_TOTAL);
    let provenance = |column: &str| -> Result<_> {
        let record = u32::try_from(n).map_err(|_| "too many projects")? + 1;
        Ok(Provenance::new("register-2016.csv".parse()?, record).in_column(column.parse()?))
    };
    let profile = city.case(n).profile(tells_total)?;
    let (id, clerk) = city.identify(n);
    let context = city.office.context(id, &clerk)?.on(on);
    let planned =
        Project::plan_imported(city.case(n).id, profile, provenance("立项日期")?, &context, &city.office.policy)?;
    city.office.write(&planned);
    city.case(n).project = Some(Project::replay([planned])?);
    for (verb, column, on) in dates.into_iter().rev() {
        let read = provenance(column)?;
        let read = if city.dice(n).happens(INFERRED) { read.inferred() } else { read };
        if !city.give(n, Command::Import(Import::step(verb, read)), Some(on))? {
            return Err(format!("the register's `{verb}` was refused").into());
        }
    }
    go_on(city, n, stage, entered)
}

/// What becomes of it in the city's own log.
fn go_on(city: &mut City, n: usize, stage: Stage, entered: Day) -> Result<()> {
    let today = city.today();
    let recent = entered.max(plus(today, -city.dice(n).between(5, 60)));
    if stage >= Stage::Signed && stage < Stage::Producing {
        let at = plus(today, city.dice(n).between(5, 120));
        city.book(n, at, at, duties::assign);
    }
    if stage == Stage::Reserve {
        promotion::reserved(city, n, recent);
    } else if stage == Stage::Negotiating {
        promotion::negotiating(city, n, recent);
    } else if stage < Stage::Started {
        unstarted(city, n, stage, entered, recent);
    } else if stage == Stage::Started {
        building(city, n, entered);
    } else {
        running(city, n, stage, entered, recent);
    }
    Ok(())
}

/// One that is signed or registered: a fourth of them will never start by itself.
fn unstarted(city: &mut City, n: usize, stage: Stage, entered: Day, recent: Day) {
    if city.dice(n).happens(250) {
        let causes =
            [(40, ZombieCause::LandNotCleared), (25, ZombieCause::PromiseUnmet), (35, ZombieCause::InvestorStalled)];
        let cause = city.dice(n).weighed(&causes);
        find(city, n, cause, entered, plus(entered, 185));
    } else if stage == Stage::Signed {
        let start = plus(recent, city.dice(n).between(120, 240));
        let months = landing::works(city.case(n));
        let terms = Terms { start, production: plus(start, months * 30), promises: Vec::new() };
        landing::signed(city, n, recent, &terms);
    } else {
        landing::registered(city, n, recent);
    }
}

/// One that is being built, or no longer.
fn building(city: &mut City, n: usize, entered: Day) {
    let (today, months) = (city.today(), landing::works(city.case(n)));
    let soon = plus(today, city.dice(n).between(30, 330));
    let end = plus(entered, city.dice(n).around(months * 30)).max(soon);
    city.case(n).built_by = Some(end);
    if city.dice(n).happens(130) {
        let since = plus(entered, city.dice(n).between(60, 200)).min(plus(today, -30)).max(entered);
        find(city, n, ZombieCause::ConstructionHalted, since, plus(since, 370));
    } else {
        works::after_start(city, n, entered, end);
        city.later(n, end, landing::commission);
    }
}

/// One that produces or runs, or stands idle.
fn running(city: &mut City, n: usize, stage: Stage, entered: Day, recent: Day) {
    let today = city.today();
    if city.dice(n).happens(135) {
        let causes = [(80, ZombieCause::NoActivity), (14, ZombieCause::Insolvent), (6, ZombieCause::ObsoleteByOrder)];
        let cause = city.dice(n).weighed(&causes);
        let since = plus(entered, city.dice(n).between(30, 400)).min(plus(today, -city.dice(n).between(20, 500)));
        let since = since.max(entered);
        find(city, n, cause, since, plus(since, 370));
    } else if stage == Stage::Producing {
        landing::producing(city, n, recent);
    } else {
        landing::operating(city, n, recent);
    }
}

/// Has a standstill found: most of them by the survey of spring 2018 that the plan asks for, the others later.
fn find(city: &mut City, n: usize, cause: ZombieCause, since: Day, threshold: Day) {
    let dice = city.dice(n);
    let in_survey = dice.happens(830);
    let days = if in_survey { dice.between(60, 530) } else { dice.between(600, 1_250) };
    let at = plus(city.today(), days).max(threshold);
    let still = Standstill { cause, since, refused: 0 };
    city.later(n, at, move |city, n, on| stuck::stall(city, n, still, on));
}
