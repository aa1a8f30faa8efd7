//! What rests and what is due: pauses, papers, and the duties of paragraph 11.

use serde::Serialize;

use super::lists::{Listed, Lists, longest_first};
use crate::lifecycle::{Duty, PauseReason};
use crate::policy::Policy;
use crate::project::Owed;
use crate::project::fact::open_pause;
use crate::value::{Day, Text};

/// A project that is paused (停工).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PausedProject<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The first day of the pause.
    pub paused_since: Day,
    /// How many days have passed since.
    pub days: i64,
    /// For what reason.
    pub reason: PauseReason,
    /// Why, in words.
    pub explanation: Text,
    /// Until when it was expected to last. `None` if that was not said.
    pub expected_until: Option<Day>,
}

/// A paper that a project owes: a step's evidence promised it, and nobody presented it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwedPaper<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The paper, and its days.
    pub owed: Owed,
    /// How many days have passed since it was due: below zero for those to come.
    pub days: i64,
    /// Whether it is overdue. Of a closed project nothing is.
    pub is_overdue: bool,
}

/// The duties of paragraph 11 that a signed project did not meet in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverdueDuties<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The day of the signing that stands.
    pub signed_on: Day,
    /// The day by which the duties were due.
    pub due: Day,
    /// How many days have passed since.
    pub days: i64,
    /// Those that are not met.
    pub duties: Vec<Duty>,
}

impl<'a> Lists<'a> {
    /// The projects that are paused, those that stopped first before the others.
    #[must_use]
    pub fn paused(&self) -> Vec<PausedProject<'a>> {
        let rows = self.each(|at, then| {
            let spans = then.pauses();
            let open = open_pause(&spans)?;
            Some(PausedProject {
                project: self.listed(at, then),
                paused_since: open.from,
                days: self.days_since(open.from),
                reason: open.pause.reason,
                explanation: open.pause.explanation.clone(),
                expected_until: open.pause.expected_until,
            })
        });
        longest_first(rows, |row| row.days, |row| row.project.project)
    }

    /// The papers that projects owe, those due first before the others; those of closed projects, too.
    #[must_use]
    pub fn owed_papers(&self) -> Vec<OwedPaper<'a>> {
        let rows = self.each(|at, then| {
            let owed = then.owed();
            if owed.is_empty() {
                return None;
            }
            let (project, is_closed) = (self.listed(at, then), then.position().stage().is_terminal());
            let papers = owed.into_iter().map(move |owed| {
                let days = self.days_since(owed.due);
                OwedPaper { project: project.clone(), owed, days, is_overdue: days > 0 && !is_closed }
            });
            Some(papers.collect::<Vec<_>>())
        });
        let papers = rows.into_iter().flatten().collect();
        longest_first(papers, |row: &OwedPaper<'_>| row.days, |row| row.project.project)
    }

    /// The projects whose officer, bodies or schedule were due before the day and are missing, by a policy; the most overdue
    /// first. Closed projects are not among them.
    #[must_use]
    pub fn overdue_duties(&self, policy: &Policy) -> Vec<OverdueDuties<'a>> {
        let rows = self.each(|at, then| {
            let (signed_on, due, duties) = then.unmet_duties(policy)?;
            Some(OverdueDuties { project: self.listed(at, then), signed_on, due, days: self.days_since(due), duties })
        });
        longest_first(rows, |row| row.days, |row| row.project.project)
    }
}
