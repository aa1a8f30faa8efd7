//! Places of a log that its owner put in quarantine.

mod named;
mod readers;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::*;
use crate::common::{context, day, policy, text};
use project_lifecycle::testing::sample::{redating, voiding};

/// A log whose lines are kept as they are, whatever stands in them.
struct Kept {
    lines: Vec<(Subject, u64, Vec<u8>)>,
    head: LogHead,
}

impl Kept {
    /// The events of walks, interleaved, one from each in turn.
    fn of(walks: &[&Walk]) -> Self {
        let now = evening(walks.iter().map(|walk| walk.today).max().expect("a walk"));
        let mut store =
            crate::common::opened(source(), &actor(), evening(walks[0].project.planned_on())).expect("a log");
        let longest = walks.iter().map(|walk| walk.project.events().len()).max().expect("a walk");
        for at in 0..longest {
            for walk in walks {
                if let Some(event) = walk.project.events().get(at) {
                    store.append(&event.clone().into(), now).expect("recorded");
                }
            }
        }
        let line = |record: &Record| (record.subject(), record.stream_version(), record.line().to_vec());
        Self { lines: store.records().iter().map(line).collect(), head: store.head().expect("a head") }
    }

    /// Where a version of a project stands, from 1.
    fn place(&self, p: u64, version: u64) -> u64 {
        let stream: Subject = project_id(p).into();
        let at = self.lines.iter().position(|(subject, at, _)| (*subject, *at) == (stream, version));
        at.expect("it is there") as u64 + 1
    }

    /// Says something else at a place, in a log whose later lines were sealed on that.
    fn poison(&mut self, place: u64, from: &str, to: &str) {
        let mut hash = Digest::ZERO;
        for (at, (_, _, line)) in (1..).zip(&mut self.lines) {
            let mut text = String::from_utf8(line.clone()).expect("UTF-8");
            if at == place {
                assert!(text.contains(from), "{text}");
                text = text.replacen(from, to, 1);
            }
            let (before, rest) = text.split_once("\"predecessorhash\":\"").expect("the attribute");
            *line = format!("{before}\"predecessorhash\":\"{hash}{}", &rest[64..]).into_bytes();
            hash = SHA.leaf(line);
        }
        let mut head = LogHead::empty(source(), SHA);
        for (_, _, line) in &self.lines {
            head = head.after(line, self.head.recorded.expect("it is open"));
        }
        self.head = head;
    }

    fn file(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|(_, _, line)| [line.as_slice(), b"\n"].concat()).collect()
    }

    fn quarantine(&self) -> Quarantine {
        Quarantine::read(self.file().as_slice()).expect("memory is read")
    }

    /// What a store finds for places.
    fn found(&self, places: &[u64]) -> FoundQuarantine {
        let mut streams: BTreeMap<Subject, Vec<KeptLine>> = BTreeMap::new();
        let wanted: Vec<_> = places
            .iter()
            .filter_map(|place| Some(self.lines.get(usize::try_from(*place).ok()?.checked_sub(1)?)?.0))
            .collect();
        for (at, (subject, version, line)) in (1..).zip(&self.lines) {
            if wanted.contains(subject) {
                let kept = KeptLine { sequence: at, version: *version, leaf: SHA.leaf(line), line: line.clone() };
                streams.entry(*subject).or_default().push(kept);
            }
        }
        let own = self.lines.iter().filter(|(subject, ..)| *subject == Subject::log(&source())).count() as u64;
        FoundQuarantine { head: self.head.clone(), version: own, known: self.quarantine(), streams, astray: Vec::new() }
    }

    fn plan(&self, places: &[u64]) -> Result<QuarantinePlan, QuarantineError> {
        let correction = Correction { authority: text("发展改革局"), grounds: text("数据损坏") };
        let today = day("2024-06-01");
        let context = context(99, self.lines.len() as u64, today);
        plan_quarantine(self.found(places), places, &correction, &context, &policy(), evening(today))
    }

    fn put(&mut self, places: &[u64]) -> QuarantinePlan {
        let plan = self.plan(places).expect("they can be put there");
        for (record, leaf) in &plan.records {
            assert_eq!(record.leaf(SHA), *leaf);
            self.lines.push((record.subject(), record.stream_version(), record.line().to_vec()));
        }
        self.head = plan.head.clone();
        assert_eq!(self.quarantine(), plan.quarantine, "a file tells what the store knows");
        plan
    }

    /// A project as it is read, with and without the lines in quarantine before it.
    fn load(&self, p: u64) -> Result<Option<Project>, LoadError> {
        let (quarantine, stream) = (self.quarantine(), Subject::from(project_id(p)));
        let of_stream = (1..).zip(&self.lines).filter(|(_, (subject, ..))| *subject == stream);
        let readable = of_stream.filter(|(at, _)| quarantine.at(*at).is_none());
        let records: Vec<_> =
            readable.map(|(_, (_, _, line))| Record::parse(line.clone()).expect("a record")).collect();
        load_project(&records, &Upcasters::new(), &quarantine)
    }

    fn verdict(&self, quarantine: Quarantine) -> (Verdict, u64) {
        let mut verifier = Verifier::new().but(quarantine);
        verifier.read(&mut self.file().as_slice()).expect("memory is read");
        let passed = verifier.quarantined();
        (verifier.finish(), passed)
    }
}

