//! The board: what pictures and papers say is what the figures and lists say.

mod browser;
mod drawn;
mod figures;
mod histories;
mod laid;
mod law;
mod lines;
mod page;
mod papers;
mod track;
mod wall;
