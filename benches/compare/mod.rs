//! Comparing contenders: in one process, in turn, round by round, so that a busy machine slows all of them alike.

use std::time::{Duration, Instant};

use crate::median::median;

/// Rounds of each group.
const ROUNDS: usize = 31;

/// How long one contender runs in one round.
const TURN: Duration = Duration::from_millis(8);

/// A name, and one operation of what bears it.
pub(crate) type Contender<'a> = (&'a str, Box<dyn FnMut() + 'a>);

/// The time that a contender takes for one operation, in nanoseconds, over one turn.
#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn turn(operation: &mut dyn FnMut()) -> f64 {
    let started = Instant::now();
    let mut operations = 0_u32;
    while started.elapsed() < TURN {
        for _ in 0..16 {
            operation();
        }
        operations += 16;
    }
    started.elapsed().as_secs_f64() * 1e9 / f64::from(operations)
}

/// Runs a group and prints it; `events` is how many events one operation handles.
pub(crate) fn compare(group: &str, events: u32, mut contenders: Vec<Contender<'_>>) {
    let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for round in 0..=ROUNDS {
        for place in 0..contenders.len() {
            let which = (place + round) % contenders.len();
            let nanoseconds = turn(&mut *contenders[which].1) / f64::from(events);
            // the first round warms up
            if round > 0 {
                rounds[which].push(nanoseconds);
            }
        }
    }
    println!("\n{group}");
    println!("  {:<58} {:>9} {:>9} {:>12}", "", "ns/event", "x floor", "events/s");
    for (which, (name, _)) in contenders.iter().enumerate() {
        let ratios = rounds[which].iter().zip(&rounds[0]).map(|(own, floor)| own / floor);
        let nanoseconds = median(rounds[which].iter().copied());
        println!("  {name:<58} {nanoseconds:>9.0} {:>9.2} {:>12.0}", median(ratios), 1e9 / nanoseconds);
    }
}
