//! Forms: what a client sends for a command, complete or not.

mod correction;
mod written;

use std::borrow::Cow;

use serde_json::Value;

use super::event::Change;
use super::fact::Fact;
use super::moment::Moment;
use super::{Command, Context, Decision, Event, Profile, Project, guard};
use crate::act::{HostData, HostDataError, Refusal};
use crate::evidence::Evidence;
use crate::lifecycle::{ProjectKind, Verb};
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::{
    Day, Expected, FaultKind, FormFault, Input as _, LONGEST_FORM, ProjectId, Reading, Sample, is_blank, parse,
};
use crate::vocabulary::{Language, UnknownCode, Vocabulary as _};
use correction::Correcting;

/// A form as a client sends it: the name of a command, and an object of JSON.
///
/// | name | the object |
/// |---|---|
/// | a verb's code, such as `sign` | the form of its [gate](Verb::gate), such as [`AgreementForm`](crate::evidence::AgreementForm) |
/// | a fact's [command name](Fact::COMMAND_NAMES), such as `pause` | the fact, such as [`Pause`](super::fact::Pause) |
/// | `void`, `void_fact` | `{"version", "authority", "grounds"}` |
/// | `redate` | `{"version", "to", "authority", "grounds"}`, for an imported step `provenance` too |
/// | `correct` | `{"version", "authority", "grounds"}` with one of: `gate` and `evidence`, the gate's form; `provenance`, for an imported step, with its `cause` or `outcome`; for version 1 `profile` |
///
/// Where the context [takes them](Context::taking_host_of_forms), any of them may have `host`, the host's own members
/// ([`HostData`]), which take the place of the context's. Elsewhere no form has such a member.
///
/// Members are called as the fields of these types. A member that is null, or a text in which nothing can be seen, was left
/// blank. The schema of each form has its members, codes and labels (feature `schema`, `export::schema::for_command`).
///
/// A form is read whole, whatever stands in it, and says all that is wrong with it. [`Project::decide_form`] then lists
/// that together with what stands in the project's way. A planning has no project yet: [`Project::plan_form`] takes its
/// form.
///
/// Of more than sixteen faults the first sixteen are told, and then how many more there are. A text of more than 1 MiB
/// is not looked at.
///
/// ```
/// use project_lifecycle::project::CommandForm;
///
/// let form = CommandForm::read("pause", br#"{"reason": "lunch", "expected_until": "2018-02-30"}"#)?;
/// let gaps: Vec<_> = form.gaps().iter().map(ToString::to_string).collect();
/// assert_eq!(gaps.len(), 3);
/// assert!(gaps[0].starts_with("expected until cannot be read: \"2018-02-30\" is not a day"));
/// assert_eq!(gaps[1], "explanation is missing");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CommandForm {
    asked: Asked,
    value: Value,
    /// The host's own members, or what is wrong with them. `None` if there are none.
    host: Option<Result<HostData, FormFault>>,
    /// What is wrong with the text, before any member is looked at.
    faults: Vec<FormFault>,
}

/// Which command a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Verb(Verb),
    /// By the names of its event and of its command.
    Fact(&'static str, &'static str),
    Correction(&'static str),
}

/// The most reasons about a form that a refusal lists one by one: it must fit into a record.
const LISTED: usize = 16;

impl CommandForm {
    /// The most bytes that a form has, 1 MiB: far more than a record takes. A longer one is refused unread.
    pub const MAX_BYTES: usize = LONGEST_FORM;

    /// Reads a form. Any text is one: what is wrong with it, the form says.
    ///
    /// # Errors
    /// [`UnknownCode`] when no command is called so; it lists all.
    pub fn read(command: &str, json: &[u8]) -> Result<Self, UnknownCode> {
        let asked = Asked::of(command)?;
        let (mut value, faults) = parse(json);
        let host = take_host(&mut value);
        Ok(Self { asked, value, host, faults })
    }

