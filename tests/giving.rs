//! The loop around a command: another writer is first, in the way, or the answer is lost; each command is recorded once.

use project_lifecycle::audit::*;
use project_lifecycle::project::fact::Officer;
use project_lifecycle::value::{DigestAlgorithm, ProjectId, Timestamp};
use project_lifecycle::{Actor, Command, Context, Decision, MemoryStore, Project, Reason, Refusal, Verb};

use crate::common::evidence::complete;
use crate::common::walk::Walk;
use crate::common::{actor, actor_id, evening, event_id, policy, source};

/// What happens at the next append.
enum Meanwhile {
    /// Another writer records an event first.
    Writes(Box<AppendRequest>),
    /// A lock cannot be had.
    InTheWay,
    /// It is written, and the answer is lost.
    Lost,
}

/// A store beside which others write.
struct Busy {
    store: MemoryStore,
    meanwhile: Vec<Meanwhile>,
    appends: usize,
}

impl EventLog for Busy {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.store.stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.store.lines(after, limit, show)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.store.head()
    }
}

impl EventStore for Busy {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.store.open_log(digest, actor, now)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.appends += 1;
        match self.meanwhile.pop() {
            None => self.store.append_batch(requests, batch, now),
            Some(Meanwhile::Writes(other)) => {
                self.store.append(&other, now)?;
                self.store.append_batch(requests, batch, now)
            }
            Some(Meanwhile::InTheWay) => Err(StoreError::Retry("busy".into())),
            Some(Meanwhile::Lost) => {
                self.store.append_batch(requests, batch, now)?;
                Err(StoreError::OutcomeUnknown("the line went dead".into()))
            }
        }
    }
}

/// A signed project in a store.
fn busy() -> (Busy, Walk, Timestamp) {
    let mut walk = Walk::plan(1);
    for verb in [Verb::Engage, Verb::Sign] {
        let command = complete(verb, &walk.project, walk.today);
        let event = decided(&walk, command, 100 + walk.project.version()).expect("accepted");
        walk.project.apply(event).expect("it follows");
    }
    let now = evening(walk.today);
    let mut store = crate::common::opened(source(), &actor(), now).expect("a log");
    for event in walk.project.events() {
        store.append(&event.into(), now).expect("recorded");
    }
    (Busy { store, meanwhile: Vec::new(), appends: 0 }, walk, now)
}

fn context(walk: &Walk, n: u64) -> Context {
    Context::new(event_id(walk.p, n), evening(walk.today), actor()).on(walk.today)
}

fn decided(walk: &Walk, command: Command, n: u64) -> Option<project_lifecycle::Event> {
    walk.project.decide(command, &context(walk, n), &policy()).ok()?.into_new()
}

fn officer(name: &str) -> Command {
    Command::AssignOfficer(Officer::from(actor_id(name)))
}

/// Others' events, each decided behind the one before, the last one to be written at first.
fn others(walk: &Walk, commands: impl IntoIterator<Item = Command>) -> Vec<Meanwhile> {
    let mut project = walk.project.clone();
    let mut meanwhile = Vec::new();
    for (n, command) in (900..).zip(commands) {
        let decision = project.decide(command, &context(walk, n), &policy()).expect("accepted");
        let event = decision.into_new().expect("new");
        project.apply(event.clone()).expect("it follows");
        meanwhile.push(Meanwhile::Writes(Box::new(event.into())));
    }
    meanwhile.reverse();
    meanwhile
}

/// Gives a command, and counts how often it was decided.
fn given(
    busy: &mut Busy,
    walk: &Walk,
    id: ProjectId,
    now: Timestamp,
    command: &Command,
) -> (Result<Given, GiveError>, usize) {
    let mut decisions = 0;
    let decide = |project: &Project| -> Result<Decision, Refusal> {
        decisions += 1;
        project.decide(command.clone(), &context(walk, 500), &policy())
    };
    let given = give(busy, id, now, decide);
    (given, decisions)
}

