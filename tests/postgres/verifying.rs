//! What the owner of the tables changed beside the lines is found by verifying, all of it in one run.

use project_lifecycle::{audit::*, lifecycle::*, store::*};

use crate::common::project_id;
use crate::postgres::attacks::City;
use crate::postgres::server;

async fn verdict(city: &City) -> StoreVerdict {
    let client = city.database.connect_app().await;
    city.store.verify(&client, Verifier::new()).await.expect("it answers").finish()
}

/// The SQL as an owner runs it who covers the traces.
fn covered(sql: &str) -> String {
    let each = |what: &str| {
        ["event", "log", "current"].map(|table| format!("ALTER TABLE lifecycle.{table} {what} TRIGGER USER;")).concat()
    };
    format!("{} {sql} {}", each("DISABLE"), each("ENABLE"))
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_store_that_nobody_touched_is_well() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage, Verb::Sign, Verb::Stall]).await;
        let verified = verdict(&city).await;
        assert_eq!(verified.faults.first(), []);
        assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
        city.database
            .psql_as_owner(
                "CREATE EXTENSION amcheck; GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO PUBLIC;",
            )
            .expect("the extension");
        assert_eq!(verdict(&city).await, verified);
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn whatever_contradicts_the_lines_is_found() {
    server::run(async {
        let column = |column: &str| StoreFault::Column { sequence: 4, column: column.into() };
        let head = |column: &str| StoreFault::Head { column: column.into() };
        let drop = |column: &str, value: &str| {
            // keys that look at it go first, as somebody would do
            format!(
                "ALTER TABLE lifecycle.event DROP CONSTRAINT IF EXISTS event_follows, DROP CONSTRAINT IF EXISTS event_law;
                 ALTER TABLE lifecycle.event ALTER COLUMN {column} DROP EXPRESSION;
                 UPDATE lifecycle.event SET {column} = {value} WHERE sequence = 4;"
            )
        };
        for (sql, faults) in [
            (drop("version", "99"), vec![column("version")]),
            (drop("previous", "NULL"), vec![column("previous")]),
            (drop("id", "left(id, 35) || 'f'"), vec![column("id")]),
            (drop("law", "2"), vec![column("law")]),
            (drop("verb", "'sign'"), vec![column("verb")]),
            (drop("from_node", "'reserve'"), vec![column("from_node")]),
            (drop("to_node", "'operating'"), vec![column("to_node")]),
            (drop("edge_law", "2"), vec![column("edge_law")]),
            (drop("stands", "1"), vec![column("stands")]),
            (drop("voids", "1"), vec![column("voids")]),
            (drop("redates", "1"), vec![column("redates")]),
            (drop("voids_fact", "1"), vec![column("voids_fact")]),
            ("UPDATE lifecycle.event SET leaf = sha256('x') WHERE sequence = 4;".into(), vec![StoreFault::Leaf { sequence: 4 }]),
            // the last of 6: the order of the lines stays as it was
            (
                "UPDATE lifecycle.event SET sequence = 7 WHERE sequence = 6;".into(),
                vec![StoreFault::Column { sequence: 7, column: "sequence".into() }],
            ),
            ("UPDATE lifecycle.log SET digest = 'sm3';".into(), vec![head("digest")]),
            ("UPDATE lifecycle.log SET head = sha256('x');".into(), vec![head("head")]),
            ("UPDATE lifecycle.log SET peaks = decode(repeat('00', octet_length(peaks)), 'hex');".into(), vec![head("peaks")]),
            ("UPDATE lifecycle.log SET recorded = '2018-01-01T00:00:00.000000Z';".into(), vec![head("recorded")]),
            (
                "ALTER TABLE lifecycle.log DROP CONSTRAINT log_check; UPDATE lifecycle.log SET size = size - 1;".into(),
                vec![head("size")],
            ),
            (
                "DELETE FROM lifecycle.current;".into(),
                vec![StoreFault::NotListed { project: project_id(1).to_string() }],
            ),
            (
                "INSERT INTO lifecycle.current SELECT log, 'nobody', version, stage, stalled_at, since, library, name, name_key,
                 kind, code, zone FROM lifecycle.current;".into(),
                vec![StoreFault::NoEvents { project: "nobody".into() }],
            ),
            // an index that is off while a row is written has not got the row
            (
                "UPDATE pg_index SET indisready = false WHERE indexrelid = 'lifecycle.current_zone'::regclass;
                 UPDATE lifecycle.current SET zone = 'elsewhere';
                 UPDATE pg_index SET indisready = true WHERE indexrelid = 'lifecycle.current_zone'::regclass;".into(),
                vec![StoreFault::Index { index: "current_zone".into() }],
            ),
        ] {
            let city = City::new(&[Verb::Admit]).await;
            city.database.psql_as_owner(&covered(&sql)).expect(&sql);
            let verified = verdict(&city).await;
            assert_eq!(verified.faults.first(), faults, "{sql}");
            assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{sql}: {verified}");
        }
    });
}

