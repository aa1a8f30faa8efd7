//! A newer edition of a ledger: what it changes is recorded as facts and corrections, by the key.

use project_lifecycle::import::{Mapping, Summary, import_into};
use project_lifecycle::project::fact::Fact;
use project_lifecycle::project::{Basis, Change, Command};
use project_lifecycle::*;
use proptest::prelude::*;

use crate::common::csv::read_csv;
use crate::common::{actor, day, evening, event_id};

const MAPPING: &str = r#"
source = "urn:example:office"
encodings = ["utf-8"]
dates = ["yyyy-m-d"]
actor = { kind = "system", id = "office-import" }
[policy]
preset = "shenyang_2018"
[columns]
key = "编号"
name = "名称"
zone = { column = "开发区", blank = "未知" }
status = "状态"
updated = "更新"
[profile]
total_investment = { column = "总投资", unit = "万元" }
investor = "投资方"
[[milestone]]
stage = "negotiating"
columns = ["洽谈"]
[[milestone]]
stage = "signed"
columns = ["签约"]
[[milestone]]
stage = "registered"
columns = ["注册"]
[[final]]
status = "撤资"
verb = "close"
outcome = "withdrawn"
columns = ["更新"]
[update]
authority = "市外经贸局"
grounds = "台账更正"
"#;

const HEADER: &str = "编号,名称,开发区,状态,总投资,投资方,洽谈,签约,注册,更新\n";
const JULY: &str =
    "A-1,甲,浑南,,1000,华岳,2018-01-05,2018-03-01,,2018-07-01\nA-2,乙,铁西,,500,北辰,2018-02-01,,,2018-07-01\n";

/// What an import came to, and its exceptions: key, column, value, code, detail.
struct Taken {
    summary: Summary,
    exceptions: Vec<[String; 5]>,
}

struct Office {
    store: MemoryStore,
    mapping: Mapping,
}

impl Office {
    /// An office whose ledger of July was imported. Of these columns another value is a change.
    fn with_changes(changes: &[&str]) -> Self {
        let mapping = format!("{MAPPING}changes = {changes:?}\n").parse().expect("a mapping");
        let mut store = MemoryStore::new("urn:example:office".parse().expect("a source"));
        // the next edition comes after months
        store.sure_of_now(crate::common::instant("2100-01-01T00:00:00Z"));
        let mut office = Self { store, mapping };
        let taken = office.import("july.csv", JULY, "2018-07-02");
        assert!(taken.exceptions.is_empty(), "{:?}", taken.exceptions);
        office
    }

    fn import(&mut self, file: &str, rows: &str, on: &str) -> Taken {
        let (text, mut table) = (format!("{HEADER}{rows}"), Vec::new());
        let open = || Ok(text.as_bytes());
        let summary =
            import_into(open, file, &self.mapping, evening(day(on)), &mut self.store, &mut table, &mut |_| {});
        let table = read_csv(str::from_utf8(&table).expect("UTF-8").trim_start_matches('\u{feff}')).split_off(1);
        let row = |cells: Vec<String>| [1, 2, 3, 4, 5].map(|at| cells[at].clone());
        Taken { summary: summary.expect("it is imported"), exceptions: table.into_iter().map(row).collect() }
    }

    fn project(&self, key: &str) -> Project {
        let id = ProjectId::named(&format!("urn:example:office/project/{key}"));
        self.store.project(id).expect("it replays").expect("it is there")
    }

    fn lines(&self) -> u64 {
        self.store.head().expect("a head").tree.size()
    }

    fn lines_of(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        self.store.lines(0, usize::MAX, &mut |line| lines.extend([line, b"\n"].concat())).expect("it reads");
        lines
    }

    /// The steps that stand, with their dates.
    fn steps(&self, key: &str) -> Vec<String> {
        let project = self.project(key);
        let planned = format!("planned {}", project.planned_on());
        let steps = project.standing().map(|step| format!("{} {}", step.to(), step.effective_on()));
        [planned].into_iter().chain(steps).collect()
    }