#[test]
fn a_command_is_decided_anew_when_others_were_first() {
    let (mut busy, walk, now) = busy();
    busy.meanwhile = others(&walk, [officer("officer-1"), officer("officer-2")]);
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), now, &officer("officer-3"));
    let told = told.expect("recorded");
    assert_eq!((decisions, busy.appends), (3, 3));
    assert_eq!(told.receipt.record().stream_version(), walk.project.version() + 3);
    assert_eq!(told.project, busy.store.project(walk.project.id()).expect("loaded").expect("there"));
    assert_eq!(told.project.current().officer.as_ref().map(|id| id.as_str()), Some("officer-3"));
}

#[test]
fn what_others_did_may_refuse_it() {
    let (mut busy, walk, now) = busy();
    // another one ended the agreement
    busy.meanwhile = others(&walk, [complete(Verb::Terminate, &walk.project, walk.today)]);
    let (told, decisions) =
        given(&mut busy, &walk, walk.project.id(), now, &complete(Verb::Terminate, &walk.project, walk.today));
    let Err(GiveError::Refused(refusal)) = told else { panic!("{told:?}") };
    assert!(matches!(refusal.reasons(), [Reason::NotPermitted { .. }]), "{refusal:?}");
    assert_eq!(decisions, 2);
}

#[test]
fn a_lost_answer_and_a_lock_cost_another_attempt_and_no_second_record() {
    let (mut busy, walk, now) = busy();
    busy.meanwhile = vec![Meanwhile::Lost, Meanwhile::InTheWay];
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), now, &officer("officer-3"));
    let told = told.expect("recorded");
    assert_eq!((decisions, busy.appends), (3, 3));
    assert_eq!(told.project.version(), walk.project.version() + 1);
    assert_eq!(busy.store.records().len() as u64, told.receipt.record().sequence());
    // and a retry of the whole finds it
    let (again, _) = given(&mut busy, &walk, walk.project.id(), now, &officer("officer-3"));
    assert_eq!(again.expect("found").receipt, told.receipt);
    assert_eq!(busy.store.records().len() as u64, told.receipt.record().sequence());
}

#[test]
fn it_ends_when_others_are_always_first() {
    let (mut busy, walk, now) = busy();
    busy.meanwhile = others(&walk, (0..20).map(|n| officer(&format!("officer-{n}"))));
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), now, &officer("late"));
    let Err(GiveError::Store(why)) = told else { panic!("{told:?}") };
    assert!(why.is_stale() && !why.is_retryable(), "{why}");
    assert_eq!(decisions, 16);
    // in the way each time
    busy.meanwhile = (0..20).map(|_| Meanwhile::InTheWay).collect();
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), now, &officer("late"));
    let Err(GiveError::Store(why)) = told else { panic!("{told:?}") };
    assert!(why.is_retryable() && !why.is_stale(), "{why}");
    assert_eq!(
        (decisions, why.to_string().as_str()),
        (16, "another writer was in the way; nothing was written: give the same request again")
    );
}

#[test]
fn what_cannot_succeed_is_attempted_once() {
    let (mut busy, walk, now) = busy();
    let nobody = ProjectId::named("nobody");
    let (told, decisions) = given(&mut busy, &walk, nobody, now, &officer("officer-3"));
    assert!(matches!(told, Err(GiveError::NoProject { project }) if project == nobody), "{told:?}");
    assert_eq!(told.expect_err("none").to_string(), format!("there is no project {nobody}: plan it first"));
    assert_eq!(decisions, 0);
    // the clock of the one who gave it is ahead
    let early = now.plus_minutes(-60).expect("an instant");
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), early, &officer("officer-3"));
    let Err(GiveError::Store(why)) = told else { panic!("{told:?}") };
    assert!(matches!(why, StoreError::Append(AppendError::AtAheadOfNow { .. })) && !why.is_stale(), "{why:?}");
    assert_eq!((decisions, busy.appends), (1, 1));
    // a step of which the law knows nothing here
    let commission = complete(Verb::Commission, &walk.project, walk.today);
    let (told, decisions) = given(&mut busy, &walk, walk.project.id(), now, &commission);
    assert!(matches!(told, Err(GiveError::Refused(_))), "a signed project is not commissioned: {told:?}");
    assert_eq!((decisions, busy.appends), (1, 1));
}
