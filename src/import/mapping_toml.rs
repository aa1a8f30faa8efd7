//! Reading a mapping from TOML.

use core::str::FromStr;
use std::sync::Arc;

use encoding_rs::Encoding;
use serde::Deserialize;

use super::date::Months;
use super::mapping::{Columns, Ending, FinalStep, Milestone};
use super::placeholder::Placeholders;
use super::profile_columns::ProfileColumns;
use super::rules::{Bounds, CellRules, Doubles, Folding, HeaderRules, Heed, Planned, Rules, StatusRules};
use super::word::Named;
use super::{DateForm, Mapping, MappingError};
use crate::lifecycle::{Outcome, ZombieCause};
use crate::policy::PolicyTerms;
use crate::{Actor, ActorId, AuthType, Policy, Stage, Verb, ZoneId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    source: String,
    encodings: Vec<String>,
    dates: Vec<DateForm>,
    actor: RawActor,
    policy: RawPolicy,
    columns: RawColumns,
    #[serde(default)]
    profile: ProfileColumns,
    #[serde(default, rename = "milestone")]
    milestones: Vec<RawMilestone>,
    #[serde(default, rename = "final")]
    finals: Vec<RawFinal>,
    // the rules
    #[serde(default)]
    bounds: Bounds,
    #[serde(default)]
    cells: CellRules,
    #[serde(default)]
    changed_keys: Heed,
    #[serde(default)]
    doubles: Doubles,
    #[serde(default)]
    fill_down: Vec<String>,
    #[serde(default)]
    folding: Folding,
    #[serde(default)]
    header: HeaderRules,
    months: Option<Months>,
    placeholders: Option<Vec<String>>,
    #[serde(default)]
    planned: Planned,
    #[serde(default)]
    serials: Vec<String>,
    #[serde(default)]
    status: StatusRules,
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
struct RawMilestone {
    stage: Named<Stage>,
    columns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinal {
    status: String,
    #[serde(default)]
    synonyms: Vec<String>,
    verb: Named<Verb>,
    outcome: Option<Named<Outcome>>,
    cause: Option<Named<ZombieCause>>,
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
            rules: Rules {
                header: raw.header,
                cells: raw.cells,
                bounds: raw.bounds,
                status: raw.status,
                doubles: raw.doubles,
                placeholders: raw
                    .placeholders
                    .map_or_else(Placeholders::default, |listed| Placeholders::new(listed.iter().map(String::as_str))),
                folding: raw.folding,
                changed_keys: raw.changed_keys,
                planned: raw.planned,
                serials: raw.serials,
                fill_down: raw.fill_down,
                months: raw.months,
            },
            profile: raw.profile,
            milestones: raw.milestones.into_iter().map(milestone).collect(),
            finals: raw.finals.into_iter().map(final_steps).collect::<Result<Vec<_>, _>>()?.concat(),
        };
        mapping.check()?;
        Ok(mapping)
    }
}

fn policy(raw: RawPolicy) -> Result<Policy, MappingError> {
    let mut terms = match raw.preset {
        Preset::Shenyang2018 => PolicyTerms::shenyang_2018(),
    };
    if let Some(id) = raw.id {
        terms.id = id.parse().map_err(MappingError::PolicyId)?;
    }
    if let Some(offset) = raw.utc_offset {
        terms.utc_offset = offset.parse().map_err(MappingError::Offset)?;
    }
    Ok(Policy::new(terms).expect("the terms of a preset make a policy, whatever its name and offset"))
}

fn encoding(label: &str) -> Result<&'static Encoding, MappingError> {
    // `replacement` stands for encodings that are dangerous to decode, and decodes to one error
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| MappingError::UnknownEncoding { found: label.into() })
}

fn milestone(raw: RawMilestone) -> Milestone {
    Milestone { stage: raw.stage.0, columns: raw.columns }
}

/// A final step for the status and one for each of its synonyms.
fn final_steps(raw: RawFinal) -> Result<Vec<FinalStep>, MappingError> {
    let RawFinal { status, synonyms, verb, outcome, cause, columns } = raw;
    let act = match (verb.0, outcome, cause) {
        (Verb::Close, Some(outcome), None) => Ending::Close(outcome.0),
        (Verb::Stall, None, Some(cause)) => Ending::Stall(cause.0),
        (verb, ..) => return Err(MappingError::FinalStep { status, verb }),
    };
    let step = |status| FinalStep { status, act, columns: columns.clone() };
    Ok([status].into_iter().chain(synonyms).map(step).collect())
}
