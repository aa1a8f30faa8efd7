//! The office that records: it has the clock, decides what is asked of it, and writes each day's work into the store at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use project_lifecycle::audit::{Batch, TransitionRefused};
use project_lifecycle::store::Durability;
use project_lifecycle::value::{DigestAlgorithm, Uuid};
use project_lifecycle::{
    Actor, ActorId, AppendRequest, AuthType, Command, Context, Day, EventId, EventStore, Policy, Project, Refusal,
    SqliteStore, Timestamp,
};

use crate::Result;

/// The log. Its name says that all of it is made up.
pub(crate) const SOURCE: &str = "urn:example:simulated:shenyang";

/// How many seconds lie between two commands of a day.
const PACE: i64 = 20;

pub(crate) struct Office {
    pub(crate) store: SqliteStore,
    pub(crate) policy: Policy,
    pub(crate) today: Day,
    /// How many commands were given today.
    given: i64,
    /// What is written in the evening.
    waiting: Vec<AppendRequest>,
    /// How many commands were refused, by the command's name and the code of its first reason.
    pub(crate) refusals: BTreeMap<(&'static str, &'static str), u64>,
}

impl Office {
    /// A new file, and in it a new log, on its first day.
    pub(crate) fn open(path: &Path, today: Day) -> Result<Self> {
        let policy = Policy::shenyang_2018();
        let source = SOURCE.parse()?;
        // whoever loses the power runs it again
        let mut store = SqliteStore::create(path, source)?.with_durability(Durability::Normal)?;
        let opened = Timestamp::at(today, 8, 0, policy.terms().utc_offset)?;
        let operator = Actor::new(AuthType::System, ActorId::new("city-platform")?);
        store.open_log(DigestAlgorithm::default(), &operator, opened)?;
        let (waiting, refusals) = (Vec::new(), BTreeMap::new());
        Ok(Self { store, policy, today, given: 0, waiting, refusals })
    }

    /// The circumstances of the next command, which is given some seconds after the one before.
    pub(crate) fn context(&mut self, id: EventId, actor: &Arc<Actor>) -> Result<Context> {
        let morning = Timestamp::at(self.today, 8, 30, self.policy.terms().utc_offset)?;
        // by the evening at the latest, when the day is written
        let seconds = (self.given * PACE).min(9 * 60 * 60);
        self.given += 1;
        let at = Timestamp::from_unix_micros(morning.unix_micros() + seconds * 1_000_000)?;
        Ok(Context::new(id, at, Arc::clone(actor)))
    }

    /// Decides a command, and has what it gives written in the evening. Tells whether it was accepted; a refusal is written, too.
    ///
    /// The project is the office's own copy, on which it works until the evening. If the store does not take the day, the run ends.
    pub(crate) fn give(&mut self, project: &mut Project, command: Command, context: &Context) -> Result<bool> {
        match project.decide(command, context, &self.policy) {
            Ok(decision) => {
                if let Some(event) = decision.into_new() {
                    self.write(&event);
                    project.apply(event)?;
                }
                Ok(true)
            }
            Err(refusal) => {
                self.refused(refusal, context);
                Ok(false)
            }
        }
    }

    /// Has something written in the evening.
    pub(crate) fn write(&mut self, event: impl Into<AppendRequest>) {
        self.waiting.push(event.into());
    }

    fn refused(&mut self, refusal: Refusal, context: &Context) {
        if let Some(first) = refusal.reasons().first() {
            *self.refusals.entry((refusal.command(), first.code())).or_default() += 1;
        }
        let project: Uuid = refusal.project().uuid();
        let id = EventId::named(project, &format!("refusal of {}", context.id()));
        self.write(TransitionRefused::new(id, refusal, context, &self.policy));
    }

    /// Writes the day's work in the evening, all of it or nothing.
    pub(crate) fn close(&mut self) -> Result<()> {
        self.given = 0;
        if self.waiting.is_empty() {
            return Ok(());
        }
        let evening = Timestamp::at(self.today, 18, 0, self.policy.terms().utc_offset)?;
        self.store.append_batch(&self.waiting, Batch::Whole, evening)?;
        self.waiting.clear();
        Ok(())
    }
}
