//! The commencement: what starts construction.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::document::{Shown, Standing};
use super::dossier::positive;
use super::gate::{Conditions, gate};
use super::{Attachment, Document, Permit};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{
    Day, Expected, FaultKind, Input, Members, Money, ProjectCode, Reading, Sample, Text, deserialize, input,
};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How the site is held. Each kind has its paper: the delivery of cleared land, the title, or the lease.
    #[non_exhaustive]
    SiteKind as "kind of site" {
        /// Land delivered cleared (净地).
        ClearedLand "cleared_land" "Cleared land" "净地";
        /// Land that the company holds already, as for an expansion.
        OwnLand "own_land" "Own land" "自有土地";
        /// Leased land.
        LeasedLand "leased_land" "Leased land" "租赁土地";
        /// A plant that the company owns already, as for a technical upgrade (零增地技改).
        OwnPlant "own_plant" "Own plant" "自有厂房";
        /// A leased plant.
        LeasedPlant "leased_plant" "Leased plant" "租赁厂房";
    }
}

vocabulary! {
    /// By which definition construction began. Ground clearing, demolition and surveys never count.
    #[non_exhaustive]
    StartKind as "kind of start" {
        /// The first permanent work broke ground (破土开槽).
        GroundBroken "ground_broken" "Ground broken for permanent works" "破土开槽";
        /// Formal piling began, where nothing is dug first.
        Piling "piling" "Formal piling" "正式打桩";
        /// Fit-out or equipment entry, where nothing is built.
        FitOut "fit_out" "Fit-out or equipment entry" "装修或设备进场";
    }
}

/// The project's code on the national approval platform, or why it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "snake_case")]
pub enum CodeEntry {
    /// The code.
    Code(ProjectCode),
    /// Small projects have none; this says why.
    None {
        /// Why there is none.
        reason: Text,
    },
}

/// The environmental approval: here, promised, or not required. It cannot be waived. Where the law demands none, the
/// evidence says so, and the basis says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Approval {
    /// The approval, or the filing that stands for it, is here.
    Presented(Attachment),
    /// It will be presented by a day, if the policy takes a commitment for it.
    Committed {
        /// The last day on which the promise is kept.
        due: Day,
    },
    /// The project needs none.
    NotRequired {
        /// The rule that says so, such as an entry of the list of exempt projects (名录豁免).
        basis: Text,
    },
}

impl Shown for Approval {
    fn standing(&self) -> Standing {
        match self {
            Self::Presented(paper) => paper.standing(),
            Self::Committed { due } => Standing::Committed { due: *due },
            Self::NotRequired { .. } => Standing::NotRequired,
        }
    }
}

impl SiteKind {
    /// Whether the project holds the land, so that what becomes of it is decided when the project ends.
    pub(crate) const fn is_held_land(self) -> bool {
        matches!(self, Self::ClearedLand | Self::OwnLand)
    }

    /// Whether works on it need a works planning permit: those on land do, those in a plant that stands do not.
    const fn is_land(self) -> bool {
        matches!(self, Self::ClearedLand | Self::OwnLand | Self::LeasedLand)
    }
}

/// The size of works that may be too small to need a construction permit; the policy has the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct SmallWorks {
    /// The floor area in square metres; 0 if it is not known.
    pub area: u32,
    /// The cost of the works.
    pub cost: Money,
}

input!(SmallWorks { needed area, needed cost });

impl Input for CodeEntry {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let members = Members::of(value, reading);
        let entry = match (members.filled("code"), members.filled("none")) {
            (Some(_), None) => Self::Code(members.needed("code", reading)),
            (None, Some(none)) => reading.member("none", |reading| {
                let members = Members::of(none, reading);
                let reason = members.needed("reason", reading);
                members.end(&["reason"], reading);
                Self::None { reason }
            }),
            (None, None) | (Some(_), Some(_)) => {
                if value.is_object() {
                    reading.fault(FaultKind::mistyped(value, Expected::CodeEntry));
                }
                Self::sample(reading.sample())
            }
        };
        members.end(&["code", "none"], reading);
        entry
    }

    fn sample(sample: Sample) -> Self {
        Self::Code(ProjectCode::sample(sample))
    }
}

impl Input for Approval {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let members = Members::of(value, reading);
        let tag = members.tag("status", &["presented", "committed", "not_required"], reading);
        let Some((status, rest)) = tag else { return Self::sample(reading.sample()) };
        if status == "presented" {
            return Self::Presented(Attachment::read(&rest, reading));
        }
        let members = Members::of(&rest, reading);
        if status == "committed" {
            let due = members.needed("due", reading);
            members.end(&["due"], reading);
            return Self::Committed { due };
        }
        let basis = members.needed("basis", reading);
        members.end(&["basis"], reading);
        Self::NotRequired { basis }
    }

    fn sample(sample: Sample) -> Self {
        Self::Presented(Attachment::sample(sample))
    }
}

impl<'de> Deserialize<'de> for CodeEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Approval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

gate! {
    /// The physical start of construction (开工, plan paragraph 11), not its ceremony.
    Commencement CommencementForm {
        /// The project code, or why there is none.
        needed value project_code: CodeEntry as ProjectCode,
        /// How the site is held.
        needed value site_kind: SiteKind as SiteKind,
        /// The delivery of cleared land, the title, or the lease.
        needed document site_paper: Document<Attachment> as SitePaper,
        /// The land-use planning permit (建设用地规划许可证).
        when("on cleared land", "净地建设的") document land_planning_permit: Document<Permit> as LandPlanningPermit,
        /// The works planning permit (建设工程规划许可证).
        when("on cleared, own or leased land", "净地、自有土地或租赁土地建设的")
            document works_planning_permit: Document<Permit> as WorksPlanningPermit,
        /// The construction permit (施工许可证).
        when("unless the works are small or a fit-out", "非限额以下工程且非装修进场的")
            document construction_permit: Document<Permit> as ConstructionPermit,
        /// The size of works too small for a construction permit.
        optional value small_works: SmallWorks as SmallWorks,
        /// The environmental approval, or why none is required.
        needed approval environmental_approval: Approval as EnvironmentalApproval,
        /// By which definition construction began.
        needed value start_kind: StartKind as StartKind,
        /// The day of the physical start.
        needed act physical_start: Day as PhysicalStart,
        /// Its proof: a photograph, the supervision log.
        needed paper start_proof: Attachment as StartProof,
    }
}

impl Conditions for CommencementForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        const GATE: Gate = Gate::Commencement;
        let need = |blank: bool, item, gaps: &mut Vec<Reason>| {
            if blank {
                gaps.push(Reason::Missing { gate: GATE, item });
            }
        };
        let site = self.site_kind.given();
        let is_cleared = site == Some(&SiteKind::ClearedLand);
        need(is_cleared && self.land_planning_permit.is_blank(), Item::LandPlanningPermit, gaps);
        let is_land = site.is_some_and(|site| site.is_land());
        need(is_land && self.works_planning_permit.is_blank(), Item::WorksPlanningPermit, gaps);
        positive(self.small_works.given().map(|works| &works.cost), GATE, Item::SmallWorks, gaps);
        let fit_out = self.start_kind.given() == Some(&StartKind::FitOut);
        let unsized_works = self.small_works.is_blank();
        need(self.construction_permit.is_blank() && unsized_works && !fit_out, Item::ConstructionPermit, gaps);
    }
}
