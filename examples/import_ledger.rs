//! Imports a CSV ledger through the law: `events.jsonl`, `exceptions.csv` and `summary.json` in a directory.
//!
//! ```sh
//! cargo run --release --features import --example import_ledger -- \
//!     --csv examples/data/shenyang-sample.csv --mapping examples/data/shenyang-sample.toml --out DIR
//! ```
//!
//! That ledger is a small one in Chinese, made up; `examples/data/repd.toml` is the mapping of a large real one. Add
//! `--recorded-at 2019-04-01T00:00:00Z` for the same bytes every time.
//!
//! With `--features import,sqlite` and `--store FILE` the events go into an SQLite file in place of `events.jsonl`. If that
//! is cut short, run it again: it goes on where it was.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use indicatif::{ProgressBar, ProgressStyle};
use project_lifecycle::import::{Mapping, Summary, import_files};
use project_lifecycle::{Language, Stage, Timestamp};

const HELP: &str = "\
Imports a CSV ledger of projects through the law of the project lifecycle.

Usage: import_ledger --csv FILE --mapping FILE.toml --out DIR [--store FILE] [--recorded-at INSTANT]

  --csv FILE             the ledger
  --mapping FILE.toml    what its columns mean, such as examples/data/shenyang-sample.toml
  --out DIR              where exceptions.csv and summary.json go, and without --store events.jsonl
  --store FILE           append the events to the log of this SQLite file, which is made if it is missing;
                         run again, it goes on where it was cut, and records nothing twice
  --recorded-at INSTANT  when the import is recorded, such as 2024-07-31T00:00:00Z; now if not given.
                         The same ledger, mapping and instant give the same bytes.
  -h, --help             this text";

/// What was asked for.
struct Arguments {
    csv: PathBuf,
    mapping: PathBuf,
    out: PathBuf,
    store: Option<PathBuf>,
    recorded_at: Option<Timestamp>,
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

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { csv, mapping, out, store, recorded_at }) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    let recorded_at = recorded_at.map_or_else(now, Ok)?;
    let text = std::fs::read_to_string(&mapping).map_err(|error| format!("{}: {error}", mapping.display()))?;
    let mapping: Mapping = text.parse()?;
    let size = std::fs::metadata(&csv).map_err(|error| format!("{}: {error}", csv.display()))?.len();
    // drawn only on a terminal
    let bar = ProgressBar::new(size).with_style(ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}")?);
    let progress = &mut |bytes| bar.set_position(bytes);
    let summary = match &store {
        None => import_files(&csv, &mapping, &out, recorded_at, progress).map_err(Into::into),
        Some(file) => import_into_store(&csv, &mapping, file, &out, recorded_at, progress),
    };
    bar.finish_and_clear();
    print(&summary?, &out, store.as_deref());
    Ok(())
}

/// With less than full durability: the loss of power may cost the last batches, and the import can be run again.
#[cfg(feature = "sqlite")]
fn import_into_store(
    csv: &Path,
    mapping: &Mapping,
    file: &Path,
    out: &Path,
    recorded_at: Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, Box<dyn Error>> {
    use project_lifecycle::SqliteStore;
    use project_lifecycle::import::import_files_into;
    use project_lifecycle::store::Durability;

    let mut store = SqliteStore::open_or_create(file, mapping.source().clone())?.with_durability(Durability::Normal)?;
    Ok(import_files_into(csv, mapping, &mut store, out, recorded_at, progress)?)
}

#[cfg(not(feature = "sqlite"))]
fn import_into_store(
    _: &Path,
    _: &Mapping,
    _: &Path,
    _: &Path,
    _: Timestamp,
    _: &mut dyn FnMut(u64),
) -> Result<Summary, Box<dyn Error>> {
    Err("--store needs the feature `sqlite`: run it with --features import,sqlite".into())
}

fn print(summary: &Summary, out: &Path, store: Option<&Path>) {
    let Summary { totals, events, inferred, already_recorded, updated, update_events, stages, doubles, .. } = summary;
    println!("{} of {} records imported, as {events} events ({inferred} inferred)", totals.imported, totals.rows);
    if *already_recorded > 0 {
        println!("{already_recorded} of the events were recorded already, {} are new", events - already_recorded);
    }
    if *updated > 0 {
        println!("{updated} of the projects were brought to what the ledger tells, by {update_events} events");
    }
    if let Some(encoding) = summary.encoding {
        println!("read as {encoding}, which is not the first encoding of the mapping");
    }
    println!("stages / 阶段");
    for (code, count) in stages {
        let stage: Option<Stage> = code.parse().ok();
        println!("  {count:>8}  {code} / {}", stage.map_or(*code, |stage| stage.label(Language::Chinese)));
    }
    println!("exceptions / 例外");
    for kind in summary.kinds() {
        let [english, chinese] = kind.labels;
        println!("  {:>8}  {}: {english} / {chinese}", kind.count, kind.code);
    }
    if !doubles.is_empty() {
        println!("stands twice / 疑似重复");
    }
    for double in doubles.iter().take(20) {
        let rows: Vec<_> = double.rows.iter().map(u64::to_string).collect();
        println!("  {} / 第{}行", double.value, rows.join("、"));
    }
    if doubles.len() > 20 {
        println!("  and {} more in summary.json / 其余{0}组见 summary.json", doubles.len() - 20);
    }
    let events = store.map_or_else(|| out.join("events.jsonl"), Into::into);
    for path in [events, out.join("exceptions.csv"), out.join("summary.json")] {
        println!("{}", path.display());
    }
}

/// What the command line asks for. `None` if it asks for help.
fn arguments() -> Result<Option<Arguments>, Box<dyn Error>> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let (mut csv, mut mapping, mut out, mut store, mut recorded_at) = (None, None, None, None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("csv") => csv = Some(parser.value()?),
            Long("mapping") => mapping = Some(parser.value()?),
            Long("out") => out = Some(parser.value()?),
            Long("store") => store = Some(parser.value()?.into()),
            Long("recorded-at") => recorded_at = Some(parser.value()?.string()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            Long(_) | Short(_) | lexopt::Arg::Value(_) => return Err(argument.unexpected().into()),
        }
    }
    let path = |value: Option<OsString>, name| {
        value.map(PathBuf::from).ok_or_else(|| format!("{name} is missing; --help says what is needed"))
    };
    let (csv, mapping, out) = (path(csv, "--csv")?, path(mapping, "--mapping")?, path(out, "--out")?);
    Ok(Some(Arguments { csv, mapping, out, store, recorded_at }))
}

/// A host has a clock; the library has none.
#[expect(clippy::disallowed_methods, reason = "this is the host, which tells the library when")]
fn now() -> Result<Timestamp, Box<dyn Error>> {
    Ok(SystemTime::now().try_into()?)
}
