//! What a decision rests on, held against what is recorded: the version may fit by chance.

use super::AppendError;
use crate::audit::Record;
use crate::audit::wire::is_written_as;
use crate::lifecycle::Position;
use crate::project::Event;

/// What an event rests on: the end of the history that it was decided on, as far as that is known.
///
/// The last record of the stream is at the version that the event follows.
///
/// | the event was decided on | that record bears | and says | the event |
/// |---|---|---|---|
/// | an event that is known | another id | | is refused: [`OtherHistory`](AppendError::OtherHistory) |
/// | an event that is known | its id | the very same | stands |
/// | an event that is known | its id | another command | is refused: [`OtherEvent`](AppendError::OtherEvent) |
/// | an event that is known | its id | the same command, decided at another instant or under another policy | stands if it begins where that one ended |
/// | what is not known: the event was read from a record | any id | anything | stands if it begins where that one ended |
/// | either | its id, or any | data of an older version, which say nothing here | stands: who decided could read them |
///
/// Where it does not begin there, it is refused: [`OtherPosition`](AppendError::OtherPosition).
#[derive(Debug)]
pub(in crate::audit) struct RestsOn {
    /// The last event of the history; `None` if the event was read from a record, or is a planning.
    event: Option<Event>,
    /// Where the project stood; `None` before planning.
    position: Option<Position>,
}

impl RestsOn {
    /// What an event rests on.
    pub(in crate::audit) fn of(event: &Event) -> Self {
        Self { event: event.rests_on(), position: event.from() }
    }

    /// Whether the stream that ends with `last` is what was rested on.
    pub(in crate::audit) fn check(self, last: &Record) -> Result<(), AppendError> {
        let (subject, version) = (last.subject(), last.stream_version());
        if let Some(event) = &self.event {
            let (expected, actual) = (event.id(), last.id());
            if expected != actual {
                return Err(AppendError::OtherHistory { subject, version, expected, actual });
            }
            if is_the_very(event, last) {
                return Ok(());
            }
        }
        let Ok(actual) = last.event() else { return Ok(()) };
        if let Some(expected) = self.event.filter(|event| !actual.is_same_command(event)) {
            return Err(AppendError::OtherEvent { subject, version, expected, actual });
        }
        let (expected, actual) = (self.position, actual.to());
        if expected != Some(actual) {
            return Err(AppendError::OtherPosition { subject, version, expected, actual });
        }
        Ok(())
    }
}

/// Whether a record was sealed from this very event, or holds its data byte for byte, which is cheaper than reading
/// them. Another record may still say the same.
fn is_the_very(event: &Event, record: &Record) -> bool {
    record.sealed_from().is_some_and(|sealed| sealed.is(event)) || is_written_as(event, record).unwrap_or(false)
}
