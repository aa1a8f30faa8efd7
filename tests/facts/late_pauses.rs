//! Pauses told in any order, about steps that are told, re-dated and voided in any order: all within a few days.

use super::model::{Met, Model};
use super::pausing::{paused_for, resume};
use super::*;
use crate::common::evidence::complete;
use crate::common::walk::{redating, voiding, voiding_fact};

/// What is told, of which day, and a number that chooses among what stands.
type Telling = (Ask, i64, usize);

#[derive(Clone, Copy, Debug)]
enum Ask {
    Pause,
    Resume,
    LeadOn,
    Close,
    Void,
    Redate,
    VoidFact,
}

fn tellings() -> impl Strategy<Value = Vec<Telling>> {
    let ask = prop_oneof![
        8 => Just(Ask::Pause),
        5 => Just(Ask::Resume),
        4 => Just(Ask::LeadOn),
        1 => Just(Ask::Close),
        3 => Just(Ask::Void),
        3 => Just(Ask::Redate),
        3 => Just(Ask::VoidFact),
    ];
    vec((ask, 0..12i64, any::<usize>()), 1..30)
}

/// Tells it, if it can be.
fn tell(walk: &mut Walk, first: Day, (ask, days, number): Telling) -> Option<Event> {
    let on = plus(first, days);
    let command = match ask {
        // one of those that know no season
        Ask::Pause => paused_for(PauseReason::ALL[1 + number % 5]),
        Ask::Resume => resume(),
        Ask::LeadOn => {
            let forward = [Verb::Register, Verb::Start, Verb::Commission, Verb::Operate];
            let (verb, _) = walk.project.next().find(|(verb, _)| forward.contains(verb))?;
            complete(verb, &walk.project, on)
        }
        Ask::Close => complete(Verb::Close, &walk.project, on),
        Ask::Void => voiding(&walk.project, "recorded by mistake"),
        Ask::Redate => {
            let versions: Vec<_> = walk.project.standing().map(|step| step.event().version()).collect();
            redating(*versions.get(number % versions.len().max(1))?, on)
        }
        Ask::VoidFact => {
            let told = walk.project.pauses().iter().flat_map(|span| [Some(span.version), span.resumed_by]).flatten();
            let told: Vec<_> = told.collect();
            voiding_fact(*told.get(number % told.len().max(1))?)
        }
    };
    give_on(walk, &on.to_string(), command).ok()
}

/// What an event, the last one, tells late of a pause.
fn late(project: &Project, event: &Event) -> Vec<&'static str> {
    let (version, pauses) = (event.version(), project.pauses());
    let told = |span: &PauseSpan| [Some(span.version), span.resumed_by].contains(&Some(version));
    let Some(at) = pauses.iter().position(told) else { return Vec::new() };
    let is_pause = pauses[at].version == version;
    let met = [
        (is_pause && pauses[at].ended_by.is_some_and(|by| by < version), "a pause before its end"),
        (is_pause && at + 1 < pauses.len(), "a pause before another"),
        (!is_pause && at + 1 < pauses.len(), "a resumption of one before another"),
        (is_pause && pauses[at].resumed_on == Some(pauses[at].from), "a pause of no day"),
    ];
    met.into_iter().filter_map(|(is_met, what)| is_met.then_some(what)).collect()
}

#[test]
fn pauses_are_what_the_trail_says_in_whatever_order_it_is_told() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let mut met = Met::default();
    for course in 0..600 {
        let mut walk = Walk::to(3, at(Stage::Signed));
        let mut terms = PolicyTerms::shenyang_2018();
        terms.permit_validity.clear();
        walk.policy = Policy::new(terms).expect("a policy");
        let first = plus(walk.today, -2);
        walk.pass(30);
        for telling in tellings().new_tree(&mut runner).expect("tellings").current() {
            let before = walk.project.clone();
            let Some(event) = tell(&mut walk, first, telling) else { continue };
            let project = &walk.project;
            assert_eq!(Model::shown_by(project), Model::read(project.events()));
            assert_eq!(Project::replay(project.events().iter().cloned()).as_ref(), Ok(project));
            let open = project.pauses().iter().find(|span| span.resumed_on.is_none()).map(|span| span.from);
            assert_eq!(project.current().paused_since, open);
            // a list that follows an event by itself shows what the history says
            let after = before.current().clone().after(&event);
            assert!(after.as_ref().is_none_or(|after| after == project.current()), "{event:?}");
            if let Change::Fact(Fact::Resumption(_)) = event.change() {
                let begun = before.pauses().iter().rfind(|span| span.from <= event.effective_on());
                let told = begun.map(|begun| Before::Told(Fact::Pause(begun.pause.clone())));
                assert_eq!(event.before(), told.as_ref());
            }
            let followed = if after.is_some() { "followed" } else { "not followed" };
            let is_fact = matches!(event.change(), Change::Fact(_));
            for what in late(project, &event).into_iter().chain(is_fact.then_some(followed)) {
                *met.0.entry(what).or_default() += 1;
            }
        }
        // as a store keeps it beside the events
        if course % 10 == 0 {
            let now = evening(walk.today);
            let mut store =
                crate::common::opened(crate::common::source(), &crate::common::actor(), now).expect("a log");
            for event in walk.project.events() {
                store.append(&event.clone().into(), now).expect("recorded");
            }
            let kept = store.current(walk.project.id()).expect("a state");
            assert_eq!(kept.as_ref(), Some(walk.project.current()));
        }
    }
    println!("{met:?}");
    let by_hand = [
        "a pause before its end",
        "a pause before another",
        "a resumption of one before another",
        "a pause of no day",
        "followed",
        "not followed",
    ];
    for what in by_hand {
        assert!(met.0.get(what).is_some_and(|count| *count >= 20), "{what} was hardly met: {met:?}");
    }
}
