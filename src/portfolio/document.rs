//! Figures as a document: the JSON that a program or an auditor reads.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::figure::{
    Additions, Amounts, Excluded, Figure, Figured, Figures, Judgement, Members, PaceOn, Part, Remarked, Threshold,
    WhyNot,
};
use super::question::Scope;
use crate::value::ShortText;

/// Figures as a document, with or without the members of their parts.
#[derive(Clone, Copy, Debug)]
pub struct FiguresDocument<'a> {
    figures: &'a Figures,
    members: bool,
}

impl Figures {
    /// As a document without the ids of who makes up each part. Who is excluded or remarked on is named all the same.
    #[must_use]
    pub const fn document(&self) -> FiguresDocument<'_> {
        FiguresDocument { figures: self, members: false }
    }

    /// As a document with the ids of who makes up each part.
    #[must_use]
    pub const fn with_members(&self) -> FiguresDocument<'_> {
        FiguresDocument { figures: self, members: true }
    }
}

impl Serialize for FiguresDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct All<'a>(FiguresDocument<'a>);
        impl Serialize for All<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let figures = &self.0.figures.figures;
                serializer.collect_seq(figures.iter().map(|figure| Shown { figure, members: self.0.members }))
            }
        }
        let Figures { plan, period, as_of, known_at, figures: _ } = self.figures;
        let mut document = serializer.serialize_struct("Figures", 5)?;
        document.serialize_field("plan", &**plan)?;
        document.serialize_field("period", period)?;
        document.serialize_field("as_of", as_of)?;
        document.serialize_field("known_at", known_at)?;
        document.serialize_field("figures", &All(*self))?;
        document.end()
    }
}

/// A figure as it is shown.
struct Shown<'a> {
    figure: &'a Figure,
    members: bool,
}

#[derive(Serialize)]
struct ShownPart<'a> {
    value: Figured,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<&'a Members>,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            indicator: &'a str,
            basis: Option<&'a ShortText>,
            zone: &'a Scope,
            unit: &'static str,
            denominator: Option<ShownPart<'a>>,
            gross: ShownPart<'a>,
            net: ShownPart<'a>,
            excluded: &'a [Excluded],
            threshold: Option<Threshold>,
            soft: bool,
            verdict: Option<Judgement>,
            missing: Option<Figured>,
            listed: &'a [Remarked],
            #[serde(skip_serializing_if = "Option::is_none")]
            amounts: Option<Amounts>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pace: Option<Option<PaceOn>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            additions: Option<Option<Additions>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            p50: Option<Option<i64>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            p90: Option<Option<i64>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            open: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            why: Option<WhyNot>,
        }
        let figure = self.figure;
        let shown = |part| shown_part(part, self.members);
        Shape {
            indicator: &figure.indicator,
            basis: figure.basis.as_ref(),
            zone: &figure.scope,
            unit: figure.gross.value.unit(),
            denominator: figure.denominator.as_ref().map(shown),
            gross: shown(&figure.gross),
            net: shown(&figure.net),
            excluded: &figure.excluded,
            threshold: figure.threshold,
            soft: figure.soft,
            verdict: figure.verdict,
            missing: figure.missing,
            listed: &figure.listed,
            amounts: figure.amounts,
            pace: figure.disposal.map(|disposal| disposal.pace),
            additions: figure.disposal.map(|disposal| disposal.additions),
            p50: figure.dwell.map(|dwell| dwell.p50),
            p90: figure.dwell.map(|dwell| dwell.p90),
            open: figure.dwell.map(|dwell| dwell.open),
            why: figure.why,
        }
        .serialize(serializer)
    }
}

fn shown_part(part: &Part, members: bool) -> ShownPart<'_> {
    ShownPart { value: part.value, given: part.given.then_some(true), members: members.then_some(&part.members) }
}
