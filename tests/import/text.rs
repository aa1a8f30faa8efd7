//! Encodings, headers and cells.

use project_lifecycle::Project;
use project_lifecycle::import::{ImportError, Mapping};

use super::{HEADER, MAPPING, imported, json, mapping, now, provenance, told, try_import};

#[test]
fn cells_are_trimmed_quoted_or_missing() {
    let csv = "\u{feff} Id ,Name,Zone,Status,Updated,Objection,\"Applied\" ,Granted,Granted on appeal,Started,Operating,Withdrawn,More\r\n\
               \r\n\"1\",\" two\r\nlines, \"\"quoted\"\" \",\u{a0}North\u{a0},,9/9/2020,,,,,,,,\r\n\
               2,,,,9/9/2021,,,,,,,,x, ,\u{200b}\r\n3,,,,9/9/2022,,,,,,,,";
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
fn a_fault_behind_a_byte_order_mark_is_named_where_it_stands() {
    let only = |encoding: &str| mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, &format!("[\"{encoding}\"]")));
    let tried = |csv: &[u8], encoding: &str| match try_import(csv, &only(encoding), now()).err() {
        Some(ImportError::Undecodable { tried }) => tried[0].1,
        other => panic!("{other:?}"),
    };
    assert_eq!(tried(b"\xef\xbb\xbf\xff", "utf-8"), 3);
    assert_eq!(tried(b"\xef\xbb\xbf\xef\xbf\xbd", "utf-8"), 3, "U+FFFD");
    assert_eq!(tried(b"\xef\xbb\xbf\xc2\x85", "utf-8"), 3, "a C1 control");
    assert_eq!(tried(b"\xef\xbb\xbfab\xff", "utf-8"), 5);
    assert_eq!(tried(b"\xef\xbb\xbf\xe6\xb2", "utf-8"), 3, "cut");
    assert_eq!(tried(b"\xef\xbbx", "utf-8"), 0, "no mark");
    assert_eq!(tried(b"\xff\xfe\x00\xdcI\x00", "utf-16le"), 2, "half a pair");
    assert_eq!(tried(b"\xfe\xff\x00I\xdc\x00\x00I", "utf-16be"), 4);
    let long = [b"\xef\xbb\xbf".as_slice(), &[b'x'; 70_000], b"\xff"].concat();
    assert_eq!(tried(&long, "utf-8"), 70_003);
}

#[test]
fn a_fault_of_gb18030_is_named_where_it_stands() {
    let only = mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, r#"["gb18030"]"#));
    let at = HEADER.len() as u64;
    // two bytes each: \xc9\xf2 is a character; \xff begins none, \xc9 must not be last, nor be followed by a quote
    for (row, behind) in [
        (b"1,\xc9\xf2\xff".as_slice(), 4),
        (b"1,\xc9\xf2\xc9", 4),
        (b"1,\xc9\xf2\xc9\"", 4),
        (b"1,\x81\x30\x81\x30", 2),
        (b"1,\x84\x31\xa4\x37", 2),
        (b"1,\xc9\xf2\x81\x30\x81,", 4),
    ] {
        let csv = [HEADER.as_bytes(), row, b",,,9/9/2020\n"].concat();
        let csv = if row.ends_with(b"\xc9") { &csv[..csv.len() - 12] } else { &csv[..] };
        match try_import(csv, &only, now()).err() {
            Some(ImportError::Undecodable { tried }) => assert_eq!(tried, [("gb18030", at + behind)], "{row:x?}"),
            other => panic!("{row:x?}: {other:?}"),
        }
    }
}

#[test]
fn the_encoding_used_is_kept_if_it_is_not_the_first() {
    let mapping = mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, r#"["utf-8", "gb18030"]"#));
    let encodings = |csv: &[u8]| {
        let ledger = try_import(csv, &mapping, now()).unwrap();
        let kept: Vec<_> = ledger.events.iter().map(|event| provenance(event).encoding().map(String::from)).collect();
        (ledger.summary.encoding, kept, json(&ledger.summary)["encoding"].clone())
    };
    let chinese = [HEADER.as_bytes(), b"1,\xc9\xf2\xd1\xf4,,,9/9/2020,,1/3/2010,,,,,\n"].concat();
    let (summary, kept, wire) = encodings(&chinese);
    assert_eq!((summary, wire), (Some("gb18030"), "gb18030".into()));
    assert_eq!(kept, [Some("gb18030".into()), None], "the planning says it");
    let (summary, kept, wire) = encodings(format!("{HEADER}1,\u{6c88}\u{9633},,,9/9/2020,,1/3/2010,,,,,\n").as_bytes());
    assert_eq!((summary, wire), (None, serde_json::Value::Null));
    assert_eq!(kept, [None, None]);
}

#[test]
fn a_byte_order_mark_of_gb18030_is_none_of_the_header() {
    let mapping = mapping(&MAPPING.replace(r#"["utf-8", "windows-1252"]"#, r#"["gb18030"]"#));
    let csv = [b"\x84\x31\x95\x33".as_slice(), HEADER.as_bytes(), b"1,,,,9/9/2020,,,,,,,\n"].concat();
    assert_eq!(try_import(&csv, &mapping, now()).unwrap().summary.totals.imported, 1);
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
