//! Histories that storage corrupted.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::Index;
use serde_json::Value;

use super::lives::life;
use crate::audit::{LogHead, seal_into};
use crate::lifecycle::Position;
use crate::testing::Walk;
use crate::testing::sample::{self, actor, source};
use crate::{Event, Record, Stage, canonical};

/// A lawful life with one event changed, dropped, doubled or in another place, so that replay must refuse it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Corrupted {
    /// The events.
    pub events: Vec<Event>,
    /// What is wrong with them, as a person reads it.
    pub what: String,
}

/// What storage does to a history.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// An event is gone that is not the last one.
    Dropped,
    /// An event stands there twice.
    Doubled,
    /// Two neighbours have changed places.
    Swapped,
    /// An event bears the id of an earlier one.
    OtherId,
    /// An event bears another version.
    OtherVersion,
    /// An event takes effect long before the planning.
    OtherDay,
    /// An event finds the project where it does not stand.
    Elsewhere,
    /// An event is another project's.
    Stranger,
}

/// A corrupt history of the second project, from a [life](super::life) of at most so many steps and at least one.
pub fn corrupted(steps: usize) -> impl Strategy<Value = Corrupted> {
    let fault = prop_oneof![
        Just(Fault::Dropped),
        Just(Fault::Doubled),
        Just(Fault::Swapped),
        Just(Fault::OtherId),
        Just(Fault::OtherVersion),
        Just(Fault::OtherDay),
        Just(Fault::Elsewhere),
        Just(Fault::Stranger),
    ];
    let lived = life(2, steps).prop_map(|project| match project.events() {
        // nothing can be wrong with a planning alone
        [_] => Walk::to(2, sample::at(Stage::Reserve)).project.events().to_vec(),
        events => events.to_vec(),
    });
    (lived, fault, any::<Index>()).prop_map(|(events, fault, at)| corrupt(events, fault, at))
}

/// Corrupts a history of two events or more.
fn corrupt(mut events: Vec<Event>, fault: Fault, at: Index) -> Corrupted {
    // the last event is changed, but neither dropped nor swapped with what follows
    let early = at.index(events.len() - 1);
    let late = early + 1;
    let version = late + 1;
    let what = match fault {
        Fault::Dropped => {
            events.remove(early);
            format!("event {late} is gone")
        }
        Fault::Doubled => {
            events.insert(late, events[early].clone());
            format!("event {late} stands there twice")
        }
        Fault::Swapped => {
            events.swap(early, late);
            format!("events {late} and {version} have changed places")
        }
        Fault::OtherId => {
            let earlier = events[early].id();
            events[late] = forged(&events[late], |record| record["id"] = earlier.to_string().into());
            format!("event {version} bears the id of event {late}")
        }
        Fault::OtherVersion => {
            events[late] = forged(&events[late], |record| record["streamversion"] = (version + 1).into());
            format!("event {version} bears version {}", version + 1)
        }
        Fault::OtherDay => {
            events[late] = forged(&events[late], |record| record["data"]["effective_on"] = "1990-01-01".into());
            format!("event {version} takes effect in 1990")
        }
        Fault::Elsewhere => {
            let stood = events[late].from().map(Position::stage);
            let others = Stage::ALL.into_iter().filter(|stage| Some(*stage) != stood && Position::at(*stage).is_some());
            let other = *at.get(&others.collect::<Vec<_>>());
            events[late] = forged(&events[late], |record| {
                let data = record["data"].as_object_mut().expect("data are an object");
                data.remove("stalled_at");
                data.extend(["from", "to"].map(|member| (member.to_owned(), other.code().into())));
            });
            format!("event {version} finds the project `{other}`")
        }
        Fault::Stranger => {
            let stranger = Walk::to(3, sample::at(Stage::Reserve)).project;
            events[late] = stranger.events()[1].clone();
            format!("event {version} is another project's")
        }
    };
    Corrupted { events, what }
}

/// An event as it is read from its record, which somebody changed.
fn forged(event: &Event, change: impl FnOnce(&mut Value)) -> Event {
    let (_, head) = LogHead::open(source(), &actor(), event.at()).expect("a log opens");
    let mut line = Vec::new();
    let _head = seal_into(&event.clone().into(), &head, event.at(), &mut line).expect("it is sealed");
    let mut record: Value = serde_json::from_slice(&line).expect("a record is JSON");
    change(&mut record);
    let line = canonical::to_vec(&record).expect("it has a canonical form");
    Record::parse(line).expect("a record").event().expect("an event")
}
