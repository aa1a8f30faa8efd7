//! Random histories of a zone, beside a list kept by hand.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use project_lifecycle::{Day, ProjectId};

/// What stands, kept as lists: nothing of it is asked of the zone.
#[derive(Clone, Debug, Default)]
struct Lists {
    registered: Option<(u64, Day, ZoneClass, &'static str)>,
    /// In the order in which they were recorded.
    classes: Vec<(u64, Day, ZoneClass)>,
    /// Names, each with the version of the name that it took the place of. 0 is the registration's.
    names: Vec<(u64, Day, &'static str, u64)>,
    baselines: Vec<(u64, ZombieKind, Day, BTreeSet<ProjectId>)>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Register(ZoneClass, usize),
    Class(ZoneClass),
    Name(usize),
    Baseline(ZombieKind, i64, u64),
    Void(u64),
}

const NAMES: [&str; 4] = ["浑南开发区", "浑南高新区", "浑南新区", "浑南"];

fn start() -> Day {
    day("2018-01-01")
}

fn ask() -> impl Strategy<Value = Ask> {
    let class = || proptest::sample::select(ZoneClass::ALL.to_vec());
    let kind = proptest::sample::select(ZombieKind::ALL.to_vec());
    prop_oneof![
        1 => (class(), 0..NAMES.len()).prop_map(|(class, name)| Ask::Register(class, name)),
        4 => class().prop_map(Ask::Class),
        4 => (0..NAMES.len()).prop_map(Ask::Name),
        2 => (kind, -40..60i64, 0..5u64).prop_map(|(kind, on, many)| Ask::Baseline(kind, on, many)),
        4 => (0..4u64).prop_map(Ask::Void),
    ]
}

fn named_profile(class: ZoneClass, name: &str) -> ZoneProfile {
    ZoneProfile::new(text(name), class, "210112".parse().expect("a region"))
}

fn members(many: u64) -> BTreeSet<ProjectId> {
    (0..many).map(project_id).collect()
}

impl Lists {
    fn of(version: u64, on: Day, class: ZoneClass, name: &'static str) -> Self {
        Self { registered: Some((version, on, class, name)), ..Self::default() }
    }

    /// The name on a day, and the version that gave it.
    fn name_on(&self, day: Day) -> (u64, &'static str) {
        let known = self.names.iter().filter(|(_, on, ..)| *on <= day).max_by_key(|(version, on, ..)| (*on, *version));
        let (.., first) = self.registered.expect("it is registered");
        known.map_or((0, first), |(version, _, name, _)| (*version, name))
    }

    fn class_on(&self, day: Day) -> Option<ZoneClass> {
        let (_, registered_on, class, _) = self.registered.filter(|(_, on, ..)| *on <= day)?;
        let periods =
            [(registered_on, class)].into_iter().chain(self.classes.iter().map(|(_, on, class)| (*on, *class)));
        periods.rev().find(|(on, _)| *on <= day).map(|(_, class)| class)
    }

    /// Whether it can be, and then what stands; `today` is the day on which it is asked.
    fn take(&self, ask: Ask, on: Day, today: Day, version: u64) -> Option<Self> {
        let mut next = self.clone();
        if on > today {
            return None;
        }
        let Some((registration, registered_on, first, _)) = self.registered else {
            let Ask::Register(class, name) = ask else { return None };
            return Some(Self::of(version, on, class, NAMES[name]));
        };
        if on < registered_on {
            return None;
        }
        match ask {
            Ask::Register(..) => return None,
            Ask::Class(class) => {
                let (last, present) =
                    self.classes.last().map_or((registered_on, first), |(_, on, class)| (*on, *class));
                if on < last || class == present {
                    return None;
                }
                next.classes.push((version, on, class));
            }
            Ask::Name(name) => next.names.push((version, on, NAMES[name], self.name_on(on).0)),
            Ask::Baseline(kind, days, many) => {
                let of = crate::common::plus(start(), days);
                if of > today || self.baselines.iter().any(|(_, known, ..)| *known == kind) {
                    return None;
                }
                next.baselines.push((version, kind, of, members(many)));
            }
            Ask::Void(which) => {
                let voided = version.saturating_sub(1 + which);
                let is_last_class = self.classes.last().is_some_and(|(last, ..)| *last == voided);
                let is_name = self.names.iter().any(|(known, ..)| *known == voided);
                let is_told = self.names.iter().any(|(.., source)| *source == voided);
                let is_baseline = self.baselines.iter().any(|(known, ..)| *known == voided);
                let is_alone = self.classes.is_empty() && self.names.is_empty() && self.baselines.is_empty();
                if voided == registration && is_alone {
                    return Some(Self::default());
                }
                if !(is_last_class || (is_name && !is_told) || is_baseline) {
                    return None;
                }
                next.classes.retain(|(known, ..)| *known != voided);
                next.names.retain(|(known, ..)| *known != voided);
                next.baselines.retain(|(known, ..)| *known != voided);
            }
        }
        Some(next)
    }

    /// Whether a zone says what these lists say.
    fn check(&self, zone: &Zone) {
        for days in -2..70 {
            let day = crate::common::plus(start(), days);
            assert_eq!(zone.class_on(day), self.class_on(day), "{day}");
        }
        let profile = zone.profile();
        let name = self.registered.map(|_| self.name_on(Day::MAX).1);
        assert_eq!(profile.as_ref().map(ZoneProfile::name), name);
        assert_eq!(profile.map(|profile| profile.class()), self.class_on(Day::MAX));
        for kind in ZombieKind::ALL {
            let known = self.baselines.iter().find(|(_, known, ..)| *known == kind);
            let known = known.map(|(_, kind, day, members)| ZombieBaseline {
                day: *day,
                kind: *kind,
                members: members.clone(),
            });
            assert_eq!(zone.baseline(kind), known.as_ref());
        }
    }
}

fn command(ask: Ask, version: u64) -> ZoneCommand {
    match ask {
        Ask::Register(class, name) => ZoneCommand::Register(named_profile(class, NAMES[name])),
        Ask::Class(class) => to_class(class, "2017-12-01"),
        Ask::Name(name) => named(NAMES[name]),
        Ask::Baseline(kind, days, many) => {
            let (day, members) = (crate::common::plus(start(), days), members(many));
            ZoneCommand::FreezeBaseline(ZombieBaseline { day, kind, members })
        }
        Ask::Void(which) => voiding_zone_fact(version.saturating_sub(1 + which)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is decided is what the lists allow; what stands is what they hold, live and replayed from records at every prefix.
    #[test]
    fn a_zone_is_what_its_lists_say(class in proptest::sample::select(ZoneClass::ALL.to_vec()), asks in vec((ask(), -3..12i64), 1..40)) {
        let (source, policy) = (source(), policy());
        let (mut today, mut n) = (start(), 1);
        let context = |n: u64, on: Day, today: Day| Context::new(zone_event_id(n), evening(today), actor()).on(on);
        let registered = Zone::register(
            zone_id("hunnan"), named_profile(class, NAMES[0]), &source, &context(n, today, today), &policy,
        ).expect("it is registered");
        let mut zone = Zone::replay([registered]).expect("a history");
        let mut lists = Lists::of(1, today, class, NAMES[0]);
        let mut states = vec![zone.clone()];
        for (ask, days) in asks {
            today = crate::common::plus(today, 1);
            n += 1;
            // mostly a few days ago, now and then tomorrow
            let on = crate::common::plus(today, 1 - days.abs());
            let version = zone.version() + 1;
            let command = command(ask, version);
            let context = context(n, on, today);
            let next = lists.take(ask, on, today, version);
            prop_assert_eq!(zone.check(&command, &context, &policy).is_empty(), next.is_some(), "{:?} on {}: {:?}", ask, on, lists);
            let Some(next) = next else { continue };
            let event = zone.decide(command, &context, &policy).expect("the lists allow it").into_new().expect("it is new");
            zone.apply(event).expect("what was decided follows");
            lists = next;
            lists.check(&zone);
            states.push(zone.clone());
        }
        let now = evening(crate::common::plus(today, 1));
        let mut store = crate::common::opened(source, &actor(), now).expect("a log opens");
        for (event, state) in zone.events().iter().zip(&states) {
            use project_lifecycle::{EventLog as _, EventStore as _};
            let receipt = store.append(&event.clone().into(), now).expect("it follows");
            let loaded = store.zone(&zone_id("hunnan")).expect("it loads");
            prop_assert_eq!(loaded.as_ref(), Some(state));
            #[cfg(feature = "schema")]
            described(receipt.record());
            #[cfg(not(feature = "schema"))]
            let _ = receipt;
        }
    }
}

/// Whether the schema of its data describes a record, and nothing less or more.
#[cfg(feature = "schema")]
fn described(record: &project_lifecycle::Record) {
    use crate::schema::held;
    use project_lifecycle::{audit::EventType, export::schema::for_event_type};
    use serde_json::Value;
    let event_type = EventType::named(record.event_type()).expect("it is known");
    let schema = for_event_type(event_type, Language::English).schema;
    let data: Value = serde_json::from_str(record.data()).expect("JSON");
    assert_eq!(held::fault(&schema, &schema, &data), None, "{data}");
    for name in data.as_object().expect("an object").keys().filter(|name| *name != "by") {
        let mut less = data.clone();
        less.as_object_mut().expect("an object").remove(name);
        assert!(held::fault(&schema, &schema, &less).is_some(), "{less}");
    }
    for part in ["after", "before"] {
        let mut more = data.clone();
        if let Some(members) = more[part].as_object_mut() {
            members.insert("unknown".into(), json!(1));
            assert!(held::fault(&schema, &schema, &more).is_some(), "{more}");
        }
    }
}
