//! What became of a project, at two dates: cases by hand.

use project_lifecycle::evidence::Schedule;
use project_lifecycle::lifecycle::{Outcome, PauseReason, ZombieCause};
use project_lifecycle::portfolio::{CorrectionKind, Track, TrackNode};
use project_lifecycle::project::fact::{AgreementAmended, Resumption};
use project_lifecycle::{Command, ProjectId, Stage, Verb};
use serde_json::json;

use super::city::{City, zone};
use super::lists::{Told, pause, signed};
use crate::common::day;
use crate::common::evidence::{committed, provenance, relocation, supplement};
use crate::common::walk::voiding_fact;

impl Told {
    fn track(&self, name: &str, as_of: &str) -> Track<'_> {
        self.on(as_of).track(ProjectId::named(name)).expect("it is planned")
    }

    fn track_known(&self, name: &str, as_of: &str, known_on: &str) -> Track<'_> {
        self.known(as_of, known_on).track(ProjectId::named(name)).expect("it is planned")
    }
}

/// Stage, the day in force, the first one, the day reached, days late; days as texts, or empty.
type Node = (Stage, String, String, String, Option<i64>);

fn nodes(track: &Track<'_>) -> Vec<Node> {
    let row = |node: &TrackNode| {
        let reached = node.reached.map_or_else(String::new, |on| on.to_string());
        (node.stage, node.agreed.to_string(), node.agreed_first.to_string(), reached, node.days_late)
    };
    track.nodes.iter().map(row).collect()
}

fn node(stage: Stage, agreed: &str, first: &str, reached: &str, late: Option<i64>) -> Node {
    (stage, agreed.into(), first.into(), reached.into(), late)
}

fn steps(track: &Track<'_>) -> Vec<(Option<Verb>, String)> {
    track.steps.iter().map(|step| (step.verb, step.on.to_string())).collect()
}

/// Signed on 1 February 2018 for start and production by 12 May, 100 days later; registered on 1 March with a schedule of that day:
/// registration by 1 March, start and production by 30 April; started on 20 May.
fn started() -> City {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01"), (Verb::Start, "2018-05-20")]);
    city
}

/// What is agreed with the signing goes before what a schedule says.
#[test]
fn planned_stands_against_reached() {
    let city = started();
    let told = Told::by(&city);
    let track = told.track("a", "2018-05-31");
    assert_eq!(
        nodes(&track),
        [
            node(Stage::Registered, "2018-03-01", "2018-03-01", "2018-03-01", Some(0)),
            node(Stage::Started, "2018-05-12", "2018-05-12", "2018-05-20", Some(8)),
            node(Stage::Producing, "2018-05-12", "2018-05-12", "", Some(19)),
        ]
    );
    let all = [
        (None, "2018-01-01".to_owned()),
        (Some(Verb::Engage), "2018-01-05".to_owned()),
        (Some(Verb::Sign), "2018-02-01".to_owned()),
        (Some(Verb::Register), "2018-03-01".to_owned()),
        (Some(Verb::Start), "2018-05-20".to_owned()),
    ];
    assert_eq!(steps(&track), all);
    assert!(track.pauses.is_empty() && track.owed.is_empty() && track.corrections.is_empty());
    // before the registration nobody had set a schedule, and on the agreed day itself nothing is late
    assert_eq!(
        nodes(&told.track("a", "2018-02-28")),
        [
            node(Stage::Started, "2018-05-12", "2018-05-12", "", None),
            node(Stage::Producing, "2018-05-12", "2018-05-12", "", None),
        ]
    );
    assert_eq!(nodes(&told.track("a", "2018-05-12"))[1].4, None);
    assert_eq!(nodes(&told.track("a", "2018-05-13"))[1].4, Some(1));
    assert_eq!(steps(&told.track("a", "2018-05-19")), all[..4]);
    // as known at the end of March the start had not happened, whatever the day
    assert_eq!(steps(&told.track_known("a", "2018-05-31", "2018-03-31")), all[..4]);
    assert_eq!(told.on("2017-12-31").track(ProjectId::named("a")), None);
    assert_eq!(told.on("2018-12-31").track(ProjectId::named("b")), None);
}

