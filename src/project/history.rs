//! Why a history is not one that this crate could have written.

use core::fmt;

use crate::lifecycle::{Outcome, Position, Remedy, Stage, Verb, ZombieCause};
use crate::reason::Reason;
use crate::value::{Day, EventId, ProjectId};

/// The history is corrupt: an event does not follow from those before it. Nothing of it was applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is no event.
    #[error("the history is empty; a project begins with its planning")]
    Empty,
    /// An event does not follow from those before it.
    #[error("project {project}: event {version} {fault}")]
    Event {
        /// The project.
        project: ProjectId,
        /// The event's stream version.
        version: u64,
        /// What is wrong with it.
        fault: HistoryFault,
    },
}

/// What is wrong with an event. It reads on after "event 7".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryFault {
    /// The first event is no planning, or a later one is.
    #[error("is out of place: planning is the first event and no other")]
    Planning,
    /// The event belongs to another project.
    #[error("belongs to project {found}")]
    WrongProject {
        /// The event's project.
        found: ProjectId,
    },
    /// A version is missing, repeated or out of order.
    #[error("stands where event {expected} is next")]
    WrongVersion {
        /// The version that comes next.
        expected: u64,
    },
    /// Two events bear one id.
    #[error("bears the id {id} of an earlier event")]
    DuplicateId {
        /// The id.
        id: EventId,
    },
    /// The event names a law that this crate does not know.
    #[error("names law {stored}; known are the laws up to {known}")]
    UnknownLaw {
        /// The law it names.
        stored: u32,
        /// The newest law that this crate knows.
        known: u32,
    },
    /// The event names an earlier law than the event before it.
    #[error("names law {found}, but the event before it law {last}")]
    LawFell {
        /// The law that the event before it names.
        last: u32,
        /// The law it names.
        found: u32,
    },
    /// The event starts where the project does not stand.
    #[error("starts from `{found}`, but the project is `{expected}`")]
    NotWhereItStands {
        /// Where the project stands.
        expected: Position,
        /// Where the event starts.
        found: Position,
    },
    /// The law has no such act from there.
    #[error("moves from `{from}` by `{verb}`, which the law does not permit")]
    NotPermitted {
        /// The act.
        verb: Verb,
        /// Where it starts.
        from: Position,
    },
    /// The event ends where its act does not lead.
    #[error("ends in `{found}`, but leads to `{expected}`")]
    WrongEnd {
        /// Where it leads.
        expected: Position,
        /// Where the event ends.
        found: Position,
    },
    /// Imported history after the first live transition.
    #[error("is imported, but event {first_live} was live already")]
    ImportAfterLive {
        /// The version of the first live transition.
        first_live: u64,
    },
    /// A stall without a cause, or with one that does not occur there.
    #[error("stalls a `{stage}` project {}, which the law does not allow", with("cause", cause.as_ref()))]
    CauseNotAllowed {
        /// The stage.
        stage: Stage,
        /// The cause; `None` if there is none.
        cause: Option<ZombieCause>,
    },
    /// A revival whose remedy does not fit the cause on record.
    #[error("revives by `{remedy}` a project that stalled {}, which does not fit", with("cause", cause.as_ref()))]
    RemedyNotFitting {
        /// The cause on record; `None` if there is none.
        cause: Option<ZombieCause>,
        /// The remedy.
        remedy: Remedy,
    },
    /// A closing without an outcome, or with one that is not open there.
    #[error("closes a project at `{footing}` {}, which the law does not allow", with("outcome", outcome.as_ref()))]
    OutcomeNotAllowed {
        /// The stage, or for a zombie the one it stalled in.
        footing: Stage,
        /// The outcome; `None` if there is none.
        outcome: Option<Outcome>,
    },
    /// A live step takes effect on another day than that of the act which its evidence tells.
    #[error("takes effect on {found}, but its evidence tells an act of {acted_on}")]
    NotDayOfAct {
        /// The day of the act.
        acted_on: Day,
        /// Its effective date.
        found: Day,
    },
    /// The dates run backwards, or a fact lies outside the project's life.
    #[error("takes effect on {found}, outside {earliest} to {latest}")]
    DateOutOfOrder {
        /// Its effective date.
        found: Day,
        /// The earliest date it may have.
        earliest: Day,
        /// The latest date it may have.
        latest: Day,
    },
    /// A date that had not come anywhere when the command was given.
    #[error("is dated {found}, but no place was past {latest} when it was given")]
    DateInFuture {
        /// The date.
        found: Day,
        /// The UTC day on which it was given, and one more.
        latest: Day,
    },
    /// A live step without what it needs under every policy: what it waits for, or what its evidence must be.
    #[error("moves without what it needs: {why}")]
    Unsuited {
        /// What it lacks.
        why: Reason,
    },
    /// A fact names something before it that did not stand.
    #[error("names a value before it that did not stand")]
    WrongBefore,
    /// A fact that cannot be beside those that stand.
    #[error("records what cannot be: {why}")]
    Contradicts {
        /// Why it cannot.
        why: Reason,
    },
    /// A correction voids something else than the last standing transition.
    #[error("voids event {voids}, which is not the last standing transition")]
    VoidNotLast {
        /// What the correction voids.
        voids: u64,
    },
    /// A void names the wrong step as the one that stands again.
    #[error("says that event {found} stands again, but event {expected} does")]
    WrongRestored {
        /// The step that stands again.
        expected: u64,
        /// The one that the event names.
        found: u64,
    },
    /// A correction voids what is no standing fact.
    #[error("voids event {voids}, which is no standing fact")]
    NoStandingFact {
        /// What the correction voids.
        voids: u64,
    },
    /// A correction voids a fact or a step that a fact rests on.
    #[error("voids event {voids}, but event {by} rests on it")]
    RestedOn {
        /// What the correction voids.
        voids: u64,
        /// The version of the standing fact that rests on it.
        by: u64,
    },
    /// A step or a correction leaves a standing fact without what it rests on.
    #[error("leaves event {version} without what it rests on: {why}")]
    FactUnfit {
        /// The version of the fact.
        version: u64,
        /// What it lacks then.
        why: Reason,
    },
    /// A correction of something that is no standing transition.
    #[error("corrects event {corrects}, which is no standing transition")]
    NotStanding {
        /// What it corrects.
        corrects: u64,
    },
    /// A correction tells of a transition what its gate does not ask for.
    #[error("corrects event {corrects} by what does not belong to it")]
    NotItsBasis {
        /// The transition.
        corrects: u64,
    },
    /// A correction after which a later revival no longer fits the cause.
    #[error("leaves event {version} with the remedy `{remedy}`, which does not fit a stall {}", with("cause", cause.as_ref()))]
    LaterUnfit {
        /// The revival.
        version: u64,
        /// The cause as it would stand; `None` if there is none.
        cause: Option<ZombieCause>,
        /// The remedy.
        remedy: Remedy,
    },
    /// A correction names another date of its step than what it tells gives.
    #[error("dates the step that it corrects {found}, but what it tells gives {expected}")]
    WrongDate {
        /// The date that follows.
        expected: Day,
        /// The one that it names.
        found: Day,
    },
    /// A correction gives a transition a date that its neighbours do not allow.
    #[error("re-dates event {redates} to {found}, outside {earliest} to {latest}")]
    RedatedOutOfOrder {
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

/// "with cause `x`", or "without a cause".
fn with(what: &str, found: Option<&impl fmt::Display>) -> String {
    found.map_or_else(|| format!("without a {what}"), |found| format!("with {what} `{found}`"))
}
