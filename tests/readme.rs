//! The READMEs' tables and diagrams are those of the law.

use std::fmt::Write as _;

use project_lifecycle::lifecycle::EDGES;
use project_lifecycle::{Language, Stage, Verb};

const README: &str = include_str!("../README.md");
const README_ZH: &str = include_str!("../README.zh-CN.md");

/// The law as a table, a verb a line. The Chinese one has the names of stages and evidence in place of their codes.
fn table(language: Language) -> String {
    let mut text = String::from(language.pick(
        "| verb | 中文 | from | to | evidence | event type |\n|---|---|---|---|---|---|\n",
        "| 代码 | 办理事项 | 变更前阶段 | 变更后阶段 | 佐证材料 | 记录类型 |\n|---|---|---|---|---|---|\n",
    ));
    for verb in Verb::ALL {
        let edges = || EDGES.iter().filter(move |edge| edge.verb == verb);
        let names = |stages: Vec<Stage>| {
            let name = |stage: &Stage| language.pick(stage.code(), stage.label(Language::Chinese));
            let mut names: Vec<_> = stages.iter().map(name).collect();
            names.dedup();
            names.join(language.pick(", ", "、"))
        };
        let to = if verb == Verb::Revive {
            language.pick("the stage it stalled in", "停滞时的阶段").to_owned()
        } else {
            names(edges().map(|edge| edge.to).collect())
        };
        let from = names(edges().map(|edge| edge.from).collect());
        let (code, chinese) = (verb.code(), verb.label(Language::Chinese));
        let (gate, event) = (verb.gate().label(language), verb.event_name());
        let _ = writeln!(text, "| `{code}` | {chinese} | {from} | {to} | {gate} | `{event}` |");
    }
    text
}

#[test]
fn the_readme_states_the_law_as_it_is() {
    let table_en = table(Language::English);
    assert!(README.contains(&table_en), "README.md lacks this, to the letter:\n{table_en}");
    let table_zh = table(Language::Chinese);
    assert!(README_ZH.contains(&table_zh), "README.zh-CN.md lacks this, to the letter:\n{table_zh}");
}

/// Each has one diagram, and it is what `cargo run --features board --example law -- --language en|zh` prints.
#[cfg(feature = "board")]
#[test]
fn the_readmes_draw_the_law_as_the_board_does() {
    for (readme, language) in [(README, Language::English), (README_ZH, Language::Chinese)] {
        let drawn: Vec<_> = readme.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(drawn, [project_lifecycle::board::LawDiagram::new(language).mermaid().to_string()], "{language}");
    }
}

/// Each feature of the manifest with the crates that it gates.
fn features() -> Vec<(String, Vec<String>)> {
    let manifest = include_str!("../Cargo.toml");
    let section = manifest.split("\n[features]\n").nth(1).and_then(|rest| rest.split("\n[").next()).expect("features");
    let lines = section.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let features = lines.filter(|(name, _)| *name != "default").map(|(name, gates)| {
        let crates = gates.split('"').filter_map(|gated| gated.strip_prefix("dep:")).map(Into::into);
        (name.to_owned(), crates.collect())
    });
    features.collect()
}

#[test]
fn the_readme_names_each_feature_with_its_crates() {
    let rows: Vec<_> =
        README.lines().filter(|line| line.starts_with("| `") && line.matches('|').count() == 5).collect();
    let features = features();
    assert!(features.len() > 8, "{features:?}");
    for (feature, crates) in features {
        let row = rows.iter().find(|row| row.starts_with(&format!("| `{feature}` |")));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {feature}"));
        let told = row.split('|').nth(3).expect("a column of crates");
        let told: Vec<_> = told.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(told, crates, "{feature}");
    }
}

/// Chinese prose has Chinese punctuation; code, addresses and commands are as they are.
#[test]
fn the_chinese_readme_has_full_width_punctuation() {
    let prose: Vec<_> = README_ZH.split("```").step_by(2).collect();
    // a character stands for each piece of code
    let prose = prose.join("\n").split('`').step_by(2).collect::<Vec<_>>().join("码");
    let chars: Vec<_> = prose.chars().collect();
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for three in chars.windows(3).filter(|three| ",:;()!?".contains(three[1])) {
        assert!(!is_han(three[0]) && !is_han(three[2]), "half-width: {}", three.iter().collect::<String>());
    }
    for word in ["督办", "不透明", "宿主", "指令", "生效", "项目专员", "洽谈未果", "认定僵尸"] {
        assert!(!README_ZH.contains(word), "{word}");
    }
    assert!(!README_ZH.replace("异地流转", "").contains("流转"));
}
