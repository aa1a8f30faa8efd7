//! What was asked for.

use std::error::Error;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::{Day, Source, Timestamp};

const HELP: &str = "\
Writes the board of a city (挂图作战): one page to open, its pictures, and papers.

Usage: board (--store FILE [--log SOURCE] | --events FILE.jsonl) --out DIR [...]

  --store FILE           the log in an SQLite file
  --log SOURCE           which of the file's logs
  --events FILE.jsonl    the log, a record on each line
  --plan FILE.toml       the plan; the three-year plan of Shenyang of 2018 if not given. A name in .json is read as JSON
  --as-of DAY            what took effect later does not show; the day of the last record if not given
  --known-at INSTANT     what was recorded later does not exist; the instant of the last record if not given
  --unit TEXT            whose board it is (单位)
  --filled-by TEXT       who made it (填报人)
  --english              the page begins in English
  --out DIR              where everything goes: board.html, the pictures as .svg, the papers as .csv and .html,
                         and with the feature `xlsx` as .xlsx
  -h, --help             this text";

/// What was asked for.
pub(crate) struct Arguments {
    pub(crate) log: Log,
    pub(crate) plan: Option<PathBuf>,
    pub(crate) as_of: Option<Day>,
    pub(crate) known_at: Option<Timestamp>,
    pub(crate) unit: String,
    pub(crate) filled_by: String,
    pub(crate) is_english: bool,
    pub(crate) out: PathBuf,
}

/// Where the log is.
pub(crate) enum Log {
    Events(PathBuf),
    Store(PathBuf, Option<Source>),
}

/// `None` if the help was asked for.
pub(crate) fn read() -> Result<Option<Arguments>, Box<dyn Error>> {
    let (mut events, mut store, mut source, mut plan, mut as_of, mut known_at) = (None, None, None, None, None, None);
    let (mut unit, mut filled_by, mut is_english, mut out) = (None, None, false, None);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("events") => events = Some(PathBuf::from(given.value()?)),
            Long("store") => store = Some(PathBuf::from(given.value()?)),
            Long("log") => source = Some(given.value()?.parse::<Source>()?),
            Long("plan") => plan = Some(PathBuf::from(given.value()?)),
            Long("as-of") => as_of = Some(given.value()?.parse()?),
            Long("known-at") => known_at = Some(given.value()?.parse()?),
            Long("unit") => unit = Some(given.value()?.string()?),
            Long("filled-by") => filled_by = Some(given.value()?.string()?),
            Long("english") => is_english = true,
            Long("out") => out = Some(PathBuf::from(given.value()?)),
            Long("help") | Short('h') => {
                println!("{HELP}");
                return Ok(None);
            }
            other @ (Long(_) | Short(_) | Value(_)) => {
                return Err(format!("{}; --help tells what is", other.unexpected()).into());
            }
        }
    }
    let log = match (events, store) {
        (Some(events), None) if source.is_none() => Log::Events(events),
        (None, Some(store)) => Log::Store(store, source),
        _ => return Err("give --events FILE, or --store FILE and perhaps --log; --help tells more".into()),
    };
    Ok(Some(Arguments {
        log,
        plan,
        as_of,
        known_at,
        unit: unit.unwrap_or_else(|| "—".into()),
        filled_by: filled_by.unwrap_or_else(|| "—".into()),
        is_english,
        out: out.ok_or("give --out DIR; --help tells more")?,
    }))
}
