//! The baseline: by which days stages were to be reached when it was agreed.

use super::Project;
use crate::evidence::{Schedule, ScheduledStage};
use crate::lifecycle::Stage;

impl Project {
    /// The days by which stages were to be reached, in the order of the stages: those of the standing agreement, completed by
    /// the first schedule recorded after its signing. A signing anew has its own. Before any signing, and once none stands, it
    /// is the schedule recorded first. Empty if there is none of these.
    ///
    /// Neither planning anew nor a supplementary agreement changes it, so a missed date stays missed. The agreed days and
    /// the schedule have two sources, so they need not rise together.
    #[must_use]
    pub fn baseline(&self) -> Vec<ScheduledStage> {
        let schedules = &self.state.notes.schedules;
        let Some(signed) = self.state.course.signed else { return stages(schedules.first_after(0)) };
        let mut baseline = self.agreement().map_or_else(Vec::new, |(_, agreement)| {
            let day = |stage, by| ScheduledStage { by, stage };
            vec![day(Stage::Started, *agreement.agreed_start()), day(Stage::Producing, *agreement.agreed_production())]
        });
        let agreed = baseline.len();
        for planned in stages(schedules.first_after(signed)) {
            if baseline[..agreed].iter().all(|day| day.stage != planned.stage) {
                baseline.push(planned);
            }
        }
        baseline.sort_by_key(|day| day.stage);
        baseline
    }
}

fn stages(schedule: Option<&Schedule>) -> Vec<ScheduledStage> {
    schedule.map_or_else(Vec::new, |schedule| schedule.planned().to_vec())
}
