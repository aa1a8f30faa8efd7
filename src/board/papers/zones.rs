//! The page of the leaders: by zone what is to be reached, what is done, and what is missing. The plan's figures, and nothing
//! else; a rank is told once figures tell one.

use super::cell::{Cell, FigurePart, NOTHING};
use super::figure_cell::of_figure;
use super::paper::{Column, ColumnKind, Counted, Paper};
use super::sources::Drawn;
use crate::lifecycle::ZoneClass;
use crate::portfolio::{Figure, Form, Indicator, Period, Scope};
use crate::value::{Day, Unit};

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    vec![by_zone(drawn), figures(drawn)]
}

/// The figures that are judged: by a threshold, a quota or a pace.
fn judged<'a>(drawn: &Drawn<'a>) -> impl Iterator<Item = &'a Indicator> {
    drawn.of.plan.terms().indicators.iter().filter(|indicator| match &indicator.form {
        Form::Cohort(form) => form.threshold.is_some(),
        Form::Reached(form) => form.threshold.is_some(),
        Form::Baseline(_) => true,
        Form::Visits(_) => false,
    })
}

fn is_of(figure: &Figure, indicator: &Indicator) -> bool {
    figure.indicator == indicator.name.as_str() && figure.basis == indicator.basis
}

/// The scopes, in the order of the figures.
fn scopes<'a>(drawn: &Drawn<'a>) -> Vec<&'a Scope> {
    let mut scopes: Vec<&Scope> = Vec::new();
    for figure in &drawn.of.figures.figures {
        if scopes.contains(&&figure.scope) {
            break;
        }
        scopes.push(&figure.scope);
    }
    scopes
}

fn scope(scope: &Scope) -> Cell<'_> {
    match scope {
        Scope::Zone(zone) => Cell::Text(zone.as_str()),
        Scope::Class(ZoneClass::National) => Cell::Word(["National zones", "国家级开发区"]),
        Scope::Class(ZoneClass::Provincial) => Cell::Word(["Provincial zones", "省级开发区"]),
        Scope::City => Cell::Word(["The city", "全市"]),
    }
}

