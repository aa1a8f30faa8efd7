//! The name of a log.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

/// The URI that names a log: the `source` of its events and the origin of its checkpoints.
///
/// Printable ASCII with a scheme, without space, quote, backslash, angle brackets and `+`, which the names of C2SP keys
/// cannot have; at most 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source(Arc<str>);

/// The text names no log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} names no log; give a URI in ASCII without `+` of at most 512 bytes, such as urn:example:city")]
pub struct SourceError {
    /// What was found.
    pub found: String,
}

impl Source {
    /// Whether a text names a log.
    pub(crate) fn is_name(text: &str) -> bool {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
        let has_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !br#""\<>+"#.contains(&byte));
        has_scheme && is_plain && text.len() <= 512 && text.len() > scheme.len() + 1
    }

    /// The URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        if Self::is_name(text) { Ok(Self(text.into())) } else { Err(SourceError { found: text.into() }) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

super::text_form!(
    Source,
    "the URI of a log",
    r"^[A-Za-z][A-Za-z0-9.\-]*:[!#-*,-;=?-\[\]-~]+$",
    "format": "uri",
    "maxLength": 512
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_by_a_uri() {
        for good in ["urn:example:city", "https://platform.example/logs/1", "a:b"] {
            assert_eq!(good.parse::<Source>().unwrap().as_str(), good);
        }
        for bad in [
            "", "city", ":x", "urn:", "1:x", "urn:a b", "urn:é", "urn:\"", "urn:a\\b", "urn:<x>", "u n:x", "urn:a+b",
            "a+b:c",
        ] {
            assert_eq!(bad.parse::<Source>(), Err(SourceError { found: bad.into() }), "{bad}");
        }
        assert!(format!("urn:{}", "x".repeat(509)).parse::<Source>().is_err());
    }
}
