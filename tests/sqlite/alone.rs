//! One bad thing stops only itself: a stream that cannot be read, beside others in a batch and in a group.

use std::error::Error;
use std::sync::Barrier;

use super::beneath::in_columns;
use super::faults::life;
use super::open;
use super::owner::{appended, behind_its_back};
use super::target::{Target, client, late};
use crate::common::walk::Walk;
use crate::common::zones::*;
use crate::common::{policy, project_id, source};
use project_lifecycle::registry::Zone;
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*};

/// A project with its duties, and its next fact.
fn begun(p: u64) -> (Vec<AppendRequest>, AppendRequest) {
    let mut walk = Walk::plan(p);
    walk.assign_duties();
    let mut before: Vec<AppendRequest> = walk.project.events().iter().cloned().map(Into::into).collect();
    walk.give(Command::AssignOfficer(crate::common::actor_id("officer-9").into()));
    before.extend(walk.project.events()[before.len()..].iter().cloned().map(AppendRequest::new));
    let next = before.pop().expect("the last");
    (before, next)
}

/// Three projects that cannot be read, each otherwise, and two that can.
fn target(name: &str) -> Target {
    let target = Target::of_requests(name, (1..=5).flat_map(|p| begun(p).0).collect());
    let stream = |p: u64| target.stream(project_id(p));
    // the last record of the first is no canonical line; of the second it is the first record, and what it is now is not kept
    let last = stream(1).last().expect("a record").sequence();
    let first = stream(2)[0].sequence();
    let spoil = format!("UPDATE event SET body = body || ' ' WHERE sequence IN ({last}, {first})");
    drop(behind_its_back(&target, "event", &spoil));
    let unlisted = format!("DELETE FROM current WHERE project = '{}'", project_id(2));
    drop(behind_its_back(&target, "current", &unlisted));
    // the file takes the third to stand elsewhere
    let last = stream(3).last().expect("a record").sequence();
    drop(in_columns(&target, &format!("UPDATE event SET to_node = 'operating' WHERE sequence = {last}")));
    target
}

#[test]
fn one_unreadable_stream_is_answered_for_itself_in_a_batch() {
    let target = target("alone-batch");
    let mut store = open(&target.file());
    let mut batch: Vec<AppendRequest> = (1..=5).map(|p| begun(p).1).collect();
    batch.extend(life(9));
    // a batch to be written as a whole is not written
    let refused = store.append_batch(&batch, Batch::Whole, late()).expect_err("the first cannot be read");
    let StoreError::Batch(refused) = refused else { panic!("{refused:?}") };
    assert!(refused.index == 0 && matches!(refused.error, AppendError::Unreadable { .. }), "{refused:?}");
    assert_eq!(store.head().expect("a head"), target.head);

    let answers = store.append_batch(&batch, Batch::Each, late()).expect("the others are written");
    for (place, answer) in answers.iter().enumerate() {
        if place < 3 {
            let subject = project_id(place as u64 + 1).into();
            let Err(AppendError::Unreadable { subject: found, why }) = answer else { panic!("{place}: {answer:?}") };
            assert_eq!(*found, subject);
            match place {
                0 => assert!(matches!(**why, StreamFault::Record(_)), "{why:?}"),
                1 => assert!(matches!(&**why, StreamFault::Stored(said) if said.starts_with("a record: ")), "{why:?}"),
                _ => assert_eq!(
                    **why,
                    StreamFault::Stored("the event does not follow the last one of its stream".into())
                ),
            }
        } else {
            assert!(answer.as_ref().is_ok_and(Receipt::is_new), "{place}: {answer:?}");
        }
    }
    let written = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
    assert_eq!(store.head().expect("a head").size(), target.head.size() + written);
    // again: what was written is found, what cannot be read is told again
    let again = store.append_batch(&batch, Batch::Each, late()).expect("it is found");
    assert!(again.iter().all(|answer| answer.as_ref().map_or(true, |receipt| !receipt.is_new())));
    assert_eq!(again.iter().filter(|answer| answer.is_ok()).count() as u64, written);
    // alone it is a fault of what is stored, in words that name it
    for p in 1..=3 {
        let error = store.append(&begun(p).1, late()).expect_err("it cannot be read");
        assert!(
            matches!(&error, StoreError::Corrupt { what, .. } if *what == format!("what is stored of project/{}", project_id(p).uuid())),
            "{error:?}"
        );
        assert!(error.source().is_some());
    }
    let drifts = store.check_current(&Upcasters::new()).expect("the others are checked");
    assert!(drifts.len() == 2, "{drifts:?}");
}

