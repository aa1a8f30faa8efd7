//! No hooks: from [`OUTSIDE`] up a file uses only what a foreign crate could, by method and field too.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{called, imports, items, library, own, promised, reached_into};
use super::{OUTSIDE, floor, module_of};

/// Every breach: a file, and the name of another module's private item that it uses.
fn breaches(files: &BTreeMap<String, String>) -> Vec<String> {
    let public: BTreeSet<_> =
        files.values().flat_map(|code| items(code, "pub ").into_iter().chain(promised(code))).collect();
    let mut hooks: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut own_names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, code) in files {
        let module = module_of(file);
        for name in items(code, "pub(crate) ") {
            hooks.entry(name).or_default().insert(module);
        }
        own_names.entry(module).or_default().extend(own(code));
    }
    assert!(hooks.len() > 10, "only {} hooks found", hooks.len());
    let mut breaches = Vec::new();
    for (file, code) in files {
        let user = module_of(file);
        if floor(user) < OUTSIDE {
            continue;
        }
        let is_hook = |name: &str| {
            let elsewhere = hooks.get(name).is_some_and(|modules| modules.iter().any(|module| *module != user));
            elsewhere && !public.contains(name)
        };
        for name in called(code).into_iter().chain(reached_into(code)) {
            if is_hook(name) && !own_names[user].contains(name) {
                breaches.push(format!("{file} uses {name}"));
            }
        }
        for path in imports(code).iter().filter(|path| path[0] == "crate") {
            let (of, name) = (&path[1], path.last().map_or("", String::as_str));
            if of != user && hooks.get(name).is_some_and(|modules| modules.contains(of.as_str())) {
                breaches.push(format!("{file} imports {}", path.join("::")));
            }
        }
    }
    breaches
}

#[test]
fn from_the_stores_up_nothing_is_used_that_a_foreign_crate_could_not() {
    let breaches = breaches(&library());
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn a_hook_is_seen() {
    // an inherent method and a type of lower floors, which no foreign crate could name
    for (back, name) in [
        ("fn own() { event.rests_on(); }", "rests_on"),
        ("fn own() { Project::decide_under(command); }", "decide_under"),
        ("use crate::act::By;", "crate::act::By"),
    ] {
        let mut files = library();
        files.get_mut("store/memory.rs").expect("a store").push_str(&format!("\n{back}"));
        let found = breaches(&files);
        assert!(
            found.iter().any(|breach| breach.starts_with("store/memory.rs") && breach.ends_with(name)),
            "{found:#?}"
        );
    }
}
