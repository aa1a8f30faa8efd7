//! A second law, of the tests alone: a log begins under one and goes on under the other.
//!
//! Talks are opened from the reserve only, and can be sent back to planning; a contractor may also stop before the start,
//! an investor no longer stall right after signing; idle works may also be revived by an upgrade; talks may also be lost
//! after signing, but no company merged before its works begin.

use super::law::Rows;
use super::{EDGES, Edge, Outcome, Remedy, Stage, Verb, ZombieCause, rows};

pub(super) const ROWS: Rows = Rows { edges: &MOVES, causes: &CAUSES, outcomes: &OUTCOMES };

const MOVES: [Edge; EDGES.len()] = {
    let mut edges = EDGES;
    let mut i = 0;
    while i < edges.len() {
        if matches!(edges[i], Edge { verb: Verb::Engage, from: Stage::Planned, .. }) {
            edges[i] = Edge { verb: Verb::SendBack, from: Stage::Negotiating, to: Stage::Planned };
        }
        i += 1;
    }
    edges
};

const CAUSES: [(ZombieCause, &[Stage], &[Remedy]); ZombieCause::ALL.len()] = {
    let mut causes = [rows::CAUSES[0]; ZombieCause::ALL.len()];
    let mut i = 0;
    while i < causes.len() {
        let (cause, stages, remedies) = rows::CAUSES[i];
        causes[i] = match cause {
            ZombieCause::InvestorStalled => (cause, &[Stage::Registered], remedies),
            ZombieCause::ConstructionHalted => (cause, &[Stage::Registered, Stage::Started], remedies),
            ZombieCause::NoActivity => (cause, stages, &[Remedy::Restructured, Remedy::Upgraded]),
            ZombieCause::LandNotCleared
            | ZombieCause::PromiseUnmet
            | ZombieCause::ObsoleteByOrder
            | ZombieCause::Insolvent => (cause, stages, remedies),
        };
        i += 1;
    }
    causes
};

const OUTCOMES: [(Outcome, &[Stage]); Outcome::ALL.len()] = {
    let mut outcomes = [rows::OUTCOMES[0]; Outcome::ALL.len()];
    let mut i = 0;
    while i < outcomes.len() {
        let (outcome, footings) = rows::OUTCOMES[i];
        outcomes[i] = match outcome {
            Outcome::Lost => (outcome, &[Stage::Negotiating, Stage::Signed]),
            Outcome::Merged => (outcome, &[Stage::Started, Stage::Producing, Stage::Operating]),
            Outcome::Withdrawn
            | Outcome::Abandoned
            | Outcome::TransferredOut
            | Outcome::LandReclaimed
            | Outcome::ClearedOut
            | Outcome::Liquidated
            | Outcome::Dissolved
            | Outcome::Duplicate
            | Outcome::Combined => (outcome, footings),
        };
        i += 1;
    }
    outcomes
};
