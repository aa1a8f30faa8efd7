//! What a step costs: deciding, sealing, replaying. `cargo bench --bench life`
//!
//! All contenders of a group run in one process, in turn, round by round; printed are the median of the rounds and the
//! median of the ratios to the group's first row, its floor. Ratios are the result; nanoseconds are orientation.

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use common::evidence::complete;
use common::walk::Walk;
use project_lifecycle::*;

/// Rounds of each group.
const ROUNDS: usize = 31;

/// How long one contender runs in one round.
const TURN: Duration = Duration::from_millis(8);

type Contender<'a> = (&'a str, Box<dyn FnMut() + 'a>);

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    deciding();
    sealing();
    replaying();
}

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

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Runs a group and prints it; `events` is how many events one operation handles.
fn compare(group: &str, events: u32, mut contenders: Vec<Contender<'_>>) {
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
        let ratios = rounds[which].iter().zip(&rounds[0]).map(|(own, floor)| own / floor).collect();
        let nanoseconds = median(rounds[which].clone());
        println!("  {name:<58} {nanoseconds:>9.0} {:>9.2} {:>12.0}", median(ratios), 1e9 / nanoseconds);
    }
}

/// A project about to take a step, and what it takes.
fn before(from: Stage, verb: Verb) -> (Walk, Command, Context) {
    let mut walk = Walk::to(1, Position::At(from));
    walk.pass(1);
    let (command, context) = (complete(verb, &walk.project, walk.today), walk.context());
    (walk, command, context)
}

fn deciding() {
    for (from, verb) in [(Stage::Negotiating, Verb::Sign), (Stage::Registered, Verb::Start)] {
        let (walk, command, context) = before(from, verb);
        let decide = || walk.project.decide(command.clone(), &context, &walk.policy);
        assert!(matches!(decide(), Ok(Decision::Record(_))));
        compare(
            &format!("decide `{verb}` with complete evidence"),
            1,
            vec![
                ("floor: a copy of the command, which decide consumes", Box::new(|| drop(black_box(command.clone())))),
                ("decide", Box::new(|| drop(black_box(decide())))),
                (
                    "explain, all fourteen verbs",
                    Box::new(|| drop(black_box(walk.project.explain(&context, &walk.policy)))),
                ),
            ],
        );
    }
}

fn sealing() {
    let (walk, command, context) = before(Stage::Registered, Verb::Start);
    let decision = walk.project.decide(command, &context, &walk.policy).expect("it starts");
    let request = AppendRequest::new(decision.event().clone());
    let (_, head) = LogHead::open(common::source(), &common::actor(), context.at()).expect("a log opens");
    let mut line = Vec::new();
    seal_into(&request, &head, context.at(), &mut line).expect("it seals");
    let value: serde_json::Value = serde_json::from_slice(&line).expect("a record is JSON");
    let mut buffer = Vec::with_capacity(line.len());
    let group = format!("seal a record of {} bytes: canonical JSON and leaf hash", line.len());
    let peer = || {
        let bytes = serde_json::to_vec(&value).expect("JSON");
        black_box(Digest::of(&bytes));
    };
    compare(
        &group,
        1,
        vec![
            ("floor: one SHA-256 of the same bytes", Box::new(|| _ = black_box(Digest::of(&line)))),
            ("peer: serde_json::to_vec of the same members, one SHA-256", Box::new(peer)),
            (
                "seal_into, the buffer reused",
                Box::new(|| {
                    buffer.clear();
                    black_box(seal_into(&request, &head, context.at(), &mut buffer)).expect("it seals");
                }),
            ),
        ],
    );
}

fn replaying() {
    let walk = Walk::to(1, Position::At(Stage::Operating));
    let events = walk.project.events().to_vec();
    let mut store =
        MemoryStore::open(common::source(), &common::actor(), common::evening(walk.today)).expect("a log opens");
    for event in &events {
        store.append(&event.clone().into(), common::evening(walk.today)).expect("recorded");
    }
    let lines: Vec<_> = store.records()[1..].iter().map(|record| record.line().to_vec()).collect();
    let count = u32::try_from(events.len()).expect("few");
    compare(
        &format!("replay a project of {count} events"),
        count,
        vec![
            ("floor: a copy of the events", Box::new(|| drop(black_box(events.clone())))),
            ("replay", Box::new(|| drop(black_box(Project::replay(events.iter().cloned()))))),
        ],
    );
    let parsed = || {
        let values = lines.iter().map(|line| serde_json::from_slice::<serde_json::Value>(line));
        values.collect::<Result<Vec<_>, _>>().expect("JSON")
    };
    let replayed = || {
        let events = lines.iter().map(|line| AuditEvent::parse(line.as_slice()).and_then(|record| record.event()));
        Project::replay(events.collect::<Result<Vec<_>, _>>().expect("events")).expect("a history")
    };
    compare(
        &format!("rehydrate a project of {count} records from their lines"),
        count,
        vec![
            ("floor: serde_json::Value of each line", Box::new(|| drop(black_box(parsed())))),
            ("parse, read, replay", Box::new(|| drop(black_box(replayed())))),
        ],
    );
}
