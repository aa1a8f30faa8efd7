//! Where everything stands in the picture, worked out from the law alone.
//!
//! The stages stand in one line from left to right, in their order; an end stands last. Below the line is the zombie, with a
//! place under each stage that stalls. A move to the next stage is straight; one further on bends above the line, one back bends
//! below it, each in a lane of its own where they would meet. Moves to an end gather in one line above all.

use super::LawDiagram;
use super::line::Point;
use crate::lifecycle::{Edge, Stage};

/// How wide a stage's box is.
pub(super) const WIDE: i32 = 118;
/// From one box to the next.
const PITCH: i32 = 210;
/// Before the first box.
const LEFT: i32 = 92;
/// Above all lines.
const TOP: i32 = 112;
/// From one lane to the next.
const LANE: i32 = 44;

/// How a move runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To the next stage.
    On,
    /// Further on, above the line.
    Above { lane: i32 },
    /// Back, below the line.
    Below { lane: i32 },
    /// Down to the zombie.
    Down,
    /// Up from the zombie.
    Up,
    /// To an end, by the line above all.
    Out,
    /// From the zombie to an end.
    Leave,
}

/// A side of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Places {
    /// The stages in the line, from left to right, ends last.
    pub(super) line: Vec<Stage>,
    /// The stages that stall.
    pub(super) stalls: Vec<Stage>,
    /// The moves, and how each runs.
    pub(super) moves: Vec<(Edge, Way)>,
    /// How high a box is.
    pub(super) high: i32,
    /// How many lanes there are above the line and below.
    lanes: (i32, i32),
}

impl Places {
    /// Of a diagram whose boxes are so high.
    pub(super) fn new(diagram: &LawDiagram<'_>, high: i32) -> Self {
        let is_beside = |stage: &Stage| *stage == Stage::Zombie;
        let (on, ends): (Vec<_>, Vec<_>) =
            diagram.stages().filter(|stage| !is_beside(stage)).partition(|stage| !diagram.is_end(*stage));
        let line: Vec<_> = on.into_iter().chain(ends).collect();
        let column = |stage| line.iter().position(|known| *known == stage);
        let way = |edge: &Edge| match (column(edge.from), column(edge.to)) {
            (Some(_), Some(_)) if diagram.is_end(edge.to) => Way::Out,
            (Some(from), Some(to)) if to == from + 1 => Way::On,
            (Some(from), Some(to)) if to > from => Way::Above { lane: 0 },
            (Some(_), Some(_)) => Way::Below { lane: 0 },
            (Some(_), None) => Way::Down,
            (None, Some(_)) if diagram.is_end(edge.to) => Way::Leave,
            (None, _) => Way::Up,
        };
        let mut moves: Vec<_> = diagram.edges().iter().map(|edge| (*edge, way(edge))).collect();
        let span = |edge: &Edge| {
            let (from, to) = (column(edge.from).unwrap_or_default(), column(edge.to).unwrap_or_default());
            (from.min(to), from.max(to))
        };
        let above = lanes(&mut moves, &span, |way| match way {
            Way::Above { lane } => Some(lane),
            Way::On | Way::Below { .. } | Way::Down | Way::Up | Way::Out | Way::Leave => None,
        });
        let below = lanes(&mut moves, &span, |way| match way {
            Way::Below { lane } => Some(lane),
            Way::On | Way::Above { .. } | Way::Down | Way::Up | Way::Out | Way::Leave => None,
        });
        Self { line, stalls: diagram.stalls().collect(), moves, high, lanes: (above, below) }
    }

    /// The left edge of a stage's box; of the zombie's the left edge of its first place.
    pub(super) fn left(&self, stage: Stage) -> i32 {
        let at = self.line.iter().position(|known| *known == stage);
        match (at, self.stalls.first()) {
            (Some(at), _) => LEFT + PITCH * at as i32,
            (None, Some(first)) if *first != stage => self.left(*first),
            (None, _) => LEFT,
        }
    }

    /// The upper edge of the boxes.
    pub(super) const fn upper(&self) -> i32 {
        self.gather() + 30 + LANE * self.lanes.0
    }

    /// The lower edge of the boxes.
    pub(super) const fn lower(&self) -> i32 {
        self.upper() + self.high
    }

    /// The height of the line above all.
    pub(super) const fn gather(&self) -> i32 {
        TOP
    }

    /// The upper edge of the zombie.
    pub(super) const fn zombie(&self) -> i32 {
        self.lower() + 56 + LANE * self.lanes.1
    }

    /// The lower edge of the zombie's places.
    pub(super) const fn zombie_lower(&self) -> i32 {
        self.zombie() + 12 + self.high
    }

