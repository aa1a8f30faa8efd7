//! The nodes of a row: what was planned, what was reached, and the line between.

use core::fmt;

use super::Ground;
use crate::board::look::{NODES, Outline};
use crate::board::words::{Late, wide};
use crate::portfolio::{Track, TrackNode};
use crate::value::Day;

/// Writes the lines, then the marks upon them, then how late where there is room.
pub(super) fn write(f: &mut fmt::Formatter<'_>, ground: &Ground, track: &Track<'_>) -> fmt::Result {
    let Ground { language, scale, as_of, .. } = *ground;
    let nodes = || track.nodes.iter();
    let replanned = || nodes().filter(|node| node.agreed_first != node.agreed);
    path(
        f,
        'f',
        replanned().filter_map(|node| {
            let (one, other) = (node.agreed_first, node.agreed);
            let (from, to) = scale.span(one.min(other), one.max(other))?;
            Some(Part::Moved { at: scale.has(one).then(|| scale.at(one)), from, to })
        }),
    )?;
    path(
        f,
        'l',
        nodes().filter_map(|node| {
            let (plan, end) = late(node, as_of)?;
            scale.span(plan, end).map(|(from, to)| Part::Line { from, to })
        }),
    )?;
    let mark = |stage, day| scale.has(day).then(|| Part::Mark(Outline { stage, x: scale.at(day) }));
    let planned = nodes().filter(|node| node.reached != Some(node.agreed));
    path(f, 'o', planned.filter_map(|node| mark(node.stage, node.agreed)))?;
    path(f, 'x', nodes().filter_map(|node| mark(node.stage, node.reached?)))?;
    // the earliest plan of those that are late to the same day comes first, and is the latest
    let mut until = scale.left;
    for node in &track.nodes {
        let (Some((_, end)), Some(days)) = (late(node, as_of), node.days_late) else { continue };
        let x = scale.at(end) + 8;
        let to = x + wide(Late { days, language }.columns());
        if scale.has(end) && x > until && to < scale.right && is_free(ground, track, x, to) {
            write!(f, "<text class=\"d\" x=\"{x}\" y=\"10\">{}</text>", Late { days, language })?;
            until = to;
        }
    }
    Ok(())
}

/// From which day to which a node is late. `None` if it is not.
fn late(node: &TrackNode, as_of: Day) -> Option<(Day, Day)> {
    node.days_late.filter(|days| *days > 0).map(|_| (node.agreed, node.reached.unwrap_or(as_of)))
}

/// A part of a path in the lane of nodes.
enum Part {
    /// From the plan to what was reached.
    Line {
        from: i64,
        to: i64,
    },
    /// Where the plan was first, if that is shown, and the line between it and the plan in force.
    Moved {
        at: Option<i64>,
        from: i64,
        to: i64,
    },
    Mark(Outline),
}

/// Writes one path of many parts. Nothing if there is none.
fn path(f: &mut fmt::Formatter<'_>, class: char, mut parts: impl Iterator<Item = Part>) -> fmt::Result {
    let Some(first) = parts.next() else { return Ok(()) };
    write!(f, "<path class=\"{class}\" d=\"")?;
    for part in core::iter::once(first).chain(parts) {
        match part {
            Part::Line { from, to } => write!(f, "M{from} {NODES}H{to}")?,
            Part::Moved { at, from, to } => {
                if let Some(x) = at {
                    write!(f, "M{x} 1v10")?;
                }
                write!(f, "M{from} {NODES}H{to}")?;
            }
            Part::Mark(outline) => write!(f, "{outline}")?,
        }
    }
    f.write_str("\"/>")
}

/// Whether no mark and no line of the row lies between two places.
fn is_free(ground: &Ground, track: &Track<'_>, from: i64, to: i64) -> bool {
    let Ground { scale, as_of, .. } = *ground;
    let at = |day: Day| scale.at(day);
    let lies_apart = |left: i64, right: i64| right + 6 < from || to < left - 6;
    let is_apart_from_today = !scale.has(as_of) || lies_apart(at(as_of), at(as_of));
    is_apart_from_today
        && track.nodes.iter().all(|node| {
            let planned = (at(node.agreed_first.min(node.agreed)), at(node.agreed_first.max(node.agreed)));
            let reached = node.reached.map(|on| (at(on), at(on)));
            let late = late(node, as_of).map(|(plan, end)| (at(plan), at(end)));
            let spans = [(scale.has(node.agreed) || scale.has(node.agreed_first)).then_some(planned), reached, late];
            spans.into_iter().flatten().all(|(left, right)| lies_apart(left, right))
        })
}
