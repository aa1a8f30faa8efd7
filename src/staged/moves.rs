//! The verbs as methods: three lines each, over one `advance`.

use super::marker::{
    Closed, InStage, Negotiating, Operating, Permits, Planned, Producing, Registered, Reserve, Signed, Started, Zombie,
};
use super::{NotMoved, Pending, Staged};
use crate::act::Refusal;
use crate::evidence::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, Schedule, StallFinding,
};
use crate::policy::Policy;
use crate::project::Context;
use crate::project::fact::Responsibility;
use crate::project::{Command, Decision, Profile, Project};
use crate::reason::{Names, Reason};
use crate::value::{ActorId, ProjectId};

/// What a move answers: pending, or refused with the project back.
type Moved<To, From> = Result<Pending<To>, NotMoved<From>>;

impl Staged<Planned> {
    /// Plans a project (策划).
    ///
    /// # Errors
    /// [`Refusal`], as [`Project::plan`].
    pub fn plan(
        id: ProjectId,
        profile: Profile,
        context: &Context,
        policy: &Policy,
    ) -> Result<Pending<Planned>, Refusal> {
        Project::plan(id, profile, context, policy).map(|event| Pending::new(None, event.into()))
    }
}

impl<S: InStage> Staged<S> {
    /// Decides, and makes the move pending. A retry of a command that this project has recorded is refused as
    /// `already_recorded`: its stage was reached then, and the project has moved on.
    fn decide<To: InStage>(self, command: Command, context: &Context, policy: &Policy) -> Moved<To, S> {
        match self.project.decide(command, context, policy) {
            Ok(Decision::Record(event)) => Ok(Pending::new(Some(self.project), event.into())),
            Ok(Decision::AlreadyRecorded(event)) => {
                let reason = Reason::AlreadyRecorded { id: event.id(), version: event.version() };
                Err(NotMoved::new(
                    Refusal::new(self.project.id(), event.command_name(), vec![reason], Names::default()),
                    self,
                ))
            }
            Err(refusal) => Err(NotMoved::new(refusal, self)),
        }
    }

    /// Decides a move that the law has; the bound is what keeps a method from calling it for any other.
    fn advance<To: InStage, Evidence>(self, command: Command, context: &Context, policy: &Policy) -> Moved<To, S>
    where
        S: Permits<To, Evidence>,
    {
        self.decide(command, context, policy)
    }

    /// Admits it to the reserve (入储备库).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn admit(self, evidence: Dossier, context: &Context, policy: &Policy) -> Moved<Reserve, S>
    where
        S: Permits<Reserve, Dossier>,
    {
        self.advance(Command::Admit(evidence), context, policy)
    }

    /// Opens talks (启动洽谈).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn engage(self, evidence: Engagement, context: &Context, policy: &Policy) -> Moved<Negotiating, S>
    where
        S: Permits<Negotiating, Engagement>,
    {
        self.advance(Command::Engage(evidence), context, policy)
    }

    /// Signs (签约).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn sign(self, evidence: Agreement, context: &Context, policy: &Policy) -> Moved<Signed, S>
    where
        S: Permits<Signed, Agreement>,
    {
        self.advance(Command::Sign(evidence), context, policy)
    }

    /// Registers the company (注册).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn register(self, evidence: Registration, context: &Context, policy: &Policy) -> Moved<Registered, S>
    where
        S: Permits<Registered, Registration>,
    {
        self.advance(Command::Register(evidence), context, policy)
    }

    /// Starts construction (开工).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn start(self, evidence: Commencement, context: &Context, policy: &Policy) -> Moved<Started, S>
    where
        S: Permits<Started, Commencement>,
    {
        self.advance(Command::Start(evidence), context, policy)
    }

    /// Commissions (投产).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn commission(self, evidence: Commissioning, context: &Context, policy: &Policy) -> Moved<Producing, S>
    where
        S: Permits<Producing, Commissioning>,
    {
        self.advance(Command::Commission(evidence), context, policy)
    }

    /// Enters operation (运营).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn operate(self, evidence: Operation, context: &Context, policy: &Policy) -> Moved<Operating, S>
    where
        S: Permits<Operating, Operation>,
    {
        self.advance(Command::Operate(evidence), context, policy)
    }

    /// Sends it back to planning (退回策划).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn send_back(self, evidence: Grounds, context: &Context, policy: &Policy) -> Moved<Planned, S>
    where
        S: Permits<Planned, Grounds>,
    {
        self.advance(Command::SendBack(evidence), context, policy)
    }

    /// Breaks off talks (终止洽谈（退回储备）).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn break_off(self, evidence: Grounds, context: &Context, policy: &Policy) -> Moved<Reserve, S>
    where
        S: Permits<Reserve, Grounds>,
    {
        self.advance(Command::BreakOff(evidence), context, policy)
    }

    /// Reopens talks (重新洽谈).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn reopen_talks(self, evidence: Rescission, context: &Context, policy: &Policy) -> Moved<Negotiating, S>
    where
        S: Permits<Negotiating, Rescission>,
    {
        self.advance(Command::ReopenTalks(evidence), context, policy)
    }

    /// Terminates the agreement (解约).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn terminate(self, evidence: Rescission, context: &Context, policy: &Policy) -> Moved<Reserve, S>
    where
        S: Permits<Reserve, Rescission>,
    {
        self.advance(Command::Terminate(evidence), context, policy)
    }

    /// Finds it to be a zombie (认定为僵尸项目（企业）), which remembers this stage.
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn stall(self, evidence: StallFinding, context: &Context, policy: &Policy) -> Moved<Zombie<S>, S>
    where
        S: Permits<Zombie<S>, StallFinding>,
    {
        self.advance(Command::Stall(evidence), context, policy)
    }

    /// Revives it (盘活), back to the stage it stalled in.
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn revive<At: InStage>(self, evidence: Revival, context: &Context, policy: &Policy) -> Moved<At, S>
    where
        S: Permits<At, Revival>,
    {
        self.advance(Command::Revive(evidence), context, policy)
    }

    /// Closes it (退出).
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn close(self, evidence: Closing, context: &Context, policy: &Policy) -> Moved<Closed, S>
    where
        S: Permits<Closed, Closing>,
    {
        self.advance(Command::Close(evidence), context, policy)
    }

    /// Assigns the dedicated officer; the stage stays.
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn assign_officer(self, officer: ActorId, context: &Context, policy: &Policy) -> Moved<S, S> {
        self.decide(Command::AssignOfficer(officer.into()), context, policy)
    }

    /// Assigns the responsible bodies; the stage stays.
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn assign_body(self, body: Responsibility, context: &Context, policy: &Policy) -> Moved<S, S> {
        self.decide(Command::AssignBody(body), context, policy)
    }

    /// Sets the schedule; the stage stays.
    ///
    /// # Errors
    /// [`NotMoved`] with every reason, and the project back.
    pub fn reschedule(self, schedule: Schedule, context: &Context, policy: &Policy) -> Moved<S, S> {
        self.decide(Command::Reschedule(schedule.into()), context, policy)
    }
}
