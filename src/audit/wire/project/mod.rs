//! What happened to a project.

mod data;
mod rests_on;

pub(in crate::audit) use data::{read, version};

use std::borrow::Cow;

use super::Sealable;
use crate::act::Actor;
use crate::audit::{AppendError, Record, Subject};
use crate::canonical::EncodeError;
use crate::project::Event;
use crate::value::{Day, EventId, Timestamp};
use rests_on::RestsOn;

impl Sealable for Event {
    fn id(&self) -> EventId {
        self.id()
    }

    fn subject(&self) -> Subject {
        self.project().into()
    }

    fn expected_version(&self) -> u64 {
        self.version() - 1
    }

    fn event_name(&self) -> &'static str {
        self.event_name()
    }

    fn data_version(&self) -> u32 {
        version(self.event_name()).expect("an event's type has a version")
    }

    fn actor(&self) -> &Actor {
        self.actor()
    }

    fn at(&self) -> Timestamp {
        self.at()
    }

    fn correlation(&self) -> Option<&str> {
        self.correlation()
    }

    fn causation(&self) -> Option<Cow<'_, str>> {
        self.causation().map(Cow::Borrowed)
    }

    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        data::write(self, out)
    }

    /// The same command may have been given at another instant, under another policy, and lead elsewhere; if its date was
    /// left open, it may have been given on another day.
    fn is_recorded_as(&self, earlier: &Record) -> Result<bool, AppendError> {
        Ok(self.is_recorded_as(&earlier.event().map_err(AppendError::Earlier)?))
    }

    fn other_dates(&self, earlier: &Record) -> Option<(Day, Day)> {
        let recorded = earlier.event().ok().filter(|recorded| self.is_same_but_for_date(recorded))?;
        Some((recorded.effective_on(), self.effective_on()))
    }

    fn check_rests_on(&self, last: &Record) -> Result<(), AppendError> {
        RestsOn::of(self).check(last)
    }
}
