//! What every picture and paper says of itself.

use core::fmt;

use super::markup::Escaped;
use crate::Language;
use crate::value::{Day, Timestamp};

/// An instant as a person reads it: to the minute, and seconds or parts of one only if it has some.
pub(super) struct Instant(pub(super) Timestamp);

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = self.0.to_string();
        let exact = exact.trim_end_matches('Z');
        // what is cut off are zeros
        let seconds = exact.split_once('.').map_or(exact, |(seconds, part)| match part.trim_end_matches('0').len() {
            0 => seconds,
            digits => &exact[..=seconds.len() + digits],
        });
        write!(f, "{}Z", seconds.strip_suffix(":00").unwrap_or(seconds))
    }
}

/// What every picture and paper says of itself: 单位、填报人、截至日期, and whether its data is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imprint<'a> {
    /// Whose board it is (单位).
    pub unit: &'a str,
    /// Who made it (填报人).
    pub filled_by: &'a str,
    /// The day whose end it shows (截至日期).
    pub as_of: Day,
    /// The instant up to which records are known.
    pub known_at: Timestamp,
    /// Whether its data is simulated: then it says so.
    pub is_simulated: bool,
}

impl<'a> Imprint<'a> {
    /// In a language, as one line of text.
    #[must_use]
    pub const fn told_in(self, language: Language) -> ImprintLine<'a> {
        ImprintLine { imprint: self, language }
    }

    /// The mark of simulated data in a language. Empty if the data is real.
    #[must_use]
    pub const fn mark(&self, language: Language) -> &'static str {
        if self.is_simulated { language.pick("SYNTHETIC DATA", "模拟数据") } else { "" }
    }
}

/// An [`Imprint`] as one line, escaped for XML and HTML; with `{:#}` as plain text.
#[derive(Clone, Copy, Debug)]
pub struct ImprintLine<'a> {
    imprint: Imprint<'a>,
    language: Language,
}

impl ImprintLine<'_> {
    fn line(&self, f: &mut fmt::Formatter<'_>, unit: impl fmt::Display, filled_by: impl fmt::Display) -> fmt::Result {
        let (as_of, known_at) = (self.imprint.as_of, Instant(self.imprint.known_at));
        match self.language {
            Language::English => {
                write!(f, "Unit: {unit}   Filled in by: {filled_by}   As of: {as_of}   Known at: {known_at}")?;
            }
            Language::Chinese => {
                write!(f, "单位：{unit}　填报人：{filled_by}　截至日期：{as_of}　数据截至：{known_at}")?;
            }
        }
        match (self.imprint.mark(self.language), self.language) {
            ("", _) => Ok(()),
            (mark, Language::English) => write!(f, "   {mark}"),
            (mark, Language::Chinese) => write!(f, "　{mark}"),
        }
    }
}

impl fmt::Display for ImprintLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Imprint { unit, filled_by, .. } = self.imprint;
        if f.alternate() { self.line(f, unit, filled_by) } else { self.line(f, Escaped(unit), Escaped(filled_by)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_to_the_minute_and_stays_true() {
        let told = |exact: &str| Instant(exact.parse().expect("an instant")).to_string();
        assert_eq!(told("2020-12-31T10:00:00Z"), "2020-12-31T10:00Z");
        assert_eq!(told("2020-12-31T00:00:00Z"), "2020-12-31T00:00Z");
        assert_eq!(told("2020-12-31T10:00:30Z"), "2020-12-31T10:00:30Z");
        assert_eq!(told("2020-12-31T10:00:00.500Z"), "2020-12-31T10:00:00.5Z");
        assert_eq!(told("2020-12-31T10:00:10.000001Z"), "2020-12-31T10:00:10.000001Z");
    }
}
