//! Verifies a log as an auditor does: its chain, and against a checkpoint that was kept elsewhere.
//!
//! ```sh
//! cargo run --release --example verify -- events.jsonl --checkpoint checkpoint.txt --keep head.txt
//! cargo run --release --example verify -- events.jsonl --since head.txt --keep head.txt
//! cargo run --release --features sqlite --example verify -- --store projects.db
//! ```
//!
//! `--help` tells more. Prints one line of JSON and ends with 0 only if the log is what it should be.

mod arguments;
mod kept;
mod places;
mod said;

use std::error::Error;
use std::process::ExitCode;

use project_lifecycle::audit::Verifier;
use project_lifecycle::audit::merkle::Checkpoint;

use arguments::Arguments;
use kept::Kept;
use places::{Looked, Place};

/// What the log could not be looked at for.
const NOT_LOOKED_AT: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(NOT_LOOKED_AT)
        }
    }
}

/// Whether the log is what it should be.
fn run() -> Result<bool, Box<dyn Error>> {
    let Some(Arguments { place, checkpoint, checkpoint_out, proof, since, keep }) = arguments::read()? else {
        return Ok(true);
    };
    let since = since.as_deref().map(Kept::read).transpose()?;
    let mut verifier = since.as_ref().map_or_else(Verifier::new, |kept| Verifier::from(kept.head.clone()));
    if let Some(path) = checkpoint {
        let text = kept::text(&path)?;
        let checkpoint: Checkpoint = text.parse().map_err(|why| format!("{}: {why}", path.display()))?;
        verifier = verifier.against(checkpoint);
    }
    if let Some((sequence, _)) = proof {
        verifier = verifier.proving(sequence);
    }
    let Looked { verifier, bytes, says, faults } = match &place {
        Place::Lines(path) => match places::lines(path, since.as_ref(), verifier)? {
            Some(looked) => looked,
            None => return Ok(said::moved(since.as_ref())),
        },
        Place::Store(path, log) => places::store(path, log.clone(), since.as_ref(), verifier)?,
        Place::Database(url, log) => places::database(url, log.clone(), since.as_ref(), verifier)?,
    };
    let (found, quarantined) = (verifier.proof(), verifier.quarantined());
    let verdict = verifier.finish();
    let Some(head) = said::verdict(&verdict, quarantined, since.as_ref(), says.as_ref(), faults.as_ref()) else {
        return Ok(false);
    };
    if let Some(path) = checkpoint_out {
        std::fs::write(path, head.checkpoint().to_string())?;
    }
    if let Some((sequence, path)) = proof {
        let found = found.ok_or_else(|| format!("record {sequence} is not in the log, which has {}", head.size()))?;
        std::fs::write(path, found.to_string())?;
    }
    if let Some(path) = keep {
        std::fs::write(path, Kept { head: head.clone(), bytes }.to_string())?;
    }
    Ok(true)
}
