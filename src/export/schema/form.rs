//! The forms of commands.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::data::{CORRECT, PLAN, REDATE, VOID, VOID_FACT, titled, version};
use super::shape::{Shape, choice, labels};
use crate::act::Provenance;
use crate::evidence::Evidence;
use crate::lifecycle::{Gate, Outcome, ZombieCause};
use crate::project::Change;
use crate::project::fact::Fact;
use crate::{Day, Profile, Text, Verb};

/// The form of a command, and what the glossary calls it. `None` if no command is called so.
pub(super) fn of(command: &str, generator: &mut SchemaGenerator) -> Option<(Value, String)> {
    let (mut form, name) = if command == Change::PLAN {
        let (mut profile, name) = inlined(generator.subschema_for::<Profile>().into(), generator);
        // left blank, it is an enterprise's
        if let Some(required) = profile["required"].as_array_mut() {
            required.retain(|name| name != "kind");
        }
        (titled(profile, PLAN), name)
    } else if let Some(verb) = Verb::ALL.into_iter().find(|verb| verb.code() == command) {
        inlined(Evidence::schema(verb.gate(), generator).into(), generator)
    } else if let Some(at) = Fact::COMMAND_NAMES.iter().position(|name| *name == command) {
        inlined(Fact::schema(Fact::EVENT_NAMES[at], generator)?.into(), generator)
    } else {
        (correction(command, generator)?, "correction".into())
    };
    each_object(&mut form, &mut |object| {
        let members = object["properties"].clone();
        // a list that is left blank is empty
        if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
            let is_list = |name: &Value| {
                name.as_str()
                    .is_some_and(|name| members[name]["type"] == "array" && members[name]["minItems"].is_null())
            };
            required.retain(|name| !is_list(name));
        }
    });
    Some((form, name))
}

/// What a reference refers to, in its place, and its name.
fn inlined(schema: Value, generator: &mut SchemaGenerator) -> (Value, String) {
    let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")).map(ToOwned::to_owned);
    let definition = name.as_deref().and_then(|name| generator.definitions_mut().remove(name));
    (definition.unwrap_or(schema), name.unwrap_or_default())
}

/// Looks at the object that a form is, or at each of those that it may be.
fn each_object(form: &mut Value, see: &mut impl FnMut(&mut Value)) {
    if form["properties"].is_object() {
        see(form);
        return;
    }
    for keyword in ["oneOf", "anyOf"] {
        for branch in form.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten() {
            each_object(branch, see);
        }
    }
}

/// The form of a correction. `None` if none is called so.
fn correction(command: &str, generator: &mut SchemaGenerator) -> Option<Value> {
    if command == Change::VOID {
        Some(titled(common(generator).schema(), VOID))
    } else if command == Change::VOID_FACT {
        Some(titled(common(generator).schema(), VOID_FACT))
    } else if command == Change::REDATE {
        let shape = common(generator)
            .optional("provenance", generator.subschema_for::<Provenance>())
            .needed("to", generator.subschema_for::<Day>());
        Some(titled(shape.schema(), REDATE))
    } else if command == Change::CORRECT {
        let mut forms: Vec<_> = Gate::ALL
            .into_iter()
            .map(|gate| {
                let label = (gate.code(), labels(|language| gate.label(language)));
                let shape = common(generator).needed("evidence", Evidence::schema(gate, generator));
                titled(shape.needed("gate", choice([label])).schema(), label)
            })
            .collect();
        let imported = common(generator)
            .optional("cause", generator.subschema_for::<ZombieCause>())
            .optional("outcome", generator.subschema_for::<Outcome>())
            .needed("provenance", generator.subschema_for::<Provenance>());
        forms.push(titled(imported.schema(), ("", ["Imported step", "历史导入的环节"])));
        let planned = common(generator)
            .needed("profile", generator.subschema_for::<Profile>())
            .needed("version", json!({"type": "integer", "const": 1}));
        forms.push(titled(planned.schema(), PLAN));
        Some(titled(json!({"type": "object", "oneOf": forms}), CORRECT))
    } else {
        None
    }
}

/// What every correction has.
fn common(generator: &mut SchemaGenerator) -> Shape {
    Shape::default()
        .needed("authority", generator.subschema_for::<Text>())
        .needed("grounds", generator.subschema_for::<Text>())
        .needed("version", version())
}
