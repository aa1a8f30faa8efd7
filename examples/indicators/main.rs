//! Answers an action plan's questions from a log: who was signed, who started, who is behind and by how much.
//!
//! ```sh
//! cargo run --release --features portfolio --example indicators -- --events events.jsonl --year 2018 --table en
//! ```
//!
//! Prints one JSON document, or with `--table` the same for people. With the feature `sqlite` it also reads a store.

mod arguments;
mod by_policy;
mod read;
mod table;

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Shown};
use by_policy::ByPolicy;
use project_lifecycle::Policy;
use project_lifecycle::policy::PolicyTerms;
use project_lifecycle::portfolio::{ActionPlan, FiguresDocument};
use serde::Serialize;

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

/// The figures, and what a policy finds if one was given.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    figures: FiguresDocument<'a>,
    #[serde(flatten)]
    by_policy: Option<ByPolicy<'a>>,
}

fn blame(path: &Path, why: impl Display) -> String {
    format!("{}: {why}", path.display())
}

fn plan_of(path: &Path) -> Result<ActionPlan, String> {
    let text = std::fs::read_to_string(path).map_err(|why| blame(path, why))?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let plan = if is_json { ActionPlan::from_json(&text) } else { ActionPlan::from_toml(&text) };
    plan.map_err(|why| blame(path, why))
}

fn policy_of(path: &Path) -> Result<Policy, String> {
    let text = std::fs::read_to_string(path).map_err(|why| blame(path, why))?;
    let terms = toml::from_str::<PolicyTerms>(&text).map_err(|why| {
        let before = why.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        blame(path, format!("line {}: {}", 1 + before.matches('\n').count(), why.message()))
    })?;
    Policy::new(terms).map_err(|why| blame(path, why))
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { log, plan, policy, question, scope, shown }) = arguments::read()? else { return Ok(()) };
    let plan = plan.map_or_else(|| Ok(ActionPlan::shenyang_2018()), |path| plan_of(&path))?;
    let policy = policy.map(|path| policy_of(&path)).transpose()?;
    let portfolio = read::portfolio(&log)?;
    let figures = portfolio.figures(&plan, &question)?;
    let by_policy = policy.map(|policy| ByPolicy::new(&portfolio, &policy, &figures, scope.as_ref()));
    let mut said = match shown {
        Shown::Document { members } => {
            let figures = if members { figures.with_members() } else { figures.document() };
            serde_json::to_string(&Document { figures, by_policy })?
        }
        Shown::Table(language) => {
            table::Table { figures: &figures, by_policy: by_policy.as_ref(), plan: &plan, language }.to_string()
        }
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
