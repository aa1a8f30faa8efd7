//! The signs of verdicts: a shape for each, so that no colour is needed to tell them apart.

use core::fmt;

use crate::Language;
use crate::portfolio::{Figure, Judgement};

/// How many zombies were found after the baseline and still are. `None` if none is, or nothing is told.
pub(super) fn outstanding(figure: &Figure) -> Option<u64> {
    figure.disposal?.additions.map(|additions| additions.outstanding).filter(|outstanding| *outstanding > 0)
}

/// What a sign says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Met,
    Missed,
    /// A target that is only strived for (力争) is missed.
    SoftlyMissed,
    /// The period is not over, and the target is reached so far.
    Reached,
    /// The period is not over, and something is missing so far.
    SoFar,
    Silent,
}

impl Mark {
    const ALL: [Self; 6] = [Self::Met, Self::Missed, Self::SoftlyMissed, Self::Reached, Self::SoFar, Self::Silent];

    /// The sign of a figure's verdict. `None` if it has none.
    pub(super) fn of(figure: &Figure) -> Option<Self> {
        Some(match figure.verdict? {
            Judgement::Met => Self::Met,
            Judgement::NotMet if figure.soft => Self::SoftlyMissed,
            Judgement::NotMet => Self::Missed,
            Judgement::Provisional => {
                let is_reached = figure.missing.is_some_and(|missing| missing.number() <= 0);
                if is_reached && outstanding(figure).is_none() { Self::Reached } else { Self::SoFar }
            }
            Judgement::NotApplicable => Self::Silent,
        })
    }

    /// What its sign's id ends with.
    pub(super) const fn code(self) -> char {
        match self {
            Self::Met => 'm',
            Self::Missed => 'n',
            Self::SoftlyMissed => 's',
            Self::Reached => 'r',
            Self::SoFar => 'p',
            Self::Silent => 'a',
        }
    }

    pub(super) fn label(self, language: Language) -> &'static str {
        match self {
            Self::Met => Judgement::Met.label(language),
            Self::Missed => Judgement::NotMet.label(language),
            Self::SoftlyMissed => language.pick("Strived for, not met", "未达力争目标"),
            Self::Reached => language.pick("Provisional, reached so far", "期间未满，目前已达"),
            Self::SoFar => language.pick("Provisional, not reached so far", "期间未满，目前未达"),
            Self::Silent => Judgement::NotApplicable.label(language),
        }
    }

    /// A box of 18 by 18 with the sign in it.
    const fn drawn(self) -> &'static str {
        match self {
            Self::Met => {
                "<rect width=\"18\" height=\"18\" rx=\"3\" fill=\"#1b7f4b\"/>\
                 <path d=\"M4 9l4 4 6-8\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.5\"/>"
            }
            Self::Missed => {
                "<rect width=\"18\" height=\"18\" fill=\"#b3261e\"/>\
                 <path d=\"M5 5l8 8m0-8l-8 8\" stroke=\"#fff\" stroke-width=\"2.5\"/>"
            }
            Self::SoftlyMissed => {
                "<path d=\"M9 2l8 14h-16z\" fill=\"#fff\" stroke=\"#b3261e\" stroke-width=\"1.5\" \
                 stroke-dasharray=\"3 1.5\"/><path d=\"M9 7v5m0 1v1.5\" stroke=\"#b3261e\" stroke-width=\"1.5\"/>"
            }
            Self::Reached => {
                "<circle cx=\"9\" cy=\"9\" r=\"8\" fill=\"#fff\" stroke=\"#1f5f99\" stroke-width=\"1.5\"/>\
                 <path d=\"M5 9l3 3.5 5-6.5\" fill=\"none\" stroke=\"#1f5f99\" stroke-width=\"2\"/>"
            }
            Self::SoFar => {
                "<circle cx=\"9\" cy=\"9\" r=\"8\" fill=\"#fff\" stroke=\"#1f5f99\" stroke-width=\"1.5\"/>\
                 <path d=\"M9 4v5l4 2\" fill=\"none\" stroke=\"#1f5f99\" stroke-width=\"1.5\"/>"
            }
            Self::Silent => {
                "<rect x=\".5\" y=\".5\" width=\"17\" height=\"17\" fill=\"#fff\" stroke=\"#9aa5b1\"/>\
                 <path d=\"M5 9h8\" stroke=\"#7b8794\" stroke-width=\"2\"/>"
            }
        }
    }

    /// Writes all signs, to be used by their ids: at a text that begins 24 to the right of the place, on the same line.
    pub(super) fn define(f: &mut fmt::Formatter<'_>, prefix: &str) -> fmt::Result {
        Self::ALL.into_iter().try_for_each(|mark| {
            let (code, drawn) = (mark.code(), mark.drawn());
            write!(f, "<g id=\"{prefix}-{code}\" transform=\"translate(2 -13)\">{drawn}</g>")
        })
    }

    /// Writes what the signs mean, side by side. Returns where it ended.
    pub(super) fn explain(
        f: &mut fmt::Formatter<'_>,
        prefix: &str,
        language: Language,
        (mut x, y): (u32, u32),
    ) -> Result<u32, fmt::Error> {
        for mark in Self::ALL {
            let label = mark.label(language);
            let code = mark.code();
            write!(
                f,
                "<use href=\"#{prefix}-{code}\" x=\"{x}\" y=\"{y}\"/><text x=\"{}\" y=\"{y}\">{label}</text>",
                x + 24
            )?;
            x += 24 + super::markup::columns(label) as u32 * 13 / 2 + 16;
        }
        Ok(x)
    }
}