    /// The names of all commands that have a form.
    pub fn commands() -> impl Iterator<Item = &'static str> {
        let facts = Fact::COMMAND_NAMES.iter().copied();
        Verb::ALL.into_iter().map(Verb::code).chain(facts).chain(correction::NAMES)
    }

    /// What the command is called.
    #[must_use]
    pub const fn command_name(&self) -> &'static str {
        match self.asked {
            Asked::Verb(verb) => verb.code(),
            Asked::Fact(_, command) | Asked::Correction(command) => command,
        }
    }

    /// The act. `None` if the command does not move the project.
    #[must_use]
    pub const fn verb(&self) -> Option<Verb> {
        match self.asked {
            Asked::Verb(verb) => Some(verb),
            Asked::Fact(..) | Asked::Correction(_) => None,
        }
    }

    /// The host's own members, whether or not a context takes them. `None` if the form has none that can be kept.
    #[must_use]
    pub fn host(&self) -> Option<&HostData> {
        self.host.as_ref()?.as_ref().ok()
    }

    /// All that is wrong with the form itself; its member `host` is not looked at. Empty if it is complete.
    #[must_use]
    pub fn gaps(&self) -> Vec<Reason> {
        self.take(Sample::ANY).1
    }

    /// The command.
    ///
    /// # Errors
    /// All that is wrong with the form.
    pub fn command(&self) -> Result<Command, Vec<Reason>> {
        let (command, gaps) = self.take(Sample::ANY);
        if gaps.is_empty() { Ok(command) } else { Err(gaps) }
    }

    /// The command, with samples in the gaps, and the gaps.
    fn take(&self, sample: Sample) -> (Command, Vec<Reason>) {
        let mut reading = Reading::new(sample);
        let (command, mut gaps) = match self.asked {
            Asked::Verb(verb) => {
                let (evidence, gaps) = Evidence::take(verb.gate(), &self.value, &mut reading);
                (Command::of_evidence(verb, evidence), gaps)
            }
            Asked::Fact(event, _) => {
                let fact = Fact::take(event, &self.value, &mut reading).expect("it is a fact's name");
                (Command::from(fact), Vec::new())
            }
            Asked::Correction(name) => {
                let Correcting { command, gaps } = correction::take(name, &self.value, &mut reading);
                (command, gaps)
            }
        };
        let gate = self.verb().map(Verb::gate);
        let malformed = |fault| Reason::malformed(fault, gate, None).of_form(self.asked.type_name());
        if is_unread(&self.faults) {
            // nothing of it was looked at
            return (command, self.faults.iter().cloned().map(malformed).collect());
        }
        gaps.extend(self.faults.iter().cloned().chain(reading.into_faults()).map(malformed));
        (command, listed(gaps))
    }

    /// The form and its circumstances, with the form's members of the host where the context takes them, and what is wrong with
    /// these.
    fn within<'a>(&'a self, context: &'a Context) -> (Cow<'a, Self>, Cow<'a, Context>) {
        let mut form = Cow::Borrowed(self);
        let context = hosted(self.host.as_ref(), context, &mut |fault| form.to_mut().faults.push(fault));
        (form, context)
    }
}

/// Whether the text is no JSON, or too long to be looked at.
fn is_unread(faults: &[FormFault]) -> bool {
    faults.iter().any(|fault| matches!(fault.kind, FaultKind::NotJson { .. } | FaultKind::FormTooLong { .. }))
}

/// The member of any form that has the host's own members.
const HOST: &str = "host";

/// The circumstances with a form's members of the host, if the context takes them; tells what is wrong with these.
fn hosted<'a>(
    host: Option<&Result<HostData, FormFault>>,
    context: &'a Context,
    tell: &mut dyn FnMut(FormFault),
) -> Cow<'a, Context> {
    match host {
        None => {}
        Some(_) if !context.takes_host => tell(FormFault::of(FaultKind::UnknownMember).within(HOST)),
        Some(Ok(host)) => return Cow::Owned(context.clone().with_host(host.clone())),
        Some(Err(fault)) => tell(fault.clone()),
    }
    Cow::Borrowed(context)
}

