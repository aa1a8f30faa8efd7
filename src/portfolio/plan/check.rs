//! What a plan must be beside its shape.

use super::{ByClass, Cohort, CohortForm, Form, Indicator, PlanError, PlanTerms, ReachedForm, Sum};
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
        let wrong = |(part, why): (&str, String)| PlanError::at(format!("{path}/form/{part}"), why);
        match &indicator.form {
            Form::Cohort(form) => cohort(form).map_err(wrong)?,
            Form::Reached(form) => reached(form).map_err(wrong)?,
            Form::Baseline(form) if form.pace.years == 0 => {
                return Err(wrong(("baseline/pace/years", "a pace takes at least a year".into())));
            }
            Form::Baseline(_) | Form::Visits(_) => {}
        }
    }
    let days = terms.indicators.iter().filter_map(|indicator| match &indicator.form {
        Form::Cohort(form) => form.of.stood_in.as_ref(),
        Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => None,
    });
    let mut days: Vec<_> = days.map(|stood| stood.on).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() > DAYS {
        return Err(PlanError::at(
            "/indicators",
            format!("figures stand on {} different days; a plan has at most {DAYS}", days.len()),
        ));
    }
    Ok(())
}

fn cohort(form: &CohortForm) -> Result<(), (&'static str, String)> {
    if form.of == Cohort::default() {
        return Err(("cohort/of", "it says of nobody".into()));
    }
    let is_money_cohort = form.of.reported.is_some();
    if is_money_cohort && (form.of != Cohort { reported: form.of.reported, ..Cohort::default() }) {
        return Err(("cohort/of", "what reported stands alone".into()));
    }
    if is_money_cohort != (form.sum == Some(Sum::Reported)) {
        return Err((
            "cohort/sum",
            "reported amounts are summed of those who reported, and nothing else of them".into(),
        ));
    }
    if form.count.first.is_empty() && form.count.is.is_none() {
        return Err(("cohort/count", "it says no achievement".into()));
    }
    if form.apart && form.count.first.is_empty() {
        return Err(("cohort/count/first", "a numerator apart is who did an act first".into()));
    }
    if let Some(share) = form.threshold {
        let shares = match share.at_least {
            ByClass::All(share) => [share, share],
            ByClass::Each { national, provincial } => [national, provincial],
        };
        if let Some(share) = shares.into_iter().find(|share| *share > WHOLE) {
            return Err(("cohort/threshold", format!("{share} basis points are more than the whole of {WHOLE}")));
        }
    }
    let totals = [form.which.as_ref(), form.count.is.as_ref()].into_iter().flatten();
    for total in totals.filter_map(|which| which.total_at_least) {
        yuan(total).map_err(|why| ("cohort", why))?;
    }
    Ok(())
}

fn reached(form: &ReachedForm) -> Result<(), (&'static str, String)> {
    let totals = match form.all.total_at_least {
        None => vec![],
        Some(ByClass::All(total)) => vec![total],
        Some(ByClass::Each { national, provincial }) => vec![national, provincial],
    };
    totals.into_iter().try_for_each(|total| yuan(total).map_err(|why| ("reached/all/total_at_least", why)))
}

fn yuan(amount: Money) -> Result<(), String> {
    let is_yuan = amount.currency() == Currency::CNY && amount.is_positive();
    if is_yuan { Ok(()) } else { Err(format!("{amount} is no amount of yuan above zero")) }
}
