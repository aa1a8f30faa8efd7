//! Administrative division codes, GB/T 2260.

use core::fmt;
use core::str::FromStr;

use super::Day;

/// The code of an administrative division of China as GB/T 2260 writes it: six digits `PPCCDD`, for province, city and
/// county, padded with `00`.
///
/// The form is checked, not whether a table has the code: tables are revised every year, and a code abolished since
/// stays right in the papers of its time. [`RegionCode::parse_in`] asks a table about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

/// How far down a [`RegionCode`] reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionLevel {
    /// A province, autonomous region, municipality or special administrative region: `PP0000`.
    Province,
    /// A city, prefecture or league: `PPCC00`.
    City,
    /// A county, district or county-level city: `PPCCDD`.
    County,
}

/// Why a text is no [`RegionCode`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegionCodeError {
    /// The text is not six ASCII digits.
    #[error("`{found}` is no region code; write six ASCII digits such as 210100")]
    Form {
        /// What was found.
        found: String,
    },
    /// The first two digits name no province.
    #[error(
        "region code `{code:06}`: no province has the prefix {:02}; \
         they are 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71, 81 and 82",
        .code / 10_000
    )]
    Province {
        /// The six digits.
        code: u32,
    },
    /// The middle two digits are no city's.
    #[error("region code `{code:06}`: the city pair {:02} is none of 00-70 and 90", .code / 100 % 100)]
    City {
        /// The six digits.
        code: u32,
    },
    /// A county under no city.
    #[error("region code `{code:06}`: a county needs a city, so city pair 00 goes with county pair 00, not {:02}", .code % 100)]
    County {
        /// The six digits.
        code: u32,
    },
    /// The table asked does not have the code on that day.
    #[error("region code `{code}` is not in force on {on}; use the code that the table of that day has")]
    NotInForce {
        /// The code.
        code: RegionCode,
        /// The day asked about.
        on: Day,
    },
}

/// A table of region codes that knows when each was in force.
pub trait RegionTable {
    /// Whether the code is in force on that day.
    fn contains(&self, code: RegionCode, on: Day) -> bool;
}

impl RegionCode {
    /// Reads six digits.
    ///
    /// # Errors
    /// [`RegionCodeError`] says which pair is wrong.
    pub fn parse(text: &str) -> Result<Self, RegionCodeError> {
        let form = || RegionCodeError::Form { found: text.to_owned() };
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        let code = text.parse::<u32>().map_err(|_| form())?;
        match (code / 10_000, code / 100 % 100, code % 100) {
            (province, _, _) if !is_province(province) => Err(RegionCodeError::Province { code }),
            (_, 71..=89 | 91..=99, _) => Err(RegionCodeError::City { code }),
            (_, 0, 1..) => Err(RegionCodeError::County { code }),
            _ => Ok(Self(code)),
        }
    }

    /// Reads six digits that a table has on a day.
    ///
    /// # Errors
    /// As [`RegionCode::parse`], and [`RegionCodeError::NotInForce`].
    pub fn parse_in(text: &str, table: &(impl RegionTable + ?Sized), on: Day) -> Result<Self, RegionCodeError> {
        let code = Self::parse(text)?;
        if table.contains(code, on) { Ok(code) } else { Err(RegionCodeError::NotInForce { code, on }) }
    }

    /// How far down the code reaches.
    #[must_use]
    pub const fn level(self) -> RegionLevel {
        match (self.0 / 100 % 100, self.0 % 100) {
            (0, _) => RegionLevel::Province,
            (_, 0) => RegionLevel::City,
            _ => RegionLevel::County,
        }
    }
}

const fn is_province(pair: u32) -> bool {
    matches!(pair, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82)
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, RegionCodeError> {
        Self::parse(text)
    }
}

