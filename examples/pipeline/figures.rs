//! What the plan asks at the end: its figures for each of its three years, from the records alone.

use project_lifecycle::portfolio::{
    ActionPlan, Figure, Figured, Judgement, Period, Portfolio, Question, Scope, Threshold,
};
use project_lifecycle::{EventLog, Language};

use crate::desk::{Desk, Result, day};

/// All projects, from the records alone.
pub(crate) fn portfolio(desk: &Desk) -> Result<Portfolio> {
    let mut portfolio = Portfolio::new().but(desk.store.quarantine()?);
    for record in desk.store.log(0, usize::MAX)? {
        portfolio.add(&record)?;
    }
    Ok(portfolio)
}

/// The figures of the city as its plan asks for them, year by year.
pub(crate) fn show(portfolio: &Portfolio, plan: &ActionPlan) -> Result<()> {
    println!("\nTHE PLAN'S FIGURES FOR THE CITY, each as of the end of its year and from the log alone");
    println!("  {:<46} {:>15} {:>15} {:>15}  目标", "", 2018, 2019, 2020);
    let mut years = Vec::new();
    for year in [2018, 2019, 2020] {
        let end = day(&format!("{year}-12-31"))?;
        let question = Question::of(Period::Year(year)).as_of(end).about(Scope::City);
        years.push(portfolio.figures(plan, &question)?.figures);
    }
    for (at, figure) in years[0].iter().enumerate() {
        // what the plan sets a mark for
        if figure.threshold.is_some() {
            let [one, two, three] = [0, 1, 2].map(|year: usize| told(&years[year][at]));
            let name = figure.basis.as_ref().map_or_else(String::new, |basis| format!(", {basis}"));
            let name = format!("{}{name}", figure.indicator);
            println!("  {name:<46} {one:>15} {two:>15} {three:>15}  {}", asked(figure));
        }
    }
    println!(
        "  x / y: of y projects (or hundred million yuan) x count, net of what was undone; + met, - not met, blank: nothing to be said"
    );
    println!(
        "  every zone, who is counted, who is excluded and why: cargo run --features portfolio --example indicators"
    );
    Ok(())
}

fn told(figure: &Figure) -> String {
    let mark = match figure.verdict {
        Some(Judgement::Met) => " +",
        Some(Judgement::NotMet) => " -",
        Some(Judgement::Provisional | Judgement::NotApplicable) | None => "  ",
    };
    // amounts as officials read them, in hundred million yuan
    let short = |value: Figured| match value {
        Figured::Projects(count) | Figured::Visits(count) => count.to_string(),
        Figured::Yuan(fen) => format!("{}.{}亿", fen / 10_000_000_000, fen / 1_000_000_000 % 10),
    };
    let net = short(figure.net.value);
    let whole = figure.denominator.as_ref().map(|whole| short(whole.value));
    whole.map_or_else(|| format!("{net}{mark}"), |whole| format!("{net} / {whole}{mark}"))
}

fn asked(figure: &Figure) -> String {
    let title = Language::Chinese.pick(figure.title.en.as_str(), figure.title.zh.as_str()).to_owned();
    match figure.threshold {
        Some(Threshold::BasisPoints(points)) => format!("{title} ≥{}%", points / 100),
        Some(Threshold::Value(_)) | None => title,
    }
}
