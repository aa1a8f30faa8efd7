//! Instants, in microseconds and with one written form.

use core::fmt;
use core::ops::Range;
use core::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::day::digits;
use super::{Day, UtcOffset};

/// An instant in microseconds since the Unix epoch, of the years 0001 to 9999, without leap seconds.
///
/// Its one written form has 27 characters, as in `2018-05-31T08:00:00.000000Z`, so that texts sort as instants do and
/// no dependency can change what is hashed.
///
/// ```
/// use project_lifecycle::Timestamp;
/// use project_lifecycle::value::UtcOffset;
///
/// let at: Timestamp = "2018-06-11T01:00:00+08:00".parse()?;
/// assert_eq!(at.to_string(), "2018-06-10T17:00:00.000000Z");
/// assert_eq!(at.day_in(UtcOffset::hours(8)?), "2018-06-11".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// Why a text or a number is no [`Timestamp`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text has not the one written form.
    #[error("`{found}` is no instant of the form 2018-05-31T08:00:00.000000Z")]
    Form {
        /// What was found.
        found: String,
    },
    /// The text is not RFC 3339 with at most microseconds.
    #[error("`{found}` is no RFC 3339 instant with at most six decimals, such as 2018-05-31T16:00:00+08:00")]
    Rfc3339 {
        /// What was found.
        found: String,
    },
    /// The instant lies outside the years 0001 to 9999.
    #[error("{micros} microseconds since the epoch lie outside the years 0001 to 9999")]
    OutOfRange {
        /// Microseconds since the epoch.
        micros: i64,
    },
    /// No such time of day.
    #[error("{hour}:{minute:02} is no time of day")]
    NoSuchTime {
        /// The hour.
        hour: u32,
        /// The minute.
        minute: u32,
    },
}

/// The one written form of an instant, with a zero for each digit.
const FORM: &[u8; 27] = b"0000-00-00T00:00:00.000000Z";

/// Microseconds in a minute.
const MINUTE: i64 = 60_000_000;

