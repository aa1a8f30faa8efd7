//! The data of a project's events, written and read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::act::{Actor, By, Correction, HostData, Provenance, Redating, Voiding};
use crate::audit::record::envelope::{TypeName, given};
use crate::audit::{Record, RecordError, SubjectKind, Upcasters};
use crate::canonical::{self, EncodeError};
use crate::evidence::Evidence;
use crate::lifecycle::{Gate, LAW_VERSION, Law, Outcome, Position, Stage, Verb, ZombieCause};
use crate::policy::PolicyId;
use crate::project::fact::{Before, Fact};
use crate::project::{Basis, Change, Correcting, Dating, Effect, Event, Parts, Profile, Replanning};
use crate::value::{Day, ProjectId, Text};
use crate::vocabulary::UnknownCode;

/// The present version of a project's event type, if there is such a type.
pub(in crate::audit) fn version(event_name: &str) -> Option<u32> {
    let known = event_name == Change::PLANNED
        || event_name == Change::CORRECTED
        || Fact::EVENT_NAMES.contains(&event_name)
        || Verb::ALL.into_iter().any(|verb| verb.event_name() == event_name);
    known.then_some(1)
}

/// The data as written; members in canonical order.
#[derive(Default, Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Option<&'a Before>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a By>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<ZombieCause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects_version: Option<u64>,
    effective_on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a Evidence>,
    from: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a HostData>,
    law: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    policy: Option<&'a PolicyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a Profile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<&'a Provenance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redated_to: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redates_version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restores_version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stalled_at: Option<Stage>,
    to: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voids_fact_version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voids_version: Option<u64>,
}

impl<'a> Written<'a> {
    fn rest_on(&mut self, basis: &'a Basis) {
        match basis {
            Basis::Evidence(evidence) => self.evidence = Some(evidence),
            Basis::Imported { provenance, cause, outcome } => {
                self.provenance = Some(provenance);
                (self.cause, self.outcome) = (*cause, *outcome);
            }
        }
    }
}

