//! What the owner took away, or put under its old name in place of what stood there, so that nothing is there too much: the next
//! append reads back what was written, and looks whether the keys are all there.

use project_lifecycle::{audit::*, lifecycle::*, store::*};
use tokio_postgres::{Client, Transaction};

use crate::common::walk::Walk;
use crate::common::{evening, source};
use crate::postgres::server::{self, Database};

/// A log with two projects on their way, and the connection of its owner.
async fn city() -> (PostgresStore, Vec<Walk>, Client) {
    let (database, store) = (Database::new().await, server::store(source()));
    let mut walks: Vec<_> = [1, 2].map(Walk::plan).into();
    database.open_log(&store, evening(walks[0].today)).await;
    for walk in &mut walks {
        walk.assign_duties();
        walk.go(Verb::Engage);
        walk.go(Verb::Sign);
        database.append(&store, walk.project.events(), evening(walk.today)).await;
    }
    let owner = database.connect().await;
    (store, walks, owner)
}

/// What each project does next: one falls asleep, one goes on, one is new.
fn next(walks: &[Walk]) -> Vec<AppendRequest> {
    let (mut asleep, mut onward) = (walks[0].clone(), walks[1].clone());
    let stalled = asleep.pass(400).go(Verb::Stall);
    let registered = onward.pass(400).go(Verb::Register);
    vec![stalled.into(), registered.into(), Walk::plan(3).project.events()[0].clone().into()]
}

/// The words in which the database refuses to acknowledge what is appended, in a transaction that cannot be committed.
async fn told(store: &PostgresStore, transaction: Transaction<'_>, requests: &[AppendRequest], what: &str) -> String {
    let now = evening(Walk::plan(1).pass(400).today);
    let answer = store.append_batch(&transaction, requests, Batch::Each, now).await;
    let Err(StoreError::Corrupt { why, .. }) = &answer else { panic!("{what}: {answer:?}") };
    let said = why.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::as_db_error);
    let words = said.unwrap_or_else(|| panic!("{what}: {why}")).message().to_owned();
    assert!(PostgresStore::commit(transaction).await.is_err(), "{what}: it is committed");
    words
}

/// All that stands in the log and in the list.
async fn kept(owner: &Client) -> String {
    let all = "SELECT concat((SELECT json_agg(e ORDER BY e.sequence) FROM lifecycle.event e), (SELECT json_agg(l) FROM lifecycle.log l),
        (SELECT json_agg(c ORDER BY c.project) FROM lifecycle.current c))";
    owner.query_one(all, &[]).await.expect("all").get(0)
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_key_that_is_gone_is_noticed_by_the_next_append() {
    server::run(async {
        let (store, walks, mut owner) = city().await;
        let (requests, before) = (next(&walks), kept(&owner).await);
        let drop = |table: &str, key: &str| format!("ALTER TABLE lifecycle.{table} DROP CONSTRAINT {key} CASCADE");
        let mut cases = Vec::new();
        for (table, keys) in [
            ("current", "current_pkey"),
            (
                "event",
                "event_begins event_follows event_id event_kind event_law event_leaf_check event_node event_sequence \
                 event_stream event_void",
            ),
            ("log", "log_check log_digest_check log_head_check log_pkey log_source_key"),
        ] {
            for key in keys.split(' ') {
                cases.push((drop(table, key), format!("constraint {table}.{key} is missing")));
            }
        }
        let begins = "CHECK (version >= 1)";
        cases.push((
            format!(
                "{}; ALTER TABLE lifecycle.event ADD CONSTRAINT event_began {begins}",
                drop("event", "event_begins")
            ),
            "constraint event.event_begins is missing".into(),
        ));
        cases.push((
            format!(
                "{}; ALTER TABLE lifecycle.event ADD CONSTRAINT event_begins {begins} NOT VALID",
                drop("event", "event_begins")
            ),
            "constraint event.event_begins was changed".into(),
        ));
        cases.push((
            format!("ALTER TABLE lifecycle.event ADD CONSTRAINT event_more {begins}"),
            "constraint event.event_more is not of this crate".into(),
        ));
        assert_eq!(cases.len(), 19);
        for (sql, name) in &cases {
            let transaction = owner.transaction().await.expect("a transaction");
            transaction.batch_execute(sql).await.expect(sql);
            let Err(SchemaError::Altered { alterations }) = PostgresStore::check_schema(&transaction).await else {
                panic!("{sql}: it is as it was made")
            };
            assert!(alterations.iter().any(|found| found.to_string() == *name), "{sql}: {alterations:?}");
            let words = told(&store, transaction, &requests, sql).await;
            // a foreign key is held by triggers, which are looked at first; it goes with the key that it rests on
            let is_foreign =
                ["event_follows", "event_law", "event_node", "log_pkey"].iter().any(|key| sql.contains(key));
            let wanted = if is_foreign { "triggers" } else { "keys" };
            assert_eq!(words, format!("the {wanted} are not those that were made"), "{sql}");
        }
        assert_eq!(kept(&owner).await, before);
    });
}

