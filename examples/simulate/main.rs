//! A city that never was: some thousand projects in the zones of the action plan, 2017 to 2020, in one SQLite file. It is made up
//! by chance that a seed repeats: the same seed gives the same log, byte for byte. The log's name says that it is simulated.
//!
//! ```sh
//! cargo run --release --features sqlite --example simulate -- --store city.db [--projects N] [--seed S]
//! ```
//!
//! Everything goes through `decide` and the store: what a clerk gets wrong is refused as it would be of a real one, and the refusal
//! is recorded. Days pass one by one; on each the offices record what has come to them, and what took effect earlier is late.
//!
//! # What happens how often
//!
//! The rates are ours, chosen so that the plan's figures come out as cities publish them: a little above or below the mark. Those
//! in a thousand stand in `rates.rs`, those of a choice where it is made.
//!
//! | what | how often | why |
//! |---|---|---|
//! | projects of an old register, imported in January 2017 | 28 in 100 | a platform begins with a stock: a third of it runs, a fifth is talked to |
//! | new projects | 72 in 100, from 2017 to 2020 as 20, 28, 29, 23 | the plan begins in 2018; February and March 2020 are empty |
//! | zones | seven, from 26 to 8 projects in 100 | the zones that the plan names, the two national ones the largest |
//! | industrial, infrastructure, real estate | 72, 11, 17 in 100 | half of the starts are to be industrial (plan, 一) |
//! | total investment | half below 100 million yuan, 5 in 100 from 1.5 billion, 1 in 100 from 5 billion | amounts of a ledger spread over powers of ten |
//! | amounts in dollars; no total told at the planning | 35 and 45 in 1,000 | a figure leaves these out and says so |
//! | admitted to the reserve; straight to talks; given up | 54, 38, 4 in 100 of the planned | half of them come with an investor |
//! | talks that are signed; lost; broken off; forgotten | 75, 11, 5, 9 in 100 | with those that never talk it is about half of the stock of a year |
//! | signed that register; end; are talked of again; withdraw; stand still | 85, 3, 2.5, 3, 6 in 100 | the ratio of 签约 to 落地 |
//! | days from talks to signing, to registration, to start | 62, 36, 80 in the median | in winter nobody starts, so that a third starts in the year of its signing |
//! | zombies, found before the start, while built, in operation | 5, 4, 1 in 100 of those that come there; more of the old register | five to eight of a hundred projects in all |
//! | zombies disposed of | a third of the baseline each year, one in ten late, one in twenty never | the plan's pace (12, 13) is just missed here and there |
//! | revived; closed | 56, 44 in 100 | by the remedies and outcomes that the law opens |
//! | recorded 1 to 5 days late; 6 to 30; up to 80 | 220, 90, 15 in 1,000 | papers come when they come |
//! | winter stops | 88 in 100 of the works out of doors | from November to March or April; 1 in 7 comes back late or is never told |
//! | stops of spring 2020; other stops | 70 in 100 of the works; 6 in 100 starts | no ground was open in February 2020; land, promises, investors, markets |
//! | officer, body and schedule late; forgotten | 10 and 2 in 100 | ten days are given (11); the forgotten ones are refused at the registration |
//! | schedule told anew; supplementary agreement; another officer | 22, 9, 16 in 100 signings | nodes slip before they are missed |
//! | profile amended; a further client in the talks | 5 and 5 in 100 | names and sizes change, and so do those who ask |
//! | relocated; another site; another company | 3.5, 2, 5 in 100 | 异地流转 before the start (3) |
//! | papers promised at the start | 30 in 100 starts | 承诺制 (10); three of four come in time, one in twenty never |
//! | investment | every month from 500 million yuan, else every quarter, from 1 January on | 按月调度 (28) |
//! | signing voided; another date; evidence, planning told again; report voided | 10, 18, 18, 12, 8 in 1,000 | what clerks find when they compare |
//! | recorded twice by two zones; second phase | 15 and 25 in 1,000 new ones | the duplicate is closed and names the survivor |
//! | refused: talks never told, signed ahead, permit lapsed, found too early, winter in October, period not over | 35, 20, 60, 120, 40, 6 in 1,000 | and what else happens to be refused |

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
