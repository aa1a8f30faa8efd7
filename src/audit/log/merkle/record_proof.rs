//! The proof that one record is in a log, in the text form of C2SP tlog-proof.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::checkpoint::{decimal, marked, undressed};
use super::{Checkpoint, CheckpointError, InclusionPath, ProofError, base64, verify_inclusion};
use crate::audit::Record;
use crate::value::{Digest, DigestAlgorithm, Source};

/// That one record stands at one place of a log: its index, the inclusion proof, and the checkpoint that it leads to.
///
/// With the record's line it is all that a third party needs, who never sees the log. It proves as much as the
/// checkpoint in it does: compare that with one that was kept elsewhere, or have it signed.
///
/// Its text is that of a C2SP tlog-proof with an unsigned checkpoint. For a log of another digest than SHA-256 one line
/// with the digest's name goes before it, as in a [`Checkpoint`]. As JSON it has these members, digests in hexadecimal digits.
///
/// ```
/// use project_lifecycle::audit::merkle::RecordProof;
/// use project_lifecycle::prelude::*;
///
/// let now = "2018-06-11T09:00:00+08:00".parse()?;
/// let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// let store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
/// let proof = store.proof(1)?.expect("the log has a first record");
/// assert_eq!(store.proof(2)?, None);
///
/// // it travels as text, beside the record's line
/// let again: RecordProof = proof.to_string().parse()?;
/// assert_eq!(again, proof);
/// again.verify(&Record::parse(store.records()[0].line())?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordProof {
    /// The leaf's index, from 0: the record's sequence less one.
    pub index: u64,
    /// The digests beside the way from the leaf to the root, the lowest first.
    pub path: Vec<Digest>,
    /// What the log was.
    pub checkpoint: Checkpoint,
}

/// Why a proof does not show that a record is in a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordProofError {
    /// The record is of another log.
    #[error("the proof is about the log {expected}, the record is of {found}")]
    Origin {
        /// The proof's log.
        expected: Source,
        /// The record's log.
        found: Source,
    },
    /// The record is another one.
    #[error("the proof is about the record at {expected}, the record is at {found}")]
    Sequence {
        /// The place that the proof is about, from 1.
        expected: u64,
        /// The record's place, from 1.
        found: u64,
    },
    /// The digests do not lead from the record to the root.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Why a text is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofTextError {
    /// The first line is another one.
    #[error("a proof begins with the line {HEADER}, not {found:?}")]
    Header {
        /// What was found.
        found: String,
    },
    /// The first line names something that is no digest of this build.
    #[error("the first line `{found}` is neither {HEADER} nor a digest that this build knows")]
    Digest {
        /// What was found.
        found: String,
    },
    /// The index is missing or no plain decimal number.
    #[error("the line of the index is {found:?}; it is `index ` and a decimal number without leading zeros")]
    Index {
        /// What was found.
        found: String,
    },
    /// A line of the proof is not 32 bytes in standard base64.
    #[error("{found:?} is not 32 bytes in standard base64 with padding")]
    Hash {
        /// What was found.
        found: String,
    },
    /// No empty line ends the digests.
    #[error("an empty line must stand between the digests and the checkpoint")]
    NoCheckpoint,
    /// The checkpoint cannot be read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// The first line of a proof.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

impl RecordProof {
    /// The proof for the leaf of a path, as far as the log has gone by. `None` until the leaf has.
    #[must_use]
    pub fn of(path: &InclusionPath, origin: Source) -> Option<Self> {
        let tree = path.tree();
        let checkpoint = Checkpoint { digest: tree.digest(), origin, size: tree.size(), root: tree.root() };
        path.beside().map(|beside| Self { index: path.index(), path: beside, checkpoint })
    }

    /// Whether the proof shows that the record stands at its place in the log that the checkpoint tells of.
    ///
    /// # Errors
    /// [`RecordProofError`] when it does not.
    pub fn verify(&self, record: &Record) -> Result<(), RecordProofError> {
        let Checkpoint { digest, origin, size, root } = &self.checkpoint;
        if record.source() != origin {
            return Err(RecordProofError::Origin { expected: origin.clone(), found: record.source().clone() });
        }
        // the index of a text may be any number
        let expected = self.index.saturating_add(1);
        if record.sequence() != expected {
            return Err(RecordProofError::Sequence { expected, found: record.sequence() });
        }
        Ok(verify_inclusion(*digest, record.leaf(*digest), self.index, *size, &self.path, *root)?)
    }
}

impl fmt::Display for RecordProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.checkpoint.digest != DigestAlgorithm::default() {
            writeln!(f, "{}", self.checkpoint.digest)?;
        }
        writeln!(f, "{HEADER}\nindex {}", self.index)?;
        self.path.iter().try_for_each(|digest| writeln!(f, "{}", base64::encode(*digest)))?;
        writeln!(f)?;
        self.checkpoint.write_note(f)
    }
}

impl FromStr for RecordProof {
    type Err = ProofTextError;

    /// Reads a proof. Extra data and the signatures of the checkpoint are ignored: nothing here vouches for them.
    fn from_str(text: &str) -> Result<Self, ProofTextError> {
        undressed(text, 2)?;
        let (digest, text) = marked(text).map_err(|found| ProofTextError::Digest { found: found.into() })?;
        let (header, rest) = text.split_once('\n').unwrap_or((text, ""));
        if header != HEADER {
            return Err(ProofTextError::Header { found: header.into() });
        }
        let (first, after_first) = rest.split_once('\n').unwrap_or((rest, ""));
        let (line, mut rest) = match first.strip_prefix("extra ") {
            Some(_) => after_first.split_once('\n').unwrap_or((after_first, "")),
            None => (first, after_first),
        };
        let index = line.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or_else(|| ProofTextError::Index { found: line.into() })?;
        let mut path = Vec::new();
        loop {
            let (line, after) = rest.split_once('\n').ok_or(ProofTextError::NoCheckpoint)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            path.push(base64::decode(line).ok_or_else(|| ProofTextError::Hash { found: line.into() })?);
        }
        Ok(Self { index, path, checkpoint: Checkpoint::read_note(digest, rest)? })
    }
}
