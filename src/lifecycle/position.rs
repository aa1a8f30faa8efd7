//! Where a project stands, the zombie's memory included.

use core::fmt;
use core::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Direction, EDGES, Library, Stage, Verb};
use crate::vocabulary::UnknownCode;

/// A stage, and for a zombie the stage that it stalled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// In a stage that is not the zombie.
    At(Stage),
    /// A zombie that stalled in this stage.
    Stalled(Stage),
}

impl Position {
    /// Where every project begins.
    pub const START: Self = Self::At(Stage::Planned);

    /// The stage.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::At(stage) => stage,
            Self::Stalled(_) => Stage::Zombie,
        }
    }

    /// Where a zombie stalled.
    #[must_use]
    pub const fn stalled_at(self) -> Option<Stage> {
        match self {
            Self::At(_) => None,
            Self::Stalled(stage) => Some(stage),
        }
    }

    /// The stage whose rules a closing follows: a zombie is closed as its stalled stage allows.
    #[must_use]
    pub const fn footing(self) -> Stage {
        match self {
            Self::At(stage) | Self::Stalled(stage) => stage,
        }
    }

    /// The project library that lists it, if one does (plan paragraph 7).
    #[must_use]
    pub const fn library(self) -> Option<Library> {
        self.footing().library()
    }

    /// Where `verb` leads from here, or nothing if the law does not permit it.
    #[must_use]
    pub const fn after(self, verb: Verb) -> Option<Self> {
        match (self, AFTER[verb as usize][self.stage() as usize]) {
            (_, None) => None,
            // no project stands there: a zombie always remembers, and only some stages stall
            (Self::At(Stage::Zombie), _) => None,
            (Self::Stalled(stage), _) if !Stage::Zombie.can_become(stage) || stage.is_terminal() => None,
            // the rows let a zombie become any stalled stage; this one remembers which
            (Self::Stalled(stage), Some(_)) if matches!(verb, Verb::Revive) => Some(Self::At(stage)),
            (Self::At(stage), Some(Stage::Zombie)) => Some(Self::Stalled(stage)),
            (_, Some(to)) => Some(Self::At(to)),
        }
    }

    /// Every verb that the law permits here, with where it leads, in the order of the rows.
    pub fn next(self) -> impl Iterator<Item = (Verb, Self)> {
        Verb::ALL.into_iter().filter_map(move |verb| Some((verb, self.after(verb)?)))
    }

    /// The shortest chain of forward verbs from here to `target`, the last of which enters it; empty if there is none.
    ///
    /// This is what an import infers when a ledger skips stages.
    #[must_use]
    pub fn path_to(self, target: Stage) -> Vec<Verb> {
        let is_forward = |verb: Verb| verb.direction() == Direction::Forward;
        self.shortest(is_forward, |after| after.stage() == target).unwrap_or_default()
    }

    /// The shortest chain of acts after which the law permits `verb`: empty if it does so here, nothing if it never
    /// will. Of chains of one length the one that comes first in the rows.
    #[must_use]
    pub fn acts_before(self, verb: Verb) -> Option<Vec<Verb>> {
        if self.after(verb).is_some() {
            return Some(Vec::new());
        }
        self.shortest(|_| true, |after| after.after(verb).is_some())
    }

    /// The shortest chain of usable verbs that reaches a goal, at least one verb long.
    fn shortest(self, usable: impl Fn(Verb) -> bool, is_goal: impl Fn(Self) -> bool) -> Option<Vec<Verb>> {
        let mut chains = vec![(self, Vec::new())];
        let mut next = 0;
        while let Some((position, chain)) = chains.get(next).cloned() {
            next += 1;
            for (verb, after) in position.next().filter(|(verb, _)| usable(*verb)) {
                if chains.iter().any(|(seen, _)| *seen == after) {
                    continue;
                }
                let mut longer = chain.clone();
                longer.push(verb);
                if is_goal(after) {
                    return Some(longer);
                }
                chains.push((after, longer));
            }
        }
        None
    }
}

impl fmt::Display for Position {
    /// The stage's code; for a zombie `zombie:<stage>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(stage) => stage.fmt(f),
            Self::Stalled(stage) => write!(f, "{}:{stage}", Stage::Zombie),
        }
    }
}

impl FromStr for Position {
    type Err = UnknownCode;

    /// Reads what `Display` writes; a zombie without a stage that stalls is none.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text.split_once(':') {
            Some((zombie, stage)) if zombie == Stage::Zombie.code() => {
                let stage = stage.parse()?;
                let stalls = Stage::Zombie.can_become(stage) && !Stage::is_terminal(stage);
                stalls.then_some(Self::Stalled(stage)).ok_or(())
            }
            Some(_) => Err(()),
            None if text == Stage::Zombie.code() => Err(()),
            None => Ok(Self::At(text.parse()?)),
        }
        .map_err(|()| UnknownCode {
            vocabulary: "position",
            found: text.into(),
            known: vec!["a stage", "zombie:<stage>"],
        })
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The stage that a verb enters, by verb and stage left. For revivals it is only a sign that some edge exists.
const AFTER: [[Option<Stage>; Stage::ALL.len()]; Verb::ALL.len()] = {
    let mut after = [[None; Stage::ALL.len()]; Verb::ALL.len()];
    let mut i = 0;
    while i < EDGES.len() {
        after[EDGES[i].verb as usize][EDGES[i].from as usize] = Some(EDGES[i].to);
        i += 1;
    }
    after
};
