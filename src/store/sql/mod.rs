//! What the SQL stores share: the law as rows, the current state as columns, and the lists as queries.

mod columns;
mod law;
mod select;

#[cfg(feature = "sqlite")]
pub(super) use columns::Cell;
pub(super) use columns::{COLUMNS, Columns, changed};
#[cfg(feature = "postgres")]
pub(super) use law::LAWS;
pub(super) use law::laws;
pub(super) use select::{Select, Value};