    /// A live command, on a day.
    fn live(&mut self, key: &str, command: Command, on: &str) {
        let (project, n) = (self.project(key), 900 + self.lines());
        let context = Context::new(event_id(9, n), evening(day(on)), actor()).on(day(on));
        let decision = project.decide(command, &context, self.mapping.policy()).expect("it is lawful");
        self.store.append(&decision.event().into(), evening(day(on))).expect("it is appended");
    }
}

/// What the last event of a project records, and the file and record that it names.
fn last(project: &Project) -> (Change, String) {
    let event = project.events().last().expect("an event");
    let provenance = event.provenance().expect("it was read from a ledger");
    (event.change().clone(), format!("{} {}", provenance.file(), provenance.record()))
}

#[test]
fn the_same_under_another_name_with_a_row_inserted_is_found() {
    let mut office = Office::with_changes(&[]);
    let before = office.lines();
    let august = format!("A-0,新,浑南,,,,2018-08-01,,,2018-08-02\n{JULY}");
    let taken = office.import("august.csv", &august, "2018-08-03");
    assert_eq!((taken.summary.updated, taken.summary.already_recorded, taken.exceptions.len()), (0, 5, 0));
    // the planning and the talks of the new one
    assert_eq!(office.lines(), before + 2);
}

#[test]
fn next_months_sheet_has_another_name_a_row_more_and_an_amount_corrected() {
    for (changes, is_from_the_beginning) in [(&[][..], true), (&["总投资"][..], false)] {
        let mut office = Office::with_changes(changes);
        let before = office.lines();
        let august = format!("A-0,新,浑南,,,,2018-08-01,,,2018-08-02\n{}", JULY.replace("铁西,,500", "铁西,,650"));
        let taken = office.import("沈阳市项目台账（8月）.csv", &august, "2018-08-03");
        assert_eq!((taken.summary.updated, taken.summary.update_events, taken.exceptions.len()), (1, 1, 0));
        assert_eq!(office.lines(), before + 3, "two of the new one, and the amount");
        let project = office.project("A-2");
        let total = |on: &str| project.profile_on(day(on)).total_investment().map(Money::minor);
        assert_eq!(total("2018-07-01"), Some(650_000_000));
        assert_eq!(total("2018-06-30"), Some(if is_from_the_beginning { 650_000_000 } else { 500_000_000 }));
        let (_, read) = last(&project);
        assert_eq!(read, "沈阳市项目台账（8月）.csv 3");
    }
}

#[test]
fn a_changed_date_redates_its_step() {
    let mut office = Office::with_changes(&[]);
    let august = JULY.replace("2018-03-01", "2018-04-10").replace("2018-02-01", "2018-01-20");
    let taken = office.import("august.csv", &august, "2018-08-03");
    assert_eq!((taken.summary.updated, taken.summary.update_events, taken.exceptions.len()), (2, 3, 0));
    assert_eq!(office.steps("A-1"), ["planned 2018-01-05", "negotiating 2018-01-05", "signed 2018-04-10"]);
    // planned on its first date: both move
    assert_eq!(office.steps("A-2"), ["planned 2018-01-20", "negotiating 2018-01-20"]);
    let (change, read) = last(&office.project("A-1"));
    let Change::Redate(redating) = change else { panic!("{change:?}") };
    assert_eq!((redating.version, redating.to, read.as_str()), (3, day("2018-04-10"), "august.csv 1"));
    assert_eq!(
        (redating.correction.authority.as_str(), redating.correction.grounds.as_str()),
        ("市外经贸局", "台账更正")
    );
    // once more it is the same
    let before = office.lines();
    let again = office.import("september.csv", &august, "2018-09-03");
    assert_eq!((again.summary.updated, again.exceptions.len(), office.lines()), (0, 0, before));
}

#[test]
fn dates_move_past_one_another() {
    let mut office = Office::with_changes(&[]);
    // both later than both were
    office.import("august.csv", &JULY.replace("2018-01-05,2018-03-01", "2018-04-01,2018-05-01"), "2018-08-03");
    assert_eq!(office.steps("A-1"), ["planned 2018-04-01", "negotiating 2018-04-01", "signed 2018-05-01"]);
    // both earlier
    office.import("september.csv", &JULY.replace("2018-01-05,2018-03-01", "2017-01-05,2017-02-01"), "2018-09-03");
    assert_eq!(office.steps("A-1"), ["planned 2017-01-05", "negotiating 2017-01-05", "signed 2017-02-01"]);
}

