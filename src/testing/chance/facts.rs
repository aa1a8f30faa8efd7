//! Facts by numbers.

use crate::evidence::{Promise, SiteKind};
use crate::lifecycle::{Item, PauseReason, ProjectCategory, ProjectKind};
use crate::project::fact::{
    AgreementAmended, Amendment, BasisPoints, CompanyChanged, InvestmentReport, Link, LinkKind, Milestone,
    MilestoneReached, Pause, Presentation, ProgressReport, Prolongation, Responsibility, Resumption, SiteChanged,
};
use crate::project::{Change, InvestmentMeasure};
use crate::testing::sample::{
    actor_id, client, joined, org, paper, plus, project_id, relocation, renamed, resited, schedule, supplement, text,
    zone_id,
};
use crate::value::{Currency, Edition, IndustryCode};
use crate::{Command, Day, Event, Money, Project};

/// How many kinds of facts [`numbered_fact`] knows.
pub const FACTS: usize = 17;

/// A fact of a kind below [`FACTS`], as of a day; a number chooses its content, which may be wrong.
///
/// # Panics
/// When there is no such kind, or the calendar ends near by.
#[must_use]
pub fn numbered_fact(kind: usize, number: i64, on: Day, project: &Project) -> Command {
    let pick = usize::try_from(number.rem_euclid(300)).expect("small");
    match kind {
        0 => Command::AssignOfficer(actor_id(&format!("officer-{number}")).into()),
        1 => Command::AssignBody(Responsibility { lead: org(&format!("lead-{number}")), responsible: Vec::new() }),
        2 => Command::Reschedule(schedule(plus(on, number)).into()),
        3 => Command::Amend(amendment(number, on)),
        4 => Command::Link(Link {
            kind: LinkKind::ALL[pick % LinkKind::ALL.len()],
            paper: (pick % 5 > 0).then(|| paper("拆分批复", plus(on, i64::from(pick % 13 == 0)))),
            to: if pick % 11 == 0 { project.id() } else { project_id(100 + pick as u64 % 5) },
        }),
        5 => Command::Pause(Pause {
            expected_until: (pick % 4 == 0).then(|| plus(on, number - 10)),
            explanation: text("冬季停工"),
            reason: if pick % 2 == 0 { PauseReason::Season } else { PauseReason::ALL[pick / 2 % 6] },
        }),
        6 => Command::Resume(Resumption { remark: (pick % 2 == 0).then(|| text("复工")) }),
        7 => {
            let (version, item) = promised(project, pick);
            Command::PresentEvidence(Presentation {
                item,
                paper: paper("late paper", plus(on, i64::from(pick % 4 == 0))),
                valid_until: None,
                version,
            })
        }
        8 => {
            let (version, item) = promised(project, pick);
            Command::ProlongCommitment(Prolongation { due: plus(on, number), item, version })
        }
        9 => {
            // half of them on the same few periods, one in seven in dollars
            let to = if pick % 2 == 0 { project.planned_on() } else { plus(on, [-31, -1, 0, 1][pick / 16 % 4]) };
            let dollars = "USD".parse().expect("a currency");
            let starts =
                [(to.year(), 1, 1), (to.year(), to.month(), 1)].map(|(year, month, day)| Day::new(year, month, day));
            let [of_year, of_month] = starts.map(|start| start.expect("a day"));
            Command::ReportInvestment(InvestmentReport {
                amount: Money::new((number - 40) * 1_000_001, if pick % 7 == 0 { dollars } else { Currency::CNY }),
                from: [plus(to, -30), of_year, to, of_month, plus(to, 1), of_year, of_month][pick / 4 % 7],
                measure: InvestmentMeasure::ALL[pick % 3],
                to,
            })
        }
        10 => Command::ReportProgress(ProgressReport {
            description: text(&format!("完成 {number}")),
            done: BasisPoints::new(u32::try_from(pick).expect("small") * 33).expect("a share"),
        }),
        11 => Command::ReachMilestone(MilestoneReached {
            milestone: Milestone::ALL[pick % 5],
            paper: (pick % 7 < 5).then(|| paper("节点佐证", plus(on, i64::from(pick % 4 == 0)))),
            remark: (pick % 5 < 3).then(|| text(&format!("节点 {}", pick % 2))),
        }),
        12 => Command::AmendAgreement(AgreementAmended {
            agreed_production: (pick % 2 == 0).then(|| plus(on, number + 40)),
            agreed_start: (pick % 3 == 0).then(|| plus(on, number)),
            investor: (pick % 5 == 0).then(|| client(&format!("client-{number}"))),
            promises: (pick % 7 < 3).then(|| {
                let promise = Promise { due: plus(on, number), promise: text(&format!("承诺 {number}")) };
                vec![promise; pick % 7]
            }),
            total_investment: (pick % 4 < 3).then(|| Money::from_fen((number + 2) * 100_000_001)),
            ..supplement(plus(on, -i64::from(pick % 4 == 0)))
        }),
        13 => Command::ChangeCompany(CompanyChanged {
            registered_capital: (pick % 3 == 0).then(|| Money::from_fen((number + 2) * 1_000_001)),
            company_name: (pick % 4 > 0).then(|| text(&format!("公司 {number}"))),
            ..renamed("x", on)
        }),
        14 => {
            let kind = SiteKind::ALL.get(pick % 8).copied();
            Command::ChangeSite(SiteChanged { site_kind: kind, ..resited(&format!("地块 {number}"), on) })
        }
        15 => {
            let zones = ["shenyang-hitech", "hunnan", "shenbei", "tiexi"].map(zone_id);
            let from = if pick % 9 == 0 { &zones[pick % 4] } else { project.profile().zone() };
            Command::Relocate(relocation(from, zones[pick / 4 % 4].as_str(), on))
        }
        16 => Command::JoinClient(joined(&format!("client-{}", pick % 12), on)),
        _ => panic!("there are {FACTS} kinds of facts"),
    }
}

