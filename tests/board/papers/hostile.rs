//! Names that would like to be formulas, scripts or more than a cell: they stay texts in every form.

use project_lifecycle::board::papers::{Paper, PrintedPapers};
use project_lifecycle::project::fact::Responsibility;
use project_lifecycle::value::OrgId;
use project_lifecycle::{Command, Language, Profile, Text, Verb};

use super::{Office, paper, table};
use crate::common::{actor_id, day, org};
use crate::portfolio::city::{City, zone};

/// What somebody might type, and what a CSV has of it. What leads up to a formula gets an apostrophe, controls become blanks,
/// and what turns a line around is gone.
const NAMES: [(&str, &str); 14] = [
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("+1+1", "'+1+1"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1+1", " =1+1"),
    ("\r\n=1+1", "  =1+1"),
    ("\u{202e}=1+1", "'=1+1"),
    ("a;=1+1", "a;'=1+1"),
    ("＝1", "'＝1"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("\"x\" onmouseover='y' & z", "\"x\" onmouseover='y' & z"),
    ("a\u{202e}gpj.\u{2066}exe\u{2069}\u{200f}b", "agpj.exeb"),
    ("👩\u{200d}👧🏗🇨🇳 e\u{301}", "👩\u{200d}👧🏗🇨🇳 e\u{301}"),
    ("_x0041_ ]]> --> ${x} {{y}}", "_x0041_ ]]> --> ${x} {{y}}"),
];

/// A city of such names, one of 200 characters, and a body with as many others as a cell cannot hold.
pub(super) fn city() -> City {
    let mut city = City::new();
    let long: &'static str = Box::leak("沈阳市浑南区高端装备制造产业园区基础设施配套工程".repeat(9).into_boxed_str());
    let names = NAMES.iter().map(|(name, _)| *name).chain([long]);
    for name in names {
        let profile = Profile::new(Text::new(name).expect("a name"), zone("hunnan"));
        city.today("2018-01-01")
            .plan_as(name, profile)
            .acts(name, &[(Verb::Engage, "2018-01-05"), (Verb::Sign, "2018-02-01")]);
        city.command(name, Command::AssignOfficer(actor_id("=officer").into()), "2018-02-01");
    }
    let many = (0..140).map(|n| OrgId::new(&format!("{n:0>256}")).expect("a body")).collect();
    let bodies = Responsibility { lead: org("@lead"), responsible: many };
    city.command(NAMES[0].0, Command::AssignBody(bodies), "2018-02-01");
    city
}

#[test]
fn no_text_of_a_csv_is_a_formula() {
    let (city, as_of) = (city(), day("2018-06-30"));
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, as_of, now);
    let papers = office.papers();
    let ledger = table(paper(&papers, "ledger"));
    for (name, written) in NAMES {
        assert!(
            ledger.iter().any(|row| row[1] == written),
            "{name:?}: {:?}",
            ledger.iter().map(|row| &row[1]).collect::<Vec<_>>()
        );
    }
    for row in papers.iter().flat_map(table).flatten() {
        let begins = row.chars().next();
        let is_number = row.trim_end_matches('%').parse::<f64>().is_ok();
        assert!(is_number || !begins.is_some_and(|c| "=+-@\t\r\n＝＋－＠".contains(c)), "{row:?}");
        assert!(row.encode_utf16().count() <= 32_768, "one apostrophe may stand before a full cell");
        assert!(!row.contains(|c: char| c.is_control() || "\u{202e}\u{2066}\u{2069}\u{200f}".contains(c)), "{row:?}");
    }
    let bodies = ledger.iter().map(|row| row[12].encode_utf16().count()).max();
    assert_eq!(bodies, Some(32_767), "140 bodies of 256 letters are cut where a cell ends");
}

#[test]
fn nothing_of_a_name_becomes_markup() {
    let (city, as_of) = (city(), day("2018-06-30"));
    let (portfolio, now) = (city.portfolio(), city.now());
    let office = Office::on(&portfolio, as_of, now);
    let papers = office.papers();
    for language in Language::ALL {
        let page = PrintedPapers::new(&papers, language).to_string();
        assert!(!page.contains("<script") && !page.contains("onmouseover='"));
        assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{200f}']));
        let tags = ["main", "section", "table", "thead", "tbody", "tr", "th", "td", "h1", "p", "b", "strong"];
        for tag in tags {
            let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        assert_eq!(page.matches("<section").count(), papers.len());
        // besides the tags of the page and its rules of style there is no markup
        let body = page.split_once("</style>").expect("rules of style").1;
        let known = |open: usize| {
            let name = body[open + 1..].trim_start_matches('/');
            tags.iter().chain(&["body", "html", "head"]).any(|tag| name.starts_with(tag))
        };
        assert!(body.match_indices('<').all(|(open, _)| known(open)));
    }
}

#[test]
fn simulated_data_says_so_in_every_form_and_real_data_does_not() {
    let portfolio = city();
    let (portfolio, now) = (portfolio.portfolio(), portfolio.now());
    let mut office = Office::on(&portfolio, day("2018-06-30"), now);
    for (is_simulated, times) in [(true, 2), (false, 0)] {
        office.imprint.is_simulated = is_simulated;
        let papers = office.papers();
        for (language, mark) in Language::ALL.into_iter().zip(["SYNTHETIC DATA", "模拟数据"]) {
            let page = PrintedPapers::new(&papers, language).to_string();
            assert_eq!(page.matches(mark).count(), times * papers.len(), "beside each title, and on every sheet");
            let csv = |paper: &Paper<'_>| {
                paper.csv(language).to_string().lines().next().is_some_and(|line| line.ends_with(mark))
            };
            assert!(papers.iter().all(|paper| csv(paper) == is_simulated));
        }
    }
}
