//! The portfolio of a log.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use indicatif::{ProgressBar, ProgressStyle};
use project_lifecycle::Record;
use project_lifecycle::portfolio::Portfolio;

use crate::arguments::Log;

/// Takes in every record of the log, with a bar if that is a terminal.
pub(crate) fn portfolio(log: &Log) -> Result<Portfolio, Box<dyn Error>> {
    let mut portfolio = Portfolio::new();
    match log {
        Log::Events(path) => {
            let file = File::open(path).map_err(|why| format!("{}: {why}", path.display()))?;
            let bar = bar(file.metadata()?.len(), "{bar:40} {bytes} of {total_bytes}")?;
            let mut lines = BufReader::with_capacity(1 << 18, file);
            let (mut line, mut number, mut log) = (Vec::new(), 0u64, None);
            while lines.read_until(b'\n', &mut line)? > 0 {
                number += 1;
                bar.inc(line.len() as u64);
                let blame = |why: String| format!("{}: line {number}{why}", path.display());
                if line.pop() != Some(b'\n') {
                    return Err(blame(" has no end; was it cut short?".into()).into());
                }
                let record = Record::parse(std::mem::take(&mut line)).map_err(|why| blame(format!(": {why}")))?;
                let first = log.get_or_insert_with(|| record.source().clone());
                if record.source() != first {
                    let other = record.source();
                    return Err(blame(format!(" is of the log {other}, those before it are of {first}")).into());
                }
                portfolio.add(&record)?;
            }
            bar.finish_and_clear();
        }
        #[cfg(feature = "sqlite")]
        Log::Store(path, source) => store(path, source.clone(), &mut portfolio)?,
        #[cfg(not(feature = "sqlite"))]
        Log::Store(..) => return Err("--store needs the feature `sqlite`".into()),
    }
    Ok(portfolio)
}

fn bar(length: u64, template: &str) -> Result<ProgressBar, Box<dyn Error>> {
    // it draws on a terminal only
    Ok(ProgressBar::new(length).with_style(ProgressStyle::with_template(template)?))
}

/// The log of a store that has one.
#[cfg(feature = "sqlite")]
fn only_log(path: &std::path::Path) -> Result<project_lifecycle::Source, Box<dyn Error>> {
    let logs = project_lifecycle::SqliteStore::logs(path)?;
    match <[_; 1]>::try_from(logs) {
        Ok([log]) => Ok(log),
        Err(logs) if logs.is_empty() => Err(format!("{} has no log", path.display()).into()),
        Err(logs) => {
            let names = logs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(format!("{} has several logs; say which with --log: {names}", path.display()).into())
        }
    }
}

/// Takes in the records of a store's log.
#[cfg(feature = "sqlite")]
fn store(
    path: &std::path::Path,
    source: Option<project_lifecycle::Source>,
    portfolio: &mut Portfolio,
) -> Result<(), Box<dyn Error>> {
    use project_lifecycle::{EventLog as _, SqliteStore};
    let source = match source {
        Some(source) => source,
        None => only_log(path)?,
    };
    let store = SqliteStore::open_read_only(path, source)?;
    let size = store.head()?.size();
    let bar = bar(size, "{bar:40} {pos} of {len} records")?;
    let mut after = 0;
    loop {
        let page = store.log(after, 1_000)?;
        let Some(last) = page.last() else { break };
        after = last.sequence();
        for record in &page {
            portfolio.add(record)?;
        }
        bar.set_position(after);
    }
    bar.finish_and_clear();
    Ok(())
}
