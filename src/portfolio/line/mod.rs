//! Taking in lines without reading all of them: a portfolio needs little of a line, and knows where it stands.
//!
//! What is seldom, and whatever is not written as it was expected, is [read in full](Portfolio::add), and what is wrong is told in
//! the same words. What a portfolio keeps of a line that can be read in full is the same either way; a test holds both against each
//! other on every line that it can find. What it does not keep, such as most of a step's evidence, is not held to its meaning.

mod fact;
mod member;
mod planning;
mod step;
#[cfg(test)]
mod tests;

use core::ops::ControlFlow;
use std::io::BufRead;

use super::{FoldError, FoldFault, Portfolio, ReadError};
use crate::audit::{Glance, Piece, RECORD_LIMIT, Record, RecordError, each_piece};
use crate::canonical::Ends;
use crate::lifecycle::Verb;
use crate::vocabulary::Vocabulary as _;

impl Portfolio {
    /// Takes in all lines of a log, as [`add_line`](Self::add_line) does.
    ///
    /// ```no_run
    /// use std::fs::File;
    /// use std::io::BufReader;
    ///
    /// use project_lifecycle::portfolio::Portfolio;
    ///
    /// let mut portfolio = Portfolio::new();
    /// portfolio.read(BufReader::new(File::open("events.jsonl")?))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ReadError`]. The lines before the one that it names were taken in.
    pub fn read(&mut self, log: impl BufRead) -> Result<(), ReadError> {
        self.read_by(log, Self::add_line)
    }

    /// Takes in all lines of a log that was verified before, as [`add_verified_line`](Self::add_verified_line) does.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_verified(&mut self, log: impl BufRead) -> Result<(), ReadError> {
        self.read_by(log, Self::add_verified_line)
    }

    fn read_by(
        &mut self,
        mut log: impl BufRead,
        add: impl Fn(&mut Self, &[u8]) -> Result<(), FoldError>,
    ) -> Result<(), ReadError> {
        let mut line = 0;
        let taken = each_piece(&mut log, |piece| {
            line += 1;
            let added = match piece {
                Piece::Line(text) => add(self, text),
                Piece::TooLong { .. } => {
                    Err(FoldError::Line(RecordError::TooLarge { bytes: RECORD_LIMIT + 1, limit: RECORD_LIMIT }))
                }
                Piece::Torn => return ControlFlow::Break(ReadError::Torn { line }),
            };
            match added {
                Ok(()) => ControlFlow::Continue(()),
                Err(why) => ControlFlow::Break(ReadError::Fold { line, why }),
            }
        });
        match taken? {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(error) => Err(error),
        }
    }

    /// Takes in a record by its line, without its `\n`, as [`add`](Self::add) does, and several times as fast. The line's form
    /// and attributes are checked, and the meaning of what the portfolio keeps; what else its data say is not looked at.
    ///
    /// # Errors
    /// [`FoldError`] when the line is no record, or its record cannot be taken in. Nothing has changed then.
    pub fn add_line(&mut self, line: &[u8]) -> Result<(), FoldError> {
        let glance = self.log.as_ref().and_then(|log| Glance::checked(line, log));
        self.add_seen(line, glance)
    }

    /// Takes in a record by its line as [`add_line`](Self::add_line) does, and faster: the log was
    /// [verified](crate::audit::verify()) before, so its form is not checked again. What it makes of a line
    /// that was not is not to be relied on.
    ///
    /// # Errors
    /// As [`add_line`](Self::add_line), as far as it looks.
    pub fn add_verified_line(&mut self, line: &[u8]) -> Result<(), FoldError> {
        let glance = self.log.as_ref().and_then(|log| Glance::verified(line, log));
        self.add_seen(line, glance)
    }

    fn add_seen(&mut self, line: &[u8], glance: Option<Glance<'_>>) -> Result<(), FoldError> {
        if self.quarantine.holds(line) {
            return Ok(());
        }
        if let Some(glance) = glance
            && let Some(Ok(())) = self.add_glance(glance)
        {
            self.count(glance.recorded);
            return Ok(());
        }
        let record = Record::parse(line).map_err(FoldError::Line)?;
        self.add(&record)
    }

    /// Takes in what was seen of a record. `None` if it must be read in full.
    fn add_glance(&mut self, glance: Glance<'_>) -> Option<Result<(), FoldFault>> {
        let mut data = Ends::new(glance.data);
        if data.has(b"{\"after\":") {
            return self.add_fact(glance, data);
        }
        data.past_last(b"\"}")?;
        let verb = data.bytes_last()?;
        data.past_last(b"\",\"verb\":")?;
        if verb == crate::project::Change::PLAN.as_bytes() {
            self.add_planning(glance, data)
        } else {
            self.add_step(glance, Verb::of_bytes(verb)?, data)
        }
    }
}
