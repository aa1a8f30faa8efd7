//! The portfolio: figures whose values were worked out by hand, and what holds of any history.

mod city;
mod conversion;
mod dodging;
mod flagships;
mod lines;
mod lists;
mod plans;
pub(crate) mod properties;
mod second;
#[cfg(feature = "portfolio")]
mod second_plan;
mod shares;
mod signals;
mod standing;
mod starts;
mod tracks;
mod visits;
mod zombies;
