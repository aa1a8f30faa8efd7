//! The suite can fail: stores that are wrong in one way each are caught, by the check that is meant to.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use project_lifecycle::store::Quarantines;
use project_lifecycle::testing::{Check, Effort, Finding, Harness, Shared, checks, write_until_stopped};
use project_lifecycle::{EventId, Source};

use super::crooked::{Crooked, Fault, Handle, Logs};

/// Storage with a fault.
struct Storage {
    fault: Fault,
    logs: Mutex<Logs>,
}

impl Storage {
    fn new(fault: Fault) -> Self {
        Self { fault, logs: Mutex::default() }
    }

    fn log(&self, source: &Source) -> Shared<Crooked> {
        let mut logs = self.logs.lock().expect("no check failed in it");
        let first = logs.keys().next().cloned().filter(|_| self.fault == Fault::LogOfNoOther);
        let source = first.unwrap_or_else(|| source.clone());
        let new = || Shared::new(Crooked::new(self.fault, source.clone()));
        logs.entry(source.clone()).or_insert_with(new).clone()
    }
}

impl Harness for Storage {
    type Store = Handle;

    fn open(&self, source: &Source) -> Handle {
        Handle::new(self.fault, self.log(source))
    }

    fn reopen(&self, source: &Source) -> Handle {
        self.log(source).lock().restart();
        self.open(source)
    }

    fn quarantines<'s>(&self, store: &'s mut Handle) -> Option<&'s mut dyn Quarantines> {
        Some(store)
    }

    /// The storage breaks after a while.
    fn crash(&self, source: &Source) -> Option<Vec<EventId>> {
        let mut acknowledged = Vec::new();
        let mut handle = self.open(source);
        let store = handle.store.clone();
        write_until_stopped(&mut handle, &mut |id| {
            acknowledged.push(id);
            if acknowledged.len() > 50 {
                store.lock().broken = true;
            }
        });
        store.lock().broken = false;
        if self.fault == Fault::LosesWhatItAcknowledged {
            acknowledged.push(EventId::named(project_lifecycle::value::Uuid::nil(), "never written"));
        }
        Some(acknowledged)
    }

    fn break_unrelated(&self, source: &Source, attempt: &mut dyn FnMut(&mut Handle)) -> bool {
        let store = self.log(source);
        store.lock().broken = true;
        attempt(&mut self.open(source));
        store.lock().broken = false;
        true
    }
}

