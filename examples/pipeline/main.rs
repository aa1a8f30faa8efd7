//! Three years in the life of a city's development zones, 2018 to 2020, as its action plan wants them lived.
//!
//! Five projects walk from planning to operation, or as far as they get: the flagship by the typed view, whose stage
//! the compiler knows; the others by commands that arrive as data. Some moves are refused, with every reason. All that
//! is accepted goes into one log, kept in an SQLite file, which also answers what every project is now, and refuses by
//! itself what the law refuses. The log is written to `events.jsonl` in the current folder and verified; with the feature
//! `board` the city's board is drawn beside it, as `board.html`.
//!
//! ```sh
//! cargo run --features board,sqlite --example pipeline [-- --store FILE]
//! ```
//!
//! The file is in a temporary folder, or it is `FILE` and kept: then the same story again finds all of itself recorded.

mod desk;
mod figures;
mod outsider;
mod papers;
mod place;
mod story;

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::lifecycle::ZoneClass;
use project_lifecycle::portfolio::{ActionPlan, Portfolio};
use project_lifecycle::project::{CurrentState, InvestmentMeasure};
use project_lifecycle::store::{CurrentStates, ProjectQuery};
use project_lifecycle::value::{Currency, Unit};
use project_lifecycle::{EventLog, Money, Project, Record, Verdict, verify};

use desk::{Case, Desk, Result, day};
use place::Place;
use story::Timeline;

const HELP: &str = "\
Three years of a city's action plan: five projects, their refusals, and their verified log in events.jsonl.

Usage: pipeline [--store FILE]

  --store FILE   keep the projects in this SQLite file; else it is in a temporary folder and gone at the end
  -h, --help     this text";

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

/// The file to keep the projects in, if one is named. `None` if help is asked for.
fn arguments() -> Result<Option<Option<PathBuf>>> {
    let mut store = None;
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("store") => store = Some(given.value()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(store))
}

fn run() -> Result<()> {
    let Some(store) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    let place = Place::new(store)?;
    let mut desk = Desk::open(&place.file())?;
    begin(&desk, &place);
    register_zones(&mut desk)?;

    let mut timeline = Timeline::default();
    story::flagship(&mut timeline);
    story::land_not_cleared(&mut timeline);
    story::promise_not_kept(&mut timeline);
    story::zombie_enterprise(&mut timeline);
    story::failed_talks(&mut timeline);
    timeline.run(&mut desk)?;

    show_lists(&desk)?;
    println!("\nTHE LAW IS INSIDE THE FILE: whoever opens it, with whatever client, hears SQLite say no");
    for (tried, answer) in outsider::try_all(&place.file())? {
        println!("  {tried}\n    {answer}");
    }
    let path = std::path::absolute("events.jsonl")?;
    write(&path, &desk)?;
    println!("\nTHE AUDIT TRAIL");
    check(&path, &desk)?;
    let (portfolio, plan) = (figures::portfolio(&desk)?, ActionPlan::shenyang_2018());
    figures::show(&portfolio, &plan)?;
    end(&desk, &place)?;
    board(&portfolio, &plan)
}

fn begin(desk: &Desk, place: &Place) {
    println!("THREE YEARS OF A CITY'S ACTION PLAN, 2018 to 2020 (沈阳市开发区“满园扩园”三年行动计划)");
    println!("\nFive projects, in the order of their days. Each line is an accepted event and the stage it leads to;");
    println!("a refused move shows every reason, and changes nothing.\n");
    println!("  flagship    industrial robots in 机器人未来城, 52亿元, national zone: from planning to operation");
    println!("  land        optics in 眼产业特色小镇, 21亿元, provincial zone: stalls, for its land is not cleared");
    println!("  promise     frozen food, 6.5亿元, provincial zone: stalls, for a promise to it is not kept");
    println!(
        "  enterprise  car parts, operating since 2011, provincial zone: stops, is revived, relapses, is liquidated"
    );
    println!("  talks       a research centre, 3亿元, national zone: its first client leaves");
    if let (Some(file), 1..) = (place.kept(), desk.earlier) {
        println!("\n{} has {} records already. The same command", file.display(), desk.earlier);
        println!("under the same id is recorded once: `=` marks what is found, and not recorded again.");
    }
}

/// The zones of the plan. One that a project names need not be registered, as 浑河民族经济开发区 is not: it has no class then.
fn register_zones(desk: &mut Desk) -> Result<()> {
    desk.register("沈阳经济技术开发区", ZoneClass::National, "210106")?;
    desk.register("沈阳高新技术产业开发区", ZoneClass::National, "210112")?;
    desk.register("沈阳近海经济区", ZoneClass::Provincial, "210115")?;
    desk.register("康平经济开发区", ZoneClass::Provincial, "210123")
}

