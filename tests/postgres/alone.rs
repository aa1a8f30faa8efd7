//! One thing that cannot be read concerns those who name it, and nobody else.

use project_lifecycle::{audit::*, lifecycle::*, project::*, registry::*, store::*};

use crate::common::walk::Walk;
use crate::common::zones::{named, zone_context, zone_id, zone_profile, zone_today};
use crate::common::{evening, policy, project_id, source};
use crate::postgres::server::{self, Database, commit};

/// A log with three projects, of which the owner damages one.
async fn damaged(sql: &str) -> (Database, PostgresStore, Vec<Walk>) {
    let (database, store) = (Database::new().await, server::store(source()));
    let mut walks: Vec<_> = (1..=3).map(Walk::plan).collect();
    database.open_log(&store, evening(walks[0].today)).await;
    for walk in &mut walks {
        walk.pass(1).go(Verb::Admit);
        database.append(&store, walk.project.events(), evening(walk.today)).await;
    }
    let off = "ALTER TABLE lifecycle.event DISABLE TRIGGER USER;";
    let on = "ALTER TABLE lifecycle.event ENABLE TRIGGER USER;";
    database.psql_as_owner(&format!("{off} {sql} {on}")).expect("an owner can");
    (database, store, walks)
}

/// The second project's last line, with a space in it that nobody would write.
const RESPELT: &str = "UPDATE lifecycle.event SET body = replace(body::text, '\"time\":', '\"time\" :')::json
    WHERE stream LIKE '%0002' AND version = 2;";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_unreadable_stream_is_answered_for_itself() {
    server::run(async {
        for (sql, verb) in [
            (RESPELT, Verb::Engage),
            // a history that is read as a whole, for the step is undone
            (
                "UPDATE lifecycle.event SET body = replace(body::text, '\"time\":', '\"time\" :')::json
                 WHERE stream LIKE '%0002' AND version = 1;",
                Verb::SendBack,
            ),
        ] {
            let (database, store, walks) = damaged(sql).await;
            let now = evening(walks[0].today);
            let is_void = verb == Verb::SendBack;
            let requests: Vec<AppendRequest> = walks
                .iter()
                .map(|walk| if is_void { walk.clone().void() } else { walk.clone().go(verb) }.into())
                .collect();
            let mut client = database.connect_app().await;
            let transaction = client.transaction().await.expect("a transaction");
            let answers = store.append_batch(&transaction, &requests, Batch::Each, now).await.expect("answers");
            let [Ok(_), Err(AppendError::Unreadable { subject, .. }), Ok(_)] = answers.as_slice() else {
                panic!("{sql}: {answers:?}")
            };
            assert_eq!(*subject, Subject::from(project_id(2)));
            commit(transaction).await;
            let transaction = client.transaction().await.expect("a transaction");
            let whole = store.append_batch(&transaction, &requests[1..], Batch::Whole, now).await;
            let Err(StoreError::Batch(why)) = whole else { panic!("{sql}: {whole:?}") };
            assert_eq!(why.index, 0);
            // alone it is corruption
            let one = store.append(&transaction, &requests[1], now).await;
            assert!(matches!(one, Err(StoreError::Corrupt { .. })), "{sql}: {one:?}");
            commit(transaction).await;
            // the others are told as they are
            let checked = store.check_current(&client, &Upcasters::new()).await.expect("it goes on");
            let [Drift::Unreadable { project, .. }] = checked.as_slice() else { panic!("{sql}: {checked:?}") };
            assert_eq!(*project, project_id(2));
        }
    });
}