/// Every fault, and the check that is to find it.
const CAUGHT: &[(Fault, &str)] = &[
    (Fault::OpensAgain, "opening"),
    #[cfg(feature = "sm3")]
    (Fault::OpensOnAnyDigest, "other_digest"),
    (Fault::LogOfNoOther, "separate_logs"),
    (Fault::ForgetsIds, "retries"),
    (Fault::SealsRetriesAnew, "retries"),
    (Fault::CallsRetriesNew, "retries"),
    (Fault::NamesAnotherPlace, "reused_ids"),
    (Fault::IgnoresTheVersion, "stale_writers"),
    (Fault::IgnoresTheHistory, "other_history"),
    (Fault::ComparesIdsAlone, "other_history"),
    (Fault::IgnoresWhereItStands, "other_history"),
    (Fault::IgnoresThePast, "other_history"),
    (Fault::NamesAnotherVersion, "stale_writers"),
    (Fault::NamesAnotherVersion, "races"),
    (Fault::ClockGoesBack, "clocks"),
    (Fault::StopsAtTheFirstRefusal, "batches_for_each"),
    (Fault::KeepsHalfOfAWholeBatch, "whole_batches"),
    (Fault::ChecksBeforeItLocks, "races"),
    (Fault::ChecksBatchesBeforeItLocks, "racing_batches"),
    (Fault::LosesEveryHundredthLine, "reading_while_writing"),
    (Fault::HidesALineNowAndThen, "reading_while_writing"),
    (Fault::SwapsLines, "appending"),
    (Fault::ChangesAByte, "appending"),
    (Fault::ChangesAByte, "verifying"),
    (Fault::IgnoresTheLimit, "appending"),
    (Fault::HeadLags, "verifying"),
    (Fault::ProvesTheNext, "proofs"),
    (Fault::ProvesAnOlderLog, "proofs"),
    (Fault::StreamsBackwards, "replays"),
    (Fault::ForgetsTheLastAtRestart, "appending"),
    (Fault::ForgetsTheLastAtRestart, "replays"),
    (Fault::StatesLag, "current_states"),
    (Fault::StatesIgnoreCorrections, "current_states"),
    (Fault::NeverMendsAState, "rebuilding"),
    (Fault::MendsYesterdaysState, "rebuilding"),
    (Fault::CutsTexts, "texts"),
    (Fault::TakesPrefixesForPatterns, "lists"),
    (Fault::FoldsCase, "lists"),
    (Fault::TakesPartsForPatterns, "searches"),
    (Fault::FoldsCaseOfParts, "searches"),
    (Fault::SearchesTheKeyAlone, "searches"),
    (Fault::IgnoresTheOfficer, "searches"),
    (Fault::IgnoresTheOfficer, "lists"),
    (Fault::CountsAPage, "counts"),
    (Fault::CountsFromThePlaceOn, "counts"),
    (Fault::CountsNoEmptyStage, "counts"),
    (Fault::IgnoresTheOfficer, "counts"),
    (Fault::PagesByKeyAlone, "lists"),
    (Fault::PagesByOffset, "lists_while_writing"),
    (Fault::FindsThePlaceAgain, "lists"),
    (Fault::TellsRefusalsAsProjects, "refused_attempts"),
    (Fault::TellsZonesAsProjects, "zones"),
    (Fault::IgnoresTheZone, "zones"),
    (Fault::TakesZonesOfOtherLogs, "zones"),
    (Fault::CursorsTakeAnything, "cursors"),
    (Fault::CursorsAreOne, "cursors"),
    (Fault::ForgetsQuarantines, "quarantine"),
    (Fault::ReadsWhatIsInQuarantine, "quarantine"),
    (Fault::LogsWhatIsInQuarantine, "quarantine"),
    (Fault::HidesLinesInQuarantine, "quarantine"),
    (Fault::TakesNumbersAgain, "quarantine"),
    (Fault::FindsIdsInQuarantine, "quarantine"),
    (Fault::ListsWhatIsInQuarantine, "quarantine"),
    (Fault::UndoesNothing, "quarantine"),
    (Fault::BlamesTheCaller, "unrelated_failures"),
    (Fault::LosesWhatItAcknowledged, "crashes"),
];

const SMALL: Effort = Effort { races: 40, events: 600, lives: 2, ..Effort::SHORT };

/// What the check complains of; nothing if it does not.
fn complaint(check: &Check<Storage>, fault: Fault, effort: Effort) -> Option<String> {
    let complaint = catch_unwind(AssertUnwindSafe(|| check.run(&Storage::new(fault), effort))).err()?;
    let text = complaint.downcast_ref::<String>().cloned();
    Some(text.unwrap_or_else(|| "a panic without a text".into()))
}

#[test]
fn every_fault_is_caught_by_the_check_that_is_meant_to() {
    let effort = SMALL.seeded(super::effort().seed);
    let mut missed = Vec::new();
    for (fault, name) in CAUGHT {
        let check = checks().into_iter().find(|check| check.name() == *name).expect("there is such a check");
        let Some(complaint) = complaint(&check, *fault, effort) else {
            missed.push(format!("{fault:?}: {name} held, seed {}", effort.seed));
            continue;
        };
        // what is demanded, what was seen, and what runs it again
        let parts = ["the contract demands: ", "\nseen: ", &format!("\ncheck `{name}`, seed {}", effort.seed)];
        if !parts.iter().all(|part| complaint.contains(part)) {
            missed.push(format!("{fault:?}: {name} fell over: {complaint}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_check_catches_something() {
    let catching: BTreeSet<_> = CAUGHT.iter().map(|(_, name)| *name).chain(super::other_digest()).collect();
    let names: BTreeSet<_> = checks::<Storage>().iter().map(Check::name).collect();
    assert_eq!(catching, names);
}

/// The same store without a fault passes, also where other writers are in the way all the time and answers are lost.
#[test]
fn a_sound_store_passes_however_shaky_the_way_to_it() {
    let effort = SMALL.seeded(super::effort().seed);
    for fault in [Fault::Sound, Fault::Shaky] {
        for check in checks() {
            let found = check.run(&Storage::new(fault), effort);
            let is_run = found == Finding::Held || super::other_digest() == Some(check.name());
            assert!(is_run, "{fault:?} {}: {found:?}", check.name());
        }
    }
}
