//! The board: what its pictures say is what figures and lists say.

mod figures;
