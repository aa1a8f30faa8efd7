//! The data of each event type.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::shape::{Shape, choice, labels};
use super::steps::{self, Step};
use crate::act::{HostData, Provenance};
use crate::audit::{EventType, FORMAT_VERSION, LogQuarantined, SubjectKind};
use crate::canonical::MAX_INTEGER;
use crate::evidence::Evidence;
use crate::lifecycle::{Gate, LAW_VERSION, Outcome, ZombieCause};
use crate::policy::PolicyId;
use crate::project::fact::Fact;
use crate::project::{Change, CommandForm};
use crate::reason::ReasonReport;
use crate::value::Digest;
use crate::{Actor, Day, Profile, ProjectId, Text, Verb};

/// The schema of an event type's data.
pub(super) fn of(event_type: EventType, generator: &mut SchemaGenerator) -> Value {
    let event = event_type.event();
    if event_type.kind() == SubjectKind::Log {
        if event == "opened" { opened(generator) } else { quarantined(generator) }
    } else if event_type.kind() == SubjectKind::Refusal {
        refused(generator)
    } else if event_type.kind() == SubjectKind::Zone {
        super::zone::of(event, generator)
    } else if event == Change::PLANNED {
        planned(generator)
    } else if event == Change::CORRECTED {
        corrected(generator)
    } else if let Some(verb) = Verb::ALL.into_iter().find(|verb| verb.event_name() == event) {
        titled(moved(verb, generator), named(verb))
    } else {
        noted(event, generator)
    }
}

/// What stands in all data.
fn common(generator: &mut SchemaGenerator) -> Shape {
    Shape::default()
        .optional("by", Actor::by_schema(generator))
        .needed("law", json!({"type": "integer", "const": LAW_VERSION}))
}

/// What stands in the data of all events of a project that take one of these steps.
fn of_project(steps: &[Step], generator: &mut SchemaGenerator) -> Shape {
    let shape = common(generator)
        .needed("effective_on", generator.subschema_for::<Day>())
        .optional("host", generator.subschema_for::<HostData>())
        .needed("policy", generator.subschema_for::<PolicyId>());
    steps::members(shape, steps)
}

/// The shape's schema, with the steps that it allows.
fn along(steps: &[Step], shape: Shape) -> Value {
    let mut schema = shape.schema();
    if steps.len() > 1 {
        schema["anyOf"] = steps::together(steps);
    }
    schema
}

fn opened(generator: &mut SchemaGenerator) -> Value {
    let digests = [("sha-256", ["SHA-256", "SHA-256"]), ("sm3", ["SM3 (GB/T 32905)", "国密 SM3（GB/T 32905）"])];
    common(generator)
        .needed("digest", choice(digests))
        .needed("format", json!({"type": "integer", "const": FORMAT_VERSION}))
        .schema()
}

fn quarantined(generator: &mut SchemaGenerator) -> Value {
    let number = || json!({"type": "integer", "minimum": 1, "maximum": MAX_INTEGER});
    let place = Shape::default()
        .needed("leaf", generator.subschema_for::<Digest>())
        .needed("sequence", number())
        .optional("stream", json!({"type": "string", "pattern": "^[a-z]+/[0-9a-f-]{36}$"}))
        .optional("streamversion", number());
    let places = json!({
        "type": "array", "items": place.schema(), "minItems": 1, "maxItems": LogQuarantined::MOST, "uniqueItems": true,
    });
    Shape::default()
        .needed("authority", generator.subschema_for::<Text>())
        .optional("by", Actor::by_schema(generator))
        .needed("grounds", generator.subschema_for::<Text>())
        .needed("places", places)
        .schema()
}

fn planned(generator: &mut SchemaGenerator) -> Value {
    let steps = steps::of_planning();
    let shape = of_project(&steps, generator)
        .needed("profile", generator.subschema_for::<Profile>())
        .optional("provenance", generator.subschema_for::<Provenance>())
        .needed("verb", choice([change(Change::PLAN)]));
    along(&steps, shape)
}

/// A transition rests on evidence or, imported, on its provenance; an imported stall has its cause and an imported
/// closing its outcome beside it, for want of evidence.
fn moved(verb: Verb, generator: &mut SchemaGenerator) -> Value {
    let steps = steps::of(verb);
    let mut shape = of_project(&steps, generator)
        .optional("evidence", Evidence::schema(verb.gate(), generator))
        .optional("provenance", generator.subschema_for::<Provenance>())
        .needed("verb", choice([named(verb)]));
    let beside = if verb == Verb::Stall {
        Some(("cause", generator.subschema_for::<ZombieCause>()))
    } else if verb == Verb::Close {
        Some(("outcome", generator.subschema_for::<Outcome>()))
    } else {
        None
    };
    // what is required is named beside it too: strict readers ask for that
    let mut live = json!({"evidence": true, "provenance": false});
    let mut imported = json!({"evidence": false, "provenance": true});
    let mut needed = vec!["provenance"];
    if let Some((name, schema)) = beside {
        shape = shape.optional(name, schema);
        (live[name], imported[name]) = (json!(false), json!(true));
        needed.push(name);
    }
    let mut schema = along(&steps, shape);
    schema["oneOf"] = json!([
        {"title": "Live", "x-title-zh": "系统内正式办理", "properties": live, "required": ["evidence"]},
        {"title": "Imported", "x-title-zh": "历史导入", "properties": imported, "required": needed},
    ]);
    schema
}

