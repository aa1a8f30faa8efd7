//! The city at the end of each month: what the page's slider replays.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use crate::Language;
use crate::board::Months;
use crate::board::amount::Read;
use crate::board::funnel::InStage;
use crate::board::share::Share;
use crate::lifecycle::Stage;
use crate::portfolio::{ActionPlan, Figure, Figured, Judgement, Period, Portfolio, Question, QuestionError, Scope};
use crate::value::{Day, Timestamp};

/// The city at the end of each month up to the as-of day, and on that day.
#[derive(Debug, Serialize)]
pub(super) struct Frames {
    /// The figures with something to reach, in the plan's order.
    pub(super) figures: Vec<Told>,
    pub(super) frames: Vec<Frame>,
    /// What verdicts are called, by their codes.
    verdicts: BTreeMap<&'static str, [&'static str; 2]>,
}

/// What a figure is called.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub(super) name: String,
    pub(super) basis: Option<String>,
    pub(super) en: String,
    pub(super) zh: String,
}

/// The city at the end of a day.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    pub(super) as_of: Day,
    /// How many projects stand in each stage.
    pub(super) counts: [u64; Stage::ALL.len()],
    /// Their total planned investments in yuan, as the two languages write them.
    pub(super) sums: [Amount; Stage::ALL.len()],
    /// How many have none in yuan.
    pub(super) without: [u64; Stage::ALL.len()],
    /// The city's figures of the year so far.
    pub(super) cells: Vec<Cell>,
}

/// An amount as a person reads it, in English and in Chinese; a count is the same in both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount(pub(super) Figured);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Figured::Projects(count) | Figured::Visits(count) => serializer.serialize_u64(count),
            Figured::Yuan(_) => {
                let mut pair = serializer.serialize_seq(Some(2))?;
                Language::ALL
                    .into_iter()
                    .try_for_each(|language| pair.serialize_element(&Read(self.0, language).to_string()))?;
                pair.end()
            }
        }
    }
}

/// A figure of the city.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub(super) net: Amount,
    /// `None` of a count.
    pub(super) denominator: Option<Amount>,
    /// The net part in the denominator, written. `None` of a count.
    pub(super) share: Option<String>,
    pub(super) verdict: Judgement,
}

impl Frames {
    pub(super) fn of(
        portfolio: &Portfolio,
        plan: &ActionPlan,
        months: Months,
        as_of: Day,
        known_at: Timestamp,
    ) -> Result<Self, QuestionError> {
        let mut told = Vec::new();
        let ends = months.ends().take_while(|end| *end < as_of).chain([as_of]);
        let frames = ends.map(|end| {
            let question = Question::of(Period::Year(end.year())).as_of(end).known_at(known_at).about(Scope::City);
            let figures = portfolio.figures(plan, &question)?.figures;
            let judged = || figures.iter().filter_map(|figure| Some((figure, figure.verdict?)));
            if told.is_empty() {
                told = judged().map(|(figure, _)| Told::of(figure)).collect();
            }
            let standing = InStage::by_stage(&portfolio.standing(end, known_at), &Scope::City);
            Ok(Frame {
                as_of: end,
                counts: standing.map(|of_stage| of_stage.count),
                sums: standing.map(|of_stage| Amount(Figured::Yuan(of_stage.sum))),
                without: standing.map(|of_stage| of_stage.without),
                cells: judged().map(|(figure, verdict)| Cell::of(figure, verdict)).collect(),
            })
        });
        let frames = frames.collect::<Result<_, QuestionError>>()?;
        let called = |verdict: Judgement| (verdict.code(), Language::ALL.map(|language| verdict.label(language)));
        Ok(Self { figures: told, frames, verdicts: Judgement::ALL.into_iter().map(called).collect() })
    }
}

impl Told {
    fn of(figure: &Figure) -> Self {
        Self {
            name: figure.indicator.clone(),
            basis: figure.basis.as_ref().map(ToString::to_string),
            en: figure.title.en.to_string(),
            zh: figure.title.zh.to_string(),
        }
    }
}

impl Cell {
    fn of(figure: &Figure, verdict: Judgement) -> Self {
        Self {
            net: Amount(figure.net.value),
            denominator: figure.denominator.as_ref().map(|part| Amount(part.value)),
            share: Share::of(figure).map(|share| share.to_string()),
            verdict,
        }
    }
}
