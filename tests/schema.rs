//! The schemas describe what is written, as the law has it, in two languages.

pub(crate) mod held;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common;
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{actor, positions, source};
use project_lifecycle::export::schema::{SchemaDocument, documents, for_command, for_event_type, for_gate, for_record};
use project_lifecycle::{audit::*, evidence::*, lifecycle::*, project::*, value::*, *};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The records of the golden log.
fn golden() -> Vec<Value> {
    let lines = include_str!("golden/v1/events.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// The schema of the data of the type with that name in English.
fn data(name: &str) -> Value {
    let is_it = |event_type: &EventType| event_type.event() == name;
    for_event_type(EventType::all().find(is_it).expect("there is such a type"), Language::English).schema
}

/// What a platform's list of events calls one is what its schema is called.
#[test]
fn events_are_called_alike() {
    for event_type in EventType::all() {
        for language in Language::ALL {
            let title = for_event_type(event_type, language).schema["title"].clone();
            assert_eq!(event_type.label(language), title, "{event_type} in {language}");
        }
    }
    let label = |name: &str| EventType::named(name).expect("a type").label(Language::Chinese);
    assert_eq!(label("lifecycle.project.paused.v1"), "停工（停产）");
    assert_eq!(label("lifecycle.project.signed.v1"), "签约");
    assert_eq!(label("lifecycle.zone.class_changed.v1"), "开发区级别变更");
}

/// Everything within a schema that is a schema itself, by its place.
fn visit(place: &str, schema: &Value, see: &mut impl FnMut(&str, &Value)) {
    see(place, schema);
    for keyword in ["oneOf", "anyOf"] {
        for (n, branch) in schema[keyword].as_array().into_iter().flatten().enumerate() {
            visit(&format!("{place}/{keyword}/{n}"), branch, see);
        }
    }
    for keyword in ["properties", "$defs"] {
        for (name, inner) in schema[keyword].as_object().into_iter().flatten() {
            visit(&format!("{place}/{keyword}/{name}"), inner, see);
        }
    }
    for keyword in ["items", "if", "then", "else"] {
        if !schema[keyword].is_null() {
            visit(&format!("{place}/{keyword}"), &schema[keyword], see);
        }
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a place declares a member or a type, so that a person is shown it. Without a type an object's schema only
/// says more of one that is declared elsewhere.
fn declares(document: &Value, place: &str) -> bool {
    let Some((above, _)) = place.rsplit_once('/') else { return true };
    above
        .strip_suffix("/properties")
        .map_or(above.ends_with("$defs"), |owner| document.pointer(owner).is_some_and(|owner| !owner["type"].is_null()))
}

#[test]
fn every_member_and_every_type_is_told_in_both_languages() {
    let mut told = 0;
    for language in Language::ALL {
        for SchemaDocument { path, schema, .. } in documents(language) {
            visit("", &schema, &mut |place, inner| {
                for keyword in ["title", "description"] {
                    let text = inner[keyword].as_str();
                    assert!(text.is_some() || !declares(&schema, place), "{path}{place} has no {keyword}");
                    let Some(text) = text else { continue };
                    assert!(!text.trim().is_empty() && !text.contains("  "), "{path}{place}: {text:?}");
                    let has_han = text.contains(is_han);
                    match language {
                        Language::English => assert!(!has_han, "{path}{place}: {text}"),
                        Language::Chinese => assert!(has_han || text == "SHA-256", "{path}{place}: {text}"),
                    }
                    told += 1;
                }
            });
        }
    }
    assert!(told > 5_000, "only {told} titles and descriptions");
}

#[test]
fn whatever_there_is_to_choose_from_has_a_title() {
    for language in Language::ALL {
        for gate in Gate::ALL {
            let SchemaDocument { path, schema, .. } = for_gate(gate, language);
            visit("", &schema, &mut |place, inner| {
                for branch in inner["oneOf"].as_array().into_iter().flatten() {
                    assert!(branch["title"].is_string(), "{path}{place}: {branch}");
                }
            });
        }
    }
}

#[test]
fn no_object_takes_more_than_it_names_and_nothing_optional_is_null() {
    let takes_null = |member: &Value| {
        let branches = member["anyOf"].as_array().into_iter().flatten();
        branches.chain([member]).any(|schema| schema["type"] == "null" || schema["type"].is_array())
    };
    let mut objects = 0;
    for SchemaDocument { path, schema, .. } in documents(Language::English) {
        visit("", &schema, &mut |place, inner| {
            if inner["type"] != "object" || !inner["properties"].is_object() {
                return;
            }
            objects += 1;
            assert_eq!(inner["additionalProperties"], false, "{path}{place}");
            let required: Vec<_> = inner["required"].as_array().into_iter().flatten().collect();
            for (name, member) in inner["properties"].as_object().into_iter().flatten() {
                let is_required = required.contains(&&json!(name));
                assert!(is_required || !takes_null(member), "{path}{place}: {name} is optional and null");
            }
        });
    }
    assert!(objects > 300, "only {objects} objects");
}

/// Without what is said for people.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(name, value)| !(["title", "description"].contains(&name.as_str()) && value.is_string()))
            .map(|(name, value)| (name.clone(), bare(value)))
            .collect(),
        Value::Array(items) => items.iter().map(bare).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

#[test]
fn the_languages_differ_in_titles_and_descriptions_only() {
    let (english, chinese) = (documents(Language::English), documents(Language::Chinese));
    assert_eq!(english.len(), chinese.len());
    for (english, chinese) in english.iter().zip(&chinese) {
        assert_eq!((&english.id, &english.path), (&chinese.id, &chinese.path));
        assert_eq!(bare(&english.schema), bare(&chinese.schema), "{}", english.path);
        assert_ne!(english.schema, chinese.schema, "{}", english.path);
    }
}

#[test]
fn a_record_names_the_schema_of_its_data() {
    let documents = documents(Language::English);
    let ids: BTreeSet<_> = documents.iter().map(|document| document.id.as_str()).collect();
    let paths: BTreeSet<_> = documents.iter().map(|document| document.path.as_str()).collect();
    // by hand: 2 types of the log itself, 33 types of projects, 5 of zones, the refusal, 12 gates, the envelope; forms of planning, 14
    // verbs, 17 facts and 4 corrections
    assert_eq!((ids.len(), paths.len(), documents.len()), (90, 90, 90));
    for document in &documents {
        assert_eq!(document.schema["$id"], json!(document.id));
    }
    for record in golden() {
        let named = record["dataschema"].as_str().expect("it names one");
        let document = documents.iter().find(|document| document.id == named).expect("there is such a schema");
        assert_eq!(document.path, format!("data/{}.json", record["type"].as_str().expect("a type")));
        let fault = held::fault(&document.schema, &document.schema, &record["data"]);
        assert_eq!(fault, None, "{named}");
    }
    assert!(paths.contains("evidence/stall_finding.json") && paths.contains("envelope.json"));
}

#[test]
fn the_steps_of_each_type_are_those_of_the_law() {
    let alternatives = |schema: &Value| schema["anyOf"].as_array().map_or(1, Vec::len);
    let mut steps = 0;
    for verb in Verb::ALL {
        let schema = data(verb.event_name());
        steps += alternatives(&schema);
        assert_eq!(schema["properties"]["verb"]["oneOf"][0]["const"], verb.code());
    }
    // by hand, with the zombie's five nodes: 35 steps, each undone by a void, and 14 places to stay in
    assert_eq!(steps, 35);
    assert_eq!(alternatives(&data("paused")), 14);
    let corrected = data("corrected");
    assert_eq!(alternatives(&corrected["oneOf"][0]), 35);
    assert_eq!(alternatives(&corrected["oneOf"][1]), 14);
    assert_eq!(data("planned")["properties"]["from"]["type"], "null");

    // every triple of a verb and two stages, against the law's table
    for verb in Verb::ALL {
        let schema = data(verb.event_name());
        let golden = golden().into_iter().find(|record| record["dataschema"] == schema["$id"]).expect("a record");
        for (from, to) in Stage::ALL.into_iter().flat_map(|from| Stage::ALL.map(|to| (from, to))) {
            let legal = EDGES.contains(&Edge { verb, from, to });
            let stalled = [None].into_iter().chain(Stage::ALL.map(Some));
            let allowed = stalled.filter(|stalled_at| {
                let mut data = golden["data"].clone();
                (data["from"], data["to"]) = (json!(from.code()), json!(to.code()));
                data.as_object_mut().expect("an object").remove("stalled_at");
                if let Some(stage) = stalled_at {
                    data["stalled_at"] = json!(stage.code());
                }
                held::fault(&schema, &schema, &data).is_none()
            });
            // a zombie is closed from each of the five stages in which it stalled
            let expected = match (legal, from, to) {
                (false, ..) => 0,
                (true, Stage::Zombie, Stage::Closed) => 5,
                (true, ..) => 1,
            };
            assert_eq!(allowed.count(), expected, "{verb}: {from} to {to}");
        }
    }
}

#[test]
fn the_schema_of_a_gate_is_its_form() {
    for gate in Gate::ALL {
        for language in Language::ALL {
            let schema = for_gate(gate, language).schema;
            assert_eq!(schema["title"], gate.label(language));
            let members = schema["properties"].as_object().expect("it has members");
            assert_eq!(members.len(), gate.requirements().len(), "{gate}");
            let needed = gate.requirements().iter().filter(|requirement| requirement.need == Need::Always);
            assert_eq!(schema["required"].as_array().map(Vec::len), Some(needed.count()), "{gate}");
            for requirement in gate.requirements() {
                let label = requirement.item.label(language);
                let shown =
                    |member: &&Value| member["title"].as_str().is_some_and(|title| title.eq_ignore_ascii_case(label));
                assert!(members.values().any(|member| shown(&member)), "{gate} does not show {label}");
            }
        }
    }
    let form = for_gate(Gate::Operation, Language::English).schema;
    let since = &form["properties"]["running_since"];
    assert_eq!(since["title"], "Start of the unbroken run");
    assert_eq!(since["description"], "Start of the unbroken run for continuous running (from the project company)");
}

#[test]
fn the_form_of_a_command_has_the_members_that_it_takes() {
    let members = |command: &str| {
        let form = for_command(command, Language::English).expect("it has a form").schema;
        let names = form["properties"].as_object().expect("an object").keys().cloned();
        let needed =
            form["required"].as_array().into_iter().flatten().map(|name| name.as_str().expect("a name").to_owned());
        (names.collect::<BTreeSet<_>>(), needed.collect::<BTreeSet<_>>())
    };
    let names = |names: &str| names.split(' ').map(ToOwned::to_owned).collect::<BTreeSet<_>>();
    // by hand
    let profile = "category industry investor kind name total_investment zone";
    assert_eq!(members("plan"), (names(profile), names("name zone")));
    let redating = "authority grounds provenance to version";
    assert_eq!(members("redate"), (names(redating), names("authority grounds to version")));
    assert_eq!(members("assign_officer"), (names("officer"), names("officer")));
    assert_eq!(members("void").0, names("authority grounds version"));
    let correct = for_command("correct", Language::English).expect("it has a form").schema;
    // of twelve gates, of an imported step, of the planning
    assert_eq!(correct["oneOf"].as_array().map(Vec::len), Some(14));
}

/// A record of an event or of a refusal, as it is written.
fn record(request: &AppendRequest, at: Timestamp) -> Value {
    let (_, head) = LogHead::open(source(), &actor(), at).expect("a log");
    let mut line = Vec::new();
    let _head = seal_into(request, &head, at, &mut line).expect("sealed");
    serde_json::from_slice(&line).expect("a record")
}

/// How a value comes out by the schemas of its kind.
struct Schemas {
    envelope: Value,
    data: Vec<(String, Value)>,
}

impl Schemas {
    fn new() -> Self {
        let data = EventType::all().map(|event_type| for_event_type(event_type, Language::English));
        Self {
            envelope: for_record(Language::English).schema,
            data: data.map(|document| (document.id, document.schema)).collect(),
        }
    }

    fn of(&self, id: &str) -> &Value {
        &self.data.iter().find(|(known, _)| known == id).expect("there is such a schema").1
    }
}

/// The schema of the form of a command by its name.
fn form_schema(command: &str) -> Value {
    static KNOWN: LazyLock<BTreeMap<&'static str, Value>> = LazyLock::new(|| {
        let schema = |command| (command, for_command(command, Language::English).expect("it has a form").schema);
        CommandForm::commands().map(schema).collect()
    });
    KNOWN[command].clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever command is given at random, the schema of its form describes the form that says the same. With a member taken
    /// away or added, what the schema refuses the form does not take either.
    #[test]
    fn a_form_is_what_its_schema_describes(
        position in proptest::option::weighted(0.6, 0..14usize),
        steps in vec((step(), any::<prop::sample::Index>()), 1..20),
    ) {
        let mut walk = position.map_or_else(|| Walk::plan(3), |index| Walk::to(3, positions()[index]));
        for (step, cut) in &steps {
            walk.pass(step.pass);
            let (command, context) = step.command(&walk);
            walk.n += 1;
            if let Ok(Decision::Record(event)) = walk.project.decide(command.clone(), &context, &walk.policy) {
                walk.project.apply(event).expect("what was decided follows");
            }
            let Some(form) = CommandForm::of(&command) else { continue };
            let (name, object): (_, Value) = (form.command_name(), serde_json::from_str(&form.json()).expect("JSON"));
            // no event is the one before the first
            if object["version"] == 0 {
                continue;
            }
            let schema = form_schema(name);
            prop_assert_eq!(held::fault(&schema, &schema, &object), None, "{} {}", name, object);
            let is_taken = |object: &Value| {
                let form = CommandForm::read(name, object.to_string().as_bytes()).expect("a command");
                !form.gaps().iter().any(|gap| matches!(gap.code(), "malformed" | "missing"))
            };
            prop_assert!(is_taken(&object), "{name} {object}");
            let members: Vec<_> = object.as_object().expect("an object").keys().cloned().collect();
            let mut less = object.clone();
            if let Some(member) = members.get(cut.index(members.len().max(1))) {
                less.as_object_mut().expect("an object").remove(member);
            }
            // what is needed under a condition the schema leaves to the crate
            if held::fault(&schema, &schema, &less).is_some() {
                prop_assert!(!is_taken(&less), "{name} {less}");
            }
            let mut more = object.clone();
            more["unknown"] = json!(1);
            prop_assert!(held::fault(&schema, &schema, &more).is_some() && !is_taken(&more), "{more}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever a random course records or refuses, its schema describes it; without any one of its required members, or
    /// with one more, it does not.
    #[test]
    fn what_is_written_is_what_is_described(
        position in proptest::option::weighted(0.6, 0..14usize),
        steps in vec(step(), 1..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let schemas = Schemas::new();
        let mut walk = position.map_or_else(|| Walk::plan(3), |index| Walk::to(3, positions()[index]));
        walk.n = 1_000;
        for step in &steps {
            walk.pass(step.pass);
            let (command, context) = step.command(&walk);
            walk.n += 1;
            let decision = walk.project.decide(command, &context, &walk.policy);
            match decision {
                Ok(Decision::Record(event)) => walk.project.apply(event).expect("what was decided follows"),
                Ok(Decision::AlreadyRecorded(_)) => {}
                Err(refusal) => {
                    let id = common::event_id(9, walk.n);
                    let refused = TransitionRefused::new(id, refusal, &context, &walk.policy);
                    let record = record(&refused.into(), context.at());
                    prop_assert_eq!(held::fault(&schemas.envelope, &schemas.envelope, &record), None, "{}", record);
                    let schema = schemas.of("urn:project-lifecycle:schema:lifecycle.refusal.transition_refused.v1");
                    prop_assert_eq!(held::fault(schema, schema, &record["data"]), None, "{}", record);
                }
            }
        }
        for event in walk.project.events() {
            let record = record(&event.clone().into(), event.at());
            prop_assert_eq!(held::fault(&schemas.envelope, &schemas.envelope, &record), None, "{}", record);
            let schema = schemas.of(record["dataschema"].as_str().expect("it names one"));
            prop_assert_eq!(held::fault(schema, schema, &record["data"]), None, "{}", record);
            let mut less = record["data"].clone();
            let members = less.as_object_mut().expect("an object");
            // a step needs what it rests on; whatever else was read from a ledger need not have been
            let needs_source = matches!(event.change(), Change::Move { .. } | Change::Correct(_));
            // which step is corrected the schema does not know
            let is_correct = matches!(event.change(), Change::Correct(_));
            let is_optional = |name: &str| {
                name == "by" || (name == "provenance" && !needs_source) || (["cause", "outcome"].contains(&name) && is_correct)
            };
            let names: Vec<_> = members.keys().filter(|name| !is_optional(name)).cloned().collect();
            members.remove(&names[cut.index(names.len())]);
            prop_assert!(held::fault(schema, schema, &less).is_some(), "{less}");
            let mut more = record["data"].clone();
            more["unknown"] = json!(1);
            prop_assert!(held::fault(schema, schema, &more).is_some(), "{more}");
        }
    }
}