    /// The left and the right edge of the zombie.
    pub(super) fn zombie_sides(&self) -> (i32, i32) {
        let last = self.stalls.last().map_or(LEFT, |stage| self.left(*stage));
        (self.left(Stage::Zombie) - 14, last + WIDE + 14)
    }

    /// Its whole width and height.
    pub(super) fn size(&self) -> (i32, i32) {
        (LEFT + PITCH * (self.line.len() as i32 - 1) + WIDE + 40, self.zombie_lower() + 100)
    }

    /// The points of a move's line.
    pub(super) fn points(&self, edge: Edge, way: Way) -> Vec<Point> {
        let middle = self.upper() + self.high / 2;
        let (upper, lower) = (self.upper(), self.lower());
        let bends = |side, level, y| {
            let (from, to) = (self.port(edge.from, side, edge), self.port(edge.to, side, edge));
            vec![(from, y), (from, level), (to, level), (to, y)]
        };
        match way {
            Way::On => vec![(self.left(edge.from) + WIDE, middle), (self.left(edge.to), middle)],
            Way::Above { lane } => bends(Side::Top, upper - 28 - LANE * lane, upper),
            Way::Below { lane } => bends(Side::Bottom, lower + 30 + LANE * lane, lower),
            Way::Down => {
                let x = self.port(edge.from, Side::Bottom, edge);
                vec![(x, lower), (x, self.zombie() + 12)]
            }
            Way::Up => {
                let x = self.port(edge.to, Side::Bottom, edge);
                vec![(x, self.zombie() + 12), (x, lower)]
            }
            Way::Out => {
                let (from, to) = (self.port(edge.from, Side::Top, edge), self.left(edge.to) + WIDE / 2);
                vec![(from, upper), (from, self.gather()), (to, self.gather()), (to, upper)]
            }
            Way::Leave => {
                let (to, y) = (self.left(edge.to) + WIDE / 2, self.zombie() + 12 + self.high / 2);
                vec![(self.zombie_sides().1, y), (to, y), (to, lower)]
            }
        }
    }

    /// Where a move leaves or enters a side of a stage's box: the moves there are as far from each other as from the corners,
    /// and so ordered that no two of them cross.
    fn port(&self, stage: Stage, side: Side, edge: Edge) -> i32 {
        let rank = |(edge, way): &(Edge, Way)| Some((rank(stage, side, *edge, *way)?, *edge));
        let mut ranked: Vec<_> = self.moves.iter().filter_map(rank).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let at = ranked.iter().position(|(_, known)| *known == edge).unwrap_or_default();
        self.left(stage) + WIDE * (at as i32 + 1) / (ranked.len() as i32 + 1)
    }
}

/// The place of a move among those on a side of a stage's box, from left to right. `None` if it is not there.
fn rank(stage: Stage, side: Side, edge: Edge, way: Way) -> Option<(u8, i32)> {
    let (leaves, enters) = (edge.from == stage, edge.to == stage);
    match (side, way) {
        (Side::Top, Way::Above { lane }) if enters => Some((0, lane)),
        (Side::Top, Way::Out) if leaves => Some((1, 0)),
        (Side::Top, Way::Above { lane }) if leaves => Some((2, -lane)),
        (Side::Bottom, Way::Below { lane }) if leaves => Some((0, lane)),
        (Side::Bottom, Way::Down) if leaves => Some((1, 0)),
        (Side::Bottom, Way::Up) if enters => Some((1, 1)),
        (Side::Bottom, Way::Below { lane }) if enters => Some((2, -lane)),
        (
            Side::Top | Side::Bottom,
            Way::On | Way::Above { .. } | Way::Below { .. } | Way::Down | Way::Up | Way::Out | Way::Leave,
        ) => None,
    }
}

/// Gives each bent move of a kind the nearest lane in which it meets no other, the shortest first. Says how many lanes there are.
fn lanes(
    moves: &mut [(Edge, Way)],
    span: &impl Fn(&Edge) -> (usize, usize),
    lane_of: impl Fn(&mut Way) -> Option<&mut i32>,
) -> i32 {
    let mut bent: Vec<_> = moves.iter_mut().filter_map(|(edge, way)| Some((span(edge), lane_of(way)?))).collect();
    bent.sort_by_key(|((left, right), _)| (right - left, *left));
    let mut taken: Vec<((usize, usize), i32)> = Vec::new();
    for ((left, right), lane) in bent {
        let meets = |at: i32| taken.iter().any(|((l, r), known)| *known == at && left < *r && *l < right);
        *lane = (0..).find(|at| !meets(*at)).unwrap_or_default();
        taken.push(((left, right), *lane));
    }
    taken.iter().map(|(_, lane)| lane + 1).max().unwrap_or_default()
}
