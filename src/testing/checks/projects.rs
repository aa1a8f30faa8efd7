//! Projects, as they are replayed and as the lists keep them.

use crate::project::CurrentState;
use crate::store::{Drift, ProjectQuery};
use crate::testing::life::{Life, text};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::{ActorId, AppendError, Money, StoreError};

/// Projects that live by chance, written and read by any handle: after every event what the store replays equals the live
/// project, also after a restart.
///
/// # Panics
/// When the store breaks it.
pub fn replays<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "replays", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(3);
    let mut lives: Vec<Life> = Vec::new();
    let nobody = log.world.project_id(u64::MAX);
    trial.same("a project that nobody planned is none", &handles[0].project(nobody), &None::<crate::Project>);
    for p in 0..effort.lives.max(1) {
        let mut life = log.world.begin(p.into(), &mut dice);
        let mut event = life.planning().clone();
        for _ in 0..25 {
            let (writer, reader) = (dice.below(3), dice.below(3));
            handles[writer].record(event);
            let loaded = handles[reader].project(life.project.id());
            trial.same("what is replayed equals the live project", &loaded.as_ref(), &Some(&life.project));
            event = life.step(&mut dice);
        }
        handles[0].record(event);
        lives.push(life);
    }
    handles[0].verified();
    drop(handles);
    let handle = log.reopened();
    for life in &lives {
        let loaded = handle.project(life.project.id());
        trial.same("after a restart what is replayed equals the live project", &loaded.as_ref(), &Some(&life.project));
    }
    let mut wanted: Vec<_> = lives.iter().map(|life| life.project.id()).collect();
    wanted.sort_unstable();
    trial.same(
        "the projects that have events are told in the order of their ids",
        &handle.project_ids(None, 1_000),
        &wanted,
    );
    let mut paged = Vec::new();
    while let Some(next) = handle.project_ids(paged.last().copied(), 1).first() {
        paged.push(*next);
        trial.demand("paging through the projects ends", paged.len() <= wanted.len(), || format!("{paged:?}"));
    }
    trial.same("also one by one", &paged, &wanted);
    trial.same("and none where none is asked for", &handle.project_ids(None, 0), &[]);
}

/// After every event, corrections among them, the current state of a project is what its history amounts to
/// ([`Project::current`](crate::Project::current)), on every handle; the check of all states finds nothing.
///
/// # Panics
/// When the store breaks it.
pub fn current_states<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "current_states", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(3);
    let nobody = log.world.project_id(u64::MAX);
    trial.same("a project that nobody planned has no state", &handles[0].current(nobody), &None::<CurrentState>);
    // a few at a time, so that handles go on where others wrote
    for few in 0..effort.lives.div_ceil(3) {
        let mut lives: Vec<Life> = (0..3).map(|p| log.world.begin(u64::from(3 * few + p), &mut dice)).collect();
        for life in &lives {
            handles[dice.below(3)].record(life.planning().clone());
        }
        for _ in 0..60 {
            let (index, writer, reader) = (dice.below(3), dice.below(3), dice.below(3));
            let life = &mut lives[index];
            if dice.once_in(10) {
                let several: Vec<_> = (0..1 + dice.below(5)).map(|_| life.step(&mut dice).into()).collect();
                handles[writer].record_all(&several);
            } else {
                handles[writer].record(life.step(&mut dice));
            }
            let state = handles[reader].current(life.project.id());
            let wanted = Some(life.project.current().clone());
            let version = life.project.version();
            let event = life.project.events().last().map_or("", |last| last.event_name());
            let contract = format!("the state after version {version}, `{event}`, is what the history amounts to");
            trial.same(&contract, &state, &wanted);
        }
        let listed = handles[0].projects(&ProjectQuery::all().limit(1_000)).projects;
        for life in &lives {
            let wanted = life.project.current().clone();
            let is_listed = listed.iter().filter(|state| **state == wanted).count() == 1;
            trial.demand("each project is listed once, with its state", is_listed, || format!("{wanted:?} is not"));
        }
    }
    trial.same("the check of all states finds nothing", &handles[0].check_current(), &[]);
    drop(handles);
    trial.same("after a restart as well", &log.reopened().check_current(), &[]);
}

