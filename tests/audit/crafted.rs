//! Events read from crafted lines, as no command decided them: refused by a replay, and at append wherever histories are kept.

use super::*;
use crate::common::evidence::{agreement, closing, complete, dossier};
use crate::common::walk::redating;
use crate::common::{day, text};
use project_lifecycle::project::fact::{Link, LinkKind};
use project_lifecycle::testing::sample::{grounds, rescission};

/// A log of one project.
pub(super) fn log_of(walk: &Walk) -> MemoryStore {
    let mut store = crate::common::opened(source(), &actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).expect("recorded");
    }
    store
}

/// An event as it is read from the record that somebody crafted behind a log.
pub(super) fn crafted(store: &MemoryStore, event: &Event, change: impl FnOnce(&mut serde_json::Value)) -> Event {
    let (head, mut line) = (store.head().expect("a head"), Vec::new());
    let now = event.at().max(head.recorded.expect("it is open"));
    seal_into(&event.clone().into(), &head, now, &mut line).expect("it is sealed");
    let mut json: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
    change(&mut json);
    Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record").event().expect("an event")
}

/// What a replay refuses, no store without a database takes either: nothing is written, and what follows goes on.
#[track_caller]
fn is_unlawful_everywhere(walk: &Walk, event: &Event) -> HistoryFault {
    let (mut store, now) = (log_of(walk), evening(walk.today));
    let mut trail =
        crate::common::trail(source(), &actor(), evening(walk.project.planned_on()), Vec::new()).expect("a log");
    for event in walk.project.events() {
        trail.record(&event.clone().into(), now).expect("recorded");
    }
    let why = walk.project.clone().apply(event.clone()).expect_err("no history");
    let wanted = AppendError::Unlawful(Box::new(why.clone()));
    let before = (store.head().expect("a head"), store.project(walk.project.id()).expect("it replays"));
    let next = Walk::plan(2).project.events()[0].clone();
    for request in [AppendRequest::from(event.clone()), AppendRequest::from(event.clone()).sure_of_now()] {
        assert_eq!(refused(store.append(&request, now)), wanted);
        assert_eq!(trail.record(&request, now), Err(TrailError::Append(wanted.clone())));
        let requests = [next.clone().into(), request, next.clone().into()];
        let whole = store.append_batch(&requests, Batch::Whole, now).expect_err("one cannot stand");
        assert!(matches!(whole, StoreError::Batch(why) if why.index == 1 && why.error == wanted));
        assert_eq!((store.head().expect("a head"), store.project(walk.project.id()).expect("it replays")), before);
        assert_eq!(store.project(next.project()).expect("it loads"), None, "the batch took nothing in");
        assert_eq!(store.current(next.project()).expect("it tells"), None);
    }
    assert_eq!((trail.head(), trail.sink().len() as u64), (&before.0, before.0.size()));
    // beside it, another one of its batch stands
    let requests = [event.clone().into(), next.into()];
    let each = store.append_batch(&requests, Batch::Each, now).expect("each for itself");
    assert!(each[0].as_ref().is_err_and(|why| *why == wanted && !why.is_stale()) && each[1].is_ok());
    assert_eq!(wanted.to_string(), "the event does not follow from what is recorded");
    let HistoryError::Event { fault, .. } = why else { panic!("there is an event") };
    fault
}

/// Finding: an event from a crafted line, planned -> signed, stood in memory and in a trail.
#[test]
fn a_crafted_step_that_the_law_does_not_have_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Negotiating));
    let negotiating = walk.project.clone();
    let signed = walk.go(Verb::Sign);
    let planned = Walk::plan(1);
    let leap = |to: &'static str, version: u64| {
        crafted(&log_of(&planned), &signed, |json| {
            json["streamversion"] = version.into();
            json["time"] = evening(planned.today).to_string().into();
            json["data"]["from"] = "planned".into();
            json["data"]["to"] = to.into();
        })
    };
    let fault = is_unlawful_everywhere(&planned, &leap("signed", 2));
    assert_eq!(fault, HistoryFault::NotPermitted { verb: Verb::Sign, from: at(Stage::Planned) });
    let fault = is_unlawful_everywhere(&planned, &leap("reserve", 2));
    assert_eq!(fault, HistoryFault::NotPermitted { verb: Verb::Sign, from: at(Stage::Planned) });
    // the right move to the wrong place
    walk.project = negotiating;
    let elsewhere = crafted(&log_of(&walk), &signed, |json| json["data"]["to"] = "registered".into());
    let fault = is_unlawful_everywhere(&walk, &elsewhere);
    assert_eq!(fault, HistoryFault::WrongEnd { expected: at(Stage::Signed), found: at(Stage::Registered) });
}

