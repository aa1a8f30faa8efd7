//! Why a history is not one that this crate could have written.

use crate::lifecycle::{Outcome, Position, Remedy, Stage, Verb, ZombieCause};
use crate::value::{Day, EventId, ProjectId};

/// The history is corrupt: an event does not follow from those before it. Nothing of it was applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is no event.
    #[error("the history is empty; a project begins with its planning")]
    Empty,
    /// The first event is no planning, or a later one is.
    #[error("event {version} of project {project}: planning is the first event and no other")]
    Planning {
        /// The project.
        project: ProjectId,
        /// The event's stream version.
        version: u64,
    },
    /// The event belongs to another project.
    #[error("an event of project {found} does not belong to project {expected}")]
    WrongProject {
        /// This project.
        expected: ProjectId,
        /// The event's project.
        found: ProjectId,
    },
    /// A version is missing, repeated or out of order.
    #[error("project {project}: event {expected} is next, not {found}")]
    WrongVersion {
        /// The project.
        project: ProjectId,
        /// The version that comes next.
        expected: u64,
        /// The event's version.
        found: u64,
    },
    /// Two events bear one id.
    #[error("project {project}: event {version} bears the id {id} of an earlier event")]
    DuplicateId {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The id.
        id: EventId,
    },
    /// The event names a law that this crate does not know.
    #[error("project {project}: event {version} names law {stored}; known are the laws up to {known}")]
    UnknownLaw {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The law it names.
        stored: u32,
        /// The newest law that this crate knows.
        known: u32,
    },
    /// The event names an earlier law than the event before it.
    #[error("project {project}: event {version} names law {found}, but the event before it law {last}")]
    LawFell {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The law that the event before it names.
        last: u32,
        /// The law it names.
        found: u32,
    },
    /// The event starts where the project does not stand.
    #[error("project {project}: event {version} starts from `{found}`, but the project is `{expected}`")]
    NotWhereItStands {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// Where the project stands.
        expected: Position,
        /// Where the event starts.
        found: Position,
    },
    /// The law has no such move.
    #[error(
        "project {project}: event {version} moves from `{from}` to `{to}` by `{verb}`, which the law does not permit"
    )]
    IllegalMove {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The act.
        verb: Verb,
        /// Where it starts.
        from: Position,
        /// Where it ends.
        to: Position,
    },
    /// A stall without a cause, or with one that does not occur there.
    #[error(
        "project {project}: event {version} stalls a `{stage}` project with cause {cause:?}, which the law does not allow"
    )]
    CauseNotAllowed {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The stage.
        stage: Stage,
        /// The cause, if there is one.
        cause: Option<ZombieCause>,
    },
    /// A revival whose remedy does not fit the cause on record.
    #[error("project {project}: event {version} lifts {cause:?} by `{remedy}`, which does not fit")]
    RemedyNotFitting {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The cause on record.
        cause: Option<ZombieCause>,
        /// The remedy.
        remedy: Remedy,
    },
    /// A closing without an outcome, or with one that is not open there.
    #[error(
        "project {project}: event {version} closes a project at `{footing}` with outcome {outcome:?}, which the law does not allow"
    )]
    OutcomeNotAllowed {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The stage, or for a zombie the one it stalled in.
        footing: Stage,
        /// The outcome, if there is one.
        outcome: Option<Outcome>,
    },
    /// The dates run backwards, or a fact lies outside the project's life.
    #[error("project {project}: event {version} takes effect on {found}, outside {earliest} to {latest}")]
    DateOutOfOrder {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// Its effective date.
        found: Day,
        /// The earliest date it may have.
        earliest: Day,
        /// The latest date it may have.
        latest: Day,
    },
    /// A fact names another value before it than the one that stood.
    #[error("project {project}: event {version} names a value before it that did not stand")]
    WrongBefore {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
    },
    /// A correction voids something else than the last standing transition.
    #[error("project {project}: event {version} voids event {found}, but the last standing transition is {expected:?}")]
    VoidNotLast {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The last standing transition, if there is one.
        expected: Option<u64>,
        /// What the correction voids.
        found: u64,
    },
    /// A correction gives another date to something that is no standing transition.
    #[error("project {project}: event {version} re-dates event {found}, which is no standing transition")]
    NotStanding {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// What the correction re-dates.
        found: u64,
    },
    /// A correction gives a transition a date that its neighbours do not allow.
    #[error("project {project}: event {version} re-dates event {redates} to {found}, outside {earliest} to {latest}")]
    RedatedOutOfOrder {
        /// The project.
        project: ProjectId,
        /// The event's version.
        version: u64,
        /// The transition.
        redates: u64,
        /// The date given to it.
        found: Day,
        /// The earliest date it may have.
        earliest: Day,
        /// The latest date it may have.
        latest: Day,
    },
}
