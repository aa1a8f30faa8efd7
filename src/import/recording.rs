//! Where an import records: in the lines of a file, or in a store.

use std::io::Write;

use super::exception::{Code, Exception};
use super::said::Said;
use super::{ImportError, Mapping};
use crate::audit::Batch;
use crate::project::Change;
use crate::value::DigestAlgorithm;
use crate::{
    AppendError, AppendRequest, Event, EventStore, Language, LoadError, Project, Record, StoreError, Timestamp,
};

/// The log of the imported projects.
pub(super) const EVENTS: &str = "events.jsonl";

/// Takes the projects of an import, each whole.
pub(super) trait Recording {
    /// Opens the log, if it is a new one, by this record.
    fn begin(&mut self, opened: &Record) -> Result<(), ImportError>;

    /// Takes a project: its events, and their lines as a new log has them. Gives how many were recorded before.
    fn record(&mut self, project: &Project, lines: &[u8]) -> Result<Result<u64, Exception>, ImportError>;

    /// Brings what was taken to where it belongs.
    fn finish(&mut self) -> Result<(), ImportError>;
}

/// Writes the lines of a new log.
pub(super) struct InLines<W>(W);

impl<W> InLines<W> {
    pub(super) const fn new(writer: W) -> Self {
        Self(writer)
    }
}

impl<W: Write> Recording for InLines<W> {
    fn begin(&mut self, opened: &Record) -> Result<(), ImportError> {
        self.0.write_all(opened.line()).and_then(|()| self.0.write_all(b"\n")).map_err(ImportError::write(EVENTS))
    }

    fn record(&mut self, _: &Project, lines: &[u8]) -> Result<Result<u64, Exception>, ImportError> {
        self.0.write_all(lines).map_err(ImportError::write(EVENTS)).map(|()| Ok(0))
    }

    fn finish(&mut self) -> Result<(), ImportError> {
        self.0.flush().map_err(ImportError::write(EVENTS))
    }
}

/// Appends to the log of a store.
pub(super) struct InStore<'s, S: ?Sized> {
    store: &'s mut S,
    mapping: &'s Mapping,
    now: Timestamp,
    /// Whether the log was open before, and may have some of the projects.
    is_older: bool,
    /// What is not appended yet: whole projects.
    waiting: Vec<AppendRequest>,
}

/// How many events make a batch: a batch ends with the project that fills it.
const BATCH: usize = 1_000;

impl<'s, S: EventStore + ?Sized> InStore<'s, S> {
    pub(super) fn new(store: &'s mut S, mapping: &'s Mapping, now: Timestamp) -> Self {
        Self { store, mapping, now, is_older: false, waiting: Vec::with_capacity(BATCH) }
    }

    fn append(&mut self) -> Result<(), ImportError> {
        if !self.waiting.is_empty() {
            self.store.append_batch(&self.waiting, Batch::Whole, self.now).map_err(ImportError::Store)?;
            self.waiting.clear();
        }
        Ok(())
    }
}

impl<S: EventStore + ?Sized> Recording for InStore<'_, S> {
    /// Opens the log if it is not open yet. One that is open stays as it is, and keeps its digest.
    fn begin(&mut self, _: &Record) -> Result<(), ImportError> {
        let found = match self.store.head() {
            Ok(head) => {
                self.is_older = true;
                head.source
            }
            Err(StoreError::Append(AppendError::NotOpened { source_uri })) => source_uri,
            Err(error) => return Err(ImportError::Store(error)),
        };
        let expected = self.mapping.source();
        if found != *expected {
            return Err(ImportError::OtherLog { expected: expected.clone(), found });
        }
        if !self.is_older {
            let (digest, actor) = (DigestAlgorithm::default(), self.mapping.actor());
            self.store.open_log(digest, actor, self.now).map_err(ImportError::Store)?;
        }
        Ok(())
    }

    fn record(&mut self, project: &Project, _: &[u8]) -> Result<Result<u64, Exception>, ImportError> {
        let recorded =
            if self.is_older { recorded(self.store, project).map_err(ImportError::Load)? } else { Vec::new() };
        if let Some(exception) = recorded_otherwise(&recorded, project.events()) {
            return Ok(Err(exception));
        }
        let missing = project.events().iter().skip(recorded.len());
        let already = project.events().len() - missing.len();
        self.waiting.extend(missing.cloned().map(AppendRequest::new));
        if self.waiting.len() >= BATCH {
            self.append()?;
        }
        Ok(Ok(already as u64))
    }

    fn finish(&mut self) -> Result<(), ImportError> {
        self.append()
    }
}

/// What the store has of a project.
fn recorded(store: &(impl EventStore + ?Sized), project: &Project) -> Result<Vec<Event>, LoadError> {
    let records = store.stream(project.id().into())?;
    let event = |record: &Record| record.event().map_err(|why| LoadError::Record { sequence: record.sequence(), why });
    records.iter().map(event).collect()
}

/// Why a project cannot be imported of which the store has something else. Behind what the ledger tells there may be live
/// events, and nothing imported.
fn recorded_otherwise(recorded: &[Event], told: &[Event]) -> Option<Exception> {
    let is_same = |(recorded, told): (&Event, &Event)| recorded.id() == told.id() && recorded.is_same_command(told);
    let same = recorded.iter().zip(told).take_while(|pair| is_same(*pair)).count();
    let (other, told) = (recorded.get(same)?, told.get(same));
    if told.is_none() && !is_imported(other) {
        return None;
    }
    let name = |event: &Event| {
        let stage = event.to().stage().label(Language::Chinese);
        let english = format!("`{}` on {}", event.event_name(), event.effective_on());
        [english, format!("{}“{stage}”", event.effective_on())]
    };
    let (version, [has, stands]) = (other.version(), name(other));
    let [tells, chinese] = match told.map(name) {
        None => ["has nothing there".into(), "没有对应内容".into()],
        Some([tells, _]) if tells == has => [
            "tells it otherwise: from another file or record, with other values or by another actor".into(),
            "所载不同（文件、行号、数值或经办人不同）".into(),
        ],
        Some([tells, chinese]) => [format!("has {tells} there"), format!("此处为{chinese}")],
    };
    let why = Said::new(
        format!("event {version} of the project in the store is {has}; the ledger {tells}. What the store has stays"),
        format!("库中该项目的第{version}条记录为{stands}；台账{chinese}。库中记录保持不变"),
    );
    Some(Exception::of_record(Code::RecordedOtherwise, why))
}

fn is_imported(event: &Event) -> bool {
    match event.change() {
        Change::Plan { provenance, .. } => provenance.is_some(),
        Change::Move { basis, .. } => basis.is_imported(),
        Change::Fact(_)
        | Change::Void(_)
        | Change::Redate(_)
        | Change::VoidFact(_)
        | Change::Correct(_)
        | Change::Replan(_) => false,
    }
}
