//! From planning to the signing: the reserve, the talks, and how most of them end.

use project_lifecycle::evidence::Promise;
use project_lifecycle::lifecycle::Outcome;
use project_lifecycle::project::fact::ClientJoined;
use project_lifecycle::{ClientId, Command, Day, Stage, Text};

use crate::calendar::{plus, thawed};
use crate::city::City;
use crate::papers::{Terms, agreement, dossier, engagement, grounds, paper};
use crate::rates::{AMENDED, JOINED, REPLANNED, SIGNED_AHEAD, TALKS_UNTOLD, WITHOUT_TOTAL};
use crate::{Result, changes, duties, landing, slips, stuck};

/// Plans a project, and what becomes of it then.
pub(crate) fn plan(city: &mut City, n: usize, on: Day) -> Result<()> {
    let (tells_total, mistyped) = (!city.dice(n).happens(WITHOUT_TOTAL), city.dice(n).happens(REPLANNED));
    let right = city.case(n).profile(tells_total)?;
    let written = if mistyped {
        city.case(n).profile(true)?.investing(slips::mistyped(city.case(n).total))
    } else {
        right.clone()
    };
    city.plan(n, written, on)?;
    if mistyped {
        slips::replan_later(city, n, right);
    }
    if city.dice(n).happens(AMENDED) {
        let at = plus(on, city.dice(n).around(260));
        city.later(n, at, changes::amend);
    }
    planned(city, n, on);
    Ok(())
}

/// What comes after a planning, or after a project was sent back to it.
fn planned(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    match dice.weighed(&[(54, 0), (38, 1), (4, 2), (4, 3)]) {
        0 => {
            let at = plus(on, dice.around(32));
            city.later(n, at, admit);
        }
        1 if dice.happens(TALKS_UNTOLD) => {
            // the investor was there from the first day, and nobody wrote down the talks
            let at = plus(on, dice.around(120));
            city.later(n, at, sign_untold);
        }
        1 => {
            let at = plus(on, dice.around(30));
            city.later(n, at, engage);
        }
        2 => {
            let at = plus(on, dice.around(170));
            city.later(n, at, give_up);
        }
        _ => {}
    }
}

fn admit(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Planned) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let land = land(city, n);
    let evidence = dossier(city.case(n), on, land)?;
    if city.give(n, Command::Admit(evidence), None)? {
        slips::after_step(city, n);
        reserved(city, n, on);
    }
    Ok(())
}

/// How much land a project needs, in square metres: none if it moves into a plant.
fn land(city: &mut City, n: usize) -> u32 {
    let case = city.case(n);
    if case.named.is_indoors { 0 } else { u32::try_from(case.total.wan / 2).unwrap_or(0) / 100 * 100 + 2_000 }
}

/// What comes after the entry into the reserve.
pub(crate) fn reserved(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    match dice.weighed(&[(84, 0), (9, 1), (2, 2), (5, 3)]) {
        0 => {
            let at = plus(on, dice.around(40));
            city.later(n, at, engage);
        }
        1 => {
            let at = plus(on, dice.around(190));
            city.later(n, at, give_up);
        }
        2 => {
            let at = plus(on, dice.around(90));
            city.later(n, at, send_back);
        }
        _ => {}
    }
}

fn send_back(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Reserve) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let evidence = grounds("site_unfit", "选址不符合规划，退回重新策划", None)?;
    if city.give(n, Command::SendBack(evidence), Some(on))? {
        planned(city, n, on);
    }
    Ok(())
}

fn engage(city: &mut City, n: usize, on: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Planned | Stage::Reserve)) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    if open_talks(city, n, on)? {
        slips::after_step(city, n);
        negotiating(city, n, on);
    }
    Ok(())
}

fn open_talks(city: &mut City, n: usize, on: Day) -> Result<bool> {
    let negotiator = city.dice(n).between(1, 24);
    let client = city.case(n).client()?;
    let evidence = engagement(city.case(n), client, negotiator, on)?;
    city.give(n, Command::Engage(evidence), None)
}

/// What comes after the opening of talks.
pub(crate) fn negotiating(city: &mut City, n: usize, on: Day) {
    let dice = city.dice(n);
    if dice.happens(JOINED) {
        let at = plus(on, dice.between(8, 40));
        city.later(n, at, join);
    }
    let dice = city.dice(n);
    match dice.weighed(&[(75, 0), (11, 1), (5, 2), (6, 3), (3, 4)]) {
        0 => {
            let at = plus(on, dice.around(62));
            if dice.happens(SIGNED_AHEAD) {
                // the ceremony is announced, and someone enters it before it was held
                city.book(n, plus(at, -6), at, sign);
            }
            city.later(n, at, sign);
        }
        1 => {
            let at = plus(on, dice.around(120));
            city.later(n, at, lose);
        }
        2 => {
            let at = plus(on, dice.around(110));
            city.later(n, at, break_off);
        }
        3 => {
            // what nobody speaks of any more is cleared away in the spring after next
            let at = plus(on, dice.between(380, 700));
            city.later(n, at, give_up);
        }
        _ => {}
    }
}

