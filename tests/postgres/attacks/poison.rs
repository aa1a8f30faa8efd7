//! Records that would end every later reading, or every later append.

use super::*;
use crate::common::actor;
use crate::postgres::server::commit;

const FORM: &str = "a record has each of its attributes once, in their order, and no space between them";
const INSTANT: &str = "an instant is written as in 2018-05-31T08:00:00.000000Z";
const NAMED: &str = "who acted, and what caused it, is named by a short text";
const IDS: &str = "a subject is of the kind of its type, and ids are UUIDs in lower case";
const TYPE: &str = "the type of a record is known, and its data are of that type";
const OPENING: &str = "the first record of a log opens it as it is, and no other one does";
const IMPORTED: &str = "history is imported before the first live step";
const BASIS: &str = "a step rests on evidence, or is imported";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_record_has_another_form_than_a_record() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let forge = |change: &dyn Fn(&mut Value)| city.forge(city.last(None), change);
        let lawful = forge(&|_| {});
        for (from, to, words) in [
            ("{\"authid\":", "{ \"authid\":", LAW),
            (",\"time\":", ", \"time\":", FORM),
            ("\"time\":", "\"time\" :", FORM),
            ("\"specversion\":\"1.0\"", "\"specversion\":\"1.1\"", FORM),
            ("\"specversion\":\"1.0\"", "\"specversion\":1.0", FORM),
            (",\"specversion\":\"1.0\"", "", FORM),
            ("\"specversion\":", "\"spec\":1,\"specversion\":", FORM),
            ("\"datacontenttype\":\"application/json\"", "\"datacontenttype\":\"text/plain\"", FORM),
            ("urn:project-lifecycle:schema:", "urn:another:schema:", FORM),
            ("\"authid\":\"officer-7\"", "\"authid\":\"\\u006ffficer-7\"", FORM),
            ("\"authid\":\"officer-7\"", "\"authid\":\"officer-7\",\"authid\":\"officer-7\"", FORM),
            ("\"authid\":\"officer-7\"", "\"authid\":7", FORM),
            ("\"authid\":\"officer-7\"", "\"authid\":null", FORM),
            ("\"streamversion\":", "\"streamversion\":0", "invalid input syntax for type json"),
            // in the data: a space, an escape that is not needed
            ("\"data\":{", "\"data\":{ ", FORM),
            ("\"law\":1", "\"law\":1 ", FORM),
            ("\"policy\":{", "\"policy\": {", FORM),
            ("\"data\":{", "\"data\":{\"a\":\"\\u0041\",", FORM),
            ("\"data\":{", "\"data\":{\"a\":[1, 2],", FORM),
            ("\"data\":{", "\"data\":{\"a\": null,", FORM),
            ("\"authtype\":\"app_user\"", "\"authtype\":\"root\"", NAMED),
            ("\"authid\":\"officer-7\"", "\"authid\":\"\"", NAMED),
            ("\"authid\":\"officer-7\"", "\"authid\":\" officer\"", NAMED),
            ("\"authid\":\"officer-7\"", "\"authid\":\"offi\u{200b}cer\"", NAMED),
            ("\"authid\":\"officer-7\"", "\"authid\":\"offi\\ncer\"", NAMED),
            ("\"data\":{", "\"causationid\":\"\",\"data\":{", NAMED),
            ("\"data\":{", "\"correlationid\":\"\u{3000}\",\"data\":{", NAMED),
        ] {
            // one that is there already gives way
            let mut without = forge(&|record| {
                let record = record.as_object_mut().expect("an object");
                record.remove("causationid");
                record.remove("correlationid");
                record["authid"] = "officer-7".into();
                record["authtype"] = "app_user".into();
            });
            assert!(without.line.contains(from), "{from} is not in {}", without.line);
            without.line = without.line.replacen(from, to, 1);
            city.refuses(&without.sql(), words);
        }
        let long = forge(&|record| record["data"]["text"] = "x".repeat(200_000).into());
        city.refuses(&long.sql(), "a record has at most 65535 bytes");
        let most = 65_535 - lawful.line.len();
        let over = forge(&|record| record["data"]["text"] = "x".repeat(most).into());
        city.refuses(&over.sql(), "a record has at most 65535 bytes");
        let name = forge(&|record| record["authid"] = "x".repeat(257).into());
        city.refuses(&name.sql(), NAMED);
        let upper = |id: &str| id.to_uppercase();
        let ids: [&dyn Fn(&mut Value); 6] = [
            &|record| record["id"] = upper("e0000000-0000-4001-8000-00000000ffff").into(),
            &|record| record["id"] = "17".into(),
            &|record| record["id"] = "".into(),
            &|record| record["id"] = "{e0000000-0000-4001-8000-00000000ffff}".into(),
            &|record| {
                record["subject"] = format!("project/{}", upper("b0000000-0000-4000-8000-00000000000a")).into();
                plan(record);
            },
            &|record| {
                record["subject"] = "project/nobody".into();
                plan(record);
            },
        ];
        for id in ids {
            city.refuses(&forge(id).sql(), IDS);
        }
        // what is no project: another kind, none at all, another than its type says
        let refusal = |subject: &str, law: u32| {
            forge(&|record| {
                record["data"] = json!({ "law": law });
                record["streamversion"] = 1.into();
                record["subject"] = subject.into();
                set_type(record, "lifecycle.refusal.transition_refused.v1");
            })
        };
        let other = project_id(8);
        for subject in [
            "",
            "/",
            "refusal/",
            "refusal/17",
            &format!("zone/{other}"),
            &format!("log/{other}"),
            &format!("Refusal/{other}"),
        ] {
            city.refuses(&refusal(subject, 1).sql(), IDS);
        }
        for law in [0, 2, 99] {
            city.refuses(&refusal(&format!("refusal/{other}"), law).sql(), "the law of a record is known");
        }
        for unknown in ["lifecycle.project.sold.v1", "lifecycle.project.admitted.v2", "", "x"] {
            city.refuses(&forge(&|record| set_type(record, unknown)).sql(), TYPE);
        }
        // a fact as a step, a step as another one
        city.refuses(&forge(&|record| set_type(record, "lifecycle.project.signed.v1")).sql(), TYPE);
        let mut engaged = city.forge_move("engage", "reserve".into(), "negotiating", None);
        engaged.line = engaged.line.replace("lifecycle.project.engaged.v1", "lifecycle.project.signed.v1");
        city.refuses(&engaged.sql(), TYPE);
        city.is_as_it_was().await;
        city.database.psql(&lawful.sql()).expect("the lawful one is taken");
    });
}

