//! Bad records put in behind the store's back, and then in quarantine by its owner; and any lives, as in memory.

mod held;

use proptest::collection::vec;
use proptest::prelude::*;

use super::owner::{appended, behind_its_back};
use super::target::{Forged, Target, client, late};
use super::{Both, Folder, open};
use crate::common::evidence::complete;
use crate::common::random::{FACTS, fact, step};
use crate::common::walk::{Walk, voiding, voiding_fact};
use crate::common::{actor, at, context, evening, last_day, lived, plus, policy, project_id, source, text};
use project_lifecycle::act::Correction;
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};

fn correction() -> Correction {
    Correction { authority: text("数据局"), grounds: text("记录损坏") }
}

/// Puts places in quarantine, on the n-th day after all that happened.
pub(super) fn put(store: &mut SqliteStore, places: &[u64], n: i64) -> Result<Vec<Record>, StoreError> {
    let today = plus(last_day(), n);
    store.put_in_quarantine(places, &correction(), &context(99, n.unsigned_abs(), today), &policy(), evening(today))
}

/// The store is whole: as many lines in quarantine, all else proven, and every state is what its events amount to.
#[track_caller]
fn assert_whole(store: &SqliteStore, quarantined: u64) {
    let check = store.verify(Verifier::new()).expect("it is read");
    assert_eq!(check.lines.quarantined(), quarantined);
    let verdict = check.finish();
    assert_eq!(verdict.lines, Verdict::SelfConsistent { head: store.head().expect("a head") });
    assert!(verdict.faults.is_empty(), "{verdict}");
    assert_eq!(store.check_current(&Upcasters::new()).expect("all replay"), []);
    let places: Vec<_> = store.quarantine().expect("it is told").places().map(|place| place.sequence).collect();
    assert_eq!(places.len() as u64, quarantined);
    // each record that is left can be read, and the places of the others are passed over
    let all: Vec<_> = store.log(0, usize::MAX).expect("the log").iter().map(Record::sequence).collect();
    let size = store.head().expect("a head").size();
    assert_eq!(all, (1..=size).filter(|place| !places.contains(place)).collect::<Vec<_>>());
    let mut paged = Vec::new();
    while let Some(record) = store.log(paged.last().copied().unwrap_or(0), 1).expect("the log").pop() {
        paged.push(record.sequence());
    }
    assert_eq!(paged, all);
}

/// A project goes on: a fact is recorded and voided; it is registered, that is undone, and it is registered again.
fn goes_on(store: &mut SqliteStore, id: ProjectId, p: u64) {
    let mut today = plus(last_day(), 50);
    let load = |store: &SqliteStore| store.project(id).expect("it replays").expect("it is there");
    let project = load(store);
    let decide = |command, n| project.decide(command, &context(p, n, today), &policy()).ok()?.into_new();
    let noted =
        (0..FACTS).find_map(|kind| decide(fact(kind, 1, today, &project), 890)).expect("some fact can be noted");
    store.append(&noted.into(), evening(today)).expect("recorded");
    // it is named by its version, which is no count of the events that are left
    let project = load(store);
    let voided = project.decide(voiding_fact(project.version()), &context(p, 891, today), &policy());
    let voided = voided.expect("it stands").into_new().expect("it is new");
    store.append(&voided.into(), evening(today)).expect("recorded");
    for n in 900..903 {
        today = plus(today, 1);
        let project = store.project(id).expect("it replays").expect("it is there");
        let command = match n {
            901 => voiding(&project, "录入有误"),
            _ => complete(Verb::Register, &project, today),
        };
        let decided = project.decide(command, &context(p, n, today), &policy()).expect("nothing is against it");
        let request = AppendRequest::from(decided.into_new().expect("it is new"));
        let receipt = store.append(&request, evening(today)).expect("recorded");
        assert_eq!(receipt.record().stream_version(), project.version() + 1);
        assert_eq!(store.append(&request, evening(today)).expect("found"), Receipt::found(receipt.record().clone()));
    }
    let project = store.project(id).expect("it replays").expect("it is there");
    assert_eq!(project.stage(), Stage::Registered);
}

