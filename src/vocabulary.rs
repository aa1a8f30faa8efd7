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

    /// Picks the text of this language out of a pair (English, Chinese).
    #[must_use]
    pub const fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
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
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vocabulary, found, known } = self;
        write!(f, "`{found}` is no {vocabulary}; known are {}", known.join(", "))
    }
}

impl core::error::Error for UnknownCode {}

/// The JSON Schema of a choice between codes, each with its English and its Chinese label.
#[cfg(feature = "schema")]
pub(crate) fn choice<C: Into<serde_json::Value>, L: Into<serde_json::Value>>(
    rows: impl IntoIterator<Item = (C, [L; 2])>,
) -> schemars::Schema {
    let said = |(code, [english, chinese]): (C, [L; 2])| serde_json::json!({"const": code.into(), "title": english.into(), "x-title-zh": chinese.into()});
    let choices: Vec<_> = rows.into_iter().map(said).collect();
    schemars::json_schema!({"type": "string", "oneOf": choices})
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

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.code())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$member),)+
                    _ => Err($crate::vocabulary::UnknownCode {
                        vocabulary: $noun,
                        found: text.into(),
                        known: vec![$($code),+],
                    }),
                }
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