/// A stream begins with a planning and with nothing else, whatever the store has of other streams.
#[test]
fn a_crafted_beginning_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Negotiating));
    let signed = walk.go(Verb::Sign);
    let mut store = crate::common::opened(source(), &actor(), noon()).expect("a log");
    let mut trail = crate::common::trail(source(), &actor(), noon(), Vec::new()).expect("a log");
    let first = crafted(&store, &signed, |json| json["streamversion"] = 1.into());
    let wanted = HistoryError::Event { project: project_id(1), version: 1, fault: HistoryFault::Planning };
    let wanted = AppendError::Unlawful(wanted.into());
    assert_eq!(refused(store.append(&first.clone().into(), evening(walk.today))), wanted);
    assert_eq!(trail.record(&first.into(), evening(walk.today)), Err(TrailError::Append(wanted)));
    assert_eq!((store.records().len(), trail.sink().len()), (1, 1));
}

/// Corrections of what does not stand, and facts with what did not stand before them.
#[test]
fn a_crafted_correction_or_fact_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let before = walk.project.clone();
    let void = walk.void();
    walk.project = before.clone();
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-9").into()));
    walk.project = before;
    let last = walk.project.standing().last().expect("it moved").event().version();
    let store = log_of(&walk);
    let told = |event: &Event, member: &str, value: serde_json::Value| {
        is_unlawful_everywhere(&walk, &crafted(&store, event, |json| json["data"][member] = value))
    };
    assert_eq!(told(&void, "voids_version", (last - 1).into()), HistoryFault::VoidNotLast { voids: last - 1 });
    assert_eq!(told(&void, "voids_version", 1.into()), HistoryFault::VoidNotLast { voids: 1 });
    let restored = HistoryFault::WrongRestored { expected: last - 1, found: 1 };
    assert_eq!(told(&void, "restores_version", 1.into()), restored);
    assert_eq!(told(&fact, "before", serde_json::Value::Null), HistoryFault::WrongBefore);
    let planned_on = walk.project.planned_on();
    let early = plus(planned_on, -1);
    let fault = told(&fact, "effective_on", early.to_string().into());
    assert_eq!(fault, HistoryFault::DateOutOfOrder { found: early, earliest: planned_on, latest: Day::MAX });
}

/// What only one of two histories has is refused though both are at one version and stage.
#[test]
fn a_void_of_another_history_is_refused_at_append() {
    let two = |first: Command, second: Command| {
        let mut walk = Walk::plan(1);
        walk.give(first);
        walk.give(second);
        walk
    };
    let engage = || complete(Verb::Engage, &Walk::plan(1).project, Walk::plan(1).today);
    let officer = || Command::AssignOfficer(actor_id("officer-8").into());
    // in one history the third event is the step, in the other it is the fact: both stand in the same stage
    let (mut stands, moved) = (two(officer(), engage()), two(engage(), officer()));
    let void = stands.void();
    let fault = is_unlawful_everywhere(&moved, &crafted(&log_of(&moved), &void, |_| ()));
    assert_eq!(fault, HistoryFault::NotStanding { corrects: 3 });
}

/// What was written of a project's current state in place of its own stays with a batch that is taken back.
#[test]
fn a_batch_that_is_taken_back_leaves_the_list_as_it_was() {
    let mut walk = Walk::plan(1);
    let mut store = log_of(&walk);
    let id = walk.project.id();
    let state = CurrentState { name: text("another"), ..walk.project.current().clone() };
    store.write_current(&state).expect("written");
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let stale = Walk::plan(1).project.events()[0].clone();
    let other = crafted(&store, &stale, |json| json["id"] = event_id(9, 9).to_string().into());
    let whole = store.append_batch(&[fact.clone().into(), other.into()], Batch::Whole, evening(walk.today));
    assert!(matches!(whole, Err(StoreError::Batch(why)) if why.index == 1));
    assert_eq!(store.current(id).expect("it tells").as_ref(), Some(&state));
    store.append(&fact.into(), evening(walk.today)).expect("the batch left no id behind");
    let after = store.current(id).expect("it tells").expect("it is listed");
    assert_eq!((after.version, after.name), (2, text("another")));
}

/// What a step's event says, with another date of the command and of the act.
fn on(event: &Event, store: &MemoryStore, at: &str, day: &str) -> Event {
    crafted(store, event, |json| {
        json["time"] = at.into();
        json["data"]["effective_on"] = day.into();
    })
}

