//! The names: what the root has, what the prelude has beside it, and one public path for everything else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a first program needs, by the feature that brings it.
const ROOT: [(&str, &[&str]); 3] = [
    (
        "",
        &[
            "Actor",
            "ActorId",
            "AnyStaged",
            "AppendError",
            "AppendRequest",
            "AuthType",
            "ClientId",
            "Command",
            "Context",
            "Day",
            "Decision",
            "Event",
            "EventId",
            "EventLog",
            "EventStore",
            "Language",
            "LoadError",
            "MemoryStore",
            "Money",
            "OrgId",
            "Pending",
            "Policy",
            "Profile",
            "Project",
            "ProjectId",
            "Reason",
            "Receipt",
            "Record",
            "Refusal",
            "Source",
            "Stage",
            "Staged",
            "StoreError",
            "Text",
            "Timestamp",
            "Verb",
            "Verdict",
            "ZoneId",
            "verify",
        ],
    ),
    ("postgres", &["PostgresStore", "SchemaError"]),
    ("sqlite", &["OpenError", "SqliteStore"]),
];

/// What the prelude has beside the root, the forms and their evidence.
const BESIDE_FORMS: [&str; 3] = ["Attachment", "Document", "Permit"];
/// What a request needs: a form, lists, and answers.
const OF_REQUESTS: [&str; 4] = ["Answer", "CommandForm", "Problem", "ProjectQuery"];
const STORE_TRAITS: [&str; 4] = ["CurrentStates", "Cursors", "EventLog", "EventStore"];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A `pub use`: the feature that it needs, or nothing, and its tree.
fn reexports(text: &str) -> Vec<(String, String)> {
    let (mut found, mut feature) = (Vec::new(), String::new());
    let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    while let Some(line) = lines.next() {
        if let Some(named) = line.strip_prefix("#[cfg(feature = \"") {
            feature = named.trim_end_matches("\")]").to_owned();
        } else if let Some(first) = line.strip_prefix("pub use ") {
            let mut tree = first.to_owned();
            while !tree.ends_with(';') {
                tree += lines.next().expect("a `pub use` ends");
            }
            found.push((std::mem::take(&mut feature), tree.trim_end_matches(';').to_owned()));
        } else {
            feature.clear();
        }
    }
    found
}

/// The names that a tree of imports brings.
fn names(tree: &str) -> BTreeSet<String> {
    let leaves = tree.split([',', '{', '}']).map(str::trim).filter(|leaf| !leaf.is_empty() && !leaf.ends_with("::"));
    let name = |leaf: &str| {
        let leaf = leaf.rsplit(" as ").next().unwrap_or(leaf);
        leaf.rsplit("::").next().unwrap_or(leaf).to_owned()
    };
    leaves.map(name).collect()
}

/// The names that a file re-exports, each with the feature that it needs.
fn reexported(text: &str) -> BTreeSet<(String, String)> {
    let each = reexports(text).into_iter();
    each.flat_map(|(feature, tree)| names(&tree).into_iter().map(move |name| (feature.clone(), name))).collect()
}

fn root() -> BTreeSet<(String, String)> {
    let pairs = ROOT.iter().flat_map(|(feature, names)| names.iter().map(move |name| (*feature, *name)));
    pairs.map(|(feature, name)| (feature.to_owned(), name.to_owned())).collect()
}

#[test]
fn the_root_has_what_a_first_program_needs() {
    let found = reexported(&read(&src().join("lib.rs")));
    assert_eq!(found, root());
    assert!(found.len() <= 48, "{} names are no first page", found.len());
}

#[test]
fn the_prelude_is_the_root_with_the_forms_and_the_traits_of_stores() {
    let evidence: BTreeSet<_> =
        reexported(&read(&src().join("evidence/mod.rs"))).into_iter().map(|(_, name)| name).collect();
    let mut expected = root();
    let mut add = |name: &str| expected.insert((String::new(), name.to_owned()));
    let mut forms = 0;
    for filled in evidence.iter().filter_map(|name| name.strip_suffix("Form")) {
        assert!(evidence.contains(filled), "{filled}Form has no evidence");
        add(&format!("{filled}Form"));
        add(filled);
        forms += 1;
    }
    assert_eq!(forms, 12, "a gate has a form");
    for name in BESIDE_FORMS.into_iter().chain(OF_REQUESTS).chain(STORE_TRAITS) {
        add(name);
    }
    assert_eq!(reexported(&read(&src().join("prelude.rs"))), expected);
}

