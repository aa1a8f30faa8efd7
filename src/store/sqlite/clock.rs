//! How far the clocks of those who write to the file may lie ahead.

use rusqlite::OptionalExtension as _;

use super::SqliteStore;
use super::fault::{corrupt, fault};
use crate::StoreError;

impl SqliteStore {
    /// How many seconds a new record's `recordedtime` may lie beyond the clock of the machine that writes it; what the log said
    /// last may be said again. `None` if as many as it likes. It is 300 unless the owner set it.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn clock_margin(&self) -> Result<Option<u32>, StoreError> {
        let margin = self.connection.query_row("SELECT seconds FROM clock_margin", [], |row| row.get(0));
        // without a row the file holds nobody to a margin, either
        let margin: Option<Option<i64>> = margin.optional().map_err(fault)?;
        margin.flatten().map(u32::try_from).transpose().map_err(|why| corrupt("the margin of clocks", why))
    }

    /// Sets that margin for all logs in the file and all who write to it, for ever: the owner's act. `None` lets every time
    /// pass, as for tests whose lives lie in the future. A log whose last record lies ahead takes no other time before that one
    /// has come.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is changed then.
    pub fn set_clock_margin(&mut self, seconds: Option<u32>) -> Result<(), StoreError> {
        self.write(|connection| {
            let seal = "SELECT sql FROM sqlite_schema WHERE name = 'clock_margin_update'";
            let seal: String = connection.query_row(seal, [], |row| row.get(0)).map_err(fault)?;
            connection.execute_batch("DROP TRIGGER clock_margin_update").map_err(fault)?;
            let set = connection.execute("UPDATE clock_margin SET seconds = ?1", [seconds]).map_err(fault)?;
            if set != 1 {
                return Err(corrupt("the margin of clocks", format!("it has {set} rows, not one")));
            }
            connection.execute_batch(&seal).map_err(fault)
        })
    }
}
