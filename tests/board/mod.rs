//! The board: what its pictures say, against the law, figures and lists.

mod law;
