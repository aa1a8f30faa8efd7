//! Verifying a log: form, attributes and chain of every line.

use core::ops::ControlFlow;
use std::io::{self, BufRead};

use crate::audit::log::merkle::{Checkpoint, InclusionPath, RecordProof, Tree};
use crate::audit::log::pieces::{Piece, each_piece};
use crate::audit::log::place::{AfterFault, Place};
use crate::audit::log::verdict::UTF_8;
use crate::audit::record::envelope::Envelope;
use crate::audit::wire::opens;
use crate::audit::{
    BadLine, Contradiction, Faults, LineFault, Lines, LogHead, Quarantine, Quarantined, RECORD_LIMIT, Record,
    RecordError, Subject, SubjectKind, Verdict,
};
use crate::value::{Digest, DigestAlgorithm, Hashing, Source, Timestamp};

/// Verifies a log line by line, in constant memory.
///
/// It checks canonical form, attributes, source, sequence, chain and the order of `recordedtime`. Stream versions and
/// legality are checked by [replay](crate::project::Project::replay), and that ids are unique in a log by its store.
///
/// A chain proves nothing against its own producer, who can write all of it anew: that takes [`verify_against`] and a
/// checkpoint that was kept where the producer cannot reach it.
///
/// It goes on behind a line that does not follow, with the leaf of the bytes as they stand: the next should bear that. The
/// sequence of a line is then one more than the line before has or should have, and its time no earlier than that one's; or the
/// line follows what stood before the faulty ones, which were put in between. So one bad line is one fault at it and at most one
/// at the next, a missing line a wrong sequence and a wrong predecessor. Without its first line a log is followed on SHA-256, or on
/// the checkpoint's digest.
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
#[derive(Clone, Debug)]
pub struct Verifier {
    /// The log, once a line has named it.
    log: Option<Source>,
    /// Whether the line that opens it has gone by.
    is_opened: bool,
    at: Place,
    /// What else a line may follow from; `None` if the line before was as it should be.
    after_fault: Option<Box<AfterFault>>,
    /// How many lines have gone by, and how many of them before this verifier.
    lines: u64,
    since: u64,
    faults: Faults<BadLine>,
    checkpoint: Option<Checkpoint>,
    /// The root at the checkpoint's size, once the log got there.
    root: Option<Digest>,
    prove: Option<u64>,
    path: Option<InclusionPath>,
    /// What is not judged, and how many of its lines have gone by.
    quarantine: Quarantine,
    quarantined: u64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            log: None,
            is_opened: false,
            at: Place::start(DigestAlgorithm::default()),
            after_fault: None,
            lines: 0,
            since: 0,
            faults: Faults::default(),
            checkpoint: None,
            root: None,
            prove: None,
            path: None,
            quarantine: Quarantine::default(),
            quarantined: 0,
        }
    }
}

