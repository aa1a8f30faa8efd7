//! Places of the log that its owner puts in quarantine.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::{Correction, Voiding};
use crate::audit::{
    FoundQuarantine, KeptLine, Quarantine, QuarantineError, QuarantinePlan, Subject, Upcasters, load_project,
    load_zone, plan_quarantine,
};
use crate::lifecycle::ZoneClass;
use crate::registry::{Zone, ZoneProfile};
use crate::store::ProjectQuery;
use crate::testing::life::{Life, evening, first_day, last_day, now, text};
use crate::testing::trial::{Handle, Log};
use crate::testing::{Effort, Finding, Harness};
use crate::{AppendError, AppendRequest, Command, Context, EventId, Record, StoreError};

/// What the owner puts in quarantine stays in the log, and is read no longer: the right records are written, and whatever reads a stream,
/// the log, a project, a zone or a list passes over it, on every handle and after a restart. Numbers and ids stay taken. A project goes
/// on where its readable history left it; one whose planning is in quarantine is gone. What cannot be put there is refused.
///
/// # Panics
/// When the store breaks it.
pub fn quarantine<H: Harness>(harness: &H, effort: Effort) -> Finding {
    let log = Log::new(harness, "quarantine", effort);
    if !log.has_quarantine() {
        return Finding::NotChecked("the harness gives no handle that puts places in quarantine");
    }
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut lives: Vec<Life> = (1..=3).map(|p| log.world.begin(p, &mut dice)).collect();
    for life in &lives {
        handles[0].record(life.planning().clone());
    }
    let mut zone = registered(&log);
    handles[1].record(zone.events()[0].clone());
    for _ in 0..12 {
        for life in &mut lives {
            handles[dice.below(2)].record(life.step(&mut dice));
        }
    }
    zone.apply(zone_amended(&zone, &log)).expect("what was decided follows");
    handles[0].record(zone.events()[1].clone());
    let owner =
        Owner { log: &log, correction: Correction { authority: text("数据局"), grounds: text("记录损坏") } };
    owner.same(&handles, &lives, zone.events()[0].zone());

    for round in 1..=6_u64 {
        // a fact at the end as well, behind which nothing is undone
        let (which, writer) = (dice.below(2), dice.below(2));
        let life = &mut lives[which];
        if round % 3 == 0 {
            let noted = life.note("将入隔离区");
            life.take(noted.clone());
            handles[writer].record(noted);
        }
        let stream = handles[writer].stream(life.project.id());
        let last = stream.len() - 1;
        let bad = if round % 3 == 0 { last } else { last - dice.below(last.min(4)) };
        let bad = &stream[bad];
        let before = life.clone();
        owner.puts(&mut handles[writer], &[bad.sequence()], round);
        owner.same(&handles, &lives, zone.events()[0].zone());

        let life = &mut lives[which];
        let lost = AppendRequest::from(bad.event().expect("a project's event"));
        for handle in &mut handles {
            let reused = AppendError::IdReused { id: bad.id(), sequence: bad.sequence(), dates: None };
            trial.same("an id in quarantine stays taken, and finds nothing", &handle.refused(&lost, now()), &reused);
            let stale = before.clone().note("基于已隔离的记录");
            let refused = handle.refused(&stale.into(), now());
            let contract = "what was decided on a record in quarantine is stale";
            trial.demand(contract, refused.is_stale(), || format!("{refused:?}"));
        }
        if let Some(left) = handles[0].project(life.project.id()) {
            life.project = left;
            for _ in 0..3 {
                let version = life.project.version();
                let request = AppendRequest::new(life.step(&mut dice));
                let record = handles[dice.below(2)].record(request.clone());
                trial.same("numbers in quarantine stay taken", &record.stream_version(), &(version + 1));
                let again = handles[dice.below(2)].append(&request, now());
                trial.same("a request since is found", &again, &Ok(record));
            }
        }
    }
    owner.same(&handles, &lives, zone.events()[0].zone());
    // a void of a fact goes alone: the fact stands again, and can be voided again
    let life = &mut lives[0];
    let noted = life.note("将两次作废");
    life.take(noted.clone());
    handles[0].record(noted.clone());
    for round in [10, 11] {
        let voiding = Voiding { version: noted.version(), correction: owner.correction.clone() };
        let context = life.context();
        let void = life.decide(Command::VoidFact(voiding), &context);
        let place = handles[dice.below(2)].record(void).sequence();
        owner.puts(&mut handles[dice.below(2)], &[place], round);
        let Some(left) = handles[1].project(life.project.id()) else {
            trial.fail("a project goes on where its readable history left it", "it is gone")
        };
        life.project = left;
    }
    owner.same(&handles, &lives, zone.events()[0].zone());
    owner.is_refused(&mut handles[0]);

    // of a zone, and of all of a project
    let subject = Subject::zone(&log.source, zone.id());
    let bad = handles[0].stream(subject)[1].sequence();
    let planned = handles[0].stream(lives[2].project.id())[0].sequence();
    owner.puts(&mut handles[1], &[bad, planned], 7);
    owner.same(&handles, &lives, zone.events()[0].zone());
    let gone = lives[2].project.id();
    for handle in &mut handles {
        trial.same("a project whose planning is in quarantine is none", &handle.project(gone), &None::<crate::Project>);
        let again = handle.refused(&lives[2].planned_again(1).planning().into(), now());
        let is_taken = matches!(again, AppendError::Conflict { expected: 0, .. });
        trial.demand("and its id stays taken", is_taken, || format!("{again:?}"));
    }
    drop(handles);
    let handle = log.reopened();
    owner.same(&[handle], &lives, zone.events()[0].zone());
    Finding::Held
}

