//! A void restores what stood before the step; facts recorded in between survive; commitments go with their step.

use super::model::Model;
use super::*;
use crate::common::evidence::{committed, complete, paper};
use crate::common::random::{FACTS, fact};
use crate::common::walk::{redating, voiding, voiding_fact};

/// Everything that a step may change.
fn stood(project: &Project) -> impl PartialEq + core::fmt::Debug + use<> {
    let steps: Vec<_> = project.standing().map(|step| (step.event().clone(), step.effective_on())).collect();
    (
        (project.position(), project.since(), project.planned_on(), steps),
        (project.library(), project.zombie_cause(), project.outcome()),
        (project.schedule().cloned(), project.baseline(), project.commitments().to_vec()),
        (project.duties_due(&policy()), project.unmet_duties().collect::<Vec<_>>()),
        project.next().collect::<Vec<_>>(),
    )
}

/// Everything that a fact may change.
fn noted(project: &Project) -> impl PartialEq + core::fmt::Debug + use<> {
    (
        (project.profile().clone(), project.officer().cloned(), project.responsibility().cloned()),
        (project.links().cloned().collect::<Vec<_>>(), begun(project)),
        (project.investment().copied().collect::<Vec<_>>(), project.progress().cloned(), milestones(project)),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_void_restores_everything_that_the_step_changed(
        (position, steps) in course(),
        number in any::<usize>(),
        due in 0..90i64,
        moved in -3..4i64,
    ) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        walk.pass(367);
        let next: Vec<_> = walk.project.next().map(|(verb, _)| verb).collect();
        prop_assume!(!next.is_empty());
        let before = walk.project.clone();
        let command = committed(next[number % next.len()], &before, walk.today, plus(walk.today, due));
        let decided = walk.decide(command);
        prop_assume!(decided.is_ok()); // a registration may wait
        let event = decided.unwrap().into_new().unwrap();
        walk.project.apply(event.clone()).unwrap();
        let _ = give_on(&mut walk, "2018-06-01", redating(event.version(), plus(event.effective_on(), moved)));
        walk.void();
        prop_assert_eq!(stood(&walk.project), stood(&before));
        prop_assert_eq!(noted(&walk.project), noted(&before));
        prop_assert_eq!(walk.project.pauses(), before.pauses());
        prop_assert_eq!(walk.project.is_paused(), before.is_paused());
    }

    #[test]
    fn facts_between_a_step_and_its_void_survive(
        (position, steps) in course(),
        number in any::<usize>(),
        facts in vec((0..FACTS, -3..300i64), 1..12),
    ) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        walk.pass(367);
        let next: Vec<_> = walk.project.next().map(|(verb, _)| verb).collect();
        prop_assume!(!next.is_empty());
        let before = walk.project.clone();
        let verb = next[number % next.len()];
        let command = committed(verb, &before, walk.today, walk.today);
        let decided = walk.decide(command);
        prop_assume!(decided.is_ok());
        walk.project.apply(decided.unwrap().into_new().unwrap()).unwrap();
        for (kind, number) in facts {
            let (on, command) = (walk.today, fact(kind, number, walk.today, &walk.project));
            let _ = give_on(&mut walk, &on.to_string(), command);
        }
        // what asks for the step, and does not go with it, is voided first
        while let Err(refusal) = walk.project.decide(voiding(&walk.project, "by mistake"), &walk.context(), &walk.policy) {
            let [Reason::RestedOn { by, .. }] = refusal.reasons() else { panic!("{refusal:?}") };
            let by = by.version;
            prop_assert!(["milestone_reached", "client_joined"].contains(&walk.project.events()[by as usize - 1].event_name()));
            walk.give(voiding_fact(by));
        }
        let with_facts = walk.project.clone();
        walk.void();
        prop_assert_eq!(noted(&walk.project), noted(&with_facts));
        prop_assert_eq!(walk.project.position(), before.position());
        prop_assert_eq!(walk.project.since(), before.since());
        prop_assert_eq!((walk.project.zombie_cause(), walk.project.outcome()), (before.zombie_cause(), before.outcome()));
        prop_assert_eq!(Model::shown_by(&walk.project), Model::read(walk.project.events()));
        // and the project may be told the same step again; a seasonal stop resumed meanwhile and a
        // supplementary agreement put off a stall
        let command = complete(verb, &walk.project, walk.today);
        let reasons = walk.project.check(&command, &walk.context(), &walk.policy);
        let is_put_off = verb == Verb::Stall && [["threshold_not_reached"], ["start_not_overdue"]].map(Vec::from).contains(&codes(&reasons));
        prop_assert!(reasons.is_empty() || is_put_off, "{:?}", reasons);
    }

    #[test]
    fn voids_and_redates_follow_each_other_in_any_order(
        position in 0..14usize,
        corrections in vec((any::<bool>(), any::<usize>(), -2..3i64), 1..20),
    ) {
        let mut walk = start(position);
        let mut dates: Vec<_> =
            walk.project.standing().map(|step| (step.event().version(), step.effective_on())).collect();
        walk.pass(2);
        for (voids, which, days) in corrections {
            if voids || dates.is_empty() {
                let answer = walk.decide(voiding(&walk.project, "by mistake"));
                prop_assert_eq!(answer.is_ok(), dates.pop().is_some());
                if let Ok(decision) = answer {
                    walk.project.apply(decision.into_new().unwrap()).unwrap();
                }
            } else {
                let at = which % dates.len();
                let to = plus(dates[at].1, days);
                let earlier = at.checked_sub(1).map_or(walk.project.planned_on(), |at| dates[at].1);
                let later = dates.get(at + 1).map_or(walk.today, |(_, on)| *on);
                let answer = walk.decide(redating(dates[at].0, to));
                // its evidence is held to the new date as well
                let codes = answer.as_ref().err().map(|refusal| codes(refusal.reasons())).unwrap_or_default();
                let is_out = ["out_of_step", "effective_date_in_future"].iter().any(|code| codes.contains(code));
                prop_assert_eq!(!is_out, earlier <= to && to <= later, "{:?}", codes);
                if let Ok(decision) = answer {
                    walk.project.apply(decision.into_new().unwrap()).unwrap();
                    dates[at].1 = to;
                }
            }
            let shown: Vec<_> =
                walk.project.standing().map(|step| (step.event().version(), step.effective_on())).collect();
            prop_assert_eq!(&shown, &dates);
        }
    }

    #[test]
    fn a_correction_is_never_corrected((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        let standing: Vec<_> = walk.project.standing().map(|step| step.event().version()).collect();
        let nothing = |version: &u64| *version != 1 && !standing.contains(version);
        for version in (0..=walk.project.version() + 1).filter(nothing) {
            let reasons = walk.project.check(&redating(version, walk.today), &walk.context(), &walk.policy);
            prop_assert_eq!(reasons, [Reason::NotStanding { version }]);
        }
        // a void takes the last standing step, never what was recorded last
        if let (Some(last), Ok(decision)) = (standing.last(), walk.decide(voiding(&walk.project, "by mistake"))) {
            let event = decision.into_new().unwrap();
            let voided = matches!(event.change(), Change::Void(voiding) if voiding.version == *last);
            prop_assert!(voided);
        }
    }
}

