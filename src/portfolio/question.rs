//! What is asked of a portfolio.

use core::fmt;

use serde::{Serialize, Serializer};

use super::plan::Years;
use crate::lifecycle::ZoneClass;
use crate::value::{Day, Money, Timestamp, ZoneId};

/// The time that a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// The plan's years, from the first day to the last.
    Whole,
}

impl Period {
    /// Its first and its last day.
    pub(super) fn days(self, years: Years) -> Result<(Day, Day), QuestionError> {
        let (from, to) = match self {
            Self::Year(year) => (year, year),
            Self::Whole => (years.from, years.to),
        };
        // the day before the period is asked for, too
        match (Day::new(from, 1, 1), Day::new(to, 12, 31)) {
            (Ok(first), Ok(last)) if from > 1 => Ok((first, last)),
            _ => Err(QuestionError::NoYear { year: from }),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Whole => f.write_str("whole"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// To which zone a relocated project is credited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attribution {
    /// The zone that hosts it on the as-of day.
    #[default]
    Host,
    /// The zone that it left first.
    Introducer,
}

/// Whom a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A zone.
    Zone(ZoneId),
    /// The zones that are of a class on the as-of day. Written `class:national`.
    Class(ZoneClass),
    /// The city: every project once. Written `all`.
    City,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zone(zone) => zone.fmt(f),
            Self::Class(class) => write!(f, "class:{class}"),
            Self::City => f.write_str("all"),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A question about a period, as of a day and as known at an instant, both inclusive.
///
/// ```
/// use project_lifecycle::portfolio::{Attribution, Period, Question};
///
/// let question = Question::of(Period::Year(2018))
///     .as_of("2018-12-31".parse()?)
///     .known_at("2019-01-31T16:00:00Z".parse()?)
///     .attributed_to(Attribution::Introducer);
/// # let _ = question;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub(super) period: Period,
    pub(super) as_of: Option<Day>,
    pub(super) known_at: Option<Timestamp>,
    pub(super) scope: Option<Scope>,
    pub(super) size: Option<Money>,
    pub(super) attribution: Attribution,
}

impl Question {
    /// About a period, of every zone, class and the city, and of projects of every size. Where nothing else is said, it
    /// is as known at the log's last recorded time, and as of the period's last day or the civil day of that time,
    /// whichever is earlier.
    #[must_use]
    pub const fn of(period: Period) -> Self {
        Self { period, as_of: None, known_at: None, scope: None, size: None, attribution: Attribution::Host }
    }

    /// As of a day: what took effect later does not count.
    #[must_use]
    pub const fn as_of(mut self, day: Day) -> Self {
        self.as_of = Some(day);
        self
    }

    /// As known at an instant: what was recorded later does not exist.
    #[must_use]
    pub const fn known_at(mut self, instant: Timestamp) -> Self {
        self.known_at = Some(instant);
        self
    }

    /// About one zone, one class or the city alone.
    #[must_use]
    pub fn about(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Of projects with at least this total planned investment, in yuan.
    #[must_use]
    pub const fn from_size(mut self, least: Money) -> Self {
        self.size = Some(least);
        self
    }

    /// With relocated projects credited to that zone.
    #[must_use]
    pub const fn attributed_to(mut self, attribution: Attribution) -> Self {
        self.attribution = attribution;
        self
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The calendar has no such year.
    #[error("the year {year} cannot be asked about; ask about one from 2 to 9999")]
    NoYear {
        /// The year.
        year: i32,
    },
    /// Nothing was recorded by then.
    #[error("nothing is known{}; {}", known_at.map_or_else(String::new, |at| format!(" at {at}")), first.map_or_else(|| "there is no record".to_owned(), |first| format!("the first record is of {first}")))]
    NothingKnown {
        /// The instant asked for. `None` if none was.
        known_at: Option<Timestamp>,
        /// When the first record was taken. `None` if there is none.
        first: Option<Timestamp>,
    },
    /// No project was ever hosted by such a zone, and none is registered.
    #[error("`{zone}` is no zone of this portfolio; known are {}", known.join(", "))]
    UnknownZone {
        /// The zone.
        zone: ZoneId,
        /// Those that are known.
        known: Vec<String>,
    },
    /// A size is no amount of yuan.
    #[error("{size} is no size; ask for an amount of yuan above zero")]
    NotYuan {
        /// The amount.
        size: Money,
    },
}
