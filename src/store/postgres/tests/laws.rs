//! A database that was made under one law goes on under another, and holds every event to the law that it names.

use tokio_postgres::{Client, Error};

use super::{database, run};
use crate::store::Durability;
use crate::store::laws::{
    FIRST, LAWS, decided, fact, fallen, fell_at, id, is_fallen, is_whole, memory, now, project, source, step,
};
use crate::value::DigestAlgorithm;
use crate::{Event, EventLog as _, EventStore as _, MemoryStore, PostgresStore, Project, StoreError, Verb};

/// Writes records by the database's own function in one statement, as whoever may append can.
async fn write_all(client: &Client, lines: &[&str]) -> Result<u64, Error> {
    let append = "SELECT lifecycle.append((SELECT id FROM lifecycle.log), $1, NULL, NULL, NULL)";
    client.execute(append, &[&lines]).await
}

/// Writes one record.
async fn write(client: &Client, line: &str) -> Result<u64, Error> {
    write_all(client, &[line]).await
}

/// A store on a server that nobody keeps anything on.
fn weak() -> PostgresStore {
    PostgresStore::new(source()).with_durability(Durability::Normal)
}

/// The database as a crate made it that knew the first law only, with the first events of the project.
async fn of_the_first_law(events: usize) -> Client {
    let client = database().await;
    for migration in &PostgresStore::migrations()[..2] {
        client.batch_execute(&migration.sql).await.expect("it runs");
    }
    let insert = "INSERT INTO lifecycle.log (source, digest) VALUES ($1, 'sha-256')";
    client.execute(insert, &[&source().as_str()]).await.expect("a log");
    let (store, _) = memory(events);
    for record in store.log(0, usize::MAX).expect("a log") {
        write(&client, std::str::from_utf8(record.line()).expect("UTF-8")).await.expect("it is taken");
    }
    client
}

/// What the database said against the history.
#[track_caller]
fn said(error: &StoreError) -> String {
    let StoreError::Corrupt { what, why } = error else { panic!("{error:?}") };
    assert_eq!(what, "the log, or the history on which a record was decided");
    let why = why.downcast_ref::<Error>().and_then(Error::as_db_error);
    why.unwrap_or_else(|| panic!("{error:?}")).message().to_owned()
}

