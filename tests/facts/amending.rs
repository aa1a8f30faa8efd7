//! The profile as amended, links, milestones and reports, worked out by hand.

use super::model::{amended, relocated_to};
use super::*;
use crate::common::evidence::{client, paper};
use crate::common::project_id;

/// The days worth asking about: those of the events and their neighbours, and the ends of the calendar.
fn days(project: &Project) -> Vec<Day> {
    let around = |event: &Event| [-1, 0, 1].map(|days| plus(event.effective_on(), days));
    project.events().iter().flat_map(around).chain([Day::MIN, Day::MAX]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_profile_on_a_day_is_the_planned_one_with_what_was_in_effect_by_then((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        let events = walk.project.events();
        let Change::Plan { profile: planned, .. } = events[0].change() else { unreachable!("planning comes first") };
        for on in days(&walk.project) {
            // an own fold: what was in effect and is not voided, in the order of its dates
            let voided = |event: &&Event| {
                let by = |other: &Event| matches!(other.change(), Change::VoidFact(void) if void.version == event.version());
                !events.iter().any(by)
            };
            let mut in_effect: Vec<_> = events.iter().filter(voided).filter(|event| event.effective_on() <= on).collect();
            in_effect.sort_by_key(|event| (event.effective_on(), event.version()));
            let mut expected = planned.clone();
            for event in in_effect {
                match event.change() {
                    Change::Fact(Fact::Amendment(amendment)) => expected = amended(&expected, amendment),
                    Change::Fact(Fact::Relocation(relocated)) => expected = relocated_to(&expected, &relocated.to_zone),
                    Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | _ => {}
                }
            }
            prop_assert_eq!(&walk.project.profile_on(on), &expected, "on {}", on);
        }
        prop_assert_eq!(&walk.project.profile_on(Day::MAX), walk.project.profile());
        prop_assert_eq!(&walk.project.profile_on(Day::MIN), planned);
    }
}

fn named(name: &str) -> Command {
    Command::Amend(Amendment { name: Some(text(name)), ..Amendment::default() })
}

#[test]
fn an_amendment_recorded_late_overrides_no_newer_one() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.today = day("2018-12-31");
    let (grounds, paper) = (Some(text("规模调整")), paper("变更批复", day("2018-06-30")));
    let fen = |fen| {
        let (grounds, paper, total) = (grounds.clone(), Some(paper.clone()), Some(Money::from_fen(fen)));
        Command::Amend(Amendment { grounds, paper, total_investment: total, ..Amendment::default() })
    };
    give_on(&mut walk, "2018-09-01", fen(500)).unwrap();
    give_on(&mut walk, "2018-10-01", named("二期")).unwrap();
    give_on(&mut walk, "2018-08-01", fen(300)).unwrap();
    let total = |on: &str| walk.project.profile_on(day(on)).total_investment().map(Money::minor);
    assert_eq!(total("2018-07-31"), None);
    assert_eq!(total("2018-08-01"), Some(300));
    assert_eq!(total("2018-08-31"), Some(300));
    assert_eq!(total("2018-09-01"), Some(500), "the later date stands");
    assert_eq!(walk.project.profile().total_investment(), Some(Money::from_fen(500)));
    assert_eq!(walk.project.current().total_investment, Some(Money::from_fen(500)));
    // what stood before it is the present value, whatever the date
    let late = walk.project.events().last().unwrap();
    let present = Amendment { total_investment: Some(Money::from_fen(500)), ..Amendment::default() };
    assert_eq!(late.before(), Some(&Before::Told(Fact::Amendment(present))));
    // of one date the one recorded last
    give_on(&mut walk, "2018-09-01", fen(510)).unwrap();
    assert_eq!(walk.project.profile().total_investment(), Some(Money::from_fen(510)));
    let name = |on: &str| walk.project.profile_on(day(on)).name().to_owned();
    assert_eq!((name("2018-09-30"), name("2018-10-01")), ("机器人未来城一期".into(), "二期".into()));
}

#[test]
fn an_amendment_survives_the_void_of_the_step_before_it() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.pass(1).give(named("新名"));
    walk.give(Command::Amend(Amendment { investor: Some(client("client-4")), ..Amendment::default() }));
    walk.pass(1).void();
    assert_eq!(walk.project.stage(), Stage::Negotiating);
    assert_eq!(walk.project.profile().name(), "新名");
    assert_eq!(walk.project.profile().investor(), Some(&client("client-4")));
}

