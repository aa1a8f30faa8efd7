//! Reports of investment: periods, their overlaps and their sums, worked out by hand.

use super::*;

const DONE: InvestmentMeasure = InvestmentMeasure::Completed;

/// A project under way at the end of 2020, with a hand for reports in ten thousand yuan, each given on its last day.
struct Desk(Walk);

impl Desk {
    fn new() -> Self {
        let mut walk = Walk::to(3, at(Stage::Started));
        walk.today = day("2020-12-31");
        Self(walk)
    }

    fn report(&mut self, from: &str, to: &str, amount: i64) -> Result<Event, Vec<Reason>> {
        self.report_in(Currency::CNY, from, to, amount)
    }

    fn report_in(&mut self, currency: Currency, from: &str, to: &str, amount: i64) -> Result<Event, Vec<Reason>> {
        let amount = Money::new(amount * 1_000_000, currency);
        let report = InvestmentReport { amount, from: day(from), measure: DONE, to: day(to) };
        give_on(&mut self.0, to, Command::ReportInvestment(report))
    }

    fn void(&mut self, version: u64) {
        self.0.give(crate::common::walk::voiding_fact(version));
    }

    /// What was completed in all years, in ten thousand yuan.
    fn sum(&self) -> i128 {
        self.0.project.current().invested_in(DONE, Currency::CNY) / 1_000_000
    }

    fn refused(&mut self, from: &str, to: &str) -> Reason {
        let [reason] = self.report(from, to, 1).expect_err("a refusal").try_into().expect("one reason");
        reason
    }
}

/// January, then January and February, and so on: each report holds the ones before it.
#[test]
fn cumulative_monthly_reports() {
    let mut desk = Desk::new();
    let ends = ["2019-01-31", "2019-02-28", "2019-03-31", "2019-04-30"];
    for (end, amount) in ends.into_iter().zip([100, 250, 300, 420]) {
        desk.report("2019-01-01", end, amount).unwrap();
        assert_eq!(desk.sum(), i128::from(amount), "by {end}");
    }
    // what lies behind the longest is added
    desk.report("2019-05-01", "2019-05-31", 30).unwrap();
    desk.report("2019-06-01", "2019-06-30", 7).unwrap();
    assert_eq!(desk.sum(), 457);
    // a month within is on record, and changes no sum; nor does a cumulative report that comes late
    desk.report("2019-02-01", "2019-02-28", 5_000).unwrap();
    assert_eq!(desk.sum(), 457);
    desk.report("2019-01-01", "2019-01-31", 110).unwrap();
    assert_eq!(desk.sum(), 457);
    // a cumulative one that holds some of what was added, and not all
    let may = desk.report("2019-01-01", "2019-05-31", 440).unwrap();
    assert_eq!(desk.sum(), 447);
    // another amount for the longest
    let again = desk.report("2019-01-01", "2019-05-31", 500).unwrap();
    assert_eq!(desk.sum(), 507);
    desk.void(again.version());
    assert_eq!(desk.sum(), 447);
    desk.void(may.version());
    assert_eq!(desk.sum(), 457);
    // the next year counts anew
    desk.report("2020-01-01", "2020-01-31", 11).unwrap();
    desk.report("2020-01-01", "2020-02-29", 20).unwrap();
    assert_eq!(desk.sum(), 477);
    let years: Vec<_> = desk.0.project.current().invested.iter().map(|sum| (sum.year, sum.cumulative_to)).collect();
    assert_eq!(years, [(2019, Some(day("2019-04-30"))), (2020, Some(day("2020-02-29")))]);
}

#[test]
fn overlapping_periods_are_refused_unless_one_holds_the_other_from_the_first_of_january() {
    let mut desk = Desk::new();
    let march = desk.report("2019-03-01", "2019-03-31", 10).unwrap().version();
    let half = desk.report("2019-01-01", "2019-06-30", 70).unwrap().version();
    let overlaps = |(from, to), version, (other_from, other_to)| {
        let [from, to, other_from, other_to] = [from, to, other_from, other_to].map(day);
        Reason::PeriodsOverlap { from, to, version, other_from, other_to }
    };
    let (in_march, in_half) = (("2019-03-01", "2019-03-31"), ("2019-01-01", "2019-06-30"));
    for (period, version, other) in [
        (("2019-02-15", "2019-03-01"), march, in_march),
        (("2019-03-31", "2019-04-30"), march, in_march),
        (("2019-03-10", "2019-03-10"), march, in_march),
        (("2019-02-01", "2019-04-30"), march, in_march),
        // from 1 January on, but March ends later
        (("2019-01-01", "2019-03-30"), march, in_march),
        (("2019-01-01", "2019-03-01"), march, in_march),
        (("2019-06-01", "2019-07-31"), half, in_half),
        (("2019-06-30", "2019-07-01"), half, in_half),
    ] {
        assert_eq!(desk.refused(period.0, period.1), overlaps(period, version, other), "{period:?}");
    }
    for (from, to) in [
        ("2019-02-01", "2019-02-28"),
        ("2019-04-01", "2019-04-01"),
        ("2019-07-01", "2019-07-31"),
        ("2019-01-01", "2019-02-28"),
        ("2019-01-01", "2019-03-31"),
        ("2019-01-01", "2019-12-31"),
        ("2019-01-02", "2019-01-31"),
        ("2018-12-31", "2018-12-31"),
    ] {
        desk.report(from, to, 1).unwrap_or_else(|reasons| panic!("{from} to {to}: {reasons:?}"));
    }
    // what was voided is in nobody's way
    desk.void(march);
    desk.report("2019-03-20", "2019-03-25", 1).unwrap();
    // another measure has its own periods
    let report = InvestmentReport {
        amount: Money::from_fen(1),
        from: day("2019-02-15"),
        measure: InvestmentMeasure::InPlace,
        to: day("2019-03-10"),
    };
    desk.0.give(Command::ReportInvestment(report));
}

