//! Several handles on one file: what one writes, the others see, and nobody takes a moment between two looks for damage.

use std::sync::atomic::{AtomicBool, Ordering};

use super::target::{client, late, unsound};
use super::{Folder, open, open_fast};
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{actor, evening, project_id, source};
use project_lifecycle::{audit::*, project::*, store::*, value::*};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

fn log(folder: &Folder) -> SqliteStore {
    let mut store = open_fast(&folder.file(), source());
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    store
}

/// Events of one project, as many as are wanted.
fn facts(p: u64, many: u64) -> Vec<AppendRequest> {
    let mut walk = Walk::plan(p);
    while walk.project.version() < many {
        let officer = crate::common::actor_id(&format!("officer-{}", walk.n));
        walk.give(Command::AssignOfficer(officer.into()));
    }
    walk.project.events().iter().cloned().map(Into::into).collect()
}

#[test]
fn who_checks_while_others_write_finds_no_drift() {
    let folder = Folder::new("checking");
    let (mut writer, reader) = (log(&folder), open(&folder.file()));
    let is_done = AtomicBool::new(false);
    let checks = std::thread::scope(|scope| {
        scope.spawn(|| {
            for request in facts(1, 300) {
                writer.append(&request, late()).expect("it is recorded");
            }
            is_done.store(true, Ordering::Release);
        });
        let mut checks = 0;
        while !is_done.load(Ordering::Acquire) {
            assert_eq!(reader.check_current(&Upcasters::new()).expect("all replay"), []);
            checks += 1;
        }
        checks
    });
    assert!(checks > 3, "{checks} checks");
    assert_eq!(unsound(&reader), None);
}

/// A state that was folded before somebody wrote on is not written over what is there now.
#[test]
fn a_state_of_yesterday_is_not_written_over_todays() {
    let folder = Folder::new("yesterday");
    let mut store = log(&folder);
    let mut memory = crate::common::opened(source(), &actor(), late()).expect("a log opens");
    let mut walk = Walk::plan(1);
    let yesterday = walk.project.current().clone();
    walk.assign_duties();
    for event in walk.project.events() {
        store.append(&event.clone().into(), late()).expect("it is recorded");
        memory.append(&event.clone().into(), late()).expect("it is recorded");
    }
    for error in [store.write_current(&yesterday), memory.write_current(&yesterday)] {
        let error = error.expect_err("it is of yesterday");
        let StoreError::Append(AppendError::Conflict { subject, expected, actual }) = error else {
            panic!("{error:?}")
        };
        assert_eq!((subject, expected, actual), (project_id(1).into(), 1, 4));
    }
    let nobody = Walk::plan(2).project.current().clone();
    for error in [store.write_current(&nobody), memory.write_current(&nobody)] {
        let error = error.expect_err("it has no events");
        assert!(matches!(error, StoreError::Append(AppendError::Conflict { actual: 0, .. })), "{error:?}");
    }
    assert_eq!(unsound(&store), None);
    store.write_current(&walk.project.current().clone()).expect("it is what the events say");
    assert_eq!(unsound(&store), None);
}

/// Two logs in one file, each with its handle, and two more handles of which none knows what the others did.
#[test]
fn two_logs_in_one_file_do_not_meet() {
    let folder = Folder::new("two");
    let other: Source = "urn:example:log:dalian".parse().expect("a source");
    let handle = |source: &Source| open_fast(&folder.file(), source.clone());
    let mut handles = [source(), other.clone(), source(), other].map(|source| handle(&source));
    for store in &mut handles {
        store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    }
    let now = evening(crate::common::last_day());
    let mut runner = TestRunner::default();
    let steps = proptest::collection::vec(step(), 60).new_tree(&mut runner).expect("steps").current();
    // the same project in both logs, and the same ids
    let mut walks = [Walk::plan(1), Walk::plan(1)];
    for (which, walk) in walks.iter().enumerate() {
        handles[which].append(&walk.project.events()[0].clone().into(), now).expect("it is recorded");
    }
    for (turn, step) in steps.iter().enumerate() {
        // one log gets every step, the other every second one
        for (which, walk) in walks.iter_mut().enumerate() {
            walk.today = crate::common::lived(walk.today, step.pass);
            let (command, context) = step.command(walk);
            if (which == 0 || turn % 2 == 0)
                && let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy)
            {
                // by one handle and the other in turn, now and then by both
                let handle = which + 2 * (turn / 3 % 2);
                let receipt = handles[handle].append(&event.clone().into(), now).expect("it is recorded");
                if turn % 5 == 0 {
                    let again = handles[(handle + 2) % 4].append(&event.clone().into(), now).expect("it is found");
                    assert_eq!(again, receipt);
                }
                walk.project.apply(event).expect("what was decided follows");
            }
            walk.n += 1;
        }
    }
    for (place, store) in handles.iter().enumerate() {
        let walk = &walks[place % 2];
        assert_eq!(unsound(store), None);
        assert_eq!(store.head().expect("a head").size(), 1 + walk.project.version());
        let project = store.project(project_id(1)).expect("it replays").expect("it is there");
        assert_eq!(project.events(), walk.project.events());
        assert_eq!(store.projects(&ProjectQuery::all()).expect("a page").projects, [project.current().clone()]);
        assert_eq!(store.project_ids(None, 9).expect("ids"), [project_id(1)]);
    }
}

