//! What a host gives the suite, and what the suite gives back.

use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Shared;
use crate::store::{CurrentStates, Cursors, Quarantines};
use crate::{EventId, EventStore, MemoryStore, Source};

/// How the suite gets at a store.
///
/// The storage behind it is empty at first, or holds logs that the suite never asks for: the names of its logs contain
/// the seed, so a new seed finds none of them. It is the harness's choice whether several logs share one storage (one
/// file, one database) or each has its own. Sharing tests more.
pub trait Harness {
    /// A handle. Each thread of a check gets its own.
    type Store: EventStore + Cursors + CurrentStates + Send;

    /// A handle of a log: not open yet at the first call for its name. All handles of one log see the same records.
    fn open(&self, source: &Source) -> Self::Store;

    /// The same after a restart: every handle is gone, and whatever a restart clears may be cleared. A store that does
    /// not outlive its process has no restart, and does as [`open`](Self::open) does.
    fn reopen(&self, source: &Source) -> Self::Store {
        self.open(source)
    }

    /// The handle as one that [puts places in quarantine](Quarantines): `Some(store)`. `None` for a store that cannot, as by default.
    fn quarantines<'s>(&self, store: &'s mut Self::Store) -> Option<&'s mut dyn Quarantines> {
        let _ = store;
        None
    }

    /// Stops the storage hard while it appends to an open log, in the way that its users fear most: end the process that
    /// writes, or the server, by a signal that cannot be caught. What writes is
    /// [`write_until_stopped`](super::write_until_stopped), in a child process or a thread. Gives the ids of the events
    /// that were acknowledged until then; [`reopen`](Self::reopen) is asked for next.
    ///
    /// `None` if this harness cannot do it, as by default.
    fn crash(&self, source: &Source) -> Option<Vec<EventId>> {
        let _ = source;
        None
    }

    /// Breaks the storage in a way that has nothing to do with what is appended: a full disk, a lost connection, a
    /// violated constraint of the host's own tables. Hands `attempt` a handle on which every append fails for it, and
    /// then mends the storage. Says whether it did; this default did not.
    fn break_unrelated(&self, source: &Source, attempt: &mut dyn FnMut(&mut Self::Store)) -> bool {
        let _ = (source, attempt);
        false
    }
}

/// How much a run of the suite tries, and with which numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How often writers race for one version of one project.
    pub races: u32,
    /// How many events a reader reads while they are written.
    pub events: u32,
    /// How many random lives are lived by the checks that follow single projects.
    pub lives: u32,
    /// What chance begins with: the same seed takes the same cases, as far as threads allow.
    pub seed: u64,
}

impl Effort {
    /// For every run: seconds in memory, some ten seconds on a disk.
    pub const SHORT: Self = Self { races: 1_000, events: 10_000, lives: 6, seed: 0 };

    /// For a release, or overnight.
    pub const LONG: Self = Self { races: 10_000, events: 100_000, lives: 100, seed: 0 };

    /// With another seed.
    #[must_use]
    pub const fn seeded(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// What a check found; a broken contract is no finding but a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The contract held.
    Held,
    /// It was not checked, for the reason given.
    NotChecked(&'static str),
}

/// What a run of the suite found. Its text has one line for each check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "some checks may not have run: print it"]
#[non_exhaustive]
pub struct Report {
    /// How much was tried.
    pub effort: Effort,
    /// Every check's name with what it found.
    pub findings: Vec<(&'static str, Finding)>,
}

impl Report {
    /// The checks that did not run, with the reason.
    pub fn not_checked(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.findings.iter().filter_map(|(name, finding)| match finding {
            Finding::Held => None,
            Finding::NotChecked(why) => Some((*name, *why)),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Effort { races, events, lives, seed } = self.effort;
        writeln!(f, "seed {seed}: {races} races, {events} events read while written, {lives} lives")?;
        for (name, finding) in &self.findings {
            match finding {
                Finding::Held => writeln!(f, "{name}: held")?,
                Finding::NotChecked(why) => writeln!(f, "{name}: NOT CHECKED, {why}")?,
            }
        }
        Ok(())
    }
}

/// The harness of [`MemoryStore`]: each log a value of its own, shared by its handles.
#[derive(Debug, Default)]
pub struct MemoryHarness {
    logs: Mutex<BTreeMap<Source, Shared<MemoryStore>>>,
}

impl Harness for MemoryHarness {
    type Store = Shared<MemoryStore>;

    fn open(&self, source: &Source) -> Self::Store {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Shared::new(MemoryStore::new(source.clone()));
        logs.entry(source.clone()).or_insert_with(new).clone()
    }

    fn quarantines<'s>(&self, store: &'s mut Self::Store) -> Option<&'s mut dyn Quarantines> {
        Some(store)
    }
}
