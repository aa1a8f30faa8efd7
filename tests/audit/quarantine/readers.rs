//! Readers that learn of quarantines first: a trail that is resumed, a portfolio.

use super::*;

/// A trail goes on with a log that has quarantines: nobody need show it a line that cannot be read.
#[test]
fn a_trail_is_resumed_over_what_is_in_quarantine() {
    let (walk, other, gone) =
        (Walk::to(1, at(Stage::Producing)), Walk::to(2, at(Stage::Signed)), Walk::to(3, at(Stage::Reserve)));
    let names = names(&walk);
    let (bad, last) = (names["registered"], walk.project.version());
    // a line that can be read, and one that cannot
    for is_bad in [false, true] {
        let mut kept = Kept::of(&[&walk, &other, &gone]);
        let place = kept.place(1, bad);
        if is_bad {
            kept.poison(place, "\"evidence\":{", "\"evidence\": {");
        }
        let (end, planned) = (kept.place(2, other.project.version()), kept.place(3, 1));
        // at the end of a stream nothing follows what is passed over, but the void of a step
        assert_eq!(kept.put(&[place]).voids.len(), 3);
        assert_eq!(kept.put(&[end]).voids.len(), 1);
        assert_eq!(kept.put(&[planned]).voids.len(), 1);
        let records: Vec<_> = kept.lines.iter().filter_map(|(_, _, line)| Record::parse(line.clone()).ok()).collect();
        assert_eq!(records.len(), kept.lines.len() - usize::from(is_bad));
        let left: Vec<_> = {
            let quarantine = kept.quarantine();
            records.iter().filter(|record| quarantine.at(record.sequence()).is_none()).cloned().collect()
        };
        let untold = AuditTrail::resume(records.clone(), Quarantine::default(), Vec::new());
        let first = kept.quarantine().places().map(|place| place.sequence).min().expect("a place");
        let untold = untold.expect_err("the records put places there");
        if is_bad {
            assert!(matches!(untold, TrailError::NotResumed { line, .. } if line == place), "{untold:?}");
        } else {
            assert_eq!(untold, TrailError::OtherQuarantine { sequence: first });
        }
        // nor is it resumed with what was put there since they were read
        let early = records.iter().take(records.len() - 2).cloned();
        let since = AuditTrail::resume(early, kept.quarantine(), Vec::new()).expect_err("they are older");
        assert_eq!(since, TrailError::OtherQuarantine { sequence: planned });
        let said = format!(
            "the records and the quarantine to resume with differ about the place {planned}: read both as of one moment"
        );
        assert_eq!(since.to_string(), said);
        for shown in [records, left] {
            let is_all = shown.len() + usize::from(is_bad) == kept.lines.len();
            let mut trail = AuditTrail::resume(shown, kept.quarantine(), Vec::new()).expect("they follow");
            assert_eq!(*trail.head(), kept.head);
            // the project goes on behind the numbers that are taken
            let today = day("2024-06-02");
            let project = kept.load(1).expect("it replays").expect("it is there");
            assert_eq!(project.version(), last + 3);
            let decided = project.decide(complete(Verb::Register, &project, today), &context(1, 500, today), &policy());
            let event = decided.expect("nothing is against it").into_new().expect("it is new");
            let stale =
                walk.project.decide(complete(Verb::Operate, &walk.project, today), &context(1, 501, today), &policy());
            let stale: AppendRequest = stale.expect("decided").into_new().expect("it is new").into();
            let subject = project_id(1).into();
            let conflict = AppendError::Conflict { subject, expected: last, actual: last + 3 };
            assert_eq!(trail.record(&stale, evening(today)).unwrap_err(), TrailError::Append(conflict));
            trail.sure_of_now(evening(today));
            // the ids of the lines that it was shown are taken
            if is_all {
                let id = walk.project.events()[last as usize - 1].id();
                let context = Context::new(id, evening(today), actor()).on(today);
                let decided = project.decide(complete(Verb::Register, &project, today), &context, &policy());
                let event = decided.expect("nothing is against it").into_new().expect("it is new");
                let reused = AppendError::IdReused { id, sequence: kept.place(1, last), dates: None };
                assert_eq!(trail.record(&event.into(), evening(today)).unwrap_err(), TrailError::Append(reused));
            }
            let receipt = trail.record(&event.into(), evening(today)).expect("it follows");
            assert_eq!(receipt.record().stream_version(), last + 4);
            // of the other one the last number is taken
            let project = kept.load(2).expect("it replays").expect("it is there");
            assert_eq!((project.stage(), project.version()), (Stage::Negotiating, other.project.version() + 1));
            let signed = complete(Verb::Sign, &project, today);
            let decided = project.decide(signed, &context(2, 500, today), &policy()).expect("nothing is against it");
            let receipt =
                trail.record(&decided.into_new().expect("it is new").into(), evening(today)).expect("it follows");
            assert_eq!(receipt.record().stream_version(), project.version() + 1);
            // and nothing follows where nothing is left
            let again =
                Project::plan(project_id(3), gone.project.profile().clone(), &context(3, 500, today), &policy());
            let error = trail.record(&again.expect("planned").into(), evening(today)).unwrap_err();
            assert!(matches!(&error, TrailError::Append(AppendError::Conflict { expected: 0, .. })), "{error:?}");
        }
    }
}

