//! Importing a ledger: its records in, events and exceptions out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Read, Write};

use super::columns::Columns;
use super::decode::{Decoded, detect};
use super::doubles::{Beside, DoubleBy, Met};
use super::exception::{Code, Exception, ExceptionTable};
use super::filling::Filling;
use super::layout::Layout;
use super::legible::legible;
use super::life::{Attempt, NotPlanned};
use super::record::{Dated, Kept, Telling};
use super::recording::{InLines, InStore, Recording};
use super::records::{Cells, LIMIT, Next};
use super::rules::Heed;
use super::said::Said;
use super::summary::Taken;
use super::{ImportError, Mapping, Summary, cell_places, changed_key, fold};
use crate::audit::LogHead;
use crate::{Day, EventStore, Profile, Project, ProjectId, Text, Timestamp, ZoneId};

/// Imports a ledger: writes the log of its projects to `events`, one line for each record, and what could not be
/// imported to `exceptions` (CSV, RFC 4180).
///
/// The ledger is opened once for every pass, and read in chunks: first to learn in which of the mapping's encodings
/// the whole of it is text, then to import it. `file_name` is the name that provenances bear. Events are given and
/// recorded at `recorded_at`: the same ledger, mapping and instant give the same bytes. `progress` is told how many
/// bytes the importing pass has read.
///
/// The exceptions begin with a byte-order mark, and no cell of them begins as a formula does: an apostrophe stands before it.
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
    run(open, file_name, mapping, recorded_at, InLines::new(events, recorded_at), exceptions, progress)
}

/// Imports a ledger as [`import`] does, but appends the events to a store. Its log is opened if it is not open yet. A
/// project is appended whole, and about a thousand events make a batch.
///
/// It can be run again. Ids are names, so what the log has already is found there, and is not recorded a second time
/// ([`Summary::already_recorded`]). After a failure the same import goes on where it was cut; once it is complete it
/// changes nothing. On a new log the lines are those that [`import`] writes. A project of which the log has something
/// else is not imported: `recorded_otherwise`. A log that is open already is looked over once, before the ledger is read.
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
    let layout = Layout::find(&open, encoding, mapping)?;
    let text = Decoded::new(open().map_err(ImportError::Read)?, encoding, progress);
    let mut records = layout.records(text).map_err(ImportError::Read)?;
    let columns = layout.columns;
    let file = legible(file_name);
    let mut importer = Importer::open(mapping, &file, recorded_at, &columns, recording, exceptions)?;
    importer.summary.encoding = (mapping.encodings.first() != Some(&encoding)).then(|| encoding.name());
    loop {
        let next = records.advance().map_err(ImportError::Read)?;
        let cells = records.cells().map_err(ImportError::Read)?;
        importer.line = records.line();
        match next {
            Next::Record => importer.take(cells)?,
            Next::TooLong { line } => {
                let why = Said::new(
                    format!("the record that begins on line {line} is larger than {LIMIT} bytes; it was skipped"),
                    format!("第{line}行起的记录超过{LIMIT}字节，已跳过"),
                );
                importer.take_unread(cells, Exception::of_record(Code::RecordTooLong, why))?;
            }
            Next::Unterminated { line, cell } => {
                let column = columns.header.get(cell).cloned().unwrap_or_default();
                let detail = Said::new(
                    format!("the quote that opens on line {line} is never closed; the rest of the file is lost"),
                    format!("第{line}行的引号没有闭合，其后内容未能读取"),
                );
                importer.take_unread(cells, Exception::of_cell(column, "", Code::UnterminatedQuote, detail))?;
            }
            Next::End => return importer.finish(),
        }
    }
}

/// A record that became a project.
struct Imported {
    project: Project,
    /// How many of its events were recorded before.
    taken: Taken,
    /// Its steps that are not imported.
    refused: Vec<Exception>,
}

/// Why a record did not become one, and its steps.
struct NotImported {
    why: Exception,
    steps: Vec<Exception>,
}

fn undated() -> Exception {
    let why =
        Said::new("no step of the record can be dated, nor its last update", "该行没有可用的环节日期，也没有更新日期");
    Exception::of_record(Code::NoDate, why)
}

/// What is said of a key that is another's once it is folded.
const FOLDED: [&str; 2] =
    ["the same key, but for full-width characters or such that nobody sees", "编号相同（仅全角半角或不可见字符不同）"];

