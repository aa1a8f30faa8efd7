//! The attributes of a record.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::shape::Shape;
use crate::audit::{SCHEMA_PREFIX, SubjectKind};
use crate::canonical::MAX_INTEGER;
use crate::value::{Digest, ShortText};
use crate::{ActorId, AuthType, EventId, Source, Timestamp};

/// The schema of a record.
pub(super) fn attributes(generator: &mut SchemaGenerator) -> Value {
    let constant = |value: &str| json!({"type": "string", "const": value});
    let uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    let kinds = SubjectKind::ALL.map(SubjectKind::code).join("|");
    let event_type = format!(r"lifecycle\.(?:{kinds})\.[a-z_]+\.v[1-9][0-9]*");
    let shape = Shape::default()
        .needed("authid", generator.subschema_for::<ActorId>())
        .needed("authtype", generator.subschema_for::<AuthType>())
        .optional("causationid", generator.subschema_for::<ShortText>())
        .optional("correlationid", generator.subschema_for::<ShortText>())
        .needed("data", json!({"type": "object"}))
        .needed("datacontenttype", constant("application/json"))
        .needed("dataschema", json!({"type": "string", "pattern": format!("^{SCHEMA_PREFIX}{event_type}$")}))
        .needed("id", generator.subschema_for::<EventId>())
        .needed("predecessorhash", generator.subschema_for::<Digest>())
        .needed("recordedtime", generator.subschema_for::<Timestamp>())
        .needed("sequence", json!({"type": "string", "pattern": "^(?!0+$)[0-9]{19}$"}))
        .needed("source", generator.subschema_for::<Source>())
        .needed("specversion", constant("1.0"))
        .needed("streamversion", json!({"type": "integer", "minimum": 1, "maximum": MAX_INTEGER}))
        .needed("subject", json!({"type": "string", "pattern": format!("^(?:{kinds})/{uuid}$")}))
        .needed("time", generator.subschema_for::<Timestamp>())
        .needed("type", json!({"type": "string", "pattern": format!("^{event_type}$")}));
    shape.schema()
}
