//! Lists by a part of the name.

use crate::project::CurrentState;
use crate::store::ProjectQuery;
use crate::testing::dice::Dice;
use crate::testing::life::{Life, text};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::{ActorId, Command, Profile, Stage, Verb, ZoneId};

/// What names are made of: Chinese, characters beyond the first plane, letters that differ by case or accent alone, and what
/// means something in patterns and in SQL. The first ones can begin a name.
const CHARACTERS: [char; 20] = [
    '沈', '阳', '机', '𠮷', '🏗', 'a', 'A', 'é', 'e', 'ß', '%', '_', '\\', '*', '?', '[', '\'', '"', '\u{301}',
    '\u{200D}',
];
const FIRST: usize = 18;

/// A list by a part of the name holds exactly the projects whose name has those code points in a row, in the order of the
/// list by name, with every filter and whatever the size of a page; and so many are counted.
///
/// # Panics
/// When the store breaks it.
pub fn searches<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "searches", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handle = log.opened();
    let zones: [ZoneId; 2] = ["hunnan", "沈北"].map(|id| ZoneId::new(id).expect("an id"));
    let officer = ActorId::new("officer-9").expect("an id");
    let mut lives: Vec<Life> = Vec::new();
    for p in 0..60 {
        // some are longer than what they are listed by
        let head = if dice.once_in(6) { "沈".repeat(62) } else { CHARACTERS[dice.below(FIRST)].to_string() };
        let name = head + &word(8, &mut dice);
        let mut life = log.world.plan(p, Profile::new(text(&name), dice.pick(&zones)));
        if dice.once_in(3) {
            let context = life.context();
            let event = life.decide(Command::AssignOfficer(officer.clone().into()), &context);
            life.take(event);
        }
        if dice.once_in(3) {
            life.go(Verb::Admit, 1);
        }
        lives.push(life);
    }
    handle.record_all(&lives.iter().flat_map(Life::requests).collect::<Vec<_>>());
    let mut states: Vec<_> = lives.iter().map(|life| life.project.current().clone()).collect();
    // UUIDs sort as their texts
    states.sort_by_key(|state| (points(state).into_iter().take(64).collect::<Vec<_>>(), state.project.to_string()));

    let mut parts: Vec<String> = (0..60).map(|_| word(3, &mut dice)).collect();
    for _ in 0..30 {
        let name = points(&dice.pick(&states));
        let from = dice.below(name.len());
        parts.push(name[from..=from + dice.below(name.len() - from)].iter().collect());
    }
    // beyond what the list is ordered by
    parts.extend(states.iter().filter_map(|state| points(state).get(64..).map(|rest| rest.iter().collect())));
    let odd = ["", "a\0b", "\0", "%%", "沈%", "' OR '1'='1", "é", "e\u{301}", "A", "\u{10FFFF}"];
    parts.extend(odd.map(String::from));
    for part in parts {
        let wanted: Vec<char> = part.chars().collect();
        // an empty part is in every name
        let has_part = |state: &&CurrentState| {
            let name = points(state);
            (0..=name.len()).any(|from| name[from..].starts_with(&wanted))
        };
        let has_part: Vec<_> = states.iter().filter(has_part).collect();
        for filters in 0..8 {
            let (zone, stage) = (dice.pick(&zones), dice.pick(&[Stage::Planned, Stage::Reserve]));
            let mut query = ProjectQuery::containing(part.clone());
            let mut wanted = has_part.clone();
            if filters & 1 != 0 {
                wanted.retain(|state| state.zone == zone);
                query = query.in_zone(zone);
            }
            if filters & 2 != 0 {
                wanted.retain(|state| state.position.stage() == stage);
                query = query.in_stage(stage);
            }
            if filters & 4 != 0 {
                wanted.retain(|state| state.officer.as_ref() == Some(&officer));
                query = query.of_officer(officer.clone());
            }
            let counted: u64 = handle.counts(&query).values().sum();
            trial.same("a list by a part of the name is counted", &counted, &(wanted.len() as u64));
            let mut next = Some(query.limit(dice.pick(&[1, 4, 1_000])));
            let mut found: Vec<CurrentState> = Vec::new();
            while let Some(query) = next {
                let page = handle.projects(&query);
                found.extend(page.projects);
                next = page.next.map(|place| query.after(place).expect("a page leads on in its own list"));
                trial.demand("paging through a list ends", found.len() <= states.len(), || format!("{part:?}"));
            }
            let is_listed = found.iter().eq(wanted.iter().copied());
            trial.demand(
                "a list by a part of the name holds exactly the names that have it, in order",
                is_listed,
                || {
                    let names =
                        |states: &[&CurrentState]| states.iter().map(|s| s.name.to_string()).collect::<Vec<_>>();
                    let found = names(&found.iter().collect::<Vec<_>>());
                    format!("{found:?}\n  instead of: {:?}\n  to {part:?} with filters {filters}", names(&wanted))
                },
            );
        }
    }
}

/// The code points of a name.
fn points(state: &CurrentState) -> Vec<char> {
    state.name.as_str().chars().collect()
}

/// At most so many characters, and often none.
fn word(most: usize, dice: &mut Dice) -> String {
    (0..dice.below(most + 1)).map(|_| dice.pick(&CHARACTERS)).collect()
}
