//! The board: what its pictures and papers say is what figures and lists say.

mod papers;
