//! A second computation, in another language and from the definitions, says the same of the same log.

use std::io::Write as _;
use std::process::{Command as Program, Stdio};

use project_lifecycle::act::Actor;
use project_lifecycle::lifecycle::{ZombieKind, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Attribution, Period, Portfolio, Question};
use project_lifecycle::project::Context;
use project_lifecycle::project::Event;
use project_lifecycle::registry::{ZombieBaseline, Zone, ZoneCommand, ZoneProfile};
use project_lifecycle::value::{ProjectId, RegionCode};
use project_lifecycle::{AppendRequest, EventStore as _, Money, Record, Stage, Timestamp};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::{Value, json};

use super::city::zone;
use super::properties::{fold, live};
use crate::common::moments::Moments;
use crate::common::{actor, day, evening, event_id, plus, policy, source, text};

/// How many cities: with `LONG` a thousand histories.
fn cities() -> u64 {
    if std::env::var_os("LONG").is_some() { 100 } else { 10 }
}

/// How many projects each has.
const PROJECTS: u64 = 10;

/// What a project that is a zombie for long enough to be frozen in a baseline was at some time.
fn was_zombie(events: &[Event]) -> bool {
    events.iter().any(|event| event.to().stage() == Stage::Zombie)
}

/// A log of random lawful histories, late records and corrections among them, and of three zones.
pub(crate) fn city(number: u64, moments: &mut Moments) -> Vec<Record> {
    let seed: [u8; 32] = core::array::from_fn(|_| moments.next(256) as u8);
    let rng = TestRng::from_seed(Config::default().rng_algorithm, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let life = proptest::collection::vec(crate::common::random::step(), 1..60);
    let mut requests: Vec<(Timestamp, AppendRequest)> = Vec::new();
    let mut zombies: Vec<ProjectId> = Vec::new();
    for p in 0..PROJECTS {
        let steps = life.new_tree(&mut runner).expect("steps").current();
        let events = live(number * PROJECTS + p, &steps);
        if was_zombie(&events) || moments.next(8) == 0 {
            zombies.push(events[0].project());
        }
        requests.extend(events.into_iter().map(|event| (event.at(), event.into())));
    }
    requests.extend(zones(&zombies, moments));
    requests.sort_by_key(|(at, _)| *at);
    let mut store = crate::common::opened(source(), &actor(), evening(day("2018-05-01"))).expect("a log");
    for (at, request) in &requests {
        store.append(request, *at).expect("recorded");
    }
    store.records().to_vec()
}

fn zones(zombies: &[ProjectId], moments: &mut Moments) -> Vec<(Timestamp, AppendRequest)> {
    let mut requests = Vec::new();
    let mut number = 0;
    let mut context = |on: &str, at: &str, who: Actor| {
        number += 1;
        Context::new(event_id(777_777, number), evening(day(at)), who).on(day(on))
    };
    for (id, class) in [("shenyang-hitech", ZoneClass::National), ("hunnan", ZoneClass::Provincial)] {
        let profile = ZoneProfile::new(text(id), class, RegionCode::parse("210112").expect("a region"));
        let at = ["2018-05-02", "2019-03-01"][moments.next(2) as usize];
        let event = Zone::register(zone(id), profile, &source(), &context("2018-05-01", at, actor()), &policy());
        let event = event.expect("registered");
        let mut known = Zone::replay([event.clone()]).expect("a history");
        requests.push((event.at(), event.into()));
        let mut give = |known: &mut Zone, command: ZoneCommand, on: &str, at: &str| {
            let decided = known.decide(command, &context(on, at, actor()), &policy()).expect("accepted");
            let event = decided.event().clone();
            known.apply(event.clone()).expect("it follows");
            requests.push((event.at(), event.into()));
        };
        for kind in ZombieKind::ALL {
            let members = zombies.iter().filter(|_| moments.next(3) > 0).copied().collect();
            let frozen = ["2019-06-30", "2020-06-30", "2021-12-31"][moments.next(3) as usize];
            let baseline = ZombieBaseline { day: day(frozen), kind, members };
            give(&mut known, ZoneCommand::FreezeBaseline(baseline), "2022-01-10", "2022-01-10");
        }
        if moments.next(2) == 0 {
            let to = if class == ZoneClass::National { ZoneClass::Provincial } else { ZoneClass::National };
            let paper = crate::common::evidence::paper("批复", day("2019-01-01"));
            give(&mut known, ZoneCommand::ChangeClass { to, paper }, "2022-02-01", "2022-02-01");
        }
    }
    requests
}

/// A question, as both are asked.
fn question(records: &[Record], moments: &mut Moments) -> (Question, Value) {
    let year = 2017 + moments.next(9) as i32;
    let is_whole = moments.next(8) == 0;
    let as_of = plus(day("2018-06-01"), moments.next(2_600) as i64 - 30);
    let known_at = records[moments.next(records.len() as u64) as usize].recorded_time();
    let attribution = [Attribution::Host, Attribution::Introducer][moments.next(2) as usize];
    let size = [None, None, Some(1i64), Some(50)][moments.next(4) as usize];
    let mut ours = Question::of(if is_whole { Period::Whole } else { Period::Year(year) })
        .as_of(as_of)
        .known_at(known_at)
        .attributed_to(attribution);
    if let Some(size) = size {
        ours = ours.from_size(Money::from_fen(size * 10_000_000_000));
    }
    let attribution = if attribution == Attribution::Host { "host" } else { "introducer" };
    let mut theirs = json!({
        "as_of": as_of.to_string(), "known_at": known_at.to_string(), "attribution": attribution, "size": size,
        "members": true,
    });
    theirs[if is_whole { "period" } else { "year" }] = if is_whole { json!("whole") } else { json!(year) };
    (ours, theirs)
}

/// What the second computation says of a log, question by question.
fn second(log: &std::path::Path, questions: &[Value]) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/indicators.py");
    let mut program = Program::new("python3");
    program.args([script, log.to_str().expect("a path"), "--questions", "-"]);
    let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 runs");
    let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
    running.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("asked");
    let output = running.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the second computation failed");
    let said = String::from_utf8(output.stdout).expect("text");
    said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What differs, figure by figure.
fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let (one, other) = (ours["figures"].as_array().expect("figures"), theirs["figures"].as_array().expect("figures"));
    for at in 0..one.len().max(other.len()) {
        let pair = (one.get(at), other.get(at));
        if pair.0 != pair.1 {
            found.push(format!("ours   {}\ntheirs {}", pair.0.unwrap_or(&Value::Null), pair.1.unwrap_or(&Value::Null)));
        }
    }
    found
}

