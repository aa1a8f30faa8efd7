//! Who has the application's password and `psql` tries to break the law. Each record is forged as well as it can be, so
//! that nothing refuses it but the rule that is attacked.

use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*, *};
use serde_json::{Value, json};

use crate::common::walk::{Walk, restored};
use crate::common::{evening, event_id, project_id, source};
use crate::postgres::server::{self, Database, bytes, literal};

/// A log that is attacked.
pub(crate) struct City {
    pub(crate) database: Database,
    pub(crate) store: PostgresStore,
    pub(crate) walk: Walk,
    head: LogHead,
    records: Vec<Record>,
}

/// What an attacker writes: a record, and the head of the log thereafter.
pub(crate) struct Forged {
    sequence: u64,
    line: String,
    head: LogHead,
}

impl City {
    /// A log with one project on its way, which took these verbs.
    pub(crate) async fn new(verbs: &[Verb]) -> Self {
        let mut walk = Walk::plan(1);
        walk.assign_duties();
        for verb in verbs {
            walk.pass(if *verb == Verb::Stall { 400 } else { 1 }).go(*verb);
        }
        let (database, store) = (Database::new().await, PostgresStore::new(source()));
        database.open_log(&store, evening(walk.today)).await;
        database.append(&store, walk.project.events(), evening(walk.today)).await;
        Self::of(database, store, walk).await
    }

    /// As it stands in the database.
    pub(crate) async fn of(database: Database, store: PostgresStore, walk: Walk) -> Self {
        let client = database.connect().await;
        let head = store.head(&client).await.expect("a head");
        let records = store.log(&client, 0, usize::MAX).await.expect("a log");
        Self { database, store, walk, head, records }
    }

    /// The last record of a verb, or of facts.
    pub(crate) fn last(&self, verb: Option<Verb>) -> &Record {
        let is_of = |record: &&Record| {
            let event = record.event().ok();
            let change = event.as_ref().map(Event::change);
            match (change, verb) {
                (Some(Change::Move { verb: of, .. }), Some(verb)) => *of == verb,
                (Some(Change::Fact(_)), None) => true,
                _ => false,
            }
        };
        self.records.iter().rev().find(is_of).expect("there is one")
    }

    /// A record that is like an earlier one, follows the last one of the log, and takes the project on.
    pub(crate) fn forge(&self, like: &Record, change: impl FnOnce(&mut Value)) -> Forged {
        let mut record: Value = serde_json::from_slice(like.line()).expect("JSON");
        let recorded = self.head.recorded.expect("a log that is open");
        record["id"] = event_id(1, 900 + self.head.size()).to_string().into();
        record["sequence"] = format!("{:019}", self.head.size() + 1).into();
        record["predecessorhash"] = self.head.hash.to_string().into();
        record["recordedtime"] = recorded.to_string().into();
        record["streamversion"] = (self.walk.project.version() + 1).into();
        if record["data"]["verb"].is_null() {
            let stage = self.walk.project.stage().code();
            (record["data"]["from"], record["data"]["to"]) = (stage.into(), stage.into());
        }
        change(&mut record);
        let line = canonical::to_vec(&record).expect("canonical");
        let head = self.head.after(&line, recorded);
        Forged { sequence: head.size(), line: String::from_utf8(line).expect("UTF-8"), head }
    }

    /// A move forged on the last record of another.
    fn forge_move(&self, verb: &str, from: Value, to: &str, stalled_at: Option<&str>) -> Forged {
        self.forge(self.last(None), |record| {
            let data = &mut record["data"];
            let on = data["effective_on"].clone();
            *data = json!({ "effective_on": on, "from": from, "law": 1, "to": to, "verb": verb });
            if let Some(stalled_at) = stalled_at {
                data["stalled_at"] = stalled_at.into();
            }
        })
    }

    /// A void forged on the last record of another.
    fn forge_void(&self, voids: u64, from: &str, to: &str) -> Forged {
        self.forge_restoring(restored(self.walk.project.events(), voids).into(), voids, from, to)
    }

