//! Verifying a log: form, attributes and chain of every line.

use core::ops::ControlFlow;
use std::io::{self, BufRead};

use crate::audit::log::merkle::{Checkpoint, InclusionPath, RecordProof, Tree};
use crate::audit::log::pieces::{Piece, each_piece};
use crate::audit::record::envelope::Envelope;
use crate::audit::wire::opens;
use crate::audit::{Contradiction, LineFault, Lines, LogHead, RECORD_LIMIT, Record, RecordError, SubjectKind, Verdict};
use crate::value::{Digest, DigestAlgorithm};

/// Verifies a log line by line, in constant memory.
///
/// It checks canonical form, attributes, source, sequence, chain and the order of `recordedtime`. Stream versions and
/// legality are checked by [replay](crate::project::Project::replay), and that ids are unique in a log by its store.
///
/// A chain proves nothing against its own producer, who can write all of it anew: that takes [`verify_against`] and a
/// checkpoint that was kept where the producer cannot reach it.
///
/// ```no_run
/// use std::fs::File;
/// use std::io::BufReader;
///
/// let verdict = project_lifecycle::verify(BufReader::new(File::open("events.jsonl")?))?;
/// println!("{verdict:?}");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// The reader's own.
pub fn verify(log: impl BufRead) -> io::Result<Verdict> {
    read_into(Verifier::new(), log)
}

/// Verifies a log as [`verify`] does, and against a checkpoint that was kept elsewhere.
///
/// # Errors
/// The reader's own.
pub fn verify_against(log: impl BufRead, checkpoint: &Checkpoint) -> io::Result<Verdict> {
    read_into(Verifier::new().against(checkpoint.clone()), log)
}

fn read_into(mut verifier: Verifier, mut log: impl BufRead) -> io::Result<Verdict> {
    verifier.read(&mut log)?;
    Ok(verifier.finish())
}

/// Verifies a log while its lines go by, wherever they come from: a file, a database's rows, a message queue.
///
/// ```
/// use project_lifecycle::{Actor, AuthType, Verdict};
/// use project_lifecycle::audit::{LogHead, Verifier};
///
/// let actor = Actor::new(AuthType::System, "import".parse()?);
/// let (opened, head) = LogHead::open("urn:example:city".parse()?, &actor, "2018-05-31T08:00:00Z".parse()?)?;
/// let mut verifier = Verifier::new();
/// verifier.extend([opened.line()]);
/// assert_eq!(verifier.finish(), Verdict::SelfConsistent { head });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    head: Option<LogHead>,
    fault: Option<(u64, LineFault)>,
    checkpoint: Option<Checkpoint>,
    /// The root at the checkpoint's size, once the log got there.
    root: Option<Digest>,
    prove: Option<u64>,
    path: Option<InclusionPath>,
}

impl Verifier {
    /// A verifier that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Verifies against a checkpoint that was kept elsewhere.
    #[must_use]
    pub fn against(mut self, checkpoint: Checkpoint) -> Self {
        self.checkpoint = Some(checkpoint);
        self
    }

    /// Makes the [proof](Self::proof) for the record at a sequence, from 1, on the way.
    #[must_use]
    pub fn proving(mut self, sequence: u64) -> Self {
        self.prove = sequence.checked_sub(1);
        self
    }

    /// Takes all lines of a reader, each with its `\n`. Stops at the first fault.
    ///
    /// # Errors
    /// The reader's own.
    pub fn read(&mut self, log: &mut impl BufRead) -> io::Result<()> {
        if self.fault.is_some() {
            return Ok(());
        }
        let followed = |piece: Piece<'_>| {
            match piece {
                Piece::Line(line) => self.follow(line),
                Piece::TooLong => self.blame(too_large()),
                Piece::Torn => self.blame(LineFault::Torn),
            }
            if self.fault.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        each_piece(log, followed).map(|_| ())
    }

    /// Takes the next line, without its `\n`. After a fault it takes no more.
    pub fn follow(&mut self, line: &[u8]) {
        self.follow_digested(line, |_| None);
    }

    /// Takes the next lines, with the leaves that were worked out on the log's own digest. After a fault it takes no
    /// more. The verdict is the same as line by line.
    pub fn follow_lines(&mut self, lines: &Lines) {
        for (index, line) in lines.iter().enumerate() {
            self.follow_digested(line, |digest| lines.leaf(index, digest));
        }
    }

    /// Takes the next line, with its leaf on the log's digest if that is worked out already.
    fn follow_digested(&mut self, line: &[u8], leaf: impl FnOnce(DigestAlgorithm) -> Option<Digest>) {
        if self.fault.is_none()
            && let Err(fault) = self.take(line, leaf)
        {
            self.blame(fault);
        }
    }

