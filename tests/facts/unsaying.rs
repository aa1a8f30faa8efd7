//! Facts that are voided: the project is as if they had never been recorded.

use super::pausing::{pause, resume};
use super::*;
use crate::common::evidence::{committed, paper};
use crate::common::random::some_fact;
use crate::common::walk::voiding_fact;
use crate::common::{actor_id, org, project_id};
use project_lifecycle::act::{Correction, Voiding};

/// What a project amounts to, apart from its trail.
fn amounts(project: &Project) -> impl PartialEq + core::fmt::Debug + use<> {
    let current = CurrentState { version: 0, ..project.current().clone() };
    let links: Vec<_> = project.links().cloned().collect();
    let investment: Vec<_> = project.investment().copied().collect();
    (
        (current, project.profile().clone(), project.responsibility().cloned(), links),
        (project.pauses().to_vec(), project.baseline(), project.progress().cloned()),
        (milestones(project), investment),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fact_that_is_voided_at_once_leaves_no_trace((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let before = walk.project.clone();
            let Ok(Some(event)) = take(&mut walk, step) else { continue };
            if !matches!(event.change(), Change::Fact(_)) {
                continue;
            }
            let voided = walk.decide(voiding_fact(event.version())).expect("nothing rests on it yet");
            let mut after = walk.project.clone();
            after.apply(voided.event().clone()).expect("what was decided follows");
            prop_assert_eq!(amounts(&after), amounts(&before));
        }
    }

    #[test]
    fn facts_corrected_and_voided_in_any_order_replay_as_they_lived((position, steps) in course(), which in vec(any::<usize>(), 40)) {
        let mut walk = start(position);
        let mut store = crate::common::opened(crate::common::source(), &crate::common::actor(), evening(walk.today)).unwrap();
        for event in walk.project.events() {
            store.append(&event.clone().into(), evening(walk.today)).unwrap();
        }
        for (step, which) in steps.iter().zip(which) {
            let taken = take(&mut walk, step).ok().flatten();
            let version = some_fact(&walk.project, which);
            let is_fact = |event: &&Event| event.version() == version && matches!(event.change(), Change::Fact(_));
            let voids = |event: &Event| matches!(event.change(), Change::VoidFact(voiding) if voiding.version == version);
            let stands = walk.project.events().iter().any(|event| is_fact(&event)) && !walk.project.events().iter().any(voids);
            let voided = match walk.decide(voiding_fact(version)) {
                Ok(decision) => {
                    prop_assert!(stands, "{version} is no standing fact");
                    let event = decision.into_new().expect("a new id");
                    walk.project.apply(event.clone()).expect("what was decided follows");
                    walk.n += 1;
                    Some(event)
                }
                Err(refusal) if stands => {
                    // a resumption rests on its pause, the next pause on the resumption, and each relocation on the one before;
                    // a supplementary agreement on the one that gave the day which it leaves alone
                    let [Reason::RestedOn { version: found, by }] = refusal.reasons() else { panic!("{refusal:?}") };
                    prop_assert_eq!(*found, version);
                    let by = &walk.project.events()[by.version as usize - 1];
                    prop_assert!(["paused", "resumed", "relocated", "agreement_amended"].contains(&by.event_name()), "{by:?}");
                    None
                }
                Err(refusal) => {
                    prop_assert_eq!(refusal.reasons(), [Reason::NoStandingFact { version }]);
                    None
                }
            };
            for event in taken.into_iter().chain(voided) {
                store.append(&event.into(), evening(walk.today)).unwrap();
            }
            let history = walk.project.events().iter().cloned();
            prop_assert_eq!(&Project::replay(history), &Ok(walk.project.clone()));
            let current = store.current(walk.project.id()).unwrap();
            prop_assert_eq!(current.as_ref(), Some(walk.project.current()));
        }
    }
}

#[test]
fn a_wrong_milestone_is_voided_and_recorded_anew() {
    let mut walk = Walk::to(3, at(Stage::Operating));
    walk.today = day("2019-12-31");
    let reach = || {
        let paper = Some(paper("达产验收", day("2019-02-28")));
        Command::ReachMilestone(MilestoneReached { milestone: Milestone::FullCapacity, paper, remark: None })
    };
    let wrong = give_on(&mut walk, "2019-03-01", reach()).unwrap();
    let reasons = give_on(&mut walk, "2019-06-01", reach()).unwrap_err();
    let version = wrong.version();
    assert_eq!(reasons, [Reason::AlreadyReached { version, on: day("2019-03-01") }]);
    assert_eq!(reasons[0].lift(), Lift::VoidIfWrong { version });
    let void = walk.give(voiding_fact(version));
    assert_eq!((void.event_name(), void.command_name()), ("corrected", "void_fact"));
    assert_eq!((void.from(), void.to()), (Some(walk.project.position()), walk.project.position()));
    assert_eq!(milestones(&walk.project), []);
    give_on(&mut walk, "2019-06-01", reach()).unwrap();
    assert_eq!(milestones(&walk.project)[0].1, day("2019-06-01"));
}

#[test]
fn what_stood_before_a_fact_stands_again() {
    let mut walk = Walk::to(3, at(Stage::Planned));
    walk.today = day("2019-12-31");
    let officer = |name: &str| Command::AssignOfficer(actor_id(name).into());
    let first = give_on(&mut walk, "2019-01-01", officer("first")).unwrap().version();
    let second = give_on(&mut walk, "2019-03-01", officer("second")).unwrap().version();
    let late = give_on(&mut walk, "2019-02-01", officer("late")).unwrap().version();
    let now = |walk: &Walk| walk.project.officer().map(|officer| officer.as_str().to_owned());
    assert_eq!(now(&walk).as_deref(), Some("second"), "what is recorded late overrides nothing newer");
    walk.give(voiding_fact(second));
    assert_eq!(now(&walk).as_deref(), Some("late"));
    walk.give(voiding_fact(first));
    assert_eq!(now(&walk).as_deref(), Some("late"));
    assert_eq!(walk.project.current().noted_on, Some(day("2019-02-01")));
    walk.give(voiding_fact(late));
    assert_eq!((now(&walk), walk.project.current().noted_on), (Some("officer-7".into()), Some(day("2018-06-01"))));
    // a member of the profile falls back to the planning
    let planned = walk.project.profile().clone();
    let amendment =
        Amendment { name: Some(text("误改")), total_investment: Some(Money::from_fen(7)), ..Amendment::default() };
    let amended = walk.give(Command::Amend(amendment)).version();
    assert_ne!(walk.project.profile(), &planned);
    walk.give(voiding_fact(amended));
    assert_eq!(walk.project.profile(), &planned);
    assert_eq!(walk.project.current().name.as_str(), planned.name());
    // and the baseline to the next schedule
    let schedule = |days| crate::common::evidence::schedule(plus(day("2020-01-01"), days));
    let wrong = walk.project.events().iter().find(|event| event.event_name() == "scheduled").unwrap().version();
    walk.give(Command::Reschedule(schedule(0).into()));
    walk.give(Command::Reschedule(schedule(30).into()));
    walk.give(voiding_fact(wrong));
    assert_eq!(
        (walk.project.baseline(), walk.project.schedule()),
        (schedule(0).planned().to_vec(), Some(&schedule(30)))
    );
}

#[test]
fn a_wrong_link_and_a_wrong_body_are_voided() {
    let mut walk = Walk::to(3, at(Stage::Planned));
    let link = |to| Link { kind: LinkKind::PhaseTwoOf, paper: None, to: project_id(to) };
    walk.give(Command::Link(link(7)));
    let wrong = walk.give(Command::Link(link(8))).version();
    walk.give(voiding_fact(wrong));
    assert_eq!(walk.project.links().cloned().collect::<Vec<_>>(), [link(7)]);
    walk.give(Command::Link(link(8)));
    let (right, body) = (walk.project.responsibility().cloned(), org("lead-1"));
    let body = Responsibility { lead: body, responsible: Vec::new() };
    let wrong = walk.give(Command::AssignBody(body)).version();
    walk.give(voiding_fact(wrong));
    assert_eq!(walk.project.responsibility().cloned(), right);
}

#[test]
fn a_resumption_rests_on_its_pause_and_the_next_pause_on_the_resumption() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let mut give = |on: &str, command| give_on(&mut walk, on, command).unwrap().version();
    let versions = [
        give("2019-01-10", pause(false)),
        give("2019-02-10", resume()),
        give("2019-03-10", pause(false)),
        give("2019-04-10", resume()),
    ];
    let dates = ["2019-01-10", "2019-02-10", "2019-03-10", "2019-04-10"].map(day);
    for (place, version) in versions.into_iter().enumerate().take(3) {
        let by = StepDate { on: dates[place + 1], version: versions[place + 1] };
        let context = walk.context();
        let reasons = walk.project.check(&voiding_fact(version), &context, &walk.policy);
        assert_eq!(reasons, [Reason::RestedOn { version, by }]);
        assert_eq!(reasons[0].lift(), Lift::VoidFirst { version: by.version });
        let told =
            format!("event {} of {} rests on event {version}, which cannot be voided before it", by.version, by.on);
        assert_eq!(reasons[0].to_string(), told);
    }
    // from the last one on each can be, and a wrong end is recorded anew
    walk.give(voiding_fact(versions[3]));
    assert!(walk.project.is_paused());
    assert_eq!(walk.project.current().paused_since, Some(dates[2]));
    give_on(&mut walk, "2019-05-10", resume()).unwrap();
    let last = walk.project.version();
    for version in [last, versions[2], versions[1], versions[0]] {
        walk.give(voiding_fact(version));
    }
    assert_eq!(walk.project.pauses(), []);
    assert!(!walk.project.is_paused());
}

