//! The rules by which a ledger is read, each strict unless the mapping turns it off.

use project_lifecycle::import::{Mapping, MappingError};
use project_lifecycle::{Money, Stage};

use super::office::{HEADER, MAPPING, days, exceptions, imported, profile, project, projects, stage, with};
use super::{Row, json, row};

#[test]
fn a_record_has_as_many_cells_as_the_header() {
    // a comma in the amount, and one in the name
    for cells in [
        "A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司,1,020.00",
        "A-1,甲,乙合资,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司,1020",
    ] {
        let ledger = imported(&format!("{cells}\n"));
        assert_eq!(ledger.events, [], "{cells}");
        assert_eq!(ledger.rows.len(), 1);
        assert_eq!(ledger.rows[0][4], "too_many_cells");
        assert!(
            ledger.details[0].contains("13 cells") && ledger.details[0].contains("13个单元格"),
            "{}",
            ledger.details[0]
        );
        assert!(ledger.details[0].ends_with(&cells.replace(',', " | ")), "no cell is lost: {}", ledger.details[0]);
        assert_eq!(json(&ledger.summary)["totals"]["not_imported"], serde_json::json!({"too_many_cells": 1}));
    }
    // surplus that is blank is none
    let ledger = imported("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,,工业,某公司,1020,, ,\u{200b}\n");
    assert_eq!((exceptions(&ledger), stage(&ledger)), (vec![], Stage::Negotiating));
    // but where the last cell is blank a shift leaves a blank surplus, too
    let shifted = "A-1,甲,乙合资,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司,\n";
    let ledger = imported(shifted);
    assert_eq!((ledger.events.len(), exceptions(&ledger)), (0, vec!["||too_many_cells".into()]));
    assert!(ledger.details[0].contains("“更新”“状态”无法识别，疑为错位"), "{}", ledger.details[0]);
    let ledger = imported("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,六月底,,,工业,某公司,5,\n");
    assert_eq!((exceptions(&ledger), stage(&ledger)), (vec!["签约日|六月底|bad_date".into()], Stage::Negotiating));
    // fewer
    let short = "A-1,甲,沈阳,在谈,2019-01-01,2018-01-01\n";
    let ledger = imported(short);
    assert_eq!((ledger.events.len(), exceptions(&ledger)), (0, vec!["||too_few_cells".into()]));
    let ledger = with("cells.fewer = \"blank\"", short);
    assert_eq!(days(&ledger), ["planned 2018-01-01 洽谈日", "negotiating 2018-01-01 洽谈日"]);
    assert_eq!(exceptions(&ledger), ["||too_few_cells"]);
    assert!(ledger.details[0].contains("少于表头的12个，缺少的按空白处理"), "{}", ledger.details[0]);
    let ledger = with("cells.more = \"drop\"", "A-1,甲,沈阳,在谈,,2018-01-01,,,,工业,某公司,1,020.00\n");
    assert_eq!(exceptions(&ledger), ["|020.00|too_many_cells"]);
    assert_eq!(profile(&ledger).total_investment(), Some(Money::from_fen(1_000_000)));
    // a record of which every cell is blank is none of a project, however many they are
    assert_eq!(exceptions(&imported(",,\n")), ["||no_key"]);
}

