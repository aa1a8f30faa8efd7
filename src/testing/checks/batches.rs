//! Several requests in one transaction.

use crate::audit::{Batch, Subject};
use crate::project::CurrentState;
use crate::store::ProjectQuery;
use crate::testing::life::{Life, now};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::value::DigestAlgorithm;
use crate::{AppendError, AppendRequest, EventStore as _, MemoryStore, Record};

/// Of a batch for [`Each`](Batch::Each) the requests that can stand are written and the others are answered one by one, as
/// if they had come one after another: requests build on one another, and a request may come twice.
///
/// # Panics
/// When the store breaks it.
pub fn batches_for_each<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "batches_for_each", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut model = MemoryStore::new(log.source.clone());
    model.open_log(DigestAlgorithm::default(), &log.world.actor(), now()).expect("a log opens in memory");

    // by hand: planned, moved on, the same again, a version too early, one too late, and a refused attempt
    let mut life = log.world.begin(0, &mut dice);
    let subject = Subject::from(life.project.id());
    let stale = life.note("too early");
    let first = life.step(&mut dice);
    let second = life.step(&mut dice);
    let mut gap = life.clone();
    gap.step(&mut dice);
    let too_late = gap.step(&mut dice);
    let requests: Vec<AppendRequest> = vec![
        life.planning().clone().into(),
        first.clone().into(),
        first.into(),
        stale.into(),
        too_late.into(),
        second.into(),
        life.refusal().into(),
    ];
    let answers = handles[0].batch(&requests, Batch::Each, now());
    let places = answers.map(|answers| {
        let place = |answer: Result<Record, AppendError>| answer.map(|record| record.sequence());
        answers.into_iter().map(place).collect::<Vec<_>>()
    });
    let conflict = |expected, actual| Err(AppendError::Conflict { subject, expected, actual });
    let wanted = vec![Ok(2), Ok(3), Ok(3), conflict(1, 2), conflict(4, 2), Ok(4), Ok(5)];
    trial.same("each request of a batch is answered as if it had come alone", &places, &Ok(wanted));
    model.append_batch(&requests, Batch::Each, now()).expect("it is written in memory");

    // by chance, against the same in memory
    let mut lives: Vec<Life> = (1..6).map(|p| log.world.begin(p, &mut dice)).collect();
    let mut earlier = requests;
    let mut fresh: Vec<AppendRequest> = lives.iter().map(|life| life.planning().clone().into()).collect();
    for _ in 0..12 {
        for _ in 0..dice.below(25) {
            let index = dice.below(lives.len());
            let life = &mut lives[index];
            let rival = dice.once_in(6).then(|| life.choose(&mut dice));
            fresh.push(life.step(&mut dice).into());
            fresh.extend(rival.map(AppendRequest::new));
            if dice.once_in(6) {
                fresh.push(life.refusal().into());
            }
            if dice.once_in(4) {
                fresh.push(dice.pick(&fresh));
            }
            if dice.once_in(4) {
                fresh.push(dice.pick(&earlier));
            }
        }
        let wanted = model.append_batch(&fresh, Batch::Each, now()).expect("it is written in memory");
        let wanted = wanted.into_iter().map(|answer| answer.map(|receipt| receipt.record().clone())).collect();
        let place = dice.below(2);
        let answers = handles[place].batch(&fresh, Batch::Each, now());
        trial.same("each request is answered as `plan_batch` decides", &answers, &Ok::<Vec<_>, _>(wanted));
        earlier.append(&mut fresh);
    }
    let size = handles[0].size();
    trial.same("a batch of nothing is done", &handles[0].batch(&[], Batch::Each, now()).as_deref(), &Ok(&[][..]));
    trial.same("and writes nothing", &handles[0].size(), &size);
    trial.same_list("the log is what was answered", &handles[1].verified(), model.records());
    for life in &lives {
        let state = Some(life.project.current().clone());
        trial.same("a batch moves the current states on", &handles[1].current(life.project.id()), &state);
    }
}

/// A [`Whole`](Batch::Whole) batch is written as a whole or not at all: the first request that cannot stand is named with
/// its reason, and nothing is written, neither records nor current states; without it the batch is written.
///
/// # Panics
/// When the store breaks it.
pub fn whole_batches<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "whole_batches", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    for round in 0..10_u64 {
        let known = log.world.begin(3 * round, &mut dice).live(3, &mut dice);
        handles[0].record_all(&known.requests());
        let before = handles[1].verified();

        // two new projects and one that is known, interleaved
        let mut lives =
            [known.clone(), log.world.begin(3 * round + 1, &mut dice), log.world.begin(3 * round + 2, &mut dice)];
        let mut good: Vec<AppendRequest> = lives[1..].iter().map(|life| life.planning().clone().into()).collect();
        for _ in 0..10 {
            let index = dice.below(3);
            good.push(lives[index].step(&mut dice).into());
        }
        let mut bad = good.clone();
        let index = dice.below(good.len() + 1);
        let stale = known.clone().note("stale");
        let stale = if round % 2 == 0 { known.planning().clone() } else { stale };
        // a version that nobody is at: that project's events lie far behind
        let far = lives[0].clone().live(20, &mut dice).note("far ahead");
        let subject = Subject::from(known.project.id());
        let (wrong, expected) = (far.clone(), far.version() - 1);
        bad.insert(index, wrong.into());
        // what comes after is not looked at
        bad.push(stale.into());

        let refused = handles[0].batch(&bad, Batch::Whole, now());
        let Err(error) = refused else {
            trial.fail("a whole batch with a wrong request is refused", &format!("{refused:?}"))
        };
        trial.same("the first request that cannot stand is named", &error.index, &index);
        let actual =
            known.project.version() + good[..index].iter().filter(|one| one.subject() == subject).count() as u64;
        let wanted = AppendError::Conflict { subject, expected, actual };
        trial.same("and why, considering the requests before it", &error.error, &wanted);
        for handle in &handles {
            trial.same_list("a whole batch that is refused writes no record", &handle.verified(), &before);
            let state = known.project.current().clone();
            trial.same("nor moves a state", &handle.current(known.project.id()), &Some(state));
            for life in &lives[1..] {
                let id = life.project.id();
                trial.same("nor begins a stream", &handle.stream(id).len(), &0);
                trial.same("nor a state", &handle.current(id), &None::<CurrentState>);
            }
        }

        let records = handles[1].record_all(&good);
        let places: Vec<_> = records.iter().map(Record::sequence).collect();
        let wanted: Vec<_> = (1..=good.len() as u64).map(|place| before.len() as u64 + place).collect();
        trial.same("without it the batch is written, in order", &places, &wanted);
        for life in &lives {
            let loaded = handles[0].project(life.project.id());
            trial.same("a batch is written whole", &loaded.as_ref(), &Some(&life.project));
            let state = life.project.current().clone();
            trial.same("with its states", &handles[0].current(life.project.id()), &Some(state));
        }
    }
    let listed = handles[0].projects(&ProjectQuery::all().limit(1_000)).projects.len();
    trial.same("every project of the batches is listed, once", &listed, &30);
    handles[0].verified();
}