    /// A void that names a step, or what is none, as the one that stands again.
    fn forge_restoring(&self, restores: Value, voids: u64, from: &str, to: &str) -> Forged {
        self.forge(self.last(None), |record| {
            let on = record["data"]["effective_on"].clone();
            record["data"] = json!({ "effective_on": on, "from": from, "law": 1, "restores_version": restores, "to": to,
                "verb": "void", "voids_version": voids });
        })
    }

    /// It is refused, in those words and not for another reason.
    #[track_caller]
    pub(crate) fn refuses(&self, sql: &str, words: &str) {
        refused(self.database.psql(sql), sql, words);
    }

    #[track_caller]
    pub(crate) fn refuses_owner(&self, sql: &str, words: &str) {
        refused(self.database.psql_as_owner(sql), sql, words);
    }

    /// Nothing came of it all.
    pub(crate) async fn is_as_it_was(&self) {
        let client = self.database.connect().await;
        assert_eq!(self.store.head(&client).await.expect("a head"), self.head);
        assert_eq!(self.store.log(&client, 0, usize::MAX).await.expect("a log"), self.records);
        assert_eq!(self.store.check_current(&client, &Upcasters::new()).await.expect("all replay"), []);
    }
}

#[track_caller]
fn refused(answer: Result<String, String>, sql: &str, words: &str) {
    let error = answer.expect_err(sql);
    let first = error.lines().find(|line| line.starts_with("ERROR:")).unwrap_or_default();
    assert!(first.contains(words), "{sql}\nis refused: {error}");
}

impl Forged {
    fn head_sql(&self) -> String {
        let (head, recorded) = (&self.head, self.head.recorded.expect("open").to_string());
        let peaks: Vec<u8> = head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
        format!(
            "UPDATE lifecycle.log SET size = {}, head = {}, peaks = {}, recorded = {} WHERE id = 1",
            head.size(),
            bytes(head.hash.bytes()),
            bytes(&peaks),
            literal(&recorded)
        )
    }

    fn insert_sql(&self) -> String {
        format!(
            "INSERT INTO lifecycle.event (log, sequence, body, leaf) VALUES (1, {}, {}, {})",
            self.sequence,
            literal(&self.line),
            bytes(self.head.hash.bytes())
        )
    }

    /// The statement that writes it.
    pub(crate) fn sql(&self) -> String {
        format!("WITH added AS ({}) {};", self.insert_sql(), self.head_sql())
    }
}

const LAW: &str = "violates foreign key constraint \"event_law\"";
const FOLLOWS: &str = "violates foreign key constraint \"event_follows\"";
const BEGINS: &str = "violates check constraint \"event_begins\"";
const RESTORED: &str = "a void names the step that stands again";
const VOID: &str = "only the last standing step can be voided, and it leads back to where it came from";
const DENIED: &str = "permission denied";

