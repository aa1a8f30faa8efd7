//! What stands after corrections, by the file's own look-ups, is what the project says.

use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::{Connection, OpenFlags};

use super::{Folder, open};
use crate::common::evidence::complete;
use crate::common::random::{FACTS, fact, some_fact};
use crate::common::walk::{Walk, redating, voiding, voiding_fact};
use crate::common::{actor, evening, plus, positions};
use project_lifecycle::{audit::*, project::*, store::*, value::*};

/// What is done to a project next; most of it corrects.
#[derive(Clone, Debug)]
enum Turn {
    Void,
    Redate {
        which: usize,
        days: i64,
    },
    Move {
        which: usize,
    },
    /// A fact, so many days late.
    Note {
        kind: usize,
        number: i64,
        late: i64,
    },
    VoidFact {
        which: usize,
    },
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => Just(Turn::Void),
        4 => (any::<usize>(), -3..4i64).prop_map(|(which, days)| Turn::Redate { which, days }),
        4 => any::<usize>().prop_map(|which| Turn::Move { which }),
        3 => (0..FACTS, -3..300i64, -9..9i64)
            .prop_map(|(kind, number, late)| Turn::Note { kind, number, late: late.max(0) }),
        2 => any::<usize>().prop_map(|which| Turn::VoidFact { which }),
    ]
}

fn command(walk: &Walk, turn: &Turn) -> Command {
    let project = &walk.project;
    let redate = |which: usize, days: i64| {
        let standing: Vec<_> = project.standing().collect();
        let step = standing.get(which % standing.len().max(1))?;
        Some(redating(step.event().version(), plus(step.effective_on(), days)))
    };
    match *turn {
        Turn::Redate { which, days } => redate(which, days).unwrap_or_else(|| voiding(project, "by mistake")),
        Turn::Move { which } => {
            let next: Vec<_> = project.next().map(|(verb, _)| verb).collect();
            match next.get(which % next.len().max(1)) {
                Some(verb) => complete(*verb, project, walk.today),
                None => voiding(project, "closed by mistake"),
            }
        }
        Turn::Note { kind, number, late } => fact(kind, number, plus(walk.today, -late), project),
        Turn::VoidFact { which } => voiding_fact(some_fact(project, which)),
        Turn::Void => voiding(project, "by mistake"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_stands_in_the_file_is_what_the_project_says(
        position in 0..14usize,
        batches in vec(vec(turn(), 1..8), 1..8),
    ) {
        let folder = Folder::new("correcting");
        let mut walk = Walk::to(1, positions()[position]);
        let mut store = open(&folder.file());
        store.open_log(DigestAlgorithm::Sha256, &actor(), evening(walk.today)).expect("a log opens");
        let file = Connection::open_with_flags(folder.file(), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
        let (mut requests, mut standing) = (Vec::new(), Vec::new());
        for event in walk.project.events() {
            requests.push(AppendRequest::from(event.clone()));
        }
        for turns in &batches {
            for turn in turns {
                walk.pass(1);
                let late = if let Turn::Note { late, .. } = turn { *late } else { 0 };
                let context = walk.context();
                let context = Context::new(context.id(), context.at(), actor()).on(plus(context.effective_on().expect("it is stated"), -late));
                let decision = walk.project.decide(command(&walk, turn), &context, &walk.policy);
                walk.n += 1;
                let Ok(Decision::Record(event)) = decision else { continue };
                walk.project.apply(event.clone()).expect("what was decided follows");
                if matches!(event.change(), Change::Move { .. } | Change::Void(_)) {
                    let last = walk.project.standing().last().map_or(1, |step| step.event().version());
                    standing.push([event.version(), last].map(|version| i64::try_from(version).expect("few")));
                }
                requests.push(event.into());
            }
            store.append_batch(&requests, Batch::Whole, evening(walk.today)).expect("all is recorded");
            requests.clear();
            let current = store.current(walk.project.id()).expect("a state");
            prop_assert_eq!(current.as_ref(), Some(walk.project.current()));
            let since: String = file
                .query_row("SELECT since FROM entered ORDER BY version DESC LIMIT 1", [], |row| row.get(0))
                .expect("a day");
            prop_assert_eq!(since, walk.project.since().to_string());
        }
        let mut select = file.prepare("SELECT stands FROM event WHERE stream = ?1 AND version = ?2").expect("a statement");
        let stream = Subject::from(walk.project.id()).to_string();
        for [version, last] in standing {
            let found: i64 = select.query_row((&stream, version), |row| row.get(0)).expect("a row");
            prop_assert_eq!(found, last, "after event {}", version);
        }
        prop_assert_eq!(store.check_current(&Upcasters::new()).expect("all replay"), []);
    }
}
