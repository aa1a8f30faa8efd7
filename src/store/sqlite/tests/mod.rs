//! What only shows from inside: the plans of the very statements that the store gives, what they read, and a file that may
//! not grow.

mod corrections;
mod deep;
mod full;
mod kinds;
mod laws;
mod plans;
mod settings;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::sql::Cell;
use super::current::list;
use crate::store::{Listing, ProjectQuery};
use crate::value::DigestAlgorithm;
use crate::{Actor, ActorId, AuthType, Day, EventStore as _, SqliteStore, Stage, Timestamp, ZoneId};

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lifecycle-unit-{}-{name}-{made}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn store(&self) -> SqliteStore {
        let mut store =
            SqliteStore::open_or_create(self.0.join("log.db"), "urn:example:log".parse().expect("a source"));
        let store = store.as_mut().expect("the file opens");
        store.open_log(DigestAlgorithm::default(), &actor(), at()).expect("a log opens");
        SqliteStore::open_or_create(self.0.join("log.db"), store.source().clone()).expect("the file opens")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn actor() -> Actor {
    Actor::new(AuthType::AppUser, ActorId::new("officer-7").expect("an id"))
}

fn at() -> Timestamp {
    "2018-06-01T10:00:00Z".parse().expect("an instant")
}

/// Every list with every combination of the other conditions.
fn queries() -> Vec<ProjectQuery> {
    let day: Day = "2019-07-01".parse().expect("a day");
    let listings = [
        Listing::All,
        Listing::OverdueOn(day),
        Listing::Named(String::new()),
        Listing::Named("项目 1".into()),
        Listing::Named("项目 ".repeat(40)),
        Listing::Coded(String::new()),
        Listing::Coded("2018-21".into()),
    ];
    let mut queries = Vec::new();
    for listing in listings {
        for conditions in 0..8 {
            let has = |bit: u8| conditions & bit != 0;
            let mut query = ProjectQuery::new(listing.clone());
            if has(1) {
                query = query.in_stage(Stage::Started);
            }
            if has(2) {
                query = query.in_zone(ZoneId::new("zone-3").expect("an id"));
            }
            if has(4) {
                query = query.of_officer(ActorId::new("officer-5").expect("an id"));
            }
            queries.push(query);
        }
    }
    queries
}

/// The statement that the store gives for a list, with its values.
fn statement(query: &ProjectQuery) -> (String, Vec<Cell>) {
    list(1, query).expect("a list")
}