/// Without this the other tests would prove nothing: what is forged so and breaks no rule is taken.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn a_lawful_record_is_taken() {
    server::run(async {
        for (verb, to) in [("engage", "negotiating"), ("send_back", "planned")] {
            let city = City::new(&[Verb::Admit]).await;
            city.database.psql(&city.forge_move(verb, "reserve".into(), to, None).sql()).expect("it is taken");
            let stage = city.database.psql("SELECT version, stage FROM lifecycle.current").expect("a row");
            assert_eq!(stage.trim(), format!("{}|{to}", city.walk.project.version() + 1));
        }
        let city = City::new(&[Verb::Admit]).await;
        city.database.psql(&city.forge(city.last(None), |_| {}).sql()).expect("a fact is taken");
        let city = City::of(city.database, city.store, city.walk).await;
        let admitted = city.last(Some(Verb::Admit)).stream_version();
        let mut void = city.forge_void(admitted, "reserve", "planned");
        assert!(city.database.psql(&void.sql()).is_err(), "the version is taken");
        void = city.forge(city.last(None), |record| {
            record["streamversion"] = (city.walk.project.version() + 2).into();
            let on = record["data"]["effective_on"].clone();
            record["data"] = json!({ "effective_on": on, "from": "reserve", "law": 1, "restores_version": 1,
                "to": "planned", "verb": "void", "voids_version": admitted });
        });
        city.database.psql(&void.sql()).expect("a void is taken");
        let stage = city.database.psql("SELECT stage, since FROM lifecycle.current").expect("a row");
        assert_eq!(stage.trim(), format!("planned|{}", city.walk.project.planned_on()));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn no_stage_is_skipped_and_none_is_begun_in() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        city.refuses(&city.forge_move("sign", "reserve".into(), "signed", None).sql(), LAW);
        city.refuses(&city.forge_move("close", "reserve".into(), "planned", None).sql(), LAW);
        // another project, whose first event is a lawful move from where it never stood, or a planning that leads too far
        let begin = |verb: &str, from: Value, to: &str| {
            let like = city.forge_move(verb, from, to, None);
            let like = Record::parse(like.line.as_bytes()).expect("a record");
            city.forge(&like, |record| {
                record["streamversion"] = 1.into();
                record["subject"] = format!("project/{}", project_id(2)).into();
            })
        };
        city.refuses(&begin("sign", "negotiating".into(), "signed").sql(), BEGINS);
        city.refuses(&begin("plan", Value::Null, "signed").sql(), LAW);
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn a_zombie_wakes_where_it_fell_asleep() {
    server::run(async {
        let city = City::new(&[Verb::Engage, Verb::Sign, Verb::Stall]).await;
        let revive = |to, stalled_at| city.forge_move("revive", "zombie".into(), to, stalled_at).sql();
        // a lawful move of another zombie; a move that the law does not know; a zombie that forgot
        city.refuses(&revive("registered", Some("registered")), FOLLOWS);
        city.refuses(&revive("registered", Some("signed")), LAW);
        city.refuses(&revive("signed", None), FOLLOWS);
        city.is_as_it_was().await;
        city.database.psql(&revive("signed", Some("signed"))).expect("the lawful one is taken");
    });
}

/// Streams of other kinds have no law yet, but a chain and versions, as those of projects.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn a_record_of_another_kind_is_chained_and_versioned() {
    server::run(async {
        let other = |city: &City, version: u64, change: &dyn Fn(&mut Value)| {
            let forged = city.forge(city.last(None), |record| {
                let event_type = "lifecycle.refusal.counted.v1";
                record["data"] = json!({ "count": 1 });
                record["dataschema"] = format!("urn:project-lifecycle:schema:{event_type}").into();
                record["streamversion"] = version.into();
                record["subject"] = Subject::refusal(event_id(1, 800)).to_string().into();
                record["type"] = event_type.into();
                change(record);
            });
            forged.sql()
        };
        let as_it_is = |_: &mut Value| {};
        let chained = |record: &mut Value| record["predecessorhash"] = "0".repeat(64).into();
        let city = City::new(&[Verb::Admit]).await;
        city.refuses(&other(&city, 2, &as_it_is), FOLLOWS);
        city.refuses(&other(&city, 0, &as_it_is), BEGINS);
        city.refuses(&other(&city, 1, &chained), "a record follows the last one of its log");
        city.is_as_it_was().await;
        city.database.psql(&other(&city, 1, &as_it_is)).expect("the first of its stream is taken");
        let city = City::of(city.database, city.store, city.walk).await;
        city.refuses(&other(&city, 1, &as_it_is), "violates unique constraint \"event_stream\"");
        city.refuses(&other(&city, 3, &as_it_is), FOLLOWS);
        city.refuses(&other(&city, 2, &chained), "a record follows the last one of its log");
        let twice = |record: &mut Value| record["id"] = city.records[1].id().to_string().into();
        city.refuses(&other(&city, 2, &twice), "violates unique constraint \"event_id\"");
        city.is_as_it_was().await;
        city.database.psql(&other(&city, 2, &as_it_is)).expect("the next of its stream is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn no_move_comes_from_nowhere_or_from_the_past() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage, Verb::Sign]).await;
        let version = city.walk.project.version();
        city.refuses(&city.forge_move("plan", Value::Null, "planned", None).sql(), BEGINS);
        // where it once stood, and where it never did
        city.refuses(&city.forge_move("engage", "reserve".into(), "negotiating", None).sql(), FOLLOWS);
        city.refuses(&city.forge_move("start", "registered".into(), "started", None).sql(), FOLLOWS);
        // a second event of a version, from where the first came from
        let fork = city.forge(city.last(Some(Verb::Sign)), |record| record["streamversion"] = version.into());
        city.refuses(&fork.sql(), "violates unique constraint \"event_stream\"");
        let fork = city.forge(city.last(Some(Verb::Engage)), |record| record["streamversion"] = (version - 1).into());
        city.refuses(&fork.sql(), "violates unique constraint \"event_stream\"");
        // after a version that is not there
        let gap = city.forge(city.last(None), |record| {
            record["streamversion"] = (version + 2).into();
        });
        city.refuses(&gap.sql(), FOLLOWS);
        let twice = city.forge(city.last(Some(Verb::Sign)), |record| {
            record["id"] = city.last(Some(Verb::Engage)).id().to_string().into();
            record["data"]["from"] = "signed".into();
            record["data"]["to"] = "registered".into();
            record["data"]["verb"] = "register".into();
        });
        city.refuses(&twice.sql(), "violates unique constraint \"event_id\"");
        // what is about a project is held to the law, whatever it says of itself
        let other = city.forge_move("none", Value::Null, "none", None);
        city.refuses(&other.sql(), "violates check constraint \"event_kind\"");
        city.is_as_it_was().await;
    });
}

/// The owner brings the next law, as a migration will: then nobody goes back behind it, and all else goes on as before.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn an_event_is_held_to_the_law_that_it_names_and_the_law_never_falls() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let under = |city: &City, law: Value| city.forge(city.last(None), |record| record["data"]["law"] = law);
        for law in [0, 2, -1] {
            city.refuses(&under(&city, law.into()).sql(), LAW);
        }
        for law in [Value::Null, "1".into()] {
            city.refuses(&under(&city, law).sql(), "invalid input syntax for type integer");
        }
        city.is_as_it_was().await;
        let next = "BEGIN; ALTER TABLE lifecycle.edge DISABLE TRIGGER edge_sealed;
            INSERT INTO lifecycle.edge SELECT 2, verb, from_node, to_node FROM lifecycle.edge WHERE law = 1;
            ALTER TABLE lifecycle.edge ENABLE TRIGGER edge_sealed; COMMIT;";
        city.database.psql_as_owner(next).expect("the next law is brought");
        city.database.psql(&under(&city, 2.into()).sql()).expect("an event under the next law is taken");
        let city = City::of(city.database, city.store, city.walk).await;
        let version = city.walk.project.version() + 2;
        let after = |law: u32, version: u64, subject: ProjectId| {
            let sample = city.last((version == 1).then_some(Verb::Admit));
            city.forge(sample, |record| {
                record["streamversion"] = version.into();
                record["subject"] = format!("project/{subject}").into();
                record["data"]["law"] = law.into();
                if version == 1 {
                    let data = record["data"].as_object_mut().expect("an object");
                    data.insert("verb".into(), "plan".into());
                    data.insert("from".into(), Value::Null);
                    data.insert("to".into(), "planned".into());
                    let profile = json!({ "kind": "enterprise", "name": "项目", "zone": "hunnan" });
                    data.insert("profile".into(), profile);
                }
            })
        };
        let project = city.walk.project.id();
        city.refuses(&after(1, version, project).sql(), "within a stream the law never falls");
        city.database.psql(&after(1, 1, project_id(2)).sql()).expect("another project begins under the first law");
        let city = City::of(city.database, city.store, city.walk).await;
        let goes_on = city.forge(city.last(None), |record| {
            record["streamversion"] = version.into();
            record["data"]["law"] = 2.into();
        });
        city.database.psql(&goes_on.sql()).expect("the project goes on under the next law");
    });
}

