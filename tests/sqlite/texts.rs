//! Whatever a caller gives as text: kept as it is, or refused by a typed error.

use proptest::prelude::*;

use super::target::unsound;
use super::{Folder, open, open_fast};
use crate::common::{actor, day, evening, event_id, policy, profile, project_id, source, text};
use project_lifecycle::{
    act::*, audit::*, evidence::*, lifecycle::*, project::fact::*, project::*, reason::*, store::*, value::*,
};

/// Texts that other programs stumble over.
const NASTY: [&str; 26] = [
    "'",
    "''",
    "\"",
    "`",
    ";",
    "--",
    "/*",
    "\\",
    "%",
    "_",
    "'); DROP TABLE event; --",
    "' OR '1'='1",
    "?1",
    ":a",
    "$1",
    "{}",
    "[]",
    "\0",
    "a\0b",
    "\u{202E}txt.exe",
    "👩‍👩‍👧‍👦",
    "e\u{301}",
    "\u{FEFF}",
    "\u{10FFFF}",
    "\n\r\t",
    "null",
];

/// A nasty text, alone or among others, or any text at all.
fn any_text() -> impl Strategy<Value = String> {
    let nasty = || proptest::sample::select(NASTY.as_slice());
    prop_oneof![
        4 => nasty().prop_map(Into::into),
        4 => proptest::collection::vec(prop_oneof![nasty().prop_map(String::from), "[a-z项目 ]{0,5}"], 0..5).prop_map(|parts| parts.concat()),
        2 => any::<String>(),
        1 => (nasty(), prop_oneof![Just(20usize), Just(260), Just(9_000), Just(70_000)]).prop_map(|(part, times)| part.repeat(times)),
    ]
}

/// A text as one that says something.
fn said(given: &str) -> Option<Text> {
    Text::new(given).ok()
}

struct Texts {
    folder: Folder,
    memory: MemoryStore,
    sqlite: SqliteStore,
}

impl Texts {
    fn new(source: Source) -> Self {
        let at = evening(day("2025-12-01"));
        let folder = Folder::new("texts");
        let mut sqlite = open_fast(&folder.file(), source.clone());
        sqlite.open_log(DigestAlgorithm::Sha256, &actor(), at).expect("a log opens");
        Self { folder, memory: crate::common::opened(source, &actor(), at).expect("a log opens"), sqlite }
    }

    /// Records an event, and reads it back from the file, opened anew.
    fn record(&mut self, event: &Event) -> Result<(), TestCaseError> {
        let now = evening(day("2025-12-01"));
        let request = AppendRequest::from(event.clone());
        let (in_file, in_memory) = (self.sqlite.append(&request, now), self.memory.append(&request, now));
        prop_assert_eq!(format!("{:?}", in_file), format!("{:?}", in_memory));
        prop_assert!(in_file.is_ok(), "what was decided fits into a record: {:?}", in_file);
        let store =
            SqliteStore::open_or_create(self.folder.file(), self.sqlite.source().clone()).expect("the file opens");
        let found = store.project(event.project()).expect("it replays").expect("it is there");
        prop_assert_eq!(found.events().last(), Some(event));
        prop_assert_eq!(store.current(event.project()).expect("it answers"), Some(found.current().clone()));
        prop_assert_eq!(self.memory.current(event.project()).expect("it answers"), Some(found.current().clone()));
        Ok(())
    }
}

