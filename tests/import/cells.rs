//! Dates and amounts as people and spreadsheets write them.

use project_lifecycle::import::Mapping;

use super::office::{MAPPING, days, exceptions, imported, profile, project, with};
use super::provenance;

#[test]
fn dates_may_have_times_and_dashes_of_every_kind() {
    for cell in [
        "2018-06-30 00:00:00",
        "2018-06-30T00:00:00",
        "2018/6/30 0:00",
        "2018/6/30 上午 8:30:00",
        "2018年6月30日 8时30分",
        "2018.6.30 23:59",
        "2018—06—30",
        "2018–06–30",
        "2018−06−30",
        "2018‐6‐30",
        "２０１８－６－３０",
        "2018。6。30",
        "2018-06-30\u{200b}",
        "2018\u{200b}-06-30",
    ] {
        let ledger = imported(&format!("A-1,甲,,,,{cell},,,,,,\n"));
        assert_eq!(days(&ledger)[1], "negotiating 2018-06-30 洽谈日", "{cell}");
        assert_eq!(exceptions(&ledger), Vec::<String>::new());
    }
    for cell in ["43281.0", "43281", "43281.75", "43281 0:00"] {
        let ledger = with("serials = [\"洽谈日\"]", &format!("A-1,甲,,,,{cell},,,,,,\n"));
        assert_eq!(days(&ledger)[1], "negotiating 2018-06-30 洽谈日", "{cell}");
        assert_eq!(
            exceptions(&imported(&format!("A-1,甲,,,2018-01-01,{cell},,,,,,\n"))),
            [format!("洽谈日|{cell}|bad_date")]
        );
    }
    for cell in
        ["2018-06-30Z", "2018-06-30T00:00:00+08:00", "2018-06-31 0:00", "2018——06——30", "2018-06-30前", "6-30", "2018"]
    {
        let ledger = imported(&format!("A-1,甲,,,2018-01-01,{cell},,,,,,\n"));
        assert_eq!(exceptions(&ledger), [format!("洽谈日|{cell}|bad_date")]);
    }
}

#[test]
fn a_month_is_read_as_the_mapping_says() {
    let cells = ["2018年6月", "2018年6月份", "2018.6", "2018.06", "2018-06", "2018—6", "2018/6", "２０１８年６月"];
    for cell in cells {
        let row = format!("A-1,甲,,,2017-01-01,2018-01-01,{cell},,,,,\n");
        let ledger = imported(&row);
        assert_eq!(exceptions(&ledger), [format!("签约日|{cell}|bad_date")]);
        assert!(
            ledger.details[0].contains("`months`") && ledger.details[0].contains("months 规定"),
            "{}",
            ledger.details[0]
        );
        for (months, day, is_inferred) in
            [("first", "2018-06-01", false), ("last", "2018-06-30", false), ("inferred", "2018-06-01", true)]
        {
            let ledger = with(&format!("months = \"{months}\""), &row);
            assert_eq!(exceptions(&ledger), Vec::<String>::new(), "{cell}");
            let signed = ledger.events.last().expect("events");
            assert_eq!((signed.effective_on().to_string().as_str(), signed.to().stage().code()), (day, "signed"));
            assert_eq!(provenance(signed).is_inferred(), is_inferred, "{cell} {months}");
            assert_eq!(ledger.summary.inferred, u64::from(is_inferred));
        }
    }
    // what is planned by a month is as doubtful
    let ledger = with("months = \"inferred\"", "A-1,甲,,,,2018年6月,,,,,,\n");
    assert!(provenance(&ledger.events[0]).is_inferred() && provenance(&ledger.events[1]).is_inferred());
    // a spreadsheet that takes it for a number writes October so, too
    let october = "A-1,甲,,,2017-01-01,2018-01-01,2018.1,,,,,\n";
    assert_eq!(exceptions(&with("months = \"first\"", october)), ["签约日|2018.1|bad_date"]);
    let october = october.replace("2018.1,", "2018.10,");
    assert_eq!(days(&with("months = \"first\"", &october)).last().expect("events"), "signed 2018-10-01 签约日");
    // the last day of a month that is not over
    let ledger = with("months = \"last\"", "A-1,甲,,,2017-01-01,2019年8月,,,,,,\n");
    assert_eq!(exceptions(&ledger), ["洽谈日|2019年8月|date_out_of_bounds"]);
    assert!(format!("months = \"middle\"\n{MAPPING}").parse::<Mapping>().is_err());
}