/// Takes the host's own members out of a form. `None` if it has none.
fn take_host(form: &mut Value) -> Option<Result<HostData, FormFault>> {
    let found = form.as_object_mut()?.remove(HOST).filter(|found| !is_blank(found))?;
    let kind = match HostData::new(&found) {
        Ok(host) => return Some(Ok(host)),
        Err(HostDataError::TooLong { bytes, limit }) => FaultKind::TooLong { bytes, limit },
        Err(HostDataError::Nul) => FaultKind::Nul,
        Err(HostDataError::NotAnObject { .. } | HostDataError::NotCanonical(_)) => {
            FaultKind::mistyped(&found, Expected::HostMembers)
        }
    };
    Some(Err(FormFault::of(kind).within(HOST)))
}

/// The first reasons about a form, and how many more there are.
fn listed(mut gaps: Vec<Reason>) -> Vec<Reason> {
    if gaps.len() > LISTED {
        // what was counted before counts as many
        let faults = |gap: &Reason| if let Some(FaultKind::More { count }) = gap.fault() { *count } else { 1 };
        let count = gaps[LISTED..].iter().map(faults).sum();
        gaps.truncate(LISTED);
        gaps.push(Reason::malformed(FormFault::of(FaultKind::More { count }), None, None));
    }
    gaps
}

impl Asked {
    /// What the glossary calls the form. `None` for evidence, whose members are items.
    fn type_name(self) -> Option<&'static str> {
        match self {
            Self::Verb(_) => None,
            Self::Fact(event, _) => {
                let place = Fact::EVENT_NAMES.iter().position(|name| *name == event)?;
                Fact::TYPE_NAMES.get(place).copied()
            }
            Self::Correction(_) => Some("correction"),
        }
    }

    fn of(command: &str) -> Result<Self, UnknownCode> {
        if let Some(verb) = Verb::of_code(command) {
            return Ok(Self::Verb(verb));
        }
        let mut facts = Fact::COMMAND_NAMES.iter().zip(Fact::EVENT_NAMES);
        if let Some((command, event)) = facts.find(|(name, _)| **name == command) {
            return Ok(Self::Fact(event, command));
        }
        let correction = correction::NAMES.into_iter().find(|name| *name == command);
        correction.map(Self::Correction).ok_or_else(|| UnknownCode {
            vocabulary: "command",
            found: command.into(),
            known: CommandForm::commands().collect(),
            labels: CommandForm::commands()
                .filter_map(|command| Change::label_of(command, Language::Chinese))
                .collect(),
        })
    }
}

impl Project {
    /// Decides a form, as [`decide`](Self::decide) decides a command.
    ///
    /// An incomplete form is refused like any other: one list has what the form lacks, and what the project's state, the
    /// policy and the rest of the form forbid. A move that the law does not have is refused with that reason alone.
    ///
    /// # Errors
    /// [`Refusal`] with every reason.
    pub fn decide_form(&self, form: &CommandForm, context: &Context, policy: &Policy) -> Result<Decision, Refusal> {
        let (form, context) = form.within(context);
        match form.command() {
            Ok(command) => self.decide(command, &context, policy),
            Err(gaps) => {
                let reasons = self.beside(gaps, &form, &context, policy);
                Err(Refusal::new(self.id, form.command_name(), reasons, policy.terms().names.clone()))
            }
        }
    }

    /// The reasons for which [`decide_form`](Self::decide_form) would refuse; empty if it would not.
    #[must_use]
    pub fn check_form(&self, form: &CommandForm, context: &Context, policy: &Policy) -> Vec<Reason> {
        let (form, context) = form.within(context);
        match form.command() {
            Ok(command) => self.check(&command, &context, policy),
            Err(gaps) => self.beside(gaps, &form, &context, policy),
        }
    }

