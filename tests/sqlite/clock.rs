//! The times of records: well formed, never back, and not ahead of the clock by more than the file allows.

use std::error::Error;

use super::Folder;
use super::target::{Target, client, late};
use crate::common::walk::Walk;
use crate::common::{actor, at, source};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

const AHEAD: &str = "recordedtime is ahead of the clock";
const FORM: &str = "recordedtime is an instant, to the microsecond and in UTC";
const BACK: &str = "recordedtime never goes back";

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[test]
fn a_recorded_time_has_its_one_form_and_never_goes_back() {
    let mut walk = Walk::plan(1);
    walk.assign_duties();
    let target = Target::of("clock-form", vec![walk]);
    let (project, last) = (crate::common::project_id(1), late().to_string());
    let fact = |recorded: &str| target.forge_fact(project, at(Stage::Planned)).set("/recordedtime", recorded).insert();
    for lawful in
        [last.as_str(), "2030-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "2400-02-29T23:59:59.000001Z"]
    {
        target.accepts(lawful, &fact(lawful));
    }
    for odd in [
        "garbage",
        "",
        "2030-01-01",
        "2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.000Z",
        "2030-01-01T00:00:00.0000000Z",
        "2030-01-01T00:00:00.000000z",
        "2030-01-01t00:00:00.000000Z",
        "2030-01-01 00:00:00.000000Z",
        "2030-01-01T00:00:00.000000+00:00",
        "2030-01-01T00:00:00.000000",
        "2030-02-30T00:00:00.000000Z",
        "2031-02-29T00:00:00.000000Z",
        "2030-13-01T00:00:00.000000Z",
        "2030-00-01T00:00:00.000000Z",
        "2030-01-01T24:00:00.000000Z",
        "2030-01-01T00:60:00.000000Z",
        "2030-01-01T00:00:60.000000Z",
        "２030-01-01T00:00:00.000000Z",
        "10000-01-01T00:00:00.000000Z",
    ] {
        target.refuses(odd, &format!("{};", fact(odd)), FORM);
    }
    target.refuses("no year", &format!("{};", fact("0000-01-01T00:00:00.000000Z")), FORM);
    target.refuses("a microsecond earlier", &format!("{};", fact("2025-12-01T09:59:59.999999Z")), BACK);
    target.refuses("the first year", &format!("{};", fact("0001-01-01T00:00:00.000000Z")), BACK);
}

/// The client's own clock is asked, so the times are written by it.
#[test]
fn a_recorded_time_is_not_ahead_of_the_clock_by_more_than_the_margin() {
    let folder = Folder::new("clock");
    let file = folder.file();
    let mut store = SqliteStore::create(&file, source()).expect("it is made");
    assert_eq!(store.clock_margin().expect("it tells"), Some(300));
    let opened = instant("2018-05-31T08:00:00Z");
    store.open_log(DigestAlgorithm::Sha256, &actor(), opened).expect("a log opens");
    let records = store.log(0, 9).expect("the log");
    let target = Target { folder: Folder::new("clock-none"), head: store.head().expect("a head"), records };
    let planned = Walk::plan(1).project.events()[0].clone();
    let mut memory = crate::common::opened(source(), &actor(), opened).expect("a log opens");
    let sample = memory.append(&planned.into(), late()).expect("it is recorded");
    let forged = target.forge(sample.record(), crate::common::project_id(1)).set("/recordedtime", "@");
    let (whole, leaf) = (forged.line().replace('\'', "''"), "zeroblob(32)");
    let attempt = |after: &str| {
        let now = format!("strftime('%Y-%m-%dT%H:%M:%f', 'now', '{after}') || '000Z'");
        let insert = format!(
            "INSERT INTO event (log, sequence, body, leaf) VALUES (1, 2, replace('{whole}', '@', {now}), {leaf})"
        );
        client(&file, &format!("BEGIN; {insert}; SELECT changes(); ROLLBACK;"))
    };
    let is_taken = |after: &str| {
        let answer = attempt(after);
        if answer.refused.is_empty() {
            assert_eq!(answer.said.trim(), "1");
        } else {
            assert!(answer.refused.contains(AHEAD), "{after}: {answer:?}");
        }
        answer.refused.is_empty()
    };
    for (after, wanted) in [
        ("-1 years", true),
        ("0 minutes", true),
        ("4 minutes", true),
        ("6 minutes", false),
        ("1 days", false),
        ("7000 years", false),
    ] {
        assert_eq!(is_taken(after), wanted, "{after}");
    }
    for (margin, after, wanted) in [
        (Some(7_200), "110 minutes", true),
        (Some(7_200), "130 minutes", false),
        (Some(0), "-1 minutes", true),
        (Some(0), "2 minutes", false),
        (None, "7000 years", true),
        (Some(300), "6 minutes", false),
    ] {
        store.set_clock_margin(margin).expect("it is set");
        assert_eq!(store.clock_margin().expect("it tells"), margin);
        assert_eq!(is_taken(after), wanted, "{margin:?} {after}");
    }
    // the file opens with whatever margin the owner set
    SqliteStore::open(&file, source()).expect("it opens");
    for seal in [
        "UPDATE clock_margin SET seconds = NULL",
        "DELETE FROM clock_margin",
        "REPLACE INTO clock_margin VALUES (1, NULL)",
    ] {
        let answer = client(&file, &format!("{seal};"));
        assert!(answer.refused.contains("the margin of clocks is the owner's to set"), "{seal}: {answer:?}");
    }
}

/// A host whose clock is wrong is told so, and locks no log.
#[test]
fn a_clock_that_is_wrong_is_told_and_locks_no_log() {
    let folder = Folder::new("clock-wrong");
    let mut store = SqliteStore::create(folder.file(), source()).expect("it is made");
    let (now, wrong) = (instant("2018-06-01T10:00:00Z"), instant("9999-01-01T00:00:00Z"));
    let error = store.open_log(DigestAlgorithm::Sha256, &actor(), wrong).expect_err("it is ahead");
    let told = "a record at 9999-01-01T00:00:00.000000Z is further ahead of this machine's clock than the file allows: set the \
        clock right, or the margin by `SqliteStore::set_clock_margin`";
    assert!(matches!(error, StoreError::Storage(_)), "{error:?}");
    assert_eq!(error.source().expect("a cause").to_string(), told);
    store.open_log(DigestAlgorithm::Sha256, &actor(), now).expect("a log opens");
    let planned: AppendRequest = Walk::plan(1).project.events()[0].clone().into();
    store.append(&planned, wrong).expect_err("it is ahead");
    let receipt =
        store.append(&planned, crate::common::evening(crate::common::evidence::first_day())).expect("it is recorded");
    assert_eq!(receipt.record().sequence(), 2);
    assert_eq!(super::target::unsound(&store), None);
}
