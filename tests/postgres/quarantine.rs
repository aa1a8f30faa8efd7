//! Bad records that went past the law, and then in quarantine by the owner; and any lives, as in memory.

mod held;
mod lives;

use project_lifecycle::act::Correction;
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};

use crate::common::evidence::complete;
use crate::common::walk::{Walk, redating, voiding};
use crate::common::{self, context, evening, last_day, plus, policy, project_id, source, text};
use crate::postgres::attacks::{City, respelt, set_type};
use crate::postgres::server::{self, Database, commit};

fn correction() -> Correction {
    Correction { authority: text("数据局"), grounds: text("记录损坏") }
}

/// A log with two projects, and who looks at it.
struct Log {
    database: Database,
    store: PostgresStore,
    client: tokio_postgres::Client,
}

impl Log {
    async fn of(database: Database, store: PostgresStore) -> Self {
        let client = database.connect().await;
        Self { database, store, client }
    }

    /// Puts places in quarantine as the owner, on the n-th day after all that happened.
    async fn put(&mut self, places: &[u64], n: u64) -> Result<Vec<Record>, StoreError> {
        let today = plus(last_day(), i64::try_from(n).expect("a small number"));
        let (correction, context) = (correction(), context(99, n, today));
        let transaction = self.client.transaction().await.expect("a transaction");
        let done = self
            .store
            .put_in_quarantine(&transaction, places, &correction, &context, &policy(), evening(today))
            .await?;
        commit(transaction).await;
        Ok(done)
    }

    async fn project(&self, id: ProjectId) -> Option<Project> {
        self.store.project(&self.client, id).await.expect("it replays")
    }

    async fn listed(&self) -> Vec<CurrentState> {
        self.store.projects(&self.client, &ProjectQuery::all()).await.expect("a list").projects
    }

    /// The places of a stream, those in quarantine among them.
    async fn places(&self, id: ProjectId) -> Vec<u64> {
        let select = "SELECT sequence FROM lifecycle.event WHERE stream = $1 ORDER BY version";
        let rows = self.client.query(select, &[&format!("project/{id}")]).await.expect("rows");
        rows.iter().map(|row| row.get::<_, i64>(0).unsigned_abs()).collect()
    }

    /// The store is whole: as many lines in quarantine, all else proven, and every state is what its events amount to.
    async fn is_whole(&self, quarantined: u64) {
        let Self { store, client, .. } = self;
        let head = store.head(client).await.expect("a head");
        let check = store.verify(client, Verifier::new()).await.expect("it is read");
        assert_eq!(check.lines.quarantined(), quarantined);
        let verdict = check.finish();
        assert_eq!(verdict.faults.first(), []);
        assert_eq!(verdict.lines, Verdict::SelfConsistent { head: head.clone() });
        assert_eq!(store.check_current(client, &Upcasters::new()).await.expect("all replay"), []);
        let quarantine = store.quarantine(client).await.expect("it is told");
        let places: Vec<_> = quarantine.places().map(|place| place.sequence).collect();
        assert_eq!(places.len() as u64, quarantined);
        // each record that is left can be read, and the places of the others are passed over
        let all = store.log(client, 0, usize::MAX).await.expect("the log");
        let all: Vec<_> = all.iter().map(Record::sequence).collect();
        assert_eq!(all, (1..=head.size()).filter(|place| !places.contains(place)).collect::<Vec<_>>());
        let mut paged = Vec::new();
        while let Some(record) = store.log(client, paged.last().copied().unwrap_or(0), 1).await.expect("a page").pop() {
            paged.push(record.sequence());
        }
        assert_eq!(paged, all);
        // a line in quarantine is proven to be there like any other
        for place in places {
            assert!(store.proof(client, place).await.expect("it proves").is_some());
        }
    }