#[test]
fn another_value_corrects_the_planning() {
    let mut office = Office::with_changes(&[]);
    let august = JULY.replace("甲,浑南,,1000", "甲厂,沈北,,1200");
    let taken = office.import("august.csv", &august, "2018-08-03");
    assert_eq!((taken.summary.updated, taken.summary.update_events, taken.exceptions.len()), (1, 1, 0));
    let project = office.project("A-1");
    let (profile, zone) = (project.profile(), ZoneId::new("沈北").expect("a zone"));
    assert_eq!(
        (profile.name(), profile.zone(), profile.total_investment()),
        ("甲厂", &zone, Some(Money::from_fen(1_200_000_000)))
    );
    // it was so from the beginning
    assert_eq!(project.profile_on(day("2018-01-05")).name(), "甲厂");
    let (change, read) = last(&project);
    assert!(matches!(change, Change::Replan(_)), "{change:?}");
    assert_eq!(read, "august.csv 1");
}

#[test]
fn what_changes_with_time_is_a_fact_on_the_day_of_the_update() {
    let mut office = Office::with_changes(&["总投资", "开发区"]);
    let august = JULY.replace("甲,浑南,,1000", "甲,沈北,,1200").replacen("2018-07-01", "2018-08-01", 1);
    let taken = office.import("august.csv", &august, "2018-08-03");
    assert_eq!((taken.summary.updated, taken.summary.update_events, taken.exceptions.len()), (1, 2, 0));
    let project = office.project("A-1");
    assert_eq!(project.profile_on(day("2018-07-31")).zone().as_str(), "浑南");
    assert_eq!(project.profile_on(day("2018-08-01")).zone().as_str(), "沈北");
    assert_eq!(project.profile_on(day("2018-08-01")).total_investment(), Some(Money::from_fen(1_200_000_000)));
    let facts: Vec<_> = project.events().iter().filter(|event| matches!(event.change(), Change::Fact(_))).collect();
    for event in &facts {
        assert_eq!(event.effective_on(), day("2018-08-01"));
        assert_eq!(event.provenance().map(|from| (from.file(), from.record())), Some(("august.csv", 1)));
    }
    let [amended, relocated] = facts[..] else { panic!("{facts:?}") };
    let (Change::Fact(Fact::Amendment(amended)), Change::Fact(Fact::Relocation(relocated))) =
        (amended.change(), relocated.change())
    else {
        panic!("{facts:?}")
    };
    assert_eq!(amended.paper.as_ref().map(|paper| paper.name()), Some("august.csv，第1条记录"));
    assert_eq!((relocated.from_zone.as_str(), relocated.to_zone.as_str()), ("浑南", "沈北"));
    let before = office.lines();
    assert_eq!(office.import("september.csv", &august, "2018-09-03").summary.updated, 0);
    assert_eq!(office.lines(), before);
}

#[test]
fn a_new_step_is_imported_while_nothing_is_live() {
    let mut office = Office::with_changes(&[]);
    let taken = office.import("august.csv", &JULY.replace("2018-03-01,,", "2018-03-01,2018-07-20,"), "2018-08-03");
    assert_eq!((taken.summary.updated, taken.exceptions.len()), (1, 0));
    // of six events one is new
    assert_eq!((taken.summary.events, taken.summary.already_recorded), (6, 5));
    assert_eq!(office.steps("A-1").last().map(String::as_str), Some("registered 2018-07-20"));
}

