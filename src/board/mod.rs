//! The board: what a city's leader and an office's clerk look at first (挂图作战, paragraph 11 of the plan).
//!
//! Every picture is a `Display` over figures and lists that a [`Portfolio`](crate::portfolio::Portfolio) gave: it has no figure
//! of its own, and writes nothing twice. A picture is an SVG element that stands alone as a file and goes into a page as it
//! is. Whoever reads it finds the same numbers under the same names in the figures at the same two dates.
//!
//! | picture | shows |
//! |---|---|
//! | [`WallChart`] | the wall chart (挂图): projects by months, what was planned and what was reached, late and by how much |
//! | [`TrackPicture`] | one project's track: planned against actual, pauses, papers owed, corrections |
//! | [`Funnel`] | how many projects stand in each stage, and for how much |
//! | [`ZombiePace`] | zombies disposed of, year by year, against the plan's pace |
//! | [`Ratios`] | the plan's ratios by zone against what is to be reached |
//! | [`LawDiagram`] | the law's diagram, with a project's path or the portfolio laid over it |
//!
//! [`papers`] are tables as data, with their writers: CSV, HTML for print, workbooks.
//! Each says of itself what its [`Imprint`] tells: unit, who filled it in, the two dates, simulated or not.

mod amount;
mod axis;
mod fit;
mod funnel;
mod imprint;
mod law;
mod legend;
mod look;
mod mark;
mod markup;
mod months;
mod pace;
mod page;
pub mod papers;
mod ratios;
mod share;
mod sheet;
mod sign;
mod track;
mod wall;
mod words;

pub use funnel::Funnel;
pub use imprint::{Imprint, ImprintLine};
pub use law::{LawDiagram, LawDot, LawMermaid, LawSvg};
pub use months::Months;
pub use pace::ZombiePace;
pub use page::{Board, BoardPage};
pub use ratios::Ratios;
pub use track::TrackPicture;
pub use wall::{WallChart, WallRow};
