//! What was asked for.

use std::error::Error;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::Source;

use crate::places::Place;

const HELP: &str = "\
Verifies a log: every line, the chain, and what was kept of it elsewhere.

Usage: verify LOG.jsonl [...]
       verify --store FILE [--log SOURCE] [...]
       verify --database URL [--log SOURCE] [...]

  LOG.jsonl              the log, a record on each line
  --store FILE           a log in an SQLite file (feature sqlite)
  --database URL         a log in a PostgreSQL database, such as postgres://auditor@host/db (feature postgres)
  --log SOURCE           which log of the store, if it has several
  --checkpoint FILE      hold the log to a checkpoint that was kept elsewhere
  --since HEAD-FILE      go on from a head that --keep wrote: only what is new is looked at. What stood before is as
                         good as when the head was kept, so keep it where you would keep a checkpoint; a checkpoint
                         given beside it is of that head or later
  --keep HEAD-FILE       write the head for --since, if the log is as it should be
  --checkpoint-out FILE  write the log's present checkpoint, if it is
  --prove SEQUENCE --proof-out FILE
                         write the proof of one record, if it is; not with --since
  -h, --help             this text

Prints one line of JSON:
  result           self_consistent, consistent_with_checkpoint, contradicts_checkpoint, contradicts_head,
                   contradicts_lines, not_self_consistent
  events, root     of the log, if it is as it should be or contradicts what was kept
  first_bad_line, reason
                   what is wrong, in a sentence
  contradictions, faults
                   how many there are, and the first 1,000 of them by line
  found            of a log that is not self-consistent: the lines as they stand, and whether they are those of the
                   checkpoint
  since, looked_at from which record on, and how many lines were looked at
  quarantined      how many of these the log's owner put in quarantine: they are not judged
  store_faults     of a whole log in a store, not with --since: how many columns, indexes and lists beside the
                   lines do not say what these say, and the first 10 of them

Ends with 0 if the log is as it should be, with 1 if it is not, with 2 if it could not be looked at.";

/// What was asked for.
pub(crate) struct Arguments {
    pub(crate) place: Place,
    pub(crate) checkpoint: Option<PathBuf>,
    pub(crate) checkpoint_out: Option<PathBuf>,
    /// Which record to prove, from 1, and where the proof goes.
    pub(crate) proof: Option<(u64, PathBuf)>,
    pub(crate) since: Option<PathBuf>,
    pub(crate) keep: Option<PathBuf>,
}

/// `None` if the help was asked for.
pub(crate) fn read() -> Result<Option<Arguments>, Box<dyn Error>> {
    let (mut lines, mut store, mut database, mut log) = (None, None, None, None::<Source>);
    let (mut checkpoint, mut checkpoint_out, mut sequence, mut proof_out) = (None, None, None, None);
    let (mut since, mut keep) = (None, None);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("store") => store = Some(PathBuf::from(given.value()?)),
            Long("database") => database = Some(given.value()?.string()?),
            Long("log") => log = Some(given.value()?.parse()?),
            Long("checkpoint") => checkpoint = Some(PathBuf::from(given.value()?)),
            Long("since") => since = Some(PathBuf::from(given.value()?)),
            Long("keep") => keep = Some(PathBuf::from(given.value()?)),
            Long("checkpoint-out") => checkpoint_out = Some(PathBuf::from(given.value()?)),
            Long("prove") => sequence = Some(given.value()?.parse()?),
            Long("proof-out") => proof_out = Some(PathBuf::from(given.value()?)),
            Long("help") | Short('h') => {
                println!("{HELP}");
                return Ok(None);
            }
            Value(path) if lines.is_none() => lines = Some(PathBuf::from(path)),
            other @ (Long(_) | Short(_) | Value(_)) => {
                return Err(format!("{}; --help tells what is", other.unexpected()).into());
            }
        }
    }
    let place = match (lines, store, database) {
        (Some(lines), None, None) if log.is_none() => Place::Lines(lines),
        (None, Some(store), None) => Place::Store(store, log),
        (None, None, Some(database)) => Place::Database(database, log),
        _ => {
            return Err(
                "give a file of lines, or --store FILE or --database URL and perhaps --log; --help tells more".into()
            );
        }
    };
    let proof = match (sequence, proof_out) {
        (Some(_), Some(_)) if since.is_some() => return Err("--prove needs all of the log, so not --since".into()),
        (Some(sequence), Some(path)) => Some((sequence, path)),
        (None, None) => None,
        _ => return Err("--prove and --proof-out belong together; --help tells more".into()),
    };
    Ok(Some(Arguments { place, checkpoint, checkpoint_out, proof, since, keep }))
}