/// What was decided; a refusal says that the texts are too large together.
fn decided(decision: Result<Decision, Refusal>) -> Result<Option<Event>, TestCaseError> {
    match decision {
        Ok(Decision::Record(event)) => Ok(Some(event)),
        Ok(Decision::AlreadyRecorded(event)) => Err(TestCaseError::fail(format!("{event:?}"))),
        Err(refusal) => {
            let codes: Vec<_> = refusal.reasons().iter().map(Reason::code).collect();
            prop_assert!(codes == ["record_too_large"], "{:?}", codes);
            Ok(None)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..Default::default() })]

    #[test]
    fn every_text_is_kept_or_refused(
        names in proptest::collection::vec(any_text(), 3),
        (zone, officer, role, org) in (any_text(), any_text(), any_text(), any_text()),
        (why, paper, correlation) in (any_text(), any_text(), any_text()),
        prefix in any_text(),
        page in (any_text(), 0..5u64),
    ) {
        let mut texts = Texts::new(source());
        let on = day("2018-06-01");
        let mut by = actor();
        if let Ok(role) = ShortText::new(&role) {
            by = by.in_role(role);
        }
        if let Ok(org) = OrgId::new(&org) {
            by = by.of(org);
        }
        if let Ok(zone) = ZoneId::new(&zone) {
            by = by.for_zone(zone);
        }
        let context = |p: u64, n: u64| {
            let context = Context::new(event_id(p, n), evening(on), by.clone()).on(on);
            let context = ShortText::new(&correlation).into_iter().fold(context, Context::correlated);
            ShortText::new(&why).into_iter().fold(context, Context::caused_by)
        };
        for (name, p) in names.iter().zip(1..) {
            let Some(name) = said(name) else { continue };
            let profile = Profile::new(name, ZoneId::new(&zone).unwrap_or_else(|_| profile(ProjectKind::Enterprise).zone().clone()));
            let planned = Project::plan(project_id(p), profile, &context(p, 0), &policy());
            let Some(planned) = decided(planned.map(Decision::Record))? else { continue };
            texts.record(&planned)?;
            let Some(mut project) = texts.sqlite.project(project_id(p)).expect("it replays") else { continue };
            let mut commands = Vec::new();
            commands.extend(ActorId::new(&officer).ok().map(|officer| Command::AssignOfficer(officer.into())));
            commands.extend(said(&why).map(|explanation| Command::Pause(Pause { expected_until: None, explanation, reason: PauseReason::Other })));
            commands.extend(said(&paper).map(|name| Command::Amend(Amendment { name: Some(name), ..Amendment::default() })));
            let dossier = Attachment::new(paper.as_str(), why.as_str()).ok().map(|paper| {
                let paper = paper.dated(on);
                let form = DossierForm { pool_review: Document::Presented(paper).into(), ..crate::common::evidence::dossier_form(on) };
                Command::Admit(form.try_into().expect("complete"))
            });
            commands.extend(dossier);
            for (command, n) in commands.into_iter().zip(1..) {
                let Some(event) = decided(project.decide(command, &context(p, n), &policy()))? else { continue };
                texts.record(&event)?;
                project.apply(event).expect("what was decided follows");
            }
        }

        // lists by any beginning, after any place
        let profile = Profile::new(said(&page.0).unwrap_or_else(|| text("?")), profile(ProjectKind::Enterprise).zone().clone());
        let planned = Project::plan(project_id(page.1), profile, &crate::common::context(page.1, 0, on), &policy());
        let place = planned.ok().as_ref().and_then(CurrentState::planned);
        let own: Vec<String> = names.iter().flat_map(|name| [name.chars().take(2).collect(), name.chars().take(70).collect(), name.clone()]).collect();
        for prefix in own.into_iter().chain([prefix, String::new()]) {
            for query in [ProjectQuery::named(prefix.clone()), ProjectQuery::containing(prefix.clone()), ProjectQuery::coded(prefix.clone()), ProjectQuery::overdue_on(on), ProjectQuery::all()] {
                let mut queries = vec![query.clone(), query.clone().limit(1)];
                let key = place.as_ref().and_then(|state| query.key(state));
                queries.extend(key.map(|key| query.clone().after(key).expect("its own place")));
                queries.extend(ZoneId::new(&zone).ok().map(|zone| query.clone().in_zone(zone)));
                queries.extend(ActorId::new(&officer).ok().map(|officer| query.of_officer(officer)));
                for query in queries {
                    let (in_file, in_memory) = (texts.sqlite.projects(&query), texts.memory.projects(&query));
                    prop_assert_eq!(in_file.expect("a page"), in_memory.expect("a page"), "{:?}", query);
                }
            }
        }
        prop_assert_eq!(unsound(&texts.sqlite), None);
    }

    #[test]
    fn every_name_of_a_log_and_of_a_consumer_is_kept_or_refused(name in any_text(), consumer in any_text(), rest in "[!-~]{1,40}") {
        for name in [name, format!("urn:{rest}")] {
            let Ok(source) = name.parse::<Source>() else { continue };
            let texts = Texts::new(source.clone());
            let other = SqliteStore::open_or_create(texts.folder.file(), "urn:example:other".parse().expect("a source")).expect("it opens");
            let is_open = !matches!(other.head(), Err(StoreError::Append(AppendError::NotOpened { .. })));
            prop_assert!(!is_open);
            prop_assert_eq!(unsound(&texts.sqlite), None);
        }
        let Ok(consumer) = ConsumerId::new(&consumer) else { return Ok(()) };
        let mut texts = Texts::new(source());
        texts.sqlite.move_cursor(&consumer, 0, 1).expect("it moves");
        prop_assert_eq!(texts.sqlite.cursor(&consumer).expect("it tells"), 1);
        prop_assert_eq!(texts.sqlite.cursor(&ConsumerId::new("another").expect("an id")).expect("it tells"), 0);
        let store = open(&texts.folder.file());
        prop_assert_eq!(store.cursor(&consumer).expect("it tells"), 1);
    }
}

