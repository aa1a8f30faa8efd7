//! What the owner of the file can still do, and who finds it: `verify`, replay, `check_current`, or a checkpoint.

use super::target::{Forged, Target, client, unsound};
use super::{Folder, open};
use crate::common::walk::Walk;
use crate::common::{at, project_id, source};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

/// Drops the triggers of a table, does something, and makes them again as they were: the file opens as if nothing was.
#[track_caller]
pub(super) fn behind_its_back(target: &Target, table: &str, sql: &str) -> SqliteStore {
    let triggers = |what: &str| {
        let select =
            format!("SELECT {what} || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}';");
        client(&target.file(), &select).said
    };
    let (drop, make) = (triggers("'DROP TRIGGER ' || name"), triggers("sql"));
    assert!(make.contains("CREATE TRIGGER"), "{make}");
    assert_eq!(client(&target.file(), &format!("{drop}\n{sql};\n{make}")).refused, "");
    open(&target.file())
}

/// What the lines prove, told in the two ways that there are.
#[track_caller]
pub(super) fn verdict(store: &SqliteStore) -> Verdict {
    let verdict = store.verify(Verifier::new()).expect("lines").finish().lines;
    let mut verifier = Verifier::new();
    store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
    assert_eq!(verifier.finish(), verdict);
    verdict
}

#[track_caller]
pub(super) fn line_fault(store: &SqliteStore) -> (u64, LineFault) {
    let verdict = verdict(store);
    let Some(BadLine { line, fault }) = verdict.faults().first().cloned() else { panic!("{verdict:?}") };
    (line, fault)
}

/// The statements that append a forged record and move the head to it, peaks and all.
pub(super) fn appended(target: &Target, forged: &Forged) -> String {
    let head = target.head.after(forged.line().as_bytes(), super::target::late());
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    format!("{}; UPDATE log SET size = {}, head = x'{}', peaks = x'{peaks}'", forged.insert(), head.size(), head.hash)
}

#[test]
fn a_changed_record_is_found_by_verify() {
    let target = Target::new("owner-changed");
    let place = target.records[5].sequence();
    let change = format!("UPDATE event SET body = replace(body, 'officer-7', 'officer-8') WHERE sequence = {place}");
    let store = behind_its_back(&target, "event", &change);
    let (line, fault) = line_fault(&store);
    assert_eq!(line, place + 1, "{fault}");
    assert!(matches!(fault, LineFault::Predecessor { .. }), "{fault}");
}

#[test]
fn a_deleted_record_is_found_by_verify_and_a_cut_tail_by_the_head() {
    let target = Target::new("owner-deleted");
    let store = behind_its_back(&target, "event", "DELETE FROM event WHERE sequence = 7");
    let (line, fault) = line_fault(&store);
    assert_eq!(line, 7, "{fault}");
    drop(store);

    let target = Target::new("owner-cut");
    let store = behind_its_back(&target, "event", "DELETE FROM event WHERE sequence > 50");
    let Verdict::SelfConsistent { head } = verdict(&store) else { panic!("what is left is consistent in itself") };
    assert_eq!(head.size(), 50);
    assert_ne!(head, store.head().expect("a head"));
    let kept = store.head().expect("a head").checkpoint();
    let verdict = store.verify(Verifier::new().against(kept)).expect("lines").finish().lines;
    assert!(
        matches!(verdict, Verdict::Contradicts { contradiction: Contradiction::Shorter { .. }, .. }),
        "{verdict:?}"
    );
}

/// A proof is made of leaves alone: one that does not lead to the head is found, and so is a line that is not its leaf's.
#[test]
fn a_changed_leaf_or_a_changed_line_proves_nothing() {
    let target = Target::new("owner-leaf");
    let (size, place) = (target.head.size(), target.records[5].sequence());
    let mut verifier = Verifier::new().proving(place);
    verifier.extend(target.records.iter().map(Record::line));
    let proof = verifier.proof().expect("it is there");
    assert_eq!(open(&target.file()).proof(place).expect("it proves"), Some(proof.clone()));
    assert!(place <= 32 && size > 32, "the first 32 records are in another subtree than the last");

    let change = format!("UPDATE event SET body = replace(body, 'officer-7', 'officer-8') WHERE sequence = {place}");
    let store = behind_its_back(&target, "event", &change);
    let changed = store.log(place - 1, 1).expect("it reads").remove(0);
    assert_eq!(store.proof(place).expect("its leaf is there"), Some(proof.clone()));
    assert!(proof.verify(&changed).is_err() && proof.verify(&target.records[5]).is_ok());
    drop(store);

    for (change, why) in [
        (format!("UPDATE event SET leaf = zeroblob(32) WHERE sequence = {place}"), "the proof leads to the root "),
        (format!("UPDATE event SET leaf = x'00' WHERE sequence = {place}"), "it has not 32 bytes"),
        (format!("DELETE FROM event WHERE sequence = {place}"), "leaves, not "),
        ("UPDATE log SET peaks = zeroblob(length(peaks))".to_owned(), "the proof leads to the root "),
    ] {
        let target = Target::new("owner-leaves");
        let table = if change.contains("UPDATE log") { "log" } else { "event" };
        let store = behind_its_back(&target, table, &change);
        let error = store.proof(place).expect_err(&change);
        let StoreError::Corrupt { what, why: found } = error else { panic!("{change}: {error:?}") };
        assert!(found.to_string().contains(why), "{change}: {what}: {found}");
    }
}