/// The file is mended by one handle while another remembers what it wrote.
#[test]
fn what_a_handle_remembers_is_no_more_than_what_it_wrote() {
    let folder = Folder::new("remembered");
    let (mut one, mut other) = (log(&folder), open(&folder.file()));
    let requests = facts(1, 9);
    let planned = facts(2, 2);
    for request in &requests[..3] {
        one.append(request, late()).expect("it is recorded");
    }
    // the other one writes on, fails, and writes elsewhere
    other.append(&requests[3], late()).expect("it is recorded");
    let stale = one.append(&requests[5], late()).expect_err("there is one between");
    assert!(matches!(stale, StoreError::Append(AppendError::Conflict { expected: 5, actual: 4, .. })), "{stale:?}");
    let batch = [requests[4].clone(), planned[1].clone()];
    let refused = one.append_batch(&batch, Batch::Whole, late()).expect_err("the second has no first");
    assert!(matches!(&refused, StoreError::Batch(refused) if refused.index == 1), "{refused:?}");
    assert_eq!(one.current(project_id(1)).expect("it answers").expect("it is there").version, 4);
    other.append(&planned[0], late()).expect("it is recorded");
    one.append_batch(&batch, Batch::Whole, late()).expect("now it has");
    other.append(&requests[5], late()).expect("it is recorded");
    one.append(&requests[6], late()).expect("it is recorded");
    assert_eq!(unsound(&one), None);
    assert_eq!(unsound(&other), None);
}

/// Whoever is shown lines may ask the store meanwhile.
#[test]
fn lines_may_be_read_within_lines() {
    let folder = Folder::new("within");
    let mut store = log(&folder);
    for request in facts(1, 5) {
        store.append(&request, late()).expect("it is recorded");
    }
    let (mut outer, mut inner) = (0, 0);
    store
        .lines(0, usize::MAX, &mut |_| {
            outer += 1;
            store.lines(outer, 2, &mut |_| inner += 1).expect("lines");
            assert_eq!(store.head().expect("a head").size(), 6);
            assert!(store.project(project_id(1)).expect("it replays").is_some());
        })
        .expect("lines");
    // 2 after each of the first four, 1 after the fifth
    assert_eq!((outer, inner), (6, 2 * 4 + 1));
    // and may stop by a panic, which leaves the store as it was
    let stopped =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| store.lines(0, 9, &mut |_| panic!("enough"))));
    assert!(stopped.is_err());
    for request in facts(1, 7).split_off(5) {
        store.append(&request, late()).expect("it is recorded");
    }
    assert_eq!(unsound(&store), None);
}

/// A column that no trigger guards may be set by any client, and by the host: what a handle remembers of it is then old.
#[test]
fn a_state_that_was_set_meanwhile_is_followed_from_what_it_is() {
    let folder = Folder::new("set-meanwhile");
    let mut store = log(&folder);
    let requests = facts(1, 6);
    for request in &requests[..3] {
        store.append(request, late()).expect("it is recorded");
    }
    let set = client(&folder.file(), "UPDATE current SET zone = 'elsewhere';");
    assert_eq!(set.refused, "");
    store.append(&requests[3], late()).expect("it is followed from there");
    let kept = || open(&folder.file()).current(project_id(1)).expect("it answers").expect("it is there");
    assert_eq!((kept().version, kept().zone.as_str()), (4, "elsewhere"));
    // by the handle itself
    let state = CurrentState { zone: "nowhere".parse().expect("an id"), ..kept() };
    store.write_current(&state).expect("it is written");
    store.append(&requests[4], late()).expect("it is followed from there");
    assert_eq!((kept().version, kept().zone.as_str()), (5, "nowhere"));
}