#[test]
fn what_cannot_be_brought_is_recorded_otherwise_and_nothing_of_the_row_is_changed() {
    let mut office = Office::with_changes(&[]);
    let signing = crate::common::evidence::agreement(lifecycle::ProjectKind::Enterprise, day("2018-07-20"));
    office.live("A-2", Command::Sign(signing), "2018-07-20");
    let before = office.lines();
    // a step behind a live one; a date behind a live step; an amount beside it
    for (row, has, tells) in [
        (
            "A-2,乙,铁西,,700,北辰,2018-02-01,2018-07-01,2018-07-25,2018-08-01\n",
            "`sign` on 2018-07-20",
            "`sign` on 2018-07-01",
        ),
        ("A-2,乙,铁西,,700,北辰,2018-07-25,,,2018-08-01\n", "2018-02-01", "2018-07-25"),
        ("A-2,乙,铁西,撤资,700,北辰,2018-02-01,,,2018-08-01\n", "`sign` on 2018-07-20", "`close` on 2018-08-01"),
        ("A-2,乙,铁西,,700,北辰,,,,2018-08-01\n", "`engage` on 2018-02-01", "no further step"),
    ] {
        let taken = office.import(
            "august.csv",
            &format!("{}{row}", JULY.lines().next().map(|row| format!("{row}\n")).expect("a row")),
            "2018-08-03",
        );
        let [[key, _, _, code, detail], steps @ ..] = &taken.exceptions[..] else { panic!("nothing is told") };
        assert!(steps.iter().all(|[_, _, _, code, _]| code == "not_attempted"), "{steps:?}");
        assert_eq!((key.as_str(), code.as_str()), ("A-2", "recorded_otherwise"));
        assert!(detail.contains(has) && detail.contains(tells), "{detail}");
        assert!(detail.contains("库中"), "{detail}");
        assert_eq!(office.lines(), before, "{row}");
    }
}

#[test]
fn what_vanished_is_listed() {
    let mut office = Office::with_changes(&[]);
    let before = office.lines();
    let taken = office.import("august.csv", JULY.split_inclusive('\n').next().expect("a row"), "2018-08-03");
    let [[key, _, value, code, detail]] = &taken.exceptions[..] else { panic!("{:?}", taken.exceptions) };
    assert_eq!((key.as_str(), value.as_str(), code.as_str()), ("", "乙", "vanished"));
    assert!(detail.contains("record 2 of july.csv") && detail.contains("第2条记录"), "{detail}");
    assert_eq!(office.lines(), before);
}

#[test]
fn a_record_that_cannot_be_read_has_not_vanished() {
    let first = JULY.lines().next().expect("a row");
    for (second, code) in [
        ("A-2,乙", "too_few_cells"),
        ("A-2,乙,,丙,铁西,,500,北辰,2018-02-01,,,2018-07-01", "too_many_cells"),
        ("A-2\u{200b},\"乙\"厂,铁西,,500,北辰,2018-02-01,,,2018-07-01", "misplaced_quote"),
        ("A-2,乙,铁西,,500,\"北辰", "unterminated_quote"),
    ] {
        let mut office = Office::with_changes(&[]);
        let before = office.lines();
        let taken = office.import("august.csv", &format!("{first}\n{second}\n"), "2018-08-03");
        let codes: Vec<_> = taken.exceptions.iter().map(|[_, _, _, code, _]| code.as_str()).collect();
        assert_eq!((codes, office.lines()), (vec![code], before), "{second}");
    }
}

/// A name that no record keeps as it is, and one that fills a record, panic nowhere.
#[test]
fn a_file_may_have_any_name() {
    for file in ["\0", "\u{200b}", &"长".repeat(20_000)] {
        let mut office = Office::with_changes(&["总投资"]);
        let august = JULY.replace("甲,浑南,,1000", "甲,浑南,,1200");
        let taken = office.import(file, &august, "2018-08-03");
        assert_eq!((taken.summary.updated, taken.exceptions.len()), (1, 0), "{file:?}");
    }
}

#[test]
fn a_column_that_tells_no_member_is_no_change() {
    let error = format!("{MAPPING}changes = [\"洽谈\"]\n").parse::<Mapping>().expect_err("it is a date");
    assert_eq!(
        error.to_string(),
        "`洽谈` in the mapping's `update.changes` is no column of the name, the zone or the profile"
    );
}

