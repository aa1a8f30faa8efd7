//! More of each kind that ledgers have: what is read, and what is told and read as nothing. Nothing is guessed.

use project_lifecycle::Stage;
use project_lifecycle::import::{ImportError, Mapping};

use super::office::{HEADER, MAPPING, days, exceptions, file, imported, profile, projects, stage, with};

/// One row with a cell in quotes, so that it may hold commas.
fn row(before: &str, cell: &str, after: &str) -> String {
    format!("{before}\"{}\"{after}\n", cell.replace('"', "\"\""))
}

/// The day of the talks, or what is told of the cell.
#[track_caller]
fn talks(keys: &str, cell: &str) -> Result<String, String> {
    let ledger = with(keys, &row("A-1,甲,,,2018-01-01,", cell, ",,,,,,"));
    match (days(&ledger).get(1), &exceptions(&ledger)[..]) {
        (Some(day), []) => Ok(day.split(' ').nth(1).expect("a day").into()),
        (None, [told]) => Err(told.rsplit('|').next().expect("a code").into()),
        (day, told) => panic!("{cell}: {day:?}, {told:?}"),
    }
}

#[test]
fn dates() {
    for cell in [
        "2018-05-01",
        "2018.5.1",
        "2018.05.01",
        "2018/5/1",
        "2018年5月1日",
        "2018年05月01日",
        "2018-5-1 00:00:00",
        "2018/5/1 12:00:00 AM",
        "2018.5.1 8:05",
        "２０１８．５．１",
        "２０１８年５月１日",
        "2018／5／1",
        "2018﹣5﹣1",
        "2018─5─1",
        "2018―5―1",
        "2018‒05‒01",
        "2018‑05‑01",
        " 2018-05-01 ",
        "2018-05-01\u{3000}",
        "\u{feff}2018-05-01",
        "2018-05-01\n",
        "2018-05-01\u{a0}",
    ] {
        assert_eq!(talks("", cell), Ok("2018-05-01".into()), "{cell:?}");
    }
    for cell in [
        "2018/13/1",
        "2018-02-30",
        "2019-02-29",
        "2018-00-10",
        "2018-5-0",
        "20180501",
        "180501",
        "43221",
        "43221.5",
        "2018年5月",
        "2018年",
        "2018",
        "5月1日",
        "18-5-1",
        "5/1/2018",
        "01/05/2018",
        "2018-05/01",
        "2018-05-01至2018-06-01",
        "2018-05-01、2018-06-01",
        "2018年5月上旬",
        "2018年二季度",
        "二〇一八年五月一日",
        "2018-5-1?",
        "约2018-5-1",
        "2018-05-01 24:00",
        "2018-05-01 12:60",
        "2018-05-01T00:00:00Z",
        "1e5",
        "TRUE",
        "待开工",
        "12:00",
    ] {
        assert_eq!(talks("", cell), Err("bad_date".into()), "{cell:?}");
    }
    for cell in ["2208-05-01", "1018-05-01", "0018-5-1", "1948年12月31日", "2019-08-01", "1900-01-01"] {
        assert_eq!(talks("", cell), Err("date_out_of_bounds".into()), "{cell:?}");
    }
    let serials = "serials = [\"洽谈日\"]";
    for cell in ["43221", "43221.5", "43221.0", "４３２２１", "43221.99999"] {
        assert_eq!(talks(serials, cell), Ok("2018-05-01".into()), "{cell:?}");
    }
    // a year, a month and a day written as a number are no serials of this office's life
    for (cell, told) in [
        ("2018", "date_out_of_bounds"),
        ("201805", "date_out_of_bounds"),
        ("20180501", "bad_date"),
        ("-43221", "bad_date"),
        ("43221.", "bad_date"),
        ("4.3221E+04", "bad_date"),
        ("43,221", "bad_date"),
        ("0", "bad_date"),
    ] {
        assert_eq!(talks(serials, cell), Err(told.into()), "{cell:?}");
    }
    for cell in ["2018年5月", "2018-05", "2018/5", "2018.05", "２０１８年５月份"] {
        assert_eq!(talks("months = \"last\"", cell), Ok("2018-05-31".into()), "{cell:?}");
    }
    for cell in ["2018年13月", "2018年5", "5月", "2018年5月初", "2018.1"] {
        assert_eq!(talks("months = \"last\"", cell), Err("bad_date".into()), "{cell:?}");
    }
}

