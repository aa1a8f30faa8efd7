//! Where a project stands, the zombie's memory included.

use core::fmt;
use core::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Direction, Law, Library, Stage, Verb, ZombieCause, ZombieKind};
use crate::vocabulary::{Language, UnknownCode};

/// A stage, and for a zombie the stage that it stalled in.
///
/// Each value is a place where a project can stand: every zombie knows the stage it stalled in, and only a stage that
/// stalls has a zombie.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    pub(super) stage: Stage,
    /// `Some` if and only if the stage is the zombie.
    pub(super) stalled_at: Option<Stage>,
}

impl Position {
    /// Where every project begins.
    pub const START: Self = Self { stage: Stage::Planned, stalled_at: None };

    /// How many numbers [`number`](Self::number) can give.
    pub(super) const NUMBERS: usize = 2 * Stage::ALL.len();

    /// In a stage; `None` for the zombie, which must say where it stalled.
    #[must_use]
    pub const fn at(stage: Stage) -> Option<Self> {
        if matches!(stage, Stage::Zombie) { None } else { Some(Self { stage, stalled_at: None }) }
    }

    /// A zombie that stalled in a stage; `None` if no law stalls a project there.
    #[must_use]
    pub const fn stalled(stage: Stage) -> Option<Self> {
        if stage.can_become(Stage::Zombie) {
            Some(Self { stage: Stage::Zombie, stalled_at: Some(stage) })
        } else {
            None
        }
    }

    /// Every position: each stage but the zombie, and the zombie once for each stage that stalls. A new law takes away
    /// no position that an earlier one had.
    pub fn all() -> impl Iterator<Item = Self> {
        Law::newest().positions()
    }

    /// Its place in a table of all positions.
    pub(super) const fn number(self) -> usize {
        match self.stalled_at {
            None => self.stage as usize,
            Some(stage) => Stage::ALL.len() + stage as usize,
        }
    }

    /// What a person reads: the stage, and for a zombie where it stalled. In Chinese that tells a zombie project from a
    /// zombie enterprise where the newest law has causes of one kind alone.
    #[must_use]
    pub fn label(self, language: Language) -> String {
        let stage = self.stage.label(language);
        match (self.stalled_at, language) {
            (None, _) => stage.into(),
            (Some(stalled), Language::English) => format!("{stage} ({})", stalled.label(language)),
            (Some(stalled), Language::Chinese) => {
                let is_open = |kind: &ZombieKind| ZombieCause::open_to(stalled).any(|cause| cause.kind() == *kind);
                let kinds: Vec<_> =
                    ZombieKind::ALL.into_iter().filter(is_open).map(|kind| kind.label(language)).collect();
                format!("{}（停滞于{}）", kinds.join("或"), stalled.label(language))
            }
        }
    }

    /// The stage.
    #[must_use]
    pub const fn stage(self) -> Stage {
        self.stage
    }

    /// Where a zombie stalled; `None` if it is no zombie.
    #[must_use]
    pub const fn stalled_at(self) -> Option<Stage> {
        self.stalled_at
    }

    /// The stage whose rules a closing follows: a zombie is closed as its stalled stage allows.
    #[must_use]
    pub const fn footing(self) -> Stage {
        match self.stalled_at {
            Some(stage) => stage,
            None => self.stage,
        }
    }

    /// The project library that lists it (plan paragraph 7). `None` if none does.
    #[must_use]
    pub const fn library(self) -> Option<Library> {
        self.footing().library()
    }

    /// Where `verb` leads from here under the newest law; `None` if it does not permit it.
    #[must_use]
    pub const fn after(self, verb: Verb) -> Option<Self> {
        Law::newest().after(self, verb)
    }

    /// Every verb that the newest law permits here, with where it leads, in the order of the rows.
    pub fn next(self) -> impl Iterator<Item = (Verb, Self)> {
        Law::newest().next(self)
    }

    /// The shortest chain of forward verbs from here to `target`, the last of which enters it; empty if there is none.
    ///
    /// This is what an import infers when a ledger skips stages.
    #[must_use]
    pub fn path_to(self, target: Stage) -> Vec<Verb> {
        let is_forward = |verb: Verb| verb.direction() == Direction::Forward;
        self.shortest(is_forward, |after| after.stage() == target).unwrap_or_default()
    }

