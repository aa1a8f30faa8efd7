//! Batches and cursors of random requests, good and bad, answered as memory answers them.

use proptest::prelude::*;
use proptest::sample::Index;

use super::target::unsound;
use super::{Folder, open, open_fast};
use crate::common::random::{Step, step};
use crate::common::walk::Walk;
use crate::common::{actor, at, evening, event_id, instant, source};
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};

/// A course and another one that parts from it midway, with its own ids; and an event under an id that another project's
/// course wants.
fn courses(p: u64, steps: &[Step], other: &[Step]) -> Vec<AppendRequest> {
    let mut walk = Walk::plan(p);
    let mut requests: Vec<AppendRequest> = vec![walk.project.events()[0].clone().into()];
    follow(&mut walk, &steps[..steps.len() / 2], &mut requests);
    let (mut parted, mut taken) = (walk.clone(), walk.clone());
    follow(&mut walk, &steps[steps.len() / 2..], &mut requests);
    taken.p = p % 3 + 1;
    follow(&mut taken, &other[..other.len().min(1)], &mut requests);
    parted.n += 500;
    follow(&mut parted, other, &mut requests);
    requests
}

fn follow(walk: &mut Walk, steps: &[Step], requests: &mut Vec<AppendRequest>) {
    for step in steps {
        walk.today = crate::common::lived(walk.today, step.pass);
        let (command, context) = step.command(walk);
        match walk.project.decide(command, &context, &walk.policy) {
            Ok(Decision::Record(event)) => {
                requests.push(event.clone().into());
                walk.project.apply(event).expect("what was decided follows");
            }
            Ok(Decision::AlreadyRecorded(_)) => {}
            Err(refusal) => {
                // now and then its id is one that an event may want
                let id = event_id(if walk.n.is_multiple_of(3) { walk.p } else { 90 + walk.p }, walk.n + 1);
                requests.push(TransitionRefused::new(id, refusal, &context, &walk.policy).into());
            }
        }
        walk.n += 1;
    }
}

/// What is asked of the stores.
#[derive(Clone, Debug)]
enum Turn {
    /// The next requests of the courses, in order.
    On { many: usize, whole: bool },
    /// Any requests, given already or not, in any order and more than once.
    Any { which: Vec<Index>, whole: bool, early: bool },
    /// A consumer reads on, or takes itself to be elsewhere.
    Cursor { consumer: usize, from: Option<u64>, to: Index },
    /// The file is closed and opened.
    Reopen,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (1..12usize, any::<bool>()).prop_map(|(many, whole)| Turn::On { many, whole }),
        4 => (proptest::collection::vec(any::<Index>(), 0..8), any::<bool>(), proptest::bool::weighted(0.2))
            .prop_map(|(which, whole, early)| Turn::Any { which, whole, early }),
        2 => (0..2usize, proptest::option::of(0..40u64), any::<Index>())
            .prop_map(|(consumer, from, to)| Turn::Cursor { consumer, from, to }),
        1 => Just(Turn::Reopen),
    ]
}

