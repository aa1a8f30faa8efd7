//! Shares for people, exact from whole numbers: written, compared, and as a length.

use core::cmp::Ordering;
use core::fmt;

use crate::portfolio::{Figure, Threshold};

/// The whole, in basis points.
const WHOLE: i128 = 10_000;

/// A part of a whole. It is written in per cent with two decimals, rounded half up; but never up to a target that it misses, nor
/// to the whole. Without a whole above zero it is written `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) part: i128,
    pub(super) whole: i128,
    /// What is to be reached, in basis points. `None` if nothing is.
    pub(super) target: Option<u32>,
}

impl Share {
    /// The net part of a figure in its denominator. `None` if it is a count.
    pub(super) fn of(figure: &Figure) -> Option<Self> {
        let whole = figure.denominator.as_ref()?.value.number();
        let target = match figure.threshold {
            Some(Threshold::BasisPoints(points)) => Some(points),
            Some(Threshold::Value(_)) | None => None,
        };
        Some(Self { part: figure.net.value.number(), whole, target })
    }

    /// How one of two compares with the other, exactly. Both need a whole above zero.
    pub(super) fn compare(self, other: Self) -> Ordering {
        // by the quotient, then by that of the remainders turned over: nothing grows
        let (mut one, mut other) = ((self.part, self.whole), (other.part, other.whole));
        loop {
            let by_whole = one.0.div_euclid(one.1).cmp(&other.0.div_euclid(other.1));
            let rests = (one.0.rem_euclid(one.1), other.0.rem_euclid(other.1));
            match (by_whole, rests) {
                (Ordering::Less | Ordering::Greater, _) => return by_whole,
                (Ordering::Equal, (0, 0)) => return Ordering::Equal,
                (Ordering::Equal, (0, _)) => return Ordering::Less,
                (Ordering::Equal, (_, 0)) => return Ordering::Greater,
                (Ordering::Equal, (rest, of_other)) => (one, other) = ((other.1, of_other), (one.1, rest)),
            }
        }
    }

    /// In basis points, as it is written.
    fn points(self) -> i128 {
        let floor = (WHOLE * self.part).div_euclid(self.whole);
        let rounded = (2 * WHOLE * self.part + self.whole).div_euclid(2 * self.whole);
        let is_reached_by_rounding = |limit: i128| floor < limit && limit <= rounded;
        let limits = self.target.map(i128::from).into_iter().chain([WHOLE]);
        if limits.into_iter().any(is_reached_by_rounding) { floor } else { rounded }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole <= 0 {
            return f.write_str("-");
        }
        let points = self.points();
        write!(f, "{}{}.{:02}%", if points < 0 { "-" } else { "" }, points.abs() / 100, points.abs() % 100)
    }
}

/// A target as a share: without decimals where it has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Points(pub(super) u32);

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}%", self.0 / 100),
            rest => write!(f, "{}.{rest:02}%", self.0 / 100),
        }
    }
}

/// How long a part of a whole is where the whole is so long: at least nothing, and at most `most`. Something is never nothing.
pub(super) fn length(part: i128, whole: i128, long: u32, most: u32) -> u32 {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    let length = part.saturating_mul(long.into()) / whole;
    u32::try_from(length.max(1)).map_or(most, |length| length.min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(part: i128, whole: i128, target: u32) -> String {
        Share { part, whole, target: Some(target) }.to_string()
    }

    #[test]
    fn rounding_reaches_no_target() {
        assert_eq!(written(49_996, 100_000, 5_000), "49.99%", "50.00 % would read as met");
        assert_eq!(written(50_000, 100_000, 5_000), "50.00%");
        assert_eq!(written(50_004, 100_000, 5_000), "50.00%");
        assert_eq!(written(50_005, 100_000, 5_000), "50.01%");
        assert_eq!(written(49_985, 100_000, 5_000), "49.99%", "half up where no target is near");
        assert_eq!(written(2, 3, 5_000), "66.67%");
        assert_eq!(written(33_333, 100_000, 3_334), "33.33%");
        assert_eq!(written(99_999, 100_000, 5_000), "99.99%", "what is not all is not 100.00 %");
        assert_eq!(written(7, 7, 10_000), "100.00%");
        assert_eq!(written(100_004, 100_000, 5_000), "100.00%");
    }

    #[test]
    fn what_has_no_whole_has_no_share_and_what_is_below_nothing_says_so() {
        assert_eq!(written(0, 0, 5_000), "-");
        assert_eq!(written(3, -7, 5_000), "-");
        assert_eq!(written(0, 9, 5_000), "0.00%");
        assert_eq!(written(-1, 3, 5_000), "-33.33%");
        assert_eq!(written(-1, 3_000_000, 5_000), "0.00%");
    }

    #[test]
    fn shares_are_compared_exactly() {
        let share = |part, whole| Share { part, whole, target: None };
        let grand = 1 << 100;
        for (one, other, told) in [
            (share(1, 2), share(2, 4), Ordering::Equal),
            (share(1, 3), share(3, 10), Ordering::Greater),
            (share(0, 5), share(0, 9), Ordering::Equal),
            (share(-1, 3), share(0, 9), Ordering::Less),
            (share(-2, 3), share(-1, 3), Ordering::Less),
            (share(5, 5), share(7, 8), Ordering::Greater),
            (share(grand, grand + 1), share(grand - 1, grand), Ordering::Greater),
        ] {
            assert_eq!(one.compare(other), told, "{one:?} {other:?}");
            assert_eq!(other.compare(one), told.reverse(), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_length_stays_within_its_room() {
        assert_eq!(length(1, 2, 100, 125), 50);
        assert_eq!(length(3, 2, 100, 125), 125);
        assert_eq!(length(1, 1_000, 100, 125), 1, "something is seen");
        assert_eq!([length(-1, 2, 100, 125), length(0, 2, 100, 125), length(1, 0, 100, 125)], [0; 3]);
        assert_eq!(length(i128::MAX, 1, 100, 125), 125);
        assert_eq!([Points(5_000).to_string(), Points(3_333).to_string()], ["50%", "33.33%"]);
    }
}
