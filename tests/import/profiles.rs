//! Amounts and the other columns of the profile, and the forms of dates.

use project_lifecycle::lifecycle::{ProjectCategory, ProjectKind};
use project_lifecycle::value::Edition;
use project_lifecycle::{Money, Project, Text};

use proptest::prelude::*;

use super::{HEADER, Imported, MAPPING, Row, json, mapping, now, row, told, try_import};

const PROFILE: &str = r#"
[profile]
total_investment = { column = "Sum", unit = "万元" }
category = { column = "Category", synonyms = { "工业" = "industrial" } }
kind = { column = "Kind" }
industry = { column = "Industry", edition = "2011" }
investor = "Investor"
"#;

/// Imports rows whose first cells are those of the profile.
fn imported(rows: &str) -> Imported {
    let csv = format!("Sum,Category,Kind,Industry,Investor,{HEADER}{rows}");
    try_import(csv.as_bytes(), &mapping(&format!("{MAPPING}{PROFILE}")), now()).expect("the ledger as a whole is good")
}

fn projects(ledger: &Imported) -> Vec<Project> {
    let planned = ledger.events.iter().filter(|event| event.version() == 1);
    planned.map(|event| Project::replay([event.clone()]).expect("a planning")).collect()
}

#[test]
fn a_profile_is_read_in_either_language() {
    let ledger = imported(
        "\"1,200.5\",产业项目,PPP项目,P82, 沈阳机床 ,1,,,,9/9/2020,,,,,,,\n\
         1.2亿元,real_estate,Public work,Ｐ８２１,Example Ltd,2,,,,9/9/2020,,,,,,,\n\
         \u{3000}３５０元\u{3000},工业,,,,3,,,,9/9/2020,,,,,,,\n,,,,,4,,,,9/9/2020,,,,,,,\n",
    );
    assert_eq!(ledger.rows, Vec::<Row>::new());
    let projects = projects(&ledger);
    let told = |at: usize| {
        let profile = projects[at].profile();
        let industry = profile.industry().map(|code| (code.as_str().to_owned(), code.edition()));
        let investor = profile.investor().map(|id| id.as_str().to_owned());
        (profile.total_investment().map(Money::minor), profile.category(), profile.kind(), industry, investor)
    };
    assert_eq!(
        told(0),
        (
            Some(1_200_500_000),
            Some(ProjectCategory::Industrial),
            ProjectKind::Ppp,
            Some(("P82".into(), Edition::Gbt2011)),
            Some("沈阳机床".into())
        )
    );
    assert_eq!(
        told(1),
        (
            Some(12_000_000_000),
            Some(ProjectCategory::RealEstate),
            ProjectKind::PublicWork,
            Some(("P821".into(), Edition::Gbt2011)),
            Some("Example Ltd".into())
        )
    );
    assert_eq!(told(2), (Some(35_000), Some(ProjectCategory::Industrial), ProjectKind::Enterprise, None, None));
    assert_eq!(told(3), (None, None, ProjectKind::Enterprise, None, None));
}

#[test]
fn what_cannot_be_read_is_an_exception_and_counts_as_empty() {
    let long = "x".repeat(257);
    let ledger = imported(&format!(
        "约5000,农业,PPP,8210,{long},1,,,,soon,,1/3/2010,,,,,\n0,,,P83,\"a\tb\",2,,,,9/9/2020,,,,,,,\n"
    ));
    assert_eq!(
        ledger.rows,
        [
            row(1, "1", "Updated", "soon", "bad_date"),
            row(1, "1", "Sum", "约5000", "bad_amount"),
            row(1, "1", "Category", "农业", "bad_value"),
            row(1, "1", "Kind", "PPP", "bad_value"),
            row(1, "1", "Industry", "8210", "bad_value"),
            row(1, "1", "Investor", &long, "bad_value"),
            row(2, "2", "Sum", "0", "bad_amount"),
            row(2, "2", "Industry", "P83", "bad_value"),
            row(2, "2", "Investor", "a\tb", "bad_value"),
        ]
    );
    assert!(ledger.details[1].contains("`约5000` has no number") && ledger.details[1].ends_with("该单元格按空白处理"));
    assert!(ledger.details[2].contains("产业项目") && ledger.details[2].contains("工业"), "{}", ledger.details[2]);
    assert_eq!(
        told(&ledger.events),
        ["planned 2010-03-01 Applied", "negotiating 2010-03-01 Applied", "planned 2020-09-09 Updated"]
    );
    assert!(projects(&ledger).iter().all(|project| project.profile().total_investment().is_none()));
    assert_eq!(
        json(&ledger.summary)["exceptions"],
        serde_json::json!({"bad_amount": 2, "bad_date": 1, "bad_value": 6})
    );
}

