//! The head of a log: all that is needed to append to it.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::act::Actor;
use crate::audit::append::seal;
use crate::audit::log::merkle::{Checkpoint, Tree};
use crate::audit::wire::Opening;
use crate::audit::{AppendError, Record, Subject};
use crate::value::{Digest, DigestAlgorithm, EventId, Source, Timestamp};

/// The head of a log. Its parts are public, so that a host can keep it in its own database.
///
/// Its text, which [`parse`](str::parse) reads, is for whoever verifies the log again and again: a
/// [verifier](crate::audit::Verifier#impl-From<LogHead>-for-Verifier) goes on from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// The log's name.
    pub source: Source,
    /// The Merkle tree of its records, in compact form.
    pub tree: Tree,
    /// The leaf of the last one; [`Digest::ZERO`] before the first.
    pub hash: Digest,
    /// When the last one was recorded; `None` before the first.
    pub recorded: Option<Timestamp>,
}

impl Serialize for LogHead {
    /// What a reader is shown: the members of its [checkpoint](LogHead::checkpoint), and `recorded`. It is not enough to append.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Checkpoint { digest, origin, size, root } = self.checkpoint();
        let mut head = serializer.serialize_struct("LogHead", 5)?;
        head.serialize_field("digest", &digest)?;
        head.serialize_field("origin", &origin)?;
        head.serialize_field("size", &size)?;
        head.serialize_field("root", &root)?;
        head.serialize_field("recorded", &self.recorded)?;
        head.end()
    }
}

impl LogHead {
    /// The head of a log that has no record yet.
    #[must_use]
    pub const fn empty(source: Source, digest: DigestAlgorithm) -> Self {
        Self { source, tree: Tree::new(digest), hash: Digest::ZERO, recorded: None }
    }

    /// The id of the record that opens a log, which is also its subject's: UUIDv5 of the source in the URL namespace.
    #[must_use]
    pub fn opening_id(source: &Source) -> EventId {
        EventId::from_uuid(Subject::log(source).id())
    }

    /// The record that opens a log on SHA-256, `lifecycle.log.opened`, and the head thereafter.
    ///
    /// # Errors
    /// [`AppendError::TooLarge`] when the actor has too many roles for one record.
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
        let (empty, mut line) = (Self::empty(source, digest), Vec::with_capacity(1024));
        let opening = Opening { source: &empty.source, digest, actor, at: now };
        let head = seal(&opening, &empty, now, &mut line)?;
        Ok((Record::sealed(line, &head.source, None), head))
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
