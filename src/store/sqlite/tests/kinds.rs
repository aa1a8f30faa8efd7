//! A kind that only unit tests write, beside projects: chained and versioned in the file as in memory.

use super::{Folder, actor, at};
use crate::audit::{Batch, Sample, Verifier};
use crate::store::CurrentStates as _;
use crate::{AppendError, AppendRequest, EventLog as _, EventStore, MemoryStore, Verdict};

fn sample(which: u128, version: u64, count: u64) -> AppendRequest {
    Sample::new(which, version, count, actor(), at()).into()
}

/// Where each request came to stand in log and stream, or why it did not.
fn places(store: &mut dyn EventStore, requests: &[AppendRequest]) -> Vec<Result<(u64, u64), AppendError>> {
    let answers = store.append_batch(requests, Batch::Each, at()).expect("the storage is sound").into_iter();
    answers.map(|answer| answer.map(|it| (it.record().sequence(), it.record().stream_version()))).collect()
}

#[test]
fn another_kind_is_chained_and_versioned_in_every_store() {
    let folder = Folder::new("kinds");
    let mut sqlite = folder.store();
    let mut memory = MemoryStore::open(sqlite.source().clone(), &actor(), at()).expect("a log opens");
    for store in [&mut memory as &mut dyn EventStore, &mut sqlite] {
        assert_eq!(places(store, &[sample(7, 1, 10), sample(8, 1, 20)]), [Ok((2, 1)), Ok((3, 1))]);
        assert_eq!(places(store, &[sample(7, 2, 11), sample(7, 3, 12)]), [Ok((4, 2)), Ok((5, 3))]);
        // found again, and refused where it does not follow
        let (taken, far) = (sample(8, 1, 21), sample(8, 3, 22));
        let (subject, id) = (far.subject(), taken.id());
        let refused = [
            Ok((2, 1)),
            Err(AppendError::IdReused { id, sequence: 3, dates: None }),
            Err(AppendError::Conflict { subject, expected: 2, actual: 1 }),
        ];
        assert_eq!(places(store, &[sample(7, 1, 10), taken, far]), refused);
        let stream = store.stream(sample(7, 1, 10).subject()).expect("a stream");
        assert_eq!(stream.iter().map(|record| record.stream_version()).collect::<Vec<_>>(), [1, 2, 3]);
        let mut verifier = Verifier::new();
        store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
        let head = store.head().expect("a head");
        assert_eq!(verifier.finish(), Verdict::SelfConsistent { head });
    }
    assert_eq!(sqlite.log(0, 9).expect("the log"), memory.log(0, 9).expect("the log"));
    // none of it is a project
    assert_eq!(sqlite.project_ids(None, 9).expect("they are told"), []);
}