/// A quarter, and then the half year that holds it but does not begin on 1 January: what both tell is counted once.
#[test]
fn a_half_year_behind_its_quarter_is_refused_and_another_currency_replaces_nothing() {
    let mut desk = Desk::new();
    let quarter = desk.report("2019-07-01", "2019-09-30", 10_000).unwrap().version();
    let [from, to, other_from, other_to] = ["2019-07-01", "2019-12-31", "2019-07-01", "2019-09-30"].map(day);
    let overlap = Reason::PeriodsOverlap { from, to, version: quarter, other_from, other_to };
    assert_eq!(desk.refused("2019-07-01", "2019-12-31"), overlap);
    assert_eq!(desk.sum(), 10_000);
    // one that is declared cumulative holds it
    desk.report("2019-01-01", "2019-12-31", 30_000).unwrap();
    assert_eq!(desk.sum(), 30_000);
    // a dollar beside hundreds of millions of yuan, for the same period
    let amount = Money::new(100, "USD".parse().unwrap());
    let report = InvestmentReport { amount, from: day("2019-01-01"), measure: DONE, to: day("2019-12-31") };
    give_on(&mut desk.0, "2019-12-31", Command::ReportInvestment(report)).unwrap();
    assert_eq!((desk.sum(), desk.0.project.current().invested_in(DONE, amount.currency())), (30_000, 100));
}

#[test]
fn a_period_never_crosses_the_end_of_a_year() {
    let mut desk = Desk::new();
    let crosses = |from, to| Reason::PeriodCrossesYear { from: day(from), to: day(to) };
    for (from, to) in [("2018-12-31", "2019-01-01"), ("2018-01-01", "2020-01-31"), ("2018-12-01", "2019-11-30")] {
        let reason = desk.refused(from, to);
        assert_eq!(reason, crosses(from, to));
        assert_eq!(reason.to_string(), format!("the period from {from} to {to} crosses the end of a year"));
        assert_eq!(reason.lift(), Lift::Date { earliest: None, latest: Some(day("2018-12-31")) });
    }
}

#[test]
fn the_currency_tells_one_report_from_another() {
    let mut desk = Desk::new();
    let dollars: Currency = "USD".parse().unwrap();
    desk.report("2019-03-01", "2019-03-31", 10).unwrap();
    let event = desk.report_in(dollars, "2019-03-01", "2019-03-31", 3).unwrap();
    assert_eq!(event.before(), None, "it replaces nothing");
    desk.report_in(dollars, "2019-03-20", "2019-04-10", 3).expect_err("its own periods do not overlap either");
    desk.report_in(dollars, "2019-01-01", "2019-12-31", 5).unwrap();
    assert_eq!(desk.sum(), 10);
    assert_eq!(desk.0.project.current().invested_in(DONE, dollars), 5_000_000);
    assert_eq!(desk.0.project.investment().count(), 3);
}

/// What does not fit is no history either, whoever wrote it.
#[test]
fn replay_takes_no_overlapping_report() {
    let mut desk = Desk::new();
    let standing = desk.report("2019-03-01", "2019-03-31", 10).unwrap();
    let next = desk.report("2019-04-01", "2019-04-30", 10).unwrap();
    let (project, version) = (desk.0.project.id(), next.version());
    for (from, to, why) in [
        ("2019-03-31", "2019-04-30", {
            let (other_from, other_to) = (day("2019-03-01"), day("2019-03-31"));
            let (from, to, version) = (day("2019-03-31"), day("2019-04-30"), standing.version());
            Reason::PeriodsOverlap { from, to, version, other_from, other_to }
        }),
        ("2018-12-31", "2019-04-30", Reason::PeriodCrossesYear { from: day("2018-12-31"), to: day("2019-04-30") }),
        ("2019-05-01", "2019-04-30", Reason::PeriodReversed { from: day("2019-05-01"), to: day("2019-04-30") }),
    ] {
        let forged = forged(&desk.0, |record| {
            record["data"]["after"]["from"] = from.into();
            record["data"]["after"]["to"] = to.into();
        });
        let fault = HistoryFault::Contradicts { why };
        assert_eq!(Project::replay(forged), Err(HistoryError::Event { project, version, fault }));
    }
}

/// A year of which no report stands has no sum, not even one of nothing; and a report of nothing is a report.
#[test]
fn a_year_without_reports_has_no_sum() {
    let mut desk = Desk::new();
    let years =
        |desk: &Desk| desk.0.project.current().invested.iter().map(|sum| (sum.year, sum.minor)).collect::<Vec<_>>();
    let first = desk.report("2018-07-01", "2018-12-31", 5).unwrap();
    let second = desk.report("2019-01-01", "2019-03-31", 7).unwrap();
    assert_eq!(years(&desk), [(2018, 5_000_000), (2019, 7_000_000)]);
    desk.void(first.version());
    assert_eq!(years(&desk), [(2019, 7_000_000)]);
    let nothing = desk.report("2019-01-01", "2019-03-31", 0).unwrap();
    assert_eq!(years(&desk), [(2019, 0)]);
    desk.void(nothing.version());
    desk.void(second.version());
    assert_eq!(years(&desk), []);
}
