//! A supplementary agreement.

use serde::Serialize;

use super::{Asked, Fact, Ground, Kind, Stood, Succession};
use crate::evidence::{Attachment, Promise};
use crate::lifecycle::{Gate, Item, Stage};
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{ClientId, Day, Money, input};

/// A supplementary agreement (补充协议): what it changes in the agreement that stands. At least one term must be given; the
/// others stay as they are.
///
/// Its days move the present schedule's for the stages concerned, and never a baseline. Without a schedule they make none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct AgreementAmended {
    /// The day by which production is to begin, not before the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_production: Option<Day>,
    /// The day by which construction is to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_start: Option<Day>,
    /// The investor who takes the place of the one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investor: Option<ClientId>,
    /// The agreement on paper, with its day.
    pub paper: Attachment,
    /// All that the government side promises from now on; an empty list says nothing any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promises: Option<Vec<Promise>>,
    /// Total planned investment, above zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_investment: Option<Money>,
}

input!(AgreementAmended { optional agreed_production, optional agreed_start, optional investor, needed paper, optional promises, optional total_investment });

impl AgreementAmended {
    /// A supplementary agreement that changes nothing yet.
    #[must_use]
    pub const fn by(paper: Attachment) -> Self {
        Self {
            agreed_production: None,
            agreed_start: None,
            investor: None,
            paper,
            promises: None,
            total_investment: None,
        }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self { agreed_production, agreed_start, investor, paper: _, promises, total_investment } = self;
        agreed_production.is_none()
            && agreed_start.is_none()
            && investor.is_none()
            && promises.is_none()
            && total_investment.is_none()
    }

    /// The days that it gives, by the stages that are to be reached.
    pub(super) fn days(&self) -> impl Iterator<Item = (Stage, Day)> + use<> {
        let days = [(Stage::Started, self.agreed_start), (Stage::Producing, self.agreed_production)];
        days.into_iter().filter_map(|(stage, day)| Some((stage, day?)))
    }
}

impl Kind for AgreementAmended {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, standing) = kept.standing()?;
        Some(Stood { fact: Fact::Agreement(standing.clone()), version })
    }

    fn ground(&self) -> Option<Ground> {
        Some(Ground::Agreement)
    }

    fn guard(&self, _kept: &Succession<Self>, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.is_empty() {
            reasons.push(Reason::NothingToAmend);
        }
        if let Some(found) = self.total_investment.filter(|total| !total.is_positive()) {
            reasons.push(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found });
        }
        // a day that it leaves alone is held against the one agreed so far
        let start = self.agreed_start.or(asked.agreed.start);
        let production = self.agreed_production.or(asked.agreed.production);
        if let (Some(not_before), Some(found)) = (start, production)
            && self.days().next().is_some()
            && found < not_before
        {
            let (gate, item) = (Gate::Agreement, Item::AgreedProduction);
            reasons.push(Reason::Unordered { gate, item, found, not_before });
        }
        asked.guard_paper(Item::SupplementaryAgreement, &self.paper, reasons);
    }

    /// The next one that gives one of the days and leaves the other as it is given here: the two were in order.
    fn bears(&self, kept: &Succession<Self>, version: u64) -> Option<StepDate> {
        let given = |agreement: &Self| [agreement.agreed_start, agreement.agreed_production].map(|day| day.is_some());
        let mut stands = given(self);
        let mut later = kept.behind(version);
        later.find_map(|(date, later)| {
            let [start, production] = given(later);
            let leaves = (start && !production && stands[1]) || (production && !start && stands[0]);
            stands = [stands[0] && !start, stands[1] && !production];
            // one that was recorded before was in order without it
            (leaves && date.version > version).then_some(date)
        })
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        // whether an agreement stood when a project was closed, only its history tells
        let stands = !current.position.stage().is_terminal() && current.note(on);
        if stands {
            current.total_investment = self.total_investment.or(current.total_investment);
            if let Some(schedule) = &mut current.schedule {
                self.days().for_each(|(stage, by)| schedule.shift(stage, by));
            }
        }
        stands
    }
}
