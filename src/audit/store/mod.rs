//! What a store is: it reads a log, and it may append to it.

mod error;
mod event_log;
mod event_store;
mod give;
mod load;

pub use error::{LoadError, StoreError};
pub use event_log::EventLog;
pub use event_store::EventStore;
pub use give::{Attempt, Attempts, GiveError, Given, give, give_with};
pub use load::{RecordReader, load_project, load_zone, only_answer, prove_record};
