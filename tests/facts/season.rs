//! Seasonal stops and the stall threshold, by hand, and `explain` against `decide` by brute force.

use super::pausing::{pause, resume};
use super::*;
use crate::common::evidence::stall_finding;
use crate::common::walk::{give_lasting, redating};

/// A project that entered a stage on a day, with nothing else in its way.
fn entered(stage: Stage, on: &str) -> Walk {
    let mut walk = Walk::to(3, at(stage));
    let last = walk.project.standing().last().expect("a step").event().version();
    walk.today = day("2040-01-01");
    give_lasting(&mut walk, redating(last, day(on)));
    assert_eq!(walk.project.since(), day(on));
    walk
}

/// Stops and resumptions, seasonal or not.
fn stops(walk: &mut Walk, spans: &[(bool, &str, Option<&str>)]) {
    for (seasonal, from, to) in spans {
        give_on(walk, from, pause(*seasonal)).expect("a pause");
        if let Some(to) = to {
            give_on(walk, to, resume()).expect("a resumption");
        }
    }
}

/// Whether `decide` takes a finding of standing still since a day, for any cause.
fn takes(walk: &Walk, since: Day, on: Day) -> bool {
    let context = Context::new(event_id(3, 9_100), evening(on), crate::common::actor()).on(on);
    let mut findings =
        ZombieCause::open_to(walk.project.stage()).map(|cause| Command::Stall(stall_finding(cause, since, on)));
    findings.any(|finding| walk.project.check(&finding, &context, &walk.policy).is_empty())
}

/// Whether `explain` says that a finding is possible on a day.
fn open(walk: &Walk, on: Day) -> bool {
    let context = Context::new(event_id(3, 9_100), evening(on), crate::common::actor()).on(on);
    walk.project.explain_verb(Verb::Stall, &context, &walk.policy).answer.is_open()
}

/// The first day on which a finding since entry is taken, among 1,500; and that it is so from then on.
fn first(walk: &Walk) -> String {
    let since = walk.project.since();
    let found = (0..1_500).map(|days| plus(since, days)).find(|on| takes(walk, since, *on)).expect("a day");
    assert!(!takes(walk, since, plus(found, -1)) && takes(walk, since, plus(found, 1)));
    found.to_string()
}

#[test]
fn a_seasonal_stop_begins_within_the_season_both_ends_included() {
    let table = [
        ("2018-10-31", false),
        ("2018-11-01", true),
        ("2018-12-31", true),
        ("2019-01-01", true),
        ("2019-03-31", true),
        ("2019-04-01", false),
        ("2020-02-28", true),
        ("2020-02-29", true),
        ("2020-03-01", true),
        ("2020-07-15", false),
    ];
    for (on, taken) in table {
        let mut walk = entered(Stage::Started, "2018-06-06");
        match give_on(&mut walk, on, pause(true)) {
            Ok(_) => assert!(taken, "{on}"),
            Err(reasons) => {
                let (from, to) = ("11-01".parse().ok(), "03-31".parse().ok());
                assert_eq!(reasons, [Reason::OutsideSeason { effective_on: day(on), from, to }]);
                assert!(!taken, "{on}");
            }
        }
        let mut walk = entered(Stage::Started, "2018-06-06");
        assert!(give_on(&mut walk, on, pause(false)).is_ok(), "an ordinary stop may begin on any day");
    }
}

#[test]
fn a_policy_without_a_season_knows_no_seasonal_stop() {
    let mut walk = entered(Stage::Started, "2018-06-06");
    let mut terms = PolicyTerms::shenyang_2018();
    terms.seasonal_stop = None;
    walk.policy = Policy::new(terms).expect("a policy");
    let reasons = give_on(&mut walk, "2018-12-01", pause(true)).unwrap_err();
    assert_eq!(reasons, [Reason::OutsideSeason { effective_on: day("2018-12-01"), from: None, to: None }]);
}

proptest! {
    #[test]
    fn a_season_ends_on_or_after_each_of_its_days(
        from in (1..13u32, 1..29u32), to in (1..13u32, 1..29u32), days in 0..20_000i64,
    ) {
        let (first, last) = (DayOfYear::new(from.0, from.1).unwrap(), DayOfYear::new(to.0, to.1).unwrap());
        let (season, on) = (Season { from: first, to: last }, plus(day("1999-01-01"), days));
        // by own means: walk on to the last day, within a year
        let key = |day: Day| (day.month(), day.day());
        let within = if from <= to { from <= key(on) && key(on) <= to } else { from <= key(on) || key(on) <= to };
        let end = (0..366).map(|days| plus(on, days)).find(|day| (day.month(), day.day()) == to);
        prop_assert_eq!(season.end_containing(on), end.filter(|_| within));
    }
}