/// What a platform's screens show: lists, straight from the store.
fn show_lists(desk: &Desk) -> Result<()> {
    println!("\nWHERE THEY STAND AT THE END OF 2020, as the store lists them");
    println!("  {:<11} {:<10} {:<11} {:<11} {:<9} {:<28} zone", "", "stage", "since", "next due", "invested", "name");
    for state in desk.store.projects(&ProjectQuery::all())?.projects {
        println!("  {}", row(&state));
    }
    let today = day("2020-12-31")?;
    println!("\nOVERDUE ON {today}, the longest first");
    for state in desk.store.projects(&ProjectQuery::overdue_on(today))?.projects {
        let (tag, stage, due) = (tag(&state), state.position.stage(), shown(state.next_due()));
        println!("  {tag:<11} still {stage}, due {due}; its officer is {}", shown(state.officer.as_ref()));
    }
    Ok(())
}

fn row(state: &CurrentState) -> String {
    let (stage, since, due) = (state.position.stage(), state.since, shown(state.next_due()));
    let completed = state.invested_in(InvestmentMeasure::Completed, Currency::CNY);
    let invested = i64::try_from(completed).ok().filter(|minor| *minor != 0).map(Money::from_fen);
    let invested = shown(invested.map(|sum| sum.display_in(Unit::YiYuan)));
    // a Chinese character is as wide as two others
    let pad = |text: &str, width: usize| {
        let wide: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        format!("{text}{}", " ".repeat(width.saturating_sub(wide)))
    };
    let (invested, name) = (pad(&invested, 9), pad(state.name.as_str(), 28));
    format!("{:<11} {:<10} {since}  {due:<11} {invested} {name} {}", tag(state), stage.code(), state.zone)
}

/// What the story calls a project.
fn tag(state: &CurrentState) -> &'static str {
    Case::ALL.into_iter().find(|case| case.id() == state.project).map_or("", Case::tag)
}

fn shown(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".into(), |value| value.to_string())
}

/// One record, one line, byte for byte as it was hashed.
fn write(path: &Path, desk: &Desk) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut written = Ok(());
    desk.store.lines(0, usize::MAX, &mut |line| {
        let write = |file: &mut BufWriter<File>| file.write_all(line).and_then(|()| file.write_all(b"\n"));
        if written.is_ok() {
            written = write(&mut file);
        }
    })?;
    written?;
    Ok(file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?)
}

/// What an auditor does who trusts nobody: follow the chain, then replay every project from the file alone.
fn check(path: &Path, desk: &Desk) -> Result<()> {
    println!("  written to {}", path.display());
    let Verdict::SelfConsistent { head } = verify(BufReader::new(File::open(path)?))? else {
        return Err("the log does not follow from itself".into());
    };
    println!("  self-consistent: {} records", head.size());
    let records: Vec<Record> =
        std::fs::read_to_string(path)?.lines().map(Record::parse).collect::<std::result::Result<_, _>>()?;
    for case in Case::ALL {
        let events = records.iter().filter(|record| record.subject() == case.id().into());
        let replayed = Project::replay(events.map(Record::event).collect::<std::result::Result<Vec<_>, _>>()?)?;
        if Some(&replayed) != desk.store.project(case.id())?.as_ref() {
            return Err(format!("`{}` replays to something else", case.tag()).into());
        }
    }
    println!("  replayed from these lines: {} projects, each as the store has it", Case::ALL.len());
    println!("  a chain proves nothing against its own producer; this checkpoint does, kept somewhere else:");
    head.checkpoint().to_string().lines().for_each(|line| println!("    {line}"));
    Ok(())
}

/// The board of the city, as one page to open.
#[cfg(feature = "board")]
fn board(portfolio: &Portfolio, plan: &ActionPlan) -> Result<()> {
    use project_lifecycle::board::{Board, Imprint};
    let known_at = portfolio.last_recorded().ok_or("nothing was recorded")?;
    let as_of = day("2020-12-31")?;
    let imprint = Imprint { unit: "沈阳市（示例）", filled_by: "pipeline", as_of, known_at, is_simulated: true };
    let board = Board::new(portfolio, plan, imprint)?;
    let path = std::path::absolute("board.html")?;
    std::fs::write(&path, board.page(project_lifecycle::Language::Chinese).to_string())?;
    println!("\nTHE BOARD (挂图作战) to open in a browser\n  {}", path.display());
    Ok(())
}

#[cfg(not(feature = "board"))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail where there is a board")]
fn board(_: &Portfolio, _: &ActionPlan) -> Result<()> {
    println!("\nTHE BOARD (挂图作战) is drawn too with: --features board,sqlite");
    Ok(())
}

/// What is left of the run.
fn end(desk: &Desk, place: &Place) -> Result<()> {
    let Some(file) = place.kept() else { return Ok(()) };
    let new = desk.store.head()?.size() - desk.earlier;
    println!("\nKEPT in {}", file.display());
    match new {
        0 => println!("  all {} records were there already: nothing was recorded twice", desk.earlier),
        _ => println!("  {new} new records; the same story again would add none"),
    }
    println!("  sqlite3 '{}' 'SELECT stage, since, name FROM current'", file.display());
    Ok(())
}