/// An import under way.
struct Importer<'a, E, X> {
    mapping: &'a Mapping,
    file: &'a Text,
    recorded_at: Timestamp,
    columns: &'a Columns<'a>,
    /// The file's line on which the present record begins.
    line: u64,
    /// What stands above in columns of merged cells.
    filling: Filling,
    doubles: Met,
    /// The projects met; an id is shorter than its key.
    met: HashSet<ProjectId>,
    /// The projects of records that could not be read.
    unread: HashSet<ProjectId>,
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
        recording.begin(&opened, head)?;
        Ok(Self {
            mapping,
            file,
            recorded_at,
            columns,
            line: 0,
            filling: Filling::new(columns),
            doubles: Met::default(),
            met: HashSet::new(),
            unread: HashSet::new(),
            summary: Summary::default(),
            recording,
            exceptions: ExceptionTable::new(exceptions).map_err(ImportError::write(EXCEPTIONS))?,
        })
    }

    fn finish(mut self) -> Result<Summary, ImportError> {
        self.recording.finish()?;
        self.met.extend(&self.unread);
        let vanished = self.recording.vanished(&self.met)?;
        for exception in &vanished {
            self.summary.count_exception(exception.code);
            self.exceptions.add((0, 0), "", exception).map_err(ImportError::write(EXCEPTIONS))?;
        }
        self.exceptions.flush().map_err(ImportError::write(EXCEPTIONS))?;
        self.summary.doubles = self.doubles.found;
        Ok(self.summary)
    }

    /// The day of recording.
    fn today(&self) -> Day {
        self.mapping.policy.day(self.recorded_at)
    }

    /// Counts a record that could not be read whole.
    fn take_unread(&mut self, cells: Cells<'_>, exception: Exception) -> Result<(), ImportError> {
        self.summary.totals.rows += 1;
        self.leave_unread(cells, exception)
    }

    /// Notes that a record is not imported of which it is not known what stands where. If its key can be told, its project has not
    /// vanished from the ledger.
    fn leave_unread(&mut self, cells: Cells<'_>, exception: Exception) -> Result<(), ImportError> {
        self.filling.lose();
        let written = cells.at(self.columns.key);
        self.unread.insert(self.project_of(&self.key(written)));
        self.leave_out(written, &[], exception, &Kept::default())
    }

    /// A key as it names its project.
    fn key<'k>(&self, written: &'k str) -> Cow<'k, str> {
        if self.mapping.rules.folding.0 { fold::key(written) } else { written.into() }
    }

    fn project_of(&self, key: &str) -> ProjectId {
        ProjectId::named(&format!("{}/project/{key}", self.mapping.source))
    }

    /// Imports a record, or says why not.
    fn take(&mut self, cells: Cells<'_>) -> Result<(), ImportError> {
        self.summary.totals.rows += 1;
        let mut faults = Vec::new();
        if let Some(fault) = cell_places::misquoted(cells, self.columns, self.mapping.rules.cells) {
            return self.leave_unread(cells, fault);
        }
        if let Some((is_imported, fault)) = cell_places::fault(cells, self.columns, self.mapping.rules.cells) {
            if !is_imported {
                return self.leave_unread(cells, fault);
            }
            faults.push(fault);
        }
        if let Some(fault) = cell_places::shift(cells, self.columns, self.mapping, self.today()) {
            return self.leave_unread(cells, fault);
        }
        let rules = &self.mapping.rules;
        let (filled, lost) = if cells.are_blank() {
            Default::default()
        } else {
            self.filling.take(cells, &self.columns.header, &rules.placeholders)
        };
        faults.extend(lost);
        self.take_filled(cells, &filled, faults)
    }

    /// Imports a record whose blank cells say what stands above them, if they should.
    fn take_filled(
        &mut self,
        as_written: Cells<'_>,
        filled: &[(usize, String)],
        mut faults: Vec<Exception>,
    ) -> Result<(), ImportError> {
        let rules = &self.mapping.rules;
        let cells = as_written.filled(filled);
        let (written, column) = (cells.at(self.columns.key), &*self.columns.header[self.columns.key]);
        let kept = || Kept::all(cells, self.columns, self.mapping);
        let key = self.key(written);
        if key.is_empty() || rules.placeholders.has(written) {
            let why = Said::new(format!("the record has no `{column}`"), format!("该行没有“{column}”"));
            let mut exception = Exception::of_record(Code::NoKey, why);
            if !written.is_empty() {
                (exception.column, exception.value) = (column.into(), written.into());
            }
            return self.leave_out("", &faults, exception, &kept());
        }
        let key = &*key;
        let id = self.project_of(key);
        if !self.met.insert(id) {
            let why = if key == written { ["the same key", "编号相同"] } else { FOLDED };
            let why = Said::new(
                format!("an earlier record has {}; that one counts", why[0]),
                format!("与前面某行{}，以前面的为准", why[1]),
            );
            let exception = Exception::of_cell(column, written, Code::DuplicateId, why);
            return self.leave_out(key, &faults, exception, &kept());
        }
        if rules.changed_keys == Heed::Exception
            && let Some([english, chinese]) = changed_key::change(key)
        {
            let why = Said::new(
                format!("a spreadsheet changed this key: {english}; look it up and write it as a text"),
                format!("编号疑被电子表格改动：{chinese}，请核对原编号并按文本填写"),
            );
            faults.push(Exception::of_cell(column, written, Code::ChangedKey, why));
        }
        let mut telling = Telling::of(cells, self.columns, self.mapping, self.today());
        if let Some(fault) = cell_places::displaced(as_written, self.columns, self.mapping, self.today(), &telling) {
            self.filling.lose();
            return self.leave_out(key, &faults, fault, &Kept::default());
        }
        telling.faults.splice(0..0, faults);
        let Some(planned) = telling.planned else {
            return self.leave_out(key, &telling.faults, undated(), &Kept::of(&telling));
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
            Ok(Imported { project, taken, refused }) => {
                self.summary.count(&project, taken);
                self.note_doubles(cells, &project);
                let beyond = attempt.beyond(&project, &telling);
                self.except(key, telling.faults.iter().chain(&refused).chain(&beyond))
            }
            Err(NotImported { why, steps }) => {
                self.leave_out(key, &telling.faults, why, &Kept::of(&telling))?;
                self.except(key, &steps)
            }
        }
    }

    /// Takes in by what an imported project may stand twice.
    fn note_doubles(&mut self, cells: Cells<'_>, project: &Project) {
        if !self.mapping.rules.doubles.are_listed {
            return;
        }
        let row = self.summary.totals.rows;
        for place in &self.columns.codes {
            let (cell, column) = (cells.at(*place), &self.columns.header[*place]);
            if !self.mapping.rules.placeholders.has(cell) {
                let beside = Beside { column: Some(column), zone: None };
                self.doubles.take(row, DoubleBy::Code, cell, beside);
            }
        }
        let profile = project.profile();
        if let Some(investor) = profile.investor() {
            self.doubles.take(row, DoubleBy::Company, investor.as_str(), Beside::default());
        }
        let zone = Some(profile.zone().as_str());
        self.doubles.take(row, DoubleBy::Name, profile.name(), Beside { column: None, zone });
    }

    /// Takes a record through the law and has its events recorded: the whole record, or nothing of it.
    fn attempt(
        &mut self,
        attempt: &Attempt<'_>,
        id: ProjectId,
        key: &str,
        planned: Dated,
        telling: &Telling,
    ) -> Result<Result<Imported, NotImported>, ImportError> {
        let Columns { key: key_at, name: name_at, zone: zone_at, header, .. } = self.columns;
        let steps = || -> Vec<Exception> {
            let why = Said::new("the project is not imported", "该项目未予导入");
            telling.steps.iter().map(|step| attempt.not_attempted(step, &why)).collect()
        };
        let (name, name_at) = if telling.name.is_empty() { (key, key_at) } else { (&*telling.name, name_at) };
        let invalid = |at: usize, value: &str, code, why| {
            Ok(Err(NotImported { why: Exception::of_cell(&*header[at], value, code, why), steps: steps() }))
        };
        let zone = match &*telling.zone {
            "" => self.mapping.blank_zone.clone(),
            zone => match ZoneId::new(zone) {
                Ok(zone) => zone,
                Err(why) => return invalid(*zone_at, zone, Code::ZoneInvalid, Said::no_id(&why)),
            },
        };
        let text = match Text::new(name) {
            Ok(text) => text,
            Err(why) => return invalid(*name_at, name, Code::NameInvalid, Said::no_text(why)),
        };
        let profile = telling.particulars.complete(Profile::new(text, zone));
        let not_imported = match attempt.live(id, &profile, planned, telling) {
            Ok((project, refused)) => {
                let recorded = self.recording.record(&project, telling.updated)?;
                return Ok(recorded
                    .map(|taken| Imported { project, taken, refused })
                    .map_err(|why| NotImported { why, steps: steps() }));
            }
            Err(NotPlanned::Refused(refusal, dated)) => {
                NotImported { why: attempt.not_planned(&refusal, dated, (&header[*name_at], name)), steps: steps() }
            }
            Err(NotPlanned::Undated(steps)) => NotImported { why: undated(), steps },
        };
        Ok(Err(not_imported))
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
        kept.after(&mut exception.detail);
        self.except(key, faults.iter().chain([&exception]))
    }

    fn except<'x>(&mut self, key: &str, all: impl IntoIterator<Item = &'x Exception>) -> Result<(), ImportError> {
        for exception in all {
            self.summary.count_exception(exception.code);
            let place = (self.summary.totals.rows, self.line);
            self.exceptions.add(place, key, exception).map_err(ImportError::write(EXCEPTIONS))?;
        }
        Ok(())
    }
}

/// What could not be imported.
pub(super) const EXCEPTIONS: &str = "exceptions.csv";
