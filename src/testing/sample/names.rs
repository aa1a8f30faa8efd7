//! Who, when and which: ids by number, days, actors, circumstances.

use crate::lifecycle::{Position, ProjectKind};
use crate::value::{ShortText, UtcOffset, Uuid};
use crate::{
    Actor, ActorId, AuthType, ClientId, Context, Day, EventId, OrgId, Profile, ProjectId, Source, Stage, Text,
    Timestamp, ZoneId,
};

/// A day from its text, such as `2018-06-01`.
///
/// # Panics
/// When it is no day.
#[must_use]
pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The day so many days later, or earlier for a number below zero.
///
/// # Panics
/// When the calendar has no such day.
#[must_use]
pub fn plus(day: Day, days: i64) -> Day {
    day.plus_days(days).expect("within the calendar")
}

/// The day on which sample projects are planned: 1 June 2018.
#[must_use]
pub fn first_day() -> Day {
    day("2018-06-01")
}

/// The last day of a random life: 1 December 2025. A store with a clock of its own takes none that is later than that.
#[must_use]
pub fn last_day() -> Day {
    day("2025-12-01")
}

/// Where a random life stands when so many days have passed: on its [last day](last_day) at most.
///
/// # Panics
/// When the calendar has no such day.
#[must_use]
pub fn lived(today: Day, days: i64) -> Day {
    plus(today, days).min(last_day().max(today))
}

/// An instant from its RFC 3339 text.
///
/// # Panics
/// When it is no instant.
#[must_use]
pub fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Six in the evening of a day in Shenyang, where it is the same day in UTC.
///
/// # Panics
/// Never: every day of the calendar has an evening.
#[must_use]
pub fn evening(day: Day) -> Timestamp {
    Timestamp::at(day, 18, 0, UtcOffset::hours(8).expect("+08:00")).expect("an instant")
}

/// A text.
///
/// # Panics
/// When it is blank, or no [`Text`] for another cause.
#[must_use]
pub fn text(text: &str) -> Text {
    Text::new(text).expect("not blank")
}

/// A short text.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn short(text: &str) -> ShortText {
    text.parse().expect("a short text")
}

/// An actor's id.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn actor_id(id: &str) -> ActorId {
    ActorId::new(id).expect("an actor id")
}

/// An organisation's id.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn org(id: &str) -> OrgId {
    OrgId::new(id).expect("an organisation id")
}

/// A client's id.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn client(id: &str) -> ClientId {
    ClientId::new(id).expect("a client id")
}

/// A zone's id.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn zone_id(id: &str) -> ZoneId {
    ZoneId::new(id).expect("a zone id")
}

/// The name of a log.
///
/// # Panics
/// Never: it is one.
#[must_use]
pub fn source() -> Source {
    "urn:example:log:shenyang".parse().expect("a source")
}

/// Who acts: an officer of a committee.
#[must_use]
pub fn actor() -> Actor {
    Actor::new(AuthType::AppUser, actor_id("officer-7")).in_role(short("project_officer")).of(org("committee"))
}

/// The id of the n-th event of the p-th project.
#[must_use]
pub fn event_id(p: u64, n: u64) -> EventId {
    EventId::from_uuid(Uuid::from_u64_pair(0xE000_0000_0000_4000 + p, 0x8000_0000_0000_0000 + n))
}

/// The id of the p-th project.
#[must_use]
pub fn project_id(p: u64) -> ProjectId {
    ProjectId::from_uuid(Uuid::from_u64_pair(0xA000_0000_0000_4000, 0x8000_0000_0000_0000 + p))
}

/// The circumstances of the n-th command of the p-th project, which is given in the evening of the day on which it takes
/// effect.
#[must_use]
pub fn context(p: u64, n: u64, on: Day) -> Context {
    Context::new(event_id(p, n), evening(on), actor()).on(on)
}

/// What a project of a kind is planned as.
#[must_use]
pub fn profile(kind: ProjectKind) -> Profile {
    Profile::new(text("机器人未来城一期"), zone_id("shenyang-hitech")).of_kind(kind)
}

/// The position in a stage that is not the zombie.
///
/// # Panics
/// For the zombie, which stalled somewhere: see [`stalled`].
#[must_use]
pub fn at(stage: Stage) -> Position {
    Position::at(stage).expect("a zombie stalled somewhere")
}

/// The position of a zombie that stalled in a stage.
///
/// # Panics
/// When the law stalls no project there.
#[must_use]
pub fn stalled(stage: Stage) -> Position {
    Position::stalled(stage).expect("the stage stalls")
}
