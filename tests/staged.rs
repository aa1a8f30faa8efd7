//! The typed door: what it gives back when things go wrong, and that it says what the runtime door says.

use crate::common::evidence::{complete, engagement, stall_finding};
use crate::common::walk::Walk;
use crate::common::{
    actor_id, at, context, day, evening, org, plus, policy, positions, profile, project_id, source, stalled,
};
use project_lifecycle::{
    act::*, audit::*, lifecycle::*, project::fact::*, project::*, reason::*, staged::marker::*, staged::*, store::*,
    value::*,
};

fn store(on: Day) -> MemoryStore {
    crate::common::opened(source(), &crate::common::actor(), evening(on)).expect("a log opens")
}

/// A store whose disk fails so many times before it works.
struct Failing {
    inner: MemoryStore,
    failures: u32,
}

impl EventLog for Failing {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.inner.stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.inner.lines(after, limit, show)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.inner.head()
    }
}

impl EventStore for Failing {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.inner.open_log(digest, actor, now)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        if self.failures > 0 {
            self.failures -= 1;
            return Err(StoreError::Storage("the disk is full".into()));
        }
        self.inner.append_batch(requests, batch, now)
    }
}

/// A planned project and its store.
fn planned(on: Day) -> (Staged<Planned>, MemoryStore) {
    let mut store = store(on);
    let pending = Staged::plan(project_id(1), profile(ProjectKind::Enterprise), &context(1, 1, on), &policy());
    let planned = pending.expect("it is planned").commit(&mut store, evening(on)).expect("it is recorded");
    (planned, store)
}

#[test]
fn a_storage_failure_gives_the_move_back() {
    let on = day("2018-06-01");
    let (planned, inner) = planned(on);
    let mut store = Failing { inner, failures: 1 };
    let pending = planned.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let failed = pending.clone().commit(&mut store, evening(on)).unwrap_err();
    assert_eq!(
        failed.to_string(),
        format!("event {} of project/{} was not recorded", crate::common::event_id(1, 2), project_id(1))
    );
    assert!(matches!(&failed, CommitError::Store { error: StoreError::Storage(_), .. }));
    let again = failed.into_pending();
    assert_eq!(again, pending);
    assert_eq!(store.head().unwrap().size(), 2, "nothing was written");
    let talks = again.commit(&mut store, evening(on)).expect("the disk works again");
    assert_eq!(talks.project().stage(), Stage::Negotiating);
}

#[test]
fn a_stale_writer_gets_a_conflict_with_both_versions() {
    let on = day("2018-06-01");
    let (planned, mut store) = planned(on);
    let first = planned.clone().engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let second = planned.engage(engagement(on), &context(1, 3, on), &policy()).expect("talks open");
    first.commit(&mut store, evening(on)).expect("the first wins");
    let lost = second.commit(&mut store, evening(on)).unwrap_err();
    let CommitError::Store { error: StoreError::Append(AppendError::Conflict { subject, expected, actual }), .. } =
        &lost
    else {
        panic!("{lost:?}")
    };
    assert_eq!((*subject, *expected, *actual), (project_id(1).into(), 1, 2));
    let stale = lost.into_pending().abandon().expect("there was a project");
    assert_eq!(stale.stage(), Stage::Planned);
}

#[test]
fn a_refusal_gives_the_project_back() {
    let on = day("2018-06-01");
    let (planned, _) = planned(on);
    let before = planned.clone();
    let refused = planned.engage(engagement(plus(on, -1)), &context(1, 2, plus(on, -1)), &policy()).unwrap_err();
    let codes: Vec<_> = refused.refusal().reasons().iter().map(Reason::code).collect();
    // the day lies before the planning
    assert_eq!(codes, ["effective_date_regression"]);
    assert!(refused.to_string().starts_with(&format!("project {} refuses `engage`: ", project_id(1))));
    assert_eq!(refused.into_project(), before);
}