/// An answer, to be compared.
fn told<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Result<T, String> {
    answer.map_err(|error| format!("{error:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..Default::default() })]

    #[test]
    fn batches_are_answered_as_in_memory(
        steps in proptest::collection::vec(proptest::collection::vec(step(), 0..24), 6),
        turns in proptest::collection::vec((turn(), 0..2usize), 1..24),
    ) {
        let courses: Vec<_> = steps.chunks(2).zip(1..).map(|(steps, p)| courses(p, &steps[0], &steps[1])).collect();
        // one step of each project in turn
        let longest = courses.iter().map(Vec::len).max().unwrap_or_default();
        let pool: Vec<AppendRequest> =
            (0..longest).flat_map(|place| courses.iter().filter_map(move |course| course.get(place))).cloned().collect();
        let late = evening(crate::common::last_day());
        let early = instant("2018-03-01T00:00:00Z");
        let folder = Folder::new("batches");
        let mut memory = crate::common::opened(source(), &actor(), early).expect("a log opens");
        // two that write one file, neither of which knows what the other does
        let open = || open_fast(&folder.file(), source());
        let mut stores = [open(), open()];
        stores[0].open_log(DigestAlgorithm::Sha256, &actor(), early).expect("a log opens");
        let consumers = ["report", "relay"].map(|name| ConsumerId::new(name).expect("an id"));
        let mut next = 0;
        for (turn, which_store) in turns {
            let sqlite = &mut stores[which_store];
            let (batch, whole, now) = match turn {
                Turn::On { many, whole } => {
                    let batch = pool.iter().skip(next).take(many).cloned().collect::<Vec<_>>();
                    next += batch.len();
                    (batch, whole, late)
                }
                Turn::Any { which, whole, early: is_early } => {
                    let batch = which.iter().map(|which| pool[which.index(pool.len())].clone()).collect();
                    (batch, whole, if is_early { early } else { late })
                }
                Turn::Cursor { consumer, from, to } => {
                    let consumer = &consumers[consumer];
                    let at = sqlite.cursor(consumer).expect("it tells");
                    prop_assert_eq!(at, memory.cursor(consumer).expect("it tells"));
                    let size = usize::try_from(memory.head().expect("a head").size()).expect("few");
                    let (from, to) = (from.unwrap_or(at), to.index(size + 2) as u64);
                    let (moved, also) = (sqlite.move_cursor(consumer, from, to), memory.move_cursor(consumer, from, to));
                    prop_assert_eq!(format!("{:?}", moved), format!("{:?}", also));
                    continue;
                }
                Turn::Reopen => {
                    *sqlite = open();
                    continue;
                }
            };
            let kind = if whole { Batch::Whole } else { Batch::Each };
            let in_file = told(sqlite.append_batch(&batch, kind, now));
            let in_memory = told(memory.append_batch(&batch, kind, now));
            prop_assert_eq!(in_file, in_memory);
            prop_assert_eq!(sqlite.head().expect("a head"), memory.head().expect("a head"));
        }
        for store in &stores {
            prop_assert_eq!(store.log(0, usize::MAX).expect("the log"), memory.records());
            prop_assert_eq!(
                store.projects(&ProjectQuery::all()).expect("a list"),
                memory.projects(&ProjectQuery::all()).expect("a list")
            );
            prop_assert_eq!(unsound(store), None);
        }
    }
}

/// By hand: what each kind of batch does about a request that cannot stand.
#[test]
fn one_bad_request_keeps_a_whole_batch_from_being_written_and_itself_from_any_other() {
    let folder = Folder::new("whole");
    let mut store = open(&folder.file());
    let walk = Walk::to(1, at(Stage::Reserve));
    let late = super::target::late();
    store.open_log(DigestAlgorithm::Sha256, &actor(), late).expect("a log opens");
    let good: Vec<AppendRequest> = walk.project.events().iter().cloned().map(Into::into).collect();
    // the second event twice: a retry within the batch; the fourth before the third
    let batch = [&good[0], &good[1], &good[1], &good[3], &good[2], &good[3]].map(Clone::clone);

    let error = store.append_batch(&batch, Batch::Whole, late).expect_err("one cannot stand");
    let StoreError::Batch(refused) = error else { panic!("{error:?}") };
    assert_eq!(refused.index, 3);
    assert!(matches!(refused.error, AppendError::Conflict { expected: 3, actual: 2, .. }), "{refused:?}");
    assert_eq!(store.head().expect("a head").size(), 1, "nothing was written");
    assert_eq!(store.current(walk.project.id()).expect("it answers"), None);

    let answers = store.append_batch(&batch, Batch::Each, late).expect("it is written");
    let places: Vec<_> = answers.iter().map(|answer| answer.as_ref().ok().map(|it| it.record().sequence())).collect();
    assert_eq!(places, [Some(2), Some(3), Some(3), None, Some(4), Some(5)]);
    assert_eq!(unsound(&store), None);
    assert_eq!(store.append_batch(&[], Batch::Whole, late).expect("nothing to do"), []);
}

/// An id that two hosts minted for two commands, and a command that was decided on the one that is not recorded.
#[test]
fn what_was_decided_on_a_refused_event_does_not_pass_for_its_successor() {
    let folder = Folder::new("refused");
    let mut store = open(&folder.file());
    let late = super::target::late();
    store.open_log(DigestAlgorithm::Sha256, &actor(), late).expect("a log opens");
    let mut walk = Walk::plan(1);
    let mut other = walk.clone();
    walk.assign_duties();
    other.go(Verb::Admit);
    other.go(Verb::Engage);
    for event in &walk.project.events()[..2] {
        store.append(&event.clone().into(), late).expect("it is recorded");
    }
    let requests: Vec<AppendRequest> = other.project.events().iter().cloned().map(Into::into).collect();
    assert_eq!(requests[1].id(), walk.project.events()[1].id());
    // what the handle remembers, and what it reads in the file
    for _ in 0..2 {
        let reused = store.append(&requests[1], late).expect_err("the id is taken");
        assert!(matches!(reused, StoreError::Append(AppendError::IdReused { .. })), "{reused:?}");
        let error = store.append(&requests[2], late).expect_err("it does not follow");
        let StoreError::Append(AppendError::OtherEvent { version: 2, expected, actual, .. }) = error else {
            panic!("{error:?}")
        };
        assert_eq!([&expected, &actual], [&other.project.events()[1], &walk.project.events()[1]]);
        store = open(&folder.file());
    }
    assert_eq!(unsound(&store), None);
    store.append(&walk.project.events()[2].clone().into(), late).expect("it is recorded");
    assert_eq!(unsound(&store), None);
}