/// What a project is, but for its version and its events.
fn shown(project: &Project) -> CurrentState {
    CurrentState { version: 0, ..project.current().clone() }
}

/// The versions of the steps that stand under their names, so that a void can be told by hand.
fn names(walk: &Walk) -> HashMap<&'static str, u64> {
    walk.project.events().iter().map(|event| (event.event_name(), event.version())).collect()
}

#[test]
fn a_bad_record_goes_with_all_behind_it_and_the_project_stands_where_its_readable_history_left_it() {
    let (walk, other) = (Walk::to(1, at(Stage::Producing)), Walk::to(2, at(Stage::Signed)));
    let mut kept = Kept::of(&[&walk, &other]);
    let names = names(&walk);
    let (bad, last) = (names["registered"], walk.project.version());
    let place = kept.place(1, bad);
    kept.poison(place, "\"evidence\":{", "\"evidence\": {");
    let read = kept.verdict(Quarantine::default());
    assert!(matches!(&read.0, Verdict::NotSelfConsistent { faults, .. } if faults.count() == 1), "{:?}", read.0);

    let plan = kept.put(&[place]);
    // the acts of registering, starting and producing are undone, the last first
    let undone: Vec<_> = plan.voids.iter().map(|void| (void.from(), void.to())).collect();
    let stood = [Stage::Producing, Stage::Started, Stage::Registered, Stage::Signed].map(at);
    assert_eq!(undone, [0, 1, 2].map(|n| (Some(stood[n]), stood[n + 1])));
    let voided: Vec<_> = plan.voids.iter().map(|void| (void.version(), void.restores())).collect();
    let steps = [(last + 1, names["started"]), (last + 2, bad), (last + 3, names["signed"])];
    assert_eq!(voided, steps.map(|(version, restores)| (version, Some(restores))));
    // numbers stay taken, and all behind the bad one is in quarantine
    let stream: Subject = project_id(1).into();
    assert_eq!(*plan.quarantine.versions(stream), (bad..=last).collect());
    assert_eq!(plan.projects, [project_id(1)]);

    let project = kept.load(1).expect("it replays").expect("it is there");
    let before = Project::replay(walk.project.events()[..bad as usize - 1].iter().cloned()).expect("a history");
    assert_eq!(shown(&project), shown(&before));
    assert_eq!(project.version(), last + 3);
    assert_eq!(kept.load(2).expect("it replays").expect("it is there"), other.project);

    // the chain is judged as it stands, but for the places named
    let (verdict, passed) = kept.verdict(kept.quarantine());
    assert!(matches!(&verdict, Verdict::SelfConsistent { head } if *head == kept.head), "{verdict:?}");
    assert_eq!(passed, last - bad + 1);
    let (verdict, _) = kept.verdict(Quarantine::default());
    assert!(matches!(verdict, Verdict::NotSelfConsistent { .. }), "without the list it is bad: {verdict:?}");

    // and the project goes on: it is registered again, behind the numbers that are taken
    let today = day("2024-06-02");
    let command = complete(Verb::Register, &project, today);
    let Ok(Decision::Record(event)) = project.decide(command, &context(1, 500, today), &policy()) else {
        panic!("nothing speaks against it")
    };
    assert_eq!(event.version(), last + 4);
    let last_of = kept.lines.iter().rev().find(|(subject, ..)| *subject == stream).expect("it has lines");
    let found = Found {
        head: kept.head.clone(),
        last: Some(Record::parse(last_of.2.clone()).expect("a void can be read")),
        version: last_of.1,
        earlier: None,
        quarantine: Quarantine::default(),
        zone: None,
        project: None,
    };
    let planned = plan_append(found, &event.into(), evening(today)).expect("it follows");
    assert!(matches!(planned, Plan::Append { .. }));
}

