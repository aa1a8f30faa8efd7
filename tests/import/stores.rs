//! Importing into a store: the lines of a file import, and the same import again.

use std::io;

use project_lifecycle::import::{ImportError, Mapping, Summary, import, import_into};
use project_lifecycle::{act::*, audit::*, lifecycle::*, project::*, store::*, value::*};

use super::{HEADER, MAPPING, Row, json, mapping, now, read_table, row};

/// A ledger of so many records: whole lives, steps that are refused, and records that are not imported.
fn ledger(records: u64) -> String {
    let mut csv = HEADER.to_owned();
    for n in 1..=records {
        csv += &match n % 5 {
            0 => format!("{n},,,Withdrawn,9/9/2020,,1/3/2010,5/4/2011,,3/4/2011,4/6/2013,\n"),
            1 => format!("{n},,,,,,,,,,,\n"),
            2 => format!("{n},Mill {n},North,Expired,9/9/2020,,1/3/2010,2/3/2010,,,,\n"),
            3 => format!("{},,,,9/9/2020,soon,,,,,,\n", n - 1),
            _ => format!("{n},Mill {n},North,Running,9/9/2020,,1/3/2010,2/4/2011,,3/5/2012,4/6/2013,\n"),
        };
    }
    csv
}

/// A store that every test runs on, and the queries that prove it whole.
trait Whole: EventStore + CurrentStates {}

impl<S: EventStore + CurrentStates> Whole for S {}

fn source() -> Source {
    "urn:example:test".parse().expect("a source")
}

/// Runs a test on an empty store of each kind that there is.
fn on_each_store(name: &str, test: impl Fn(&mut dyn Whole)) {
    let mut memory = MemoryStore::new(source());
    // editions of a ledger come after months
    memory.sure_of_now("2100-01-01T00:00:00Z".parse().expect("an instant"));
    test(&mut memory);
    in_a_file(name, &test);
}

#[cfg(feature = "sqlite")]
fn in_a_file(name: &str, test: &dyn Fn(&mut dyn Whole)) {
    let folder = std::env::temp_dir().join(format!("project-lifecycle-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut store = SqliteStore::open_or_create(folder.join("log.db"), source())
        .expect("a file opens")
        .with_durability(Durability::Normal)
        .expect("it is set");
    test(&mut store);
    drop(store);
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

#[cfg(not(feature = "sqlite"))]
fn in_a_file(_: &str, _: &dyn Fn(&mut dyn Whole)) {}

struct Came {
    summary: Summary,
    table: Vec<u8>,
}

fn into_store(csv: &str, store: &mut (impl EventStore + ?Sized), at: Timestamp) -> Result<Came, ImportError> {
    let mut table = Vec::new();
    let open = || Ok(csv.as_bytes());
    let summary = import_into(open, "small.csv", &mapping(MAPPING), at, store, &mut table, &mut |_| {})?;
    Ok(Came { summary, table })
}

/// What a file import writes: its lines, its summary and its table.
fn as_lines(csv: &str) -> (Vec<u8>, Came) {
    let (mut log, mut table) = (Vec::new(), Vec::new());
    let open = || Ok(csv.as_bytes());
    let summary = import(open, "small.csv", &mapping(MAPPING), now(), &mut log, &mut table, &mut |_| {})
        .expect("the ledger as a whole is good");
    (log, Came { summary, table })
}

/// The log of a store as a file.
fn exported(store: &(impl EventStore + ?Sized)) -> Vec<u8> {
    let mut log = Vec::new();
    let shown = store.lines(0, usize::MAX, &mut |line| log.extend([line, b"\n"].concat())).expect("the lines");
    assert_eq!(shown, store.head().expect("a head").size());
    log
}

fn assert_whole(store: &dyn Whole) {
    let verdict = verify(exported(store).as_slice()).expect("a slice can be read");
    let head = store.head().expect("a head");
    assert_eq!(verdict, Verdict::SelfConsistent { head });
    assert_eq!(store.check_current(&Upcasters::new()).expect("every project replays"), []);
}

fn later() -> Timestamp {
    "2024-09-30T08:00:00Z".parse().expect("an instant")
}

#[test]
fn a_new_log_has_the_lines_of_a_file() {
    // several batches
    let csv = ledger(1_500);
    let (log, lines) = as_lines(&csv);
    assert!(lines.summary.events > 3_000 && lines.summary.totals.imported == 900, "{:?}", lines.summary.totals);
    on_each_store("lines", |store| {
        let stored = into_store(&csv, store, now()).expect("imported");
        assert!(exported(store) == log, "byte for byte");
        assert_eq!(stored.summary, lines.summary);
        assert!(stored.table == lines.table);
        assert_whole(store);
        let zombies = store.projects(&ProjectQuery::all().in_stage(Stage::Zombie).limit(1_000)).expect("a list");
        assert_eq!(zombies.projects.len() as u64, stored.summary.stages["zombie"]);
    });
}

#[test]
fn the_same_import_again_changes_nothing_whenever_it_is_recorded() {
    let csv = ledger(50);
    on_each_store("again", |store| {
        let first = into_store(&csv, store, now()).expect("imported");
        let (log, opened) = (exported(store), store.head().expect("a head"));
        for at in [now(), later(), "2024-08-01T00:00:00Z".parse().expect("an instant")] {
            let mut again = into_store(&csv, store, at).expect("imported again");
            assert_eq!(again.summary.already_recorded, first.summary.events);
            assert_eq!(json(&again.summary)["already_recorded"], first.summary.events);
            again.summary.already_recorded = 0;
            assert_eq!(again.summary, first.summary);
            assert!(again.table == first.table);
        }
        assert_eq!(first.summary.already_recorded, 0);
        assert!(json(&first.summary).get("already_recorded").is_none());
        assert_eq!(store.head().expect("a head"), opened);
        assert!(exported(store) == log);
    });
}

/// A store that fails once: after so many batches, before or after it wrote the next.
struct Failing<'s> {
    store: &'s mut dyn Whole,
    batches: usize,
    has_written: bool,
    largest: usize,
}

impl EventLog for Failing<'_> {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.store.stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.store.lines(after, limit, show)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.store.head()
    }
}

