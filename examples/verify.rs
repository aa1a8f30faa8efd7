//! Verifies a log as an auditor does: its chain, and against a checkpoint that was kept elsewhere.
//!
//! `cargo run --release --example verify -- events.jsonl [--checkpoint FILE] [--checkpoint-out FILE]
//! [--prove SEQUENCE --proof-out FILE]`
//!
//! Prints one line of JSON: `result`, `events`, `root`, `first_bad_line`, `reason`. Ends with 0 only if the log is
//! self-consistent and no checkpoint was given, or consistent with the one that was. Then it also writes what it was asked
//! for: the log's present checkpoint, and the proof that one record is in the log of that checkpoint.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use project_lifecycle::Verdict;
use project_lifecycle::audit::merkle::Checkpoint;
use project_lifecycle::audit::{LogHead, Verifier};
use serde_json::json;

const USAGE: &str =
    "Usage: verify LOG.jsonl [--checkpoint FILE] [--checkpoint-out FILE] [--prove SEQUENCE --proof-out FILE]";

struct Arguments {
    log: PathBuf,
    checkpoint: Option<PathBuf>,
    checkpoint_out: Option<PathBuf>,
    /// Which record to prove, from 1, and where the proof goes.
    proof: Option<(u64, PathBuf)>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let (mut log, mut checkpoint, mut checkpoint_out, mut sequence, mut proof_out) = (None, None, None, None, None);
    let mut given = lexopt::Parser::from_env();
    while let Some(argument) = given.next()? {
        match argument {
            Long("checkpoint") => checkpoint = Some(given.value()?.parse()?),
            Long("checkpoint-out") => checkpoint_out = Some(given.value()?.parse()?),
            Long("prove") => sequence = Some(given.value()?.parse()?),
            Long("proof-out") => proof_out = Some(given.value()?.parse()?),
            Value(path) if log.is_none() => log = Some(path.into()),
            other @ (Long(_) | Short(_) | Value(_)) => return Err(format!("{}\n{USAGE}", other.unexpected()).into()),
        }
    }
    let proof = match (sequence, proof_out) {
        (Some(sequence), Some(path)) => Some((sequence, path)),
        (None, None) => None,
        _ => return Err(format!("--prove and --proof-out belong together\n{USAGE}").into()),
    };
    Ok(Arguments { log: log.ok_or(USAGE)?, checkpoint, checkpoint_out, proof })
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
    let Arguments { log, checkpoint, checkpoint_out, proof } = arguments()?;
    let mut verifier = Verifier::new();
    if let Some(path) = checkpoint {
        verifier = verifier.against(std::fs::read_to_string(path)?.parse::<Checkpoint>()?);
    }
    if let Some((sequence, _)) = proof {
        verifier = verifier.proving(sequence);
    }
    verifier.read(&mut BufReader::with_capacity(1 << 18, File::open(log)?))?;
    let found = verifier.proof();
    let verdict = verifier.finish();
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
    if let (Some(head), Some((sequence, path))) = (head, proof) {
        let found = found.ok_or_else(|| format!("record {sequence} is not in the log, which has {}", head.size()))?;
        std::fs::write(path, found.to_string())?;
    }
    Ok(head.is_some())
}