/// An amendment of some members; of none for every 64th number.
fn amendment(number: i64, on: Day) -> Amendment {
    let pick = usize::try_from(number.rem_euclid(640)).expect("small");
    let industries = ["C3491", "C3621", "C3740"];
    Amendment {
        category: (pick & 1 != 0).then(|| ProjectCategory::ALL[pick % ProjectCategory::ALL.len()]),
        industry: (pick & 2 != 0).then(|| IndustryCode::parse(industries[pick % 3], Edition::Gbt2017).expect("known")),
        investor: (pick & 4 != 0).then(|| client(&format!("client-{number}"))),
        kind: (pick & 8 != 0).then(|| ProjectKind::ALL[pick % 3]),
        name: (pick & 16 != 0).then(|| text(&format!("项目 {number}"))),
        total_investment: (pick & 32 != 0).then(|| Money::from_fen((number - 60) * 100_000_001)),
        grounds: (pick % 5 > 0).then(|| text("规模调整")),
        paper: (pick % 7 > 0).then(|| paper("变更批复", on)),
    }
}

/// A commitment that is open, or by chance one that is not.
fn promised(project: &Project, pick: usize) -> (u64, Item) {
    let open = project.commitments();
    match open.get(pick % (3 * open.len() + 1) / 3) {
        Some(open) => (open.version, open.item),
        None => (pick as u64 % (project.version() + 1), Item::ConstructionPermit),
    }
}

/// The version of a fact, mostly of a late one; now and then of what is none.
#[must_use]
pub fn some_fact(project: &Project, which: usize) -> u64 {
    let facts = project.events().iter().rev().filter(|event| matches!(event.change(), Change::Fact(_)));
    let facts: Vec<_> = facts.map(Event::version).take(1 + which % 12).collect();
    match facts.get(which / 12 % (facts.len() + 1)) {
        Some(version) => *version,
        None => which as u64 % (project.version() + 2),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Stage;
    use crate::testing::{Walk, sample};

    /// The members of a command that may be left out, and whether each is.
    fn optional(command: &Command) -> Vec<(String, bool)> {
        let shown = format!("{command:?}");
        let is_of_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let found = [(": None", true), (": Some(", false)].into_iter().flat_map(|(mark, is_left_out)| {
            shown.match_indices(mark).map(move |(at, _)| (at, is_left_out)).collect::<Vec<_>>()
        });
        let name = |at: usize| {
            let from = shown[..at].rfind(|c| !is_of_name(c)).map_or(0, |before| before + 1);
            shown[from..at].to_owned()
        };
        found.map(|(at, is_left_out)| (name(at), is_left_out)).collect()
    }

    /// Whatever a fact of chance may leave out is left out at times and said at others.
    #[test]
    fn what_may_be_left_out_is_left_out_at_times_and_said_at_others() {
        let walk = Walk::to(1, sample::at(Stage::Signed));
        let on = walk.today;
        for kind in 0..FACTS {
            let mut seen: BTreeMap<String, [bool; 2]> = BTreeMap::new();
            for number in 0..300 {
                for (name, is_left_out) in optional(&numbered_fact(kind, number, on, &walk.project)) {
                    seen.entry(name).or_default()[usize::from(is_left_out)] = true;
                }
            }
            // papers are alike, and these are as the samples have them
            let alike = ["company_code", "dated", "digest", "number", "share_terms", "uniqueness_claim", "valid_until"];
            seen.retain(|name, both| *both != [true; 2] && !alike.contains(&name.as_str()));
            assert!(seen.is_empty(), "kind {kind}, [said, left out]: {seen:?}");
        }
    }
}
