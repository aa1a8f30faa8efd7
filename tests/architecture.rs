//! The house: floors with one-way imports, a core without clock, randomness and files, and one table of the law.

mod circles;
mod hooks;
mod reading;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each module's floor. A file may import only from lower floors, and from its own module.
const FLOORS: [(&str, u8); 23] = [
    ("vocabulary", 0),
    ("canonical", 1),
    ("glossary", 1),
    ("lifecycle", 1),
    ("value", 1),
    ("reason", 2),
    ("evidence", 3),
    ("policy", 4),
    ("act", 5),
    ("project", 6),
    ("registry", 7),
    ("audit", 8),
    ("portfolio", 9),
    ("staged", 9),
    ("store", 10),
    ("board", 11),
    ("export", 11),
    ("import", 11),
    ("problem", 11),
    ("testing", 11),
    ("cookbook", 12),
    ("prelude", 12),
    ("lib", 12),
];

/// From this floor on a file uses only what a foreign crate could: public items.
const OUTSIDE: u8 = 10;

/// What the floors below [`OUTSIDE`] must not know of.
const IMPURE: [&str; 9] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::thread",
    "Utc::now",
    "SystemTime::now",
    "Instant::now",
    "now_v7",
    "new_v4",
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("src is there") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source is text");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 50, "only {} sources found", found.len());
    found
}

/// The module of a file by its path below `src`.
fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

/// The module that a file belongs to: the first part of its path below `src`.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a file below src");
    let first = below.iter().next().expect("a file has a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(module: &str) -> u8 {
    let known = FLOORS.iter().find(|(name, _)| *name == module);
    known.unwrap_or_else(|| panic!("`{module}` stands on no floor; give it one")).1
}

/// The code of a file, without comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every module that the code reaches by a path from the crate's root; `None` stands for the root's own items.
fn reached(code: &str) -> BTreeSet<Option<String>> {
    let mut reached = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate` in a macro is the same; a longer identifier is not
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let path: String =
            code[at + "crate::".len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let is_module = FLOORS.iter().any(|(name, _)| *name == path);
        reached.insert(is_module.then_some(path));
    }
    reached
}

#[test]
fn imports_go_down() {
    let mut climbs = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        if own == "lib" {
            continue;
        }
        for target in reached(&code(&text)) {
            let allowed = match &target {
                Some(target) if *target == own => true,
                Some(target) => floor(target) < floor(&own),
                None => floor(&own) >= OUTSIDE,
            };
            if !allowed {
                climbs.push(format!("{} reaches {}", path.display(), target.as_deref().unwrap_or("the root")));
            }
        }
    }
    assert!(climbs.is_empty(), "{climbs:#?}");
}

#[test]
fn the_core_has_no_clock_no_randomness_and_no_files() {
    for (path, text) in sources() {
        if floor(&module(&path)) < OUTSIDE {
            for word in IMPURE {
                assert!(!code(&text).contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn the_law_stands_in_one_file() {
    let stages =
        ["Planned", "Reserve", "Negotiating", "Signed", "Registered", "Started", "Producing", "Operating", "Zombie"];
    let is_pair = |line: &str| {
        stages.iter().any(|from| {
            line.match_indices(&format!("{from} => ")).any(|(at, arrow)| {
                let to = line[at + arrow.len()..].trim_start_matches("Stage::");
                stages.iter().chain(&["Closed"]).any(|stage| to.starts_with(stage))
            })
        })
    };
    let mut rows = 0;
    for (path, text) in sources() {
        for line in code(&text).lines().filter(|line| is_pair(line)) {
            // the typed view tells a zombie's rows from the others by their shape, not by their stages
            let is_shape = path.ends_with("staged/marker.rs") && line.contains("($gate:ident Zombie => Closed)");
            assert!(path.ends_with("lifecycle/rows.rs") || is_shape, "{}: {line}", path.display());
            rows += 1;
        }
    }
    assert!(rows > 10, "the search finds the rows of the law: {rows}");
}

#[test]
fn lib_has_no_logic() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).expect("lib.rs is there");
    for word in ["fn ", "impl ", "struct ", "enum ", "macro_rules!"] {
        assert!(!code(&text).contains(word), "lib.rs has `{word}`");
    }
}