#[test]
fn cells_one_column_beside_their_own_are_not_read_there() {
    // a comma in the name, and the blank last cell left out; a cell that was deleted, with those behind it moved up; a key with a
    // comma
    for (cells, columns) in [
        ("A-1,甲,乙合资,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司", "“更新”“状态”"),
        ("A-1,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司,5,", "“退出日”“状态”"),
        ("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,工业,某公司,5,", "“退出日”“类别”"),
    ] {
        let ledger = imported(&format!("{cells}\n"));
        assert_eq!((ledger.events.len(), exceptions(&ledger)), (0, vec!["||shifted_cells".into()]), "{cells}");
        assert!(ledger.details[0].contains(&format!("{columns}无法识别")), "{}", ledger.details[0]);
        assert!(ledger.details[0].ends_with(&cells.replace(',', " | ")), "no cell is lost: {}", ledger.details[0]);
        assert_eq!(imported(&format!("{cells}\n")).summary.totals.imported, 0);
        // told cell by cell
        let ledger = with("cells.shifted = \"read\"", &format!("{cells}\n"));
        assert!(ledger.rows.len() > 1 && ledger.rows.iter().all(|row| row[4] != "shifted_cells"), "{cells}");
    }
    let ledger = imported("1,001,甲,沈阳,,,2018-01-01,,,,,,\n");
    assert_eq!((ledger.events.len(), exceptions(&ledger)), (0, vec!["||too_many_cells".into()]));
    // several cells that cannot be read are no shift, wherever they stand
    for (cells, told) in [
        ("A-1,甲,沈阳,洽谈中,六月底,2018-01-01,,,,工业,某公司,约5000", 3),
        ("A-1,甲,沈阳,洽谈中,,2018-01-01,,,,,,约5000", 2),
        ("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,六月底,七月,,工业,某公司,5", 2),
        ("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,,农业,某公司,约5000", 2),
        // what stands between them says nothing one column beside either
        ("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,,农业,#REF!,1亿亿", 3),
        ("A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,,农业,待定,约5000", 3),
    ] {
        let ledger = imported(&format!("{cells}\n"));
        assert_eq!((ledger.rows.len(), ledger.summary.totals.imported), (told, 1), "{cells}: {:?}", ledger.rows);
    }
    // what stood above is not known behind such a row
    let ledger = with(
        "fill_down = [\"开发区\"]",
        "A-1,甲,乙合资,沈阳,在谈,2019-01-01,2018-01-01,2018-03-01,,,工业,某公司\nA-2,乙,,,,2018-01-01,,,,,,\n",
    );
    assert_eq!(ledger.rows[1][4], "not_filled");
}

#[test]
fn quotation_marks_say_where_cells_end_or_nothing_is_read() {
    let next = "A-2,乙,大连,在谈,2019-02-01,2018-02-01,,,,工业,乙公司,6\n";
    for (rows, column, said) in [
        // a mark that opens and is none takes in the rows up to the next one, and what is left has as many cells as the header
        ("A-1,\"甲,沈阳,在谈,,2018-01-01,,,,工业,某公司,5\nA-3,\"丙\",锦州,,,2018-03-01,,,,,,\n", "名称", "还有文字"),
        ("A-1,\"甲,沈阳,在谈,,2018-01-01,,,,工业,某公司,5\nA-3,丙\",锦州,,,2018-03-01,,,,,,\n", "名称", "混入了其他行"),
        (
            "A-1,甲,\"沈阳,,,2018-01-01,,,,,,\r\nA-3,丙,锦州,,,,,,,,,\r\nA-4,丁,盘锦\",,,2018-03-01,,,,,,\n",
            "开发区",
            "混入了其他行",
        ),
        ("A-1,\"甲\"厂,沈阳,,,2018-01-01,,,,,,\n", "名称", "还有文字"),
        ("A-1,\"甲\"厂\",沈阳,,,2018-01-01,,,,,,\n", "名称", "还有文字"),
        ("A-1,甲,沈阳,,,2018-01-01,,,,,\"某\"\"公司\" (中国),\n", "投资方", "还有文字"),
    ] {
        let ledger = imported(&format!("{rows}{next}"));
        assert_eq!(exceptions(&ledger), [format!("{column}||misplaced_quote")], "{rows}");
        assert_eq!((&*ledger.rows[0][1], projects(&ledger).len()), ("A-1", 1), "{rows}");
        assert!(ledger.details[0].contains(said) && ledger.details[0].contains("A-1 | "), "{}", ledger.details[0]);
        assert_eq!(profile(&ledger).name(), "乙");
    }
    for name in ["\"甲\" ", "\"甲\"\t", "甲", "\"甲\""] {
        let ledger = imported(&format!("A-1,{name},沈阳,,,2018-01-01,,,,,,\n"));
        assert_eq!((exceptions(&ledger), profile(&ledger).name()), (vec![], "甲"), "{name}");
    }
    for (name, read) in [
        ("\"甲\"\"乙\"\"\"", "甲\"乙\""),
        ("甲\"乙\"", "甲\"乙\""),
        ("5\" 钢管", "5\" 钢管"),
        ("\"甲,\n乙,,,\"", "甲,\n乙,,,"),
        ("\"甲\n,,,,,,,,,,,\"", "甲\n,,,,,,,,,,,"),
    ] {
        let ledger = imported(&format!("A-1,{name},沈阳,,,2018-01-01,,,,,,\n"));
        assert_eq!((exceptions(&ledger), profile(&ledger).name()), (vec![], read), "{name}");
    }
    let ledger = with("cells.quotes = \"read\"", "A-1,\"甲\"厂,沈阳,,,2018-01-01,,,,,,\n");
    assert_eq!((exceptions(&ledger), profile(&ledger).name()), (vec![], "甲厂"));
}

