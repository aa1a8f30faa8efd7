//! The bars of a row: a stage each, with the pauses over them.

use core::fmt;

use super::Ground;
use crate::board::look::BARS;
use crate::board::markup::columns;
use crate::board::words::{short, wide};
use crate::lifecycle::Stage;
use crate::portfolio::{Track, TrackStep};
use crate::value::Day;

/// Writes the bars, then what lies over them, then their words.
pub(super) fn write(f: &mut fmt::Formatter<'_>, ground: &Ground, track: &Track<'_>) -> fmt::Result {
    let Ground { prefix: id, language, scale, as_of, .. } = *ground;
    let bars = || bars(track, as_of);
    for (step, until) in bars().filter(|(step, _)| !step.to.stage().is_terminal()) {
        if let Some((from, to)) = scale.span(step.on, until) {
            // a line of ground between two bars, if there is room
            let to = if to - from > 3 { to - 1 } else { to };
            write!(f, "<path class=\"b{}\" d=\"M{from}{BARS}H{to}\"/>", step.to.stage() as u8)?;
        }
    }
    let mut pauses = track.pauses.iter().filter_map(|pause| scale.span(pause.from, pause.until.unwrap_or(as_of)));
    if let Some(first) = pauses.next() {
        f.write_str("<path class=\"p\" d=\"")?;
        for (from, to) in core::iter::once(first).chain(pauses) {
            write!(f, "M{from}{BARS}H{to}")?;
        }
        f.write_str("\"/>")?;
    }
    for (step, until) in bars() {
        let stage = step.to.stage();
        let Some((from, mut to)) = scale.span(step.on, until) else { continue };
        let mut x = from + 2;
        if step.is_doubtful && scale.has(step.on) {
            write!(f, "<use href=\"#{id}-q\" x=\"{}\"/>", from + 5)?;
            x += 10;
        }
        if stage.is_terminal() {
            write!(f, "<use href=\"#{id}-e\" x=\"{from}\"/>")?;
            (x, to) = (from + 8, scale.right);
        } else if stage == Stage::Zombie && scale.has(step.on) {
            // it takes nothing from the bar before
            write!(f, "<use href=\"#{id}-z\" x=\"{}\"/>", from + 7)?;
            x = from + 15;
        }
        if x + wide(columns(short(stage, language))) < to {
            write!(f, "<use href=\"#{id}-w{}\" x=\"{x}\"/>", stage as u8)?;
        }
    }
    Ok(())
}

/// The steps that lead somewhere, each with the day until which it stood there. A step is followed by another, or lasts until
/// the as-of day.
fn bars<'t>(track: &'t Track<'_>, as_of: Day) -> impl Iterator<Item = (&'t TrackStep, Day)> {
    let ends = track.steps.iter().skip(1).map(|next| next.on).chain([as_of]);
    track.steps.iter().zip(ends)
}
