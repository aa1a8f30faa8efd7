//! Who has the application's password and `psql` tries to break the law. Each record is forged as well as it can be, so
//! that nothing refuses it but the rule that is attacked.

mod corrections;
mod law;
mod left;
mod poison;
mod records;
mod sessions;
mod states;

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
    pub(crate) head: LogHead,
    records: Vec<Record>,
}

/// What an attacker writes: a record, and the head of the log thereafter.
pub(crate) struct Forged {
    sequence: u64,
    line: String,
    pub(crate) head: LogHead,
}

impl City {
    /// A log with one project on its way, which took these verbs.
    pub(crate) async fn new(verbs: &[Verb]) -> Self {
        let mut walk = Walk::plan(1);
        walk.assign_duties();
        for verb in verbs {
            walk.pass(if *verb == Verb::Stall { 400 } else { 1 }).go(*verb);
        }
        let (database, store) = (Database::new().await, server::store(source()));
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

    /// The last record.
    pub(crate) fn last_of_all(&self) -> &Record {
        self.records.last().expect("there is one")
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

    /// A move forged on the last record of another. Its evidence does not read, which the database does not see.
    pub(crate) fn forge_move(&self, verb: &str, from: Value, to: &str, stalled_at: Option<&str>) -> Forged {
        self.forge(self.last(None), |record| {
            let event = verb.parse::<Verb>().map_or("planned", Verb::event_name);
            set_type(record, &format!("lifecycle.project.{event}.v1"));
            let data = &mut record["data"];
            let on = data["effective_on"].clone();
            *data = json!({ "effective_on": on, "evidence": {}, "from": from, "law": 1, "to": to, "verb": verb });
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
            set_type(record, CORRECTED);
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
    /// How the owner writes it, past the function that looks at what became of it.
    pub(crate) fn insert_sql(&self) -> String {
        format!(
            "INSERT INTO lifecycle.event (log, sequence, body, leaf) VALUES (1, {}, {}, {})",
            self.sequence,
            literal(&self.line),
            bytes(self.head.hash.bytes())
        )
    }

    /// How a superuser writes it past all triggers and keys, with the head.
    pub(crate) fn unseen_sql(&self) -> String {
        let peaks: Vec<u8> = self.head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
        format!(
            "SET session_replication_role = replica; {}; UPDATE lifecycle.log SET size = {}, head = {}, peaks = {};",
            self.insert_sql(),
            self.sequence,
            bytes(self.head.hash.bytes()),
            bytes(&peaks)
        )
    }

    /// The statement that writes it.
    pub(crate) fn sql(&self) -> String {
        append(&[&self.line])
    }
}

/// The statement that writes some lines.
pub(crate) fn append(lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| literal(line)).collect();
    format!("SELECT FROM lifecycle.append(1, ARRAY[{}], NULL, NULL, NULL);", lines.join(", "))
}

const CORRECTED: &str = "lifecycle.project.corrected.v1";

/// Makes a record one of another type.
pub(crate) fn set_type(record: &mut Value, event_type: &str) {
    record["dataschema"] = format!("urn:project-lifecycle:schema:{event_type}").into();
    record["type"] = event_type.into();
}

const LAW: &str = "violates foreign key constraint \"event_law\"";
const FOLLOWS: &str = "violates foreign key constraint \"event_follows\"";
const BEGINS: &str = "violates check constraint \"event_begins\"";
const RESTORED: &str = "a void names the step that stands again";
const VOID: &str = "only the last standing step can be voided, and it leads back to where it came from";
const DENIED: &str = "permission denied";

/// Without this the other tests would prove nothing: what is forged so and breaks no rule is taken.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
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
            set_type(record, CORRECTED);
            let on = record["data"]["effective_on"].clone();
            record["data"] = json!({ "effective_on": on, "from": "reserve", "law": 1, "restores_version": 1,
                "to": "planned", "verb": "void", "voids_version": admitted });
        });
        city.database.psql(&void.sql()).expect("a void is taken");
        let stage = city.database.psql("SELECT stage, since FROM lifecycle.current").expect("a row");
        assert_eq!(stage.trim(), format!("planned|{}", city.walk.project.planned_on()));
    });
}

/// The same JSON with other bytes, hashed anew.
pub(crate) fn respelt(city: &City, forged: &Forged, from: &str, to: &str) -> Forged {
    let line = forged.line.replacen(from, to, 1);
    assert_ne!(line, forged.line);
    let head = city.head.after(line.as_bytes(), city.head.recorded.expect("open"));
    Forged { sequence: forged.sequence, line, head }
}
