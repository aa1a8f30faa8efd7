//! The portfolio of a log.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use project_lifecycle::audit::Quarantine;
use project_lifecycle::portfolio::{Portfolio, ReadError};

use crate::arguments::Log;

/// A file that cannot be read into a portfolio.
#[derive(Debug)]
struct Unread {
    path: PathBuf,
    why: ReadError,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.why)
    }
}

impl Error for Unread {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.why.source()
    }
}

/// Takes in every record of the log, with a bar if that is a terminal.
pub(crate) fn portfolio(log: &Log) -> Result<Portfolio, Box<dyn Error>> {
    let mut portfolio = Portfolio::new();
    match log {
        Log::Events(path) => {
            let blame = |why: std::io::Error| format!("{}: {why}", path.display());
            let mut file = File::open(path).map_err(blame)?;
            // what is in quarantine is told by later lines, so they are looked through first; a pipe goes by once
            if file.metadata()?.is_file() {
                portfolio = portfolio.but(Quarantine::read(BufReader::with_capacity(1 << 17, &file)).map_err(blame)?);
                file.rewind().map_err(blame)?;
            }
            let bar = bar(file.metadata()?.len(), "{bar:40} {bytes} of {total_bytes}")?;
            let lines = bar.wrap_read(BufReader::with_capacity(1 << 17, file));
            portfolio.read(lines).map_err(|why| Unread { path: path.clone(), why })?;
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
pub(crate) fn only_log(path: &std::path::Path) -> Result<project_lifecycle::Source, Box<dyn Error>> {
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
    *portfolio = Portfolio::new().but(store.quarantine()?);
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