    /// The digest of the log, once its first line has named it.
    #[must_use]
    pub fn digest(&self) -> Option<DigestAlgorithm> {
        self.head.as_ref().map(LogHead::digest)
    }

    fn blame(&mut self, fault: LineFault) {
        self.fault = Some((self.head.as_ref().map_or(0, LogHead::size) + 1, fault));
    }

    fn take(&mut self, line: &[u8], leaf: impl FnOnce(DigestAlgorithm) -> Option<Digest>) -> Result<(), LineFault> {
        let known = self.head.as_ref().map(|head| &head.source);
        let envelope = Envelope::read(line, known).map_err(LineFault::Record)?;
        let head = match &mut self.head {
            Some(head) => head,
            None => {
                let head = first(line)?;
                self.path = self.prove.map(|index| InclusionPath::new(head.digest(), index));
                self.head.insert(head)
            }
        };
        let found = || envelope.source().map_err(LineFault::Record);
        if envelope.source != head.source.as_str() {
            return Err(LineFault::Source { expected: head.source.clone(), found: found()? });
        }
        if head.size() > 0 && envelope.subject.kind() == SubjectKind::Log {
            return Err(LineFault::OpenedAgain);
        }
        if envelope.sequence != head.size() + 1 {
            return Err(LineFault::Sequence { expected: head.size() + 1, found: envelope.sequence });
        }
        if envelope.predecessor != head.hash {
            return Err(LineFault::Predecessor { expected: head.hash, found: envelope.predecessor });
        }
        if let Some(last) = head.recorded.filter(|last| *last > envelope.recorded) {
            return Err(LineFault::RecordedEarlier { last, found: envelope.recorded });
        }
        let digest = head.digest();
        head.advance(leaf(digest).unwrap_or_else(|| digest.leaf(line)), envelope.recorded);
        if self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.size == head.size()) {
            self.root = Some(head.tree.root());
        }
        if let Some(path) = &mut self.path {
            path.append(head.hash);
        }
        Ok(())
    }

    /// The proof that was asked for; it leads to the log as far as it has gone by. `None` until its record has, and if
    /// none was asked for.
    #[must_use]
    pub fn proof(&self) -> Option<RecordProof> {
        RecordProof::of(self.path.as_ref()?, self.head.as_ref()?.source.clone())
    }

    /// What the lines prove.
    pub fn finish(self) -> Verdict {
        let head = match (self.head, self.fault) {
            (Some(head), None) => head,
            (_, Some((line, fault))) => return Verdict::NotSelfConsistent { line, fault },
            (None, None) => return Verdict::NotSelfConsistent { line: 1, fault: LineFault::Empty },
        };
        let Some(checkpoint) = self.checkpoint else { return Verdict::SelfConsistent { head } };
        match contradiction(&checkpoint, &head, self.root) {
            None => Verdict::ConsistentWith { checkpoint, head },
            Some(contradiction) => Verdict::Contradicts { checkpoint, contradiction, head },
        }
    }
}

impl<L: AsRef<[u8]>> Extend<L> for Verifier {
    /// Takes lines without their `\n`.
    fn extend<I: IntoIterator<Item = L>>(&mut self, lines: I) {
        lines.into_iter().for_each(|line| self.follow(line.as_ref()));
    }
}

/// How the log with that head, and with that root at the checkpoint's size, contradicts the checkpoint.
fn contradiction(checkpoint: &Checkpoint, head: &LogHead, root: Option<Digest>) -> Option<Contradiction> {
    let Checkpoint { digest, origin, size, root: expected } = checkpoint;
    if *origin != head.source {
        return Some(Contradiction::Origin { expected: origin.clone(), found: head.source.clone() });
    }
    if *digest != head.digest() {
        return Some(Contradiction::Digest { expected: *digest, found: head.digest() });
    }
    // any log begins with the empty one
    let root = if *size == 0 { Some(Tree::new(*digest).root()) } else { root };
    match root {
        None => Some(Contradiction::Shorter { expected: *size, found: head.size() }),
        Some(found) if found != *expected => Some(Contradiction::Root { size: *size, expected: *expected, found }),
        Some(_) => None,
    }
}

/// The head before the first line of a log, from that line.
fn first(line: &[u8]) -> Result<LogHead, LineFault> {
    let record = Record::parse(line).map_err(LineFault::Record)?;
    let digest = opens(&record)?;
    Ok(LogHead::empty(record.source().clone(), digest))
}

#[cold]
fn too_large() -> LineFault {
    LineFault::Record(RecordError::TooLarge { bytes: RECORD_LIMIT + 1, limit: RECORD_LIMIT })
}
