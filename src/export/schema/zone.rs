//! The data of the events of zones.

use schemars::{JsonSchema as _, SchemaGenerator};
use serde_json::{Value, json};

use super::data::version;
use super::shape::{Shape, choice};
use crate::act::HostData;
use crate::evidence::Attachment;
use crate::lifecycle::ZoneClass;
use crate::policy::PolicyId;
use crate::registry::{ZombieBaseline, ZoneAmendment, ZoneChange, ZoneProfile};
use crate::{Actor, Day, Text, ZoneId};

/// The schema of the data of an event of a zone, by its name.
pub(super) fn of(event: &str, generator: &mut SchemaGenerator) -> Value {
    let shape = Shape::default()
        .optional("by", Actor::by_schema(generator))
        .needed("effective_on", generator.subschema_for::<Day>())
        .optional("host", generator.subschema_for::<HostData>())
        .needed("policy", generator.subschema_for::<PolicyId>());
    let nothing = json!({"type": "null"});
    let [registered, class_changed, amended, baseline_frozen, _] = ZoneChange::EVENT_NAMES;
    let (before, after) = if event == registered {
        let mut after = Value::from(ZoneProfile::json_schema(generator));
        after["properties"]["zone"] = generator.subschema_for::<ZoneId>().into();
        if let Some(required) = after["required"].as_array_mut() {
            required.push("zone".into());
        }
        (nothing, after)
    } else if event == class_changed {
        let mut of_class = || Shape::default().needed("class", generator.subschema_for::<ZoneClass>());
        let (before, after) = (of_class(), of_class());
        (before.schema(), after.needed("paper", generator.subschema_for::<Attachment>()).schema())
    } else if event == amended {
        let amendment = Value::from(generator.subschema_for::<ZoneAmendment>());
        (amendment.clone(), amendment)
    } else if event == baseline_frozen {
        (nothing, generator.subschema_for::<ZombieBaseline>().into())
    } else {
        return shape
            .needed("authority", generator.subschema_for::<Text>())
            .needed("grounds", generator.subschema_for::<Text>())
            .needed("verb", choice([(ZoneChange::VOID_FACT, ["Void a fact", "撤销登记事项"])]))
            .needed("voids_fact_version", version())
            .schema();
    };
    shape.needed("after", after).needed("before", before).schema()
}
