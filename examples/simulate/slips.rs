//! What clerks get wrong, and how it is put right: voids, other dates, evidence and plannings told again.

use project_lifecycle::act::{Correction, Redating, Voiding};
use project_lifecycle::evidence::{Agreement, AgreementForm, Evidence, Registration};
use project_lifecycle::project::fact::InvestmentReport;
use project_lifecycle::project::{Basis, Correcting, Replanning};
use project_lifecycle::{Command, Day, Money, Profile, Stage};

use crate::calendar::plus;
use crate::city::{City, Total};
use crate::dice::Dice;
use crate::rates::{REDATED, RESTATED, VOIDED};
use crate::{Result, promotion};

/// Who authorises a correction, and why it is made.
fn correction(grounds: &str) -> Result<Correction> {
    Ok(Correction { authority: "市外经贸局".parse()?, grounds: grounds.parse()? })
}

/// The version of the step that stands last. `None` if only the planning does.
fn last_step(city: &City, n: usize) -> Result<Option<u64>> {
    Ok(city.project(n)?.standing().last().map(|step| step.event().version()))
}

/// A total with one nought too many.
pub(crate) fn mistyped(total: Total) -> Money {
    Total { wan: total.wan * 10, ..total }.money()
}

/// Has a planning told again, some weeks later.
pub(crate) fn replan_later(city: &mut City, n: usize, right: Profile) {
    let at = plus(city.today(), city.dice(n).between(3, 120));
    city.book(n, at, at, move |city, n, _| {
        // a relocation by now is told by a fact of its own, which the planning leaves as it is
        let correction = correction("计划总投资多录一个零")?;
        city.give(n, Command::Replan(Replanning { profile: right, correction }), None).map(drop)
    });
}

/// What may be put right about a step that was just recorded: its date.
pub(crate) fn after_step(city: &mut City, n: usize) {
    if city.dice(n).happens(REDATED)
        && let Ok(Some(version)) = last_step(city, n)
    {
        let at = plus(city.today(), city.dice(n).around(25));
        city.book(n, at, at, move |city, n, _| redate(city, n, version));
    }
}

/// Gives a step an earlier date, if there is room behind the step before.
fn redate(city: &mut City, n: usize, version: u64) -> Result<()> {
    let project = city.project(n)?;
    let (mut before, mut found) = (project.planned_on(), None);
    for step in project.standing() {
        if step.event().version() == version {
            found = Some(step.effective_on());
            break;
        }
        before = step.effective_on();
    }
    let Some(on) = found else { return Ok(()) };
    let room = on.days_since(before);
    if room < 2 {
        return Ok(());
    }
    let to = plus(on, -city.dice(n).between(1, room.min(9) - 1));
    let redating =
        Redating { version, to, provenance: None, correction: correction("日期录入有误，以原件为准")? };
    city.give(n, Command::Redate(redating), None).map(drop)
}

/// What may be put right about a signing: it was another project's, or its terms were copied wrongly, or its date.
pub(crate) fn after_signing(city: &mut City, n: usize, evidence: &Agreement) {
    let Ok(Some(version)) = last_step(city, n) else { return };
    let dice = city.dice(n);
    if dice.happens(VOIDED) {
        let at = plus(city.today(), city.dice(n).between(1, 45));
        city.book(n, at, at, move |city, n, _| void(city, n, version));
    } else if dice.happens(RESTATED) {
        let at = plus(city.today(), city.dice(n).around(30));
        let evidence = evidence.clone();
        city.book(n, at, at, move |city, n, _| restate(city, n, version, evidence));
    } else {
        after_step(city, n);
    }
}

fn void(city: &mut City, n: usize, version: u64) -> Result<()> {
    if last_step(city, n)? != Some(version) || city.stage(n) != Some(Stage::Signed) {
        return Ok(());
    }
    let correction = correction("误录其他项目的协议")?;
    if city.give(n, Command::Void(Voiding { version, correction }), None)? {
        let today = city.today();
        promotion::negotiating(city, n, today);
    }
    Ok(())
}

/// Tells an agreement again, with its true day of production or its true total.
fn restate(city: &mut City, n: usize, version: u64, evidence: Agreement) -> Result<()> {
    if !city.project(n)?.standing().any(|step| step.event().version() == version) {
        return Ok(());
    }
    let mut form = AgreementForm::from(evidence);
    let production = form.agreed_production.given().copied();
    if let Some(production) = production.filter(|_| city.dice(n).happens(500)) {
        form.agreed_production = plus(production, 90).into();
    } else {
        let per_cent = city.dice(n).pick(&[50, 90, 110, 130]);
        let case = city.case(n);
        case.total.wan = (case.total.wan * per_cent / 100 / 100 * 100).max(600);
        form.total_investment = case.total.money().into();
    }
    correct(city, n, version, Evidence::Agreement(form.try_into()?), "协议条款录入有误")
}

fn correct(city: &mut City, n: usize, version: u64, evidence: Evidence, grounds: &str) -> Result<()> {
    let correcting = Correcting { version, basis: Basis::Evidence(evidence), correction: correction(grounds)? };
    city.give(n, Command::Correct(correcting), None).map(drop)
}

/// The name of a company as it is entered, and whether it is wrong.
pub(crate) fn written_company(dice: &mut Dice, company: &str) -> (String, bool) {
    let is_wrong = dice.happens(RESTATED);
    let written = if is_wrong { company.replace("沈阳", "沈阳市") } else { company.to_owned() };
    (written, is_wrong)
}

/// Tells a registration again, with the company's true name.
pub(crate) fn restate_company(city: &mut City, n: usize, right: Registration) -> Result<()> {
    let Some(version) = last_step(city, n)? else { return Ok(()) };
    let at = plus(city.today(), city.dice(n).between(5, 90));
    city.book(n, at, at, move |city, n, _| {
        if city.project(n)?.standing().any(|step| step.event().version() == version) {
            correct(city, n, version, Evidence::Registration(right), "企业名称录入有误")?;
        }
        Ok(())
    });
    Ok(())
}

/// Has the report that was recorded last voided, and given again as it should be.
pub(crate) fn void_report_later(city: &mut City, n: usize, right: InvestmentReport) -> Result<()> {
    let version = city.project(n)?.version();
    let at: Day = plus(city.today(), city.dice(n).between(2, 60));
    city.book(n, at, at, move |city, n, _| {
        let correction = correction("单位误录，元与万元混淆")?;
        if city.give(n, Command::VoidFact(Voiding { version, correction }), None)?
            && city.stage(n) != Some(Stage::Closed)
        {
            city.give(n, Command::ReportInvestment(right), None)?;
        }
        Ok(())
    });
    Ok(())
}
