//! The law by version: every law that this crate ever had, as tables.

use core::fmt;

#[cfg(test)]
use super::second;
use super::{EDGES, Edge, LAW_VERSION, Outcome, Position, Remedy, Stage, Verb, ZombieCause, rows};

/// One law: which moves it has, and which causes, remedies and outcomes.
///
/// This crate decides by the [newest](Law::newest) one. An event names the law that it was decided under, and is held to
/// that one whenever it is read; so a log may begin under one law and go on under another. Within a project's stream the
/// law never falls.
pub struct Law {
    version: u32,
    edges: &'static [Edge],
    /// Where a verb leads, by verb and [`Position::number`].
    after: [[Option<Position>; Position::NUMBERS]; Verb::ALL.len()],
    /// The stages that a stage can become.
    reach: [Stages; Stage::ALL.len()],
    /// The stages that know a cause.
    causes: [Stages; ZombieCause::ALL.len()],
    remedies: [&'static [Remedy]; ZombieCause::ALL.len()],
    /// The footings on which an outcome is open.
    outcomes: [Stages; Outcome::ALL.len()],
}

/// What a law says, as data.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub(super) edges: &'static [Edge],
    /// Each cause, the stages that know it, and the remedies that lift it.
    pub(super) causes: &'static [(ZombieCause, &'static [Stage], &'static [Remedy])],
    /// Each outcome, and the stages that it is open to.
    pub(super) outcomes: &'static [(Outcome, &'static [Stage])],
}

/// The first law's rows, which are also the present ones.
const FIRST: Rows = Rows { edges: &EDGES, causes: rows::CAUSES, outcomes: rows::OUTCOMES };

/// Every law, from version 1.
#[cfg(not(test))]
static LAWS: [Law; 1] = [Law::new(1, FIRST)];

/// Every law from version 1, and one more for the tests, which decides nothing unless a test says so.
#[cfg(test)]
static LAWS: [Law; 2] = [Law::new(1, FIRST), Law::new(2, second::ROWS)];

const _: () = {
    assert!(LAW_VERSION >= 1 && LAW_VERSION as usize <= LAWS.len(), "the newest law is one of them");
    let mut i = 1;
    while i < LAWS.len() {
        let mut stage = 0;
        while stage < Stage::ALL.len() {
            let from = Stage::ALL[stage];
            assert!(
                LAWS[i].leads(from, Stage::Zombie) || !LAWS[i - 1].leads(from, Stage::Zombie),
                "a project that stalled under an earlier law has its place in a later one"
            );
            stage += 1;
        }
        i += 1;
    }
};

