//! The columns that are generated from a record's line and stored beside it, and what the line says in their place.

use std::borrow::Cow;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params};

use super::super::fault::fault;
use super::copied::CopiedRow;
use super::members::Rest;
use crate::project::Change;
use crate::{Stage, StoreError};

/// Their names, in the order of the table.
pub(in crate::store::sqlite) const COLUMNS: [&str; 13] = [
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
#[derive(Debug)]
pub(super) struct Lines {
    /// How the file makes the table.
    made: String,
    /// The same table in memory, to ask SQLite where a line is an odd one.
    table: Option<Connection>,
}

impl Lines {
    /// As the file has the columns.
    pub(super) fn new(connection: &Connection) -> rusqlite::Result<Self> {
        let made = "SELECT sql FROM sqlite_schema WHERE name = 'event'";
        Ok(Self { made: connection.query_row(made, [], |row| row.get(0))?, table: None })
    }

    /// The columns, which are given from a place on, that do not say what the line says. None where the line cannot be read: that is
    /// told of the line.
    pub(super) fn contradicted(
        &mut self,
        cells: CopiedRow<'_>,
        from: usize,
        line: &[u8],
    ) -> Result<Vec<&'static str>, StoreError> {
        let stored = || (from..).map(|place| cells.at(place));
        if let Some(said) = Said::read(line) {
            let is_same = stored().zip(&said.values()).all(|(stored, said)| stored == *said);
            if is_same {
                return Ok(Vec::new());
            }
        }
        let Some(said) = self.ask(line)? else { return Ok(Vec::new()) };
        let columns = COLUMNS.into_iter().zip(stored().zip(&said));
        Ok(columns.filter_map(|(column, (stored, said))| (stored != ValueRef::from(said)).then_some(column)).collect())
    }

    /// What SQLite makes of a line. `None` if it makes no row of it.
    fn ask(&mut self, line: &[u8]) -> Result<Option<Vec<Value>>, StoreError> {
        let table = match &mut self.table {
            Some(table) => table,
            table => {
                let new = Connection::open_in_memory().and_then(|new| new.execute_batch(&self.made).map(|()| new));
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
#[derive(Default)]
struct Said<'a> {
    stream: &'a [u8],
    version: i64,
    id: &'a [u8],
    data: Data<'a>,
}

/// What stands in the data. Of what is no project only the day is of concern.
#[derive(Default)]
struct Data<'a> {
    corrects_version: Option<i64>,
    effective_on: Option<&'a [u8]>,
    from: Option<&'a [u8]>,
    law: Option<i64>,
    redates_version: Option<i64>,
    restores_version: Option<i64>,
    stalled_at: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
    verb: Option<&'a [u8]>,
    voids_fact_version: Option<i64>,
    voids_version: Option<i64>,
}

/// Keeps a value, and gives what follows it.
fn keep<'a, T>(place: &mut T, read: Option<(T, Rest<'a>)>) -> Option<Rest<'a>> {
    let (found, rest) = read?;
    *place = found;
    Some(rest)
}