/// Of a fact nothing is undone: behind the last number of the stream nothing is recorded, and it is taken all the same.
#[test]
fn the_last_number_of_a_stream_stays_taken_in_a_trail() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.pass(1).give(Command::AssignOfficer(actor_id("officer-8").into()));
    let last = walk.project.version();
    let mut kept = Kept::of(&[&walk]);
    assert_eq!(kept.put(&[kept.place(1, last)]).voids, []);
    let records = kept.lines.iter().map(|(_, _, line)| Record::parse(line.clone()).expect("a record"));
    let mut trail = AuditTrail::resume(records, kept.quarantine(), Vec::new()).expect("they follow");
    let project = kept.load(1).expect("it replays").expect("it is there");
    assert_eq!((project.stage(), project.version()), (Stage::Signed, last));
    let today = day("2024-06-02");
    let again = Command::AssignOfficer(actor_id("officer-9").into());
    let decided = project.decide(again, &context(1, 500, today), &policy()).expect("nothing is against it");
    trail.sure_of_now(evening(today));
    let receipt = trail.record(&decided.into_new().expect("it is new").into(), evening(today)).expect("it follows");
    assert_eq!(receipt.record().stream_version(), last + 1);
}

/// A portfolio that knows what is in quarantine answers as if none of it had ever been recorded.
#[test]
fn a_portfolio_reads_on_over_what_is_in_quarantine() {
    use project_lifecycle::portfolio::{ActionPlan, FoldError, Period, Portfolio, Question};

    let (walk, other) = (Walk::to(1, at(Stage::Producing)), Walk::to(2, at(Stage::Signed)));
    let registered = names(&walk)["registered"];
    let mut kept = Kept::of(&[&walk, &other]);
    let place = kept.place(1, registered);
    kept.poison(place, "\"evidence\":{", "\"evidence\": {");
    let bad = Portfolio::new().read(kept.file().as_slice()).expect_err("it cannot be read");
    assert!(bad.to_string().starts_with(&format!("line {place} ")), "{bad}");
    assert_eq!(kept.put(&[place]).projects, [project_id(1)]);

    // what is left of the log, written by hand: the events before the bad one, and all of the other project
    let short = Project::replay(walk.project.events()[..registered as usize - 1].iter().cloned()).expect("a history");
    let left = Kept::of(&[&Walk { project: short, ..walk.clone() }, &other]);
    let mut expected = Portfolio::new();
    expected.read(left.file().as_slice()).expect("all of it can be read");
    let year = walk.today.to_string()[..4].parse().expect("a year");
    let question = Question::of(Period::Year(year)).as_of(walk.today).known_at(evening(plus(walk.today, 9)));
    let ask = |portfolio: &Portfolio| {
        let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &question).expect("figures").figures;
        assert!(!figures.is_empty());
        figures
    };
    for verified in [false, true] {
        let mut portfolio = Portfolio::new().but(kept.quarantine());
        let file = kept.file();
        if verified { portfolio.read_verified(file.as_slice()) } else { portfolio.read(file.as_slice()) }
            .expect("it reads on");
        for (found, expected) in ask(&portfolio).into_iter().zip(ask(&expected)) {
            assert_eq!(found, expected);
        }
        // and takes the next record of the project behind the numbers that are taken
        let project = kept.load(1).expect("it replays").expect("it is there");
        let today = day("2024-06-02");
        let command = complete(Verb::Register, &project, today);
        let Ok(Decision::Record(event)) = project.decide(command, &context(1, 500, today), &policy()) else { panic!() };
        let last = kept.lines.iter().rev().find(|(subject, ..)| *subject == project_id(1).into()).expect("a line");
        let last = Record::parse(last.2.clone()).expect("a record");
        let found = Found {
            head: kept.head.clone(),
            last: Some(last),
            version: 0,
            earlier: None,
            quarantine: Quarantine::default(),
            zone: None,
            project: None,
        };
        let Ok(Plan::Append { event: record, .. }) = plan_append(found, &event.into(), evening(today)) else {
            panic!()
        };
        portfolio.add(&record).expect("it follows");
        let again = portfolio.add(&record).expect_err("it was taken in");
        assert!(matches!(again, FoldError::Record { .. }), "{again:?}");
    }

    // without the list what was read counts on, so the record that puts it in quarantine is an error
    let clean = {
        let mut clean = Kept::of(&[&walk, &other]);
        assert_eq!(clean.put(&[place]).projects.len(), 1);
        clean
    };
    let told = Portfolio::new().read(clean.file().as_slice()).expect_err("it was not told");
    let why = std::error::Error::source(&told).and_then(|why| why.source()).map(ToString::to_string);
    let said = format!(
        "it puts the place {place} in quarantine, of which the portfolio was not told: read the log anew, with `Portfolio::but`"
    );
    assert_eq!(why, Some(said));
    // of a project whose planning is in quarantine nothing is left
    let mut kept = Kept::of(&[&walk, &other]);
    assert_eq!(kept.put(&[kept.place(1, 1)]).projects, [project_id(1)]);
    let mut portfolio = Portfolio::new().but(kept.quarantine());
    portfolio.read(kept.file().as_slice()).expect("it reads on");
    assert_eq!(portfolio.projects(), 1);
}
