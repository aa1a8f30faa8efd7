//! The loop around a command, in transactions of its own.

use tokio_postgres::Client;

use super::PostgresStore;
use super::fault::fault;
use crate::act::Refusal;
use crate::audit::{Attempt, Attempts, GiveError, Given, Upcasters};
use crate::project::{Decision, Project};
use crate::value::{ProjectId, Timestamp};

impl PostgresStore {
    /// Gives a command to a project: loads it, decides, appends the event and commits, and begins anew when another writer was
    /// first, was in the way, or the answer was lost. `now` is the host's clock.
    ///
    /// Each attempt is a transaction of its own. Who writes rows of their own with the event
    /// [appends](Self::append) in a transaction of theirs.
    ///
    /// There are sixteen attempts at most. Each waits for the lock of the log as long as the session's `lock_timeout` lets it, and
    /// PostgreSQL lets it wait for ever unless one is set.
    ///
    /// ```no_run
    /// use project_lifecycle::audit::{GiveError, Given};
    /// use project_lifecycle::{Command, Context, Policy, PostgresStore, ProjectId, Timestamp};
    ///
    /// async fn give(
    ///     (store, client): (&PostgresStore, &mut tokio_postgres::Client),
    ///     (id, command, context, policy): (ProjectId, Command, Context, &Policy),
    ///     now: Timestamp,
    /// ) -> Result<Given, GiveError> {
    ///     store.give(client, id, now, |project| project.decide(command.clone(), &context, policy)).await
    /// }
    /// ```
    ///
    /// # Errors
    /// [`GiveError`] by blame, as [`give`](crate::audit::give()).
    pub async fn give(
        &self,
        client: &mut Client,
        project: ProjectId,
        now: Timestamp,
        decide: impl FnMut(&Project) -> Result<Decision, Refusal>,
    ) -> Result<Given, GiveError> {
        self.give_with(client, project, &Upcasters::new(), now, decide).await
    }

    /// Gives a command as [`give`](Self::give) does, to a project read with older versions of its events' data.
    ///
    /// # Errors
    /// As [`give`](Self::give).
    pub async fn give_with(
        &self,
        client: &mut Client,
        project: ProjectId,
        upcasters: &Upcasters,
        now: Timestamp,
        mut decide: impl FnMut(&Project) -> Result<Decision, Refusal>,
    ) -> Result<Given, GiveError> {
        let mut attempts = Attempts::default();
        loop {
            let transaction = client.transaction().await.map_err(fault)?;
            let loaded = self.project_with(&transaction, project, upcasters).await?;
            let attempt = Attempt::decide(loaded, project, &mut decide)?;
            let answer = match self.append(&transaction, attempt.request(), now).await {
                Ok(receipt) => Self::commit(transaction).await.map(|()| receipt),
                Err(why) => Err(why),
            };
            if let Some(given) = attempts.answered(attempt, answer)? {
                return Ok(given);
            }
        }
    }
}
