//! A store in a PostgreSQL database: events are appended in the caller's own transactions.
//!
//! So an audit event commits with the host's rows, or neither does. The connection, its pool and its transactions are
//! the host's; a [`PostgresStore`] is the name of a log and nothing else, so one serves every connection. Its methods
//! are those of [`EventLog`](crate::EventLog), [`EventStore`](crate::EventStore), [`Cursors`](crate::store::Cursors)
//! and [`CurrentStates`](crate::store::CurrentStates), async; each takes the client or the transaction that it runs on.
//!
//! # Transactions
//!
//! Appending locks the head of the log until the transaction ends. So the places in a log are taken without a gap and
//! in the order of the commits, and who has read up to one place misses nothing before it. Therefore
//!
//! - append last, and commit at once: all others who append to the log wait;
//! - append to several logs in the order of their [`Source`], else two transactions may wait for one another, and the
//!   database ends one of them ([`StoreError::Retry`]);
//! - set `lock_timeout`: without it there is no end to the waiting. When it passes, that is a [`StoreError::Retry`];
//! - a [`Receipt`](crate::Receipt) is given before the commit. It becomes true with the commit: then, and not before,
//!   [`confirm`](crate::Pending::confirm) the move, and show it to anybody.
//!
//! What is refused is refused before anything is written, so the transaction can go on. After any other error it can only
//! be rolled back; so it is when a method's future is dropped before its end.
//!
//! `READ COMMITTED`, the default, is enough. In `REPEATABLE READ` and `SERIALIZABLE` a transaction that began before
//! another one appended cannot append any more: it ends in [`StoreError::Retry`], never in a wrong result. Begin it
//! again.
//!
//! # Acknowledged means written
//!
//! A receipt is given once the database has looked at what it truly keeps: the function that writes the records reads them back
//! behind all triggers and rules, with the head and the current states, and the head is compared with the one that was decided.
//! If anything is missing, or if triggers, keys or rules are not those that were made, a statement fails: the answer is
//! [`StoreError::Corrupt`], and nobody can commit the transaction any more, with the host's own rows in it. While records are
//! being written nobody can add a trigger or a rule, so what is not seen then does not come before the commit. A cursor and a
//! state that is written over are read back in the same way.
//!
//! Every append also reads back what durability rests on. Where `synchronous_commit` is neither `on` nor `remote_apply`, or
//! `fsync` or `full_page_writes` is off, nothing is written ([`DurabilityError`]), unless
//! [`with_durability`](PostgresStore::with_durability) asked for it.
//!
//! [`PostgresStore::check_schema`] holds all that the migrations made against what stands there, and names what differs. It is
//! asked by [`open_log`](PostgresStore::open_log), so at each start of a host, too.
//!
//! # The law in the database
//!
//! The database itself refuses an illegal move, whatever client makes it. Keys hold every record to the rows of the law
//! that it names and to the last record of its stream. Triggers hold it to its log and to what a void may
//! undo, and refuse every change or deletion. What they look at is generated from the very line that is hashed. They also hold
//! each record to the form of one: its attributes, each once and in their order, its size, its ids, instants and names, a type
//! that is known and fits the subject and the verb; imported steps before the first live one; one opening. The database
//! computes leaf, head and peaks itself on SHA-256. On another digest it takes them as they are given, and knows their form only.
//! A trigger also sets version, stage and entry day of a project's current state. The application's role calls five functions that
//! do all that, and writes no table but the cursors' ([`PostgresStore::grants`]).
//!
//! A record is recorded no earlier than the one before it, and no more than 5 minutes beyond the clock of the database, unless
//! at the very time of the one before it. So no clock that is wrong locks a log. The owner may set another margin, or none:
//!
//! ```sql
//! UPDATE lifecycle.clock SET margin = '1 hour'; -- NULL is none
//! ```
//!
//! What the application's role can still write: a line whose data are not in canonical order, name a member twice, or spell a
//! number otherwise; evidence that does not read; a first record of a log with another subject than the log's; on another digest
//! than SHA-256 wrong leaves and peaks; officer, zone and the other columns of a current state that the law does not look at; its
//! own cursors. [`PostgresStore::verify`] finds the lines and heads, replay the evidence,
//! [`check_current`](PostgresStore::check_current) the columns.
//!
//! # What the owner can do, and what finds it
//!
//! Whoever owns the tables can drop all that.
//!
//! | done by the owner | found by |
//! |---|---|
//! | a trigger, rule or policy on our tables, a key or trigger dropped or off, a function replaced, a right given away | [`check_schema`](PostgresStore::check_schema), by name; triggers and keys by the next append, too |
//! | a record changed | [`PostgresStore::verify`], as [`verify`](crate::verify()) of its lines |
//! | places put in quarantine | their own records, with grounds and authority: [`quarantine`](PostgresStore::quarantine), and [`Verifier::quarantined`](crate::audit::Verifier::quarantined) tells how many lines were not judged |
//! | a column, a leaf, the head, an index changed beside the lines | [`PostgresStore::verify`] |
//! | an unlawful history | replay, so [`check_current`](PostgresStore::check_current) |
//! | the list changed | [`check_current`](PostgresStore::check_current), in both directions |
//! | the log cut, written anew, or an older copy put in its place | [`check_at_least`](PostgresStore::check_at_least), with a checkpoint that is kept elsewhere |
//! | a function that lies and is put back behind an append | nothing, if it lies well; the log is then shorter than a checkpoint of the head that was acknowledged |
//!
//! # Quarantine
//!
//! A record that cannot be read stops its own stream alone, until the owner puts it in quarantine:
//! [`put_in_quarantine`](PostgresStore::put_in_quarantine). What is in quarantine is told by the log's own records, and the triggers
//! read it there: a date, a fact or a row of the list rests on nothing that is in quarantine, and a project is taken off the list only
//! when its planning is. [`verify`](PostgresStore::verify) passes over these lines and their columns, and judges their leaves.
//!
//! A step that no law knows, for which the owner took a key away, is undone all the same, to where the project stood before it.
//!
//! # Copies
//!
//! `pg_dump` makes a copy while others write: it sees one moment. The role that owns the tables restores it, into a database
//! that is empty; the application's role must exist.
//!
//! ```sh
//! pg_dump --format=custom --file=city.dump city
//! createdb --encoding=UTF8 --template=template0 city_restored
//! pg_restore --single-transaction --exit-on-error --dbname=city_restored city.dump
//! ```
//!
//! Then, before anybody writes: [`check_schema`](PostgresStore::check_schema), [`verify`](PostgresStore::verify),
//! [`check_current`](PostgresStore::check_current), and [`check_at_least`](PostgresStore::check_at_least) with the last
//! checkpoint that was kept elsewhere. An older copy is well in itself; only that checkpoint tells that it is older. A base backup
//! with an archive of the write-ahead log (`pg_basebackup`) loses less, and is looked at in the same way.
//!
//! A session may have any settings of its own, `standard_conforming_strings = off` among them. But do not let `search_path` name
//! another schema before `pg_catalog`: what the store writes does not depend on it, but operators that somebody made there would
//! answer when it reads.
//!
//! # A name that is taken
//!
//! Whoever may append may open logs. A log that somebody made and did not open takes the digest of who opens it. One that is
//! open on another digest keeps it: then take another name, or have the owner look into who opened it.
//!
//! # Example
//!
//! ```no_run
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::staged::marker::Planned;
//! use project_lifecycle::value::DigestAlgorithm;
//! use tokio_postgres::{Client, NoTls};
//!
//! # async fn example(client: &mut Client) -> Result<(), Box<dyn std::error::Error>> {
//! // once, as the role that is to own the tables
//! PostgresStore::migrate(client).await?;
//! client.batch_execute(&PostgresStore::grants("platform")).await?;
//!
//! let store = PostgresStore::new("urn:example:city".parse()?);
//! let officer = Actor::new(AuthType::AppUser, "officer-7".parse()?);
//! let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
//! let transaction = client.transaction().await?;
//! store.open_log(&transaction, DigestAlgorithm::default(), &officer, at).await?;
//! PostgresStore::commit(transaction).await?;
//!
//! // a move is decided, and written together with the host's own rows
//! let id = ProjectId::named("drones");
//! let context = Context::new("00000000-0000-7000-8000-000000000001".parse()?, at, officer).on("2018-06-01".parse()?);
//! let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
//! let pending = Staged::plan(id, profile, &context, &Policy::shenyang_2018())?;
//!
//! let transaction = client.transaction().await?;
//! transaction.execute("INSERT INTO visit (project, visitor) VALUES ($1, 'mayor')", &[&id.to_string()]).await?;
//! let receipt = store.append(&transaction, pending.request(), at).await?;
//! PostgresStore::commit(transaction).await?;
//! // only now it is true
//! let planned: Staged<Planned> = pending.confirm(receipt)?;
//! # Ok(())
//! # }
//! ```

