//! What can be seen of a source without a compiler: its words, what it defines, calls and imports.

use std::collections::{BTreeMap, BTreeSet};

use super::{Path, code, sources};

/// The code of the library, without what stands in it for tests: by the path below `src`.
pub(super) fn library() -> BTreeMap<String, String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &Path| path.strip_prefix(&src).expect("a file below src").to_string_lossy().into_owned();
    let mut files: BTreeMap<_, _> = sources().iter().map(|(path, text)| (name(path), code(text))).collect();
    let mut for_tests = BTreeSet::new();
    for (file, code) in &files {
        for after in code.split("#[cfg(test)]").skip(1) {
            let (mut lines, mut path) = (after.lines().map(str::trim).filter(|line| !line.is_empty()), None);
            let mut line = lines.next().unwrap_or("");
            if let Some(named) = line.strip_prefix("#[path = \"") {
                path = named.strip_suffix(".rs\"]");
                line = lines.next().unwrap_or("");
            }
            if let Some(module) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                for_tests.insert(format!("{}{}", folder(file), path.unwrap_or(module)));
            }
        }
    }
    files.retain(|file, _| {
        let is_in =
            |module: &String| file.strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with(['/', '.']));
        !for_tests.iter().any(is_in)
    });
    for code in files.values_mut() {
        let end = code.find("#[cfg(test)]\nmod tests {").unwrap_or(code.len());
        code.truncate(end);
    }
    files
}

/// Where the modules in a file stand: `a/` for `a/mod.rs`, `a/b/` for `a/b.rs`.
fn folder(file: &str) -> String {
    file.strip_suffix("mod.rs").map_or_else(|| format!("{}/", file.trim_end_matches(".rs")), str::to_owned)
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The words of a code, each with what stands before and after it.
fn words(code: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + code[at..].find(is_word)?;
        let end = code[from..].find(|c| !is_word(c)).map_or(code.len(), |length| from + length);
        at = end;
        Some((&code[..from], &code[from..end], &code[end..]))
    })
}

/// The functions and methods that a code defines.
pub(super) fn functions(code: &str) -> BTreeSet<&str> {
    words(code).filter(|(before, ..)| before.ends_with("fn ")).map(|(_, word, _)| word).collect()
}

/// The fields and functions that a code names or defines for itself.
pub(super) fn own(code: &str) -> BTreeSet<&str> {
    let is_field = |after: &str| after.starts_with(": ") || after.starts_with(", ") || after.starts_with(" }");
    let is_own = |(before, _, after): &(&str, &str, &str)| before.ends_with("fn ") || is_field(after);
    words(code).filter(is_own).map(|(_, word, _)| word).collect()
}

/// What a code calls, or names by a path.
pub(super) fn called(code: &str) -> BTreeSet<&str> {
    let is_called = |(before, _, after): &(&str, &str, &str)| {
        let is_named = before.ends_with("::") && !after.starts_with("::");
        !before.ends_with("fn ") && (is_named || after.starts_with('(') || after.starts_with("::<"))
    };
    words(code).filter(is_called).map(|(_, word, _)| word).collect()
}

/// The fields that a code reaches into.
pub(super) fn reached_into(code: &str) -> BTreeSet<&str> {
    let is_field = |(before, _, after): &(&str, &str, &str)| before.ends_with('.') && !after.starts_with('(');
    words(code).filter(is_field).map(|(_, word, _)| word).collect()
}

/// The items that stand under a visibility: `pub ` or `pub(crate) `, methods and fields too.
pub(super) fn items<'a>(code: &'a str, visibility: &str) -> BTreeSet<&'a str> {
    let name = |rest: &'a str| {
        const BEFORE: [&str; 11] =
            ["const", "async", "unsafe", "fn", "type", "static", "struct", "enum", "trait", "mod", "mut"];
        words(rest).map(|(_, word, _)| word).find(|word| !BEFORE.contains(word))
    };
    let starts = code.match_indices(visibility).map(|(at, _)| &code[at + visibility.len()..]);
    starts.filter(|rest| !rest.starts_with("use ")).filter_map(name).collect()
}

/// The methods of public traits.
pub(super) fn promised(code: &str) -> BTreeSet<&str> {
    let bodies = code.split("pub trait ").skip(1).map(|rest| rest.split("\n}").next().unwrap_or(rest));
    bodies.flat_map(functions).collect()
}

/// Every path that a code imports or re-exports, part by part.
pub(super) fn imports(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let begins = code[..at].rsplit('\n').next().unwrap_or("").trim();
        if begins.is_empty() || (begins.starts_with("pub") && !begins.contains(' ')) || begins.starts_with("pub(in ") {
            let tree = code[at + "use ".len()..].split(';').next().unwrap_or("");
            grow(tree, &[], &mut paths);
        }
    }
    paths
}

fn grow(tree: &str, stem: &[String], paths: &mut Vec<Vec<String>>) {
    let parts = |text: &str| {
        let parts = text.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        stem.iter().cloned().chain(parts).collect::<Vec<_>>()
    };
    let Some((before, rest)) = tree.split_once('{') else {
        let named = tree.split(" as ").next().unwrap_or(tree);
        paths.extend((!named.trim().is_empty()).then(|| parts(named)));
        return;
    };
    let (stem, rest) = (parts(before), rest.rsplit_once('}').map_or(rest, |(inner, _)| inner));
    let (mut depth, mut from) = (0, 0);
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                grow(&rest[from..at], &stem, paths);
                from = at + 1;
            }
            _ => {}
        }
    }
    grow(&rest[from..], &stem, paths);
}

/// The file that a path in a file leads to, through re-exports; `None` if it leads out of the crate.
pub(super) fn leads_to(files: &BTreeMap<String, String>, file: &str, path: &[String]) -> Option<String> {
    let here: Vec<_> = folder(file).split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let first = path.first()?.as_str();
    let whole = if first == "crate" {
        path[1..].to_vec()
    } else {
        let up = path.iter().take_while(|part| *part == "super").count();
        let stem = &here[..here.len().checked_sub(up)?];
        [stem, &path[up..]].concat()
    };
    let known = |path: &[String]| {
        let stem = path.join("/");
        [format!("{stem}/mod.rs"), format!("{stem}.rs")].into_iter().find(|file| files.contains_key(file))
    };
    let (length, found) = (1..=whole.len()).rev().find_map(|length| Some((length, known(&whole[..length])?)))?;
    if first != "crate" && first != "super" && length <= here.len() {
        return None;
    }
    let Some(name) = whole.get(length) else { return Some(found) };
    let within = imports(&files[&found]).into_iter().find(|path| path.len() > 1 && path.last() == Some(name));
    let inner = within.filter(|path| path[0] != "crate").and_then(|path| leads_to(files, &found, &path));
    Some(inner.unwrap_or(found))
}
