//! The schema: its steps as text, who runs them, and who may do what.

use tokio_postgres::{Client, Error, GenericClient, IsolationLevel};

use super::super::sql::{LAWS, laws};
use super::PostgresStore;
use super::event_types::event_types;
use super::listing::{Alteration, alterations};

/// A step of the schema, for those who run it with a tool of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    /// The version that it leads to, from 1.
    pub version: u32,
    /// The statements. Run them in one transaction, by the role that is to own the tables, not by the application's.
    /// They note the version themselves.
    pub sql: String,
}

/// Why this crate cannot work with a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// It has no schema of this crate.
    #[error("the database has no schema `lifecycle`: run the migrations")]
    Missing {
        /// What the database said. `None` if no statement failed.
        #[source]
        why: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// Its schema is of an older version of this crate.
    #[error("the database has schema {found}, this version needs {known}: run the migrations")]
    Older {
        /// Its schema.
        found: u32,
        /// The schema that this version knows.
        known: u32,
    },
    /// Its schema is of a newer version of this crate.
    #[error("the database has schema {found}, this version knows up to {known}: upgrade the crate")]
    Newer {
        /// Its schema.
        found: u32,
        /// The newest schema that this version knows.
        known: u32,
    },
    /// It keeps texts in another encoding.
    #[error("the database's encoding is {found}, not UTF8: make one with ENCODING 'UTF8'")]
    Encoding {
        /// Its encoding.
        found: String,
    },
    /// Something in its schema is not as the migrations made it, or is there and is not of this crate: a function, a key, a
    /// trigger, a rule, a right.
    #[error(
        "the database's schema is not as the migrations made it: {}: put it back as it was, and verify the log",
        told(alterations)
    )]
    Altered {
        /// What differs, in the order of the names.
        alterations: Vec<Alteration>,
    },
    /// It did not answer, or did not run a step. Nothing was changed.
    #[error("the database's schema cannot be read or brought to the present")]
    Storage(#[from] Error),
}

/// The first alterations, and how many more there are.
fn told(alterations: &[Alteration]) -> String {
    const SHOWN: usize = 5;
    let mut told: Vec<_> = alterations.iter().take(SHOWN).map(ToString::to_string).collect();
    if let Some(more) = alterations.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        told.push(format!("{more} more"));
    }
    told.join(", ")
}

/// Held while the schema is changed: `PLcy`, twice.
const LOCK: i64 = 0x504C_6379_504C_6379;

/// The version of the schema that this crate knows.
pub(super) const KNOWN: u32 = 1 + LAWS;

/// Whether this crate can work with a database of this schema.
pub(super) const fn known(found: u32) -> Result<(), SchemaError> {
    match found {
        KNOWN => Ok(()),
        0..KNOWN => Err(SchemaError::Older { found, known: KNOWN }),
        _ => Err(SchemaError::Newer { found, known: KNOWN }),
    }
}

impl PostgresStore {
    /// The steps of the schema in order, as SQL.
    #[must_use]
    pub fn migrations() -> Vec<Migration> {
        // disabling the seal waits for no reader of the law; dropping it would
        let law = |(version, rows)| Migration {
            version,
            sql: format!(
                "ALTER TABLE lifecycle.edge DISABLE TRIGGER edge_sealed;
INSERT INTO lifecycle.edge (law, verb, from_node, to_node) VALUES
  {rows};
ALTER TABLE lifecycle.edge ENABLE TRIGGER edge_sealed;
INSERT INTO lifecycle.schema_version (version) VALUES ({version});
"
            ),
        };
        let log = Migration { version: 1, sql: include_str!("0001_log.sql").replace("@event_types", &event_types()) };
        [log].into_iter().chain((2..).zip(laws()).map(law)).collect()
    }

    /// Brings the database to the present schema, forward only, in one transaction. It changes nothing if the schema is
    /// present. Whoever calls it owns the tables then, which should not be the application's role:
    /// [`grants`](Self::grants) gives that role what it needs. Several processes may call it at once.
    ///
    /// # Errors
    /// [`SchemaError`]; nothing was changed then.
    pub async fn migrate(client: &mut Client) -> Result<(), SchemaError> {
        let transaction = client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
        let encoding: String = transaction.query_one("SHOW server_encoding", &[]).await?.try_get(0)?;
        if encoding != "UTF8" {
            return Err(SchemaError::Encoding { found: encoding });
        }
        let found = version(&transaction).await?.unwrap_or(0);
        if found > KNOWN {
            return Err(SchemaError::Newer { found, known: KNOWN });
        }
        for migration in Self::migrations().iter().filter(|migration| migration.version > found) {
            transaction.batch_execute(&migration.sql).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Checks that the database's schema is the one that this version works with, and as the migrations made it: tables,
    /// columns and what they are generated from, keys, indexes, triggers, functions with their settings, owners, the law and
    /// the types of events. Whatever else stands in the schema or on its tables is refused by its name, triggers, rules and
    /// policies above all, which could keep from the tables what is acknowledged. So is a right that goes beyond
    /// [`grants`](Self::grants); reading is anybody's to whom the owner gives it. Any role may ask.
    ///
    /// A host asks when it starts, and after a restore; [`open_log`](Self::open_log) does. Appending looks at the version, and
    /// whether triggers and keys are all there and on, each time.
    ///
    /// # Errors
    /// [`SchemaError`] when it is not, or does not answer.
    pub async fn check_schema(client: &impl GenericClient) -> Result<(), SchemaError> {
        known(version(client).await?.ok_or(SchemaError::Missing { why: None })?)?;
        let alterations = alterations(client).await?;
        if alterations.is_empty() { Ok(()) } else { Err(SchemaError::Altered { alterations }) }
    }

    /// The SQL that lets a role append and read, and nothing else. The role calls functions that append; it writes no
    /// table but the cursors'. Run the SQL as the role that owns the tables, after the migrations.
    ///
    /// The role's name is quoted, so it may be any.
    #[must_use]
    pub fn grants(role: &str) -> String {
        let role = format!("\"{}\"", role.replace('"', "\"\""));
        format!(
            "GRANT USAGE ON SCHEMA lifecycle TO {role};
GRANT SELECT ON lifecycle.schema_version, lifecycle.edge, lifecycle.event_type, lifecycle.clock, lifecycle.log,
  lifecycle.event, lifecycle.current, lifecycle.cursor TO {role};
GRANT INSERT (log, consumer, sequence, leaf), UPDATE (sequence, leaf) ON lifecycle.cursor TO {role};
GRANT EXECUTE ON FUNCTION lifecycle.append, lifecycle.check_index, lifecycle.find, lifecycle.follow, lifecycle.open, lifecycle.write TO {role};
"
        )
    }
}

/// The version of the database's schema. `None` if it has none.
async fn version(client: &impl GenericClient) -> Result<Option<u32>, Error> {
    let exists = "SELECT to_regclass('lifecycle.schema_version') IS NOT NULL";
    let exists: bool = client.query_typed_one(exists, &[]).await?.try_get(0)?;
    if !exists {
        return Ok(None);
    }
    let newest = "SELECT coalesce(max(version), 0) FROM lifecycle.schema_version";
    let newest: i32 = client.query_typed_one(newest, &[]).await?.try_get(0)?;
    Ok(Some(u32::try_from(newest).unwrap_or(0)))
}
