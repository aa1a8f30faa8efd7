//! Random commands: numbers until they meet a project, then commands.

use project_lifecycle::{act::*, evidence::*, lifecycle::*, project::fact::*, project::*, value::*};
use proptest::prelude::*;

use super::evidence::{
    careless, client, committed, complete, joined, paper, provenance, relocation, renamed, resited, schedule,
    supplement,
};
use super::walk::{Walk, redating, voiding, voiding_fact};
use super::{actor_id, evening, event_id, org, plus, project_id, text};

/// What a step asks for.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// Complete evidence for one of the acts that are permitted, chosen by a number.
    Permitted(usize),
    /// Complete evidence for an act, permitted or not.
    Complete(usize),
    /// Careless evidence for an act.
    Careless(usize, u64),
    /// An imported step.
    Import(usize, usize, usize),
    /// Complete evidence for a permitted act, with a commitment wherever the policy takes one.
    Committed(usize, i64),
    /// A fact of a kind, its content and date chosen by a number.
    Fact(usize, i64),
    /// A correction.
    Void,
    /// Another date for a standing step, or now and then for what is none.
    Redate(usize, i64),
    /// What a standing step rests on, told again with chance in it, on a day about its own.
    Correct(usize, u64, i64),
    /// A fact is voided, or now and then what is none.
    VoidFact(usize),
    /// An earlier command again, as it was or with other content.
    Again(usize, bool),
}

/// How many kinds of facts there are.
pub(crate) const FACTS: usize = 17;

/// One step of a random course.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) ask: Ask,
    /// Days that pass before it.
    pub(crate) pass: i64,
    /// Days between today and the effective date.
    pub(crate) shift: i64,
}

/// Any step; most of them lead on.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let ask = prop_oneof![
        10 => any::<usize>().prop_map(Ask::Permitted),
        3 => any::<usize>().prop_map(Ask::Complete),
        5 => (any::<usize>(), any::<u64>()).prop_map(|(verb, salt)| Ask::Careless(verb, salt)),
        3 => (any::<usize>(), 0..9usize, 0..11usize).prop_map(|(verb, cause, outcome)| Ask::Import(verb, cause, outcome)),
        3 => (any::<usize>(), -1..200i64).prop_map(|(number, due)| Ask::Committed(number, due)),
        8 => (0..FACTS, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        9 => (5..9usize, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        5 => (12..FACTS, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        2 => Just(Ask::Void),
        4 => (any::<usize>(), -30..31i64).prop_map(|(which, days)| Ask::Redate(which, days)),
        5 => (any::<usize>(), any::<u64>(), -3..4i64).prop_map(|(which, salt, days)| Ask::Correct(which, salt, days)),
        3 => any::<usize>().prop_map(Ask::VoidFact),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, same)| Ask::Again(which, same)),
    ];
    let pass = prop_oneof![4 => 0..3i64, 2 => 3..60i64, 2 => Just(181i64), 2 => Just(366i64)];
    let shift = prop_oneof![8 => Just(0i64), 1 => -400..0i64, 1 => 1..3i64];
    (ask, pass, shift).prop_map(|(ask, pass, shift)| Step { ask, pass, shift })
}

