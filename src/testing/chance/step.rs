//! Steps by chance: numbers until they meet a project, then commands.

use super::{careless, numbered_fact, some_fact};
use crate::Text;
use crate::lifecycle::{Outcome, ProjectKind, ZombieCause};
use crate::project::{Basis, Import};
use crate::testing::Walk;
use crate::testing::again::{basis_of, command_of};
use crate::testing::sample::{
    self, actor, committed, complete, correcting, evening, event_id, plus, provenance, redating, replanning, voiding,
    voiding_fact,
};
use crate::{Command, Context, Decision, Project, Refusal, Verb};

/// What a step asks for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Complete evidence for one of the acts that are permitted, chosen by a number.
    Permitted(usize),
    /// Complete evidence for an act, permitted or not.
    Complete(usize),
    /// Careless evidence for an act.
    Careless(usize, u64),
    /// An imported step.
    Import(usize, usize, usize),
    /// Complete evidence for a permitted act, with a commitment wherever the policy takes one.
    Committed(usize, i64),
    /// A fact of a kind below [`FACTS`](super::FACTS), its content and date chosen by a number.
    Fact(usize, i64),
    /// The last standing transition is voided.
    Void,
    /// Another date for a standing step, or now and then for what is none.
    Redate(usize, i64),
    /// What a standing step rests on, told again with chance in it, on a day about its own.
    Correct(usize, u64, i64),
    /// A fact is voided, or now and then what is none.
    VoidFact(usize),
    /// An earlier command again, as it was or with other content.
    Again(usize, bool),
    /// What the project was planned as, told again with another name, and of another kind or not.
    Replan(usize),
}

/// One step of a random course.
#[derive(Clone, Debug)]
pub struct RandomStep {
    /// What it asks for.
    pub ask: Ask,
    /// Days that pass before it.
    pub pass: i64,
    /// Days between today and the effective date.
    pub shift: i64,
}

impl RandomStep {
    /// The command, and the circumstances in which it is given, for a project on its way. What it asks for is made to fit the
    /// project, so the same step asks different things of different ones.
    ///
    /// # Panics
    /// When the walk has come to an end of the calendar.
    #[must_use]
    pub fn command(&self, walk: &Walk) -> (Command, Context) {
        let (command, context) = self.asked(walk);
        let is_read = walk.n % 5 == 1 && !matches!(self.ask, Ask::Again(..));
        let record = u32::try_from(walk.n).expect("few");
        (command, if is_read { context.read_from(provenance(record)) } else { context })
    }

