//! What happened to a zone: the data of its events, written and read.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Sealable;
use crate::act::{Actor, By, Correction, HostData, Voiding};
use crate::audit::record::envelope::TypeName;
use crate::audit::{AppendError, Record, RecordError, Subject, SubjectKind};
use crate::canonical::{self, EncodeError};
use crate::evidence::Attachment;
use crate::lifecycle::ZoneClass;
use crate::policy::PolicyId;
use crate::registry::{ZombieBaseline, ZoneAmendment, ZoneChange, ZoneEvent, ZoneParts, ZoneProfile};
use crate::value::{Day, EventId, Text, Timestamp, ZoneId};

/// The version of the data of every event of a zone.
pub(in crate::audit) const VERSION: u32 = 1;

/// The data of a fact; members in canonical order, here and below.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Noted<B, A> {
    after: A,
    before: B,
    #[serde(default, skip_serializing_if = "By::is_unknown")]
    by: By,
    effective_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<HostData>,
    policy: PolicyId,
}

/// The data of a void.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Voided {
    authority: Text,
    #[serde(default, skip_serializing_if = "By::is_unknown")]
    by: By,
    effective_on: Day,
    grounds: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<HostData>,
    policy: PolicyId,
    verb: String,
    voids_fact_version: u64,
}

#[derive(Serialize, Deserialize)]
struct Registered {
    #[serde(flatten)]
    profile: ZoneProfile,
    zone: ZoneId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfClass {
    class: ZoneClass,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToClass {
    class: ZoneClass,
    paper: Attachment,
}

/// What the data of every event have in common.
#[derive(Deserialize)]
struct Common {
    #[serde(default)]
    by: By,
    effective_on: Day,
    host: Option<HostData>,
    policy: PolicyId,
}

/// Appends an event's data.
fn write(event: &ZoneEvent, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let ZoneParts { effective_on, actor, host, policy, change, .. } = event.parts();
    let (effective_on, by, host, policy) = (*effective_on, actor.by().clone(), host.clone(), PolicyId::clone(policy));
    match change {
        ZoneChange::Registered { zone, profile } => {
            let after = Registered { profile: profile.clone(), zone: zone.clone() };
            canonical::encode_into(&Noted { after, before: (), by, effective_on, host, policy }, out)
        }
        ZoneChange::ClassChanged { from, to, paper } => {
            let (before, after) = (OfClass { class: *from }, ToClass { class: *to, paper: paper.clone() });
            canonical::encode_into(&Noted { after, before, by, effective_on, host, policy }, out)
        }
        ZoneChange::Amended { before, after } => {
            canonical::encode_into(&Noted { after, before, by, effective_on, host, policy }, out)
        }
        ZoneChange::BaselineFrozen(after) => {
            canonical::encode_into(&Noted { after, before: (), by, effective_on, host, policy }, out)
        }
        ZoneChange::Corrected(Voiding { version, correction: Correction { authority, grounds } }) => {
            let (authority, grounds, verb) = (authority.clone(), grounds.clone(), ZoneChange::VOID_FACT.into());
            let voids_fact_version = *version;
            let data = Voided { authority, by, effective_on, grounds, host, policy, verb, voids_fact_version };
            canonical::encode_into(&data, out)
        }
    }
}

/// Reads the event that a record holds.
pub(in crate::audit) fn read(record: &Record) -> Result<ZoneEvent, RecordError> {
    let event_type = record.event_type();
    let unknown = || RecordError::UnknownType { found: event_type.into() };
    let name = TypeName::parse(event_type).filter(|name| name.kind == SubjectKind::Zone.code()).ok_or_else(unknown)?;
    if !ZoneChange::EVENT_NAMES.contains(&name.event) {
        return Err(unknown());
    }
    let wrong = |why: String| RecordError::Data { event_type: event_type.into(), why };
    let subject = record.subject();
    if subject.kind() != SubjectKind::Zone {
        return Err(wrong(format!("its subject is {subject}, not a zone")));
    }
    if name.version != VERSION {
        return Err(RecordError::UnknownVersion {
            event_type: event_type.into(),
            stored: name.version,
            known: vec![VERSION],
        });
    }
    let change = change(name.event, record)?;
    if let ZoneChange::Registered { zone, .. } = &change {
        let named = Subject::zone(record.source(), zone);
        if named != subject {
            return Err(wrong(format!("its subject is {subject}, but zone {zone} is {named} in this log")));
        }
    }
    let Common { by, effective_on, host, policy } = record.read_data()?;
    let parts = ZoneParts {
        id: record.id(),
        zone: subject.id(),
        version: record.stream_version(),
        at: record.time(),
        effective_on,
        actor: Arc::new(Actor::from_parts(record.auth(), record.authid().clone(), by)),
        correlation: record.correlation_kept(),
        causation: record.causation_kept(),
        host,
        policy: Arc::new(policy),
        change,
    };
    let event = ZoneEvent::new(parts, None);
    // data have one form only: the one that this crate writes
    let mut written = Vec::with_capacity(record.data().len());
    write(&event, &mut written).map_err(|why| wrong(why.to_string()))?;
    if written != record.data().as_bytes() {
        return Err(wrong("they are not written as this event's data are".into()));
    }
    Ok(event)
}

/// The change that a record's data describe.
fn change(event_name: &str, record: &Record) -> Result<ZoneChange, RecordError> {
    fn noted<B: DeserializeOwned, A: DeserializeOwned>(record: &Record) -> Result<(B, A), RecordError> {
        record.read_data().map(|Noted { after, before, .. }| (before, after))
    }
    let [registered, class_changed, amended, baseline_frozen, _] = ZoneChange::EVENT_NAMES;
    Ok(if event_name == registered {
        let ((), Registered { profile, zone }) = noted(record)?;
        ZoneChange::Registered { zone, profile }
    } else if event_name == class_changed {
        let (OfClass { class: from }, ToClass { class: to, paper }) = noted(record)?;
        ZoneChange::ClassChanged { from, to, paper }
    } else if event_name == amended {
        let (before, after): (ZoneAmendment, ZoneAmendment) = noted(record)?;
        ZoneChange::Amended { before, after }
    } else if event_name == baseline_frozen {
        let ((), baseline): ((), ZombieBaseline) = noted(record)?;
        ZoneChange::BaselineFrozen(baseline)
    } else {
        let Voided { authority, grounds, voids_fact_version: version, .. } = record.read_data()?;
        ZoneChange::Corrected(Voiding { version, correction: Correction { authority, grounds } })
    })
}

impl Sealable for ZoneEvent {
    fn id(&self) -> EventId {
        self.id()
    }

    fn subject(&self) -> Subject {
        Subject::of_zone(self.zone())
    }

    fn expected_version(&self) -> u64 {
        self.version() - 1
    }

    fn event_name(&self) -> &'static str {
        self.change().event_name()
    }

    fn data_version(&self) -> u32 {
        VERSION
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
        write(self, out)
    }

    /// The same command may have been given at another instant and under another policy; if its date was left open, it may
    /// have been given on another day.
    fn is_recorded_as(&self, earlier: &Record) -> Result<bool, AppendError> {
        Ok(self.is_recorded_as(&read(earlier).map_err(AppendError::Earlier)?))
    }

    fn other_dates(&self, earlier: &Record) -> Option<(Day, Day)> {
        let recorded = read(earlier).ok().filter(|recorded| self.is_same_but_for_date(recorded))?;
        Some((recorded.effective_on(), self.effective_on()))
    }

    /// The event that was last when this one was decided.
    fn check_rests_on(&self, last: &Record) -> Result<(), AppendError> {
        let (subject, version, actual) = (last.subject(), last.stream_version(), last.id());
        match self.decided().and_then(|decided| decided.on).filter(|expected| *expected != actual) {
            Some(expected) => Err(AppendError::OtherHistory { subject, version, expected, actual }),
            None => Ok(()),
        }
    }
}
