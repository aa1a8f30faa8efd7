use proptest::prelude::*;

use super::*;

const UNITS: [Unit; 3] = [Unit::Yuan, Unit::WanYuan, Unit::YiYuan];

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}

#[test]
fn reads_written_amounts() {
    for (text, fen) in [
        ("50亿元", 500_000_000_000),
        ("1.2亿元", 12_000_000_000),
        ("9,800万元", 9_800_000_000),
        ("65万元", 65_000_000),
        ("0.01元", 1),
        ("0元", 0),
        ("1,234,567.89元", 123_456_789),
        ("1.000001万元", 1_000_001),
        ("1.0000010万元", 1_000_001),
        ("0.0000000001亿元", 1),
        ("92233720368547758.07元", i64::MAX),
    ] {
        assert_eq!(Money::parse(text), Ok(Money::from_fen(fen)), "{text}");
        assert_eq!(Money::parse_lenient(text), Ok(Money::from_fen(fen)), "{text}");
    }
}

#[test]
fn lenient_reads_more() {
    for (text, fen) in [
        ("20亿", 200_000_000_000),
        ("65万", 65_000_000),
        ("５０亿元", 500_000_000_000),
        (" 50亿元\n", 500_000_000_000),
        ("\u{3000}１．２亿\u{3000}", 12_000_000_000),
        ("９，８００万元", 9_800_000_000),
    ] {
        assert_eq!(Money::parse_lenient(text), Ok(Money::from_fen(fen)), "{text}");
        assert!(Money::parse(text).is_err(), "{text}");
    }
}

#[test]
fn refuses_what_is_no_amount() {
    let number = |text: &str| MoneyError::Number { found: text.into() };
    for bad in [
        "1e8元",
        "亿元",
        "元",
        "5O亿元",
        "NaN元",
        "inf万元",
        "1.元",
        ".5元",
        "1.2.3元",
        "01元",
        "00元",
        "0,800万元",
        "98,00万元",
        "9800,000万元",
        "9,8000万元",
        ",800万元",
        "9,,800万元",
        "9,800,万元",
        "1.2,000元",
        "1 000元",
        "5百万元",
        "5亿万元",
        "١元",
    ] {
        assert_eq!(Money::parse(bad), Err(number(bad)), "{bad}");
        assert_eq!(Money::parse_lenient(bad), Err(number(bad)), "{bad}");
    }
    for bad in ["NaN", "", "50", "50 亿元 整", "50USD"] {
        assert_eq!(Money::parse(bad), Err(MoneyError::Unit { found: bad.into() }), "{bad}");
        assert_eq!(Money::parse_lenient(bad), Err(MoneyError::Unit { found: bad.into() }), "{bad}");
    }
    for bad in ["-1亿元", "+1亿元", "−1亿元", "-0元"] {
        assert_eq!(Money::parse(bad), Err(MoneyError::Signed { found: bad.into() }), "{bad}");
    }
    assert_eq!(Money::parse_lenient("－1亿"), Err(MoneyError::Signed { found: "－1亿".into() }));
    for (bad, unit) in [("1.0000001万元", Unit::WanYuan), ("0.001元", Unit::Yuan), ("0.00000000001亿元", Unit::YiYuan)]
    {
        assert_eq!(Money::parse(bad), Err(MoneyError::TooFine { found: bad.into(), unit }), "{bad}");
    }
    for bad in ["99999999999999亿元", "92233720368547758.08元", &format!("{}元", "9".repeat(5000))] {
        assert_eq!(Money::parse(bad), Err(MoneyError::TooLarge { found: bad.into() }), "{bad}");
    }
}

#[test]
fn reads_columns() {
    assert_eq!(Money::from_decimal("9,800", Unit::WanYuan), Ok(Money::from_fen(9_800_000_000)));
    assert_eq!(Money::from_decimal("0.000001", Unit::WanYuan), Ok(Money::from_fen(1)));
    assert_eq!(Money::from_decimal("120000000.1", Unit::Yuan), Ok(Money::from_fen(12_000_000_010)));
    for bad in ["", " 1", "-1", "1e8", "NaN", "1万", "１", "0.0000001", "98,00"] {
        assert!(Money::from_decimal(bad, Unit::WanYuan).is_err(), "{bad}");
    }
}

#[test]
fn shows_amounts() {
    let amount = Money::from_fen(12_000_000_010);
    assert_eq!(amount.to_string(), "120000000.10 CNY");
    assert_eq!(format!("{amount:?}"), "120000000.10 CNY");
    assert_eq!(amount.display_in(Unit::Yuan).to_string(), "120000000.1元");
    assert_eq!(amount.display_in(Unit::WanYuan).to_string(), "12000.00001万元");
    assert_eq!(amount.display_in(Unit::YiYuan).to_string(), "1.200000001亿元");
    assert_eq!(Money::from_fen(12_000_000_000).display_in(Unit::YiYuan).to_string(), "1.2亿元");
    assert_eq!(Money::from_fen(10_000_000_000).display_in(Unit::WanYuan).to_string(), "10000万元");
    assert_eq!(Money::from_fen(10_000_000_000).display_in(Unit::YiYuan).to_string(), "1亿元");
    assert_eq!(Money::from_fen(0).display_in(Unit::YiYuan).to_string(), "0亿元");
    assert_eq!(Money::from_fen(-1).display_in(Unit::Yuan).to_string(), "-0.01元");
    assert_eq!(Money::from_fen(i64::MIN).to_string(), "-92233720368547758.08 CNY");
    assert_eq!(usd(12_000_000).display_in(Unit::WanYuan).to_string(), "12万美元");
}

