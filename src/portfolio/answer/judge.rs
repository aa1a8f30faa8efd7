//! From what was gathered to a figure: verdict, and what is missing.

use std::sync::Arc;

use super::asked::Asked;
use super::baseline::{is_last, target};
use super::cell::{Cell, Group};
use super::{Gathers, Tally};
use crate::lifecycle::ZoneClass;
use crate::portfolio::answer::cohort::Cohort;
use crate::portfolio::answer::reached::Reached;
use crate::portfolio::figure::{
    Additions, Amount, Amounts, Disposal, Dwell, Excluded, Exclusion, Figure, Figured, Judgement, Members, PaceOn,
    Part, Remarked, Threshold, WhyNot,
};
use crate::portfolio::plan::{CohortForm, Form, ReachedForm, Share};
use crate::portfolio::question::{Period, Scope};
use crate::portfolio::row::in_yuan;
use crate::value::Money;

/// The whole, in basis points.
const WHOLE: i128 = 10_000;

/// The figure of a scope, which takes some zones together.
pub(super) fn figure(tally: &Tally<'_>, scope: &Scope, zones: &[usize], asked: &Asked<'_>) -> Figure {
    let (mut cell, additions) = tally.together(zones);
    let form = &tally.indicator.form;
    // a project may be a member of several baselines
    let is_merged = matches!(form, Form::Baseline(_)) && zones.len() > 1;
    if is_merged {
        zones.iter().for_each(|zone| cell.tell(&tally.cells[*zone]));
        once(&mut cell, asked);
    }
    let unit = match form {
        Form::Cohort(CohortForm { sum: Some(_), .. }) => Figured::Yuan(0),
        Form::Visits(_) if matches!(tally.gathers, Gathers::Stays(_)) => Figured::Visits(0),
        Form::Cohort(_) | Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => Figured::Projects(0),
    };
    let has_denominator = !matches!(tally.gathers, Gathers::Reached(_) | Gathers::Stays(_));
    let part = |group: &Group| part(group, unit, cell.days.len(), asked);
    let mut denominator = has_denominator.then(|| part(&cell.denominator));
    if let Some((denominator, amount)) = denominator.as_mut().zip(given(form, scope, asked)) {
        (denominator.value, denominator.given) = (Figured::Yuan(amount.minor().into()), true);
    }
    let (gross, net) = (part(&cell.gross), part(&cell.net));
    let amounts = matches!(unit, Figured::Projects(_)).then(|| Amounts {
        denominator: has_denominator.then_some(cell.denominator.amount),
        gross: cell.gross.amount,
        net: cell.net.amount,
    });
    let class = class_of(scope, zones, asked);
    let judged = judge(form, scope, class, denominator.as_ref(), &net, additions, asked);
    let mut figure = Figure {
        indicator: tally.name.clone(),
        title: tally.indicator.title.clone(),
        basis: tally.indicator.basis.clone(),
        scope: scope.clone(),
        denominator,
        gross,
        net,
        excluded: Vec::new(),
        listed: Vec::new(),
        threshold: judged.threshold,
        soft: judged.soft,
        verdict: judged.verdict,
        why: judged.why,
        missing: judged.missing,
        amounts,
        disposal: matches!(form, Form::Baseline(_)).then_some(Disposal { pace: judged.pace, additions }),
        dwell: None,
    };
    let id = |at: u32| asked.portfolio.ids[at as usize];
    let each: Vec<_> = if is_merged { vec![&cell] } else { zones.iter().map(|zone| &tally.cells[*zone]).collect() };
    figure.excluded.reserve_exact(each.iter().map(|cell| cell.excluded.len()).sum());
    for cell in each {
        let excluded = cell.excluded.iter();
        figure.excluded.extend(excluded.map(|(at, why, sums)| Excluded {
            project: id(*at),
            why: *why,
            sums: sums.clone(),
        }));
        figure.listed.extend(cell.listed.iter().map(|(at, why)| Remarked { project: id(*at), why: *why }));
    }
    // each zone's are in order once the portfolio was packed, and a stable sort merges what is in order
    figure
        .excluded
        .sort_by(|one, other| one.project.cmp(&other.project).then_with(|| one.why.code().cmp(other.why.code())));
    figure.excluded.dedup();
    figure
        .listed
        .sort_by(|one, other| one.project.cmp(&other.project).then_with(|| one.why.code().cmp(other.why.code())));
    figure.listed.dedup();
    if matches!(tally.gathers, Gathers::Stays(_)) {
        let mut days = cell.days;
        let (p50, p90) = (quantile(&mut days, 50), quantile(&mut days, 90));
        figure.dwell = Some(Dwell { p50, p90, open: cell.open });
    }
    figure
}

