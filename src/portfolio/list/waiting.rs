//! The projects that wait for their next stage: signed and not registered or started, started and not producing, producing
//! and not at full capacity.

use serde::Serialize;

use super::lists::{Listed, Lists, longest_first};
use super::then::Then;
use crate::lifecycle::Stage;
use crate::reason::StepDate;
use crate::value::Day;

/// A project that waits for its next stage. One that stalled there waits as well; its position tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The day of the step since which it waits: the signing, the start or the commissioning that stands.
    pub waiting_since: Day,
    /// How many days have passed since.
    pub days: i64,
}

/// The projects that were signed and have not started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedNotStarted<'a> {
    /// Their agreed start is over (到期未开工), the most overdue first.
    pub due: Vec<NotStarted<'a>>,
    /// Their agreed start is still to come (未到期), the day itself included; those signed first before the others.
    pub not_yet_due: Vec<NotStarted<'a>>,
    /// No start is agreed, as of an imported signing; those signed first before the others.
    pub undated: Vec<NotStarted<'a>>,
}

/// A project that was signed and has not started. One that stalled before its start is among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotStarted<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The day of the signing that stands.
    pub signed_on: Day,
    /// How many days have passed since the signing.
    pub days: i64,
    /// The agreed start in force: supplementary agreements and revivals may have moved it. `None` if none is agreed.
    pub agreed_start: Option<Day>,
    /// How many days have passed since the agreed start. `None` if it is not over, or none is agreed.
    pub overdue_days: Option<i64>,
    /// The start in the baseline, which nothing moves: as the signing had it, or else the first schedule after it. `None` if
    /// neither names one.
    pub baseline_start: Option<Day>,
}

impl<'a> Lists<'a> {
    /// The projects that were signed and have not registered (签约未注册), those signed first before the others.
    #[must_use]
    pub fn signed_not_registered(&self) -> Vec<Waiting<'a>> {
        self.waiting(&[Stage::Signed], |then| then.signed())
    }

    /// The projects that started and do not produce (开工未投产), those started first before the others.
    #[must_use]
    pub fn started_not_producing(&self) -> Vec<Waiting<'a>> {
        self.waiting(&[Stage::Started], |then| then.started())
    }

    /// The projects that produce, or operate, and have not reached full capacity and effect (投产未达产), those commissioned
    /// first before the others.
    #[must_use]
    pub fn producing_not_at_full_capacity(&self) -> Vec<Waiting<'a>> {
        let below = |then: &Then<'a, '_>| then.commissioned().filter(|_| !then.is_at_full_capacity());
        self.waiting(&[Stage::Producing, Stage::Operating], below)
    }

    /// The projects that were signed and have not started (签约未开工), registered or not.
    #[must_use]
    pub fn signed_not_started(&self) -> SignedNotStarted<'a> {
        let rows = self.each(|at, then| {
            if ![Stage::Signed, Stage::Registered].contains(&then.position().footing()) {
                return None;
            }
            let (signed_on, agreed_start) = (then.signed()?.on, then.agreed_start());
            Some(NotStarted {
                project: self.listed(at, then),
                signed_on,
                days: self.days_since(signed_on),
                agreed_start,
                overdue_days: agreed_start.map(|start| self.days_since(start)).filter(|days| *days > 0),
                baseline_start: then.baseline_start(),
            })
        });
        let rows = longest_first(rows, |row| row.days, |row| row.project.project);
        let (due, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.overdue_days.is_some());
        let (not_yet_due, undated) = others.into_iter().partition(|row| row.agreed_start.is_some());
        let due = longest_first(due, |row| row.overdue_days.unwrap_or(0), |row| row.project.project);
        SignedNotStarted { due, not_yet_due, undated }
    }

    /// The projects in these stages, or stalled in them, with the step since which they wait.
    fn waiting(&self, stages: &[Stage], since: impl Fn(&Then<'a, '_>) -> Option<StepDate>) -> Vec<Waiting<'a>> {
        let rows = self.each(|at, then| {
            let since = since(then).filter(|_| stages.contains(&then.position().footing()))?.on;
            Some(Waiting { project: self.listed(at, then), waiting_since: since, days: self.days_since(since) })
        });
        longest_first(rows, |row| row.days, |row| row.project.project)
    }
}
