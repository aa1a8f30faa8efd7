//! The colours of the board (挂图作战): when the light of a project turns yellow or red.

use serde::{Deserialize, Serialize};

use super::PlanError;
use crate::lifecycle::{PauseReason, Stage};
use crate::policy::Season;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The light of a project, the worst one last. It is never told by its colour alone.
    Light as "light" {
        /// As planned.
        Green "green" "Green" "绿灯";
        /// Behind: a warning.
        Yellow "yellow" "Yellow" "黄灯";
        /// Far behind.
        Red "red" "Red" "红灯";
    }
}

/// The rules by which the lights of the board are lit. Each is optional, and a plan has at least one of them.
///
/// No rule holds progress against the schedule: a schedule says by when a stage is to be reached, and nothing on record says which
/// share of the work was to be done by a day between. Nor does one ask for the enrolment in the statistics (入统) after the start: an
/// office may leave that milestone unrecorded, and a light would tell of the record, not of the project.
///
/// ```
/// use project_lifecycle::portfolio::{ActionPlan, StartColours};
///
/// let plan = ActionPlan::shenyang_2018();
/// let colours = plan.terms().colours.as_ref().expect("the preset has colours");
/// assert_eq!(colours.start, Some(StartColours { red_in_month: 3, yellow_in_month: 1 }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// The reasons of a pause that are good ones (正当理由). While such a pause goes on, yellow and red are suppressed, and that is
    /// told; its days do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub good_reasons: Vec<PauseReason>,
    /// The season in which a seasonal stop is a good reason. If work does not resume, its days count in full once the season is
    /// over. `None` unless the season is among the good reasons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// How long a project may stand still in a stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silence: Vec<Silence>,
    /// How long a start may be due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<StartColours>,
}

/// For how many days a project may stand still in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// After so many days without progress the light is yellow.
    pub days: u32,
    /// The stage.
    pub stage: Stage,
}

/// For how many months a start may be due. The month in which it is due is the first one, from its first day on; the months are
/// consecutive, and one that ends in a pause for a good reason begins them anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartColours {
    /// From which month on the light is red.
    pub red_in_month: u32,
    /// From which month on it is yellow.
    pub yellow_in_month: u32,
}

impl Colours {
    /// The first place that lights nothing.
    pub(super) fn check(&self) -> Result<(), PlanError> {
        let Self { good_reasons, season, silence, start } = self;
        let wrong = |at: &str, why: String| Err(PlanError::at(format!("/colours{at}"), why));
        if silence.is_empty() && start.is_none() {
            return wrong("", "it lights nothing; leave it out".into());
        }
        for (at, reason) in good_reasons.iter().enumerate() {
            if good_reasons[..at].contains(reason) {
                return wrong(&format!("/good_reasons/{at}"), format!("`{reason}` is there already"));
            }
        }
        match (good_reasons.contains(&PauseReason::Season), season) {
            (true, None) => return wrong("/season", "`season` is a good reason, and no season is given".into()),
            (false, Some(_)) => return wrong("/season", "`season` is no good reason; leave it out".into()),
            (true, Some(_)) | (false, None) => {}
        }
        for (at, Silence { days, stage }) in silence.iter().enumerate() {
            let place = format!("/silence/{at}");
            if *days == 0 {
                return wrong(&place, "0 days are no silence; leave it out".into());
            }
            if matches!(stage, Stage::Zombie | Stage::Closed) {
                return wrong(&place, format!("a project in `{stage}` has no light"));
            }
            if silence[..at].iter().any(|other| other.stage == *stage) {
                return wrong(&place, format!("`{stage}` is there already"));
            }
        }
        let Some(StartColours { red_in_month: red, yellow_in_month: yellow }) = start else { return Ok(()) };
        if *yellow == 0 {
            return wrong("/start", "the month in which a start is due is month 1".into());
        }
        if yellow >= red {
            return wrong("/start", format!("yellow in month {yellow} does not come before red in month {red}"));
        }
        Ok(())
    }
}
