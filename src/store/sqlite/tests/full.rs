//! A file that may not grow, as on a full disk.

use super::{Folder, actor, at};
use crate::audit::{Upcasters, Verifier};
use crate::store::CurrentStates as _;
use crate::value::Uuid;
use crate::{
    Context, EventId, EventLog as _, EventStore as _, Policy, Profile, Project, ProjectId, StoreError, Text, Verdict,
};

#[test]
fn a_file_that_may_not_grow_takes_no_half_of_an_event() {
    let folder = Folder::new("full");
    let mut store = folder.store();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("a number");
    let limit = |store: &crate::SqliteStore, pages: i64| {
        store.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).expect("it is set");
    };
    limit(&store, pages + 20);
    let planned = |number: u128| {
        let id = EventId::from_uuid(Uuid::from_u128(number));
        let context = Context::new(id, at(), actor()).on("2018-06-01".parse().expect("a day"));
        let profile = Profile::new(Text::new("无人机产业园").expect("a text"), "hunnan".parse().expect("a zone"));
        let project = ProjectId::from_uuid(Uuid::from_u128(number));
        Project::plan(project, profile, &context, &Policy::shenyang_2018()).expect("it is planned").into()
    };
    let mut written = 0;
    let error = (1..1_000)
        .find_map(|number| match store.append(&planned(number), at()) {
            Ok(_) => {
                written = number;
                None
            }
            Err(error) => Some(error),
        })
        .expect("it is full");
    assert!(written > 5, "{written}");
    let StoreError::Storage(why) = &error else { panic!("{error:?}") };
    assert!(why.to_string().contains("full"), "{why}");
    let sound = |store: &crate::SqliteStore| {
        let mut verifier = Verifier::new();
        let lines = store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
        assert!(matches!(verifier.finish(), Verdict::SelfConsistent { head } if head == store.head().expect("a head")));
        assert_eq!(store.check_current(&Upcasters::new()).expect("all replay"), []);
        lines
    };
    assert_eq!(u128::from(sound(&store)), written + 1);
    assert!(store.append(&planned(written + 1), at()).is_err(), "it is full still");
    limit(&store, 1_000_000);
    store.append(&planned(written + 1), at()).expect("there is room");
    assert_eq!(u128::from(sound(&store)), written + 2);
}
