//! Closed vocabularies: enums whose every member has a stable code and a label in two languages.

use core::fmt;

/// The languages in which labels, reasons and reports exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese, the language of the action plan.
    Chinese,
}

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its code, as the attribute `lang` has it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// The language that a reader prefers by the value of an `Accept-Language` header (RFC 9110, 12.5.4). Of those that
    /// exist here it is the one with the highest weight, and of one weight the one named first. `None` if the reader
    /// takes neither.
    ///
    /// ```
    /// use project_lifecycle::Language;
    ///
    /// assert_eq!(Language::preferred("zh-CN,zh;q=0.9,en;q=0.8"), Some(Language::Chinese));
    /// assert_eq!(Language::preferred("fr, en-GB;q=0.7, *;q=0.1"), Some(Language::English));
    /// assert_eq!(Language::preferred("de"), None);
    /// ```
    #[must_use]
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let ranges: Vec<(&str, u16)> = accept_language.split(',').filter_map(range).collect();
        let weight = |language: Self| {
            let is_named = |tag: &str| {
                let primary = tag.split('-').next().unwrap_or(tag);
                primary.eq_ignore_ascii_case(language.code())
            };
            // what is named outweighs `*`, and the first of several names counts
            let named = ranges.iter().position(|(tag, _)| is_named(tag));
            let at = named.or_else(|| ranges.iter().position(|(tag, _)| *tag == "*"))?;
            Some((ranges[at].1, core::cmp::Reverse(at))).filter(|(weight, _)| *weight > 0)
        };
        let weighed = Self::ALL.into_iter().filter_map(|language| Some((weight(language)?, language)));
        // of two that only `*` names the first stays
        weighed.rev().max_by_key(|(weight, _)| *weight).map(|(_, language)| language)
    }

    /// Picks the text of this language out of a pair (English, Chinese).
    #[must_use]
    pub const fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

/// A language range and its weight in thousandths. `None` if it has no such form.
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, parameter) = text.split_once(';').map_or((text, None), |(tag, parameter)| (tag, Some(parameter)));
    let tag = tag.trim();
    let is_tag =
        !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'*');
    let weight = match parameter {
        None => 1_000,
        Some(parameter) => {
            let value = parameter.trim().strip_prefix(['q', 'Q'])?.trim_start().strip_prefix('=')?.trim();
            let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
            let are_digits = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
            let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
            match whole {
                "0" if are_digits => thousandths,
                "1" if are_digits && thousandths == 0 => 1_000,
                _ => return None,
            }
        }
    };
    is_tag.then_some((tag, weight))
}

/// A code that its vocabulary does not know, as met in a file, a request or a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// Which vocabulary was asked, for instance `stage`.
    pub vocabulary: &'static str,
    /// What was found.
    pub found: String,
    /// Every code that the vocabulary knows.
    pub known: Vec<&'static str>,
    /// What these are called in Chinese, in the same order; empty where they have no names.
    pub labels: Vec<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vocabulary, found, known, .. } = self;
        write!(f, "`{found}` is no {vocabulary}; known are {}", known.join(", "))
    }
}

impl core::error::Error for UnknownCode {}

impl fmt::Display for Language {
    /// Its code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl core::str::FromStr for Language {
    type Err = UnknownCode;

    /// Reads the code.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let known = Self::ALL.into_iter().find(|language| language.code() == text);
        known.ok_or_else(|| UnknownCode {
            vocabulary: "language",
            found: text.into(),
            known: Self::ALL.map(Self::code).to_vec(),
            labels: vec!["英文", "中文"],
        })
    }
}

/// The JSON Schema of a choice between codes, each with its English and its Chinese label.
#[cfg(feature = "schema")]
pub(crate) fn choice<C: Into<serde_json::Value>, L: Into<serde_json::Value>>(
    rows: impl IntoIterator<Item = (C, [L; 2])>,
) -> schemars::Schema {
    let said = |(code, [english, chinese]): (C, [L; 2])| serde_json::json!({"const": code.into(), "title": english.into(), "x-title-zh": chinese.into()});
    let choices: Vec<_> = rows.into_iter().map(said).collect();
    schemars::json_schema!({"type": "string", "oneOf": choices})
}

/// A closed vocabulary, as what reads forms needs it.
pub(crate) trait Vocabulary: Copy {
    /// Its first member.
    const FIRST: Self;