    fn asked(&self, walk: &Walk) -> (Command, Context) {
        let (project, policy) = (&walk.project, &walk.policy);
        let on = plus(walk.today, self.shift);
        let at = evening(walk.today);
        let new = Context::new(event_id(walk.p, walk.n), at, actor());
        // what takes effect today, or when its evidence says, need not say so
        let new = if self.shift == 0 && walk.n.is_multiple_of(3) { new } else { new.on(on) };
        let verb = |number: usize| Verb::ALL[number % Verb::ALL.len()];
        let command = match self.ask {
            Ask::Permitted(number) => {
                complete(led_on(project, number).unwrap_or_else(|| verb(number)), project, on, policy)
            }
            Ask::Complete(number) => complete(verb(number), project, on, policy),
            Ask::Careless(number, salt) => careless(verb(number), on, salt),
            Ask::Import(number, cause, outcome) => {
                import(verb(number), cause, outcome, u32::try_from(walk.n).expect("few"))
            }
            Ask::Committed(number, due) => {
                let takes_one = [Verb::Start, Verb::Commission];
                let next = project.next().map(|(verb, _)| verb).find(|verb| takes_one.contains(verb));
                let verb = next.or_else(|| led_on(project, number)).unwrap_or_else(|| verb(number));
                committed(verb, project, on, plus(on, due), policy)
            }
            Ask::Fact(kind, number) => {
                // every third one is recorded late
                let on = if number % 3 == 0 { plus(on, -(number % 50)) } else { on };
                let late = Context::new(event_id(walk.p, walk.n), at, actor()).on(on);
                return (numbered_fact(kind, number, on, project), late);
            }
            Ask::Correct(which, salt, days) => {
                let standing: Vec<_> = project.standing().collect();
                let Some(step) = standing.get(which % standing.len().max(1)) else {
                    return (voiding(project, "there is no step yet"), new);
                };
                let on = plus(step.effective_on(), days);
                let basis = match step.basis() {
                    Basis::Evidence(_) if salt % 3 == 0 => evidence_of(careless(step.verb(), on, salt)),
                    Basis::Evidence(_) if salt % 3 == 1 => {
                        evidence_of(committed(step.verb(), project, on, plus(on, 40), policy))
                    }
                    Basis::Evidence(_) => evidence_of(complete(step.verb(), project, on, policy)),
                    Basis::Imported { cause, outcome, .. } => {
                        Basis::Imported { provenance: provenance(77), cause: *cause, outcome: *outcome }
                    }
                };
                correcting(step.event().version(), basis)
            }
            Ask::Redate(which, days) => {
                let standing: Vec<_> = project.standing().collect();
                return match standing.get(which % (standing.len() + 1)) {
                    Some(step) => (redating(step.event().version(), plus(step.effective_on(), days)), new),
                    None => (redating(which as u64 % (project.version() + 2), plus(on, days)), new),
                };
            }
            Ask::Replan(which) => {
                let kind = ProjectKind::ALL[which % ProjectKind::ALL.len()];
                replanning(sample::profile(if which.is_multiple_of(2) { kind } else { project.profile().kind() }))
            }
            Ask::Void => voiding(&walk.project, "recorded by mistake"),
            Ask::VoidFact(which) => return (voiding_fact(some_fact(project, which)), new),
            Ask::Again(which, same) => {
                let events = project.events();
                let event = &events[which % events.len()];
                let context = Context::new(event.id(), at, actor()).on(event.effective_on());
                let context = match event.provenance() {
                    Some(provenance) => context.read_from(provenance.clone()),
                    None => context,
                };
                return match command_of(event).filter(|_| same) {
                    Some(command) => (command, context),
                    None => (voiding(&walk.project, "another command under the same id"), context),
                };
            }
        };
        (command, new)
    }

    /// Takes the step: lets its days pass, and gives its command. What is recorded is applied.
    ///
    /// # Errors
    /// The refusal, after which the project is as it was.
    ///
    /// # Panics
    /// When the walk has come to an end of the calendar. It goes on after [`sample::last_day`] only if it stood there already.
    pub fn take(&self, walk: &mut Walk) -> Result<Decision, Refusal> {
        walk.today = sample::lived(walk.today, self.pass);
        let (command, context) = self.command(walk);
        walk.n += 1;
        let decision = walk.project.decide(command, &context, &walk.policy)?;
        if let Decision::Record(event) = &decision {
            walk.project.apply(event.clone()).expect("what was decided follows");
        }
        Ok(decision)
    }
}

/// The evidence of a command that gives some.
fn evidence_of(command: Command) -> Basis {
    basis_of(command).expect("an act gives evidence")
}

/// One of the acts that are permitted; seldom the closing, after which little happens.
fn led_on(project: &Project, number: usize) -> Option<Verb> {
    let next: Vec<_> = project.next().map(|(verb, _)| verb).collect();
    let verb = *next.get(number % next.len().max(1))?;
    Some(if verb == Verb::Close && !number.is_multiple_of(5) { next[0] } else { verb })
}

fn import(verb: Verb, cause: usize, outcome: usize, record: u32) -> Command {
    let provenance = provenance(record);
    let provenance = match record % 3 {
        0 => provenance.disputed(Text::new("2011年2月30日").expect("it is visible")),
        1 => provenance.inferred(),
        _ => provenance,
    };
    let (cause, outcome) = (ZombieCause::ALL.get(cause), Outcome::ALL.get(outcome));
    Command::Import(match (cause, outcome) {
        (Some(cause), _) if verb == Verb::Stall => Import::stall(*cause, provenance),
        (_, Some(outcome)) if verb == Verb::Close => Import::close(*outcome, provenance),
        _ => Import::step(verb, provenance),
    })
}