/// A zone's registration.
fn registered<H: Harness>(log: &Log<'_, H>) -> Zone {
    let profile = ZoneProfile::new(text("沈北新区"), ZoneClass::Provincial, "210113".parse().expect("a region"));
    let id = "沈北新区".parse().expect("an id");
    let event = Zone::register(id, profile, &log.source, &zone_context(log, 1), log.world.policy());
    Zone::replay([event.expect("a zone can be registered")]).expect("a registration is a history")
}

/// Another class of a zone.
fn zone_amended<H: Harness>(zone: &Zone, log: &Log<'_, H>) -> crate::registry::ZoneEvent {
    let paper = crate::evidence::Attachment::new("升级批复", "国务院办公厅").expect("a paper").dated(first_day());
    let command = crate::registry::ZoneCommand::ChangeClass { to: ZoneClass::National, paper };
    let decision = zone.decide(command, &zone_context(log, 2), log.world.policy()).expect("it follows");
    decision.into_new().expect("it is new")
}

fn zone_context<H: Harness>(log: &Log<'_, H>, n: u64) -> Context {
    let id = EventId::named(log.world.project_id(1_000).uuid(), &n.to_string());
    Context::new(id, evening(first_day()), log.world.actor()).on(first_day())
}

/// Who puts places in quarantine, and what must come of it.
struct Owner<'l, 'h, H> {
    log: &'l Log<'h, H>,
    correction: Correction,
}

impl<H: Harness> Owner<'_, '_, H> {
    fn context(&self, n: u64) -> Context {
        let id = EventId::named(self.log.world.project_id(1_001).uuid(), &n.to_string());
        Context::new(id, evening(last_day()), self.log.world.actor())
    }

    /// What is to be written, by the lines of the log as they stand.
    fn planned(&self, handle: &Handle<H::Store>, places: &[u64], n: u64) -> Result<QuarantinePlan, QuarantineError> {
        let (head, lines) = (handle.head(), self.lines(handle));
        let named: BTreeSet<_> =
            lines.iter().filter(|one| places.contains(&one.sequence())).map(Record::subject).collect();
        let mut streams: BTreeMap<Subject, Vec<KeptLine>> = BTreeMap::new();
        for record in lines.iter().filter(|record| named.contains(&record.subject())) {
            let (sequence, version) = (record.sequence(), record.stream_version());
            let line = KeptLine { sequence, version, leaf: record.leaf(head.digest()), line: record.line().to_vec() };
            streams.entry(record.subject()).or_default().push(line);
        }
        let own = Subject::log(&self.log.source);
        let version = lines.iter().filter(|record| record.subject() == own).count() as u64;
        let found = FoundQuarantine { head, version, known: Quarantine::of(&lines), streams, astray: Vec::new() };
        plan_quarantine(found, places, &self.correction, &self.context(n), self.log.world.policy(), now())
    }

    /// All lines of the log, as records.
    fn lines(&self, handle: &Handle<H::Store>) -> Vec<Record> {
        let parse = |line: Vec<u8>| Record::parse(line);
        let read: Result<Vec<_>, _> = handle.lines(0, usize::MAX).into_iter().map(parse).collect();
        read.unwrap_or_else(|why| self.log.trial.fail("lines are shown as they were written", &format!("{why:?}")))
    }

    /// Puts places in quarantine, for which the right records are written.
    fn puts(&self, handle: &mut Handle<H::Store>, places: &[u64], n: u64) {
        let size = self.lines(handle).len();
        let planned = match self.planned(handle, places, n) {
            Ok(planned) => planned,
            Err(why) => panic!("a bug of the suite: {places:?} cannot be put in quarantine: {why}"),
        };
        let wanted: Vec<_> = planned.records.into_iter().map(|(record, _)| record).collect();
        match self.put(handle, places, n) {
            Ok(given) => {
                self.log.trial.same_list("the records of a quarantine are those of its plan", &given, &wanted);
            }
            Err(error) => self.log.trial.fail("places are put in quarantine", &format!("{error:?}")),
        }
        self.log.trial.same_list("and are written", self.lines(handle).get(size..).unwrap_or_default(), &wanted);
        self.log.trial.same("with their head", &handle.head(), &planned.head);
    }