async fn append(client: &mut Client, event: &Event) -> Result<(), StoreError> {
    let transaction = client.transaction().await.expect("a transaction");
    weak().append(&transaction, &event.clone().into(), now()).await?;
    PostgresStore::commit(transaction).await
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --lib -- --ignored"]
fn a_database_goes_on_under_another_law() {
    run(async {
        let project = project();
        let mut client = of_the_first_law(FIRST).await;
        let older = append(&mut client, &project.events()[FIRST]).await.expect_err("an older schema");
        assert!(matches!(older, StoreError::Storage(_)), "{older:?}");
        PostgresStore::migrate(&mut client).await.expect("it is brought to the present");
        for event in &project.events()[FIRST..] {
            append(&mut client, event).await.expect("recorded");
        }
        let store = weak();
        let loaded = store.project(&client, id()).await.expect("it loads").expect("it is there");
        assert_eq!(loaded.events().iter().map(Event::law).collect::<Vec<_>>(), LAWS);
        // the same log as in memory, line by line
        let (same, _) = memory(LAWS.len());
        is_whole(&same);
        let lines =
            |records: Vec<crate::Record>| records.iter().map(|record| record.line().to_vec()).collect::<Vec<_>>();
        let found = store.log(&client, 0, usize::MAX).await.expect("a log");
        assert_eq!(lines(found), lines(same.log(0, usize::MAX).expect("a log")));

        is_fallen(&append(&mut client, &decided(&project, 1, fact())).await.expect_err("the law fell"));
        // nor does it fall for whoever writes without this crate
        let refused = write(&client, &fallen()).await.expect_err("the law fell");
        let message = refused.as_db_error().expect("it answered").message();
        assert_eq!(message, "within a stream the law never falls");
        // the law is sealed again
        let more = "INSERT INTO lifecycle.edge VALUES (2, 'sign', 'reserve', 'signed')";
        let sealed = client.execute(more, &[]).await.expect_err("it is sealed");
        assert_eq!(sealed.as_db_error().expect("it answered").message(), "the law is sealed");
    });
}

/// A batch may begin under one law and go on under another, and may not fall back within itself.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --lib -- --ignored"]
fn the_law_does_not_fall_within_a_statement() {
    run(async {
        let mut client = database().await;
        PostgresStore::migrate(&mut client).await.expect("the schema is made");
        let project = project();
        let store = weak();
        let transaction = client.transaction().await.expect("a transaction");
        let actor = crate::store::laws::actor();
        store.open_log(&transaction, DigestAlgorithm::default(), &actor, now()).await.expect("a log opens");
        let requests = |project: &Project| project.events().iter().cloned().map(Into::into).collect::<Vec<_>>();
        let whole = requests(&project);
        let batch = crate::audit::Batch::Whole;
        store.append_batch(&transaction, &whole, batch, now()).await.expect("all is recorded");
        transaction.rollback().await.expect("back");

        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::default(), &actor, now()).await.expect("a log opens");
        let sent_back = Project::replay(project.events()[..=FIRST].iter().cloned()).expect("a history");
        let mut whole = requests(&sent_back);
        whole.push(decided(&sent_back, 1, fact()).into());
        let error = store.append_batch(&transaction, &whole, batch, now()).await.expect_err("the law fell");
        assert!(matches!(&error, StoreError::Batch(why) if why.index == 3 && why.error == fell_at(3)), "{error:?}");
        transaction.rollback().await.expect("back");

        // nor does it fall for whoever writes without this crate
        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::default(), &actor, now()).await.expect("a log opens");
        PostgresStore::commit(transaction).await.expect("committed");
        let (whole, _) = memory(LAWS.len());
        let records = whole.log(1, usize::MAX).expect("a log");
        let line = |record: &crate::Record| String::from_utf8(record.line().to_vec()).expect("UTF-8");
        let lines: Vec<_> = records.iter().map(line).chain([fallen()]).collect();
        let written: Vec<_> = lines.iter().map(String::as_str).collect();
        let refused = write_all(&client, &written).await.expect_err("the law fell");
        let message = refused.as_db_error().expect("it answered").message();
        assert_eq!(message, "within a stream the law never falls");
        write_all(&client, &written[..LAWS.len()]).await.expect("without it all is taken");
    });
}

/// An event under one law makes no move of the other's, nor of one that never was.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --lib -- --ignored"]
fn an_event_makes_no_move_of_another_law() {
    run(async {
        let mut client = of_the_first_law(1).await;
        PostgresStore::migrate(&mut client).await.expect("it is brought to the present");
        let planned = Project::replay(project().events()[..1].iter().cloned()).expect("a history");
        let (mut store, _): (MemoryStore, _) = memory(1);
        let engage = store.append(&decided(&planned, 1, step(Verb::Engage)).into(), now()).expect("recorded");
        let line = std::str::from_utf8(engage.record().line()).expect("UTF-8");
        for (law, words) in [
            ("2", "violates foreign key constraint \"event_law\""),
            ("3", "violates foreign key constraint \"event_law\""),
            ("0", "violates foreign key constraint \"event_law\""),
            ("\"1\"", "invalid input syntax for type integer"),
            ("null", "invalid input syntax for type integer"),
            ("1,\"law\" :2", "a column says what its record does not"),
        ] {
            let forged = line.replace("\"law\":1", &format!("\"law\":{law}"));
            let error = write(&client, &forged).await.expect_err(law);
            let message = error.as_db_error().expect("it answered").message();
            assert!(message.contains(words), "law {law}: {message}");
        }
        write(&client, line).await.expect("the lawful one is taken");
    });
}

/// What the plan permits and the database does not is blamed on the history, as in SQLite.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --lib -- --ignored"]
fn a_law_that_the_database_lost_is_corruption() {
    run(async {
        let mut client = of_the_first_law(1).await;
        PostgresStore::migrate(&mut client).await.expect("it is brought to the present");
        let lose =
            "ALTER TABLE lifecycle.edge DISABLE TRIGGER edge_sealed; DELETE FROM lifecycle.edge WHERE verb = 'engage'";
        client.batch_execute(lose).await.expect("the owner can");
        let planned = Project::replay(project().events()[..1].iter().cloned()).expect("a history");
        let refused = append(&mut client, &decided(&planned, 1, step(Verb::Engage))).await.expect_err("it is lost");
        assert!(said(&refused).contains("violates foreign key constraint \"event_law\""), "{refused:?}");
    });
}
