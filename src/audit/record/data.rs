//! The data of a project's events, written and read.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::act::{Actor, By, Correction, Provenance, Redating, Voiding};
use crate::audit::record::envelope::{TypeName, given};
use crate::audit::{Record, RecordError, SubjectKind, Upcasters};
use crate::canonical::{self, EncodeError};
use crate::evidence::Evidence;
use crate::lifecycle::{LAW_VERSION, Law, Outcome, Position, Stage, Verb, ZombieCause};
use crate::policy::PolicyId;
use crate::project::{Basis, Body, Event, Fact, Happening, Profile};
use crate::value::{Day, ProjectId, Text};
use crate::vocabulary::UnknownCode;

/// The present version of a project's event type, if there is such a type.
pub(in crate::audit) fn version(event_name: &str) -> Option<u32> {
    let known = event_name == Body::PLANNED
        || event_name == Body::CORRECTED
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
    before: Option<Option<&'a Fact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a By>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<ZombieCause>,
    effective_on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a Evidence>,
    from: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<&'a Text>,
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
    stalled_at: Option<Stage>,
    to: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voids_version: Option<u64>,
}

/// Appends an event's data.
pub(in crate::audit) fn write(event: &Event, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let happening = event.happening();
    let (from, to) = (happening.body.from(), happening.body.to());
    let mut data = Written {
        by: Some(happening.actor.by()).filter(|by| !by.is_unknown()),
        effective_on: Some(happening.effective_on),
        from: from.map(Position::stage),
        law: happening.law,
        policy: Some(&happening.policy),
        stalled_at: to.stalled_at().or_else(|| from.and_then(Position::stalled_at)),
        to: Some(to.stage()),
        ..Written::default()
    };
    match &happening.body {
        Body::Planned { profile, provenance } => {
            data.verb = Some(Body::PLAN);
            data.profile = Some(profile);
            data.provenance = provenance.as_ref();
        }
        Body::Moved { verb, basis, .. } => {
            data.verb = Some(verb.code());
            match basis {
                Basis::Evidence(evidence) => data.evidence = Some(evidence),
                Basis::Imported { provenance, cause, outcome } => {
                    data.provenance = Some(provenance);
                    (data.cause, data.outcome) = (*cause, *outcome);
                }
            }
        }
        Body::Noted { before, after, .. } => {
            data.before = Some(before.as_ref());
            data.after = Some(after);
        }
        Body::Voided { voiding: Voiding { version, correction }, .. } => {
            data.verb = Some(Body::VOID);
            data.voids_version = Some(*version);
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
        Body::Redated { redating: Redating { version, to, correction }, .. } => {
            data.verb = Some(Body::REDATE);
            (data.redates_version, data.redated_to) = (Some(*version), Some(*to));
            (data.authority, data.grounds) = (Some(&correction.authority), Some(&correction.grounds));
        }
    }
    canonical::encode_into(&data, out)
}

/// The data as read. What must stand and what must not depends on the type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    authority: Option<Text>,
    #[serde(borrow, default, deserialize_with = "given")]
    before: Option<&'a RawValue>,
    #[serde(default)]
    by: By,
    cause: Option<ZombieCause>,
    effective_on: Day,
    #[serde(borrow)]
    evidence: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "given")]
    from: Option<Option<Stage>>,
    grounds: Option<Text>,
    #[serde(rename = "law")]
    _law: u32,
    outcome: Option<Outcome>,
    policy: PolicyId,
    profile: Option<Profile>,
    provenance: Option<Provenance>,
    redated_to: Option<Day>,
    redates_version: Option<u64>,
    stalled_at: Option<Stage>,
    to: Stage,
    verb: Option<String>,
    voids_version: Option<u64>,
}

/// The law that the data name and the names that are the law's, read before anything else, so that what another law
/// called otherwise is told as what it is.
#[derive(Deserialize)]
struct Names<'a> {
    #[serde(borrow)]
    from: Option<Cow<'a, str>>,
    law: u32,
    #[serde(borrow)]
    stalled_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    to: Option<Cow<'a, str>>,
    #[serde(borrow)]
    verb: Option<Cow<'a, str>>,
}

