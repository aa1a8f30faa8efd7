//! A ledger as a Chinese office keeps it, for the tests of what such ledgers do.

use project_lifecycle::import::{ImportError, Mapping};
use project_lifecycle::{Profile, Project, Stage};

use super::{Imported, told, try_import};

pub(super) const MAPPING: &str = r#"
source = "urn:example:office"
encodings = ["utf-8", "gb18030"]
dates = ["yyyy-m-d", "yyyy/m/d", "yyyy.m.d", "yyyy年m月d日", "excel"]
actor = { kind = "system", id = "office" }
[policy]
preset = "shenyang_2018"
utc_offset = "+08:00"
[columns]
key = "编号"
name = "名称"
zone = { column = "开发区", blank = "未填" }
status = "状态"
updated = "更新"
[profile]
total_investment = { column = "总投资", unit = "万元" }
category = { column = "类别", synonyms = { "工业" = "产业项目" } }
investor = "投资方"
[[milestone]]
stage = "洽谈"
columns = ["洽谈日"]
[[milestone]]
stage = "签约"
columns = ["签约日"]
[[milestone]]
stage = "开工"
columns = ["开工日"]
[[final]]
status = "注销"
verb = "close"
outcome = "dissolved"
columns = ["退出日", "更新"]
[status]
stages = { "在谈" = "洽谈", "已签约" = "签约", "在建" = "开工" }
"#;

pub(super) const HEADER: &str = "编号,名称,开发区,状态,更新,洽谈日,签约日,开工日,退出日,类别,投资方,总投资\n";

/// The mapping with keys before its first table.
pub(super) fn mapping(keys: &str) -> Mapping {
    format!("{keys}\n{MAPPING}").parse().expect("a mapping")
}

/// A whole file, imported on 31 July 2019.
pub(super) fn file(keys: &str, csv: &str) -> Result<Imported, ImportError> {
    try_import(csv.as_bytes(), &mapping(keys), "2019-07-31T12:00:00+08:00".parse().expect("an instant"))
}

/// The rows under the header.
pub(super) fn with(keys: &str, rows: &str) -> Imported {
    file(keys, &format!("{HEADER}{rows}")).expect("the ledger as a whole is good")
}

/// The same by the mapping as it stands.
pub(super) fn imported(rows: &str) -> Imported {
    with("", rows)
}

/// The projects, in the order of their records.
pub(super) fn projects(ledger: &Imported) -> Vec<Project> {
    let mut starts: Vec<_> = (0..ledger.events.len()).filter(|at| ledger.events[*at].version() == 1).collect();
    starts.push(ledger.events.len());
    let stream = |pair: &[usize]| Project::replay(ledger.events[pair[0]..pair[1]].to_vec()).expect("a history");
    starts.windows(2).map(stream).collect()
}

/// The only project.
pub(super) fn project(ledger: &Imported) -> Project {
    let mut all = projects(ledger);
    assert_eq!(all.len(), 1, "{:?}", ledger.rows);
    all.remove(0)
}

pub(super) fn profile(ledger: &Imported) -> Profile {
    project(ledger).profile().clone()
}

pub(super) fn stage(ledger: &Imported) -> Stage {
    project(ledger).stage()
}

/// The events without what is inferred.
pub(super) fn days(ledger: &Imported) -> Vec<String> {
    told(&ledger.events).into_iter().filter(|line| !line.starts_with('~')).collect()
}

/// `column value code` of every exception.
pub(super) fn exceptions(ledger: &Imported) -> Vec<String> {
    ledger.rows.iter().map(|[_, _, column, value, code]| format!("{column}|{value}|{code}")).collect()
}