#[test]
fn an_amended_kind_decides_what_signs_it() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let kind = |kind| Command::Amend(Amendment { kind: Some(kind), ..Amendment::default() });
    walk.give(kind(ProjectKind::Ppp));
    let investment = crate::common::evidence::agreement(ProjectKind::Enterprise, walk.today);
    assert_eq!(walk.refused(Command::Sign(investment.clone())), ["agreement_not_fitting"]);
    walk.give(kind(ProjectKind::Enterprise));
    walk.give(Command::Sign(investment));
}

#[test]
fn an_amendment_gives_something_and_a_total_above_zero() {
    let walk = Walk::to(3, at(Stage::Signed));
    assert_eq!(walk.refused(Command::Amend(Amendment::default())), ["nothing_to_amend"]);
    for fen in [0, -1] {
        let total = Amendment { total_investment: Some(Money::from_fen(fen)), ..Amendment::default() };
        assert_eq!(walk.refused(Command::Amend(total)), ["not_positive", "investment_agreed"]);
    }
}

#[test]
fn of_a_kind_of_link_the_last_one_stands_unless_several_may() {
    let mut walk = Walk::to(3, at(Stage::Operating));
    let link = |kind, to| Link { kind, paper: Some(paper("批复", day("2018-06-01"))), to: project_id(to) };
    let mut expected = Vec::new();
    for kind in LinkKind::ALL {
        for to in [7, 8] {
            walk.give(Command::Link(link(kind, to)));
            assert_eq!(walk.refused(Command::Link(link(kind, to))), ["already_linked"]);
        }
        // by hand
        let manifold = ["derived_from", "split_from", "split_into", "combined_with"].contains(&kind.code());
        expected.extend(manifold.then(|| link(kind, 7)));
        expected.push(link(kind, 8));
        assert_eq!(walk.refused(Command::Link(link(kind, 3))), ["link_to_self"]);
    }
    assert_eq!(walk.project.links().cloned().collect::<Vec<_>>(), expected);
}

fn reached(milestone: Milestone, remark: Option<&str>) -> MilestoneReached {
    let proof = (milestone == Milestone::FullCapacity).then(|| paper("达产验收", day("2018-11-30")));
    MilestoneReached { milestone, paper: proof, remark: remark.map(text) }
}

#[test]
fn a_milestone_is_reached_once_and_other_ones_are_told_by_their_remark() {
    let mut walk = Walk::to(3, at(Stage::Operating));
    walk.today = day("2019-12-31");
    let mut reach = |on: &str, milestone, remark| {
        give_on(&mut walk, on, Command::ReachMilestone(reached(milestone, remark))).map(|_| ())
    };
    reach("2019-01-01", Milestone::FullCapacity, None).unwrap();
    reach("2019-02-01", Milestone::Other, Some("首台下线")).unwrap();
    reach("2019-03-01", Milestone::Other, Some("百台下线")).unwrap();
    assert_eq!(codes(&reach("2019-04-01", Milestone::Other, None).unwrap_err()), ["remark_needed"]);
    let twice = [
        reach("2019-02-02", Milestone::Other, Some("首台下线")).unwrap_err(),
        reach("2018-12-01", Milestone::FullCapacity, Some("更正")).unwrap_err(),
    ];
    let first = walk.project.version() - 2;
    let reached_on = |version, on| vec![Reason::AlreadyReached { version, on: day(on) }];
    assert_eq!(twice, [reached_on(first + 1, "2019-02-01"), reached_on(first, "2019-01-01")]);
    let expected = [
        (reached(Milestone::FullCapacity, None), day("2019-01-01")),
        (reached(Milestone::Other, Some("百台下线")), day("2019-03-01")),
        (reached(Milestone::Other, Some("首台下线")), day("2019-02-01")),
    ];
    assert_eq!(milestones(&walk.project), expected);
    assert_eq!(walk.project.stage(), Stage::Operating, "full capacity is no stage");
}

#[test]
fn of_one_measure_and_period_the_report_recorded_last_stands() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let report = |measure, from: &str, to: &str, fen| InvestmentReport {
        amount: Money::from_fen(fen),
        from: day(from),
        measure,
        to: day(to),
    };
    let (done, placed) = (InvestmentMeasure::Completed, InvestmentMeasure::InPlace);
    let given = [
        report(done, "2019-01-01", "2019-01-31", 100),
        report(done, "2019-02-01", "2019-02-28", 200),
        report(placed, "2019-01-01", "2019-01-31", 1_000),
        report(done, "2019-01-01", "2019-01-31", -40), // 150 too much were reported: a correction may be negative
    ];
    for given in given {
        walk.give(Command::ReportInvestment(given));
    }
    let standing: Vec<_> = walk.project.investment().copied().collect();
    assert_eq!(standing, [given[3], given[1], given[2]], "by measure and period");
    let completed = walk.project.investment().filter(|report| report.measure == done);
    assert_eq!(completed.map(|report| report.amount.minor()).sum::<i64>(), 160);
}

