//! Industry classes, GB/T 4754.

use core::fmt;
use core::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ascii::ascii;

/// An edition of GB/T 4754, Industrial classification for national economic activities.
///
/// A code means nothing without it: education is division 82 in the edition of 2011 and 83 in that of 2017.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Edition {
    /// GB/T 4754-2011, written `2011`.
    Gbt2011,
    /// GB/T 4754-2017, written `2017`.
    Gbt2017,
}

/// The text names no [`Edition`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no edition of GB/T 4754 known here; write 2011 or 2017")]
pub struct EditionError {
    /// What was found.
    pub found: String,
}

/// The code of an industry by GB/T 4754, with the edition that it is taken from: the letter of the section, then two
/// digits for a division, three for a group, or four for a class.
///
/// Letter and division are checked against each other. Whether the edition has the group or class is not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IndustryCode {
    /// Padded with zero bytes.
    text: [u8; 5],
    len: u8,
    edition: Edition,
}

/// Why a text is no [`IndustryCode`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndustryCodeError {
    /// The text is not a letter A to T and two to four digits.
    #[error("`{found}` is no industry code; write a section letter A-T and two to four digits such as C3491")]
    Form {
        /// What was found.
        found: String,
    },
    /// The edition has no such division.
    #[error("industry code `{found}`: the {edition} edition has no division {division:02}; it has 01-{}", .edition.last())]
    Division {
        /// What was found.
        found: String,
        /// The edition asked.
        edition: Edition,
        /// The division written.
        division: u8,
    },
    /// The division belongs to another section.
    #[error(
        "industry code `{found}`: in the {edition} edition division {division:02} belongs to section {section}; \
         write it with that letter"
    )]
    Section {
        /// What was found.
        found: String,
        /// The edition asked.
        edition: Edition,
        /// The division written.
        division: u8,
        /// The letter of the section it belongs to.
        section: char,
    },
}

/// The last division of each section: those of 2017 from A to T, then what differs in 2011, from N to T.
const LAST_2017: &[(char, u8)] = &[
    ('A', 5),
    ('B', 12),
    ('C', 43),
    ('D', 46),
    ('E', 50),
    ('F', 52),
    ('G', 60),
    ('H', 62),
    ('I', 65),
    ('J', 69),
    ('K', 70),
    ('L', 72),
    ('M', 75),
    ('N', 79),
    ('O', 82),
    ('P', 83),
    ('Q', 85),
    ('R', 90),
    ('S', 96),
    ('T', 97),
];
const LAST_2011_FROM_N: &[(char, u8)] = &[('N', 78), ('O', 81), ('P', 82), ('Q', 84), ('R', 89), ('S', 95), ('T', 96)];

impl Edition {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Gbt2011 => "2011",
            Self::Gbt2017 => "2017",
        }
    }

    const fn last(self) -> u8 {
        match self {
            Self::Gbt2011 => 96,
            Self::Gbt2017 => 97,
        }
    }

    /// The section a division belongs to.
    fn section_of(self, division: u8) -> Option<char> {
        let (shared, own) = match self {
            Self::Gbt2011 => (LAST_2017.split_at(13).0, LAST_2011_FROM_N),
            Self::Gbt2017 => (LAST_2017, [].as_slice()),
        };
        let mut sections = shared.iter().chain(own);
        sections.find(|&&(_, last)| (1..=last).contains(&division)).map(|&(section, _)| section)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Edition {
    type Err = EditionError;

    fn from_str(text: &str) -> Result<Self, EditionError> {
        match text {
            "2011" => Ok(Self::Gbt2011),
            "2017" => Ok(Self::Gbt2017),
            _ => Err(EditionError { found: text.to_owned() }),
        }
    }
}

super::text_form!(Edition, "an edition of GB/T 4754, 2011 or 2017", "^(?:2011|2017)$");

impl IndustryCode {
    /// Reads a code of an edition.
    ///
    /// # Errors
    /// [`IndustryCodeError`] says what is wrong: form, division or section.
    pub fn parse(found: &str, edition: Edition) -> Result<Self, IndustryCodeError> {
        let form = || IndustryCodeError::Form { found: found.to_owned() };
        let [letter @ b'A'..=b'T', digits @ ..] = found.as_bytes() else { return Err(form()) };
        if !(2..=4).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return Err(form());
        }
        let division = (digits[0] - b'0') * 10 + (digits[1] - b'0');
        match edition.section_of(division) {
            None => Err(IndustryCodeError::Division { found: found.to_owned(), edition, division }),
            Some(section) if section != char::from(*letter) => {
                Err(IndustryCodeError::Section { found: found.to_owned(), edition, division, section })
            }
            Some(_) => {
                let (mut text, mut len) = ([0; 5], 0);
                for (to, &from) in text.iter_mut().zip(found.as_bytes()) {
                    *to = from;
                    len += 1;
                }
                Ok(Self { text, len, edition })
            }
        }
    }

    /// The letter of the section, A to T.
    #[must_use]
    pub const fn section(&self) -> char {
        self.text[0] as char
    }

    /// The number of the division, from 1.
    #[must_use]
    pub const fn division(&self) -> u8 {
        (self.text[1] - b'0') * 10 + (self.text[2] - b'0')
    }

    /// The code, letter and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        ascii(&self.text[..usize::from(self.len)])
    }

    /// The edition the code is taken from.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.edition
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndustryCode({}, {})", self.as_str(), self.edition)
    }
}

/// Reads a code of the edition of 2017.
impl FromStr for IndustryCode {
    type Err = IndustryCodeError;

    fn from_str(text: &str) -> Result<Self, IndustryCodeError> {
        Self::parse(text, Edition::Gbt2017)
    }
}