/// A record of a signed project that nobody can read, or that is unlawful.
fn bad(target: &Target, which: &str) -> Forged {
    let (signed, registered) = (at(Stage::Signed), at(Stage::Registered));
    let id = target.at(signed);
    let step = |to, verb| target.forge_move(id, verb, Some(signed), to).expect("words can say it");
    match which {
        "evidence" => step(registered, "register").set("/data/evidence/nonsense", 1),
        "spelling" => step(registered, "register").set("/data/zz", "unknown"),
        "fact" => target.forge_fact(id, signed).set("/data/zz", "unknown"),
        "unlawful" => step(at(Stage::Operating), "operate"),
        _ => unreachable!("there are four"),
    }
}

#[test]
fn a_bad_record_goes_in_quarantine_and_its_project_goes_on() {
    for which in ["evidence", "spelling", "fact", "unlawful"] {
        let target = Target::new(&format!("quarantine-{which}"));
        let id = target.at(at(Stage::Signed));
        let p = (1..).find(|p| project_id(*p) == id).expect("it has a number");
        let before = open(&target.file()).project(id).expect("it replays").expect("it is there");
        let others = open(&target.file()).projects(&ProjectQuery::all()).expect("a list").projects;
        let forged = appended(&target, &bad(&target, which));
        let mut store = match which {
            "unlawful" => behind_its_back(&target, "event", &forged),
            _ => {
                assert_eq!(client(&target.file(), &forged).refused, "", "{which}");
                open(&target.file())
            }
        };
        let place = target.head.size() + 1;
        assert!(store.project(id).is_err(), "{which}");
        assert!(which == "unlawful" || store.verify(Verifier::new()).is_ok());

        let records = put(&mut store, &[place], 1).expect(which);
        let types: Vec<_> = records.iter().map(Record::event_type).collect();
        let void = "lifecycle.project.corrected.v1";
        let expected = ["lifecycle.log.quarantined.v1", void];
        assert_eq!(types, if which == "fact" { &expected[..1] } else { &expected[..] }, "{which}");

        for is_open in [true, false] {
            if !is_open {
                drop(std::mem::replace(&mut store, open(&target.file())));
            }
            let project = store.project(id).expect("it replays").expect("it is there");
            assert_eq!(project.position(), before.position(), "{which}");
            assert_eq!(project.version(), before.version() + types.len() as u64);
            assert_eq!(store.current(id).expect("a state").as_ref(), Some(project.current()));
            assert_eq!(project.current(), &CurrentState { version: project.version(), ..before.current().clone() });
            let listed = store.projects(&ProjectQuery::all()).expect("a list").projects;
            let but = |states: &[CurrentState]| -> Vec<_> {
                states.iter().filter(|state| state.project != id).cloned().collect()
            };
            assert_eq!(but(&listed), but(&others));
            assert_whole(&store, 1);
        }
        let error = put(&mut store, &[place], 2).expect_err("it is there already");
        let StoreError::Quarantine(why) = error else { panic!("{error:?}") };
        assert_eq!(*why, QuarantineError::Already { sequence: place });
        goes_on(&mut store, id, p);
        assert_whole(&store, 1);

        // what was recorded since may be bad, too
        let last = store.stream(id.into()).expect("a stream").last().expect("records").sequence();
        assert_eq!(put(&mut store, &[last], 90).expect(which).len(), 2);
        let project = store.project(id).expect("it replays").expect("it is there");
        assert_eq!(project.position(), before.position(), "{which}");
        assert_whole(&store, 2);
    }
}

