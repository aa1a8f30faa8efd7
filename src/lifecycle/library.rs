//! The two project libraries of the plan; the third, of target clients, lists investors.

use serde::{Serialize, Serializer};

use crate::vocabulary::Language;

/// A project library on the city platform (plan paragraph 7). Derived from the stage, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    /// 策划储备项目库, the planning reserve.
    PlanningReserve,
    /// 招商(签约、落地)项目库, the promotion library, with the section it is listed in.
    Promotion(Section),
}

/// A section of the promotion library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// In talks.
    Negotiating,
    /// Signed, not yet landed.
    Signed,
    /// Registered or under construction (落地).
    Landed,
}

impl Serialize for Library {
    /// Its code.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl Library {
    /// A stable code, as lists keep it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PlanningReserve => "planning_reserve",
            Self::Promotion(Section::Negotiating) => "promotion_negotiating",
            Self::Promotion(Section::Signed) => "promotion_signed",
            Self::Promotion(Section::Landed) => "promotion_landed",
        }
    }

    /// What a person reads.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match self {
            Self::PlanningReserve => language.pick("Planning reserve", "策划储备项目库"),
            Self::Promotion(Section::Negotiating) => language.pick("Promotion library: talks", "招商项目库（洽谈）"),
            Self::Promotion(Section::Signed) => language.pick("Promotion library: signed", "招商项目库（签约）"),
            Self::Promotion(Section::Landed) => language.pick("Promotion library: landed", "招商项目库（落地）"),
        }
    }
}
