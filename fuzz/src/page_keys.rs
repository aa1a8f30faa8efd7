//! Places in lists.

use core::str::from_utf8;
use std::sync::LazyLock;

use project_lifecycle::audit::Batch;
use project_lifecycle::project::{CommandForm, CurrentState};
use project_lifecycle::store::{CurrentStates, PageKey, PageKeyError, ProjectQuery};
use project_lifecycle::value::Digest;
use project_lifecycle::{AppendRequest, Context, Event, EventStore, MemoryStore, Project, ProjectId, Stage};
use serde_json::json;

use super::stands::{POLICY, STANDS, at, fresh, golden};

/// A place that was read writes the very text that it was read from, and goes on in its own list alone: behind it stand the
/// projects of the list that a look through all of them finds there.
pub fn page_keys(bytes: &[u8]) {
    if let Ok(key) = serde_json::from_slice::<PageKey>(bytes) {
        placed(&key);
    }
    let Ok(text) = from_utf8(bytes) else { return };
    read(text);
    // a change breaks the check, and hardly any list has a digest that was made up, so what is behind them is only seen mended
    read(&checked(text));
    for list in LISTS.iter() {
        let mut parts: Vec<&str> = text.splitn(4, '.').collect();
        if let Some(digest) = parts.get_mut(1) {
            *digest = &list.digest;
        }
        read(&checked(&parts.join(".")));
    }
}

/// A text with its check behind it.
fn checked(place: &str) -> String {
    let digest = Digest::of(place.as_bytes()).to_string();
    format!("{place}.{}", &digest[..8])
}

fn read(text: &str) {
    let json = serde_json::to_string(text).expect("a text is JSON");
    let from_json = serde_json::from_str::<PageKey>(&json);
    match text.parse::<PageKey>() {
        Ok(key) => {
            assert_eq!(key.to_string(), text);
            assert_eq!(from_json.ok().as_ref(), Some(&key));
            placed(&key);
        }
        Err(why) => {
            assert!(from_json.is_err_and(|error| error.to_string().contains(&why.to_string())));
            assert!(why.to_string().len() < 600, "{why}");
        }
    }
}

/// A place in every list.
fn placed(key: &PageKey) {
    let text = key.to_string();
    assert_eq!(text.parse().as_ref(), Ok(key));
    for List { query, digest, whole } in LISTS.iter() {
        let is_own = text.split('.').nth(1) == Some(digest);
        let after = match query.clone().limit(2).after(key.clone()) {
            Ok(after) => after,
            Err(why @ (PageKeyError::Order { .. } | PageKeyError::List { .. })) => {
                assert!(!is_own || matches!(why, PageKeyError::Order { .. }));
                drop(why.to_string());
                continue;
            }
            Err(why) => panic!("{why} is another one"),
        };
        assert!(is_own && after.place() == Some(key));
        let expected: Vec<_> = whole.iter().filter(|state| query.key(state).as_ref() > Some(key)).collect();
        let mut found = Vec::new();
        let mut next = Some(after);
        while let Some(query) = next {
            let page = STORE.projects(&query).expect("memory tells");
            assert!(page.projects.len() <= 2 && (page.next.is_none() || page.projects.len() == 2));
            found.extend(page.projects);
            next = page.next.map(|place| query.after(place).expect("a place in this list"));
        }
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
    }
}

/// A list with the digest that its places have, and all that it lists.
struct List {
    query: ProjectQuery,
    digest: String,
    whole: Vec<CurrentState>,
}

static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| {
    let day = POLICY.day(at());
    let zone = "shenyang-hitech".parse().expect("an id");
    let queries = [
        ProjectQuery::all(),
        ProjectQuery::all().in_stage(Stage::Planned).in_zone(zone),
        ProjectQuery::overdue_on(day),
        ProjectQuery::named(""),
        ProjectQuery::named("机器人").of_officer("officer-7".parse().expect("an id")),
        ProjectQuery::containing("a"),
        ProjectQuery::coded("2018-"),
    ];
    let list = |query: ProjectQuery| {
        let whole = STORE.projects(&query.clone().limit(1_000)).expect("memory tells").projects;
        assert!(!whole.is_empty(), "{query:?} lists nothing");
        let of_any = STORE.projects(&ProjectQuery::all()).expect("memory tells").projects;
        let key = of_any.iter().find_map(|state| query.key(state)).expect("some project has a place in it");
        List { digest: key.to_string().split('.').nth(1).expect("a digest").to_owned(), query, whole }
    };
    queries.map(list).into()
});

/// The golden projects, and some whose names are alike, long or odd.
static STORE: LazyLock<MemoryStore> = LazyLock::new(|| {
    let actor = STANDS[0].context.actor().clone();
    let mut store = MemoryStore::open("urn:example:log:fuzz".parse().expect("a URI"), &actor, at()).expect("a log");
    let mut write = |events: &[Event]| {
        let requests: Vec<AppendRequest> = events.iter().cloned().map(AppendRequest::new).collect();
        let receipts = store.append_batch(&requests, Batch::Whole, at()).expect("memory takes it");
        assert!(receipts.iter().all(Result::is_ok));
    };
    write(&golden());
    let long = "a".repeat(70);
    let names = ["a", "b", &long, &format!("{long}b"), "机器人", "机器人未来城", "\u{10ffff}a", "%_*\\", "机器人"];
    for (name, n) in names.into_iter().zip(1u8..) {
        let context = |step: u8| Context::new(fresh(16 * n + step), at(), actor.clone());
        let profile =
            json!({"kind": "enterprise", "name": name, "zone": if n % 2 == 0 { "hunnan" } else { "shenyang-hitech" }});
        let id = ProjectId::named(&n.to_string());
        let planned =
            Project::plan_form(id, profile.to_string().as_bytes(), &context(0), &POLICY).expect("it is planned");
        write(std::slice::from_ref(&planned));
        let mut project = Project::replay([planned]).expect("it is a history");
        let facts = [
            ("assign_officer", json!({"officer": format!("officer-{}", 6 + n % 3)})),
            ("reschedule", json!({"stages": [{"stage": "started", "by": format!("2019-12-{:02}", 5 + n % 5)}]})),
        ];
        for ((name, fact), step) in facts.into_iter().zip(1u8..).take(usize::from(n % 4)) {
            let form = CommandForm::read(name, fact.to_string().as_bytes()).expect("a command's name");
            let decided = project.decide_form(&form, &context(step), &POLICY).expect("it may be said");
            let event = decided.into_new().expect("it is new");
            write(std::slice::from_ref(&event));
            project.apply(event).expect("it was decided");
        }
    }
    store
});