/// The same JSON with other bytes, hashed anew.
fn respelt(city: &City, forged: &Forged, from: &str, to: &str) -> Forged {
    let line = forged.line.replacen(from, to, 1);
    assert_ne!(line, forged.line);
    let head = city.head.after(line.as_bytes(), city.head.recorded.expect("open"));
    Forged { sequence: forged.sequence, line, head }
}

/// The columns are cut from the line, so a line can show them a lawful move and be another as JSON, of whose members with
/// one name the last one counts, or which has members within members.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn no_column_says_what_its_record_does_not() {
    server::run(async {
        let city = City::new(&[Verb::Engage, Verb::Sign]).await;
        let lawful = city.forge_move("register", "signed".into(), "registered", None);
        let other = format!("\"subject\" :\"project/{}\",\"time\":", project_id(2));
        let void = "\"verb\":\"register\",\"verb\" :\"void\",\"voids_version\":4";
        for (from, to) in [
            ("\"predecessorhash\":", "\"id\" :\"e0000000-0000-4001-8000-00000000ffff\",\"predecessorhash\":"),
            ("\"subject\":", "\"streamversion\" :9,\"subject\":"),
            ("\"time\":", &other),
            ("\"time\":", "\"subject\" :\"zone/00000000-0000-4000-8000-000000000001\",\"time\":"),
            ("\"time\":", "\"subject\" :null,\"time\":"),
            ("\"to\":\"registered\"", "\"from\" :\"negotiating\",\"to\":\"registered\""),
            ("\"to\":\"registered\"", "\"from\" :null,\"to\":\"registered\""),
            ("\"from\":\"signed\"", "\"from\":\"started\",\"grounds\":{\"from\":\"signed\",\"x\":1}"),
            ("\"law\":1", "\"law\":1,\"law\" :2"),
            ("\"law\":1", "\"law\":1,\"law\" :null"),
            ("\"law\":1", "\"laws\":{\"law\":1,\"x\":1}"),
            ("\"verb\":\"register\"", "\"to\" :\"producing\",\"verb\":\"register\""),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :\"sign\""),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :null"),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :\"redate\",\"redates_version\":4"),
            ("\"verb\":\"register\"", void),
            ("\"data\":{", "\"data\":{},\"d\":{"),
        ] {
            city.refuses(&respelt(&city, &lawful, from, to).sql(), "a column says what its record does not");
        }
        city.is_as_it_was().await;
        city.database.psql(&lawful.sql()).expect("the lawful one is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn only_the_last_standing_step_is_voided() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let version = |verb| city.last(Some(verb)).stream_version();
        let (admitted, engaged) = (version(Verb::Admit), version(Verb::Engage));
        // each leads where some void may lead from there
        city.refuses(&city.forge_void(admitted, "negotiating", "reserve").sql(), VOID);
        city.refuses(&city.forge_void(engaged, "negotiating", "planned").sql(), VOID);
        city.refuses(&city.forge_void(engaged - 1, "negotiating", "reserve").sql(), VOID);
        city.refuses(&city.forge_void(1, "negotiating", "reserve").sql(), VOID);
        city.refuses(&city.forge_void(99, "negotiating", "reserve").sql(), VOID);
        city.refuses(&city.forge_void(engaged, "negotiating", "operating").sql(), LAW);
        let own = city.walk.project.version() + 1;
        for other in [0, 1, 2, engaged, own, own + 1] {
            city.refuses(&city.forge_restoring(other.into(), engaged, "negotiating", "reserve").sql(), RESTORED);
        }
        let in_words = Value::from(admitted.to_string());
        for (other, why) in [
            (in_words, "invalid input syntax for type bigint"),
            (Value::Null, "invalid input syntax for type bigint"),
            (json!({ "version": admitted }), "invalid input syntax for type bigint"),
        ] {
            city.refuses(&city.forge_restoring(other, engaged, "negotiating", "reserve").sql(), why);
        }
        let void = city.forge_void(engaged, "negotiating", "reserve");
        let member = format!("\"restores_version\":{admitted},");
        city.refuses(&respelt(&city, &void, &member, "").sql(), "violates check constraint \"event_void\"");
        let twice = format!("{member}\"restores_version\" :1,");
        city.refuses(&respelt(&city, &void, &member, &twice).sql(), RESTORED);
        let voids =
            respelt(&city, &void, &format!("\"voids_version\":{engaged}"), &format!("\"voids_version\":\"{engaged}\""));
        city.refuses(&voids.sql(), "invalid input syntax for type bigint");
        let nameless = city.forge(city.last(None), |record| {
            let on = record["data"]["effective_on"].clone();
            record["data"] =
                json!({ "effective_on": on, "from": "negotiating", "law": 1, "to": "reserve", "verb": "void" });
        });
        city.refuses(&nameless.sql(), "violates check constraint \"event_void\"");
        let spaced = respelt(&city, &city.forge_void(engaged, "negotiating", "reserve"), "\"verb\":", "\"verb\" :");
        city.refuses(&spaced.sql(), LAW);
        city.is_as_it_was().await;

        // once undone, a step cannot be undone again, and the one before it can
        let mut walk = city.walk.clone();
        let event = walk.void();
        city.database.append(&city.store, &[event], evening(walk.today)).await;
        let city = City::of(city.database, city.store, walk).await;
        city.refuses(&city.forge_void(engaged, "reserve", "planned").sql(), VOID);
        city.is_as_it_was().await;
        city.database.psql(&city.forge_void(admitted, "reserve", "planned").sql()).expect("it is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn no_record_is_rewritten_or_deleted() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let forged = city.forge(city.last(None), |_| {});
        let replace = format!(
            "{} ON CONFLICT (log, sequence) DO UPDATE SET body = excluded.body;",
            forged.insert_sql().replacen(&format!("(1, {}", forged.sequence), "(1, 2", 1)
        );
        let statements = [
            "UPDATE lifecycle.event SET leaf = leaf WHERE sequence = 2;",
            "UPDATE lifecycle.event SET body = '{}' WHERE false;",
            &replace,
            "DELETE FROM lifecycle.event WHERE sequence = 2;",
            "TRUNCATE lifecycle.event;",
            "TRUNCATE lifecycle.event, lifecycle.log, lifecycle.cursor CASCADE;",
            "DELETE FROM lifecycle.log;",
        ];
        for statement in statements {
            city.refuses(statement, DENIED);
            // the owner of the tables is told why
            city.refuses_owner(statement, "a log is append-only");
        }
        city.refuses(
            "MERGE INTO lifecycle.event e USING (VALUES (2)) v (p) ON e.sequence = v.p
            WHEN MATCHED THEN DELETE;",
            DENIED,
        );
        city.refuses_owner("DELETE FROM lifecycle.current;", "a project that has events stays listed");
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn the_law_is_not_the_applications_to_make() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let add = "INSERT INTO lifecycle.edge VALUES (1, 'sign', 'reserve', 'signed');";
        city.refuses(add, DENIED);
        for statement in [
            add,
            "UPDATE lifecycle.edge SET to_node = 'closed';",
            "DELETE FROM lifecycle.edge WHERE verb = 'close';",
            "TRUNCATE lifecycle.edge CASCADE;",
        ] {
            city.refuses_owner(statement, "the law is sealed");
        }
        for statement in [
            "CREATE TABLE lifecycle.more (x integer);",
            "CREATE TABLE public.more () INHERITS (lifecycle.event);",
            "INSERT INTO lifecycle.schema_version VALUES (3);",
            "SET session_replication_role = 'replica';",
            "CREATE FUNCTION lifecycle.follow(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
        ] {
            city.refuses(statement, DENIED);
        }
        for statement in [
            "ALTER TABLE lifecycle.event DISABLE TRIGGER event_added;",
            "ALTER TABLE lifecycle.event DROP CONSTRAINT event_law;",
            "DROP TRIGGER edge_sealed ON lifecycle.edge;",
            "DROP TABLE lifecycle.cursor;",
            "CREATE OR REPLACE FUNCTION lifecycle.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
            "CREATE RULE quiet AS ON INSERT TO lifecycle.event DO INSTEAD NOTHING;",
        ] {
            let error = city.database.psql(statement).expect_err(statement);
            assert!(error.contains("must be owner of") || error.contains(DENIED), "{statement}\n{error}");
        }
        city.is_as_it_was().await;
    });
}

