//! When a zombie is found, and whose fault it can be.

use super::*;
use crate::common::evidence::provenance;
use project_lifecycle::project::fact::*;

fn found(walk: &Walk, cause: ZombieCause) -> Vec<Reason> {
    reasons(walk, Command::Stall(stall_finding(cause, walk.project.since(), walk.today)))
}

/// The first day on which a finding is taken, among the days to come.
fn first_found(walk: &Walk, cause: ZombieCause) -> Day {
    let on = |days| Walk { today: plus(walk.today, days), ..walk.clone() };
    let first = (0..1_500).map(on).find(|walk| found(walk, cause).is_empty()).expect("a day");
    first.today
}

#[test]
fn insolvency_and_phase_out_are_found_at_once() {
    for stage in [Stage::Producing, Stage::Operating] {
        let mut walk = Walk::to(3, at(stage));
        walk.pass(1);
        assert_eq!(found(&walk, ZombieCause::Insolvent), [], "{stage}");
        assert_eq!(found(&walk, ZombieCause::ObsoleteByOrder), [], "{stage}");
        let idle: Vec<_> = found(&walk, ZombieCause::NoActivity).iter().map(Reason::code).collect();
        assert_eq!(idle, ["threshold_not_reached"], "{stage}");
        assert!(walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer.is_open(), "{stage}");
        // nor does a stop of the season put it off
        let season = Pause { expected_until: None, explanation: text("冬季停工"), reason: PauseReason::Season };
        walk.today = day("2018-12-01");
        walk.give(Command::Pause(season));
        let finding = stall_finding(ZombieCause::Insolvent, walk.today, walk.today);
        assert_eq!(reasons(&walk, Command::Stall(finding)), [], "{stage}");
    }
}

#[test]
fn a_threshold_of_one_cause_goes_before_that_of_the_stage() {
    let mut walk = Walk::to(3, at(Stage::Started)); // since 2018-06-05
    let halted = Some(ZombieCause::ConstructionHalted);
    walk.policy = policy_with(|terms| {
        terms.stall_thresholds.push(StallThreshold { after: Span::Months(6), cause: halted, stage: Stage::Started });
    });
    assert_eq!(first_found(&walk, ZombieCause::ConstructionHalted), day("2018-12-05"));
    assert_eq!(first_found(&walk, ZombieCause::PromiseUnmet), day("2019-06-05"));
    // explain goes by the first that is possible
    let answer = |on: &str| {
        let walk = Walk { today: day(on), ..walk.clone() };
        walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer
    };
    let (since, reached_on, effective_on) = (day("2018-06-05"), day("2018-12-05"), day("2018-12-04"));
    let early = Reason::ThresholdNotReached { since, reached_on, effective_on };
    assert_eq!(answer("2018-12-04"), Answer::Blocked(vec![early]));
    assert!(answer("2018-12-05").is_open());
    // while that cause is excused, by the next one
    let land = Pause { expected_until: None, explanation: text("待地"), reason: PauseReason::Land };
    let mut paused = Walk { today: day("2018-12-05"), ..walk.clone() };
    paused.give(Command::Pause(land));
    let (reached_on, effective_on) = (day("2019-06-05"), day("2018-12-05"));
    let early = Reason::ThresholdNotReached { since, reached_on, effective_on };
    let answer = paused.project.explain_verb(Verb::Stall, &paused.context(), &paused.policy).answer;
    assert_eq!(answer, Answer::Blocked(vec![early]));
    // what has no row, and a span of nothing, need no time, not even to the end of a stop of the season
    walk.today = day("2018-12-01");
    let season = Pause { expected_until: None, explanation: text("冬季停工"), reason: PauseReason::Season };
    walk.give(Command::Pause(season));
    let none = |after| vec![StallThreshold { after, cause: None, stage: Stage::Started }];
    for terms in [vec![], none(Span::Months(0)), none(Span::Days(0))] {
        walk.policy = policy_with(|policy| policy.stall_thresholds = terms);
        let finding = stall_finding(ZombieCause::PromiseUnmet, walk.today, walk.today);
        assert_eq!(reasons(&walk, Command::Stall(finding)), []);
    }
}

#[test]
fn before_the_start_every_cause_counts_from_the_agreed_start() {
    // signed on 2018-06-03, to start by 2018-09-11: a zombie from 2019-03-10
    for stage in [Stage::Signed, Stage::Registered] {
        let walk = Walk::to(3, at(stage));
        assert_eq!(walk.project.agreed_start(), Some(day("2018-09-11")));
        for cause in ZombieCause::open_to(stage) {
            assert_eq!(first_found(&walk, cause), day("2019-03-10"), "{stage} {cause}");
        }
        // whatever day of standing still the finding names
        for since in ["2018-06-04", "2019-03-01", "2019-03-09"] {
            let walk = Walk { today: day("2019-03-09"), ..walk.clone() };
            let finding = stall_finding(ZombieCause::PromiseUnmet, day(since), walk.today);
            let early: Vec<_> = reasons(&walk, Command::Stall(finding)).iter().map(Reason::code).collect();
            assert_eq!(early, ["start_not_overdue"], "{stage} {since}");
        }
    }
}