    /// A project goes on as the application's: it is engaged, that is undone, and it is engaged again.
    async fn goes_on(&mut self, id: ProjectId, first: u64) {
        let mut app = self.database.connect_app().await;
        for n in first..first + 3 {
            let today = plus(last_day(), i64::try_from(n).expect("a small number"));
            let project = self.project(id).await.expect("it is there");
            let command = match n - first {
                1 => voiding(&project, "录入有误"),
                _ => complete(Verb::Engage, &project, today),
            };
            let decided =
                project.decide(command, &context(1, 600 + n, today), &policy()).expect("nothing is against it");
            let request = AppendRequest::from(decided.into_new().expect("it is new"));
            for is_new in [true, false] {
                let transaction = app.transaction().await.expect("a transaction");
                let receipt = self.store.append(&transaction, &request, evening(today)).await.expect("recorded");
                commit(transaction).await;
                assert_eq!(receipt.record().stream_version(), project.version() + 1);
                assert_eq!(receipt.is_new(), is_new);
            }
        }
        assert_eq!(self.project(id).await.expect("it is there").stage(), Stage::Negotiating);
    }
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_bad_record_goes_in_quarantine_and_its_project_goes_on() {
    server::run(async {
        for which in ["evidence", "spelling", "fact"] {
            let city = City::new(&[Verb::Admit]).await;
            city.database.append(&city.store, Walk::plan(2).project.events(), evening(last_day())).await;
            let city = City::of(city.database, city.store, city.walk).await;
            let (id, before) = (city.walk.project.id(), city.walk.project.clone());
            let forged = match which {
                "fact" => city.forge(city.last(None), |record| record["data"]["zz"] = "unknown".into()),
                _ => city.forge_move("engage", "reserve".into(), "negotiating", None),
            };
            match which {
                "spelling" => {
                    let spaced = respelt(&city, &forged, "\"evidence\":{", "\"evidence\": {");
                    city.database.psql_as_owner(&spaced.unseen_sql()).expect("a superuser can");
                }
                _ => drop(city.database.psql(&forged.sql()).expect("the application can")),
            }
            let mut log = Log::of(city.database, city.store).await;
            let place = log.store.head(&log.client).await.expect("a head").size();
            let others: Vec<_> = log.listed().await.into_iter().filter(|state| state.project != id).collect();
            assert!(log.store.project(&log.client, id).await.is_err(), "{which}");

            // it is the owner's alone, and the transaction goes on
            let mut app = log.database.connect_app().await;
            let transaction = app.transaction().await.expect("a transaction");
            let (correction, context) = (correction(), context(99, 0, last_day()));
            let refused = log
                .store
                .put_in_quarantine(&transaction, &[place], &correction, &context, &policy(), evening(last_day()))
                .await;
            let Err(StoreError::Storage(why)) = refused else { panic!("{refused:?}") };
            assert_eq!(why.to_string(), "only the role that owns the tables puts places in quarantine");
            assert_eq!(log.store.head(&transaction).await.expect("it goes on").size(), place);
            drop(transaction);

            let records = log.put(&[place], 1).await.expect(which);
            let types: Vec<_> = records.iter().map(Record::event_type).collect();
            let expected = ["lifecycle.log.quarantined.v1", "lifecycle.project.corrected.v1"];
            assert_eq!(types, if which == "fact" { &expected[..1] } else { &expected[..] }, "{which}");
            let project = log.project(id).await.expect("it is there");
            let version = before.version() + types.len() as u64;
            assert_eq!(project.current(), &CurrentState { version, ..before.current().clone() }, "{which}");
            let listed = log.listed().await;
            assert!(listed.contains(project.current()), "{which}");
            assert_eq!(listed.into_iter().filter(|state| state.project != id).collect::<Vec<_>>(), others);
            log.is_whole(1).await;

            let again = log.put(&[place], 2).await.expect_err("it is there already");
            let StoreError::Quarantine(why) = again else { panic!("{again:?}") };
            assert_eq!(*why, QuarantineError::Already { sequence: place });
            let again = log.put(&[place + 99], 3).await.expect_err("there is no such place");
            let StoreError::Quarantine(why) = again else { panic!("{again:?}") };
            assert_eq!(*why, QuarantineError::NoSuchPlace { sequence: place + 99 });
            let last = *log.places(id).await.last().expect("records");
            let reused = log.put(&[last], 1).await;
            if which == "fact" {
                assert!(matches!(reused, Err(StoreError::Quarantine(_))), "{reused:?}");
            } else {
                assert!(matches!(reused, Err(StoreError::Append(AppendError::IdReused { .. }))), "{reused:?}");
            }
            log.goes_on(id, 10).await;
            log.is_whole(1).await;

            // what was recorded since may be bad, too
            let last = *log.places(id).await.last().expect("records");
            assert_eq!(log.put(&[last], 20).await.expect(which).len(), 2);
            assert_eq!(log.project(id).await.expect("it is there").position(), before.position(), "{which}");
            log.is_whole(2).await;
            log.goes_on(id, 30).await;
            log.is_whole(2).await;
        }
    });
}

/// Moves that no law knows, or that do not begin where the project stood, are undone all the same; what is not in quarantine is not.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_step_that_no_law_knows_is_undone() {
    server::run(async {
        for moves in [
            &[("operate", "reserve", "operating")][..],
            &[("operate", "signed", "operating")],
            &[("operate", "reserve", "operating"), ("sign", "operating", "signed"), ("admit", "planned", "reserve")],
        ] {
            let mut city = City::new(&[Verb::Admit]).await;
            let (id, before) = (city.walk.project.id(), city.walk.project.clone());
            let first = city.last_of_all().sequence() + 1;
            for (n, (verb, from, to)) in (1..).zip(moves) {
                let forged = city.forge_move(verb, (*from).into(), to, None);
                let (first, version) = (before.version() + 1, before.version() + n);
                let versions = [first, version].map(|version| format!("\"streamversion\":{version},"));
                let forged = if n == 1 { forged } else { respelt(&city, &forged, &versions[0], &versions[1]) };
                city.database.psql_as_owner(&forged.unseen_sql()).expect("a superuser can");
                city.head = forged.head;
            }
            // as long as one is not in quarantine it cannot be undone
            let restores = city.last(Some(Verb::Admit)).stream_version();
            let stands = city.forge(city.last(None), |record| {
                set_type(record, "lifecycle.project.corrected.v1");
                let (version, last) = (before.version() + moves.len() as u64, moves[moves.len() - 1]);
                record["streamversion"] = (version + 1).into();
                record["data"] = serde_json::json!({
                    "authority": "数据局", "effective_on": "2020-01-01", "from": last.2, "grounds": "记录损坏", "law": 1,
                    "restores_version": restores, "to": "reserve", "verb": "void", "voids_version": version,
                });
            });
            if moves.len() == 1 {
                city.refuses_owner(&stands.sql(), "the law knows no such move");
            }
            let mut log = Log::of(city.database, city.store).await;
            assert!(log.store.project(&log.client, id).await.is_err());
            let records = log.put(&[first], 1).await.expect("it is put there");
            assert_eq!(records.len(), 1 + moves.len());
            let project = log.project(id).await.expect("it is there");
            let version = before.version() + 2 * moves.len() as u64;
            assert_eq!(project.current(), &CurrentState { version, ..before.current().clone() });
            assert_eq!(log.listed().await, [project.current().clone()]);
            log.is_whole(moves.len() as u64).await;
            log.goes_on(id, 10).await;
            log.is_whole(moves.len() as u64).await;
        }
    });
}

