//! A portfolio of a whole city: what reading, folding and asking cost, beside one SHA-256 of the same lines.
//!
//! `cargo bench --bench portfolio -- --projects 1000000`. A hundred thousand projects if not given. One thread.

use std::hint::black_box;
use std::time::{Duration, Instant};

mod city;
#[path = "../tests/common/mod.rs"]
mod common;

use city::City;
use project_lifecycle::audit::{AuditTrail, Record};
use project_lifecycle::portfolio::{ActionPlan, FoldError, Period, Portfolio, Question, Scope};
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
    let mut arguments = std::env::args().skip_while(|argument| argument != "--projects").skip(1);
    let projects: u64 = arguments.next().map_or(100_000, |number| number.parse().expect("a number of projects"));
    let city = City::new();
    let mut portfolio = Portfolio::new();
    let (mut lines, mut records) = (Vec::<Vec<u8>>::new(), 0u64);
    let opened = common::evening(common::day("2014-12-31"));
    let sink = |record: &Record| {
        records += 1;
        // a sample of the lines is enough to read them
        if lines.len() < 200_000 {
            lines.push(record.line().to_vec());
        }
        portfolio.add(record).expect("it follows");
    };
    let mut trail = AuditTrail::open(common::source(), &common::actor(), opened, sink).expect("a log");
    let now = common::evening(city::recorded());
    let (_, making) = timed(|| {
        for number in 0..projects {
            for request in city.life(number) {
                trail.record(&request, now).expect("recorded");
            }
        }
    });
    drop(trail);
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

    let bytes: usize = lines.iter().map(Vec::len).sum();
    let per_line = |duration: Duration| duration.as_secs_f64() * 1e9 / lines.len() as f64;
    println!("\nreading {} lines of {} bytes, ns a line", lines.len(), bytes / lines.len());
    let sha = best(3, || lines.iter().map(|line| u64::from(Digest::of(line).bytes()[0])).sum::<u64>());
    println!("  SHA-256                        {:>8.0}", per_line(sha));
    let full = best(3, || {
        lines.iter().filter(|line| Record::parse(line.as_slice()).expect("a record").event().is_ok()).count()
    });
    let told = |name: &str, took: Duration| {
        let (of_full, of_sha) = (full.as_secs_f64() / took.as_secs_f64(), took.as_secs_f64() / sha.as_secs_f64());
        println!("  {name:<30} {:>8.0}  {of_sha:.2} x SHA-256, the full reading is {of_full:.1} x", per_line(took));
    };
    told("parse and event", full);
    type Add = fn(&mut Portfolio, &[u8]) -> Result<(), FoldError>;
    let fold = |add: Add| {
        let mut portfolio = Portfolio::new();
        lines.iter().for_each(|line| add(&mut portfolio, line).expect("it follows"));
        portfolio
    };
    told(
        "to a portfolio, in full",
        best(3, || fold(|portfolio, line| portfolio.add(&Record::parse(line).expect("a record")))),
    );
    told("to a portfolio, form checked", best(3, || fold(Portfolio::add_line)));
    told("to a portfolio, verified before", best(3, || fold(Portfolio::add_verified_line)));

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
