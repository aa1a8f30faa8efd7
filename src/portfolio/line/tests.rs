//! Which records are read from their lines, and which in full.

use std::collections::BTreeSet;

use super::*;

/// The records of all types, as they are kept for ever.
const RECORDS: &str = include_str!("../../../tests/golden/v1/events.jsonl");

#[test]
fn what_is_frequent_is_not_read_in_full() {
    let mut portfolio = Portfolio::new();
    let (mut short, mut full) = (BTreeSet::new(), BTreeSet::new());
    for line in RECORDS.lines() {
        let record = Record::parse(line).expect("a record");
        let glance = portfolio.log.as_ref().and_then(|log| Glance::verified(line.as_bytes(), log));
        // what a host adds, and a fact from a ledger, is read in full
        if record.data().contains("\"host\":{") {
            portfolio.add(&record).expect("it follows");
            continue;
        }
        let is_short = glance.is_some_and(|glance| matches!(portfolio.clone().add_glance(glance), Some(Ok(()))));
        if is_short { &mut short } else { &mut full }.insert(record.event_type().to_owned());
        portfolio.add(&record).expect("it follows");
    }
    let seldom: Vec<&str> = full.iter().map(String::as_str).collect();
    let expected = [
        "lifecycle.log.opened.v1",
        "lifecycle.project.closed.v1",
        "lifecycle.project.corrected.v1",
        "lifecycle.project.revived.v1",
        "lifecycle.project.stalled.v1",
        // this one rests on a promise
        "lifecycle.project.started.v1",
        "lifecycle.zone.amended.v1",
        "lifecycle.zone.baseline_frozen.v1",
        "lifecycle.zone.class_changed.v1",
        "lifecycle.zone.corrected.v1",
        "lifecycle.zone.registered.v1",
    ];
    assert_eq!(seldom, expected);
    assert!(short.is_disjoint(&full) && short.len() > 25, "{short:?}");
}

#[test]
fn both_ways_of_looking_see_the_same() {
    let log = Record::parse(RECORDS.lines().next().expect("a line")).expect("a record").source().clone();
    for line in RECORDS.lines() {
        let checked = Glance::checked(line.as_bytes(), &log);
        assert_eq!(format!("{:?}", Glance::verified(line.as_bytes(), &log)), format!("{checked:?}"), "{line}");
        let other = "urn:example:other".parse().expect("a name");
        assert!(Glance::verified(line.as_bytes(), &other).is_none(), "{line}");
        assert!(Glance::checked(line.as_bytes(), &other).is_none(), "{line}");
    }
}