#[test]
fn a_leap_day_lies_behind_a_season_that_ends_on_28_february() {
    let season = Season { from: "11-01".parse().unwrap(), to: "02-28".parse().unwrap() };
    assert_eq!(season.end_containing(day("2020-02-28")), Some(day("2020-02-28")));
    assert_eq!(season.end_containing(day("2020-02-29")), None);
    let longer = Season { to: "03-01".parse().unwrap(), ..season };
    assert_eq!(longer.end_containing(day("2020-02-29")), Some(day("2020-03-01")));
}

#[test]
fn thresholds_without_a_stop() {
    // to start by 2018-09-11, a hundred days after the agreement's: 180 days later, whenever the stage was entered
    assert_eq!(first(&entered(Stage::Signed, "2018-07-01")), "2019-03-10", "180 days");
    assert_eq!(first(&entered(Stage::Registered, "2018-12-31")), "2019-03-10");
    assert_eq!(first(&entered(Stage::Started, "2019-03-01")), "2020-03-01", "a year");
    assert_eq!(first(&entered(Stage::Started, "2020-02-29")), "2021-02-28");
}

#[test]
fn a_resumed_seasonal_stop_pushes_the_finding_out_by_its_days() {
    // (entered, stops, first day), by hand
    type Row = (&'static str, &'static [(bool, &'static str, Option<&'static str>)], &'static str);
    let table: [Row; 17] = [
        // 100 days: 21 of November, 31, 31, and 17 of February; 2019-06-10 is day 161, and 261 is 18 September
        ("2018-06-10", &[(true, "2018-11-10", Some("2019-02-18"))], "2019-09-18"),
        // one day
        ("2018-06-10", &[(true, "2018-11-01", Some("2018-11-02"))], "2019-06-11"),
        // resumed on its first day: none
        ("2018-06-10", &[(true, "2018-11-01", Some("2018-11-01"))], "2019-06-10"),
        // the whole season, resumed on the day after: 30 + 31 + 31 + 28 + 31 = 151 days
        ("2018-06-10", &[(true, "2018-11-01", Some("2019-04-01"))], "2019-11-08"),
        // resumed on its last day: 150 days
        ("2018-06-10", &[(true, "2018-11-01", Some("2019-03-31"))], "2019-11-07"),
        // resumed a month after the season: that month counts, 151 days
        ("2018-06-10", &[(true, "2018-11-01", Some("2019-05-01"))], "2019-11-08"),
        // with a leap day: 152 days from 10 June 2020
        ("2019-06-10", &[(true, "2019-11-01", Some("2020-04-01"))], "2020-11-09"),
        // an ordinary stop of the same days: none
        ("2018-06-10", &[(false, "2018-11-10", Some("2019-02-18"))], "2019-06-10"),
        // two stops of one winter: 10 + 20 days
        (
            "2018-06-10",
            &[(true, "2018-11-01", Some("2018-11-11")), (true, "2019-01-01", Some("2019-01-21"))],
            "2019-07-10",
        ),
        // an ordinary stop between: only the seasonal 10
        (
            "2018-06-10",
            &[(true, "2018-11-01", Some("2018-11-11")), (false, "2018-11-11", Some("2019-03-01"))],
            "2019-06-20",
        ),
        // before the stage was entered: none
        ("2019-06-10", &[(true, "2018-11-01", Some("2019-04-01"))], "2020-06-10"),
        // started within the stop, which was told late: it ended with the start
        ("2018-12-10", &[(true, "2018-11-01", None)], "2019-12-10"),
        // or was resumed before: the same
        ("2018-12-10", &[(true, "2018-11-01", Some("2018-12-10"))], "2019-12-10"),
        // stopped on the day of the start, after it: the year begins with the resumption
        ("2018-12-10", &[(true, "2018-12-10", Some("2019-03-01"))], "2020-03-01"),
        // the stop pushes the finding into the next winter, whose stop counts too: 151 days to 2019-11-08, and 31
        (
            "2018-06-10",
            &[(true, "2018-11-01", Some("2019-04-01")), (true, "2019-11-01", Some("2019-12-02"))],
            "2019-12-09",
        ),
        // a stop that begins on the very day of the finding comes too late
        ("2018-11-10", &[(true, "2019-11-10", Some("2019-12-10"))], "2019-11-10"),
        // and one that begins the day before does not
        ("2018-11-10", &[(true, "2019-11-09", Some("2019-12-09"))], "2019-12-10"),
    ];
    for (number, (on, spans, by_hand)) in table.into_iter().enumerate() {
        let mut walk = entered(Stage::Started, on);
        stops(&mut walk, spans);
        assert_eq!(first(&walk), by_hand, "row {number}");
    }
}

#[test]
fn a_stop_before_standing_still_began_has_no_effect_on_the_finding() {
    let mut walk = entered(Stage::Started, "2018-06-10");
    stops(&mut walk, &[(true, "2018-11-01", Some("2018-12-01"))]);
    for (since, by_hand) in [
        ("2018-10-31", "2019-11-30"),
        ("2018-11-01", "2019-12-01"),
        ("2018-11-30", "2019-12-01"),
        ("2018-12-01", "2019-12-01"),
        ("2018-12-02", "2019-12-02"),
    ] {
        let taken = |on: Day| takes(&walk, day(since), on);
        assert!(taken(day(by_hand)) && !taken(plus(day(by_hand), -1)), "since {since}");
    }
}

#[test]
fn a_seasonal_stop_never_resumed_counts_in_full_once_the_season_is_over() {
    // 180 days from the agreed start, 2018-09-11, are over on 2019-03-10, in the season
    let mut walk = entered(Stage::Signed, "2018-07-10");
    stops(&mut walk, &[(true, "2018-12-01", None)]);
    for (on, taken) in [("2019-03-10", false), ("2019-03-31", false), ("2019-04-01", true), ("2019-12-01", true)] {
        assert_eq!(takes(&walk, day("2018-07-10"), day(on)), taken, "{on}");
        assert_eq!(open(&walk, day(on)), taken, "{on}");
    }
    // resumed late after all: the 121 days of the season do not count, 2019-03-10 becomes 2019-07-09
    give_on(&mut walk, "2019-04-20", resume()).unwrap();
    assert_eq!(first(&walk), "2019-07-09");
}

#[test]
fn a_stop_of_which_the_threshold_was_passed_before_is_no_shelter() {
    let mut walk = entered(Stage::Started, "2018-11-01"); // a year: 2019-11-01
    stops(&mut walk, &[(true, "2019-11-02", None)]);
    assert!(takes(&walk, day("2018-11-01"), day("2019-11-02")));
}

/// Holds `explain` against every day of standing still; gives back a day on which they differ.
fn disagreement(walk: &Walk, on: Day) -> Option<String> {
    let entered = walk.project.since();
    let days = (0..=on.days_since(entered).max(0)).map(|days| plus(entered, days)).filter(|since| *since <= on);
    let since: Vec<_> = days.filter(|since| takes(walk, *since, on)).collect();
    (open(walk, on) == since.is_empty()).then(|| format!("on {on}, entered {entered}, since {since:?}"))
}

/// Random stops, as (seasonal, days of the ordinary course before, length), of which the last may be open.
fn winters() -> impl Strategy<Value = (i64, Vec<(bool, i64, i64)>, bool)> {
    let span =
        (prop::bool::weighted(0.8), prop_oneof![0..2i64, 1..20i64, 100..300i64], prop_oneof![0..4i64, 0..200i64]);
    (0..800i64, vec(span, 0..5), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn explain_and_decide_agree_about_stalling_on_every_day(
        (shift, spans, is_open) in winters(), stage in 0..5usize, around in -3..4i64,
    ) {
        let stage = crate::common::stalling()[stage];
        let mut walk = entered(stage, &plus(day("2018-10-25"), shift).to_string());
        let mut on = plus(walk.project.since(), -40);
        for (number, (seasonal, gap, length)) in spans.iter().enumerate() {
            on = plus(on, *gap);
            if give_on(&mut walk, &on.to_string(), pause(*seasonal)).is_err() {
                continue;
            }
            on = plus(on, *length);
            if number + 1 < spans.len() || !is_open {
                // a stop from before the entry may have ended with it
                let answer = give_on(&mut walk, &on.to_string(), resume());
                prop_assert!(answer.as_ref().map_err(|reasons| codes(reasons)).err().is_none_or(|codes| codes == ["pause_ended"]));
            }
        }
        // on the days around every possible turn: the threshold since entry and since each resumption
        let since = walk.project.since();
        let turns = walk.project.pauses().iter().filter_map(|span| span.resumed_on).chain([since]);
        let turns = turns.flat_map(|turn| [180, 365, 366].map(|days| plus(turn, days + around)));
        let first = (0..1_500).map(|days| plus(since, days)).find(|on| takes(&walk, since, *on));
        for on in turns.chain(first.into_iter().flat_map(|first| [-2, -1, 0].map(|days| plus(first, days)))) {
            prop_assert_eq!(disagreement(&walk, on.max(since)), None);
        }
    }
}

#[test]
fn explain_finds_the_day_of_standing_still_behind_a_long_stop() {
    // two stops of one winter, without a day between, and a leap day in the second: since entry, standing still begins
    // on 2020-02-28, a year of which ends on 2021-02-28, and 2 days; since 2020-02-28 it begins on 2020-03-01
    let mut walk = entered(Stage::Started, "2019-11-01");
    stops(&mut walk, &[(true, "2019-11-01", Some("2020-02-28")), (true, "2020-02-28", Some("2020-03-01"))]);
    assert!(takes(&walk, day("2020-02-28"), day("2021-03-01")));
    assert_eq!(disagreement(&walk, day("2021-03-01")), None);
}
