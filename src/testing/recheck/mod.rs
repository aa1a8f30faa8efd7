//! A stored log, decided again: what a platform asks before an upgrade or a change of policy.

mod found;
mod told;

use std::collections::BTreeMap;

use crate::audit::{SubjectKind, Upcasters};
use crate::project::{Change, HistoryError};
use crate::reason::Reason;
use crate::value::ShortText;
use crate::{Context, Event, EventLog, Policy, Project, ProjectId, Record, StoreError};
pub use found::{Hindrance, Objection, Rechecked};

use super::command_of;

/// How many records are read at once.
const PAGE: usize = 1_000;

/// Reads a log, replays its projects under this crate, and decides every event again under this crate's law and a
/// policy. Says what would now be refused, and what no longer replays. Nothing is written.
///
/// An event is decided again as the same command under the same id, at the same instant, by the same actor and for the
/// same day, asked of the project as it was before it.
///
/// Run it before a new version of this crate or another policy goes live. What it lists was lawful when it was recorded
/// and stays on record, but would not be recorded again. After an event that would be refused, the project goes on as
/// it was recorded. Imported history is decided as imported, and corrections as corrections. Zones and refusals are
/// passed over; whether the log is whole is [`verify`](crate::verify)'s to say.
///
/// It keeps every project of the log in memory.
///
/// ```
/// use project_lifecycle::audit::Upcasters;
/// use project_lifecycle::policy::PolicyTerms;
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::testing::{Walk, recheck, sample};
///
/// // a platform's log; here one of a single project, which is registered
/// let walk = Walk::to(1, sample::at(Stage::Registered));
/// let mut store = MemoryStore::open(sample::source(), &sample::actor(), sample::evening(walk.today))?;
/// for event in walk.project.events() {
///     store.append(&event.clone().into(), sample::evening(walk.today))?;
/// }
/// assert!(recheck(&store, &Upcasters::new(), &walk.policy)?.is_clear());
///
/// // a policy that asks for the project's code at the registration
/// let mut terms = PolicyTerms::shenyang_2018();
/// terms.required.push("project_code".parse()?);
/// let rechecked = recheck(&store, &Upcasters::new(), &Policy::new(terms)?)?;
/// print!("{rechecked}");
/// assert_eq!(rechecked.objections.len(), 1);
/// assert_eq!((rechecked.objections[0].version, &*rechecked.objections[0].command), (7, "register"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`StoreError`] when the storage does not give the log, or a line of it is no record.
pub fn recheck(log: &impl EventLog, upcasters: &Upcasters, policy: &Policy) -> Result<Rechecked, StoreError> {
    let (mut rechecking, mut after) = (Rechecking::new(upcasters, policy), 0);
    loop {
        let records = log.log(after, PAGE)?;
        let Some(last) = records.last() else { return Ok(rechecking.done) };
        after = last.sequence();
        for record in &records {
            rechecking.take(record);
        }
    }
}

/// The same for records from anywhere, in the order of their log.
pub fn recheck_records<'r>(
    records: impl IntoIterator<Item = &'r Record>,
    upcasters: &Upcasters,
    policy: &Policy,
) -> Rechecked {
    let mut rechecking = Rechecking::new(upcasters, policy);
    records.into_iter().for_each(|record| rechecking.take(record));
    rechecking.done
}

/// A recheck at work.
struct Rechecking<'a> {
    upcasters: &'a Upcasters,
    policy: &'a Policy,
    /// Each project as it was recorded so far. `None` once it does not replay.
    projects: BTreeMap<ProjectId, Option<Project>>,
    done: Rechecked,
}

impl<'a> Rechecking<'a> {
    fn new(upcasters: &'a Upcasters, policy: &'a Policy) -> Self {
        Self { upcasters, policy, projects: BTreeMap::new(), done: Rechecked::under(policy) }
    }

    fn take(&mut self, record: &Record) {
        if record.subject().kind() != SubjectKind::Project {
            return;
        }
        self.done.events += 1;
        let id = ProjectId::from_uuid(record.subject().id());
        let before = self.projects.remove(&id);
        if before.is_none() {
            self.done.projects += 1;
        }
        let after = match before {
            // what follows says nothing any more
            Some(None) => None,
            Some(Some(project)) => self.next(Some(project), record, id),
            None => self.next(None, record, id),
        };
        self.projects.insert(id, after);
    }

    /// The project after a record. `None` if it does not replay.
    fn next(&mut self, before: Option<Project>, record: &Record, id: ProjectId) -> Option<Project> {
        let mut object = |event: Option<&Event>, hindrance| {
            self.done.objections.push(Objection::new(id, record, event, hindrance, self.policy));
        };
        let event = match record.event_with(self.upcasters) {
            Ok(event) => event,
            Err(why) => {
                object(None, Hindrance::Unreadable(why.to_string()));
                return None;
            }
        };
        let reasons = against(before.as_ref(), &event, self.policy);
        match follow(before, event.clone()) {
            Ok(project) => {
                if !reasons.is_empty() {
                    object(Some(&event), Hindrance::Refused(reasons));
                }
                Some(project)
            }
            Err(why) => {
                object(Some(&event), Hindrance::DoesNotReplay(why.to_string()));
                None
            }
        }
    }
}

/// The project after an event.
fn follow(before: Option<Project>, event: Event) -> Result<Project, HistoryError> {
    match before {
        None => Project::replay([event]),
        Some(mut project) => project.apply(event).map(|()| project),
    }
}

/// The reasons for which an event would be refused today. What does not follow from what was before it is not asked about.
fn against(before: Option<&Project>, event: &Event, policy: &Policy) -> Vec<Reason> {
    let context = circumstances(event);
    match (before, event.change()) {
        (None, Change::Plan { profile, provenance }) => {
            let (id, profile) = (event.project(), profile.clone());
            let planned = match provenance {
                Some(provenance) => Project::plan_imported(id, profile, provenance.clone(), &context, policy),
                None => Project::plan(id, profile, &context, policy),
            };
            planned.err().map(|refusal| refusal.reasons().to_vec()).unwrap_or_default()
        }
        (Some(project), _) if project.version() + 1 == event.version() => {
            command_of(event).map(|command| project.check(&command, &context, policy)).unwrap_or_default()
        }
        (None | Some(_), _) => Vec::new(),
    }
}

/// The circumstances in which an event's command was given. Its effective date is stated.
fn circumstances(event: &Event) -> Context {
    let mut context = Context::new(event.id(), event.at(), event.actor().clone()).on(event.effective_on());
    if let Some(correlation) = event.correlation().and_then(|id| ShortText::new(id).ok()) {
        context = context.correlated(correlation);
    }
    if let Some(causation) = event.causation().and_then(|id| ShortText::new(id).ok()) {
        context = context.caused_by(causation);
    }
    if let Some(host) = event.host() {
        context = context.with_host(host.clone());
    }
    if let Some(provenance) = event.provenance() {
        context = context.read_from(provenance.clone());
    }
    context
}
