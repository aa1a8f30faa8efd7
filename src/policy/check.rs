//! What terms must be beside their shape: a policy that nobody can have meant is refused by name.

use core::fmt::Display;
use std::sync::Arc;

use super::{Policy, PolicyId, PolicyTerms, Span};
use crate::canonical::{self, EncodeError};
use crate::evidence::{Need, Requirement};
use crate::lifecycle::{Gate, Item, Law, Stage, ZombieCause};
use crate::value::{Digest, Money};

/// Why terms make no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// They have no canonical form. Terms of this crate's own types always have one.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A row stands twice in a list.
    #[error("`{list}` has {row} twice: keep one of the two")]
    Twice {
        /// The member of the terms.
        list: &'static str,
        /// What the two rows are about.
        row: String,
    },
    /// An item is no paper for which anything can stand in.
    #[error(
        "`{list}` has `{item}`, and nothing can stand in for that: name a paper that a gate's form takes as a document"
    )]
    NoDocument {
        /// `commitments`, `waivers` or `permit_validity`.
        list: &'static str,
        /// The item.
        item: Item,
    },
    /// An item cannot be waived: where it is not needed, the evidence says why.
    #[error("`waivers` has `{item}`, which nobody waives: where none is required, the evidence says so with its basis")]
    NoWaiver {
        /// The item.
        item: Item,
    },
    /// An item is in no form, or always needed.
    #[error("`required` has `{item}`, which no form leaves open: leave it out")]
    NotOpen {
        /// The item.
        item: Item,
    },
    /// No project stalls in a stage.
    #[error("`stall_thresholds` has a row for `{stage}`, in which no project stalls")]
    NoStall {
        /// The stage.
        stage: Stage,
    },
    /// A stage has no such cause.
    #[error("`stall_thresholds` has `{cause}` for `{stage}`; its causes are {}", known.iter().map(|cause| cause.code()).collect::<Vec<_>>().join(", "))]
    NoCause {
        /// The stage.
        stage: Stage,
        /// The cause.
        cause: ZombieCause,
        /// The causes for which a project of the stage stalls.
        known: Vec<ZombieCause>,
    },
    /// A span is longer than any that a project lives to see.
    #[error("`{term}` is {}: at most {MOST_YEARS} years are taken", told(*span))]
    TooLong {
        /// The member of the terms.
        term: &'static str,
        /// The span.
        span: Span,
    },
    /// The cost up to which works are small is not above zero.
    #[error("`small_works` has a cost of {cost}: give an amount above zero, or leave small works out")]
    NoCost {
        /// The cost.
        cost: Money,
    },
}

/// The longest span of a policy, in years. Whatever is counted from a day of a project then ends soon, and within the calendar.
const MOST_YEARS: u32 = 100;

impl Span {
    /// Whether it is longer than a policy's spans are.
    const fn is_too_long(self) -> bool {
        match self {
            Self::Days(days) => days > MOST_YEARS * 366,
            Self::Months(months) => months > MOST_YEARS * 12,
        }
    }
}

fn told(span: Span) -> String {
    match span {
        Span::Days(days) => format!("{days} days"),
        Span::Months(months) => format!("{months} months"),
    }
}

impl Policy {
    /// Seals the terms.
    ///
    /// # Errors
    /// [`PolicyError`] for the first term that nobody can have meant, such as a row that stands twice.
    pub fn new(terms: PolicyTerms) -> Result<Self, PolicyError> {
        check(&terms)?;
        let digest = Digest::of(&canonical::to_vec(&terms)?);
        Ok(Self { id: Arc::new(PolicyId { digest, id: terms.id.clone() }), terms })
    }
}

/// The first term that nobody can have meant.
fn check(terms: &PolicyTerms) -> Result<(), PolicyError> {
    let PolicyTerms {
        commitments,
        duty_days,
        operation_months,
        permit_validity,
        required,
        small_works,
        stall_thresholds,
        waivers,
        build_first: _,
        id: _,
        names: _,
        seasonal_stop: _,
        utc_offset: _,
        zone_industries: _,
    } = terms;
    let requirements = || Gate::ALL.into_iter().flat_map(Gate::requirements);
    let of = |item: Item| requirements().filter(move |asked| asked.item == item);
    let is_document = |item: Item| of(item).any(|asked| asked.is_document);
    let document = |list, item| if is_document(item) { Ok(()) } else { Err(PolicyError::NoDocument { list, item }) };

    once("commitments", commitments, |item| format!("`{item}`"))?;
    commitments.iter().try_for_each(|item| document("commitments", *item))?;
    once("waivers", waivers, |item| format!("`{item}`"))?;
    for item in waivers {
        document("waivers", *item)?;
        let is_waived = |asked: &Requirement| asked.is_document && !asked.may_be_unrequired;
        if !of(*item).any(is_waived) {
            return Err(PolicyError::NoWaiver { item: *item });
        }
    }
    once("required", required, |item| format!("`{item}`"))?;
    let is_open = |item: Item| of(item).any(|asked| asked.need != Need::Always);
    if let Some(item) = required.iter().copied().find(|item| !is_open(*item)) {
        return Err(PolicyError::NotOpen { item });
    }
    let items: Vec<_> = permit_validity.iter().map(|validity| validity.item).collect();
    once("permit_validity", &items, |item| format!("`{item}`"))?;
    items.into_iter().try_for_each(|item| document("permit_validity", item))?;
    let rows: Vec<_> = stall_thresholds.iter().map(|row| (row.stage, row.cause)).collect();
    once("stall_thresholds", &rows, |(stage, cause)| {
        cause.map_or_else(|| format!("`{stage}`"), |cause| format!("`{cause}` for `{stage}`"))
    })?;
    for (stage, cause) in rows {
        let known: Vec<_> = Law::newest().causes(stage).collect();
        if known.is_empty() {
            return Err(PolicyError::NoStall { stage });
        }
        if let Some(cause) = cause.filter(|cause| !known.contains(cause)) {
            return Err(PolicyError::NoCause { stage, cause, known });
        }
    }
    let thresholds = stall_thresholds.iter().map(|row| ("stall_thresholds", row.after));
    let validities = permit_validity.iter().map(|row| ("permit_validity", row.lasts));
    let others = [("duty_days", Span::Days(*duty_days)), ("operation_months", Span::Months(*operation_months))];
    let mut spans = others.into_iter().chain(validities).chain(thresholds);
    if let Some((term, span)) = spans.find(|(_, span)| span.is_too_long()) {
        return Err(PolicyError::TooLong { term, span });
    }
    match small_works {
        Some(limits) if !limits.cost.is_positive() => Err(PolicyError::NoCost { cost: limits.cost }),
        Some(_) | None => Ok(()),
    }
}

