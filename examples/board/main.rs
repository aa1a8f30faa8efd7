//! The board of a city (挂图作战) from the log alone: one page to open, its pictures, and papers.
//!
//! ```text
//! cargo run --release --features sqlite --example simulate -- --store city.db
//! cargo run --release --features board,sqlite --example board -- --store city.db --out board
//! ```

#![allow(missing_docs, reason = "a program")]

mod arguments;
#[path = "../indicators/read.rs"]
mod read;
mod source;
mod write;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use project_lifecycle::Language;
use project_lifecycle::board::{Board, Imprint};
use project_lifecycle::portfolio::ActionPlan;

use arguments::Arguments;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn plan_of(path: &Path) -> Result<ActionPlan, Box<dyn Error>> {
    let blame = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|why| blame(&why))?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let plan = if is_json { ActionPlan::from_json(&text) } else { ActionPlan::from_toml(&text) };
    Ok(plan.map_err(|why| blame(&why))?)
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { log, plan, as_of, known_at, unit, filled_by, is_english, out }) = arguments::read()? else {
        return Ok(());
    };
    let plan = plan.map_or_else(|| Ok(ActionPlan::shenyang_2018()), |path| plan_of(&path))?;
    let source = source::of(&log)?;
    let portfolio = read::portfolio(&log)?;
    let last = portfolio.last_recorded().ok_or("the log has no record: there is nothing to show")?;
    let known_at = known_at.unwrap_or(last);
    let as_of = as_of.unwrap_or_else(|| known_at.day_in(plan.terms().utc_offset));
    // names that are reserved for examples name no real city
    let is_simulated = source.is_some_and(|source| source.as_str().starts_with("urn:example:"));
    let imprint = Imprint { unit: &unit, filled_by: &filled_by, as_of, known_at, is_simulated };
    let board = Board::new(&portfolio, &plan, imprint)?;
    let page = out.join("board.html");
    write::all(&board, &portfolio, &plan, imprint, &out)?;
    write::file(&page, board.page(if is_english { Language::English } else { Language::Chinese }))?;
    println!("{} projects as of {as_of}: open {}", board.tracks().len(), page.display());
    Ok(())
}