/// A project that started on three commitments, due on 2018-08-01 and the two days after it.
fn on_promises() -> (Walk, u64) {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-07-01");
    let started = walk.give(committed(Verb::Start, &walk.project, walk.today, day("2018-08-01"))).version();
    (walk, started)
}

fn open(walk: &Walk) -> Vec<(&'static str, String)> {
    walk.project.commitments().iter().map(|open| (open.item.code(), open.due.to_string())).collect()
}

fn prolong(version: u64, item: Item, due: &str) -> Command {
    Command::ProlongCommitment(Prolongation { due: day(due), item, version })
}

fn present(version: u64, item: Item, dated: &str) -> Command {
    Command::PresentEvidence(Presentation { item, paper: paper("paper", day(dated)), valid_until: None, version })
}

#[test]
fn commitments_are_open_until_the_paper_comes_and_may_be_prolonged() {
    let (mut walk, start) = on_promises();
    let expected = [
        ("construction_permit", "2018-08-02".to_owned()),
        ("environmental_approval", "2018-08-03".to_owned()),
        ("works_planning_permit", "2018-08-01".to_owned()),
    ];
    let sorted = |walk: &Walk| {
        let mut open = open(walk);
        open.sort();
        open
    };
    assert_eq!(sorted(&walk), expected);
    walk.today = day("2018-07-20");
    let permit = Item::ConstructionPermit;
    assert_eq!(walk.refused(prolong(start, permit, "2018-08-02")), ["not_later"], "the day that was promised");
    walk.give(prolong(start, permit, "2019-12-31"));
    // a slip of the pen: the last record stands
    walk.give(prolong(start, permit, "2018-12-31"));
    assert!(open(&walk).contains(&("construction_permit", "2018-12-31".into())));
    let late = |walk: &Walk| {
        let context =
            Context::new(event_id(3, 900), evening(day("2019-01-02")), crate::common::actor()).on(day("2019-01-02"));
        let reasons = walk.project.check(&prolong(start, permit, "2019-01-01"), &context, &walk.policy);
        reasons.iter().map(Reason::code).collect::<Vec<_>>()
    };
    assert_eq!(late(&walk), ["commitment_overdue"], "nothing is put off to a day that is over");
    assert_eq!(walk.refused(present(start, permit, "2018-07-21")), ["dated_after_effective"]);
    walk.give(present(start, permit, "2018-07-20"));
    // another paper in its place: the last record stands, and nothing is open again
    walk.give(present(start, permit, "2018-07-19"));
    assert_eq!(walk.refused(prolong(start, permit, "2019-12-31")), ["no_commitment"]);
    assert_eq!(walk.refused(present(start, Item::AcceptancePaper, "2018-07-20")), ["no_commitment"]);
    assert_eq!(walk.refused(present(start + 1, Item::EnvironmentalApproval, "2018-07-20")), ["no_commitment"]);
    assert_eq!(sorted(&walk), [expected[1].clone(), expected[2].clone()]);
}