/// Appends an event's data.
pub(in crate::audit) fn write(event: &Event, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let parts = event.parts();
    let Effect { from, to, before, restores, redated_to } = &parts.effect;
    let mut data = Written {
        by: Some(parts.actor.by()).filter(|by| !by.is_unknown()),
        effective_on: Some(parts.effective_on),
        from: from.map(Position::stage),
        host: parts.host.as_ref(),
        law: parts.law,
        policy: Some(&parts.policy),
        provenance: parts.provenance.as_ref(),
        stalled_at: to.stalled_at().or_else(|| from.and_then(Position::stalled_at)),
        to: Some(to.stage()),
        ..Written::default()
    };
    match &parts.change {
        Change::Plan { profile, provenance } => {
            data.verb = Some(Change::PLAN);
            data.profile = Some(profile);
            data.provenance = provenance.as_ref();
        }
        Change::Move { verb, basis } => {
            data.verb = Some(verb.code());
            data.rest_on(basis);
        }
        Change::Fact(after) => {
            data.before = Some(before.as_ref());
            data.after = Some(after);
        }
        Change::Void(Voiding { version, correction }) => {
            data.verb = Some(Change::VOID);
            (data.voids_version, data.restores_version) = (Some(*version), *restores);
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
        Change::Redate(Redating { version, to, provenance, correction }) => {
            data.verb = Some(Change::REDATE);
            data.provenance = provenance.as_ref();
            (data.redates_version, data.redated_to) = (Some(*version), Some(*to));
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
        Change::Correct(Correcting { version, basis, correction }) => {
            data.verb = Some(Change::CORRECT);
            (data.corrects_version, data.redated_to) = (Some(*version), *redated_to);
            data.rest_on(basis);
            data.gate = data.evidence.map(Evidence::gate);
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
        Change::Replan(Replanning { profile, correction }) => {
            data.verb = Some(Change::CORRECT);
            (data.corrects_version, data.redated_to) = (Some(1), *redated_to);
            data.profile = Some(profile);
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
        Change::VoidFact(Voiding { version, correction }) => {
            data.verb = Some(Change::VOID_FACT);
            data.voids_fact_version = Some(*version);
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
    }
    canonical::encode_into(&data, out)
}

/// What the data of every event have in common. Names of the law are read as texts, so that an unknown one can be told.
/// The other members are read as the change. A member that belongs to neither shows when the event is written again.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(default)]
    by: By,
    effective_on: Day,
    #[serde(borrow, default, deserialize_with = "given")]
    from: Option<Option<Cow<'a, str>>>,
    host: Option<HostData>,
    law: u32,
    policy: PolicyId,
    #[serde(borrow)]
    provenance: Option<&'a RawValue>,
    #[serde(borrow)]
    stalled_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow)]
    verb: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Planned {
    profile: Profile,
    provenance: Option<Provenance>,
}

#[derive(Deserialize)]
struct Moved<'a> {
    cause: Option<ZombieCause>,
    #[serde(borrow)]
    evidence: Option<&'a RawValue>,
    outcome: Option<Outcome>,
    provenance: Option<Provenance>,
}

#[derive(Deserialize)]
struct Noted<'a> {
    #[serde(borrow)]
    after: &'a RawValue,
    #[serde(borrow, default, deserialize_with = "given")]
    before: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Voided {
    authority: Text,
    grounds: Text,
    restores_version: u64,
    voids_version: u64,
}

#[derive(Deserialize)]
struct Redated {
    authority: Text,
    grounds: Text,
    provenance: Option<Provenance>,
    redated_to: Day,
    redates_version: u64,
}

#[derive(Deserialize)]
struct Corrected {
    authority: Text,
    corrects_version: u64,
    gate: Option<Gate>,
    grounds: Text,
    profile: Option<Profile>,
    redated_to: Day,
}

#[derive(Deserialize)]
struct FactVoided {
    authority: Text,
    grounds: Text,
    voids_fact_version: u64,
}

/// A fact that stood, told by its version alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    version: u64,
}

/// Reads the event that a record holds.
pub(in crate::audit) fn read(record: &Record, upcasters: &Upcasters) -> Result<Event, RecordError> {
    let event_type = record.event_type();
    let unknown = || RecordError::UnknownType { found: event_type.into() };
    let name =
        TypeName::parse(event_type).filter(|name| name.kind == SubjectKind::Project.code()).ok_or_else(unknown)?;
    let known = version(name.event).ok_or_else(unknown)?;
    let wrong = |why: String| RecordError::Data { event_type: event_type.into(), why };
    if record.subject().kind() != SubjectKind::Project {
        return Err(wrong(format!("its subject is {}, not a project", record.subject())));
    }
    let brought;
    let json = if name.version == known {
        record.data()
    } else {
        let unknown = || RecordError::UnknownVersion {
            event_type: event_type.into(),
            stored: name.version,
            known: upcasters.versions(name.event).chain([known]).collect(),
        };
        let data = upcasters.bring(name.event, name.version, known, record.data());
        brought = data.filter(|_| name.version < known).ok_or_else(unknown)?.map_err(wrong)?;
        &brought
    };
    let head: Head<'_> = serde_json::from_str(json).map_err(|why| wrong(why.to_string()))?;
    let law = head.law;
    if Law::of(law).is_none() {
        return Err(RecordError::UnknownLaw { stored: law, known: LAW_VERSION });
    }
    let places = head.places().map_err(|(member, UnknownCode { found, known, .. })| RecordError::UnknownName {
        event_type: event_type.into(),
        law,
        member,
        found,
        known,
    })?;
    let (change, effect) = change(name.event, json, &head, places).map_err(wrong)?;
    let provenance = head.provenance.filter(|_| change.is_read_from_elsewhere());
    let provenance = provenance.map(|json| shape(json.get())).transpose().map_err(wrong)?;
    let event = Event::new(Parts {
        id: record.id(),
        project: ProjectId::from_uuid(record.subject().id()),
        version: record.stream_version(),
        at: record.time(),
        effective_on: head.effective_on,
        dating: Dating::Stated,
        actor: Arc::new(Actor::from_parts(record.auth(), record.authid().clone(), head.by)),
        correlation: record.correlation_kept(),
        causation: record.causation_kept(),
        host: head.host,
        provenance,
        law,
        policy: Arc::new(head.policy),
        change,
        effect,
    });
    // data have one form only: the one that this crate writes
    let mut written = Vec::with_capacity(json.len());
    write(&event, &mut written).map_err(|why| wrong(why.to_string()))?;
    if written != json.as_bytes() {
        return Err(wrong(otherwise(json, &written)));
    }
    Ok(event)
}

/// The stages that the data name, and the verb if it is one of the law's.
#[derive(Clone, Copy)]
struct Places {
    from: Option<Stage>,
    to: Stage,
    stalled_at: Option<Stage>,
    verb: Option<Verb>,
}

impl Head<'_> {
    /// The names of the law; or the first that it does not know, and where it stands.
    fn places(&self) -> Result<Places, (&'static str, UnknownCode)> {
        let stage = |member: &'static str, name: &str| name.parse::<Stage>().map_err(|unknown| (member, unknown));
        let from = self.from.as_ref().and_then(Option::as_deref);
        let others = [Change::PLAN, Change::VOID, Change::REDATE, Change::VOID_FACT, Change::CORRECT];
        let verb = self.verb.as_deref().filter(|verb| !others.contains(verb));
        Ok(Places {
            from: from.map(|name| stage("from", name)).transpose()?,
            to: stage("to", &self.to)?,
            stalled_at: self.stalled_at.as_deref().map(|name| stage("stalled_at", name)).transpose()?,
            verb: verb.map(str::parse).transpose().map_err(|mut unknown: UnknownCode| {
                unknown.known.extend(others);
                ("verb", unknown)
            })?,
        })
    }
}