/// The day of the first report of a step stays, and a member for each part.
#[test]
fn a_track_is_data() {
    let city = signed("a", "2018-02-01");
    let told = Told::by(&city);
    let track = serde_json::to_value(told.track("a", "2018-02-01")).expect("data");
    assert_eq!((&track["name"], &track["position"]), (&json!("a"), &json!("signed")));
    let signing = json!({
        "version": 3, "verb": "sign", "to": "signed", "on": "2018-02-01", "recorded_at": "2018-02-01T10:00:00.000000Z",
        "is_doubtful": false, "cause": null, "outcome": null,
    });
    assert_eq!(track["steps"][2], signing);
    let start = json!({
        "stage": "started", "agreed": "2018-05-12", "agreed_first": "2018-05-12", "reached": null, "days_late": null,
    });
    assert_eq!(track["nodes"][0], start);
}

/// A supplementary agreement moves the days in force, and the schedule's with them; the first ones stay beside. A new schedule
/// that names only what is to come leaves the day of what is reached.
#[test]
fn what_is_agreed_anew_stands_beside_what_was_agreed_first() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    let later = AgreementAmended {
        agreed_start: Some(day("2018-09-01")),
        agreed_production: Some(day("2018-12-01")),
        ..supplement(day("2018-04-01"))
    };
    city.today("2018-04-02").command("a", Command::AmendAgreement(later), "2018-04-01");
    let anew = Schedule::new([(Stage::Started, day("2018-10-01")), (Stage::Operating, day("2019-06-30"))]);
    city.today("2018-06-01").command("a", Command::Reschedule(anew.expect("a schedule").into()), "2018-06-01");
    let told = Told::by(&city);
    let registered = node(Stage::Registered, "2018-03-01", "2018-03-01", "2018-03-01", Some(0));
    let first = [
        registered.clone(),
        node(Stage::Started, "2018-05-12", "2018-05-12", "", None),
        node(Stage::Producing, "2018-05-12", "2018-05-12", "", None),
    ];
    assert_eq!(nodes(&told.track("a", "2018-03-31")), first);
    assert_eq!(nodes(&told.track_known("a", "2018-04-01", "2018-04-01")), first, "nobody knew of the new agreement");
    let moved = [
        registered.clone(),
        node(Stage::Started, "2018-09-01", "2018-05-12", "", None),
        node(Stage::Producing, "2018-12-01", "2018-05-12", "", None),
    ];
    assert_eq!(nodes(&told.track("a", "2018-04-01")), moved);
    assert_eq!(
        nodes(&told.track("a", "2018-09-11")),
        [
            registered,
            node(Stage::Started, "2018-09-01", "2018-05-12", "", Some(10)),
            node(Stage::Producing, "2018-12-01", "2018-05-12", "", None),
            node(Stage::Operating, "2019-06-30", "2019-06-30", "", None),
        ]
    );
}

/// A start that was voided, done again, re-dated, and whose evidence was told anew; a schedule that was voided.
#[test]
fn corrections_are_told_with_what_they_changed() {
    let mut city = started();
    let schedule = city.project("a").events().iter().rfind(|event| event.event_name() == "scheduled");
    let schedule = schedule.expect("registration needs one").version();
    // planning, talks, signing, three duties, registration, start
    assert_eq!((schedule, city.project("a").version()), (6, 8));
    city.today("2018-06-01").void("a");
    city.today("2018-06-02").act("a", Verb::Start, "2018-05-25");
    city.today("2018-06-03").redate("a", Verb::Start, "2018-05-27");
    let start = city.project("a").standing().last().expect("the start");
    let (version, basis) = (start.event().version(), start.basis().clone());
    city.today("2018-06-04").command("a", project_lifecycle::testing::sample::correcting(version, basis), "2018-06-04");
    city.today("2018-06-05").command("a", voiding_fact(schedule), "2018-06-05");
    let told = Told::by(&city);
    let track = told.track("a", "2018-06-30");
    let rows: Vec<_> = track
        .corrections
        .iter()
        .map(|row| {
            let days = [row.from, row.to].map(|day| day.map_or_else(String::new, |day| day.to_string()));
            (row.version, row.kind, row.corrects, row.verb, days)
        })
        .collect();
    let days = |from: &str, to: &str| [from.to_owned(), to.to_owned()];
    let expected = [
        (9, CorrectionKind::Void, 8, Some(Verb::Start), days("2018-05-20", "")),
        (11, CorrectionKind::Redate, 10, Some(Verb::Start), days("2018-05-25", "2018-05-27")),
        (12, CorrectionKind::Correct, 10, Some(Verb::Start), days("2018-05-27", "2018-05-27")),
        (13, CorrectionKind::VoidFact, 6, None, days("", "")),
    ];
    assert_eq!(rows, expected);
    // by the baseline nothing says when it was to be registered: the schedule never was
    let started = |reached: &str, late| node(Stage::Started, "2018-05-12", "2018-05-12", reached, Some(late));
    let producing = |late| node(Stage::Producing, "2018-05-12", "2018-05-12", "", Some(late));
    assert_eq!(nodes(&track), [started("2018-05-27", 15), producing(49)]);
    // on a day before, the corrections work as well; before they were known, none of them does
    assert_eq!(told.track("a", "2018-05-19").corrections.len(), 4);
    assert_eq!(nodes(&told.track("a", "2018-05-21")), [started("", 9), producing(9)]);
    let known = told.track_known("a", "2018-05-31", "2018-06-01");
    assert_eq!((known.corrections.len(), known.steps.len()), (1, 4));
    assert_eq!(nodes(&known)[1], started("", 19));
    let known = told.track_known("a", "2018-05-31", "2018-06-02");
    assert_eq!((nodes(&known)[1].clone(), known.steps.len()), (started("2018-05-25", 13), 5));
    assert_eq!(told.track_known("a", "2018-05-31", "2018-05-31").corrections, []);
}