/// The events of a zone: registered, and twice called otherwise. Its events have ids of their own, from `first` on.
fn zone(name: &str, first: u64) -> Vec<ZoneEvent> {
    let context = |n| zone_context(first + n, "2018-06-01");
    let profile = zone_profile(ZoneClass::Provincial);
    let registered = Zone::register(zone_id(name), profile, &source(), &context(0), &policy());
    let mut zone = Zone::replay([registered.expect("it can be registered")]).expect("a history");
    for (n, name) in [(1, "浑南高新区"), (2, "浑南自贸区")] {
        let decision = zone.decide(named(name), &context(n), &policy()).expect("it is lawful");
        zone.apply(decision.into_new().expect("it is new")).expect("it follows");
    }
    zone.events().to_vec()
}

/// A zone is read as a whole before anything of it is recorded, so it does not matter which of its lines is bad.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_unreadable_zone_is_answered_for_itself() {
    server::run(async {
        let (bad, well, walk, now) = (zone("hunnan", 1), zone("tiexi", 11), Walk::plan(1), evening(zone_today()));
        let stream = Subject::zone(&source(), &zone_id("hunnan"));
        for version in [1, 2] {
            let (database, store) = (Database::new().await, server::store(source()));
            database.open_log(&store, now).await;
            let before = [&bad[0], &bad[1], &well[0], &well[1]].map(|event| AppendRequest::from(event.clone()));
            let mut client = database.connect_app().await;
            let transaction = client.transaction().await.expect("a transaction");
            store.append_batch(&transaction, &before, Batch::Whole, now).await.expect("recorded");
            commit(transaction).await;
            let respelt = format!(
                "ALTER TABLE lifecycle.event DISABLE TRIGGER USER;
                 UPDATE lifecycle.event SET body = replace(body::text, '\"time\":', '\"time\" :')::json
                 WHERE stream = '{stream}' AND version = {version};
                 ALTER TABLE lifecycle.event ENABLE TRIGGER USER;"
            );
            database.psql_as_owner(&respelt).expect("an owner can");
            let planned = AppendRequest::from(walk.project.events()[0].clone());
            let other = AppendRequest::from(Walk::plan(2).project.events()[0].clone());
            let requests = [planned, bad[2].clone().into(), well[2].clone().into(), other];
            let transaction = client.transaction().await.expect("a transaction");
            let answers = store.append_batch(&transaction, &requests, Batch::Each, now).await.expect("answers");
            let [Ok(first), Err(AppendError::Unreadable { subject, .. }), Ok(second), Ok(third)] = answers.as_slice()
            else {
                panic!("{version}: {answers:?}")
            };
            assert_eq!(*subject, stream);
            assert_eq!([first, second, third].map(|receipt| receipt.record().sequence()), [6, 7, 8]);
            commit(transaction).await;
            // alone it is corruption; the other zone is read as it is
            let transaction = client.transaction().await.expect("a transaction");
            let one = store.append(&transaction, &requests[1], now).await;
            assert!(matches!(one, Err(StoreError::Corrupt { .. })), "{version}: {one:?}");
            drop(transaction);
            let told = store.zone(&client, &zone_id("hunnan")).await;
            assert!(told.is_err(), "{version}: {told:?}");
            let checked = store.check_zones(&client).await.expect("they are looked at");
            let is_told = |why: &StreamFault| matches!(why, StreamFault::Record(_) | StreamFault::Stored(_));
            assert!(matches!(&checked[..], [(found, why)] if *found == stream && is_told(why)), "{checked:?}");
            let read = store.zone(&client, &zone_id("tiexi")).await.expect("it is read").expect("it is there");
            assert_eq!(read.events(), well);
            assert_eq!(store.check_current(&client, &Upcasters::new()).await.expect("all replay"), []);
        }
    });
}

