//! Unified social credit codes, GB 32100-2015.

use core::fmt;
use core::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Day;
use super::ascii::ascii;
use super::region::RegionCode;
use super::width::narrow;

/// The unified social credit code (统一社会信用代码) of an organisation by GB 32100-2015.
///
/// Its 18 characters are the registering authority, the class, six digits for the region of the registering organ, the
/// nine characters of the organisation code (GB 11714, the last a check), and a check over all.
///
/// The region is that of its time and is not asked of a table: it is what a [`RegionCode`] takes, or `100000`, the national
/// registry's. So a resident's number (公民身份号码), which has a region and a birthday where a code has an authority and a
/// region, is refused, and so is one that happens to have a region there. Early codes of a pilot in
/// Fujian are in force though a check fails: [`Uscc::parse_lenient`] reads them, [`Uscc::is_conforming`] tells.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uscc([u8; 18]);

/// A code read leniently, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LenientUscc {
    /// The code.
    pub code: Uscc,
    /// The checks it fails; empty if it conforms.
    pub anomalies: Vec<UsccAnomaly>,
}

/// A check that a code fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum UsccAnomaly {
    /// Position 18 does not fit the 17 characters before it (GB 32100-2015).
    #[error("the check character at position 18 is `{found}`, but the code before it gives `{expected}`")]
    Check {
        /// The character the code before it gives.
        expected: char,
        /// The character found.
        found: char,
    },
    /// Position 17 does not fit the eight characters before it (GB 11714).
    #[error(
        "the organisation code's check character at position 17 is `{found}`, but positions 9-16 give `{expected}`"
    )]
    OrganisationCheck {
        /// The character that positions 9-16 give.
        expected: char,
        /// The character found.
        found: char,
    },
}

/// Why a text is no [`Uscc`].
///
/// Positions count characters from 1; in a lenient reading, without white space and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UsccError {
    /// The text has another length.
    #[error("`{found}` is no unified social credit code: it has {length} characters and should have 18")]
    Length {
        /// What was found.
        found: String,
        /// Its length in characters.
        length: usize,
    },
    /// A character cannot stand where it does.
    #[error(
        "`{found}` is no unified social credit code: position {position} is `{character}` and should be {expected}"
    )]
    Character {
        /// What was found.
        found: String,
        /// Where, from 1.
        position: usize,
        /// The character there.
        character: char,
        /// What may stand there.
        expected: &'static str,
    },
    /// The authority is `0`, which is none.
    #[error("`{found}` is no unified social credit code: no authority is `0`; companies have `9`")]
    Authority {
        /// What was found.
        found: String,
    },
    /// The region is none.
    #[error(
        "`{found}` is no unified social credit code: no region is `{region}`; write that of the registering organ, or \
         `100000` for the national one"
    )]
    Region {
        /// What was found.
        found: String,
        /// Its region part.
        region: String,
    },
    /// It is the number of a resident, a person's own. It is not said back: it belongs in no log.
    #[error(
        "this is no unified social credit code but a resident's number (公民身份号码); write the code of the organisation"
    )]
    Resident,
    /// A check fails; the outer one is reported first.
    #[error("`{found}` is not conforming: {anomaly}")]
    NotConforming {
        /// What was found.
        found: String,
        /// The check that fails.
        anomaly: UsccAnomaly,
    },
}

/// The kind of authority that registered an organisation: the first character of its code.
///
/// The names are those of the table in circulation; sources disagree on `3`, `4`, `6` to `8` and `B` to `G`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Authority {
    /// `1`, 机构编制: organs of state and public institutions.
    Staffing,
    /// `2`, 外交.
    ForeignAffairs,
    /// `5`, 民政: social bodies and foundations.
    CivilAffairs,
    /// `9`, 市场监管, once 工商: companies, individual businesses, farmers' cooperatives.
    MarketRegulation,
    /// `A`, 中央军委改革和编制办公室: public institutions of the army.
    Military,
    /// `N`, 农业: rural collectives.
    Agriculture,
    /// `Y`, 其他: organisations that the standard leaves to no authority.
    Remaining,
    /// Any other character.
    Other(char),
}

