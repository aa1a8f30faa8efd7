//! What zones refuse.

use crate::act::{Correction, Voiding};
use crate::lifecycle::{ZombieKind, ZoneClass};
use crate::reason::Reason;
use crate::registry::{ZombieBaseline, Zone, ZoneAmendment, ZoneCommand, ZoneProfile};
use crate::testing::sample::{actor, day, evening, event_id, paper, source, text, zone_id};
use crate::value::{Edition, IndustryCode, RegionCode};
use crate::{Context, Day, Policy};

/// A zone that is asked on days of a summer, in the evening of the next one.
struct Asked<'a> {
    zone: Zone,
    policy: &'a Policy,
    n: u64,
    reasons: &'a mut Vec<Reason>,
}

impl Asked<'_> {
    fn context(n: u64, on: Day) -> Context {
        Context::new(event_id(900, n), evening(day("2019-06-01")), actor()).on(on)
    }

    /// Gives a command for a day, accepted or refused.
    fn ask(&mut self, on: &str, command: ZoneCommand) -> &mut Self {
        self.n += 1;
        match self.zone.decide(command, &Self::context(self.n, day(on)), self.policy) {
            Ok(decision) => {
                if let Some(event) = decision.into_new() {
                    self.zone.apply(event).expect("what was decided follows");
                }
            }
            Err(refusal) => self.reasons.extend_from_slice(refusal.reasons()),
        }
        self
    }
}

/// The reasons of a zone that was registered in June 2018.
pub(super) fn registered(policy: &Policy, reasons: &mut Vec<Reason>) {
    let profile = ZoneProfile::new(text("浑南开发区"), ZoneClass::Provincial, district());
    let context = Asked::context(1, day("2018-06-01"));
    let event = match Zone::register(zone_id("hunnan"), profile.clone(), &source(), &context, policy) {
        Ok(event) => event,
        Err(refusal) => return reasons.extend_from_slice(refusal.reasons()),
    };
    let zone = Zone::replay([event]).expect("a registration is a history");
    let mut asked = Asked { zone, policy, n: 1, reasons };
    let amend = |amendment| ZoneCommand::Amend(amendment);
    let many = Some(["C34", "C36", "C37", "C38", "C39", "C40"].into_iter().map(industry).collect());
    let class = |to, on| ZoneCommand::ChangeClass { to, paper: paper("升级批复", day(on)) };
    let baseline = |on| {
        ZoneCommand::FreezeBaseline(ZombieBaseline { day: day(on), kind: ZombieKind::Project, members: [].into() })
    };
    let correction = Correction { authority: text("市外经贸局"), grounds: text("录入有误") };
    asked
        .ask("2018-06-02", ZoneCommand::Register(profile))
        .ask("2018-05-31", amend(ZoneAmendment { name: Some(text("新名")), ..ZoneAmendment::default() }))
        .ask("2018-06-02", amend(ZoneAmendment { hosts: Some([].into()), ..ZoneAmendment::default() }))
        .ask("2018-06-02", amend(ZoneAmendment { leading: many.clone(), ..ZoneAmendment::default() }))
        .ask("2018-06-02", amend(ZoneAmendment { special: many, ..ZoneAmendment::default() }))
        .ask("2018-08-01", class(ZoneClass::National, "2018-07-20"))
        .ask("2018-09-01", class(ZoneClass::National, "2018-08-20"))
        .ask("2018-07-31", class(ZoneClass::Provincial, "2018-07-20"))
        .ask("2018-08-02", baseline("2018-06-30"))
        .ask("2018-08-03", baseline("2018-07-31"))
        .ask("2018-08-03", ZoneCommand::VoidFact(Voiding { version: 1, correction }));
}

fn district() -> RegionCode {
    RegionCode::parse("210112").expect("a region")
}

fn industry(code: &str) -> IndustryCode {
    IndustryCode::parse(code, Edition::Gbt2017).expect("an industry")
}
