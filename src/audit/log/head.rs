//! The head of a log: all that is needed to append to it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::act::{Actor, By};
use crate::audit::append::{AppendError, sealed};
use crate::audit::log::merkle::{Checkpoint, Tree};
use crate::audit::record::draft::Draft;
use crate::audit::{FORMAT_VERSION, LineFault, Record, Subject, SubjectKind};
use crate::canonical;
use crate::lifecycle::LAW_VERSION;
use crate::value::{Digest, DigestAlgorithm, EventId, Source, Timestamp};

/// The head of a log. Its parts are public, so that a host can keep it in its own database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// The log's name.
    pub source: Source,
    /// The Merkle tree of its records, in compact form.
    pub tree: Tree,
    /// The leaf of the last one; [`Digest::ZERO`] before the first.
    pub hash: Digest,
    /// When the last one was recorded; nothing before the first.
    pub recorded: Option<Timestamp>,
}

/// The type of the record that opens a log.
const OPENED: &str = "lifecycle.log.opened.v1";

/// The data of `lifecycle.log.opened`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    #[serde(default, skip_serializing_if = "By::is_unknown")]
    by: By,
    digest: String,
    format: u32,
    law: u32,
}

/// The digest of the log that a record opens, if it opens the log that it belongs to in a format that this version knows.
pub(in crate::audit) fn opens(record: &Record) -> Result<DigestAlgorithm, LineFault> {
    let has_form = record.event_type() == OPENED
        && record.id() == LogHead::opening_id(record.source())
        && record.subject() == Subject { kind: SubjectKind::Log, id: record.id().uuid() }
        && record.stream_version() == 1;
    if !has_form {
        return Err(LineFault::NotOpened { found: record.event_type().into() });
    }
    let Opened { digest, format, law, .. } = record.read_data().map_err(LineFault::Record)?;
    let algorithm = digest.parse().ok().filter(|_| format == FORMAT_VERSION && (1..=LAW_VERSION).contains(&law));
    algorithm.ok_or(LineFault::UnknownFormat { format, law, digest })
}

impl LogHead {
    /// The name of the event that opens a log, within its type.
    pub(in crate::audit) const EVENT_NAME: &'static str = "opened";

    /// The head of a log that has no record yet.
    #[must_use]
    pub const fn empty(source: Source, digest: DigestAlgorithm) -> Self {
        Self { source, tree: Tree::new(digest), hash: Digest::ZERO, recorded: None }
    }

    /// The id of the record that opens a log, which is also its subject's: UUIDv5 of the source in the URL namespace.
    #[must_use]
    pub fn opening_id(source: &Source) -> EventId {
        EventId::named(Uuid::NAMESPACE_URL, source.as_str())
    }

    /// The record that opens a log on SHA-256, `lifecycle.log.opened`, and the head thereafter.
    ///
    /// # Errors
    /// [`AppendError::TooLarge`] when the actor has so many roles that the record is.
    pub fn open(source: Source, actor: &Actor, now: Timestamp) -> Result<(Record, Self), AppendError> {
        Self::open_on(DigestAlgorithm::default(), source, actor, now)
    }

    /// The record that opens a log on a digest, and the head thereafter.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_on(
        digest: DigestAlgorithm,
        source: Source,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(Record, Self), AppendError> {
        let id = Self::opening_id(&source).uuid();
        let draft = Draft {
            authid: actor.id().as_str(),
            authtype: actor.auth().code(),
            causationid: None,
            correlationid: None,
            id,
            kind: SubjectKind::Log.code(),
            event: Self::EVENT_NAME,
            version: 1,
            streamversion: 1,
            subject: Subject { kind: SubjectKind::Log, id },
            time: now,
        };
        let data =
            Opened { by: actor.by().clone(), digest: digest.code().into(), format: FORMAT_VERSION, law: LAW_VERSION };
        sealed(&Self::empty(source, digest), &draft, now, |out| canonical::encode_into(&data, out))
    }

    /// The head after a line that follows it.
    #[must_use]
    pub fn after(&self, line: &[u8], recorded: Timestamp) -> Self {
        let mut after = self.clone();
        after.advance(self.digest().leaf(line), recorded);
        after
    }

    /// Takes a line that follows, by its leaf.
    pub(in crate::audit) fn advance(&mut self, leaf: Digest, recorded: Timestamp) {
        self.hash = leaf;
        self.tree.append(leaf);
        self.recorded = Some(recorded);
    }

    /// The digest that the log is built on.
    #[must_use]
    pub const fn digest(&self) -> DigestAlgorithm {
        self.tree.digest()
    }

    /// How many records there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// What the log is now: keep it where the log's producer cannot reach it, in another organisation's hands, a mail
    /// archive, a public repository or a witness.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { digest: self.digest(), origin: self.source.clone(), size: self.size(), root: self.tree.root() }
    }
}
