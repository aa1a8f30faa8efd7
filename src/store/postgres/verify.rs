//! Verifying a log, and all that the database keeps beside its lines.

use std::borrow::Cow;
use std::pin::pin;

use futures_util::TryStreamExt as _;
use serde::Deserialize;
use tokio_postgres::types::Type;
use tokio_postgres::{GenericClient, Row};

use super::super::sql::HeadCells;
use super::fault::{corrupt, fault};
use super::read::{Kept, Line, PAGE, head, places};
use super::{PostgresStore, number, text};
use crate::audit::merkle::{Checkpoint, Tree};
use crate::audit::{Contradiction, Faults, Quarantine, Verifier};
use crate::project::Change;
use crate::store::{StoreCheck, StoreFault};
use crate::value::Digest;
use crate::{Stage, StoreError};

/// The columns that are made from a record's line, in their order.
const COLUMNS: [&str; 13] = [
    "stream",
    "version",
    "previous",
    "id",
    "law",
    "verb",
    "from_node",
    "to_node",
    "edge_law",
    "stands",
    "voids",
    "redates",
    "voids_fact",
];

/// A kind of node or verb of whatever is no project.
const NONE: &str = "none";

/// The verb of whatever moves no project.
const FACT: &str = "fact";

/// What the columns look at in a line.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    data: Data<'a>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    recordedtime: Cow<'a, str>,
    #[serde(borrow)]
    sequence: Cow<'a, str>,
    streamversion: u64,
    #[serde(borrow)]
    subject: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(default)]
    corrects_version: Option<u64>,
    #[serde(borrow, default)]
    from: Option<Cow<'a, str>>,
    #[serde(default)]
    law: Option<u32>,
    #[serde(default)]
    redates_version: Option<u64>,
    #[serde(default)]
    restores_version: Option<u64>,
    #[serde(borrow, default)]
    stalled_at: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    to: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    verb: Option<Cow<'a, str>>,
    #[serde(default)]
    voids_fact_version: Option<u64>,
    #[serde(default)]
    voids_version: Option<u64>,
}

impl Said<'_> {
    /// What each column must say, as the database writes it.
    fn columns(&self) -> [Option<String>; COLUMNS.len()] {
        let Self { data, .. } = self;
        let is_project = self.subject.starts_with("project/");
        let verb = data.verb.as_deref().unwrap_or(FACT);
        let number = |number: Option<u64>| number.map(|number| number.to_string());
        let node = |node: &Option<Cow<'_, str>>| match node.as_deref() {
            Some(stage) if stage == Stage::Zombie.code() => {
                format!("{stage}:{}", data.stalled_at.as_deref().unwrap_or_default())
            }
            Some(stage) => stage.to_owned(),
            None => NONE.to_owned(),
        };
        let of_project = |said: String| if is_project { said } else { NONE.to_owned() };
        let if_verb = |of: &str, version: Option<u64>| number(version.filter(|_| is_project && verb == of));
        let stands = match verb {
            _ if !is_project => None,
            FACT | Change::REDATE | Change::VOID_FACT | Change::CORRECT => None,
            Change::VOID => data.restores_version,
            _ => Some(self.streamversion),
        };
        let law = data.law.filter(|_| is_project).unwrap_or(0).to_string();
        [
            Some(self.subject.clone().into_owned()),
            number(Some(self.streamversion)),
            number(self.streamversion.checked_sub(1).filter(|previous| *previous > 0)),
            Some(self.id.clone().into_owned()),
            Some(law.clone()),
            Some(of_project(match verb {
                Change::REDATE | Change::VOID_FACT | Change::CORRECT => FACT.to_owned(),
                verb => verb.to_owned(),
            })),
            Some(of_project(node(&data.from))),
            Some(of_project(node(&data.to))),
            Some(law).filter(|_| !is_project || verb != Change::VOID),
            number(stands),
            if_verb(Change::VOID, data.voids_version),
            if_verb(Change::REDATE, data.redates_version).or_else(|| if_verb(Change::CORRECT, data.corrects_version)),
            if_verb(Change::VOID_FACT, data.voids_fact_version),
        ]
    }
}

/// What the lines amount to while they go by, and what contradicts them.
struct Looking {
    verifier: Verifier,
    quarantine: Quarantine,
    tree: Option<Tree>,
    last: Digest,
    recorded: Option<String>,
    faults: Faults<StoreFault>,
}