#[derive(Serialize)]
struct Written<'a> {
    code: &'a str,
    edition: Edition,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for IndustryCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IndustryCode".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "properties": {
                "code": {"type": "string", "pattern": "^[A-T][0-9]{2,4}$"},
                "edition": generator.subschema_for::<Edition>(),
            },
            "required": ["code", "edition"],
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    code: String,
    edition: Edition,
}

impl Serialize for IndustryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { code: self.as_str(), edition: self.edition }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IndustryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Takes a map only; a derived reader would take a sequence too.
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = IndustryCode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an industry code as {\"code\":…,\"edition\":…}")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IndustryCode, A::Error> {
                let Read { code, edition } = Read::deserialize(MapAccessDeserializer::new(map))?;
                IndustryCode::parse(&code, edition).map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_map(Form)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str, edition: Edition) -> String {
        IndustryCode::parse(text, edition).unwrap_err().to_string()
    }

    #[test]
    fn reads_codes_of_2017() {
        for (text, section, division) in [
            ("C3039", 'C', 30),
            ("C1432", 'C', 14),
            ("C3670", 'C', 36),
            ("C3911", 'C', 39),
            ("C3491", 'C', 34),
            ("I6513", 'I', 65),
            ("C36", 'C', 36),
            ("C361", 'C', 36),
            ("E48", 'E', 48),
            ("K7010", 'K', 70),
            ("A01", 'A', 1),
            ("P83", 'P', 83),
            ("T9700", 'T', 97),
        ] {
            let code: IndustryCode = text.parse().unwrap();
            assert_eq!((code.as_str(), code.section(), code.division()), (text, section, division));
            assert_eq!((code.to_string().as_str(), code.edition()), (text, Edition::Gbt2017));
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for bad in ["Z1234", "C36705", "C3", "c-36", "0111X", "", "C", "c36", "Ｃ３６", "C３６", "C+36", "中"] {
            let said =
                format!("`{bad}` is no industry code; write a section letter A-T and two to four digits such as C3491");
            assert_eq!(refusal(bad, Edition::Gbt2017), said);
        }
        assert_eq!(
            refusal("C4411", Edition::Gbt2017),
            "industry code `C4411`: in the 2017 edition division 44 belongs to section D; write it with that letter"
        );
        assert_eq!(
            refusal("A9900", Edition::Gbt2017),
            "industry code `A9900`: the 2017 edition has no division 99; it has 01-97"
        );
        assert_eq!(
            refusal("A00", Edition::Gbt2017),
            "industry code `A00`: the 2017 edition has no division 00; it has 01-97"
        );
    }

    #[test]
    fn editions_differ_from_section_n_on() {
        let divisions = |edition: Edition| {
            let mut line = String::new();
            for division in 1..=99 {
                line.extend(edition.section_of(division));
            }
            line
        };
        let shared = "AAAAABBBBBBBCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCDDDEEEEFFGGGGGGGGHHIIIJJJJKLLMMM";
        assert_eq!(divisions(Edition::Gbt2017), format!("{shared}NNNNOOOPQQRRRRRSSSSSST"));
        assert_eq!(divisions(Edition::Gbt2011), format!("{shared}NNNOOOPQQRRRRRSSSSSST"));
        assert!(IndustryCode::parse("P82", Edition::Gbt2011).is_ok());
        assert_ne!(IndustryCode::parse("C36", Edition::Gbt2011), IndustryCode::parse("C36", Edition::Gbt2017));
        assert_eq!(
            refusal("P83", Edition::Gbt2011),
            "industry code `P83`: in the 2011 edition division 83 belongs to section Q; write it with that letter"
        );
        assert_eq!(
            refusal("T97", Edition::Gbt2011),
            "industry code `T97`: the 2011 edition has no division 97; it has 01-96"
        );
    }

    #[test]
    fn wire_is_an_object() {
        let code: IndustryCode = "C3491".parse().unwrap();
        let wire = r#"{"code":"C3491","edition":"2017"}"#;
        assert_eq!(serde_json::to_string(&code).unwrap(), wire);
        assert_eq!(serde_json::from_str::<IndustryCode>(wire).unwrap(), code);
        assert_eq!(format!("{code:?}"), "IndustryCode(C3491, 2017)");
        let older = IndustryCode::parse("P82", Edition::Gbt2011).unwrap();
        let wire = serde_json::to_string(&older).unwrap();
        assert_eq!(serde_json::from_str::<IndustryCode>(&wire).unwrap(), older);
        for bad in [
            r#""C3491""#,
            r#"["C3491","2017"]"#,
            r#"{"code":"C3491"}"#,
            r#"{"code":"C3491","edition":"2017","name":""}"#,
            r#"{"code":"C3491","edition":"2018"}"#,
            r#"{"code":"C3491","edition":2017}"#,
            r#"{"code":"C3491","edition":{"2017":null}}"#,
            r#"{"code":"C4411","edition":"2017"}"#,
            r#"{"code":"P83","edition":"2011"}"#,
        ] {
            assert!(serde_json::from_str::<IndustryCode>(bad).is_err(), "{bad}");
        }
        assert_eq!(
            "2002".parse::<Edition>().unwrap_err().to_string(),
            "`2002` is no edition of GB/T 4754 known here; write 2011 or 2017"
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = IndustryCode::parse(&text, Edition::Gbt2011);
            let _ = IndustryCode::parse(&text, Edition::Gbt2017);
        }

        #[test]
        fn keeps_what_it_reads(text in "[A-T][0-9]{2,4}") {
            if let Ok(code) = text.parse::<IndustryCode>() {
                prop_assert_eq!(code.as_str(), text);
            }
        }
    }
}
