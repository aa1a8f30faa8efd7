//! The portfolio: figures whose values were worked out by hand, and what holds of any history.

pub(crate) mod city;
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
mod standing;
mod starts;
mod visits;
mod zombies;