/// By hand: the longest texts that are taken, and numbers at the ends of what a file holds.
#[test]
fn the_ends_of_what_is_taken() {
    let folder = Folder::new("ends");
    let mut store = open(&folder.file());
    let now = evening(day("2025-12-01"));
    store.open_log(DigestAlgorithm::Sha256, &actor(), now).expect("a log opens");
    let name = "'".repeat(16 * 1024);
    let profile = Profile::new(text(&name), ZoneId::new(&"\"".repeat(256)).expect("an id"))
        .investing(Money::new(i64::MAX, Currency::CNY));
    let context = crate::common::context(1, 0, day("2018-06-01"));
    let planned = Project::plan(project_id(1), profile, &context, &policy()).expect("it is planned");
    store.append(&planned.into(), now).expect("it is recorded");
    let state = store.current(project_id(1)).expect("it answers").expect("it is there");
    assert_eq!((state.name.as_str(), state.total_investment.map(Money::minor)), (name.as_str(), Some(i64::MAX)));
    let named = store.projects(&ProjectQuery::named(name.clone())).expect("a page");
    assert_eq!(named.projects.len(), 1);
    assert_eq!(store.projects(&ProjectQuery::named(name + "'")).expect("a page").projects, []);

    let mut lines = 0;
    let shown = store.lines(u64::MAX, usize::MAX, &mut |_| lines += 1).expect("it answers");
    assert_eq!((shown, lines), (0, 0));
    assert_eq!(store.lines(1, usize::MAX, &mut |_| lines += 1).expect("it answers"), 1);
    assert_eq!(store.lines(0, 0, &mut |_| lines += 1).expect("it answers"), 0);
    let consumer = ConsumerId::new("report").expect("an id");
    let error = store.move_cursor(&consumer, 0, u64::MAX).expect_err("the log is shorter");
    assert!(matches!(error, CursorError::Ahead { to: u64::MAX, size: 2, .. }), "{error:?}");
    let error = store.move_cursor(&consumer, u64::MAX, 1).expect_err("it is elsewhere");
    assert!(matches!(error, CursorError::Moved { expected: u64::MAX, actual: 0, .. }), "{error:?}");
    assert_eq!(store.projects(&ProjectQuery::all().limit(usize::MAX)).expect("a page").projects.len(), 1);
    assert_eq!(store.projects(&ProjectQuery::all().limit(0)).expect("a page").projects.len(), 1);
    assert_eq!(store.project_ids(None, usize::MAX).expect("ids"), [project_id(1)]);
}