impl EventStore for Failing<'_> {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.store.open_log(digest, actor, now)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.largest = self.largest.max(requests.len());
        if self.batches > 0 {
            self.batches -= 1;
            return self.store.append_batch(requests, batch, now);
        }
        if self.has_written {
            self.store.append_batch(requests, batch, now)?;
            return Err(StoreError::OutcomeUnknown("the answer is lost".into()));
        }
        Err(StoreError::Storage("the disk is full".into()))
    }
}

#[test]
fn an_import_that_was_cut_goes_on_where_it_was() {
    let csv = ledger(1_500);
    let (log, lines) = as_lines(&csv);
    for (batches, has_written) in [(0, false), (0, true), (2, false), (1, true)] {
        on_each_store("cut", |store| {
            let mut failing = Failing { store, batches, has_written, largest: 0 };
            let error = into_store(&csv, &mut failing, now()).err().expect("the store failed");
            assert!(matches!(&error, ImportError::Store(_)), "{error:?}");
            assert!((1_000..1_010).contains(&failing.largest), "whole projects, about a thousand events");
            let had = store.head().expect("a head").size();
            assert!(had < log.split(|byte| *byte == b'\n').count() as u64 - 1);
            assert_whole(store);
            let rest = into_store(&csv, store, now()).expect("goes on");
            assert_eq!(rest.summary.already_recorded, had - 1);
            assert!(exported(store) == log, "as if it had never been cut");
            assert!(rest.table == lines.table);
            assert_whole(store);
        });
    }
}

/// `row,key,column,value,code` of a table, and its details.
fn table(came: &Came) -> (Vec<Row>, Vec<String>) {
    read_table(&came.table)
}

const LIVED: &str = "7,Mill,North,Running,01/02/2024,,1/3/2010,2/4/2011,,,,\n";

fn id() -> ProjectId {
    ProjectId::named("urn:example:test/project/7")
}

/// Records a live fact behind the imported history.
fn live(store: &mut dyn Whole) {
    let project = store.project(id()).expect("it loads").expect("it is there");
    let context = Context::new(EventId::named(id().uuid(), "live"), later(), mapping(MAPPING).actor().clone())
        .on("2024-09-30".parse().expect("a day"));
    let command = Command::AssignOfficer("officer-7".parse::<ActorId>().expect("an actor id").into());
    let decision = project.decide(command, &context, mapping(MAPPING).policy()).expect("an officer is assigned");
    store.append(&decision.event().clone().into(), later()).expect("recorded");
}

