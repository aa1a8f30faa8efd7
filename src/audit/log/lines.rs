//! Lines on their way to a verifier.

use crate::value::{Digest, DigestAlgorithm};

/// Lines of a log that are handed over together, such as from the thread that reads them to the one that verifies them.
///
/// A thread that has time may work out their leaves on the way. Leaves come from these lines alone and cannot be given
/// from outside, so they cannot change a verdict.
///
/// ```
/// use project_lifecycle::audit::{Lines, LogHead, Verifier};
/// use project_lifecycle::value::DigestAlgorithm;
/// use project_lifecycle::{Actor, AuthType, Verdict};
///
/// let actor = Actor::new(AuthType::System, "import".parse()?);
/// let (opened, head) = LogHead::open("urn:example:city".parse()?, &actor, "2018-05-31T08:00:00Z".parse()?)?;
/// let mut lines = Lines::default();
/// lines.push(opened.line());
/// lines.digest(DigestAlgorithm::Sha256);
/// let mut verifier = Verifier::new();
/// verifier.follow_lines(&lines);
/// assert_eq!(verifier.finish(), Verdict::SelfConsistent { head });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    /// Where each line ends. Looking for `\n` would not do: a line that was tampered with may hold some.
    ends: Vec<usize>,
    /// The leaves of the first lines, and the digest that they are on.
    leaves: Option<(DigestAlgorithm, Vec<Digest>)>,
}

impl Lines {
    /// Takes the next line, without its `\n`.
    pub fn push(&mut self, line: &[u8]) {
        self.bytes.extend_from_slice(line);
        self.ends.push(self.bytes.len());
    }

    /// Forgets them, and keeps the memory for others.
    pub fn clear(&mut self) {
        let Self { bytes, ends, leaves } = self;
        bytes.clear();
        ends.clear();
        *leaves = None;
    }

    /// How many bytes they have together.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// Works out the leaves on a digest, which should be the log's, as the verifier's
    /// [`digest`](super::Verifier::digest) gives it. Leaves on another one are of no use: the verifier works out its
    /// own.
    pub fn digest(&mut self, digest: DigestAlgorithm) {
        self.leaves = Some((digest, self.iter().map(|line| digest.leaf(line)).collect()));
    }

    /// The leaves on a digest, in order. `None` if they were not worked out on it.
    #[must_use]
    pub fn leaves(&self, digest: DigestAlgorithm) -> Option<&[Digest]> {
        self.leaves.as_ref().filter(|(on, _)| *on == digest).map(|(_, leaves)| &**leaves)
    }

    /// The leaf of a line by its index, on a digest; `None` if it was not worked out.
    pub(super) fn leaf(&self, index: usize, digest: DigestAlgorithm) -> Option<Digest> {
        let (on, leaves) = self.leaves.as_ref()?;
        leaves.get(index).copied().filter(|_| *on == digest)
    }
}
