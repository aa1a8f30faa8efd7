//! A portfolio of a whole city: what reading, folding and asking cost, beside one SHA-256 of the same lines.
//!
//! `cargo bench --features proptest --bench portfolio -- --projects 1000000`. A hundred thousand projects if not
//! given. One thread.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::time::{Duration, Instant};

mod city;
#[path = "../tests/common/mod.rs"]
mod common;

use city::City;
use project_lifecycle::audit::Record;
use project_lifecycle::portfolio::{ActionPlan, Period, Portfolio, Question, ReadError, Scope};
use project_lifecycle::value::Digest;

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let found = run();
    (found, start.elapsed())
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let runs = (0..runs).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    });
    runs.min().expect("a run")
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn main() {
    let given = |name: &str| std::env::args().skip_while(|argument| argument != name).nth(1);
    if let Some(path) = given("--read") {
        return read(&path);
    }
    let projects: u64 = given("--projects").map_or(100_000, |number| number.parse().expect("a number of projects"));
    let city = City::new();
    let mut portfolio = Portfolio::new();
    let (mut lines, mut records) = (Vec::<Vec<u8>>::new(), 0u64);
    let opened = common::evening(common::day("2014-12-31"));
    let mut sink = |record: &Record| {
        records += 1;
        // a sample of the lines is enough to read them
        if lines.len() < 200_000 {
            lines.push(record.line().to_vec());
        }
        portfolio.add(record).expect("it follows");
    };
    let now = common::evening(city::recorded());
    let (_, making) = timed(|| {
        for first in (0..projects).step_by(100_000) {
            // a log knows all its ids: one for each part of the city, lest they take more room than what is measured
            let mut trail = common::trail(common::source(), &common::actor(), opened, &mut sink).expect("a log");
            for number in first..projects.min(first + 100_000) {
                for request in city.life(number) {
                    trail.record(&request, now).expect("recorded");
                }
            }
        }
    });
    let (_, packing) = timed(|| portfolio.pack());
    println!(
        "{projects} projects, {records} records, made and folded in {:.1} s, packed in {:.0} ms",
        making.as_secs_f64(),
        ms(packing)
    );

    let memory = portfolio.memory();
    let per_project = |bytes: usize| bytes / projects.max(1) as usize;
    println!(
        "bytes a project: {} for figures, {} more for lists",
        per_project(memory.figures),
        per_project(memory.lists)
    );

    reading(&lines);

    let plan = ActionPlan::shenyang_2018();
    let question = |year: i32| Question::of(Period::Year(year)).as_of(common::day("2020-12-31"));
    println!("\nall figures of a year, {} zones, members named: ms", 20);
    for year in [2017, 2018, 2019] {
        let took = best(3, || portfolio.figures(&plan, &question(year)).expect("an answer"));
        println!("  {year}                           {:>8.1}", ms(took));
    }
    let one = {
        let mut terms = plan.terms().clone();
        terms.indicators.retain(|indicator| indicator.name.as_str() == "same_year_start");
        ActionPlan::new(terms).expect("a plan")
    };
    let zone = Scope::Zone("zone-07".parse().expect("a zone"));
    let took = best(3, || portfolio.figures(&one, &question(2018).about(zone.clone())).expect("an answer"));
    println!("  one figure of one zone         {:>8.2}", ms(took));
    let two = {
        let mut terms = plan.terms().clone();
        terms.indicators.retain(|indicator| {
            let basis = indicator.basis.as_ref().map(|basis| basis.as_str());
            indicator.name.as_str() == "same_year_start" || basis == Some("promotion_stock")
        });
        ActionPlan::new(terms).expect("a plan")
    };
    let took = best(3, || portfolio.figures(&two, &question(2018)).expect("an answer"));
    println!("  the two cohort figures         {:>8.2}", ms(took));
}

/// Writes the lines to a file and reads that in a process of its own, whose memory is as it would be: not full of what making
/// a city left behind.
fn reading(lines: &[Vec<u8>]) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("portfolio.jsonl");
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    for line in lines {
        file.write_all(line).and_then(|()| file.write_all(b"\n")).expect("written");
    }
    file.flush().expect("written");
    drop(file);
    let program = std::env::current_exe().expect("this bench");
    let status = std::process::Command::new(program).arg("--read").arg(&path).status().expect("it runs");
    assert!(status.success(), "{status}");
    std::fs::remove_file(&path).expect("removed");
}

/// Does something with each line of a file.
fn each<T>(path: &str, take: impl Fn(&[u8]) -> T) -> u64 {
    let (mut log, mut line, mut lines) = (open(path), Vec::new(), 0);
    while log.read_until(b'\n', &mut line).expect("read") > 0 {
        line.pop();
        black_box(take(&line));
        line.clear();
        lines += 1;
    }
    lines
}

fn open(path: &str) -> BufReader<File> {
    BufReader::with_capacity(1 << 17, File::open(path).expect("a file"))
}

/// What it costs to read lines, in full and for a portfolio.
fn read(path: &str) {
    let lines = each(path, <[u8]>::len);
    let bytes = std::fs::metadata(path).expect("a file").len() / lines;
    println!("\nreading {lines} lines of {bytes} bytes from a file, ns a line");
    let none = best(5, || each(path, <[u8]>::len));
    let sha = best(5, || each(path, Digest::of)).saturating_sub(none);
    let full = best(5, || each(path, |line| Record::parse(line).expect("a record").event())).saturating_sub(none);
    let told = |name: &str, took: Duration| {
        let (of_full, of_sha) = (full.as_secs_f64() / took.as_secs_f64(), took.as_secs_f64() / sha.as_secs_f64());
        let line = took.as_secs_f64() * 1e9 / lines as f64;
        println!("  {name:<44} {line:>6.0}  {of_sha:>5.2} x SHA-256  the full reading is {of_full:>5.2} x");
    };
    told("the lines alone", none);
    told("SHA-256 of each, without that", sha);
    told("parse and event, without that", full);
    type Read = fn(&mut Portfolio, BufReader<File>) -> Result<(), ReadError>;
    let ways: [(&str, Read); 2] = [("form checked", Portfolio::read), ("verified before", Portfolio::read_verified)];
    for (name, read) in ways {
        let whole = best(5, || {
            let mut portfolio = Portfolio::new();
            read(&mut portfolio, open(path)).expect("it follows");
            portfolio
        });
        told(&format!("from file to portfolio, {name}"), whole);
    }
}