/// The region of what the national registry registers, such as banks and companies of the state.
const NATIONAL: &str = "100000";
/// The characters of the code by value, 0 to 30.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Powers of 2 modulo 11, from the 17th down.
const RESIDENT_WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

impl Uscc {
    /// Reads a code as the standard has it: upper case, half-width, both checks right.
    ///
    /// # Errors
    /// [`UsccError`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, UsccError> {
        let code = Self::shaped(text, text)?;
        match code.anomalies().next() {
            None => Ok(code),
            Some(anomaly) => Err(UsccError::NotConforming { found: text.to_owned(), anomaly }),
        }
    }

    /// Reads a code in lower case, full-width, or with white space or hyphens too, and one whose checks fail.
    ///
    /// # Errors
    /// [`UsccError`], when it is not even a code's shape, or has authority `0` or a region that is none.
    pub fn parse_lenient(text: &str) -> Result<LenientUscc, UsccError> {
        let narrow = narrow(text);
        let plain = narrow.chars().filter(|&c| !c.is_whitespace() && c != '-');
        let plain: String = plain.map(|c| c.to_ascii_uppercase()).collect();
        let code = Self::shaped(&plain, text)?;
        Ok(LenientUscc { code, anomalies: code.anomalies().collect() })
    }

    /// Checks all but the check characters; `found` is the text for the report.
    fn shaped(text: &str, found: &str) -> Result<Self, UsccError> {
        let found = || found.to_owned();
        let length = text.chars().count();
        if length != 18 {
            return Err(UsccError::Length { found: found(), length });
        }
        let mut code = [0; 18];
        for (at, (to, character)) in code.iter_mut().zip(text.chars()).enumerate() {
            let is_region = (2..8).contains(&at);
            let byte = u8::try_from(character).ok().filter(|byte| value(*byte).is_some());
            *to = byte.filter(|byte| !is_region || byte.is_ascii_digit()).ok_or_else(|| UsccError::Character {
                found: found(),
                position: at + 1,
                character,
                expected: if is_region { "a digit" } else { "a digit or a capital letter other than I, O, S, V and Z" },
            })?;
        }
        let code = Self(code);
        if code.is_residents() {
            return Err(UsccError::Resident);
        }
        if code.0[0] == b'0' {
            return Err(UsccError::Authority { found: found() });
        }
        let region = code.region();
        if region != NATIONAL && RegionCode::parse(region).is_err() {
            return Err(UsccError::Region { found: found(), region: region.to_owned() });
        }
        Ok(code)
    }

    /// Whether it is a resident's number by GB 11643: region, day of birth, three digits, and a check that is right. Where
    /// that has the year of birth, a code has the county of its region and the beginning of the organisation code.
    fn is_residents(self) -> bool {
        let number = |from: usize, to: usize| ascii(&self.0[from..to]).parse::<u32>().ok();
        let is_born = || {
            let (year, month, day) = (number(6, 10)?, number(10, 12)?, number(12, 14)?);
            Day::new(year.cast_signed(), month, day).ok().filter(|_| (1900..2100).contains(&year))
        };
        let sum = || -> usize {
            self.0.iter().zip(RESIDENT_WEIGHTS).map(|(&digit, by)| usize::from(digit - b'0') * by).sum()
        };
        self.0[..17].iter().all(u8::is_ascii_digit)
            && RegionCode::parse(ascii(&self.0[..6])).is_ok()
            && is_born().is_some()
            && b"10X98765432"[sum() % 11] == self.0[17]
    }

    fn anomalies(self) -> impl Iterator<Item = UsccAnomaly> {
        let outer = |(expected, found)| UsccAnomaly::Check { expected, found };
        let inner = |(expected, found)| UsccAnomaly::OrganisationCheck { expected, found };
        let outer = differing(self.check(), self.0[17]).map(outer);
        outer.into_iter().chain(differing(self.organisation_check(), self.0[16]).map(inner))
    }

    /// The check character of GB 32100-2015 over the first 17.
    fn check(self) -> u8 {
        let values = self.0.iter().filter_map(|&byte| value(byte));
        let sum: usize = values.zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        // The outer remainder matters: one code in 31 has check 0.
        ALPHABET[(31 - sum % 31) % 31]
    }

    /// The check character of GB 11714 over positions 9 to 16, where a letter counts from A = 10.
    fn organisation_check(self) -> u8 {
        let values = self.0[8..16].iter().filter_map(|&byte| char::from(byte).to_digit(36));
        let sum: usize = values.zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value as usize * weight).sum();
        b"0X987654321"[sum % 11]
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The kind of authority that registered the organisation.
    #[must_use]
    pub const fn authority(&self) -> Authority {
        match self.0[0] {
            b'1' => Authority::Staffing,
            b'2' => Authority::ForeignAffairs,
            b'5' => Authority::CivilAffairs,
            b'9' => Authority::MarketRegulation,
            b'A' => Authority::Military,
            b'N' => Authority::Agriculture,
            b'Y' => Authority::Remaining,
            other => Authority::Other(other as char),
        }
    }

    /// The six digits of the region of the registering organ, as GB/T 2260 was when the code was issued.
    #[must_use]
    pub fn region(&self) -> &str {
        ascii(&self.0[2..8])
    }

    /// The nine characters of the organisation code (组织机构代码, GB 11714), with its check.
    #[must_use]
    pub fn organisation_code(&self) -> &str {
        ascii(&self.0[8..17])
    }

    /// Whether both checks are right.
    #[must_use]
    pub fn is_conforming(&self) -> bool {
        self.anomalies().next().is_none()
    }
}

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|&other| other == byte)
}