#[test]
fn four_clients_that_retry_what_cannot_be_read_hinder_nobody_in_the_group() {
    let target = target("alone-group");
    let (writer, thread) = SqliteWriter::start(open(&target.file()));
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for p in 1..=4u64 {
            let (writer, barrier) = (writer.clone(), &barrier);
            scope.spawn(move || {
                let (_, bad) = begun(p.min(3));
                barrier.wait();
                for _ in 0..20 {
                    let error = writer.append(bad.clone(), late()).expect_err("it cannot be read");
                    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
                }
            });
        }
        for p in 0..4u64 {
            let (writer, barrier) = (writer.clone(), &barrier);
            scope.spawn(move || {
                barrier.wait();
                for request in (0..4).flat_map(|more| life(100 + 10 * p + more)) {
                    writer.append(request, late()).expect("nobody hinders it");
                }
            });
        }
    });
    drop(writer);
    let store = thread.join().expect("the store comes back");
    let written: usize = (0..4).flat_map(|p| (0..4).map(move |more| life(100 + 10 * p + more).len())).sum();
    assert_eq!(store.head().expect("a head").size(), target.head.size() + written as u64);
}

/// A zone whose last line nobody can read, beside projects and another zone.
#[test]
fn an_unreadable_zone_is_answered_for_itself_in_a_batch() {
    let registered = |name: &str, n: u64| {
        let (id, profile) = (zone_id(name), zone_profile(ZoneClass::Provincial));
        let event =
            Zone::register(id, profile, &source(), &zone_context(n, "2018-06-01"), &policy()).expect("registered");
        ZoneWalk { zone: Zone::replay([event]).expect("a history"), policy: policy(), n }
    };
    let (mut bad, mut good) = (registered("hunnan", 1), registered("tiexi", 11));
    let planning = |zone: &ZoneWalk| AppendRequest::from(zone.zone.events()[0].clone());
    let target = Target::of_requests("alone-zone", [planning(&bad), planning(&good), life(1)[0].clone()].into());
    let subject = Subject::zone(&source(), &zone_id("hunnan"));
    // its line is canonical, and its data are those of no event
    let line = target.forge(target.stream(subject)[0], project_id(1));
    let line = line.set("/subject", subject.to_string()).set("/streamversion", 2).set("/data/zz", 1);
    assert_eq!(client(&target.file(), &format!("{};", appended(&target, &line))).refused, "");
    for zone in [&mut bad, &mut good] {
        zone.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    }
    let next = |zone: &ZoneWalk| AppendRequest::from(zone.zone.events()[1].clone());
    let mut batch = vec![next(&bad), next(&good)];
    batch.extend(life(1).split_off(1));
    batch.extend(life(2));
    let mut store = open(&target.file());
    for is_new in [true, false] {
        let answers = store.append_batch(&batch, Batch::Each, late()).expect("the others are recorded");
        let Err(AppendError::Unreadable { subject: found, why }) = &answers[0] else { panic!("{:?}", answers[0]) };
        assert_eq!(*found, subject);
        assert!(format!("{why:?}").contains("unknown field `zz`"), "{why:?}");
        assert!(
            answers[1..].iter().all(|answer| answer.as_ref().is_ok_and(|one| one.is_new() == is_new)),
            "{answers:?}"
        );
    }
    assert_eq!(store.head().expect("a head").size(), target.head.size() + batch.len() as u64);
    assert!(store.zone(&zone_id("hunnan")).is_err());
    let checked = store.check_zones().expect("they are looked at");
    assert!(matches!(&checked[..], [(found, StreamFault::Record(_))] if *found == subject), "{checked:?}");
    assert_eq!(store.zone(&zone_id("tiexi")).expect("it loads"), Some(good.zone));
    assert_eq!(store.check_current(&Upcasters::new()).expect("a check"), []);
}

/// A stream that names no project hides no other.
#[test]
fn a_stream_that_is_no_project_hides_no_other() {
    let target = Target::of("alone-stream", (1..=3).map(Walk::plan).collect());
    let first = target.stream(project_id(1))[0].sequence();
    let store = in_columns(&target, &format!("UPDATE event SET stream = 'project/X' WHERE sequence = {first}"));
    assert_eq!(store.project_ids(None, 2).expect("ids").len(), 2);
    assert_eq!(store.check_current(&Upcasters::new()).expect("the others are checked").len(), 1);
}

