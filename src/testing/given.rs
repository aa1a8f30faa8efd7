//! Given what happened, when a command is given, then it is recorded or refused.

use super::Walk;
use super::sample::first_day;
use crate::lifecycle::ProjectKind;
use crate::reason::Reason;
use crate::{Command, Day, Decision, Event, Language, Policy, Project, Refusal};

/// What a test is about: a project after its history, under the preset policy unless [another](Self::under) is given.
#[derive(Clone, Debug)]
#[must_use = "give a command with `when`"]
pub struct Scenario {
    history: History,
    policy: Policy,
    day: Option<Day>,
}

/// What happened before.
#[derive(Clone, Debug)]
enum History {
    /// A planning on the first day, and these commands.
    Commands(Vec<Command>),
    /// A project.
    Project(Project),
}

/// A project after its history, which is all that a test needs to say of it: commands for one that was planned on the
/// [first day](first_day), events, a [`Project`] or a [`Walk`].
///
/// A command is given in the evening of the latest day that its evidence tells, and at the earliest on the day of the
/// command before it. A history in which a command is refused is no history: the test panics and tells why.
///
/// ```
/// use project_lifecycle::testing::{given, sample};
/// use project_lifecycle::lifecycle::ProjectKind;
/// use project_lifecycle::{Command, Stage};
///
/// let day = sample::day("2018-07-01");
/// let talks = [Command::Admit(sample::dossier(day)), Command::Engage(sample::engagement(day))];
/// given(talks.clone())
///     .when(Command::Sign(sample::agreement(ProjectKind::Enterprise, sample::day("2018-07-20"))))
///     .then_recorded(|event| assert_eq!(event.to(), sample::at(Stage::Signed)));
/// given(talks)
///     .when(Command::Register(sample::registration(day)))
///     .then_refused_for(["not_permitted"]);
/// ```
pub fn given(history: impl Into<Scenario>) -> Scenario {
    history.into()
}

impl Scenario {
    fn of(history: History) -> Self {
        Self { history, policy: Policy::shenyang_2018(), day: None }
    }

    /// Under another policy, which decides the commands of the history, too.
    pub fn under(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// The day on which the command is given, whatever its evidence tells.
    pub fn on(self, day: Day) -> Self {
        Self { day: Some(day), ..self }
    }

    /// Gives a command.
    ///
    /// # Panics
    /// When a command of the history is refused.
    #[track_caller]
    pub fn when(self, command: Command) -> Answered {
        let Self { history, policy, day } = self;
        let mut walk = match history {
            History::Commands(commands) => {
                let mut walk = Walk::plan_under(1, ProjectKind::Enterprise, policy);
                for command in commands {
                    match decide(&mut walk, command, None) {
                        Ok(Decision::Record(event)) => walk.take(&event),
                        Ok(Decision::AlreadyRecorded(_)) => {}
                        Err(refusal) => panic!("{}what was given is no history: {}", stood(&walk), said(&refusal)),
                    }
                }
                walk
            }
            History::Project(project) => {
                let told = |event: &Event| event.effective_on().max(policy.day(event.at()));
                let today = project.events().iter().map(told).max().unwrap_or_else(first_day);
                // an id that no sample history has
                Walk { n: 1 << 32, p: 1, today, policy, project }
            }
        };
        let answer = decide(&mut walk, command, day);
        Answered { walk, answer }
    }
}

/// Decides a command on a day, or on the latest that it tells.
fn decide(walk: &mut Walk, command: Command, day: Option<Day>) -> Result<Decision, Refusal> {
    if let Some(day) = day {
        walk.today = day;
    } else {
        let reasons = walk.project.check(&command, &walk.open_context(), &walk.policy);
        walk.today = reasons.iter().filter_map(day_ahead).fold(walk.today, Day::max);
    }
    let decision = walk.project.decide(command, &walk.open_context(), &walk.policy);
    walk.n += 1;
    decision
}

/// The day of what lies after today. `None` if the reason is another.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not listed is another reason")]
const fn day_ahead(reason: &Reason) -> Option<Day> {
    match reason {
        Reason::EffectiveDateInFuture { effective_on, .. } => Some(*effective_on),
        Reason::DatedInFuture { dated, .. } => Some(*dated),
        _ => None,
    }
}

/// What was given, as a person reads it.
fn stood(walk: &Walk) -> String {
    let project = &walk.project;
    let (at, since, version) = (project.position(), project.since(), project.version());
    format!("given a project that is `{at}` since {since}, after {version} events\nwhen it is {}\n", walk.today)
}

fn said(refusal: &Refusal) -> String {
    format!("`{}` is refused\n{}", refusal.command(), refusal.text(Language::English))
}

/// What the project answered.
#[derive(Clone, Debug)]
#[must_use = "say what was to come"]
pub struct Answered {
    walk: Walk,
    answer: Result<Decision, Refusal>,
}

impl Answered {
    /// It is recorded, as an event that is looked at. Gives the project thereafter.
    ///
    /// # Panics
    /// When it is refused; the reasons are told.
    #[track_caller]
    pub fn then_recorded(mut self, look: impl FnOnce(&Event)) -> Project {
        match self.answer {
            Ok(Decision::Record(event) | Decision::AlreadyRecorded(event)) => {
                look(&event);
                self.walk.take(&event);
                self.walk.project
            }
            Err(refusal) => panic!("{}then it was to be recorded, but {}", stood(&self.walk), said(&refusal)),
        }
    }

    /// It is refused for these reasons, by their codes and in the order in which a refusal tells them. Gives the refusal.
    ///
    /// # Panics
    /// When it is recorded, or refused for other reasons; what came is told.
    #[track_caller]
    pub fn then_refused_for<'a>(self, codes: impl IntoIterator<Item = &'a str>) -> Refusal {
        let wanted: Vec<_> = codes.into_iter().collect();
        let to_be = || format!("{}then it was to be refused for {}", stood(&self.walk), wanted.join(", "));
        match &self.answer {
            Ok(decision) => {
                let event = decision.event();
                panic!("{}, but `{}` is recorded on {}", to_be(), event.command_name(), event.effective_on())
            }
            Err(refusal) if refusal.reasons().iter().map(Reason::code).eq(wanted.iter().copied()) => refusal.clone(),
            Err(refusal) => panic!("{}, but {}", to_be(), said(refusal)),
        }
    }
}

impl<const N: usize> From<[Command; N]> for Scenario {
    fn from(commands: [Command; N]) -> Self {
        Self::of(History::Commands(commands.into()))
    }
}

impl From<Vec<Command>> for Scenario {
    fn from(commands: Vec<Command>) -> Self {
        Self::of(History::Commands(commands))
    }
}

impl From<&[Command]> for Scenario {
    fn from(commands: &[Command]) -> Self {
        commands.to_vec().into()
    }
}

impl From<&[Event]> for Scenario {
    /// # Panics
    /// When the events are no lawful history.
    fn from(events: &[Event]) -> Self {
        match Project::replay(events.iter().cloned()) {
            Ok(project) => Self::of(History::Project(project)),
            Err(why) => panic!("what was given is no history: {why}"),
        }
    }
}

impl From<Project> for Scenario {
    fn from(project: Project) -> Self {
        Self::of(History::Project(project))
    }
}

impl From<&Project> for Scenario {
    fn from(project: &Project) -> Self {
        project.clone().into()
    }
}

impl From<Walk> for Scenario {
    /// The walk's policy decides, on the walk's day.
    fn from(walk: Walk) -> Self {
        Self { history: History::Project(walk.project), policy: walk.policy, day: Some(walk.today) }
    }
}
