//! What was asked for.

use std::error::Error;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::lifecycle::ZoneClass;
use project_lifecycle::portfolio::{Attribution, Period, Question, Scope};
use project_lifecycle::{Language, Money, Source};

const HELP: &str = "\
Answers an action plan's questions from a log of audit records.

Usage: indicators (--events FILE.jsonl | --store FILE --log SOURCE) (--year Y | --period whole) [...]

  --events FILE.jsonl    the log, a record on each line
  --store FILE           the log in an SQLite file
  --log SOURCE           which of the file's logs
  --plan FILE.toml       the plan; the three-year plan of Shenyang of 2018 if not given. A name in .json is read as JSON
  --policy FILE.toml     also those whom this policy makes candidates for a zombie, and whose duties are overdue by it
  --year Y               the figures of a year
  --period whole         those of all the plan's years
  --as-of DAY            what took effect later does not count
  --known-at INSTANT     what was recorded later does not exist
  --zone Z               one zone, class:national, class:provincial, or all for the city
  --size 1|5|10|50       projects from 100 million, 500 million, 1 billion, 5 billion yuan
  --attribution host|introducer
                         to whom a relocated project is credited
  --members              name the projects that make up each part
  --table en|zh          a table for people in place of the document
  -h, --help             this text";

/// What was asked for.
pub(crate) struct Arguments {
    pub(crate) log: Log,
    pub(crate) plan: Option<PathBuf>,
    pub(crate) policy: Option<PathBuf>,
    pub(crate) question: Question,
    pub(crate) scope: Option<Scope>,
    pub(crate) shown: Shown,
}

/// Where the log is.
pub(crate) enum Log {
    Events(PathBuf),
    Store(PathBuf, Option<Source>),
}

/// How the answer is shown.
pub(crate) enum Shown {
    Document { members: bool },
    Table(Language),
}

/// `None` if the help was asked for.
pub(crate) fn read() -> Result<Option<Arguments>, Box<dyn Error>> {
    let (mut events, mut store, mut source, mut plan, mut policy, mut period) = (None, None, None, None, None, None);
    let (mut as_of, mut known_at, mut scope, mut size) = (None, None, None, None);
    let (mut attribution, mut members, mut table) = (Attribution::Host, false, None);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("events") => events = Some(PathBuf::from(given.value()?)),
            Long("store") => store = Some(PathBuf::from(given.value()?)),
            Long("log") => source = Some(given.value()?.parse::<Source>()?),
            Long("plan") => plan = Some(PathBuf::from(given.value()?)),
            Long("policy") => policy = Some(PathBuf::from(given.value()?)),
            Long("year") => period = Some(Period::Year(given.value()?.parse()?)),
            Long("period") => match given.value()?.to_str() {
                Some("whole") => period = Some(Period::Whole),
                _ => return Err("--period is `whole`; a year is asked for with --year".into()),
            },
            Long("as-of") => as_of = Some(given.value()?.parse()?),
            Long("known-at") => known_at = Some(given.value()?.parse()?),
            Long("zone") => scope = Some(scope_of(&given.value()?.string()?)?),
            Long("size") => size = Some(size_of(given.value()?.parse()?)?),
            Long("attribution") => {
                attribution = match given.value()?.to_str() {
                    Some("host") => Attribution::Host,
                    Some("introducer") => Attribution::Introducer,
                    _ => return Err("--attribution is `host` or `introducer`".into()),
                }
            }
            Long("members") => members = true,
            Long("table") => {
                table = Some(match given.value()?.to_str() {
                    Some("en") => Language::English,
                    Some("zh") => Language::Chinese,
                    _ => return Err("--table is `en` or `zh`".into()),
                })
            }
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
    let period = period.ok_or("give --year Y, or --period whole; --help tells more")?;
    let mut question = Question::of(period).attributed_to(attribution);
    if let Some(day) = as_of {
        question = question.as_of(day);
    }
    if let Some(instant) = known_at {
        question = question.known_at(instant);
    }
    if let Some(scope) = scope.clone() {
        question = question.about(scope);
    }
    if let Some(size) = size {
        question = question.from_size(size);
    }
    let shown = table.map_or(Shown::Document { members }, Shown::Table);
    Ok(Some(Arguments { log, plan, policy, question, scope, shown }))
}

fn scope_of(text: &str) -> Result<Scope, Box<dyn Error>> {
    Ok(match text.strip_prefix("class:") {
        Some(class) => Scope::Class(class.parse::<ZoneClass>()?),
        None if text == "all" => Scope::City,
        None => Scope::Zone(text.parse()?),
    })
}

/// So many hundred million yuan.
fn size_of(hundred_millions: i64) -> Result<Money, Box<dyn Error>> {
    if ![1, 5, 10, 50].contains(&hundred_millions) {
        return Err("--size is 1, 5, 10 or 50, in hundred million yuan".into());
    }
    Ok(Money::from_fen(hundred_millions * 100_000_000 * 100))
}
