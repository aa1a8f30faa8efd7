//! What is asked to be appended.

use super::AppendError;
use super::error::SILENCE_DAYS;
#[cfg(test)]
use crate::audit::wire::Sample;
use crate::audit::wire::Sealable;
use crate::audit::{LogHead, Subject, TransitionRefused};
use crate::project::Event;
use crate::registry::ZoneEvent;
use crate::value::{EventId, Timestamp};

/// For how long a log may have been silent, in minutes.
const SILENCE: i64 = SILENCE_DAYS * 24 * 60;

/// A request to append one event to its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendRequest {
    content: Content,
    is_sure_of_now: bool,
}

/// What a request asks to append.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// An event of a project.
    Event(Event),
    /// Anything else, boxed, so that a request stays as small as an event.
    Other(Box<Other>),
}

/// What is no event of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Other {
    /// A refused attempt, in a stream of its own.
    Refused(TransitionRefused),
    /// An event of a zone.
    Zone(ZoneEvent),
    /// What only unit tests append.
    #[cfg(test)]
    Sample(Sample),
}

impl AppendRequest {
    /// A request for an event that a decision gave.
    #[must_use]
    pub const fn new(event: Event) -> Self {
        Self::of(Content::Event(event))
    }

    const fn of(content: Content) -> Self {
        Self { content, is_sure_of_now: false }
    }

    /// The same request with the host's word that its clock is right, however long the log was silent before. In memory and in a
    /// trail a `now` more than 31 days after the log's last record is refused without it, so that no wrong clock locks the log.
    /// A database has a clock of its own, and passes over this.
    #[must_use]
    pub const fn sure_of_now(mut self) -> Self {
        self.is_sure_of_now = true;
        self
    }

    /// Whether the record may be appended at `now`, behind that head: not more than 31 days after the log's last record, unless the
    /// request is [sure](Self::sure_of_now). For a store without a clock of its own, of what it is about to write.
    ///
    /// # Errors
    /// [`AppendError::NowFarAhead`].
    pub fn check_now(&self, head: &LogHead, now: Timestamp) -> Result<(), AppendError> {
        if self.is_sure_of_now { Ok(()) } else { check_now(head, now) }
    }

    /// What is to be sealed.
    pub(in crate::audit) fn content(&self) -> &dyn Sealable {
        match &self.content {
            Content::Event(event) => event,
            Content::Other(other) => match &**other {
                Other::Refused(refused) => refused,
                Other::Zone(event) => event,
                #[cfg(test)]
                Other::Sample(sample) => sample,
            },
        }
    }

    /// The stream.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.content().subject()
    }

    /// The event's id, which the store looks up for retries.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.content().id()
    }

    /// The version that the stream must have.
    #[must_use]
    pub fn expected_version(&self) -> u64 {
        self.content().expected_version()
    }

    /// The event of a project; `None` if the request is for something else.
    #[must_use]
    pub const fn event(&self) -> Option<&Event> {
        match &self.content {
            Content::Event(event) => Some(event),
            Content::Other(_) => None,
        }
    }

    /// Whether its event is one of a project that was read back, so that nobody knows on what it was decided: it is held to the
    /// project's history, which the store replays for it ([`Found::project`](super::Found::project)). The planning of a project needs
    /// none. A store replays it once for each call: append what another log recorded of a project in batches, not one by one.
    #[must_use]
    pub fn needs_history(&self) -> bool {
        self.event().is_some_and(|event| event.version() > 1 && event.rests_on().is_none())
    }

    /// The event of a zone; `None` if the request is for something else.
    #[must_use]
    pub fn zone_event(&self) -> Option<&ZoneEvent> {
        match &self.content {
            Content::Other(other) => match &**other {
                Other::Zone(event) => Some(event),
                Other::Refused(_) => None,
                #[cfg(test)]
                Other::Sample(_) => None,
            },
            Content::Event(_) => None,
        }
    }
}

impl From<Event> for AppendRequest {
    fn from(event: Event) -> Self {
        Self::new(event)
    }
}

impl From<&Event> for AppendRequest {
    /// An event is shared, not copied.
    fn from(event: &Event) -> Self {
        Self::new(event.clone())
    }
}

impl From<TransitionRefused> for AppendRequest {
    fn from(refused: TransitionRefused) -> Self {
        Self::of(Content::Other(Box::new(Other::Refused(refused))))
    }
}

impl From<ZoneEvent> for AppendRequest {
    fn from(event: ZoneEvent) -> Self {
        Self::of(Content::Other(Box::new(Other::Zone(event))))
    }
}

impl From<&ZoneEvent> for AppendRequest {
    fn from(event: &ZoneEvent) -> Self {
        event.clone().into()
    }
}

#[cfg(test)]
impl From<Sample> for AppendRequest {
    fn from(sample: Sample) -> Self {
        Self::of(Content::Other(Box::new(Other::Sample(sample))))
    }
}

/// Whether `now` lies not more than 31 days after the log's last record. For a store without a clock of its own, of what no request
/// asks for.
///
/// # Errors
/// [`AppendError::NowFarAhead`].
pub fn check_now(head: &LogHead, now: Timestamp) -> Result<(), AppendError> {
    let latest = |recorded: Timestamp| recorded.plus_minutes(SILENCE).unwrap_or(now);
    match head.recorded {
        Some(recorded) if now > latest(recorded) => Err(AppendError::NowFarAhead { recorded, now }),
        Some(_) | None => Ok(()),
    }
}