/// A record that stands in another stream's place is not taken for its last one.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_column_that_lies_leads_nobody_on() {
    server::run(async {
        let (database, store, walks) = damaged(
            "ALTER TABLE lifecycle.event ALTER COLUMN id DROP EXPRESSION;
             UPDATE lifecycle.event SET id = left(id, 35) || 'f' WHERE stream LIKE '%0002' AND version = 2;",
        )
        .await;
        let mut other = walks[1].clone();
        let engaged = other.go(Verb::Engage);
        let event: Event = engaged;
        let named = event.id().to_string();
        let take = format!(
            "ALTER TABLE lifecycle.event DISABLE TRIGGER USER;
             UPDATE lifecycle.event SET id = '{named}' WHERE stream LIKE '%0002' AND version = 2;
             ALTER TABLE lifecycle.event ENABLE TRIGGER USER;"
        );
        database.psql_as_owner(&take).expect("an owner can");
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        let answers = store.append_batch(&transaction, &[event.into()], Batch::Each, evening(walks[0].today)).await;
        let answers = answers.expect("answers");
        let [Err(AppendError::Unreadable { why, .. })] = answers.as_slice() else { panic!("{answers:?}") };
        assert!(why.to_string().starts_with("the column `id` of record "), "{why}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_unreadable_row_is_told_among_the_others() {
    server::run(async {
        let (database, store, walks) =
            damaged("UPDATE lifecycle.current SET owed = 'nonsense' WHERE project LIKE '%0002';").await;
        let client = database.connect_app().await;
        let page = store.projects(&client, &ProjectQuery::all()).await.expect("a page");
        let shown: Vec<_> = page.projects.iter().map(|state| state.project).collect();
        assert_eq!(shown, [project_id(1), project_id(3)]);
        let [row] = page.unreadable.as_slice() else { panic!("{page:?}") };
        assert_eq!(row.project, project_id(2).to_string());
        let page = store.projects(&client, &ProjectQuery::all().limit(2)).await.expect("a page");
        assert_eq!((page.projects.len(), page.unreadable.len()), (2, 1));
        let checked = store.check_current(&client, &Upcasters::new()).await.expect("it goes on");
        let [Drift::Differs { kept: None, folded }] = checked.as_slice() else { panic!("{checked:?}") };
        assert_eq!(*folded, walks[1].project.current().clone());
    });
}

/// A list is held against the events, and the events against the list.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_list_is_checked_in_both_directions() {
    server::run(async {
        let forged = project_id(9);
        let (database, store, walks) = damaged(&format!(
            "ALTER TABLE lifecycle.current DISABLE TRIGGER USER;
             DELETE FROM lifecycle.current WHERE project LIKE '%0002';
             INSERT INTO lifecycle.current SELECT log, '{forged}', version, stage, stalled_at, since, library, name, name_key,
               kind, code, zone FROM lifecycle.current WHERE project LIKE '%0001';
             INSERT INTO lifecycle.current SELECT log, 'nobody', version, stage, stalled_at, since, library, name, name_key,
               kind, code, zone FROM lifecycle.current WHERE project LIKE '%0001';
             ALTER TABLE lifecycle.current ENABLE TRIGGER USER;"
        ))
        .await;
        let client = database.connect_app().await;
        let checked = store.check_current(&client, &Upcasters::new()).await.expect("it goes on");
        let [
            Drift::Differs { kept: None, folded },
            Drift::NoEvents { project: first },
            Drift::NoEvents { project: second },
        ] = checked.as_slice()
        else {
            panic!("{checked:?}")
        };
        assert_eq!(folded.project, walks[1].project.id());
        assert_eq!((first, second), (&forged.to_string(), &"nobody".to_owned()));
        // such a row is the owner's to take away, and no other one is
        let away = |project: &str| format!("DELETE FROM lifecycle.current WHERE project = '{project}';");
        database.psql_as_owner(&away("nobody")).expect("nobody has events");
        database.psql_as_owner(&away(first)).expect("it has no event");
        let kept = database.psql_as_owner(&away(&project_id(1).to_string())).expect_err("it has events");
        assert!(kept.contains("a project that has events stays listed"), "{kept}");
        let truncated = database.psql_as_owner("TRUNCATE lifecycle.current;").expect_err("they have events");
        assert!(truncated.contains("a project that has events stays listed"), "{truncated}");
    });
}
