//! From the signing to regular operation: registration, start, commissioning, and what gets in their way.

use project_lifecycle::evidence::{
    AcceptanceKind, Approval, CodeEntry, CommencementForm, Document, OperationBasis, SiteKind, StartKind,
};
use project_lifecycle::lifecycle::{Item, Outcome};
use project_lifecycle::project::fact::{Presentation, Prolongation};
use project_lifecycle::{Command, Day, Language, Stage};

use crate::calendar::{plus, thawed};
use crate::city::{Case, City};
use crate::papers::{Taken, Terms, commissioning, operation, paper, permit, registration, rescission, shown};
use crate::rates::{COMMITTED, PERMIT_LAPSED, SITE_CHANGED};
use crate::{Result, changes, codes, duties, promotion, slips, stuck, works};

/// How many months its works take.
pub(crate) fn works(case: &Case) -> i64 {
    if case.named.is_indoors {
        return 5;
    }
    match case.total.wan {
        ..5_000 => 8,
        5_000..10_000 => 11,
        10_000..50_000 => 15,
        50_000..200_000 => 20,
        _ => 26,
    }
}

/// What comes after a signing.
pub(crate) fn signed(city: &mut City, n: usize, on: Day, terms: &Terms) {
    changes::after_signing(city, n, on, terms);
    let dice = city.dice(n);
    match dice.weighed(&[(852, 0), (30, 1), (25, 2), (42, 3), (30, 4), (21, 5)]) {
        0 => {
            let at = plus(on, dice.around(36));
            city.later(n, at, register);
        }
        1 => {
            let at = plus(on, dice.around(210));
            city.later(n, at, terminate);
        }
        2 => {
            let at = plus(on, dice.around(120));
            city.later(n, at, reopen_talks);
        }
        3 => stuck::stall_before_start(city, n, terms.start),
        4 => {
            let at = plus(on, dice.around(230));
            city.later(n, at, withdraw);
        }
        _ => {}
    }
}

fn withdraw(city: &mut City, n: usize, on: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Signed | Stage::Registered)) {
        return Ok(());
    }
    stuck::close(city, n, Outcome::Withdrawn, "投资方资金安排变化，撤回投资", on)
}

fn terminate(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Signed) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let dossier = promotion::missing_dossier(city, n, on)?;
    let evidence = rescission(city.case(n), dossier, true, on)?;
    if city.give(n, Command::Terminate(evidence), None)? {
        promotion::reserved(city, n, on);
    }
    Ok(())
}

fn reopen_talks(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Signed) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let evidence = rescission(city.case(n), None, false, on)?;
    if city.give(n, Command::ReopenTalks(evidence), None)? {
        promotion::negotiating(city, n, on);
    }
    Ok(())
}

/// Registers the company. Refused for want of officer, body or schedule, it comes again when they are there.
pub(crate) fn register(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Signed) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let company = city.case(n).named.company.clone();
    let (written, is_wrong) = slips::written_company(city.dice(n), &company);
    let evidence = registration(city.case(n), &written, on)?;
    if !city.give(n, Command::Register(evidence), None)? {
        if city.project(n)?.unmet_duties().next().is_some() {
            let (today, gap) = (city.today(), city.dice(n).between(1, 4));
            city.book(n, today, today, duties::assign);
            city.book(n, plus(today, gap), on, register);
        }
        return Ok(());
    }
    if is_wrong {
        let right = registration(city.case(n), &company, on)?;
        slips::restate_company(city, n, right)?;
    }
    slips::after_step(city, n);
    registered(city, n, on);
    Ok(())
}

/// What comes after a registration.
pub(crate) fn registered(city: &mut City, n: usize, on: Day) {
    changes::after_registration(city, n, on);
    if city.dice(n).happens(SITE_CHANGED) {
        let at = plus(on, city.dice(n).between(10, 80));
        city.later(n, at, changes::change_site);
    }
    let agreed = city.project(n).ok().and_then(|project| project.schedule()?.by(Stage::Started));
    let is_indoors = city.case(n).named.is_indoors;
    let dice = city.dice(n);
    match dice.weighed(&[(895, 0), (47, 1), (30, 2), (28, 3)]) {
        0 => {
            let at = plus(on, dice.around(if is_indoors { 55 } else { 80 }));
            let at = if is_indoors { at } else { thawed(at, dice.between(0, 60)) };
            city.later(n, at, start);
        }
        1 => stuck::stall_before_start(city, n, agreed.unwrap_or(on).max(on)),
        2 => {
            let at = plus(on, dice.around(220));
            city.later(n, at, withdraw);
        }
        _ => {}
    }
}

/// Starts the works, on papers of which some may be promised, or the permit has lapsed.
pub(crate) fn start(city: &mut City, n: usize, on: Day) -> Result<()> {
    begin(city, n, on, None)
}

