//! Where a project stands, the zombie's memory included.

use core::fmt;
use core::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Direction, EDGES, Library, Stage, Verb};
use crate::vocabulary::{Language, UnknownCode};

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

    /// Everywhere a project can stand: each stage but the zombie, and the zombie once for each stage that stalls.
    pub fn all() -> impl Iterator<Item = Self> {
        let stalled = Stage::ALL.into_iter().filter(|stage| stage.can_become(Stage::Zombie));
        let plain = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Zombie);
        plain.map(Self::At).chain(stalled.map(Self::Stalled))
    }

    /// What a person reads: the stage, and for a zombie where it stalled.
    #[must_use]
    pub fn label(self, language: Language) -> String {
        match self {
            Self::At(stage) => stage.label(language).into(),
            Self::Stalled(stage) => {
                let (zombie, stalled) = (Stage::Zombie.label(language), stage.label(language));
                match language {
                    Language::English => format!("{zombie} ({stalled})"),
                    Language::Chinese => format!("{zombie}（{stalled}）"),
                }
            }
        }
    }

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
            (Self::Stalled(stage), _) if !stage.can_become(Stage::Zombie) => None,
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
                let stage: Stage = stage.parse()?;
                stage.can_become(Stage::Zombie).then_some(Self::Stalled(stage)).ok_or(())
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
    fn no_verb_leads_from_where_no_project_stands() {
        for verb in Verb::ALL {
            assert_eq!(Position::At(Stage::Zombie).after(verb), None, "{verb}");
            for never in [Stage::Planned, Stage::Reserve, Stage::Negotiating, Stage::Zombie, Stage::Closed] {
                assert_eq!(Position::Stalled(never).after(verb), None, "{never} {verb}");
            }
        }
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
