//! A project that is corrected again and again.

use project_lifecycle::act::{Correction, Redating, Voiding};
use project_lifecycle::evidence::{AgreementForm, Evidence};
use project_lifecycle::project::{Basis, Correcting};
use project_lifecycle::{AppendRequest, Command, Context, Day, Decision, Money, Project, Stage, Verb};

use crate::common::{self, context, plus, policy, text};

/// A project and its clock.
pub(crate) struct Life {
    pub(crate) project: Project,
    pub(crate) today: Day,
    count: u64,
}

impl Life {
    /// A project that has been led to a stage.
    pub(crate) fn to(stage: Stage) -> Self {
        let walk = common::walk::Walk::to(1, common::at(stage));
        Self { project: walk.project, today: plus(walk.today, 1), count: 1_000 }
    }

    pub(crate) fn context(&mut self) -> Context {
        self.count += 1;
        context(1, self.count, self.today)
    }

    /// Decides and applies.
    pub(crate) fn give(&mut self, command: Command) {
        let context = self.context();
        let decision = self.project.decide(command, &context, &policy());
        let Ok(Decision::Record(event)) = decision else { panic!("it is accepted: {decision:?}") };
        self.project.apply(event).expect("it follows");
    }

    /// The events since the stage was reached.
    pub(crate) fn requests(&self, from: usize) -> Vec<AppendRequest> {
        self.project.events()[from..].iter().cloned().map(AppendRequest::new).collect()
    }
}

/// The version of the last step.
pub(crate) fn last_step(project: &Project) -> u64 {
    project.standing().last().map_or(1, |step| step.event().version())
}

fn correction() -> Correction {
    Correction { authority: text("发展改革局"), grounds: text("误录") }
}

/// A signing, and its voiding, again and again.
pub(crate) fn voids(count: usize) -> Life {
    let mut life = Life::to(Stage::Negotiating);
    for _ in 0..count / 2 {
        let sign = common::evidence::complete(Verb::Sign, &life.project, life.today);
        life.give(sign);
        let version = last_step(&life.project);
        life.give(Command::Void(Voiding { version, correction: correction() }));
    }
    life
}

/// A fact, and its voiding, again and again.
pub(crate) fn facts(count: usize) -> Life {
    let mut life = Life::to(Stage::Signed);
    for n in 0..count / 2 {
        life.give(Command::AssignOfficer(common::actor_id(&format!("officer-{n}")).into()));
        let version = life.project.version();
        life.give(Command::VoidFact(Voiding { version, correction: correction() }));
    }
    life
}

/// Another date for the last step, and its own again.
pub(crate) fn redates(count: usize) -> Life {
    let mut life = Life::to(Stage::Signed);
    life.today = plus(life.today, 10);
    let (version, on) = (last_step(&life.project), life.project.since());
    for n in 0..count {
        let to = plus(on, (n % 2) as i64);
        life.give(Command::Redate(Redating { version, to, provenance: None, correction: correction() }));
    }
    life
}

/// Another signing day and amount for the last step, and its own again.
pub(crate) fn corrects(count: usize) -> Life {
    let mut life = Life::to(Stage::Signed);
    let (version, on) = (last_step(&life.project), life.project.since());
    life.today = plus(life.today, 10);
    for n in 0..count {
        let form = common::evidence::agreement_form(life.project.profile().kind(), plus(on, (n % 2) as i64));
        let total_investment = Money::from_fen(1 + n as i64).into();
        let form = AgreementForm { total_investment, ..form };
        let basis = Basis::Evidence(Evidence::Agreement(form.try_into().expect("complete")));
        life.give(Command::Correct(Correcting { version, basis, correction: correction() }));
    }
    life
}
