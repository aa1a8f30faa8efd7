//! Documents, and what may stand in for them.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{Day, Digest, Input, Members, Reading, Sample, ShortText, Text, TextError, deserialize, input};

/// A document that a gate asks for: here, promised, or waived.
///
/// Commitment-based approval (承诺制审批, plan paragraph 10) lets a promise stand in for a paper until its due day. Which
/// items may be committed or waived is the policy's to say.
///
/// ```
/// use project_lifecycle::prelude::*;
/// use serde_json::json;
///
/// let paper = Attachment::new("施工许可证", "城乡建设局")?.dated("2018-07-01".parse()?);
/// let here = Document::Presented(Permit::new(paper, "2018-07-01".parse()?));
/// assert_eq!(serde_json::to_value(&here)?["status"], "presented");
/// let promised: Document<Permit> = Document::Committed { due: "2018-09-01".parse()? };
/// assert_eq!(serde_json::to_value(&promised)?, json!({"status": "committed", "due": "2018-09-01"}));
///
/// // a field of a form takes either
/// let form = CommencementForm { construction_permit: promised.into(), ..CommencementForm::default() };
/// assert!(Commencement::try_from(form).is_err()); // the rest is blank
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{T}Document", deny_unknown_fields))]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Document<T> {
    /// The document is here.
    Presented(T),
    /// It will be presented by a day.
    Committed {
        /// The last day on which the promise is kept.
        due: Day,
    },
    /// An authority waived it.
    Waived {
        /// The rule or decision that the waiver rests on.
        basis: Text,
        /// Who waived it.
        authority: Text,
    },
}

/// A reference to a paper kept elsewhere. The crate never sees the paper; with a digest, anyone who does can tell
/// whether it is still the same. Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Attachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<Digest>,
    issuer: Text,
    name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<ShortText>,
}

impl Input for Attachment {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let (members, before) = (Members::of(value, reading), reading.faults());
        let paper = Self {
            dated: members.if_filled("dated", reading),
            digest: members.if_filled("digest", reading),
            issuer: members.needed("issuer", reading),
            name: members.needed("name", reading),
            number: members.if_filled("number", reading),
        };
        members.end(&["dated", "digest", "issuer", "name", "number"], reading);
        // the day of what cannot be read is not known, and it may date a step
        let is_known = reading.faults() == before || paper.dated.is_some();
        if is_known { paper } else { Self { dated: dated_sample(reading.sample()), ..paper } }
    }

    fn sample(sample: Sample) -> Self {
        Self {
            dated: dated_sample(sample),
            digest: None,
            issuer: Text::sample(sample),
            name: Text::sample(sample),
            number: None,
        }
    }
}

/// The day of a paper that cannot be read: one in the first sample, none in the second.
fn dated_sample(sample: Sample) -> Option<Day> {
    sample.pick(Some(sample.day), None)
}

impl<'de> Deserialize<'de> for Attachment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

input!(Permit { needed issued_on, needed paper, optional valid_until });

impl<T: Input> Input for Document<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let members = Members::of(value, reading);
        let tag = members.tag("status", &["presented", "committed", "waived"], reading);
        let Some((status, rest)) = tag else { return Self::sample(reading.sample()) };
        if status == "presented" {
            return Self::Presented(T::read(&rest, reading));
        }
        let members = Members::of(&rest, reading);
        if status == "committed" {
            let due = members.needed("due", reading);
            members.end(&["due"], reading);
            return Self::Committed { due };
        }
        let (basis, authority) = (members.needed("basis", reading), members.needed("authority", reading));
        members.end(&["authority", "basis"], reading);
        Self::Waived { basis, authority }
    }

    fn sample(sample: Sample) -> Self {
        Self::Presented(T::sample(sample))
    }
}

