//! How often a step on the hot path asks the allocator: from `decide` through the sealed bytes to `apply`.

use crate::common::at;
use crate::common::evidence::complete;
use crate::common::walk::Walk;
use project_lifecycle::{audit::*, lifecycle::*, project::*};

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