#[test]
fn a_header_may_end_in_blank_names() {
    let header = HEADER.replace('\n', ",,\n");
    for cells in ["A-1,甲,沈阳,在谈,,2018-01-01,,,,,,", "A-1,甲,沈阳,在谈,,2018-01-01,,,,,,,备注,"] {
        let ledger = super::office::file("", &format!("{header}{cells}\n")).expect("a ledger");
        assert_eq!((exceptions(&ledger), stage(&ledger)), (vec![], Stage::Negotiating), "{cells}");
    }
}

#[test]
fn a_refused_date_is_used_for_nothing() {
    let row = "A-1,甲,沈阳,,2019-01-01,2014-01-01,1018-06-30,,,,,\n";
    let ledger = imported(row);
    assert_eq!(days(&ledger), ["planned 2014-01-01 洽谈日", "negotiating 2014-01-01 洽谈日"]);
    assert_eq!(exceptions(&ledger), ["签约日|1018-06-30|date_out_of_bounds"]);
    // the law refuses it, too
    let ledger = with("bounds = false\ncontradiction = \"refuse\"", row);
    assert_eq!(days(&ledger), ["planned 2014-01-01 洽谈日", "negotiating 2014-01-01 洽谈日"]);
    assert_eq!(exceptions(&ledger), ["签约日|1018-06-30|refused:effective_date_regression"]);
    // the earliest date of all, if the mapping wants it
    let ledger = with("bounds = false\nplanned = \"earliest\"", row);
    assert_eq!(days(&ledger)[0], "planned 1018-06-30 签约日");
    // no step is recorded: the planning is dated by the update, or not at all
    let closing = "A-1,甲,沈阳,注销,2019-01-01,,,,2018-05-05,,,\n";
    let ledger = imported(closing);
    assert_eq!(days(&ledger), ["planned 2019-01-01 更新"]);
    assert_eq!(exceptions(&ledger), ["退出日|2018-05-05|refused:outcome_not_allowed"]);
    let ledger = imported(&closing.replace("2019-01-01", ""));
    assert_eq!(
        (ledger.events.len(), exceptions(&ledger)),
        (0, vec!["||no_date".into(), "退出日|2018-05-05|refused:outcome_not_allowed".into(),])
    );
    let ledger = with("planned = \"earliest\"", closing);
    assert_eq!(days(&ledger), ["planned 2018-05-05 退出日"]);
}

#[test]
fn dates_lie_within_bounds() {
    for (cell, is_believed) in [
        ("0208-03-01", false),
        ("1018-06-30", false),
        ("1905-07-10", false),
        ("1948-12-31", false),
        ("1949-01-01", true),
        ("2019-07-31", true),
        ("2019-08-01", false),
        ("2108-09-01", false),
        ("9999-12-31", false),
    ] {
        let ledger = imported(&format!("A-1,甲,沈阳,,1950-01-01,{cell},,,,,,\n"));
        let day = if is_believed { cell } else { "1950-01-01" };
        assert_eq!(project(&ledger).planned_on().to_string(), day, "{cell}");
        let code = format!("洽谈日|{cell}|date_out_of_bounds");
        assert_eq!(exceptions(&ledger), if is_believed { vec![] } else { vec![code] });
    }
    let ledger = imported("A-1,甲,,,,2018-01-01,,,,,,120000000\n");
    assert!(ledger.details[0].contains("12000亿元不在1元至5000亿元之间"), "{}", ledger.details[0]);
    // in the updated column, too
    assert_eq!(exceptions(&imported("A-1,甲,,,0019-01-01,,,,,,,\n"))[0], "更新|0019-01-01|date_out_of_bounds");
    let own = r#"bounds.dates = { from = "2010-01-01", to = "2018-12-31" }"#;
    let ledger = with(own, "A-1,甲,,,2019-01-01,2009-12-31,2018-12-31,,,,,\n");
    assert_eq!(days(&ledger).last().expect("events"), "signed 2018-12-31 签约日");
    assert_eq!(ledger.rows.len(), 2);
    let ledger = with("bounds.dates = false", "A-1,甲,,,,1905-07-10,,,,,,60000000000\n");
    assert_eq!(exceptions(&ledger), ["总投资|60000000000|amount_out_of_bounds"], "the other bounds stay");
}

