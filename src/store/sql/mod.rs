//! What the SQL stores share: the law as rows, the current state as columns, and the lists as queries.

mod columns;
mod law;
mod select;

pub(super) use columns::{COLUMNS, Cell, Columns, changed};
pub(super) use law::edges;
pub(super) use select::{Select, Value};