/// Nothing of it is listed, and its id stays taken.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_project_that_is_wholly_in_quarantine_is_gone() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let id = city.walk.project.id();
        let mut log = Log::of(city.database, city.store).await;
        let off_the_list = format!("DELETE FROM lifecycle.current WHERE project = '{id}';");
        let stays = log.database.psql_as_owner(&off_the_list).expect_err("it has events");
        assert!(stays.contains("a project that has events stays listed"), "{stays}");
        let places = log.places(id).await;
        // first its end, and then all of it, with the void of its end
        assert_eq!(log.put(&places[places.len() - 1..], 1).await.expect("its end").len(), 2);
        log.is_whole(1).await;
        let row = "CREATE TABLE kept AS SELECT * FROM lifecycle.current;";
        log.database.psql_as_owner(row).expect("a copy");
        log.put(&places[..1], 2).await.expect("all of it");
        assert_eq!(log.project(id).await, None);
        assert_eq!(log.store.current(&log.client, id).await.expect("nothing is listed"), None);
        assert_eq!(log.listed().await, []);
        assert_eq!(log.store.stream(&log.client, id.into()).await.expect("a stream").len(), 1, "a void is left");
        log.is_whole(places.len() as u64 + 1).await;

        // who lists it again is found
        log.database.psql_as_owner("INSERT INTO lifecycle.current SELECT * FROM kept;").expect("an owner can");
        let found = log.store.verify(&log.client, Verifier::new()).await.expect("it is read").finish();
        assert_eq!(found.faults.first(), [StoreFault::NoEvents { project: id.to_string() }]);
        let drifts = log.store.check_current(&log.client, &Upcasters::new()).await.expect("a check");
        assert_eq!(drifts, [Drift::NoEvents { project: id.to_string() }]);
        log.database.psql_as_owner(&off_the_list).expect("nothing of it is left");
        // nor does the application's role list it
        let follow = format!("SELECT lifecycle.follow(1, '{id}');");
        log.database.psql(&follow).expect("it does nothing");
        log.is_whole(places.len() as u64 + 1).await;

        let today = plus(last_day(), 3);
        let again = Project::plan(id, city.walk.project.profile().clone(), &context(1, 700, today), &policy());
        let stale = complete(Verb::Sign, &city.walk.project, today);
        let stale = city.walk.project.decide(stale, &context(1, 701, today), &policy()).expect("decided");
        for event in [again.expect("planned"), stale.into_new().expect("it is new")] {
            let mut app = log.database.connect_app().await;
            let transaction = app.transaction().await.expect("a transaction");
            let error =
                log.store.append(&transaction, &event.into(), evening(today)).await.expect_err("its id is taken");
            assert!(matches!(error, StoreError::Append(AppendError::Conflict { .. })), "{error:?}");
        }
    });
}