    fn put(&self, handle: &mut Handle<H::Store>, places: &[u64], n: u64) -> Result<Vec<Record>, StoreError> {
        let context = self.context(n);
        let put = self.log.put_in_quarantine(handle, places, (&self.correction, &context));
        put.expect("the harness gave such a handle before")
    }

    /// What cannot be put in quarantine.
    fn is_refused(&self, handle: &mut Handle<H::Store>) {
        let (trial, head) = (self.log.trial, handle.head());
        let size = head.size();
        let known = handle.quarantine();
        let there = known.places().next().map_or(0, |place| place.sequence);
        let free = (2..=size).find(|place| known.at(*place).is_none()).expect("some record is read");
        for (places, wanted) in [
            (vec![0], QuarantineError::NoSuchPlace { sequence: 0 }),
            (vec![size + 1], QuarantineError::NoSuchPlace { sequence: size + 1 }),
            (vec![u64::MAX], QuarantineError::NoSuchPlace { sequence: u64::MAX }),
            (vec![free, free], QuarantineError::NoSuchPlace { sequence: free }),
            (vec![there], QuarantineError::Already { sequence: there }),
            (vec![1], QuarantineError::OfTheLog { sequence: 1 }),
        ] {
            let put = self.put(handle, &places, 100);
            let is_told = matches!(&put, Err(StoreError::Quarantine(why)) if **why == wanted);
            trial.demand("what cannot be put in quarantine is refused", is_told, || format!("{put:?} for {places:?}"));
        }
        let put = self.put(handle, &[free], 1);
        let is_told = matches!(&put, Err(StoreError::Append(AppendError::IdReused { .. })));
        trial.demand("a quarantine has an id of its own", is_told, || format!("{put:?}"));
        trial.same("what is refused writes nothing", &handle.head(), &head);
    }

    /// What all handles say, by the lines of the log as they stand.
    fn same(&self, handles: &[Handle<H::Store>], lives: &[Life], zone: crate::value::Uuid) {
        let trial = self.log.trial;
        let lines = self.lines(&handles[0]);
        let quarantine = Quarantine::of(&lines);
        let read: Vec<_> = lines.iter().filter(|one| quarantine.at(one.sequence()).is_none()).cloned().collect();
        let of = |subject: Subject| -> Vec<_> {
            read.iter().filter(|record| record.subject() == subject).cloned().collect()
        };
        let fine = "a bug of the suite: what is left of a stream can be read";
        for handle in handles {
            trial.same_list("all lines are shown, those in quarantine too", &self.lines(handle), &lines);
            trial.same("what is in quarantine is what the log's own records say", &handle.quarantine(), &quarantine);
            trial.same_list("the log is read but for what is in quarantine", &handle.log(0, usize::MAX), &read);
            let mut paged: Vec<Record> = Vec::new();
            loop {
                let page = handle.log(paged.last().map_or(0, Record::sequence), 7);
                let is_last = page.len() < 7;
                paged.extend(page);
                trial.demand("paging through the log ends", paged.len() <= read.len(), || format!("{}", paged.len()));
                if is_last {
                    break;
                }
            }
            trial.same_list("also in pages, of which only the last one is short", &paged, &read);
            let (mut listed, mut left) = (handle.projects(&ProjectQuery::all().limit(1_000)).projects, Vec::new());
            for life in lives {
                let id = life.project.id();
                let stream = of(id.into());
                trial.same_list("a stream is read but for what is in quarantine", &handle.stream(id), &stream);
                let project = load_project(&stream, &Upcasters::new(), &quarantine).expect(fine);
                trial.same("a project stands where its readable history left it", &handle.project(id), &project);
                let current = project.as_ref().map(|project| project.current().clone());
                trial.same("and is listed so, or not at all", &handle.current(id), &current);
                left.extend(current);
            }
            left.sort_by_key(|state| state.project);
            listed.sort_by_key(|state| state.project);
            trial.same_list("the list has the projects of which something is left", &listed, &left);
            let stream = of(Subject::of_zone(zone));
            let wanted = load_zone(&stream, &quarantine).expect(fine);
            trial.same("a zone is what its readable history says", &handle.zone(Subject::of_zone(zone)), &wanted);
            trial.same("the check of the states finds nothing", &handle.check_current(), &[]);
            for record in lines.iter().filter(|one| quarantine.at(one.sequence()).is_some()).take(3) {
                let proven = handle.proof(record.sequence()).map(|proof| proof.verify(record));
                trial.same("what is in quarantine is proved like any other", &proven, &Some(Ok(())));
            }
            handle.verified();
        }
    }
}
