//! Many lives at once, for the benches.

use project_lifecycle::{AppendRequest, Event, Stage};

use super::walk::Walk;

/// The events of so many projects from a number on, one step of each in turn, so that a batch touches as many projects as
/// it has events. Each is planned, gets its duties, and goes as far as it can.
pub(crate) fn lives(first: u64, projects: usize) -> Vec<AppendRequest> {
    let walks: Vec<Vec<Event>> = (first..)
        .take(projects)
        .map(|p| {
            let mut walk = Walk::plan(p);
            walk.assign_duties();
            for verb in walk.project.position().path_to(Stage::Operating) {
                walk.pass(1).go(verb);
            }
            walk.project.events().to_vec()
        })
        .collect();
    let longest = walks.iter().map(Vec::len).max().unwrap_or_default();
    let turns = (0..longest).flat_map(|step| walks.iter().filter_map(move |walk| walk.get(step)));
    turns.cloned().map(AppendRequest::new).collect()
}
