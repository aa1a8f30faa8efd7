//! Where an import records: in the lines of a file, or in a store.

use std::collections::HashSet;
use std::io::Write;

use super::exception::{Code, Exception};
use super::known::{Has, Known};
use super::said::Said;
use super::summary::Taken;
use super::update::Edition;
use super::{ImportError, Mapping};
use crate::act::Provenance;
use crate::audit::{Batch, LogHead, draft_into, seal_into};
use crate::project::Change;
use crate::value::DigestAlgorithm;
use crate::{
    AppendError, AppendRequest, Day, Event, EventStore, Language, LoadError, Project, ProjectId, Record, StoreError,
    Timestamp,
};

/// The log of the imported projects.
pub(super) const EVENTS: &str = "events.jsonl";

/// Takes the projects of an import, each whole.
pub(super) trait Recording {
    /// Opens the log, if it is a new one, by this record, behind which a new log has this head.
    fn begin(&mut self, opened: &Record, head: LogHead) -> Result<(), ImportError>;

    /// Takes a project, with the day of its record's last update.
    fn record(&mut self, project: &Project, updated: Option<Day>) -> Result<Result<Taken, Exception>, ImportError>;

    /// The projects that were recorded before and are not among those of the ledger; none unless it updates them.
    fn vanished(&mut self, met: &HashSet<ProjectId>) -> Result<Vec<Exception>, ImportError>;

    /// Brings what was taken to where it belongs.
    fn finish(&mut self) -> Result<(), ImportError>;
}

/// Writes the lines of a new log.
pub(super) struct InLines<W> {
    writer: W,
    now: Timestamp,
    /// The head behind what is written, once the log is open.
    head: Option<LogHead>,
    /// The lines of one project.
    lines: Vec<u8>,
}

impl<W> InLines<W> {
    pub(super) const fn new(writer: W, now: Timestamp) -> Self {
        Self { writer, now, head: None, lines: Vec::new() }
    }
}

impl<W: Write> Recording for InLines<W> {
    fn begin(&mut self, opened: &Record, head: LogHead) -> Result<(), ImportError> {
        self.head = Some(head);
        let line = self.writer.write_all(opened.line());
        line.and_then(|()| self.writer.write_all(b"\n")).map_err(ImportError::write(EVENTS))
    }

    fn record(&mut self, project: &Project, _: Option<Day>) -> Result<Result<Taken, Exception>, ImportError> {
        let head = self.head.as_mut().expect("the log is open");
        self.lines.clear();
        for event in project.events() {
            *head = seal_into(&event.into(), head, self.now, &mut self.lines).map_err(ImportError::Append)?;
            self.lines.push(b'\n');
        }
        self.writer.write_all(&self.lines).map_err(ImportError::write(EVENTS)).map(|()| Ok(Taken::default()))
    }

    fn vanished(&mut self, _: &HashSet<ProjectId>) -> Result<Vec<Exception>, ImportError> {
        Ok(Vec::new())
    }

    fn finish(&mut self) -> Result<(), ImportError> {
        self.writer.flush().map_err(ImportError::write(EVENTS))
    }
}

/// Appends to the log of a store.
pub(super) struct InStore<'s, S: ?Sized> {
    store: &'s mut S,
    mapping: &'s Mapping,
    now: Timestamp,
    /// What the log has of each project, if it was open before.
    known: Option<Known>,
    /// The head behind which a project's lines are drafted, to compare them with what is known: any will do.
    head: Option<LogHead>,
    lines: Vec<u8>,
    /// What is not appended yet: whole projects.
    waiting: Vec<AppendRequest>,
}

/// How many events make a batch: a batch ends with the project that fills it.
const BATCH: usize = 1_000;

impl<'s, S: EventStore + ?Sized> InStore<'s, S> {
    pub(super) fn new(store: &'s mut S, mapping: &'s Mapping, now: Timestamp) -> Self {
        Self { store, mapping, now, known: None, head: None, lines: Vec::new(), waiting: Vec::with_capacity(BATCH) }
    }