#[test]
fn live_events_stand_behind_what_was_imported() {
    on_each_store("live", |store| {
        into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
        live(store);
        let log = exported(store);
        let again = into_store(&format!("{HEADER}{LIVED}"), store, later()).expect("imported again");
        assert_eq!((again.summary.events, again.summary.already_recorded), (3, 3));
        assert_eq!(table(&again).0, Vec::<Row>::new());
        assert!(exported(store) == log);

        // what the ledger tells in the meantime comes too late
        let more = LIVED.replace(",,,\n", ",3/5/2012,,\n");
        let late = into_store(&format!("{HEADER}{more}"), store, later()).expect("the ledger as a whole is good");
        let (rows, details) = table(&late);
        assert_eq!(rows[0], row(1, "7", "", "", "recorded_otherwise"));
        assert!(
            details[0].starts_with(
                "event 4 of the project in the store is `officer_assigned` on 2024-09-30; the ledger has `registered` on \
                 2012-05-03 there. What the store has stays"
            ),
            "{}",
            details[0]
        );
        assert_eq!(late.summary.totals.not_imported["recorded_otherwise"], 1);
        assert_eq!((late.summary.events, late.summary.already_recorded), (0, 0));
        assert!(exported(store) == log);
        assert_whole(store);
    });
}

#[test]
fn what_the_ledger_tells_in_addition_is_appended() {
    on_each_store("more", |store| {
        into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
        let more = format!("{HEADER}{}8,,,,9/9/2020,,,,,,,\n", LIVED.replace(",,,\n", ",3/5/2012,,\n"));
        let again = into_store(&more, store, later()).expect("imported");
        assert_eq!((again.summary.events, again.summary.already_recorded), (6, 3));
        assert_eq!(table(&again).0, Vec::<Row>::new());
        assert_eq!(store.project(id()).unwrap().map(|project| project.stage()), Some(Stage::Started));
        assert_whole(store);
    });
}

#[test]
fn what_the_ledger_tells_otherwise_or_no_longer_is_an_exception() {
    let other = |record: &str, about: &str| {
        on_each_store("other", |store| {
            into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
            let log = exported(store);
            let again = into_store(&format!("{HEADER}{record}9,,,,9/9/2020,,,,,,,\n"), store, now()).expect("imported");
            let (rows, details) = table(&again);
            assert_eq!(rows[0], row(1, "7", "", "", "recorded_otherwise"), "{record}");
            assert!(details[0].contains(about), "{}", details[0]);
            assert!(details[0].contains("库中记录保持不变"), "{}", details[0]);
            assert!(rows[1..].iter().all(|row| row[4] == "not_attempted"), "{rows:?}");
            // the rest of the ledger is imported
            assert_eq!((again.summary.totals.imported, again.summary.events), (1, 1));
            assert!(exported(store).starts_with(&log));
            assert_whole(store);
        });
    };
    other(
        &LIVED.replace("2/4/2011", "3/4/2011"),
        "event 3 of the project in the store is `signed` on 2011-04-02; the ledger has `signed` on 2011-04-03 there",
    );
    other(
        &LIVED.replace("2/4/2011", ""),
        "event 3 of the project in the store is `signed` on 2011-04-02; the ledger has nothing there",
    );
    other(
        &LIVED.replace("Mill", "Mill II"),
        "event 1 of the project in the store is `planned` on 2010-03-01; the ledger tells it otherwise",
    );
}

#[test]
fn another_file_or_record_number_tells_otherwise() {
    on_each_store("moved", |store| {
        into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
        let moved = into_store(&format!("{HEADER}6,,,,9/9/2020,,,,,,,\n{LIVED}"), store, now()).expect("imported");
        assert_eq!(table(&moved).0[0], row(2, "7", "", "", "recorded_otherwise"));
        assert_eq!((moved.summary.events, moved.summary.already_recorded), (1, 0));
    });
}

#[test]
fn a_log_that_is_open_stays_as_it_is() {
    let actor = Actor::new(AuthType::System, "platform".parse().unwrap());
    let opened: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    let import = |store: &mut dyn Whole| {
        store.open_log(DigestAlgorithm::Sha256, &actor, opened).expect("it opens");
        let first = exported(store);
        into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
        assert!(exported(store).starts_with(&first));
        assert_eq!(store.head().unwrap().size(), 4);
        assert_whole(store);
    };
    on_each_store("open", import);
}

#[cfg(feature = "sm3")]
#[test]
fn a_log_keeps_its_digest() {
    on_each_store("sm3", |store| {
        store.open_log(DigestAlgorithm::Sm3, mapping(MAPPING).actor(), now()).expect("it opens");
        into_store(&format!("{HEADER}{LIVED}"), store, now()).expect("imported");
        assert_eq!(store.head().unwrap().digest(), DigestAlgorithm::Sm3);
        assert_whole(store);
    });
}

