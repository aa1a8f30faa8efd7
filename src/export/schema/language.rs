//! One language out of two.

use serde_json::Value;

use crate::Language;

/// What is said in English under a keyword, and under which keyword in Chinese.
pub(super) const SAID: [(&str, &str); 2] = [("title", "x-title-zh"), ("description", "x-description-zh")];

/// Leaves what is said in this language, under the keywords that every reader knows.
pub(super) fn render(schema: &mut Value, language: Language) {
    match schema {
        Value::Object(members) => {
            for (keyword, chinese) in SAID {
                if let Some(said) = members.remove(chinese)
                    && language == Language::Chinese
                {
                    members.insert(keyword.into(), said);
                }
            }
            members.values_mut().for_each(|member| render(member, language));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| render(item, language)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
