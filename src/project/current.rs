//! What a project is now, as a platform's lists show it.

use serde::{Deserialize, Serialize, Serializer};

use super::InvestmentMeasure;
use crate::evidence::Schedule;
use crate::lifecycle::{Item, Library, Position, ProjectKind};
use crate::value::{ActorId, Currency, Day, Money, ProjectCode, ProjectId, Text, ZoneId};

/// What a project is now: one row of a platform's lists. It follows from the events and says nothing beyond them.
///
/// A project holds its own ([`Project::current`](crate::Project::current)). A store keeps it beside the events:
/// [`planned`](Self::planned) makes it, [`after`](Self::after) moves it on by one event, and some events need the whole
/// history, such as a correction. It proves nothing by itself: a [`Project`](crate::Project) comes from its events alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CurrentState {
    /// The project.
    pub project: ProjectId,
    /// The version of its last event.
    pub version: u64,
    /// Where it stands.
    pub position: Position,
    /// The day on which it entered its stage.
    pub since: Day,
    /// Its name.
    pub name: Text,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its code on the national approval platform, as its evidence last gave it.
    pub code: Option<ProjectCode>,
    /// The zone that hosts it.
    pub zone: ZoneId,
    /// Its dedicated officer.
    pub officer: Option<ActorId>,
    /// Its total planned investment: as planned, as amended, as signed or as agreed since, whichever has the latest date.
    pub total_investment: Option<Money>,
    /// What the standing investment reports add up to, by measure, currency and year.
    pub invested: Vec<Invested>,
    /// Its present schedule: the days by which it is to reach the stages to come.
    pub schedule: Option<Schedule>,
    /// The papers that its standing evidence committed to and nobody presented yet, by the step and the item.
    pub owed: Vec<Owed>,
    /// The first day of its present pause. `None` if it is not paused.
    pub paused_since: Option<Day>,
    /// The latest effective date of its officer, its schedule, its signing, its pauses, its amendments, relocations and
    /// supplementary agreements. `None` if it has none of them. What is dated earlier does not replace them, so this state cannot follow
    /// it by itself.
    pub noted_on: Option<Day>,
}

/// What the standing investment reports of one measure, currency and year add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Invested {
    /// What is measured.
    pub measure: InvestmentMeasure,
    /// The currency.
    pub currency: Currency,
    /// The year of the periods.
    pub year: i32,
    /// In hundredths of the currency's main unit. Wide enough for any sum. As JSON it is `amount`, in the main unit with two
    /// decimals.
    #[serde(rename = "amount", serialize_with = "hundredths")]
    pub minor: i128,
    /// The last day that is reported on.
    pub to: Day,
    /// The last day of the longest report from 1 January on, which stands for all that it holds. `None` if no report begins
    /// on that day.
    pub cumulative_to: Option<Day>,
}

/// Writes hundredths as an amount with two decimals.
fn hundredths<S: Serializer>(minor: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    let (sign, size) = (if *minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    serializer.collect_str(&format_args!("{sign}{}.{:02}", size / 100, size % 100))
}

/// A paper that a step's evidence committed to and nobody presented yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// The day by which the evidence promised it.
    pub committed: Day,
    /// The last day on which it is presented in time: the day promised, or the one to which it was prolonged last, whichever
    /// is later.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence promised it.
    pub version: u64,
}

impl CurrentState {
    /// The project library that lists it. `None` if none does.
    #[must_use]
    pub const fn library(&self) -> Option<Library> {
        self.position.library()
    }

    /// The first day by which something is due: a stage of the schedule that it has not reached, or a paper that it owes.
    /// `None` once it is closed. The duties of paragraph 11 fall due by the policy and are not among them
    /// ([`Project::duties_due`](crate::Project::duties_due)).
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        if self.position.stage().is_terminal() {
            return None;
        }
        let reached = self.position.footing();
        let planned = self.schedule.iter().flat_map(Schedule::planned).filter(|planned| planned.stage > reached);
        planned.map(|planned| planned.by).chain(self.owed.iter().map(|owed| owed.due)).min()
    }

    /// What the standing investment reports of a measure and a currency add up to over all years, in hundredths of the
    /// currency's main unit.
    #[must_use]
    pub fn invested_in(&self, measure: InvestmentMeasure, currency: Currency) -> i128 {
        let sums = self.invested.iter().filter(|sum| (sum.measure, sum.currency) == (measure, currency));
        sums.map(|sum| sum.minor).sum()
    }

    /// What is still owed for an item that a step committed to. `None` if nothing is.
    #[must_use]
    pub fn owed_for(&self, version: u64, item: Item) -> Option<&Owed> {
        self.owed.get(self.owed_at(version, item)).filter(|owed| owed.is_for(version, item))
    }

    /// Takes note of a day. Tells whether what is of that day stands: nothing later is noted.
    pub(super) fn note(&mut self, on: Day) -> bool {
        let stands = self.noted_on.is_none_or(|last| last <= on);
        if stands {
            self.noted_on = Some(on);
        }
        stands
    }

    /// Shows the schedule of a day. Tells whether it stands.
    pub(super) fn plan(&mut self, schedule: &Schedule, on: Day) -> bool {
        let stands = self.note(on);
        if stands {
            self.schedule = Some(schedule.clone());
        }
        stands
    }

    /// The index of a paper among what is owed, or where it would go.
    pub(super) fn owed_at(&self, version: u64, item: Item) -> usize {
        self.owed.partition_point(|owed| (owed.version, owed.item) < (version, item))
    }
}

impl Owed {
    /// What a step promised by a day, and perhaps prolonged.
    pub(crate) fn promised(committed: Day, prolonged: Option<Day>, item: Item, version: u64) -> Self {
        Self { committed, due: prolonged.map_or(committed, |due| due.max(committed)), item, version }
    }

    /// Whether it is owed for an item of a step.
    pub(super) fn is_for(&self, version: u64, item: Item) -> bool {
        (self.version, self.item) == (version, item)
    }
}
