//! The loop around a command, when several give commands at once.

use project_lifecycle::audit::GiveError;
use project_lifecycle::project::fact::Officer;
use project_lifecycle::value::ProjectId;
use project_lifecycle::{Command, Context, Project};

use crate::common::walk::Walk;
use crate::common::{actor, actor_id, evening, event_id, policy, source};
use crate::postgres::server::{self, Database, commit};

/// Eight officers are assigned at once, each by a client of its own: none is lost, none is recorded twice, and each client
/// learns of its own.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn commands_given_at_once_are_all_recorded_once() {
    server::run(async {
        let walk = Walk::plan(1);
        let (database, store, now) = (Database::new().await, server::store(source()), evening(walk.today));
        database.open_log(&store, now).await;
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        store.append(&transaction, &(&walk.project.events()[0]).into(), now).await.expect("recorded");
        commit(transaction).await;

        let id = walk.project.id();
        let mut giving = Vec::new();
        for n in 0..8 {
            let (mut client, store, today) = (database.connect_app().await, store.clone(), walk.today);
            giving.push(tokio::spawn(async move {
                let context = Context::new(event_id(1, 100 + n), now, actor()).on(today);
                let command = Command::AssignOfficer(Officer::from(actor_id(&format!("officer-{n}"))));
                let decide = |project: &Project| project.decide(command.clone(), &context, &policy());
                store.give(&mut client, id, now, decide).await
            }));
        }
        let mut versions: Vec<u64> = Vec::new();
        for (n, given) in giving.into_iter().enumerate() {
            let given = given.await.expect("it ends").expect("recorded");
            let officer = given.project.current().officer.as_ref().map(|officer| officer.as_str().to_owned());
            assert_eq!(officer, Some(format!("officer-{n}")));
            versions.push(given.receipt.record().stream_version());
        }
        versions.sort_unstable();
        assert_eq!(versions, (2..10).collect::<Vec<_>>());

        let nobody = ProjectId::named("nobody");
        let told = store.give(&mut client, nobody, now, |_| unreachable!("there is none to decide on")).await;
        assert!(matches!(told, Err(GiveError::NoProject { project }) if project == nobody), "{told:?}");
    });
}