/// Nothing of it is listed, and its id stays taken.
#[test]
fn a_project_that_is_wholly_in_quarantine_is_gone() {
    let target = Target::new("quarantine-whole");
    let id = target.at(at(Stage::Registered));
    let mut store = open(&target.file());
    let count = store.projects(&ProjectQuery::all()).expect("a list").projects.len();
    let stream = store.stream(id.into()).expect("a stream");
    // first its end, and then all of it
    let (first, last) = (stream[0].sequence(), stream[stream.len() - 1].sequence());
    assert_eq!(put(&mut store, &[last], 1).expect("its end").len(), 2);
    assert_whole(&store, 1);
    put(&mut store, &[first], 2).expect("all of it");
    // with the void of its end, which stood behind it
    assert_eq!(store.quarantine().expect("it is told").versions(id.into()).len(), stream.len() + 1);
    let left = store.stream(id.into()).expect("a stream");
    assert!(left.iter().all(|record| record.event_type() == "lifecycle.project.corrected.v1"), "{left:?}");
    assert_eq!(store.project(id).expect("nothing is read"), None);
    assert_eq!(store.current(id).expect("nothing is listed"), None);
    assert_eq!(store.projects(&ProjectQuery::all()).expect("a list").projects.len(), count - 1);
    assert_whole(&store, stream.len() as u64 + 1);

    let p = (1..).find(|p| project_id(*p) == id).expect("it has a number");
    let today = plus(last_day(), 3);
    let again = Project::plan(id, Walk::plan(p).project.profile().clone(), &context(p, 700, today), &policy());
    let request = AppendRequest::from(again.expect("planned"));
    for is_open in [true, false] {
        if !is_open {
            drop(std::mem::replace(&mut store, open(&target.file())));
        }
        let error = store.append(&request, evening(today)).expect_err("its id is taken");
        assert!(matches!(error, StoreError::Append(AppendError::Conflict { expected: 0, .. })), "{error:?}");
    }
}

/// Steps that do not begin where the project stood are undone to where it stood, by whatever they say of themselves.
#[test]
fn a_step_from_elsewhere_is_undone() {
    let target = Target::new("quarantine-elsewhere");
    let id = target.at(at(Stage::Signed));
    let p = (1..).find(|p| project_id(*p) == id).expect("it has a number");
    let before = open(&target.file()).project(id).expect("it replays").expect("it is there");
    let forged = target.forge_move(id, "operate", Some(at(Stage::Producing)), at(Stage::Operating)).expect("words");
    let mut store = behind_its_back(&target, "event", &appended(&target, &forged));
    let place = target.head.size() + 1;
    assert_eq!(put(&mut store, &[place], 1).expect("it is put there").len(), 2);
    let project = store.project(id).expect("it replays").expect("it is there");
    assert_eq!(project.current(), &CurrentState { version: before.version() + 2, ..before.current().clone() });
    assert_eq!(store.current(id).expect("a state").as_ref(), Some(project.current()));
    assert_whole(&store, 1);
    goes_on(&mut store, id, p);
    assert_whole(&store, 1);
}

/// A record whose stream is called as no stream is.
#[test]
fn a_record_that_belongs_nowhere_goes_in_quarantine_alone() {
    let target = Target::new("quarantine-astray");
    let planned = target.at(at(Stage::Planned));
    let astray =
        target.forge(target.sample("planned"), planned).set("/subject", "project/nobody").set("/streamversion", 1);
    drop(behind_its_back(&target, "event", &appended(&target, &astray)));
    let insert = format!(
        "CREATE TEMP TABLE one AS SELECT * FROM current WHERE project = '{planned}';
         UPDATE one SET project = 'nobody'; INSERT INTO main.current SELECT * FROM one; DROP TABLE one"
    );
    let mut store = behind_its_back(&target, "current", &insert);
    let place = target.head.size() + 1;
    assert_eq!(store.check_current(&Upcasters::new()).expect("it goes on").len(), 1);
    let records = put(&mut store, &[place], 1).expect("it is put there");
    assert_eq!(records.len(), 1);
    let quarantine = store.quarantine().expect("it is told");
    assert_eq!(quarantine.at(place).expect("it is there").stream, None);
    assert_whole(&store, 1);
}

/// The group's thread learns of it before its next commit.
#[test]
fn a_writer_goes_on_beside_the_owner() {
    let folder = Folder::new("quarantine-group");
    let mut owner = open(&folder.file());
    owner.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    let (writer, thread) = SqliteWriter::start(open(&folder.file()));
    for event in Walk::to(1, at(Stage::Registered)).project.events() {
        writer.append(event.into(), late()).expect("recorded");
    }
    let last = owner.stream(project_id(1).into()).expect("a stream").last().expect("records").sequence();
    put(&mut owner, &[last], 1).expect("it is put there");
    let project = owner.project(project_id(1)).expect("it replays").expect("it is there");
    assert_eq!(project.stage(), Stage::Signed);
    let today = plus(last_day(), 2);
    let command = complete(Verb::Register, &project, today);
    let decided = project.decide(command, &context(1, 900, today), &policy()).expect("nothing is against it");
    let receipt = writer.append(decided.into_new().expect("it is new").into(), evening(today)).expect("recorded");
    assert_eq!(receipt.record().stream_version(), project.version() + 1);
    drop(writer);
    let store = thread.join().expect("no panic");
    assert_whole(&store, 1);
    assert_eq!(store.current(project_id(1)).expect("a state").expect("it is listed").position, at(Stage::Registered));
}

