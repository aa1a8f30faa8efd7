//! Lists of projects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::project::CurrentState;
use crate::store::{CurrentStates, Cursors, Listing, Page, PageKey, ProjectQuery};
use crate::testing::dice::Dice;
use crate::testing::life::{Life, World, first_day, text};
use crate::testing::trial::{Handle, Log};
use crate::testing::{Effort, Harness};
use crate::{ActorId, AppendRequest, EventStore, Profile, ZoneId};

/// Every list, with every filter and prefix: exactly the projects that [`ProjectQuery::lists`] names, in order, whatever the
/// size of a page.
///
/// # Panics
/// When the store breaks it.
pub fn lists<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "lists", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handle = log.opened();
    let mut lives: Vec<Life> = (0..40).map(|p| log.world.begin(p, &mut dice).live(20, &mut dice)).collect();
    // names that no index can take whole, the same for the first 64 characters
    for (p, end) in (40..).zip(["", "a", "b", "b", "é"]) {
        lives.push(log.world.plan(p, Profile::new(text(&format!("{}{end}", "沈".repeat(70))), zone("hunnan"))));
    }
    handle.record_all(&lives.iter().flat_map(Life::requests).collect::<Vec<_>>());
    let states: Vec<_> = lives.iter().map(|life| life.project.current().clone()).collect();

    for listing in listings(&states) {
        for filters in 0..8 {
            let like = dice.pick(&states);
            let mut query = ProjectQuery::new(listing.clone());
            if filters & 1 != 0 {
                query = query.in_stage(like.position.stage());
            }
            if filters & 2 != 0 {
                query = query.in_zone(like.zone.clone());
            }
            if filters & 4 != 0 {
                query = query.of_officer(like.officer.unwrap_or_else(|| ActorId::new("nobody").expect("an id")));
            }
            for size in [1, 7, 1_000] {
                pages(&handle, query.clone().limit(size), &states);
            }
        }
    }
    let nowhere = ProjectQuery::all().in_zone(zone("' OR '1'='1"));
    trial.same("a zone that hosts nothing lists nothing", &handle.projects(&nowhere).projects, &[]);
    // places that no project has, any more or at all
    for name in ["' OR 1 = 1 --", "9999", "机", "机器人未来城", "\u{10FFFF}"] {
        let (like, other) = (dice.pick(&states), dice.pick(&states));
        let gone = CurrentState { project: other.project, name: text(name), ..like };
        for listing in listings(&states) {
            let query = ProjectQuery::new(listing).limit(1_000);
            let Some(place) = query.key(&gone) else { continue };
            let mut behind: Vec<_> = states.iter().filter(|state| query.lists(state)).cloned().collect();
            behind.retain(|state| query.key(state).as_ref() > Some(&place));
            behind.sort_by_key(|state| query.key(state));
            let query = query.after(place).expect("its own place");
            trial.same("after any place a list has all that is behind it", &handle.projects(&query).projects, &behind);
        }
    }

    // the sizes of pages
    let one = handle.projects(&ProjectQuery::all().limit(0)).projects.len();
    trial.same("a page of none has one", &one, &1);
    let many: Vec<_> = (1_000..2_000).map(|p| plan(&log.world, p, &mut dice)).collect();
    handle.record_all(&many);
    let page = handle.projects(&ProjectQuery::all().limit(usize::MAX));
    trial.same("a page has a thousand at most", &page.projects.len(), &1_000);
    let rest = handle.projects(&next(&ProjectQuery::all().limit(1_000), page).expect("there is another page"));
    trial.same("the next page has the rest", &rest.projects.len(), &(states.len()));
    trial.same("and is the last", &rest.next, &None::<PageKey>);
}

/// The query of the next page. `None` if there is none.
fn next(query: &ProjectQuery, page: Page) -> Option<ProjectQuery> {
    // as a client gives it back
    let next: PageKey = page.next?.to_string().parse().expect("a place comes back from its text");
    Some(query.clone().after(next).expect("a page leads on in its own list"))
}

fn zone(id: &str) -> ZoneId {
    ZoneId::new(id).expect("an id")
}

fn plan(world: &World, p: u64, dice: &mut Dice) -> AppendRequest {
    world.begin(p, dice).planning().clone().into()
}

/// Every list, with prefixes and days that list all, some and none.
pub(super) fn listings(states: &[CurrentState]) -> Vec<Listing> {
    let mut listings = vec![Listing::All];
    let days = states.iter().filter_map(CurrentState::next_due);
    let (first, last) = (days.clone().min(), days.max());
    let days = [first, first.and_then(|day| day.plus_days(1)), last, last.and_then(|day| day.plus_days(1))];
    listings.extend(days.into_iter().flatten().chain([first_day()]).map(Listing::OverdueOn));
    let long = ["沈".repeat(64), "沈".repeat(65), format!("{}b", "沈".repeat(70))];
    let names = [
        "",
        "机",
        "机器人未来城",
        "robot",
        "Robot",
        "R",
        "%",
        "_",
        "100%_",
        "100",
        "e",
        "é",
        "\u{10FFFF}",
        "a\0b",
        "'",
    ];
    let names: Vec<String> = names.into_iter().map(String::from).chain(long).collect();
    listings.extend(names.iter().cloned().map(Listing::Named));
    listings.extend(names.into_iter().chain(["未来".into(), "b".into()]).map(Listing::Containing));
    let codes = ["", "2018-210100", "2019-", "20", "2018-210100-36-03-000003", "%", "x", "2018-210100-36-03-0000030"];
    listings.extend(codes.map(|code| Listing::Coded(code.into())));
    listings
}

