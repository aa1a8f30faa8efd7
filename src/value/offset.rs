//! Offsets from UTC.

use core::fmt;
use core::str::FromStr;

use super::day::digits;

/// An offset of civil time from UTC, in whole minutes, of at most 18 hours. Written `+08:00`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UtcOffset(i16);

/// The text or number is no offset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no offset from UTC; write it as +08:00, within 18 hours")]
pub struct UtcOffsetError {
    /// What was found.
    pub found: String,
}

impl UtcOffset {
    /// No offset.
    pub const UTC: Self = Self(0);

    /// An offset of whole hours, east of Greenwich above zero.
    ///
    /// # Errors
    /// [`UtcOffsetError`] beyond 18 hours.
    pub fn hours(hours: i32) -> Result<Self, UtcOffsetError> {
        Self::minutes_east(hours.saturating_mul(60)).ok_or_else(|| UtcOffsetError { found: hours.to_string() })
    }

    fn minutes_east(minutes: i32) -> Option<Self> {
        i16::try_from(minutes).ok().filter(|minutes| minutes.abs() <= 18 * 60).map(Self)
    }

    /// The offset in minutes.
    #[must_use]
    pub fn minutes(self) -> i32 {
        self.0.into()
    }
}

impl FromStr for UtcOffset {
    type Err = UtcOffsetError;

    fn from_str(text: &str) -> Result<Self, UtcOffsetError> {
        let parse = || {
            let [sign, h1, h2, b':', m1, m2] = *<&[u8; 6]>::try_from(text.as_bytes()).ok()? else { return None };
            let (hours, minutes) = (digits(&[h1, h2])?, digits(&[m1, m2])?);
            let minutes = (minutes < 60).then_some((hours * 60 + minutes).cast_signed())?;
            match sign {
                b'+' => Self::minutes_east(minutes),
                // one zero is enough
                b'-' if minutes != 0 => Self::minutes_east(-minutes),
                _ => None,
            }
        };
        parse().ok_or_else(|| UtcOffsetError { found: text.into() })
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

super::text_form!(UtcOffset, "an offset from UTC as +08:00", "^[+-][01][0-9]:[0-5][0-9]$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_and_written() {
        for text in ["+08:00", "+00:00", "-03:30", "+18:00", "-18:00", "+05:45"] {
            assert_eq!(text.parse::<UtcOffset>().unwrap().to_string(), text);
        }
        for bad in ["", "8", "+8:00", "+0800", "+18:01", "+08:60", "-00:00", "＋8:00", "Z"] {
            assert_eq!(bad.parse::<UtcOffset>(), Err(UtcOffsetError { found: bad.into() }), "{bad}");
        }
        assert_eq!(UtcOffset::hours(8).unwrap().minutes(), 480);
        assert_eq!(
            UtcOffset::hours(i32::MAX).unwrap_err().to_string(),
            "`2147483647` is no offset from UTC; write it as +08:00, within 18 hours"
        );
    }
}
