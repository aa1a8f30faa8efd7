//! The imprint in a picture: its line, set as small as its width needs, and the mark of simulated data.

use core::fmt;

use super::imprint::Imprint;
use super::markup::columns;
use crate::Language;

/// How high type is set, in tenths.
const SIZE: i64 = 120;

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
        // labels, dates and the mark take about a hundred columns, and two columns are as wide as the type is high
        let columns = columns(imprint.unit) + columns(imprint.filled_by) + 100;
        let size = width.saturating_mul(20) / i64::try_from(columns).unwrap_or(i64::MAX);
        write!(f, "<text x=\"{x}\" y=\"{y}\" xml:space=\"preserve\"")?;
        if size < SIZE {
            write!(f, " style=\"font-size:{}.{}px\"", size / 10, size % 10)?;
        }
        write!(f, ">{}</text>", imprint.told_in(language))
    }
}

/// The mark of simulated data in a frame that ends at a place. Nothing if the data is real.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub(super) imprint: Imprint<'a>,
    pub(super) language: Language,
    pub(super) right: i64,
    pub(super) y: i64,
}

impl fmt::Display for Mark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, right, y) = (self.imprint.mark(self.language), self.right, self.y);
        if mark.is_empty() {
            return Ok(());
        }
        let width = match self.language {
            Language::English => 164,
            Language::Chinese => 84,
        };
        write!(f, "<path class=\"m\" d=\"M{} {}h{width}v26h-{width}z\"/>", right - width, y - 19)?;
        write!(f, "<text class=\"c h2 w\" x=\"{}\" y=\"{y}\">{mark}</text>", right - width / 2)
    }
}