#[test]
fn amounts() {
    let total = |cell: &str| {
        let ledger = imported(&row("A-1,甲,,,,2018-01-01,,,,,,", cell, ""));
        let total = profile(&ledger).total_investment().map(|total| total.to_string());
        match (total, &exceptions(&ledger)[..]) {
            (Some(total), []) => Ok(total),
            (None, [told]) => Err(told.rsplit('|').next().expect("a code").to_owned()),
            (total, told) => panic!("{cell}: {total:?}, {told:?}"),
        }
    };
    for (cell, yuan) in [
        ("1.2亿", "120000000.00 CNY"),
        ("1.2亿元", "120000000.00 CNY"),
        ("1.2亿元人民币", "120000000.00 CNY"),
        ("１亿２０００万", "120000000.00 CNY"),
        ("1亿2000万元", "120000000.00 CNY"),
        ("1 亿 2000 万 元", "120000000.00 CNY"),
        ("¥1,200.50", "12005000.00 CNY"),
        ("￥ 1,200.50", "12005000.00 CNY"),
        ("１，２００．５０", "12005000.00 CNY"),
        ("1,200.50", "12005000.00 CNY"),
        (".5", "5000.00 CNY"),
        ("0.5", "5000.00 CNY"),
        ("1.2E+03", "12000000.00 CNY"),
        ("500元", "500.00 CNY"),
        ("500万", "5000000.00 CNY"),
        ("CNY 500", "5000000.00 CNY"),
        ("500 CNY", "5000000.00 CNY"),
        ("0.1", "1000.00 CNY"),
        ("0.30000000000000004", "3000.00 CNY"),
        ("1200\u{a0}", "12000000.00 CNY"),
    ] {
        assert_eq!(total(cell), Ok(yuan.into()), "{cell:?}");
    }
    for cell in [
        "(500)",
        "（500）",
        "-500",
        "－500",
        "−500",
        "500-",
        "+500",
        "0",
        "0.00",
        "0元",
        "1,20",
        "12,00",
        "1,2000",
        "1.200,50",
        "1,200,50",
        ",500",
        "500,",
        "1..5",
        "1.5.",
        "约500",
        "500左右",
        "500以上",
        "500-600",
        "500~600",
        ">500",
        "500+300",
        "500/600",
        "五百万",
        "1亿零500万元",
        "2亿5千万",
        "1亿2000",
        "2000万1亿",
        "1200W",
        "50%",
        "500万美元",
        "US$500",
        "$500",
        "€500",
        "500 USD",
        "RMB500",
        "1200元/平方米",
        "=500",
        "'500",
        "500、600",
        // no spreadsheet writes it so
        "1e5",
        "1E5",
        "1e",
        "e5",
        "1e5.5",
        "1e-9",
        "0x10",
        "001200",
        "Infinity",
        "１２〇〇",
        "2018-05-01",
    ] {
        assert_eq!(total(cell), Err("bad_amount".into()), "{cell:?}");
    }
    for cell in ["120000000", "1.2E+08", "1e99", "6000亿", "0.5元"] {
        let told = total(cell).expect_err("it is not believed");
        assert!(["amount_out_of_bounds", "bad_amount"].contains(&&*told), "{cell}: {told}");
    }
}

