//! What the database holds a quarantine to, and what is told of one that went past it.

use super::Log;
use crate::common::project_id;
use crate::postgres::attacks::{City, set_type};
use crate::postgres::server;
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

/// Who owns the tables cannot name what is not there, nor in another stream.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_quarantine_is_held_to_its_records() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let last = city.last_of_all().clone();
        let mut log = Log::of(city.database, city.store).await;
        let own = log.put(&[last.sequence()], 1).await.expect("its end").swap_remove(0);
        let city = City::of(log.database.clone(), log.store.clone(), city.walk).await;
        let why = "a quarantine names earlier records with their leaves, and none of the own stream of the log";
        let size = log.store.head(&log.client).await.expect("a head").size();
        let opening: serde_json::Value = DigestAlgorithm::Sha256
            .leaf(log.store.log(&log.client, 0, 1).await.expect("the first")[0].line())
            .to_string()
            .into();
        let forge = |member: &str, value: serde_json::Value| {
            city.forge(&own, |record| {
                set_type(record, "lifecycle.log.quarantined.v1");
                record["streamversion"] = 3.into();
                record["data"]
                    .as_object_mut()
                    .expect("data")
                    .retain(|name, _| !["from", "to"].contains(&name.as_str()));
                match member {
                    "subject" => {
                        record["subject"] = value.clone();
                        record["streamversion"] = 1.into();
                    }
                    "opening" => {
                        record["data"]["places"][0]["sequence"] = 1.into();
                        record["data"]["places"][0]["leaf"] = value.clone();
                    }
                    "none" => {
                        let place = record["data"]["places"][0].as_object_mut().expect("a place");
                        place.retain(|name, _| !name.starts_with("stream"));
                    }
                    member => record["data"]["places"][0][member] = value.clone(),
                }
            })
        };
        let called = "a quarantine names the stream of each record and its version there, if it belongs to one";
        let other = Subject::from(project_id(9)).to_string();
        for (member, value) in [
            ("stream", other.into()),
            ("stream", "project/nobody".into()),
            ("streamversion", (last.stream_version() + 1).into()),
            ("streamversion", last.stream_version().to_string().into()),
            ("streamversion", serde_json::Value::Null),
        ] {
            city.refuses_owner(&forge(member, value).sql(), called);
        }
        city.refuses_owner(&forge("none", serde_json::Value::Null).sql(), called);
        for (member, value) in [
            ("leaf", "00".repeat(32).into()),
            ("sequence", (size + 1).into()),
            ("sequence", (size + 9).into()),
            ("opening", opening),
            ("subject", "log/00000000-0000-4000-8000-000000000000".into()),
        ] {
            city.refuses_owner(&forge(member, value).sql(), why);
        }
        let same = forge("leaf", DigestAlgorithm::Sha256.leaf(last.line()).to_string().into());
        city.refuses(&same.sql(), "only the owner puts records in quarantine");
        city.database.psql_as_owner(&same.sql()).expect("the same place again");
    });
}

/// Of what is in quarantine the number in its stream is taken, so that is held to the quarantine, whatever becomes of the line.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_is_in_quarantine_takes_no_other_number() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let mut log = Log::of(city.database, city.store).await;
        let places = log.places(project_id(1)).await;
        let last = *places.last().expect("some");
        log.put(&[last], 1).await.expect("it is put there");
        let sql = format!(
            "ALTER TABLE lifecycle.event DROP CONSTRAINT event_follows, DROP CONSTRAINT event_law;
             ALTER TABLE lifecycle.event ALTER COLUMN version DROP EXPRESSION;
             SET session_replication_role = replica;
             UPDATE lifecycle.event SET version = 99 WHERE sequence = {last};"
        );
        log.database.psql_as_owner(&sql).expect("an owner can");
        let verdict = log.store.verify(&log.client, Verifier::new()).await.expect("it is read").finish();
        assert_eq!(verdict.faults.first(), [StoreFault::Column { sequence: last, column: "version".into() }]);
        assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
    });
}
