//! Random commands: numbers until they meet a project, then commands.

use project_lifecycle::*;
use proptest::prelude::*;

use super::evidence::{careless, complete, provenance, schedule};
use super::walk::{Walk, voiding};
use super::{actor_id, evening, event_id, org, plus};

/// What a step asks for.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// Complete evidence for one of the acts that are permitted, chosen by a number.
    Permitted(usize),
    /// Complete evidence for an act, permitted or not.
    Complete(usize),
    /// Careless evidence for an act.
    Careless(usize, u64),
    /// An imported step.
    Import(usize, usize, usize),
    /// A fact.
    Fact(usize, i64),
    /// A correction.
    Void,
    /// An earlier command again, as it was or with other content.
    Again(usize, bool),
}

/// One step of a random course.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) ask: Ask,
    /// Days that pass before it.
    pub(crate) pass: i64,
    /// Days between today and the effective date.
    pub(crate) shift: i64,
}

/// Any step; most of them lead on.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let ask = prop_oneof![
        10 => any::<usize>().prop_map(Ask::Permitted),
        3 => any::<usize>().prop_map(Ask::Complete),
        5 => (any::<usize>(), any::<u64>()).prop_map(|(verb, salt)| Ask::Careless(verb, salt)),
        3 => (any::<usize>(), 0..9usize, 0..11usize).prop_map(|(verb, cause, outcome)| Ask::Import(verb, cause, outcome)),
        5 => (0..3usize, -3..300i64).prop_map(|(kind, from)| Ask::Fact(kind, from)),
        2 => Just(Ask::Void),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, same)| Ask::Again(which, same)),
    ];
    let pass = prop_oneof![4 => 0..3i64, 2 => 3..60i64, 2 => Just(181i64), 2 => Just(366i64)];
    let shift = prop_oneof![8 => Just(0i64), 1 => -400..0i64, 1 => 1..3i64];
    (ask, pass, shift).prop_map(|(ask, pass, shift)| Step { ask, pass, shift })
}

impl Step {
    /// The command, and the circumstances in which it is given.
    pub(crate) fn command(&self, walk: &Walk) -> (Command, Context) {
        let project = &walk.project;
        let on = plus(walk.today, self.shift);
        let at = evening(walk.today);
        let new = Context::new(event_id(walk.p, walk.n), at, on, super::actor());
        let verb = |number: usize| Verb::ALL[number % Verb::ALL.len()];
        let command = match self.ask {
            Ask::Permitted(number) => {
                let next: Vec<_> = project.next().collect();
                let verb = if next.is_empty() { verb(number) } else { next[number % next.len()].0 };
                complete(verb, project, on)
            }
            Ask::Complete(number) => complete(verb(number), project, on),
            Ask::Careless(number, salt) => careless(verb(number), on, salt),
            Ask::Import(number, cause, outcome) => {
                import(verb(number), cause, outcome, u32::try_from(walk.n).expect("few"))
            }
            Ask::Fact(0, number) => Command::AssignOfficer(actor_id(&format!("officer-{number}"))),
            Ask::Fact(1, number) => {
                Command::AssignBody(Responsibility { lead: org(&format!("lead-{number}")), responsible: Vec::new() })
            }
            Ask::Fact(_, number) => Command::Reschedule(schedule(plus(on, number))),
            Ask::Void => voiding("recorded by mistake"),
            Ask::Again(which, same) => {
                let events = project.events();
                let event = &events[which % events.len()];
                let context = Context::new(event.id(), at, event.effective_on(), super::actor());
                return match again(event).filter(|_| same) {
                    Some(command) => (command, context),
                    None => (voiding("another command under the same id"), context),
                };
            }
        };
        (command, new)
    }
}

fn import(verb: Verb, cause: usize, outcome: usize, record: u32) -> Command {
    let provenance = provenance(record).inferred();
    let (cause, outcome) = (ZombieCause::ALL.get(cause), Outcome::ALL.get(outcome));
    Command::Import(match (cause, outcome) {
        (Some(cause), _) if verb == Verb::Stall => Import::stall(*cause, provenance),
        (_, Some(outcome)) if verb == Verb::Close => Import::close(*outcome, provenance),
        _ => Import::step(verb, provenance),
    })
}

/// The command that an event records; nothing for planning, which is no command to a project.
pub(crate) fn again(event: &Event) -> Option<Command> {
    Some(match event.body().clone() {
        Body::Planned { .. } => return None,
        Body::Moved { verb, basis, .. } => match basis {
            Basis::Imported { provenance, cause: Some(cause), .. } => Command::Import(Import::stall(cause, provenance)),
            Basis::Imported { provenance, outcome: Some(outcome), .. } => {
                Command::Import(Import::close(outcome, provenance))
            }
            Basis::Imported { provenance, .. } => Command::Import(Import::step(verb, provenance)),
            Basis::Evidence(evidence) => live(verb, evidence),
        },
        Body::Noted { after, .. } => match after {
            Fact::Officer(officer) => Command::AssignOfficer(officer),
            Fact::Body(body) => Command::AssignBody(body),
            Fact::Schedule(schedule) => Command::Reschedule(schedule),
            Fact::Amendment(amendment) => Command::Amend(amendment),
            Fact::Link(link) => Command::Link(link),
            Fact::Pause(pause) => Command::Pause(pause),
            Fact::Resumption(resumption) => Command::Resume(resumption),
            Fact::Presentation(shown) => Command::PresentEvidence(shown),
            Fact::Prolongation(later) => Command::ProlongCommitment(later),
            Fact::Investment(report) => Command::ReportInvestment(report),
            Fact::Progress(report) => Command::ReportProgress(report),
            Fact::Milestone(reached) => Command::ReachMilestone(reached),
        },
        Body::Voided { correction, .. } => Command::Void(correction),
        Body::Redated { redating, .. } => Command::Redate(redating),
    })
}

fn live(verb: Verb, evidence: Evidence) -> Command {
    match (verb, evidence) {
        (Verb::Admit, Evidence::Dossier(evidence)) => Command::Admit(evidence),
        (Verb::Engage, Evidence::Engagement(evidence)) => Command::Engage(evidence),
        (Verb::Sign, Evidence::Agreement(evidence)) => Command::Sign(evidence),
        (Verb::Register, Evidence::Registration(evidence)) => Command::Register(evidence),
        (Verb::Start, Evidence::Commencement(evidence)) => Command::Start(evidence),
        (Verb::Commission, Evidence::Commissioning(evidence)) => Command::Commission(evidence),
        (Verb::Operate, Evidence::Operation(evidence)) => Command::Operate(evidence),
        (Verb::SendBack, Evidence::Grounds(evidence)) => Command::SendBack(evidence),
        (Verb::BreakOff, Evidence::Grounds(evidence)) => Command::BreakOff(evidence),
        (Verb::ReopenTalks, Evidence::Rescission(evidence)) => Command::ReopenTalks(evidence),
        (Verb::Terminate, Evidence::Rescission(evidence)) => Command::Terminate(evidence),
        (Verb::Stall, Evidence::StallFinding(evidence)) => Command::Stall(evidence),
        (Verb::Revive, Evidence::Revival(evidence)) => Command::Revive(evidence),
        (Verb::Close, Evidence::Closing(evidence)) => Command::Close(evidence),
        (verb, evidence) => panic!("`{verb}` does not rest on {evidence:?}"),
    }
}