#[test]
fn placeholders() {
    for cell in [
        "——",
        "—",
        "-",
        "--",
        "－",
        "﹣",
        "/",
        "／",
        "//",
        "\\",
        "无",
        "無",
        "暂无",
        "待定",
        "待　定",
        "N/A",
        "n/a",
        "N.A.",
        "NA",
        "Ｎ／Ａ",
        "#REF!",
        "#REF",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "＃ＤＩＶ／０！",
        "####",
        "同上",
        "同　上",
        "同 上",
        "〃",
        "〃〃",
        "\"",
        "''",
        "″",
        "“",
        "＂",
        "…",
        "……",
        "......",
        "???",
        "？",
        "*",
        "null",
        "NULL",
        "None",
        "NaN",
        "nil",
        "TBD",
        "unknown",
        "空",
        "空白",
        "(空白)",
        "（空白）",
        "（空）",
        "(blank)",
        "（无）",
        "未知",
        "不详",
        "不明",
        "未填",
        "未填写",
        "未提供",
        "未明确",
        "未确定",
        "尚未确定",
        "不适用",
        "待补充",
        "待核实",
        "待落实",
        "无数据",
        "暂缺",
        "缺",
        "略",
        "、",
        "。",
        "_",
        "~",
        "【待定】",
        "[无]",
        "待定。",
        "无/",
        "“无”",
        "待招商",
        "待商定",
        "保密",
        "详见附件",
        "空值",
        "&nbsp;",
        "合计",
        "小 计",
        "总计：",
        "#BEZUG!",
        "#NV",
        "#WERT!",
        "#VALEUR!",
        "#¡REF!",
        "#¿NOMBRE?",
        "#N/D",
        "Err:502",
        "k.A.",
        "n.d.",
        "not known",
    ] {
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        let ledger = imported(&format!("A-1,{quoted},{quoted},,,2018-01-01,{quoted},,,,{quoted},{quoted}\n"));
        let told: Vec<_> =
            exceptions(&ledger).iter().map(|told| told.rsplit('|').next().expect("a code").to_owned()).collect();
        assert_eq!(told, ["placeholder"; 5], "{cell}: {:?}", ledger.rows);
        let profile = profile(&ledger);
        assert_eq!((profile.name(), profile.zone().as_str()), ("A-1", "未填"), "{cell}");
        assert_eq!((profile.investor(), profile.total_investment()), (None, None), "{cell}");
        let ledger = imported(&format!("{quoted},甲,,,,2018-01-01,,,,,,\n"));
        assert_eq!((ledger.events.len(), &*ledger.rows[0][4]), (0, "no_key"), "{cell}");
    }
    // names that only look like one
    for cell in [
        "无锡尚德",
        "同上海大众",
        "空港物流园",
        "略阳钢铁",
        "N/A项目",
        "Null Island",
        "#1 机组",
        "1/2",
        "A/B",
        "缺口城",
        "不明觉厉",
        "总计划一期",
        "#1!",
        "Error 502",
        "保密柜厂",
        "Total",
    ] {
        let ledger = imported(&format!("A-1,{cell},,,,2018-01-01,,,,,,\n"));
        assert_eq!((profile(&ledger).name(), exceptions(&ledger).len()), (cell, 0));
    }
}

#[test]
fn ditto_marks_are_filled_where_cells_are() {
    for cell in [
        "",
        "同上",
        "同　上",
        "同 上",
        "〃",
        "〃〃",
        "″",
        "\"",
        "''",
        "＂",
        "”",
        "ditto",
        "Ditto",
        "如上",
        "（同上）",
        "\u{200b}同上",
    ] {
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        let rows = format!("A-1,甲,沈阳,,,2018-01-01,,,,,,\nA-2,乙,{quoted},,,2018-01-01,,,,,,\n");
        let ledger = with("fill_down = [\"开发区\"]", &rows);
        let zones: Vec<_> = projects(&ledger).iter().map(|project| project.profile().zone().to_string()).collect();
        assert_eq!((zones, exceptions(&ledger)), (vec!["沈阳".into(), "沈阳".into()], vec![]), "{cell}");
    }
}

#[test]
fn statuses() {
    for word in ["在 谈", "在谈?", "在谈；签约", "签约/开工", "已注销(2019)", "註销", "停业", "1", "x"]
    {
        let ledger = imported(&format!("A-1,甲,,{word},,2018-01-01,2018-03-01,,,,,\n"));
        assert_eq!(exceptions(&ledger), [format!("状态|{word}|unknown_status")]);
        assert_eq!(stage(&ledger), Stage::Signed, "{word}");
    }
    // a final status with the date of its step beside others
    let ledger = imported("A-1,甲,,在建,,2018-01-01,2018-03-01,,,,,\n");
    assert_eq!(exceptions(&ledger), ["状态|在建|status_beyond_stage"]);
}

