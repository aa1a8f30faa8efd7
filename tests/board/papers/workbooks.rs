//! Workbooks: what can be said of them without reading them; other people's programs do that.

use project_lifecycle::Language;
use project_lifecycle::board::papers::workbook;

use super::{Office, hostile};
use crate::common::day;

/// The same papers give the same bytes, and each language its own.
#[test]
fn a_workbook_is_the_same_every_time() {
    let city = hostile::city();
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-06-30"), now);
    let papers = office.papers();
    let [english, chinese] = Language::ALL.map(|language| workbook(&papers, language).expect("a workbook"));
    assert!(english.starts_with(b"PK") && chinese.starts_with(b"PK"));
    assert_ne!(english, chinese);
    assert_eq!(workbook(&papers, Language::Chinese).expect("a workbook"), chinese);
}

/// Papers of one title go into one workbook: their tabs are told apart.
#[test]
fn tabs_have_names_of_their_own() {
    let city = hostile::city();
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-06-30"), now);
    let mut papers = office.papers();
    papers.extend(office.papers());
    for language in Language::ALL {
        assert!(workbook(&papers, language).is_ok(), "{language}");
    }
}
