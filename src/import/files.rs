//! Importing a file into a directory, whole or not at all.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ledger::{EXCEPTIONS, import, import_into};
use super::recording::EVENTS;
use super::{ImportError, Mapping, Summary};
use crate::{EventStore, Timestamp};

/// What the import came to.
const SUMMARY: &str = "summary.json";

/// Imports the ledger `csv` into the directory `out`, which is made if it is missing: `events.jsonl`,
/// `exceptions.csv` and `summary.json`.
///
/// They are written under other names, brought to disk, and take their own names only when all are complete, the
/// summary last. One import at a time may write to a directory.
///
/// # Errors
/// [`ImportError`]. What was written is then removed, and older outputs are untouched - unless it is the renaming
/// itself that fails half way.
pub fn import_files(
    csv: &Path,
    mapping: &Mapping,
    out: &Path,
    recorded_at: Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, ImportError> {
    let mut outputs = Outputs::create(out)?;
    let mut events = Output::create(out, EVENTS)?;
    let (ledger, exceptions) = (|| File::open(csv), &mut outputs.exceptions.file);
    let came_to = import(ledger, &name(csv), mapping, recorded_at, &mut events.file, exceptions, progress)?;
    outputs.publish(Some(events), out, &came_to)?;
    Ok(came_to)
}

/// Imports the ledger `csv` into a store, as [`import_into`] does, and writes `exceptions.csv` and `summary.json` into the
/// directory `out` as [`import_files`] does.
///
/// # Errors
/// [`ImportError`], as for both. The batches that the store took stand: the same import again goes on behind them.
pub fn import_files_into(
    csv: &Path,
    mapping: &Mapping,
    store: &mut (impl EventStore + ?Sized),
    out: &Path,
    recorded_at: Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, ImportError> {
    let mut outputs = Outputs::create(out)?;
    let (ledger, exceptions) = (|| File::open(csv), &mut outputs.exceptions.file);
    let came_to = import_into(ledger, &name(csv), mapping, recorded_at, store, exceptions, progress)?;
    outputs.publish(None, out, &came_to)?;
    Ok(came_to)
}

/// The name that provenances bear.
fn name(csv: &Path) -> Cow<'_, str> {
    csv.file_name().unwrap_or(csv.as_os_str()).to_string_lossy()
}

/// The outputs of every import.
struct Outputs {
    exceptions: Output,
    summary: Output,
}

impl Outputs {
    fn create(out: &Path) -> Result<Self, ImportError> {
        fs::create_dir_all(out).map_err(ImportError::write(out.display().to_string()))?;
        Ok(Self { exceptions: Output::create(out, EXCEPTIONS)?, summary: Output::create(out, SUMMARY)? })
    }

    /// Brings all to disk, then gives all their names.
    fn publish(mut self, events: Option<Output>, out: &Path, came_to: &Summary) -> Result<(), ImportError> {
        serde_json::to_writer_pretty(&mut self.summary.file, came_to)
            .map_err(io::Error::from)
            .and_then(|()| self.summary.file.write_all(b"\n"))
            .map_err(ImportError::write(SUMMARY))?;
        let mut outputs: Vec<_> = events.into_iter().chain([self.exceptions, self.summary]).collect();
        for output in &mut outputs {
            output.complete()?;
        }
        for output in outputs {
            output.publish()?;
        }
        // brings the new names to disk where the system can; they stand already, so a failure changes nothing
        let _ = File::open(out).and_then(|directory| directory.sync_all());
        Ok(())
    }
}

/// A file that is written under another name. Unless published it is removed.
struct Output {
    name: &'static str,
    file: BufWriter<File>,
    temporary: PathBuf,
    target: PathBuf,
}

impl Output {
    fn create(directory: &Path, name: &'static str) -> Result<Self, ImportError> {
        let temporary = directory.join(format!(".{name}.incomplete"));
        let file = File::create(&temporary).map_err(ImportError::write(name))?;
        let file = BufWriter::with_capacity(256 * 1024, file);
        Ok(Self { name, file, temporary, target: directory.join(name) })
    }

    fn complete(&mut self) -> Result<(), ImportError> {
        self.file.flush().and_then(|()| self.file.get_ref().sync_all()).map_err(ImportError::write(self.name))
    }

    fn publish(self) -> Result<(), ImportError> {
        fs::rename(&self.temporary, &self.target).map_err(ImportError::write(self.name))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // gone already if it was published; and nobody is left to hear of a failure
        let _ = fs::remove_file(&self.temporary);
    }
}