/// No date lies later than the UTC day on which the command was given and one more, for no place is further ahead.
#[test]
fn a_date_that_had_come_nowhere_is_no_history() {
    let mut walk = Walk::plan(1);
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let planned = Walk::plan(1);
    let store = log_of(&planned);
    let given = "2018-06-01T23:59:59.999999Z";
    let takes = |event: &Event| planned.project.clone().apply(event.clone());
    for day in ["2018-06-01", "2018-06-02"] {
        assert_eq!(takes(&on(&fact, &store, given, day)), Ok(()), "{day}");
    }
    let latest = day("2018-06-02");
    for later in ["2018-06-03", "2019-01-01", "9999-12-30", "9999-12-31"] {
        let late = on(&fact, &store, given, later);
        let fault = HistoryFault::DateInFuture { found: day(later), latest };
        let error = HistoryError::Event { project: project_id(1), version: 2, fault: fault.clone() };
        assert_eq!(
            error.to_string(),
            format!(
                "project {}: event 2 is dated {later}, but no place was past 2018-06-02 when it was given",
                project_id(1)
            )
        );
        assert_eq!(takes(&late), Err(error));
        let mut late_walk = planned.clone();
        late_walk.today = day("2018-06-02");
        assert_eq!(is_unlawful_everywhere(&late_walk, &late), fault);
        // a planning, too
        let first = on(&planned.project.events()[0], &store, given, later);
        let error = HistoryError::Event { project: project_id(1), version: 1, fault };
        assert_eq!(Project::replay([first]), Err(error));
    }
    // at the end of the calendar nothing is later
    let end = on(&fact, &store, "9999-12-31T23:00:00.000000Z", "9999-12-31");
    assert_eq!(takes(&end), Ok(()));
    let first = on(&planned.project.events()[0], &store, "9999-12-31T23:00:00.000000Z", "9999-12-31");
    assert!(Project::replay([first]).is_ok());
}

/// The date that a correction gives a step is held to the same.
#[test]
fn a_step_is_not_re_dated_to_a_day_that_had_come_nowhere() {
    let mut walk = Walk::to(1, at(Stage::Reserve));
    walk.pass(40);
    let before = walk.project.clone();
    let version = before.standing().last().expect("it moved").event().version();
    let redated = walk.give(redating(version, walk.today));
    walk.project = before;
    let store = log_of(&walk);
    let given = redated.at().to_string();
    let latest = plus(walk.today, 1);
    for (to, holds) in [(latest, true), (plus(latest, 1), false), (Day::MAX, false)] {
        let told = crafted(&store, &redated, |json| json["data"]["redated_to"] = to.to_string().into());
        assert_eq!(told.at().to_string(), given);
        if holds {
            assert_eq!(walk.project.clone().apply(told), Ok(()));
        } else {
            assert_eq!(is_unlawful_everywhere(&walk, &told), HistoryFault::DateInFuture { found: to, latest });
        }
    }
}

/// What was decided for one history, told of another one: whatever the policy, a step lacks what it needs there.
#[track_caller]
fn lacks(elsewhere: &Walk, event: &Event, change: impl FnOnce(&mut serde_json::Value), code: &str) {
    let version = elsewhere.project.version() + 1;
    let event = crafted(&log_of(elsewhere), event, |json| {
        json["streamversion"] = version.into();
        change(json);
    });
    let fault = is_unlawful_everywhere(elsewhere, &event);
    let HistoryFault::Unsuited { why } = &fault else { panic!("{fault:?}") };
    assert_eq!(why.code(), code);
    assert_eq!(fault.to_string(), format!("moves without what it needs: {why}"));
}

#[test]
fn a_registration_without_its_duties_is_no_history() {
    let mut walk = Walk::plan(1);
    walk.go(Verb::Engage);
    walk.go(Verb::Sign);
    let bare = walk.clone();
    assert_eq!(bare.project.unmet_duties().count(), 3);
    walk.assign_duties();
    let registered = walk.go(Verb::Register);
    lacks(&bare, &registered, |_| (), "unassigned");
    // two of three are not enough
    let mut partly = bare;
    partly.give(Command::AssignOfficer(actor_id("officer-8").into()));
    partly.give(Command::Reschedule(crate::common::evidence::schedule(partly.today).into()));
    lacks(&partly, &registered, |_| (), "unassigned");
    // an imported one has none to show
    let provenance = Provenance::new(text("ledger.csv"), 1);
    let mut imported = Walk::plan(2);
    for verb in [Verb::Engage, Verb::Sign, Verb::Register] {
        imported.give(Command::Import(Import::step(verb, provenance.clone())));
    }
    assert_eq!(Project::replay(imported.project.events().to_vec()).as_ref(), Ok(&imported.project));
}