#[test]
fn an_unlawful_record_is_found_by_replay() {
    let target = Target::new("owner-unlawful");
    let planned = target.at(at(Stage::Planned));
    let skip =
        target.forge_move(planned, "sign", Some(at(Stage::Planned)), at(Stage::Signed)).expect("words can say it");
    let store = behind_its_back(&target, "event", &appended(&target, &skip));
    assert!(matches!(verdict(&store), Verdict::SelfConsistent { .. }), "its chain is as good as any");
    let error = store.project(planned).expect_err("no law leads there");
    assert!(matches!(error, LoadError::Record { .. } | LoadError::History(_)), "{error:?}");
    // and the others are checked all the same
    let drifts = store.check_current(&Upcasters::new()).expect("it goes on");
    assert!(matches!(&*drifts, [Drift::Unreadable { project, .. }] if *project == planned), "{drifts:?}");
}

/// The law's own table, opened, extended and sealed again: the file does not open; and replay knows the law by itself.
#[test]
fn a_row_added_to_the_law_is_found_by_opening_and_by_replay() {
    let target = Target::new("owner-law");
    let planned = target.at(at(Stage::Planned));
    let skip =
        target.forge_move(planned, "sign", Some(at(Stage::Planned)), at(Stage::Signed)).expect("words can say it");
    let trigger = client(&target.file(), "SELECT sql FROM sqlite_schema WHERE name = 'edge_insert';").said;
    let add = format!(
        "DROP TRIGGER edge_insert; INSERT INTO edge VALUES (1, 'sign', 'planned', 'signed'); {};",
        trigger.trim()
    );
    assert_eq!(client(&target.file(), &format!("{add}\n{};", appended(&target, &skip))).refused, "");
    let error = SqliteStore::open_or_create(target.file(), source()).expect_err("it is not the law");
    assert!(matches!(&error, OpenError::Altered { name, .. } if name == "edge"), "{error:?}");
    let trigger = client(&target.file(), "SELECT sql FROM sqlite_schema WHERE name = 'edge_delete';").said;
    let remove = "DROP TRIGGER edge_delete; DELETE FROM edge WHERE verb = 'sign' AND from_node = 'planned';";
    assert_eq!(client(&target.file(), &format!("{remove} {};", trigger.trim())).refused, "");
    let store = open(&target.file());
    assert!(store.project(planned).is_err(), "no law leads there");
}

#[test]
fn a_changed_list_is_found_by_check_current_and_mended() {
    let target = Target::new("owner-list");
    let (signed, planned) = (target.at(at(Stage::Signed)), target.at(at(Stage::Planned)));
    let change = format!(
        "UPDATE current SET since = '2001-01-01', officer = 'officer-x' WHERE project = '{signed}';
        DELETE FROM current WHERE project = '{planned}'"
    );
    let mut store = behind_its_back(&target, "current", &change);
    let mut drifts = store.check_current(&Upcasters::new()).expect("all replay");
    drifts.sort_by_key(|drift| drift.folded().map(|state| state.project));
    let differs = |drift: &Drift| {
        let Drift::Differs { kept, folded } = drift else { panic!("{drift:?}") };
        (folded.project, kept.is_some())
    };
    assert_eq!(drifts.iter().map(differs).collect::<Vec<_>>(), [(planned, false), (signed, true)]);
    assert_eq!(store.rebuild_current(&Upcasters::new()).expect("it is mended").len(), 2);
    assert_eq!(unsound(&store), None);
}

