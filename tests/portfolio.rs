//! The portfolio: figures whose values were worked out by hand, and what holds of any history.

pub(crate) mod city;
mod conversion;
mod dodging;
mod edges;
mod flagships;
mod lines;
mod lists;
mod odd;
mod plans;
pub(crate) mod properties;
pub(crate) mod second;
#[cfg(feature = "portfolio")]
mod second_plan;
mod shares;
mod signals;
mod standing;
mod starts;
mod tracks;
mod visits;
mod zombies;