/// Another date of the planning leaves the project where it is, so its day is that of the planning again.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_date_in_quarantine_dates_nothing() {
    server::run(async {
        let (database, store) = (Database::new().await, server::store(source()));
        let mut walk = Walk::plan(1);
        let planned = walk.today;
        walk.pass(9);
        walk.give(redating(1, plus(planned, -3)));
        database.open_log(&store, evening(planned)).await;
        database.append(&store, walk.project.events(), evening(walk.today)).await;
        let mut log = Log::of(database, store).await;
        assert_eq!(log.listed().await[0].since, plus(planned, -3));
        log.put(&[3], 1).await.expect("it is put there");
        assert_eq!(log.listed().await[0].since, planned);
        log.is_whole(1).await;
        // and may be given once more
        let today = plus(last_day(), 2);
        let project = log.project(project_id(1)).await.expect("it is there");
        let decided =
            project.decide(redating(1, plus(planned, 2)), &context(1, 600, today), &policy()).expect("decided");
        log.database.append(&log.store, &[decided.into_new().expect("new")], evening(today)).await;
        assert_eq!(log.listed().await[0].since, plus(planned, 2));
        log.is_whole(1).await;
    });
}

/// A record whose stream is called as no stream is.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_record_that_belongs_nowhere_goes_in_quarantine_alone() {
    server::run(async {
        for name in ["nobody", "project/nobody", "project/A0000000-0000-4000-8000-000000000001"] {
            let city = City::new(&[Verb::Admit]).await;
            let version = city.walk.project.version() + 1;
            let (id, spelt) = (city.walk.project.id(), |member: &str, value: &str| format!("\"{member}\":{value}"));
            let planned = city.forge_move("plan", serde_json::Value::Null, "planned", None);
            let first =
                respelt(&city, &planned, &spelt("streamversion", &version.to_string()), &spelt("streamversion", "1"));
            let (from, to) = (format!("\"project/{id}\""), format!("\"{name}\""));
            let astray = match name.starts_with("project/") {
                true => respelt(&city, &first, &spelt("subject", &from), &spelt("subject", &to)),
                // what is no project has no verb
                false => city.forge(city.last(None), |record| {
                    (record["subject"], record["streamversion"]) = (name.into(), 1.into());
                }),
            };
            city.database.psql_as_owner(&astray.unseen_sql()).expect("a superuser can");
            let place = city.last_of_all().sequence() + 1;
            // whatever it is called, it may have been listed
            let listed = name.strip_prefix("project/").unwrap_or("nobody");
            let row = format!(
                "CREATE TABLE one AS SELECT * FROM lifecycle.current; UPDATE one SET project = '{listed}';
                 INSERT INTO lifecycle.current SELECT * FROM one;"
            );
            if name.starts_with("project/") {
                city.database.psql_as_owner(&row).expect("an owner can");
            }
            let mut log = Log::of(city.database, city.store).await;
            assert_eq!(log.put(&[place], 1).await.expect("it is put there").len(), 1);
            let kept = log.client.query_one("SELECT count(*) FROM lifecycle.current", &[]).await.expect("a count");
            assert_eq!(kept.get::<_, i64>(0), 1, "{name}: what has no proper events is listed no more");
            let quarantine = log.store.quarantine(&log.client).await.expect("it is told");
            assert_eq!(quarantine.at(place).expect("it is there").stream, None);
            log.is_whole(1).await;
        }
    });
}

