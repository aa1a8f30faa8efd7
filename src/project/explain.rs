//! Explaining: for every verb, what stands in its way or what it needs, without any evidence at hand.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{Context, Project};
use crate::evidence::{Need, Requirement};
use crate::lifecycle::{Item, Law, Position, Verb};
use crate::policy::Policy;
use crate::reason::{Names, Reason, ReasonReport, Told, Wording};
use crate::value::Day;
use crate::vocabulary::Language;

/// What a project answers for one verb.
///
/// ```
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::project::Answer;
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let project = Project::replay([Project::plan(id, profile, &context("1"), &policy)?])?;
/// let explained = project.explain_verb(Verb::Engage, &context("2"), &policy);
/// assert_eq!(explained.to.map(|to| to.stage()), Some(Stage::Negotiating));
/// let Answer::Open(needed) = &explained.answer else { panic!("talks can begin") };
/// let members: Vec<_> = needed.iter().map(|needed| needed.requirement.member).collect();
/// assert_eq!(members, ["client", "lead_negotiator", "first_contact", "uniqueness_claim"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The verb.
    pub verb: Verb,
    /// Where it would lead. `None` if the law does not permit it here.
    pub to: Option<Position>,
    /// The answer.
    pub answer: Answer,
    names: Names,
}

/// Blocked or open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No evidence could succeed now, for these reasons.
    Blocked(Vec<Reason>),
    /// Complete evidence succeeds; this is what it consists of.
    Open(Vec<Needed>),
}

/// An item that the gate asks for, under the policy and for this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Needed {
    /// What the gate asks for.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// Whether the policy takes a commitment in its place.
    pub may_be_committed: bool,
    /// Whether the policy takes a waiver in its place.
    pub may_be_waived: bool,
}

impl Serialize for Explanation {
    /// `{"verb", "to", "answer"}`; the answer is `{"blocked"}`, with the reasons in both languages, or `{"open"}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Shown<'a> {
            Blocked(Vec<ReasonReport<'a>>),
            Open(&'a [Needed]),
        }
        let answer = match &self.answer {
            Answer::Blocked(reasons) => {
                Shown::Blocked(reasons.iter().map(|reason| reason.report(&self.names)).collect())
            }
            Answer::Open(needed) => Shown::Open(needed),
        };
        let mut explanation = serializer.serialize_struct("Explanation", 3)?;
        explanation.serialize_field("verb", &self.verb)?;
        explanation.serialize_field("to", &self.to)?;
        explanation.serialize_field("answer", &answer)?;
        explanation.end()
    }
}

impl Explanation {
    /// A language with the names of authorities of the policy asked, to tell single reasons and requirements in.
    #[must_use]
    pub const fn wording(&self, language: Language) -> Wording<'_> {
        Wording { language, names: &self.names }
    }

    /// The explanation in one language, to be serialized: `{"verb", "label", "to", "blocked"}` with the reasons, or `"open"` with
    /// what is needed, each `{"member", "label", "text", "need", "may_be_committed", "may_be_waived"}`.
    #[must_use]
    pub const fn told_in(&self, language: Language) -> Told<'_, Self> {
        Told { what: self, wording: self.wording(language) }
    }
}

impl Serialize for Told<'_, Explanation> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Asked {
            member: &'static str,
            label: &'static str,
            text: String,
            need: &'static str,
            may_be_committed: bool,
            may_be_waived: bool,
        }

        let (Explanation { verb, to, answer, .. }, wording) = (self.what, self.wording);
        let language = wording.language;
        let asked = |&Needed { requirement, may_be_committed, may_be_waived }: &Needed| Asked {
            member: requirement.member,
            label: requirement.item.label(language),
            text: requirement.text(wording),
            need: match requirement.need {
                Need::Always => "always",
                Need::When { .. } => "when",
                Need::Optional => "optional",
            },
            may_be_committed,
            may_be_waived,
        };
        let mut told = serializer.serialize_struct("Explanation", 4)?;
        told.serialize_field("verb", verb)?;
        told.serialize_field("label", verb.label(language))?;
        told.serialize_field("to", to)?;
        match answer {
            Answer::Blocked(reasons) => {
                told.serialize_field("blocked", &Told { what: reasons.as_slice(), wording })?;
            }
            Answer::Open(needed) => {
                told.serialize_field("open", &needed.iter().map(asked).collect::<Vec<_>>())?;
            }
        }
        told.end()
    }
}

impl Answer {
    /// Whether complete evidence succeeds.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

impl Project {
    /// For every verb: why it is blocked, or what it needs.
    ///
    /// *Blocked* means that no evidence could succeed in this context; *open* that complete evidence, which names a
    /// cause, remedy or outcome that fits, succeeds. The context's id is taken to be new.
    #[must_use]
    pub fn explain(&self, context: &Context, policy: &Policy) -> Vec<Explanation> {
        Verb::ALL.into_iter().map(|verb| self.explain_verb(verb, context, policy)).collect()
    }

    /// The same for one verb.
    #[must_use]
    pub fn explain_verb(&self, verb: Verb, context: &Context, policy: &Policy) -> Explanation {
        let mut reasons = self.guard_without_evidence(verb, context, policy);
        if !matches!(reasons[..], [Reason::NotPermitted { .. }]) {
            reasons.extend(self.host_reasons(verb.code(), None, context));
        }
        let day = context.effective_on.unwrap_or(policy.day(context.at));
        let answer =
            if reasons.is_empty() { Answer::Open(self.needed(verb, day, policy)) } else { Answer::Blocked(reasons) };
        Explanation { verb, to: self.position().after(verb), answer, names: policy.terms().names.clone() }
    }

    /// What the verb's gate asks for, with the conditions that this project decides resolved.
    fn needed(&self, verb: Verb, day: Day, policy: &Policy) -> Vec<Needed> {
        let needed = verb.gate().requirements().iter().filter_map(|requirement| {
            let mut requirement = *requirement;
            if requirement.item == Item::Dossier {
                if !self.now().needs_dossier(verb, Law::newest()) {
                    return None;
                }
                requirement.need = Need::Always;
            }
            let is_settled = (requirement.item == Item::LandDecision && !self.may_leave_land(&self.now(), day))
                || (verb == Verb::Stall
                    && requirement.item == Item::AcceptancePaper
                    && !self.lacks_acceptance(&self.now(), day));
            if is_settled {
                return None;
            }
            if requirement.need == Need::Optional && policy.requires(requirement.item) {
                requirement.need = Need::Always;
            }
            let stands_in = |taken: bool| requirement.is_document && taken;
            Some(Needed {
                requirement,
                may_be_committed: stands_in(policy.takes_commitment(requirement.item)),
                may_be_waived: !requirement.may_be_unrequired && stands_in(policy.takes_waiver(requirement.item)),
            })
        });
        needed.collect()
    }
}
