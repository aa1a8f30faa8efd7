//! National investment project codes.

use core::fmt;
use core::str::FromStr;

use super::ascii::ascii;
use super::width::narrow;
use super::{RegionCode, RegionCodeError};

/// The code that the national platform for approving and supervising investment projects (全国投资项目在线审批监管平台)
/// gives a project, in either of its generations ([`Generation`]).
///
/// The last digit of the current generation is a check whose rule is not published: it is taken as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectCode {
    /// Padded with zero bytes.
    text: [u8; 24],
    len: u8,
    region: RegionCode,
    generation: Generation,
}

/// The generation of a [`ProjectCode`].
///
/// They cannot be confused: a year of the legacy, 2015 to 2020, would have to be read as a month 15 to 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Generation {
    /// 2015 to 2020, `YYYY-RRRRRR-II-TT-NNNNNN`: year, region, industry division, type, serial.
    Legacy,
    /// Since 2020-11-01 (发改投资〔2020〕1439号, GB/T 40058-2021), `YYMM-RRRRRR-DD-TT-NNNNNC`: year and month, region,
    /// central department, type, five random digits, check.
    Current,
}

/// Why a text is no [`ProjectCode`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectCodeError {
    /// The text is not digits in groups of 4, 6, 2, 2 and 6 between hyphens.
    #[error(
        "`{found}` is no project code; write digits in groups of 4, 6, 2, 2 and 6 between hyphens, \
         such as 2105-210181-04-01-722531"
    )]
    Form {
        /// What was found.
        found: String,
    },
    /// The serial has five digits, which only the legacy generation has, and only a lenient reading takes.
    #[error("project code `{found}` has a serial of five digits; write six, or read a code of 2015 to 2020 leniently")]
    ShortSerial {
        /// What was found.
        found: String,
    },
    /// The first group is neither a year and month nor a year of the legacy.
    #[error(
        "project code `{found}` begins with {group}; \
         write two digits of the year and a month 01 to 12, or a year 2015 to 2020"
    )]
    Time {
        /// What was found.
        found: String,
        /// The first group.
        group: String,
    },
    /// The second group is no region.
    #[error("project code `{found}`: {source}")]
    Region {
        /// What was found.
        found: String,
        /// What is wrong with the region.
        source: RegionCodeError,
    },
}

impl ProjectCode {
    /// Reads a code as the rules have it: its last group has six characters, in either generation.
    ///
    /// # Errors
    /// [`ProjectCodeError`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, ProjectCodeError> {
        match Self::stored(text)? {
            code if code.len < 24 => Err(ProjectCodeError::ShortSerial { found: text.to_owned() }),
            code => Ok(code),
        }
    }

    /// As [`ProjectCode::parse`], and besides the serial of five digits that legacy codes have in a filling guide of
    /// the environment ministry, full-width characters, and white space around.
    ///
    /// # Errors
    /// As [`ProjectCode::parse`]; it reports the text as it was found.
    pub fn parse_lenient(text: &str) -> Result<Self, ProjectCodeError> {
        Self::read(&narrow(text.trim()), text)
    }

    /// Reads a code as it may be stored: strictly, but for the short legacy serial.
    fn stored(text: &str) -> Result<Self, ProjectCodeError> {
        Self::read(text, text)
    }

    /// `found` is the text for the report.
    fn read(plain: &str, found: &str) -> Result<Self, ProjectCodeError> {
        let found = || found.to_owned();
        let mut groups = plain.split('-');
        let mut group = || groups.next().filter(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
        let (Some(time), Some(region), Some(second), Some(kind), Some(serial), None) =
            (group(), group(), group(), group(), group(), groups.next())
        else {
            return Err(ProjectCodeError::Form { found: found() });
        };
        let lengths = [time, region, second, kind].map(str::len);
        if lengths != [4, 6, 2, 2] || !(5..=6).contains(&serial.len()) {
            return Err(ProjectCodeError::Form { found: found() });
        }
        let generation =
            generation(time).ok_or_else(|| ProjectCodeError::Time { found: found(), group: time.to_owned() })?;
        if generation == Generation::Current && serial.len() == 5 {
            return Err(ProjectCodeError::ShortSerial { found: found() });
        }
        let region = RegionCode::parse(region).map_err(|source| ProjectCodeError::Region { found: found(), source })?;
        let (mut text, mut len) = ([0; 24], 0);
        for (to, from) in text.iter_mut().zip(plain.bytes()) {
            *to = from;
            len += 1;
        }
        Ok(Self { text, len, region, generation })
    }

    /// The code, digits and hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        ascii(&self.text[..usize::from(self.len)])
    }

    /// The generation, by the first group.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.generation
    }

    /// The region of the second group. Its form is checked; a table of its time knows whether it exists.
    #[must_use]
    pub const fn region(&self) -> RegionCode {
        self.region
    }
}

/// The generation whose codes begin with this group of four digits: a month tells the current one, by the rule that the
/// years of the legacy make safe.
fn generation(time: &str) -> Option<Generation> {
    match time.parse::<u16>() {
        Ok(time) if (1..=12).contains(&(time % 100)) => Some(Generation::Current),
        Ok(2015..=2020) => Some(Generation::Legacy),
        _ => None,
    }
}

impl fmt::Display for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads strictly, as [`ProjectCode::parse`].
impl FromStr for ProjectCode {
    type Err = ProjectCodeError;

    fn from_str(text: &str) -> Result<Self, ProjectCodeError> {
        Self::parse(text)
    }
}

