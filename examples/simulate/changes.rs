//! What changes about projects: name and amounts, agreements, companies, sites, zones, links between them.

use project_lifecycle::lifecycle::Outcome;
use project_lifecycle::project::fact::{
    AgreementAmended, Amendment, CompanyChanged, Link, LinkKind, Relocated, SiteChanged,
};
use project_lifecycle::{Command, Day, ProjectId, Stage, Text};

use crate::calendar::{plus, thawed};
use crate::city::City;
use crate::papers::{Terms, closing, paper};
use crate::place::PLACES;
use crate::rates::{COMPANY_CHANGED, RELOCATED, SUPPLEMENTED};
use crate::{Result, money};

fn is_closed(city: &City, n: usize) -> bool {
    matches!(city.stage(n), None | Some(Stage::Closed))
}

/// Another name, or another total where none is agreed yet.
pub(crate) fn amend(city: &mut City, n: usize, on: Day) -> Result<()> {
    if is_closed(city, n) {
        return Ok(());
    }
    let is_agreed = city.stage(n) >= Some(Stage::Signed);
    let grounds = Some(Text::new("建设规模和内容调整")?);
    let paper = Some(paper("项目变更批复", "发展改革委", on)?);
    let amendment = if is_agreed || city.dice(n).happens(500) {
        let name = &mut city.case(n).named.project;
        *name = format!("{}（调整）项目", name.trim_end_matches("项目"));
        Amendment { name: Some(Text::new(name.as_str())?), grounds, paper, ..Amendment::default() }
    } else {
        let per_cent = city.dice(n).pick(&[70, 85, 120, 140]);
        let case = city.case(n);
        case.total.wan = (case.total.wan * per_cent / 100 / 100 * 100).max(600);
        Amendment { total_investment: Some(case.total.money()), grounds, paper, ..Amendment::default() }
    };
    city.give(n, Command::Amend(amendment), Some(on)).map(drop)
}

/// What changes after a signing.
pub(crate) fn after_signing(city: &mut City, n: usize, on: Day, terms: &Terms) {
    let (start, production) = (terms.start, terms.production);
    let dice = city.dice(n);
    if dice.happens(SUPPLEMENTED) {
        let at = plus(on, dice.between(60, 330));
        city.later(n, at, move |city, n, on| supplement(city, n, on, start, production));
    }
    let dice = city.dice(n);
    if dice.happens(RELOCATED) {
        let at = plus(on, dice.between(20, 120));
        city.later(n, at, relocate);
    }
}

/// A supplementary agreement: later days while nothing is built, or another total.
fn supplement(city: &mut City, n: usize, on: Day, start: Day, production: Day) -> Result<()> {
    let (Some(stage), committee) = (city.stage(n), city.case(n).place().committee()) else { return Ok(()) };
    if !(Stage::Signed..=Stage::Started).contains(&stage) {
        return Ok(());
    }
    let agreed = AgreementAmended::by(paper("补充协议", &committee, on)?);
    let agreed = if stage < Stage::Started && city.dice(n).happens(600) {
        let later = thawed(plus(start.max(on), city.dice(n).between(60, 150)), 41);
        let moved = later.days_since(start);
        AgreementAmended { agreed_start: Some(later), agreed_production: Some(plus(production, moved)), ..agreed }
    } else {
        let per_cent = city.dice(n).pick(&[80, 120, 130, 150, 200]);
        let case = city.case(n);
        case.total.wan = (case.total.wan * per_cent / 100 / 100 * 100).max(600);
        AgreementAmended { total_investment: Some(case.total.money()), ..agreed }
    };
    city.give(n, Command::AmendAgreement(agreed), Some(on)).map(drop)
}

/// What changes after a registration.
pub(crate) fn after_registration(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    if dice.happens(COMPANY_CHANGED) {
        let at = plus(on, dice.between(90, 500));
        city.later(n, at, change_company);
    }
}

fn change_company(city: &mut City, n: usize, on: Day) -> Result<()> {
    if is_closed(city, n) {
        return Ok(());
    }
    let changed = CompanyChanged::by(paper("变更登记通知书", "市场监督管理局", on)?);
    let changed = if city.dice(n).happens(600) {
        let company = &city.case(n).named.company;
        let renamed = company.replace("有限公司", "集团有限公司");
        CompanyChanged { company_name: Some(Text::new(renamed)?), ..changed }
    } else {
        let capital = money::wan((city.case(n).total.wan * 3 / 10).max(300) / 100 * 100);
        CompanyChanged { registered_capital: Some(capital), ..changed }
    };
    city.give(n, Command::ChangeCompany(changed), Some(on)).map(drop)
}

/// Another site in the same zone.
pub(crate) fn change_site(city: &mut City, n: usize, on: Day) -> Result<()> {
    if is_closed(city, n) {
        return Ok(());
    }
    let site = format!("{}2018-{:02}号地块", city.case(n).place().short, city.dice(n).between(1, 60));
    let changed =
        SiteChanged {
            paper: paper("规划选址批复", "规划国土局", on)?, site: Text::new(site)?, site_kind: None
        };
    city.give(n, Command::ChangeSite(changed), Some(on)).map(drop)
}

/// A move to another zone, before anything is built.
fn relocate(city: &mut City, n: usize, on: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Signed | Stage::Registered)) {
        return Ok(());
    }
    let from = city.case(n).zone;
    let others: Vec<_> = (0..PLACES.len()).filter(|zone| *zone != from).collect();
    let dice = city.dice(n);
    let (to, tells_shares) = (dice.pick(&others), dice.happens(600));
    let terms = "税收、固定资产投资等指标双方按5:5分成，期限五年";
    let relocated = Relocated {
        contract: paper("异地流转三方协议", "市外经贸局", on)?,
        from_zone: PLACES[from].name.parse()?,
        host_acceptance: paper("承接函", &PLACES[to].committee(), on)?,
        share_terms: tells_shares.then(|| Text::new(terms)).transpose()?,
        to_zone: PLACES[to].name.parse()?,
    };
    if city.give(n, Command::Relocate(relocated), Some(on))? {
        city.case(n).zone = to;
    }
    Ok(())
}

/// Links a project to another one.
pub(crate) fn link(city: &mut City, n: usize, kind: LinkKind, to: ProjectId, on: Day) -> Result<()> {
    if is_closed(city, n) {
        return Ok(());
    }
    city.give(n, Command::Link(Link { kind, paper: None, to }), Some(on)).map(drop)
}

/// Closes the second record of a project, once someone has seen that it is recorded twice.
pub(crate) fn close_double(city: &mut City, n: usize, survivor: ProjectId, on: Day) -> Result<()> {
    if is_closed(city, n) {
        return Ok(());
    }
    link(city, n, LinkKind::DuplicateOf, survivor, on)?;
    let on = city.not_before_stage(n, on);
    let why = "与其他开发区登记的项目重复";
    let evidence = closing(city.case(n), Outcome::Duplicate, why, Some(survivor), on)?;
    city.give(n, Command::Close(evidence), Some(on)).map(drop)
}
