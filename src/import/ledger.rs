//! Importing a ledger: its records in, events and exceptions out.

use core::fmt::Display;
use std::collections::HashSet;
use std::io::{self, Read, Write};

use super::columns::Columns;
use super::decode::{Decoded, detect};
use super::exception::{Code, Exception, ExceptionTable};
use super::legible::legible;
use super::life::Attempt;
use super::record::{Kept, Telling};
use super::recording::{InLines, InStore, Recording};
use super::records::{Cells, LIMIT, Next, Records};
use super::{ImportError, Mapping, Summary};
use crate::audit::{LogHead, seal_into};
use crate::{AppendRequest, Day, EventStore, Profile, Project, ProjectId, Text, Timestamp, ZoneId};

/// Imports a ledger: writes the log of its projects to `events`, one line for each record, and what could not be
/// imported to `exceptions` (CSV, RFC 4180).
///
/// The ledger is opened once for every pass, and read in chunks: first to learn in which of the mapping's encodings
/// the whole of it is text, then to import it. `file_name` is the name that provenances bear. Events are given and
/// recorded at `recorded_at`: the same ledger, mapping and instant give the same bytes. `progress` is told how many
/// bytes the importing pass has read.
///
/// A record with fewer cells than the header has blank ones at its end; further cells than the header names are of no
/// column and are left out.
///
/// # Errors
/// [`ImportError`] for what is wrong with the whole file or with an output. Both outputs are then incomplete and to be
/// thrown away; [`import_files`](super::import_files) does.
pub fn import<R: Read>(
    open: impl Fn() -> io::Result<R>,
    file_name: &str,
    mapping: &Mapping,
    recorded_at: Timestamp,
    events: &mut impl Write,
    exceptions: &mut impl Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, ImportError> {
    run(open, file_name, mapping, recorded_at, InLines::new(events), exceptions, progress)
}

/// Imports a ledger as [`import`] does, but appends the events to a store. Its log is opened if it is not open yet. A
/// project is appended whole, and about a thousand events make a batch.
///
/// It can be run again. Ids are names, so what the log has already is found there, and is not recorded a second time
/// ([`Summary::already_recorded`]). After a failure the same import goes on where it was cut; once it is complete it
/// changes nothing. On a new log the lines are those that [`import`] writes. A project of which the log has something
/// else is not imported: `recorded_otherwise`.
///
/// # Errors
/// [`ImportError`] as for [`import`]; [`OtherLog`](ImportError::OtherLog) if the store keeps another log than the
/// mapping names, [`Store`](ImportError::Store) if it does not take the events. The batches before stand.
pub fn import_into<R: Read>(
    open: impl Fn() -> io::Result<R>,
    file_name: &str,
    mapping: &Mapping,
    recorded_at: Timestamp,
    store: &mut (impl EventStore + ?Sized),
    exceptions: &mut impl Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, ImportError> {
    let recording = InStore::new(store, mapping, recorded_at);
    run(open, file_name, mapping, recorded_at, recording, exceptions, progress)
}

fn run<R: Read>(
    open: impl Fn() -> io::Result<R>,
    file_name: &str,
    mapping: &Mapping,
    recorded_at: Timestamp,
    recording: impl Recording,
    exceptions: &mut impl Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, ImportError> {
    let encoding = detect(&open, &mapping.encodings)
        .map_err(ImportError::Read)?
        .map_err(|tried| ImportError::Undecodable { tried })?;
    let mut records = Records::new(Decoded::new(open().map_err(ImportError::Read)?, encoding, progress));
    let columns = Columns::find(mapping, header(&mut records)?)?;
    let file = legible(file_name);
    let mut importer = Importer::open(mapping, &file, recorded_at, &columns, recording, exceptions)?;
    importer.summary.encoding = (mapping.encodings.first() != Some(&encoding)).then(|| encoding.name());
    loop {
        let next = records.advance().map_err(ImportError::Read)?;
        let cells = records.cells().map_err(ImportError::Read)?;
        match next {
            Next::Record => importer.take(cells)?,
            Next::TooLong { line } => {
                let why = format!("the record that begins on line {line} is larger than {LIMIT} bytes; it was skipped");
                importer.take_unread(cells, Exception::of_record(Code::RecordTooLong, why))?;
            }
            Next::Unterminated { line, cell } => {
                let column = columns.header.get(cell).cloned().unwrap_or_default();
                let detail =
                    format!("the quote that opens on line {line} is never closed; the rest of the file is lost");
                let value = String::new();
                importer.take_unread(cells, Exception { column, value, code: Code::UnterminatedQuote, detail })?;
            }
            Next::End => return importer.finish(),
        }
    }
}

fn header<'r, R: Read>(records: &'r mut Records<'_, R>) -> Result<Cells<'r>, ImportError> {
    match records.advance().map_err(ImportError::Read)? {
        Next::Record => records.cells().map_err(ImportError::Read),
        Next::TooLong { line } => Err(ImportError::HeaderTooLong { line, limit: LIMIT }),
        Next::Unterminated { line, .. } => Err(ImportError::HeaderUnterminated { line }),
        Next::End => Err(ImportError::Empty),
    }
}

/// A record that became a project.
struct Imported {
    project: Project,
    /// How many of its events were recorded before.
    already: u64,
    /// Its steps that are not imported.
    refused: Vec<Exception>,
}

/// An import under way.
struct Importer<'a, E, X> {
    mapping: &'a Mapping,
    file: &'a Text,
    recorded_at: Timestamp,
    columns: &'a Columns<'a>,
    /// The head of the log as it is if nothing else is in it.
    head: LogHead,
    /// The sealed lines of one record.
    lines: Vec<u8>,
    /// The projects met; an id is shorter than its key.
    met: HashSet<ProjectId>,
    summary: Summary,
    recording: E,
    exceptions: ExceptionTable<X>,
}

impl<'a, E: Recording, X: Write> Importer<'a, E, X> {
    fn open(
        mapping: &'a Mapping,
        file: &'a Text,
        recorded_at: Timestamp,
        columns: &'a Columns<'a>,
        mut recording: E,
        exceptions: X,
    ) -> Result<Self, ImportError> {
        let (opened, head) =
            LogHead::open(mapping.source.clone(), &mapping.actor, recorded_at).map_err(ImportError::Append)?;
        recording.begin(&opened)?;
        Ok(Self {
            mapping,
            file,
            recorded_at,
            columns,
            head,
            lines: Vec::new(),
            met: HashSet::new(),
            summary: Summary::default(),
            recording,
            exceptions: ExceptionTable::new(exceptions).map_err(ImportError::write(EXCEPTIONS))?,
        })
    }

    fn finish(mut self) -> Result<Summary, ImportError> {
        self.recording.finish()?;
        self.exceptions.flush().map_err(ImportError::write(EXCEPTIONS))?;
        Ok(self.summary)
    }

    /// Counts a record that could not be read whole.
    fn take_unread(&mut self, cells: Cells<'_>, exception: Exception) -> Result<(), ImportError> {
        self.summary.totals.rows += 1;
        self.leave_out(cells.at(self.columns.key), &[], exception, &Kept::default())
    }

    /// Imports a record, or says why not.
    fn take(&mut self, cells: Cells<'_>) -> Result<(), ImportError> {
        self.summary.totals.rows += 1;
        let key = cells.at(self.columns.key);
        let kept = || Kept::all(cells, self.columns, self.mapping);
        if key.is_empty() {
            let why = format!("the record has no `{}`", self.columns.header[self.columns.key]);
            return self.leave_out(key, &[], Exception::of_record(Code::NoKey, why), &kept());
        }
        let id = ProjectId::named(&format!("{}/project/{key}", self.mapping.source));
        if !self.met.insert(id) {
            let column = self.columns.header[self.columns.key].clone();
            let detail = "an earlier record has the same key; that one counts".into();
            let exception = Exception { column, value: key.into(), code: Code::DuplicateId, detail };
            return self.leave_out(key, &[], exception, &kept());
        }
        let telling = Telling::of(cells, self.columns, self.mapping);
        let Some(planned) = telling.planned else {
            let exception = Exception::of_record(Code::NoDate, "no step of the record is dated, nor its last update");
            return self.leave_out(key, &telling.faults, exception, &Kept::of(&telling));
        };
        let attempt = Attempt {
            mapping: self.mapping,
            columns: self.columns,
            file: self.file,
            recorded_at: self.recorded_at,
            encoding: self.summary.encoding,
            number: self.summary.totals.rows,
            cells,
        };
        match self.attempt(&attempt, id, key, planned, &telling)? {
            Ok(Imported { project, already, refused }) => {
                self.summary.count(&project, already);
                self.except(key, telling.faults.iter().chain(&refused))
            }
            Err(exception) => {
                self.leave_out(key, &telling.faults, exception, &Kept::of(&telling))?;
                let steps: Vec<_> = telling
                    .steps
                    .iter()
                    .map(|step| attempt.not_attempted(step, "the project is not imported"))
                    .collect();
                self.except(key, &steps)
            }
        }
    }

    /// Takes a record through the law, seals its events and has them recorded: the whole record, or nothing of it.
    fn attempt(
        &mut self,
        attempt: &Attempt<'_>,
        id: ProjectId,
        key: &str,
        planned: (Day, usize),
        telling: &Telling,
    ) -> Result<Result<Imported, Exception>, ImportError> {
        let Columns { key: key_at, name: name_at, zone: zone_at, header, .. } = self.columns;
        let (name, name_at) = match attempt.cells.at(*name_at) {
            "" => (key, key_at),
            name => (name, name_at),
        };
        let invalid = |at: usize, value: &str, code, why: &dyn Display| {
            Ok(Err(Exception { column: header[at].clone(), value: value.into(), code, detail: why.to_string() }))
        };
        let zone = match attempt.cells.at(*zone_at) {
            "" => self.mapping.blank_zone.clone(),
            zone => match ZoneId::new(zone) {
                Ok(zone) => zone,
                Err(why) => return invalid(*zone_at, zone, Code::ZoneInvalid, &why),
            },
        };
        let text = match Text::new(name) {
            Ok(text) => text,
            Err(why) => return invalid(*name_at, name, Code::NameInvalid, &why),
        };
        let profile = Profile::new(text, zone);
        let profile = telling.particulars.complete(profile);
        match attempt.live(id, profile, planned, telling) {
            Ok((project, refused)) => {
                self.seal(&project)?;
                let recorded = self.recording.record(&project, &self.lines)?;
                Ok(recorded.map(|already| Imported { project, already, refused }))
            }
            Err(refusal) => Ok(Err(attempt.not_planned(&refusal, planned.1, (&header[*name_at], name)))),
        }
    }

    /// Seals a project's events into the buffer and moves the head.
    fn seal(&mut self, project: &Project) -> Result<(), ImportError> {
        self.lines.clear();
        let mut head = self.head.clone();
        for event in project.events() {
            let request = AppendRequest::new(event.clone());
            head = seal_into(&request, &head, self.recorded_at, &mut self.lines).map_err(ImportError::Append)?;
            self.lines.push(b'\n');
        }
        self.head = head;
        Ok(())
    }

    /// Notes that a record is not imported, with the cells that no other exception names.
    fn leave_out(
        &mut self,
        key: &str,
        faults: &[Exception],
        mut exception: Exception,
        kept: &Kept<'_>,
    ) -> Result<(), ImportError> {
        self.summary.count_not_imported(exception.code);
        exception.detail = kept.after(exception.detail);
        self.except(key, faults.iter().chain([&exception]))
    }

    fn except<'x>(&mut self, key: &str, all: impl IntoIterator<Item = &'x Exception>) -> Result<(), ImportError> {
        for exception in all {
            self.summary.count_exception(exception.code);
            let row = self.summary.totals.rows;
            self.exceptions.add(row, key, exception).map_err(ImportError::write(EXCEPTIONS))?;
        }
        Ok(())
    }
}

/// What could not be imported.
pub(super) const EXCEPTIONS: &str = "exceptions.csv";