/// A function of the schema with other words in its body, each of which must stand there once.
async fn rewritten(owner: &Client, name: &str, changes: &[(&str, &str)]) -> String {
    let definition = format!("SELECT pg_get_functiondef('lifecycle.{name}'::regproc)");
    let mut body: String = owner.query_one(&definition, &[]).await.expect("a function").get(0);
    for (from, to) in changes {
        assert_eq!(body.matches(from).count(), 1, "{from}");
        body = body.replace(from, to);
    }
    body
}

/// Triggers, keys and rules are as many as they were, and have the names that they had.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_a_replaced_function_does_not_write_is_not_acknowledged() {
    server::run(async {
        const HEAD: &str = "the head of the log was not moved";
        const RECORDS: &str = "records were not written";
        const LIST: &str = "the list of current states was not moved";
        let (store, walks, mut owner) = city().await;
        let (requests, before) = (next(&walks), kept(&owner).await);
        // the end of `event_added`, behind all that it does
        let end = "  RETURN NULL;\nEND";
        let then = |sql: &str| format!("  {sql};\n  RETURN NULL;\nEND");
        let last = "(SELECT max(e.sequence) FROM lifecycle.event e)";
        let record = |what: &str| then(&format!("UPDATE lifecycle.event SET {what} WHERE sequence = {last}"));
        let project = |what: &str| then(&format!("UPDATE lifecycle.current SET {what} WHERE project LIKE '%0001'"));
        // changes and deletions are refused by their own triggers, so those are replaced first
        let (refuse, quiet) = ("RAISE EXCEPTION", "RETURN NULL; RAISE EXCEPTION");
        let (keep, listed) = ("RAISE EXCEPTION", "RETURN OLD; RAISE EXCEPTION");
        for (changes, stubs, words) in [
            // nothing is written at all, and nothing but the records
            (
                vec![],
                "CREATE TRIGGER event_kept BEFORE INSERT ON lifecycle.event FOR EACH ROW EXECUTE FUNCTION lifecycle.refuse()",
                HEAD,
            ),
            (vec![("  IF leaves IS NULL THEN", "  IF true THEN".to_owned())], "", HEAD),
            (vec![("WHERE l.id = kept.id;\n\n  IF begins", "WHERE false;\n\n  IF begins".to_owned())], "", HEAD),
            (vec![(end, then("UPDATE lifecycle.log SET size = 1, peaks = head, recorded = recorded"))], "", HEAD),
            // a record is gone again, or another one
            (vec![(end, then(&format!("DELETE FROM lifecycle.event WHERE sequence = {last}")))], "", RECORDS),
            (vec![(end, then(&format!("DELETE FROM lifecycle.event WHERE sequence = {last} - 1")))], "", RECORDS),
            (vec![(end, record("body = replace(body::text, 'officer-7', 'officer-8')::json"))], "", RECORDS),
            (vec![(end, record("leaf = sha256('x')"))], "", RECORDS),
            // a row of the list is not there, or stays where it was, or is somewhere else
            (vec![("  IF begins THEN", "  IF false THEN".to_owned())], "", LIST),
            (vec![("  IF goes_on THEN", "  IF false THEN".to_owned())], "", LIST),
            (vec![(end, then("DELETE FROM lifecycle.current WHERE project LIKE '%0001'"))], "", LIST),
            (vec![(end, project("version = version - 1"))], "", LIST),
            (vec![(end, project("stage = 'operating'"))], "", LIST),
            (vec![(end, project("stalled_at = NULL"))], "", LIST),
            (vec![(end, project("stalled_at = 'started'"))], "", LIST),
            (vec![(end, project("log = 2"))], "", LIST),
        ] {
            let what = format!("{changes:?} {stubs}");
            let changes: Vec<_> = changes.iter().map(|(from, to)| (*from, to.as_str())).collect();
            let mut sql = vec![
                rewritten(&owner, "event_added", &changes).await,
                rewritten(&owner, "refuse", &[(refuse, quiet)]).await,
                rewritten(&owner, "current_kept", &[(keep, listed)]).await,
            ];
            if !stubs.is_empty() {
                sql.extend(["DROP TRIGGER event_kept ON lifecycle.event".into(), stubs.into()]);
            }
            let transaction = owner.transaction().await.expect("a transaction");
            transaction.batch_execute(&sql.join(";\n")).await.expect(&what);
            let found = told(&store, transaction, &requests, &what).await;
            assert!(found.starts_with(words), "{what}: {found}");
        }
        assert_eq!(kept(&owner).await, before);
        // what was replaced was in the way of nothing else
        let transaction = owner.transaction().await.expect("a transaction");
        let answers =
            store.append_batch(&transaction, &requests, Batch::Each, evening(Walk::plan(1).pass(400).today)).await;
        assert!(answers.expect("answers").iter().all(Result::is_ok));
    });
}