#[test]
fn a_pause_in_a_pause_and_a_second_resumption_name_the_first() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let version = give_on(&mut walk, "2019-01-10", pause(false)).unwrap().version();
    let again = give_on(&mut walk, "2019-01-15", pause(false)).unwrap_err();
    assert_eq!(again, [Reason::AlreadyPaused { version, on: day("2019-01-10") }]);
    assert_eq!(again[0].lift(), Lift::VoidIfWrong { version });
    let resumed = give_on(&mut walk, "2019-02-10", resume()).unwrap().version();
    let again = give_on(&mut walk, "2019-02-11", resume()).unwrap_err();
    assert_eq!(again, [Reason::AlreadyResumed { version: resumed, on: day("2019-02-10") }]);
    // no history holds them either
    let [_, last] = [pause(false), resume()].map(|command| give_on(&mut walk, "2019-03-10", command).unwrap());
    let twice = forged(&walk, |record| {
        record["type"] = "lifecycle.project.paused.v1".into();
        record["dataschema"] = "urn:project-lifecycle:schema:lifecycle.project.paused.v1".into();
        record["data"]["after"] = record["data"]["before"].take();
    });
    let error = Project::replay(twice).unwrap_err();
    let why = Reason::AlreadyPaused { version: last.version() - 1, on: day("2019-03-10") };
    let (project, fault) = (walk.project.id(), HistoryFault::Contradicts { why });
    assert_eq!(error, HistoryError::Event { project, version: last.version(), fault });
    let told = "records what cannot be: that day lies in the pause that began on 2019-03-10 (event ";
    assert!(error.to_string().contains(told), "{error}");
}

