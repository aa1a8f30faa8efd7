//! Putting places of a log in quarantine, decided: what every store does alike.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{AppendError, seal};
use crate::act::{Correction, Voiding};
use crate::audit::{LogHead, LogQuarantined, Quarantine, Quarantined, Record, Subject, SubjectKind};
use crate::lifecycle::{Position, Verb};
use crate::policy::Policy;
use crate::project::{Change, Context, Event};
use crate::value::{Digest, EventId, ProjectId, Timestamp};
use crate::vocabulary::Vocabulary as _;

/// A line as a store keeps it, whatever stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLine {
    /// Its place in the log.
    pub sequence: u64,
    /// Its version in its stream, as the store keeps it.
    pub version: u64,
    /// Its leaf.
    pub leaf: Digest,
    /// Its bytes, without the `\n`.
    pub line: Vec<u8>,
}

/// What a store found under its lock, for places to be put in quarantine.
#[derive(Clone, Debug)]
pub struct FoundQuarantine {
    /// The head of the log.
    pub head: LogHead,
    /// The version of the log's own stream.
    pub version: u64,
    /// What is in quarantine already.
    pub known: Quarantine,
    /// Each stream that one of the places belongs to, whole and in order.
    pub streams: BTreeMap<Subject, Vec<KeptLine>>,
    /// Those of the places that belong to no stream that can be told.
    pub astray: Vec<KeptLine>,
}

/// What a store is to do, in one transaction.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until the store carries it out"]
pub struct QuarantinePlan {
    /// The records to write, in order, each with its leaf: first those of the quarantine, one for each 250 places and the last places
    /// first, then the voids of steps.
    pub records: Vec<(Record, Digest)>,
    /// The voids among them, as events.
    pub voids: Vec<Event>,
    /// The head thereafter.
    pub head: LogHead,
    /// All that is in quarantine thereafter.
    pub quarantine: Quarantine,
    /// The projects that are concerned. Fold each anew, and write what it is now; or list it no more, if nothing of it is left.
    pub projects: Vec<ProjectId>,
}

/// Why places are not put in quarantine. Nothing is to be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuarantineError {
    /// There is no such place, or it was given twice.
    #[error("the log has no place {sequence}, or it was given twice: name each place once, from 1 to the log's size")]
    NoSuchPlace {
        /// The place.
        sequence: u64,
    },
    /// The place is in quarantine already.
    #[error("the place {sequence} is in quarantine already")]
    Already {
        /// The place.
        sequence: u64,
    },
    /// The place opens the log, or puts others in quarantine: without it nobody could read the log.
    #[error("the place {sequence} is one of the log's own, without which nobody could read it: restore it from a copy")]
    OfTheLog {
        /// The place.
        sequence: u64,
    },
    /// What the record did to its project cannot be told, so its steps cannot be undone.
    #[error(
        "what record {sequence} did to {subject} cannot be told, as its member `{member}` cannot be read: restore it from a copy"
    )]
    Untold {
        /// The place.
        sequence: u64,
        /// Its stream.
        subject: Subject,
        /// The member of its data.
        member: &'static str,
    },
    /// A record cannot be sealed.
    #[error(transparent)]
    Append(#[from] AppendError),
}

