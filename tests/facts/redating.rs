//! Re-dating changes nothing but dates, and keeps them in order.

use super::*;
use crate::common::actor_id;
use crate::common::evidence::closing;
use crate::common::walk::{give_lasting, redating};

/// Everything but dates of steps and what derives from them, as which schedule is the latest.
fn apart_from_dates(project: &Project) -> impl PartialEq + core::fmt::Debug + use<> {
    let steps = project.standing().map(|step| (step.event().clone(), step.verb(), step.from(), step.to()));
    (
        (project.position(), project.planned_on(), steps.collect::<Vec<_>>()),
        (project.library(), project.zombie_cause(), project.outcome(), project.next().collect::<Vec<_>>()),
        (project.profile().clone(), project.officer().cloned(), project.responsibility().cloned()),
        (project.schedule().is_some(), project.baseline(), project.commitments().to_vec()),
        (project.links().cloned().collect::<Vec<_>>(), begun(project), milestones(project)),
        (project.investment().copied().collect::<Vec<_>>(), project.progress().cloned()),
        project.duties_due(&policy()).is_some(),
    )
}

/// By an own reading: where a step may be dated, and what stands in the way of another date.
fn bounds(project: &Project, version: u64) -> Option<(StepDate, Option<StepDate>)> {
    let steps: Vec<_> =
        project.standing().map(|step| StepDate { on: step.effective_on(), version: step.event().version() }).collect();
    let at = steps.iter().position(|step| step.version == version)?;
    let planning = StepDate { on: project.planned_on(), version: 1 };
    let earlier = if at == 0 { planning } else { steps[at - 1] };
    Some((earlier, steps.get(at + 1).copied()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_redate_changes_nothing_but_dates_and_is_refused_by_the_steps_in_its_way(
        (position, steps) in course(),
        tries in vec((any::<usize>(), -40..41i64), 1..12),
        ends in any::<bool>(),
    ) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        if ends && walk.project.stage() != Stage::Closed {
            walk.go(Verb::Close);
        }
        for (which, days) in tries {
            let versions: Vec<_> = walk.project.standing().map(|step| (step.event().version(), step.effective_on())).collect();
            prop_assume!(!versions.is_empty());
            let (version, present) = versions[which % versions.len()];
            let to = plus(present, days);
            let before = walk.project.clone();
            let (earlier, later) = bounds(&before, version).unwrap();
            let mut expected = Vec::new();
            if to > walk.today {
                expected.push(Reason::EffectiveDateInFuture { effective_on: to, today: walk.today });
            }
            let (earlier, later) = (Some(earlier).filter(|step| step.on > to), later.filter(|step| step.on < to));
            if earlier.is_some() || later.is_some() {
                expected.push(Reason::OutOfStep { version, to, earlier, later });
            }
            let mut reasons = walk.project.check(&redating(version, to), &walk.context(), &walk.policy);
            // its evidence is held to the new date as well
            let speaks = |code| ["effective_date_in_future", "out_of_step"].contains(&code);
            let is_refused = !reasons.is_empty();
            reasons.retain(|reason| speaks(reason.code()));
            prop_assert_eq!(&reasons, &expected);
            if is_refused {
                continue;
            }
            let event = walk.give(redating(version, to));
            prop_assert_eq!(event.from(), Some(event.to()));
            prop_assert_eq!(apart_from_dates(&walk.project), apart_from_dates(&before));
            let dates = |project: &Project| {
                project.standing().map(|step| (step.event().version(), step.effective_on())).collect::<Vec<_>>()
            };
            let moved: Vec<_> =
                dates(&before).into_iter().map(|(v, on)| (v, if v == version { to } else { on })).collect();
            prop_assert_eq!(dates(&walk.project), moved);
            prop_assert_eq!(walk.project.since(), dates(&walk.project).last().unwrap().1);
            // the event itself keeps the date that it was recorded with
            let kept = walk.project.events().iter().find(|event| event.version() == version).unwrap();
            prop_assert!(before.events().contains(kept));
        }
    }

    #[test]
    fn facts_lie_between_planning_and_the_closing_that_stands((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let before = walk.project.clone();
            let Ok(Some(event)) = take(&mut walk, step) else { continue };
            if matches!(event.change(), Change::Fact(_)) {
                prop_assert!(event.effective_on() >= before.planned_on());
                prop_assert!(before.stage() != Stage::Closed || event.effective_on() <= before.since());
            }
        }
    }
}

/// Started on 2018-06-05, after steps on the 2nd to the 4th.
fn started() -> (Walk, Vec<(u64, String)>) {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2018-12-31");
    let steps = walk.project.standing().map(|step| (step.event().version(), step.effective_on().to_string())).collect();
    (walk, steps)
}

#[test]
fn the_steps_in_the_way_are_named_with_version_and_date() {
    let (walk, steps) = started();
    // planning 1, duties 2 to 4, then engage, sign, register, start
    let expected = [(5, "2018-06-02"), (6, "2018-06-03"), (7, "2018-06-04"), (8, "2018-06-05")];
    assert_eq!(steps, expected.map(|(version, on)| (version, on.to_owned())));
    let at = |version, on: &str| Some(StepDate { on: day(on), version });
    let refused = |version, to: &str| walk.project.check(&redating(version, day(to)), &walk.context(), &walk.policy);
    let out = |version, to: &str, earlier, later| vec![Reason::OutOfStep { version, to: day(to), earlier, later }];
    assert_eq!(refused(6, "2018-06-01"), out(6, "2018-06-01", at(5, "2018-06-02"), None));
    assert_eq!(refused(6, "2018-06-05"), out(6, "2018-06-05", None, at(7, "2018-06-04")));
    assert_eq!(refused(5, "2018-05-31"), out(5, "2018-05-31", at(1, "2018-06-01"), None));
    for good in ["2018-06-02", "2018-06-03", "2018-06-04"] {
        assert_eq!(refused(6, good), [], "{good}");
    }
    assert_eq!(refused(8, "2018-09-05"), []);
    assert_eq!(codes(&refused(8, "2018-12-31")), ["permit_expired"]);
    assert_eq!(codes(&refused(8, "2019-01-01")), ["effective_date_in_future", "permit_expired"]);
    for version in [0, 2, 9, 99] {
        assert_eq!(refused(version, "2018-06-03"), [Reason::NotStanding { version }]);
    }
}

#[test]
fn what_derives_from_dates_follows_the_redate() {
    let (mut walk, _) = started();
    assert_eq!(walk.project.duties_due(&walk.policy), Some(day("2018-06-13")));
    walk.give(redating(6, day("2018-06-04")));
    assert_eq!(walk.project.duties_due(&walk.policy), Some(day("2018-06-14")));
    // a start that was on 2018-10-01 after all: a year from then
    give_lasting(&mut walk, redating(8, day("2018-10-01")));
    assert_eq!(walk.project.since(), day("2018-10-01"));
    for (today, open) in [("2019-09-30", false), ("2019-10-01", true)] {
        walk.today = day(today);
        let answer = walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer;
        assert_eq!(answer.is_open(), open, "{today}");
    }
    // a second correction of the same step takes the place of the first
    walk.give(redating(8, day("2018-06-05")));
    for (today, open) in [("2019-06-04", false), ("2019-06-05", true)] {
        walk.today = day(today);
        let answer = walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer;
        assert_eq!(answer.is_open(), open, "{today}");
    }
}

#[test]
fn no_closing_waits_for_a_fact_and_facts_end_with_it_all_the_same() {
    // a closing that was recorded late, or redated, may precede a fact on record; that one stays in the trail
    let mut walk = Walk::to(3, at(Stage::Signed)); // since 2018-06-04
    walk.today = day("2018-09-01");
    let officer = |id| Command::AssignOfficer(actor_id(id).into());
    walk.give(officer("in September"));
    let close = Command::Close(closing(Outcome::Withdrawn, day("2018-07-01")));
    let closed = give_on(&mut walk, "2018-08-01", close).unwrap().version();
    assert_eq!(walk.project.officer(), Some(&actor_id("in September")));
    let reasons = give_on(&mut walk, "2018-08-02", officer("too late")).unwrap_err();
    assert_eq!(codes(&reasons), ["effective_date_after_closing"]);
    walk.give(redating(closed, day("2018-07-01")));
    let reasons = give_on(&mut walk, "2018-07-02", officer("too late")).unwrap_err();
    assert_eq!(codes(&reasons), ["effective_date_after_closing"]);
    walk.give(redating(closed, day("2018-08-20")));
    give_on(&mut walk, "2018-08-20", officer("in time")).unwrap();
}
