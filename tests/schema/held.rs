//! A small reader of schemas, for what random tests ask: which members stand, of which types, and which codes. It knows
//! no `format`, and of a `pattern` the plain letters that it begins with; the independent validators of `tests/interop/schemas` do.

use serde_json::Value;

/// What every keyword of these schemas is; any other is a mistake.
const KNOWN: [&str; 27] = [
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "const",
    "oneOf",
    "anyOf",
    "if",
    "then",
    "else",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "items",
    "minItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "enum",
];

/// Why a value is not what a schema of a document describes; nothing if it is.
pub(crate) fn fault(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    if let Some(any) = schema.as_bool() {
        return (!any).then(|| format!("{value} may not stand here"));
    }
    let schema = schema.as_object().expect("a schema is an object or a boolean");
    let inner = |schema: &Value, value: &Value| fault(document, schema, value);
    for keyword in schema.keys() {
        assert!(KNOWN.contains(&keyword.as_str()), "`{keyword}` is no keyword of these schemas");
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').expect("a reference stays within its document");
        let target = document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        if let Some(fault) = inner(target, value) {
            return Some(fault);
        }
    }
    if let Some(name) = schema.get("type").and_then(Value::as_str)
        && !is_of(name, value)
    {
        return Some(format!("{value} is no {name}"));
    }
    if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
        return Some(format!("{value} is not {constant}"));
    }
    if let (Some(pattern), Some(text)) = (schema.get("pattern").and_then(Value::as_str), value.as_str()) {
        let rest = pattern.strip_prefix('^').unwrap_or_default();
        let plain = rest.find(|c: char| !c.is_ascii_lowercase() && c != ':').unwrap_or(rest.len());
        if !text.starts_with(&rest[..plain]) {
            return Some(format!("{value} does not begin as {pattern}"));
        }
    }
    let bound = |keyword| schema.get(keyword).and_then(Value::as_i64);
    if let Some(number) = value.as_i64()
        && (bound("minimum").is_some_and(|least| number < least) || bound("maximum").is_some_and(|most| number > most))
    {
        return Some(format!("{number} is out of bounds"));
    }
    for (keyword, most) in [("oneOf", 1), ("anyOf", usize::MAX)] {
        if let Some(branches) = schema.get(keyword).and_then(Value::as_array) {
            let faults: Vec<_> = branches.iter().map(|branch| inner(branch, value)).collect();
            let held = faults.iter().filter(|fault| fault.is_none()).count();
            if held == 0 || held > most {
                return Some(format!("{value} is {held} of `{keyword}`: {faults:?}"));
            }
        }
    }
    if let Some(condition) = schema.get("if") {
        let branch = if inner(condition, value).is_none() { "then" } else { "else" };
        if let Some(fault) = schema.get(branch).and_then(|branch| inner(branch, value)) {
            return Some(fault);
        }
    }
    if let (Some(items), Some(least)) = (value.as_array(), bound("minItems"))
        && (items.len() as i64) < least
    {
        return Some(format!("{value} has too few items"));
    }
    if let (Some(items), Some(true)) = (value.as_array(), schema.get("uniqueItems").and_then(Value::as_bool))
        && items.iter().enumerate().any(|(at, item)| items[..at].contains(item))
    {
        return Some(format!("{value} has an item twice"));
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        return items.iter().find_map(|item| inner(schema, item));
    }
    let members = value.as_object()?;
    let named = |keyword| schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if let Some(missing) = named("required").find(|name| !members.contains_key(*name)) {
        return Some(format!("`{missing}` is missing in {value}"));
    }
    if bound("minProperties").is_some_and(|least| (members.len() as i64) < least) {
        return Some(format!("{value} has too few members"));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    members.iter().find_map(|(name, value)| match properties.and_then(|properties| properties.get(name)) {
        Some(schema) => inner(schema, value).map(|fault| format!("{name}: {fault}")),
        None => {
            (schema.get("additionalProperties") == Some(&Value::Bool(false))).then(|| format!("`{name}` is unknown"))
        }
    })
}

fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("`{other}` is no type of these schemas"),
    }
}
