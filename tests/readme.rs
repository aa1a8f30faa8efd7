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