/// A column of a figure on the page: what it tells, what stands over it, and what it holds.
type Told = (FigurePart, [&'static str; 2], ColumnKind);

/// The columns of a figure.
fn told(form: &Form) -> Vec<Told> {
    let number = ColumnKind::Number;
    let amount = match form {
        Form::Cohort(form) if form.sum.is_some() => ColumnKind::Money(Unit::WanYuan),
        Form::Cohort(_) | Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => number,
    };
    let done = |kind| (FigurePart::Net, ["Done", "完成数"], kind);
    let missing = |kind| (FigurePart::Missing, ["Missing", "尚缺"], kind);
    match form {
        Form::Cohort(_) => vec![
            done(amount),
            (FigurePart::Denominator, ["Out of", "基数"], amount),
            (FigurePart::Share, ["Share", "完成率"], ColumnKind::Share),
            (FigurePart::Threshold, ["Target", "目标"], ColumnKind::Share),
            missing(amount),
        ],
        Form::Baseline(_) => vec![
            done(number),
            (FigurePart::Denominator, ["Baseline", "底数"], number),
            (FigurePart::Threshold, ["Target", "目标"], number),
            missing(number),
        ],
        Form::Reached(_) | Form::Visits(_) => {
            vec![done(number), (FigurePart::Threshold, ["Target", "目标"], number), missing(number)]
        }
    }
}

/// One row for each scope, and some columns for each figure.
fn by_zone<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    // of one name the first basis is the plan's own
    let mut main: Vec<(&'a Indicator, Vec<Told>)> = Vec::new();
    for indicator in judged(drawn) {
        if !main.iter().any(|(known, _)| known.name == indicator.name) {
            main.push((indicator, told(&indicator.form)));
        }
    }
    let mut columns = vec![Column::new("Zone", "开发区", ColumnKind::LongText)];
    for (indicator, told) in &main {
        let group = [indicator.title.en.as_str(), indicator.title.zh.as_str()];
        columns.extend(
            told.iter().map(|(_, [english, chinese], kind)| Column::new(english, chinese, *kind).within(group)),
        );
    }
    let title = ["The plan's figures by zone", "各开发区主要指标完成情况"];
    let mut paper = Paper::new("by_zone", title, columns, drawn.of.imprint).note(READING);
    (paper.lead, paper.counted) = (elapsed(drawn), Counted::Nothing);
    let figures = &drawn.of.figures.figures;
    for of in scopes(drawn) {
        let mut row = vec![scope(of)];
        for (indicator, told) in &main {
            let figure = figures.iter().find(|figure| is_of(figure, indicator) && figure.scope == *of);
            row.extend(told.iter().map(|(part, ..)| figure.map_or(NOTHING, |figure| of_figure(figure, *part))));
        }
        paper.row(row);
    }
    paper
}

/// What every paper of figures says.
const READING: [&str; 2] = [
    "Done is what still stands on the as-of day; missing is the least that would reach the target.",
    "完成数为截至日期仍有效的净值；尚缺为达到目标所需的最小数。",
];

/// One row for each figure of each scope, with all its parts.
fn figures<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let columns = vec![
        Column::new("Zone", "开发区", ColumnKind::Text),
        Column::new("Figure", "指标", ColumnKind::LongText),
        Column::new("Unit", "计量单位", ColumnKind::Text),
        Column::new("Done (net)", "完成数（净值）", ColumnKind::Value),
        Column::new("Done (gross)", "完成数（毛值）", ColumnKind::Value),
        Column::new("Out of", "基数", ColumnKind::Value),
        Column::new("Share", "完成比率", ColumnKind::Share),
        Column::new("Target", "目标", ColumnKind::Value),
        Column::new("Missing", "尚缺", ColumnKind::Value),
        Column::new("Verdict", "评价", ColumnKind::Text),
        Column::new("Why none", "不适用原因", ColumnKind::Text),
        Column::new("Left out", "未计入项目数", ColumnKind::Number),
    ];
    let title = ["The plan's figures in full", "各开发区指标明细表"];
    let mut paper = Paper::new("figures", title, columns, drawn.of.imprint).note(READING);
    (paper.lead, paper.counted) = (elapsed(drawn), Counted::Nothing);
    let all = &drawn.of.figures.figures;
    for of in scopes(drawn) {
        for indicator in judged(drawn) {
            let Some(figure) = all.iter().find(|figure| is_of(figure, indicator) && figure.scope == *of) else {
                continue;
            };
            paper.row(full_row(figure));
        }
    }
    paper
}

fn full_row<'a>(figure: &'a Figure) -> impl Iterator<Item = Cell<'a>> {
    let unit = if figure.net.value.unit() == "CNY" { ["10,000 CNY", "万元"] } else { ["projects", "项"] };
    let title = [&figure.title.en, &figure.title.zh].map(|title| title.as_str());
    let first = [scope(&figure.scope), Cell::Word(title), Cell::Word(unit)];
    let parts = [
        FigurePart::Net,
        FigurePart::Gross,
        FigurePart::Denominator,
        FigurePart::Share,
        FigurePart::Threshold,
        FigurePart::Missing,
        FigurePart::Verdict,
        FigurePart::Why,
        FigurePart::Excluded,
    ];
    first.into_iter().chain(parts.map(|part| of_figure(figure, part)))
}

/// How much of the period is over on the as-of day. `None` if it cannot be told.
fn elapsed(drawn: &Drawn<'_>) -> Option<[String; 2]> {
    let years = drawn.of.plan.terms().years;
    let (from, to) = match drawn.of.figures.period {
        Period::Year(year) => (year, year),
        Period::Whole => (years.from, years.to),
    };
    let (first, last) = (Day::new(from, 1, 1).ok()?, Day::new(to, 12, 31).ok()?);
    let days = last.days_since(first) + 1;
    let over = (drawn.as_of().days_since(first) + 1).clamp(0, days);
    // hundredths of a per cent, rounded half up
    let share = Cell::Share((over * 20_000 + days) / (2 * days));
    let told = |language| share.told(Unit::WanYuan, language, super::digits::Layout::Print).to_string();
    Some([
        format!("Time elapsed: {} ({over} of {days} days)", told(crate::Language::English)),
        format!("时间进度：{}（{over}/{days}天）", told(crate::Language::Chinese)),
    ])
}