#[test]
fn a_receipt_confirms_its_own_move_only() {
    let on = day("2018-06-01");
    let (planned, mut store) = planned(on);
    let wrong = Receipt::from(store.records()[1].clone());
    let pending = planned.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let unconfirmed = pending.confirm(wrong).unwrap_err();
    let (ours, theirs) = (crate::common::event_id(1, 2), crate::common::event_id(1, 1));
    let subject = format!("project/{}", project_id(1));
    assert_eq!(
        unconfirmed.to_string(),
        format!(
            "the receipt is for event {theirs} of {subject} at version 1, not for event {ours} of {subject} at version 2"
        )
    );
    let receipt = store.append(unconfirmed.pending.request(), evening(on)).expect("it is recorded");
    let talks = unconfirmed.pending.confirm(receipt).expect("its own receipt");
    assert_eq!(talks.project().version(), 2);
}

#[test]
fn the_golden_path_and_a_detour_compile_and_run() {
    let on = day("2018-06-01");
    let (planned, mut store) = planned(on);
    let policy = policy();
    let mut n = 1;
    let mut next = || {
        n += 1;
        context(1, n, plus(on, i64::try_from(n).expect("few")))
    };
    // each step: decide by the types, commit, go on
    macro_rules! step {
        ($project:ident . $verb:ident as $command:ident) => {{
            let context = next();
            let verb = Verb::$command;
            let on = context.effective_on().expect("it is stated");
            let Command::$command(evidence) = complete(verb, $project.project(), on) else {
                panic!("evidence for {verb}")
            };
            let at = context.at();
            $project
                .$verb(evidence, &context, &policy)
                .expect("it is accepted")
                .commit(&mut store, at)
                .expect("recorded")
        }};
    }
    let reserve = step!(planned.admit as Admit);
    let planned = step!(reserve.send_back as SendBack);
    let reserve = step!(planned.admit as Admit);
    let talks = step!(reserve.engage as Engage);
    let reserve = step!(talks.break_off as BreakOff);
    let talks = step!(reserve.engage as Engage);
    let signed = step!(talks.sign as Sign);
    let talks = step!(signed.reopen_talks as ReopenTalks);
    let signed = step!(talks.sign as Sign);
    let reserve = step!(signed.terminate as Terminate);
    let talks = step!(reserve.engage as Engage);
    let signed = step!(talks.sign as Sign);
    let c = next();
    let signed = signed.assign_officer(actor_id("officer-7"), &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let c = next();
    let body = Responsibility { lead: org("lead"), responsible: vec![] };
    let signed = signed.assign_body(body, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let c = next();
    let schedule = crate::common::evidence::schedule(c.effective_on().expect("it is stated"));
    let signed = signed.reschedule(schedule, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let registered = step!(signed.register as Register);

    // 180 days after the agreed start it is a zombie that remembers `registered`
    let late = plus(registered.project().agreed_start().expect("it is signed"), 180);
    let finding = stall_finding(ZombieCause::LandNotCleared, registered.project().since(), late);
    let zombie: Staged<Zombie<Registered>> =
        registered.stall(finding, &context(1, 100, late), &policy).unwrap().commit(&mut store, evening(late)).unwrap();
    assert_eq!(zombie.project().position(), stalled(Stage::Registered));
    let revival = crate::common::evidence::revival(Remedy::ClearLand, late);
    let registered =
        zombie.revive(revival, &context(1, 101, late), &policy).unwrap().commit(&mut store, evening(late)).unwrap();

    let start = |project: &Project, n: u64, verb| (context(1, n, late), complete(verb, project, late));
    let (c, Command::Start(evidence)) = start(registered.project(), 102, Verb::Start) else { panic!("evidence") };
    let started = registered.start(evidence, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let (c, Command::Commission(evidence)) = start(started.project(), 103, Verb::Commission) else {
        panic!("evidence")
    };
    let producing = started.commission(evidence, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let (c, Command::Operate(evidence)) = start(producing.project(), 104, Verb::Operate) else { panic!("evidence") };
    let operating = producing.operate(evidence, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();
    let (c, Command::Close(evidence)) = start(operating.project(), 105, Verb::Close) else { panic!("evidence") };
    let closed = operating.close(evidence, &c, &policy).unwrap().commit(&mut store, c.at()).unwrap();

    // what the types led through is what the store replays
    assert_eq!(store.project(project_id(1)).unwrap().as_ref(), Some(closed.project()));
    assert_eq!(closed.project().stage(), Stage::Closed);
}

#[test]
fn a_retry_in_the_typed_view_says_that_it_is_recorded() {
    let on = day("2018-06-01");
    let (planned, mut store) = planned(on);
    let talks =
        planned.engage(engagement(on), &context(1, 2, on), &policy()).unwrap().commit(&mut store, evening(on)).unwrap();
    let Command::BreakOff(grounds) = complete(Verb::BreakOff, talks.project(), on) else { panic!("grounds") };
    let reserve =
        talks.break_off(grounds, &context(1, 3, on), &policy()).unwrap().commit(&mut store, evening(on)).unwrap();
    let refused = reserve.engage(engagement(on), &context(1, 2, on), &policy()).unwrap_err();
    let id = crate::common::event_id(1, 2);
    assert_eq!(refused.refusal().reasons(), [Reason::AlreadyRecorded { id, version: 2 }]);
    assert_eq!(refused.refusal().command(), "engage");
}

#[test]
fn every_position_has_its_variant_and_no_other_type() {
    for position in positions() {
        let project = Walk::to(2, position).project;
        let staged = AnyStaged::from(project.clone());
        // Debug names the variant: `Zombie(Signed(..` for a zombie, else the stage
        let name = format!("{staged:?}");
        let stage = |stage: Stage| format!("{stage:?}");
        let expected = match position.stalled_at() {
            None => stage(position.stage()),
            Some(stalled) => format!("Zombie({}", stage(stalled)),
        };
        assert!(name.starts_with(&format!("{expected}(Staged")), "{position}: {}", &name[..40]);
        let wrong = Staged::<Operating>::try_from(project.clone());
        match wrong {
            Ok(operating) => assert_eq!(operating.project().position(), at(Stage::Operating)),
            Err(wrong) => {
                assert_ne!(position, at(Stage::Operating));
                assert_eq!(wrong.to_string(), format!("project {} is `{position}`, not `operating`", project.id()));
                assert_eq!(*wrong.project, project);
            }
        }
    }
}

/// A host that chooses its store at run time hands it over as an object.
#[test]
fn a_move_is_committed_to_a_store_that_is_held_as_an_object() {
    let on = day("2018-06-01");
    let mut memory = store(on);
    let chosen: &mut dyn EventStore = &mut memory;
    let pending = Staged::plan(project_id(1), profile(ProjectKind::Enterprise), &context(1, 1, on), &policy());
    let planned = pending.expect("it is planned").commit(chosen, evening(on)).expect("it is recorded");
    assert_eq!(memory.project(project_id(1)).expect("it replays").as_ref(), Some(planned.project()));
    let pending = planned.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let mut boxed: Box<dyn EventStore> = Box::new(memory);
    let negotiating = pending.commit(&mut *boxed, evening(on)).expect("it is recorded");
    assert_eq!(negotiating.project().version(), 2);
}

/// A store that answers with a record of its own making.
struct Lying(MemoryStore);

impl EventLog for Lying {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.0.stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.0.lines(after, limit, show)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.0.head()
    }
}

impl EventStore for Lying {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.0.open_log(digest, actor, now)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        let [request] = requests else { panic!("one request is given") };
        let mut other = Walk::plan(1);
        let event = other.give(complete(Verb::Admit, &other.project, other.today));
        assert_eq!(
            (event.id(), event.version()),
            (request.id(), request.expected_version() + 1),
            "the same id and place"
        );
        self.0.append_batch(&[event.into()], batch, now)
    }
}

#[test]
fn a_record_of_another_command_under_the_same_id_confirms_nothing() {
    let walk = Walk::plan(1);
    let mut store = store(walk.today);
    store.append(&walk.project.events()[0].clone().into(), evening(walk.today)).expect("recorded");
    let planned: Staged<Planned> = walk.project.clone().try_into().expect("it is planned");
    let pending = planned.engage(engagement(walk.today), &walk.context(), &policy()).expect("talks open");
    let failed = pending.commit(&mut Lying(store), evening(walk.today)).unwrap_err();
    assert!(matches!(&failed, CommitError::Unconfirmed(_)), "{failed:?}");
    assert_eq!(failed.into_pending().abandon().map(|project| project.stage()), Some(Stage::Planned));
}

/// Finding: receipts of another log, or of no store, confirmed a move.
#[test]
fn a_receipt_of_another_log_confirms_nothing() {
    let on = day("2018-06-01");
    let (planned, mut store) = planned(on);
    let name: Source = "urn:example:log:elsewhere".parse().expect("a source");
    let mut other = MemoryStore::open(name.clone(), &crate::common::actor(), evening(on)).expect("a log opens");
    other.append(&(&planned.project().events()[0]).into(), evening(on)).expect("recorded there too");
    // just confirmed, loaded from a store, and cloned: its log is known
    let loaded = store.project(project_id(1)).expect("it loads").expect("it is there");
    for project in [planned.project().clone(), loaded, planned.clone().into_project()] {
        let staged: Staged<Planned> = project.try_into().expect("it is planned");
        let pending = staged.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
        let receipt = other.append(pending.request(), evening(on)).expect("it is recorded there");
        let failed = pending.clone().commit(&mut other, evening(on)).unwrap_err();
        assert!(matches!(failed, CommitError::Unconfirmed(_)));
        let unconfirmed = pending.confirm(receipt).unwrap_err();
        assert_eq!(
            unconfirmed.to_string(),
            format!("the receipt is from the log {name}, but the project was read from {}", source())
        );
        let talks = unconfirmed.pending.commit(&mut store, evening(on)).expect("its own log");
        assert_eq!(talks.project().stage(), Stage::Negotiating);
        // and the next move is held to it as well
        let Command::BreakOff(grounds) = complete(Verb::BreakOff, talks.project(), on) else { panic!("grounds") };
        let pending = talks.break_off(grounds, &context(1, 3, on), &policy()).expect("talks end");
        let receipt = other.append(pending.request(), evening(on)).expect("it is recorded there");
        assert!(pending.confirm(receipt).is_err());
    }
    // a project that no store gave is in no log yet: any is right, and from then on it is that one
    let events = planned.project().events().to_vec();
    let staged: Staged<Planned> = Project::replay(events).expect("a history").try_into().expect("it is planned");
    let pending = staged.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let talks = pending.commit(&mut other, evening(on)).expect("any log");
    let Command::BreakOff(grounds) = complete(Verb::BreakOff, talks.project(), on) else { panic!("grounds") };
    let pending = talks.break_off(grounds, &context(1, 3, on), &policy()).expect("talks end");
    let receipt = store.append(pending.request(), evening(on)).expect("recorded");
    assert!(pending.confirm(receipt).is_err());
}

/// The same command under the same id, in the same log, confirms; another one that leads there too does not, nor the same at
/// another place.
#[test]
fn a_move_is_confirmed_by_what_it_says_and_where_it_stands() {
    let on = day("2018-06-01");
    let (planned, store) = planned(on);
    let pending = planned.engage(engagement(on), &context(1, 2, on), &policy()).expect("talks open");
    let mut line = Vec::new();
    seal_into(pending.request(), &store.head().expect("a head"), evening(on), &mut line).expect("it is sealed");
    let told = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
        change(&mut json);
        let line = project_lifecycle::canonical::to_vec(&json).expect("canonical");
        Receipt::from(Record::parse(line).expect("a record"))
    };
    let others: [&dyn Fn(&mut serde_json::Value); 5] = [
        &|json| json["data"]["evidence"]["client"] = "client-of-another".into(),
        &|json| json["authid"] = "officer-of-another".into(),
        &|json| json["streamversion"] = 3.into(),
        &|json| json["id"] = crate::common::event_id(9, 9).to_string().into(),
        &|json| json["source"] = "urn:example:log:elsewhere".into(),
    ];
    for change in others {
        assert!(pending.clone().confirm(told(change)).is_err(), "{:?}", told(change));
    }
    // it was found: given at another instant before
    let talks = pending.confirm(told(&|json| json["time"] = "2018-06-01T09:00:00.000000Z".into())).expect("the same");
    assert_eq!(talks.project().version(), 2);
}