#[test]
fn the_reserve_without_a_dossier_is_no_history() {
    // talks that began before any review
    let mut talks = Walk::plan(1);
    talks.go(Verb::Engage);
    let mut reviewed = talks.clone();
    let broken_off = reviewed.give(Command::BreakOff(grounds(Some(dossier(talks.today)))));
    lacks(
        &talks,
        &broken_off,
        |json| drop(json["data"]["evidence"].as_object_mut().map(|it| it.remove("dossier"))),
        "dossier_required",
    );
    let mut signed = talks.clone();
    signed.go(Verb::Sign);
    let terminated = signed.clone().give(Command::Terminate(rescission(Some(dossier(signed.today)), signed.today)));
    lacks(
        &signed,
        &terminated,
        |json| drop(json["data"]["evidence"].as_object_mut().map(|it| it.remove("dossier"))),
        "dossier_required",
    );
    // the dossier that came with the end of an agreement was reviewed: no other one is asked for thereafter
    let mut ended = signed;
    ended.give(Command::Terminate(rescission(Some(dossier(ended.today)), ended.today)));
    ended.go(Verb::Engage);
    assert_eq!(ended.project.check(&Command::BreakOff(grounds(None)), &ended.context(), &ended.policy), []);
    ended.give(Command::BreakOff(grounds(None)));
    assert_eq!(Project::replay(ended.project.events().to_vec()).as_ref(), Ok(&ended.project));
}

#[test]
fn an_agreement_of_another_kind_is_no_history() {
    let mut talks = Walk::to(1, at(Stage::Negotiating));
    let before = talks.clone();
    let signed = talks.give(Command::Sign(agreement(ProjectKind::Enterprise, talks.today)));
    let kinds: Vec<_> =
        ProjectKind::ALL.iter().filter(|kind| kind.agreement() != ProjectKind::Enterprise.agreement()).collect();
    assert!(!kinds.is_empty());
    for kind in kinds {
        lacks(
            &before,
            &signed,
            |json| json["data"]["evidence"]["agreement_kind"] = kind.agreement().code().into(),
            "agreement_not_fitting",
        );
    }
}

#[test]
fn a_duplicate_of_itself_is_no_history() {
    let mut tried = 0;
    for outcome in Outcome::ALL {
        let mut walk = Walk::to(1, at(Stage::Reserve));
        let before = walk.clone();
        let Ok(Decision::Record(closed)) = walk.decide(Command::Close(closing(outcome, walk.today))) else { continue };
        if matches!(outcome, Outcome::Duplicate | Outcome::Combined) {
            tried += 1;
            let itself = before.project.id().to_string();
            lacks(&before, &closed, |json| json["data"]["evidence"]["survivor"] = itself.into(), "survivor_is_itself");
        }
    }
    assert_eq!(tried, 2);
    // nor is it linked to itself, in any way
    for kind in LinkKind::ALL {
        let mut walk = Walk::plan(1);
        let before = walk.clone();
        let paper = Some(crate::common::evidence::paper("关联依据", walk.today));
        let linked = walk.give(Command::Link(Link { kind, paper, to: project_id(2) }));
        let itself =
            crafted(&log_of(&before), &linked, |json| json["data"]["after"]["to"] = project_id(1).to_string().into());
        let fault = is_unlawful_everywhere(&before, &itself);
        assert_eq!(fault, HistoryFault::Contradicts { why: Reason::LinkToSelf });
    }
}

/// Finding: an application role took a live project from signed to operating by steps without evidence.
#[test]
fn an_imported_step_after_a_live_one_is_no_history() {
    let provenance = Provenance::new(text("ledger.csv"), 1);
    let mut live = Walk::to(1, at(Stage::Signed));
    live.assign_duties();
    let mut imported = Walk::plan(1);
    for verb in [Verb::Engage, Verb::Sign] {
        imported.give(Command::Import(Import::step(verb, provenance.clone())));
    }
    let registered = imported.give(Command::Import(Import::step(Verb::Register, provenance)));
    let version = live.project.version() + 1;
    let event = crafted(&log_of(&live), &registered, |json| {
        json["streamversion"] = version.into();
        json["id"] = event_id(9, 9).to_string().into();
    });
    let first_live = live.project.standing().next().expect("it moved").event().version();
    assert_eq!(is_unlawful_everywhere(&live, &event), HistoryFault::ImportAfterLive { first_live });
}

