//! Growth: what a history costs when it grows by ten, and the marks of the longest ones.
//!
//! `cargo bench --features proptest --bench growth`, with `proptest,sqlite` for the file, too. For PostgreSQL see
//! `benches/postgres.rs`.
//! Each line gives the least of three runs, and the cost of an event against that in the shorter history: 1 is linear.

use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "../tests/common/mod.rs"]
mod common;
mod corrected;

use common::{day, plus, project_id, text};
use corrected::{Life, corrects, facts as voided_facts, last_step, redates, voids};
use project_lifecycle::evidence::{Attachment, Document};
use project_lifecycle::lifecycle::{Item, PauseReason};
use project_lifecycle::project::InvestmentMeasure;
use project_lifecycle::project::fact::{
    AgreementAmended, Amendment, BasisPoints, InvestmentReport, Link, LinkKind, Milestone, MilestoneReached, Pause,
    Presentation, ProgressReport, Prolongation, Responsibility, Resumption,
};
use project_lifecycle::{Command, Day, Event, EventStore, MemoryStore, Money, Project, Stage};

/// A command for each number: the facts of one kind.
type Facts = (&'static str, Stage, fn(&Project, u64, Day) -> Command);

/// Every kind of fact, as many as are asked for; reports of as many periods, milestones of as many names.
const FACTS: [Facts; 18] = [
    ("officers", Stage::Signed, |_, n, _| Command::AssignOfficer(common::actor_id(&format!("officer-{n}")).into())),
    ("bodies", Stage::Signed, |_, n, _| {
        Command::AssignBody(Responsibility { lead: common::org(&format!("org-{n}")), responsible: Vec::new() })
    }),
    ("schedules", Stage::Signed, |_, n, today| {
        Command::Reschedule(common::evidence::schedule(plus(today, 1 + (n % 900) as i64)).into())
    }),
    ("amendments", Stage::Signed, |_, n, _| {
        Command::Amend(Amendment { name: Some(text(&format!("项目 {n}"))), ..Amendment::default() })
    }),
    ("supplementary agreements", Stage::Signed, |_, n, today| {
        let agreed_production = Some(plus(today, 400 + (n % 900) as i64));
        Command::AmendAgreement(AgreementAmended { agreed_production, ..common::evidence::supplement(today) })
    }),
    ("changes of the company", Stage::Registered, |_, n, today| {
        Command::ChangeCompany(common::evidence::renamed(&format!("公司 {n}"), today))
    }),
    ("changes of the site", Stage::Signed, |_, n, today| {
        Command::ChangeSite(common::evidence::resited(&format!("地块 {n}"), today))
    }),
    ("relocations", Stage::Signed, |project, n, today| {
        Command::Relocate(common::evidence::relocation(project.profile().zone(), &format!("zone-{n}"), today))
    }),
    ("clients", Stage::Negotiating, |_, n, today| {
        Command::JoinClient(common::evidence::joined(&format!("client-{n}-more"), today))
    }),
    ("links", Stage::Signed, |_, n, _| {
        Command::Link(Link { kind: LinkKind::PhaseTwoOf, paper: None, to: project_id(2 + n) })
    }),
    ("pauses and resumptions", Stage::Started, |project, _, _| match project.is_paused() {
        true => Command::Resume(Resumption::default()),
        false => {
            Command::Pause(Pause { expected_until: None, explanation: text("停电"), reason: PauseReason::Other })
        }
    }),
    ("presentations", Stage::Started, |project, n, today| {
        let paper = Attachment::new("施工许可证", "住建局").expect("a paper").dated(today);
        let version = last_step(project);
        Command::PresentEvidence(Presentation {
            item: Item::ConstructionPermit,
            paper: paper.numbered(format!("{n}").parse().expect("a number")),
            valid_until: None,
            version,
        })
    }),
    ("prolongations", Stage::Started, |project, n, today| {
        let due = plus(today, 400 + n as i64);
        Command::ProlongCommitment(Prolongation { due, item: Item::ConstructionPermit, version: last_step(project) })
    }),
    ("reports of as many periods", Stage::Started, |_, n, _| {
        let from = plus(day("1900-01-01"), n as i64);
        let (amount, measure) = (Money::from_fen(100), InvestmentMeasure::Completed);
        Command::ReportInvestment(InvestmentReport { amount, from, measure, to: from })
    }),
    ("reports of one period", Stage::Started, |_, n, _| {
        let (from, measure) = (day("2018-01-01"), InvestmentMeasure::Completed);
        Command::ReportInvestment(InvestmentReport { amount: Money::from_fen(n as i64), from, measure, to: from })
    }),
    ("reports from 1 January on, and their parts", Stage::Started, |_, n, _| {
        // by fours: a part, what holds it and more, a part behind that, and another amount for the first
        let start = plus(day("1900-01-01"), (n / 360 * 366) as i64);
        let start = Day::new(start.year(), 1, 1).expect("a day");
        let at = |days: u64| plus(start, (n % 360 / 4 * 4 + days) as i64);
        let (from, to) = [(at(1), at(1)), (start, at(2)), (at(3), at(3)), (at(1), at(1))][(n % 4) as usize];
        let (amount, measure) = (Money::from_fen(n as i64), InvestmentMeasure::Completed);
        Command::ReportInvestment(InvestmentReport { amount, from, measure, to })
    }),
    ("progress", Stage::Started, |_, n, _| {
        let done = BasisPoints::new((n % 10_000) as u32).expect("a share");
        Command::ReportProgress(ProgressReport { description: text("主体施工"), done })
    }),
    ("milestones", Stage::Started, |_, n, _| {
        let remark = Some(text(&format!("第 {n} 台")));
        Command::ReachMilestone(MilestoneReached { milestone: Milestone::Other, paper: None, remark })
    }),
];

/// A project at a stage; one that has started has committed to its construction permit.
fn begun(stage: Stage) -> Life {
    if stage != Stage::Started {
        return Life::to(stage);
    }
    let mut life = Life::to(Stage::Registered);
    let mut form = common::evidence::commencement_form(life.today);
    form.construction_permit = Document::Committed { due: plus(life.today, 300) }.into();
    life.give(Command::Start(form.try_into().expect("complete")));
    life
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    let runs = (0..3).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    });
    runs.min().expect("three runs")
}

