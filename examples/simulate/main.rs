//! A city that never was: some thousand projects in the zones of the action plan, 2017 to 2020, in one SQLite file. It is made up
//! by chance that a seed repeats: the same seed gives the same log, byte for byte. The log's name says that it is simulated.
//!
//! ```sh
//! cargo run --release --features sqlite --example simulate -- --store city.db [--projects N] [--seed S]
//! ```
//!
//! Everything goes through `decide` and the store: what a clerk gets wrong is refused as it would be of a real one, and the refusal
//! is recorded. Days pass one by one; on each the offices record what has come to them, and what took effect earlier is late.

mod calendar;
mod changes;
mod city;
mod codes;
mod dice;
mod duties;
mod landing;
mod money;
mod names;
mod office;
mod papers;
mod place;
mod population;
mod promotion;
mod rates;
mod slips;
mod stock;
mod stuck;
mod summary;
mod works;
mod zones;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use calendar::plus;
use city::City;
use population::{first_day, last_day};
use zones::Zones;

/// What everything here may fail with.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HELP: &str = "\
Makes up a city's log of four years, 2017 to 2020, and keeps it in an SQLite file. 模拟数据, synthetic data.

Usage: simulate --store FILE [--projects N] [--seed S]

  --store FILE   the file, which must not exist yet
  --projects N   how many projects; 2000 if not given
  --seed S       the number that all chance comes from; 20180531 if not given
  -h, --help     this text";

/// What was asked for.
struct Arguments {
    store: PathBuf,
    projects: usize,
    seed: u64,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(why) = cause {
                eprintln!("  because: {why}");
                cause = why.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// `None` if help was asked for.
fn arguments() -> Result<Option<Arguments>> {
    let (mut store, mut projects, mut seed) = (None, 2_000, 20_180_531);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("store") => store = Some(PathBuf::from(given.value()?)),
            Long("projects") => projects = given.value()?.parse()?,
            Long("seed") => seed = given.value()?.parse()?,
            Short('h') | Long("help") => return Ok(None),
            other @ (Long(_) | Short(_) | Value(_)) => {
                return Err(format!("{}; --help tells what is", other.unexpected()).into());
            }
        }
    }
    let store = store.ok_or("give --store FILE; --help tells more")?;
    Ok(Some(Arguments { store, projects, seed }))
}

fn run() -> Result<()> {
    let Some(Arguments { store, projects, seed }) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    let city = simulate(&store, projects, seed)?;
    summary::show(&city.office)?;
    println!("\n已保存 / kept in {}", store.display());
    Ok(())
}

/// Lives the four years, day by day.
fn simulate(store: &Path, projects: usize, seed: u64) -> Result<City> {
    let (mut city, days) = (City::new(store, first_day(), projects, seed)?, last_day().days_since(first_day()) + 1);
    let mut zones = Zones::register(&mut city)?;
    population::settle(&mut city)?;
    let bar = ProgressBar::new(days.unsigned_abs());
    bar.set_style(ProgressStyle::with_template("{wide_bar} {msg} {eta}")?);
    for day in 0..days {
        let today = plus(first_day(), day);
        city.live(today)?;
        zones.live(&mut city)?;
        city.office.close()?;
        if today.day() == 1 {
            bar.set_message(format!("{}-{:02}", today.year(), today.month()));
        }
        bar.set_position(day.unsigned_abs());
    }
    bar.finish_and_clear();
    Ok(city)
}
