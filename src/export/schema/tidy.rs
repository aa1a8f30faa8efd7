//! From what a derive writes to what is published: strict, bounded, and said in two languages.

use serde_json::{Map, Value, json};

use super::language::SAID;
use crate::canonical::MAX_INTEGER;
use crate::glossary;

/// Tidies the schema that the glossary calls `name`, and all within it.
pub(super) fn tidy(schema: &mut Value, name: &str) {
    visit(schema, name);
    say(schema, name, None);
}

fn visit(schema: &mut Value, name: &str) {
    let Value::Object(schema) = schema else { return };
    let declares = schema.contains_key("type");
    // the documentation of the code is for its readers, and in one language
    if !schema.contains_key(SAID[0].1) {
        for (keyword, _) in SAID {
            schema.remove(keyword);
        }
    }
    schema.remove("default");
    bound(schema);
    end(schema);
    let required: Vec<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).map(Into::into).collect())
        .unwrap_or_default();
    // without a type it declares no object, but says more of one
    if let Some(Value::Object(members)) = schema.get_mut("properties").filter(|_| declares) {
        for (member, inner) in members.iter_mut() {
            if !required.contains(member) {
                never_null(inner);
            }
            visit(inner, name);
            say(inner, name, Some(member));
        }
        schema.insert("additionalProperties".into(), json!(false));
    }
    for keyword in ["oneOf", "anyOf"] {
        for branch in schema.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten() {
            visit(branch, name);
            if let Some(tag) = tag(branch) {
                say(branch, &format!("{name}={tag}"), None);
            }
        }
    }
    if let Some(items) = schema.get_mut("items") {
        visit(items, name);
    }
}

/// What tells a branch that is an object from its like: the value that a member must have, or the only member.
fn tag(branch: &Value) -> Option<String> {
    let members = branch["properties"].as_object()?;
    let constant = members.values().find_map(|member| Some(member["const"].as_str()?.to_owned()));
    constant.or_else(|| members.keys().next().filter(|_| members.len() == 1).cloned())
}

/// What ends a pattern is the end of the text: in Python `$` stands before a last line feed, too.
fn end(schema: &mut Map<String, Value>) {
    if let Some(Value::String(pattern)) = schema.get_mut("pattern") {
        *pattern = pattern.replace('$', r"(?![\s\S])");
    }
}

/// The bounds of a number in place of the format that names its Rust type.
fn bound(schema: &mut Map<String, Value>) {
    let (least, most) = match schema.get("format").and_then(Value::as_str) {
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        // no larger integer is canonical
        Some("uint" | "uint64") => (0, MAX_INTEGER),
        Some("int64") => (-MAX_INTEGER, MAX_INTEGER),
        _ => return,
    };
    schema.remove("format");
    schema.entry("minimum").or_insert_with(|| json!(least));
    schema.entry("maximum").or_insert_with(|| json!(most));
}

/// A member that may be absent is never null.
fn never_null(member: &mut Value) {
    if let Some(branches) = member.get_mut("anyOf").and_then(Value::as_array_mut) {
        branches.retain(|branch| branch["type"] != "null");
        if let [only] = &branches[..] {
            *member = only.clone();
        }
    } else if let Some(types) = member.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            member["type"] = only.clone();
        }
    }
}

/// Adds what the glossary says, where nothing is said yet.
fn say(schema: &mut Value, name: &str, member: Option<&str>) {
    let Value::Object(schema) = schema else { return };
    let Some(term) = glossary::term(name, member) else { return };
    let [title, description] = SAID;
    for ((english, chinese), text) in [(title, term.title), (description, term.description)] {
        if !schema.contains_key(chinese) && !text[0].is_empty() {
            schema.insert(english.into(), text[0].into());
            schema.insert(chinese.into(), text[1].into());
        }
    }
}
