//! Facts, one of each kind.

use super::{actor_id, client, org, paper, plus, project_id, schedule, text, zone_id};
use crate::lifecycle::{Item, PauseReason};
use crate::project::InvestmentMeasure;
use crate::project::fact::{
    AgreementAmended, Amendment, BasisPoints, ClientJoined, CompanyChanged, InvestmentReport, Link, LinkKind,
    Milestone, MilestoneReached, Pause, Presentation, ProgressReport, Prolongation, Relocated, Responsibility,
    Resumption, SiteChanged,
};
use crate::{Command, Day, Money, Project, ZoneId};

/// A supplementary agreement that changes nothing yet.
#[must_use]
pub fn supplement(on: Day) -> AgreementAmended {
    AgreementAmended::by(paper("补充协议", on))
}

/// Another name of the company.
///
/// # Panics
/// When the name is blank.
#[must_use]
pub fn renamed(name: &str, on: Day) -> CompanyChanged {
    CompanyChanged { company_name: Some(text(name)), ..CompanyChanged::by(paper("变更登记通知书", on)) }
}

/// Another site.
///
/// # Panics
/// When the site is blank.
#[must_use]
pub fn resited(site: &str, on: Day) -> SiteChanged {
    SiteChanged { paper: paper("规划选址批复", on), site: text(site), site_kind: None }
}

/// A relocation with its papers.
///
/// # Panics
/// When the zone is no zone's id.
#[must_use]
pub fn relocation(from_zone: &ZoneId, to_zone: &str, on: Day) -> Relocated {
    Relocated {
        contract: paper("异地流转三方协议", on),
        from_zone: from_zone.clone(),
        host_acceptance: paper("承接函", on),
        share_terms: None,
        to_zone: zone_id(to_zone),
    }
}

/// A further client.
///
/// # Panics
/// When the client is no client's id.
#[must_use]
pub fn joined(id: &str, on: Day) -> ClientJoined {
    ClientJoined {
        client: client(id),
        first_contact: paper("对接记录", on),
        uniqueness_claim: Some(paper("首报首谈登记", on)),
    }
}

/// A fact of every kind, as of a day, in the order of [`Fact::EVENT_NAMES`](crate::project::fact::Fact::EVENT_NAMES).
/// Each of them is accepted of some project: a further client needs talks, a supplementary agreement a signing, and so on.
/// What answers a commitment answers the first that is open.
///
/// # Panics
/// When the calendar ends within 60 days.
#[must_use]
pub fn sample_facts(project: &Project, on: Day) -> Vec<Command> {
    let open = project.commitments().first().map(|open| (open.version, open.item, open.due));
    let (version, item, due) = open.unwrap_or((1, Item::ConstructionPermit, on));
    let amended = Amendment {
        name: Some(text("机器人未来城二期")),
        grounds: Some(text("规模调整")),
        paper: Some(paper("变更批复", on)),
        ..Amendment::default()
    };
    vec![
        Command::AssignOfficer(actor_id("officer-8").into()),
        Command::AssignBody(Responsibility { lead: org("lead"), responsible: vec![org("unit-3")] }),
        Command::Reschedule(schedule(on).into()),
        Command::Amend(amended),
        Command::AmendAgreement(AgreementAmended { agreed_start: Some(plus(on, 60)), ..supplement(on) }),
        Command::ChangeCompany(renamed("某机器人（沈阳）公司", on)),
        Command::ChangeSite(resited("沈北-2018-12", on)),
        Command::Relocate(relocation(project.profile().zone(), "hunnan", on)),
        Command::JoinClient(joined("client-11", on)),
        Command::Link(Link { kind: LinkKind::PhaseTwoOf, paper: Some(paper("拆分批复", on)), to: project_id(998) }),
        Command::Pause(Pause { expected_until: None, explanation: text("停电"), reason: PauseReason::Market }),
        Command::Resume(Resumption { remark: Some(text("复工")) }),
        Command::PresentEvidence(Presentation { item, paper: paper("补交", on), valid_until: None, version }),
        Command::ProlongCommitment(Prolongation { due: plus(due, 30), item, version }),
        Command::ReportInvestment(InvestmentReport {
            amount: Money::from_fen(100_000_000),
            from: on,
            measure: InvestmentMeasure::Completed,
            to: on,
        }),
        Command::ReportProgress(ProgressReport { description: text("主体封顶"), done: quarter() }),
        Command::ReachMilestone(MilestoneReached {
            milestone: Milestone::Other,
            paper: Some(paper("节点佐证", on)),
            remark: Some(text("主体封顶")),
        }),
    ]
}

/// A quarter of all works.
fn quarter() -> BasisPoints {
    BasisPoints::new(2_500).expect("a share")
}
