//! A place belongs to one list.

use super::*;
use crate::project::CurrentState;
use crate::{Actor, AuthType, Context, EventId, Policy, Profile, Project, ProjectId, Text};

fn listings() -> [Listing; 4] {
    let day = "2019-07-01".parse().expect("a day");
    [Listing::All, Listing::OverdueOn(day), Listing::Named("机".into()), Listing::Coded("2018-".into())]
}

/// A project with a place in every list.
fn state(name: &str, code: &str) -> CurrentState {
    let actor = Actor::new(AuthType::AppUser, "officer-7".parse().expect("an id"));
    let at = "2018-06-01T10:00:00Z".parse().expect("an instant");
    let id = EventId::from_uuid(crate::value::Uuid::nil());
    let context = Context::new(id, at, actor).on("2018-06-01".parse().expect("a day"));
    let profile = Profile::new(Text::new(name).expect("a text"), "hunnan".parse().expect("a zone"));
    let planned = Project::plan(ProjectId::named(name), profile, &context, &Policy::shenyang_2018());
    let mut state = CurrentState::planned(&planned.expect("it is planned")).expect("a planning");
    state.code = Some(code.parse().expect("a code"));
    let due = "2019-06-30".parse().expect("a day");
    state.owed =
        vec![crate::project::Owed { committed: due, due, item: crate::lifecycle::Item::PoolReview, version: 1 }];
    state
}

/// Lists that differ in one thing each, of every order.
fn lists() -> Vec<ProjectQuery> {
    let day = |day: &str| day.parse().expect("a day");
    let listings = [
        Listing::All,
        Listing::OverdueOn(day("2019-07-01")),
        Listing::OverdueOn(day("2019-07-02")),
        Listing::Named(String::new()),
        Listing::Named("机".into()),
        Listing::Named("机器".into()),
        Listing::Containing(String::new()),
        Listing::Containing("机".into()),
        Listing::Coded(String::new()),
        Listing::Coded("2018-".into()),
    ];
    let zone = |id: &str| id.parse().expect("a zone");
    let officer = |id: &str| id.parse().expect("an id");
    let stages = [None, Some(Stage::Planned), Some(Stage::Signed)];
    let mut lists = Vec::new();
    for query in listings.map(ProjectQuery::new) {
        for stage in stages {
            let query = stage.into_iter().fold(query.clone(), ProjectQuery::in_stage);
            // one value as zone and as officer, and one that looks like both together
            lists.extend([
                query.clone(),
                query.clone().in_zone(zone("a")),
                query.clone().of_officer(officer("a")),
                query.clone().in_zone(zone("a")).of_officer(officer("a")),
                query.clone().in_zone(zone("a,1:a")),
                query.in_zone(zone("-")),
            ]);
        }
    }
    lists
}

#[test]
fn a_place_belongs_to_one_list_alone_whatever_the_limit() {
    let state = state("机器人", "2018-210100-36-03-000003");
    let lists = lists();
    assert_eq!(lists.len(), 10 * 3 * 6);
    for (from, list) in lists.iter().enumerate() {
        let key = list.key(&state).expect("a place in every list");
        for (to, other) in lists.iter().enumerate() {
            let gone_on = other.clone().limit(7).after(key.clone());
            match gone_on {
                Ok(query) => {
                    assert_eq!(from, to, "{list:?} and {other:?}");
                    assert_eq!((query.place(), query.page_size()), (Some(&key), 7));
                }
                Err(PageKeyError::Order { key: found, listing }) => {
                    assert_ne!(list.listing.order(), listing.order());
                    assert_eq!((&found, &listing), (&key, other.listing()));
                }
                Err(PageKeyError::List { key: found, listing }) => {
                    assert_eq!(list.listing.order(), listing.order());
                    assert_eq!((&found, &listing), (&key, other.listing()));
                    assert_ne!(from, to, "{list:?}");
                }
            }
        }
    }
}

#[test]
fn a_place_of_another_list_is_refused_in_words() {
    let state = state("机器人", "2018-210100-36-03-000003");
    let refused = |from: ProjectQuery, to: ProjectQuery| {
        let key = from.key(&state).expect("a place");
        to.after(key).expect_err("another list").to_string()
    };
    let [one, other] = ["2019-07-01", "2019-07-02"].map(|day| day.parse().expect("a day"));
    for (from, to, text) in [
        (
            ProjectQuery::named(""),
            ProjectQuery::coded(""),
            "the place is one in a list by name, and this list is by code: begin with its first page, or go on with the \
             other list",
        ),
        (
            ProjectQuery::all(),
            ProjectQuery::all().in_stage(Stage::Signed),
            "the place is one in another list by id, with another stage, zone or officer: begin with the first page of \
             this list, or go on with the other one",
        ),
        (
            ProjectQuery::overdue_on(one),
            ProjectQuery::overdue_on(other),
            "the place is one in another list by what is due, with another day, another stage, zone or officer: begin \
             with the first page of this list, or go on with the other one",
        ),
        (
            ProjectQuery::named("机"),
            ProjectQuery::containing("机"),
            "the place is one in another list by name, with another text that names begin with or contain, another \
             stage, zone or officer: begin with the first page of this list, or go on with the other one",
        ),
        (
            ProjectQuery::coded("2018"),
            ProjectQuery::coded("2019"),
            "the place is one in another list by code, with another text that codes begin with, another stage, zone or \
             officer: begin with the first page of this list, or go on with the other one",
        ),
    ] {
        assert_eq!(refused(from, to), text);
    }
}

/// By hand: `printf '3:all,-,-,-,-,' | sha256sum`, and so on.
#[test]
fn the_digest_of_a_list_is_that_of_its_form() {
    let day = "2019-07-01".parse().expect("a day");
    let all = ProjectQuery::all().in_stage(Stage::Signed).in_zone("沈北".parse().expect("a zone"));
    for (query, digest) in [
        (ProjectQuery::all(), "e3ce853433608a36"),
        (ProjectQuery::all().limit(3), "e3ce853433608a36"),
        (all.of_officer("o".parse().expect("an id")), "1bafdc6666d94391"),
        (ProjectQuery::overdue_on(day), "4e1031624492f662"),
        (ProjectQuery::containing(""), "2de19cc0b6d2d574"),
    ] {
        let found: String = query.list().0.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, digest, "{query:?}");
    }
}

#[test]
fn without_a_day_due_or_a_code_a_project_has_no_place_there() {
    let mut state = state("机器人", "2018-210100-36-03-000003");
    (state.code, state.owed) = (None, Vec::new());
    let has_place = listings().map(|listing| ProjectQuery::new(listing).key(&state).is_some());
    assert_eq!(has_place, [true, false, true, false]);
}

#[test]
fn what_a_place_says_of_itself() {
    let state = state(&"机".repeat(65), "2018-210100-36-03-000003");
    let by = listings().map(|listing| {
        let key = ProjectQuery::new(listing).key(&state).expect("a place");
        assert_eq!(key.project(), state.project);
        key.by()
    });
    let name = "机".repeat(64);
    assert_eq!(by, [None, Some("2019-06-30".into()), Some(name), Some("2018-210100-36-03-000003".into())]);
}