/// Starts them; with an extended permit if there is a day until which it is good.
fn begin(city: &mut City, n: usize, on: Day, extended: Option<Day>) -> Result<()> {
    if city.stage(n) != Some(Stage::Registered) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let lapses = extended.is_none() && !city.case(n).named.is_indoors && city.dice(n).happens(PERMIT_LAPSED);
    let permitted = plus(on, if lapses || extended.is_some() { -130 } else { -city.dice(n).between(3, 60) });
    let promises = extended.is_none() && city.dice(n).happens(COMMITTED);
    let form = commencement_form(city, n, on, (permitted, extended), promises)?;
    if city.give(n, Command::Start(form.try_into()?), None)? {
        slips::after_step(city, n);
        started(city, n, on)?;
    } else if lapses {
        let (at, again) = (city.today(), city.dice(n).between(2, 9));
        let until = plus(at, 60);
        city.book(n, plus(at, again), on, move |city, n, on| begin(city, n, on, Some(until)));
    }
    Ok(())
}

/// The form of a start: on cleared land, in a plant, or on leased land.
fn commencement_form(
    city: &mut City,
    n: usize,
    on: Day,
    (permitted, until): (Day, Option<Day>),
    promises: bool,
) -> Result<CommencementForm> {
    let is_indoors = city.case(n).named.is_indoors;
    let (region, industry) = (city.case(n).place().region, city.case(n).named.industry);
    let division = industry.get(1..3).and_then(|division| division.parse().ok()).unwrap_or(0);
    let code = codes::project(region, division, permitted, city.dice(n))?;
    let dice = city.dice(n);
    let kinds: &[(u32, SiteKind)] = if is_indoors {
        &[(60, SiteKind::LeasedPlant), (40, SiteKind::OwnPlant)]
    } else {
        &[(78, SiteKind::ClearedLand), (17, SiteKind::OwnLand), (5, SiteKind::LeasedLand)]
    };
    let site = dice.weighed(kinds);
    let papers = [
        (SiteKind::ClearedLand, "净地交付书", "土地储备中心"),
        (SiteKind::OwnLand, "不动产权证书", "不动产登记中心"),
        (SiteKind::OwnPlant, "不动产权证书", "不动产登记中心"),
    ];
    let held = papers.into_iter().find(|(of, ..)| *of == site);
    let (_, name, issuer) = held.unwrap_or((site, "租赁合同", "开发区平台公司"));
    // what is promised: the works permit, the construction permit, the environmental approval, in any mixture
    let promised = [
        promises && dice.happens(650),
        promises && until.is_none() && dice.happens(300),
        promises && dice.happens(350),
    ];
    let dues = [dice.between(60, 150), dice.between(45, 90), dice.between(60, 180)].map(|days| plus(on, days));
    let works = if promised[0] {
        Document::Committed { due: dues[0] }
    } else {
        permit("建设工程规划许可证", permitted, None)?
    };
    let construction =
        if promised[1] { Document::Committed { due: dues[1] } } else { permit("施工许可证", permitted, until)? };
    let environment = if promised[2] {
        Approval::Committed { due: dues[2] }
    } else {
        Approval::Presented(paper("环境影响报告表批复", "环境保护局", plus(permitted, -20))?)
    };
    let start_kind = if is_indoors {
        StartKind::FitOut
    } else {
        dice.weighed(&[(75, StartKind::GroundBroken), (25, StartKind::Piling)])
    };
    Ok(CommencementForm {
        project_code: CodeEntry::Code(code).into(),
        site_kind: site.into(),
        site_paper: shown(name, issuer, permitted)?.into(),
        land_planning_permit: (site == SiteKind::ClearedLand)
            .then(|| permit("建设用地规划许可证", plus(permitted, -25), None))
            .transpose()?
            .into(),
        works_planning_permit: Some(works).filter(|_| !is_indoors).into(),
        construction_permit: Some(construction).filter(|_| !is_indoors).into(),
        environmental_approval: environment.into(),
        start_kind: start_kind.into(),
        physical_start: on.into(),
        start_proof: paper("监理日志", "监理单位", on)?.into(),
        ..CommencementForm::default()
    })
}

/// What comes after a start.
pub(crate) fn started(city: &mut City, n: usize, on: Day) -> Result<()> {
    let owed: Vec<_> = city.project(n)?.commitments().to_vec();
    for owed in owed {
        answer(city, n, owed.item, owed.version, owed.due);
    }
    let months = works(city.case(n));
    let dice = city.dice(n);
    let end = plus(on, dice.around(months * 30));
    let fate = dice.weighed(&[(930, 0), (37, 1), (10, 2), (23, 3)]);
    city.case(n).built_by = Some(end);
    works::after_start(city, n, on, end);
    match fate {
        0 => city.later(n, end, commission),
        1 => stuck::halt(city, n, on, end),
        2 => {
            let at = plus(on, city.dice(n).between(120, 400));
            city.later(n, at, |city, n, on| {
                let goes_on = city.stage(n) == Some(Stage::Started);
                if goes_on {
                    stuck::close(city, n, Outcome::Abandoned, "资金链断裂，项目终止建设", on)
                } else {
                    Ok(())
                }
            });
        }
        // it takes twice as long
        _ => {
            let late = plus(end, months * 30);
            city.later(n, late, commission);
        }
    }
    Ok(())
}

