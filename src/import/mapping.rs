//! The mapping: how one ledger's columns tell a project's life, as data.

use core::str::FromStr;
use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::Encoding;
use serde::Deserialize;

use super::{DateForm, MappingError};
use crate::{
    Actor, ActorId, AuthType, Day, Outcome, Policy, PolicyTerms, Position, Source, Stage, Verb, ZombieCause, ZoneId,
};

/// How one ledger tells a project's life: which columns date which milestones, what its statuses mean, and how it is
/// encoded. Read from TOML by [`FromStr`]; once read it is consistent with the law.
///
/// ```toml
/// source = "urn:example:ledger"               # the log's URI
/// encodings = ["utf-8", "windows-1252"]       # tried in this order
/// dates = ["d/m/yyyy"]
/// actor = { kind = "system", id = "ledger-import" }
///
/// [policy]
/// preset = "shenyang_2018"
/// id = "ledger"                               # these two in place of the preset's
/// utc_offset = "+00:00"
///
/// [columns]
/// key = "No."                                 # blank: not imported
/// name = "Name"                               # blank: the key
/// zone = { column = "Region", blank = "unknown" }
/// status = "Status"
/// updated = "Updated"                         # dates projects that have no other date
/// noted = ["Objection"]                       # kept as `unused`
///
/// [[milestone]]                               # dated by the earliest of its columns
/// stage = "negotiating"
/// columns = ["Applied"]
///
/// [[final]]                                   # dated by the first of its columns that holds a date
/// status = "Withdrawn"
/// verb = "close"                              # with an outcome; or "stall" with a cause
/// outcome = "withdrawn"
/// columns = ["Withdrawn", "Updated"]
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    pub(super) source: Source,
    pub(super) actor: Arc<Actor>,
    pub(super) policy: Policy,
    pub(super) encodings: Vec<&'static Encoding>,
    pub(super) dates: Vec<DateForm>,
    pub(super) columns: Columns,
    pub(super) blank_zone: ZoneId,
    pub(super) milestones: Vec<Milestone>,
    pub(super) finals: Vec<FinalStep>,
}

/// The columns that are no milestone's and no final step's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) status: String,
    pub(super) updated: String,
    pub(super) noted: Vec<String>,
}

/// A stage and the columns, the earliest of which dates its entry.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Milestone {
    pub(super) stage: Stage,
    pub(super) columns: Vec<String>,
}

/// What a status means, and the columns, the first dated of which dates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FinalStep {
    pub(super) status: String,
    pub(super) act: Ending,
    pub(super) columns: Vec<String>,
}

/// How a ledger's record may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Close(Outcome),
    Stall(ZombieCause),
}

impl Mapping {
    /// The log that an import opens.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Who imports.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The policy that an import decides under.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The day that a cell writes in one of the mapping's date forms.
    #[must_use]
    pub fn day(&self, cell: &str) -> Option<Day> {
        self.dates.iter().find_map(|form| form.read(cell))
    }