/// What happens next to some projects.
#[derive(Clone, Debug)]
enum Turn {
    Step(usize, crate::common::random::Step),
    /// These records of the whole log, by chance, are put in quarantine.
    Put(Vec<usize>),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (any::<usize>(), step()).prop_map(|(which, step)| Turn::Step(which, step)),
        1 => vec(any::<usize>(), 1..3).prop_map(Turn::Put),
    ]
}

impl Both {
    fn assert_same_project(&self, id: ProjectId) {
        let project = self.memory.project(id).expect("it replays");
        assert_eq!(self.sqlite.project(id).expect("it replays"), project);
        assert_eq!(self.sqlite.current(id).expect("a state").as_ref(), project.as_ref().map(Project::current));
        let stream = self.memory.stream(id.into()).expect("a stream");
        assert_eq!(self.sqlite.stream(id.into()).expect("a stream"), stream);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_goes_in_quarantine_the_file_says_what_memory_says(turns in vec(turn(), 1..60)) {
        let folder = Folder::new("quarantine-lives");
        let mut walks: Vec<_> = (1..=3).map(Walk::plan).collect();
        let mut today = walks[0].today;
        let mut both = Both::new(&folder.file(), evening(today));
        for walk in &walks {
            both.append(&walk.project.events()[0], evening(today));
        }
        for (n, turn) in (1..).zip(&turns) {
            match turn {
                Turn::Step(which, step) if !walks.is_empty() => {
                    let which = which % walks.len();
                    let walk = &mut walks[which];
                    today = lived(today, step.pass);
                    walk.today = today;
                    let (command, context) = step.command(walk);
                    if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
                        both.append(&event, evening(today));
                        walk.project.apply(event).expect("what was decided follows");
                    }
                    walk.n += 1;
                    both.assert_same_project(walks[which].project.id());
                }
                Turn::Step(..) => {}
                Turn::Put(places) => {
                    let size = both.memory.records().len();
                    let places: Vec<_> = places.iter().map(|place| (place % size + 1) as u64).collect();
                    let (correction, context) = (correction(), context(99, n, today));
                    let in_memory =
                        both.memory.put_in_quarantine(&places, &correction, &context, &policy(), evening(today));
                    let in_file =
                        both.sqlite.put_in_quarantine(&places, &correction, &context, &policy(), evening(today));
                    match (in_file, in_memory) {
                        (Ok(in_file), Ok(in_memory)) => assert_eq!(in_file, in_memory),
                        (Err(in_file), Err(in_memory)) => assert_eq!(format!("{in_file:?}"), format!("{in_memory:?}")),
                        (in_file, in_memory) => panic!("{in_file:?}, but in memory {in_memory:?}"),
                    }
                    (1..=3).for_each(|p| both.assert_same_project(project_id(p)));
                    walks.retain_mut(|walk| {
                        let left = both.memory.project(walk.project.id()).expect("it replays");
                        let is_left = left.is_some();
                        if let Some(left) = left {
                            walk.project = left;
                        }
                        is_left
                    });
                }
            }
        }
        assert_eq!(both.sqlite.quarantine().expect("it is told"), both.memory.quarantine().expect("it is told"));
        assert_eq!(both.sqlite.log(0, usize::MAX).expect("the log"), both.memory.log(0, usize::MAX).expect("the log"));
        assert_eq!(both.sqlite.head().expect("a head"), both.memory.head().expect("a head"));
        let all = ProjectQuery::all();
        assert_eq!(both.sqlite.projects(&all).expect("a list"), both.memory.projects(&all).expect("a list"));
        let quarantined = both.memory.quarantine().expect("it is told").places().count();
        assert_whole(&both.sqlite, quarantined as u64);
        drop(both);
        assert_whole(&super::open_log(&folder.file(), source()), quarantined as u64);
    }
}
