//! A platform's backend on PostgreSQL: a pool of connections, the host's own table, and the audit event of a move, in one
//! transaction.
//!
//! `tests/with-postgres cargo run --manifest-path examples/postgres/Cargo.toml`, or with `DATABASE_URL` set to an empty
//! database in which you may make roles.

use std::error::Error;

use deadpool_postgres::{Manager, Pool};
use project_lifecycle::audit::Verifier;
use project_lifecycle::evidence::{Attachment, EngagementForm};
use project_lifecycle::staged::marker::InStage;
use project_lifecycle::store::{Durability, ProjectQuery};
use project_lifecycle::value::DigestAlgorithm;
use project_lifecycle::{
    Actor, ActorId, AuthType, ClientId, Context, Day, EventId, Pending, Policy, PostgresStore, Profile, Project,
    ProjectId, Staged, StoreError, Text, Timestamp, Verdict,
};
use tokio_postgres::{Client, Config, NoTls};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let owner: Config = std::env::var("DATABASE_URL").map_err(|_| "set DATABASE_URL")?.parse()?;
    deploy(&owner).await?;
    // the platform's own role has no more rights than it needs
    let mut platform = owner;
    platform.user("platform");
    let pool = Pool::builder(Manager::new(platform, NoTls)).max_size(4).build()?;

    let mut store = PostgresStore::new("urn:example:shenyang:projects".parse()?);
    if std::env::var_os("PG_THROW_AWAY").is_some() {
        // the tests' server keeps nothing, and is asked to keep nothing
        store = store.with_durability(Durability::Normal);
    }
    let policy = Policy::shenyang_2018();
    let officer = Actor::new(AuthType::AppUser, "officer-7".parse()?);
    let today: Day = "2018-06-01".parse()?;
    let now = Timestamp::at(today, 10, 0, policy.terms().utc_offset)?;
    {
        let mut client = pool.get().await?;
        let transaction = Client::transaction(&mut client).await?;
        store.open_log(&transaction, DigestAlgorithm::default(), &officer, now).await?;
        PostgresStore::commit(transaction).await?;
    }

    // a host mints random ids; an example is better the same each time
    let id = ProjectId::named("urn:example:shenyang:projects/drones");
    let context = |n: u8| Context::new(EventId::named(id.uuid(), &n.to_string()), now, officer.clone()).on(today);
    let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
    let planned = record(&pool, &store, Staged::plan(id, profile, &context(1), &policy)?, "plan.pdf", now).await?;
    println!("planned on {}", planned.project().since());
    let talks = EngagementForm {
        client: "client-9".parse::<ClientId>()?.into(),
        lead_negotiator: "negotiator-2".parse::<ActorId>()?.into(),
        first_contact: Attachment::new("首次接洽记录", "hunnan")?.dated(today).into(),
        uniqueness_claim: Attachment::new("首报首谈登记", "hunnan")?.dated(today).into(),
    };
    let pending = planned.engage(talks.try_into().map_err(|gaps| format!("{gaps:?}"))?, &context(2), &policy)?;
    let negotiating = record(&pool, &store, pending, "letter-of-intent.pdf", now).await?;
    println!("talks began on {}", negotiating.project().since());

    let pooled = pool.get().await?;
    // the plain client below the pool's own
    let client: &Client = &pooled;
    let files: i64 =
        client.query_one("SELECT count(*) FROM filing WHERE project = $1", &[&id.to_string()]).await?.get(0);
    let listed = store.projects(client, &ProjectQuery::all()).await?;
    let project: Option<Project> = store.project(client, id).await?;
    println!(
        "{files} files, {} project in the list, {:?} by replay",
        listed.projects.len(),
        project.map(|p| p.stage())
    );

    let mut verifier = Verifier::new();
    let lines = store.lines(client, 0, usize::MAX, |line| verifier.follow(line)).await?;
    let Verdict::SelfConsistent { head } = verifier.finish() else { return Err("the log was changed".into()) };
    println!("{lines} records follow from one another; keep this checkpoint somewhere else:\n{}", head.checkpoint());
    Ok(())
}

/// What is done once, as the role that owns the tables: a step of the deployment, not of the program's start.
async fn deploy(owner: &Config) -> Result<()> {
    let (mut client, connection) = owner.connect(NoTls).await?;
    let connection = tokio::spawn(connection);
    PostgresStore::migrate(&mut client).await?;
    client
        .batch_execute(
            "DROP TABLE IF EXISTS filing;
             CREATE TABLE filing (project text NOT NULL, file text NOT NULL, UNIQUE (project, file));
             DO $$ BEGIN CREATE ROLE platform LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
             GRANT SELECT, INSERT ON filing TO platform;",
        )
        .await?;
    client.batch_execute(&PostgresStore::grants("platform")).await?;
    drop(client);
    Ok(connection.await??)
}

/// Records a decided move together with the host's own row, and confirms it once both are committed.
async fn record<To: InStage>(
    pool: &Pool,
    store: &PostgresStore,
    pending: Pending<To>,
    file: &str,
    now: Timestamp,
) -> Result<Staged<To>> {
    for _ in 0..5 {
        match attempt(pool, store, &pending, file, now).await {
            Ok(receipt) => return Ok(pending.confirm(receipt).map_err(|other| other.to_string())?),
            // the same request again: it is found if it was written
            Err(error) => match error.downcast_ref() {
                Some(StoreError::Retry(_) | StoreError::OutcomeUnknown(_)) => {}
                _ => return Err(error),
            },
        }
    }
    Err("others were in the way five times".into())
}

async fn attempt<To: InStage>(
    pool: &Pool,
    store: &PostgresStore,
    pending: &Pending<To>,
    file: &str,
    now: Timestamp,
) -> Result<project_lifecycle::Receipt> {
    let mut client = pool.get().await?;
    // the plain transaction below the pool's own
    let transaction = Client::transaction(&mut client).await?;
    transaction.batch_execute("SET LOCAL lock_timeout = '5s'").await?;
    let project = pending.request().subject().id().to_string();
    // the host's own rows first: after a commit whose answer was lost, this one is there already
    let insert = "INSERT INTO filing VALUES ($1, $2) ON CONFLICT DO NOTHING";
    transaction.execute(insert, &[&project, &file]).await?;
    // and then the event, which locks the log until the commit
    let receipt = store.append(&transaction, pending.request(), now).await?;
    PostgresStore::commit(transaction).await?;
    Ok(receipt)
}
