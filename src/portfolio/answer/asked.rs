//! A question made definite: days, instant, and who is credited.

use crate::lifecycle::{Stage, Verb, ZoneClass};
use crate::portfolio::Portfolio;
use crate::portfolio::life::View;
use crate::portfolio::moves::{Move, Moves, Stages};
use crate::portfolio::plan::{Form, PlanTerms, StoodOn};
use crate::portfolio::question::{Attribution, Period, Question, QuestionError};
use crate::portfolio::row::in_yuan;
use crate::registry::Zone;
use crate::value::{Day, Money, Timestamp};

/// A question made definite.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) plan: &'a PlanTerms,
    pub(super) period: Period,
    /// The period's first day, and its last.
    pub(super) first: Day,
    pub(super) last: Day,
    /// The day before the period.
    pub(super) opening: Day,
    pub(super) as_of: Day,
    /// The last day that counts: of the period, and by the as-of day.
    pub(super) end: Day,
    /// Days at whose end figures ask where projects stood, none after the as-of day: the opening, the last day that counts,
    /// and those that the plan names.
    pub(super) days: Vec<Day>,
    pub(super) known_at: Timestamp,
    /// What was known of each zone. `None` for those that were not registered.
    pub(super) zones: Vec<Option<Zone>>,
    pub(super) attribution: Attribution,
    /// The least total, in fen.
    pub(super) size: Option<i64>,
    /// The steps into the stock of the promotion.
    pub(super) into_stock: Moves,
    /// The steps that close a project.
    pub(super) closing: Moves,
    /// The stage that each step enters, by its number.
    pub(super) entered: [Stages; Moves::NUMBERS],
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        portfolio: &'a Portfolio,
        plan: &'a PlanTerms,
        question: &Question,
    ) -> Result<Self, QuestionError> {
        let (first, last) = question.period.days(plan.years)?;
        let last_recorded = portfolio.last_recorded;
        let (known_at, first_recorded) = (question.known_at.or(last_recorded), portfolio.first_recorded);
        let nothing = QuestionError::NothingKnown { known_at, first: first_recorded };
        let Some(known_at) = known_at.filter(|at| first_recorded.is_some_and(|first| first <= *at)) else {
            return Err(nothing);
        };
        let today = last_recorded.map_or(last, |recorded| recorded.day_in(plan.utc_offset));
        let as_of = question.as_of.unwrap_or_else(|| last.min(today));
        let size = match question.size {
            None => None,
            Some(size) => {
                let fen = in_yuan(size).filter(|fen| *fen > 0);
                Some(fen.ok_or(QuestionError::NotYuan { size })?)
            }
        };
        Ok(Self {
            portfolio,
            plan,
            period: question.period,
            first,
            last,
            opening: opening(first),
            as_of,
            end: last.min(as_of),
            days: days(plan, first, last, as_of),
            known_at,
            zones: portfolio.zones.iter().map(|zone| zone.as_known(known_at)).collect(),
            attribution: question.attribution,
            size,
            into_stock: Moves::entering(&[Stage::Reserve, Stage::Negotiating]),
            closing: Moves::by(&[Verb::Close]),
            entered: entered(),
        })
    }

    /// The place of a day among those at whose end figures ask where projects stood. `None` if none does of that day.
    pub(super) fn place(&self, day: Day) -> Option<usize> {
        self.days.iter().position(|known| *known == day.min(self.as_of))
    }

    /// Whether a day lies in the period and not after the as-of day.
    pub(super) fn is_in_period(&self, day: Day) -> bool {
        self.first <= day && day <= self.end
    }

    /// Whether the period is not over on the as-of day.
    pub(super) fn is_provisional(&self) -> bool {
        self.as_of < self.last
    }

    /// The zone that a project is credited to.
    pub(super) fn credited(&self, view: &View<'_>) -> u32 {
        match self.attribution {
            Attribution::Host => view.host(self.as_of),
            Attribution::Introducer => view.introducer(self.as_of),
        }
    }

    /// The total planned investment of a project on the as-of day, by its place.
    pub(super) fn total(&self, at: u32) -> Option<Money> {
        let life = &self.portfolio.lives[at as usize];
        life.view(&self.portfolio.rows, self.known_at, &mut Vec::new())?.total(self.as_of)
    }

    /// The class of a zone on a day. `None` if it was not registered by then.
    pub(super) fn class_on(&self, zone: u32, day: Day) -> Option<ZoneClass> {
        self.zones[zone as usize].as_ref()?.class_on(day)
    }
}

/// The stage that each step enters, by its number.
fn entered() -> [Stages; Moves::NUMBERS] {
    let mut entered = [Stages::NONE; Moves::NUMBERS];
    for step in Moves::which(|_| true).numbers() {
        entered[step] = Stages::of(Move::from_number(step as u8).to().stage());
    }
    entered
}

/// The day before a period.
fn opening(first: Day) -> Day {
    first.plus_days(-1).unwrap_or(Day::MIN)
}

/// The days at whose end figures ask where projects stood.
fn days(plan: &PlanTerms, first: Day, last: Day, as_of: Day) -> Vec<Day> {
    let named = plan.indicators.iter().filter_map(|indicator| match &indicator.form {
        Form::Cohort(form) => match form.of.stood_in.as_ref()?.on {
            StoodOn::Opening | StoodOn::Closing => None,
            StoodOn::Day(day) => day.in_year(first.year()),
        },
        Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => None,
    });
    let mut days: Vec<_> = [opening(first), last].into_iter().chain(named).map(|day| day.min(as_of)).collect();
    days.sort_unstable();
    days.dedup();
    days
}