impl From<LogHead> for Verifier {
    /// Goes on from a head that was kept, in time proportional to what is new: the next line is the one behind it. Nothing is
    /// said of the lines before, except that those behind them follow from the last; so keep the head where you would keep a
    /// checkpoint. A checkpoint to [verify against](Verifier::against) is of the head's size or of a later one.
    ///
    /// ```
    /// use project_lifecycle::audit::{LogHead, Verifier};
    /// use project_lifecycle::prelude::*;
    /// # let policy = Policy::shenyang_2018();
    /// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
    /// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
    /// # let context = Context::new(EventId::named(ProjectId::named("1").uuid(), "1"), now, officer.clone());
    /// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
    /// # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
    ///
    /// let kept: String = store.head()?.to_string();
    /// store.append(&Project::plan(ProjectId::named("1"), profile, &context, &policy)?.into(), now)?;
    ///
    /// let head: LogHead = kept.parse()?;
    /// let after = head.size();
    /// let mut verifier = Verifier::from(head);
    /// store.lines(after, usize::MAX, &mut |line| verifier.follow(line))?;
    /// assert_eq!(verifier.finish(), Verdict::SelfConsistent { head: store.head()? });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn from(head: LogHead) -> Self {
        let size = head.size();
        let log = Some(head.source.clone());
        Self { log, is_opened: size > 0, at: head.into(), lines: size, since: size, ..Self::default() }
    }
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
        if self.log.is_none() && self.lines == 0 {
            // if the line that names it should be missing
            self.at = Place::start(checkpoint.digest);
        }
        self.checkpoint = Some(checkpoint);
        self.reach();
        self
    }

    /// Does not judge what is in quarantine: the log goes on with the leaves of these lines. A line there that is another than
    /// the quarantine names is a fault, and so is one that says another stream or version than the quarantine does.
    ///
    /// The records that put places in quarantine are judged like all others. They are learned first, by a pass over the log:
    /// [`Quarantine::read`], or [`EventLog::quarantine`](crate::EventLog::quarantine).
    #[must_use]
    pub fn but(mut self, quarantine: Quarantine) -> Self {
        self.quarantine = quarantine;
        self
    }

    /// How many lines that are in quarantine have gone by.
    #[must_use]
    pub const fn quarantined(&self) -> u64 {
        self.quarantined
    }

    /// Makes the [proof](Self::proof) for the record at a sequence, from 1, on the way.
    #[must_use]
    pub fn proving(mut self, sequence: u64) -> Self {
        self.prove = sequence.checked_sub(1);
        self
    }

    /// Takes all lines of a reader, each with its `\n`.
    ///
    /// A byte order mark and carriage returns that another program put into a file are faults, once for each run of lines that
    /// have them. What they were put around counts as if they were not there.
    ///
    /// # Errors
    /// The reader's own.
    pub fn read(&mut self, log: &mut impl BufRead) -> io::Result<()> {
        let (mut returns, mut long) = (false, None);
        let taken = |piece: Piece<'_>| {
            match piece {
                Piece::Line(line @ [b'{', .., b'}']) => {
                    returns = false;
                    self.follow(line);
                }
                Piece::Line(line) => returns = self.follow_dressed(line, returns),
                Piece::TooLong { part, ends } => {
                    let (mut hash, bytes) = long.take().unwrap_or_else(|| {
                        let mut hash = Hashing::new(self.at.tree.digest());
                        hash.update(&[0]);
                        (hash, 0)
                    });
                    hash.update(part);
                    let bytes = bytes + part.len();
                    if ends {
                        self.lines += 1;
                        match self.expects_quarantined() {
                            // nobody keeps so long a line to look into it
                            Some(expected) => self.pass_quarantined(&expected, hash.finish(), None),
                            None => self.pass_over(RecordError::TooLarge { bytes, limit: RECORD_LIMIT }, hash.finish()),
                        }
                    } else {
                        long = Some((hash, bytes));
                    }
                }
                Piece::Torn => {
                    self.lines += 1;
                    self.blame(LineFault::Torn);
                }
            }
            ControlFlow::<()>::Continue(())
        };
        each_piece(log, taken).map(|_| ())
    }

    /// Takes the next line, without its `\n`.
    pub fn follow(&mut self, line: &[u8]) {
        self.lines += 1;
        self.take(line, |_| None);
    }

    /// Takes the next lines, with the leaves that were worked out on the log's own digest. The verdict is the same as
    /// line by line.
    pub fn follow_lines(&mut self, lines: &Lines) {
        for (index, line) in lines.iter().enumerate() {
            self.lines += 1;
            self.take(line, |digest| lines.leaf(index, digest));
        }
    }

    /// The digest of the log, once its first line has named it.
    #[must_use]
    pub fn digest(&self) -> Option<DigestAlgorithm> {
        self.log.is_some().then(|| self.at.tree.digest())
    }

    /// Takes a line of a file that does not begin and end as a record does. Gives whether it ends in a carriage return.
    #[cold]
    fn follow_dressed(&mut self, line: &[u8], returns: bool) -> bool {
        self.lines += 1;
        let unmarked = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        let bare = unmarked.strip_suffix(b"\r").unwrap_or(unmarked);
        if bare.len() == line.len() || Envelope::read(bare, self.log.as_ref()).is_err() {
            if self.lines == 1 && (line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF")) {
                self.blame(LineFault::ByteOrderMark { encoding: "UTF-16" });
            }
            self.take(line, |_| None);
            return returns;
        }
        if unmarked.len() < line.len() {
            self.blame(LineFault::ByteOrderMark { encoding: UTF_8 });
        }
        let ends_so = bare.len() < unmarked.len();
        if ends_so && !returns {
            self.blame(LineFault::CarriageReturn);
        }
        self.take(bare, |_| None);
        ends_so
    }

    /// Takes the next line, with its leaf on the log's digest if that is worked out already.
    fn take(&mut self, line: &[u8], leaf: impl FnOnce(DigestAlgorithm) -> Option<Digest>) {
        let digest = self.at.tree.digest();
        let leaf = |on: DigestAlgorithm| leaf(on).unwrap_or_else(|| on.leaf(line));
        if let Some(expected) = self.expects_quarantined() {
            let stream = if line.len() > RECORD_LIMIT { None } else { stream_of(line) };
            return self.pass_quarantined(&expected, leaf(digest), stream);
        }
        let read = Envelope::read(line, self.log.as_ref());
        match read {
            Ok(envelope) if self.is_as_it_should_be(&envelope) => self.advance(leaf(digest), Some(envelope.recorded)),
            Ok(envelope) => self.judge(line, &envelope, leaf),
            Err(why) => self.pass_over(why, leaf(digest)),
        }
    }

    /// Whether a line follows, from one that does.
    fn is_as_it_should_be(&self, line: &Envelope<'_>) -> bool {
        (self.is_opened || self.lines > self.since + 1)
            && self.after_fault.is_none()
            && self.at.leads_to(line)
            && self.log.as_ref().is_some_and(|log| log.as_str() == line.source)
            && line.subject.kind() != SubjectKind::Log
    }

    /// What is in quarantine of the next line.
    fn expects_quarantined(&self) -> Option<Quarantined> {
        if self.quarantine.is_empty() { None } else { self.quarantine.at(self.at.next).cloned() }
    }

    /// Goes on to a place behind those in quarantine whose lines are not shown: they are as the quarantine says.
    pub(super) fn pass_left_out(&mut self, place: u64) {
        while self.at.next < place
            && let Some(passed) = self.expects_quarantined()
        {
            self.lines += 1;
            self.pass_quarantined(&passed, passed.leaf, None);
        }
    }

    /// Goes on behind a line that is not judged. It must be the one that was put in quarantine, and of the stream that readers pass over,
    /// if it says of which it is.
    #[cold]
    fn pass_quarantined(&mut self, place: &Quarantined, found: Digest, stream: Option<Option<(Subject, u64)>>) {
        if place.leaf != found {
            self.blame(LineFault::Quarantined { expected: place.leaf, found });
        }
        if let Some(found) = stream.filter(|found| *found != place.stream) {
            self.blame(LineFault::QuarantinedStream { expected: place.stream, found });
        }
        self.quarantined += 1;
        self.after_fault = None;
        self.advance(found, self.at.recorded);
    }

    /// Takes a line that is no record.
    #[cold]
    fn pass_over(&mut self, why: RecordError, leaf: Digest) {
        self.blame(LineFault::Record(why));
        self.follow_faulty(leaf, self.at.recorded, None);
    }

    /// Takes a record that opens the log, does not follow, or stands behind one that did not.
    #[cold]
    fn judge(&mut self, line: &[u8], envelope: &Envelope<'_>, leaf: impl FnOnce(DigestAlgorithm) -> Digest) {
        let before = self.faults.count();
        let belongs = self.log.as_ref().is_none_or(|log| log.as_str() == envelope.source);
        let is_of_log = envelope.subject.kind() == SubjectKind::Log;
        if !belongs {
            self.blame_source(envelope);
            return self.follow_faulty(leaf(self.at.tree.digest()), self.at.recorded, None);
        }
        if !self.is_opened && (is_of_log || self.lines == self.since + 1) {
            match first(line) {
                Ok(head) => self.open(head),
                Err(fault) => self.blame(fault),
            }
        } else if is_of_log {
            match Record::parse(line).and_then(|record| self.quarantine.places_of(&record)) {
                Ok(Some(_)) => {}
                Ok(None) => self.blame(LineFault::OpenedAgain),
                Err(why) => self.blame(LineFault::Record(why)),
            }
        }
        if self.log.is_none() {
            self.log = envelope.source().ok();
        }
        let mut said = None;
        if let Some(after) = self.after_fault.take() {
            if after.was_put_in(&self.at, envelope) {
                self.at = after.without;
                self.leave();
            } else {
                said = after.said;
                self.after_fault = Some(after);
            }
        }
        let is_opening_missing = !self.is_opened && self.lines == self.since + 1;
        if !is_opening_missing {
            self.hold_to_place(envelope, said);
        }
        let leaf = leaf(self.at.tree.digest());
        if self.faults.count() > before {
            self.follow_faulty(leaf, Some(envelope.recorded), Some(envelope.sequence));
        } else {
            self.after_fault = None;
            self.at.next = envelope.sequence;
            self.advance(leaf, Some(envelope.recorded));
        }
    }

    /// What a record's sequence, predecessor and time should be.
    fn hold_to_place(&mut self, line: &Envelope<'_>, said: Option<u64>) {
        let Place { hash, recorded, next, .. } = self.at;
        if line.sequence != next && Some(line.sequence) != said {
            self.blame(LineFault::Sequence { expected: next, found: line.sequence });
        }
        if line.predecessor != hash {
            self.blame(LineFault::Predecessor { expected: hash, found: line.predecessor });
        }
        if let Some(last) = recorded.filter(|last| *last > line.recorded) {
            self.blame(LineFault::RecordedEarlier { last, found: line.recorded });
        }
    }

    fn blame_source(&mut self, line: &Envelope<'_>) {
        let found = line.source().map_err(LineFault::Record);
        if let Some(expected) = self.log.clone() {
            self.blame(found.map_or_else(|fault| fault, |found| LineFault::Source { expected, found }));
        }
    }

    fn blame(&mut self, fault: LineFault) {
        self.faults.push(BadLine { line: self.lines, fault });
        self.path = None;
    }

    /// Begins with the line that opens the log, whatever stood before it.
    fn open(&mut self, head: LogHead) {
        if self.faults.is_empty() {
            self.path = self.prove.map(|index| InclusionPath::new(head.digest(), index));
        }
        self.is_opened = true;
        self.log = Some(head.source.clone());
        self.at = head.into();
        self.after_fault = None;
        self.leave();
    }

    /// Goes on behind a faulty line with its leaf: the next may follow from it, or from what stood before it.
    fn follow_faulty(&mut self, leaf: Digest, recorded: Option<Timestamp>, sequence: Option<u64>) {
        let without = self.after_fault.take().map_or_else(|| self.at.clone(), |after| after.without);
        let said = sequence.map(|sequence| sequence.saturating_add(1));
        self.after_fault = Some(Box::new(AfterFault { without, said }));
        self.advance(leaf, recorded);
    }

    fn advance(&mut self, leaf: Digest, recorded: Option<Timestamp>) {
        self.at.advance(leaf, recorded);
        self.reach();
        if let Some(path) = &mut self.path {
            path.append(leaf);
        }
    }

    /// Sees whether the log is where the checkpoint was.
    fn reach(&mut self) {
        if self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.size == self.at.tree.size()) {
            self.root = Some(self.at.tree.root());
        }
    }

    /// Forgets the root at the checkpoint, if the log has gone back before it.
    fn leave(&mut self) {
        if self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.size > self.at.tree.size()) {
            self.root = None;
        }
    }

    /// The proof that was asked for; it leads to the log as far as it has gone by. `None` until its record has, if none was
    /// asked for, if a line did not follow, and from a [head](Self::from) on.
    #[must_use]
    pub fn proof(&self) -> Option<RecordProof> {
        RecordProof::of(self.path.as_ref()?, self.log.clone()?)
    }

    /// What the lines prove.
    pub fn finish(mut self) -> Verdict {
        if self.lines == 0 && self.log.is_none() {
            self.lines = 1;
            self.blame(LineFault::Empty);
        }
        let Self { at, checkpoint, root, faults, since, .. } = self;
        let head = self.log.map(|log| at.head(log));
        let against = |head: &LogHead| checkpoint.as_ref().and_then(|kept| contradiction(kept, head, root, since));
        match head {
            Some(head) if faults.is_empty() => {
                let contradiction = against(&head);
                match (checkpoint, contradiction) {
                    (None, _) => Verdict::SelfConsistent { head },
                    (Some(checkpoint), None) => Verdict::ConsistentWith { checkpoint, head },
                    (Some(checkpoint), Some(contradiction)) => Verdict::Contradicts { checkpoint, contradiction, head },
                }
            }
            head => {
                let contradiction = head.as_ref().and_then(against);
                Verdict::NotSelfConsistent { faults, head, checkpoint, contradiction }
            }
        }
    }
}

