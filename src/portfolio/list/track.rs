//! What became of a project: what was agreed and what was reached, what rested, what is owed, what was corrected.

use serde::Serialize;

use super::kept::Told;
use super::lists::{Listed, Lists};
use super::then::Then;
use crate::evidence::Schedule;
use crate::lifecycle::{Outcome, PauseReason, Position, Stage, Verb, ZombieCause};
use crate::portfolio::life::Restated;
use crate::portfolio::row::{CorrectionRow, Corrects, StepRow};
use crate::project::Owed;
use crate::value::{Day, ProjectId, Text, Timestamp};
use crate::vocabulary::vocabulary;

/// What became of a project, at the two dates of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Track<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The steps that stand, the planning first.
    pub steps: Vec<TrackStep>,
    /// The stages for which a day is agreed, in the order of the days in force, and of one day of the stages.
    pub nodes: Vec<TrackNode>,
    /// Its pauses, the first one first.
    pub pauses: Vec<TrackPause>,
    /// The papers that it owes, by the steps that promised them.
    pub owed: Vec<Owed>,
    /// The corrections that were known, in the order in which they were recorded.
    pub corrections: Vec<TrackCorrection>,
}

/// A step that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TrackStep {
    /// The version of its event in the project's stream.
    pub version: u64,
    /// The act. `None` for the planning.
    pub verb: Option<Verb>,
    /// Where it led.
    pub to: Position,
    /// The day on which it took effect, corrections considered.
    pub on: Day,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Whether the day is only inferred, or disputed: an import says so.
    pub is_doubtful: bool,
    /// Why it stalled. `None` of any other act.
    pub cause: Option<ZombieCause>,
    /// How it ended. `None` of any act but the closing.
    pub outcome: Option<Outcome>,
}

/// A stage that is to be reached by an agreed day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TrackNode {
    /// The stage.
    pub stage: Stage,
    /// The day in force. Of start and production it is what was agreed last, and after a revival what its schedule says; of other
    /// stages, and where no agreement names one, it is that of the schedule in force, or of the last one that named the stage.
    pub agreed: Day,
    /// The day in the baseline of the signing that stands, which nothing moves. Of a stage that the baseline does not name it is
    /// the day that was given first since.
    pub agreed_first: Day,
    /// The day on which it was reached first. `None` if it was not.
    pub reached: Option<Day>,
    /// How many days after the day in force it was reached, below zero if before it; if it was not reached, how many have passed
    /// since. `None` if it is not due.
    ///
    /// A node is due after its day while the signing stands with which it was planned: a schedule that was set before the signing
    /// is a plan until then. When talks are reopened or broken off, or the agreement is terminated, what was planned for them is
    /// due no more, not even with a signing anew: that has days of its own. Nor is anything of a closed project.
    pub days_late: Option<i64>,
}

/// A pause (停工).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrackPause {
    /// Its first day.
    pub from: Day,
    /// The day on which work resumed. `None` while it goes on.
    pub until: Option<Day>,
    /// Until when it was expected to last. `None` if that was not said.
    pub expected_until: Option<Day>,
    /// For what reason.
    pub reason: PauseReason,
    /// Why, in words.
    pub explanation: Text,
}

vocabulary! {
    /// What a correction did.
    #[non_exhaustive]
    CorrectionKind as "kind of correction" {
        /// The last step that stood was voided.
        Void "void" "Step voided" "撤销阶段变更";
        /// A step was given another day.
        Redate "redate" "Step re-dated" "更正阶段变更日期";
        /// The evidence of a step was told anew, and perhaps its day.
        Correct "correct" "Evidence corrected" "更正阶段变更材料";
        /// The planning was told anew.
        Replan "replan" "Planning corrected" "更正策划登记";
        /// A fact was voided.
        VoidFact "void_fact" "Fact voided" "撤销登记事项";
    }
}

/// A correction. It works on every day from its own record on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TrackCorrection {
    /// The version of its event in the project's stream.
    pub version: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What it did.
    pub kind: CorrectionKind,
    /// The version of the event that it corrects: a step, the planning, or a fact.
    pub corrects: u64,
    /// The act that it corrects. `None` of the planning, and of a fact.
    pub verb: Option<Verb>,
    /// The day that the step had before. `None` if no step was changed.
    pub from: Option<Day>,
    /// The day that it has since, which may be the same. `None` if it was voided, or no step was changed.
    pub to: Option<Day>,
}