    /// The shortest chain of acts after which the law permits `verb`. Empty if it does so here, `None` if it never
    /// will. Of chains of one length it is the one that comes first in the rows.
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
        match self.stalled_at {
            None => self.stage.fmt(f),
            Some(stalled) => write!(f, "{}:{stalled}", self.stage),
        }
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Position {
    type Err = UnknownCode;

    /// Reads what `Display` writes. A zombie without a stage that stalls is no position.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let unknown = || UnknownCode {
            vocabulary: "position",
            found: text.into(),
            known: vec!["a stage", "zombie:<stage>"],
            labels: Vec::new(),
        };
        let read = match text.split_once(':') {
            None => Self::at(text.parse().map_err(|_| unknown())?),
            Some((zombie, stage)) if zombie == Stage::Zombie.code() => {
                Self::stalled(stage.parse().map_err(|_| unknown())?)
            }
            Some(_) => None,
        };
        read.ok_or_else(unknown)
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Position {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Position".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        crate::vocabulary::choice(
            Self::all().map(|position| (position.to_string(), Language::ALL.map(|language| position.label(language)))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_and_a_zombie_always_remembers() {
        let stalled = ["zombie:signed", "zombie:registered", "zombie:started", "zombie:producing", "zombie:operating"];
        let plain = ["planned", "reserve", "negotiating", "signed", "registered", "started", "producing", "operating"];
        for text in stalled.iter().chain(&plain).chain(&["closed"]) {
            assert_eq!(text.parse::<Position>().unwrap().to_string(), *text);
        }
        for bad in
            ["", "zombie", "zombie:", "zombie:planned", "zombie:closed", "zombie:zombie", "closed:signed", "signed:"]
        {
            assert!(bad.parse::<Position>().is_err(), "{bad}");
        }
        assert_eq!(
            "zombie".parse::<Position>().unwrap_err().to_string(),
            "`zombie` is no position; known are a stage, zombie:<stage>"
        );
    }

    #[test]
    fn none_is_built_where_no_project_stands() {
        let stalls = [Stage::Signed, Stage::Registered, Stage::Started, Stage::Producing, Stage::Operating];
        for stage in Stage::ALL {
            assert_eq!(Position::at(stage).is_some(), stage != Stage::Zombie, "{stage}");
            assert_eq!(Position::stalled(stage).is_some(), stalls.contains(&stage), "{stage}");
        }
        let zombie = Position::stalled(Stage::Signed).unwrap();
        assert_eq!((zombie.stage(), zombie.stalled_at()), (Stage::Zombie, Some(Stage::Signed)));
        assert_eq!(format!("{zombie:?}, {:?}", Position::START), "zombie:signed, planned");
    }

    #[test]
    fn the_acts_before_a_verb_are_the_shortest_way() {
        let before = |position: &str, verb| position.parse::<Position>().unwrap().acts_before(verb);
        assert_eq!(before("planned", Verb::Engage), Some(vec![]));
        assert_eq!(before("planned", Verb::Sign), Some(vec![Verb::Engage]));
        assert_eq!(before("planned", Verb::Stall), Some(vec![Verb::Engage, Verb::Sign]));
        assert_eq!(before("zombie:registered", Verb::Start), Some(vec![Verb::Revive]));
        // there is no way back to signing once the company is registered
        assert_eq!(before("zombie:registered", Verb::Register), None);
        for verb in Verb::ALL {
            assert_eq!(before("closed", verb), None, "{verb}");
        }
    }

    #[test]
    fn a_path_takes_forward_steps_only() {
        let path = |position: &str, to| position.parse::<Position>().unwrap().path_to(to);
        let whole = [Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Commission, Verb::Operate];
        assert_eq!(path("planned", Stage::Operating), whole);
        assert_eq!(path("reserve", Stage::Signed), [Verb::Engage, Verb::Sign]);
        assert_eq!(path("started", Stage::Started), []);
        assert_eq!(path("signed", Stage::Zombie), []);
        assert_eq!(path("zombie:signed", Stage::Started), []);
    }
}
