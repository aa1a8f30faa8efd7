//! What an API shows: JSON as it stands, written down by hand.

use project_lifecycle::project::InvestmentMeasure;
use project_lifecycle::project::fact::InvestmentReport;
use project_lifecycle::store::{CurrentStates as _, PageKey, ProjectQuery};
use project_lifecycle::{Command, EventStore as _, MemoryStore, Money, Stage};
use serde_json::{Value, json};

use crate::common::walk::Walk;
use crate::common::{actor, at, day, evening, source};

/// A list has its projects' states, and a place for the next page that can be given back as it stands.
#[test]
fn a_page_is_shown_with_the_place_of_the_next() {
    let mut store = MemoryStore::open(source(), &actor(), evening(Walk::plan(1).today)).expect("a log");
    for p in [1, 2] {
        let walk = Walk::plan(p);
        store.append(&(&walk.project.events()[0]).into(), evening(walk.today)).expect("recorded");
    }
    let first = store.projects(&ProjectQuery::all().limit(1)).expect("a page");
    let shown = serde_json::to_value(&first).expect("JSON");
    assert_eq!(
        shown,
        json!({
            "projects": [{
                "project": "a0000000-0000-4000-8000-000000000001",
                "version": 1,
                "position": "planned",
                "since": "2018-06-01",
                "name": "机器人未来城一期",
                "kind": "enterprise",
                "code": null,
                "zone": "shenyang-hitech",
                "officer": null,
                "total_investment": null,
                "invested": [],
                "schedule": null,
                "owed": [],
                "paused_since": null,
                "noted_on": null
            }],
            // `printf '3:all,-,-,-,-,' | sha256sum` tells the list, and the same of all before the last dot is its check
            "next": "id.e3ce853433608a36.a0000000-0000-4000-8000-000000000001..57891c9a"
        })
    );
    let place: PageKey = serde_json::from_value(shown["next"].clone()).expect("a place");
    let second = store.projects(&ProjectQuery::all().limit(1).after(place).expect("of this list")).expect("a page");
    let ids: Vec<_> = second.projects.iter().map(|state| state.project.to_string()).collect();
    assert_eq!((ids, second.next), (vec!["a0000000-0000-4000-8000-000000000002".to_owned()], None));
}

/// Every stage, in its order, with zero where no project stands.
#[test]
fn counts_are_shown_by_stage() {
    let mut store = MemoryStore::open(source(), &actor(), evening(Walk::plan(1).today)).expect("a log");
    for walk in [Walk::plan(1), Walk::plan(2), Walk::to(3, at(Stage::Signed)), Walk::to(4, at(Stage::Closed))] {
        for event in walk.project.events() {
            store.append(&event.into(), evening(day("2030-01-01"))).expect("recorded");
        }
    }
    let shown = serde_json::to_string(&store.counts(&ProjectQuery::all()).expect("counts")).expect("JSON");
    assert_eq!(
        shown,
        "{\"planned\":2,\"reserve\":0,\"negotiating\":0,\"signed\":1,\"registered\":0,\"started\":0,\"producing\":0,\
         \"operating\":0,\"zombie\":0,\"closed\":1}"
    );
}

/// Amounts are text with two decimals, below zero too.
#[test]
fn what_was_invested_is_shown_as_an_amount() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.pass(100);
    let report = |fen: i64, from: &str, to: &str| {
        Command::ReportInvestment(InvestmentReport {
            amount: Money::from_fen(fen),
            from: from.parse().expect("a day"),
            measure: InvestmentMeasure::Completed,
            to: to.parse().expect("a day"),
        })
    };
    walk.give(report(12_345_678, "2018-01-01", "2018-03-31"));
    walk.give(report(-12_345_683, "2018-04-01", "2018-04-30"));
    let shown = serde_json::to_value(walk.project.current()).expect("JSON");
    assert_eq!(
        shown["invested"],
        json!([{
            "measure": "completed",
            "currency": "CNY",
            "year": 2018,
            "amount": "-0.05",
            "to": "2018-04-30",
            "cumulative_to": "2018-03-31"
        }])
    );
    assert_eq!(shown["position"], Value::from("signed"));
}
