//! Draws the law: as Mermaid, as DOT or as SVG, in English or Chinese, with a project's path or all projects laid over it.
//!
//! ```sh
//! cargo run --features board --example law -- --format svg --language zh > law.svg
//! cargo run --features board --example law -- --format dot --events events.jsonl --project UUID | dot -Tpdf > path.pdf
//! cargo run --features board --example law -- --format mermaid --events events.jsonl --counts --year 2018
//! ```

use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::board::{Imprint, LawDiagram};
use project_lifecycle::portfolio::{ActionPlan, Period, Portfolio, Question, Scope};
use project_lifecycle::{Language, ProjectId};

const HELP: &str = "\
Draws the law of projects.

Usage: law [--format mermaid|dot|svg] [--language en|zh]
           [(--events FILE.jsonl | --store FILE) (--project UUID | --counts [--year Y]) [--as-of DAY] [...]]

  --format mermaid|dot|svg   mermaid if not given
  --language en|zh           en if not given
  --events FILE.jsonl        a log, a record on each line
  --store FILE               the only log in an SQLite file (feature `sqlite`)
  --project UUID             a project's path laid over the law
  --counts                   all projects laid over it, with the figures of the plan's years
  --year Y                   with the figures of a year
  --as-of DAY                what took effect later does not show; the log's last day if not given
  --unit NAME                whose picture it is (单位)
  --by NAME                  who made it (填报人)
  --simulated                its data is simulated, and it says so
  -h, --help                 this text";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

enum Format {
    Mermaid,
    Dot,
    Svg,
}

struct Arguments {
    format: Format,
    language: Language,
    events: Option<PathBuf>,
    store: Option<PathBuf>,
    project: Option<ProjectId>,
    counts: bool,
    period: Period,
    as_of: Option<project_lifecycle::Day>,
    unit: String,
    by: String,
    is_simulated: bool,
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(given) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    let diagram = LawDiagram::new(given.language);
    let portfolio = match (&given.events, &given.store) {
        (None, None) => return print(&diagram, &given.format),
        (Some(events), None) => read(events)?,
        (None, Some(store)) => read_store(store)?,
        (Some(_), Some(_)) => return Err("give --events or --store, not both".into()),
    };
    let mut question = Question::of(given.period).about(Scope::City);
    if let Some(day) = given.as_of {
        question = question.as_of(day);
    }
    let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &question)?;
    let (as_of, known_at) = (figures.as_of, figures.known_at);
    let imprint =
        Imprint { unit: &given.unit, filled_by: &given.by, as_of, known_at, is_simulated: given.is_simulated };
    let lists = portfolio.standing(as_of, known_at);
    match given.project {
        Some(id) if !given.counts => {
            let track = lists.track(id).ok_or_else(|| format!("there is no project {id} on {as_of}"))?;
            print(&diagram.with_track(&track, imprint), &given.format)
        }
        None if given.counts => {
            print(&diagram.with_counts(&lists.projects(), &figures, &Scope::City, imprint), &given.format)
        }
        Some(_) | None => Err("give either --project or --counts".into()),
    }
}

fn print(diagram: &LawDiagram<'_>, format: &Format) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let written = match format {
        Format::Mermaid => write!(out, "{}", diagram.mermaid()),
        Format::Dot => write!(out, "{}", diagram.dot()),
        Format::Svg => writeln!(out, "{}", diagram.svg()),
    };
    match written {
        // who reads no more has read enough
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(why.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn read(path: &Path) -> Result<Portfolio, Box<dyn Error>> {
    let blame = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let file = std::fs::File::open(path).map_err(|why| blame(&why))?;
    let mut portfolio = Portfolio::new();
    portfolio.read(io::BufReader::new(file)).map_err(|why| blame(&why))?;
    Ok(portfolio)
}

#[cfg(feature = "sqlite")]
fn read_store(path: &Path) -> Result<Portfolio, Box<dyn Error>> {
    use project_lifecycle::{EventLog as _, SqliteStore};
    let logs = SqliteStore::logs(path)?;
    let [source] = &logs[..] else { return Err(format!("{} has {} logs", path.display(), logs.len()).into()) };
    let store = SqliteStore::open_read_only(path, source.clone())?;
    let mut portfolio = Portfolio::new().but(store.quarantine()?);
    let mut after = 0;
    loop {
        let page = store.log(after, 1_000)?;
        let Some(last) = page.last() else { return Ok(portfolio) };
        after = last.sequence();
        for record in &page {
            portfolio.add(record)?;
        }
    }
}

#[cfg(not(feature = "sqlite"))]
fn read_store(_: &Path) -> Result<Portfolio, Box<dyn Error>> {
    Err("--store needs the feature `sqlite`".into())
}

/// `None` if help is asked for.
fn arguments() -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut found = Arguments {
        format: Format::Mermaid,
        language: Language::English,
        events: None,
        store: None,
        project: None,
        counts: false,
        period: Period::Whole,
        as_of: None,
        unit: "–".into(),
        by: "–".into(),
        is_simulated: false,
    };
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("format") => {
                found.format = match given.value()?.to_str() {
                    Some("mermaid") => Format::Mermaid,
                    Some("dot") => Format::Dot,
                    Some("svg") => Format::Svg,
                    _ => return Err("--format is `mermaid`, `dot` or `svg`".into()),
                }
            }
            Long("language") => found.language = given.value()?.parse()?,
            Long("events") => found.events = Some(given.value()?.into()),
            Long("store") => found.store = Some(given.value()?.into()),
            Long("project") => found.project = Some(given.value()?.parse()?),
            Long("counts") => found.counts = true,
            Long("year") => found.period = Period::Year(given.value()?.parse()?),
            Long("as-of") => found.as_of = Some(given.value()?.parse()?),
            Long("unit") => found.unit = given.value()?.string()?,
            Long("by") => found.by = given.value()?.string()?,
            Long("simulated") => found.is_simulated = true,
            Short('h') | Long("help") => return Ok(None),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(found))
}
