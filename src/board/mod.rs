//! The board: what a city's leader and an office's clerk look at first (挂图作战, paragraph 11 of the plan).
//!
//! Every picture is a `Display` over figures and lists that a [`Portfolio`](crate::portfolio::Portfolio) gave: it has no figure
//! of its own, and writes nothing twice. A picture is an SVG element that stands alone as a file and goes into a page as it
//! is. Whoever reads it finds the same numbers under the same names in the figures at the same two dates.
//!
//! | module | holds |
//! |---|---|
//! | [`Funnel`] | how many projects stand in each stage, and for how much |
//! | [`ZombiePace`] | zombies disposed of, year by year, against the plan's pace |
//! | [`Ratios`] | the plan's ratios by zone against what is to be reached |
//! | [`imprint`] | what every picture says of itself: unit, who filled it in, the two dates, simulated or not |

mod amount;
mod funnel;
pub mod imprint;
mod mark;
mod markup;
mod pace;
mod ratios;
mod share;
mod sheet;

pub use funnel::Funnel;
pub use imprint::Imprint;
pub use pace::ZombiePace;
pub use ratios::Ratios;