impl Looking {
    /// Looks at one record: its line, and all that is kept beside it.
    fn see(&mut self, row: &Row) -> Result<(), StoreError> {
        let sequence: i64 = row.try_get(0).map_err(fault)?;
        let sequence = sequence.unsigned_abs();
        let Line(line) = row.try_get(1).map_err(fault)?;
        let leaf: &[u8] = row.try_get(2).map_err(fault)?;
        self.verifier.follow(line);
        if let Some(digest) = self.verifier.digest() {
            let tree = self.tree.get_or_insert_with(|| Tree::new(digest));
            self.last = digest.leaf(line);
            tree.append(self.last);
            if leaf != self.last.bytes() {
                self.faults.push(StoreFault::Leaf { sequence });
            }
        }
        let differs = |column: &str| StoreFault::Column { sequence, column: column.into() };
        // whatever stands there, it is not judged; of which stream it takes a number the quarantine says
        if let Some(place) = self.quarantine.at(sequence) {
            if let Some((stream, version)) = place.stream {
                for (named, (column, at)) in
                    [stream.to_string(), version.to_string()].iter().zip(COLUMNS.iter().zip(3..))
                {
                    let kept: Option<&str> = row.try_get(at).map_err(fault)?;
                    if kept != Some(named) {
                        self.faults.push(differs(column));
                    }
                }
            }
            return Ok(());
        }
        let said: Said<'_> = match serde_json::from_slice(line) {
            Ok(said) => said,
            // what the columns look at is not there to be looked at
            Err(_) => {
                self.faults.push(differs("body"));
                return Ok(());
            }
        };
        if said.sequence != format!("{sequence:019}") {
            self.faults.push(differs("sequence"));
        }
        for ((column, said), place) in COLUMNS.iter().zip(said.columns()).zip(3..) {
            let kept: Option<&str> = row.try_get(place).map_err(fault)?;
            if kept != said.as_deref() {
                self.faults.push(differs(column));
            }
        }
        self.recorded = Some(said.recordedtime.into_owned());
        Ok(())
    }
}

