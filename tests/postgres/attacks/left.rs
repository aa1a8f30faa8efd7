//! What the database takes from whoever has the application's password, though it is not as the crate writes it: verifying finds it.

use project_lifecycle::canonical::Fault;

use super::*;
use crate::common::evidence::provenance;

/// What is written in a transaction that the application never commits, as verifying sees it.
async fn seen(city: &City, sql: &str) -> StoreVerdict {
    let mut client = city.database.connect_app().await;
    let transaction = client.transaction().await.expect("a transaction");
    transaction.batch_execute(sql).await.unwrap_or_else(|why| panic!("{sql}: {why:?}"));
    let verified = city.store.verify(&transaction, Verifier::new()).await.expect("it answers").finish();
    transaction.rollback().await.expect("rolled back");
    verified
}

/// A log with a project whose history is imported up to its signing.
async fn imported(verbs: &[Verb]) -> City {
    let mut walk = Walk::plan(1);
    for verb in verbs {
        walk.give(Command::Import(Import::step(*verb, provenance(1))));
    }
    let (database, store) = (Database::new().await, server::store(source()));
    database.open_log(&store, evening(walk.today)).await;
    database.append(&store, walk.project.events(), evening(walk.today)).await;
    City::of(database, store, walk).await
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn data_that_are_spelt_otherwise_are_found() {
    server::run(async {
        let city = imported(&[Verb::Engage]).await;
        let signed = imported(&[Verb::Engage, Verb::Sign]).await;
        let lawful = city.forge(signed.last(Some(Verb::Sign)), |_| {});
        let verified = seen(&city, &lawful.sql()).await;
        assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
        let place = lawful.sequence;
        let (file, inferred) = ("\"file\":\"ledger.csv\"", "\"inferred\":false");
        let twice = |name: &str| Fault::DuplicateMember { name: name.into() };
        let before = |previous: &str, name: &str| Fault::MemberOrder { previous: previous.into(), name: name.into() };
        for (from, to, fault) in [
            (format!("{file},{inferred}"), format!("{inferred},{file}"), before("inferred", "file")),
            ("\"data\":{".into(), "\"data\":{\"verb\":\"sign\",".into(), before("verb", "by")),
            (inferred.into(), format!("{inferred},{inferred}"), twice("inferred")),
            (inferred.into(), format!("\"inferred\":true,{inferred}"), twice("inferred")),
            ("\"record\":1".into(), "\"record\":1.0".into(), Fault::Float),
            ("\"record\":1".into(), "\"record\":1e0".into(), Fault::Float),
            ("\"record\":1".into(), "\"record\":10E-1".into(), Fault::Float),
            ("\"record\":1".into(), "\"record\":-0".into(), Fault::IntegerForm),
            (
                "\"record\":1".into(),
                "\"record\":9007199254740992".into(),
                Fault::IntegerRange { value: "9007199254740992".into() },
            ),
        ] {
            let forged = respelt(&city, &lawful, &from, &to);
            let verified = seen(&city, &forged.sql()).await;
            let Verdict::NotSelfConsistent { .. } = &verified.lines else { panic!("{to}: {verified}") };
            let [BadLine { line, fault: LineFault::Record(RecordError::NotCanonical(why)) }] = verified.lines.faults()
            else {
                panic!("{to}: {verified}")
            };
            assert_eq!((*line, &why.fault), (place, &fault), "{to}");
        }
        // what PostgreSQL itself takes for no JSON, or for no number of a version
        for (from, to, words) in [
            ("\"record\":1", "\"record\":01", "invalid input syntax for type json"),
            ("\"record\":1", "\"record\":.1", "invalid input syntax for type json"),
            ("\"law\":1", "\"law\":1.0", "invalid input syntax for type integer"),
            ("\"law\":1", "\"law\":1e0", "invalid input syntax for type integer"),
        ] {
            city.refuses(&respelt(&city, &lawful, from, to).sql(), words);
        }
        city.is_as_it_was().await;
    });
}

/// PostgreSQL knows no SM3: it takes leaves and peaks as they are given.
#[cfg(feature = "sm3")]
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn leaves_and_peaks_that_are_given_wrong_are_found() {
    server::run(async {
        let (database, store, walk) = (Database::new().await, server::store(source()), Walk::plan(1));
        let now = evening(walk.today);
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::Sm3, &crate::common::actor(), now).await.expect("a log opens");
        server::commit(transaction).await;
        database.append(&store, walk.project.events(), now).await;
        let city = City::of(database, store, walk).await;
        // the third record, so that the tree has two peaks
        let forged = city.forge(city.last_of_all(), |record| {
            record["subject"] = format!("project/{}", project_id(2)).into();
            record["streamversion"] = 1.into();
        });
        let leaf = forged.head.hash.bytes().to_vec();
        let peaks: Vec<u8> = forged.head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
        assert_eq!(peaks.len(), 64);
        let append = |leaf: &[u8], peaks: &[u8]| {
            let (line, leaf, peaks) = (literal(&forged.line), bytes(leaf), bytes(peaks));
            format!("SELECT FROM lifecycle.append(1, ARRAY[{line}], NULL, ARRAY[{leaf}], {peaks});")
        };
        let verified = seen(&city, &append(&leaf, &peaks)).await;
        assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
        assert_eq!(verified.faults.first(), []);
        let head = |column: &str| StoreFault::Head { column: column.into() };
        let (mut other_leaf, mut first_peak, mut last_peak) = (leaf.clone(), peaks.clone(), peaks.clone());
        other_leaf[0] ^= 1;
        first_peak[0] ^= 1;
        last_peak[32] ^= 1;
        let by_sha = lawful_sha(&forged.line);
        for (leaf, peaks, faults) in [
            (&other_leaf, &peaks, vec![StoreFault::Leaf { sequence: 3 }, head("head")]),
            (&by_sha, &peaks, vec![StoreFault::Leaf { sequence: 3 }, head("head")]),
            (&leaf, &first_peak, vec![head("peaks")]),
            (&leaf, &last_peak, vec![head("peaks")]),
            (&other_leaf, &last_peak, vec![StoreFault::Leaf { sequence: 3 }, head("head"), head("peaks")]),
        ] {
            let verified = seen(&city, &append(leaf, peaks)).await;
            assert_eq!(verified.faults.first(), faults);
            assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
        }
        // their form is known
        for (leaf, peaks, words) in [
            (&leaf[..31], &peaks[..], "violates check constraint \"event_leaf_check\""),
            (&leaf, &peaks[..32], "violates check constraint \"log_check\""),
            (&leaf, &[], "violates check constraint \"log_check\""),
        ] {
            city.refuses(&append(leaf, peaks), words);
        }
        city.refuses(&super::append(&[&forged.line]), "null value in column \"leaf\"");
        city.is_as_it_was().await;
    });
}

/// The leaf of a line on the other digest.
#[cfg(feature = "sm3")]
fn lawful_sha(line: &str) -> Vec<u8> {
    DigestAlgorithm::Sha256.leaf(line.as_bytes()).bytes().to_vec()
}
