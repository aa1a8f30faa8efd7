//! Papers as files, for other programs to read: `tests/interop/workbooks` holds the workbooks against the CSVs.

use project_lifecycle::Language;
use project_lifecycle::board::papers::PrintedPapers;

use super::{Office, hostile};
use crate::common::day;

/// Writes each paper of a hostile city in every form, into the folder that `PAPERS` names.
#[test]
#[ignore = "it writes files: name a folder with PAPERS"]
fn papers_are_written() {
    let out = std::path::PathBuf::from(std::env::var_os("PAPERS").expect("PAPERS names a folder"));
    std::fs::create_dir_all(&out).expect("a folder");
    let city = hostile::city();
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, day("2018-06-30"), now);
    let papers = office.papers();
    let write = |name: String, bytes: &[u8]| std::fs::write(out.join(name), bytes).expect("written");
    for language in Language::ALL {
        for paper in &papers {
            write(format!("{}.{language}.csv", paper.name()), paper.csv(language).to_string().as_bytes());
        }
        write(format!("papers.{language}.html"), PrintedPapers::new(&papers, language).to_string().as_bytes());
        #[cfg(feature = "xlsx")]
        write(
            format!("papers.{language}.xlsx"),
            &project_lifecycle::board::papers::workbook(&papers, language).expect("a workbook"),
        );
    }
}