impl serde::Serialize for ProjectCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ProjectCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProjectCode".into()
    }

    /// Both generations; the legacy one also with its short serial, which a lenient reading keeps.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(?:[0-9]{2}(?:0[1-9]|1[0-2])-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}\
                        |20(?:1[5-9]|20)-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{5,6})$",
        })
    }
}

/// Reads what a lenient reading may have stored: the strict form, and the short legacy serial.
impl<'de> serde::Deserialize<'de> for ProjectCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl serde::de::Visitor<'_> for Form {
            type Value = ProjectCode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a project code such as 2105-210181-04-01-722531")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ProjectCode, E> {
                ProjectCode::stored(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Form)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHORT: &str = "2017-130000-01-01-00001";

    fn refusal(text: &str) -> String {
        ProjectCode::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn reads_both_generations() {
        for (text, generation, region) in [
            ("2105-210181-04-01-722531", Generation::Current, "210181"),
            ("2011-210100-04-01-123456", Generation::Current, "210100"),
            ("2012-210100-04-01-123456", Generation::Current, "210100"),
            ("9912-210100-04-01-123456", Generation::Current, "210100"),
            ("2018-210100-36-03-000001", Generation::Legacy, "210100"),
            ("2016-210112-34-03-000123", Generation::Legacy, "210112"),
            ("2015-210112-34-03-000123", Generation::Legacy, "210112"),
            ("2020-210112-34-03-000123", Generation::Legacy, "210112"),
        ] {
            let code: ProjectCode = text.parse().unwrap();
            assert_eq!((code.as_str(), code.generation()), (text, generation));
            assert_eq!(code.region().to_string(), region);
            assert_eq!(format!("{code} {code:?}"), format!("{text} {text}"));
            assert_eq!(ProjectCode::parse_lenient(text), Ok(code));
        }
    }

    #[test]
    fn lenient_reads_more() {
        let short = ProjectCode::parse_lenient(SHORT).unwrap();
        assert_eq!((short.as_str(), short.generation()), (SHORT, Generation::Legacy));
        let code: ProjectCode = "2105-210181-04-01-722531".parse().unwrap();
        for text in [" 2105-210181-04-01-722531\n", "２１０５－２１０１８１－０４－０１－７２２５３１\u{3000}"]
        {
            assert_eq!(ProjectCode::parse_lenient(text), Ok(code));
            assert!(matches!(ProjectCode::parse(text), Err(ProjectCodeError::Form { .. })), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for bad in [
            "无",
            "",
            "210521018104017225310",
            "2105_210181_04_01_722531",
            "2105-210181-04-01-7225310",
            "2105-210181-04-01-7225",
            "2105-210181-04-01",
            "2105-210181-04-01-722531-",
            "2105-210181-041-1-722531",
            "2105--210181-04-01-722531",
            "21O5-210181-04-01-722531",
            "210-5210181-04-01-722531",
        ] {
            let said = format!(
                "`{bad}` is no project code; write digits in groups of 4, 6, 2, 2 and 6 between hyphens, \
                 such as 2105-210181-04-01-722531"
            );
            assert_eq!(refusal(bad), said);
            assert_eq!(ProjectCode::parse_lenient(bad).unwrap_err().to_string(), said);
        }
        for bad in ["2113", "2014", "2021", "2100", "1915", "2115", "0000"] {
            let code = format!("{bad}-210181-04-01-722531");
            let said = format!(
                "project code `{code}` begins with {bad}; \
                 write two digits of the year and a month 01 to 12, or a year 2015 to 2020"
            );
            assert_eq!(refusal(&code), said);
        }
        assert!(matches!(ProjectCode::parse("2014-210100-36-03-000001"), Err(ProjectCodeError::Time { .. })));
        assert_eq!(
            refusal("2105-999999-04-01-722531"),
            "project code `2105-999999-04-01-722531`: region code `999999`: no province has the prefix 99; \
             they are 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71, 81 and 82"
        );
        for short in ["2105-210181-04-01-72253", SHORT] {
            let said = format!(
                "project code `{short}` has a serial of five digits; \
                 write six, or read a code of 2015 to 2020 leniently"
            );
            assert_eq!(refusal(short), said);
        }
        assert!(ProjectCode::parse_lenient("2105-210181-04-01-72253").is_err());
    }

    #[test]
    fn wire_is_a_string() {
        for text in ["2105-210181-04-01-722531", "2018-210100-36-03-000001", SHORT] {
            let wire = format!("\"{text}\"");
            let code: ProjectCode = serde_json::from_str(&wire).unwrap();
            assert_eq!(serde_json::to_string(&code).unwrap(), wire);
        }
        for bad in ["\" 2105-210181-04-01-722531\"", "\"2105-210181-04-01-72253\"", "\"无\"", "null", "[]"] {
            assert!(serde_json::from_str::<ProjectCode>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), near in "[0-9０-９无-]{20,26}") {
            for text in [text, near] {
                let _ = ProjectCode::parse(&text);
                let _ = ProjectCode::parse_lenient(&text);
            }
        }

        #[test]
        fn what_is_read_leniently_is_stored(time in "20(1[1-9]|20)|2[1-9]0[1-9]", rest in "-210[0-9]{3}-[0-9]{2}-0[1-5]-[0-9]{5,6}") {
            if let Ok(code) = ProjectCode::parse_lenient(&format!("{time}{rest}")) {
                let wire = serde_json::to_string(&code).unwrap();
                prop_assert_eq!(serde_json::from_str::<ProjectCode>(&wire).unwrap(), code);
                prop_assert_eq!(code.as_str().len() == 24, ProjectCode::parse(code.as_str()).is_ok());
            }
        }
    }
}
