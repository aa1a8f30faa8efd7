//! The zones in the registry: registered before all else, their zombies counted and frozen in June 2018, one of them promoted.

use std::collections::BTreeSet;
use std::sync::Arc;

use project_lifecycle::act::{Correction, Voiding};
use project_lifecycle::lifecycle::{ZombieKind, ZoneClass};
use project_lifecycle::registry::{
    ZombieBaseline, Zone, ZoneAmendment, ZoneChange, ZoneCommand, ZoneDecision, ZoneEvent, ZoneProfile,
};
use project_lifecycle::{Actor, ActorId, AuthType, Day, EventId, ProjectId, Stage, Text};

use crate::Result;
use crate::calendar::plus;
use crate::city::City;
use crate::papers::paper;
use crate::place::{PLACES, PROMOTED};
use crate::stuck;

/// The day on which the zombies that each zone has to dispose of are counted.
pub(crate) fn frozen_on() -> Day {
    // the last working day of the month after the plan
    Day::new(2018, 6, 29).unwrap_or(Day::MAX)
}

/// The zone whose first count left someone out, by its place among the zones.
const MISCOUNTED: usize = 1;

/// The registry of zones, as its clerk keeps it.
pub(crate) struct Zones {
    zones: Vec<Zone>,
    clerk: Arc<Actor>,
    commands: u32,
    /// All that the miscounted zone should have counted.
    all_counted: BTreeSet<ProjectId>,
}

impl Zones {
    /// Registers the zones of the plan.
    pub(crate) fn register(city: &mut City) -> Result<Self> {
        let clerk = Actor::new(AuthType::AppUser, ActorId::new("市外经贸局登记员")?).in_role("registry".parse()?);
        let mut registry =
            Self { zones: Vec::new(), clerk: Arc::new(clerk), commands: 0, all_counted: BTreeSet::new() };
        for place in &PLACES {
            let mut profile = ZoneProfile::new(Text::new(place.name)?, place.class, place.region.parse()?)
                .special_in(place.special.parse()?);
            for industry in place.leading {
                profile = profile.leading_in(industry.parse()?);
            }
            for park in place.parks {
                profile = profile.with_theme_park(Text::new(*park)?);
            }
            let context = registry.context(city)?.on(Day::new(2010, 1, 1)?);
            let source = city.office.store.source().clone();
            let event = Zone::register(place.name.parse()?, profile, &source, &context, &city.office.policy)?;
            city.office.write(&event);
            registry.zones.push(Zone::replay([event])?);
        }
        Ok(registry)
    }

    fn context(&mut self, city: &mut City) -> Result<project_lifecycle::Context> {
        self.commands += 1;
        let parent = ProjectId::named(&format!("{}:zones", crate::office::SOURCE)).uuid();
        city.office.context(EventId::named(parent, &self.commands.to_string()), &self.clerk)
    }

    fn give(&mut self, city: &mut City, zone: usize, command: ZoneCommand, on: Day) -> Result<()> {
        let context = self.context(city)?.on(on);
        if let ZoneDecision::Record(event) = self.zones[zone].decide(command, &context, &city.office.policy)? {
            city.office.write(&event);
            self.zones[zone].apply(event)?;
        }
        Ok(())
    }

    /// What the registry does on a day.
    pub(crate) fn live(&mut self, city: &mut City) -> Result<()> {
        let today = city.today();
        let date = (today.year(), today.month(), today.day());
        if today == frozen_on() {
            for zone in 0..PLACES.len() {
                self.freeze(city, zone)?;
            }
        }
        match date {
            (2018, 7, 16) => self.recount(city)?,
            (2019, 5, 20) => {
                // the plan asks for theme parks by 2020
                let mut parks: BTreeSet<Text> = BTreeSet::new();
                for park in PLACES[PROMOTED].parks.iter().chain(&["海洋装备产业园"]) {
                    parks.insert(Text::new(*park)?);
                }
                let amendment = ZoneAmendment { theme_parks: Some(parks), ..ZoneAmendment::default() };
                self.give(city, PROMOTED, ZoneCommand::Amend(amendment), today)?;
            }
            (2020, 1, 13) => {
                // told twelve days after it took effect
                let paper = paper("升级为国家级开发区的批复", "国务院办公厅", Day::new(2019, 12, 27)?)?;
                let change = ZoneCommand::ChangeClass { to: ZoneClass::National, paper };
                self.give(city, PROMOTED, change, Day::new(2020, 1, 1)?)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Freezes the zombies of a zone, and has them disposed of at the plan's pace: a third each year.
    fn freeze(&mut self, city: &mut City, zone: usize) -> Result<()> {
        for kind in ZombieKind::ALL {
            let counted = zombies(city, zone, kind);
            let (mut members, today): (BTreeSet<_>, _) = (counted.iter().map(|(id, _)| *id).collect(), city.today());
            if zone == MISCOUNTED && kind == ZombieKind::Enterprise {
                self.all_counted = members.clone();
                members.pop_last();
            }
            let baseline = ZombieBaseline { day: today, kind, members };
            self.give(city, zone, ZoneCommand::FreezeBaseline(baseline), today)?;
            for (at, (_, n)) in counted.iter().enumerate() {
                dispose_in_turn(city, *n, 3 * at / counted.len());
            }
        }
        Ok(())
    }

    /// Counts the zombies of a zone anew, whose first count left one out: voided with grounds, and frozen as of the same day.
    fn recount(&mut self, city: &mut City) -> Result<()> {
        let (kind, today) = (ZombieKind::Enterprise, city.today());
        let is_freeze =
            |event: &&ZoneEvent| matches!(event.change(), ZoneChange::BaselineFrozen(frozen) if frozen.kind == kind);
        let Some(version) = self.zones[MISCOUNTED].events().iter().find(is_freeze).map(|event| event.version()) else {
            return Ok(());
        };
        let correction =
            Correction { authority: "市外经贸局".parse()?, grounds: "底数漏报一户，重新核定".parse()? };
        self.give(city, MISCOUNTED, ZoneCommand::VoidFact(Voiding { version, correction }), today)?;
        let baseline = ZombieBaseline { day: frozen_on(), kind, members: self.all_counted.clone() };
        self.give(city, MISCOUNTED, ZoneCommand::FreezeBaseline(baseline), today)
    }
}

/// The zombies of a kind in a zone, by id, each with its number.
fn zombies(city: &City, zone: usize, kind: ZombieKind) -> Vec<(ProjectId, usize)> {
    let mut found = Vec::new();
    for (n, case) in city.cases.iter().enumerate() {
        let cause = case.project.as_ref().and_then(|project| project.zombie_cause());
        if case.zone == zone && case.stage() == Some(Stage::Zombie) && cause.is_some_and(|cause| cause.kind() == kind) {
            found.push((case.id, n));
        }
    }
    found.sort_unstable();
    found
}

/// Has a zombie disposed of in the year of its turn; some before, some after, and a few never.
fn dispose_in_turn(city: &mut City, n: usize, turn: usize) {
    let dice = city.dice(n);
    let days = match turn {
        0 => dice.between(12, 180),
        1 => dice.between(220, 540),
        _ => dice.between(590, 900),
    };
    let days = match dice.weighed(&[(77, 0), (9, 1), (9, 2), (5, 3)]) {
        0 => days,
        1 => (days - 300).max(10),
        2 => days + dice.between(90, 320),
        _ => return,
    };
    let at = plus(frozen_on(), days);
    city.later(n, at, stuck::dispose);
}
