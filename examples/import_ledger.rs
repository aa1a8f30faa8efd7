//! Imports a CSV ledger through the law: `events.jsonl`, `exceptions.csv` and `summary.json` in a directory.
//!
//! ```sh
//! cargo run --release --features import --example import_ledger -- \
//!     --csv examples/data/shenyang-sample.csv --mapping examples/data/shenyang-sample.toml --out DIR
//! ```
//!
//! That ledger is a small one in Chinese, made up; `examples/data/repd.toml` is the mapping of a large real one. Add
//! `--recorded-at 2019-04-01T00:00:00Z` for the same bytes every time.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use indicatif::{ProgressBar, ProgressStyle};
use project_lifecycle::Timestamp;
use project_lifecycle::import::{Mapping, Summary, import_files};

const HELP: &str = "\
Imports a CSV ledger of projects through the law of the project lifecycle.

Usage: import_ledger --csv FILE --mapping FILE.toml --out DIR [--recorded-at INSTANT]

  --csv FILE             the ledger
  --mapping FILE.toml    what its columns mean, such as examples/data/shenyang-sample.toml
  --out DIR              where events.jsonl, exceptions.csv and summary.json go
  --recorded-at INSTANT  when the import is recorded, such as 2024-07-31T00:00:00Z; now if not given.
                         The same ledger, mapping and instant give the same bytes.
  -h, --help             this text";

/// What was asked for.
struct Arguments {
    csv: PathBuf,
    mapping: PathBuf,
    out: PathBuf,
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
    let Some(Arguments { csv, mapping, out, recorded_at }) = arguments()? else {
        println!("{HELP}");
        return Ok(());
    };
    let recorded_at = recorded_at.map_or_else(now, Ok)?;
    let text = std::fs::read_to_string(&mapping).map_err(|error| format!("{}: {error}", mapping.display()))?;
    let mapping: Mapping = text.parse()?;
    let size = std::fs::metadata(&csv).map_err(|error| format!("{}: {error}", csv.display()))?.len();
    // drawn only on a terminal
    let bar = ProgressBar::new(size).with_style(ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}")?);
    let summary = import_files(&csv, &mapping, &out, recorded_at, &mut |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    print(&summary?, &out);
    Ok(())
}

fn print(summary: &Summary, out: &Path) {
    let Summary { totals, events, inferred, stages, exceptions, .. } = summary;
    println!("{} of {} records imported, as {events} events ({inferred} inferred)", totals.imported, totals.rows);
    if let Some(encoding) = summary.encoding {
        println!("read as {encoding}, which is not the first encoding of the mapping");
    }
    let counts = |title: &str, rows: &mut dyn Iterator<Item = (&str, u64)>| {
        println!("{title}");
        rows.for_each(|(code, count)| println!("  {count:>8}  {code}"));
    };
    counts("stages", &mut stages.iter().map(|(code, count)| (*code, *count)));
    counts("exceptions", &mut exceptions.iter().map(|(code, count)| (code.as_str(), *count)));
    for name in ["events.jsonl", "exceptions.csv", "summary.json"] {
        println!("{}", out.join(name).display());
    }
}

/// What the command line asks for; nothing if it asks for help.
fn arguments() -> Result<Option<Arguments>, Box<dyn Error>> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let (mut csv, mut mapping, mut out, mut recorded_at) = (None, None, None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("csv") => csv = Some(parser.value()?),
            Long("mapping") => mapping = Some(parser.value()?),
            Long("out") => out = Some(parser.value()?),
            Long("recorded-at") => recorded_at = Some(parser.value()?.string()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            Long(_) | Short(_) | lexopt::Arg::Value(_) => return Err(argument.unexpected().into()),
        }
    }
    let path = |value: Option<OsString>, name| {
        value.map(PathBuf::from).ok_or_else(|| format!("{name} is missing; --help says what is needed"))
    };
    let (csv, mapping, out) = (path(csv, "--csv")?, path(mapping, "--mapping")?, path(out, "--out")?);
    Ok(Some(Arguments { csv, mapping, out, recorded_at }))
}

/// A host has a clock; the library has none.
#[expect(clippy::disallowed_methods, reason = "this is the host, which tells the library when")]
fn now() -> Result<Timestamp, Box<dyn Error>> {
    let micros = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    Ok(Timestamp::from_unix_micros(i64::try_from(micros)?)?)
}
