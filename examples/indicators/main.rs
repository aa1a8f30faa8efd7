//! Answers an action plan's questions from a log: who was signed, who started, who is behind and by how much.
//!
//! ```sh
//! cargo run --release --features portfolio --example indicators -- --events events.jsonl --year 2018 --table en
//! ```
//!
//! Prints one JSON document, or with `--table` the same for people. With the feature `sqlite` it also reads a store.

mod arguments;
mod read;
mod table;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, Shown};
use project_lifecycle::portfolio::ActionPlan;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut line = format!("error: {error}");
            let mut cause = error.source();
            while let Some(why) = cause {
                // some tell their cause themselves
                let why_said = why.to_string();
                if !line.ends_with(&why_said) {
                    line += &format!(": {why_said}");
                }
                cause = why.source();
            }
            eprintln!("{line}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { log, plan, question, shown }) = arguments::read()? else { return Ok(()) };
    let plan = match plan {
        Some(path) => {
            let blame = |why: &dyn Error| format!("{}: {why}", path.display());
            let text = std::fs::read_to_string(&path).map_err(|why| blame(&why))?;
            let is_json = path.extension().is_some_and(|extension| extension == "json");
            let plan = if is_json { ActionPlan::from_json(&text) } else { ActionPlan::from_toml(&text) };
            plan.map_err(|why| blame(&why))?
        }
        None => ActionPlan::shenyang_2018(),
    };
    let portfolio = read::portfolio(&log)?;
    let figures = portfolio.figures(&plan, &question)?;
    let mut said = match shown {
        Shown::Document { members: false } => serde_json::to_string(&figures.document())?,
        Shown::Document { members: true } => serde_json::to_string(&figures.with_members())?,
        Shown::Table(language) => table::Table { figures: &figures, plan: &plan, language }.to_string(),
    };
    if !said.ends_with('\n') {
        said.push('\n');
    }
    match io::stdout().lock().write_all(said.as_bytes()) {
        // who reads no more has read enough
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(why.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
