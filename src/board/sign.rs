//! The imprint in a picture: its line, set as small as its width needs, and the mark of simulated data. Both have their style with
//! them, whatever the picture's is.

use core::fmt;

use super::fit::{Fitted, wide};
use super::imprint::Imprint;
use super::markup::columns;
use crate::Language;

/// The imprint line, within a width. A long one is set smaller, so that the dates at its end are seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct ImprintRow<'a> {
    pub(super) imprint: Imprint<'a>,
    pub(super) language: Language,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
}

impl fmt::Display for ImprintRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { imprint, language, x, y, width } = *self;
        let line = imprint.told_in(language);
        let size = Fitted { columns: wide(&line), room: u32::try_from(width).unwrap_or(0), size: 12 }.tenths();
        write!(f, "<text x=\"{x}\" y=\"{y}\" xml:space=\"preserve\" style=\"text-anchor:start;font-size:")?;
        write!(f, "{}.{}px\">{line}</text>", size / 10, size % 10)
    }
}

/// The mark of simulated data in a frame that ends at a place, about a line of text. Nothing if the data is real.
#[derive(Clone, Copy, Debug)]
pub(super) struct SimulatedMark<'a> {
    pub(super) imprint: Imprint<'a>,
    pub(super) language: Language,
    pub(super) right: i64,
    pub(super) y: i64,
}

impl fmt::Display for SimulatedMark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, right, y) = (self.imprint.mark(self.language), self.right, self.y);
        if mark.is_empty() {
            return Ok(());
        }
        let width = 10 * columns(mark) as i64 + 24;
        let (left, top) = (right - width, y - 19);
        write!(
            f,
            "<path style=\"fill:none;stroke:#a80000;stroke-width:2\" d=\"M{left} {top}h{width}v26h-{width}z\"/>"
        )?;
        f.write_str("<text style=\"text-anchor:middle;font-size:14px;font-weight:700;fill:#a80000\"")?;
        write!(f, " x=\"{}\" y=\"{y}\">{mark}</text>", right - width / 2)
    }
}