impl Step {
    /// The command, and the circumstances in which it is given.
    pub(crate) fn command(&self, walk: &Walk) -> (Command, Context) {
        let project = &walk.project;
        let on = plus(walk.today, self.shift);
        let at = evening(walk.today);
        let new = Context::new(event_id(walk.p, walk.n), at, super::actor());
        // what takes effect today, or when its evidence says, need not say so
        let new = if self.shift == 0 && walk.n.is_multiple_of(3) { new } else { new.on(on) };
        let verb = |number: usize| Verb::ALL[number % Verb::ALL.len()];
        let command = match self.ask {
            Ask::Permitted(number) => complete(led_on(project, number).unwrap_or_else(|| verb(number)), project, on),
            Ask::Complete(number) => complete(verb(number), project, on),
            Ask::Careless(number, salt) => careless(verb(number), on, salt),
            Ask::Import(number, cause, outcome) => {
                import(verb(number), cause, outcome, u32::try_from(walk.n).expect("few"))
            }
            Ask::Committed(number, due) => {
                let takes_one = [Verb::Start, Verb::Commission];
                let next = project.next().map(|(verb, _)| verb).find(|verb| takes_one.contains(verb));
                let verb = next.or_else(|| led_on(project, number)).unwrap_or_else(|| verb(number));
                committed(verb, project, on, plus(on, due))
            }
            Ask::Fact(kind, number) => {
                // every third one is recorded late
                let on = if number % 3 == 0 { plus(on, -(number % 50)) } else { on };
                let late = Context::new(event_id(walk.p, walk.n), at, super::actor()).on(on);
                return (fact(kind, number, on, project), late);
            }
            Ask::Correct(which, salt, days) => {
                let standing: Vec<_> = project.standing().collect();
                let Some(step) = standing.get(which % standing.len().max(1)) else {
                    return (voiding(project, "there is no step yet"), new);
                };
                let on = plus(step.effective_on(), days);
                let basis = match step.basis() {
                    Basis::Evidence(_) if salt % 3 == 0 => again_evidence(careless(step.verb(), on, salt)),
                    Basis::Evidence(_) if salt % 3 == 1 => {
                        again_evidence(committed(step.verb(), project, on, plus(on, 40)))
                    }
                    Basis::Evidence(_) => again_evidence(complete(step.verb(), project, on)),
                    Basis::Imported { cause, outcome, .. } => {
                        Basis::Imported { provenance: provenance(77), cause: *cause, outcome: *outcome }
                    }
                };
                let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
                Command::Correct(Correcting { version: step.event().version(), basis, correction })
            }
            Ask::Redate(which, days) => {
                let standing: Vec<_> = project.standing().collect();
                return match standing.get(which % (standing.len() + 1)) {
                    Some(step) => (redating(step.event().version(), plus(step.effective_on(), days)), new),
                    None => (redating(which as u64 % (project.version() + 2), plus(on, days)), new),
                };
            }
            Ask::Void => voiding(&walk.project, "recorded by mistake"),
            Ask::VoidFact(which) => return (voiding_fact(some_fact(project, which)), new),
            Ask::Again(which, same) => {
                let events = project.events();
                let event = &events[which % events.len()];
                let context = Context::new(event.id(), at, super::actor()).on(event.effective_on());
                return match again(event).filter(|_| same) {
                    Some(command) => (command, context),
                    None => (voiding(&walk.project, "another command under the same id"), context),
                };
            }
        };
        (command, new)
    }
}

/// The version of a fact, mostly of a late one; now and then of what is none.
pub(crate) fn some_fact(project: &Project, which: usize) -> u64 {
    let facts = project.events().iter().rev().filter(|event| matches!(event.change(), Change::Fact(_)));
    let facts: Vec<_> = facts.map(Event::version).take(1 + which % 12).collect();
    match facts.get(which / 12 % (facts.len() + 1)) {
        Some(version) => *version,
        None => which as u64 % (project.version() + 2),
    }
}

/// One of the acts that are permitted; seldom the closing, after which little happens.
fn led_on(project: &Project, number: usize) -> Option<Verb> {
    let next: Vec<_> = project.next().map(|(verb, _)| verb).collect();
    let verb = *next.get(number % next.len().max(1))?;
    Some(if verb == Verb::Close && !number.is_multiple_of(5) { next[0] } else { verb })
}

/// A fact of a kind (see [`FACTS`]) as of a day; a number chooses its content, which may be wrong.
pub(crate) fn fact(kind: usize, number: i64, on: Day, project: &Project) -> Command {
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
            let zones =
                ["shenyang-hitech", "hunnan", "shenbei", "tiexi"].map(|zone| ZoneId::new(zone).expect("a zone id"));
            let from = if pick % 9 == 0 { &zones[pick % 4] } else { project.profile().zone() };
            Command::Relocate(relocation(from, zones[pick / 4 % 4].as_str(), on))
        }
        16 => Command::JoinClient(joined(&format!("client-{}", pick % 12), on)),
        _ => unreachable!("no such kind of fact"),
    }
}

