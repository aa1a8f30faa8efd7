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

pub(crate) use project_lifecycle::testing::sample::{
    actor, actor_id, at, context, day, evening, event_id, instant, org, plus, profile, project_id, short, source,
    stalled, text,
};
use project_lifecycle::{Policy, Stage, lifecycle::Position};

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