mod append;
mod current;
mod event_types;
mod fault;
mod give;
mod listing;
mod quarantine;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod verify;

pub use listing::{Alteration, AlterationKind};
pub use schema::{Migration, SchemaError};

use std::future::ready;

use futures_util::TryStreamExt as _;
use futures_util::future::join;
use tokio_postgres::Transaction;
use tokio_postgres::types::{ToSql, Type};

use crate::store::Durability;
use crate::{Source, StoreError};

/// A store of one log in a PostgreSQL database, which may hold several logs.
///
/// It has no connection: each method takes the transaction that it writes in, or the client that it reads by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresStore {
    source: Source,
    durability: Durability,
}

/// The server may lose what it acknowledges, and nobody asked for that. Nothing was written.
///
/// It is the reason of a [`StoreError::Storage`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server may lose what it acknowledges ({settings}): set it otherwise, or ask for `Durability::Normal`")]
pub struct DurabilityError {
    /// The settings that let it, as in `synchronous_commit = off`.
    pub settings: String,
}

impl PostgresStore {
    /// A store of the log of this name. The log itself is opened by [`open_log`](Self::open_log).
    #[must_use]
    pub const fn new(source: Source) -> Self {
        Self { source, durability: Durability::Full }
    }

    /// The same store with another durability; [`Durability::Full`] is what a store is made with. Every append reads the
    /// server's settings back, in the round trip that locks the log, and a store that is [full](Durability::Full) writes
    /// nothing where they are weaker. Who changes `synchronous_commit` between an append and its commit has asked for it.
    #[must_use]
    pub fn with_durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }

    /// The log's name.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Commits a transaction, and tells what a failure means.
    ///
    /// It also asks whether the transaction stands: PostgreSQL answers the commit of a transaction in which a statement
    /// failed by rolling it back, which [`Transaction::commit`] takes for success. Question and commit go out together.
    ///
    /// # Errors
    /// [`StoreError::Retry`] when the database ended it in favour of another, [`StoreError::OutcomeUnknown`] when the answer
    /// was lost, [`StoreError::Storage`] for the rest. Nothing was written, unless the outcome is unknown.
    pub async fn commit(transaction: Transaction<'_>) -> Result<(), StoreError> {
        // this is on its way before anybody waits for the answer
        let question = transaction.client().simple_query_raw("SELECT").await.map_err(fault::fault)?;
        let answer = question.try_for_each(|_| ready(Ok(())));
        match join(answer, transaction.commit()).await {
            // what the database refused, it did not commit; without its answer nobody knows
            (Err(why), _) if why.code().is_some() => Err(fault::fault(why)),
            (Err(why), _) | (Ok(()), Err(why)) => Err(fault::commit_fault(why)),
            (Ok(()), Ok(())) => Ok(()),
        }
    }
}

/// A value of a parameter, with its type.
type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

fn text<T: ToSql + Sync>(value: &T) -> Parameter<'_> {
    (value, Type::TEXT)
}

fn number(value: &i64) -> Parameter<'_> {
    (value, Type::INT8)
}

/// A list of texts.
fn array<T: ToSql + Sync>(values: &T) -> Parameter<'_> {
    (values, Type::TEXT_ARRAY)
}