/// The other columns are the crate's to write, so any client may: it shows as well.
#[test]
fn a_column_that_no_trigger_guards_is_found_by_check_current() {
    let target = Target::new("owner-columns");
    for (column, value) in [
        ("library", "'planned'"),
        ("name", "'another'"),
        ("name_key", "'another'"),
        ("kind", "'ppp'"),
        ("code", "'2018-210100-36-03-000002'"),
        ("zone", "'another'"),
        ("officer", "'another'"),
        ("total_minor", "1"),
        ("total_currency", "'USD'"),
        ("invested", "'[{\"currency\":\"CNY\",\"measure\":\"fixed_assets\",\"minor\":\"1\"}]'"),
        ("schedule", "'{'"),
        ("owed", "'[{\"due\":\"2001-01-01\",\"item\":\"construction_permit\",\"version\":1}]'"),
        ("paused_since", "'2018-01-01'"),
        ("next_due", "'2001-01-01'"),
    ] {
        let project = target.at(at(Stage::Registered));
        let kept = format!("SELECT quote({column}) FROM current WHERE project = '{project}';");
        let before = client(&target.file(), &kept).said;
        let set = |value: &str| {
            let update = format!("UPDATE current SET {column} = {value} WHERE project = '{project}';");
            assert_eq!(client(&target.file(), &update).refused, "", "{column}");
        };
        set(value);
        let drifts = open(&target.file()).check_current(&Upcasters::new()).expect("all replay");
        assert_eq!(drifts.len(), 1, "{column} was {before}");
        assert_eq!(drifts[0].folded().map(|state| state.project), Some(project));
        set(before.trim());
        assert_eq!(unsound(&open(&target.file())), None, "{column}");
    }
}

/// Peaks that are those of no log, written with a lawful record: the head's own checkpoint shows it, and every one kept.
#[test]
fn forged_peaks_are_found_by_the_heads_checkpoint() {
    let target = Target::new("owner-peaks");
    let fact = target.forge_fact(target.at(at(Stage::Planned)), at(Stage::Planned));
    let mut sql = appended(&target, &fact);
    let peaks = sql.find("peaks = x'").expect("the peaks") + "peaks = x'".len();
    sql.replace_range(peaks..peaks + 8, "deadbeef");
    assert_eq!(client(&target.file(), &format!("{sql};")).refused, "");
    let store = open(&target.file());
    let Verdict::SelfConsistent { head } = verdict(&store) else { panic!("the lines are as they should be") };
    assert_ne!(head, store.head().expect("a head"));
    let mut verifier = Verifier::new().against(store.head().expect("a head").checkpoint());
    store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
    assert!(matches!(verifier.finish(), Verdict::Contradicts { contradiction: Contradiction::Root { .. }, .. }));
}

