//! Mappings that do not fit the law, or say nothing.

use project_lifecycle::Stage;
use project_lifecycle::import::{Mapping, MappingError};

use super::{MAPPING, mapping};

#[test]
fn a_mapping_must_fit_the_law() {
    let fails = |from: &str, to: &str| {
        assert!(MAPPING.contains(from), "{from}");
        MAPPING.replacen(from, to, 1).parse::<Mapping>().unwrap_err()
    };
    assert_eq!(
        fails("stage = \"signed\"", "stage = \"negotiating\""),
        MappingError::MilestoneOrder { from: Stage::Negotiating, to: Stage::Negotiating }
    );
    assert_eq!(
        fails("stage = \"operating\"", "stage = \"zombie\""),
        MappingError::MilestoneOrder { from: Stage::Started, to: Stage::Zombie }
    );
    assert_eq!(
        fails("stage = \"negotiating\"", "stage = \"planned\""),
        MappingError::MilestoneOrder { from: Stage::Planned, to: Stage::Planned }
    );
    assert!(
        matches!(fails("outcome = \"withdrawn\"", ""), MappingError::FinalStep { status, .. } if status == "Withdrawn")
    );
    assert!(
        matches!(fails("cause = \"investor_stalled\"", ""), MappingError::FinalStep { status, .. } if status == "Expired")
    );
    assert!(matches!(fails("verb = \"stall\"", "verb = \"sign\""), MappingError::FinalStep { .. }));
    assert_eq!(
        fails("status = \"Refused\"", "status = \"Withdrawn\""),
        MappingError::RepeatedStatus { status: "Withdrawn".into() }
    );
    assert_eq!(fails("status = \"Refused\"", "status = \" x\""), MappingError::Status { found: " x".into() });
    assert_eq!(fails("key = \"Id\"", "key = \"Id \""), MappingError::ColumnName { found: "Id ".into() });
    assert_eq!(
        fails("[\"Started\"]", "[]"),
        MappingError::EmptyList { list: "columns of the milestone started".into() }
    );
    assert_eq!(fails("[\"d/m/yyyy\"]", "[]"), MappingError::EmptyList { list: "dates".into() });
    assert_eq!(fails("windows-1252", "klingon"), MappingError::UnknownEncoding { found: "klingon".into() });
    assert!(matches!(fails("urn:example:test", "no uri"), MappingError::Source(_)));
    assert!(matches!(fails("id = \"test\" }", "id = \"\" }"), MappingError::Actor(_)));
    assert!(matches!(fails("id = \"test\"\n", "id = \" \"\n"), MappingError::PolicyId(_)));
    assert!(matches!(fails("+00:00", "GMT"), MappingError::Offset(_)));
    assert!(matches!(fails("\"unknown\"", "\"\""), MappingError::Zone(_)));
    for (from, to) in [
        ("[columns]", "[columns]\nextra = 1"),
        ("d/m/yyyy", "m/d/yyyy"),
        ("shenyang_2018", "nowhere"),
        ("outcome = \"lost\"", "outcome = \"found\""),
        ("key = \"Id\"", ""),
    ] {
        assert!(matches!(fails(from, to), MappingError::Toml { .. }), "{to}");
    }
    let error = fails("stage = \"signed\"", "stage = \"sealed\"").to_string();
    assert!(error.contains("`sealed` is no stage") && error.contains("line"), "{error}");
}