/// A file in which so many projects stand elsewhere than their lines say, so that the law in it takes none of their next records; and
/// these records, each behind one of a project that is well.
fn refusing(name: &str, many: u64) -> (Target, Vec<AppendRequest>) {
    let target = Target::of_requests(name, (1..=2 * many).flat_map(|p| begun(p).0).collect());
    let last = |p| target.stream(project_id(p)).last().expect("a record").sequence().to_string();
    let spoilt: Vec<_> = (1..=many).map(last).collect();
    let spoil = format!("UPDATE event SET to_node = 'operating' WHERE sequence IN ({})", spoilt.join(", "));
    drop(in_columns(&target, &spoil));
    let batch = (1..=many).flat_map(|p| [begun(many + p).1, begun(p).1]).collect();
    (target, batch)
}

/// However many streams the law in the file refuses, the others are written once or twice.
#[test]
fn a_batch_in_which_the_file_refuses_many_streams_costs_no_more_for_each() {
    let written = |many: u64| -> i64 {
        let (target, batch) = refusing(&format!("alone-many-{many}"), many);
        let mut store = open(&target.file());
        let rows = |connection: &rusqlite::Connection| {
            // of rows that were rolled back, too
            connection.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0))
        };
        let (_, before) = store.append_with(&[], Batch::Each, late(), |connection, _| rows(connection)).expect("rows");
        let (answers, after) =
            store.append_with(&batch, Batch::Each, late(), |connection, _| rows(connection)).expect("rows");
        for (place, answer) in answers.iter().enumerate() {
            match answer {
                Ok(receipt) => assert!(place % 2 == 0 && receipt.is_new(), "{place}: {receipt:?}"),
                Err(AppendError::Unreadable { subject, .. }) => assert_eq!(*subject, batch[place].subject()),
                Err(error) => panic!("{place}: {error:?}"),
            }
        }
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count() as u64, many);
        assert_eq!(store.head().expect("a head").size(), target.head.size() + many);
        // what the handle remembers is what stands in the file
        let again = store.append_batch(&batch, Batch::Each, late()).expect("it is found");
        assert_eq!(again, open(&target.file()).append_batch(&batch, Batch::Each, late()).expect("it is found"));
        after - before
    };
    let (few, many) = (written(10), written(40));
    assert!(few >= 20 && many <= 4 * few, "{few} rows for 10 that are refused, {many} for 40");
}

/// Behind a record that the file refuses no other of its stream is written; those before it are.
#[test]
fn what_stands_before_a_refused_record_of_its_stream_is_written() {
    let target = Target::of_requests("alone-before", (1..=2).flat_map(|p| begun(p).0).collect());
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    let mut batch: Vec<AppendRequest> = walk.project.events().iter().cloned().map(Into::into).collect();
    batch.insert(1, begun(1).1);
    let last = target.stream(project_id(1)).last().expect("a record").sequence();
    drop(in_columns(&target, &format!("UPDATE event SET to_node = 'operating' WHERE sequence = {last}")));
    let (mut store, all) = (open(&target.file()), batch.len() as u64);
    let answers = store.append_batch(&batch, Batch::Each, late()).expect("the others are written");
    assert!(answers.iter().enumerate().all(|(place, answer)| answer.is_ok() == (place != 1)), "{answers:?}");
    assert_eq!(store.head().expect("a head").size(), target.head.size() + all - 1);
    let verdict = store.verify(Verifier::new()).expect("lines").finish();
    assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
}

/// Bytes of the last line are damaged in the file: its own project stops until the owner restores it; the others and the log go on.
#[test]
fn a_last_line_that_is_no_json_stops_its_own_stream_alone() {
    for damaged in ["replace(body, '\"data\":', '\"data\";')", "substr(body, 1, 40)", "''", "'[]'", "'null'"] {
        let target = Target::of_requests("alone-last", (1..=2).flat_map(|p| begun(p).0).collect());
        let last = target.head.size();
        let mut store = in_columns(&target, &format!("UPDATE event SET body = {damaged} WHERE sequence = {last}"));
        let error = store.append(&begun(2).1, late()).expect_err("its project cannot be read");
        assert!(matches!(error, StoreError::Corrupt { .. }), "{damaged}: {error:?}");
        let error = super::quarantine::put(&mut store, &[last], 1).expect_err("nobody can tell what it did");
        let StoreError::Quarantine(why) = error else { panic!("{damaged}: {error:?}") };
        let subject = project_id(2).into();
        assert_eq!(*why, QuarantineError::Untold { sequence: last, subject, member: "data" }, "{damaged}");
        let receipt = store.append(&begun(1).1, late()).expect(damaged);
        assert!(receipt.is_new() && receipt.record().sequence() == last + 1, "{damaged}");
        assert!(store.project(project_id(1)).is_ok_and(|project| project.is_some()), "{damaged}");
    }
}