/// Prints what a number of events cost, and against the shorter history.
fn tell(what: &str, few: (usize, Duration), many: (usize, Duration), mark: &str) {
    let each = |(count, time): (usize, Duration)| time.as_secs_f64() / count as f64;
    println!(
        "{what:<44} {:>7} events {:>9.1} ms  x{:.2} per event  ({mark})",
        many.0,
        many.1.as_secs_f64() * 1e3,
        each(many) / each(few)
    );
}

fn replayed(events: &[Event]) -> Duration {
    best(|| Project::replay(events.iter().cloned()).expect("it replays"))
}

fn facts() {
    for (name, stage, command) in FACTS {
        let mut life = begun(stage);
        let mut times = [2_000, 32_000].map(|count| (count, Duration::ZERO));
        for (count, time) in &mut times {
            while life.project.events().len() < *count {
                let n = life.project.events().len() as u64;
                let command = command(&life.project, n, life.today);
                life.give(command);
            }
            *time = replayed(life.project.events());
        }
        tell(&format!("replay: {name}"), times[0], times[1], "mark: 32,000 in 100 ms");
    }
}

/// Makes a life of so many events.
type Make = fn(usize) -> Life;

fn corrections() {
    let kinds: [(_, Make); 4] = [
        ("1,000 signings and their voids", voids),
        ("re-datings", redates),
        ("corrected signings", corrects),
        ("1,000 facts and their voids", voided_facts),
    ];
    for (name, make) in kinds {
        let of = |count| (count, best(|| make(count)));
        tell(&format!("decide and apply: {name}"), of(200), of(2_000), "mark: 2,000 in 500 ms");
        let appended = |count: usize| {
            let life = make(count);
            let begun = life.project.events().len() - count;
            let time = best(|| {
                let mut store = memory();
                for request in life.requests(0)[..begun].iter().chain(&life.requests(begun)) {
                    store.append(request, common::evening(life.today)).expect("it is appended");
                }
            });
            (count, time)
        };
        tell(&format!("append to memory: {name}"), appended(200), appended(2_000), "mark: 2,000 in 2 s");
        #[cfg(feature = "sqlite")]
        file::tell(name, make);
    }
}

fn memory() -> MemoryStore {
    common::opened(common::source(), &common::actor(), common::evening(day("2018-05-01"))).expect("a log opens")
}

#[cfg(feature = "sqlite")]
mod file {
    use std::time::{Duration, Instant};

    use project_lifecycle::audit::Batch;
    use project_lifecycle::value::DigestAlgorithm;
    use project_lifecycle::{EventStore as _, SqliteStore};

    use super::{Life, common};

    /// Appends what a project is before as one batch, and then all corrections as another, in a file of its own.
    #[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
    fn appended(life: &Life, begun: usize) -> Duration {
        let folder = std::env::temp_dir().join(format!("project-lifecycle-growth-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut store = SqliteStore::open_or_create(folder.join("growth.db"), common::source()).expect("a store");
        store.set_clock_margin(None).expect("lives go on into the future");
        let now = common::evening(life.today);
        store.open_log(DigestAlgorithm::default(), &common::actor(), now).expect("a log opens");
        let (before, after) = (&life.requests(0)[..begun], life.requests(begun));
        for answer in store.append_batch(before, Batch::Whole, now).expect("appended") {
            answer.expect("it stands");
        }
        let start = Instant::now();
        let answers = store.append_batch(&after, Batch::Whole, now).expect("appended");
        let time = start.elapsed();
        assert!(answers.len() == after.len() && answers.iter().all(Result::is_ok), "each one stands");
        drop(store);
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        time
    }

    pub(super) fn tell(name: &str, make: fn(usize) -> Life) {
        let of = |count: usize| {
            let life = make(count);
            let begun = life.project.events().len() - count;
            (count, (0..3).map(|_| appended(&life, begun)).min().expect("three runs"))
        };
        super::tell(&format!("append to SQLite in a batch: {name}"), of(200), of(2_000), "mark: 2,000 in 2 s");
    }
}

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    facts();
    corrections();
}
