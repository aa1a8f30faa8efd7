//! What a cell tells of a figure.

use super::cell::{Cell, FigurePart, NOTHING};
use crate::portfolio::{Figure, Figured, Threshold, WhyNot};
use crate::value::Money;

/// The whole, in hundredths of a per cent.
const WHOLE: i128 = 10_000;

/// A part of a figure, as a cell.
pub(super) fn of_figure(figure: &Figure, part: FigurePart) -> Cell<'_> {
    Cell::Figure { figure, part, value: Box::new(value(figure, part)) }
}

fn value(figure: &Figure, part: FigurePart) -> Cell<'static> {
    match part {
        FigurePart::Denominator => figure.denominator.as_ref().map_or(NOTHING, |part| figured(part.value)),
        FigurePart::Gross => figured(figure.gross.value),
        FigurePart::Net => figured(figure.net.value),
        FigurePart::Share => share(figure),
        FigurePart::Threshold => match figure.threshold {
            Some(Threshold::BasisPoints(points)) => Cell::Share(points.into()),
            Some(Threshold::Value(value)) => number(value.into()),
            None => NOTHING,
        },
        FigurePart::Missing => figure.missing.map_or(NOTHING, figured),
        FigurePart::Verdict => figure.verdict.map_or(NOTHING, |verdict| Cell::word(|language| verdict.label(language))),
        FigurePart::Why => figure.why.map_or(NOTHING, |why| Cell::word(|language| why.label(language))),
        FigurePart::Excluded => number(figure.excluded.len() as i128),
    }
}

/// The share that stands, rounded half up.
fn share(figure: &Figure) -> Cell<'static> {
    let Some(whole) = figure.denominator.as_ref().map(|part| part.value.number()) else { return NOTHING };
    if whole <= 0 {
        let why = if whole == 0 { WhyNot::EmptyDenominator } else { WhyNot::NegativeDenominator };
        return missing(|language| why.label(language));
    }
    let doubled = figure.net.value.number().checked_mul(2 * WHOLE).and_then(|doubled| doubled.checked_add(whole));
    let rounded = doubled.map(|doubled| doubled.div_euclid(2 * whole));
    rounded.and_then(|share| i64::try_from(share).ok()).map_or(TOO_LARGE, Cell::Share)
}

/// A number beyond what a table holds.
const TOO_LARGE: Cell<'static> = Cell::Missing(Some(["too large to be shown", "数值过大"]));

fn missing(label: impl Fn(crate::Language) -> &'static str) -> Cell<'static> {
    Cell::Missing(Some(crate::Language::ALL.map(label)))
}

fn number(number: i128) -> Cell<'static> {
    i64::try_from(number).map_or(TOO_LARGE, Cell::Number)
}

fn figured(figured: Figured) -> Cell<'static> {
    match figured {
        Figured::Projects(count) | Figured::Visits(count) => number(count.into()),
        Figured::Yuan(fen) => i64::try_from(fen).map_or(TOO_LARGE, |fen| Cell::Money(Money::from_fen(fen))),
    }
}
