use proptest::prelude::*;

use super::*;

const VALID: [&str; 9] = [
    "91350100M000100Y43",
    "91110108551385082Q",
    "91110000600037341L",
    "91440300708461136T",
    "11610923MB2900168E",
    "51610700305332460K",
    "9135021359498494XQ",
    "91210100MA0U0032X0",
    "91210112MA0T10009G",
];
const PILOT: [&str; 4] = ["91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P", "91350203M0001QAY9B"];

fn refusal(text: &str) -> String {
    Uscc::parse(text).unwrap_err().to_string()
}

/// The code with both its check characters put right, or only the outer one.
fn repaired(code: &str, inner: bool) -> String {
    let mut code = Uscc::shaped(code, code).unwrap();
    if inner {
        code.0[16] = code.organisation_check();
    }
    code.0[17] = code.check();
    code.to_string()
}

#[test]
fn reads_conforming_codes() {
    for text in VALID.into_iter().chain(["N2210123MA0T10009X"]) {
        let code = Uscc::parse(text).unwrap();
        assert_eq!((code.as_str(), code.is_conforming()), (text, true));
        assert_eq!(Uscc::parse_lenient(text), Ok(LenientUscc { code, anomalies: vec![] }));
    }
}

#[test]
fn parts() {
    let code: Uscc = "91210112MA0T10009G".parse().unwrap();
    assert_eq!((code.region(), code.organisation_code()), ("210112", "MA0T10009"));
    assert_eq!(format!("{code:?} {code}"), "91210112MA0T10009G 91210112MA0T10009G");
    for (first, authority) in [
        ('1', Authority::Staffing),
        ('2', Authority::ForeignAffairs),
        ('5', Authority::CivilAffairs),
        ('9', Authority::MarketRegulation),
        ('A', Authority::Military),
        ('N', Authority::Agriculture),
        ('Y', Authority::Remaining),
        ('3', Authority::Other('3')),
        ('G', Authority::Other('G')),
    ] {
        let text = repaired(&format!("{first}1210112MA0T100090"), false);
        assert_eq!(Uscc::parse(&text).unwrap().authority(), authority);
    }
}

#[test]
fn the_region_is_one_of_the_standard_or_the_national_one() {
    for region in ["100000", "110000", "210100", "210112", "429004", "659001", "810000", "152101"] {
        let code = repaired(&format!("91{region}MA0T100090"), true);
        assert_eq!(Uscc::parse(&code).unwrap().region(), region);
    }
    for region in ["010219", "000000", "000001", "100001", "100100", "160000", "990000", "210001", "217100", "440099"] {
        let text = format!("91{region}MA0T100090");
        let refused = UsccError::Region { found: text.clone(), region: region.into() };
        assert_eq!(Uscc::parse(&text), Err(refused.clone()));
        assert_eq!(Uscc::parse_lenient(&text), Err(refused));
    }
}

/// Numbers made up, of the shape of a resident's; the last character is that of GB 11643, worked out by hand.
#[test]
fn a_residents_number_is_no_code() {
    // 2*7+1*9+0*10+1*5+0*8+2*4+1*2+9*1+7*6+0*3+0*7+1*9+0*10+1*5+0*8+2*4+1*2 = 113, 113 % 11 = 3: 9
    assert_eq!(Uscc::parse_lenient("210102197001010219"), Err(UsccError::Resident));
    // with another check it is none, and has no region that there is
    let found = "210102197001010218".to_owned();
    let refused = Uscc::parse_lenient(&found).unwrap_err();
    assert_eq!(refused, UsccError::Region { found, region: "010219".into() });
    // with a region where a code has one (152101 has 2101, and 19 is the century)
    // 1*7+5*9+2*10+1*5+0*8+1*4+1*2+9*1+7*6+0*3+0*7+1*9+0*10+1*5+0*8+2*4+1*2 = 158, 158 % 11 = 4: 8
    for text in ["152101197001010218", "1521 0119 7001 0102 18", "１５２１０１１９７００１０１０２１８"]
    {
        assert_eq!(Uscc::parse_lenient(text), Err(UsccError::Resident), "{text}");
    }
    let said = UsccError::Resident.to_string();
    assert!(said.contains("公民身份号码") && !said.contains("152101"), "{said}");
    // no check of a resident's number, no such day: it may be an organisation's
    assert!(matches!(Uscc::parse_lenient("152101197001010217"), Ok(LenientUscc { .. })));
    assert!(matches!(Uscc::parse_lenient("152101197013010217"), Ok(LenientUscc { .. })));
}