/// A void in quarantine takes the step that it undid with it; any other correction goes alone, and has no effect any more.
#[test]
fn a_void_takes_its_step_with_it_and_a_correction_nothing() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    let names = names(&walk);
    let signed = names["signed"];
    let on = walk.project.events()[signed as usize - 1].effective_on();
    let voided = voiding(&walk.project, "录入有误");
    walk.give(voided);
    let mut kept = Kept::of(&[&walk]);
    let plan = kept.put(&[kept.place(1, walk.project.version())]);
    let first = plan.quarantine.places().next().and_then(|place| place.stream).expect("a stream");
    assert_eq!(first.1, names["registered"], "the step that was voided goes with its void");
    assert_eq!(plan.voids, [], "and is undone already");
    let project = kept.load(1).expect("it replays").expect("it is there");
    assert_eq!((project.stage(), project.version()), (Stage::Signed, walk.project.version()));

    let mut walk = Walk::to(1, at(Stage::Registered));
    walk.give(redating(signed, on));
    let mut kept = Kept::of(&[&walk]);
    let plan = kept.put(&[kept.place(1, walk.project.version())]);
    assert_eq!((plan.voids, plan.quarantine.places().count()), (vec![], 1));
    let project = kept.load(1).expect("it replays").expect("it is there");
    let without = CurrentState {
        version: walk.project.version(),
        ..Walk::to(1, at(Stage::Registered)).project.current().clone()
    };
    assert_eq!(*project.current(), without, "it is as it was before");
}

/// A long project is named by several records, the last places first, so that the log can be cut behind any of them.
#[test]
fn many_places_are_named_by_several_records() {
    let mut walk = Walk::to(1, at(Stage::Reserve));
    let short = walk.project.version();
    while walk.project.version() < short + 600 {
        walk.give(Command::AssignOfficer(actor_id(&format!("officer-{}", walk.project.version())).into()));
    }
    let mut kept = Kept::of(&[&walk]);
    let before = kept.lines.len();
    let plan = kept.put(&[kept.place(1, short + 1)]);
    let parts: Vec<_> = plan
        .records
        .iter()
        .map(|(record, _)| Quarantine::of([record]).places().filter_map(|place| place.stream).map(|(_, v)| v).collect())
        .collect::<Vec<Vec<u64>>>();
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [250, 250, 100]);
    assert_eq!([parts[0][0], parts[0][249], parts[1][0], parts[2][0]], [351, 600, 101, 1].map(|n| short + n));
    let ids: BTreeSet<_> = plan.records.iter().map(|(record, _)| record.id()).collect();
    assert_eq!((ids.len(), plan.records[0].0.id()), (3, event_id(99, before as u64)));
    let project = kept.load(1).expect("it replays").expect("it is there");
    assert_eq!((project.events().len(), project.version()), (short as usize, short + 600));
    // cut behind the first or the second of them it replays, too
    for named in [1, 2] {
        let cut = Kept { head: kept.head.clone(), lines: kept.lines[..before + named].to_vec() };
        assert_eq!(cut.quarantine().places().count(), 250 * named);
        assert_eq!(cut.load(1).expect("it replays").expect("it is there").version(), short + 600);
    }
}

/// What the database takes for a fact, or cannot be read by us, can be put in quarantine where it tells what it did.
#[test]
fn odd_lines_are_put_in_quarantine_where_they_tell_what_they_did() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.give(Command::AssignOfficer(actor_id("officer-3").into()));
    let (last, deep) = (walk.project.version(), "[".repeat(500) + &"]".repeat(500));
    for (from, to) in [
        ("\"data\":{", "\"data\":{\"verb\":\"fact\","),
        ("\"data\":{", "\"data\":{\"stalled_at\":\"nonsense\","),
        ("\"data\":{", "\"data\":{\"x\":1e999,"),
        ("\"data\":{", &format!("\"data\":{{\"x\":{deep},")),
        ("\"data\":{", "\"data\":{\"x\":\"\\ud800\","),
    ] {
        let mut kept = Kept::of(&[&walk]);
        let place = kept.place(1, last);
        kept.poison(place, from, to);
        let plan = kept.plan(&[place]).unwrap_or_else(|why| panic!("{to}: {why}"));
        assert_eq!((plan.voids.len(), plan.quarantine.places().count()), (0, 1), "{to}");
    }
    // so can a step, whose move is undone
    let signed = names(&walk)["signed"];
    let mut kept = Kept::of(&[&walk]);
    let place = kept.place(1, signed);
    kept.poison(place, "\"data\":{", "\"data\":{\"x\":1e999,\"stalled_at\":7,");
    let plan = kept.put(&[place]);
    assert_eq!(plan.voids.iter().map(Event::to).collect::<Vec<_>>(), [at(Stage::Negotiating)]);
}

