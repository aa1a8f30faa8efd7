//! When a zombie is found, and whose fault it can be.

use super::*;
use crate::common::evidence::provenance;
use project_lifecycle::act::*;
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

const NO_ACCEPTANCE: Reason = Reason::Missing { gate: Gate::StallFinding, item: Item::AcceptancePaper };

/// The reasons against finding it idle on a day without an acceptance in the finding.
fn idle_on(walk: &Walk, on: Day) -> Vec<Reason> {
    let cause = ZombieCause::NoActivity;
    let form = StallFindingForm { acceptance_paper: Field::Blank, ..stall_form(cause, walk.project.since(), on) };
    let context = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(on);
    let command = Command::Stall(form.try_into().expect("complete"));
    let reasons = walk.project.check(&command, &context, &walk.policy);
    // what is asked for is what is missed
    let answer = walk.project.explain_verb(Verb::Stall, &context, &walk.policy).answer;
    let Answer::Open(needed) = answer else { panic!("{answer:?}") };
    let is_asked = needed.iter().any(|needed| needed.requirement.item == Item::AcceptancePaper);
    assert_eq!(is_asked, reasons.contains(&NO_ACCEPTANCE), "{on}");
    reasons
}

/// A plant that has stood idle for 400 days since it was commissioned on this evidence, under a policy that waives an acceptance.
fn idle_since(change: impl FnOnce(&mut CommissioningForm)) -> Walk {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.policy = policy_with(|terms| terms.waivers.push(Item::AcceptancePaper));
    let mut form = commissioning_form(walk.today);
    change(&mut form);
    walk.give(Command::Commission(form.try_into().expect("complete")));
    walk.pass(400);
    walk
}

/// Corrects the commissioning of such a plant.
fn correct(walk: &mut Walk, change: impl FnOnce(&mut CommissioningForm)) {
    let step = walk.project.standing().last().expect("it was commissioned");
    let Basis::Evidence(Evidence::Commissioning(told)) = step.basis() else { panic!("it is live") };
    let (version, mut form) = (step.event().version(), CommissioningForm::from(told.clone()));
    change(&mut form);
    let basis = Basis::Evidence(Commissioning::try_from(form).expect("complete").into());
    let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
    walk.give(Command::Correct(Correcting { version, basis, correction }));
}

fn in_trial(form: &mut CommissioningForm) {
    form.acceptance_kind = AcceptanceKind::TrialProduction.into();
}

#[test]
fn an_idle_plant_that_only_tried_its_production_shows_its_acceptance() {
    let mut walk = idle_since(in_trial);
    let today = walk.today;
    assert_eq!(idle_on(&walk, today), [NO_ACCEPTANCE]);
    assert_eq!(found(&walk, ZombieCause::NoActivity), [], "with it the finding is taken");
    let insolvent =
        StallFindingForm { acceptance_paper: Field::Blank, ..stall_form(ZombieCause::Insolvent, today, today) };
    assert_eq!(
        reasons(&walk, Command::Stall(insolvent.try_into().expect("complete"))),
        [],
        "only the idle one is built"
    );
    // a record of trial production that was promised and is presented is no acceptance either
    let mut promised = idle_since(|form| {
        in_trial(form);
        form.acceptance_paper = Document::Committed { due: day("2018-12-31") }.into();
    });
    present(&mut promised);
    assert_eq!(idle_on(&promised, promised.today), [NO_ACCEPTANCE]);
    // a correction that gives the acceptance counts
    correct(&mut walk, |form| form.acceptance_kind = AcceptanceKind::Completion.into());
    assert_eq!(idle_on(&walk, today), []);
    // one that operates has proven it
    let mut walk = idle_since(in_trial);
    walk.go(Verb::Operate);
    walk.pass(400);
    assert_eq!(idle_on(&walk, walk.today), []);
}

/// Presents the acceptance that the commissioning promised, today.
fn present(walk: &mut Walk) -> u64 {
    let owed = walk.project.commitments().first().copied().expect("it is owed");
    let paper = paper("竣工验收备案表", walk.today);
    let shown = Presentation { item: owed.item, paper, valid_until: None, version: owed.version };
    walk.give(Command::PresentEvidence(shown)).version()
}

#[test]
fn an_acceptance_that_was_promised_counts_from_the_day_on_which_it_is_presented() {
    let due = day("2018-12-31");
    let mut walk = idle_since(|form| form.acceptance_paper = Document::Committed { due }.into());
    let first = walk.today;
    assert_eq!(idle_on(&walk, first), [NO_ACCEPTANCE]);
    walk.pass(10);
    let shown = present(&mut walk);
    let on = walk.today;
    walk.pass(5);
    for (day, expected) in [(plus(on, -1), vec![NO_ACCEPTANCE]), (on, vec![]), (walk.today, vec![])] {
        assert_eq!(idle_on(&walk, day), expected, "{day}");
    }
    // a finding that relies on it is not moved to before it
    let mut found = walk.clone();
    let form = stall_form(ZombieCause::NoActivity, walk.project.since(), walk.today);
    let form = StallFindingForm { acceptance_paper: Field::Blank, ..form };
    let stalled = found.give(Command::Stall(form.try_into().expect("complete"))).version();
    let redated = |to| reasons(&found, crate::common::walk::redating(stalled, to));
    assert_eq!((redated(plus(on, -1)), redated(on)), (vec![NO_ACCEPTANCE], vec![]));
    // the wrong paper is voided, and it is owed and asked for again
    walk.give(crate::common::walk::voiding_fact(shown));
    assert_eq!(idle_on(&walk, walk.today), [NO_ACCEPTANCE]);
    // a correction gives it in place
    let accepted = walk.project.since();
    correct(&mut walk, |form| form.acceptance_paper = super::shown("竣工验收", accepted).into());
    assert_eq!(idle_on(&walk, first), []);
}

#[test]
fn an_acceptance_that_was_waived_is_none_and_an_imported_commissioning_has_no_papers() {
    let waived = || Document::Waived { basis: text("专题会议纪要"), authority: text("住建局") };
    let walk = idle_since(|form| form.acceptance_paper = waived().into());
    assert_eq!(idle_on(&walk, walk.today), [NO_ACCEPTANCE]);
    let mut walk = Walk::plan(3);
    for verb in [Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Commission] {
        walk.give(Command::Import(Import::step(verb, provenance(1))));
    }
    walk.pass(400);
    assert_eq!(idle_on(&walk, walk.today), []);
}
