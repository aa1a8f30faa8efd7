//! The board: what pictures and papers say is what the figures and lists say.

mod drawn;
mod histories;
mod track;
mod wall;
