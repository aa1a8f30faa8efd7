//! Lives, and what is asked of them.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::Strategy;
use proptest::sample::select;

use super::any_step;
use crate::lifecycle::{Position, ProjectKind};
use crate::testing::chance::RandomStep;
use crate::testing::{Walk, sample};
use crate::{Command, Context, Event, Policy, Project};

/// The p-th project after a lawful life under a policy: planned, mostly led live to any position that the policy lets it
/// reach, then given at most so many [steps](any_step), of which the lawful ones are taken. Dates of its steps do not go back,
/// though facts are told late, and steps are re-dated, corrected and voided.
pub fn random_walk(p: u64, policy: Policy, steps: usize) -> impl Strategy<Value = Walk> {
    let positions: Vec<Position> = Position::all().collect();
    (weighted(0.6, select(positions)), vec(any_step(), 0..=steps)).prop_map(move |(position, steps)| {
        let planned = || Walk::plan_under(p, ProjectKind::Enterprise, policy.clone());
        let led = position.and_then(|position| Walk::to_under(p, position, policy.clone()).ok());
        let mut walk = led.unwrap_or_else(planned);
        for step in &steps {
            // what is refused leaves it as it was
            drop(step.take(&mut walk));
        }
        walk
    })
}

/// The p-th project after a lawful life of at most so many random steps under the preset policy.
pub fn life(p: u64, steps: usize) -> impl Strategy<Value = Project> {
    random_walk(p, Policy::shenyang_2018(), steps).prop_map(|walk| walk.project)
}

/// The events of such a life.
pub fn history(p: u64, steps: usize) -> impl Strategy<Value = Vec<Event>> {
    life(p, steps).prop_map(|project| project.events().to_vec())
}

/// A project after such a life, and a command of any kind with its circumstances: mostly one that is plausible for the
/// project, and often one that is refused.
pub fn random_command(p: u64, steps: usize) -> impl Strategy<Value = (Walk, Command, Context)> {
    let walk = random_walk(p, Policy::shenyang_2018(), steps);
    (walk, any_step()).prop_map(|(mut walk, step): (Walk, RandomStep)| {
        walk.today = sample::lived(walk.today, step.pass);
        let (command, context) = step.command(&walk);
        (walk, command, context)
    })
}