/// What was written over current states is found by the check, with what is kept and what is right, and mended by the
/// rebuild; a handle that wrote in between does not bring it back. What belongs to no project is refused.
///
/// # Panics
/// When the store breaks it.
pub fn rebuilding<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "rebuilding", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut lives: Vec<Life> = (0..6).map(|p| log.world.begin(p, &mut dice).live(10, &mut dice)).collect();
    let requests: Vec<_> = lives.iter().flat_map(Life::requests).collect();
    handles[0].record_all(&requests);

    for round in 0..4 {
        let mut wanted: Vec<Drift> = Vec::new();
        for life in lives.iter().skip(round % 3).step_by(2) {
            let folded = life.project.current().clone();
            let kept = wrong(&folded, &mut dice);
            let written = handles[round % 2].write_current(&kept);
            let contract = "what the events do not set of a state can be written over";
            trial.demand(contract, written.is_ok(), || format!("{written:?} for {kept:?}"));
            trial.same("and is kept", &handles[0].current(life.project.id()).as_ref(), &Some(&kept));
            wanted.extend(Drift::between(folded.project, Ok(Some(kept)), Ok(Some(folded))).ok().flatten());
        }
        wanted.sort_by_key(|drift| drift.folded().map(|state| state.project));
        for handle in &handles {
            trial.same("the check finds what is wrong, and nothing else", &handle.check_current(), &wanted);
        }
        if round % 2 == 0 {
            // a handle that has seen the wrong states goes on
            let seen: Vec<_> = lives.iter_mut().map(|life| life.step(&mut dice).into()).collect();
            handles[1].record_all(&seen);
            handles[0].rebuild_current();
        } else {
            let mended = handles[0].rebuild_current();
            trial.same("the rebuild gives what it mended", &mended, &wanted);
        }
        for _ in 0..3 {
            trial.same("after the rebuild nothing is wrong", &handles[0].check_current(), &[]);
            // what adds to a list that was wrong, and anything
            let next = lives.iter_mut().flat_map(|life| [life.invest(), life.step(&mut dice)]);
            let next: Vec<_> = next.map(crate::AppendRequest::new).collect();
            handles[1].record_all(&next);
            for life in &lives {
                let state = Some(life.project.current().clone());
                trial.same("nor does it come back", &handles[0].current(life.project.id()), &state);
            }
        }
    }

    // else a rebuild could undo what a writer does in between
    let life = &lives[0];
    let (subject, right) = (life.project.id().into(), life.project.current().clone());
    for version in [right.version - 1, right.version + 1] {
        let written = handles[0].write_current(&CurrentState { version, ..right.clone() });
        let contract = "the state of another version than the last event's gets `Conflict` with both";
        let wanted = AppendError::Conflict { subject, expected: version, actual: right.version };
        let is_told = matches!(&written, Err(StoreError::Append(error)) if *error == wanted);
        trial.demand(contract, is_told, || format!("{written:?} for {version}, not {}", right.version));
        trial.same("and not kept", &handles[1].current(life.project.id()).as_ref(), &Some(&right));
    }
    let ghost = log.world.begin(1_000_000, &mut dice).project.current().clone();
    let written = handles[0].write_current(&ghost);
    trial.demand("the state of a project without events is refused", written.is_err(), || format!("{written:?}"));
    trial.same("and not kept", &handles[0].current(ghost.project), &None::<CurrentState>);
    trial.same("nothing is wrong at last", &handles[1].check_current(), &[]);
}

/// The state with something wrong that a storage cannot know better.
fn wrong(right: &CurrentState, dice: &mut crate::testing::dice::Dice) -> CurrentState {
    let mut state = right.clone();
    match dice.below(5) {
        0 => state.officer = Some(ActorId::new("nobody").expect("an id")),
        1 => state.name = text("改名"),
        2 => state.zone = "elsewhere".parse().expect("an id"),
        3 => {
            state.schedule = None;
            state.owed.clear();
            state.name = text("owes nothing");
        }
        _ => {}
    }
    state.total_investment = Some(Money::from_fen(1));
    state.invested.clear();
    state
}
