//! How often a step on the hot path asks the allocator: from `decide` through the sealed bytes to `apply`.

use crate::common::at;
use crate::common::evidence::complete;
use crate::common::walk::Walk;
use project_lifecycle::{audit::*, lifecycle::*, project::*};
use proptest::strategy::{Strategy as _, ValueTree as _};

/// At most so many for one step whose command and context were built before.
const MOST: u64 = 8;

/// Allocations of deciding, sealing into a buffer that is large enough, and applying.
fn allocations(from: Stage, verb: Verb) -> u64 {
    let mut walk = Walk::to(1, at(from));
    walk.pass(1);
    let (context, command) = (walk.context(), complete(verb, &walk.project, walk.today));
    let (policy, now) = (walk.policy.clone(), context.at());
    let (_, head) = LogHead::open(crate::common::source(), &crate::common::actor(), now).expect("a log opens");
    let mut line = Vec::with_capacity(RECORD_LIMIT);
    let mut stage = walk.project.stage();
    let measured = allocation_counter::measure(|| {
        let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &policy) else {
            panic!("`{verb}` is to be accepted")
        };
        let request = AppendRequest::new(event.clone());
        seal_into(&request, &head, now, &mut line).expect("it seals");
        walk.project.apply(event).expect("it follows");
        stage = walk.project.stage();
    });
    assert_ne!(stage, from, "the step was taken");
    assert_eq!(Record::parse(line).expect("a record").stream_version(), walk.project.version());
    measured.count_total
}

#[test]
fn signing_and_starting_allocate_little() {
    for (from, verb) in [(Stage::Negotiating, Verb::Sign), (Stage::Registered, Verb::Start)] {
        let count = allocations(from, verb);
        println!("{verb}: {count} allocations");
        assert!(count <= MOST, "{verb}: {count} allocations, at most {MOST}");
        assert!(count > 0, "the counter counts");
    }
}

/// How many bytes a portfolio of some records says that it holds, and how many the allocator gave it.
fn held(records: &[Record], is_packed: bool) -> (usize, usize) {
    let mut told = 0;
    let measured = allocation_counter::measure(|| {
        let mut portfolio = crate::portfolio::properties::fold(records);
        if is_packed {
            portfolio.pack();
        }
        let memory = portfolio.memory();
        told = memory.figures + memory.lists;
        // what it holds is counted while it holds it
        std::mem::forget(portfolio);
    });
    (told, usize::try_from(measured.bytes_current).expect("it holds something"))
}

/// What a portfolio says that it holds is about what the allocator gave it: of projects that were only planned to two in a hundred,
/// of such as were amended, reported on and corrected time and again to fifteen.
#[test]
fn a_portfolio_holds_what_it_says() {
    let planned: Vec<_> = (0..2_000).flat_map(|number| Walk::plan(number).project.events().to_vec()).collect();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let life = proptest::collection::vec(crate::common::random::step(), 20..60);
    let busy = (0..300).flat_map(|number| {
        let steps = life.new_tree(&mut runner).expect("steps").current();
        crate::portfolio::properties::live(number, &steps)
    });
    for (events, per_cent) in [(planned, 2), (busy.collect(), 15)] {
        let records = crate::portfolio::properties::recorded(events);
        for is_packed in [false, true] {
            let (told, given) = held(&records, is_packed);
            println!("packed {is_packed}: {told} told, {given} given");
            assert!(told.abs_diff(given) * 100 <= given * per_cent, "packed {is_packed}: {told} told, {given} given");
        }
    }
}