#[test]
fn a_record_that_is_not_imported_keeps_its_profile() {
    let ledger = imported(
        "5,,,,,1,,,,9/9/2020,,,,,,,\n6,农业,,,Ltd,1,,,,9/9/2021,,,,,,,\n7,,,,Ltd,,,,,,,,,,,,\n8,农业,,,Ltd,3,,,,,4/4/2004,,,,,,\n",
    );
    assert_eq!(
        ledger.rows,
        [
            row(2, "1", "Id", "1", "duplicate_id"),
            row(3, "", "", "", "no_key"),
            row(4, "3", "Category", "农业", "bad_value"),
            row(4, "3", "", "", "no_date"),
        ]
    );
    let ends = |at: usize, text: &str| assert!(ledger.details[at].ends_with(text), "{}", ledger.details[at]);
    ends(
        0,
        "; its dated cells / 日期栏：Updated = 9/9/2021; its profile / 项目信息栏：Sum = 6; Category = 农业; Investor = Ltd",
    );
    ends(1, "; its profile / 项目信息栏：Sum = 7; Investor = Ltd");
    ends(3, "; its dated cells / 日期栏：Objection = 4/4/2004; its profile / 项目信息栏：Sum = 8; Investor = Ltd");
}

#[test]
fn a_mapping_s_date_forms_may_be_mixed() {
    let forms = r#"["d/m/yyyy", "yyyy-m-d", "yyyy/m/d", "yyyy.m.d", "yyyy年m月d日", "excel"]"#;
    let mapping = mapping(&MAPPING.replace("[\"d/m/yyyy\"]", &format!("{forms}\nserials = [\"Updated\"]")));
    let csv = format!(
        "{HEADER}1,,,Running,,,30/6/2018,2018-7-1,,2018/8/2,2018.9.3,\n2,,,,２０１８年６月３０日,,,,,,,\n3,,,,43281,,,,,,,\n4,,,,2018年2月30日,,,,,,,\n"
    );
    let ledger = try_import(csv.as_bytes(), &mapping, now()).unwrap();
    let told: Vec<_> = told(&ledger.events).into_iter().filter(|line| !line.starts_with('~')).collect();
    assert_eq!(
        told,
        [
            "planned 2018-06-30 Applied",
            "negotiating 2018-06-30 Applied",
            "signed 2018-07-01 Granted",
            "started 2018-08-02 Started",
            "operating 2018-09-03 Operating",
            "planned 2018-06-30 Updated",
            "planned 2018-06-30 Updated",
        ]
    );
    assert_eq!(ledger.rows, [row(4, "4", "Updated", "2018年2月30日", "bad_date"), row(4, "4", "", "", "no_date")]);
    assert!(ledger.details[0].contains("yyyy.m.d or yyyy年m月d日 or excel"), "{}", ledger.details[0]);
}

#[test]
fn a_synonym_of_a_status_is_that_status() {
    let text = MAPPING.replace("status = \"Refused\"", "status = \"Refused\"\nsynonyms = [\"流失\", \"洽谈终止\"]");
    let csv = format!(
        "{HEADER}1,,,流失,,,1/3/2010,,,,,2/2/2012\n2,,,洽谈终止\u{3000},,,1/3/2010,,,,,\n3,,,流 失,,,1/3/2010,,,,,\n"
    );
    let ledger = try_import(csv.as_bytes(), &mapping(&text), now()).unwrap();
    assert_eq!(json(&ledger.summary)["stages"], serde_json::json!({"closed": 2, "negotiating": 1}));
    assert_eq!(told(&ledger.events)[2], "closed 2012-02-02 Withdrawn");
}

proptest! {
    #[test]
    fn a_cell_is_read_or_told(cells in prop::collection::vec("[0-9０-９.,亿万元产业项目P-]{0,6}|[^\\p{C}\u{fffd}]{0,4}", 5)) {
        let quoted: Vec<_> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let ledger = imported(&format!("{},1,,,,9/9/2020,,,,,,,\n", quoted.join(",")));
        let projects = projects(&ledger);
        let profile = projects[0].profile();
        // what nobody sees is blank
        let is_filled = |cell: &String| Text::new(cell.as_str()).is_ok();
        let filled = cells.iter().filter(|cell| is_filled(cell)).count();
        let is_kind_told = ledger.rows.iter().any(|row| row[2] == "Kind");
        let read = [
            profile.total_investment().is_some(),
            profile.category().is_some(),
            is_filled(&cells[2]) && !is_kind_told,
            profile.industry().is_some(),
            profile.investor().is_some(),
        ];
        prop_assert_eq!(read.iter().filter(|is_read| **is_read).count() + ledger.rows.len(), filled);
    }
}