/// Goes through a list page by page.
fn pages<S: EventStore + Cursors + CurrentStates>(
    handle: &Handle<S>,
    mut query: ProjectQuery,
    states: &[CurrentState],
) {
    let trial = handle.trial;
    let mut wanted: Vec<_> = states.iter().filter(|state| query.lists(state)).collect();
    wanted.sort_by_key(|state| query.key(state));
    let ids: Vec<_> = wanted.iter().map(|state| state.project).collect();
    let asked = format!("{query:?}");
    let mut found: Vec<CurrentState> = Vec::new();
    loop {
        let page = handle.projects(&query);
        trial.demand("a page is no longer than asked", page.projects.len() <= query.page_size(), || {
            format!("{} projects to {asked}", page.projects.len())
        });
        found.extend(page.projects.iter().cloned());
        trial.demand("paging through a list ends", found.len() <= ids.len(), || {
            format!("{} projects of {} to {asked}", found.len(), ids.len())
        });
        let Some(next) = next(&query, page) else { break };
        query = next;
    }
    let listed: Vec<_> = found.iter().map(|state| state.project).collect();
    trial.demand("a list holds exactly what belongs to it, in order", listed == ids, || {
        format!("{listed:?}\n  instead of: {ids:?}\n  to {asked}")
    });
    let is_same = found.iter().eq(wanted);
    trial.demand("with the states", is_same, || format!("{found:?}\n  to {asked}"));
}

/// While others write, paging through a list shows every project that stays where it is exactly once and in order, and the
/// check of the states finds nothing.
///
/// # Panics
/// When the store breaks it.
pub fn lists_while_writing<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "lists_while_writing", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(3);
    // those that stay: their names and ids are the places in two lists
    let staying: Vec<_> = (0..40).map(|p| log.world.begin(p, &mut dice)).collect();
    let moving: Vec<_> = (100..110).map(|p| log.world.begin(p, &mut dice)).collect();
    let all: Vec<_> = staying.iter().chain(&moving).flat_map(Life::requests).collect();
    handles[0].record_all(&all);
    let staying: BTreeSet<_> = staying.iter().map(|life| life.project.id()).collect();
    // between any two pages another handle plans a few
    let mut planned = 500..;
    for listing in [Listing::All, Listing::Named(String::new())] {
        let (writer, reader) = handles.split_at_mut(1);
        let query = ProjectQuery::new(listing).limit(5);
        pass(&reader[0], query, &staying, || {
            let few: Vec<_> = planned.by_ref().take(3).map(|p| plan(&log.world, p, &mut dice)).collect();
            writer[0].record_all(&few);
        });
    }
    let ended = &AtomicBool::new(false);

    let work = [(handles.remove(0), Some(moving)), (handles.remove(0), None), (handles.remove(0), None)];
    let (world, dice) = (&log.world, &log.dice());
    trial.at_once(work, |index, (mut handle, moving)| {
        let Some(mut moving) = moving else {
            let mut passes = 0;
            while passes < 2 || !ended.load(Ordering::Acquire) {
                let listing = if (passes + index) % 2 == 0 { Listing::All } else { Listing::Named(String::new()) };
                pass(&handle, ProjectQuery::new(listing).limit(5), &staying, || ());
                if index == 2 {
                    let drifts = handle.check_current();
                    trial.same("the check finds nothing wrong while others write", &drifts, &[]);
                }
                passes += 1;
            }
            return;
        };
        let mut dice = dice.clone();
        let _done = End(ended);
        for p in 0..u64::from(effort.races / 10).max(20) {
            // a new one, one that changes its name and place, and one that moves on
            let few = [plan(world, 1_000 + p, &mut dice)].into_iter();
            let few = few.chain((0..2).map(|_| {
                let place = dice.below(moving.len());
                moving[place].step(&mut dice).into()
            }));
            handle.record_all(&few.collect::<Vec<_>>());
        }
    });
}

/// Says that the writer ended, however it did.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// One pass through a list that others write, with what is done after each page.
fn pass<S: EventStore + Cursors + CurrentStates>(
    handle: &Handle<S>,
    mut query: ProjectQuery,
    staying: &BTreeSet<crate::ProjectId>,
    mut after_page: impl FnMut(),
) {
    let trial = handle.trial;
    let mut seen: BTreeMap<crate::ProjectId, u32> = BTreeMap::new();
    let mut last = None;
    loop {
        let page = handle.projects(&query);
        for state in &page.projects {
            let place = query.key(state);
            trial.demand(
                "a list stays in order while others write",
                last.as_ref().is_none_or(|last| *last < place),
                || format!("{place:?} after {last:?}"),
            );
            last = Some(place);
            *seen.entry(state.project).or_default() += 1;
        }
        let Some(next) = next(&query, page) else { break };
        query = next;
        after_page();
    }
    for project in staying {
        let times = seen.get(project).copied().unwrap_or_default();
        trial.same("a project that stays is listed exactly once while others write", &times, &1);
    }
}