#[test]
fn refuses_what_is_no_code() {
    assert_eq!(
        refusal("91350100M000100Y44"),
        "`91350100M000100Y44` is not conforming: \
         the check character at position 18 is `4`, but the code before it gives `3`"
    );
    assert_eq!(
        refusal("91350100M000100Y4"),
        "`91350100M000100Y4` is no unified social credit code: it has 17 characters and should have 18"
    );
    assert_eq!(
        refusal("91350100I000100Y43"),
        "`91350100I000100Y43` is no unified social credit code: position 9 is `I` and should be \
         a digit or a capital letter other than I, O, S, V and Z"
    );
    assert_eq!(
        refusal("913501OOM000100Y43"),
        "`913501OOM000100Y43` is no unified social credit code: position 7 is `O` and should be a digit"
    );
    assert_eq!(
        refusal("000000000000000000"),
        "`000000000000000000` is no unified social credit code: no authority is `0`; companies have `9`"
    );
    assert_eq!(
        refusal("91000000M000100Y43"),
        "`91000000M000100Y43` is no unified social credit code: no region is `000000`; \
         write that of the registering organ, or `100000` for the national one"
    );
    assert!(matches!(
        Uscc::parse("9A1234568378908767"),
        Err(UsccError::NotConforming { anomaly: UsccAnomaly::Check { found: '7', .. }, .. })
    ));
    assert!(matches!(Uscc::parse("91350100m000100y43"), Err(UsccError::Character { position: 9, character: 'm', .. })));
    assert!(matches!(
        Uscc::parse("９１350100M000100Y43"),
        Err(UsccError::Character { position: 1, character: '９', .. })
    ));
    for bad in ["", "无", " 91350100M000100Y43", "91350100-M000100Y43", "91350100M000100Y433"] {
        assert!(matches!(Uscc::parse(bad), Err(UsccError::Length { .. })), "{bad}");
    }
    // What even the lenient reading refuses.
    for bad in ["000000000000000000", "91000000M000100Y43", "913501OOM000100Y43", "91350100M000100Y4", "", "无", "91é"]
    {
        assert!(Uscc::parse_lenient(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_inner_check_counts_too() {
    let broken = repaired("91350100M000100Y53", false);
    assert_eq!(
        refusal(&broken),
        format!(
            "`{broken}` is not conforming: the organisation code's check character at position 17 is `5`, \
             but positions 9-16 give `4`"
        )
    );
    let read = Uscc::parse_lenient(&broken).unwrap();
    assert_eq!(read.anomalies, [UsccAnomaly::OrganisationCheck { expected: '4', found: '5' }]);
}

#[test]
fn lenient_normalises() {
    let code: Uscc = "91350100M000100Y43".parse().unwrap();
    for text in [
        "91350100m000100y43",
        "９１350100M000100Y43",
        "９１３５０１００ｍ０００１００ｙ４３",
        " 91-350100-M000100Y4-3\u{3000}\n",
        "91 350100 M000100Y4 3",
        "91－350100－M000100Y43",
    ] {
        assert_eq!(Uscc::parse_lenient(text), Ok(LenientUscc { code, anomalies: vec![] }), "{text}");
        assert!(Uscc::parse(text).is_err(), "{text}");
    }
    let error = Uscc::parse_lenient("91-35010o-m000100y43").unwrap_err();
    assert!(matches!(error, UsccError::Character { ref found, position: 8, character: 'O', .. }
        if found == "91-35010o-m000100y43"));
}

#[test]
fn pilot_codes_are_read_leniently_only() {
    for text in PILOT {
        assert!(matches!(Uscc::parse(text), Err(UsccError::NotConforming { .. })), "{text}");
        let read = Uscc::parse_lenient(text).unwrap();
        assert_eq!((read.code.as_str(), read.code.is_conforming()), (text, false));
        assert!(!read.anomalies.is_empty());
        let wire = format!(r#"{{"code":"{text}","nonconforming":true}}"#);
        assert_eq!(serde_json::to_string(&read.code).unwrap(), wire);
        assert_eq!(serde_json::from_str::<Uscc>(&wire).unwrap(), read.code);
    }
}

#[test]
fn wire() {
    for text in VALID {
        let wire = format!("\"{text}\"");
        let code: Uscc = serde_json::from_str(&wire).unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), wire);
    }
    let code = "91350100M0001TGQXM";
    for (bad, why) in [
        (format!("\"{code}\""), "is not conforming"),
        ("\"91350100m000100y43\"".to_owned(), "position 9 is `m`"),
        (format!(r#"{{"code":"{code}"}}"#), "missing field `nonconforming`"),
        (format!(r#"{{"code":"{code}","nonconforming":false}}"#), "as an object has \"nonconforming\":true"),
        (format!(r#"{{"code":"{code}","nonconforming":true,"x":1}}"#), "unknown field `x`"),
        (format!(r#"["{code}",true]"#), "invalid type: sequence"),
        (
            r#"{"code":"91350100M000100Y43","nonconforming":true}"#.to_owned(),
            "`91350100M000100Y43` conforms; write it as a string",
        ),
        (r#"{"code":"91350100m0001tgqxm","nonconforming":true}"#.to_owned(), "position 9 is `m`"),
        (r#"{"code":"000000000000000001","nonconforming":true}"#.to_owned(), "no authority is `0`"),
        ("null".to_owned(), "invalid type: null, expected a unified social credit code, or"),
    ] {
        let said = serde_json::from_str::<Uscc>(&bad).unwrap_err().to_string();
        assert!(said.contains(why), "{bad}: {said}");
    }
}

#[test]
fn every_substitution_and_swap_in_the_samples_is_detected() {
    for text in VALID {
        for at in 0..18 {
            for &byte in ALPHABET {
                let mut other = text.as_bytes().to_vec();
                other[at] = byte;
                assert_eq!(Uscc::parse(ascii(&other)).is_ok(), ascii(&other) == text);
            }
            let mut other = text.as_bytes().to_vec();
            other.swap(at, at.saturating_sub(1));
            assert_eq!(Uscc::parse(ascii(&other)).is_ok(), ascii(&other) == text);
        }
    }
}

prop_compose! {
    fn conforming()(text in "[1-9A-HJ-NP-RTUW-Y]{2}(100000|21[0-6][1-9][0-9]{2})[A-HJ-NP-RTUW-Y][0-9A-HJ-NP-RTUW-Y]{9}") -> String {
        repaired(&text, true)
    }
}

proptest! {
    #[test]
    fn any_conforming_code_round_trips(text in conforming()) {
        let code = Uscc::parse(&text).unwrap();
        prop_assert_eq!(code.as_str(), &text);
        let wire = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(serde_json::from_str::<Uscc>(&wire).unwrap(), code);
        prop_assert_eq!(Uscc::parse_lenient(&text.to_lowercase()).unwrap().code, code);
    }

    #[test]
    fn any_substitution_is_detected(text in conforming(), at in 0..18_usize, other in any::<char>()) {
        let mut changed: Vec<char> = text.chars().collect();
        changed[at] = other;
        let changed: String = changed.into_iter().collect();
        prop_assert_eq!(Uscc::parse(&changed).is_ok(), changed == text);
    }

    #[test]
    fn any_substitution_within_the_alphabet_is_detected(text in conforming(), at in 0..18_usize, other in 0..31_usize) {
        let mut changed = text.clone().into_bytes();
        changed[at] = ALPHABET[other];
        prop_assert_eq!(Uscc::parse(ascii(&changed)).is_ok(), changed == text.as_bytes());
    }

    #[test]
    fn any_adjacent_swap_is_detected(text in conforming(), at in 0..17_usize) {
        let mut changed = text.clone().into_bytes();
        changed.swap(at, at + 1);
        prop_assert_eq!(Uscc::parse(ascii(&changed)).is_ok(), changed == text.as_bytes());
    }

    #[test]
    fn a_shaped_code_round_trips_whether_it_conforms_or_not(text in "[1-9A-H]{2}(100000|21[0-6][1-9][0-9]{2})[A-HJ-N][0-9A-HJ-N]{9}") {
        let code = Uscc::parse_lenient(&text).unwrap().code;
        let wire = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(serde_json::from_str::<Uscc>(&wire).unwrap(), code);
    }

    #[test]
    fn never_panics(text in any::<String>(), wide in "[0-9A-Za-z０-９Ａ-Ｚ无 -]{16,20}") {
        for text in [text, wide] {
            let _ = Uscc::parse(&text);
            let _ = Uscc::parse_lenient(&text);
        }
    }
}
