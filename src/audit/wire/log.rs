//! That a log was opened: its first record, `lifecycle.log.opened`.

use serde::{Deserialize, Serialize};

use super::Sealable;
use crate::act::{Actor, By};
use crate::audit::record::envelope::TypeName;
use crate::audit::{FORMAT_VERSION, LineFault, LogHead, Record, Subject, SubjectKind};
use crate::canonical::{self, EncodeError};
use crate::lifecycle::{LAW_VERSION, Law};
use crate::value::{DigestAlgorithm, EventId, Source, Timestamp};

/// The opening of a log.
#[derive(Debug)]
pub(in crate::audit) struct Opening<'a> {
    pub(in crate::audit) source: &'a Source,
    pub(in crate::audit) digest: DigestAlgorithm,
    pub(in crate::audit) actor: &'a Actor,
    pub(in crate::audit) at: Timestamp,
}

/// The data; members in canonical order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    #[serde(default, skip_serializing_if = "By::is_unknown")]
    by: By,
    digest: String,
    format: u32,
    law: u32,
}

impl Opening<'_> {
    /// The name of the event, within its type.
    pub(in crate::audit) const EVENT_NAME: &'static str = "opened";
}

impl Sealable for Opening<'_> {
    fn id(&self) -> EventId {
        LogHead::opening_id(self.source)
    }

    fn subject(&self) -> Subject {
        Subject::log(self.source)
    }

    fn expected_version(&self) -> u64 {
        0
    }

    fn event_name(&self) -> &'static str {
        Self::EVENT_NAME
    }

    fn actor(&self) -> &Actor {
        self.actor
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let (by, digest) = (self.actor.by().clone(), self.digest.code().into());
        let data = Data { by, digest, format: FORMAT_VERSION, law: LAW_VERSION };
        canonical::encode_into(&data, out)
    }
}

/// The digest of the log that a record opens, if it opens the log that it belongs to in a format that this version knows.
pub(in crate::audit) fn opens(record: &Record) -> Result<DigestAlgorithm, LineFault> {
    let name = TypeName { kind: SubjectKind::Log.code(), event: Opening::EVENT_NAME, version: 1 };
    let has_form = TypeName::parse(record.event_type()) == Some(name)
        && record.id() == LogHead::opening_id(record.source())
        && record.subject() == Subject::log(record.source())
        && record.stream_version() == 1;
    if !has_form {
        return Err(LineFault::NotOpened { found: record.event_type().into() });
    }
    let Data { digest, format, law, .. } = record.read_data().map_err(LineFault::Record)?;
    let algorithm = digest.parse().ok().filter(|_| format == FORMAT_VERSION && Law::of(law).is_some());
    algorithm.ok_or(LineFault::UnknownFormat { format, law, digest })
}