#[test]
fn sums_within_a_currency() {
    let (one, most) = (Money::from_fen(1), Money::from_fen(i64::MAX));
    assert_eq!(one.checked_add(one), Ok(Money::from_fen(2)));
    assert_eq!(one.checked_sub(most), Ok(Money::from_fen(1 - i64::MAX)));
    assert_eq!(
        most.checked_add(one).unwrap_err().to_string(),
        "92233720368547758.07 CNY and 0.01 CNY have no sum within 92233720368547758.07"
    );
    assert_eq!(
        Money::from_fen(i64::MIN).checked_sub(one).unwrap_err().to_string(),
        "-92233720368547758.08 CNY and 0.01 CNY have no difference within 92233720368547758.07"
    );
    assert_eq!(
        one.checked_add(usd(5)).unwrap_err().to_string(),
        "0.01 CNY and 0.05 USD are of different currencies; convert one first"
    );
    assert!(one.is_positive() && !Money::from_fen(0).is_positive() && !Money::from_fen(-1).is_positive());
    assert!(one < most);
    assert_eq!(one.partial_cmp(&usd(5)), None);
    assert_eq!((usd(5).minor(), usd(5).currency().as_str(), one.currency()), (5, "USD", Currency::CNY));
}

#[test]
fn errors_say_what_is_right() {
    for (error, message) in [
        (Money::parse("50").unwrap_err(), "`50` has no unit; end it with 元, 万元 or 亿元"),
        (
            Money::parse("5O亿元").unwrap_err(),
            "`5O亿元` has no number that can be read; write plain digits without leading zero, \
             commas in threes if any, and a decimal point if needed, such as 9,800 or 0.01",
        ),
        (Money::parse("-1亿元").unwrap_err(), "`-1亿元` has a sign; write an amount without one"),
        (
            Money::parse("1.0000001万元").unwrap_err(),
            "`1.0000001万元` is finer than a fen; give at most 6 decimals in 万元",
        ),
        (
            Money::parse("99999999999999亿元").unwrap_err(),
            "`99999999999999亿元` is too large; the largest amount is 92233720368547758.07 CNY",
        ),
        (
            Money::from_wire("1.5", Currency::CNY).unwrap_err(),
            "`1.5` is no amount in wire form; write it with exactly two decimals, a minus only below zero and \
             no leading zero, such as 120000000.10",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn wire_is_an_object() {
    let amount = Money::from_fen(12_000_000_010);
    let wire = r#"{"amount":"120000000.10","currency":"CNY"}"#;
    assert_eq!(serde_json::to_string(&amount).unwrap(), wire);
    assert_eq!(serde_json::from_str::<Money>(wire).unwrap(), amount);
    for bad in [
        "120000000.10",
        r#""120000000.10 CNY""#,
        r#"["120000000.10","CNY"]"#,
        r#"{"amount":"1.00"}"#,
        r#"{"amount":"1.00","currency":"cny"}"#,
        r#"{"amount":"1.00","currency":"CNY","unit":"元"}"#,
        r#"{"amount":1.00,"currency":"CNY"}"#,
    ] {
        assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
    }
    for bad in [
        "",
        "1",
        "1.0",
        "1.000",
        ".00",
        "1.",
        "01.00",
        "00.00",
        "-0.00",
        "+1.00",
        "--1.00",
        "- 1.00",
        " 1.00",
        "1,000.00",
        "1.0.0",
        "10.0",
        "1e2",
        "100",
        "NaN",
        "１.00",
        "92233720368547758.08",
    ] {
        assert_eq!(Money::from_wire(bad, Currency::CNY), Err(MoneyError::Wire { found: bad.into() }), "{bad}");
    }
    for fen in [0, 1, -1, 99, 100, -100, i64::MAX, i64::MIN] {
        let money = Money::from_fen(fen);
        assert_eq!(Money::from_wire(&money.decimal().to_string(), Currency::CNY), Ok(money));
    }
}

proptest! {
    #[test]
    fn round_trips_the_fen_in_every_unit(fen in 0..=i64::MAX) {
        let money = Money::from_fen(fen);
        for unit in UNITS {
            let text = money.display_in(unit).to_string();
            prop_assert_eq!(Money::parse(&text), Ok(money));
            let number = text.strip_suffix(&unit.to_string()).unwrap();
            prop_assert_eq!(Money::from_decimal(number, unit), Ok(money));
        }
    }

    #[test]
    fn round_trips_the_fen_through_serde(minor in any::<i64>(), pick in any::<prop::sample::Index>()) {
        let money = Money::new(minor, *pick.get(&Currency::all().collect::<Vec<_>>()));
        let wire = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&wire).unwrap(), money);
    }

    #[test]
    fn never_panics(text in any::<String>(), number in "[0-9０-９.,+-]{0,30}", unit in "(元|万元|亿元|万|亿|)") {
        for text in [&text, &number, &format!("{number}{unit}"), &format!("{text}{unit}")] {
            let _ = Money::parse(text);
            let _ = Money::parse_lenient(text);
            let _ = Money::from_wire(text, Currency::CNY);
            let _ = text.parse::<Currency>();
            for unit in UNITS {
                let _ = Money::from_decimal(text, unit);
            }
        }
    }
}