/// Papers that are voided are owed again, by the day then in force.
#[test]
fn a_voided_paper_is_owed_again() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-07-01");
    let start = walk.give(committed(Verb::Start, &walk.project, walk.today, day("2018-08-01"))).version();
    let item = Item::ConstructionPermit;
    let due = |walk: &Walk| walk.project.current().owed_for(start, item).map(|owed| owed.due.to_string());
    assert_eq!(due(&walk).as_deref(), Some("2018-08-02"));
    walk.today = day("2018-07-20");
    let prolong = |due| Command::ProlongCommitment(Prolongation { due: day(due), item, version: start });
    let first = walk.give(prolong("2018-10-01")).version();
    let second = walk.give(prolong("2018-09-01")).version();
    let present = |number: &str| {
        let paper = paper("施工许可证", day("2018-07-20")).numbered(number.parse().unwrap());
        Command::PresentEvidence(Presentation { item, paper, valid_until: None, version: start })
    };
    let papers = ["1", "2"].map(|number| walk.give(present(number)).version());
    walk.give(voiding_fact(papers[0]));
    assert_eq!(due(&walk), None, "the other paper stands");
    // the day is changed while nothing is owed: it shows when the paper is voided
    walk.give(voiding_fact(second));
    walk.give(voiding_fact(papers[1]));
    assert_eq!(due(&walk).as_deref(), Some("2018-10-01"));
    walk.give(voiding_fact(first));
    assert_eq!(due(&walk).as_deref(), Some("2018-08-02"), "the day that was promised");
    // a void of the step takes all with it, and what was noted of it can still be voided, to no effect
    let last = walk.give(present("3")).version();
    walk.pass(1).void();
    let before = walk.project.current().clone();
    walk.give(voiding_fact(last));
    assert_eq!(walk.project.current().owed, before.owed);
}