    /// Its last member.
    const LAST: Self;

    /// Every code, in order.
    fn codes() -> Vec<&'static str>;

    /// The label of each in Chinese.
    fn labels() -> Vec<&'static str>;

    /// The member with a code, given as bytes. `None` if there is none.
    fn of_bytes(code: &[u8]) -> Option<Self>;

    /// The member of a code. `None` for another text.
    fn of_code(code: &str) -> Option<Self>;
}

/// Writes an enum whose members are rows `Member "code" "English" "中文"`, with `ALL`, `code`, `label`, `Display`
/// (the code), `FromStr` and serde (the code).
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident as $noun:literal {
        $($(#[$doc:meta])* $member:ident $code:literal $english:literal $chinese:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $member,)+ }

        impl $name {
            /// Every member, in order.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$member),+];

            /// The stable code, as it stands in events, databases and files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$member => $code,)+ }
            }

            /// What a person reads, in the language asked for.
            #[must_use]
            pub const fn label(self, language: $crate::vocabulary::Language) -> &'static str {
                match self { $(Self::$member => language.pick($english, $chinese),)+ }
            }
        }

        impl $crate::vocabulary::Vocabulary for $name {
            const FIRST: Self = Self::ALL[0];
            const LAST: Self = Self::ALL[Self::ALL.len() - 1];

            fn codes() -> Vec<&'static str> {
                Self::ALL.map(Self::code).to_vec()
            }

            fn labels() -> Vec<&'static str> {
                vec![$($chinese),+]
            }

            fn of_bytes(code: &[u8]) -> Option<Self> {
                $(if code == $code.as_bytes() {
                    return Some(Self::$member);
                })+
                None
            }

            fn of_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$member),)+
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.code())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let unknown = || $crate::vocabulary::UnknownCode {
                    vocabulary: $noun,
                    found: text.into(),
                    known: <Self as $crate::vocabulary::Vocabulary>::codes(),
                    labels: <Self as $crate::vocabulary::Vocabulary>::labels(),
                };
                <Self as $crate::vocabulary::Vocabulary>::of_code(text).ok_or_else(unknown)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Code;
                impl serde::de::Visitor<'_> for Code {
                    type Value = $name;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!("the code of a ", $noun))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Code)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            /// A choice between the codes, each with its label in both languages.
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::vocabulary::choice([$(($code, [$english, $chinese])),+])
            }
        }
    };
}
pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Language::{self, Chinese, English};

    /// What browsers and programs send.
    #[test]
    fn a_reader_gets_the_language_preferred() {
        for (header, preferred) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Chinese)),
            ("en-US,en;q=0.5", Some(English)),
            ("zh-Hans-CN", Some(Chinese)),
            ("ZH", Some(Chinese)),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(English)),
            ("en;q=0.8, zh;q=0.9", Some(Chinese)),
            ("en;q=0.80, zh;q=0.8", Some(English)),
            ("zh;q=0.8, en;q=0.8", Some(Chinese)),
            // whoever takes anything but English
            ("en;q=0, *;q=0.1", Some(Chinese)),
            ("*", Some(English)),
            ("*;q=0.5, zh;q=0.6", Some(Chinese)),
            // a name that is longer begins with no code
            ("english, zho", None),
            ("de", None),
            ("en;q=0", None),
            ("", None),
            // what has no form is passed over
            ("en;q=2, zh;q=0.1", Some(Chinese)),
            ("en;q=0.1234, zh;q=0.1", Some(Chinese)),
            ("en;level=1, zh;q=0.1", Some(Chinese)),
            (" zh ; q = 1.000 ,, en", Some(Chinese)),
        ] {
            assert_eq!(Language::preferred(header), preferred, "{header}");
        }
    }

    #[test]
    fn a_language_is_read_from_its_code() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
        }
        let unknown = "fr".parse::<Language>().expect_err("it does not exist here");
        assert_eq!(unknown.to_string(), "`fr` is no language; known are en, zh");
    }

    proptest! {
        #[test]
        fn no_header_panics(header in "\\PC{0,60}", tags in "([a-z*;=q.,0-9 -]){0,60}") {
            let _ = (Language::preferred(&header), Language::preferred(&tags));
        }
    }
}
