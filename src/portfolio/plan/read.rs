//! Plans in files: JSON, and with the feature `portfolio` TOML.

use serde_json::{Map, Value};

use super::{ActionPlan, PlanError, PlanTerms};
use crate::canonical;

impl ActionPlan {
    /// Reads a plan from JSON.
    ///
    /// # Errors
    /// [`PlanError`] with path and reason.
    pub fn from_json(json: &str) -> Result<Self, PlanError> {
        let value: Value = serde_json::from_str(json).map_err(|why| PlanError::at("", why))?;
        Self::from_value(value)
    }

    /// Reads a plan from TOML.
    ///
    /// # Errors
    /// [`PlanError`] with path and reason.
    #[cfg(feature = "portfolio")]
    pub fn from_toml(text: &str) -> Result<Self, PlanError> {
        let value: Value = toml::from_str(text).map_err(|why: toml::de::Error| {
            let before = why.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(before).filter(|byte| *byte == b'\n').count();
            PlanError::at("", format!("line {line}: {}", why.message()))
        })?;
        Self::from_value(value)
    }

    /// The plan as canonical JSON.
    ///
    /// # Panics
    /// Never: the terms had a canonical form when the plan was made.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = canonical::to_vec(&self.terms).expect("the terms have a canonical form");
        String::from_utf8(json).expect("canonical JSON is text")
    }

    /// The plan as TOML.
    ///
    /// # Panics
    /// Never: every plan can be written as TOML.
    #[cfg(feature = "portfolio")]
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(&self.terms).expect("a plan can be written as TOML")
    }

    /// Each indicator and each rule of the colours is read by itself, so that an error tells which one it is about.
    fn from_value(value: Value) -> Result<Self, PlanError> {
        if let Some(indicators) = value.get("indicators").and_then(Value::as_array) {
            for (at, indicator) in indicators.iter().enumerate() {
                let path = format!("/indicators/{at}");
                read::<super::Indicator>(&path, indicator, &|path, members| {
                    let form = members.get("form").map(|form| (format!("{path}/form"), form));
                    form.map_or(Ok(()), |(path, form)| read::<super::Form>(&path, form, &|_, _| Ok(())))
                })?;
            }
        }
        if let Some(colours) = value.get("colours") {
            read::<super::Colours>("/colours", colours, &|path, members| {
                let start = members.get("start").map(|start| (format!("{path}/start"), start));
                start.map_or(Ok(()), |(path, start)| read::<super::StartColours>(&path, start, &|_, _| Ok(())))?;
                let silence = members.get("silence").and_then(Value::as_array);
                silence.into_iter().flatten().enumerate().try_for_each(|(at, silence)| {
                    read::<super::Silence>(&format!("{path}/silence/{at}"), silence, &|_, _| Ok(()))
                })
            })?;
        }
        let terms: PlanTerms = serde_json::from_value(value).map_err(|why| PlanError::at("", why))?;
        Self::new(terms)
    }
}

/// Whether the parts of a value at a path can be read.
type Parts<'a> = dyn Fn(&str, &Map<String, Value>) -> Result<(), PlanError> + 'a;

/// Whether a value can be read, its parts first.
fn read<T: serde::de::DeserializeOwned>(path: &str, value: &Value, parts: &Parts<'_>) -> Result<(), PlanError> {
    value.as_object().map_or(Ok(()), |members| parts(path, members))?;
    T::deserialize(value).map(drop).map_err(|why| PlanError::at(path, why))
}
