//! A reason as a platform shows it.

use serde::Serialize;

use super::{Lift, Names, Reason, Wording};
use crate::vocabulary::Language;

/// A reason as a platform shows it: `{"code", "parameters", "en", "zh", "lift": {"act", "parameters", "en", "zh"}}`.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonReport<'a> {
    #[serde(flatten)]
    reason: &'a Reason,
    en: String,
    zh: String,
    lift: LiftReport,
}

#[derive(Clone, Debug, Serialize)]
struct LiftReport {
    #[serde(flatten)]
    lift: Lift,
    en: String,
    zh: String,
}

impl Reason {
    /// The reason as a platform shows it, with a policy's [`names`](crate::policy::PolicyTerms::names) of authorities.
    #[must_use]
    pub fn report(&self, names: &Names) -> ReasonReport<'_> {
        let lift = self.lift();
        let [en, zh] = Language::ALL.map(|language| Wording { language, names });
        ReasonReport {
            reason: self,
            en: self.text(en),
            zh: self.text(zh),
            lift: LiftReport { en: lift.text(en), zh: lift.text(zh), lift },
        }
    }
}

/// A choice between reasons or lifts, each with these members besides.
#[cfg(feature = "schema")]
fn each_with(mut choice: schemars::Schema, members: &[(&str, schemars::Schema)]) -> schemars::Schema {
    // what is tagged stands in a choice of its own, beside what is not
    if let Some(serde_json::Value::Array(groups)) = choice.remove("anyOf") {
        let tagged = |group: serde_json::Value| match group.get("oneOf") {
            Some(serde_json::Value::Array(branches)) => branches.clone(),
            _ => vec![group],
        };
        choice.insert("oneOf".into(), groups.into_iter().flat_map(tagged).collect());
    }
    for branch in choice.get_mut("oneOf").and_then(serde_json::Value::as_array_mut).into_iter().flatten() {
        for (name, member) in members {
            branch["properties"][*name] = member.clone().into();
            if let Some(required) = branch["required"].as_array_mut() {
                required.push((*name).into());
            }
        }
    }
    choice
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ReasonReport<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReasonReport".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let text = generator.subschema_for::<crate::value::Text>();
        let lift = generator.subschema_for::<LiftReport>();
        let mut reason = Reason::json_schema(generator);
        // in place of its name, for more is said of it
        let host = super::HostReason::json_schema(generator);
        for group in reason.get_mut("anyOf").and_then(serde_json::Value::as_array_mut).into_iter().flatten() {
            if group.get("$ref").is_some() {
                *group = host.clone().into();
            }
        }
        each_with(reason, &[("en", text.clone()), ("zh", text), ("lift", lift)])
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for LiftReport {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LiftReport".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let text = generator.subschema_for::<crate::value::Text>();
        let lift = Lift::json_schema(generator);
        each_with(lift, &[("en", text.clone()), ("zh", text)])
    }
}