#[test]
fn a_fact_is_voided_once_and_nothing_but_a_fact() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-2").into())).version();
    let step = walk.project.standing().last().unwrap().event().version();
    let void = walk.give(voiding_fact(fact)).version();
    let redate = walk.give(crate::common::walk::redating(step, walk.project.since())).version();
    for version in [0, 1, step, fact, void, redate, walk.project.version() + 1, u64::MAX] {
        let context = walk.context();
        let reasons = walk.project.check(&voiding_fact(version), &context, &walk.policy);
        assert_eq!(reasons, [Reason::NoStandingFact { version }]);
        assert_eq!(reasons[0].to_string(), format!("event {version} is no standing fact"));
        assert_eq!(reasons[0].text(Language::Chinese), format!("第 {version} 号记录不是有效的登记事项"));
    }
    // and a fact is voided in no other way
    let other = walk.give(Command::AssignOfficer(actor_id("officer-3").into())).version();
    let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
    let voiding = Voiding { version: other, correction };
    assert_eq!(walk.refused(Command::Void(voiding)), ["not_standing"]);
    // what a forged record voids is looked at again
    walk.give(voiding_fact(other));
    let (project, version) = (walk.project.id(), walk.project.version());
    for voids in [0, 1, step, fact, void, version, 1 << 52] {
        let forged = forged(&walk, |record| record["data"]["voids_fact_version"] = voids.into());
        let fault = HistoryFault::NoStandingFact { voids };
        assert_eq!(fault.to_string(), format!("voids event {voids}, which is no standing fact"));
        assert_eq!(Project::replay(forged), Err(HistoryError::Event { project, version, fault }));
    }
}

#[test]
fn a_schedule_of_a_revival_has_its_date() {
    let mut walk = Walk::to(3, stalled(Stage::Started));
    let stalled_on = walk.project.since();
    walk.pass(100);
    let fact = crate::common::evidence::schedule(plus(walk.today, 900));
    walk.give(Command::Reschedule(fact.clone().into()));
    // a revival that took effect before is recorded afterwards
    let revived_on = plus(stalled_on, 50);
    let revive = crate::common::evidence::complete(Verb::Revive, &walk.project, revived_on);
    let revival = give_on(&mut walk, &revived_on.to_string(), revive).unwrap();
    assert_eq!(walk.project.schedule(), Some(&fact), "the later date stands");
    // dated after the fact, it is the later one
    walk.pass(1);
    walk.give(crate::common::walk::redating(revival.version(), walk.today));
    let Change::Move { basis: Basis::Evidence(Evidence::Revival(form)), .. } = revival.change() else {
        panic!("{revival:?}")
    };
    assert_eq!(walk.project.schedule(), Some(form.new_schedule()));
    walk.void();
    assert_eq!(walk.project.schedule(), Some(&fact));
}
