//! What a step costs: deciding, replaying. `cargo bench --features proptest --bench life`
//!
//! All contenders of a group run in one process, in turn, round by round; printed are the median of the rounds and the
//! median of the ratios to the group's first row, its floor. Ratios are the result; nanoseconds are orientation.

#[path = "../tests/common/mod.rs"]
mod common;
mod compare;
mod median;

use std::hint::black_box;

use common::at;
use common::evidence::complete;
use common::walk::Walk;
use compare::compare;
use project_lifecycle::{audit::*, lifecycle::*, project::*};

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    deciding();
    replaying();
}

/// A project about to take a step, and what it takes.
fn before(from: Stage, verb: Verb) -> (Walk, Command, Context) {
    let mut walk = Walk::to(1, at(from));
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

fn replaying() {
    let walk = Walk::to(1, at(Stage::Operating));
    let events = walk.project.events().to_vec();
    let mut store =
        common::opened(common::source(), &common::actor(), common::evening(walk.today)).expect("a log opens");
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
            (
                "replay, its current state included",
                Box::new(|| drop(black_box(Project::replay(events.iter().cloned())))),
            ),
        ],
    );
    let parsed = || {
        let values = lines.iter().map(|line| serde_json::from_slice::<serde_json::Value>(line));
        values.collect::<Result<Vec<_>, _>>().expect("JSON")
    };
    let replayed = || {
        let events = lines.iter().map(|line| Record::parse(line.as_slice()).and_then(|record| record.event()));
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