/// How a promised paper comes: in time, prolonged, late, or never.
fn answer(city: &mut City, n: usize, item: Item, version: u64, due: Day) {
    let dice = city.dice(n);
    match dice.weighed(&[(74, 0), (10, 1), (11, 2), (5, 3)]) {
        0 => {
            let on = plus(due, -dice.between(1, 40));
            city.later(n, on, move |city, n, on| present(city, n, item, version, on));
        }
        1 => {
            let (at, longer) = (plus(due, -dice.between(0, 5)), plus(due, 90));
            let on = plus(longer, -dice.between(-20, 60));
            city.book(n, at, at, move |city, n, on| {
                let prolonged = Prolongation { due: longer, item, version };
                city.give(n, Command::ProlongCommitment(prolonged), Some(on)).map(drop)
            });
            city.later(n, on, move |city, n, on| present(city, n, item, version, on));
        }
        2 => {
            let on = plus(due, dice.between(3, 120));
            city.later(n, on, move |city, n, on| present(city, n, item, version, on));
        }
        _ => {}
    }
}

fn present(city: &mut City, n: usize, item: Item, version: u64, on: Day) -> Result<()> {
    if city.project(n)?.stage() == Stage::Closed || city.project(n)?.current().owed_for(version, item).is_none() {
        return Ok(());
    }
    let name = item.label(Language::Chinese);
    let paper = paper(name, "开发区行政审批局", on)?;
    let shown = Presentation { item, paper, valid_until: None, version };
    city.give(n, Command::PresentEvidence(shown), Some(on)).map(drop)
}

pub(crate) fn commission(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) {
        return Ok(());
    }
    // nobody accepts works that rest under snow
    if city.project(n)?.is_paused() && thawed(on, 0) != on {
        let at = thawed(on, city.dice(n).between(20, 90));
        city.later(n, at, commission);
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let dice = city.dice(n);
    let kind = dice.weighed(&[(84, AcceptanceKind::Completion), (16, AcceptanceKind::TrialProduction)]);
    let (is_partial, is_owed, due) = (dice.happens(90), dice.happens(80), dice.between(60, 150));
    let taken = Taken { kind, is_partial, owed_by: is_owed.then(|| plus(on, due)) };
    if !city.give(n, Command::Commission(commissioning(on, &taken)?), None)? {
        return Ok(());
    }
    for owed in city.project(n)?.commitments().to_vec() {
        if owed.item == Item::AcceptancePaper {
            answer(city, n, owed.item, owed.version, owed.due);
        }
    }
    if is_partial {
        let at = plus(on, city.dice(n).around(240));
        city.later(n, at, works::complete);
    }
    producing(city, n, on);
    Ok(())
}

/// What comes after a commissioning.
pub(crate) fn producing(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    match dice.weighed(&[(90, 0), (2, 1), (8, 2)]) {
        0 => {
            let at = plus(on, dice.around(170));
            city.later(n, at, operate);
        }
        1 => {
            let idle = plus(on, dice.between(60, 240));
            stuck::idle_since(city, n, idle);
        }
        _ => {}
    }
}

fn operate(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Producing) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let since = city.project(n)?.since();
    let runs_long = since.plus_months(6).is_some_and(|full| full <= on);
    let dice = city.dice(n);
    let basis = match dice.weighed(&[(50, 0), (25, 1), (25, 2)]) {
        0 => OperationBasis::Enrolled,
        2 if runs_long => OperationBasis::Continuous,
        _ => OperationBasis::FullCapacity,
    };
    if city.give(n, Command::Operate(operation(basis, since, on)?), None)? {
        slips::after_step(city, n);
        works::after_operation(city, n, basis, on);
        operating(city, n, on);
    }
    Ok(())
}

/// What comes after the entry into operation.
pub(crate) fn operating(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    match dice.weighed(&[(978, 0), (10, 1), (12, 2)]) {
        1 => {
            let idle = plus(on, dice.between(120, 500));
            stuck::idle_since(city, n, idle);
        }
        2 => {
            let (at, outcome) = (plus(on, dice.between(200, 900)), dice.pick(&[Outcome::Dissolved, Outcome::Merged]));
            city.later(n, at, move |city, n, on| {
                let runs = city.stage(n) == Some(Stage::Operating);
                if runs { stuck::close(city, n, outcome, "集团业务整合", on) } else { Ok(()) }
            });
        }
        _ => {}
    }
}