    /// What a form lacks, and beside it what could not succeed however the form is completed.
    fn beside(&self, mut gaps: Vec<Reason>, form: &CommandForm, context: &Context, policy: &Policy) -> Vec<Reason> {
        let certain = self.certain(&gaps, form, context, policy);
        if let [Reason::NotPermitted { .. } | Reason::IdReused { .. }] = certain[..] {
            return certain;
        }
        // of what may be a retry the host is not asked
        let is_new = self.find(context.id).is_none();
        let of_host = is_new.then(|| self.host_reasons(form.command_name(), None, context)).into_iter().flatten();
        for reason in certain.into_iter().chain(of_host) {
            if !gaps.contains(&reason) {
                gaps.push(reason);
            }
        }
        gaps
    }

    /// The reasons against a form with gaps that do not come from the samples in them: those that two samples have in common.
    fn certain(&self, gaps: &[Reason], form: &CommandForm, context: &Context, policy: &Policy) -> Vec<Reason> {
        // of a text that was not read nothing is known but what the project's state forbids
        if is_unread(&form.faults) {
            return match form.verb().filter(|_| self.find(context.id).is_none()) {
                Some(verb) => self.guard_without_evidence(verb, context, policy),
                None => Vec::new(),
            };
        }
        // the host's guard sees no samples
        let context = &Context { guard: None, ..context.clone() };
        // no act is that old, and none of another day gives the same reasons
        let first = Sample { day: self.planned_on().plus_days(-1).unwrap_or(Day::MIN), second: false };
        let second = Sample { day: policy.day(context.at), second: true };
        // a paper that bears no day may be what dates the step
        let is_undated = gaps.iter().any(|gap| matches!(gap, Reason::Undated { .. })) && context.effective_on.is_none();
        let [reasons, others] = [first, second].map(|sample| {
            let (command, _) = form.take(sample);
            let dated = context.clone().on(sample.day);
            self.check(&command, if is_undated { &dated } else { context }, policy)
        });
        let both: Vec<_> = others.into_iter().filter(|reason| reasons.contains(reason)).collect();
        // an id that is on record names a retry, or another command
        if self.find(context.id).is_some() {
            return both;
        }
        let Some(verb) = form.verb() else { return both };
        // what no evidence lifts; what the form says itself is told of that
        let blocked = self.guard_without_evidence(verb, context, policy).into_iter();
        let mut certain: Vec<_> =
            blocked.filter(|reason| both.iter().all(|other| other.code() != reason.code())).collect();
        certain.extend(both);
        certain
    }

    /// Plans a project from a form: the object of a [`Profile`], with `name` and `zone`. A `kind` that is left blank is that of
    /// [`Profile::new`].
    ///
    /// # Errors
    /// [`Refusal`] with every reason: what the form lacks, and what [`Project::plan`] refuses.
    pub fn plan_form(id: ProjectId, json: &[u8], context: &Context, policy: &Policy) -> Result<Event, Refusal> {
        let (mut value, mut faults) = parse(json);
        let host = take_host(&mut value);
        let context = hosted(host.as_ref(), context, &mut |fault| faults.push(fault));
        if let Some(members) = value.as_object_mut()
            && members.get("kind").is_none_or(is_blank)
        {
            members.insert("kind".into(), ProjectKind::Enterprise.code().into());
        }
        let read = |sample| {
            let mut reading = Reading::new(sample);
            (Profile::read(&value, &mut reading), reading.into_faults())
        };
        let (profile, within) = read(Sample::ANY);
        if !is_unread(&faults) {
            faults.extend(within);
        }
        if faults.is_empty() {
            return Self::plan(id, profile, &context, policy);
        }
        let mut reasons = listed(
            faults.into_iter().map(|fault| Reason::malformed(fault, None, None).of_form(Some("Profile"))).collect(),
        );
        // what holds with both samples, as of any form
        let [first, second] = [false, true]
            .map(|second| Sample { second, ..Sample::ANY })
            .map(|sample| guard::planning(&read(sample).0, None, &Moment::of(&context, policy, None), policy));
        reasons.extend(second.into_iter().filter(|reason| first.contains(reason)));
        Err(Refusal::new(id, Change::PLAN, reasons, policy.terms().names.clone()))
    }
}