/// One id names one record of a log, whatever the stream: a trail keeps the ids as a store does.
#[test]
fn an_id_names_one_record_of_a_trail() {
    let (first, other) = (Walk::plan(1), Walk::plan(2));
    let now = evening(first.today);
    let mut trail = AuditTrail::open(source(), &actor(), now, Vec::new()).expect("a log");
    let store = log_of(&first);
    let planned = trail.record(&first.project.events()[0].clone().into(), now).expect("recorded");
    let id = planned.record().id();
    let taken = crafted(&store, &other.project.events()[0], |json| json["id"] = id.to_string().into());
    let reused = AppendError::IdReused { id, sequence: 2, dates: None };
    assert_eq!(trail.record(&taken.clone().into(), now), Err(TrailError::Append(reused.clone())));
    // a refused attempt, and the opening of the log itself
    let refusal =
        first.project.decide(complete(Verb::Sign, &first.project, first.today), &first.context(), &first.policy);
    let refusal = refusal.expect_err("it is not in talks");
    let refused = |id| TransitionRefused::new(id, refusal.clone(), &first.context(), &first.policy);
    assert_eq!(trail.record(&refused(id).into(), now), Err(TrailError::Append(reused.clone())));
    let opened = trail.sink()[0].id();
    let first_record = AppendError::IdReused { id: opened, sequence: 1, dates: None };
    assert_eq!(trail.record(&refused(opened).into(), now), Err(TrailError::Append(first_record)));
    assert_eq!(trail.sink().len(), 2);
    // a trail that goes on knows them, and does not go on from records that bear one id
    let mut resumed = AuditTrail::resume(trail.sink().clone(), Quarantine::default(), Vec::new()).expect("it resumes");
    assert_eq!(resumed.record(&taken.into(), now), Err(TrailError::Append(reused)));
    let mut line = Vec::new();
    seal_into(&refused(id).into(), trail.head(), now, &mut line).expect("it is sealed");
    let twice = trail.sink().iter().cloned().chain([Record::parse(line).expect("a record")]);
    let error = AuditTrail::resume(twice, Quarantine::default(), Vec::new()).expect_err("one id twice");
    assert_eq!(error, TrailError::IdTwice { line: 3, first: 2 });
    assert_eq!(error.to_string(), "record 3 of those to resume from bears the id of record 2");
}

/// A trail resumes beside a history that is none, or cannot be read; that project alone takes no more.
#[test]
fn a_trail_goes_on_beside_a_history_that_is_none() {
    let (mut walk, other, now) = (Walk::plan(1), Walk::plan(2), evening(day("2018-06-01")));
    let store = log_of(&walk);
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let next = walk.give(Command::AssignOfficer(actor_id("officer-9").into()));
    let sealed = |event: &Event, change: &dyn Fn(&mut serde_json::Value)| {
        let mut line = Vec::new();
        seal_into(&event.clone().into(), &store.head().expect("a head"), now, &mut line).expect("it is sealed");
        let mut json: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
        change(&mut json);
        Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record")
    };
    let none = sealed(&fact, &|json| json["data"]["effective_on"] = "2018-05-31".into());
    let unread = sealed(&fact, &|json| {
        for member in ["type", "dataschema"] {
            let named = json[member].as_str().expect("a text").replace(".v1", ".v9");
            json[member] = named.into();
        }
    });
    let id = walk.project.id();
    let early =
        HistoryFault::DateOutOfOrder { found: day("2018-05-31"), earliest: day("2018-06-01"), latest: Day::MAX };
    let early = StreamFault::History(HistoryError::Event { project: id, version: 2, fault: early });
    let unknown = StreamFault::Record(unread.event().expect_err("version 9"));
    for (third, why) in [(none, early), (unread, unknown)] {
        let records: Vec<_> = store.records().iter().cloned().chain([third]).collect();
        let mut trail = AuditTrail::resume(records, Quarantine::default(), Vec::new()).expect("the chain is whole");
        let read = Record::parse(sealed(&next, &|_| ()).line()).expect("a record").event().expect("an event");
        let error = trail.record(&read.into(), now).expect_err("nothing is known to follow");
        let wanted = AppendError::Unreadable { subject: id.into(), why: why.into() };
        assert_eq!(error, TrailError::Append(wanted));
        trail.record(&other.project.events()[0].clone().into(), now).expect("the others go on");
    }
}
