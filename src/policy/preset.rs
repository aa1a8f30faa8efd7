//! Policies that come with the crate.

use super::{IndustryLimits, Policy, PolicyTerms, Season, SmallWorksLimits, Span, StallThreshold, Validity};
use crate::lifecycle::{Item, Stage, ZombieCause};
use crate::reason::Names;
use crate::value::{DayOfYear, Money, UtcOffset};

impl PolicyTerms {
    /// The three-year action plan of Shenyang (沈政办发〔2018〕78号), with what it leaves open filled in:
    ///
    /// | term | value | source |
    /// |---|---|---|
    /// | offset | +08:00 | civil time in China |
    /// | officer, body, schedule | 10 days after signing | plan paragraph 11 names the duty, the days are ours |
    /// | zombie, signed or registered | 180 days after the agreed start | audit practice for signed projects not started |
    /// | zombie, started and later | 12 months | idle-land rule of one year; company law's deemed stop |
    /// | zombie, insolvent or phased out by order | no time | a court's finding or an order shows it on its day |
    /// | construction permit | 3 months | 建筑法: start within three months of issue |
    /// | seasonal stop | 1 November to 31 March | ours; the plan's inspections in April look for works resumed |
    /// | no construction permit up to | 300 square metres or 300,000 yuan | 建筑工程施工许可管理办法 |
    /// | unbroken running | 6 months | ours |
    /// | building before registration (先建后验) | no | ours; Liaoning piloted it in 2017 |
    /// | commitment taken for | site paper, both planning permits, construction permit, environmental approval, acceptance | paragraph 10 (承诺制、拿地即开工); the list is ours |
    /// | required | first claim | 首报首谈, as cities of this size ask for it; ours |
    /// | waiver taken for | reserve review, both planning permits | ours |
    /// | names of authorities | those of 2018, before the reform of 2019: the labels of [`Provider`](crate::lifecycle::Provider) | paragraphs 7, 11 and 19; the rest is usage |
    /// | industries of a zone | 2 leading (national) or 1 (provincial), 1 special | paragraph 2 (2主1特、1主1特) |
    ///
    /// # Panics
    /// Never: the name is a short text, +08:00 is an offset, and the year has these days.
    #[must_use]
    pub fn shenyang_2018() -> Self {
        let stalls = [
            (Stage::Signed, None, Span::Days(180)),
            (Stage::Registered, None, Span::Days(180)),
            (Stage::Started, None, Span::Months(12)),
            (Stage::Producing, None, Span::Months(12)),
            (Stage::Producing, Some(ZombieCause::ObsoleteByOrder), Span::Days(0)),
            (Stage::Producing, Some(ZombieCause::Insolvent), Span::Days(0)),
            (Stage::Operating, None, Span::Months(12)),
            (Stage::Operating, Some(ZombieCause::ObsoleteByOrder), Span::Days(0)),
            (Stage::Operating, Some(ZombieCause::Insolvent), Span::Days(0)),
        ];
        Self {
            build_first: false,
            commitments: vec![
                Item::SitePaper,
                Item::LandPlanningPermit,
                Item::WorksPlanningPermit,
                Item::ConstructionPermit,
                Item::EnvironmentalApproval,
                Item::AcceptancePaper,
            ],
            duty_days: 10,
            id: "shenyang_2018".parse().expect("the name is a short text"),
            names: Names::default(),
            operation_months: 6,
            permit_validity: vec![Validity { item: Item::ConstructionPermit, lasts: Span::Months(3) }],
            required: vec![Item::UniquenessClaim],
            seasonal_stop: Some(Season { from: day_of_year(11, 1), to: day_of_year(3, 31) }),
            small_works: Some(SmallWorksLimits { area: 300, cost: Money::from_fen(30_000_000) }),
            stall_thresholds: stalls.map(|(stage, cause, after)| StallThreshold { after, cause, stage }).into(),
            utc_offset: UtcOffset::hours(8).expect("+08:00 is an offset"),
            waivers: vec![Item::PoolReview, Item::LandPlanningPermit, Item::WorksPlanningPermit],
            zone_industries: IndustryLimits { national_leading: 2, provincial_leading: 1, special: 1 },
        }
    }
}

fn day_of_year(month: u32, day: u32) -> DayOfYear {
    DayOfYear::new(month, day).expect("the year has this day")
}

impl Policy {
    /// The preset of [`PolicyTerms::shenyang_2018`].
    ///
    /// # Panics
    /// Never: the preset makes a policy.
    #[must_use]
    pub fn shenyang_2018() -> Self {
        Self::new(PolicyTerms::shenyang_2018()).expect("the preset makes a policy")
    }
}
