//! Storage that fails.

use std::collections::BTreeSet;

use crate::audit::Batch;
use crate::testing::life::{World, now};
use crate::testing::trial::Log;
use crate::testing::{Effort, Finding, Harness};
use crate::{AppendRequest, EventId, EventStore, Record, StoreError};

/// A failure that has nothing to do with what is appended is never blamed on the caller: not as `Conflict`, nor otherwise
/// as `Refused` or `Batch`. Nothing half-written is left, and the same request succeeds once the storage is mended.
///
/// Not checked where the harness does not [break its storage](Harness::break_unrelated).
///
/// # Panics
/// When the store breaks it.
pub fn unrelated_failures<H: Harness>(harness: &H, effort: Effort) -> Finding {
    let log = Log::new(harness, "unrelated_failures", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handle = log.opened();
    let mut life = log.world.begin(1, &mut dice).live(5, &mut dice);
    handle.record_all(&life.requests());
    let before = handle.verified();
    drop(handle);

    let next: Vec<AppendRequest> = (0..3).map(|_| life.step(&mut dice).into()).collect();
    let new = AppendRequest::new(log.world.begin(2, &mut dice).planning().clone());
    let mut attempts = 0;
    let is_broken = harness.break_unrelated(&log.source, &mut |store| {
        let answers = [
            store.append(&next[0], now()).map(drop),
            store.append(&new, now()).map(drop),
            store.append_batch(&next, Batch::Each, now()).map(drop),
            store.append_batch(&next, Batch::Whole, now()).map(drop),
        ];
        for answer in answers {
            attempts += 1;
            let is_blamed_rightly = match &answer {
                Ok(()) | Err(StoreError::Append(_) | StoreError::Batch(_)) => false,
                Err(_) => true,
            };
            let contract = "an append to a storage that fails is blamed on the storage, never on the caller";
            trial.demand(contract, is_blamed_rightly, || format!("{answer:?}"));
        }
    });
    if !is_broken {
        return Finding::NotChecked("the harness does not break its storage");
    }
    trial.same("a harness that says it broke the storage has let it be tried", &attempts, &4);
    let mut handle = log.handle();
    trial.same_list("nothing is left of what failed", &handle.verified(), &before);
    handle.record_all(&next);
    handle.record(new);
    handle.verified();
    trial.same("the check of the states finds nothing", &handle.check_current(), &[]);
    Finding::Held
}

/// After a hard stop in mid-append every acknowledged event is there, the chain verifies, the states are right, and the log
/// goes on.
///
/// Not checked where the harness does not [stop its storage](Harness::crash).
///
/// # Panics
/// When the store breaks it.
pub fn crashes<H: Harness>(harness: &H, effort: Effort) -> Finding {
    let log = Log::new(harness, "crashes", effort);
    let trial = log.trial;
    drop(log.opened());
    for _ in 0..(effort.races / 200).max(3) {
        let before = log.handle().verified();
        let Some(acknowledged) = harness.crash(&log.source) else {
            return Finding::NotChecked("the harness does not stop its storage");
        };
        let handle = log.reopened();
        let after = handle.verified();
        trial.same("what was there before a hard stop is there", &after.get(..before.len()), &Some(&before[..]));
        let ids: BTreeSet<_> = after.iter().map(Record::id).collect();
        let lost: Vec<_> = acknowledged.iter().filter(|id| !ids.contains(id)).collect();
        trial.demand("every acknowledged event is there after a hard stop", lost.is_empty(), || {
            format!("{} of {} are lost, the first is {:?}", lost.len(), acknowledged.len(), lost.first())
        });
        trial.same("the states are what the events amount to", &handle.check_current(), &[]);
    }
    Finding::Held
}

/// Appends events of new projects, alone and in batches, to a log that is open, and tells each event's id once it is
/// acknowledged; ends when the store answers with an error that is none of the caller's, and gives it. For
/// [`Harness::crash`].
pub fn write_until_stopped<S: EventStore + ?Sized>(store: &mut S, acknowledged: &mut dyn FnMut(EventId)) -> StoreError {
    // what was written before is part of the seed, so that no run writes an id twice
    let begun = match store.head() {
        Ok(head) => head.size(),
        Err(error) => return error,
    };
    let world = World::new(begun ^ 0x5707);
    let mut dice = crate::testing::dice::Dice::new(begun, "write_until_stopped");
    for p in 0.. {
        let life = world.begin(p, &mut dice).live(8, &mut dice);
        let requests = life.requests();
        let mut rest = &requests[..];
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(1 + dice.below(rest.len().min(4)));
            match store.append_batch(batch, Batch::Whole, now()) {
                Ok(_) => {
                    batch.iter().for_each(|request| acknowledged(request.id()));
                    rest = later;
                }
                Err(StoreError::Retry(_)) => std::thread::yield_now(),
                Err(error) => return error,
            }
        }
    }
    StoreError::Storage("no store takes so many projects".into())
}