impl Timestamp {
    /// An instant by its microseconds since the Unix epoch.
    ///
    /// # Errors
    /// [`TimestampError::OutOfRange`].
    pub fn from_unix_micros(micros: i64) -> Result<Self, TimestampError> {
        let bounds = midnight(Day::MIN)..midnight(Day::MAX) + 24 * 60 * MINUTE;
        if bounds.contains(&micros) { Ok(Self(micros)) } else { Err(TimestampError::OutOfRange { micros }) }
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// The instant of a civil day and time of day at an offset.
    ///
    /// # Errors
    /// [`TimestampError::NoSuchTime`] or [`TimestampError::OutOfRange`].
    pub fn at(day: Day, hour: u32, minute: u32, offset: UtcOffset) -> Result<Self, TimestampError> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimestampError::NoSuchTime { hour, minute })?;
        let civil = day.date().and_time(time).and_utc().timestamp_micros();
        Self::from_unix_micros(civil - i64::from(offset.minutes()) * MINUTE)
    }

    /// The civil day at an offset; at the ends of the calendar the nearest day it has.
    #[must_use]
    pub fn day_in(self, offset: UtcOffset) -> Day {
        let there = self.civil() + TimeDelta::minutes(offset.minutes().into());
        Day::from_date(there.date())
    }

    /// The instant so many minutes later (or earlier, for a negative number), if it is in range.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Option<Self> {
        let micros = self.0.checked_add(minutes.checked_mul(MINUTE)?)?;
        Self::from_unix_micros(micros).ok()
    }

    /// The instant of a civil day and time of day in Greenwich, if there is such a time of day.
    fn civil_utc(day: Day, hour: u32, minute: u32, second: u32, micros: u32) -> Option<Self> {
        let time = NaiveTime::from_hms_micro_opt(hour, minute, second, micros)?;
        Some(Self(day.date().and_time(time).and_utc().timestamp_micros()))
    }

    fn civil(self) -> NaiveDateTime {
        DateTime::<Utc>::from_timestamp_micros(self.0).expect("in range by construction").naive_utc()
    }

    /// Reads the one written form and no other.
    ///
    /// # Errors
    /// [`TimestampError::Form`].
    pub fn parse_fixed(text: &str) -> Result<Self, TimestampError> {
        let fixed = text.as_bytes().try_into().ok();
        fixed.and_then(Self::from_fixed).ok_or_else(|| TimestampError::Form { found: text.into() })
    }

    /// An instant from the bytes of its one written form. All of them are looked at, for that takes less time than to stop
    /// early.
    pub(crate) fn from_fixed(text: &[u8; 27]) -> Option<Self> {
        // how far each byte lies above the form's: up to 9 is a digit
        let (mut above, mut others) = ([0; 27], 0);
        for ((above, byte), form) in above.iter_mut().zip(text).zip(FORM) {
            *above = byte.wrapping_sub(*form);
            others |= u8::from(*above > if *form == b'0' { 9 } else { 0 });
        }
        (others == 0).then_some(())?;
        let number =
            |digits: Range<usize>| above[digits].iter().fold(0, |number, digit| number * 10 + u32::from(*digit));
        let day = Day::new(number(0..4).cast_signed(), number(5..7), number(8..10)).ok()?;
        Self::civil_utc(day, number(11..13), number(14..16), number(17..19), number(20..26))
    }

    /// Appends the one written form.
    pub(crate) fn write_fixed(self, out: &mut Vec<u8>) {
        let civil = self.civil();
        out.extend_from_slice(&Day::from_date(civil.date()).text());
        let two = |number: u32| [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
        out.push(b'T');
        out.extend_from_slice(&two(civil.hour()));
        out.push(b':');
        out.extend_from_slice(&two(civil.minute()));
        out.push(b':');
        out.extend_from_slice(&two(civil.second()));
        out.push(b'.');
        let micros = civil.nanosecond() / 1000;
        out.extend_from_slice(&two(micros / 10_000));
        out.extend_from_slice(&two(micros / 100));
        out.extend_from_slice(&two(micros));
        out.push(b'Z');
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    /// The instant that a host's clock tells, cut off behind the microsecond.
    ///
    /// ```
    /// use project_lifecycle::Timestamp;
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// let now = UNIX_EPOCH + Duration::from_millis(1_528_678_800_000); // a host asks `SystemTime::now()`
    /// assert_eq!(Timestamp::try_from(now)?.to_string(), "2018-06-11T01:00:00.000000Z");
    /// # Ok::<(), project_lifecycle::value::TimestampError>(())
    /// ```
    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_nanos().div_ceil(1_000)).map_or(i64::MIN, |micros| -micros)
            }
        };
        Self::from_unix_micros(micros)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    /// The one written form.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$",
            "format": "date-time",
        })
    }
}

