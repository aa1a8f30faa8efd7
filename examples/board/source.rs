//! What the log is called.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead as _, BufReader};

use project_lifecycle::{Record, Source};

use crate::arguments::Log;

/// The log's name, which tells whether its data is simulated. `None` of a pipe, which goes by once.
pub(crate) fn of(log: &Log) -> Result<Option<Source>, Box<dyn Error>> {
    match log {
        Log::Events(path) => {
            let blame = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
            let file = File::open(path).map_err(|why| blame(&why))?;
            if !file.metadata().map_err(|why| blame(&why))?.is_file() {
                return Ok(None);
            }
            let mut line = Vec::new();
            BufReader::new(file).read_until(b'\n', &mut line).map_err(|why| blame(&why))?;
            Ok(Record::parse(line.trim_ascii_end()).ok().map(|record| record.source().clone()))
        }
        #[cfg(feature = "sqlite")]
        Log::Store(path, source) => source.clone().map_or_else(|| crate::read::only_log(path), Ok).map(Some),
        #[cfg(not(feature = "sqlite"))]
        Log::Store(..) => Err("--store needs the feature `sqlite`".into()),
    }
}
