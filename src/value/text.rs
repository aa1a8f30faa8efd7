//! Text that says something.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// A text that is not blank, as a form's explanation must be.
///
/// Its length and characters are examined when a command is decided, where all texts of a command are reported at once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

/// The text was empty or only white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is blank; say something")]
pub struct BlankText;

impl Text {
    /// A text.
    ///
    /// # Errors
    /// [`BlankText`] when it is empty or only white space.
    pub fn new(text: impl Into<String>) -> Result<Self, BlankText> {
        let text = text.into();
        if text.trim().is_empty() { Err(BlankText) } else { Ok(Self(text)) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = BlankText;

    fn try_from(text: String) -> Result<Self, BlankText> {
        Self::new(text)
    }
}

impl FromStr for Text {
    type Err = BlankText;

    fn from_str(text: &str) -> Result<Self, BlankText> {
        Self::new(text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// White space that is no control character, as the inside of a character class: what `\s` means differs between the
/// engines that read patterns.
#[cfg(feature = "schema")]
pub(super) const WHITE_SPACE: &str = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": format!("[^{}{WHITE_SPACE}]", r"\t-\r\u0085")})
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_text_is_refused() {
        for blank in ["", " ", "\t\n", "\u{3000}"] {
            assert_eq!(Text::new(blank), Err(BlankText), "{blank:?}");
        }
        assert_eq!(Text::new("已解约").map(String::from).as_deref(), Ok("已解约"));
        assert_eq!(BlankText.to_string(), "the text is blank; say something");
    }
}