/// An amendment of some members; of none for every 64th number.
pub(crate) fn amendment(number: i64, on: Day) -> Amendment {
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

fn import(verb: Verb, cause: usize, outcome: usize, record: u32) -> Command {
    let provenance = provenance(record).inferred();
    let (cause, outcome) = (ZombieCause::ALL.get(cause), Outcome::ALL.get(outcome));
    Command::Import(match (cause, outcome) {
        (Some(cause), _) if verb == Verb::Stall => Import::stall(*cause, provenance),
        (_, Some(outcome)) if verb == Verb::Close => Import::close(*outcome, provenance),
        _ => Import::step(verb, provenance),
    })
}

/// The command that an event records; nothing for planning, which is no command to a project.
pub(crate) fn again(event: &Event) -> Option<Command> {
    Some(match event.change().clone() {
        Change::Plan { .. } => return None,
        Change::Move { verb, basis, .. } => match basis {
            Basis::Imported { provenance, cause: Some(cause), .. } => Command::Import(Import::stall(cause, provenance)),
            Basis::Imported { provenance, outcome: Some(outcome), .. } => {
                Command::Import(Import::close(outcome, provenance))
            }
            Basis::Imported { provenance, .. } => Command::Import(Import::step(verb, provenance)),
            Basis::Evidence(evidence) => live(verb, evidence),
        },
        Change::Fact(after) => match after {
            Fact::Officer(officer) => Command::AssignOfficer(officer),
            Fact::Body(body) => Command::AssignBody(body),
            Fact::Schedule(schedule) => Command::Reschedule(schedule),
            Fact::Amendment(amendment) => Command::Amend(amendment),
            Fact::Agreement(agreement) => Command::AmendAgreement(agreement),
            Fact::Company(change) => Command::ChangeCompany(change),
            Fact::Site(change) => Command::ChangeSite(change),
            Fact::Relocation(relocated) => Command::Relocate(relocated),
            Fact::Client(joined) => Command::JoinClient(joined),
            Fact::Link(link) => Command::Link(link),
            Fact::Pause(pause) => Command::Pause(pause),
            Fact::Resumption(resumption) => Command::Resume(resumption),
            Fact::Presentation(shown) => Command::PresentEvidence(shown),
            Fact::Prolongation(later) => Command::ProlongCommitment(later),
            Fact::Investment(report) => Command::ReportInvestment(report),
            Fact::Progress(report) => Command::ReportProgress(report),
            Fact::Milestone(reached) => Command::ReachMilestone(reached),
            unknown => unreachable!("no such fact is given here: {unknown:?}"),
        },
        Change::Void(voiding) => Command::Void(voiding),
        Change::Redate(redating) => Command::Redate(redating),
        Change::VoidFact(voiding) => Command::VoidFact(voiding),
        Change::Correct(correcting) => Command::Correct(correcting),
        Change::Replan(replanning) => Command::Replan(replanning),
        unknown => unreachable!("no such change is given here: {unknown:?}"),
    })
}

/// The evidence of a command that gives some.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not listed gives none")]
fn again_evidence(command: Command) -> Basis {
    Basis::Evidence(match command {
        Command::Admit(evidence) => evidence.into(),
        Command::Engage(evidence) => evidence.into(),
        Command::Sign(evidence) => evidence.into(),
        Command::Register(evidence) => evidence.into(),
        Command::Start(evidence) => evidence.into(),
        Command::Commission(evidence) => evidence.into(),
        Command::Operate(evidence) => evidence.into(),
        Command::SendBack(evidence) | Command::BreakOff(evidence) => evidence.into(),
        Command::ReopenTalks(evidence) | Command::Terminate(evidence) => evidence.into(),
        Command::Stall(evidence) => evidence.into(),
        Command::Revive(evidence) => evidence.into(),
        Command::Close(evidence) => evidence.into(),
        other => unreachable!("it gives no evidence: {other:?}"),
    })
}

fn live(verb: Verb, evidence: Evidence) -> Command {
    match (verb, evidence) {
        (Verb::Admit, Evidence::Dossier(evidence)) => Command::Admit(evidence),
        (Verb::Engage, Evidence::Engagement(evidence)) => Command::Engage(evidence),
        (Verb::Sign, Evidence::Agreement(evidence)) => Command::Sign(evidence),
        (Verb::Register, Evidence::Registration(evidence)) => Command::Register(evidence),
        (Verb::Start, Evidence::Commencement(evidence)) => Command::Start(evidence),
        (Verb::Commission, Evidence::Commissioning(evidence)) => Command::Commission(evidence),
        (Verb::Operate, Evidence::Operation(evidence)) => Command::Operate(evidence),
        (Verb::SendBack, Evidence::Grounds(evidence)) => Command::SendBack(evidence),
        (Verb::BreakOff, Evidence::Grounds(evidence)) => Command::BreakOff(evidence),
        (Verb::ReopenTalks, Evidence::Rescission(evidence)) => Command::ReopenTalks(evidence),
        (Verb::Terminate, Evidence::Rescission(evidence)) => Command::Terminate(evidence),
        (Verb::Stall, Evidence::StallFinding(evidence)) => Command::Stall(evidence),
        (Verb::Revive, Evidence::Revival(evidence)) => Command::Revive(evidence),
        (Verb::Close, Evidence::Closing(evidence)) => Command::Close(evidence),
        (verb, evidence) => panic!("`{verb}` does not rest on {evidence:?}"),
    }
}