#[test]
fn a_bare_number_is_a_serial_where_the_mapping_says_so() {
    let row = "A-1,甲,,,2019-01-01,2018,20186,,,,,\n";
    let ledger = imported(row);
    assert_eq!(exceptions(&ledger), ["洽谈日|2018|bad_date", "签约日|20186|bad_date"]);
    assert!(
        ledger.details[0].contains("`serials`") && ledger.details[0].contains("serials 中列明"),
        "{}",
        ledger.details[0]
    );
    assert_eq!(days(&ledger), ["planned 2019-01-01 更新"]);
    let serials = r#"serials = ["洽谈日"]"#;
    let ledger = with(
        serials,
        "A-1,甲,,,,43281,43282,,,,,\nA-2,乙,,,,43281.0,,,,,,\nA-3,丙,,,,2018-07-01,,,,,,\nA-4,丁,,,2019-01-01,2018,,,,,,\n",
    );
    assert_eq!(
        days(&ledger).iter().filter(|line| line.starts_with("neg")).collect::<Vec<_>>(),
        ["negotiating 2018-06-30 洽谈日", "negotiating 2018-06-30 洽谈日", "negotiating 2018-07-01 洽谈日"]
    );
    assert_eq!(exceptions(&ledger), ["签约日|43282|bad_date", "洽谈日|2018|date_out_of_bounds"]);
    let fails = |keys: &str| format!("{keys}\n{MAPPING}").parse::<Mapping>().unwrap_err();
    assert_eq!(fails(r#"serials = ["名称"]"#), MappingError::RuleColumn { list: "serials", column: "名称".into() });
    let without = MAPPING.replace(r#", "excel"]"#, "]");
    assert_eq!(format!("{serials}\n{without}").parse::<Mapping>(), Err(MappingError::Serials));
}

#[test]
fn a_status_is_known_or_an_exception() {
    for word in ["已注销（2019）", "注 销", "注销中", "未知状态", "Signed up"] {
        let ledger = imported(&format!("A-1,甲,,{word},,2018-01-01,2018-03-01,,,,,\n"));
        assert_eq!(exceptions(&ledger), [format!("状态|{word}|unknown_status")]);
        assert_eq!(stage(&ledger), Stage::Signed);
    }
}

#[test]
fn a_status_does_not_go_beyond_the_dates() {
    for (word, is_beyond) in [
        ("开工", true),
        ("在建", true),
        ("started", true),
        ("投产", true),
        ("运营", true),
        ("僵尸项目（企业）", true),
        ("退出", true),
        ("签约", false),
        ("已签约", false),
        ("Signed", false),
        ("在谈", false),
        ("策划", false),
        ("", false),
        ("\u{200b}已签约\u{feff}", false),
    ] {
        let ledger = imported(&format!("A-1,甲,,{word},,2018-01-01,2018-03-01,,,,,\n"));
        let expected = if is_beyond { vec![format!("状态|{word}|status_beyond_stage")] } else { vec![] };
        assert_eq!(exceptions(&ledger), expected);
        assert_eq!(stage(&ledger), Stage::Signed, "{word}");
    }
    // a start that is refused was not come to
    let ledger = with("contradiction = \"refuse\"", "A-1,甲,,在建,,2018-01-01,2018-03-01,2018-02-01,,,,\n");
    assert_eq!(exceptions(&ledger).last().expect("one"), "状态|在建|status_beyond_stage");
    assert!(ledger.details.last().expect("one").contains("状态表示“开工”，但按日期只到“签约”"));
    let own = |keys: &str| {
        MAPPING.replace("[status]\n", &format!("[status]\n{keys}\n")).parse::<Mapping>().expect("a mapping")
    };
    let rows = format!("{HEADER}A-1,甲,,开工,,2018-01-01,,,,,,\nA-2,乙,,什么,,2018-01-01,,,,,,\n");
    let codes = |mapping: &Mapping| -> Vec<String> {
        let at = "2019-07-31T12:00:00+08:00".parse().expect("an instant");
        let ledger = super::try_import(rows.as_bytes(), mapping, at).expect("a ledger");
        ledger.rows.iter().map(|row| row[4].clone()).collect()
    };
    assert_eq!(codes(&own("")), ["status_beyond_stage", "unknown_status"]);
    assert_eq!(codes(&own("unknown = \"ignore\"")), ["status_beyond_stage"]);
    assert_eq!(codes(&own("beyond = \"ignore\"")), ["unknown_status"]);
    assert_eq!(codes(&own("beyond = \"ignore\"\nunknown = \"ignore\"")), Vec::<String>::new());
}

#[test]
fn words_of_the_status_mean_one_thing() {
    let fails = |listed: &str| MAPPING.replace("{ \"在谈\" = \"洽谈\", ", &format!("{{ {listed}, ")).parse::<Mapping>();
    assert_eq!(fails(r#""注销" = "签约""#), Err(MappingError::RepeatedStatus { status: "注销".into() }));
    assert_eq!(fails(r#""开工" = "签约""#), Err(MappingError::SynonymTaken { word: "开工".into() }));
    assert_eq!(fails(r#"" 在谈" = "签约""#), Err(MappingError::Status { found: " 在谈".into() }));
    assert!(matches!(fails(r#""在谈" = "谈""#), Err(MappingError::Toml { .. })));
    assert!(fails(r#""开工" = "开工""#).is_ok());
}

#[test]
fn placeholders_and_errors_of_spreadsheets_are_blanks() {
    for cell in
        ["#REF!", "#N/A", "#VALUE!", "无", "/", "待定", "——", "########", "同上", "〃", "N/A", "null", "＃ＲＥＦ！"]
    {
        let ledger = imported(&format!(
            "A-1,{cell},{cell},{cell},{cell},2018-01-01,{cell},{cell},{cell},{cell},{cell},{cell}\n"
        ));
        let columns = ["更新", "签约日", "开工日", "退出日", "状态", "名称", "开发区", "总投资", "类别", "投资方"];
        assert_eq!(
            exceptions(&ledger),
            columns.map(|column| format!("{column}|{}{cell}|placeholder", super::people::mark(cell)))
        );
        let profile = profile(&ledger);
        assert_eq!((profile.name(), profile.zone().as_str()), ("A-1", "未填"));
        assert_eq!((profile.total_investment(), profile.category(), profile.investor()), (None, None, None));
        assert_eq!(ledger.events.len(), 2);
        // no project is named so
        let ledger = imported(&format!("{cell},甲,,,,2018-01-01,,,,,,\n"));
        assert_eq!((ledger.events.len(), &*ledger.rows[0][4]), (0, "no_key"));
    }
    // what a formula gives that looks up an empty cell is no text; a number it may be
    for cell in ["0", "０", "FALSE", "true"] {
        let ledger = imported(&format!("A-1,{cell},{cell},,,2018-01-01,,,,,{cell},\n"));
        assert_eq!(
            exceptions(&ledger),
            ["名称", "开发区", "投资方"].map(|column| format!("{column}|{cell}|placeholder"))
        );
        assert_eq!((profile(&ledger).name(), profile(&ledger).zone().as_str()), ("A-1", "未填"));
    }
    assert_eq!(exceptions(&imported("A-1,甲,,,,2018-01-01,,,,,,0\n")), ["总投资|0|bad_amount"]);
    let ledger = with("placeholders = []", "A-1,无,/,,,2018-01-01,,,,,待定,待定\n");
    assert_eq!((profile(&ledger).name(), profile(&ledger).zone().as_str()), ("无", "/"));
    assert_eq!(exceptions(&ledger), ["总投资|待定|bad_amount"]);
    let ledger = with("placeholders = [\"停报\"]", "A-1,停报,无,,,2018-01-01,,,,,,\n");
    assert_eq!((profile(&ledger).name(), profile(&ledger).zone().as_str()), ("A-1", "无"));
    assert_eq!(exceptions(&ledger), ["名称|停报|placeholder"]);
}

#[test]
fn what_nobody_sees_makes_no_other_key_name_or_id() {
    let keys = ["A-1", "A-1\u{200b}", "\u{feff}A-1", "Ａ－１", "A\u{2060}-1"];
    let rows: String = keys
        .iter()
        .map(|key| format!("{key},甲\u{200b}Ａ（一）,沈阳（北）\u{feff},,,2018-01-01,,,,,某\u{ad}公司,\n"))
        .collect();
    let ledger = imported(&rows);
    let told = |at: usize, key: &str| row(at as u64 + 1, "A-1", "编号", key, "duplicate_id");
    // at its ends it is trimmed off, as white space is
    assert_eq!(ledger.rows, [told(1, "A-1"), told(2, "A-1"), told(3, "Ａ－１"), told(4, "A\u{2060}-1")]);
    assert!(ledger.details[0].starts_with("an earlier record has the same key;"));
    assert!(ledger.details[2].contains("仅全角半角或不可见字符不同"), "{}", ledger.details[2]);
    let profile = profile(&ledger);
    assert_eq!((profile.name(), profile.zone().as_str()), ("甲A（一）", "沈阳(北)"));
    assert_eq!(profile.investor().map(|investor| investor.as_str()), Some("某公司"));
    // hyphens and white space that look the same, and what a workbook writes for a carriage return
    for (twin, zone) in [
        ("A\u{2011}1", "沈阳\u{a0}北"),
        ("A\u{2010}1", "沈阳\u{3000}北"),
        ("A-1_x000D_", "沈阳 北_x000D_"),
        ("\"A-1_x000d_\"", "\u{2003}沈阳 \u{2002}北"),
    ] {
        let rows = format!(
            "A-1,甲,沈阳 北,,,2018-01-01,,,,,,\n{twin},乙,,,,2018-01-01,,,,,,\nA-2,丙,{zone},,,2018-01-01,,,,,甲 公司,\n"
        );
        let ledger = imported(&rows);
        assert_eq!((ledger.rows.len(), &*ledger.rows[0][4]), (1, "duplicate_id"), "{twin:?}");
        let zones: Vec<_> = projects(&ledger).iter().map(|project| project.profile().zone().to_string()).collect();
        assert_eq!(zones, ["沈阳 北", "沈阳 北"], "{zone:?}");
    }
    assert_eq!(imported("_x000D_,甲,,,,2018-01-01,,,,,,\n").rows[0][4], "no_key");
    // a text of which nothing can be seen is blank
    let ledger = imported(
        "A-1,\u{200b},\u{2060}\u{200d},\u{feff},,2018-01-01,\u{200b},,,\u{200b},\u{3164},\u{200b}\n\u{200b},乙,,,,2018-01-01,,,,,,\n",
    );
    assert_eq!(exceptions(&ledger), ["||no_key"]);
    assert_eq!(super::office::profile(&ledger).name(), "A-1");
    // as they are written
    let ledger = with("folding = false", "A-1,甲,,,,2018-01-01,,,,,,\nＡ－１,Ａ,,,,2018-01-01,,,,,,\n");
    assert_eq!((ledger.rows, ledger.summary.totals.imported), (Vec::<Row>::new(), 2));
}

#[test]
fn keys_that_a_spreadsheet_changed_are_flagged() {
    let keys = ["2.10102E+17", "'001", "\"=\"\"001\"\"\"", "210102201800001000", "1001.0", "3月5日"];
    let rows: String = keys.iter().map(|key| format!("{key},甲,,,,2018-01-01,,,,,,\n")).collect();
    let ledger = with("doubles = false", &rows);
    assert_eq!(ledger.summary.totals.imported, 6);
    let codes: Vec<_> = ledger.rows.iter().map(|row| (&*row[2], &*row[3], &*row[4])).collect();
    let flagged = ["2.10102E+17", "'001", "'=\"001\"", "210102201800001000", "1001.0", "3月5日"];
    assert_eq!(codes, flagged.map(|key| ("编号", key, "changed_key")));
    assert_eq!(exceptions(&imported("210102201800001234,甲,,,,2018-01-01,,,,,,\n")), Vec::<String>::new());
    let ledger = with("changed_keys = \"ignore\"\ndoubles = false", &rows);
    assert_eq!((ledger.rows, ledger.summary.totals.imported), (Vec::<Row>::new(), 6));
}

#[test]
fn amounts_lie_within_bounds() {
    let row = |cell: &str| format!("A-1,甲,,,,2018-01-01,,,,,,\"{cell}\"\n");
    for (cell, is_believed) in [
        ("120000000", false), // yuan, typed into a column of 万元
        ("50000000", true),
        ("50000000.01", false),
        ("5000亿元", true),
        ("5000.0001亿元", false),
        ("0.0001", true),
        ("0.00009", false),
        ("0.99元", false),
    ] {
        let ledger = imported(&row(cell));
        assert_eq!(profile(&ledger).total_investment().is_some(), is_believed, "{cell}");
        let code = format!("总投资|{cell}|amount_out_of_bounds");
        assert_eq!(exceptions(&ledger), if is_believed { vec![] } else { vec![code] });
    }
    let total = |keys: &str, cell: &str| profile(&with(keys, &row(cell))).total_investment().map(Money::minor);
    assert_eq!(total("bounds = false", "120000000"), Some(120_000_000_000_000));
    assert_eq!(total("bounds.amounts = false", "120000000"), Some(120_000_000_000_000));
    let own = r#"bounds.amounts = { from = "100万元", to = "1亿元" }"#;
    assert_eq!(
        (total(own, "99"), total(own, "100"), total(own, "10000"), total(own, "10001")),
        (None, Some(100_000_000), Some(10_000_000_000), None)
    );
    for (bad, is_toml) in [
        (r#"bounds.amounts = { from = "2亿元", to = "1亿元" }"#, false),
        (r#"bounds.dates = { from = "2019-01-01", to = "2018-12-31" }"#, false),
        (r#"bounds.dates = { from = "2019" }"#, true),
        (r#"bounds.amounts = { to = "1" }"#, true),
        ("bounds.days = false", true),
        ("bounds = 5", true),
    ] {
        let error = format!("{bad}\n{MAPPING}").parse::<Mapping>().unwrap_err();
        assert_eq!(
            (error == MappingError::Bounds, matches!(error, MappingError::Toml { .. })),
            (!is_toml, is_toml),
            "{bad}"
        );
    }
}

#[test]
fn who_stands_twice_is_listed() {
    let rows = "A-1,数控园,沈阳,,,2018-01-01,,,,,华岳公司,\n\
                A-2,数控园,大连,,,2018-01-01,,,,,乙公司,\n\
                A-3, 数 控园,沈阳,,,2018-01-01,,,,,丙公司,\n\
                A-4,丁,沈阳,,,2018-01-01,,,,,华岳公司\u{200b},\n\
                A-5,数控园,沈阳,,,2018-01-01,,,,,,\n\
                A-1,数控园,沈阳,,,2018-01-01,,,,,华岳公司,\n\
                A-6,戊,,,,,,,,,华岳公司,\n";
    let ledger = imported(rows);
    assert_eq!(
        json(&ledger.summary)["doubles"],
        serde_json::json!([
            {"by": "name", "value": "数 控园", "zone": "沈阳", "rows": [1, 3, 5]},
            {"by": "company", "value": "华岳公司", "rows": [1, 4]},
        ]),
        "what is not imported is none"
    );
    assert_eq!(projects(&ledger).len(), 5);
    assert!(json(&with("doubles = false", rows).summary).get("doubles").is_none());
    assert!(
        json(&imported("A-1,甲,,,,2018-01-01,,,,,,\nA-2,乙,,,,2018-01-01,,,,,,\n").summary).get("doubles").is_none()
    );
    // a column of codes
    let csv = format!(
        "代码,{HEADER}X-1,A-1,甲,,,,2018-01-01,,,,,,\n无,A-2,乙,,,,2018-01-01,,,,,,\nｘ－1,A-3,丙,,,,2018-01-01,,,,,,\n无,A-4,丁,,,,2018-01-01,,,,,,\n"
    );
    let ledger = super::office::file("doubles.codes = [\"代码\"]", &csv).expect("a ledger");
    assert_eq!(
        json(&ledger.summary)["doubles"],
        serde_json::json!([{"by": "code", "column": "代码", "value": "ｘ－1", "rows": [1, 3]}])
    );
}
