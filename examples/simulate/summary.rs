//! What the run ends with, in both languages.

use project_lifecycle::project::Change;
use project_lifecycle::store::{CurrentStates, ProjectQuery};
use project_lifecycle::{EventLog, Language, Stage};

use crate::Result;
use crate::office::{Office, SOURCE};

/// Says what the store holds now.
pub(crate) fn show(office: &Office) -> Result<()> {
    let counts = office.store.counts(&ProjectQuery::all())?;
    println!("模拟数据 / SYNTHETIC DATA: {SOURCE}");
    println!("\n项目按阶段 / projects by stage");
    let mut all = 0;
    for stage in Stage::ALL {
        let count = counts.get(&stage).copied().unwrap_or(0);
        all += count;
        println!("  {count:>7}  {} / {}", stage.label(Language::Chinese), stage.label(Language::English));
    }
    println!("  {all:>7}  合计 / in all");
    println!("\n日志记录 / records: {}", office.store.head()?.size());
    let refused: u64 = office.refusals.values().sum();
    println!("\n被拒绝的命令 / refused commands: {refused}");
    for ((command, code), count) in &office.refusals {
        let label = |language| Change::label_of(command, language).unwrap_or(command);
        println!("  {count:>7}  {} / {}: {code}", label(Language::Chinese), label(Language::English));
    }
    Ok(())
}