#[test]
fn a_planning_takes_the_whole_project() {
    let walk = Walk::to(1, at(Stage::Reserve));
    let mut kept = Kept::of(&[&walk]);
    kept.poison(2, "\"profile\":{", "\"prefile\":{");
    assert!(matches!(kept.load(1), Err(LoadError::Record { .. })));
    let plan = kept.put(&[2]);
    assert_eq!(plan.quarantine.places().count() as u64, walk.project.version());
    assert_eq!(kept.load(1).expect("nothing is read"), None);
    let (verdict, _) = kept.verdict(kept.quarantine());
    assert!(matches!(verdict, Verdict::SelfConsistent { .. }), "{verdict:?}");
}

/// Numbers stay taken, but where nothing is left nothing can follow, whatever a request was decided on.
#[test]
fn nothing_follows_where_all_is_in_quarantine() {
    let walk = Walk::plan(1);
    let (mut kept, mut stale) = (Kept::of(&[&walk]), walk.clone());
    let event = stale.give(complete(Verb::Admit, &stale.project, stale.today));
    assert_eq!(kept.put(&[2]).voids, []);
    let found = Found {
        head: kept.head.clone(),
        last: None,
        version: 1,
        earlier: None,
        quarantine: Quarantine::default(),
        zone: None,
        project: None,
    };
    let error = plan_append(found, &event.into(), evening(day("2024-06-01"))).expect_err("nothing is left");
    let why = Box::new(StreamFault::Quarantined);
    assert_eq!(error, AppendError::Unreadable { subject: project_id(1).into(), why: why.clone() });
    assert_eq!(why.to_string(), "all of its records are in quarantine: nothing can follow them");
}

#[test]
fn what_cannot_be_put_in_quarantine_is_told() {
    let walk = Walk::to(1, at(Stage::Signed));
    let mut kept = Kept::of(&[&walk]);
    let size = kept.lines.len() as u64;
    for (places, sequence) in [(vec![0], 0), (vec![size + 1], size + 1), (vec![3, 3], 3)] {
        let error = kept.plan(&places).expect_err("no such place");
        assert_eq!(error, QuarantineError::NoSuchPlace { sequence });
        let said = format!(
            "the log has no place {sequence}, or it was given twice: name each place once, from 1 to the log's size"
        );
        assert_eq!(error.to_string(), said);
    }
    assert_eq!(kept.plan(&[1]).expect_err("the opening"), QuarantineError::OfTheLog { sequence: 1 });
    let subject: Subject = project_id(1).into();
    let mut torn = Kept::of(&[&walk]);
    let signed = torn.place(1, names(&walk)["signed"]);
    torn.poison(signed, "\"to\":", "\"TO\":");
    let untold = QuarantineError::Untold { sequence: signed, subject, member: "to" };
    assert_eq!(torn.plan(&[4]).expect_err("nobody knows where it led"), untold);
    let said = format!(
        "what record {signed} did to {subject} cannot be told, as its member `to` cannot be read: restore it from a copy"
    );
    assert_eq!(untold.to_string(), said);
    assert_eq!(kept.put(&[size]).projects.len(), 1);
    assert_eq!(kept.plan(&[size]).expect_err("again"), QuarantineError::Already { sequence: size });
    assert_eq!(kept.plan(&[size + 1]).expect_err("a quarantine"), QuarantineError::OfTheLog { sequence: size + 1 });
}