    /// What the log has of a project.
    fn has(&mut self, project: &Project) -> Result<Has, ImportError> {
        let (Some(known), Some(head)) = (&self.known, &self.head) else { return Ok(Has::Nothing) };
        self.lines.clear();
        for event in project.events() {
            draft_into(&event.into(), head, self.now, &mut self.lines).map_err(ImportError::Append)?;
            self.lines.push(b'\n');
        }
        Ok(known.has(project.id(), &self.lines))
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
    fn begin(&mut self, _: &Record, head: LogHead) -> Result<(), ImportError> {
        self.head = Some(head);
        let mut is_older = false;
        let found = match self.store.head() {
            Ok(head) => {
                is_older = true;
                head.source
            }
            Err(StoreError::Append(AppendError::NotOpened { source_uri })) => source_uri,
            Err(error) => return Err(ImportError::Store(error)),
        };
        let expected = self.mapping.source();
        if found != *expected {
            return Err(ImportError::OtherLog { expected: expected.clone(), found });
        }
        if is_older {
            self.known = Some(Known::of(&*self.store).map_err(ImportError::Load)?);
        } else {
            let (digest, actor) = (DigestAlgorithm::default(), self.mapping.actor());
            self.store.open_log(digest, actor, self.now).map_err(ImportError::Store)?;
        }
        Ok(())
    }

    fn record(&mut self, project: &Project, updated: Option<Day>) -> Result<Result<Taken, Exception>, ImportError> {
        let told = project.events();
        let all_known = Ok(Ok(Taken { already: told.len() as u64, brought: 0 }));
        let recorded = match self.has(project)? {
            Has::Nothing => Vec::new(),
            Has::Same => return all_known,
            // what is brought to a project is what its cells say
            Has::SameFromElsewhere if self.mapping.update.is_some() => return all_known,
            Has::InQuarantine => {
                let why = Said::new(
                    "some records of the project are in quarantine, so nothing is brought to it from a ledger: record by hand what \
                     is missing",
                    "该项目有记录已被隔离，不再由台账导入；缺少的内容请人工补录",
                );
                return Ok(Err(Exception::of_record(Code::RecordedOtherwise, why)));
            }
            Has::SameFromElsewhere | Has::Other => recorded(self.store, project).map_err(ImportError::Load)?,
        };
        let (new, taken) = match recorded_otherwise(&recorded, told) {
            None => {
                let new = told.get(recorded.len()..).unwrap_or_default().to_vec();
                let already = (told.len() - new.len()) as u64;
                (new, Taken { already, brought: 0 })
            }
            Some(exception) => {
                let Some(update) = &self.mapping.update else { return Ok(Err(exception)) };
                let stood = Project::replay(recorded).map_err(|why| ImportError::Load(why.into()))?;
                let Mapping { actor, policy, .. } = self.mapping;
                let edition = Edition { actor, policy, update, now: self.now, updated, told: project };
                match edition.bring(stood) {
                    Ok(new) => {
                        let imported = new.iter().filter(|event| is_imported(event)).count();
                        let already = told.len().saturating_sub(imported) as u64;
                        let taken = Taken { already, brought: new.len() as u64 };
                        (new, taken)
                    }
                    Err(said) => return Ok(Err(Exception::of_record(Code::RecordedOtherwise, said))),
                }
            }
        };
        self.waiting.extend(new.into_iter().map(AppendRequest::new));
        if self.waiting.len() >= BATCH {
            self.append()?;
        }
        Ok(Ok(taken))
    }

    fn vanished(&mut self, met: &HashSet<ProjectId>) -> Result<Vec<Exception>, ImportError> {
        let mut vanished = Vec::new();
        let Some(known) = self.known.as_ref().filter(|_| self.mapping.update.is_some()) else { return Ok(vanished) };
        for (_, sequence) in known.imported().filter(|(project, _)| !met.contains(project)) {
            let mut planning = None;
            let show = &mut |line: &[u8]| planning = Some(Record::parse(line).and_then(|record| record.event()));
            self.store.lines(sequence - 1, 1, show).map_err(ImportError::Store)?;
            let load = |why| ImportError::Load(LoadError::Record { sequence, why });
            if let Some(planning) = planning.transpose().map_err(load)?
                && let Some(provenance) = planning.provenance()
            {
                vanished.push(no_longer_told(&planning, provenance));
            }
        }
        Ok(vanished)
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
        format!("系统库中该项目的第{version}条记录为{stands}；台账{chinese}。系统库中记录保持不变"),
    );
    Some(Exception::of_record(Code::RecordedOtherwise, why))
}

fn no_longer_told(planning: &Event, provenance: &Provenance) -> Exception {
    let name = match planning.change() {
        Change::Plan { profile, .. } => profile.name(),
        Change::Move { .. }
        | Change::Fact(_)
        | Change::Void(_)
        | Change::Redate(_)
        | Change::VoidFact(_)
        | Change::Correct(_)
        | Change::Replan(_) => "",
    };
    let (file, record) = (provenance.file(), provenance.record());
    let said = Said::new(
        format!(
            "`{name}` was imported from record {record} of {file}, and the ledger no longer has it; it stays as it is"
        ),
        format!("“{name}”此前由 {file} 第{record}条记录导入，本台账已无此项目；系统库中记录保持不变"),
    );
    Exception { value: name.into(), ..Exception::of_record(Code::Vanished, said) }
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