/// The setting by which the store hands over its own columns can be set by anybody. It takes no more than those.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
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
            literal(&forged),
            lawful.sql()
        );
        let states = city.database.psql(&sql).expect("a lawful record is taken");
        assert_eq!(states, format!("1|{project}|{version}|negotiating||t|elsewhere\n"));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
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

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn the_head_is_the_last_record() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let before = &city.records[city.records.len() - 2];
        let back = format!(
            "UPDATE lifecycle.log SET size = {}, head = {}, peaks = {}, recorded = {};",
            before.sequence(),
            bytes(before.leaf(DigestAlgorithm::Sha256).bytes()),
            bytes(&vec![0; 32 * before.sequence().count_ones() as usize]),
            literal(&before.recorded_time().to_string())
        );
        city.refuses(&back, "the head of a log is its last record");
        city.refuses("UPDATE lifecycle.log SET head = sha256('x');", "the head of a log is its last record");
        city.refuses("UPDATE lifecycle.log SET recorded = NULL;", "the head of a log is its last record");
        city.refuses("UPDATE lifecycle.log SET peaks = '';", "violates check constraint \"log_check\"");
        city.refuses("UPDATE lifecycle.log SET source = 'urn:x:y';", DENIED);
        city.refuses("INSERT INTO lifecycle.log (source, digest, size) VALUES ('urn:x:y', 'sha-256', 1);", DENIED);
        city.refuses_owner(
            "INSERT INTO lifecycle.log (source, digest, recorded) VALUES ('urn:x:y', 'sha-256', 'x');",
            "a log begins empty",
        );
        city.refuses_owner("UPDATE lifecycle.log SET digest = 'sm3';", "a log keeps its name and its digest");

        let forged = city.forge(city.last(None), |_| {});
        let alone = format!("{};", forged.insert_sql());
        city.refuses(&alone, "the head of a log moves with its records, in one statement");
        city.refuses(&format!("{};", forged.head_sql()), "the head of a log is its last record");
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres --test all postgres:: -- --ignored"]
fn a_record_belongs_to_its_place_in_its_log() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let forge = |change: &dyn Fn(&mut Value)| city.forge(city.last(None), change);
        let elsewhere = forge(&|record| record["source"] = "urn:example:log:elsewhere".into());
        city.refuses(&elsewhere.sql(), "the record belongs to another log");
        let place = forge(&|record| record["sequence"] = "0000000000000000099".into());
        city.refuses(&place.sql(), "the place of a record is its sequence");
        let zeros = "0".repeat(64);
        let chain = forge(&|record| record["predecessorhash"] = zeros.clone().into());
        city.refuses(&chain.sql(), "a record follows the last one of its log");
        let nobody = forge(&|record| drop(record.as_object_mut().expect("an object").remove("predecessorhash")));
        city.refuses(&nobody.sql(), "a record follows the last one of its log");
        let mut leaf = forge(&|_| {});
        leaf.line = leaf.line.replacen("officer-7", "officer-8", 1);
        city.refuses(&leaf.sql(), "the leaf of a record is its hash");
        // a place further on, with a gap before it
        let mut far = forge(&|record| record["sequence"] = format!("{:019}", city.head.size() + 2).into());
        far.sequence += 1;
        far.head = far.head.after(far.line.as_bytes(), city.head.recorded.expect("open"));
        city.refuses(&far.sql(), "a record follows the last one of its log");
        // a log that is not there
        let none = forge(&|_| {}).insert_sql().replacen("VALUES (1,", "VALUES (7,", 1);
        city.refuses(&format!("{none};"), FOLLOWS);
        city.is_as_it_was().await;
    });
}
