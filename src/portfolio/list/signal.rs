//! The lights of the board, as a plan colours them.

use core::fmt;

use serde::Serialize;

use super::lists::{Listed, Lists};
use super::then::Then;
use crate::lifecycle::{PauseReason, Stage};
use crate::portfolio::plan::{ActionPlan, Colours, Light, StartColours};
use crate::project::fact::PauseSpan;
use crate::value::Day;
use crate::vocabulary::{Language, vocabulary};

vocabulary! {
    /// Why a light is yellow or red.
    #[non_exhaustive]
    LightReason as "reason of a light" {
        /// It is to start this month or was to before, and has not started.
        NotStarted "not_started" "Due to start, not started" "应开工未开工";
        /// It has stood still in its stage for as long as the plan has it.
        NoProgress "no_progress" "No progress in its stage" "本阶段无进展";
    }
}

/// The light of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signal<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The worst light that no good reason suppresses; green if there is none.
    pub light: Light,
    /// What lights yellow or red, or would without a good reason: the worst first. Empty if all is as planned.
    pub why: Vec<Lit>,
}

/// What lights yellow or red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lit {
    /// The light: yellow or red. With a good reason it is what it would be without.
    pub light: Light,
    /// Why.
    pub reason: LightReason,
    /// The day by which it is to start; or that of its last progress: its entry into the stage, a resumption, the end of a report by
    /// which more was invested.
    pub since: Day,
    /// How many days have passed since. Below zero if the start is due later this month. Without progress those of pauses for a
    /// good reason do not count.
    pub days: i64,
    /// Of a start the consecutive month in which it is due, from 1. `None` of anything else.
    pub month: Option<u32>,
    /// The good reason that suppresses the light. `None` if there is none.
    pub excuse: Option<Excuse>,
}

/// A good reason: a pause that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Excuse {
    /// For what reason it is paused.
    pub reason: PauseReason,
    /// The first day of the pause.
    pub since: Day,
}

impl Lit {
    /// The reason as a sentence in a language, with its numbers.
    #[must_use]
    pub const fn told_in(&self, language: Language) -> impl fmt::Display + use<> {
        LitText { lit: *self, language }
    }
}

struct LitText {
    lit: Lit,
    language: Language,
}

impl fmt::Display for LitText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lit { reason, since, days, month, excuse, light: _ } = self.lit;
        let month = month.unwrap_or(0);
        match (self.language, reason) {
            (Language::English, LightReason::NotStarted) => {
                write!(f, "Due to start by {since} and not started; month {month} in a row")?;
            }
            (Language::Chinese, LightReason::NotStarted) => {
                write!(f, "应不晚于{since}开工，尚未开工，连续第{month}个月")?;
            }
            (Language::English, LightReason::NoProgress) => {
                let plural = if days == 1 { "" } else { "s" };
                write!(f, "No progress in its stage since {since}; {days} day{plural}")?;
            }
            (Language::Chinese, LightReason::NoProgress) => write!(f, "自{since}起本阶段无进展，已{days}天")?,
        }
        let Some(Excuse { reason, since }) = excuse else { return Ok(()) };
        let reason = reason.label(self.language);
        match self.language {
            Language::English => write!(f, "; excused by a pause since {since} ({reason})"),
            Language::Chinese => write!(f, "；有正当理由：自{since}起停工（{reason}）"),
        }
    }
}

impl<'a> Lists<'a> {
    /// The lights of the projects by the plan's colours: the red ones first, then the yellow ones, and of one light by their ids.
    ///
    /// A project of which no rule of the plan speaks has no light: one that has started, or has no agreed start. Nor have zombies,
    /// which are found already, and closed projects. Empty if the plan gives no colours.
    #[must_use]
    pub fn signals(&self, plan: &ActionPlan) -> Vec<Signal<'a>> {
        let Some(colours) = &plan.terms().colours else { return Vec::new() };
        let mut signals = self.each(|at, then| {
            let why = then.lit(colours)?;
            let lights = why.iter().filter(|lit| lit.excuse.is_none()).map(|lit| lit.light);
            let light = lights.max().unwrap_or(Light::Green);
            Some(Signal { project: self.listed(at, then), light, why })
        });
        signals.sort_by_key(|signal| (core::cmp::Reverse(signal.light), signal.project.project));
        signals
    }
}

