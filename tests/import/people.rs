//! What a person opens: the table of exceptions, and the kinds of a summary.

use project_lifecycle::import::import;

use super::office::{HEADER, mapping};
use super::{imported, json};
use crate::common::csv::read_csv;

/// What the table puts before a cell that would be a formula.
pub(super) fn mark(cell: &str) -> &'static str {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { "'" } else { "" }
}

/// The table as it is written, record by record.
fn table(csv: &str) -> (Vec<u8>, Vec<Vec<String>>) {
    table_with("", csv)
}

fn table_with(keys: &str, csv: &str) -> (Vec<u8>, Vec<Vec<String>>) {
    let mut table = Vec::new();
    let at = "2019-07-31T12:00:00+08:00".parse().expect("an instant");
    import(|| Ok(csv.as_bytes()), "x.csv", &mapping(keys), at, &mut std::io::sink(), &mut table, &mut |_| {})
        .expect("a ledger");
    let records = read_csv(str::from_utf8(&table).expect("UTF-8").trim_start_matches('\u{feff}'));
    (table, records)
}

#[test]
fn the_table_opens_in_a_spreadsheet() {
    let (bytes, records) = table(&format!("{HEADER}A-1,甲,,,待定,2018-01-01,,,,,,\n"));
    assert!(bytes.starts_with(b"\xef\xbb\xbfrow,key,column,value,code,detail,line\r\n"));
    assert_eq!(records[1][..5], ["1", "A-1", "更新", "待定", "placeholder"]);
    assert_eq!(records[1][6], "2");
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let formulas = ["=1+2", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+2", "－5"];
    for cell in formulas {
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        let csv = format!("{HEADER}{quoted},甲,,{quoted},,2018-01-01,{quoted},,,,,{quoted}\n");
        let (_, records) = table(&csv);
        assert!(records.len() >= 4, "{records:?}");
        for cell in records.iter().flatten() {
            assert_eq!(mark(cell), "", "{cell}");
        }
        assert!(records[1..].iter().any(|cells| cells[3] == format!("'{cell}")), "{records:?}");
    }
    // behind what is trimmed off
    let (_, records) = table(&format!("{HEADER}\"\t=1+2\",甲,,,x,2018-01-01,,,,,,\n"));
    assert_eq!(records[1][1], "'=1+2");
}

#[test]
fn the_file_s_line_stands_beside_the_record_s_number() {
    let csv = format!(
        "\n一览表,,,\n{HEADER}A-1,\"两\n行\",,,,2018-01-01,,,,,,\n\nA-2,乙,,,待定,2018-01-01,,,,,,\r\nA-3,\"丙\n\n\",,,x,2018-01-01,,,,,,\nA-4\n"
    );
    let (_, records) = table(&csv);
    let places: Vec<_> = records[1..].iter().map(|cells| (&*cells[0], &*cells[1], &*cells[6])).collect();
    assert_eq!(places, [("2", "A-2", "7"), ("3", "A-3", "8"), ("4", "A-4", "11")]);
    // a line ends in a line feed, with a carriage return before it or not, and in a file without any in a carriage return
    for end in ["\n", "\r", "\r\n"] {
        let lines = format!(
            "表\n{HEADER}A-1,甲,,,待定,2018-01-01,,,,,,\n\nA-2,\"乙\n\",,,x,2018-01-01,,,,,,\nA-3,丙,,,x,2018-01-01,,,,,,\n"
        );
        for keys in ["", "header.line = 2"] {
            let (_, records) = table_with(keys, &lines.replace('\n', end));
            let places: Vec<_> = records[1..].iter().map(|cells| (&*cells[1], &*cells[6])).collect();
            assert_eq!(places, [("A-1", "3"), ("A-2", "5"), ("A-3", "7")], "{end:?} {keys}");
        }
    }
    let (_, records) = table(&format!("{HEADER}A-1,\"甲\r乙\",,,待定,2018-01-01,,,,,,\nA-2,丙,,,x,2018-01-01,,,,,,\n"));
    assert_eq!([&*records[1][6], &*records[2][6]], ["2", "3"]);
    // behind lines that are gone over
    for (keys, above) in [("header.line = 3", "\"\n\"\n"), ("header.line = 2", "\"\r\n"), ("", "sep=,\r\n")] {
        let (_, records) = table_with(keys, &format!("{above}{HEADER}\nA-1,甲,,,待定,2018-01-01,,,,,,\n"));
        let line = above.matches('\n').count() + 3;
        assert_eq!((&*records[1][0], &*records[1][6]), ("1", &*line.to_string()), "{above:?}");
    }
}

#[test]
fn every_detail_is_in_both_languages() {
    let csv = format!(
        "{HEADER}A-1,甲,,什么,待定,1900-01-01,2018,2018-01-01,,农业,,约5000\nA-1,,,,,,,,,,,\n,,,,,,,,,,,\nA-2,,,注销,,,,,2018-01-01,,,\n\
         A-3,a,b\nA-4,,,,,,,,,,,,,x\n2E+17,,,开工,2018-01-01,,,,,,\"{}\",99999999999\nA-5,,{},,2018-01-01,,,,,,,\nA-6,\"a\0\",,,2018-01-01,,,,,,,\n\
         A-7,,,,,2018-01-01,2017-01-01,2019-01-01,,,,\nA-8,\"",
        "x".repeat(300),
        "z".repeat(300)
    );
    let (_, records) = table(&csv);
    let mut codes: Vec<_> = records[1..].iter().map(|cells| cells[4].clone()).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(
        codes,
        [
            "amount_out_of_bounds",
            "bad_amount",
            "bad_date",
            "bad_value",
            "changed_key",
            "date_out_of_bounds",
            "disputed",
            "duplicate_id",
            "name_invalid",
            "no_date",
            "no_key",
            "placeholder",
            "refused:outcome_not_allowed",
            "status_beyond_stage",
            "too_few_cells",
            "too_many_cells",
            "unknown_status",
            "unterminated_quote",
            "zone_invalid",
        ]
    );
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for cells in &records[1..] {
        let (english, chinese) = cells[5].split_once(" / ").unwrap_or_else(|| panic!("{cells:?}"));
        assert!(english.starts_with(|c: char| c.is_ascii() && !c.is_ascii_uppercase()), "{english}");
        // names of columns, keys of a mapping and cells are as they are
        assert!(!chinese.contains("effective_date") && !chinese.contains("allowed"), "{chinese}");
        assert!(chinese.chars().filter(|c| is_chinese(*c)).count() > 4, "{chinese}");
    }
}

#[test]
fn a_summary_names_its_kinds_in_both_languages() {
    let ledger = imported("1,,,,,,1/3/2010,,,,,\n1,,,,,,,,,,,\n2,,,Expired,9/9/2020,soon,1/3/2010,x,y,,,\n");
    let kinds = ledger.summary.kinds();
    let told: Vec<_> = kinds.iter().map(|kind| (kind.code, kind.count, kind.labels)).collect();
    assert_eq!(
        told,
        [
            ("bad_date", 2, ["no date", "日期无法识别"]),
            ("duplicate_id", 1, ["an earlier record has the same key", "编号重复"]),
            ("refused:not_permitted", 1, ["the law has no such step from there", "当前阶段不能办理该环节"]),
        ]
    );
    assert_eq!(json(&ledger.summary)["exceptions"].as_object().expect("an object").len(), 3);
}