/// Whether each row of a list stands there once.
fn once<T: PartialEq, D: Display>(list: &'static str, rows: &[T], told: impl Fn(&T) -> D) -> Result<(), PolicyError> {
    let twice = rows.iter().enumerate().find(|(at, row)| rows[..*at].contains(row));
    twice.map_or(Ok(()), |(_, row)| Err(PolicyError::Twice { list, row: told(row).to_string() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{SmallWorksLimits, StallThreshold, Validity};

    /// The preset with a change, and what is said of it.
    fn said(change: impl FnOnce(&mut PolicyTerms)) -> String {
        let mut terms = PolicyTerms::shenyang_2018();
        change(&mut terms);
        Policy::new(terms).expect_err("nobody can have meant that").to_string()
    }

    #[test]
    fn what_nobody_can_have_meant_is_refused_by_name() {
        let row = |stage, cause| StallThreshold { after: Span::Days(1), cause, stage };
        assert_eq!(
            said(|terms| terms.commitments.push(Item::SitePaper)),
            "`commitments` has `site_paper` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.waivers.push(Item::PoolReview)),
            "`waivers` has `pool_review` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.required.push(Item::UniquenessClaim)),
            "`required` has `uniqueness_claim` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.commitments.push(Item::Client)),
            "`commitments` has `client`, and nothing can stand in for that: name a paper that a gate's form takes as a document"
        );
        assert_eq!(
            said(|terms| terms.waivers.push(Item::Client)),
            "`waivers` has `client`, and nothing can stand in for that: name a paper that a gate's form takes as a document"
        );
        assert_eq!(
            said(|terms| terms.waivers.push(Item::EnvironmentalApproval)),
            "`waivers` has `environmental_approval`, which nobody waives: where none is required, the evidence says so with \
             its basis"
        );
        assert_eq!(
            said(|terms| terms.required.push(Item::Client)),
            "`required` has `client`, which no form leaves open: leave it out"
        );
        assert_eq!(
            said(|terms| terms.permit_validity.push(Validity { item: Item::ConstructionPermit, lasts: Span::Days(9) })),
            "`permit_validity` has `construction_permit` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.permit_validity.push(Validity { item: Item::Client, lasts: Span::Days(9) })),
            "`permit_validity` has `client`, and nothing can stand in for that: name a paper that a gate's form takes as a \
             document"
        );
        assert_eq!(
            said(|terms| terms.stall_thresholds.push(row(Stage::Signed, None))),
            "`stall_thresholds` has `signed` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.stall_thresholds.push(row(Stage::Producing, Some(ZombieCause::Insolvent)))),
            "`stall_thresholds` has `insolvent` for `producing` twice: keep one of the two"
        );
        assert_eq!(
            said(|terms| terms.stall_thresholds.push(row(Stage::Planned, None))),
            "`stall_thresholds` has a row for `planned`, in which no project stalls"
        );
        let wrong =
            said(|terms| terms.stall_thresholds.push(row(Stage::Signed, Some(ZombieCause::ConstructionHalted))));
        assert!(
            wrong.starts_with("`stall_thresholds` has `construction_halted` for `signed`; its causes are "),
            "{wrong}"
        );
        assert_eq!(
            said(|terms| terms.small_works = Some(SmallWorksLimits { area: 300, cost: Money::from_fen(0) })),
            "`small_works` has a cost of 0.00 CNY: give an amount above zero, or leave small works out"
        );
    }
    #[test]
    fn a_span_has_at_most_a_hundred_years() {
        let first = |terms: &mut PolicyTerms, span| terms.stall_thresholds[0].after = span;
        let cases: [(&str, String); 6] = [
            ("`stall_thresholds` is 36601 days", said(|terms| first(terms, Span::Days(36_601)))),
            ("`stall_thresholds` is 1201 months", said(|terms| first(terms, Span::Months(1_201)))),
            ("`stall_thresholds` is 4294967295 months", said(|terms| first(terms, Span::Months(u32::MAX)))),
            ("`permit_validity` is 1201 months", said(|terms| terms.permit_validity[0].lasts = Span::Months(1_201))),
            ("`duty_days` is 36601 days", said(|terms| terms.duty_days = 36_601)),
            ("`operation_months` is 1201 months", said(|terms| terms.operation_months = 1_201)),
        ];
        for (begin, said) in cases {
            assert_eq!(said, format!("{begin}: at most 100 years are taken"));
        }
        let mut terms = PolicyTerms::shenyang_2018();
        first(&mut terms, Span::Days(36_600));
        (terms.duty_days, terms.operation_months) = (36_600, 1_200);
        terms.permit_validity[0].lasts = Span::Months(1_200);
        Policy::new(terms).expect("a hundred years are taken");
    }
}
