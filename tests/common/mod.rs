//! What the integration tests share: days, contexts with counted ids, evidence for every gate, and walks.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod acts;
pub(crate) mod corrections;
pub(crate) mod csv;
pub(crate) mod evidence;
pub(crate) mod lives;
pub(crate) mod moments;
pub(crate) mod random;
pub(crate) mod walk;
pub(crate) mod zones;

use project_lifecycle::lifecycle::{Position, ProjectKind};
use project_lifecycle::value::{ShortText, UtcOffset};
use project_lifecycle::{
    Actor, ActorId, AuthType, Context, Day, EventId, OrgId, Policy, Profile, ProjectId, Source, Stage, Text, Timestamp,
    ZoneId,
};
use uuid::Uuid;

/// A day from its text.
pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The day so many days later.
pub(crate) fn plus(day: Day, days: i64) -> Day {
    day.plus_days(days).expect("within the calendar")
}

/// An instant from its RFC 3339 text.
pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Six in the evening of a day in Shenyang.
pub(crate) fn evening(day: Day) -> Timestamp {
    Timestamp::at(day, 18, 0, UtcOffset::hours(8).expect("+08:00")).expect("an instant")
}

/// The policy that all tests use unless they say otherwise.
pub(crate) fn policy() -> Policy {
    Policy::shenyang_2018()
}

/// A text that is not blank.
/// A short text.
pub(crate) fn short(text: &str) -> ShortText {
    text.parse().expect("a short text")
}

pub(crate) fn text(text: &str) -> Text {
    Text::new(text).expect("not blank")
}

/// An actor's id.
pub(crate) fn actor_id(id: &str) -> ActorId {
    ActorId::new(id).expect("an actor id")
}

/// An organisation's id.
pub(crate) fn org(id: &str) -> OrgId {
    OrgId::new(id).expect("an organisation id")
}

/// The log of the tests.
pub(crate) fn source() -> Source {
    "urn:example:log:shenyang".parse().expect("a source")
}

/// Who acts unless a test says otherwise.
pub(crate) fn actor() -> Actor {
    Actor::new(AuthType::AppUser, actor_id("officer-7")).in_role(short("project_officer")).of(org("committee"))
}

/// The id of the n-th event of the p-th project.
pub(crate) fn event_id(p: u64, n: u64) -> EventId {
    EventId::from_uuid(Uuid::from_u64_pair(0xE000_0000_0000_4000 + p, 0x8000_0000_0000_0000 + n))
}

/// The id of the p-th project.
pub(crate) fn project_id(p: u64) -> ProjectId {
    ProjectId::from_uuid(Uuid::from_u64_pair(0xA000_0000_0000_4000, 0x8000_0000_0000_0000 + p))
}

/// A command of the p-th project, given in the evening of the day on which it takes effect.
pub(crate) fn context(p: u64, n: u64, on: Day) -> Context {
    Context::new(event_id(p, n), evening(on), actor()).on(on)
}

/// A project of a kind.
pub(crate) fn profile(kind: ProjectKind) -> Profile {
    Profile::new(text("机器人未来城一期"), ZoneId::new("shenyang-hitech").expect("a zone id")).of_kind(kind)
}

/// In a stage that is not the zombie.
pub(crate) fn at(stage: Stage) -> Position {
    Position::at(stage).expect("a zombie stalled somewhere")
}

/// A zombie that stalled in this stage.
pub(crate) fn stalled(stage: Stage) -> Position {
    Position::stalled(stage).expect("the stage stalls")
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
