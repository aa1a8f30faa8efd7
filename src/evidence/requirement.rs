//! What a gate asks for, as data: enough to draw a form.

use serde::Serialize;

use super::gate::Declared;
use super::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, StallFinding,
};
use crate::lifecycle::{Gate, Item};
use crate::reason::Wording;
use crate::vocabulary::Language;

/// When a gate asks for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// Always.
    Always,
    /// Under a condition, said in both languages.
    When {
        /// The condition in English.
        en: &'static str,
        /// The condition in Chinese.
        zh: &'static str,
    },
    /// It may be given.
    Optional,
}

/// One item that a gate asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Requirement {
    /// The gate.
    pub gate: Gate,
    /// The item.
    pub item: Item,
    /// The member of the form that it is filled in as.
    pub member: &'static str,
    /// When it is needed.
    #[serde(flatten)]
    pub need: Need,
    /// Whether a commitment may stand in for it, if the policy allows. So may a waiver, unless
    /// [`may_be_unrequired`](Self::may_be_unrequired).
    pub is_document: bool,
    /// Whether the evidence may say, with the basis, that none is required. Then nobody waives it.
    pub may_be_unrequired: bool,
}

impl Requirement {
    /// What a person reads: the item, when it is needed, and who provides it.
    #[must_use]
    pub fn text<'a>(&self, wording: impl Into<Wording<'a>>) -> String {
        let Wording { language, names } = wording.into();
        let (item, by) = (self.item.label(language), names.provider(self.item, language));
        match (self.need, language) {
            (Need::Always, Language::English) => format!("{item} (from {by})"),
            (Need::Always, Language::Chinese) => format!("{item}，由{by}提供"),
            (Need::When { en, .. }, Language::English) => format!("{item} {en} (from {by})"),
            (Need::When { zh, .. }, Language::Chinese) => format!("{zh}，须有{item}，由{by}提供"),
            (Need::Optional, Language::English) => format!("{item}, if there is one (from {by})"),
            (Need::Optional, Language::Chinese) => format!("{item}（如有），由{by}提供"),
        }
    }
}

impl Gate {
    /// Every item that this gate's form has, in the form's order.
    ///
    /// ```
    /// use project_lifecycle::lifecycle::{Gate, Item};
    ///
    /// assert!(Gate::Commencement.requirements().iter().any(|needed| needed.item == Item::ConstructionPermit));
    /// ```
    #[must_use]
    pub const fn requirements(self) -> &'static [Requirement] {
        match self {
            Self::Dossier => Dossier::REQUIREMENTS,
            Self::Engagement => Engagement::REQUIREMENTS,
            Self::Agreement => Agreement::REQUIREMENTS,
            Self::Registration => Registration::REQUIREMENTS,
            Self::Commencement => Commencement::REQUIREMENTS,
            Self::Commissioning => Commissioning::REQUIREMENTS,
            Self::Operation => Operation::REQUIREMENTS,
            Self::Grounds => Grounds::REQUIREMENTS,
            Self::Rescission => Rescission::REQUIREMENTS,
            Self::StallFinding => StallFinding::REQUIREMENTS,
            Self::Revival => Revival::REQUIREMENTS,
            Self::Closing => Closing::REQUIREMENTS,
        }
    }
}
