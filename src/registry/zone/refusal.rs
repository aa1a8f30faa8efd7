//! Why a command for a zone is refused.

use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::act::lines;
use crate::reason::{Names, Reason, ReasonReport, Told, Wording};
use crate::value::ZoneId;
use crate::vocabulary::Language;

/// Why a command for a zone was refused: every reason at once. What is refused has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRefusal {
    zone: ZoneId,
    command: &'static str,
    reasons: Vec<Reason>,
    names: Names,
}

impl ZoneRefusal {
    /// A refusal for reasons, of which there is at least one, by a policy with these names of authorities.
    pub(super) const fn new(zone: ZoneId, command: &'static str, reasons: Vec<Reason>, names: Names) -> Self {
        Self { zone, command, reasons, names }
    }

    /// The zone.
    #[must_use]
    pub const fn zone(&self) -> &ZoneId {
        &self.zone
    }

    /// What the command is called, such as `change_class`.
    #[must_use]
    pub const fn command(&self) -> &'static str {
        self.command
    }

    /// The reasons, in a fixed order; never empty.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// A language with the names of authorities of the policy that decided, to tell single reasons in.
    #[must_use]
    pub const fn wording(&self, language: Language) -> Wording<'_> {
        Wording { language, names: &self.names }
    }

    /// What a person reads: one line for each reason, with what would lift it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        lines(&self.reasons, self.wording(language))
    }

    /// The refusal in one language, to be serialized: `{"zone", "command", "reasons"}`, each reason as in [`Told`].
    #[must_use]
    pub const fn told_in(&self, language: Language) -> Told<'_, Self> {
        Told { what: self, wording: self.wording(language) }
    }
}

impl Serialize for Told<'_, ZoneRefusal> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ZoneRefusal { zone, command, reasons, .. } = self.what;
        let mut refusal = serializer.serialize_struct("ZoneRefusal", 3)?;
        refusal.serialize_field("zone", zone)?;
        refusal.serialize_field("command", command)?;
        refusal.serialize_field("reasons", &Told { what: reasons.as_slice(), wording: self.wording })?;
        refusal.end()
    }
}

impl fmt::Display for ZoneRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "zone {} refuses `{}`", self.zone, self.command)?;
        for (i, reason) in self.reasons.iter().enumerate() {
            write!(f, "{} {}", if i == 0 { ":" } else { ";" }, reason.text(self.wording(Language::English)))?;
        }
        Ok(())
    }
}

impl core::error::Error for ZoneRefusal {}

impl Serialize for ZoneRefusal {
    /// `{"zone", "command", "reasons": [{"code", "parameters", "en", "zh", "lift"}]}`
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reasons: Vec<ReasonReport<'_>> = self.reasons.iter().map(|reason| reason.report(&self.names)).collect();
        let mut refusal = serializer.serialize_struct("ZoneRefusal", 3)?;
        refusal.serialize_field("zone", &self.zone)?;
        refusal.serialize_field("command", self.command)?;
        refusal.serialize_field("reasons", &reasons)?;
        refusal.end()
    }
}