impl<'a> Data<'a> {
    fn read(&mut self, object: Rest<'a>) -> Option<Rest<'a>> {
        let text = |rest: Rest<'a>| rest.or_null(Rest::text);
        let number = |rest: Rest<'a>| rest.or_null(Rest::number);
        object.members(|name, rest| match name {
            b"corrects_version" => keep(&mut self.corrects_version, number(rest)),
            b"effective_on" => keep(&mut self.effective_on, text(rest)),
            b"from" => keep(&mut self.from, text(rest)),
            b"law" => keep(&mut self.law, number(rest)),
            b"redates_version" => keep(&mut self.redates_version, number(rest)),
            b"restores_version" => keep(&mut self.restores_version, number(rest)),
            b"stalled_at" => keep(&mut self.stalled_at, text(rest)),
            b"to" => keep(&mut self.to, text(rest)),
            b"verb" => keep(&mut self.verb, text(rest)),
            b"voids_fact_version" => keep(&mut self.voids_fact_version, number(rest)),
            b"voids_version" => keep(&mut self.voids_version, number(rest)),
            _ => rest.skip(),
        })
    }
}

impl<'a> Said<'a> {
    /// `None` if the line is an odd one.
    fn read(line: &'a [u8]) -> Option<Self> {
        let mut said = Self::default();
        let end = Rest(line).members(|name, rest| match name {
            b"data" => said.data.read(rest),
            b"id" => keep(&mut said.id, rest.text()),
            b"streamversion" => keep(&mut said.version, rest.number()),
            b"subject" => keep(&mut said.stream, rest.text()),
            _ => rest.skip(),
        })?;
        let is_plain = |name: Option<&[u8]>| !name.is_some_and(|name| name.contains(&b':'));
        let is_plain = is_plain(said.data.from) && is_plain(said.data.to);
        let is_read = end.0.is_empty() && (!said.is_project() || (is_plain && said.data.law.is_some()));
        is_read.then_some(said)
    }

    fn is_project(&self) -> bool {
        self.stream.starts_with(b"project/")
    }

    fn values(&self) -> [ValueOf<'a>; COLUMNS.len()] {
        let text = |text: &'a [u8]| ValueOf::Text(Cow::Borrowed(text));
        let number = |number: Option<i64>| number.map_or(ValueOf::Null, ValueOf::Integer);
        let (none, fact, data) = ("none", "fact", &self.data);
        let effective_on = data.effective_on.map_or(ValueOf::Null, text);
        if !self.is_project() {
            return [
                text(self.stream),
                ValueOf::Integer(self.version),
                text(self.id),
                ValueOf::Integer(0),
                ValueOf::Integer(0),
                text(none.as_bytes()),
                text(none.as_bytes()),
                text(none.as_bytes()),
                ValueOf::Null,
                effective_on,
                ValueOf::Null,
                ValueOf::Null,
                ValueOf::Null,
            ];
        }
        let is = |verb: &str| data.verb == Some(verb.as_bytes());
        let is_fact = data.verb.is_none() || is(Change::REDATE) || is(Change::VOID_FACT) || is(Change::CORRECT);
        let verb = data.verb.filter(|_| !is_fact).unwrap_or(fact.as_bytes());
        let node = |stage: Option<&'a [u8]>| match (stage, data.stalled_at) {
            (Some(stage), stalled_at) if stage == Stage::Zombie.code().as_bytes() => match stalled_at {
                Some(stalled_at) => ValueOf::Text([stage, b":", stalled_at].concat().into()),
                None => ValueOf::Null,
            },
            (stage, _) => text(stage.unwrap_or(none.as_bytes())),
        };
        let stands = if is(Change::VOID) {
            data.restores_version
        } else {
            Some(self.version).filter(|_| verb != fact.as_bytes() && verb != none.as_bytes())
        };
        let redates = if is(Change::REDATE) {
            data.redates_version
        } else {
            data.corrects_version.filter(|_| is(Change::CORRECT))
        };
        [
            text(self.stream),
            ValueOf::Integer(self.version),
            text(self.id),
            ValueOf::Integer(1),
            number(data.law),
            text(verb),
            node(data.from),
            node(data.to),
            number(stands),
            effective_on,
            number(data.voids_version.filter(|_| is(Change::VOID))),
            number(redates),
            number(data.voids_fact_version.filter(|_| is(Change::VOID_FACT))),
        ]
    }
}

/// A value that a column is to have.
enum ValueOf<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, [u8]>),
}

impl PartialEq<ValueOf<'_>> for ValueRef<'_> {
    fn eq(&self, said: &ValueOf<'_>) -> bool {
        match said {
            ValueOf::Null => *self == ValueRef::Null,
            ValueOf::Integer(said) => *self == ValueRef::Integer(*said),
            ValueOf::Text(said) => *self == ValueRef::Text(said),
        }
    }
}
