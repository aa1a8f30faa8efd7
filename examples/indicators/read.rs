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
            let (mut line, mut number) = (Vec::new(), 0u64);
            while lines.read_until(b'\n', &mut line)? > 0 {
                number += 1;
                bar.inc(line.len() as u64);
                if line.pop() != Some(b'\n') {
                    return Err(format!("{}: line {number} has no end; was it cut short?", path.display()).into());
                }
                let record = Record::parse(std::mem::take(&mut line)).map_err(|why| format!("line {number}: {why}"))?;
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

/// Takes in the records of a store's log.
#[cfg(feature = "sqlite")]
fn store(
    path: &std::path::Path,
    source: Option<project_lifecycle::Source>,
    portfolio: &mut Portfolio,
) -> Result<(), Box<dyn Error>> {
    use project_lifecycle::{EventLog as _, SqliteStore};
    let source = source.ok_or("say which log of the file with --log SOURCE")?;
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