super::text_form!(
    RegionCode,
    "a region code of six digits",
    "^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82)(?:0000|(?:0[1-9]|[1-6][0-9]|70|90)[0-9]{2})$"
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes of Liaoning with the first and last day they are in force.
    struct Liaoning(Vec<(&'static str, Day, Day)>);

    impl RegionTable for Liaoning {
        fn contains(&self, code: RegionCode, on: Day) -> bool {
            self.0.iter().any(|&(text, from, to)| text == code.to_string() && (from..=to).contains(&on))
        }
    }

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    fn liaoning() -> Liaoning {
        let (start, end) = (day(1980, 12, 31), day(2099, 12, 31));
        let always = ["210000", "210100", "210106", "210112", "210113", "210123", "210124", "210181"];
        let mut rows: Vec<_> = always.into_iter().map(|code| (code, start, end)).collect();
        rows.push(("210122", start, day(2016, 1, 6)));
        rows.push(("210115", day(2016, 1, 7), end));
        Liaoning(rows)
    }

    #[test]
    fn reads_codes_and_their_level() {
        for (text, level) in [
            ("210000", RegionLevel::Province),
            ("110000", RegionLevel::Province),
            ("820000", RegionLevel::Province),
            ("210100", RegionLevel::City),
            ("429000", RegionLevel::City),
            ("210112", RegionLevel::County),
            ("210113", RegionLevel::County),
            ("210115", RegionLevel::County),
            ("210122", RegionLevel::County),
            ("210123", RegionLevel::County),
            ("210124", RegionLevel::County),
            ("210181", RegionLevel::County),
            ("210106", RegionLevel::County),
            ("429004", RegionLevel::County),
            ("210101", RegionLevel::County),
        ] {
            let code: RegionCode = text.parse().unwrap();
            assert_eq!((code.to_string().as_str(), code.level()), (text, level));
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for (text, message) in [
            ("21010", "`21010` is no region code; write six ASCII digits such as 210100"),
            ("21010A", "`21010A` is no region code; write six ASCII digits such as 210100"),
            ("+21010", "`+21010` is no region code; write six ASCII digits such as 210100"),
            ("", "`` is no region code; write six ASCII digits such as 210100"),
            ("２１", "`２１` is no region code; write six ASCII digits such as 210100"),
            ("２１０１００", "`２１０１００` is no region code; write six ASCII digits such as 210100"),
            (
                "000000",
                "region code `000000`: no province has the prefix 00; \
                 they are 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71, 81 and 82",
            ),
            (
                "990000",
                "region code `990000`: no province has the prefix 99; \
                 they are 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71, 81 and 82",
            ),
            ("219999", "region code `219999`: the city pair 99 is none of 00-70 and 90"),
            ("217100", "region code `217100`: the city pair 71 is none of 00-70 and 90"),
            ("210001", "region code `210001`: a county needs a city, so city pair 00 goes with county pair 00, not 01"),
        ] {
            assert_eq!(RegionCode::parse(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_table_knows_the_day() {
        let (old, new) = (day(2015, 12, 31), day(2016, 12, 31));
        let table = liaoning();
        assert!(RegionCode::parse_in("210122", &table, old).is_ok());
        assert!(RegionCode::parse_in("210115", &table, new).is_ok());
        assert!(RegionCode::parse_in("210112", &table, old).is_ok());
        assert!(RegionCode::parse_in("210112", &table, new).is_ok());
        let dynamic: &dyn RegionTable = &table;
        assert!(RegionCode::parse_in("210115", dynamic, old).is_err());
        assert_eq!(
            RegionCode::parse_in("210122", &table, new).unwrap_err().to_string(),
            "region code `210122` is not in force on 2016-12-31; use the code that the table of that day has"
        );
        assert!(matches!(RegionCode::parse_in("219999", &table, new), Err(RegionCodeError::City { code: 219_999 })));
    }

    #[test]
    fn wire_is_a_string() {
        let code = RegionCode::parse("210112").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"210112\"");
        assert_eq!(serde_json::from_str::<RegionCode>("\"210112\"").unwrap(), code);
        for bad in ["210112", "\"219999\"", "\"２１０１１２\"", "null"] {
            assert!(serde_json::from_str::<RegionCode>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = RegionCode::parse(&text);
        }

        #[test]
        fn round_trips_what_it_accepts(number in 0u32..1_000_000) {
            let text = format!("{number:06}");
            if let Ok(code) = RegionCode::parse(&text) {
                prop_assert_eq!(code.to_string(), text);
            }
        }
    }
}
