//! Files as people have them: titles above the header, other separators, merged cells.

use project_lifecycle::import::{ImportError, Mapping, MappingError};

use super::office::{HEADER, MAPPING, days, exceptions, file, profile, projects, with};

const ROW: &str = "A-1,甲,沈阳,在谈,2019-01-01,2018-01-01,,,,工业,某公司,\"1,020\"\n";

/// What [`ROW`] says.
fn assert_read(keys: &str, csv: &str) {
    let ledger = file(keys, csv).unwrap_or_else(|error| panic!("{csv}: {error}"));
    assert_eq!(exceptions(&ledger), Vec::<String>::new(), "{csv}");
    assert_eq!(days(&ledger), ["planned 2018-01-01 洽谈日", "negotiating 2018-01-01 洽谈日"]);
    let profile = profile(&ledger);
    assert_eq!((profile.name(), profile.zone().as_str()), ("甲", "沈阳"));
    assert_eq!(profile.total_investment().map(|total| total.minor()), Some(1_020_000_000));
}

#[test]
fn the_header_is_the_first_record_that_names_every_column() {
    for above in [
        "",
        "\n\n",
        "项目一览表\n",
        "项目一览表,,,,,,,,,,,\n单位：万元,,,,,,,,,,,2019年7月\n,,,,,,,,,,,\n",
        "\"项目\n一览表\"\n",
        "编号,名称,开发区\n",
    ] {
        assert_read("", &format!("{above}{HEADER}{ROW}"));
    }
    // records are counted from the header on
    let ledger = file("", &format!("表,\n{HEADER}A-1,甲,,,x,2018-01-01,,,,,,\n")).expect("a ledger");
    assert_eq!(ledger.rows[0][0], "1");
    let error = file("", &format!("{}{HEADER}{ROW}", "x\n".repeat(51))).err().expect("it is too far down");
    assert!(matches!(error, ImportError::MissingColumns { .. }), "{error}");
}

#[test]
fn the_header_stands_where_the_mapping_says() {
    // an open quote above it
    let csv = format!("一览\"表\n5\",x\n{HEADER}{ROW}");
    assert_read("header.line = 3", &csv);
    assert_read("header.line = 1", &format!("{HEADER}{ROW}"));
    let missing = file("header.line = 2", &csv).err().expect("no header");
    assert!(matches!(&missing, ImportError::MissingColumns { found, .. } if *found == ["5\"", "x"]), "{missing}");
    assert!(matches!(file("header.line = 9", &csv), Err(ImportError::Empty)));
    // the file's own line is told, whatever stands above
    let ledger = file("header.line = 3", &csv.replace("2018-01-01", "x")).expect("a ledger");
    assert_eq!(ledger.rows[0][..2], ["1", "A-1"]);
}

#[test]
fn cells_are_parted_by_what_the_header_is() {
    let with = |separator: &str| {
        let row = ROW.replace("\"1,020\"", "1_020").replace(',', separator).replace('_', ",");
        let row = if separator == "," { ROW.to_owned() } else { row };
        HEADER.replace(',', separator) + &row
    };
    for separator in [",", ";", "\t"] {
        assert_read("", &with(separator));
        assert_read("", &format!("表\n{}", with(separator)));
        assert_read("", &format!("sep={separator}\n{}", with(separator)));
        assert_read("", &format!("SEP={separator}\r\n\r\n{}", with(separator)));
        assert_read("", &format!("\u{feff}\"sep={separator}\"\r\n{}", with(separator)));
        assert_read(&format!("header.separator = \"{}\"", separator.escape_default()), &with(separator));
    }
    assert_read("", &format!("sep=|\n{}", with("|")));
    assert_read("header.separator = \"|\"", &with("|"));
    // the file knows better than the mapping
    assert_read("header.separator = \"|\"", &format!("sep=;\n{}", with(";")));
    assert!(matches!(file("", &with("|")), Err(ImportError::MissingColumns { .. })));
    assert!(matches!(file("header.separator = \",\"", &with(";")), Err(ImportError::MissingColumns { .. })));
    for bad in ["", ",,", "a", "\\\"", "；", " "] {
        let error = format!("header.separator = \"{bad}\"\n{MAPPING}").parse::<Mapping>().unwrap_err();
        assert!(matches!(&error, MappingError::Toml { why } if why.contains("parts no cells")), "{error}");
    }
}

