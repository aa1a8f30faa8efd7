//! Encodings, headers and cells.

use project_lifecycle::Project;
use project_lifecycle::import::{ImportError, Mapping};

use super::{HEADER, MAPPING, imported, json, mapping, now, told, try_import};

#[test]
fn cells_are_trimmed_quoted_or_missing() {
    let csv = "\u{feff} Id ,Name,Zone,Status,Updated,Objection,\"Applied\" ,Granted,Granted on appeal,Started,Operating,Withdrawn,More\r\n\
               \r\n\"1\",\" two\r\nlines, \"\"quoted\"\" \",\u{a0}North\u{a0},,9/9/2020\r\n\
               2,,,,9/9/2021,,,,,,,,x,y,z\r\n3,,,,9/9/2022";
    let ledger = try_import(csv.as_bytes(), &mapping(MAPPING), now()).unwrap();
    let days: Vec<_> = told(&ledger.events);
    assert_eq!(days, ["planned 2020-09-09 Updated", "planned 2021-09-09 Updated", "planned 2022-09-09 Updated"]);
    let project = Project::replay([ledger.events[0].clone()]).unwrap();
    assert_eq!((project.profile().name(), project.profile().zone().as_str()), ("two\r\nlines, \"quoted\"", "North"));
}

#[test]
fn a_file_that_is_not_utf_8_is_read_as_the_next_encoding() {
    let csv = [HEADER.as_bytes(), b"1,Caf\xe9 \x80,,,9/9/2020,,,,,,,\n"].concat();
    let ledger = try_import(&csv, &mapping(MAPPING), now()).unwrap();
    assert_eq!(Project::replay(ledger.events).unwrap().profile().name(), "Caf\u{e9} \u{20ac}");
}

#[test]
fn a_file_in_no_encoding_is_undecodable() {
    let only = mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, r#"["utf-8"]"#));
    let at = HEADER.len() as u64;
    let tried = |csv: &[u8], mapping: &Mapping| match try_import(csv, mapping, now()).err() {
        Some(ImportError::Undecodable { tried }) => tried,
        other => panic!("{other:?}"),
    };
    let csv = [HEADER.as_bytes(), b"1,Caf\xe9,,,9/9/2020,,,,,,,\n"].concat();
    assert_eq!(tried(&csv, &only), [("UTF-8", at + 5)]);
    // 0x81 is undefined in windows-1252
    let csv = [HEADER.as_bytes(), b"1,Caf\xe9 \x81,,,9/9/2020,,,,,,,\n"].concat();
    assert_eq!(tried(&csv, &mapping(MAPPING)), [("UTF-8", at + 5), ("windows-1252", at + 7)]);
    // decoded wrongly before, deep in the file and across a chunk's border
    for before in [0, 65_530 - at as usize, 65_531 - at as usize, 65_534 - at as usize, 65_535 - at as usize, 200_000] {
        let csv = [HEADER.as_bytes(), "x".repeat(before).as_bytes(), "\u{fffd}\x01\n".as_bytes()].concat();
        assert_eq!(tried(&csv, &only), [("UTF-8", at + before as u64)], "{before}");
        let csv = [HEADER.as_bytes(), "x".repeat(before).as_bytes(), b"\xe6\xb2"].concat();
        assert_eq!(tried(&csv, &only), [("UTF-8", at + before as u64)], "cut at the end, {before}");
    }
    let error = try_import(&csv, &only, now()).err().unwrap().to_string();
    assert!(
        error.starts_with("undecodable: ") && error.contains(&format!("UTF-8 fails at byte {}", at + 5)),
        "{error}"
    );
}

#[test]
fn other_encodings_can_be_named() {
    let mapping = mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, r#"["utf-8", "gb18030"]"#));
    // 沈阳 in GB 18030
    let csv = [HEADER.as_bytes(), b"1,\xc9\xf2\xd1\xf4,,,9/9/2020,,,,,,,\n"].concat();
    let ledger = try_import(&csv, &mapping, now()).unwrap();
    assert_eq!(Project::replay(ledger.events).unwrap().profile().name(), "沈阳");
}

#[test]
fn a_header_must_name_the_columns_once() {
    let fails =
        |csv: &str| try_import(csv.as_bytes(), &mapping(MAPPING), now()).err().expect("the file is not a ledger");
    assert!(matches!(fails(""), ImportError::Empty));
    assert!(matches!(fails("\u{feff}\r\n\n"), ImportError::Empty));
    let missing = HEADER.replace("Granted,", "").replace("Zone", "Area");
    assert!(
        matches!(fails(&missing), ImportError::MissingColumns { missing, .. } if missing == ["Granted", "Zone"]),
        "columns are looked up by their whole name"
    );
    let twice = HEADER.replace("Id,", "Id,Applied ,");
    assert!(matches!(fails(&twice), ImportError::RepeatedColumn { column } if column == "Applied"));
    assert!(matches!(fails("Id\n\"open"), ImportError::MissingColumns { .. }));
    assert!(matches!(fails("\nId,\"open\n"), ImportError::HeaderUnterminated { line: 2 }));
    assert!(matches!(fails(&"x".repeat(1024 * 1024 + 1)), ImportError::HeaderTooLong { line: 1, .. }));
    // a column that nothing maps may stand twice
    try_import(HEADER.replace("Id,", "Id,More,More,").as_bytes(), &mapping(MAPPING), now()).unwrap();
}

#[test]
fn a_header_alone_is_an_empty_ledger() {
    let expected = serde_json::json!({"totals": {"rows": 0, "imported": 0}, "events": 0, "inferred": 0, "stages": {},
        "exceptions": {}, "edges": {}});
    assert_eq!(json(&imported("").summary), expected);
    assert_eq!(json(&try_import(HEADER.trim_end().as_bytes(), &mapping(MAPPING), now()).unwrap().summary), expected);
}
