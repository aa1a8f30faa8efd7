//! The places where a log is, each shown to a verifier.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use project_lifecycle::Source;
use project_lifecycle::audit::{Faults, LogHead, Quarantine, RECORD_LIMIT, Verifier};
use project_lifecycle::store::StoreFault;

use crate::kept::Kept;

/// Where the log is.
pub(crate) enum Place {
    Lines(PathBuf),
    Store(PathBuf, Option<Source>),
    Database(String, Option<Source>),
}

/// A verifier that has seen all there is.
pub(crate) struct Looked {
    pub(crate) verifier: Verifier,
    /// Where the next line will begin in a file of lines.
    pub(crate) bytes: Option<u64>,
    /// The head that a store says it has.
    pub(crate) says: Option<LogHead>,
    /// What a store keeps that its lines do not say. `None` where only lines were looked at.
    pub(crate) faults: Option<Faults<StoreFault>>,
}

/// Shows the lines of a file, or those behind a head. `None` if what the head knows does not end where it did.
pub(crate) fn lines(
    path: &Path,
    since: Option<&Kept>,
    mut verifier: Verifier,
) -> Result<Option<Looked>, Box<dyn Error>> {
    let blame = |why: io::Error| format!("{}: {why}", path.display());
    let mut file = BufReader::with_capacity(1 << 18, File::open(path).map_err(blame)?);
    let start = match since {
        None => 0,
        Some(kept) => match passed(&mut file, kept).map_err(blame)? {
            Some(start) => start,
            None => return Ok(None),
        },
    };
    // what is in quarantine is told by later lines, so they are looked through first; a pipe goes by once, and is judged without
    if file.get_ref().metadata().map_err(blame)?.is_file() {
        verifier = verifier.but(Quarantine::read(&mut file).map_err(blame)?);
        file.seek(SeekFrom::Start(start)).map_err(blame)?;
    }
    let mut rest = BufReader::with_capacity(1 << 18, Counted { inner: file, bytes: start });
    verifier.read(&mut rest).map_err(blame)?;
    Ok(Some(Looked { verifier, bytes: Some(rest.get_ref().bytes), says: None, faults: None }))
}

/// Goes to where the lines end that a head knows. `None` if the line that ends there is not its last.
fn passed(file: &mut BufReader<File>, kept: &Kept) -> io::Result<Option<u64>> {
    let (size, mut last) = (kept.head.size(), Vec::new());
    let end = match kept.bytes {
        Some(end) if size > 0 => {
            let longest = RECORD_LIMIT as u64 + 2;
            file.seek(SeekFrom::Start(end.saturating_sub(longest)))?;
            file.by_ref().take(longest.min(end)).read_to_end(&mut last)?;
            let before = last.strip_suffix(b"\n").unwrap_or_default().iter().rposition(|byte| *byte == b'\n');
            last.drain(..before.map_or(0, |at| at + 1));
            end
        }
        // its bytes are passed over, not read as records
        Some(_) | None => {
            let mut end = 0;
            for _ in 0..size {
                last.clear();
                end += file.read_until(b'\n', &mut last)? as u64;
            }
            end
        }
    };
    let is_last =
        size == 0 || last.strip_suffix(b"\n").is_some_and(|line| kept.head.digest().leaf(line) == kept.head.hash);
    Ok(is_last.then_some(end))
}

/// A reader that says how far it has read.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// The log that was named, or the only one.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn which(
    named: Option<Source>,
    all: impl FnOnce() -> Result<Vec<Source>, Box<dyn Error>>,
) -> Result<Source, Box<dyn Error>> {
    if let Some(log) = named {
        return Ok(log);
    }
    match <[_; 1]>::try_from(all()?) {
        Ok([log]) => Ok(log),
        Err(logs) if logs.is_empty() => Err("there is no log".into()),
        Err(logs) => {
            let names = logs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(format!("there are several logs; say which with --log: {names}").into())
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn size(since: Option<&Kept>) -> u64 {
    since.map_or(0, |kept| kept.head.size())
}

/// Shows a log in an SQLite file: all of it with what is kept beside the lines, or the lines behind a head.
#[cfg(feature = "sqlite")]
pub(crate) fn store(
    path: &Path,
    log: Option<Source>,
    since: Option<&Kept>,
    verifier: Verifier,
) -> Result<Looked, Box<dyn Error>> {
    use project_lifecycle::store::StoreCheck;
    use project_lifecycle::{EventLog as _, SqliteStore};

    let store = SqliteStore::open_read_only(path, which(log, || Ok(SqliteStore::logs(path)?))?)?;
    let head = store.head()?;
    if since.is_none() {
        let StoreCheck { lines: verifier, faults } = store.verify(verifier)?;
        // what was appended meanwhile is seen, too, and held to the head that it came with
        let says = Some(head).filter(|head| store.head().is_ok_and(|now| now == *head));
        return Ok(Looked { verifier, bytes: None, says, faults: Some(faults) });
    }
    // what is appended meanwhile is left to the next time
    let new = usize::try_from(head.size().saturating_sub(size(since))).unwrap_or(usize::MAX);
    let mut verifier = verifier.but(store.quarantine()?);
    store.lines(size(since), new, &mut |line| verifier.follow(line))?;
    Ok(Looked { verifier, bytes: None, says: Some(head), faults: None })
}

#[cfg(not(feature = "sqlite"))]
pub(crate) fn store(_: &Path, _: Option<Source>, _: Option<&Kept>, _: Verifier) -> Result<Looked, Box<dyn Error>> {
    Err("--store needs the feature `sqlite`".into())
}

/// Shows a log in a PostgreSQL database, as one snapshot has it: all of it with what is kept beside the lines, or the lines behind a
/// head.
#[cfg(feature = "postgres")]
pub(crate) fn database(
    url: &str,
    log: Option<Source>,
    since: Option<&Kept>,
    verifier: Verifier,
) -> Result<Looked, Box<dyn Error>> {
    use project_lifecycle::PostgresStore;
    use project_lifecycle::store::StoreCheck;
    use tokio_postgres::{IsolationLevel, NoTls};

    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let (mut client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(connection);
        let transaction = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let snapshot = transaction.start().await?;
        PostgresStore::check_schema(&snapshot).await?;
        let names = snapshot.query("SELECT source FROM lifecycle.log ORDER BY source", &[]).await?;
        let names = names.iter().map(|row| Ok(row.try_get::<_, String>(0)?.parse()?));
        let store = PostgresStore::new(which(log, || names.collect())?);
        let head = store.head(&snapshot).await?;
        let (verifier, faults) = if since.is_none() {
            let StoreCheck { lines, faults } = store.verify(&snapshot, verifier).await?;
            (lines, Some(faults))
        } else {
            let mut verifier = verifier.but(store.quarantine(&snapshot).await?);
            store.lines(&snapshot, size(since), usize::MAX, |line| verifier.follow(line)).await?;
            (verifier, None)
        };
        drop(snapshot);
        drop(client);
        connection.await??;
        Ok(Looked { verifier, bytes: None, says: Some(head), faults })
    })
}

#[cfg(not(feature = "postgres"))]
pub(crate) fn database(_: &str, _: Option<Source>, _: Option<&Kept>, _: Verifier) -> Result<Looked, Box<dyn Error>> {
    Err("--database needs the feature `postgres`".into())
}
