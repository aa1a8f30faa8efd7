//! Verifies a log as an auditor does: its chain, and against a checkpoint that was kept elsewhere.
//!
//! `cargo run --release --example verify -- events.jsonl [--checkpoint FILE] [--checkpoint-out FILE]`
//!
//! Prints one line of JSON: `result`, `events`, `root`, `first_bad_line`, `reason`. Ends with 0 only if the log is
//! self-consistent and no checkpoint was given, or consistent with the one that was.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::{Checkpoint, LogHead, Verdict, verify, verify_against};
use serde_json::json;

const USAGE: &str = "Usage: verify LOG.jsonl [--checkpoint FILE] [--checkpoint-out FILE]";

struct Arguments {
    log: PathBuf,
    checkpoint: Option<PathBuf>,
    checkpoint_out: Option<PathBuf>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let (mut log, mut checkpoint, mut checkpoint_out) = (None, None, None);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("checkpoint") => checkpoint = Some(given.value()?.parse()?),
            Long("checkpoint-out") => checkpoint_out = Some(given.value()?.parse()?),
            Value(path) if log.is_none() => log = Some(path.into()),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(format!("{}\n{USAGE}", other.unexpected()).into()),
        }
    }
    Ok(Arguments { log: log.ok_or(USAGE)?, checkpoint, checkpoint_out })
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the log is what it should be.
fn run() -> Result<bool, Box<dyn Error>> {
    let Arguments { log, checkpoint, checkpoint_out } = arguments()?;
    let reader = BufReader::new(File::open(log)?);
    let verdict = match checkpoint {
        Some(path) => verify_against(reader, &std::fs::read_to_string(path)?.parse::<Checkpoint>()?)?,
        None => verify(reader)?,
    };
    let say = |result: &str, head: Option<&LogHead>, line: Option<u64>, reason: Option<String>| {
        let (events, root) = (head.map(LogHead::size), head.map(|head| head.checkpoint().root.to_string()));
        println!(
            "{}",
            json!({ "result": result, "events": events, "root": root, "first_bad_line": line, "reason": reason })
        );
    };
    let head = match &verdict {
        Verdict::SelfConsistent { head } => {
            say("self_consistent", Some(head), None, None);
            Some(head)
        }
        Verdict::ConsistentWith { head, .. } => {
            say("consistent_with_checkpoint", Some(head), None, None);
            Some(head)
        }
        Verdict::Contradicts { contradiction, head, .. } => {
            say("contradicts_checkpoint", Some(head), None, Some(contradiction.to_string()));
            None
        }
        Verdict::NotSelfConsistent { line, fault } => {
            say("not_self_consistent", None, Some(*line), Some(fault.to_string()));
            None
        }
    };
    if let (Some(head), Some(path)) = (head, checkpoint_out) {
        std::fs::write(path, head.checkpoint().to_string())?;
    }
    Ok(head.is_some())
}