#[test]
fn keys() {
    for key in [
        "1.20E+11",
        "1.2E+11",
        "１.２０Ｅ＋１１",
        "9.99999E+14",
        "'0012",
        "’0012",
        "=\"0012\"",
        "=A1+1",
        "210102201800001000",
        "1001.0",
        "1001.00",
        "5-Mar",
        "Mar-05",
        "3月5日",
        "2018年3月5日",
        "5-Mar-18",
        "1,001",
        "1,234,567",
    ] {
        let ledger = imported(&row("", key, ",甲,,,,2018-01-01,,,,,,"));
        assert_eq!(ledger.summary.totals.imported, 1, "{key}");
        assert_eq!((ledger.rows.len(), &*ledger.rows[0][4]), (1, "changed_key"), "{key}");
    }
    for key in [
        "A-1",
        "0012",
        "SY2018-001",
        "2018-210112-30-03-001234",
        "91210112MA0T10009G",
        "E11",
        "12E11A",
        "1.2",
        "1.2.3",
        "沈2018-1",
    ] {
        let ledger = imported(&row("", key, ",甲,,,,2018-01-01,,,,,,"));
        assert_eq!(exceptions(&ledger), Vec::<String>::new(), "{key}");
    }
    // two rows of one key, however it is typed
    for twin in [
        "A-1\u{a0}",
        "\u{202a}A-1\u{202c}",
        "A\u{ad}-1",
        "Ａ-1",
        "A－1",
        "A-1\u{e0041}",
        "A\u{2011}1",
        "A-1_x000D_",
        "A-1\u{fe0f}",
        "A-\u{200d}1",
        "A-1\u{3164}",
    ] {
        let ledger = imported(&format!("A-1,甲,,,,2018-01-01,,,,,,\n{twin},乙,,,,2018-01-01,,,,,,\n"));
        assert_eq!((ledger.summary.totals.imported, &*ledger.rows[0][4]), (1, "duplicate_id"), "{twin:?}");
    }
}

#[test]
fn ragged_rows() {
    for (cells, code) in [
        ("A-1", "too_few_cells"),
        ("A-1,甲,,,,2018-01-01", "too_few_cells"),
        ("A-1,甲,,,,2018-01-01,,,,,", "too_few_cells"),
        ("A-1,甲,,,,2018-01-01,,,,,,,x", "too_many_cells"),
        ("A-1,甲,,,,2018-01-01,,,,,,1,200", "too_many_cells"),
        ("A-1,甲,,,,2018-01-01,,,,,,1,200,000", "too_many_cells"),
        ("A-1,甲;乙,丙,,,,2018-01-01,,,,,,500", "too_many_cells"),
    ] {
        let ledger = imported(&format!("{cells}\nA-2,乙,,,,2018-01-01,,,,,,\n"));
        let told: Vec<_> = ledger.rows.iter().map(|row| (&*row[0], &*row[1], &*row[4])).collect();
        assert_eq!(told, [("1", "A-1", code)], "{cells}");
        assert_eq!(projects(&ledger).len(), 1, "{cells}");
    }
    // a line feed in a cell is one; a row that breaks at one that was not quoted is two that are too short
    assert_eq!(exceptions(&imported("A-1,\"甲\n乙\",,,,2018-01-01,,,,,,\n")), Vec::<String>::new());
    let torn = imported("A-1,甲\n乙,,,,2018-01-01,,,,,,\n");
    let codes: Vec<_> = torn.rows.iter().map(|row| &*row[4]).collect();
    assert_eq!((codes, torn.events.len()), (vec!["too_few_cells", "too_few_cells"], 0));
}