impl<'a> Lists<'a> {
    /// What became of every project that was planned by then, by its id.
    #[must_use]
    pub fn tracks(&self) -> Vec<Track<'a>> {
        let mut tracks = self.each(|at, then| Some(self.track_of(at, then)));
        tracks.sort_unstable_by_key(|track| track.project.project);
        tracks
    }

    /// What became of one project. `None` if it was not known then, or planned later.
    #[must_use]
    pub fn track(&self, project: ProjectId) -> Option<Track<'a>> {
        let at = self.portfolio.place(project)? as usize;
        self.at(at, |then| self.track_of(at, then))
    }

    fn track_of(&self, at: usize, then: &Then<'a, '_>) -> Track<'a> {
        let pauses = then.pauses().into_iter().map(|span| TrackPause {
            from: span.from,
            until: span.resumed_on,
            expected_until: span.pause.expected_until,
            reason: span.pause.reason,
            explanation: span.pause.explanation,
        });
        Track {
            project: self.listed(at, then),
            steps: then.steps.iter().map(|row| step(*row)).collect(),
            nodes: then.nodes(),
            pauses: pauses.collect(),
            owed: then.owed(),
            corrections: then.corrections(),
        }
    }
}

fn step(row: StepRow) -> TrackStep {
    let (step, detail) = (row.step(), row.detail());
    let verb = step.verb();
    TrackStep {
        version: row.version(),
        verb,
        to: step.to(),
        on: row.on,
        recorded_at: row.recorded,
        is_doubtful: row.is_doubtful(),
        cause: (verb == Some(Verb::Stall)).then(|| detail.cause()).flatten(),
        outcome: (verb == Some(Verb::Close)).then(|| detail.outcome()).flatten(),
    }
}

impl Then<'_, '_> {
    /// The agreed nodes, in the order of the days in force.
    pub(super) fn nodes(&self) -> Vec<TrackNode> {
        let (schedule, is_closed) = (self.schedule(), self.position().stage().is_terminal());
        let mut nodes: Vec<_> = Schedule::STAGES
            .into_iter()
            .filter_map(|stage| {
                let agreed = self.day_in_force(stage, schedule.as_ref())?;
                let agreed_first = self.baseline(stage).or_else(|| self.scheduled_first(stage)).unwrap_or(agreed);
                let reached = self.steps.iter().find(|row| row.step().to().stage() == stage).map(|row| row.on);
                let is_due = |days: &i64| *days > 0 && !is_closed && self.is_bound_to(stage);
                let overdue = || Some(self.as_of.days_since(agreed)).filter(is_due);
                let days_late = reached.map(|on| on.days_since(agreed)).or_else(overdue);
                Some(TrackNode { stage, agreed, agreed_first, reached, days_late })
            })
            .collect();
        nodes.sort_by_key(|node| node.agreed);
        nodes
    }

    /// The corrections that were known.
    fn corrections(&self) -> Vec<TrackCorrection> {
        self.view.corrected().into_iter().map(|(row, restated)| self.correction(&row, restated)).collect()
    }

    fn correction(&self, row: &CorrectionRow, restated: Option<Restated>) -> TrackCorrection {
        let (kind, corrects) = match row.corrects {
            Corrects::Void => (CorrectionKind::Void, restated.map_or(0, |step| step.before.version())),
            Corrects::Restates { version, .. } => {
                let is_told_anew = self.tells(row.version, |told| matches!(told, Told::Restated { .. }).then_some(()));
                let kind = if is_told_anew.is_some() { CorrectionKind::Correct } else { CorrectionKind::Redate };
                (kind, version.into())
            }
            Corrects::VoidsFact => {
                let fact =
                    self.tells(row.version, |told| if let Told::Voided(fact) = told { Some(*fact) } else { None });
                (CorrectionKind::VoidFact, fact.map_or(0, u64::from))
            }
            Corrects::Replans { .. } => (CorrectionKind::Replan, 1),
        };
        TrackCorrection {
            version: row.version.into(),
            recorded_at: row.recorded,
            kind,
            corrects,
            verb: restated.and_then(|step| step.before.step().verb()),
            from: restated.map(|step| step.before.on),
            to: restated.and_then(|step| step.after).map(|after| after.on),
        }
    }
}
