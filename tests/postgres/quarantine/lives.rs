//! Any lives, with any of their records in quarantine: the database says what memory says.

use project_lifecycle::{audit::*, project::*, store::*, value::*};
use proptest::collection::vec;
use proptest::prelude::*;

use super::super::Both;
use super::{Log, correction};
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{self, actor, context, evening, lived, policy, project_id};
use crate::postgres::server::{self, Database, commit};

/// What happens next to some projects.
#[derive(Clone, Debug)]
enum Turn {
    Step(usize, common::random::Step),
    /// These records of the whole log, by chance, are put in quarantine.
    Put(Vec<usize>),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => (any::<usize>(), step()).prop_map(|(which, step)| Turn::Step(which, step)),
        1 => vec(any::<usize>(), 1..3).prop_map(Turn::Put),
    ]
}

impl Both {
    async fn assert_same_project(&self, id: ProjectId) {
        let (postgres, client) = (&self.postgres, &self.client);
        let project = self.memory.project(id).expect("it replays");
        assert_eq!(postgres.project(client, id).await.expect("it replays"), project);
        let current = postgres.current(client, id).await.expect("a state");
        assert_eq!(current.as_ref(), project.as_ref().map(Project::current));
        let stream = self.memory.stream(id.into()).expect("a stream");
        assert_eq!(postgres.stream(client, id.into()).await.expect("a stream"), stream);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    #[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
    fn whatever_goes_in_quarantine_the_database_says_what_memory_says(turns in vec(turn(), 1..50)) {
        server::run(async {
            let database = Database::shared().await;
            let source = database.fresh_source();
            let mut walks: Vec<_> = (1..=3).map(Walk::plan).collect();
            let mut today = walks[0].today;
            let memory = common::opened(source.clone(), &actor(), evening(today)).expect("a log opens");
            let (postgres, client) = (server::store(source), database.connect().await);
            let mut both = Both { memory, postgres, client };
            database.open_log(&both.postgres, evening(today)).await;
            for walk in &walks {
                both.append(&walk.project.events()[..1], evening(today)).await;
            }
            for (n, turn) in (1..).zip(&turns) {
                match turn {
                    Turn::Step(which, step) if !walks.is_empty() => {
                        let which = which % walks.len();
                        let walk = &mut walks[which];
                        today = lived(today, step.pass);
                        walk.today = today;
                        let (command, context) = step.command(walk);
                        if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
                            both.append(std::slice::from_ref(&event), evening(today)).await;
                            walk.project.apply(event).expect("what was decided follows");
                        }
                        walk.n += 1;
                        both.assert_same_project(walks[which].project.id()).await;
                    }
                    Turn::Step(..) => {}
                    Turn::Put(places) => {
                        let size = both.memory.records().len();
                        let places: Vec<_> = places.iter().map(|place| (place % size + 1) as u64).collect();
                        let (why, context, now) = (correction(), context(99, n, today), evening(today));
                        let in_memory = both.memory.put_in_quarantine(&places, &why, &context, &policy(), now);
                        let transaction = both.client.transaction().await.expect("a transaction");
                        let stored =
                            both.postgres.put_in_quarantine(&transaction, &places, &why, &context, &policy(), now).await;
                        // after what is refused it goes on
                        commit(transaction).await;
                        match (stored, in_memory) {
                            (Ok(stored), Ok(in_memory)) => assert_eq!(stored, in_memory),
                            (Err(stored), Err(in_memory)) => assert_eq!(format!("{stored:?}"), format!("{in_memory:?}")),
                            (stored, in_memory) => panic!("{stored:?}, but in memory {in_memory:?}"),
                        }
                        for p in 1..=3 {
                            both.assert_same_project(project_id(p)).await;
                        }
                        walks.retain_mut(|walk| {
                            let left = both.memory.project(walk.project.id()).expect("it replays");
                            let is_left = left.is_some();
                            if let Some(left) = left {
                                walk.project = left;
                            }
                            is_left
                        });
                    }
                }
            }
            let all = ProjectQuery::all();
            let quarantine = both.memory.quarantine().expect("it is told");
            assert_eq!(both.postgres.projects(&both.client, &all).await.expect("a list"), both.memory.projects(&all).expect("a list"));
            assert_eq!(both.postgres.quarantine(&both.client).await.expect("it is told"), quarantine);
            let Both { memory, postgres: store, client } = both;
            assert_eq!(store.head(&client).await.expect("a head"), memory.head().expect("a head"));
            Log { database, store, client }.is_whole(quarantine.places().count() as u64).await;
        });
    }
}
