//! The board: what a city's leader and an office's clerk look at first (挂图作战, paragraph 11 of the plan).
//!
//! Every picture is a `Display` over figures and lists that a [`Portfolio`](crate::portfolio::Portfolio) gave: it has no figure
//! of its own, and writes nothing twice. A picture is an SVG element that stands alone as a file and goes into a page as it
//! is. Whoever reads it finds the same numbers under the same names in the figures at the same two dates.
//!
//! | module | holds |
//! |---|---|
//! | [`imprint`] | what every picture says of itself: unit, who filled it in, the two dates, simulated or not |
//! | [`papers`] | tables as data, and their writers: CSV, HTML for print, workbooks |

pub mod imprint;
mod markup;
pub mod papers;

pub use imprint::Imprint;
