//! Whatever stands in a text that a caller can give: it comes back as it was, or a typed error does.

use project_lifecycle::{
    act::*, audit::*, evidence::*, lifecycle::*, project::fact::*, project::*, store::*, value::*,
};

use crate::common::walk::Walk;
use crate::common::{actor_id, context, day, evening, org, policy, project_id, short, source, text};
use crate::postgres::server::{self, Database, commit};

/// Texts that mean something to somebody on the way.
fn odd() -> Vec<String> {
    let mut odd: Vec<String> = [
        "'; DROP TABLE lifecycle.event; --",
        "\\'); DELETE FROM lifecycle.log; --",
        "$1 $$ %s ${x} \\x00 \\N \\. {} {\"a\",NULL} NULL",
        "\"subject\":\"project/x\",\"verb\":\"void\"",
        "100%_[a-z]* ? || chr(0)",
        "a\tb\r\nc\u{b}\u{1f}\u{7f}\u{85}\u{2028}",
        "\u{feff}机器人\u{200b}\u{202e}\u{10ffff}\u{e000}\u{fffd}",
        "👩‍🚀é e\u{301}",
    ]
    .map(str::to_owned)
    .into();
    odd.push("长".repeat(5_461));
    odd.push("'".repeat(16_384));
    odd
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn texts_of_a_profile_come_back_as_they_were() {
    server::run(async {
        let (database, store, today) = (Database::new().await, server::store(source()), Walk::plan(1).today);
        let now = evening(today);
        database.open_log(&store, now).await;
        let mut client = database.connect_app().await;
        for (p, odd) in (1..).zip(odd()) {
            let profile = Profile::new(text(&odd), "zone".parse().expect("a zone"));
            let by = context(p, 0, today).caused_by(short("'; --")).correlated(short("case $1 \\"));
            let event = Project::plan(project_id(p), profile, &by, &policy()).expect("planned");
            let transaction = client.transaction().await.expect("a transaction");
            store.append(&transaction, &event.clone().into(), now).await.expect("recorded");
            commit(transaction).await;
            let project = store.project(&client, project_id(p)).await.expect("it replays").expect("it is there");
            assert_eq!(project.events(), [event]);
            let current = store.current(&client, project_id(p)).await.expect("a state");
            assert_eq!(current, Some(project.current().clone()));
            let found = store.projects(&client, &ProjectQuery::named(odd)).await.expect("a list");
            assert_eq!(found.projects, [project.current().clone()]);
        }
        assert_eq!(store.check_current(&client, &Upcasters::new()).await.expect("all replay"), []);
        let mut verifier = Verifier::new();
        store.lines(&client, 0, usize::MAX, |line| verifier.follow(line)).await.expect("lines");
        assert!(matches!(verifier.finish(), Verdict::SelfConsistent { .. }));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn ids_and_names_of_logs_are_only_names() {
    server::run(async {
        let (database, today) = (Database::new().await, Walk::plan(1).today);
        let now = evening(today);
        let mut client = database.connect_app().await;
        let longest = |begin: &str, length: usize| format!("{begin}{}", "'".repeat(length - begin.len()));
        for name in ["urn:x:';--", "urn:$1:$$%", &longest("urn:", 512)] {
            let store = server::store(name.parse().expect("a source"));
            database.open_log(&store, now).await;
            let zone: ZoneId = longest("zone';--", 256).parse().expect("a zone");
            let officer = actor_id(&longest("officer$1", 256));
            let mut walk = Walk::plan(1);
            let profile = Profile::new(text("n"), zone.clone());
            let event = Project::plan(project_id(1), profile, &context(1, 0, today), &policy()).expect("planned");
            walk.project = Project::replay([event.clone()]).expect("a history");
            let assigned = walk.give(Command::AssignOfficer(officer.clone().into()));
            let body = Responsibility { lead: org(&longest("lead\\", 256)), responsible: Vec::new() };
            let led = walk.give(Command::AssignBody(body));
            database.append(&store, &[event, assigned, led], now).await;
            assert_eq!(store.project(&client, project_id(1)).await.expect("it replays"), Some(walk.project.clone()));
            let query = ProjectQuery::all().in_zone(zone).of_officer(officer);
            assert_eq!(store.projects(&client, &query).await.expect("a list").projects.len(), 1);
            let consumer: ConsumerId = longest("board';--", 256).parse().expect("a consumer");
            let transaction = client.transaction().await.expect("a transaction");
            store.move_cursor(&transaction, &consumer, 0, 2).await.expect("it moves");
            commit(transaction).await;
            assert_eq!(store.cursor(&client, &consumer).await.expect("a place"), 2);
            assert_eq!(store.head(&client).await.expect("a head").source, *store.source());
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn queries_take_any_text() {
    server::run(async {
        let (database, store, today) = (Database::new().await, server::store(source()), Walk::plan(1).today);
        database.open_log(&store, evening(today)).await;
        database.append(&store, Walk::plan(1).project.events(), evening(today)).await;
        let client = database.connect_app().await;
        let nul = "a\0b".to_owned();
        let endless = "x".repeat(1 << 20);
        for prefix in odd().into_iter().chain([nul, endless, "机器人\0".into()]) {
            for query in [
                ProjectQuery::named(prefix.clone()),
                ProjectQuery::containing(prefix.clone()),
                ProjectQuery::coded(prefix.clone()),
            ] {
                let page = store.projects(&client, &query).await.expect("a list");
                assert_eq!((page.projects, page.next), (Vec::new(), None), "{prefix:?}");
            }
        }
        assert_eq!(store.projects(&client, &ProjectQuery::named("机器人")).await.expect("a list").projects.len(), 1);
        let last = Schedule::new([(Stage::Operating, day("9999-12-31"))]).expect("a schedule");
        for listing in [ProjectQuery::all(), ProjectQuery::named(""), ProjectQuery::overdue_on(day("9999-12-31"))] {
            for odd in odd() {
                let (name, schedule) = (text(&odd), Some(last.clone()));
                let gone = CurrentState { name, schedule, ..Walk::plan(9).project.current().clone() };
                let place = listing.key(&gone).expect("it has a place in every list");
                let query = listing.clone().after(place).expect("its own place").limit(usize::MAX);
                let page = store.projects(&client, &query).await.expect("a list");
                assert!(page.next.is_none(), "{page:?}");
            }
        }
    });
}

/// U+0000 is refused before it comes to the database; what comes all the same, in a record that another program sealed,
/// is a typed error.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_is_too_large_opens_no_log() {
    server::run(async {
        let (database, store, today) = (Database::new().await, server::store(source()), Walk::plan(1).today);
        let now = evening(today);
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        let role = short(&"r".repeat(256));
        let actor = Actor::new(AuthType::AppUser, actor_id("officer-7"));
        let crowded = (0..260).fold(actor, |actor, _| actor.in_role(role.clone()));
        let opened = store.open_log(&transaction, DigestAlgorithm::Sha256, &crowded, now).await;
        assert!(matches!(opened, Err(StoreError::Append(AppendError::TooLarge { .. }))), "{opened:?}");
        commit(transaction).await;
        // nothing was left behind
        assert_eq!(database.psql("SELECT count(*) FROM lifecycle.log").expect("a count").trim(), "0");
        database.open_log(&store, now).await;

        // no other text has U+0000; the name of a role is any text
        let grants = PostgresStore::grants("a\0b");
        let owner = database.connect().await;
        assert!(owner.batch_execute(&grants).await.is_err());
        PostgresStore::check_schema(&owner).await.expect("it is the right one");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_role_of_any_name_gets_its_rights_and_no_other_does() {
    server::run(async {
        let database = Database::bare().await;
        let mut owner = database.connect().await;
        PostgresStore::migrate(&mut owner).await.expect("the schema is made");
        let error = database.psql("SELECT * FROM lifecycle.event").expect_err("no rights yet");
        assert!(error.contains("permission denied for schema lifecycle"), "{error}");
        // the role's name has a space and quotation marks
        owner.batch_execute(&PostgresStore::grants(&database.role)).await.expect("the role gets its rights");
        database.psql("SELECT * FROM lifecycle.event").expect("it may read");
        let hostile = PostgresStore::grants("x\"; DROP SCHEMA lifecycle CASCADE; --");
        assert!(owner.batch_execute(&hostile).await.is_err(), "there is no such role");
        PostgresStore::check_schema(&owner).await.expect("it is still there");
        // what is given is what is meant to be given, as the database itself lists it
        let listed =
            "SELECT table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ',' ORDER BY column_name)
            FROM information_schema.column_privileges
            WHERE grantee = $1 AND privilege_type <> 'SELECT' GROUP BY table_name, privilege_type ORDER BY 1";
        let rows = owner.query(listed, &[&database.role]).await.expect("rights");
        let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(rows, ["cursor INSERT consumer,leaf,log,sequence", "cursor UPDATE leaf,sequence"]);
        let called = "SELECT DISTINCT routine_name || ' ' || privilege_type FROM information_schema.routine_privileges
            WHERE routine_schema = 'lifecycle' AND grantee IN ($1, 'PUBLIC') ORDER BY 1";
        let rows = owner.query(called, &[&database.role]).await.expect("rights");
        let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(
            rows,
            [
                "append EXECUTE",
                "check_index EXECUTE",
                "find EXECUTE",
                "follow EXECUTE",
                "open EXECUTE",
                "write EXECUTE",
            ]
        );
        let whole = "SELECT count(*) FROM information_schema.table_privileges
            WHERE grantee = $1 AND privilege_type <> 'SELECT'";
        let whole: i64 = owner.query_one(whole, &[&database.role]).await.expect("a count").get(0);
        assert_eq!(whole, 0);
    });
}

/// An entry of an index has at most 2,700 bytes: the longest that each indexed text can be must fit in together. They are
/// random, for what repeats itself is packed.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_longest_texts_fit_into_the_indexes() {
    server::run(async {
        let (database, store) = (Database::new().await, server::store(source()));
        let walk = Walk::plan(1);
        database.open_log(&store, evening(walk.today)).await;
        database.append(&store, walk.project.events(), evening(walk.today)).await;
        let widest = "UPDATE lifecycle.current SET
            zone = (SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 8)),
            officer = (SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 8)),
            code = (SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 8)),
            name_key = (SELECT string_agg(chr(65536 + (random() * 60000)::integer), '') FROM generate_series(1, 64)),
            next_due = '2018-06-01'
            RETURNING octet_length(zone), octet_length(officer), octet_length(code), octet_length(name_key);";
        assert_eq!(database.psql_as_owner(widest).as_deref(), Ok("256|256|256|256\n"));
    });
}
