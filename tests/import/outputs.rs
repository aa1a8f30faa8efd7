//! What is written, whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use project_lifecycle::import::{ImportError, Summary, import, import_files};

use super::{HEADER, MAPPING, json, mapping, now};

/// A writer that takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_of_the_output() {
    let csv = format!("{HEADER}1,,,,9/9/2020,,,,,,,\n2,,,,NA,,,,,,,\n");
    for (events, exceptions, output) in
        [(1000, 9999, "events.jsonl"), (0, 9999, "events.jsonl"), (9999, 60, "exceptions.csv")]
    {
        let open = || Ok(csv.as_bytes());
        let made = import(open, "x", &mapping(MAPPING), now(), &mut Full(events), &mut Full(exceptions), &mut |_| {});
        assert!(matches!(made, Err(ImportError::Write { output: name, .. }) if name == output));
    }
}

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("project-lifecycle-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a directory");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().display().to_string()).collect();
        names.sort();
        names
    }

    fn import(&self, csv: &Path) -> Result<Summary, ImportError> {
        import_files(csv, &mapping(MAPPING), &self.0, now(), &mut |_| {})
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn outputs_appear_whole_or_not_at_all() {
    let (ledgers, out) = (Scratch::new("ledgers"), Scratch::new("out"));
    let (good, bad) = (ledgers.0.join("good.csv"), ledgers.0.join("bad.csv"));
    std::fs::write(&good, format!("{HEADER}1,,,,9/9/2020,,,,,,,\n")).unwrap();
    std::fs::write(&bad, "Id\n1\n").unwrap();

    assert!(matches!(out.import(&bad), Err(ImportError::MissingColumns { .. })));
    assert_eq!(out.names(), Vec::<String>::new());
    assert!(matches!(out.import(&ledgers.0.join("none.csv")), Err(ImportError::Read(_))));
    assert_eq!(out.names(), Vec::<String>::new());

    std::fs::write(&bad, [HEADER.as_bytes(), b"1,,,,9/9/2020\n2,\x81\n"].concat()).unwrap();
    assert!(matches!(out.import(&bad), Err(ImportError::Undecodable { .. })), "the fault stands at the end");
    assert_eq!(out.names(), Vec::<String>::new());

    // another file stands in the way of the last output
    std::fs::create_dir(out.0.join(".summary.json.incomplete")).unwrap();
    assert!(matches!(out.import(&good), Err(ImportError::Write { output, .. }) if output == "summary.json"));
    assert_eq!(out.names(), [".summary.json.incomplete"]);
    std::fs::remove_dir(out.0.join(".summary.json.incomplete")).unwrap();

    let summary = out.import(&good).unwrap();
    assert_eq!(out.names(), ["events.jsonl", "exceptions.csv", "summary.json"]);
    let events = std::fs::read(out.0.join("events.jsonl")).unwrap();
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.0.join("summary.json")).unwrap()).unwrap();
    assert_eq!(written, json(&summary));
    assert_eq!(
        std::fs::read(out.0.join("exceptions.csv")).unwrap(),
        "\u{feff}row,key,column,value,code,detail,line\r\n".as_bytes()
    );

    // a later failure leaves the older outputs as they are
    out.import(&bad).unwrap_err();
    assert_eq!(std::fs::read(out.0.join("events.jsonl")).unwrap(), events);
    assert_eq!(out.names(), ["events.jsonl", "exceptions.csv", "summary.json"]);
}