impl PostgresStore {
    /// Shows the whole log to a verifier, and looks through all that the database keeps beside its lines: the columns that are
    /// made from them, the leaves, the head, every index, and whether just those projects are listed that have events.
    /// What a listed project is said to be is [`check_current`](Self::check_current)'s to tell. It goes on after whatever it finds.
    ///
    /// What is in [quarantine](Self::quarantine) it learns first, and does not judge ([`Verifier::but`]). Of such a record it holds
    /// the leaf to its line and to the leaf that the quarantine names, and its stream and version to what the quarantine names.
    ///
    /// Each index is checked by the extension `amcheck` where that is installed and the role may call it (`GRANT EXECUTE ON FUNCTION
    /// bt_index_check(regclass, boolean)`); else by reading it from beginning to end, beside its table. So the role reads every table
    /// of the schema, as [`grants`](Self::grants) lets it. On a log that others write meanwhile, call it in a `REPEATABLE READ`
    /// transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer; what it keeps is the verdict's.
    pub async fn verify(&self, client: &impl GenericClient, verifier: Verifier) -> Result<StoreCheck, StoreError> {
        let zero = Digest::from_bytes([0; 32]);
        let Some((log, cells)) = self.head_cells(client).await? else {
            // a log that is not found may be one that an index has lost
            let mut faults = Faults::default();
            look_at_indexes(client, &mut faults).await?;
            return Ok(StoreCheck { lines: verifier, faults });
        };
        let mut quarantine = Quarantine::default();
        for row in self.own(client).await? {
            let Line(line) = row.try_get(0).map_err(fault)?;
            // what is no quarantine that can be read is told when its line goes by
            quarantine.take_line(line);
        }
        let (verifier, passed) = (verifier.but(quarantine.clone()), places(&quarantine));
        let mut looking =
            Looking { verifier, quarantine, tree: None, last: zero, recorded: None, faults: Faults::default() };
        self.look_through(client, log, &mut looking).await?;
        let Looking { verifier, quarantine: _, tree, last, recorded, mut faults } = looking;
        if let Some(tree) = tree {
            let peaks: Vec<u8> = tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
            for (column, is_so) in [
                ("digest", cells.digest == tree.digest().code()),
                ("size", u64::try_from(cells.size) == Ok(tree.size())),
                ("head", cells.head == last.bytes()),
                ("peaks", cells.peaks == peaks),
                ("recorded", cells.recorded == recorded),
            ] {
                if !is_so {
                    faults.push(StoreFault::Head { column: column.into() });
                }
            }
        }
        let lists = "SELECT substr(e.stream, 9), true FROM lifecycle.event e
            WHERE e.log = $1 AND e.stream > 'project/' AND e.stream < 'project0' AND e.version = 1
              AND e.sequence <> ALL ($2)
              AND NOT EXISTS (SELECT FROM lifecycle.current c WHERE c.log = e.log AND c.project = substr(e.stream, 9))
            UNION ALL
            SELECT c.project, false FROM lifecycle.current c WHERE c.log = $1
              AND NOT EXISTS (SELECT FROM lifecycle.event e WHERE e.log = c.log AND e.stream = 'project/' || c.project)
            UNION ALL
            SELECT c.project, false FROM lifecycle.event e JOIN lifecycle.current c
              ON c.log = e.log AND e.stream = 'project/' || c.project
            WHERE e.log = $1 AND e.sequence = ANY ($2) AND e.version = 1";
        let values = &[number(&log), (&passed as _, Type::INT8_ARRAY)];
        for row in client.query_typed(lists, values).await.map_err(fault)? {
            let (project, has_events): (String, bool) =
                (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
            faults.push(match has_events {
                true => StoreFault::NotListed { project },
                false => StoreFault::NoEvents { project },
            });
        }
        look_at_indexes(client, &mut faults).await?;
        Ok(StoreCheck { lines: verifier, faults })
    }

    /// The cells of the log's head, whatever stands in them.
    async fn head_cells(&self, client: &impl GenericClient) -> Result<Option<(i64, HeadCells)>, StoreError> {
        let select = "SELECT id, digest, size, head, peaks, recorded FROM lifecycle.log WHERE source = $1";
        let row = client.query_typed_opt(select, &[text(&self.source.as_str())]).await.map_err(fault)?;
        let cells = |row: Row| -> Result<_, tokio_postgres::Error> {
            let (digest, size, head) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            Ok((row.try_get(0)?, HeadCells { digest, size, head, peaks: row.try_get(4)?, recorded: row.try_get(5)? }))
        };
        row.map(cells).transpose().map_err(fault)
    }

    /// Looks at each record in the order of the places, a page at a time. If the index of the places has lost some, the lines do not
    /// follow from one another.
    async fn look_through(
        &self,
        client: &impl GenericClient,
        log: i64,
        looking: &mut Looking,
    ) -> Result<(), StoreError> {
        let columns: String = COLUMNS.iter().map(|column| format!(", {column}::text")).collect();
        let select = format!(
            "SELECT sequence, body, leaf{columns} FROM lifecycle.event
             WHERE log = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence"
        );
        let (mut after, last) = (0, self.last_place(client).await?);
        while after < last {
            let end = after.saturating_add(PAGE).min(last);
            let values = [number(&log), number(&after), number(&end)];
            let mut rows = pin!(client.query_typed_raw(&select, values).await.map_err(fault)?);
            while let Some(row) = rows.try_next().await.map_err(fault)? {
                looking.see(&row)?;
            }
            after = end;
        }
        Ok(())
    }

    /// Checks that the log is the one that a checkpoint was taken of, and goes as far at least: else an older copy was put in its
    /// place, or its last records are lost. It reads the leaves of all records up to the checkpoint;
    /// [`verify`](Self::verify) reads the records.
    ///
    /// A host asks at its start and after a restore, with the last checkpoint that it keeps elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], whose reason is the [`Contradiction`] with both sizes, or with both roots; else [`StoreError`].
    pub async fn check_at_least(&self, client: &impl GenericClient, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        match self.contradiction(client, checkpoint).await? {
            None => Ok(()),
            Some(contradiction) => Err(corrupt(format!("the log {}", self.source), contradiction)),
        }
    }

    async fn contradiction(
        &self,
        client: &impl GenericClient,
        checkpoint: &Checkpoint,
    ) -> Result<Option<Contradiction>, StoreError> {
        let Checkpoint { digest, origin, size, root } = checkpoint;
        if *origin != self.source {
            return Ok(Some(Contradiction::Origin { expected: origin.clone(), found: self.source.clone() }));
        }
        let shorter = |found| Contradiction::Shorter { expected: *size, found };
        let Some(Kept { log, head, .. }) = head(client, &self.source).await? else { return Ok(Some(shorter(0))) };
        if *digest != head.digest() {
            return Ok(Some(Contradiction::Digest { expected: *digest, found: head.digest() }));
        }
        if *size > head.size() {
            return Ok(Some(shorter(head.size())));
        }
        let last = i64::try_from(*size).map_err(|why| StoreError::Storage(why.into()))?;
        let tree = Tree::of(*digest, self.leaves(client, log, 0, last).await?);
        if tree.size() < *size {
            return Ok(Some(shorter(tree.size())));
        }
        let found = tree.root();
        Ok((found != *root).then_some(Contradiction::Root { size: *size, expected: *root, found }))
    }
}

/// Looks at each index of this crate's tables.
async fn look_at_indexes(client: &impl GenericClient, faults: &mut Faults<StoreFault>) -> Result<(), StoreError> {
    let indexes = "SELECT i.relname::text, lifecycle.check_index(i.relname::text)
        FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
        WHERE x.indrelid IN (
          'lifecycle.clock'::regclass, 'lifecycle.current'::regclass, 'lifecycle.cursor'::regclass, 'lifecycle.edge'::regclass,
          'lifecycle.event'::regclass, 'lifecycle.event_type'::regclass, 'lifecycle.log'::regclass,
          'lifecycle.schema_version'::regclass
        )
        ORDER BY 1";
    for row in client.query_typed(indexes, &[]).await.map_err(fault)? {
        let (index, why): (String, Option<&str>) = (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
        if why.is_some() {
            faults.push(StoreFault::Index { index });
        }
    }
    Ok(())
}