/// A pause goes on until work resumes; one that a start ended has the day of the start.
#[test]
fn pauses_are_open_and_closed() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    city.today("2018-03-10").command("a", pause(PauseReason::Land), "2018-03-10");
    city.today("2018-04-10").command("a", Command::Resume(Resumption::default()), "2018-04-10");
    city.today("2018-05-02").command("a", pause(PauseReason::Market), "2018-05-01");
    city.acts("a", &[(Verb::Start, "2018-05-20")]);
    let told = Told::by(&city);
    let pauses = |track: Track<'_>| {
        let rows = track.pauses.iter().map(|pause| {
            (
                pause.from.to_string(),
                pause.until.map(|day| day.to_string()),
                pause.reason,
                pause.explanation.to_string(),
            )
        });
        rows.collect::<Vec<_>>()
    };
    let row = |from: &str, until: Option<&str>, reason| {
        (from.to_owned(), until.map(str::to_owned), reason, "停工".to_owned())
    };
    assert_eq!(pauses(told.track("a", "2018-03-09")), []);
    assert_eq!(pauses(told.track("a", "2018-04-09")), [row("2018-03-10", None, PauseReason::Land)]);
    let land = row("2018-03-10", Some("2018-04-10"), PauseReason::Land);
    assert_eq!(pauses(told.track("a", "2018-04-10")), vec![land.clone()]);
    assert_eq!(pauses(told.track("a", "2018-05-19")), [land.clone(), row("2018-05-01", None, PauseReason::Market)]);
    assert_eq!(pauses(told.track_known("a", "2018-05-19", "2018-05-01")), vec![land.clone()]);
    assert_eq!(
        pauses(told.track("a", "2018-05-20")),
        [land, row("2018-05-01", Some("2018-05-20"), PauseReason::Market)]
    );
}

/// Papers promised with the start are owed from that day on, and a relocation moves the project, not its days.
#[test]
fn papers_are_owed_and_a_relocation_moves_the_project() {
    let mut city = signed("a", "2018-02-01");
    let moved = relocation(&zone("hunnan"), "tiexi", day("2018-02-20"));
    city.today("2018-02-20").command("a", Command::Relocate(moved), "2018-02-20");
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    let start = committed(Verb::Start, city.project("a"), day("2018-04-01"), day("2018-06-01"));
    city.today("2018-04-01").command("a", start, "2018-04-01");
    let told = Told::by(&city);
    let host = |as_of| told.track("a", as_of).project.zone.as_str().to_owned();
    assert_eq!((host("2018-02-19"), host("2018-02-20")), ("hunnan".to_owned(), "tiexi".to_owned()));
    assert_eq!(told.track("a", "2018-03-31").owed, []);
    let dues: Vec<_> = told.track("a", "2018-04-01").owed.iter().map(|owed| owed.due.to_string()).collect();
    let mut sorted = dues.clone();
    sorted.sort();
    assert_eq!(sorted, ["2018-06-01", "2018-06-02", "2018-06-03"]);
    // started 41 days early
    let started = node(Stage::Started, "2018-05-12", "2018-05-12", "2018-04-01", Some(-41));
    assert_eq!(nodes(&told.track("a", "2018-04-01"))[1], started);
}

