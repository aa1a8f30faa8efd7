//! Every step that some law has, by a small number: what a row of the portfolio keeps of a step. Sets of steps and of stages are
//! words.

use std::sync::LazyLock;

use crate::lifecycle::{Direction, Law, Position, Stage, Verb};

/// A step of some law, or the planning. Its number fits six bits, so that a set of steps is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move(u8);

/// Some of the steps, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moves(u64);

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    /// `None` for the planning.
    verb: Option<Verb>,
    /// `None` for the planning.
    from: Option<Position>,
    to: Position,
}

const STAGES: usize = Stage::ALL.len();
const NONE: u8 = u8::MAX;

/// The rows, and the number of each by verb and place.
struct Table {
    rows: Vec<Row>,
    numbers: [[u8; 2 * STAGES]; Verb::ALL.len()],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        rows: vec![Row { verb: None, from: None, to: Position::START }],
        numbers: [[NONE; 2 * STAGES]; Verb::ALL.len()],
    };
    for law in (1..).map_while(Law::of) {
        for from in law.positions() {
            for (verb, to) in law.next(from) {
                let row = Row { verb: Some(verb), from: Some(from), to };
                if !table.rows.contains(&row) {
                    table.numbers[verb as usize][place(from)] = table.rows.len() as u8;
                    table.rows.push(row);
                }
            }
        }
    }
    assert!(table.rows.len() <= Moves::NUMBERS, "a set of steps is a word");
    table
});

fn place(position: Position) -> usize {
    position.stalled_at().map_or(position.stage() as usize, |stalled| STAGES + stalled as usize)
}

impl Move {
    /// The planning.
    pub(super) const PLANNING: Self = Self(0);

    /// The step of a verb from a position. `None` if no law has it.
    pub(super) fn of(verb: Verb, from: Position) -> Option<Self> {
        let number = TABLE.numbers[verb as usize][place(from)];
        (number != NONE).then_some(Self(number))
    }

    pub(super) const fn from_number(number: u8) -> Self {
        Self(number)
    }

    pub(super) const fn number(self) -> u8 {
        self.0
    }

    fn row(self) -> Row {
        TABLE.rows[usize::from(self.0)]
    }

    /// Its verb. `None` for the planning.
    pub(super) fn verb(self) -> Option<Verb> {
        self.row().verb
    }

    /// What it leaves. `None` for the planning.
    pub(super) fn from(self) -> Option<Position> {
        self.row().from
    }

    /// What it enters.
    pub(super) fn to(self) -> Position {
        self.row().to
    }
}

impl Moves {
    pub(super) const NONE: Self = Self(0);
    /// How many numbers steps may have.
    pub(super) const NUMBERS: usize = 64;

    /// The numbers of its steps.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        bits(self.0)
    }

    /// The steps of which that holds.
    pub(super) fn which(is_one: impl Fn(Move) -> bool) -> Self {
        let numbers = 0..TABLE.rows.len() as u8;
        numbers.map(Move).filter(|step| is_one(*step)).fold(Self::default(), Self::with)
    }

    /// The steps of some verbs.
    pub(super) fn by(verbs: &[Verb]) -> Self {
        Self::which(|step| step.verb().is_some_and(|verb| verbs.contains(&verb)))
    }

    /// The steps of some verbs from one of the stages, or from a zombie that stalled there.
    pub(super) fn by_from(verbs: &[Verb], stages: &[Stage]) -> Self {
        Self::which(|step| {
            step.verb().is_some_and(|verb| verbs.contains(&verb))
                && step.from().is_some_and(|position| stages.contains(&position.footing()))
        })
    }

    /// The steps into one of the stages, from whatever stage.
    pub(super) fn entering(stages: &[Stage]) -> Self {
        Self::which(|step| stages.contains(&step.to().stage()))
    }

    pub(super) const fn with(self, step: Move) -> Self {
        Self(self.0 | 1 << step.0)
    }

    pub(super) const fn has(self, step: Move) -> bool {
        self.0 & (1 << step.0) != 0
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Some stages, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stages(u16);

impl Stages {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn of(stage: Stage) -> Self {
        Self(1 << stage as u16)
    }

    pub(super) fn any(stages: &[Stage]) -> Self {
        Self(stages.iter().fold(0, |bits, stage| bits | Self::of(*stage).0))
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The places of its stages among all.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        bits(self.0.into())
    }
}

/// The places of the bits of a word.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let at = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(at)
    })
}

/// The forward edges between stages, in the order of the law's rows.
pub(super) fn forward_edges() -> impl Iterator<Item = (Stage, Stage)> {
    let edges = Law::newest().edges().iter();
    edges.filter(|edge| edge.verb.direction() == Direction::Forward).map(|edge| (edge.from, edge.to))
}