/// A further client.
fn join(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Negotiating) {
        return Ok(());
    }
    let number = city.dice(n).between(1, 999);
    let (first_contact, claim) = (paper("首次对接记录", "开发区招商局", on)?, paper("首报首谈登记", "市外经贸局", on)?);
    let client = ClientId::new(&format!("意向客户{number:03}"))?;
    let joined = ClientJoined { client, first_contact, uniqueness_claim: Some(claim) };
    city.give(n, Command::JoinClient(joined), Some(on)).map(drop)
}

fn lose(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Negotiating) {
        return Ok(());
    }
    let why = city.dice(n).pick(&["客户选择其他城市", "用地价格未达成一致", "客户调整投资方向", "政策诉求超出权限"]);
    stuck::close(city, n, Outcome::Lost, why, on)
}

fn give_up(city: &mut City, n: usize, on: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Planned | Stage::Reserve | Stage::Negotiating)) {
        return Ok(());
    }
    stuck::close(city, n, Outcome::Abandoned, "长期无进展，清理出库", on)
}

fn break_off(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Negotiating) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let dossier = missing_dossier(city, n, on)?;
    let evidence = grounds("client_withdrew", "客户暂缓投资，项目退回储备", dossier)?;
    if city.give(n, Command::BreakOff(evidence), Some(on))? {
        reserved(city, n, on);
    }
    Ok(())
}

/// The dossier of a project that was never admitted, for its way into the reserve.
pub(crate) fn missing_dossier(
    city: &mut City,
    n: usize,
    on: Day,
) -> Result<Option<project_lifecycle::evidence::Dossier>> {
    let was_admitted = city.project(n)?.standing().any(|step| step.to().stage() == Stage::Reserve);
    let land = land(city, n);
    (!was_admitted).then(|| dossier(city.case(n), on, land)).transpose()
}

/// A signing of which the talks were never told: it is refused, the talks are told, and then it is signed.
fn sign_untold(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Planned) {
        return Ok(());
    }
    let terms = terms(city, n, on)?;
    let total = city.case(n).total.money();
    let evidence = agreement(city.case(n), on, total, &terms)?;
    if !city.give(n, Command::Sign(evidence), None)? {
        let began = city.not_before_stage(n, plus(on, -45));
        if open_talks(city, n, began)? {
            city.book(n, city.today(), on, sign);
        }
    }
    Ok(())
}

/// Signs the agreement. One that is told before its day is refused, and comes again.
pub(crate) fn sign(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Negotiating) {
        return Ok(());
    }
    let on = city.not_before_stage(n, on);
    let dice = city.dice(n);
    if dice.happens(330) {
        // what is agreed is seldom what was planned
        let per_cent = dice.pick(&[60, 75, 80, 90, 110, 120, 125, 150]);
        let wan = city.case(n).total.wan * per_cent / 100;
        city.case(n).total.wan = wan.max(600) / 100 * 100;
    }
    let (terms, total) = (terms(city, n, on)?, city.case(n).total.money());
    let evidence = agreement(city.case(n), on, total, &terms)?;
    if city.give(n, Command::Sign(evidence.clone()), None)? {
        slips::after_signing(city, n, &evidence);
        duties::after_signing(city, n, on, &terms);
        landing::signed(city, n, on, &terms);
    }
    Ok(())
}

/// What a signing agrees on.
fn terms(city: &mut City, n: usize, on: Day) -> Result<Terms> {
    let months = landing::works(city.case(n));
    let dice = city.dice(n);
    // within half a year, and in the season in which one can dig
    let start = plus(on, dice.between(70, 210));
    let start = if city.case(n).named.is_indoors { start } else { thawed(start, 41) };
    let production = plus(start, months * 30 + 30);
    let dice = city.dice(n);
    let mut promises = Vec::new();
    for promise in ["净地交付", "标准厂房租金补贴到位", "园区道路及给排水配套到位", "专项扶持资金兑现"]
    {
        if dice.happens(280) {
            promises.push(Promise { due: plus(start, dice.between(-30, 120)), promise: Text::new(promise)? });
        }
    }
    Ok(Terms { start, production, promises })
}
