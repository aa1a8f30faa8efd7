//! Cursors.

use crate::store::CursorError;
use crate::testing::trial::{Log, WRITERS};
use crate::testing::{Effort, Harness};
use crate::value::ConsumerId;

/// A cursor begins at 0, moves only from where it is and never beyond the log; each consumer has its own, and it outlives a
/// restart. Of readers under one name that move it at once exactly one succeeds, the others are told where it is.
///
/// # Panics
/// When the store breaks it.
pub fn cursors<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "cursors", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    handles[0].record_all(&log.world.begin(1, &mut dice).live(11, &mut dice).requests());
    let size = handles[0].size();
    let consumers = ["relay", "Relay", "relay ", "'; DROP TABLE cursor; --", "报表%_", &"长".repeat(85)];
    let consumers: Vec<_> = consumers.iter().filter_map(|name| ConsumerId::new(name).ok()).collect();

    // by a model: any move of any consumer on any handle
    let mut model = vec![0; consumers.len()];
    for consumer in &consumers {
        trial.same("a cursor begins at 0", &handles[1].cursor(consumer), &0);
    }
    for _ in 0..120 {
        let (which, place) = (dice.below(consumers.len()), dice.below(2));
        let (consumer, actual) = (&consumers[which], model[which]);
        let from = dice.pick(&[actual, actual, actual, actual + 1, 0, size, u64::MAX]);
        let to = dice.pick(&[actual + 1, actual, 0, size - 1, size, size + 1, u64::MAX, i64::MAX as u64 + 1]);
        let moved = handles[place].move_cursor(consumer, from, to);
        let is_right = match &moved {
            Err(CursorError::Moved { consumer: of, expected, actual: at }) => {
                from != actual && (of, *expected, *at) == (consumer, from, actual)
            }
            Err(CursorError::Ahead { consumer: of, to: asked, size: of_log }) => {
                from == actual && to > size && (of, *asked, *of_log) == (consumer, to, size)
            }
            Ok(()) => from == actual && to <= size,
            Err(_) => false,
        };
        let contract =
            "a cursor moves from where it is to a place in the log, else `Moved` or `Ahead` tells all values";
        trial.demand(contract, is_right, || {
            format!("{moved:?} for a cursor at {actual} that was moved from {from} to {to} in a log of {size}")
        });
        if moved.is_ok() {
            model[which] = to;
        }
        let found: Vec<_> = consumers.iter().map(|consumer| handles[1 - place].cursor(consumer)).collect();
        trial.same("every handle sees each cursor where it was moved", &found, &model);
    }
    handles[0].verified();
    drop(handles);
    let handle = log.reopened();
    let found: Vec<_> = consumers.iter().map(|consumer| handle.cursor(consumer)).collect();
    trial.same("after a restart each cursor is where it was", &found, &model);
    drop(handle);

    // many under one name
    let mut handles = log.handles(WRITERS);
    let consumer = &ConsumerId::new("many").expect("an id");
    for step in 0..(effort.races / 20).max(5) {
        let (from, to) = if step % 2 == 0 { (0, size) } else { (size, 0) };
        let moves = trial.at_once(&mut handles, |_, handle| handle.move_cursor(consumer, from, to));
        let moved = moves.iter().filter(|moved| moved.is_ok()).count();
        trial.same("of readers under one name that move at once exactly one succeeds", &moved, &1);
        for lost in moves.iter().filter_map(|moved| moved.as_ref().err()) {
            let is_told =
                matches!(lost, CursorError::Moved { expected, actual, .. } if (*expected, *actual) == (from, to));
            trial.demand("the others are told where it is", is_told, || format!("{lost:?}"));
        }
    }
}
