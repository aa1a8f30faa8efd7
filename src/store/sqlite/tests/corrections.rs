//! A correction costs as much whatever was corrected before it: counted in steps of SQLite's machine, never in time.

use rusqlite::{StatementStatus, params};

use super::{Folder, actor, at};
use crate::act::{Correction, Provenance, Redating, Voiding};
use crate::audit::Batch;
use crate::project::Import;
use crate::value::{DigestAlgorithm, Uuid};
use crate::{
    ActorId, AppendRequest, Command, Context, Day, Decision, EventId, EventLog as _, EventStore as _, MemoryStore,
    Policy, Profile, Project, ProjectId, Text, Verb,
};

/// What happens again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// The project is engaged, and that is voided.
    Void,
    /// Its admission is re-dated.
    Redate,
    /// An officer is assigned, and that is voided.
    VoidFact,
}

/// A project that stands in the reserve.
struct Course {
    project: Project,
    policy: Policy,
}

impl Course {
    fn new() -> Self {
        let policy = Policy::shenyang_2018();
        let profile = Profile::new(text("无人机产业园"), "hunnan".parse().expect("a zone"));
        let planned = Project::plan(ProjectId::named("drones"), profile, &context(0, day(1)), &policy);
        let project = Project::replay([planned.expect("it is planned")]).expect("a history");
        let mut course = Self { project, policy };
        course.step(Verb::Admit);
        course
    }

    fn give(&mut self, command: Command, on: Day) {
        let decision = self.project.decide(command, &context(self.project.version(), on), &self.policy);
        let Ok(Decision::Record(event)) = decision else { panic!("it is to be recorded: {decision:?}") };
        self.project.apply(event).expect("what was decided follows");
    }

    fn step(&mut self, verb: Verb) {
        self.give(Command::Import(Import::step(verb, Provenance::new(text("ledger.csv"), 1))), day(3));
    }

    fn again(&mut self, what: Again) {
        let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
        match what {
            Again::Void => {
                self.step(Verb::Engage);
                let version = self.project.version();
                self.give(Command::Void(Voiding { version, correction }), day(3));
            }
            Again::Redate => {
                let to = if self.project.since() == day(2) { day(3) } else { day(2) };
                self.give(Command::Redate(Redating { version: 2, to, provenance: None, correction }), day(3));
            }
            Again::VoidFact => {
                self.give(Command::AssignOfficer("officer-8".parse::<ActorId>().expect("an id").into()), day(3));
                let version = self.project.version();
                self.give(Command::VoidFact(Voiding { version, correction }), day(3));
            }
        }
    }
}

fn text(text: &str) -> Text {
    Text::new(text).expect("a text")
}

fn day(day: u8) -> Day {
    format!("2018-05-0{day}").parse().expect("a day")
}

fn context(number: u64, on: Day) -> Context {
    Context::new(EventId::from_uuid(Uuid::from_u128(0xA000 + u128::from(number))), at(), actor()).on(on)
}

/// The steps that the last record takes, with all that its triggers do, after so many corrections.
fn steps(many: usize, before: Again, last: Again) -> i32 {
    let mut course = Course::new();
    (0..many).for_each(|_| course.again(before));
    course.again(last);
    let folder = Folder::new("corrections");
    let mut store = folder.store();
    let mut memory = MemoryStore::open(store.source().clone(), &actor(), at()).expect("a log opens");
    let requests: Vec<AppendRequest> = course.project.events().iter().cloned().map(AppendRequest::from).collect();
    memory.append_batch(&requests, Batch::Whole, at()).expect("all is recorded");
    store.append_batch(&requests[..requests.len() - 1], Batch::Whole, at()).expect("all is recorded");
    let record = memory.records().last().expect("a record");
    let leaf = record.leaf(DigestAlgorithm::default());
    let line = std::str::from_utf8(record.line()).expect("UTF-8");
    let mut insert = store
        .connection
        .prepare("INSERT INTO event (log, sequence, body, leaf) VALUES (1, ?1, ?2, ?3)")
        .expect("the statement");
    let sequence = i64::try_from(record.sequence()).expect("few");
    insert.execute(params![sequence, line, leaf.bytes()]).expect("it follows");
    let took = insert.get_status(StatementStatus::VmStep);
    drop(insert);
    assert_eq!(store.head().expect("a head").size() + 1, record.sequence(), "all but the head was written");
    let since: String = store.connection.query_row("SELECT since FROM current", [], |row| row.get(0)).expect("a row");
    assert_eq!(since, course.project.since().to_string());
    took
}

#[test]
fn a_correction_costs_the_same_after_many() {
    let all = [Again::Void, Again::Redate, Again::VoidFact];
    for before in all {
        for last in all {
            let (few, many) = (steps(50, before, last), steps(1_500, before, last));
            println!("{last:?} after {before:?}: {few} steps after 50, {many} after 1,500");
            assert!(many < few + few / 10, "{last:?} after {before:?}: {few} steps, later {many}");
        }
    }
}
