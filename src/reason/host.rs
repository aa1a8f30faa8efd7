//! A reason of the host's own.

use serde::Serialize;

use crate::value::{Text, TextError};
use crate::vocabulary::Language;

/// A reason of the host's own: a code that begins with `host:`, what it says and what would lift it, in both languages.
///
/// Serialized it is `{"code"}`; its texts stand beside, as those of any reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HostReason {
    code: &'static str,
    #[serde(skip)]
    texts: [Text; 2],
    #[serde(skip)]
    lifts: [Text; 2],
}

/// Why something is no [`HostReason`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostReasonError {
    /// The code has another form.
    #[error("`{found}` is no code of a host's reason: `host:` and 1 to 59 of a-z, 0-9, `_`, `-` and `.`")]
    Code {
        /// What was found.
        found: String,
    },
    /// A text says nothing, or is none that a record keeps.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A text is too long for a sentence.
    #[error("a text of the reason has {bytes} bytes; the limit is {limit}")]
    TooLong {
        /// Its length in bytes of UTF-8.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

impl HostReason {
    /// What every code begins with.
    pub const PREFIX: &'static str = "host:";

    /// The longest text, in bytes of UTF-8.
    pub const LIMIT: usize = 1_000;

    /// A reason by its code, its sentence in English and in Chinese, and what would lift it in English and in Chinese.
    ///
    /// # Errors
    /// [`HostReasonError`] when the code has another form, or a text is blank, contains U+0000 or is too long.
    pub fn new(code: &'static str, texts: [&str; 2], lifts: [&str; 2]) -> Result<Self, HostReasonError> {
        let name = code.strip_prefix(Self::PREFIX).filter(|name| (1..60).contains(&name.len()));
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.".contains(&byte);
        if !name.is_some_and(|name| name.bytes().all(is_plain)) {
            return Err(HostReasonError::Code { found: code.into() });
        }
        for text in texts.iter().chain(&lifts) {
            if text.len() > Self::LIMIT {
                return Err(HostReasonError::TooLong { bytes: text.len(), limit: Self::LIMIT });
            }
        }
        let kept = |[english, chinese]: [&str; 2]| Ok::<_, TextError>([Text::new(english)?, Text::new(chinese)?]);
        Ok(Self { code, texts: kept(texts)?, lifts: kept(lifts)? })
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The sentence that a person reads.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let [english, chinese] = &self.texts;
        language.pick(english.as_str(), chinese.as_str())
    }

    /// What would lift it.
    #[must_use]
    pub fn lift(&self, language: Language) -> &str {
        let [english, chinese] = &self.lifts;
        language.pick(english.as_str(), chinese.as_str())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for HostReason {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HostReason".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "title": "Host's reason",
            "x-title-zh": "平台自有理由",
            "description": "A reason of the host's own.",
            "x-description-zh": "平台自行提出的理由。",
            "properties": {"code": {
                "type": "string",
                "pattern": "^host:[a-z0-9_.-]{1,59}$",
                "title": "Code",
                "x-title-zh": "代码",
                "description": "The host's code of the reason.",
                "x-description-zh": "平台自定的理由代码。",
            }},
            "required": ["code"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_reason_has_a_code_of_its_own_and_short_texts() {
        let of = |code: &'static str, text: &str| HostReason::new(code, [text, "公章外出"], ["wait", "等待"]);
        let reason = of("host:seal_away", "the seal is away").unwrap();
        assert_eq!(reason.code(), "host:seal_away");
        assert_eq!(reason.text(Language::Chinese), "公章外出");
        assert_eq!(reason.lift(Language::English), "wait");
        for bad in [
            "seal_away",
            "host:",
            "host:Seal",
            "host:a b",
            "host:公章",
            "host:1234567890123456789012345678901234567890123456789012345678901",
        ] {
            let told =
                format!("`{bad}` is no code of a host's reason: `host:` and 1 to 59 of a-z, 0-9, `_`, `-` and `.`");
            assert_eq!(of(bad, "why").unwrap_err().to_string(), told);
        }
        assert_eq!(of("host:a", " "), Err(HostReasonError::Text(TextError::Blank)));
        let long = of("host:a", &"x".repeat(1_001)).unwrap_err();
        assert_eq!(long.to_string(), "a text of the reason has 1001 bytes; the limit is 1000");
    }
}
