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
//! # The law in the database
//!
//! The database itself refuses an illegal move, whatever client makes it. Keys hold every record to the rows of the law
//! that it names and to the last record of its stream. Triggers hold it to its log and to what a void may
//! undo, and refuse every change or deletion. What they look at is generated from the very line that is hashed, and records
//! enter together with the head of their log. A trigger also sets version, stage and entry day of a project's current
//! state. The application's role has no more rights than it needs ([`PostgresStore::grants`]).
//!
//! Whoever owns the tables can drop all that. Then [`verify`](crate::verify()) finds a changed record, replay an
//! unlawful history, [`check_current`](PostgresStore::check_current) a changed list, and a checkpoint kept elsewhere a
//! log that was cut or written anew.
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
mod fault;
mod give;
mod listing;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod verify;

pub use listing::{Difference, DifferenceKind};
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
