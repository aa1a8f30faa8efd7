//! Zones, and what is asked of them.

pub(crate) use project_lifecycle::testing::sample::zone_id;

use super::{actor, day, evening, event_id, policy, source, text};
use project_lifecycle::lifecycle::{ZombieKind, ZoneClass};
use project_lifecycle::registry::*;
use project_lifecycle::value::{Edition, IndustryCode};
use project_lifecycle::{Context, Day, EventId, Policy, ProjectId, act::*, evidence::Attachment, reason::Reason};

pub(crate) fn industry(code: &str) -> IndustryCode {
    IndustryCode::parse(code, Edition::Gbt2017).expect("an industry")
}

/// A zone with one leading industry.
pub(crate) fn zone_profile(class: ZoneClass) -> ZoneProfile {
    let host = "210112".parse().expect("a region");
    ZoneProfile::new(text("浑南开发区"), class, host).leading_in(industry("C34"))
}

/// A paper of a day.
pub(crate) fn approval(dated: &str) -> Attachment {
    Attachment::new("升级批复", "国务院办公厅").expect("a paper").dated(day(dated))
}

/// A change of class by a paper of a day.
pub(crate) fn to_class(to: ZoneClass, dated: &str) -> ZoneCommand {
    ZoneCommand::ChangeClass { to, paper: approval(dated) }
}

pub(crate) fn baseline(kind: ZombieKind, on: &str, members: &[ProjectId]) -> ZoneCommand {
    ZoneCommand::FreezeBaseline(ZombieBaseline { day: day(on), kind, members: members.iter().copied().collect() })
}

pub(crate) fn named(name: &str) -> ZoneCommand {
    ZoneCommand::Amend(ZoneAmendment { name: Some(text(name)), ..ZoneAmendment::default() })
}

pub(crate) fn voiding_zone_fact(version: u64) -> ZoneCommand {
    let correction = Correction { authority: text("市外经贸局"), grounds: text("录入有误") };
    ZoneCommand::VoidFact(Voiding { version, correction })
}

/// The id of the n-th event of a zone.
pub(crate) fn zone_event_id(n: u64) -> EventId {
    event_id(900, n)
}

/// A zone at work: each command has an id of its own and is given in the evening of 1 June 2019.
#[derive(Clone, Debug)]
pub(crate) struct ZoneWalk {
    pub(crate) zone: Zone,
    pub(crate) policy: Policy,
    pub(crate) n: u64,
}

/// The day on which its commands are given.
pub(crate) fn zone_today() -> Day {
    day("2019-06-01")
}

pub(crate) fn zone_context(n: u64, on: &str) -> Context {
    Context::new(zone_event_id(n), evening(zone_today()), actor()).on(day(on))
}

impl ZoneWalk {
    /// A zone registered on 1 June 2018.
    pub(crate) fn registered(class: ZoneClass) -> Self {
        let context = zone_context(1, "2018-06-01");
        let event = Zone::register(zone_id("hunnan"), zone_profile(class), &source(), &context, &policy());
        let zone = Zone::replay([event.expect("it can be registered")]).expect("a registration is a history");
        Self { zone, policy: policy(), n: 1 }
    }

    /// Gives a command for a day.
    pub(crate) fn give(&mut self, on: &str, command: ZoneCommand) -> &mut Self {
        self.n += 1;
        let decision = self.zone.decide(command, &zone_context(self.n, on), &self.policy);
        let event = decision.unwrap_or_else(|why| panic!("{why}")).into_new().expect("it is new");
        self.zone.apply(event).expect("what was decided follows");
        self
    }

    /// The reasons against a command for a day.
    pub(crate) fn refused(&self, on: &str, command: &ZoneCommand) -> Vec<Reason> {
        self.zone.check(command, &zone_context(self.n + 1, on), &self.policy)
    }
}
