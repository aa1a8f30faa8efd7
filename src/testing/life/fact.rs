//! Facts by chance.

use super::evidence::schedule;
use crate::evidence::SiteKind;
use crate::lifecycle::{Item, PauseReason, ProjectKind};
use crate::project::InvestmentMeasure;
use crate::project::fact::{
    AgreementAmended, Amendment, BasisPoints, ClientJoined, CompanyChanged, InvestmentReport, Link, LinkKind,
    Milestone, MilestoneReached, Pause, Presentation, ProgressReport, Prolongation, Relocated, Resumption, SiteChanged,
};
use crate::testing::dice::Dice;
use crate::testing::sample::{paper, plus, text};
use crate::{ActorId, ClientId, Command, Day, Money, Project, ProjectId, ZoneId};

/// One of few officers, so that lists have several projects of each.
pub(super) fn officer(dice: &mut Dice) -> Command {
    let officer = dice.pick(&["officer-1", "officer-2", "王'; --"]);
    Command::AssignOfficer(ActorId::new(officer).expect("an id").into())
}

/// A report of progress.
pub(super) fn progress(what: &str) -> Command {
    let done = BasisPoints::new(2_500).expect("a share");
    Command::ReportProgress(ProgressReport { description: text(what), done })
}

/// A fact of any kind as of today; it may be refused.
pub(super) fn any(project: &Project, today: Day, dice: &mut Dice) -> Command {
    match dice.below(17) {
        0 => officer(dice),
        1 => Command::Reschedule(schedule(plus(today, dice.between(-30, 300)), dice.between(0, 90)).into()),
        2 | 3 => Command::Amend(amendment(today, dice)),
        4 => {
            let expected_until = dice.once_in(2).then(|| plus(today, 60));
            Command::Pause(Pause { expected_until, explanation: text("停电"), reason: PauseReason::Market })
        }
        5 => Command::Resume(Resumption { remark: dice.once_in(2).then(|| text("复工")) }),
        6 => {
            let (version, item) = promise(project, dice);
            Command::PresentEvidence(Presentation { item, paper: paper("补交", today), valid_until: None, version })
        }
        7 => {
            let (version, item) = promise(project, dice);
            Command::ProlongCommitment(Prolongation { due: plus(today, dice.between(100, 400)), item, version })
        }
        8 | 9 => Command::ReportInvestment(report(project, today, dice)),
        10 => {
            let milestone = dice.pick(&Milestone::ALL);
            Command::ReachMilestone(MilestoneReached {
                milestone,
                paper: Some(paper("节点佐证", today)),
                remark: Some(text("节点")),
            })
        }
        11 => {
            let total = dice.once_in(2).then(|| Money::from_fen(dice.between(1, 1_000_000_000_000)));
            Command::AmendAgreement(AgreementAmended {
                agreed_production: Some(plus(today, dice.between(100, 400))),
                agreed_start: dice.once_in(2).then(|| plus(today, dice.between(0, 100))),
                total_investment: total,
                ..AgreementAmended::by(paper("补充协议", today))
            })
        }
        12 => {
            let name = Some(text(dice.pick(&["某机器人公司", "Robot Co."])));
            Command::ChangeCompany(CompanyChanged {
                company_name: name,
                ..CompanyChanged::by(paper("变更登记", today))
            })
        }
        13 => Command::ChangeSite(SiteChanged {
            paper: paper("选址批复", today),
            site: text("地块 '12'"),
            site_kind: dice.once_in(2).then(|| dice.pick(&SiteKind::ALL)),
        }),
        14 => Command::Relocate(Relocated {
            contract: paper("三方协议", today),
            from_zone: project.profile().zone().clone(),
            host_acceptance: paper("承接函", today),
            share_terms: dice.once_in(2).then(|| text("五五分成")),
            to_zone: ZoneId::new(dice.pick(&["shenyang-hitech", "hunnan", "沈北新区"])).expect("an id"),
        }),
        15 => Command::JoinClient(ClientJoined {
            client: ClientId::new(dice.pick(&["client-10", "client-11"])).expect("an id"),
            first_contact: paper("对接记录", today),
            uniqueness_claim: Some(paper("首报首谈登记", today)),
        }),
        _ => Command::Link(Link {
            kind: dice.pick(&LinkKind::ALL),
            paper: Some(paper("拆分批复", today)),
            to: ProjectId::named(dice.pick(&["one", "another"])),
        }),
    }
}

fn amendment(today: Day, dice: &mut Dice) -> Amendment {
    let names = ["机器人未来城二期", "robot City", "x", "无人机产业园 '扩建'"];
    Amendment {
        kind: dice.once_in(3).then(|| dice.pick(&ProjectKind::ALL)),
        name: Some(text(&format!("{} {}", dice.pick(&names), dice.below(5)))),
        total_investment: dice.once_in(2).then(|| Money::from_fen(dice.between(1, 1_000_000_000_000))),
        grounds: Some(text("规模调整")),
        paper: Some(paper("变更批复", today)),
        ..Amendment::default()
    }
}

/// A report of the n-th period before the planning, which no other report is of.
pub(super) fn invested(project: &Project, n: u64) -> Command {
    let to = plus(project.planned_on(), -400 - i64::try_from(n).expect("a small number"));
    let (amount, measure) = (Money::from_fen(1_000_001), InvestmentMeasure::ForeignUsed);
    Command::ReportInvestment(InvestmentReport { amount, from: to, measure, to })
}

/// A report of one of a few periods, so that one replaces another now and then, or holds it from 1 January on. Some overlap.
fn report(project: &Project, today: Day, dice: &mut Dice) -> InvestmentReport {
    let to = if dice.once_in(2) { project.planned_on() } else { today };
    let start = |month| Day::new(to.year(), month, 1).expect("a day");
    InvestmentReport {
        amount: Money::from_fen(dice.between(-1_000_000, 900_000_000_000)),
        from: dice.pick(&[start(1), start(to.month()), to]),
        measure: dice.pick(&InvestmentMeasure::ALL),
        to,
    }
}

/// A promise that is open; one that nobody gave if none is.
fn promise(project: &Project, dice: &mut Dice) -> (u64, Item) {
    match project.commitments() {
        [] => (1, Item::ConstructionPermit),
        open => {
            let open = open[dice.below(open.len())];
            (open.version, open.item)
        }
    }
}
