//! Objects, member by member.

use serde_json::{Map, Value, json};

use crate::Language;

/// The members of an object, and which of them always stand.
#[derive(Default)]
pub(super) struct Shape {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Shape {
    /// With a member that always stands.
    pub(super) fn needed(mut self, name: &'static str, schema: impl Into<Value>) -> Self {
        if !self.required.contains(&name) {
            self.required.push(name);
        }
        self.optional(name, schema)
    }

    /// With a member that may be absent.
    pub(super) fn optional(mut self, name: &'static str, schema: impl Into<Value>) -> Self {
        self.properties.insert(name.into(), schema.into());
        self
    }

    /// The object's schema.
    pub(super) fn schema(self) -> Value {
        json!({"type": "object", "properties": self.properties, "required": self.required})
    }
}

/// A choice between codes with their labels.
pub(super) fn choice<'a>(rows: impl IntoIterator<Item = (&'a str, [&'a str; 2])>) -> Value {
    let said = |(code, [en, zh]): (&str, [&str; 2])| json!({"const": code, "title": en, "x-title-zh": zh});
    json!({"type": "string", "oneOf": rows.into_iter().map(said).collect::<Vec<_>>()})
}

/// Both labels of something.
pub(super) fn labels(label: impl Fn(Language) -> &'static str) -> [&'static str; 2] {
    Language::ALL.map(label)
}