#[test]
fn the_agreed_start_in_force_is_that_of_the_last_agreement_or_revival() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.pass(10).go(Verb::ReopenTalks);
    assert_eq!(walk.project.agreed_start(), None);
    walk.pass(1).go(Verb::Sign);
    let signed_on = walk.today;
    assert_eq!(walk.project.agreed_start(), Some(plus(signed_on, 100)));
    walk.pass(400).go(Verb::Stall);
    assert_eq!(walk.project.agreed_start(), Some(plus(signed_on, 100)));
    // the schedule of a revival: to start seventy days later
    walk.pass(10).go(Verb::Revive);
    let revived_on = walk.today;
    assert_eq!(walk.project.agreed_start(), Some(plus(revived_on, 70)));
    assert_eq!(first_found(&walk, ZombieCause::PromiseUnmet), plus(revived_on, 70 + 180));
    // voided, what stood before it stands again
    walk.void();
    assert_eq!(walk.project.agreed_start(), Some(plus(signed_on, 100)));
    // a schedule that plans no start: from the revival
    let cause = walk.project.zombie_cause().expect("a zombie");
    let form = RevivalForm {
        new_schedule: Schedule::new([(Stage::Producing, plus(walk.today, 500))]).expect("a schedule").into(),
        ..revival_form(remedy_for(cause), walk.today)
    };
    walk.give(Command::Revive(form.try_into().expect("complete")));
    assert_eq!(walk.project.agreed_start(), None);
    assert_eq!(first_found(&walk, ZombieCause::PromiseUnmet), plus(revived_on, 180));
    walk.pass(1).go(Verb::Terminate);
    assert_eq!(walk.project.agreed_start(), None);
}

#[test]
fn without_an_agreed_start_it_counts_from_the_entry() {
    let mut walk = Walk::plan(3);
    for verb in [Verb::Engage, Verb::Sign] {
        walk.pass(1).give(Command::Import(Import::step(verb, provenance(1))));
    }
    assert_eq!((walk.project.since(), walk.project.agreed_start()), (day("2018-06-03"), None));
    assert_eq!(first_found(&walk, ZombieCause::InvestorStalled), day("2018-11-30"));
    let walk = Walk { today: day("2018-11-29"), ..walk };
    let (since, reached_on, effective_on) = (day("2018-06-03"), day("2018-11-30"), walk.today);
    let early = Reason::ThresholdNotReached { since, reached_on, effective_on };
    let late = Command::Stall(stall_finding(ZombieCause::InvestorStalled, day("2018-11-20"), walk.today));
    assert_eq!(reasons(&walk, late), std::slice::from_ref(&early));
    assert_eq!(
        walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer,
        Answer::Blocked(vec![early])
    );
}

#[test]
fn nobody_blames_the_investor_while_work_rests_for_what_the_government_owes() {
    let table = [
        (PauseReason::Season, false),
        (PauseReason::Land, true),
        (PauseReason::Promise, true),
        (PauseReason::Investor, false),
        (PauseReason::Market, false),
        (PauseReason::Other, false),
    ];
    assert_eq!(table.map(|(reason, _)| reason), PauseReason::ALL);
    for (reason, excuses) in table {
        for stage in [Stage::Signed, Stage::Registered, Stage::Started] {
            let mut walk = Walk::to(3, at(stage));
            walk.today = day("2019-11-15");
            let since = walk.today;
            walk.give(Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason }));
            walk.pass(400);
            for cause in ZombieCause::open_to(stage) {
                let blames = ["investor_stalled", "construction_halted"].contains(&cause.code());
                let allowed: Vec<_> = ZombieCause::open_to(stage)
                    .filter(|cause| !["investor_stalled", "construction_halted"].contains(&cause.code()))
                    .collect();
                let refused = vec![Reason::NotAtFault { cause, reason, since, allowed }];
                let expected = if blames && excuses { refused } else { vec![] };
                assert_eq!(found(&walk, cause), expected, "{stage} {cause} {reason}");
            }
            // a finding of before the pause does not lie within it, and after it nothing is excused
            let blamed =
                ZombieCause::open_to(stage).find(|cause| cause.code().contains("ed") && cause.side() == Side::Investor);
            let blamed = blamed.expect("a cause of the investor's");
            let context =
                Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(plus(since, -1));
            let early = Command::Stall(stall_finding(blamed, walk.project.since(), plus(since, -1)));
            assert_eq!(walk.project.check(&early, &context, &walk.policy), [], "{stage} {reason}");
            walk.give(Command::Resume(Resumption::default()));
            assert_eq!(found(&walk, blamed), [], "{stage} {reason}");
        }
    }
}

#[test]
fn an_idle_plant_shows_its_acceptance() {
    let bare = |walk: &Walk, cause| {
        let form =
            StallFindingForm { acceptance_paper: Field::Blank, ..stall_form(cause, walk.project.since(), walk.today) };
        reasons(walk, Command::Stall(form.try_into().expect("complete")))
    };
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(400);
    let missing = Reason::Missing { gate: Gate::StallFinding, item: Item::AcceptancePaper };
    assert_eq!(bare(&walk, ZombieCause::NoActivity), [missing]);
    assert_eq!(bare(&walk, ZombieCause::ConstructionHalted), []);
    assert_eq!(found(&walk, ZombieCause::NoActivity), []);
    assert!(asked(&walk, Verb::Stall, Item::AcceptancePaper).is_some_and(|needed| !needed.may_be_committed));
    // one that was commissioned has shown it
    for verb in [Verb::Commission, Verb::Operate] {
        walk.pass(1).go(verb);
        walk.pass(400);
        assert_eq!(bare(&walk, ZombieCause::NoActivity), []);
        assert_eq!(asked(&walk, Verb::Stall, Item::AcceptancePaper), None);
    }
}
