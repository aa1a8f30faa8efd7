//! An asynchronous store behind the methods that block.

use std::collections::BTreeMap;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, Transaction};

use crate::act::Correction;
use crate::audit::merkle::RecordProof;
use crate::audit::{Batch, LogHead, Quarantine, Subject, Upcasters};
use crate::project::CurrentState;
use crate::store::{CurrentStates, CursorError, Cursors, Drift, Page, ProjectQuery, Quarantines};
use crate::value::{ConsumerId, DigestAlgorithm};
use crate::{
    Actor, AppendError, AppendRequest, Context, EventLog, EventStore, Policy, PostgresStore, ProjectId, Receipt,
    Record, Stage, StoreError, Timestamp,
};

/// A [`PostgresStore`] that the suite can run: a connection of its own, and for whatever writes a transaction of its own,
/// committed. A host that writes an asynchronous store does for it as this does.
///
/// Its methods wait, so they panic on a thread that runs asynchronous tasks.
#[derive(Debug)]
pub struct Blocking {
    runtime: Runtime,
    client: Client,
    store: PostgresStore,
}

impl Blocking {
    /// A handle with a connection without TLS. The schema must be there.
    ///
    /// # Errors
    /// [`StoreError::Storage`] when there is no connection to be had.
    pub fn connect(config: &Config, store: PostgresStore) -> Result<Self, StoreError> {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|why| StoreError::Storage(why.into()))?;
        let (client, connection) = runtime.block_on(config.connect(NoTls)).map_err(storage)?;
        // it goes on while a method waits; how it ended is told by the next one
        drop(runtime.spawn(connection));
        Ok(Self { runtime, client, store })
    }

    /// Runs a part in a transaction, and commits it; whatever fails is rolled back.
    fn write<T, E: From<StoreError>>(
        &mut self,
        part: impl AsyncFnOnce(&PostgresStore, &Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Self { runtime, client, store } = self;
        runtime.block_on(async {
            let transaction = client.transaction().await.map_err(storage)?;
            match part(store, &transaction).await {
                Ok(done) => {
                    PostgresStore::commit(transaction).await?;
                    Ok(done)
                }
                Err(error) => {
                    // dropped, it would keep its locks until the next call lets the connection go on
                    let rolled_back = transaction.rollback().await;
                    // whatever hinders that has ended the transaction as well
                    drop(rolled_back);
                    Err(error)
                }
            }
        })
    }
}

fn storage(why: tokio_postgres::Error) -> StoreError {
    StoreError::Storage(why.into())
}

impl EventLog for Blocking {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.runtime.block_on(self.store.stream(&self.client, subject))
    }

    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        self.runtime.block_on(self.store.quarantine(&self.client))
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.runtime.block_on(self.store.lines(&self.client, after, limit, show))
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.runtime.block_on(self.store.log(&self.client, after, limit))
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.runtime.block_on(self.store.head(&self.client))
    }

    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        self.runtime.block_on(self.store.proof(&self.client, sequence))
    }
}

impl EventStore for Blocking {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.write(async |store, transaction| store.open_log(transaction, digest, actor, now).await)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.write(async |store, transaction| store.append_batch(transaction, requests, batch, now).await)
    }
}

impl Quarantines for Blocking {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        self.write(async |store, transaction| {
            store.put_in_quarantine(transaction, places, correction, context, policy, now).await
        })
    }
}

impl Cursors for Blocking {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        self.runtime.block_on(self.store.cursor(&self.client, consumer))
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        self.write(async |store, transaction| store.move_cursor(transaction, consumer, from, to).await)
    }
}

impl CurrentStates for Blocking {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        self.runtime.block_on(self.store.current(&self.client, project))
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        self.runtime.block_on(self.store.projects(&self.client, query))
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        self.runtime.block_on(self.store.counts(&self.client, query))
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        self.runtime.block_on(self.store.project_ids(&self.client, after, limit))
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        self.write(async |store, transaction| store.write_current(transaction, state).await)
    }

    fn rebuild_current(&mut self, upcasters: &Upcasters) -> Result<Vec<Drift>, StoreError> {
        self.write(async |store, transaction| store.rebuild_current(transaction, upcasters).await)
    }
}
