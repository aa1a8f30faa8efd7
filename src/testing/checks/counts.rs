//! Counts of projects by stage.

use std::collections::BTreeMap;

use super::lists::listings;
use crate::Stage;
use crate::store::ProjectQuery;
use crate::testing::life::Life;
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};

/// The counts of every list, with every filter: how many of the projects that [`ProjectQuery::lists`] names stand in each
/// stage, every stage told, whatever the limit and the place.
///
/// # Panics
/// When the store breaks it.
pub fn counts<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "counts", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let unopened = log.handle();
    let none = BTreeMap::from(Stage::ALL.map(|stage| (stage, 0)));
    trial.same("a log that is not open has no project in any stage", &unopened.counts(&ProjectQuery::all()), &none);
    drop(unopened);
    let mut handle = log.opened();
    trial.same("nor has an empty one", &handle.counts(&ProjectQuery::all()), &none);
    let mut lives: Vec<Life> = (0..30).map(|p| log.world.begin(p, &mut dice).live(20, &mut dice)).collect();
    handle.record_all(&lives.iter().flat_map(Life::requests).collect::<Vec<_>>());

    // again after each project has moved on
    for _ in 0..2 {
        let states: Vec<_> = lives.iter().map(|life| life.project.current().clone()).collect();
        for listing in listings(&states) {
            for filters in 0..8 {
                let like = dice.pick(&states);
                let mut query = ProjectQuery::new(listing.clone()).limit(dice.below(4));
                if filters & 1 != 0 {
                    query = query.in_stage(like.position.stage());
                }
                if filters & 2 != 0 {
                    query = query.in_zone(like.zone.clone());
                }
                if let (4.., Some(officer)) = (filters, like.officer.clone()) {
                    query = query.of_officer(officer);
                }
                let mut wanted = none.clone();
                for state in states.iter().filter(|state| query.lists(state)) {
                    *wanted.entry(state.position.stage()).or_default() += 1;
                }
                let counts = handle.counts(&query);
                trial.demand("a list is counted by stage, whatever its limit", counts == wanted, || {
                    format!("{counts:?}\n  instead of: {wanted:?}\n  to {query:?}")
                });
                let Some(place) = query.key(&dice.pick(&states)) else { continue };
                let query = query.after(place).expect("its own place");
                trial.same("and whatever its place", &handle.counts(&query), &wanted);
            }
        }
        let more: Vec<_> = lives.iter_mut().map(|life| life.step(&mut dice).into()).collect();
        handle.record_all(&more);
    }

    // zombies are one number, wherever they stalled
    let states: Vec<_> = lives.iter().map(|life| life.project.current()).collect();
    let zombies = states.iter().filter(|state| state.position.stalled_at().is_some()).count() as u64;
    let counts = handle.counts(&ProjectQuery::all());
    trial.same("a zombie is counted as such", &counts.get(&Stage::Zombie), &Some(&zombies));
    trial.same("each project is counted once", &counts.values().sum::<u64>(), &(lives.len() as u64));
}