/// Signed on 15 January for a start by 25 April; found a zombie, revived on 20 December with a schedule of its own: registration by
/// the 30th, start and production 60 days later. What is closed is late no more.
#[test]
fn a_revival_sets_new_days_and_a_closed_project_is_never_late() {
    let mut city = signed("a", "2018-01-15");
    city.today("2018-12-03").stall("a", ZombieCause::LandNotCleared, "2018-12-03");
    city.acts("a", &[(Verb::Revive, "2018-12-20")]);
    city.today("2019-03-10").close("a", Outcome::Withdrawn, "2019-03-10");
    let told = Told::by(&city);
    let zombie = told.track("a", "2018-12-19");
    let last = zombie.steps.last().expect("a step");
    assert_eq!((last.verb, last.cause, last.outcome), (Some(Verb::Stall), Some(ZombieCause::LandNotCleared), None));
    assert_eq!(nodes(&zombie)[0], node(Stage::Started, "2018-04-25", "2018-04-25", "", Some(238)));
    assert_eq!(
        nodes(&told.track("a", "2019-01-31")),
        [
            node(Stage::Registered, "2018-12-30", "2018-12-30", "", Some(32)),
            node(Stage::Started, "2019-02-28", "2018-04-25", "", None),
            node(Stage::Producing, "2019-02-28", "2018-04-25", "", None),
        ]
    );
    let before: Vec<_> = told.track("a", "2019-03-09").nodes.iter().map(|node| node.days_late).collect();
    assert_eq!(before, [Some(69), Some(9), Some(9)]);
    let closed = told.track("a", "2019-03-10");
    assert_eq!(
        closed.steps.last().map(|step| (step.verb, step.outcome)),
        Some((Some(Verb::Close), Some(Outcome::Withdrawn)))
    );
    assert_eq!(closed.nodes.iter().map(|node| node.days_late).collect::<Vec<_>>(), [None; 3]);
}

/// An agreement that is over agrees nothing any more; signed again, the new one has days of its own.
#[test]
fn a_signing_anew_has_its_own_days() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::ReopenTalks, "2018-03-01"), (Verb::Sign, "2018-04-01")]);
    let told = Told::by(&city);
    assert_eq!(nodes(&told.track("a", "2018-03-01")), []);
    let days = ["2018-02-28", "2018-04-01"].map(|as_of| {
        let track = told.track("a", as_of);
        track.nodes.iter().map(|node| (node.agreed.to_string(), node.agreed_first.to_string())).collect::<Vec<_>>()
    });
    let twice = |day: &str| vec![(day.to_owned(), day.to_owned()); 2];
    assert_eq!(days, [twice("2018-05-12"), twice("2018-07-10")]);
}

/// What was planned with an agreement that is over is late no more, however long ago; with the next signing its own days are.
#[test]
fn what_was_planned_for_an_ended_agreement_is_not_late() {
    let mut city = signed("a", "2018-02-01");
    city.today("2018-02-10").duties("a");
    city.acts("a", &[(Verb::Terminate, "2018-06-01"), (Verb::Engage, "2018-07-01"), (Verb::Sign, "2018-08-01")]);
    city.today("2018-12-01").duties("a");
    city.acts("a", &[(Verb::ReopenTalks, "2018-12-31")]);
    let told = Told::by(&city);
    let late = |as_of: &str| {
        let rows = nodes(&told.track("a", as_of)).into_iter();
        rows.map(|(stage, agreed, .., late)| (stage, agreed, late)).collect::<Vec<_>>()
    };
    let row = |stage, agreed: &str, late| (stage, agreed.to_owned(), late);
    let [registered, started, producing] = [Stage::Registered, Stage::Started, Stage::Producing];
    let before = [
        row(registered, "2018-02-10", Some(110)),
        row(started, "2018-05-12", Some(19)),
        row(producing, "2018-05-12", Some(19)),
    ];
    assert_eq!(late("2018-05-31"), before);
    // in the reserve and in talks: its schedule still tells the days
    let planned =
        [row(registered, "2018-02-10", None), row(started, "2018-04-11", None), row(producing, "2018-04-11", None)];
    assert_eq!([late("2018-06-01"), late("2018-07-31")], [planned.to_vec(), planned.to_vec()]);
    // the new agreement names a start and a production, and no schedule has been set for it
    let anew = [
        row(registered, "2018-02-10", None),
        row(started, "2018-11-09", Some(21)),
        row(producing, "2018-11-09", Some(21)),
    ];
    assert_eq!(late("2018-11-30"), anew);
    let scheduled = [
        row(started, "2018-11-09", Some(32)),
        row(producing, "2018-11-09", Some(32)),
        row(registered, "2018-12-01", Some(10)),
    ];
    assert_eq!(late("2018-12-11"), scheduled);
    assert!(late("2021-06-14").iter().all(|(.., late)| late.is_none()), "talks are open again");
}