/// Who appends to one stream is not sent what is in quarantine of others.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_append_is_told_of_its_own_quarantines_alone() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let (id, other) = (city.walk.project.id(), Walk::to(2, common::at(Stage::Signed)));
        city.database.append(&city.store, other.project.events(), evening(last_day())).await;
        let mut log = Log::of(city.database, city.store).await;
        let (mine, others) = (log.places(id).await, log.places(other.project.id()).await);
        let lost = format!("SELECT id FROM lifecycle.event WHERE sequence = {}", mine[mine.len() - 1]);
        let lost: String = log.client.query_one(&lost, &[]).await.expect("a row").get(0);
        let mut told: Vec<(Vec<String>, Vec<String>, i64)> = Vec::new();
        for (n, place) in (1..).zip([mine[mine.len() - 1], others[others.len() - 1]]) {
            log.put(&[place], n).await.expect("it is put there");
        }
        let name = |id: ProjectId| Subject::from(id).to_string();
        let nobody = "a0000000-0000-4000-8000-00000000ffff".to_owned();
        told.push((vec![name(project_id(3))], vec![nobody.clone()], 0));
        told.push((vec![name(id)], vec![nobody.clone()], 1));
        told.push((vec![name(other.project.id())], vec![nobody.clone()], 1));
        told.push((vec![name(id), name(other.project.id())], vec![nobody], 2));
        told.push((vec![name(project_id(3))], vec![lost], 1));
        for (streams, ids, rows) in told {
            let find = "SELECT count(*) FILTER (WHERE body IS NOT NULL AND stream IS NULL AND id IS NULL)
                FROM lifecycle.find((SELECT source FROM lifecycle.log), $1, $2, '{}')";
            let found = log.client.query_one(find, &[&streams, &ids]).await.expect("it finds").get::<_, i64>(0);
            assert_eq!(found, rows, "{streams:?} {ids:?}");
        }
        log.is_whole(2).await;
    });
}