/// A stream that was moved to another project is found, and what lies behind a line that cannot be read is found as well.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn one_fault_hides_no_other() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let sql = "ALTER TABLE lifecycle.event DROP CONSTRAINT event_follows, DROP CONSTRAINT event_law;
            ALTER TABLE lifecycle.event ALTER COLUMN stream DROP EXPRESSION;
            UPDATE lifecycle.event SET body = '{}' WHERE sequence = 3;
            UPDATE lifecycle.event SET stream = 'project/' WHERE sequence = 4;
            UPDATE lifecycle.event SET leaf = sha256('x') WHERE sequence = 5;
            UPDATE lifecycle.log SET peaks = decode(repeat('00', octet_length(peaks)), 'hex');";
        // a body without members has no columns that could be made of it
        let columns = "ALTER TABLE lifecycle.event DROP CONSTRAINT event_begins, DROP CONSTRAINT event_kind;";
        let made = [
            "version",
            "previous",
            "id",
            "law",
            "verb",
            "from_node",
            "to_node",
            "stands",
            "voids",
            "redates",
            "voids_fact",
        ]
        .map(|column| format!("ALTER TABLE lifecycle.event ALTER COLUMN {column} DROP EXPRESSION;"));
        city.database.psql_as_owner(&covered(&format!("{columns} {} {sql}", made.concat()))).expect("an owner can");
        let verified = verdict(&city).await;
        let column = |sequence, column: &str| StoreFault::Column { sequence, column: column.into() };
        let leaf = |sequence| StoreFault::Leaf { sequence };
        assert_eq!(
            verified.faults.first(),
            [leaf(3), column(3, "body"), column(4, "stream"), leaf(5), StoreFault::Head { column: "peaks".into() }]
        );
        assert!(matches!(verified.lines, Verdict::NotSelfConsistent { .. }), "{verified}");
    });
}

/// The admission is told to be of another project, so that there is room for an engagement in its place: a lawful history of
/// readable records, which the admitted project never had.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_record_that_takes_the_place_of_another_is_found() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let engaged = City::new(&[Verb::Engage]).await;
        let version = city.walk.project.version();
        let forged = city.forge(engaged.last(Some(Verb::Engage)), |record| record["streamversion"] = version.into());
        let insert = forged.insert_sql().replacen("leaf) VALUES", "leaf, stream) VALUES", 1).replacen(
            "'::bytea)",
            &format!("'::bytea, 'project/{}');", project_id(1)),
            1,
        );
        let sql = format!(
            "ALTER TABLE lifecycle.event ALTER COLUMN stream DROP EXPRESSION;
             SET session_replication_role = replica;
             UPDATE lifecycle.event SET stream = 'project/{}' WHERE sequence = 6;
             RESET session_replication_role;
             {insert}",
            project_id(2)
        );
        city.database.psql_as_owner(&sql).expect("an owner can");
        // whoever asks for the project is shown what was forged
        let client = city.database.connect_app().await;
        let shown = city.store.project(&client, project_id(1)).await.expect("it replays").expect("it is there");
        assert_eq!((shown.stage(), shown.version()), (Stage::Negotiating, version));
        let verified = verdict(&city).await;
        assert_eq!(verified.faults.first(), [StoreFault::Column { sequence: 6, column: "stream".into() }]);
        assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
    });
}