/// The change that data of a type describe, and its effect.
fn change(event_name: &str, json: &str, head: &Head<'_>, places: Places) -> Result<(Change, Effect), String> {
    let Places { from, to, stalled_at, verb } = places;
    let zombie = |stage| stage == Some(Stage::Zombie);
    if stalled_at.is_some() != (zombie(from) || zombie(Some(to))) {
        return Err("`stalled_at` stands where `from` or `to` is `zombie`, and nowhere else".into());
    }
    let position = |stage: Stage| match stalled_at {
        Some(stalled_at) if stage == Stage::Zombie => {
            Position::stalled(stalled_at).ok_or_else(|| format!("no project stalls in `{stalled_at}`"))
        }
        _ => Position::at(stage).ok_or_else(|| format!("no project stands in `{stage}`")),
    };
    let effect = Effect::moved(from.map(position).transpose()?, position(to)?);
    let named = head.verb.as_deref();
    if event_name == Change::PLANNED {
        if named != Some(Change::PLAN) || head.from.is_none() || effect != Effect::moved(None, Position::START) {
            let start = Position::START;
            return Err(format!("planning has the verb `{}` and leads from nothing to `{start}`", Change::PLAN));
        }
        let Planned { profile, provenance } = shape(json)?;
        return Ok((Change::Plan { profile, provenance }, effect));
    }
    if effect.from.is_none() {
        let is_given = head.from.is_some();
        return Err(if is_given { "only planning leads from nothing" } else { "`from` is missing" }.into());
    }
    let unmoved = |what: &str| {
        let stays = effect.from == Some(effect.to);
        if stays { Ok(()) } else { Err(format!("{what} leaves the stage unchanged")) }
    };
    if event_name == Change::CORRECTED {
        return match named {
            Some(Change::VOID) => {
                let Voided { authority, grounds, restores_version, voids_version } = shape(json)?;
                let voiding = Voiding { version: voids_version, correction: Correction { authority, grounds } };
                Ok((Change::Void(voiding), Effect { restores: Some(restores_version), ..effect }))
            }
            Some(Change::REDATE) => {
                unmoved("another date")?;
                let Redated { authority, grounds, provenance, redated_to: to, redates_version: version } = shape(json)?;
                let correction = Correction { authority, grounds };
                Ok((Change::Redate(Redating { version, to, provenance, correction }), effect))
            }
            Some(Change::CORRECT) => {
                unmoved("a correction in place")?;
                let Corrected { authority, corrects_version: version, gate, grounds, profile, redated_to } =
                    shape(json)?;
                let correction = Correction { authority, grounds };
                let effect = Effect { redated_to: Some(redated_to), ..effect };
                if let Some(profile) = profile.filter(|_| version == 1) {
                    return Ok((Change::Replan(Replanning { profile, correction }), effect));
                }
                let basis = basis(gate, shape(json)?)?;
                Ok((Change::Correct(Correcting { version, basis, correction }), effect))
            }
            Some(Change::VOID_FACT) => {
                unmoved("the void of a fact")?;
                let FactVoided { authority, grounds, voids_fact_version: version } = shape(json)?;
                Ok((Change::VoidFact(Voiding { version, correction: Correction { authority, grounds } }), effect))
            }
            _ => {
                let (void, redate, void_fact) = (Change::VOID, Change::REDATE, Change::VOID_FACT);
                let correct = Change::CORRECT;
                Err(format!("a correction has the verb `{void}`, `{redate}`, `{correct}` or `{void_fact}`"))
            }
        };
    }
    if Fact::EVENT_NAMES.contains(&event_name) {
        unmoved("a fact")?;
        let Noted { after, before } = shape(json)?;
        let after = fact(event_name, Fact::read(event_name, after.get()))?;
        let before = match before.ok_or("`before` is missing")?.get() {
            "null" => None,
            json => Some(stood(event_name, json)?),
        };
        return Ok((Change::Fact(after), Effect { before, ..effect }));
    }
    let verb = verb.ok_or("`verb` is missing")?;
    if verb.event_name() != event_name {
        return Err(format!("the verb `{verb}` is recorded as `{}`", verb.event_name()));
    }
    let basis = basis(Some(verb.gate()), shape(json)?)?;
    if (basis.cause().is_some() && verb != Verb::Stall) || (basis.outcome().is_some() && verb != Verb::Close) {
        return Err(format!("`cause` belongs to a stall and `outcome` to a closing, not to `{verb}`"));
    }
    Ok((Change::Move { verb, basis }, effect))
}

