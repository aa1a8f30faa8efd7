//! Where a log stands while its lines go by, also behind lines that do not follow.

use crate::audit::LogHead;
use crate::audit::log::merkle::Tree;
use crate::audit::record::envelope::Envelope;
use crate::value::{Digest, DigestAlgorithm, Source, Timestamp};

/// What the next line follows from.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The tree of the lines that are counted.
    pub(super) tree: Tree,
    /// The leaf of the last of them.
    pub(super) hash: Digest,
    /// When it was recorded, as far as lines say.
    pub(super) recorded: Option<Timestamp>,
    /// The sequence of the next: one more than there are, unless lines are missing.
    pub(super) next: u64,
}

/// What the line behind a faulty one may follow from beside it.
#[derive(Clone, Debug)]
pub(super) struct AfterFault {
    /// The place before the faulty lines: they may have been put in between.
    pub(super) without: Place,
    /// The place in the log that would be next if the faulty line were where it says.
    pub(super) said: Option<u64>,
}

impl Place {
    /// Before the first line.
    pub(super) const fn start(digest: DigestAlgorithm) -> Self {
        Self { tree: Tree::new(digest), hash: Digest::ZERO, recorded: None, next: 1 }
    }

    /// Takes the next line by its leaf.
    pub(super) fn advance(&mut self, leaf: Digest, recorded: Option<Timestamp>) {
        self.hash = leaf;
        self.tree.append(leaf);
        self.recorded = recorded;
        self.next = self.next.saturating_add(1);
    }

    /// Whether a line follows by its sequence, its predecessor and its time.
    pub(super) fn leads_to(&self, line: &Envelope<'_>) -> bool {
        line.sequence == self.next
            && line.predecessor == self.hash
            && self.recorded.is_none_or(|last| last <= line.recorded)
    }

    /// The head of the log that has these lines.
    pub(super) fn head(self, source: Source) -> LogHead {
        LogHead { source, tree: self.tree, hash: self.hash, recorded: self.recorded }
    }
}

impl From<LogHead> for Place {
    fn from(head: LogHead) -> Self {
        let next = head.size() + 1;
        Self { tree: head.tree, hash: head.hash, recorded: head.recorded, next }
    }
}

impl AfterFault {
    /// Whether a line rather follows the lines before the faulty ones than the place behind them: both by its sequence, and
    /// by its predecessor where both have that.
    pub(super) fn was_put_in(&self, behind: &Place, line: &Envelope<'_>) -> bool {
        let follows_them = line.sequence == behind.next || Some(line.sequence) == self.said;
        line.sequence == self.without.next
            && (!follows_them || (line.predecessor == self.without.hash && line.predecessor != behind.hash))
    }
}
