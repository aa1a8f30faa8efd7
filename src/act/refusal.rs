//! A refusal: every reason why a command is not accepted.

use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::reason::{Names, Reason, ReasonReport, Told, Wording};
use crate::value::ProjectId;
use crate::vocabulary::Language;

/// Why a command was refused: every reason at once. What is refused has changed nothing.
///
/// ```
/// use project_lifecycle::prelude::*;
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// let tomorrow = context("1").on("2018-06-12".parse()?);
/// let refusal = Project::plan(id, profile, &tomorrow, &policy).unwrap_err();
/// assert_eq!((refusal.command(), refusal.reasons().len()), ("plan", 1));
/// assert_eq!(refusal.reasons()[0].code(), "effective_date_in_future");
/// let chinese = "业务发生日期 2018-06-12 晚于今日 2018-06-11。请核实日期，应不晚于 2018-06-11。";
/// assert_eq!(refusal.text(Language::Chinese), chinese);
/// // as JSON: `{"project", "command", "reasons"}`, with texts in both languages
/// let told = serde_json::to_value(&refusal)?;
/// assert_eq!(told["reasons"][0]["parameters"]["today"], "2018-06-11");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    project: ProjectId,
    command: &'static str,
    reasons: Vec<Reason>,
    names: Names,
}

impl Refusal {
    /// A refusal for reasons, of which there is at least one, by a policy with these names of authorities.
    pub(crate) const fn new(project: ProjectId, command: &'static str, reasons: Vec<Reason>, names: Names) -> Self {
        Self { project, command, reasons, names }
    }

    /// The project.
    #[must_use]
    pub const fn project(&self) -> ProjectId {
        self.project
    }

    /// What the command is called, such as `sign`.
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
}

impl Refusal {
    /// The refusal in one language, to be serialized: `{"project", "command", "reasons"}`, each reason as in [`Told`].
    #[must_use]
    pub const fn told_in(&self, language: Language) -> Told<'_, Self> {
        Told { what: self, wording: self.wording(language) }
    }
}

impl Serialize for Told<'_, Refusal> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Refusal { project, command, reasons, .. } = self.what;
        let mut refusal = serializer.serialize_struct("Refusal", 3)?;
        refusal.serialize_field("project", project)?;
        refusal.serialize_field("command", command)?;
        refusal.serialize_field("reasons", &Told { what: reasons.as_slice(), wording: self.wording })?;
        refusal.end()
    }
}

/// One line for each reason, with what would lift it.
pub(crate) fn lines(reasons: &[Reason], wording: Wording<'_>) -> String {
    let lines: Vec<_> = reasons
        .iter()
        .map(|reason| match wording.language {
            Language::English => {
                format!("{}: {} ({})", reason.code(), reason.text(wording), reason.lift().text(wording))
            }
            Language::Chinese => {
                let sentences = [reason.text(wording), reason.lift().text(wording)];
                sentences.map(|text| text.trim_end_matches('。').to_owned() + "。").concat()
            }
        })
        .collect();
    lines.join("\n")
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "project {} refuses `{}`", self.project, self.command)?;
        for (i, reason) in self.reasons.iter().enumerate() {
            write!(f, "{} {}", if i == 0 { ":" } else { ";" }, reason.text(self.wording(Language::English)))?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusal {}

impl Serialize for Refusal {
    /// `{"project", "command", "reasons": [{"code", "parameters", "en", "zh", "lift"}]}`
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reasons: Vec<ReasonReport<'_>> = self.reasons.iter().map(|reason| reason.report(&self.names)).collect();
        let mut refusal = serializer.serialize_struct("Refusal", 3)?;
        refusal.serialize_field("project", &self.project)?;
        refusal.serialize_field("command", self.command)?;
        refusal.serialize_field("reasons", &reasons)?;
        refusal.end()
    }
}