#[test]
fn what_is_wrong_leaves_the_store_as_it_was() {
    // another log, whether it is open or not
    let other: Source = "urn:example:other".parse().unwrap();
    let csv = format!("{HEADER}{LIVED}");
    let actor = Actor::new(AuthType::System, "platform".parse().unwrap());
    let open = crate::common::opened(other.clone(), &actor, now()).unwrap();
    for (mut store, size) in [(MemoryStore::new(other.clone()), 0), (open, 1)] {
        let error = into_store(&csv, &mut store, now()).err().expect("another log");
        assert!(
            matches!(&error, ImportError::OtherLog { expected, found } if *expected == source() && *found == other)
        );
        assert_eq!(
            error.to_string(),
            "the store keeps the log urn:example:other, but the mapping imports into urn:example:test: open the store on \
             that one"
        );
        assert_eq!(store.records().len(), size);
    }
    // no ledger: nothing is opened for it
    on_each_store("wrong", |store| {
        assert!(matches!(into_store("Id\n1\n", store, now()), Err(ImportError::MissingColumns { .. })));
        assert!(matches!(store.head(), Err(StoreError::Append(AppendError::NotOpened { .. }))));
    });
    // recorded before the log's last record
    on_each_store("clock", |store| {
        into_store(&csv, store, later()).expect("imported");
        let error =
            into_store(&format!("{csv}8,,,,9/9/2020,,,,,,,\n"), store, now()).err().expect("the clock is wrong");
        let ImportError::Store(StoreError::Batch(why)) = error else { panic!("{error:?}") };
        assert!(matches!(why.error, AppendError::HeadAheadOfNow { .. }), "{why:?}");
        assert_eq!(store.head().unwrap().size(), 4);
    });
}

#[test]
fn a_project_that_is_too_large_is_left_out_alike() {
    let huge = format!("x{}", "\u{1}".repeat(12_000));
    let csv = format!("{HEADER}1,{huge},,,9/9/2020,,,,,,,\n2,,,,9/9/2020,,,,,,,\n");
    let (log, lines) = as_lines(&csv);
    on_each_store("huge", |store| {
        let stored = into_store(&csv, store, now()).expect("imported");
        assert_eq!(stored.summary, lines.summary);
        assert!(exported(store) == log && stored.table == lines.table);
    });
}

/// Takes nothing more after so many bytes.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_import_whose_exceptions_cannot_be_written_can_be_run_again() {
    let csv = ledger(1_500);
    let (log, _) = as_lines(&csv);
    let mapping: Mapping = mapping(MAPPING);
    on_each_store("table", |store| {
        let open = || Ok(csv.as_bytes());
        let made = import_into(open, "small.csv", &mapping, now(), store, &mut Full(150_000), &mut |_| {});
        assert!(matches!(made, Err(ImportError::Write { output, .. }) if output == "exceptions.csv"));
        let had = store.head().expect("a head").size();
        assert!(had > 1 && (had as usize) < log.iter().filter(|byte| **byte == b'\n').count(), "{had} records");
        into_store(&csv, store, now()).expect("goes on");
        assert!(exported(store) == log);
    });
}

/// What is in quarantine is for a person to record again; the other projects of a ledger are imported all the same.
#[test]
fn a_project_in_quarantine_is_told_and_stops_nobody_else() {
    use crate::common::context;

    let (csv, later_csv) = (ledger(10), ledger(15));
    for place in [2, 4] {
        let mut store = MemoryStore::new(source());
        store.sure_of_now("2100-01-01T00:00:00Z".parse().expect("an instant"));
        into_store(&csv, &mut store, now()).expect("imported");
        let bad = store.records()[place as usize - 1].subject().project().expect("a record of a project");
        let correction =
            Correction { authority: "数据局".parse().expect("a text"), grounds: "损坏".parse().expect("a text") };
        let context = context(99, place, "2024-08-01".parse().expect("a day"));
        store.put_in_quarantine(&[place], &correction, &context, &crate::common::policy(), later()).expect("put there");
        let size = store.head().expect("a head").size();

        let again = into_store(&later_csv, &mut store, later()).expect("the others go on");
        let told = read_table(&again.table).0.into_iter().filter(|[.., code]| code == "recorded_otherwise");
        assert_eq!(told.count(), 1, "the project of record {place}");
        let new = store.records()[size as usize..].iter().filter_map(|record| record.subject().project());
        assert!(new.clone().count() > 0 && new.clone().all(|project| project != bad));
        let mut verifier = Verifier::new().but(store.quarantine().expect("it is told"));
        store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
        assert_eq!(verifier.finish(), Verdict::SelfConsistent { head: store.head().expect("a head") });
    }
}