#[test]
fn a_date_that_becomes_a_bound_is_imported_again() {
    let mut office = Office::with_changes(&[]);
    // the day of the signing is no longer told, but that of the registration is
    let taken = office.import("august.csv", &JULY.replace("2018-03-01,,", ",2018-07-20,"), "2018-08-03");
    assert_eq!((taken.summary.updated, taken.summary.update_events, taken.exceptions.len()), (1, 3, 0));
    let project = office.project("A-1");
    let names: Vec<_> = project.events().iter().map(|event| event.command_name()).collect();
    assert_eq!(names, ["plan", "engage", "sign", "void", "sign", "register"]);
    let signing = project.standing().nth(1).expect("it is signed");
    assert!(matches!(signing.basis(), Basis::Imported { provenance, .. } if provenance.is_inferred()));
    assert_eq!(signing.effective_on(), day("2018-07-20"));
}

/// A row of an edition: which of the three steps it has and when, the name, the zone, the amount, the day of its update.
type Row = ([Option<u32>; 3], usize, usize, Option<u32>, u32);

fn some_row() -> impl Strategy<Value = Row> {
    let step = || prop::option::weighted(0.7, 1..200u32);
    ([step(), step(), step()], 0..2usize, 0..2usize, prop::option::weighted(0.7, 1..4u32), 200..210u32)
}

fn written((steps, name, zone, amount, updated): &Row) -> String {
    let on = |n: u32| crate::common::plus(day("2018-01-01"), n.into()).to_string();
    let cell = |n: &Option<u32>| n.map(on).unwrap_or_default();
    let amount = amount.map(|amount| (amount * 1000).to_string()).unwrap_or_default();
    let [talks, signed, registered] = [cell(&steps[0]), cell(&steps[1]), cell(&steps[2])];
    format!(
        "A-1,{},{},,{amount},华岳,{talks},{signed},{registered},{}\n",
        ["甲", "乙"][*name],
        ["浑南", "铁西"][*zone],
        on(*updated)
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// After an edition a project is what that edition tells, as if it were the only one; or nothing of it was changed.
    #[test]
    fn a_project_is_what_the_last_edition_tells(editions in prop::collection::vec(some_row(), 2..5), is_change in any::<bool>()) {
        let changes: &[&str] = if is_change { &["总投资", "开发区", "名称"] } else { &[] };
        let mut office = Office::with_changes(changes);
        // a project of its own
        let rename = |rows: String| rows.replace("A-1,", "B-1,");
        office.import("0.csv", &rename(written(&editions[0])), "2018-08-20");
        for (n, edition) in editions.iter().enumerate().skip(1) {
            let rows = rename(written(edition));
            let before = (office.lines(), office.steps("B-1"), office.project("B-1").profile().clone());
            let taken = office.import(&format!("{n}.csv"), &rows, "2018-08-20");
            if taken.exceptions.iter().any(|[key, _, _, code, _]| key == "B-1" && code == "recorded_otherwise") {
                prop_assert_eq!((office.lines(), office.steps("B-1"), office.project("B-1").profile().clone()), before);
                continue;
            }
            let mut alone = Office::with_changes(changes);
            alone.import("alone.csv", &rows, "2018-08-20");
            prop_assert_eq!(office.steps("B-1"), alone.steps("B-1"), "{}", rows);
            let (project, alone) = (office.project("B-1"), alone.project("B-1"));
            let doubtful = |project: &Project| -> Vec<bool> {
                let basis = project.standing().map(|step| matches!(step.basis(), Basis::Imported { provenance, .. } if provenance.is_doubtful()));
                basis.collect()
            };
            prop_assert_eq!(doubtful(&project), doubtful(&alone), "{}", rows);
            let on = crate::common::plus(day("2018-01-01"), edition.4.into());
            let (is, told) = (project.profile_on(on), alone.profile());
            prop_assert_eq!((is.name(), is.zone()), (told.name(), told.zone()), "{}", rows);
            // a blank cell says nothing
            if told.total_investment().is_some() {
                prop_assert_eq!(is.total_investment(), told.total_investment(), "{}", rows);
            }
            // the same once more changes nothing
            let before = office.lines();
            office.import("again.csv", &rows, "2018-08-21");
            prop_assert_eq!(office.lines(), before, "{}", rows);
        }
        let verdict = verify(office.lines_of().as_slice()).expect("a slice can be read");
        let is_consistent = matches!(verdict, Verdict::SelfConsistent { .. });
        prop_assert!(is_consistent, "{}", verdict);
    }
}
