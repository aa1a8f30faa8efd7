//! Current states that the events do not give.

use super::*;

/// The object by which the store hands over its own columns can be given by anybody. It takes no more than those.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_stage_is_set_by_a_setting() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let project = city.walk.project.id().to_string();
        let forged = json!({
            "log": 7, "project": "x", "version": 99, "stage": "operating", "stalled_at": "signed", "since": "2001-01-01",
            "zone": "elsewhere",
        });
        let forged = json!({ project.as_str(): forged, project_id(2).to_string(): forged }).to_string();
        let lawful = city.forge_move("engage", "reserve".into(), "negotiating", None);
        let version = city.walk.project.version() + 1;
        let sql = format!(
            "BEGIN; SET LOCAL lifecycle.states = {}; {} COMMIT;
            SELECT log, project, version, stage, stalled_at, since > '2018', zone FROM lifecycle.current;",
            literal("{}"),
            lawful.sql().replacen("], NULL,", &format!("], {},", literal(&forged)), 1)
        );
        let states = city.database.psql(&sql).expect("a lawful record is taken");
        assert_eq!(states.trim_start(), format!("1|{project}|{version}|negotiating||t|elsewhere\n"));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_stage_is_set_by_hand() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        for column in ["stage = 'operating'", "since = '2000-01-01'", "version = 1", "stalled_at = 'signed'", "log = 2"]
        {
            city.refuses(&format!("UPDATE lifecycle.current SET {column};"), DENIED);
        }
        city.refuses(
            "INSERT INTO lifecycle.current (log, project, version, stage, since, name, name_key, kind, zone)
             VALUES (1, 'x', 1, 'operating', '2018-01-01', 'n', 'n', 'k', 'z');",
            DENIED,
        );
        city.refuses("DELETE FROM lifecycle.current;", DENIED);
        // what is read from the record is not given
        let column = city.forge(city.last(None), |_| {}).insert_sql().replacen("leaf)", "leaf, verb)", 1);
        let column = column.replacen("'::bytea)", "'::bytea, 'plan')", 1);
        let error = city.database.psql(&column).expect_err("a column of the law");
        assert!(error.contains("cannot insert a non-DEFAULT value into column \"verb\""), "{error}");
        // the trigger that may write stages is not to be had on a table of one's own
        city.refuses(
            "CREATE TEMP TABLE event AS SELECT * FROM lifecycle.event;
             CREATE TRIGGER mine AFTER INSERT ON pg_temp.event REFERENCING NEW TABLE AS added
               EXECUTE FUNCTION lifecycle.event_added();",
            "permission denied for function lifecycle.event_added",
        );
        // what may be called says only what the events say
        let project = city.walk.project.id();
        let called = format!("SELECT lifecycle.follow(1, '{project}'); SELECT lifecycle.follow(1, 'nobody');");
        city.database.psql(&called).expect("the events are followed");
        city.is_as_it_was().await;
    });
}
