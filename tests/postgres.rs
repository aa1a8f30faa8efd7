//! The PostgreSQL store: the caller's transactions, the law inside the database, and what can go wrong with it. Each test
//! has a database of its own, on the server that `tests/with-postgres` starts.

mod acknowledged;
mod alone;
mod attacks;
mod cluster;
mod failures;
mod giving;
mod growth;
mod indexes;
mod isolation;
mod killing;
mod operations;
mod owner;
mod plans;
mod quarantine;
mod races;
mod sabotage;
mod schema;
mod server;
mod texts;
mod transactions;
mod verifying;
mod zones;

use crate::common;
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{actor, evening};
use project_lifecycle::{audit::*, project::*, store::*, value::*};
use server::{Database, commit};
use tokio_postgres::Client;

/// The stores of one course: in memory, which is the simplest there is, and in the database.
struct Both {
    memory: MemoryStore,
    postgres: PostgresStore,
    client: Client,
}

impl Both {
    async fn append(&mut self, events: &[Event], now: Timestamp) {
        let requests: Vec<_> = events.iter().cloned().map(AppendRequest::from).collect();
        let in_memory = self.memory.append_batch(&requests, Batch::Whole, now).expect("recorded in memory");
        let transaction = self.client.transaction().await.expect("a transaction");
        let stored = self.postgres.append_batch(&transaction, &requests, Batch::Whole, now).await;
        assert_eq!(stored.expect("recorded in the database"), in_memory);
        commit(transaction).await;
    }

    async fn assert_same(&self) {
        let (memory, postgres, client) = (&self.memory, &self.postgres, &self.client);
        assert_eq!(postgres.head(client).await.expect("a head"), memory.head().expect("a head"));
        assert_eq!(postgres.log(client, 0, usize::MAX).await.expect("the log"), memory.records());
        for query in [ProjectQuery::all(), ProjectQuery::named(""), ProjectQuery::overdue_on(common::day("2999-12-31"))]
        {
            let listed = postgres.projects(client, &query).await.expect("a list");
            assert_eq!(listed, memory.projects(&query).expect("a list"));
        }
        assert_eq!(postgres.check_current(client, &Upcasters::new()).await.expect("all replay"), []);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    /// The events go in batches of any size, so that steps, facts and corrections of one project meet in one statement.
    #[test]
    #[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
    fn a_course_leaves_the_same_records_and_states_as_in_memory(
        steps in proptest::collection::vec(step(), 1..60),
        sizes in proptest::collection::vec(1..8usize, 60),
    ) {
        server::run(async {
            let database = Database::shared().await;
            let source = database.fresh_source();
            let mut walk = Walk::plan(1);
            let opened = evening(walk.today);
            let memory = common::opened(source.clone(), &actor(), opened).expect("a log opens");
            let (postgres, client) = (server::store(source), database.connect().await);
            let mut both = Both { memory, postgres, client };
            database.open_log(&both.postgres, opened).await;
            let (mut waiting, mut sizes) = (walk.project.events().to_vec(), sizes.into_iter());
            for step in &steps {
                walk.today = common::lived(walk.today, step.pass);
                let (command, context) = step.command(&walk);
                if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
                    walk.project.apply(event.clone()).expect("what was decided follows");
                    waiting.push(event);
                    if waiting.len() >= sizes.next().unwrap_or(1) {
                        both.append(&std::mem::take(&mut waiting), evening(walk.today)).await;
                        let current = both.postgres.current(&both.client, walk.project.id()).await.expect("a state");
                        assert_eq!(current, Some(walk.project.current().clone()));
                    }
                }
                walk.n += 1;
            }
            both.append(&waiting, evening(walk.today)).await;
            both.assert_same().await;
        });
    }
}