#[test]
fn a_period_is_over_when_it_is_reported_and_does_not_end_before_it_begins() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let mut give = |on: &str, from: &str, to: &str| {
        let (amount, measure) = (Money::from_fen(1), InvestmentMeasure::Completed);
        let report = InvestmentReport { amount, from: day(from), measure, to: day(to) };
        give_on(&mut walk, on, Command::ReportInvestment(report)).map_or_else(|reasons| codes(&reasons), |_| vec![])
    };
    assert_eq!(give("2019-01-31", "2019-01-01", "2019-01-31"), [""; 0]);
    assert_eq!(give("2019-01-30", "2019-01-01", "2019-01-31"), ["period_not_over"]);
    assert_eq!(give("2019-01-31", "2019-01-31", "2019-01-31"), [""; 0], "a day is a period");
    assert_eq!(give("2019-01-31", "2019-01-31", "2019-01-30"), ["period_reversed"]);
    assert_eq!(give("2019-01-30", "2019-02-02", "2019-02-01"), ["period_reversed", "period_not_over"]);
}

#[test]
fn a_report_of_progress_recorded_late_overrides_no_newer_one() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let progress = |points| ProgressReport { description: text("主体"), done: BasisPoints::new(points).unwrap() };
    let mut before = Vec::new();
    for (on, points) in [("2019-06-01", 10_000), ("2019-07-01", 0), ("2019-05-01", 3_333), ("2019-07-01", 200)] {
        let event = give_on(&mut walk, on, Command::ReportProgress(progress(points))).unwrap();
        before.push(event.before().cloned());
        let stands = if points == 3_333 { 0 } else { points };
        assert_eq!(walk.project.progress(), Some(&progress(stands)));
    }
    let told = |points| Some(Before::Told(Fact::Progress(progress(points))));
    assert_eq!(before, [None, told(10_000), told(0), told(0)], "the present value, whatever the date");
    assert_eq!(BasisPoints::new(10_001), Err(BasisPointsError { found: 10_001 }));
    assert_eq!(BasisPoints::new(u32::MAX), Err(BasisPointsError { found: u32::MAX }));
}

/// A store writes what follows by itself without reading the history.
#[test]
fn a_state_follows_by_itself_all_but_what_is_late_or_holds_a_part_of_a_year() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let officer = |name: &str| Command::AssignOfficer(crate::common::actor_id(name).into());
    let report = |from: &str, to: &str| {
        let (amount, measure) = (Money::from_fen(100), InvestmentMeasure::Completed);
        Command::ReportInvestment(InvestmentReport { amount, from: day(from), measure, to: day(to) })
    };
    let schedule = || Command::Reschedule(crate::common::evidence::schedule(day("2020-03-01")).into());
    let table = [
        ("2019-03-01", officer("one"), true),
        ("2019-03-01", officer("two"), true), // on the same day
        ("2019-03-01", schedule(), true),
        ("2019-02-28", officer("three"), false),
        ("2019-02-28", schedule(), false),
        ("2019-02-28", named("旧名"), false),
        ("2019-03-02", named("新名"), true),
        ("2019-12-31", report("2019-01-01", "2019-01-31"), true),
        ("2019-12-31", report("2019-01-01", "2019-02-28"), true),
        ("2019-12-31", report("2019-02-01", "2019-02-28"), true), // held by the last one
        ("2019-12-31", report("2019-01-01", "2019-01-31"), true), // and so is this
        ("2019-12-31", report("2019-03-01", "2019-03-31"), true),
        ("2019-12-31", report("2019-03-01", "2019-03-31"), true), // in place of itself
        ("2019-12-31", report("2019-04-01", "2019-04-30"), true),
        ("2019-12-31", report("2019-01-01", "2019-03-31"), false), // holds March, and April is added
        ("2019-12-31", report("2019-01-01", "2019-04-30"), true),
        ("2019-12-31", report("2018-01-01", "2018-12-31"), true),
    ];
    for (number, (on, command, by_itself)) in table.into_iter().enumerate() {
        let before = walk.project.current().clone();
        let event = give_on(&mut walk, on, command).unwrap();
        let followed = before.after(&event);
        assert_eq!(followed.is_some(), by_itself, "row {number}");
        assert!(followed.is_none_or(|state| state == *walk.project.current()), "row {number}");
    }
}