/// Reads what a step rests on: the evidence of a gate, or where it was imported from.
fn basis(gate: Option<Gate>, Moved { cause, evidence, outcome, provenance }: Moved<'_>) -> Result<Basis, String> {
    match (evidence, provenance) {
        (Some(_), _) if cause.is_some() || outcome.is_some() => {
            Err("`cause` and `outcome` belong to imported history; evidence has its own".into())
        }
        (Some(evidence), None) => {
            let gate = gate.ok_or("`gate` is missing")?;
            Ok(Basis::Evidence(Evidence::read(gate, evidence.get()).map_err(|why| why.to_string())?))
        }
        (None, Some(provenance)) => Ok(Basis::Imported { provenance, cause, outcome }),
        (None, None) => Err("`evidence` is missing".into()),
        (Some(_), Some(_)) => Err("it has both evidence and provenance".into()),
    }
}

/// Reads the members that belong to a change alone.
fn shape<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|why| {
        let why = why.to_string();
        let missing = why.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
        missing.map(|(name, _)| format!("`{name}` is missing")).unwrap_or(why)
    })
}

/// How data differ from what the event that was read from them writes.
fn otherwise(json: &str, written: &[u8]) -> String {
    type Members<'a> = BTreeMap<Cow<'a, str>, IgnoredAny>;
    let (found, known): (Members<'_>, Members<'_>) =
        (serde_json::from_str(json).unwrap_or_default(), serde_json::from_slice(written).unwrap_or_default());
    match found.keys().find(|name| !known.contains_key(*name)) {
        Some(name) => format!("`{name}` does not belong to it"),
        None => "they are not written as this event's data are".into(),
    }
}

fn fact(event_name: &str, read: Option<Result<Fact, serde_json::Error>>) -> Result<Fact, String> {
    read.ok_or_else(|| format!("`{event_name}` records no fact"))?.map_err(|why| why.to_string())
}

/// Reads what stood before a fact.
fn stood(event_name: &str, json: &str) -> Result<Before, String> {
    if Fact::events_before(event_name).is_empty() {
        return Err(format!("`{event_name}` takes the place of nothing: `before` is null"));
    }
    match serde_json::from_str(json) {
        Ok(Elsewhere { version }) => Ok(Before::Elsewhere { version }),
        Err(_) => fact(event_name, Fact::read_before(event_name, json)).map(Before::Told),
    }
}
