//! The README's diagram and table are those of the law.

use std::fmt::Write as _;

use project_lifecycle::lifecycle::EDGES;
use project_lifecycle::{Language, Stage, Verb};

const README: &str = include_str!("../README.md");
const README_ZH: &str = include_str!("../README.zh-CN.md");

/// The law as a Mermaid state diagram, an edge a line.
fn diagram() -> String {
    let mut text = String::from("    [*] --> planned\n");
    for edge in EDGES {
        let _ = writeln!(text, "    {} --> {}: {}", edge.from, edge.to, edge.verb);
    }
    text + "    closed --> [*]\n"
}

/// The law as a table, a verb a line.
fn table() -> String {
    let mut text = String::from("| verb | 中文 | from | to | evidence | event type |\n|---|---|---|---|---|---|\n");
    for verb in Verb::ALL {
        let edges = || EDGES.iter().filter(move |edge| edge.verb == verb);
        let names = |stages: Vec<Stage>| {
            let mut names: Vec<_> = stages.iter().map(|stage| stage.code()).collect();
            names.dedup();
            names.join(", ")
        };
        let to = if verb == Verb::Revive {
            "the stage it stalled in".to_owned()
        } else {
            names(edges().map(|edge| edge.to).collect())
        };
        let from = names(edges().map(|edge| edge.from).collect());
        let (code, chinese) = (verb.code(), verb.label(Language::Chinese));
        let (gate, event) = (verb.gate().label(Language::English), verb.event_name());
        let _ = writeln!(text, "| `{code}` | {chinese} | {from} | {to} | {gate} | `{event}` |");
    }
    text
}

#[test]
fn the_readme_states_the_law_as_it_is() {
    for part in [diagram(), table()] {
        assert!(README.contains(&part), "README.md lacks this, to the letter:\n{part}");
    }
    assert!(README_ZH.contains(&table()), "README.zh-CN.md lacks the law's table");
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
