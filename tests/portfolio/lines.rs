//! Lines are taken in without reading all of them; what comes out is what the full reading gives, on every line there is.

use std::error::Error as _;

use project_lifecycle::audit::RecordError;
use project_lifecycle::portfolio::{ActionPlan, FoldError, Period, Portfolio, Question, ReadError};
use project_lifecycle::value::Digest;
use project_lifecycle::{Policy, Record};
use proptest::prelude::*;

use super::properties::records;
use crate::common::policy;

/// The records of all types, as they are kept for ever.
const GOLDEN: &str = include_str!("../golden/v1/events.jsonl");

/// How a line is taken in.
type Add = fn(&mut Portfolio, &[u8]) -> Result<(), FoldError>;

fn in_full(portfolio: &mut Portfolio, line: &[u8]) -> Result<(), FoldError> {
    portfolio.add(&Record::parse(line).map_err(FoldError::Line)?)
}

fn taken<'a>(lines: impl IntoIterator<Item = &'a [u8]>, add: Add) -> Portfolio {
    let mut portfolio = Portfolio::new();
    lines.into_iter().for_each(|line| add(&mut portfolio, line).expect("it follows"));
    portfolio
}

/// All that a portfolio tells, as known at its end and a while before; a digest of it, for it is long.
fn told(portfolio: &Portfolio, policy: &Policy) -> Digest {
    Digest::of(tell(portfolio, policy).as_bytes())
}

fn tell(portfolio: &Portfolio, policy: &Policy) -> String {
    let plan = ActionPlan::shenyang_2018();
    let mut told = format!("{} {}", portfolio.records(), portfolio.projects());
    let Some(last) = portfolio.last_recorded() else { return told };
    let as_of = last.day_in(plan.terms().utc_offset);
    for known_at in [last.plus_minutes(-60 * 24 * 200).unwrap_or(last), last] {
        for year in [2018, 2019, 2021] {
            let question = Question::of(Period::Year(year)).as_of(as_of).known_at(known_at);
            told += &format!("{:?}", portfolio.figures(&plan, &question).map(|figures| figures.figures));
        }
        let lists = portfolio.standing(as_of, known_at);
        told += &format!("{:?}{:?}{:?}", lists.projects(), lists.in_libraries(), lists.signed_not_registered());
        told += &format!("{:?}{:?}", lists.signed_not_started(), lists.started_not_producing());
        told += &format!("{:?}{:?}", lists.producing_not_at_full_capacity(), lists.paused());
        told += &format!("{:?}{:?}", lists.owed_papers(), lists.overdue_duties(policy));
        told += &format!("{:?}{:?}", lists.possible_duplicates(), lists.zombie_candidates(policy));
        told += &format!("{:?}", lists.of_officer(&"officer-7".parse().expect("an id")));
        told += &format!("{:?}{:?}", lists.tracks(), lists.signals(&plan));
        told += &format!("{:?}", lists.of_body(&"lead".parse().expect("an id")));
    }
    told
}

fn agree(lines: &[&[u8]]) {
    let policy = policy();
    let full = told(&taken(lines.iter().copied(), in_full), &policy);
    assert_eq!(told(&taken(lines.iter().copied(), Portfolio::add_line), &policy), full);
    assert_eq!(told(&taken(lines.iter().copied(), Portfolio::add_verified_line), &policy), full);
}