impl<'de> Deserialize<'de> for Document<Attachment> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Document<Permit> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Attachment {
    /// A paper by its name and issuer.
    ///
    /// # Errors
    /// [`TextError`] when either is no [`Text`]. A blank one is none: nobody could ask for such a paper.
    pub fn new(name: impl Into<String>, issuer: impl Into<String>) -> Result<Self, TextError> {
        Ok(Self { name: Text::new(name)?, issuer: Text::new(issuer)?, number: None, dated: None, digest: None })
    }

    /// With the number that its issuer gave it.
    #[must_use]
    pub fn numbered(mut self, number: ShortText) -> Self {
        self.number = Some(number);
        self
    }

    /// With the day it bears.
    #[must_use]
    pub const fn dated(mut self, day: Day) -> Self {
        self.dated = Some(day);
        self
    }

    /// With the SHA-256 of its content.
    #[must_use]
    pub const fn with_digest(mut self, digest: Digest) -> Self {
        self.digest = Some(digest);
        self
    }

    /// Its title or file name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// The number that its issuer gave it.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.number.as_ref().map(ShortText::as_str)
    }

    /// The day it bears.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        self.dated
    }

    /// The SHA-256 of its content.
    #[must_use]
    pub const fn digest(&self) -> Option<Digest> {
        self.digest
    }
}

/// A paper that is valid for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Permit {
    issued_on: Day,
    paper: Attachment,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Day>,
}

impl Permit {
    /// A permit from the day of issue; the policy says how long it lasts unless [`valid_until`](Self::valid_until)
    /// does.
    #[must_use]
    pub const fn new(paper: Attachment, issued_on: Day) -> Self {
        Self { paper, issued_on, valid_until: None }
    }

    /// With its own last valid day, for instance after an extension.
    #[must_use]
    pub const fn valid_until(mut self, day: Day) -> Self {
        self.valid_until = Some(day);
        self
    }

    /// The paper.
    #[must_use]
    pub const fn paper(&self) -> &Attachment {
        &self.paper
    }

    /// The first day on which it is valid.
    #[must_use]
    pub const fn issued_on(&self) -> Day {
        self.issued_on
    }

    /// The last day on which it is valid, where the permit itself says so.
    #[must_use]
    pub const fn last_day(&self) -> Option<Day> {
        self.valid_until
    }
}

/// What a guard needs to know of a document, whatever it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Done { on: Day },
    Presented { dated: Option<Day>, validity: Option<(Option<Day>, Option<Day>)> },
    Committed { due: Day },
    Waived,
    NotRequired,
}

impl Standing {
    /// A thing done on a day.
    pub(crate) const fn act(day: Day) -> Self {
        Self::Done { on: day }
    }
}

/// What shows how it stands, whatever it is.
pub(crate) trait Shown {
    fn standing(&self) -> Standing;
}

impl Shown for Attachment {
    fn standing(&self) -> Standing {
        Standing::Presented { dated: self.dated, validity: None }
    }
}

impl Shown for Permit {
    fn standing(&self) -> Standing {
        Standing::Presented { dated: self.paper.dated, validity: Some((Some(self.issued_on), self.valid_until)) }
    }
}

impl<T: Shown> Shown for Document<T> {
    fn standing(&self) -> Standing {
        match self {
            Self::Presented(paper) => paper.standing(),
            Self::Committed { due } => Standing::Committed { due: *due },
            Self::Waived { .. } => Standing::Waived,
        }
    }
}

/// A paper that may give a step its date.
pub(super) trait Dated {
    /// Whether it is here and bears no day.
    fn is_undated(&self) -> bool;
}

impl Dated for Attachment {
    fn is_undated(&self) -> bool {
        self.day().is_none()
    }
}

impl Dated for Document<Attachment> {
    fn is_undated(&self) -> bool {
        matches!(self, Self::Presented(paper) if paper.is_undated())
    }
}

/// Adds a gap if a paper that gives the step its date is given and bears no day.
pub(super) fn dated(paper: Option<&impl Dated>, gate: Gate, item: Item, gaps: &mut Vec<Reason>) {
    if paper.is_some_and(Dated::is_undated) {
        gaps.push(Reason::Undated { gate: Some(gate), item });
    }
}
