//! What the SQL stores share: the law as rows, a log's head and a current state as cells, and the lists as
//! queries.

mod columns;
mod head;
mod law;
mod select;

#[cfg(feature = "sqlite")]
pub(super) use columns::names;
#[cfg(feature = "postgres")]
pub(super) use columns::written;
pub(super) use columns::{Cell, Row, changed, select};
pub(super) use head::HeadCells;
#[cfg(feature = "postgres")]
pub(super) use law::LAWS;
#[cfg(feature = "sqlite")]
pub(super) use law::event_types;
pub(super) use law::laws;
pub(super) use select::Select;