/// The days of a pause for a good reason, from the first to the one before the second.
struct Excused {
    by: Excuse,
    from: Day,
    to: Day,
}

impl Then<'_, '_> {
    /// What lights yellow or red, the worst first. `None` if no rule speaks of it.
    fn lit(&self, colours: &Colours) -> Option<Vec<Lit>> {
        let stage = self.position().stage();
        let start = colours.start.zip(self.start_to_come());
        let silence = colours.silence.iter().find(|silence| silence.stage == stage);
        if start.is_none() && silence.is_none() {
            return None;
        }
        let excused: Vec<_> = self.pauses().iter().filter_map(|span| self.excused(span, colours)).collect();
        let excuse = excused.iter().find(|days| days.from <= self.as_of && self.as_of < days.to).map(|days| days.by);
        let mut lit = Vec::new();
        if let Some((colours, agreed)) = start {
            let month = self.month_due(agreed, &excused);
            if let Some(light) = light_of(colours, month) {
                let days = self.as_of.days_since(agreed);
                lit.push(Lit {
                    light,
                    reason: LightReason::NotStarted,
                    since: agreed,
                    days,
                    month: Some(month),
                    excuse,
                });
            }
        }
        if let Some(silence) = silence {
            let since = self.active_on().map_or(self.since(), |active| active.max(self.since()));
            let rested = excused.iter().map(|days| days.to.min(self.as_of).days_since(days.from.max(since)).max(0));
            let days = self.as_of.days_since(since) - rested.sum::<i64>();
            if days >= i64::from(silence.days) {
                let (light, reason) = (Light::Yellow, LightReason::NoProgress);
                lit.push(Lit { light, reason, since, days, month: None, excuse });
            }
        }
        lit.sort_by_key(|lit| core::cmp::Reverse(lit.light));
        Some(lit)
    }

    /// The day by which it is to start. `None` if it is not signed, has started, or no day binds it.
    fn start_to_come(&self) -> Option<Day> {
        let is_to_start = matches!(self.position().stage(), Stage::Signed | Stage::Registered);
        let is_to_start = is_to_start && self.is_bound_to(Stage::Started);
        is_to_start.then(|| self.day_in_force(Stage::Started, self.schedule().as_ref())).flatten()
    }

    /// The days of a pause that are excused.
    fn excused(&self, span: &PauseSpan, colours: &Colours) -> Option<Excused> {
        let reason = span.pause.reason;
        if !colours.good_reasons.contains(&reason) {
            return None;
        }
        let (from, to) = if reason == PauseReason::Season {
            span.uncounted(colours.season, self.as_of)?
        } else {
            (span.from, span.resumed_on.or(self.as_of.plus_days(1)).unwrap_or(Day::MAX))
        };
        Some(Excused { by: Excuse { reason, since: span.from }, from, to })
    }

    /// In which consecutive month a start is due, the present one among them; 0 if it is due in a month to come. A month that
    /// ended in a pause for a good reason is none of them.
    fn month_due(&self, agreed: Day, excused: &[Excused]) -> u32 {
        let month = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
        let present = month(self.as_of);
        let ended_in =
            |days: &Excused| Some(month(days.to).min(present) - 1).filter(|ended| month(days.from) <= *ended);
        let before = excused.iter().filter_map(ended_in).max().unwrap_or(i64::MIN);
        u32::try_from(present - month(agreed).max(before.saturating_add(1)) + 1).unwrap_or(0)
    }
}

/// The light of a start that is due in a month. `None` if it is as planned.
fn light_of(colours: StartColours, month: u32) -> Option<Light> {
    if month >= colours.red_in_month {
        Some(Light::Red)
    } else {
        (month >= colours.yellow_in_month).then_some(Light::Yellow)
    }
}