impl Law {
    /// The law of a version; `None` if this crate never had it.
    #[must_use]
    pub const fn of(version: u32) -> Option<&'static Self> {
        match version.checked_sub(1) {
            Some(before) if (before as usize) < LAWS.len() => Some(&LAWS[before as usize]),
            _ => None,
        }
    }

    /// The law that decides: the one of version [`LAW_VERSION`].
    #[must_use]
    pub const fn newest() -> &'static Self {
        &LAWS[LAW_VERSION as usize - 1]
    }

    /// Its version, as events name it.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Its moves.
    #[must_use]
    pub const fn edges(&self) -> &'static [Edge] {
        self.edges
    }

    /// Every position that a project can have under it: each stage but the zombie, and the zombie once for each stage
    /// that stalls.
    pub fn positions(&self) -> impl Iterator<Item = Position> {
        let stalled = Stage::ALL.into_iter().filter(|stage| self.leads(*stage, Stage::Zombie));
        Stage::ALL.into_iter().filter_map(Position::at).chain(stalled.filter_map(Position::stalled))
    }

    /// Where `verb` leads from a position; `None` if the law does not permit it.
    #[must_use]
    pub const fn after(&self, position: Position, verb: Verb) -> Option<Position> {
        self.after[verb as usize][position.number()]
    }

    /// Every verb that it permits at a position, with where it leads, in the order of [`Verb::ALL`].
    pub fn next(&self, position: Position) -> impl Iterator<Item = (Verb, Position)> {
        Verb::ALL.into_iter().filter_map(move |verb| Some((verb, self.after(position, verb)?)))
    }

    /// Whether a project in `stage` may be found a zombie for this cause.
    #[must_use]
    pub const fn allows_cause(&self, cause: ZombieCause, stage: Stage) -> bool {
        self.causes[cause as usize].has(stage)
    }

    /// The causes open to a stage.
    pub fn causes(&self, stage: Stage) -> impl Iterator<Item = ZombieCause> {
        ZombieCause::ALL.into_iter().filter(move |cause| self.allows_cause(*cause, stage))
    }

    /// The remedies that fit a cause.
    #[must_use]
    pub const fn remedies(&self, cause: ZombieCause) -> &'static [Remedy] {
        self.remedies[cause as usize]
    }

    /// Whether a project on this footing may be closed with this outcome. For a zombie, pass the stage it stalled in.
    #[must_use]
    pub const fn allows_outcome(&self, outcome: Outcome, footing: Stage) -> bool {
        self.outcomes[outcome as usize].has(footing)
    }

    /// The outcomes open to a footing.
    pub fn outcomes(&self, footing: Stage) -> impl Iterator<Item = Outcome> {
        Outcome::ALL.into_iter().filter(move |outcome| self.allows_outcome(*outcome, footing))
    }

    /// Whether some verb leads from one stage to another.
    pub(super) const fn leads(&self, from: Stage, to: Stage) -> bool {
        self.reach[from as usize].has(to)
    }

    /// Whether no verb leads on from a stage.
    pub(super) const fn is_end(&self, stage: Stage) -> bool {
        self.reach[stage as usize].is_empty()
    }

    /// The tables of a law, from its rows. Rows that make no law do not compile.
    const fn new(version: u32, rows: Rows) -> Self {
        let mut reach = [Stages::NONE; Stage::ALL.len()];
        let mut i = 0;
        while i < rows.edges.len() {
            let Edge { from, to, .. } = rows.edges[i];
            reach[from as usize] = reach[from as usize].with(to);
            i += 1;
        }
        let mut causes = [Stages::NONE; ZombieCause::ALL.len()];
        let mut remedies: [&[Remedy]; ZombieCause::ALL.len()] = [&[]; ZombieCause::ALL.len()];
        i = 0;
        while i < rows.causes.len() {
            let (cause, stages, lift) = rows.causes[i];
            causes[cause as usize] = Stages::of(stages);
            remedies[cause as usize] = lift;
            i += 1;
        }
        i = 0;
        while i < remedies.len() {
            assert!(!remedies[i].is_empty(), "every cause, of an earlier law too, has a remedy");
            i += 1;
        }
        let mut outcomes = [Stages::NONE; Outcome::ALL.len()];
        i = 0;
        while i < rows.outcomes.len() {
            let (outcome, footings) = rows.outcomes[i];
            outcomes[outcome as usize] = Stages::of(footings);
            i += 1;
        }
        Self { version, edges: rows.edges, after: after(rows.edges, &reach), reach, causes, remedies, outcomes }
    }
}

/// Where each verb leads. The edges let a zombie become any stage that stalls; each returns to its own.
const fn after(
    edges: &[Edge],
    reach: &[Stages; Stage::ALL.len()],
) -> [[Option<Position>; Position::NUMBERS]; Verb::ALL.len()] {
    let mut after = [[None; Position::NUMBERS]; Verb::ALL.len()];
    let mut i = 0;
    while i < edges.len() {
        let Edge { verb, from, to } = edges[i];
        let leads = &mut after[verb as usize];
        if !matches!(from, Stage::Zombie) {
            let stalled_at = if matches!(to, Stage::Zombie) { Some(from) } else { None };
            put(leads, Position { stage: from, stalled_at: None }, Position { stage: to, stalled_at });
        }
        let mut j = 0;
        while matches!(from, Stage::Zombie) && j < Stage::ALL.len() {
            let stage = Stage::ALL[j];
            let is_own = !matches!(verb, Verb::Revive) || stage as usize == to as usize;
            if is_own && reach[stage as usize].has(Stage::Zombie) {
                let zombie = Position { stage: from, stalled_at: Some(stage) };
                put(leads, zombie, Position { stage: to, stalled_at: None });
            }
            j += 1;
        }
        i += 1;
    }
    after
}

