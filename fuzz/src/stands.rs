//! Projects where a life of golden records can stand, and what a command to them is given with.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use project_lifecycle::{Context, Event, EventId, Policy, Project, ProjectId, Record, Timestamp};

/// Every event of a project that the golden records have.
pub(super) fn golden() -> Vec<Event> {
    let lines = include_str!("../../tests/golden/v1/events.jsonl").lines();
    let records = lines.map(|line| Record::parse(line).expect("a golden record"));
    records
        .filter(|record| record.subject().project().is_some())
        .map(|record| record.event().expect("golden"))
        .collect()
}

/// A project as its history left it at some time.
#[derive(Debug)]
pub(super) struct Stand {
    pub(super) project: Project,
    /// For a new command.
    pub(super) context: Context,
    /// For one that may be the last one again.
    pub(super) again: Context,
}

/// For each position, a project there: with the longest history that a golden life has there.
pub(super) static STANDS: LazyLock<Vec<Stand>> = LazyLock::new(|| {
    let mut stands: Vec<Project> = Vec::new();
    let mut projects: BTreeMap<ProjectId, Project> = BTreeMap::new();
    for event in golden() {
        let id = event.project();
        match projects.get_mut(&id) {
            Some(project) => project.apply(event).expect("a golden history"),
            None => drop(projects.insert(id, Project::replay([event]).expect("a golden history"))),
        }
        let project = &projects[&id];
        match stands.iter_mut().find(|stand| stand.position() == project.position()) {
            Some(stand) if stand.version() < project.version() => *stand = project.clone(),
            Some(_) => {}
            None => stands.push(project.clone()),
        }
    }
    assert!(stands.len() >= 10, "a stand at nearly every position");
    stands.into_iter().map(Stand::new).collect()
});

/// The policy of all of them.
pub(super) static POLICY: LazyLock<Policy> = LazyLock::new(Policy::shenyang_2018);

impl Stand {
    fn new(project: Project) -> Self {
        let last = project.events().last().expect("a project was planned").clone();
        let context = |id: EventId, at: Timestamp| Context::new(id, at, last.actor().clone());
        let today = context(fresh(1), at());
        let context = if project.version().is_multiple_of(2) { today.on(POLICY.day(at())) } else { today };
        Self { again: Context::new(last.id(), last.at(), last.actor().clone()), context, project }
    }
}

/// An id that no golden record has.
pub(super) fn fresh(n: u8) -> EventId {
    format!("f0000000-0000-4000-8000-0000000000{n:02x}").parse().expect("a UUID")
}

/// After all that is recorded.
pub(super) fn at() -> Timestamp {
    "2019-12-10T10:00:00Z".parse().expect("an instant")
}