/// A row for a log that is not open yet, on another digest or on none that there is: whoever opens the log says on what, and
/// nobody thereafter.
#[test]
fn a_name_that_was_squatted_is_opened_all_the_same() {
    let row = |digest: &str| {
        format!(
            "INSERT INTO log (source, digest, size, head, peaks) VALUES ('{}', '{digest}', 0, zeroblob(32), x'');",
            source()
        )
    };
    let now = super::target::late();
    let folder = Folder::new("owner-digest");
    let mut store = open(&folder.file());
    assert!(client(&folder.file(), &row("md5")).refused.contains("no log is on this digest"));
    assert_eq!(client(&folder.file(), &row("sm3")).refused, "");
    let error = store.head().expect_err("it is not open");
    assert!(matches!(error, StoreError::Append(AppendError::NotOpened { .. })), "{error:?}");
    store.open_log(SHA, &crate::common::actor(), now).expect("it opens");
    assert_eq!(store.head().expect("a head").digest(), SHA);
    let other = "UPDATE log SET digest = 'sm3'";
    assert!(client(&folder.file(), other).refused.contains("a log keeps its name and its digest"));

    // as a file may have it from before
    let target = Target::of("owner-md5", vec![Walk::plan(1)]);
    let other: Source = "urn:example:log:other".parse().expect("a source");
    let squatted = row("md5").replace(&source().to_string(), other.as_str());
    drop(behind_its_back(&target, "log", &squatted));
    let mut store = super::open_log(&target.file(), other);
    store.open_log(SHA, &crate::common::actor(), now).expect("it opens");
    store.append(&Walk::plan(7).project.events()[0].clone().into(), now).expect("it is recorded");
    assert_eq!(unsound(&store), None);
    // a log that has records says for ever on what
    drop(store);
    let store = behind_its_back(&target, "log", "UPDATE log SET digest = 'md5' WHERE id = 1");
    let error = store.head().expect_err("no digest");
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

/// A record behind the head's back: nothing more is appended, and the error says what is wrong.
#[test]
fn a_record_beside_the_head_stops_the_log() {
    let target = Target::new("owner-beside");
    let project = target.at(at(Stage::Planned));
    let fact = target.forge_fact(project, at(Stage::Planned));
    assert_eq!(client(&target.file(), &format!("{};", fact.insert())).refused, "");
    let mut store = open(&target.file());
    let other = Walk::plan(700);
    let error =
        store.append(&other.project.events()[0].clone().into(), super::target::late()).expect_err("it is refused");
    let StoreError::Corrupt { why, .. } = error else { panic!("{error:?}") };
    assert!(why.to_string().contains("a record follows the last one of its log"), "{why}");
    let mut verifier = Verifier::new().against(store.head().expect("a head").checkpoint());
    store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
    // the log has one more record than its head knows
    assert!(matches!(verifier.finish(), Verdict::ConsistentWith { head, .. } if head.size() == target.head.size() + 1));
}

/// The whole log written anew, lawful and well formed: nothing in the file shows it. A checkpoint kept elsewhere does.
#[test]
fn a_log_written_anew_is_found_by_a_checkpoint_kept_elsewhere() {
    let target = Target::new("owner-anew");
    let kept = target.head.checkpoint();
    let folder = Folder::new("anew");
    let mut anew = open(&folder.file());
    let now = super::target::late();
    anew.open_log(SHA, &crate::common::actor(), now).expect("a log opens");
    for record in &target.records[1..] {
        let event = record.event().expect("it reads");
        // one project never was
        if event.project() != project_id(3) {
            anew.append(&event.into(), now).expect("it is recorded");
        }
    }
    assert_eq!(unsound(&anew), None);
    let mut verifier = Verifier::new().against(kept);
    anew.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
    assert!(matches!(verifier.finish(), Verdict::Contradicts { .. }));
}

/// Lines that are no canonical JSON, or say a thing twice: refused in the file where a client can see it, and by whoever
/// reads the record where it cannot. None of them is ever read as a lawful event.
#[test]
fn an_odd_line_is_refused_by_the_file_or_by_its_reader() {
    let target = Target::new("odd");
    let project = target.at(at(Stage::Planned));
    let forged =
        target.forge_move(project, "admit", Some(at(Stage::Planned)), at(Stage::Reserve)).expect("words can say it");
    let line = forged.line();
    let size = target.head.size() + 1;
    let version = target.stream(project).len() + 1;
    let next = format!("\"streamversion\":{version}");
    let other = format!("\"subject\":\"project/{}\"", project_id(14));
    let swap = |from: &str, to: &str| {
        assert!(line.contains(from), "{from} in {line}");
        line.replacen(from, to, 1)
    };
    let (verb, from, to) = ("\"verb\":\"admit\"", "\"from\":\"planned\"", "\"to\":\"reserve\"");
    let in_file = [
        ("white space at the end", format!("{line} ")),
        ("white space at the beginning", format!(" {line}")),
        ("white space within", swap("\"data\":{", "\"data\": {")),
        ("a line feed at the end", format!("{line}\n")),
        ("JSON5: a comma at the end", format!("{},}}", &line[..line.len() - 1])),
        ("JSON5: a comment", format!("{}/**/}}", &line[..line.len() - 1])),
        ("JSON5: single quotes", swap("\"admit\"", "'admit'")),
        ("JSON5: a bare name", swap("\"verb\":", "verb:")),
        ("JSON5: a hexadecimal number", swap(&next, &format!("\"streamversion\":{version:#x}"))),
        ("JSON5: a plus sign", swap(&next, &format!("\"streamversion\":+{version}"))),
        ("no JSON", "projects".into()),
        ("nothing", String::new()),
        ("half a line", line[..line.len() / 2].into()),
        ("a list", format!("[{line}]")),
        ("a text", "\"text\"".into()),
        ("a verb twice", swap(verb, &format!("{verb},\"verb\":\"sign\""))),
        ("a stage twice", swap(to, &format!("{to},\"to\":\"signed\""))),
        ("a beginning twice", swap(from, &format!("\"from\":\"signed\",{from}"))),
        ("a subject twice", swap("\"subject\":", &format!("{other},\"subject\":"))),
        ("a subject twice, the other way", swap("\"time\":", &format!("{other},\"time\":"))),
        ("a version twice", swap(&next, &format!("{next},\"streamversion\":1"))),
        ("data twice", swap("\"datacontenttype\"", "\"data\":{\"verb\":\"sign\"},\"datacontenttype\"")),
        ("a version as text", swap(&next, &format!("\"streamversion\":\"{version}\""))),
        ("a version with a fraction", swap(&next, &format!("\"streamversion\":{version}.0"))),
        ("a version with an exponent", swap(&next, &format!("\"streamversion\":{version}e0"))),
        ("a sequence as a number", swap(&format!("\"{size:019}\""), &size.to_string())),
        ("a stage in a list", swap(to, "\"to\":[\"reserve\"]")),
        (
            "a subject in an object",
            swap("\"subject\":", "\"subject\":{\"subject\":").replacen(",\"time\"", "},\"time\"", 1),
        ),
    ];
    for (what, odd) in &in_file {
        let insert = super::target::inserted("1", &size.to_string(), odd, "INSERT INTO", "");
        target.refuses(what, &format!("{insert};"), "");
        target.refuses(what, &format!("PRAGMA ignore_check_constraints = ON; {insert};"), "");
    }
    let by_reader = [
        ("a name with an escape", swap("\"from\":", "\"\\u0066rom\":")),
        ("a name with an escape, beside the plain one", swap(from, &format!("{from},\"\\u0066rom\":\"signed\""))),
        ("a value with an escape", swap("\"planned\"", "\"\\u0070lanned\"")),
        ("members out of order", swap("\"specversion\":\"1.0\",", "").replacen('{', "{\"specversion\":\"1.0\",", 1)),
        ("data within data", swap("\"data\":{", "\"data\":{\"data\":{\"verb\":\"sign\"},")),
        ("a member that nobody knows", swap("\"data\":{", "\"data\":{\"aaa\":1,")),
        ("another type", swap("lifecycle.project.admitted.v1\"}", "lifecycle.project.signed.v1\"}")),
        ("a number beyond what all parsers read", swap("66667", "9007199254740993")),
    ];
    for (what, odd) in &by_reader {
        let insert = super::target::inserted("1", &size.to_string(), odd, "INSERT INTO", "");
        let answer = client(&target.file(), &format!("BEGIN; {insert}; SELECT 'taken'; ROLLBACK;"));
        let is_refused = !answer.refused.is_empty();
        let is_read = Record::parse(odd.as_bytes()).map_err(|why| why.to_string());
        let is_read = is_read.and_then(|record| record.event().map_err(|why| why.to_string()));
        assert!(is_refused || is_read.is_err(), "{what}: {is_read:?}");
        assert!(is_read.is_err(), "{what}: no reader takes it");
    }
    // and the plain line is taken by both
    target.accepts("the plain line", &forged.insert());
}

/// A row of the list that cannot be read takes no place on a page, however many there are, and is told beside it.
#[test]
fn an_unreadable_row_of_a_list_stops_only_itself() {
    let target = Target::new("owner-row");
    let all = ProjectQuery::all;
    let store = open(&target.file());
    let projects = store.projects(&all()).expect("a list").projects;
    let (first, rest) = projects.split_first().expect("there are some");
    let (last, between) = rest.split_last().expect("there are some");
    assert!(between.len() > 4, "{}", projects.len());
    drop(store);
    let spoil = format!(
        "UPDATE current SET owed = 'nonsense' WHERE project > '{}' AND project < '{}'; UPDATE current SET total_currency = 'shells'
         WHERE project = '{}'",
        first.project, last.project, between[1].project
    );
    assert_eq!(client(&target.file(), &spoil).refused, "");
    let store = open(&target.file());
    let page = store.projects(&all().limit(2)).expect("it goes on");
    let shown: Vec<_> = page.projects.iter().map(|state| state.project).collect();
    assert_eq!((shown, page.next), (vec![first.project, last.project], None));
    let told: Vec<_> = page.unreadable.iter().map(|row| row.project.clone()).collect();
    assert_eq!(told, between.iter().map(|state| state.project.to_string()).collect::<Vec<_>>());
    assert!(page.unreadable[0].why.contains("owed"), "{:?}", page.unreadable[0]);
    let drifts = store.check_current(&Upcasters::new()).expect("it goes on");
    assert_eq!(drifts.len(), between.len());
}

/// A project that is listed and has no events is found, too.
#[test]
fn what_is_listed_without_events_is_found() {
    let target = Target::new("owner-nobody");
    let planned = target.at(at(Stage::Planned));
    let nobody = "00000000-0000-5000-8000-000000000000";
    let insert = format!(
        "CREATE TEMP TABLE one AS SELECT * FROM current WHERE project = '{planned}';
         UPDATE one SET project = '{nobody}'; INSERT INTO main.current SELECT * FROM one; DROP TABLE one"
    );
    let store = behind_its_back(&target, "current", &insert);
    let drifts = store.check_current(&Upcasters::new()).expect("it goes on");
    assert_eq!(drifts, [Drift::NoEvents { project: nobody.into() }]);
    assert_eq!(drifts[0].to_string(), format!("project {nobody} is listed, and has no events"));
}