/// What is expected and what is found, if they differ.
fn differing(expected: u8, found: u8) -> Option<(char, char)> {
    (expected != found).then_some((char::from(expected), char::from(found)))
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads strictly, as [`Uscc::parse`].
impl FromStr for Uscc {
    type Err = UsccError;

    fn from_str(text: &str) -> Result<Self, UsccError> {
        Self::parse(text)
    }
}

/// The wire form of a code that does not conform: it says so itself, lest a mistyped one pass for it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NonConforming {
    code: String,
    nonconforming: bool,
}

impl Serialize for Uscc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_conforming() {
            serializer.serialize_str(self.as_str())
        } else {
            NonConforming { code: self.to_string(), nonconforming: true }.serialize(serializer)
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Uscc {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Uscc".into()
    }

    /// The text of a code, or one that says itself that a check fails. The checks are no matter of a pattern.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let code = concat!(
            "^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY](?:100000|",
            "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82)(?:0000|(?:0[1-9]|[1-6][0-9]|70|90)[0-9]{2})",
            ")[0-9A-HJ-NPQRTUWXY]{10}$"
        );
        schemars::json_schema!({
            "oneOf": [
                {"title": "Code", "x-title-zh": "代码", "type": "string", "pattern": code},
                {
                    "title": "Code whose check fails",
                    "x-title-zh": "校验不符的代码",
                    "type": "object",
                    "properties": {
                        "code": {"type": "string", "pattern": code},
                        "nonconforming": {"type": "boolean", "const": true},
                    },
                    "required": ["code", "nonconforming"],
                },
            ],
        })
    }
}

impl<'de> Deserialize<'de> for Uscc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Uscc;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a unified social credit code, or {\"code\":…,\"nonconforming\":true}")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Uscc, E> {
                Uscc::parse(text).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Uscc, A::Error> {
                let NonConforming { code, nonconforming } =
                    NonConforming::deserialize(MapAccessDeserializer::new(map))?;
                let code = Uscc::shaped(&code, &code).map_err(A::Error::custom)?;
                if nonconforming && !code.is_conforming() {
                    Ok(code)
                } else if nonconforming {
                    Err(A::Error::custom(format_args!("`{code}` conforms; write it as a string")))
                } else {
                    Err(A::Error::custom(format_args!("`{code}` as an object has \"nonconforming\":true")))
                }
            }
        }
        deserializer.deserialize_any(Form)
    }
}

#[cfg(test)]
#[path = "uscc_tests.rs"]
mod tests;