fn midnight(day: Day) -> i64 {
    day.date().and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads RFC 3339 with `T`, `Z` or an offset, and at most six decimals. No leap second.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let parse = || {
            let (day, rest) = text.split_once('T')?;
            let day: Day = day.parse().ok()?;
            let (clock, offset) = match rest.strip_suffix('Z') {
                Some(clock) => (clock, UtcOffset::UTC),
                None => {
                    let (clock, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
                    (clock, offset.parse().ok()?)
                }
            };
            let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, f)| (clock, Some(f)));
            let [h1, h2, b':', m1, m2, b':', s1, s2] = *<&[u8; 8]>::try_from(clock.as_bytes()).ok()? else {
                return None;
            };
            let micros = match fraction {
                None => 0,
                Some(fraction) if (1..=6).contains(&fraction.len()) => {
                    let mut micros = [b'0'; 6];
                    micros.get_mut(..fraction.len())?.copy_from_slice(fraction.as_bytes());
                    digits(&micros)?
                }
                Some(_) => return None,
            };
            let civil = Self::civil_utc(day, digits(&[h1, h2])?, digits(&[m1, m2])?, digits(&[s1, s2])?, micros)?;
            Self::from_unix_micros(civil.0 - i64::from(offset.minutes()) * MINUTE).ok()
        };
        parse().ok_or_else(|| TimestampError::Rfc3339 { found: text.into() })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(27);
        self.write_fixed(&mut text);
        f.pad(core::str::from_utf8(&text).expect("ASCII characters"))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse_fixed(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn one_instant_has_one_written_form() {
        let written = "2018-05-31T08:00:00.000000Z";
        for text in [written, "2018-05-31T16:00:00+08:00", "2018-05-31T08:00:00.0Z", "2018-05-31T04:30:00-03:30"] {
            assert_eq!(instant(text).to_string(), written, "{text}");
        }
        assert_eq!(instant("1970-01-01T00:00:00.000001Z").unix_micros(), 1);
        assert_eq!(instant("1969-12-31T23:59:59.999999Z").unix_micros(), -1);
        assert_eq!(instant("2018-05-31T08:00:00.12Z").to_string(), "2018-05-31T08:00:00.120000Z");
    }

    #[test]
    fn other_forms_are_refused() {
        for bad in [
            "",
            "2018-05-31",
            "2018-05-31 08:00:00Z",
            "2018-05-31T08:00:00",
            "2018-05-31T08:00:60Z",
            "2018-05-31T08:00:00.1234567Z",
            "2018-05-31t08:00:00z",
            "2018-05-31T24:00:00Z",
            "2018-05-31T08:00:00.Z",
            "0001-01-01T00:00:00+08:00",
            "2018-05-31T08:00:00é00:00",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(TimestampError::Rfc3339 { found: bad.into() }), "{bad}");
        }
        for bad in ["2018-05-31T08:00:00Z", "2018-05-31T08:00:00.000000+00:00", "2018-05-31T16:00:00.00+08:00"] {
            assert_eq!(Timestamp::parse_fixed(bad), Err(TimestampError::Form { found: bad.into() }), "{bad}");
        }
        assert_eq!(
            Timestamp::from_unix_micros(i64::MAX).unwrap_err().to_string(),
            "9223372036854775807 microseconds since the epoch lie outside the years 0001 to 9999"
        );
    }

    #[test]
    fn a_day_depends_on_the_offset() {
        let late = instant("2018-05-31T16:30:00Z");
        assert_eq!(late.day_in(UtcOffset::UTC).to_string(), "2018-05-31");
        assert_eq!(late.day_in(UtcOffset::hours(8).unwrap()).to_string(), "2018-06-01");
        let last = instant("9999-12-31T23:59:59.999999Z");
        assert_eq!(last.day_in(UtcOffset::hours(8).unwrap()), Day::MAX);
        assert_eq!(last.plus_minutes(1), None);
        let morning = Timestamp::at("2018-06-01".parse().unwrap(), 0, 30, UtcOffset::hours(8).unwrap());
        assert_eq!(morning, Ok(late));
        assert_eq!(Timestamp::at(Day::MIN, 24, 0, UtcOffset::UTC).unwrap_err().to_string(), "24:00 is no time of day");
    }

    proptest! {
        #[test]
        fn instants_round_trip_and_sort_as_text(a in -62_135_596_800_000_000..253_402_300_800_000_000i64,
                                                b in -62_135_596_800_000_000..253_402_300_800_000_000i64) {
            let (a, b) = (Timestamp::from_unix_micros(a).unwrap(), Timestamp::from_unix_micros(b).unwrap());
            prop_assert_eq!(Timestamp::parse_fixed(&a.to_string()), Ok(a));
            prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.cmp(&b));
        }

        #[test]
        fn no_text_makes_an_instant_panic(text in ".*") {
            let _ = text.parse::<Timestamp>();
            let _ = Timestamp::parse_fixed(&text);
        }
    }
}
