//! Corrections of what is not to be corrected: another version, another kind, what does not stand, a date out of order.

use super::*;
use crate::common::corrections::{Attempt, Why, imported_after_live, tangle};

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
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
        city.refuses(&city.forge_void(engaged, "negotiating", "operating").sql(), VOID);
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
            set_type(record, CORRECTED);
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

/// A record with data of its own behind the last one.
fn forge(city: &City, data: &Value) -> Forged {
    city.forge(city.last(None), |record| {
        set_type(record, CORRECTED);
        record["data"] = data.clone();
    })
}

/// Two records in one statement.
fn both(city: &City, first: &Value, second: &Value) -> String {
    let first = forge(city, first);
    let mut second = forge(city, second);
    let mut record: Value = serde_json::from_str(&second.line).expect("JSON");
    record["id"] = event_id(1, 901 + city.head.size()).to_string().into();
    record["sequence"] = format!("{:019}", first.sequence + 1).into();
    record["predecessorhash"] = first.head.hash.to_string().into();
    record["streamversion"] = (city.walk.project.version() + 2).into();
    second.line = String::from_utf8(canonical::to_vec(&record).expect("canonical")).expect("UTF-8");
    append(&[&first.line, &second.line])
}

fn tangled() -> (crate::common::corrections::Tangle, impl Future<Output = City>) {
    let tangle = tangle();
    let walk = tangle.walk.clone();
    (tangle, async {
        let (database, store) = (Database::new().await, server::store(source()));
        database.open_log(&store, evening(walk.today)).await;
        database.append(&store, walk.project.events(), evening(walk.today)).await;
        City::of(database, store, walk).await
    })
}

const NO_STEP: &str = "only a standing step is given another date";
const ORDER: &str = "a step keeps its date between those of the steps before and after it";
const NO_FACT: &str = "only a standing fact is voided as a fact";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_correction_has_a_wrong_version_kind_standing_or_date() {
    server::run(async {
        let (tangle, city) = tangled();
        let city = city.await;
        for Attempt { what, data, why } in tangle.attempts() {
            let sql = forge(&city, &data).sql();
            let words = match why {
                None => {
                    let taken = city.database.psql(&format!("BEGIN; {sql} ROLLBACK;"));
                    taken.unwrap_or_else(|error| panic!("{what} is lawful: {error}"));
                    continue;
                }
                Some(Why::NoStep) => NO_STEP,
                Some(Why::Order) => ORDER,
                Some(Why::Planning) => "nothing stands before the planning",
                Some(Why::NoFact) => NO_FACT,
                Some(Why::Law) => LAW,
            };
            city.refuses(&sql, words);
        }
        let fact = tangle.walk.project.version();
        let number = "invalid input syntax for type bigint";
        for (data, words) in [
            (tangle.voiding(fact.to_string()), number),
            (tangle.voiding(Value::Null), number),
            (tangle.voiding(json!([fact])), number),
            (tangle.redating("5", tangle.day(12)), number),
            (tangle.redating(Value::Null, tangle.day(12)), number),
        ] {
            city.refuses(&forge(&city, &data).sql(), words);
        }
        for (mut data, member) in
            [(tangle.voiding(fact), "voids_fact_version"), (tangle.redating(5, tangle.day(12)), "redates_version")]
        {
            data.as_object_mut().expect("an object").remove(member);
            city.refuses(&forge(&city, &data).sql(), "a correction names what it corrects");
        }
        city.is_as_it_was().await;
    });
}

/// What stands is asked as of each record, whatever its statement writes behind it.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn corrections_of_one_statement_see_those_before_them_and_none_after() {
    server::run(async {
        let (tangle, city) = tangled();
        let city = city.await;
        let [admitted, engaged, signed] = [Verb::Admit, Verb::Engage, Verb::Sign].map(|verb| {
            let step = tangle.walk.project.standing().find(|step| step.verb() == verb).expect("it stands");
            step.event().version()
        });
        let redate = |step: u64, days| tangle.redating(step, tangle.day(days));
        let fact = tangle.walk.project.version();
        for (first, second, words) in [
            // the first one makes room for the second, or takes it
            (redate(engaged, 20), redate(admitted, 20), None),
            (redate(admitted, 20), redate(engaged, 20), Some(ORDER)),
            (redate(engaged, 10), redate(signed, 10), None),
            (redate(signed, 10), redate(engaged, 10), Some(ORDER)),
            (redate(engaged, 10), redate(admitted, 11), Some(ORDER)),
            (tangle.voiding(fact), tangle.voiding(fact), Some(NO_FACT)),
            (tangle.voiding(fact), tangle.voiding(fact + 1), Some(NO_FACT)),
            (tangle.voiding(fact + 2), tangle.voiding(fact), Some(NO_FACT)),
        ] {
            let sql = both(&city, &first, &second);
            match words {
                Some(words) => city.refuses(&sql, words),
                None => drop(city.database.psql(&format!("BEGIN; {sql} ROLLBACK;")).expect("it is taken")),
            }
        }
        city.is_as_it_was().await;
    });
}

/// The crate refuses it by the whole history, and the database for itself.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_history_is_imported_behind_a_live_step() {
    server::run(async {
        let (live, imported) = imported_after_live();
        let now = evening(live[1].effective_on());
        let (database, store) = (Database::new().await, server::store(source()));
        database.open_log(&store, now).await;
        database.append(&store, &live, now).await;
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        let request = AppendRequest::from(imported);
        let refused = store.append(&transaction, &request, now).await.expect_err("it lies behind a live step");
        assert!(matches!(&refused, StoreError::Append(AppendError::Unlawful(_))), "{refused:?}");
        drop(transaction);
        // by a client that asks nobody
        let mut line = Vec::new();
        let head = store.head(&client).await.expect("a head");
        seal_into(&request, &head, now, &mut line).expect("it is sealed");
        let line = String::from_utf8(line).expect("a text");
        let refused = client.batch_execute(&append(&[&line])).await.expect_err("it lies behind a live step");
        let said = refused.as_db_error().expect("it answered").message();
        assert_eq!(said, "history is imported before the first live step");
    });
}
