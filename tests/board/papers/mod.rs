//! Papers: their cells are those of the lists and figures, in every form, and nothing typed into a name runs.

mod by_hand;
mod hostile;
mod random;
#[cfg(feature = "xlsx")]
mod workbooks;
mod written;

use project_lifecycle::board::Imprint;
use project_lifecycle::board::papers::{Paper, Sources};
use project_lifecycle::portfolio::{ActionPlan, Figures, Lists, Period, Portfolio, Question};
use project_lifecycle::{Day, Language, Policy, Timestamp};

use crate::common::csv::read_csv;
use crate::common::policy;

/// What is asked of a portfolio.
pub(super) struct Office<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) plan: ActionPlan,
    pub(super) policy: Policy,
    pub(super) figures: Figures,
    pub(super) imprint: Imprint<'static>,
}

impl<'a> Office<'a> {
    pub(super) fn on(portfolio: &'a Portfolio, as_of: Day, known_at: Timestamp) -> Self {
        let (plan, policy) = (ActionPlan::shenyang_2018(), policy());
        let question = Question::of(Period::Year(as_of.year())).as_of(as_of).known_at(known_at);
        let figures = portfolio.figures(&plan, &question).expect("an answer");
        let imprint = Imprint { unit: "推进办", filled_by: "张三", as_of, known_at, is_simulated: true };
        Self { portfolio, plan, policy, figures, imprint }
    }

    pub(super) fn lists(&self) -> Lists<'_> {
        self.portfolio.standing(self.imprint.as_of, self.imprint.known_at)
    }

    pub(super) fn papers(&self) -> Vec<Paper<'_>> {
        let (figures, plan, policy) = (&self.figures, &self.plan, &self.policy);
        Paper::all(Sources { lists: self.lists(), figures, plan, policy, imprint: self.imprint })
    }
}

/// A paper by its name.
pub(super) fn paper<'p, 'a>(papers: &'p [Paper<'a>], name: &str) -> &'p Paper<'a> {
    papers.iter().find(|paper| paper.name() == name).unwrap_or_else(|| panic!("no paper {name}"))
}

/// The CSV of a paper in Chinese, read by another reader: the heading, then the rows.
pub(super) fn table(paper: &Paper<'_>) -> Vec<Vec<String>> {
    let csv = paper.csv(Language::Chinese).to_string();
    let text = csv.strip_prefix('\u{feff}').expect("a byte-order mark");
    let rows = read_csv(text);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{}: every row is as long as its heading", paper.name());
    rows
}

/// The cells under some headings, row by row.
pub(super) fn under(papers: &[Paper<'_>], name: &str, headings: &[&str]) -> Vec<Vec<String>> {
    let rows = table(paper(papers, name));
    let place = |heading: &&str| {
        let is_it =
            |found: &String| found == heading || found.strip_suffix(heading).is_some_and(|group| group.ends_with('：'));
        rows[0].iter().position(is_it).unwrap_or_else(|| panic!("{name} has no {heading}: {:?}", rows[0]))
    };
    let places: Vec<_> = headings.iter().map(place).collect();
    rows[1..].iter().map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect()
}