#[test]
fn every_type_of_record_gives_what_the_full_reading_gives() {
    agree(&GOLDEN.lines().map(str::as_bytes).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_history_gives_what_the_full_reading_gives(records in records()) {
        agree(&records.iter().map(Record::line).collect::<Vec<_>>());
    }

    /// A changed byte is told in the words of the full reading, or stands where nothing looks: what is taken in is the same.
    #[test]
    fn a_changed_byte_is_told_alike(line in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte: u8) {
        let lines: Vec<&[u8]> = GOLDEN.lines().map(str::as_bytes).collect();
        let line = line.index(lines.len());
        let before = taken(lines[..line].iter().copied(), in_full);
        let mut changed = lines[line].to_vec();
        let at = at.index(changed.len());
        changed[at] = byte;
        let (mut full, mut short) = (before.clone(), before);
        match (in_full(&mut full, &changed), short.add_line(&changed)) {
            (Ok(()), Ok(())) => prop_assert_eq!(told(&full, &policy()), told(&short, &policy())),
            (Err(full), Err(short)) => prop_assert_eq!(full, short),
            // in the evidence, say: its form was looked at, its meaning was not; what is taken in is what was there before
            (Err(FoldError::Record { .. }), Ok(())) => {
                in_full(&mut full, lines[line]).expect("it follows");
                prop_assert_eq!(told(&full, &policy()), told(&short, &policy()));
            }
            (full, short) => prop_assert!(false, "in full {full:?}, from the line {short:?}"),
        }
    }
}

/// An edit of a golden line that leaves it canonical and makes it none of ours: it is told in the words of the full reading.
#[test]
fn what_is_looked_at_is_held_to_its_meaning() {
    let lines: Vec<&str> = GOLDEN.lines().collect();
    let edits = [
        // an agreement
        (".signed.v1", r#""amount":"120000000.00""#, r#""amount":"-5.00""#),
        (".signed.v1", r#""agreed_start":"2018-09-17""#, r#""agreed_start":"2018-09-18""#),
        (".signed.v1", r#""agreed_production":"2018-09-17""#, r#""agreed_production":"xxxx-09-17""#),
        // facts have one form only
        ("officer_assigned.v1", r#""after":{"officer":"officer-7"}"#, r#""after":["officer-7"]"#),
        ("body_assigned.v1", r#","responsible":["one","two"]"#, ""),
        (".paused.v1", r#""after":{"#, r#""after":{"expected_until":null,"#),
        // who acted, and where it came from
        (".engaged.v1", r#""by":{"#, r#""by":{"a":{},"effective_on":"2010-01-01","evidence":{},"#),
        (".planned.v1", r#"},"to":"planned""#, r#"},"provenance":null,"to":"planned""#),
        (".planned.v1", r#"},"to":"planned""#, r#"},"provenance":["a","b.csv",true,2],"to":"planned""#),
        (".planned.v1", r#""to":"planned""#, r#""to":"zombie""#),
        // promises that cannot be read
        (".started.v1", r#""status":"committed""#, r#""status":"commited""#),
        (".started.v1", r#"{"due":"2018-09-21","status":"committed"}"#, r#"["committed","2018-09-21"]"#),
    ];
    let mut tried = 0;
    for (at, line) in lines.iter().enumerate() {
        for (name, from, to) in edits {
            let changed = line.replacen(from, to, 1);
            if !line.contains(&format!("{name}\",\"id\"")) || changed == *line {
                continue;
            }
            tried += 1;
            let before = taken(lines[..at].iter().map(|line| line.as_bytes()), in_full);
            let full = in_full(&mut before.clone(), changed.as_bytes()).expect_err(to);
            for add in [Portfolio::add_line as Add, Portfolio::add_verified_line] {
                assert_eq!(add(&mut before.clone(), changed.as_bytes()).expect_err(to), full, "{name} {to}");
            }
        }
    }
    assert!(tried >= edits.len(), "{tried}");
}

/// A name that stands deeper than where it is looked for does not pass for it.
#[test]
fn what_stands_deeper_is_not_taken() {
    let lines: Vec<&str> = GOLDEN.lines().collect();
    let code = "2105-210181-04-01-722531";
    let deeper = format!(r#""domicile":{{"a":1,"project_code":"{code}"}},"domicile_":""#);
    let permit = format!(r#""project_code":{{"code":"{code}"}},"status":"presented"}},"environmental_approval""#);
    let edits = [
        (".registered.v1", vec![(r#""domicile":""#, deeper.as_str())]),
        // what rests on a promise is read in full, so it is presented here
        (
            ".started.v1",
            vec![
                (r#""status":"presented"},"environmental_approval""#, permit.as_str()),
                (r#""due":"2018-09-21","status":"committed""#, r#""status":"presented""#),
            ],
        ),
    ];
    for (name, edits) in edits {
        let is_it = |line: &&str| {
            line.contains(&format!("{name}\",\"id\"")) && edits.iter().all(|(from, _)| line.contains(from))
        };
        let at = lines.iter().position(is_it).expect(name);
        let changed = edits.iter().fold(lines[at].to_owned(), |line, (from, to)| line.replacen(from, to, 1));
        let before = taken(lines[..at].iter().map(|line| line.as_bytes()), in_full);
        in_full(&mut before.clone(), changed.as_bytes()).expect_err(name);
        let (mut short, mut full) = (before.clone(), before);
        short.add_line(changed.as_bytes()).expect(name);
        in_full(&mut full, lines[at].as_bytes()).expect("it follows");
        let told = tell(&short, &policy());
        assert!(!told.contains(code) && told.contains("2018-210100-36-03-000001") == (name == ".started.v1"), "{name}");
        assert!(name == ".started.v1" || told == tell(&full, &policy()), "{name}");
    }
}

#[test]
fn a_log_is_read_from_its_lines() {
    let mut portfolio = Portfolio::new();
    portfolio.read(GOLDEN.as_bytes()).expect("a log");
    let mut verified = Portfolio::new();
    verified.read_verified(std::io::BufReader::with_capacity(100, GOLDEN.as_bytes())).expect("a log");
    let full = taken(GOLDEN.lines().map(str::as_bytes), in_full);
    for portfolio in [portfolio, verified] {
        assert_eq!(told(&portfolio, &policy()), told(&full, &policy()));
    }
}

#[test]
fn a_log_that_cannot_be_read_says_where() {
    let said = |log: &[u8]| {
        let error = Portfolio::new().read(log).expect_err("it cannot be read");
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(why) = cause {
            said += &format!(": {why}");
            cause = why.source();
        }
        (error, said)
    };
    let lines: Vec<&str> = GOLDEN.lines().collect();

    let (error, text) = said(&GOLDEN.as_bytes()[..GOLDEN.len() - 1]);
    assert!(matches!(error, ReadError::Torn { line } if line == lines.len() as u64), "{error:?}");
    assert_eq!(text, format!("line {} has no end; was it cut short?", lines.len()));

    let (error, text) = said(format!("{}\nno record\n", lines[0]).as_bytes());
    assert!(
        matches!(&error, ReadError::Fold { line: 2, why: FoldError::Line(RecordError::NotCanonical(_)) }),
        "{error:?}"
    );
    assert_eq!(
        text,
        "line 2 cannot be taken in: it is no record: the record is not canonical JSON: byte 1: \
         found byte 0x6f where true, false or null was due; encode the value again"
    );

    // a step before the planning
    let signed = lines.iter().position(|line| line.contains(".signed.v1")).expect("a signing");
    let (_, text) = said(format!("{}\n{}\n", lines[0], lines[signed]).as_bytes());
    let subject = Record::parse(lines[signed]).expect("a record").subject();
    assert_eq!(
        text,
        format!(
            "line 2 cannot be taken in: record {} of the log, of {subject}, cannot be taken in: its version is 8; the next \
             of its stream is 1",
            signed + 1
        )
    );

    let other = GOLDEN.replace("urn:example:log:shenyang", "urn:example:log:another");
    let second = other.lines().nth(1).expect("a line");
    let (_, text) = said(format!("{}\n{second}\n", lines[0]).as_bytes());
    assert!(
        text.ends_with("it is of the log urn:example:log:another; those before it are of urn:example:log:shenyang"),
        "{text}"
    );
}