const fn put(leads: &mut [Option<Position>; Position::NUMBERS], from: Position, to: Position) {
    assert!(leads[from.number()].is_none(), "a verb leads one way from a position");
    leads[from.number()] = Some(to);
}

impl fmt::Debug for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Law").field(&self.version).finish()
    }
}

/// Some of the stages, a bit for each.
#[derive(Clone, Copy)]
struct Stages(u16);

impl Stages {
    const NONE: Self = Self(0);

    const fn of(stages: &[Stage]) -> Self {
        let mut of = Self::NONE;
        let mut i = 0;
        while i < stages.len() {
            of = of.with(stages[i]);
            i += 1;
        }
        of
    }

    const fn with(self, stage: Stage) -> Self {
        Self(self.0 | 1 << stage as u16)
    }

    const fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u16) != 0
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every law's tables, against its rows read one by one.
    #[test]
    fn a_law_permits_what_its_rows_say_and_nothing_else() {
        for (law, rows) in LAWS.iter().zip([FIRST, second::ROWS]) {
            assert_eq!(law.edges(), rows.edges);
            assert_eq!(law.positions().count(), 9 + 5);
            for position in law.positions() {
                for verb in Verb::ALL {
                    let mut to = rows.edges.iter().filter(|edge| (edge.verb, edge.from) == (verb, position.stage()));
                    let expected = match position.stalled_at() {
                        Some(stage) if verb == Verb::Revive => to.find(|edge| edge.to == stage).map(|edge| edge.to),
                        Some(_) | None => to.next().map(|edge| edge.to),
                    };
                    let found = law.after(position, verb);
                    assert_eq!(found.map(Position::stage), expected, "{law:?}: {verb} at {position}");
                    let remembers = found.and_then(Position::stalled_at);
                    let stalls = (expected == Some(Stage::Zombie)).then_some(position.stage());
                    assert_eq!(remembers, stalls, "{law:?}: {verb} at {position}");
                }
            }
            for stage in Stage::ALL {
                for (cause, stages, remedies) in rows.causes {
                    assert_eq!(law.allows_cause(*cause, stage), stages.contains(&stage), "{law:?}: {cause} at {stage}");
                    assert_eq!(law.remedies(*cause), *remedies);
                }
                for (outcome, stages) in rows.outcomes {
                    assert_eq!(
                        law.allows_outcome(*outcome, stage),
                        stages.contains(&stage),
                        "{law:?}: {outcome} at {stage}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_version_that_never_was_has_no_law() {
        let versions: Vec<_> = (0..5).chain([u32::MAX]).map(|version| Law::of(version).map(Law::version)).collect();
        assert_eq!(versions, [None, Some(1), Some(2), None, None, None]);
        assert_eq!(Law::newest().version(), LAW_VERSION);
    }

    /// A later law locks nothing that an earlier one let in: it knows every position of that one, and the same ones
    /// have a way on.
    #[test]
    fn no_law_locks_what_an_earlier_one_let_in() {
        for pair in LAWS.windows(2) {
            let (earlier, later) = (&pair[0], &pair[1]);
            for position in earlier.positions() {
                assert!(later.positions().any(|known| known == position), "{position}");
                assert_eq!(earlier.next(position).count() > 0, later.next(position).count() > 0, "{position}");
            }
        }
    }
}