/// A schedule that is set during talks is a plan; the signing makes it binding.
#[test]
fn a_schedule_from_before_the_signing_is_due_from_the_signing_on() {
    let mut city = City::new();
    city.today("2018-01-01").plan("a").acts("a", &[(Verb::Engage, "2018-01-05")]);
    city.today("2018-01-10").duties("a").acts("a", &[(Verb::Sign, "2018-02-01")]);
    let told = Told::by(&city);
    let registered = |as_of| nodes(&told.track("a", as_of))[0].clone();
    let node = |late| node(Stage::Registered, "2018-01-10", "2018-01-10", "", late);
    assert_eq!(registered("2018-01-31"), node(None));
    assert_eq!(registered("2018-02-02"), node(Some(23)));
}

/// An imported date is doubtful where the ledger says so, until somebody gives the step its date.
#[test]
fn a_doubtful_date_is_told_until_it_is_corrected() {
    let mut city = City::new();
    city.today("2018-01-01").plan("a");
    city.today("2018-06-01");
    city.import("a", Verb::Engage, "2018-01-02", provenance(1));
    city.import("a", Verb::Sign, "2018-01-10", provenance(1).inferred());
    city.today("2018-07-01").redate("a", Verb::Sign, "2018-01-08");
    let told = Told::by(&city);
    let dates = |track: Track<'_>| {
        let rows = track.steps.iter().map(|step| (step.on.to_string(), step.is_doubtful));
        rows.collect::<Vec<_>>()
    };
    let row = |on: &str, is_doubtful| (on.to_owned(), is_doubtful);
    let before = [row("2018-01-01", false), row("2018-01-02", false), row("2018-01-10", true)];
    assert_eq!(dates(told.track_known("a", "2018-12-31", "2018-06-30")), before);
    let after = [row("2018-01-01", false), row("2018-01-02", false), row("2018-01-08", false)];
    assert_eq!(dates(told.track("a", "2018-12-31")), after);
    // an imported signing agrees no days, and nothing planned any
    assert_eq!(told.track("a", "2018-12-31").nodes, []);
}

/// A supplementary agreement that moves production beyond the day of operation moves that, too: the schedule's days never fall.
#[test]
fn a_supplement_carries_the_later_stages_with_it() {
    let mut city = signed("a", "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-03-01")]);
    let schedule = Schedule::new([(Stage::Started, day("2018-04-30")), (Stage::Operating, day("2018-10-31"))]);
    city.today("2018-03-15").command("a", Command::Reschedule(schedule.expect("a schedule").into()), "2018-03-15");
    let later = AgreementAmended { agreed_production: Some(day("2018-12-01")), ..supplement(day("2018-04-01")) };
    city.today("2018-04-01").command("a", Command::AmendAgreement(later), "2018-04-01");
    // the schedule that knows of production, and so moves operation with it
    let anew = [(Stage::Producing, day("2018-06-30")), (Stage::Operating, day("2018-10-31"))];
    let anew = Schedule::new(anew).expect("a schedule");
    city.today("2018-05-01").command("a", Command::Reschedule(anew.into()), "2018-05-01");
    let last = AgreementAmended { agreed_production: Some(day("2019-01-15")), ..supplement(day("2018-06-01")) };
    city.today("2018-06-01").command("a", Command::AmendAgreement(last), "2018-06-01");
    let told = Told::by(&city);
    let operating = |as_of| nodes(&told.track("a", as_of)).into_iter().find(|node| node.0 == Stage::Operating);
    let planned = |by: &str| Some(node(Stage::Operating, by, "2018-10-31", "", None));
    assert_eq!(operating("2018-03-14"), None);
    // a schedule without production has no day to move
    assert_eq!(operating("2018-04-01"), planned("2018-10-31"));
    assert_eq!(operating("2018-05-31"), planned("2018-10-31"));
    assert_eq!(operating("2018-06-01"), planned("2019-01-15"));
}
