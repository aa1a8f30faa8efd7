//! What a plan must be beside its shape.

use super::{
    Achievement, BaselineForm, Cohort, CohortForm, Colours, Form, GivenDenominator, Indicator, PlanError, PlanTerms,
    ReachedForm, Sum, Undoing, Which,
};
use crate::portfolio::moves::Moves;
use crate::value::{Currency, Money};

/// On how many different days figures may ask who stood where.
const DAYS: usize = 6;

/// The whole, in basis points.
const WHOLE: u32 = 10_000;

/// The first place that cannot be asked.
pub(super) fn check(terms: &PlanTerms) -> Result<(), PlanError> {
    let years = terms.years;
    if years.from > years.to || !(1..=9_998).contains(&years.from) || !(1..=9_998).contains(&years.to) {
        return Err(PlanError::at("/years", format!("{} to {} are no years of a plan", years.from, years.to)));
    }
    if terms.indicators.is_empty() {
        return Err(PlanError::at("/indicators", "there is none"));
    }
    for (at, indicator) in terms.indicators.iter().enumerate() {
        let path = format!("/indicators/{at}");
        let is_same = |other: &&Indicator| (&other.name, &other.basis) == (&indicator.name, &indicator.basis);
        let is_word =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_word(indicator.name.as_str()) || !indicator.basis.as_ref().is_none_or(|basis| is_word(basis.as_str())) {
            return Err(PlanError::at(path, "names are of small letters, digits and `_`"));
        }
        if terms.indicators[..at].iter().any(|other| is_same(&other)) {
            let basis = indicator.basis.as_ref().map_or("none", |basis| basis.as_str());
            return Err(PlanError::at(path, format!("`{}` with basis {basis} is there already", indicator.name)));
        }
        let (part, checked) = match &indicator.form {
            Form::Cohort(form) => ("cohort", cohort(form)),
            Form::Reached(form) => ("reached", reached(form)),
            Form::Baseline(form) => ("baseline", baseline(form)),
            Form::Visits(_) => ("visits", Ok(())),
        };
        checked.map_err(|Wrong(at, why)| PlanError::at(format!("{path}/form/{part}{at}"), why))?;
    }
    let days = terms.indicators.iter().filter_map(|indicator| match &indicator.form {
        Form::Cohort(form) => form.of.stood_in.as_ref(),
        Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => None,
    });
    let mut days: Vec<_> = days.map(|stood| stood.on).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() > DAYS {
        let why = format!("figures stand on {} different days; a plan has at most {DAYS}", days.len());
        return Err(PlanError::at("/indicators", why));
    }
    terms.colours.as_ref().map_or(Ok(()), Colours::check)
}

/// What cannot be asked: where, below what is looked at, and why.
struct Wrong(String, String);

fn wrong(at: &str, why: impl Into<String>) -> Result<(), Wrong> {
    Err(Wrong(at.into(), why.into()))
}

/// The same, with the place in which it was looked for.
fn within(place: &str, checked: Result<(), Wrong>) -> Result<(), Wrong> {
    checked.map_err(|Wrong(at, why)| Wrong(format!("{place}{at}"), why))
}

fn cohort(form: &CohortForm) -> Result<(), Wrong> {
    let CohortForm { apart, count, given, of, reads: _, sum, threshold, undone_by, which } = form;
    if *of == Cohort::default() {
        return wrong("/of", "it says of nobody");
    }
    if of.stood_in.as_ref().is_some_and(|stood| stood.stages.is_empty()) {
        return wrong("/of/stood_in/stages", "it names no stage");
    }
    if of.reported.is_some() && (*of != Cohort { reported: of.reported, ..Cohort::default() }) {
        return wrong("/of", "what reported stands alone");
    }
    if of.reported.is_some() != (*sum == Some(Sum::Reported)) {
        return wrong("/sum", "reported amounts are summed of those who reported, and nothing else of them");
    }
    if *count == Achievement::default() {
        return wrong("/count", "it says no achievement");
    }
    if *apart
        && (count.first.is_empty() || *count != Achievement { first: count.first.clone(), ..Achievement::default() })
    {
        return wrong("/count", "a numerator apart is who did an act first, and nothing else is asked of it");
    }
    if *apart && of.reported.is_some() {
        return wrong("/apart", "what reported has no numerator apart");
    }
    for (place, which) in [("/where", which), ("/count/is", &count.is)] {
        which.as_ref().map_or(Ok(()), |which| within(place, self::which(which)))?;
    }
    if undone_by.is_some() && count.first.is_empty() {
        return wrong("/undone_by", "only an act can be undone, and `count` names none in `first`");
    }
    undone_by.as_ref().map_or(Ok(()), |undoing| within("/undone_by", undone(undoing)))?;
    for (at, denominator) in given.iter().enumerate() {
        let path = format!("/given/{at}");
        if sum.is_none() {
            return wrong(&path, "only an amount is given from elsewhere, and this figure counts projects");
        }
        yuan(&path, denominator.amount)?;
        let is_same = |other: &GivenDenominator| (other.year, &other.zone) == (denominator.year, &denominator.zone);
        if given[..at].iter().any(is_same) {
            return wrong(&path, "the denominator of this year and zone is given already");
        }
    }
    let Some(share) = threshold else { return Ok(()) };
    share.at_least.values().try_for_each(|points| match points {
        0 => wrong("/threshold", "0 basis points are no threshold; leave it out"),
        1..=WHOLE => Ok(()),
        _ => wrong("/threshold", format!("{points} basis points are more than the whole of {WHOLE}")),
    })
}

fn which(which: &Which) -> Result<(), Wrong> {
    if *which == Which::default() {
        return wrong("", "it says nothing; leave it out");
    }
    if let Some(entry) = &which.first_entry
        && !Moves::entering(&entry.into).meets(Moves::by(&entry.by))
    {
        return wrong("/first_entry", "none of these acts leads into one of these stages");
    }
    which.total_at_least.map_or(Ok(()), |total| yuan("/total_at_least", total))
}

fn undone(undoing: &Undoing) -> Result<(), Wrong> {
    let has_any = Moves::by_from(&undoing.by, &undoing.from) != Moves::default();
    if has_any { Ok(()) } else { wrong("", "none of these acts leads from one of these stages") }
}

fn reached(form: &ReachedForm) -> Result<(), Wrong> {
    let ReachedForm { all, reads: _, threshold, undone_by } = form;
    let mut totals = all.total_at_least.iter().flat_map(|total| total.values());
    totals.try_for_each(|total| yuan("/all/total_at_least", total))?;
    undone_by.as_ref().map_or(Ok(()), |undoing| within("/undone_by", undone(undoing)))?;
    let mut least = threshold.iter().flat_map(|quota| quota.at_least.values());
    if least.any(|least| least == 0) { wrong("/threshold", "0 is no threshold; leave it out") } else { Ok(()) }
}

fn baseline(form: &BaselineForm) -> Result<(), Wrong> {
    if form.pace.years == 0 { wrong("/pace/years", "a pace takes at least a year") } else { Ok(()) }
}

fn yuan(at: &str, amount: Money) -> Result<(), Wrong> {
    let is_yuan = amount.currency() == Currency::CNY && amount.is_positive();
    if is_yuan { Ok(()) } else { wrong(at, format!("{amount} is no amount of yuan above zero")) }
}