/// What a store does with places in quarantine, and goes on doing.
#[test]
fn a_store_puts_places_in_quarantine_and_goes_on() {
    let (walk, other) = (Walk::to(1, at(Stage::Registered)), Walk::to(2, at(Stage::Signed)));
    let now = evening(walk.today);
    let mut store = crate::common::opened(source(), &actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events().iter().chain(other.project.events()) {
        store.append(&event.clone().into(), now).expect("recorded");
    }
    let signed = names(&walk)["signed"];
    let correction = Correction { authority: text("发展改革局"), grounds: text("数据损坏") };
    let today = plus(walk.today, 1);
    let bad = store.stream(project_id(1).into()).expect("a stream")[signed as usize - 1].sequence();
    let given = store.put_in_quarantine(&[bad], &correction, &context(99, 1, today), &policy(), evening(today));
    let types: Vec<_> = given.expect("it is put there").iter().map(|one| one.event_type().to_owned()).collect();
    let void = "lifecycle.project.corrected.v1";
    assert_eq!(types, ["lifecycle.log.quarantined.v1", void, void]);
    let project = store.project(project_id(1)).expect("it replays").expect("it is there");
    assert_eq!((project.stage(), project.version()), (Stage::Negotiating, walk.project.version() + 2));
    assert_eq!(store.current(project_id(1)).expect("a state").as_ref(), Some(project.current()));
    assert_eq!(store.check_current(&Upcasters::new()).expect("a check"), []);
    assert_eq!(store.project(project_id(2)).expect("it replays"), Some(other.project));
    // it is signed again; the same command is found again
    let command = complete(Verb::Sign, &project, plus(today, 1));
    let decided = project.decide(command, &context(1, 600, plus(today, 1)), &policy()).expect("nothing is against it");
    let request: AppendRequest = decided.into_new().expect("it is new").into();
    let receipt = store.append(&request, evening(plus(today, 1))).expect("recorded");
    assert_eq!(receipt.record().stream_version(), walk.project.version() + 3);
    assert!(!store.append(&request, evening(plus(today, 1))).expect("found").is_new());
    // what was lost is recorded again under a new id: its own finds nothing, and no receipt is given for what nobody reads
    let lost: AppendRequest = walk.project.events()[signed as usize - 1].clone().into();
    let reused = refused(store.append(&lost, evening(plus(today, 1))));
    assert_eq!(reused, AppendError::IdReused { id: lost.id(), sequence: bad, dates: None });
    // nor is an id taken twice by a quarantine, and a clock that leaps locks nothing
    let again = store.put_in_quarantine(&[2], &correction, &context(99, 1, today), &policy(), evening(today));
    assert!(matches!(&again, Err(StoreError::Append(AppendError::IdReused { .. }))), "{again:?}");
    let (head, last) = (store.head().expect("a head"), instant("9999-12-31T23:59:59Z"));
    let ahead = store.put_in_quarantine(&[2], &correction, &context(99, 4, today), &policy(), last);
    let wanted = AppendError::NowFarAhead { recorded: head.recorded.expect("it is open"), now: last };
    assert!(matches!(&ahead, Err(StoreError::Append(why)) if *why == wanted), "{ahead:?}");
    assert_eq!(store.head().expect("a head"), head);
    // as it is, the log is what the verifier says
    let mut verifier = Verifier::new().but(store.quarantine().expect("it is told"));
    store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
    assert_eq!(verifier.finish(), Verdict::SelfConsistent { head: store.head().expect("a head") });

    // a project of which nothing is left is listed no more, and its numbers stay taken
    let planned = store.stream(project_id(2).into()).expect("a stream")[0].sequence();
    let today = plus(today, 2);
    store
        .put_in_quarantine(&[planned], &correction, &context(99, 2, today), &policy(), evening(today))
        .expect("it is put there");
    assert_eq!(store.project(project_id(2)).expect("nothing is read"), None);
    assert_eq!(store.current(project_id(2)).expect("nothing is listed"), None);
    assert_eq!(store.check_current(&Upcasters::new()).expect("a check"), []);
    let again = Walk::plan(2).project.events()[0].clone();
    let again =
        Project::plan(project_id(2), again_profile(&again), &context(2, 700, today), &policy()).expect("planned");
    let error = refused(store.append(&again.into(), evening(today)));
    assert!(matches!(error, AppendError::Conflict { expected: 0, .. }), "{error:?}");
    let error = store.put_in_quarantine(&[planned], &correction, &context(99, 3, today), &policy(), evening(today));
    assert!(matches!(&error, Err(StoreError::Quarantine(why)) if matches!(**why, QuarantineError::Already { .. })));
}

fn again_profile(event: &Event) -> Profile {
    let Change::Plan { profile, .. } = event.change() else { panic!("a planning") };
    profile.clone()
}