fn ours(portfolio: &Portfolio, question: &Question) -> Value {
    let figures = portfolio.figures(&ActionPlan::shenyang_2018(), question).expect("an answer");
    let mut document = serde_json::to_value(figures.with_members()).expect("a document");
    document["plan"]["digest"] = Value::Null;
    document
}

#[test]
#[ignore = "runs python3; tests/all does"]
fn a_second_computation_says_the_same_of_random_histories() {
    let mut moments = Moments::new();
    let log = std::env::temp_dir().join(format!("second-{}.jsonl", std::process::id()));
    let (mut asked, mut differing) = (0, Vec::new());
    for number in 0..cities() {
        let records = city(number, &mut moments);
        let lines: Vec<u8> = records.iter().flat_map(|record| [record.line(), b"\n"].concat()).collect();
        std::fs::write(&log, lines).expect("written");
        let portfolio = fold(&records);
        let questions: Vec<_> = (0..10).map(|_| question(&records, &mut moments)).collect();
        let theirs: Vec<_> = questions.iter().map(|(_, theirs)| theirs.clone()).collect();
        for ((ours_asked, as_asked), theirs) in questions.iter().zip(second(&log, &theirs)) {
            asked += 1;
            let ours = ours(&portfolio, ours_asked);
            if ours != theirs {
                differing.push(format!("{as_asked}\n{}", differences(&ours, &theirs).join("\n")));
            }
        }
        if differing.len() > 5 {
            break;
        }
    }
    let _ = std::fs::remove_file(&log);
    assert!(differing.is_empty(), "{} of {asked} differ:\n{}", differing.len(), differing.join("\n\n"));
    assert_eq!(asked, cities() * 10);
    println!("{asked} questions about {} cities of {PROJECTS} projects", cities());
}
