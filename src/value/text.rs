//! Text that says something.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use super::visible;

/// A text that a record keeps: it has at least one visible character, no U+0000 and at most [`LIMIT`](Self::LIMIT) bytes
/// of UTF-8. It is kept as it was given, lines and white space too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

/// Why a text is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// It contains U+0000, which PostgreSQL stores in no text.
    #[error("the text contains U+0000; remove it")]
    Nul,
    /// It is empty, or nothing but white space, control characters and others that show nothing.
    #[error("the text is blank; say something that can be seen")]
    Blank,
    /// It is too long.
    #[error("the text has {bytes} bytes; the limit is {limit}")]
    TooLong {
        /// Its length in bytes of UTF-8.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

impl Text {
    /// The longest text, in bytes of UTF-8: 16 KiB.
    pub const LIMIT: usize = 16 * 1024;

    /// A text.
    ///
    /// # Errors
    /// [`TextError`] when it contains U+0000, is blank or is too long.
    pub fn new(text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        Self::fault(&text).map_or_else(|| Ok(Self(text)), Err)
    }

    /// Why a text is not kept, if it is not.
    pub(crate) fn fault(text: &str) -> Option<TextError> {
        if text.as_bytes().contains(&0) {
            Some(TextError::Nul)
        } else if !visible::is_any(text) {
            Some(TextError::Blank)
        } else if text.len() > Self::LIMIT {
            Some(TextError::TooLong { bytes: text.len(), limit: Self::LIMIT })
        } else {
            None
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::new(text)
    }
}

impl FromStr for Text {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
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

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    /// The limit is in bytes and a schema counts characters, so it takes some texts that are too long.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // no U+0000 to the end, and before it something that can be seen
        let pattern = format!(r"^(?=[^\u0000]*$)[\s\S]*?[^{}]", visible::invisible_class());
        schemars::json_schema!({"type": "string", "pattern": pattern, "maxLength": Self::LIMIT})
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_without_anything_to_see_is_refused() {
        for blank in
            ["", " ", "\t\n", "\u{3000}", "\u{200b}", "\u{feff}\u{200d}", "\u{202e}\u{2066}", "\u{1}", "\u{e0041}"]
        {
            assert_eq!(Text::new(blank), Err(TextError::Blank), "{blank:?}");
        }
        assert_eq!(Text::new("已解约").map(String::from).as_deref(), Ok("已解约"));
        // beside something to see they stay, as a family's joiners do
        for kept in [" a\n", "👩\u{200d}👩\u{200d}👧", "\u{feff}mark", "a\u{1f}b"] {
            assert_eq!(Text::new(kept).map(String::from).as_deref(), Ok(kept));
        }
        assert_eq!(TextError::Blank.to_string(), "the text is blank; say something that can be seen");
    }

    #[test]
    fn a_text_with_nul_is_refused() {
        for bad in ["\0", "a\0", "\0b", "a\0b"] {
            assert_eq!(Text::new(bad), Err(TextError::Nul), "{bad:?}");
        }
        assert_eq!(TextError::Nul.to_string(), "the text contains U+0000; remove it");
    }

    #[test]
    fn a_text_has_at_most_16_kib_of_utf_8() {
        for longest in ["x".repeat(16_384), "é".repeat(8_192), "沈".repeat(5_461) + "x", "🏗".repeat(4_096)] {
            assert_eq!(longest.len(), 16_384);
            assert!(Text::new(longest.clone()).is_ok());
            let refused = Err(TextError::TooLong { bytes: 16_385, limit: 16_384 });
            assert_eq!(Text::new(longest + "x"), refused);
        }
        assert_eq!(Text::new("沈".repeat(5_462)), Err(TextError::TooLong { bytes: 16_386, limit: 16_384 }));
        let error = Text::new("x".repeat(16_385)).unwrap_err();
        assert_eq!(error.to_string(), "the text has 16385 bytes; the limit is 16384");
        // a form that was filled with spaces was left empty
        assert_eq!(Text::new(" ".repeat(16_385)), Err(TextError::Blank));
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back_and_can_be_seen(
            text in prop_oneof![any::<String>(), "[\0a \u{200b}\u{3000}沈]{0,6}", "[沈x]{5400,5500}", "x{16380,16390}"],
        ) {
            let kept = Text::new(text.as_str());
            let json = serde_json::to_string(&text).unwrap();
            match serde_json::from_str::<Text>(&json) {
                Ok(read) => {
                    prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
                    prop_assert_eq!(Ok(&read), kept.as_ref());
                    prop_assert_eq!(read.as_str(), text.as_str());
                    prop_assert!(!text.contains('\0') && text.len() <= 16_384);
                    // what trims away is what nobody sees, of what people type
                    let seen = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{200b}');
                    prop_assert!(!seen.is_empty(), "{:?}", text);
                }
                Err(why) => prop_assert!(why.to_string().starts_with(&kept.unwrap_err().to_string()), "{why}"),
            }
        }
    }
}
