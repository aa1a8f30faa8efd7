//! The head of a log as text.

use core::fmt;
use core::str::FromStr;

use crate::audit::LogHead;
use crate::audit::log::merkle::base64::{decode, encode};
use crate::audit::log::merkle::checkpoint::undressed;
use crate::audit::log::merkle::{Checkpoint, CheckpointError, Tree, TreeError};
use crate::value::{Digest, DigestAlgorithm, Timestamp};

const LAST: &str = "last ";
const RECORDED: &str = "recorded ";
const PEAK: &str = "peak ";

/// Why a text is no head of a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeadTextError {
    /// It does not begin with a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Another line was due.
    #[error("the line {found:?} stands where `{expected}` was due")]
    Line {
        /// What was due.
        expected: &'static str,
        /// The line that was found; empty if there is none.
        found: String,
    },
    /// The digests make no tree of that size.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The tree has another root than the checkpoint.
    #[error("the peaks lead to the root {found}, not to the checkpoint's {expected}: the head was changed")]
    Root {
        /// The checkpoint's root.
        expected: Digest,
        /// The tree's.
        found: Digest,
    },
    /// The last leaf is not the one that the tree ends with.
    #[error("the last leaf is {found}, but the tree ends with {expected}: the head was changed")]
    Last {
        /// The tree's last leaf.
        expected: Digest,
        /// The leaf given.
        found: Digest,
    },
}

impl fmt::Display for LogHead {
    /// The text that [`parse`](str::parse) reads. It begins with the lines of the log's checkpoint and can be read as one; behind
    /// them stand `last ` and the last leaf, `recorded ` and the time, unless the log is empty, and for each full subtree of the tree,
    /// the largest first, `peak ` and its root. Digests are in standard base64, and each line ends in `\n`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.checkpoint())?;
        writeln!(f, "{LAST}{}", encode(self.hash))?;
        if let Some(recorded) = self.recorded {
            writeln!(f, "{RECORDED}{recorded}")?;
        }
        self.tree.peaks().iter().try_for_each(|peak| writeln!(f, "{PEAK}{}", encode(*peak)))
    }
}

impl FromStr for LogHead {
    type Err = HeadTextError;

    /// Reads the one form that is written, and holds its parts to one another.
    fn from_str(text: &str) -> Result<Self, HeadTextError> {
        undressed(text, usize::MAX)?;
        let checkpoint: Checkpoint = text.parse()?;
        let Checkpoint { digest, size, root, .. } = checkpoint;
        let named = usize::from(digest != DigestAlgorithm::default());
        let mut lines = text.split_inclusive('\n').skip(3 + named).peekable();
        let hash = member(lines.next(), LAST, decode)?;
        let recorded = match size {
            0 => None,
            _ => Some(member(lines.next(), RECORDED, |text| Timestamp::parse_fixed(text).ok())?),
        };
        let mut peaks = Vec::new();
        while lines.peek().is_some() {
            peaks.push(member(lines.next(), PEAK, decode)?);
        }
        let tree = Tree::from_parts(digest, size, peaks)?;
        if tree.root() != root {
            return Err(HeadTextError::Root { expected: root, found: tree.root() });
        }
        // the last subtree of an odd number of leaves is the last leaf
        let last = if size % 2 == 1 { tree.peaks().last().copied() } else { None };
        let expected = if size == 0 { Some(Digest::ZERO) } else { last };
        match expected {
            Some(expected) if expected != hash => Err(HeadTextError::Last { expected, found: hash }),
            _ => Ok(Self { source: checkpoint.origin, tree, hash, recorded }),
        }
    }
}

/// What stands behind the name of a line.
fn member<T>(
    line: Option<&str>,
    expected: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, HeadTextError> {
    let found = line.unwrap_or_default();
    let value = found.strip_suffix('\n').and_then(|line| line.strip_prefix(expected)).and_then(read);
    value.ok_or_else(|| HeadTextError::Line { expected, found: found.into() })
}