#[test]
fn encodings_that_bytes_cannot_tell_apart_are_not_listed_together() {
    let with = |list: &str| MAPPING.replace(r#"["utf-8", "windows-1252"]"#, list).parse::<Mapping>();
    for (list, first, second) in [
        (r#"["utf-8", "gb18030", "windows-1252"]"#, "gb18030", "windows-1252"),
        (r#"["gb2312", "latin1"]"#, "GBK", "windows-1252"),
        (r#"["iso-8859-15", "gbk"]"#, "ISO-8859-15", "GBK"),
        (r#"["utf-8", "gb18030", "big5"]"#, "gb18030", "Big5"),
        (r#"["utf-8", "big5", "gb18030"]"#, "Big5", "gb18030"),
        (r#"["utf-8", "gb18030", "euc-kr"]"#, "gb18030", "EUC-KR"),
        (r#"["euc-kr", "gb18030"]"#, "EUC-KR", "gb18030"),
        (r#"["utf-8", "euc-jp", "gb18030"]"#, "EUC-JP", "gb18030"),
        (r#"["gbk", "euc-jp"]"#, "GBK", "EUC-JP"),
        (r#"["gb18030", "euc-jp"]"#, "gb18030", "EUC-JP"),
        (r#"["gb18030", "shift_jis"]"#, "gb18030", "Shift_JIS"),
        (r#"["utf-8", "shift_jis", "euc-jp"]"#, "Shift_JIS", "EUC-JP"),
        (r#"["utf-8", "big5", "euc-kr"]"#, "Big5", "EUC-KR"),
        (r#"["utf-8", "latin1", "iso-8859-15"]"#, "windows-1252", "ISO-8859-15"),
        (r#"["utf-8", "utf-16le", "gbk"]"#, "UTF-16LE", "GBK"),
        (r#"["utf-8", "utf-16le", "utf-16be"]"#, "UTF-16LE", "UTF-16BE"),
        // UTF-8 is told apart by what it refuses, so it must be asked first
        (r#"["gb18030", "utf-8"]"#, "gb18030", "UTF-8"),
        (r#"["windows-1252", "utf-8", "gb18030"]"#, "windows-1252", "UTF-8"),
    ] {
        let error = with(list).unwrap_err();
        assert_eq!(error, MappingError::AmbiguousEncodings { first, second }, "{list}");
        assert!(error.to_string().contains("keep the one"), "{error}");
    }
    for list in [
        r#"["utf-8"]"#,
        r#"["utf-8", "gb18030"]"#,
        r#"["utf-8", "gbk", "gb18030"]"#,
        r#"["gb2312", "gb18030"]"#,
        r#"["utf-8", "latin1"]"#,
        r#"["utf-8", "big5"]"#,
        r#"["utf-8", "utf-16le"]"#,
    ] {
        assert!(with(list).is_ok(), "{list}: {:?}", with(list));
    }
}

#[test]
fn words_are_codes_or_labels_in_either_language() {
    let plain = mapping(MAPPING);
    for [stage, close, withdrawn, stall, cause] in [
        ["签约", "退出", "投资方撤资", "认定为僵尸项目（企业）", "投资方停滞"],
        ["Signed", "Close", "Withdrawn", "Find to be a zombie", "Investor stalled"],
    ] {
        let text = MAPPING
            .replace("stage = \"signed\"", &format!("stage = \"{stage}\""))
            .replace("verb = \"close\"", &format!("verb = \"{close}\""))
            .replace("outcome = \"withdrawn\"", &format!("outcome = \"{withdrawn}\""))
            .replace("verb = \"stall\"", &format!("verb = \"{stall}\""))
            .replace("cause = \"investor_stalled\"", &format!("cause = \"{cause}\""));
        assert_eq!(mapping(&text), plain);
    }
    let error = MAPPING.replace("\"signed\"", "\"签 约\"").parse::<Mapping>().unwrap_err().to_string();
    assert!(error.contains("`签 约` is no stage") && error.contains("label"), "{error}");
}

#[test]
fn a_final_step_may_have_synonyms() {
    let with = |list: &str| {
        MAPPING.replace("status = \"Refused\"", &format!("status = \"Refused\"\nsynonyms = {list}")).parse::<Mapping>()
    };
    assert!(with(r#"["Lost", "流失"]"#).is_ok());
    assert_eq!(with(r#"["Expired"]"#), Err(MappingError::RepeatedStatus { status: "Expired".into() }));
    assert_eq!(with(r#"["Refused"]"#), Err(MappingError::RepeatedStatus { status: "Refused".into() }));
    assert_eq!(with(r#"[" "]"#), Err(MappingError::Status { found: " ".into() }));
}

#[test]
fn a_profile_s_columns_make_sense() {
    let with = |profile: &str| format!("{MAPPING}\n[profile]\n{profile}").parse::<Mapping>();
    let whole = r#"
        total_investment = { column = "Sum", unit = "亿元" }
        category = { column = "Category", synonyms = { "工业" = "产业项目", "基建" = "infrastructure", "Industrial (manufacturing or services)" = "industrial" } }
        kind = { column = "Kind" }
        industry = { column = "Industry", edition = "2011" }
        investor = "Investor""#;
    let read = with(whole).unwrap();
    for column in ["Sum", "Category", "Kind", "Industry", "Investor"] {
        assert!(read.column_names().contains(column), "{column}");
    }
    assert_eq!(with("").unwrap(), mapping(MAPPING));
    for bad in [
        r#"total_investment = { column = "Sum", unit = "千元" }"#,
        r#"total_investment = { column = "Sum" }"#,
        r#"total_investment = "Sum""#,
        r#"industry = { column = "Industry", edition = "2002" }"#,
        r#"industry = { column = "Industry" }"#,
        r#"category = { column = "Category", synonyms = { "a" = "b" } }"#,
        r#"name = "Name""#,
    ] {
        assert!(matches!(with(bad), Err(MappingError::Toml { .. })), "{bad}");
    }
    assert_eq!(
        with(r#"category = { column = "Category", synonyms = { " 工业" = "industrial" } }"#),
        Err(MappingError::Synonym { found: " 工业".into() })
    );
    assert_eq!(
        with(r#"kind = { column = "Kind", synonyms = { "PPP项目" = "enterprise" } }"#),
        Err(MappingError::SynonymTaken { word: "PPP项目".into() })
    );
    assert_eq!(with(r#"investor = "Investor ""#), Err(MappingError::ColumnName { found: "Investor ".into() }));
}

#[test]
fn the_mapping_of_the_example_reads() {
    let repd = mapping(include_str!("../../examples/data/repd.toml"));
    assert_eq!(repd.source().as_str(), "urn:example:repd");
    assert_eq!(repd.policy().id().id.as_str(), "repd");
    assert_eq!(repd.encodings().collect::<Vec<_>>(), ["UTF-8", "windows-1252"]);
}

/// The blocks of TOML in the documentation of `Mapping`.
fn documented() -> [String; 2] {
    let text = include_str!("../../src/import/mapping.rs");
    let block = |part: &str| -> String {
        let lines = part.lines().map(|line| line.strip_prefix("///").unwrap_or(line));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
    };
    let mut blocks =
        text.split("/// ```toml").skip(1).map(|part| block(part.split("/// ```").next().expect("it ends")));
    [blocks.next().expect("a mapping"), blocks.next().expect("its rules")]
}

#[test]
fn the_documented_rules_are_those_that_stand_if_they_are_left_out() {
    let [plain, rules] = documented();
    let (keys, tables) = rules.split_at(rules.find("[header]").expect("tables follow"));
    assert_eq!(mapping(&format!("{keys}{plain}{tables}")), mapping(&plain));
    // and what stands there as a comment is no slip either
    for (line, differs) in [
        ("months = \"first\"", true),
        ("placeholders = [\"待定\", \"/\"]", true),
        ("doubles = { codes = [\"Code\"] }", true),
        ("doubles = true", false),
        ("bounds = true", false),
        ("doubles = false", true),
        ("bounds = false", true),
        ("folding = false", true),
        ("planned = \"earliest\"", true),
        ("changed_keys = \"ignore\"", true),
        ("header.line = 3", true),
        ("header.separator = \";\"", true),
        ("cells.fewer = \"blank\"", true),
        ("cells.more = \"drop\"", true),
        ("cells.quotes = \"read\"", true),
        ("cells.quotes = \"refuse\"", false),
        ("cells.shifted = \"read\"", true),
        ("cells.shifted = \"refuse\"", false),
        ("bounds.dates = { from = \"1949-01-01\" }", false),
        ("bounds.amounts = { from = \"1元\", to = \"5000亿元\" }", false),
        ("bounds.dates = false", true),
        ("status.unknown = \"ignore\"", true),
        ("status.beyond = \"ignore\"", true),
        ("status.stages = { \"在谈\" = \"洽谈\" }", true),
    ] {
        assert_eq!(mapping(&format!("{line}\n{plain}")) != mapping(&plain), differs, "{line}");
    }
    for bad in [
        "months = true",
        "cells.fewer = \"drop\"",
        "cells.less = 1",
        "status.stage = {}",
        "header.line = \"3\"",
        "header.line = 0",
        "rules = {}",
    ] {
        assert!(matches!(format!("{bad}\n{plain}").parse::<Mapping>(), Err(MappingError::Toml { .. })), "{bad}");
    }
    for switch in ["doubles = 3", "bounds = \"none\"", "folding = 1"] {
        let why = format!("{switch}\n{plain}").parse::<Mapping>().expect_err(switch).to_string();
        let expected =
            if switch.starts_with("folding") { "expected a boolean" } else { "expected true, false or a table" };
        assert!(why.contains(expected), "{switch}: {why}");
    }
}
