//! No circles between the files of one module, through imports or through inherent methods, which no import shows.
//!
//! A file uses another if it imports from it, or calls a function or method whose name only the other defines. A module's
//! own `mod.rs` holds the type that all of it is about, so whatever it uses says nothing; a parent and its children
//! may name one another's types, but not call both ways.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{called, functions, imports, leads_to, library};

type Uses = BTreeMap<(String, String), BTreeSet<String>>;

/// The circles that stay: which files use which, and why that is no fault.
const KNOWN: [(&[&str], &str, &str); 10] = [
    (
        &["audit/log/head.rs"],
        "audit/append/seal.rs",
        "the head of a new log comes with its first record, which is sealed like any other",
    ),
    (&["audit/log/head.rs"], "audit/wire/log.rs", "the same: what the first record says stands with its kind"),
    (
        &["audit/record/mod.rs"],
        "audit/wire/project/mod.rs",
        "a record gives its event; how it reads stands with its kind",
    ),
    (&["audit/record/mod.rs"], "audit/wire/zone.rs", "the same"),
    (&["canonical/encoder.rs"], "canonical/compound.rs", "an encoder opens arrays and objects, which write on with it"),
    (&["canonical/compound.rs"], "canonical/key.rs", "a map's key is a value in it, as a serializer sees it"),
    (&["evidence/gate.rs"], "evidence/requirement.rs", "a gate declares what the list of all gates shows"),
    (
        &["lifecycle/cause.rs", "lifecycle/outcome.rs", "lifecycle/position.rs", "lifecycle/stage.rs"],
        "lifecycle/law.rs",
        "a word of the law answers by the newest law",
    ),
    (&["lifecycle/stage.rs"], "lifecycle/rows.rs", "the stages are read off the table, which names them"),
    (
        &["project/fact/presentation.rs"],
        "project/fact/prolongation.rs",
        "both are about one commitment, whose papers are kept in one place",
    ),
];

fn known() -> Vec<(&'static str, &'static str)> {
    KNOWN.iter().flat_map(|(users, used, _)| users.iter().map(move |user| (*user, *used))).collect()
}

/// Names that the standard library's types have as well: a call says nothing.
const STANDARD: [&str; 3] = ["contains", "insert", "len"];

/// Who uses what of whom, within one module.
fn uses(files: &BTreeMap<String, String>) -> Uses {
    let mut definers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, code) in files {
        for name in functions(code) {
            definers.entry(name).or_default().push(file);
        }
    }
    let mut uses = Uses::new();
    for (file, code) in files {
        let Some((module, _)) = file.split_once('/') else { continue };
        let root = format!("{module}/mod.rs");
        let mut note = |to: &str, name: &str| {
            if to != file && to.starts_with(&format!("{module}/")) && *file != root && to != root {
                uses.entry((file.clone(), to.to_owned())).or_default().insert(name.to_owned());
            }
        };
        for name in called(code) {
            if let Some([definer]) = definers.get(name).map(Vec::as_slice)
                && !STANDARD.contains(&name)
            {
                note(definer, name);
            }
        }
        for path in imports(code) {
            let Some(to) = leads_to(files, file, &path) else { continue };
            let is_parent = |parent: &str, child: &str| {
                parent.strip_suffix("mod.rs").is_some_and(|folder| child.starts_with(folder))
            };
            if !is_parent(&to, file) && !is_parent(file, &to) {
                note(&to, path.last().map_or("", String::as_str));
            }
        }
    }
    uses
}

/// What lies on circles.
fn circles(uses: &Uses, known: &[(&str, &str)]) -> Uses {
    let mut left = uses.clone();
    left.retain(|(from, to), _| !known.contains(&(from.as_str(), to.as_str())));
    let mut used_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in left.keys() {
        used_by.entry(from).or_default().push(to);
    }
    let leads_back = |(from, to): &(String, String)| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![to.as_str()]);
        while let Some(file) = next.pop() {
            if seen.insert(file) {
                next.extend(used_by.get(file).into_iter().flatten());
            }
        }
        seen.contains(from.as_str())
    };
    left.iter().filter(|(edge, _)| leads_back(edge)).map(|(edge, names)| (edge.clone(), names.clone())).collect()
}

fn told(uses: &Uses) -> Vec<String> {
    uses.iter().map(|((from, to), names)| format!("{from} uses of {to}: {names:?}")).collect()
}

#[test]
fn files_of_a_module_know_one_another_one_way() {
    let uses = uses(&library());
    assert!(uses.len() > 200, "only {} uses found", uses.len());
    let known = known();
    let found = told(&circles(&uses, &known));
    assert!(found.is_empty(), "{found:#?}");
    // what is no circle any more is no exception either
    for edge in &known {
        let others: Vec<_> = known.iter().copied().filter(|other| other != edge).collect();
        assert!(!circles(&uses, &others).is_empty(), "{edge:?} is no circle: strike it from the list");
    }
}

#[test]
fn a_call_back_is_a_circle() {
    // what deciding finds is asked by what it rests on: by a method, which no import shows
    for (file, line, to) in [
        ("project/state.rs", "fn back() { project.decide_under(command); }", "project/decide.rs"),
        ("project/structure.rs", "fn back() { project.guard_date(change); }", "project/guard/mod.rs"),
        ("reason/lift.rs", "use super::ReasonReport;", "reason/report.rs"),
    ] {
        let mut files = library();
        files.get_mut(file).expect("a file").push_str(&format!("\n{line}\n"));
        let found = circles(&uses(&files), &known());
        assert!(found.contains_key(&(file.to_owned(), to.to_owned())), "{line}: {:#?}", told(&found));
    }
}
