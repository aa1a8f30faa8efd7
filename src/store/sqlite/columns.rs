//! The columns that are generated from a record's line and stored beside it, and what the line says in their place.

use std::borrow::Cow;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params};
use serde::Deserialize;

use super::fault::fault;
use crate::project::Change;
use crate::{Stage, StoreError};

/// Their names, in the order of the table.
pub(super) const COLUMNS: [&str; 13] = [
    "stream",
    "version",
    "id",
    "is_project",
    "law",
    "verb",
    "from_node",
    "to_node",
    "stands",
    "effective_on",
    "voids",
    "redates",
    "voids_fact",
];

/// What lines say of themselves.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// A table as the file has it, to ask SQLite where a line is an odd one.
    table: Option<Connection>,
}

impl Lines {
    /// The columns of a row, from a place on, that do not say what the line says. None where the line cannot be read: that is told
    /// of the line.
    pub(super) fn contradicted(
        &mut self,
        connection: &Connection,
        row: &Row<'_>,
        from: usize,
        line: &[u8],
    ) -> Result<Vec<&'static str>, StoreError> {
        let stored = || (from..).map(|place| row.get_ref(place));
        if let Some(said) = Said::read(line) {
            let said = said.values();
            let is_same = stored().zip(&said).all(|(stored, said)| stored.is_ok_and(|stored| stored == *said));
            if is_same {
                return Ok(Vec::new());
            }
        }
        let Some(said) = self.ask(connection, line)? else { return Ok(Vec::new()) };
        let differs = |stored: rusqlite::Result<ValueRef<'_>>, said: &Value| {
            !stored.is_ok_and(|stored| stored == ValueRef::from(said))
        };
        let columns = COLUMNS.into_iter().zip(stored().zip(&said));
        Ok(columns.filter_map(|(column, (stored, said))| differs(stored, said).then_some(column)).collect())
    }

    /// What SQLite makes of a line. `None` if it makes no row of it.
    fn ask(&mut self, connection: &Connection, line: &[u8]) -> Result<Option<Vec<Value>>, StoreError> {
        let table = match &mut self.table {
            Some(table) => table,
            table => {
                let made = "SELECT sql FROM sqlite_schema WHERE name = 'event'";
                let made: String = connection.query_row(made, [], |row| row.get(0)).map_err(fault)?;
                let new = Connection::open_in_memory().and_then(|new| new.execute_batch(&made).map(|()| new));
                table.insert(new.map_err(fault)?)
            }
        };
        let insert =
            "INSERT OR REPLACE INTO event (row, log, sequence, body, leaf) VALUES (1, 1, 1, CAST(?1 AS TEXT), x'')";
        if table.execute(insert, params![line]).is_err() {
            return Ok(None);
        }
        let select = format!("SELECT {} FROM event", COLUMNS.join(", "));
        let values = |row: &Row<'_>| (0..COLUMNS.len()).map(|place| row.get(place)).collect();
        table.query_row(&select, [], values).map(Some).map_err(fault)
    }
}

/// A line, as far as columns are made of it, where all of them are plain.
#[derive(Deserialize)]
struct Line<'a, D> {
    data: D,
    #[serde(borrow)]
    id: &'a str,
    streamversion: i64,
    subject: &'a str,
}

/// The data of a project's event.
#[derive(Deserialize)]
struct Project<'a> {
    corrects_version: Option<i64>,
    #[serde(borrow)]
    effective_on: Option<&'a str>,
    from: Option<&'a str>,
    law: i64,
    redates_version: Option<i64>,
    restores_version: Option<i64>,
    stalled_at: Option<&'a str>,
    to: Option<&'a str>,
    verb: Option<&'a str>,
    voids_fact_version: Option<i64>,
    voids_version: Option<i64>,
}

/// The data of anything else.
#[derive(Deserialize)]
struct Other<'a> {
    #[serde(borrow)]
    effective_on: Option<&'a str>,
}

/// What the columns are to say.
struct Said<'a> {
    stream: &'a str,
    version: i64,
    id: &'a str,
    project: Option<Project<'a>>,
    effective_on: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// `None` if the line is an odd one.
    fn read(line: &'a [u8]) -> Option<Self> {
        if let Ok(Line { data, id, streamversion, subject }) = serde_json::from_slice::<Line<'a, Project<'a>>>(line)
            && subject.starts_with("project/")
        {
            let is_plain = |name: Option<&str>| !name.is_some_and(|name| name.contains(':'));
            let effective_on = data.effective_on;
            let is_plain = is_plain(data.from) && is_plain(data.to);
            return is_plain.then_some(Self {
                stream: subject,
                version: streamversion,
                id,
                project: Some(data),
                effective_on,
            });
        }
        let Line { data, id, streamversion, subject } = serde_json::from_slice::<Line<'a, Other<'a>>>(line).ok()?;
        let said = Self { stream: subject, version: streamversion, id, project: None, effective_on: data.effective_on };
        (!subject.starts_with("project/")).then_some(said)
    }

    fn values(&self) -> [ValueOf<'a>; COLUMNS.len()] {
        let text = |text: &'a str| ValueOf::Text(Cow::Borrowed(text));
        let number = |number: Option<i64>| number.map_or(ValueOf::Null, ValueOf::Integer);
        let (none, fact) = ("none", "fact");
        let Some(project) = &self.project else {
            return [
                text(self.stream),
                ValueOf::Integer(self.version),
                text(self.id),
                ValueOf::Integer(0),
                ValueOf::Integer(0),
                text(none),
                text(none),
                text(none),
                ValueOf::Null,
                self.effective_on.map_or(ValueOf::Null, text),
                ValueOf::Null,
                ValueOf::Null,
                ValueOf::Null,
            ];
        };
        let said = project.verb;
        let is = |verb: &str| said == Some(verb);
        let is_fact = said.is_none() || is(Change::REDATE) || is(Change::VOID_FACT) || is(Change::CORRECT);
        let verb = said.filter(|_| !is_fact).unwrap_or(fact);
        let node = |stage: Option<&'a str>| match (stage, project.stalled_at) {
            (Some(stage), Some(stalled_at)) if stage == Stage::Zombie.code() => {
                ValueOf::Text(format!("{stage}:{stalled_at}").into())
            }
            (Some(stage), None) if stage == Stage::Zombie.code() => ValueOf::Null,
            (stage, _) => text(stage.unwrap_or(none)),
        };
        let stands = match verb {
            Change::VOID => project.restores_version,
            verb if verb == fact || verb == none => None,
            _ => Some(self.version),
        };
        let redates = match said {
            Some(Change::REDATE) => project.redates_version,
            Some(Change::CORRECT) => project.corrects_version,
            _ => None,
        };
        [
            text(self.stream),
            ValueOf::Integer(self.version),
            text(self.id),
            ValueOf::Integer(1),
            ValueOf::Integer(project.law),
            text(verb),
            node(project.from),
            node(project.to),
            number(stands),
            self.effective_on.map_or(ValueOf::Null, text),
            number(project.voids_version.filter(|_| is(Change::VOID))),
            number(redates),
            number(project.voids_fact_version.filter(|_| is(Change::VOID_FACT))),
        ]
    }
}

/// A value that a column is to have.
enum ValueOf<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
}

impl PartialEq<ValueOf<'_>> for ValueRef<'_> {
    fn eq(&self, said: &ValueOf<'_>) -> bool {
        match said {
            ValueOf::Null => *self == ValueRef::Null,
            ValueOf::Integer(said) => *self == ValueRef::Integer(*said),
            ValueOf::Text(said) => *self == ValueRef::Text(said.as_bytes()),
        }
    }
}