#[test]
fn amounts_are_read_as_people_and_spreadsheets_write_them() {
    let total = |keys: &str, cell: &str| {
        let ledger = with(keys, &format!("A-1,甲,,,,2018-01-01,,,,,,\"{cell}\"\n"));
        let total = profile(&ledger).total_investment().map(|total| total.to_string());
        assert_eq!(total.is_none(), !ledger.rows.is_empty(), "{cell}: {:?}", ledger.rows);
        total
    };
    for (cell, yuan) in [
        ("¥1200", "12000000.00 CNY"),
        ("￥1,200.00", "12000000.00 CNY"),
        ("1亿2000万元", "120000000.00 CNY"),
        ("1亿2000万", "120000000.00 CNY"),
        ("3万5000元", "35000.00 CNY"),
        (".5", "5000.00 CNY"),
        ("1.2E+03", "12000000.00 CNY"),
        ("3.3000000000000003", "33000.00 CNY"),
        ("1200.4999999999998", "12005000.00 CNY"),
        ("1200\u{200b}", "12000000.00 CNY"),
        ("人民币1200万元", "12000000.00 CNY"),
        ("1200万元", "12000000.00 CNY"),
    ] {
        assert_eq!(total("", cell).as_deref(), Some(yuan), "{cell}");
    }
    for cell in [
        "(1200)",
        "（1,200.00）",
        "-1200",
        "1亿2000",
        "1亿20000万元",
        "3.3333333333333335",
        "RMB 1200",
        "1200 USD",
        "1,20",
    ] {
        assert_eq!(total("", cell), None, "{cell}");
    }
    // 1.2E+08 of a column in yuan; in 万元 it is beyond the bounds
    assert_eq!(total("", "1.2E+08"), None);
    let yuan =
        MAPPING.replace("unit = \"万元\"", "unit = \"元\", brackets = \"plain\", currencies = { \"RMB\" = \"CNY\" }");
    let at = "2019-07-31T12:00:00+08:00".parse().expect("an instant");
    for (cell, fen) in [("1.2E+08", 12_000_000_000), ("(1200)", 120_000), ("RMB 1200", 120_000), ("1200RMB", 120_000)] {
        let csv = format!("{}A-1,甲,,,,2018-01-01,,,,,,{cell}\n", super::office::HEADER);
        let ledger = super::try_import(csv.as_bytes(), &yuan.parse().expect("a mapping"), at).expect("a ledger");
        assert_eq!(profile(&ledger).total_investment().map(|total| total.minor()), Some(fen), "{cell}");
    }
    for bad in ["currencies = { \"RMB\" = \"RMB\" }", "currencies = { \" RMB\" = \"CNY\" }", "brackets = \"none\""] {
        assert!(
            MAPPING.replace("unit = \"万元\"", &format!("unit = \"元\", {bad}")).parse::<Mapping>().is_err(),
            "{bad}"
        );
    }
}

#[test]
fn what_is_wrong_of_an_amount_is_said_in_both_languages() {
    let detail = |cell: &str| {
        let ledger = imported(&format!("A-1,甲,,,,2018-01-01,,,,,,{cell}\n"));
        assert!(project(&ledger).profile().total_investment().is_none());
        ledger.details[0].clone()
    };
    assert!(detail("(1200)").contains("below zero") && detail("(1200)").contains("为负数（括号表示负数）"));
    assert!(detail("RMB1200").contains("write CNY") && detail("RMB1200").contains("人民币写作 CNY"));
    assert!(detail("1.2345678").contains("finer than a fen") && detail("1.2345678").contains("精确到分以下"));
    assert!(detail("99999999999999亿元").contains("too large") && detail("99999999999999亿元").contains("数额过大"));
    assert!(detail("0").contains("above zero") && detail("0").contains("应大于零"));
    assert!(detail("约5000").contains("no number") && detail("约5000").contains("不是金额"));
}