#[test]
fn commitments_go_with_their_step_and_come_anew_with_another() {
    let (mut walk, start) = on_promises();
    walk.give(present(start, Item::WorksPlanningPermit, "2018-07-01"));
    walk.give(prolong(start, Item::ConstructionPermit, "2018-09-09"));
    walk.pass(1).void();
    assert_eq!(open(&walk), []);
    assert_eq!(walk.refused(prolong(start, Item::ConstructionPermit, "2019-09-09")), ["no_commitment"]);
    let again = walk.give(committed(Verb::Start, &walk.project, walk.today, day("2018-10-01"))).version();
    assert_ne!(again, start);
    assert_eq!(walk.project.commitments().len(), 3, "what was presented for the voided step was not for this one");
    assert_eq!(walk.refused(present(start, Item::ConstructionPermit, "2018-07-02")), ["no_commitment"]);
    walk.give(present(again, Item::ConstructionPermit, "2018-07-02"));
    // those of the start stay open beside those of a later step, and a later void takes only its own
    walk.pass(1);
    let commissioned = walk.give(committed(Verb::Commission, &walk.project, walk.today, day("2018-11-01"))).version();
    let versions = |walk: &Walk| walk.project.commitments().iter().map(|open| open.version).collect::<Vec<_>>();
    assert_eq!(versions(&walk), [again, again, commissioned]);
    walk.void();
    assert_eq!(versions(&walk), [again, again]);
}

#[test]
fn a_schedule_recorded_after_a_revival_survives_its_void_and_the_revivals_own_does_not() {
    let mut walk = Walk::to(3, stalled(Stage::Started));
    let old = walk.project.schedule().cloned();
    walk.pass(1).go(Verb::Revive);
    let revived = walk.project.clone();
    assert_ne!(revived.schedule().cloned(), old);
    walk.void();
    assert_eq!(walk.project.schedule().cloned(), old);
    let mut walk = Walk { project: revived, ..walk };
    let new = crate::common::evidence::schedule(plus(walk.today, 50));
    walk.give(Command::Reschedule(new.clone().into()));
    walk.void();
    assert_eq!(walk.project.schedule(), Some(&new));
    assert_eq!(walk.project.position(), stalled(Stage::Started));
}

#[test]
fn a_permit_that_is_presented_later_is_valid_on_that_day() {
    let (mut walk, start) = on_promises();
    walk.today = day("2018-12-20");
    let item = Item::ConstructionPermit;
    let with = |dated: &str, valid_until: Option<&str>| {
        let paper = paper("施工许可证", day(dated));
        Command::PresentEvidence(Presentation { item, paper, valid_until: valid_until.map(day), version: start })
    };
    // the policy gives a construction permit three months from its day of issue
    assert_eq!(walk.refused(with("2018-09-19", None)), ["permit_expired"]);
    assert_eq!(walk.refused(with("2011-01-01", Some("2018-12-19"))), ["permit_expired"]);
    assert_eq!(walk.refused(with("2018-12-21", None)), ["dated_after_effective"]);
    let first = walk.give(with("2018-09-20", None));
    // another one in its place says what stood
    let second = walk.give(with("2018-09-19", Some("2018-12-20")));
    let Change::Fact(after) = first.change() else { panic!("a fact") };
    assert_eq!(second.before(), Some(&Before::Told(after.clone())));
}