#[test]
fn nothing_is_reexported_by_a_glob() {
    fn walk(folder: &Path, seen: &mut usize) {
        for entry in std::fs::read_dir(folder).expect("src is there") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                walk(&path, seen);
            } else {
                let text = read(&path);
                let of_crate = text.lines().map(str::trim).filter(|line| line.starts_with("pub(crate) use "));
                for tree in reexports(&text).iter().map(|(_, tree)| tree.as_str()).chain(of_crate) {
                    assert!(!tree.contains('*'), "{} re-exports {tree}", path.display());
                    *seen += 1;
                }
            }
        }
    }
    let mut seen = 0;
    walk(&src(), &mut seen);
    assert!(seen > 50, "only {seen} re-exports found");
}

/// The file of a module that stands in a folder.
fn file_of(folder: &Path, module: &str) -> Option<PathBuf> {
    let candidates = [folder.join(module).join("mod.rs"), folder.join(format!("{module}.rs"))];
    candidates.into_iter().find(|candidate| candidate.exists())
}

/// Notes each name that a public module has, re-exported or its own, and goes on to the public modules in it.
fn note(module: &str, file: &Path, paths: &mut BTreeMap<String, Vec<String>>) {
    let text = read(file);
    // of a file that is no `mod.rs` the modules stand in a folder of its name
    let folder = if file.ends_with("mod.rs") { file.with_file_name("") } else { file.with_extension("") };
    let mut has = |name: &str| paths.entry(name.to_owned()).or_default().push(format!("{module}::{name}"));
    let mut within = Vec::new();
    for (_, tree) in reexports(&text) {
        let path = tree.split('{').next().unwrap_or(&tree).split("::").collect::<PathBuf>();
        if !tree.contains('{') && file_of(&folder, &path.to_string_lossy()).is_some() {
            within.push(path.to_string_lossy().into_owned());
        }
        for name in names(&tree) {
            has(&name);
        }
    }
    for line in text.lines() {
        let Some(item) = line.strip_prefix("pub ") else { continue };
        let item = item.replacen("const fn ", "fn ", 1);
        let mut words = item.split_whitespace();
        let (Some(kind), Some(name)) = (words.next(), words.next()) else { continue };
        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        match kind {
            "mod" => {
                has(&name);
                within.push(name);
            }
            "use" => {}
            _ => has(&name),
        }
    }
    for inner in within {
        let file = file_of(&folder, &inner).unwrap_or_else(|| panic!("{module}::{inner} has a file"));
        let name = inner.rsplit('/').next().unwrap_or(&inner).to_owned();
        note(&format!("{module}::{name}"), &file, paths);
    }
}

#[test]
fn every_other_name_has_one_path() {
    let (lib, mut paths) = (read(&src().join("lib.rs")), BTreeMap::new());
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    // the prelude has the root's names again, and no program can name what stands in the cookbook
    for module in modules.filter(|module| !["prelude", "cookbook"].contains(module)) {
        let file = file_of(&src(), module).unwrap_or_else(|| panic!("{module} has a file"));
        note(module, &file, &mut paths);
    }
    assert!(paths.len() > 200, "only {} names found", paths.len());
    for known in ["audit::merkle::verify_inclusion", "project::fact::Link", "staged::marker::InStage", "value::Uuid"] {
        assert!(paths.values().flatten().any(|path| path == known), "{known} is not found");
    }
    let twice: Vec<_> = paths.values().filter(|paths| paths.len() > 1).collect();
    assert!(twice.is_empty(), "more than one public path: {twice:#?}");
}

/// The lines of a file's own documentation.
fn module_docs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_prefix("//! "))
}

/// The place that rustdoc gives a heading.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

#[test]
fn the_cookbooks_contents_name_every_task_in_its_order() {
    let folder = src().join("cookbook");
    let contents = read(&folder.join("mod.rs"));
    let (mut told, mut files) = (Vec::new(), Vec::new());
    for link in module_docs(&contents).filter_map(|line| line.strip_prefix("- [")?.strip_suffix(')')) {
        let (title, place) = link.split_once("](").expect("a link");
        assert_eq!(place.split_once('#').map(|(_, at)| at), Some(&*anchor(title)), "{title}");
        let (file, _) = place.split_once('#').expect("a place in a file");
        if files.last() != Some(&file) {
            files.push(file);
        }
        told.push(format!("{file}: {title}"));
    }
    let mut tasks = Vec::new();
    for file in &files {
        let text = read(&folder.join(format!("{file}.rs")));
        // a hidden line of code begins so, too; a title stands after an empty line and before one
        let lines: Vec<_> = text.lines().collect();
        for around in lines.windows(3).filter(|around| around[0] == "//!" && around[2] == "//!") {
            tasks.extend(around[1].strip_prefix("//! # ").map(|title| format!("{file}: {title}")));
        }
    }
    assert_eq!(told, tasks);
    assert!(told.len() > 30, "only {} tasks found", told.len());
    let modules = contents.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(modules.collect::<BTreeSet<_>>(), files.into_iter().collect());
}
