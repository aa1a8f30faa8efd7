//! What the integration tests share: what hosts have for their tests, and readings by hand.
#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]

pub(crate) mod acts;
pub(crate) mod corrections;
pub(crate) mod csv;
pub(crate) mod evidence;
pub(crate) mod lives;
pub(crate) mod moments;
pub(crate) mod random;
pub(crate) mod walk;
pub(crate) mod zones;

use project_lifecycle::audit::{AuditTrail, Sink, TrailError};
pub(crate) use project_lifecycle::testing::sample::{
    actor, actor_id, at, context, day, evening, event_id, instant, last_day, lived, org, plus, profile, project_id,
    short, source, stalled, text,
};
use project_lifecycle::value::DigestAlgorithm;
use project_lifecycle::{Actor, AppendError, MemoryStore, Policy, Source, Stage, Timestamp, lifecycle::Position};

/// An open log in memory for lives that leap over months: its clock is known to be right.
pub(crate) fn opened(source: Source, actor: &Actor, now: Timestamp) -> Result<MemoryStore, AppendError> {
    opened_on(DigestAlgorithm::default(), source, actor, now)
}

/// The same on a digest.
pub(crate) fn opened_on(
    digest: DigestAlgorithm,
    source: Source,
    actor: &Actor,
    now: Timestamp,
) -> Result<MemoryStore, AppendError> {
    let mut store = MemoryStore::open_on(digest, source, actor, now)?;
    store.sure_of_now(instant("2200-01-01T00:00:00Z"));
    Ok(store)
}

/// A trail for such lives.
pub(crate) fn trail<S: Sink<Error: 'static>>(
    source: Source,
    actor: &Actor,
    now: Timestamp,
    sink: S,
) -> Result<AuditTrail<S>, TrailError<S::Error>> {
    let mut trail = AuditTrail::open(source, actor, now, sink)?;
    trail.sure_of_now(instant("2200-01-01T00:00:00Z"));
    Ok(trail)
}

/// The policy that all tests use unless they say otherwise.
pub(crate) fn policy() -> Policy {
    Policy::shenyang_2018()
}

/// Where a project can stand: nine stages, and the zombie once for each stage that knows a cause of stalling.
pub(crate) fn positions() -> Vec<Position> {
    let plain = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Zombie).map(at);
    plain.chain(stalling().into_iter().map(stalled)).collect()
}

/// The stages in which a project can stall, by hand.
pub(crate) fn stalling() -> [Stage; 5] {
    [Stage::Signed, Stage::Registered, Stage::Started, Stage::Producing, Stage::Operating]
}