    /// The names of the encodings, in the order in which they are tried.
    pub fn encodings(&self) -> impl Iterator<Item = &'static str> {
        self.encodings.iter().map(|encoding| encoding.name())
    }

    /// Every column that the mapping names, each once, sorted.
    #[must_use]
    pub fn column_names(&self) -> BTreeSet<&str> {
        let Columns { key, name, zone, status, updated, noted } = &self.columns;
        let single = [key, name, zone, status, updated].into_iter();
        single.chain(noted).chain(self.step_columns()).map(String::as_str).collect()
    }

    /// The columns of milestones and final steps, in the mapping's order, with repetitions.
    pub(super) fn step_columns(&self) -> impl Iterator<Item = &String> {
        let milestones = self.milestones.iter().flat_map(|milestone| &milestone.columns);
        milestones.chain(self.finals.iter().flat_map(|last| &last.columns))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    source: String,
    encodings: Vec<String>,
    dates: Vec<DateForm>,
    actor: RawActor,
    policy: RawPolicy,
    columns: RawColumns,
    #[serde(default, rename = "milestone")]
    milestones: Vec<Milestone>,
    #[serde(default, rename = "final")]
    finals: Vec<RawFinal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActor {
    kind: AuthType,
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    preset: Preset,
    id: Option<String>,
    utc_offset: Option<String>,
}

#[derive(Deserialize)]
enum Preset {
    #[serde(rename = "shenyang_2018")]
    Shenyang2018,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumns {
    key: String,
    name: String,
    zone: RawZone,
    status: String,
    updated: String,
    #[serde(default)]
    noted: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawZone {
    column: String,
    blank: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinal {
    status: String,
    verb: Verb,
    outcome: Option<Outcome>,
    cause: Option<ZombieCause>,
    columns: Vec<String>,
}

impl FromStr for Mapping {
    type Err = MappingError;

    /// Reads a mapping from TOML and checks it against the law.
    fn from_str(text: &str) -> Result<Self, MappingError> {
        let raw: Raw = toml::from_str(text).map_err(|why| MappingError::Toml { why: why.to_string() })?;
        let RawColumns { key, name, zone, status, updated, noted } = raw.columns;
        let actor = ActorId::new(&raw.actor.id).map_err(MappingError::Actor)?;
        let mapping = Self {
            source: raw.source.parse().map_err(MappingError::Source)?,
            actor: Arc::new(Actor::new(raw.actor.kind, actor)),
            policy: policy(raw.policy)?,
            encodings: raw.encodings.iter().map(|label| encoding(label)).collect::<Result<_, _>>()?,
            dates: raw.dates,
            columns: Columns { key, name, zone: zone.column, status, updated, noted },
            blank_zone: ZoneId::new(&zone.blank).map_err(MappingError::Zone)?,
            milestones: raw.milestones,
            finals: raw.finals.into_iter().map(final_step).collect::<Result<_, _>>()?,
        };
        mapping.check()?;
        Ok(mapping)
    }
}

impl Mapping {
    fn check(&self) -> Result<(), MappingError> {
        self.check_lists()?;
        if let Some(found) = self.column_names().into_iter().find(|name| !is_trimmed(name)) {
            return Err(MappingError::ColumnName { found: found.into() });
        }
        let mut from = Position::START;
        for milestone in &self.milestones {
            if from.path_to(milestone.stage).is_empty() {
                return Err(MappingError::MilestoneOrder { from: from.stage(), to: milestone.stage });
            }
            from = Position::At(milestone.stage);
        }
        let mut statuses = BTreeSet::new();
        for FinalStep { status, .. } in &self.finals {
            if !is_trimmed(status) {
                return Err(MappingError::Status { found: status.clone() });
            }
            if !statuses.insert(status) {
                return Err(MappingError::RepeatedStatus { status: status.clone() });
            }
        }
        Ok(())
    }

    /// A list that must name something and does not is a slip of the author's. A final step may go without columns: it
    /// then takes the last recorded date.
    fn check_lists(&self) -> Result<(), MappingError> {
        let mut empty = Vec::new();
        if self.encodings.is_empty() {
            empty.push("encodings".into());
        }
        if self.dates.is_empty() {
            empty.push("dates".into());
        }
        for Milestone { stage, columns } in &self.milestones {
            if columns.is_empty() {
                empty.push(format!("columns of the milestone {stage}"));
            }
        }
        empty.into_iter().next().map_or(Ok(()), |list| Err(MappingError::EmptyList { list }))
    }
}

fn is_trimmed(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

fn policy(raw: RawPolicy) -> Result<Policy, MappingError> {
    let mut terms = match raw.preset {
        Preset::Shenyang2018 => PolicyTerms::shenyang_2018(),
    };
    if let Some(id) = raw.id {
        if !is_trimmed(&id) || id.len() > 256 || id.contains(char::is_control) {
            return Err(MappingError::PolicyId { found: id });
        }
        terms.id = id;
    }
    if let Some(offset) = raw.utc_offset {
        terms.utc_offset = offset.parse().map_err(MappingError::Offset)?;
    }
    let found = terms.id.clone();
    Policy::new(terms).map_err(|_| MappingError::PolicyId { found })
}

fn encoding(label: &str) -> Result<&'static Encoding, MappingError> {
    // `replacement` stands for encodings that are dangerous to decode, and decodes to one error
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| MappingError::UnknownEncoding { found: label.into() })
}

fn final_step(raw: RawFinal) -> Result<FinalStep, MappingError> {
    let RawFinal { status, verb, outcome, cause, columns } = raw;
    let act = match (verb, outcome, cause) {
        (Verb::Close, Some(outcome), None) => Ending::Close(outcome),
        (Verb::Stall, None, Some(cause)) => Ending::Stall(cause),
        _ => return Err(MappingError::FinalStep { status, verb }),
    };
    Ok(FinalStep { status, act, columns })
}