/// The denominator that the plan gives.
fn given(form: &Form, scope: &Scope, asked: &Asked<'_>) -> Option<Money> {
    let (Form::Cohort(CohortForm { given, .. }), Period::Year(year)) = (form, asked.period) else { return None };
    let zone = match scope {
        Scope::Zone(zone) => Some(zone),
        Scope::City => None,
        Scope::Class(_) => return None,
    };
    given.iter().find(|given| given.year == year && given.zone.as_ref() == zone).map(|given| given.amount)
}

/// Each project once, where several zones hold it: in, if it is in for any of them.
fn once(cell: &mut Cell, asked: &Asked<'_>) {
    for group in [&mut cell.denominator, &mut cell.gross, &mut cell.net] {
        let mut places: Vec<_> = group.runs.iter().flat_map(|run| run.iter().copied()).collect();
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        if places.len() < count {
            group.amount = Amount::default();
            places.iter().for_each(|at| group.amount.add(asked.total(*at).and_then(in_yuan)));
        }
        group.runs = vec![Arc::new(places)];
    }
    // of two reasons in two baselines: that it is no such zombie comes before what is not known of it
    cell.excluded.sort_by_key(|(at, why, _)| (*at, *why != Exclusion::NotZombie));
    cell.excluded.dedup_by_key(|(at, ..)| *at);
    let held = &cell.denominator.runs;
    cell.excluded.retain(|(at, ..)| held.iter().all(|run| run.binary_search(at).is_err()));
}

fn part(group: &Group, unit: Figured, visits: usize, asked: &Asked<'_>) -> Part {
    let members = Members::new(Arc::clone(&asked.portfolio.ids), group.runs.clone());
    let value = match unit {
        Figured::Projects(_) => Figured::Projects(members.len() as u64),
        Figured::Visits(_) => Figured::Visits(visits as u64),
        Figured::Yuan(_) => Figured::Yuan(group.sum),
    };
    Part { given: false, value, members }
}

/// The class that decides a threshold by class: the zone's on the as-of day, or the one asked about.
fn class_of(scope: &Scope, zones: &[usize], asked: &Asked<'_>) -> Option<ZoneClass> {
    match (scope, zones) {
        (Scope::Class(class), _) => Some(*class),
        (Scope::Zone(_), [zone]) => asked.class_on(*zone as u32, asked.as_of),
        (Scope::Zone(_) | Scope::City, _) => None,
    }
}

/// A quantile by nearest rank.
fn quantile(days: &mut [i32], per_cent: usize) -> Option<i64> {
    let rank = (days.len() * per_cent).div_ceil(100).checked_sub(1)?;
    Some((*days.select_nth_unstable(rank).1).into())
}

/// What a figure says of its threshold.
#[derive(Default)]
struct Judged {
    threshold: Option<Threshold>,
    soft: bool,
    verdict: Option<Judgement>,
    why: Option<WhyNot>,
    missing: Option<Figured>,
    pace: Option<PaceOn>,
}

impl Judged {
    fn not_applicable(self, why: WhyNot) -> Self {
        Self { verdict: Some(Judgement::NotApplicable), why: Some(why), missing: None, ..self }
    }