#[test]
fn a_header_cell_may_have_line_feeds_and_other_widths() {
    let mapping = MAPPING.replace("column = \"总投资\"", "column = \"总投资(万元)\"");
    let at = "2019-07-31T12:00:00+08:00".parse().expect("an instant");
    for written in [
        "总投资(万元)",
        "\"总投资\n（万元）\"",
        "总投资（万元）",
        "\"总 投资\r\n(万元)\u{200b}\"",
        "总投资\u{3000}（万元)",
    ] {
        let csv = format!("{}{ROW}", HEADER.replace("总投资", written).replace("洽谈日", "\"洽谈\n日\""));
        let ledger = super::try_import(csv.as_bytes(), &mapping.parse().expect("a mapping"), at).expect("a ledger");
        assert_eq!(profile(&ledger).total_investment().map(|total| total.minor()), Some(1_020_000_000), "{written}");
        // what the mapping calls it stands in the provenance
        assert_eq!(days(&ledger)[1], "negotiating 2018-01-01 洽谈日");
    }
    // one column to the letter goes before one that only looks like it; two that look like it are one too many
    let both =
        |header: &str| super::try_import(format!("{header}\n").as_bytes(), &mapping.parse().expect("a mapping"), at);
    assert!(both(&HEADER.trim_end().replace("总投资", "总投资（万元）,总投资(万元)")).is_ok());
    let error = both(&HEADER.trim_end().replace("总投资", "总投资（万元）,\"总投资\n(万元)\"")).err().expect("two");
    assert!(matches!(&error, ImportError::RepeatedColumn { column } if column == "总投资（万元）"), "{error}");
}

#[test]
fn merged_cells_are_filled_down() {
    let rows = "A-1,甲,沈阳,,,2018-01-01,,,,,某公司,\n\
                A-2,乙,,,,2018-01-01,,,,,,\n\
                A-3,丙,同上,,,2018-01-01,,,,,〃,\n\
                A-4,丁,大连,,,2018-01-01,,,,,,\n\
                A-5,戊,\u{200b},,,2018-01-01,,,,,,\n";
    let zones = |keys: &str, rows: &str| -> Vec<String> {
        projects(&with(keys, rows)).iter().map(|project| project.profile().zone().to_string()).collect()
    };
    let keys = "fill_down = [\"开发区\"]";
    assert_eq!(zones(keys, rows), ["沈阳", "沈阳", "沈阳", "大连", "大连"]);
    assert_eq!(zones("", rows), ["沈阳", "未填", "未填", "大连", "未填"]);
    let ledger = with(keys, rows);
    assert_eq!(exceptions(&ledger), ["投资方|〃|placeholder"], "only the columns that the mapping lists");
    // nothing stands above
    assert_eq!(zones(keys, "A-1,甲,,,,2018-01-01,,,,,,\nA-2,乙,沈阳,,,2018-01-01,,,,,,\n"), ["未填", "沈阳"]);
    assert_eq!(exceptions(&with(keys, "A-1,甲,同上,,,2018-01-01,,,,,,\n")), ["开发区|同上|placeholder"]);
    // records that are not imported stand above, too
    assert_eq!(
        zones(keys, "A-1,甲,沈阳,,,,,,,,,\nA-2,乙,,,,2018-01-01,,,,,,\n,,,,,,,,,,,\nA-3,丙,,,,2018-01-01,,,,,,\n"),
        ["沈阳"; 2]
    );
    // a date, and an amount
    let ledger = with("fill_down = [\"洽谈日\", \"总投资\"]", "A-1,甲,,,,2018-01-01,,,,,,5\nA-2,乙,,,,,,,,,,\n");
    assert_eq!(days(&ledger)[2..], ["planned 2018-01-01 洽谈日", "negotiating 2018-01-01 洽谈日"]);
    assert_eq!(projects(&ledger)[1].profile().total_investment().map(|total| total.minor()), Some(5_000_000));
}

#[test]
fn what_stands_above_must_be_known() {
    let keys = "fill_down = [\"开发区\"]";
    // cells that are shifted, a torn-off formula: what was merged below them is not guessed
    for (odd, is_imported) in [
        ("A-2,乙,丙,大连,,,2018-01-01,,,,,,5", false),
        ("A-2,乙,大连", false),
        ("A-2,乙,#REF!,,,2018-01-01,,,,,,", true),
        ("A-2,乙,待定,,,2018-01-01,,,,,,", true),
    ] {
        let ledger = with(
            keys,
            &format!(
                "A-1,甲,沈阳,,,2018-01-01,,,,,,\n{odd}\nA-3,丁,,,,2018-01-01,,,,,,\nA-4,戊,锦州,,,2018-01-01,,,,,,\nA-5,己,,,,2018-01-01,,,,,,\n"
            ),
        );
        let zones: Vec<_> = projects(&ledger).iter().map(|project| project.profile().zone().to_string()).collect();
        let second = if is_imported { vec!["未填"] } else { vec![] };
        let expected = [vec!["沈阳"], second, vec!["未填", "锦州", "锦州"]].concat();
        assert_eq!(zones, expected, "{odd}");
        assert_eq!(ledger.rows.iter().filter(|row| row[4] == "not_filled").count(), 1, "{odd}");
        assert_eq!(ledger.rows.iter().find(|row| row[4] == "not_filled").expect("one")[1], "A-3");
    }
    let fails = |column: &str| format!("fill_down = [\"{column}\"]\n{MAPPING}").parse::<Mapping>();
    for column in ["编号", "备注"] {
        assert_eq!(fails(column), Err(MappingError::RuleColumn { list: "fill_down", column: column.into() }));
    }
    assert!(fails("状态").is_ok());
}