impl<L: AsRef<[u8]>> Extend<L> for Verifier {
    /// Takes lines without their `\n`.
    fn extend<I: IntoIterator<Item = L>>(&mut self, lines: I) {
        lines.into_iter().for_each(|line| self.follow(line.as_ref()));
    }
}

/// How the log with that head, and with that root at the checkpoint's size, contradicts the checkpoint, as far as lines behind a
/// size tell it.
fn contradiction(checkpoint: &Checkpoint, head: &LogHead, root: Option<Digest>, since: u64) -> Option<Contradiction> {
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
        None if *size < since => Some(Contradiction::BeforeHead { size: *size, since }),
        None => Some(Contradiction::Shorter { expected: *size, found: head.size() }),
        Some(found) if found != *expected => Some(Contradiction::Root { size: *size, expected: *expected, found }),
        Some(_) => None,
    }
}

/// The stream that a line says it belongs to, and its version there, whatever else stands in it. The inner one is `None` if there can be
/// no such stream, the outer one if the line does not say.
pub(in crate::audit) fn stream_of(line: &[u8]) -> Option<Option<(Subject, u64)>> {
    // what else stands in it is passed over, whether it can be read or not
    #[derive(serde::Deserialize)]
    struct Said {
        subject: String,
        streamversion: u64,
    }
    let Said { subject, streamversion } = serde_json::from_slice(line).ok()?;
    Some(subject.parse().ok().map(|stream| (stream, streamversion)))
}

/// The head before the first line of a log, from that line.
fn first(line: &[u8]) -> Result<LogHead, LineFault> {
    let record = Record::parse(line).map_err(LineFault::Record)?;
    let digest = opens(&record)?;
    Ok(LogHead::empty(record.source().clone(), digest))
}