    fn on(self, is_met: bool, missing: Option<Figured>, asked: &Asked<'_>) -> Self {
        let verdict = match is_met {
            _ if asked.is_provisional() => Judgement::Provisional,
            true => Judgement::Met,
            false => Judgement::NotMet,
        };
        Self { verdict: Some(verdict), missing, ..self }
    }
}

fn judge(
    form: &Form,
    scope: &Scope,
    class: Option<ZoneClass>,
    denominator: Option<&Part>,
    net: &Part,
    additions: Option<Additions>,
    asked: &Asked<'_>,
) -> Judged {
    match (form, asked.period) {
        (Form::Cohort(form), Period::Year(_)) => form
            .threshold
            .map_or_else(Judged::default, |share| judge_share(form, share, class, denominator, net, asked)),
        (Form::Reached(form), Period::Year(_)) => judge_quota(form, scope, class, net, asked),
        (Form::Baseline(form), _) => {
            let count = denominator.map_or(0, |part| part.members.len() as u64);
            let Some((due, year)) = target(form.pace, asked.plan.years, asked.period, count) else {
                return Judged::default();
            };
            let pace = PaceOn { baseline: count, target: due, year, years: form.pace.years };
            let pace = additions.map(|_| pace);
            let judged = Judged { threshold: Some(Threshold::Value(due)), pace, ..Judged::default() };
            if count == 0 {
                return judged.not_applicable(WhyNot::EmptyDenominator);
            }
            let done = net.members.len() as u64;
            let is_left = is_last(form.pace, asked.plan.years, asked.period)
                && additions.is_some_and(|additions| additions.outstanding > 0);
            let missing = Some(Figured::Projects(due.saturating_sub(done)));
            judged.on(done >= due && !is_left, missing, asked)
        }
        (Form::Cohort(_) | Form::Reached(_), Period::Whole) | (Form::Visits(_), _) => Judged::default(),
    }
}

fn judge_share(
    form: &CohortForm,
    share: Share,
    class: Option<ZoneClass>,
    denominator: Option<&Part>,
    net: &Part,
    asked: &Asked<'_>,
) -> Judged {
    let judged = Judged { soft: share.soft, ..Judged::default() };
    let Some(points) = share.at_least.of(class) else { return judged.not_applicable(WhyNot::NoClass) };
    let judged = Judged { threshold: Some(Threshold::BasisPoints(points)), ..judged };
    let (whole, done) = (denominator.map_or(0, |part| part.value.number()), net.value.number());
    if whole == 0 {
        return judged.not_applicable(WhyNot::EmptyDenominator);
    }
    if whole < 0 {
        return judged.not_applicable(WhyNot::NegativeDenominator);
    }
    let lacks = i128::from(points) * whole - WHOLE * done;
    let missing = match WHOLE - i128::from(points) {
        _ if lacks <= 0 => Some(0),
        rest if Cohort::adds_to_both(form) && !denominator.is_some_and(|part| part.given) => {
            (rest > 0).then(|| ceil(lacks, rest))
        }
        _ => Some(ceil(lacks, WHOLE)),
    };
    judged.on(lacks <= 0, missing.map(|missing| net.value.with(missing)), asked)
}

fn judge_quota(form: &ReachedForm, scope: &Scope, class: Option<ZoneClass>, net: &Part, asked: &Asked<'_>) -> Judged {
    let Some(quota) = form.threshold else { return Judged::default() };
    let least = quota.at_least.of(class);
    let judged = Judged { threshold: least.map(Threshold::Value), soft: quota.soft, ..Judged::default() };
    if !matches!(scope, Scope::Zone(_)) {
        return judged.not_applicable(WhyNot::QuotaPerZone);
    }
    let Some(least) = least.filter(|_| class.is_some() || !Reached::needs_class(form)) else {
        return judged.not_applicable(WhyNot::NoClass);
    };
    let missing = least.saturating_sub(net.members.len() as u64);
    judged.on(missing == 0, Some(Figured::Projects(missing)), asked)
}

/// A quotient of two numbers above zero, rounded up.
fn ceil(number: i128, by: i128) -> i128 {
    (number + by - 1) / by
}