/// Makes a record a planning.
fn plan(record: &mut Value) {
    set_type(record, "lifecycle.project.planned.v1");
    record["streamversion"] = 1.into();
    let on = record["data"]["effective_on"].clone();
    record["data"] = json!({ "effective_on": on, "from": null, "law": 1, "to": "planned", "verb": "plan",
        "profile": { "kind": "enterprise", "name": "项目", "zone": "hunnan" } });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_log_is_opened_once_and_as_it_is() {
    server::run(async {
        let city = City::new(&[]).await;
        let opening = Record::parse(city.records[0].line()).expect("a record");
        let again = city.forge(&opening, |record| record["streamversion"] = 2.into());
        city.refuses(&again.sql(), OPENING);
        let other = city.forge(&opening, |record| {
            record["subject"] = format!("log/{}", project_id(3)).into();
            record["streamversion"] = 1.into();
        });
        city.refuses(&other.sql(), OPENING);
        let hidden = city.forge(&opening, |record| {
            record["streamversion"] = 2.into();
            set_type(record, "lifecycle.log.quarantined.v1");
        });
        city.refuses(&hidden.sql(), "only the owner puts records in quarantine");
        city.is_as_it_was().await;
        // a log that is opened by something else, or otherwise than its row says
        city.database.psql("SELECT lifecycle.open('urn:example:other', 'sha-256');").expect("a row");
        let zeros = "0".repeat(64);
        let first = |record: &Record, change: &dyn Fn(&mut Value)| {
            let mut first: Value = serde_json::from_slice(record.line()).expect("JSON");
            first["source"] = "urn:example:other".into();
            first["sequence"] = format!("{:019}", 1).into();
            first["predecessorhash"] = zeros.clone().into();
            first["streamversion"] = 1.into();
            change(&mut first);
            let line = String::from_utf8(canonical::to_vec(&first).expect("canonical")).expect("UTF-8");
            let log = "(SELECT id FROM lifecycle.log WHERE source = 'urn:example:other')";
            append(&[&line]).replacen("append(1,", &format!("append({log},"), 1)
        };
        city.refuses(&first(&city.records[1], &|_| {}), OPENING);
        city.refuses(&first(&opening, &|record| record["data"]["digest"] = "sm3".into()), OPENING);
        city.refuses(&first(&opening, &|record| record["data"]["format"] = 2.into()), OPENING);
        city.refuses(&first(&opening, &|record| record["data"]["law"] = 99.into()), "the law of a record is known");
        city.database.psql(&first(&opening, &|_| {})).expect("the lawful one is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_live_project_is_led_on_by_imported_steps() {
    server::run(async {
        let city = City::new(&[Verb::Engage, Verb::Sign]).await;
        let step = |basis: Value| {
            let mut forged = city.forge_move("register", "signed".into(), "registered", None);
            let members = basis.as_object().expect("an object");
            let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            let members = members.iter().map(|member| format!("{member},")).collect::<String>();
            // provenance belongs behind the law, which nobody looks at here
            let (evidence, rest) = ("\"evidence\":{},", members);
            forged.line = forged.line.replacen(evidence, &rest, 1);
            forged.sql()
        };
        let provenance = json!({ "record": 1 });
        city.refuses(&step(json!({ "provenance": provenance })), IMPORTED);
        city.refuses(&step(json!({})), BASIS);
        city.refuses(&step(json!({ "evidence": {}, "provenance": provenance })), IMPORTED);
        city.is_as_it_was().await;
        city.database.psql(&step(json!({ "evidence": {} }))).expect("a live one is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_time_locks_a_log() {
    server::run(async {
        let (database, store, walk) = (Database::new().await, server::store(source()), Walk::plan(1));
        let now = evening(walk.today);
        database.open_log(&store, now).await;
        database.append(&store, walk.project.events(), now).await;
        let city = City::of(database, store, walk).await;
        let at = |time: &str| {
            city.forge(city.last_of_all(), |record| {
                record["recordedtime"] = time.into();
                record["subject"] = format!("project/{}", project_id(5)).into();
                plan(record);
            })
        };
        for garbage in [
            "garbage",
            "",
            "2018-06-30",
            "2018-06-30T10:00:00Z",
            "2018-06-30T10:00:00.000000+00:00",
            "2018-06-30 10:00:00.000000Z",
            "2018-06-30T24:00:00.000000Z",
            "2018-06-30T23:59:60.000000Z",
            "２018-06-30T10:00:00.000000Z",
        ] {
            city.refuses(&at(garbage).sql(), INSTANT);
        }
        for none in ["2018-02-30T10:00:00.000000Z", "0000-06-30T10:00:00.000000Z", "2018-13-01T10:00:00.000000Z"] {
            city.refuses(&at(none).sql(), "date/time field value out of range");
        }
        let time = city.forge(city.last_of_all(), |record| {
            record["time"] = "yesterday".into();
            record["subject"] = format!("project/{}", project_id(5)).into();
            plan(record);
        });
        city.refuses(&time.sql(), INSTANT);
        city.refuses(
            &at("2018-05-31T08:00:00.000000Z").sql(),
            "a record is recorded no earlier than the one before it",
        );
        let beyond = "beyond the clock of the database with its margin";
        let clock = |interval: &str| {
            let now = format!("SELECT lifecycle.instant(clock_timestamp() + interval '{interval}');");
            city.database.psql_as_owner(&now).expect("an instant").trim().to_owned()
        };
        city.refuses(&at("9999-12-31T23:59:59.999999Z").sql(), beyond);
        city.refuses(&at(&clock("1 hour")).sql(), beyond);
        // the margin is the owner's
        city.refuses("UPDATE lifecycle.clock SET margin = NULL;", DENIED);
        city.refuses("INSERT INTO lifecycle.clock (is_only, margin) VALUES (false, NULL);", DENIED);
        city.refuses_owner("UPDATE lifecycle.clock SET margin = '-1 minute';", "violates check constraint");
        city.is_as_it_was().await;
        // a host whose clock is wrong is told so, and writes nothing
        let mut client = city.database.connect_app().await;
        let mut later = city.walk.clone();
        let event = later.pass(1).go(Verb::Admit);
        let transaction = client.transaction().await.expect("a transaction");
        let far = "2999-01-01T00:00:00Z".parse::<Timestamp>().expect("an instant");
        let told = city.store.append(&transaction, &event.clone().into(), far).await.expect_err("a wrong clock");
        let StoreError::Storage(why) = told else { panic!("{told:?}") };
        let said = why.downcast_ref::<tokio_postgres::Error>().and_then(|why| why.as_db_error());
        assert!(said.expect("the database's word").message().contains(beyond), "{why:?}");
        transaction.rollback().await.expect("rolled back");
        city.is_as_it_was().await;
        city.database.psql_as_owner("UPDATE lifecycle.clock SET margin = '2 hours';").expect("the owner may");
        let soon = at(&clock("1 hour")).sql();
        city.database.psql(&soon).expect("it is taken");
        // what is as late as the last one is borne, whatever the clock says
        city.database.psql_as_owner("UPDATE lifecycle.clock SET margin = '0';").expect("the owner may");
        let transaction = client.transaction().await.expect("a transaction");
        city.store
            .append(&transaction, &event.into(), far_of(&city.store, &transaction).await)
            .await
            .expect("recorded");
        commit(transaction).await;
        let other = server::store("urn:example:log:anshan".parse().expect("a source"));
        city.database.psql_as_owner("UPDATE lifecycle.clock SET margin = NULL;").expect("the owner may");
        let transaction = client.transaction().await.expect("a transaction");
        other.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), far).await.expect("nothing is asked");
    });
}

/// When the last record of the log was recorded.
async fn far_of(store: &PostgresStore, transaction: &tokio_postgres::Transaction<'_>) -> Timestamp {
    store.head(transaction).await.expect("a head").recorded.expect("open")
}

/// The database and the crate agree on what names somebody, character by character.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_same_texts_name_somebody() {
    server::run(async {
        let database = Database::new().await;
        let client = database.connect().await;
        let edges = [
            '\u{1}'..='\u{3ff}',
            '\u{1100}'..='\u{11ff}',
            '\u{1680}'..='\u{180f}',
            '\u{2000}'..='\u{206f}',
            '\u{27ff}'..='\u{2801}',
            '\u{2fff}'..='\u{3001}',
            '\u{3163}'..='\u{3165}',
            '\u{fdff}'..='\u{ffff}',
            '\u{1bc9f}'..='\u{1bca4}',
            '\u{1d172}'..='\u{1d17b}',
            '\u{dffff}'..='\u{e1001}',
        ];
        let texts: Vec<String> = edges
            .into_iter()
            .flatten()
            .flat_map(|c| [format!("{c}"), format!("a{c}b"), format!("{c}b"), format!("a{c}")])
            .chain(["x".repeat(256), "x".repeat(257), "长".repeat(85), "长".repeat(86), String::new()])
            .collect();
        let ask = "SELECT t, lifecycle.is_short(t) FROM unnest($1::text[]) AS t";
        for row in client.query(ask, &[&texts]).await.expect("answers") {
            let (text, is_short): (String, bool) = (row.get(0), row.get(1));
            assert_eq!(is_short, ActorId::new(&text).is_ok(), "{text:?}");
        }
    });
}

/// Whoever may call nothing calls nothing.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_stranger_calls_nothing() {
    server::run(async {
        let city = City::new(&[]).await;
        let stranger = format!("stranger_of_{}", city.database.name);
        let grant = format!("CREATE ROLE {stranger}; GRANT USAGE ON SCHEMA lifecycle TO {stranger};");
        city.database.psql_as_owner(&grant).expect("a role");
        for call in [
            "lifecycle.follow(1, 'x')",
            "lifecycle.write(1, 'x', 1, '{}')",
            "lifecycle.open('urn:x:y', 'sha-256')",
            "lifecycle.append(1, '{}', NULL, NULL, NULL)",
            "lifecycle.find('x', '{}', '{}', '{}')",
            "lifecycle.check_index('event_id')",
            "lifecycle.since(1, 'x')",
            "lifecycle.plain('{}')",
        ] {
            city.refuses_owner(&format!("SET ROLE {stranger}; SELECT {call};"), "permission denied for function");
        }
        city.refuses_owner("TRUNCATE lifecycle.log, lifecycle.cursor;", "a log is append-only");
        city.is_as_it_was().await;
    });
}
