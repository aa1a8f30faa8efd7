//! An asynchronous store, one call after another.

use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls};

use crate::{
    Actor, AppendError, AppendRequest, AuditEvent, Batch, ConsumerId, CurrentState, CurrentStates, CursorError,
    Cursors, DigestAlgorithm, Drift, EventStore, LoadError, LogHead, Page, PostgresStore, ProjectId, ProjectQuery,
    Receipt, Source, StoreError, Subject, Timestamp, Upcasters,
};

/// A [`PostgresStore`] behind the traits, for the suite: a connection of its own, on which each call waits for its answer
/// and each append commits by itself. A host has better: its own transactions.
///
/// It is also the pattern for any asynchronous store that is to run through the suite: a runtime of one thread beside it,
/// and each method of the traits one `block_on`. Not to be used within another runtime, which would be blocked.
#[derive(Debug)]
pub struct BlockingPostgres {
    store: PostgresStore,
    client: Client,
    // dropped last: it drives the connection
    runtime: Runtime,
}

/// Runs a method in a transaction, and commits it if it was done.
macro_rules! in_transaction {
    ($self:ident, $transaction:ident => $method:expr) => {{
        let Self { store: _, client, runtime } = $self;
        runtime.block_on(async {
            let $transaction = client.transaction().await.map_err(|why| StoreError::Storage(why.into()))?;
            // what is dropped is rolled back
            let done = $method.await?;
            PostgresStore::commit($transaction).await?;
            Ok(done)
        })
    }};
}

impl BlockingPostgres {
    /// Connects, without TLS, to a database that has the [schema](PostgresStore::migrate). Give the configuration a
    /// `lock_timeout` in its options, or contention never ends in `Retry`.
    ///
    /// # Errors
    /// [`StoreError::Storage`] when the server does not answer.
    pub fn connect(config: &Config, source: Source) -> Result<Self, StoreError> {
        let failed = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Storage(why);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|why| failed(why.into()))?;
        let connected = runtime.block_on(config.connect(NoTls));
        let (client, connection) = connected.map_err(|why| failed(why.into()))?;
        // what ends it ends the calls as well, which tell
        runtime.spawn(connection);
        Ok(Self { store: PostgresStore::new(source), client, runtime })
    }
}

impl EventStore for BlockingPostgres {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.open_log(&transaction, digest, actor, now))
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.append_batch(&transaction, requests, batch, now))
    }

    fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, StoreError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.append(&transaction, request, now))
    }

    fn stream(&self, subject: Subject) -> Result<Vec<AuditEvent>, StoreError> {
        self.runtime.block_on(self.store.stream(&self.client, subject))
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.runtime.block_on(self.store.lines(&self.client, after, limit, |line| show(line)))
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<AuditEvent>, StoreError> {
        self.runtime.block_on(self.store.log(&self.client, after, limit))
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.runtime.block_on(self.store.head(&self.client))
    }

    fn project_with(&self, id: ProjectId, upcasters: &Upcasters) -> Result<Option<crate::Project>, LoadError> {
        self.runtime.block_on(self.store.project_with(&self.client, id, upcasters))
    }
}

impl Cursors for BlockingPostgres {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        self.runtime.block_on(self.store.cursor(&self.client, consumer))
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.move_cursor(&transaction, consumer, from, to))
    }
}

impl CurrentStates for BlockingPostgres {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        self.runtime.block_on(self.store.current(&self.client, project))
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        self.runtime.block_on(self.store.projects(&self.client, query))
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        self.runtime.block_on(self.store.project_ids(&self.client, after, limit))
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.write_current(&transaction, state))
    }

    fn check_current(&self, upcasters: &Upcasters) -> Result<Vec<Drift>, LoadError> {
        self.runtime.block_on(self.store.check_current(&self.client, upcasters))
    }

    fn rebuild_current(&mut self, upcasters: &Upcasters) -> Result<Vec<Drift>, LoadError> {
        let store = self.store.clone();
        in_transaction!(self, transaction => store.rebuild_current(&transaction, upcasters))
    }
}
