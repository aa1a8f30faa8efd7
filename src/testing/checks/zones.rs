//! Zones beside projects.

use std::collections::BTreeSet;

use crate::act::{Correction, Voiding};
use crate::audit::{Subject, seal_into};
use crate::evidence::Attachment;
use crate::lifecycle::{ZombieKind, ZoneClass};
use crate::registry::{ZombieBaseline, Zone, ZoneCommand, ZoneEvent, ZoneHistoryError, ZoneHistoryFault, ZoneProfile};
use crate::store::ProjectQuery;
use crate::testing::life::{evening, first_day, now, text};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::{AppendError, AppendRequest, Context, EventId, Record, ZoneId};

/// Zones are recorded in streams of their own, chained and versioned like projects, and are replayed from them; retries are
/// found, stale writers refused, and so are what does not follow from a zone's history and what another log has of one; no list takes
/// them for projects.
///
/// # Panics
/// When the store breaks it.
pub fn zones<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "zones", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut life = log.world.begin(1, &mut dice);
    handles[0].record(life.planning().clone());

    let id: ZoneId = "沈北新区".parse().expect("an id");
    let subject = Subject::zone(&log.source, &id);
    let policy = log.world.policy();
    let context = |n: u64| {
        let id = EventId::named(subject.id(), &n.to_string());
        Context::new(id, evening(first_day()), log.world.actor()).on(first_day())
    };
    let profile = ZoneProfile::new(text("沈北新区"), ZoneClass::Provincial, "210113".parse().expect("a region"));
    let registered =
        Zone::register(id.clone(), profile, &log.source, &context(1), policy).expect("a zone can be registered");
    trial.same("a zone that was never registered is none", &handles[1].zone(subject), &None);
    let mut zone = Zone::replay([registered.clone()]).expect("a registration is a history");
    let mut records: Vec<Record> = vec![handles[0].record(registered)];

    let paper = Attachment::new("升级批复", "国务院办公厅").expect("a paper").dated(first_day());
    let members: BTreeSet<_> = [life.project.id()].into();
    let baseline = ZombieBaseline { day: first_day(), kind: ZombieKind::Project, members };
    let correction = Correction { authority: text("市外经贸局"), grounds: text("录入有误") };
    let commands = [
        ZoneCommand::ChangeClass { to: ZoneClass::National, paper },
        ZoneCommand::FreezeBaseline(baseline.clone()),
        ZoneCommand::VoidFact(Voiding { version: 3, correction }),
        ZoneCommand::FreezeBaseline(baseline),
    ];
    for (command, n) in commands.into_iter().zip(2..) {
        let decide = |zone: &Zone, n| -> ZoneEvent {
            let decision = zone.decide(command.clone(), &context(n), policy).expect("it follows");
            decision.into_new().expect("it is new")
        };
        let (event, stale) = (decide(&zone, n), decide(&zone, n + 100));
        let request = AppendRequest::from(event.clone());
        let record = handles[dice.below(2)].record(request.clone());
        trial.same("an event of a zone is in the zone's stream", &record.subject(), &subject);
        trial.same("at the next version", &record.stream_version(), &n);
        trial.same("it is read as it was written", &record.zone_event(), &Ok(event.clone()));
        trial.same("the same again is found", &handles[1].append(&request, now()), &Ok(record.clone()));
        let refused = handles[dice.below(2)].refused(&stale.into(), now());
        let conflict = AppendError::Conflict { subject, expected: n - 1, actual: n };
        trial.same("what was decided on an older version is refused", &refused, &conflict);
        zone.apply(event).expect("what was decided follows");
        records.push(record);
        // a project goes on beside it
        handles[dice.below(2)].record(life.step(&mut dice));
        trial.same("a zone is replayed from its stream", &handles[1].zone(subject).as_ref(), &Some(&zone));
    }
    // an event of another history at the next version, read back, so that it does not say on what it was decided
    let strange = {
        let mut other = Zone::replay([zone.events()[0].clone()]).expect("a registration is a history");
        let paper = Attachment::new("升级批复", "国务院办公厅").expect("a paper").dated(first_day());
        let mut last = None;
        for (n, to) in (201..).zip([ZoneClass::National, ZoneClass::Provincial].into_iter().cycle()) {
            let command = ZoneCommand::ChangeClass { to, paper: paper.clone() };
            let decision = other.decide(command, &context(n), policy).expect("it follows");
            let event = decision.into_new().expect("it is new");
            last = Some(event.clone());
            other.apply(event).expect("what was decided follows");
            if other.version() > zone.version() {
                break;
            }
        }
        let mut line = Vec::new();
        let request = AppendRequest::from(last.expect("some event"));
        seal_into(&request, &handles[0].head(), now(), &mut line).expect("it can be sealed");
        Record::parse(line).and_then(|record| record.zone_event()).expect("what was sealed can be read")
    };
    let refused = handles[dice.below(2)].refused(&strange.into(), now());
    let contract = "an event that does not follow from its zone's history is refused";
    trial.demand(contract, matches!(refused, AppendError::UnlawfulZone(_)), || format!("{refused:?}"));
    // registered for another log, where its id in the streams is another
    let elsewhere = "urn:example:elsewhere".parse().expect("a source");
    let profile = ZoneProfile::new(text("沈抚新区"), ZoneClass::Provincial, "210100".parse().expect("a region"));
    let foreign: ZoneId = "沈抚新区".parse().expect("an id");
    let registration =
        Zone::register(foreign.clone(), profile, &elsewhere, &context(301), policy).expect("a zone can be registered");
    let refused = handles[dice.below(2)].refused(&registration.into(), now());
    let (zone_here, found) = (foreign.uuid(&log.source), foreign.uuid(&elsewhere));
    let fault = ZoneHistoryFault::WrongZone { found };
    let why = ZoneHistoryError::Event { zone: zone_here, version: 1, fault };
    let contract = "a registration for another log is refused with both ids";
    trial.same(contract, &refused, &AppendError::UnlawfulZone(why.into()));
    drop(handles);
    let handle = log.reopened();
    trial.same_list("the stream of a zone has its records in order", &handle.stream(subject), &records);
    trial.same("and it is replayed after a restart", &handle.zone(subject), &Some(zone));
    trial.same("the project beside it is as it was", &handle.project(life.project.id()).as_ref(), &Some(&life.project));
    trial.same("no zone is listed as a project", &handle.projects(&ProjectQuery::all()).projects.len(), &1);
    trial.same("nor told as one", &handle.project_ids(None, 10), &[life.project.id()]);
    trial.same("the check of the states finds nothing", &handle.check_current(), &[]);
    trial.same("nor does that of zones", &handle.check_zones(), &[]);
    handle.verified();
}
