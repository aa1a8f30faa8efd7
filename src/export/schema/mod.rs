//! JSON Schemas (2020-12) of what is recorded: each event's `data`, each gate's evidence, and the record around them; and of the
//! form of each command.
//!
//! Each document stands alone, in one language. Documents of the two languages differ in `title` and `description` only.
//! They describe what is *written*: what may be absent is omitted and never null, and there is no member beyond those
//! named. The schema of a gate's evidence is enough to draw its form: what each member is called, when it is needed and
//! who provides it, what there is to choose from.
//!
//! What a schema cannot say, or says badly, is left to the crate: that a day is not after another, that a check digit is
//! right, that a text has no more bytes than it may (a schema counts characters), that an item is needed under a condition
//! (its description says so), which cause a stage knows, which policy takes a commitment. So they accept whatever this
//! crate writes, but what they accept may still be refused by it. Members of JSON have no order: that of a form's fields
//! is [`Gate::requirements`].
//!
//! ```
//! use project_lifecycle::export::schema;
//! use project_lifecycle::Language;
//! use project_lifecycle::lifecycle::Gate;
//!
//! let form = schema::for_gate(Gate::Agreement, Language::Chinese);
//! assert_eq!(form.schema["properties"]["agreed_start"]["title"], "约定开工日期");
//! ```

mod data;
mod envelope;
mod form;
mod language;
mod shape;
mod steps;
mod tidy;
mod zone;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Value, json};

use crate::Language;
use crate::audit::{EventType, SCHEMA_PREFIX, SubjectKind};
use crate::evidence::Evidence;
use crate::lifecycle::Gate;
use crate::project::{Change, CommandForm};

/// A schema with its names.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SchemaDocument {
    /// Its `$id`: for an event's data, what the record's `dataschema` says.
    pub id: String,
    /// Where it stands among the others, such as `data/lifecycle.project.signed.v1.json`.
    pub path: String,
    /// The schema.
    pub schema: Value,
}

/// Every schema, in one language: the envelope, the data of each event type, the evidence of each gate, the form of each command.
#[must_use]
pub fn documents(language: Language) -> Vec<SchemaDocument> {
    let data = EventType::all().map(|event_type| for_event_type(event_type, language));
    let evidence = Gate::ALL.into_iter().map(|gate| for_gate(gate, language));
    let forms = core::iter::once(Change::PLAN).chain(CommandForm::commands());
    let forms = forms.filter_map(|command| for_command(command, language));
    core::iter::once(for_record(language)).chain(data).chain(evidence).chain(forms).collect()
}

/// The schema of a record, whatever its type: its attributes, and that `data` is an object.
#[must_use]
pub fn for_record(language: Language) -> SchemaDocument {
    let (id, path) = (format!("{SCHEMA_PREFIX}envelope"), "envelope.json".into());
    document(id, path, "envelope", language, envelope::attributes)
}

/// The schema of the `data` of an event type.
#[must_use]
pub fn for_event_type(event_type: EventType, language: Language) -> SchemaDocument {
    let (id, path) = (event_type.schema(), format!("data/{event_type}.json"));
    // projects and zones have events of one name
    let prefix = if event_type.kind() == SubjectKind::Zone { "zone." } else { "" };
    let name = format!("{prefix}{}", event_type.event());
    document(id, path, &name, language, |generator| data::of(event_type, generator))
}

/// The schema of a gate's evidence, as an event keeps it.
#[must_use]
pub fn for_gate(gate: Gate, language: Language) -> SchemaDocument {
    let (id, path) = (format!("{SCHEMA_PREFIX}evidence.{gate}"), format!("evidence/{gate}.json"));
    document(id, path, "", language, |generator| Evidence::schema(gate, generator).into())
}

/// The schema of a command's form: what [`CommandForm::read`] takes by that name, and under `plan`
/// [`Project::plan_form`](crate::Project::plan_form). `None` if no command is called so.
///
/// A blank text or a null in place of an absent member is taken, too; the schema has no word for it.
///
/// ```
/// use project_lifecycle::export::schema;
/// use project_lifecycle::Language;
///
/// let form = schema::for_command("pause", Language::Chinese).expect("it is a fact");
/// assert_eq!(form.path, "forms/pause.json");
/// assert_eq!(form.schema["properties"]["expected_until"]["title"], "预计截至");
/// assert_eq!(schema::for_command("lunch", Language::Chinese), None);
/// ```
#[must_use]
pub fn for_command(command: &str, language: Language) -> Option<SchemaDocument> {
    let mut generator = generator();
    let (schema, name) = form::of(command, &mut generator)?;
    let (id, path) = (format!("{SCHEMA_PREFIX}form.{command}"), format!("forms/{command}.json"));
    Some(finished(generator, schema, &name, language, id, path))
}

/// A document from its root, which the glossary calls `name`.
fn document(
    id: String,
    path: String,
    name: &str,
    language: Language,
    root: impl FnOnce(&mut SchemaGenerator) -> Value,
) -> SchemaDocument {
    let mut generator = generator();
    let schema = root(&mut generator);
    finished(generator, schema, name, language, id, path)
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// A document with what its root refers to; a root that is but a reference gives its place to what it refers to.
fn finished(
    mut generator: SchemaGenerator,
    mut schema: Value,
    name: &str,
    language: Language,
    id: String,
    path: String,
) -> SchemaDocument {
    let mut definitions = generator.take_definitions(true);
    for (name, definition) in &mut definitions {
        tidy::tidy(definition, name);
    }
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        Some(name) => schema = definitions.remove(name).expect("the generator defines what it refers to"),
        None => tidy::tidy(&mut schema, name),
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["$id"] = json!(id);
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    language::render(&mut schema, language);
    SchemaDocument { id, path, schema }
}