/// Decides how places of a log are put in quarantine. Pure: a store locks its log, finds, asks this, and writes records and head in
/// one transaction.
///
/// A record goes together with all later ones of its stream. If one of these voids an earlier step, that step and all behind it
/// go, too: it is undone already, and the project goes on where the void left it. The other steps among them are voided from the last on,
/// so that the project stands where its readable history left it; the numbers stay taken. A correction of a date or a fact has no
/// effect any more, and what it corrected stays as it was.
///
/// # Errors
/// [`QuarantineError`].
pub fn plan_quarantine(
    found: FoundQuarantine,
    places: &[u64],
    correction: &Correction,
    context: &Context,
    policy: &Policy,
    now: Timestamp,
) -> Result<QuarantinePlan, QuarantineError> {
    let FoundQuarantine { head, version, known, streams, astray } = found;
    let wanted: BTreeSet<u64> = places.iter().copied().collect();
    let mut missing = wanted.clone();
    if wanted.len() < places.len() {
        let twice = places.iter().find(|place| places.iter().filter(|other| other == place).count() > 1);
        return Err(QuarantineError::NoSuchPlace { sequence: twice.copied().unwrap_or_default() });
    }
    let mut taken = Vec::new();
    for line in astray.iter().filter(|line| missing.remove(&line.sequence)) {
        if known.at(line.sequence).is_some() {
            return Err(QuarantineError::Already { sequence: line.sequence });
        }
        taken.push(Quarantined { sequence: line.sequence, leaf: line.leaf, stream: None });
    }
    let (mut voids, mut projects) = (Vec::new(), Vec::new());
    for (subject, lines) in &streams {
        let Some(first) = lines.iter().position(|line| wanted.contains(&line.sequence)) else { continue };
        if subject.kind() == SubjectKind::Log {
            return Err(QuarantineError::OfTheLog { sequence: lines[first].sequence });
        }
        let acts = Act::all(*subject, lines, &known)?;
        let first = reaching_back(&acts, first);
        for line in &lines[first..] {
            missing.remove(&line.sequence);
            let stream = Some((*subject, line.version));
            if known.at(line.sequence).is_none() {
                taken.push(Quarantined { sequence: line.sequence, leaf: line.leaf, stream });
            } else if wanted.contains(&line.sequence) {
                return Err(QuarantineError::Already { sequence: line.sequence });
            }
        }
        if let Some(project) = subject.project() {
            voids.extend(undo(project, lines, &acts, first, voids.len(), correction, context, policy));
            projects.push(project);
        }
    }
    if let Some(sequence) = missing.first() {
        return Err(QuarantineError::NoSuchPlace { sequence: *sequence });
    }
    taken.sort_by_key(|place| place.sequence);
    let (source, mut after, mut records) = (head.source.clone(), head, Vec::new());
    let (mut line, mut quarantine) = (Vec::with_capacity(4_096), known);
    // the last places first: wherever the log is cut, a record is in quarantine together with all later ones of its stream
    for (n, places) in (0..).zip(taken.rchunks(LogQuarantined::MOST)) {
        let id = if n == 0 { context.id() } else { EventId::named(context.id().uuid(), &format!("places {n}")) };
        let own = LogQuarantined::new((id, &source), version + n, places.to_vec(), correction.clone(), context);
        after = seal(&own, &after, now, &mut line)?;
        let record = Record::sealed(core::mem::take(&mut line), &source, None);
        // what was sealed just now can be read
        quarantine.take(&record).map_err(AppendError::Earlier)?;
        records.push((record, after.hash));
    }
    for void in &voids {
        after = seal(void, &after, now, &mut line)?;
        records.push((Record::sealed(core::mem::take(&mut line), &source, Some(void)), after.hash));
    }
    Ok(QuarantinePlan { records, voids, head: after, quarantine, projects })
}

/// What a record did to its stream, as far as it matters for undoing it.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// It is a step, planning among them, to a position.
    Step { to: Position },
    /// It voided the step at a version.
    Void { version: u64 },
    /// It did neither, so nothing of it is to be undone.
    Other,
}

impl Act {
    /// What each record of a stream did. What does not move a project is told by nothing but its place.
    fn all(subject: Subject, lines: &[KeptLine], known: &Quarantine) -> Result<Vec<Self>, QuarantineError> {
        let of = |line: &KeptLine| {
            if subject.kind() != SubjectKind::Project {
                return Ok(Self::Other);
            }
            let told = Told::read(&line.line).ok_or("data").and_then(|told| Self::of(&told));
            // what was put there before is undone already, and only its voids matter
            told.or_else(|member| match known.at(line.sequence) {
                Some(_) => Ok(Self::Other),
                None => Err(QuarantineError::Untold { sequence: line.sequence, subject, member }),
            })
        };
        lines.iter().map(of).collect()
    }