fn noted(event: &str, generator: &mut SchemaGenerator) -> Value {
    let mut fact = |name| Fact::schema(name, generator).map(Value::from).expect("it is a fact's name");
    let mut before: Vec<_> = Fact::events_before(event).iter().copied().map(&mut fact).collect();
    if !before.is_empty() {
        before.push(json!({
            "type": "object",
            "properties": {"version": {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER}},
            "required": ["version"],
        }));
    }
    before.push(json!({"type": "null"}));
    let after = fact(event);
    let steps = steps::unmoved();
    let shape = of_project(&steps, generator).needed("after", after).needed("before", json!({"anyOf": before}));
    along(&steps, shape.optional("provenance", generator.subschema_for::<Provenance>()))
}

fn corrected(generator: &mut SchemaGenerator) -> Value {
    let (back, still) = (steps::undone(), steps::unmoved());
    let mut correct: Vec<_> = Gate::ALL
        .into_iter()
        .map(|gate| {
            let evidence = Evidence::schema(gate, generator);
            let shape = corrected_in_place(&still, generator).needed("evidence", evidence);
            let shape = shape.needed("gate", choice([(gate.code(), labels(|language| gate.label(language)))]));
            titled(along(&still, shape), change(Change::CORRECT))
        })
        .collect();
    let imported = corrected_in_place(&still, generator)
        .optional("cause", generator.subschema_for::<ZombieCause>())
        .optional("outcome", generator.subschema_for::<Outcome>())
        .needed("provenance", generator.subschema_for::<Provenance>());
    correct.push(titled(along(&still, imported), change(Change::CORRECT)));
    let planned = correction(&still, change(Change::CORRECT), generator)
        .needed("corrects_version", json!({"type": "integer", "const": 1}))
        .needed("profile", generator.subschema_for::<Profile>())
        .optional("provenance", generator.subschema_for::<Provenance>())
        .needed("redated_to", generator.subschema_for::<Day>());
    correct.push(titled(along(&still, planned), change(Change::CORRECT)));
    let source: Value = generator.subschema_for::<Provenance>().into();
    let void = correction(&back, change(Change::VOID), generator).needed("restores_version", version());
    let void = void.needed("voids_version", version()).optional("provenance", source.clone());
    let redate = correction(&still, change(Change::REDATE), generator).needed("redates_version", version());
    let void_fact = correction(&still, change(Change::VOID_FACT), generator).needed("voids_fact_version", version());
    let void_fact = void_fact.optional("provenance", source.clone());
    let redate = redate.needed("redated_to", generator.subschema_for::<Day>());
    let redate = redate.optional("provenance", source);
    let others = [
        titled(along(&back, void), change(Change::VOID)),
        titled(along(&still, redate), change(Change::REDATE)),
        titled(along(&still, void_fact), change(Change::VOID_FACT)),
    ];
    json!({"type": "object", "oneOf": others.into_iter().chain(correct).collect::<Vec<_>>()})
}

/// What every correction in place says, whatever its step rests on.
fn corrected_in_place(steps: &[Step], generator: &mut SchemaGenerator) -> Shape {
    // the first event is no step: what corrects it tells the planning again
    let version = json!({"type": "integer", "minimum": 2, "maximum": MAX_INTEGER});
    correction(steps, change(Change::CORRECT), generator)
        .needed("corrects_version", version)
        .needed("redated_to", generator.subschema_for::<Day>())
}

fn correction(steps: &[Step], verb: (&'static str, [&'static str; 2]), generator: &mut SchemaGenerator) -> Shape {
    of_project(steps, generator)
        .needed("authority", generator.subschema_for::<Text>())
        .needed("grounds", generator.subschema_for::<Text>())
        .needed("verb", choice([verb]))
}

pub(super) fn version() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": MAX_INTEGER})
}

/// What a host records of a refusal.
fn refused(generator: &mut SchemaGenerator) -> Value {
    let commands = core::iter::once(Change::PLAN).chain(CommandForm::commands()).map(change);
    common(generator)
        .needed("command", choice(commands))
        .optional("effective_on", generator.subschema_for::<Day>())
        .needed("policy", generator.subschema_for::<PolicyId>())
        .needed("project", generator.subschema_for::<ProjectId>())
        .needed(
            "reasons",
            json!({
                "type": "array",
                "items": generator.subschema_for::<ReasonReport<'_>>(),
                "minItems": 1,
            }),
        )
        .schema()
}

/// A command's name and labels.
pub(super) fn change(command: &'static str) -> (&'static str, [&'static str; 2]) {
    (command, labels(|language| Change::label_of(command, language).unwrap_or(command)))
}

/// With the labels of a code for its title.
pub(super) fn titled(mut schema: Value, (_, [en, zh]): (&str, [&str; 2])) -> Value {
    schema["title"] = json!(en);
    schema["x-title-zh"] = json!(zh);
    schema
}

/// A verb's code and labels.
fn named(verb: Verb) -> (&'static str, [&'static str; 2]) {
    (verb.code(), labels(|language| verb.label(language)))
}
