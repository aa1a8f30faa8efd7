//! What a decision rests on, held against what is recorded: the version may fit by chance.

use crate::audit::wire::is_written_as;
use crate::audit::{AppendError, Record};
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
/// Where it does not begin there, it is refused: [`OtherPosition`](AppendError::OtherPosition). Nor may it name an older law
/// than that record: [`LawFell`](AppendError::LawFell).
#[derive(Debug)]
pub(super) struct RestsOn {
    /// The last event of the history; `None` if the event was read from a record, or is a planning.
    event: Option<Event>,
    /// Where the project stood; `None` before planning.
    position: Option<Position>,
    /// The version of the law that the event itself names.
    law: u32,
}

impl RestsOn {
    /// What an event rests on.
    pub(super) fn of(event: &Event) -> Self {
        Self { event: event.rests_on(), position: event.from(), law: event.law() }
    }

    /// Whether the stream that ends with `last` is what was rested on.
    pub(super) fn check(self, last: &Record) -> Result<(), AppendError> {
        let (subject, version) = (last.subject(), last.stream_version());
        let check_law = |last: &Event| match (last.law(), self.law) {
            (last, found) if found < last => Err(AppendError::LawFell { subject, version, last, found }),
            _ => Ok(()),
        };
        if let Some(event) = &self.event {
            let (expected, actual) = (event.id(), last.id());
            if expected != actual {
                return Err(AppendError::OtherHistory { subject, version, expected, actual });
            }
            if is_the_very(event, last) {
                return check_law(event);
            }
        }
        let Ok(recorded) = last.event() else { return Ok(()) };
        if let Some(expected) = self.event.filter(|event| !recorded.is_same_command(event)) {
            return Err(AppendError::OtherEvent { subject, version, expected, actual: recorded });
        }
        let (expected, actual) = (self.position, recorded.to());
        if expected != Some(actual) {
            return Err(AppendError::OtherPosition { subject, version, expected, actual });
        }
        check_law(&recorded)
    }
}

/// Whether a record was sealed from this very event, or holds its data byte for byte, which is cheaper than reading
/// them. Another record may still say the same.
fn is_the_very(event: &Event, record: &Record) -> bool {
    record.sealed_from().is_some_and(|sealed| sealed.is(event)) || is_written_as(event, record).unwrap_or(false)
}
