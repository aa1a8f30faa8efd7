//! Figures as a table for people.

use core::fmt;

use project_lifecycle::Language;
use project_lifecycle::portfolio::{ActionPlan, Figure, Figures, Part, Period, Scope, Threshold};

use crate::by_policy::ByPolicy;

/// Figures as a table in one language.
pub(crate) struct Table<'a> {
    pub(crate) figures: &'a Figures,
    pub(crate) by_policy: Option<&'a ByPolicy<'a>>,
    pub(crate) plan: &'a ActionPlan,
    pub(crate) language: Language,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, by_policy, plan, language } = self;
        let title = &plan.terms().title;
        writeln!(f, "{}", language.pick(title.en.as_str(), title.zh.as_str()))?;
        let period = match figures.period {
            Period::Year(year) => format!("{year}{}", language.pick("", "年")),
            Period::Whole => language.pick("all years", "整个计划期").to_owned(),
        };
        match language {
            Language::English => writeln!(f, "{period}, as of {}, as known at {}", figures.as_of, figures.known_at)?,
            Language::Chinese => writeln!(f, "{period}，截至{}，数据时点{}", figures.as_of, figures.known_at)?,
        }
        let mut last = None;
        for figure in &figures.figures {
            let name = (&figure.indicator, &figure.basis);
            if last.replace(name) != Some(name) {
                let title = language.pick(figure.title.en.as_str(), figure.title.zh.as_str());
                write!(f, "\n{title} [{}", figure.indicator)?;
                figure.basis.as_ref().map_or(Ok(()), |basis| write!(f, ", {basis}"))?;
                writeln!(f, "]")?;
            }
            line(f, figure, *language)?;
        }
        by_policy.map_or(Ok(()), |found| found.table(f, *language))
    }
}

fn line(f: &mut fmt::Formatter<'_>, figure: &Figure, language: Language) -> fmt::Result {
    let scope = match &figure.scope {
        Scope::Zone(zone) => zone.to_string(),
        Scope::Class(class) => class.label(language).to_owned(),
        Scope::City => language.pick("city", "全市").to_owned(),
    };
    write!(f, "  {scope:<24} {:>20}", figure.net.value.text(language))?;
    if let Some(whole) = &figure.denominator {
        write!(f, " / {:<20} {:>8}", whole.value.text(language), share(&figure.net, whole, figure.threshold))?;
    }
    if figure.gross.value != figure.net.value {
        write!(f, "  {} {}", language.pick("gross", "毛值"), figure.gross.value.text(language))?;
    }
    match figure.threshold {
        Some(Threshold::BasisPoints(points)) => {
            write!(f, "  {} {}.{:02}%", language.pick("at least", "目标不低于"), points / 100, points % 100)?;
        }
        Some(Threshold::Value(value)) => write!(f, "  {} {value}", language.pick("at least", "目标不少于"))?,
        None => {}
    }
    if let Some(verdict) = figure.verdict {
        write!(f, "  {}", verdict.label(language))?;
    }
    if let Some(why) = figure.why {
        let [open, close] = [language.pick(" (", "（"), language.pick(")", "）")];
        write!(f, "{open}{}{close}", why.label(language))?;
    }
    if let Some(missing) = figure.missing.filter(|missing| missing.number() > 0) {
        write!(f, "  {} {}", language.pick("missing", "尚缺"), missing.text(language))?;
    }
    if let Some(dwell) = figure.dwell {
        let days = |days: Option<i64>| days.map_or_else(|| "-".to_owned(), |days| days.to_string());
        let (p50, p90) = (days(dwell.p50), days(dwell.p90));
        match language {
            Language::English => write!(f, "  half within {p50} days, 90% within {p90}; {} open", dwell.open)?,
            Language::Chinese => write!(f, "  半数{p50}天内、九成{p90}天内；在办{}项", dwell.open)?,
        }
    }
    if !figure.excluded.is_empty() {
        write!(f, "  {} {}", language.pick("excluded", "未计入"), figure.excluded.len())?;
    }
    writeln!(f)
}

/// A share in per cent, half up; but never up to a target that it misses, nor to the whole.
fn share(part: &Part, whole: &Part, target: Option<Threshold>) -> String {
    let (part, of) = (part.value.number(), whole.value.number());
    if of <= 0 {
        return "-".into();
    }
    let (floor, rounded) = ((10_000 * part).div_euclid(of), (20_000 * part + of).div_euclid(2 * of));
    let target = if let Some(Threshold::BasisPoints(points)) = target { points.into() } else { 10_000 };
    let is_reached_by_rounding = |limit| floor < limit && limit <= rounded;
    let points = if [target, 10_000].into_iter().any(is_reached_by_rounding) { floor } else { rounded };
    format!("{}{}.{:02}%", if points < 0 { "-" } else { "" }, points.abs() / 100, points.abs() % 100)
}

#[cfg(test)]
mod tests {
    use project_lifecycle::portfolio::{Figured, Members};

    use super::*;

    #[test]
    fn no_share_is_rounded_up_to_a_target_that_it_misses() {
        let part = |count| Part { given: false, value: Figured::Projects(count), members: Members::default() };
        let told = |net, points| share(&part(net), &part(100_000), Some(Threshold::BasisPoints(points)));
        assert_eq!(told(49_996, 5_000), "49.99%");
        assert_eq!([told(49_996, 6_000), told(50_000, 5_000), told(50_004, 5_000)], ["50.00%"; 3]);
        assert_eq!([told(49_985, 5_000), told(99_999, 5_000)], ["49.99%", "99.99%"]);
        assert_eq!(share(&part(1), &part(0), None), "-");
    }
}
