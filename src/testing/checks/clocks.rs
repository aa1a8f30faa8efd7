//! Clocks that disagree.

use crate::testing::life::{Life, evening, first_day};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::value::DigestAlgorithm;
use crate::{AppendError, AppendRequest, Timestamp};

/// Minutes.
const DAY: i64 = 24 * 60;

/// `recordedtime` is the host's `now`, or the log's last if that is later, so it never goes back. What was decided more than five
/// minutes after `now` is refused with `AtAheadOfNow`; where the log was written more than 24 hours after `now`, with
/// `HeadAheadOfNow`. Nothing is written then.
///
/// # Panics
/// When the store breaks it.
pub fn clocks<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "clocks", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let begin = evening(first_day());
    let minute = |minutes: i64| begin.plus_minutes(minutes).expect("within the calendar");
    let mut handle = log.handle();
    let opened = handle.open_log(DigestAlgorithm::default(), &log.world.actor(), minute(-60));
    trial.demand("a log opens", opened.is_ok(), || format!("{opened:?}"));
    let mut other = log.handle();

    // decided at minute 0
    let mut life = log.world.begin(1, &mut dice);
    let planned = AppendRequest::new(life.planning().clone());
    let refused = handle.refused(&planned, minute(-6));
    let wanted = AppendError::AtAheadOfNow { at: begin, now: minute(-6) };
    trial.same("what was decided six minutes after `now` is refused, with both", &refused, &wanted);
    let recorded = |answer: Result<crate::Record, AppendError>| answer.map(|record| record.recorded_time());
    let answer = recorded(handle.append(&planned, minute(-5)));
    trial.same("five minutes are borne, and what is recorded is `now`", &answer, &Ok(minute(-5)));

    let next = |life: &mut Life| {
        let event = life.note("later");
        life.take(event.clone());
        AppendRequest::new(event)
    };
    // one clock runs ahead by days, and the others go on behind it
    let ahead = 3 * DAY;
    let times = [(60, 60), (57, 60), (55, 60), (61, 61), (61, 61), (58, 61), (ahead, ahead), (ahead - DAY, ahead)];
    for (now, wanted) in times {
        let answer = recorded(other.append(&next(&mut life), minute(now)));
        let contract = "what is recorded is `now`, or the log's last if that is later";
        trial.same(contract, &answer, &Ok(minute(wanted)));
        std::mem::swap(&mut handle, &mut other);
    }
    let behind = AppendRequest::new(life.note("behind"));
    let late = ahead - DAY - 1;
    let wanted = AppendError::HeadAheadOfNow { recorded: minute(ahead), now: minute(late) };
    for handle in [&mut handle, &mut other] {
        let refused = handle.refused(&behind, minute(late));
        trial.same("a log that was written a day and a minute after `now` refuses, with both", &refused, &wanted);
    }
    let records = handle.verified();
    let times: Vec<Timestamp> = records.iter().map(crate::Record::recorded_time).collect();
    trial.demand("`recordedtime` never goes back", times.is_sorted(), || format!("{times:?}"));
    drop((handle, other));
    let refused = log.reopened().refused(&behind, minute(late));
    trial.same("after a restart the log still knows when it was written last", &refused, &wanted);
}