    /// What data of a project say. An error names the member that cannot be read.
    fn of(data: &Told) -> Result<Self, &'static str> {
        match data.text("verb") {
            // a fact has no verb; a database takes one that says so, too
            None | Some(FACT | Change::REDATE | Change::CORRECT | Change::VOID_FACT) => Ok(Self::Other),
            Some(Change::VOID) => {
                let version = data.0.get("voids_version").and_then(Value::as_u64);
                Ok(Self::Void { version: version.ok_or("voids_version")? })
            }
            Some(verb) if verb == Change::PLAN || Verb::of_code(verb).is_some() => {
                let stage = data.text("to").and_then(|stage| stage.parse().ok()).ok_or("to")?;
                // a zombie stands nowhere but where it stalled
                let stalled = || data.text("stalled_at").and_then(|stage| Position::stalled(stage.parse().ok()?));
                let to = Position::at(stage).or_else(stalled).ok_or("stalled_at")?;
                Ok(Self::Step { to })
            }
            Some(_) => Err("verb"),
        }
    }
}

/// How the databases call what moves nothing.
const FACT: &str = "fact";

/// The members of a line's data that tell what it did. All else in it is passed over, whether it can be read or not.
struct Told(BTreeMap<String, Value>);

impl Told {
    const MEMBERS: [&'static str; 4] = ["stalled_at", "to", "verb", "voids_version"];

    /// `None` if the line has no data that can be told apart.
    fn read(line: &[u8]) -> Option<Self> {
        #[derive(serde::Deserialize)]
        struct Line {
            data: Told,
        }
        serde_json::from_slice(line).ok().map(|Line { data }| data)
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member)?.as_str()
    }
}

impl<'de> serde::Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Told;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("the data of an event")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Told, A::Error> {
                let mut told = BTreeMap::new();
                while let Some(member) = map.next_key::<String>()? {
                    if Told::MEMBERS.contains(&member.as_str()) {
                        told.insert(member, map.next_value()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Told(told))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The place in a stream from which on it goes in quarantine: a step that is voided behind it goes with its void.
fn reaching_back(acts: &[Act], mut first: usize) -> usize {
    loop {
        let voided = acts[first..].iter().filter_map(|act| match act {
            Act::Void { version } => Some(*version),
            Act::Step { .. } | Act::Other => None,
        });
        let back = voided.filter(|version| *version > 1).min().map_or(first, |version| first.min(version as usize - 1));
        if back == first {
            return first;
        }
        first = back;
    }
}

/// The voids of the steps that stand in a stream from a place on, the last first.
#[expect(clippy::too_many_arguments, reason = "what a void says, each of it once")]
fn undo(
    project: ProjectId,
    lines: &[KeptLine],
    acts: &[Act],
    first: usize,
    before: usize,
    correction: &Correction,
    context: &Context,
    policy: &Policy,
) -> Vec<Event> {
    // the steps that stand, and where each ended
    let mut standing: Vec<(u64, Position)> = Vec::new();
    for (line, act) in lines.iter().zip(acts) {
        match act {
            Act::Step { to } => standing.push((line.version, *to)),
            Act::Void { version } => standing.retain(|(step, _)| step != version),
            Act::Other => {}
        }
    }
    let mut version = lines.last().map_or(0, |line| line.version);
    let mut voids = Vec::new();
    // back to where the one before it ended, wherever a bad step says that it came from
    while let [.., (restores, back), (step, at)] = standing[..]
        && step > first as u64
    {
        standing.pop();
        version += 1;
        let id = EventId::named(context.id().uuid(), &(before + voids.len()).to_string());
        let voiding = Voiding { version: step, correction: correction.clone() };
        voids.push(Event::voiding_unread((project, version), (at, back), (voiding, restores), id, context, policy));
    }
    voids
}
