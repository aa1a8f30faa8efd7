//! What stands in the schema, held against what the migrations make.

use std::collections::BTreeMap;
use std::fmt;

use tokio_postgres::{Error, GenericClient};

use super::super::sql::laws;
use super::event_types::event_types;

/// What the migrations make, as [`LISTING`] tells it: a line for each thing, its name and what it is. A test holds it against a
/// new database.
const MADE: &str = include_str!("listing.txt");

/// Lists what stands in the schema.
const LISTING: &str = include_str!("listing.sql");

/// Something in the schema that is not as the migrations make it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alteration {
    /// What it is and what it is called, as in `trigger event.quiet`.
    pub name: String,
    /// In which way it differs.
    pub kind: AlterationKind,
}

/// In which way something is not as the migrations make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlterationKind {
    /// It is not of this crate.
    Foreign,
    /// It is not what the migrations make under this name.
    Changed,
    /// It is not there.
    Missing,
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.kind {
            AlterationKind::Foreign => "is not of this crate",
            AlterationKind::Changed => "was changed",
            AlterationKind::Missing => "is missing",
        };
        write!(f, "{} {how}", self.name)
    }
}

/// Whatever differs, in the order of the names.
pub(super) async fn alterations(client: &impl GenericClient) -> Result<Vec<Alteration>, Error> {
    let mut found = BTreeMap::new();
    for row in client.query_typed(LISTING, &[]).await? {
        found.insert(row.try_get::<_, String>(0)?, row.try_get::<_, String>(1)?);
    }
    let made = made();
    let differs = |(name, said): (&String, &String)| {
        let kind = match found.get(name) {
            None => AlterationKind::Missing,
            Some(found) if found != said => AlterationKind::Changed,
            Some(_) => return None,
        };
        Some(Alteration { name: name.clone(), kind })
    };
    let mut alterations: Vec<_> = made.iter().filter_map(differs).collect();
    let foreign = found.into_keys().filter(|name| !made.contains_key(name));
    alterations.extend(foreign.map(|name| Alteration { name, kind: AlterationKind::Foreign }));
    alterations.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(alterations)
}

/// Whatever the migrations make, with the rows of the law and the types of events, which are the crate's own.
fn made() -> BTreeMap<String, String> {
    let thing = |line: &str| line.split_once('\t').map(|(name, said)| (name.to_owned(), said.to_owned()));
    let row = |kind: &'static str| {
        move |row: &str| (format!("{kind} {}", row.replace(['(', ')', ',', '\''], "").trim()), "exists".to_owned())
    };
    let mut made: BTreeMap<_, _> = MADE.lines().filter_map(thing).collect();
    made.extend(["0 none none none"].map(row("law")));
    for rows in laws() {
        made.extend(rows.lines().map(row("law")));
    }
    made.extend(event_types().lines().map(row("event type")));
    made
}