#[test]
fn encodings() {
    let csv = format!("{HEADER}A-1,机器人未来城,浑南,在谈,,2018-01-01,,,,工业,沈阳某公司,1200\n");
    let at = "2019-07-31T12:00:00+08:00".parse().expect("an instant");
    let read = |bytes: &[u8], list: &str| {
        let mapping = MAPPING.replace(r#"["utf-8", "gb18030"]"#, list).parse::<Mapping>().expect("a mapping");
        super::try_import(bytes, &mapping, at)
    };
    let utf_16 = |text: &str, is_little: bool| -> Vec<u8> {
        let unit = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(unit).collect()
    };
    let gbk = encoding_rs::GBK.encode(&csv).0.into_owned();
    let tabs = csv.replace(',', "\t");
    for (name, bytes, list) in [
        ("utf-8", csv.clone().into_bytes(), r#"["utf-8", "gb18030"]"#),
        ("utf-8 with a mark", format!("\u{feff}{csv}").into_bytes(), r#"["utf-8", "gb18030"]"#),
        ("gbk", gbk.clone(), r#"["utf-8", "gb18030"]"#),
        ("gbk", gbk, r#"["gbk"]"#),
        (
            "utf-16, as a spreadsheet saves Unicode text",
            utf_16(&format!("\u{feff}{tabs}"), true),
            r#"["utf-8", "utf-16le"]"#,
        ),
        ("utf-16 without a mark", utf_16(&csv, true), r#"["utf-8", "utf-16le"]"#),
        ("utf-16, big end first", utf_16(&format!("\u{feff}{csv}"), false), r#"["utf-8", "utf-16be"]"#),
    ] {
        let ledger = read(&bytes, list).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(exceptions(&ledger), Vec::<String>::new(), "{name}");
        assert_eq!((profile(&ledger).name(), profile(&ledger).zone().as_str()), ("机器人未来城", "浑南"), "{name}");
    }
    // an encoding that is not listed is told, and nothing is read as another
    for (name, bytes) in [
        ("utf-16le", utf_16(&format!("\u{feff}{csv}"), true)),
        ("utf-16be", utf_16(&format!("\u{feff}{csv}"), false)),
        ("utf-16le without a mark", utf_16(&csv, true)),
    ] {
        let told = read(&bytes, r#"["utf-8", "gb18030"]"#).err().unwrap_or_else(|| panic!("{name} is read"));
        let is_told = matches!(told, ImportError::Undecodable { .. } | ImportError::MissingColumns { .. });
        assert!(is_told, "{name}: {told}");
    }
    let pairs = [
        ["gb18030", "iso-2022-jp"],
        ["gb18030", "koi8-r"],
        ["gb18030", "utf-16be"],
        ["gb18030", "windows-874"],
        ["big5", "gbk"],
        ["big5", "euc-jp"],
        ["euc-kr", "shift_jis"],
        ["windows-1252", "macintosh"],
        ["gbk", "x-user-defined"],
        ["utf-16be", "big5"],
    ];
    for pair in pairs {
        for [one, other] in [pair, [pair[1], pair[0]]] {
            let text = MAPPING.replace(r#"["utf-8", "gb18030"]"#, &format!(r#"["utf-8", "{one}", "{other}"]"#));
            let told = text.parse::<Mapping>().expect_err("bytes do not tell them apart").to_string();
            assert!(told.contains("keep the one"), "{one} {other}: {told}");
        }
    }
}

#[test]
fn headers() {
    let row = "A-1,甲,沈阳,在谈,,2018-01-01,,,,工业,某公司,1200\n";
    let wrapped =
        HEADER.replace("开发区", "\"开发\n区\"").replace("洽谈日", "\"洽谈\r\n日 \"").replace("总投资", "总　投资");
    for header in
        [wrapped, HEADER.replace(',', " , "), format!("\u{feff}{HEADER}"), HEADER.replace("编号", "\u{200b}编号")]
    {
        let ledger = file("", &format!("{header}{row}")).unwrap_or_else(|why| panic!("{header}: {why}"));
        assert_eq!((exceptions(&ledger), stage(&ledger)), (vec![], Stage::Negotiating), "{header}");
        assert_eq!(profile(&ledger).total_investment().map(|total| total.minor()), Some(1_200_000_000), "{header}");
    }
}
