//! Reading while others write.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::audit::Batch;
use crate::store::{CurrentStates, Cursors};
use crate::testing::dice::Dice;
use crate::testing::life::{Life, World, now};
use crate::testing::trial::{Handle, Log, Trial, WRITERS};
use crate::testing::{Effort, Harness};
use crate::value::ConsumerId;
use crate::{AppendRequest, EventId, EventStore, Record};

/// Eight writers append to many projects, alone and in batches, while a reader polls without rest: it is shown every record
/// once, in order and without a gap, its cursor moves with it, and what was acknowledged is in the log.
///
/// # Panics
/// When the store breaks it.
pub fn reading_while_writing<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "reading_while_writing", effort);
    let trial = log.trial;
    let mut handles = log.handles(WRITERS + 1);
    let reader = handles.pop().expect("one more than the writers");
    let (reading, acknowledged) = (&Reading::default(), &Mutex::new(Vec::new()));
    let share = (effort.events as usize).div_ceil(WRITERS);

    let world = &log.world;
    let work = handles.into_iter().enumerate().map(|(writer, handle)| {
        let dice = log.beside(&writer.to_string()).dice();
        Work::Write(handle, dice)
    });
    let work = work.chain([Work::Read(reader)]);
    let seen = trial.at_once(work, |index, work| match work {
        Work::Write(handle, dice) => {
            let _ended = Ended(&reading.writers_ended);
            let ids = write(world, dice, index, handle, share, reading);
            acknowledged.lock().expect("no writer failed").extend(ids);
            Vec::new()
        }
        Work::Read(handle) => {
            let _ended = Ended(&reading.reader_ended);
            read(trial, handle, reading)
        }
    });
    let seen = seen.into_iter().next_back().expect("the reader came last");

    let records = log.handle().verified();
    let ids: Vec<_> = records.iter().map(Record::id).collect();
    trial.demand("a reader is shown every record once, in order", seen == ids, || {
        format!("{} records read while they were written, {} in the log", seen.len(), ids.len())
    });
    let in_log: BTreeSet<_> = ids.iter().copied().collect();
    trial.same("no id is recorded twice", &in_log.len(), &ids.len());
    let acknowledged = acknowledged.lock().expect("no writer failed");
    let lost = acknowledged.iter().filter(|id| !in_log.contains(id)).count();
    trial.same("what was acknowledged is in the log", &lost, &0);
    trial.same("and nothing else but its opening", &ids.len(), &(acknowledged.len() + 1));
    trial.same("every state is what the events amount to", &log.handle().check_current(), &[]);
}

/// What a thread does.
enum Work<S> {
    Write(Handle<S>, Dice),
    Read(Handle<S>),
}

/// How far reader and writers are: each waits for the other.
#[derive(Default)]
struct Reading {
    polls: AtomicUsize,
    writers_ended: AtomicUsize,
    reader_ended: AtomicUsize,
}

impl Reading {
    /// Waits until the reader has polled again, so that it polls while others write, however slow it is; gives how often it
    /// has.
    fn polled_since(&self, polls: usize) -> usize {
        loop {
            let now = self.polls.load(Ordering::Acquire);
            if now != polls || self.reader_ended.load(Ordering::Acquire) > 0 {
                return now;
            }
            std::thread::yield_now();
        }
    }
}

/// Says that a thread ended, however it did.
struct Ended<'a>(&'a AtomicUsize);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Release);
    }
}

/// Lives several lives at once, in batches of any size; gives the ids that were acknowledged.
fn write<S: EventStore + Cursors + CurrentStates>(
    world: &World,
    mut dice: Dice,
    writer: usize,
    mut handle: Handle<S>,
    events: usize,
    reading: &Reading,
) -> Vec<EventId> {
    let (mut acknowledged, mut lives): (Vec<EventId>, Vec<Life>) = (Vec::new(), Vec::new());
    let (mut project, mut polls) = (0, 0);
    while acknowledged.len() < events {
        let size = (1 + dice.pick(&[0, 0, 4, 40, 80])).min(events - acknowledged.len());
        let mut requests: Vec<AppendRequest> = Vec::with_capacity(size);
        while requests.len() < size {
            if lives.len() < 4 || dice.once_in(4) {
                let p = 1_000_000 * writer as u64 + project;
                project += 1;
                let life = world.begin(p, &mut dice);
                requests.push(life.planning().clone().into());
                if lives.len() < 4 {
                    lives.push(life);
                } else {
                    lives[dice.below(4)] = life;
                }
            } else {
                let index = dice.below(lives.len());
                requests.push(lives[index].step(&mut dice).into());
            }
        }
        if let [request] = &requests[..] {
            acknowledged.push(handle.record(request.clone()).id());
        } else {
            let answers = handle.batch(&requests, Batch::Each, now());
            let records = answers.map(|answers| answers.into_iter().collect::<Result<Vec<_>, _>>());
            let Ok(Ok(records)) = records else {
                handle.trial.fail("projects that nobody else writes never conflict", &format!("{records:?}"))
            };
            acknowledged.extend(records.iter().map(Record::id));
        }
        polls = reading.polled_since(polls);
    }
    acknowledged
}

/// Reads until the writers have ended and all is read; gives the ids in the order in which they were shown.
fn read<S: EventStore + Cursors + CurrentStates>(
    trial: Trial,
    mut handle: Handle<S>,
    reading: &Reading,
) -> Vec<EventId> {
    let consumer = ConsumerId::new("reader").expect("an id");
    let (mut seen, mut cursor): (Vec<EventId>, u64) = (Vec::new(), 0);
    loop {
        let had_ended = reading.writers_ended.load(Ordering::Acquire) == WRITERS;
        let size = handle.size();
        let after = seen.len() as u64;
        let lines = handle.lines(after, 700);
        let at_least = size.saturating_sub(after).min(700);
        trial.demand("a reader is shown all that the head tells of", lines.len() as u64 >= at_least, || {
            format!("{} lines after {after}, where the log had {size} records already", lines.len())
        });
        for line in &lines {
            let record = match Record::parse(&**line) {
                Ok(record) => record,
                Err(error) => trial.fail("a line is a record", &format!("{error:?}")),
            };
            trial.same("a reader is shown one record after the other", &record.sequence(), &(seen.len() as u64 + 1));
            seen.push(record.id());
        }
        reading.polls.fetch_add(1, Ordering::Release);
        let to = seen.len() as u64;
        if to > after {
            trial.demand("the head tells of all that a reader was shown", handle.size() >= to, || {
                format!("a head of {} after record {to} was shown", handle.size())
            });
        }
        // to move it at every poll would leave little time to poll
        let is_over = had_ended && to == after;
        if is_over || to - cursor >= 100 {
            trial.same("a cursor stays where it was moved", &handle.cursor(&consumer), &cursor);
            let moved = handle.move_cursor(&consumer, cursor, to);
            trial.demand("a cursor moves on with its only reader", moved.is_ok(), || format!("{moved:?}"));
            cursor = to;
        }
        if is_over {
            return seen;
        }
        if to == after {
            std::thread::yield_now();
        }
    }
}