impl Names<'_> {
    /// The first name that the law does not know, and where it stands.
    fn unknown(&self) -> Option<(&'static str, UnknownCode)> {
        let stages = [("from", &self.from), ("to", &self.to), ("stalled_at", &self.stalled_at)];
        let stage =
            stages.into_iter().find_map(|(member, name)| Some((member, name.as_ref()?.parse::<Stage>().err()?)));
        stage.or_else(|| {
            let others = [Body::PLAN, Body::VOID, Body::REDATE];
            let verb = self.verb.as_deref().filter(|verb| !others.contains(verb))?;
            let mut unknown = verb.parse::<Verb>().err()?;
            unknown.known.extend(others);
            Some(("verb", unknown))
        })
    }
}

/// Reads the event that a record holds.
pub(in crate::audit) fn read(record: &Record, upcasters: &Upcasters) -> Result<Event, RecordError> {
    let event_type = record.event_type();
    let unknown = || RecordError::UnknownType { found: event_type.into() };
    let name =
        TypeName::parse(event_type).filter(|name| name.kind == SubjectKind::Project.code()).ok_or_else(unknown)?;
    let known = version(name.event).ok_or_else(unknown)?;
    let wrong = |why: String| RecordError::Data { event_type: event_type.into(), why };
    if record.subject().kind != SubjectKind::Project {
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
    let names: Names<'_> = serde_json::from_str(json).map_err(|why| wrong(why.to_string()))?;
    let law = names.law;
    if Law::of(law).is_none() {
        return Err(RecordError::UnknownLaw { stored: law, known: LAW_VERSION });
    }
    if let Some((member, UnknownCode { found, known, .. })) = names.unknown() {
        return Err(RecordError::UnknownName { event_type: event_type.into(), law, member, found, known });
    }
    let mut data: Read<'_> = serde_json::from_str(json).map_err(|why| wrong(why.to_string()))?;
    let by = core::mem::take(&mut data.by);
    let (effective_on, policy) = (data.effective_on, data.policy.clone());
    let body = body(name.event, data).map_err(wrong)?;
    let event = Event::new(Happening {
        id: record.id(),
        project: ProjectId::from_uuid(record.subject().id),
        version: record.stream_version(),
        at: record.time(),
        effective_on,
        actor: Arc::new(Actor::from_parts(record.auth(), record.authid().clone(), by)),
        correlation: record.correlation_kept(),
        causation: record.causation_kept(),
        law,
        policy: Arc::new(policy),
        body,
    });
    // whatever could be written in two ways was written in the one that this crate writes
    let mut written = Vec::with_capacity(json.len());
    write(&event, &mut written).map_err(|why| wrong(why.to_string()))?;
    if written != json.as_bytes() {
        return Err(wrong("they are not written as this event's data are".into()));
    }
    Ok(event)
}

/// The body that data of a type describe; anything missing or left over is an error.
fn body(event_name: &str, data: Read<'_>) -> Result<Body, String> {
    let missing = |name: &str| format!("`{name}` is missing");
    let left = data.from.ok_or_else(|| missing("from"))?;
    let zombie = |stage| stage == Some(Stage::Zombie);
    if data.stalled_at.is_some() != (zombie(left) || zombie(Some(data.to))) {
        return Err("`stalled_at` stands where `from` or `to` is `zombie`, and nowhere else".into());
    }
    let position = |stage: Stage| match data.stalled_at {
        Some(stalled_at) if stage == Stage::Zombie => {
            Position::stalled(stalled_at).ok_or_else(|| format!("no project stalls in `{stalled_at}`"))
        }
        _ => Position::at(stage).ok_or_else(|| missing("stalled_at")),
    };
    let to = position(data.to)?;
    let from = left.map(position).transpose()?;
    let left_over = [
        ("after", data.after.is_some()),
        ("before", data.before.is_some()),
        ("authority", data.authority.is_some()),
        ("grounds", data.grounds.is_some()),
        ("cause", data.cause.is_some()),
        ("outcome", data.outcome.is_some()),
        ("evidence", data.evidence.is_some()),
        ("profile", data.profile.is_some()),
        ("provenance", data.provenance.is_some()),
        ("redated_to", data.redated_to.is_some()),
        ("redates_version", data.redates_version.is_some()),
        ("verb", data.verb.is_some()),
        ("voids_version", data.voids_version.is_some()),
    ];
    let only = |allowed: &[&str]| match left_over.iter().find(|(name, stands)| *stands && !allowed.contains(name)) {
        Some((name, _)) => Err(format!("`{name}` does not belong to it")),
        None => Ok(()),
    };
    if event_name == Body::PLANNED {
        only(&["verb", "profile", "provenance"])?;
        if data.verb.as_deref() != Some(Body::PLAN) || from.is_some() || to != Position::START {
            return Err(format!(
                "planning has the verb `{}` and leads from nothing to `{}`",
                Body::PLAN,
                Position::START
            ));
        }
        let profile = data.profile.ok_or_else(|| missing("profile"))?;
        return Ok(Body::Planned { profile, provenance: data.provenance });
    }
    let from = from.ok_or_else(|| "only planning leads from nothing".to_owned())?;
    if event_name == Body::CORRECTED {
        let correction = Correction {
            authority: data.authority.ok_or_else(|| missing("authority"))?,
            grounds: data.grounds.ok_or_else(|| missing("grounds"))?,
        };
        return match data.verb.as_deref() {
            Some(Body::VOID) => {
                only(&["verb", "authority", "grounds", "voids_version"])?;
                let version = data.voids_version.ok_or_else(|| missing("voids_version"))?;
                Ok(Body::Voided { from, to, voiding: Voiding { version, correction } })
            }
            Some(Body::REDATE) => {
                only(&["verb", "authority", "grounds", "redates_version", "redated_to"])?;
                if from != to {
                    return Err("another date leaves the stage unchanged".into());
                }
                let version = data.redates_version.ok_or_else(|| missing("redates_version"))?;
                let to = data.redated_to.ok_or_else(|| missing("redated_to"))?;
                Ok(Body::Redated { at: from, redating: Redating { version, to, correction } })
            }
            _ => Err(format!("a correction has the verb `{}` or `{}`", Body::VOID, Body::REDATE)),
        };
    }
    if Fact::EVENT_NAMES.contains(&event_name) {
        only(&["before", "after"])?;
        if from != to {
            return Err("a fact leaves the stage unchanged".into());
        }
        let after = data.after.ok_or_else(|| missing("after"))?;
        let after = fact(event_name, Fact::read(event_name, after.get()))?;
        let before = match data.before.ok_or_else(|| missing("before"))? {
            none if none.get() == "null" => None,
            before => Some(fact(event_name, Fact::read_before(event_name, before.get()))?),
        };
        return Ok(Body::Noted { at: from, before, after });
    }
    only(&["verb", "evidence", "provenance", "cause", "outcome"])?;
    let verb: Verb = data.verb.as_deref().ok_or_else(|| missing("verb"))?.parse().map_err(|why| format!("{why}"))?;
    if verb.event_name() != event_name {
        return Err(format!("the verb `{verb}` is recorded as `{}`", verb.event_name()));
    }
    let basis = match (data.evidence, data.provenance) {
        (Some(_), _) if data.cause.is_some() || data.outcome.is_some() => {
            return Err("`cause` and `outcome` belong to imported history; evidence has its own".into());
        }
        (Some(evidence), None) => {
            Basis::Evidence(Evidence::read(verb.gate(), evidence.get()).map_err(|why| why.to_string())?)
        }
        (None, Some(_))
            if (data.cause.is_some() && verb != Verb::Stall) || (data.outcome.is_some() && verb != Verb::Close) =>
        {
            return Err(format!("`cause` belongs to a stall and `outcome` to a closing, not to `{verb}`"));
        }
        (None, Some(provenance)) => Basis::Imported { provenance, cause: data.cause, outcome: data.outcome },
        (None, None) => return Err(missing("evidence")),
        (Some(_), Some(_)) => return Err("it has both evidence and provenance".into()),
    };
    Ok(Body::Moved { verb, from, to, basis })
}

fn fact(event_name: &str, read: Option<Result<Fact, serde_json::Error>>) -> Result<Fact, String> {
    read.ok_or_else(|| format!("`{event_name}` records no fact"))?.map_err(|why| why.to_string())
}
