//! A host with sqlx: its own table stands in the file of the projects, and one program has both.

#[path = "../../life.rs"]
mod life;

use std::error::Error;

use project_lifecycle::prelude::*;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

/// The store's own table; the file may hold several logs.
const LISTED: &str = "SELECT project, version, stage, name FROM current JOIN log ON log.id = current.log
    WHERE source = 'urn:example:log:shenyang' ORDER BY project";

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
    let path = life::file("sqlx")?;
    let (mut store, [mut first, _]) = life::begin(&path)?;
    // the file keeps the write-ahead log that the store set; sqlx waits five seconds for another writer
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&path)).await?;

    let listed: Vec<life::Listed> = sqlx::query_as(LISTED).fetch_all(&pool).await?;
    assert_eq!(listed, life::listed(&store)?);
    assert_eq!(listed.len(), 2);

    // a table of the host's own, written in a transaction of sqlx
    sqlx::query("CREATE TABLE desk (project TEXT PRIMARY KEY, room TEXT NOT NULL) STRICT").execute(&pool).await?;
    let mut transaction = pool.begin().await?;
    for ((project, ..), room) in listed.iter().zip(["A1", "B2"]) {
        let insert = sqlx::query("INSERT INTO desk VALUES (?, ?)").bind(project).bind(room);
        insert.execute(&mut *transaction).await?;
    }
    transaction.commit().await?;

    // the law in the file holds for sqlx, too
    let refused = sqlx::query("DELETE FROM event").execute(&pool).await.expect_err("a log is append-only");
    assert!(refused.to_string().contains("append-only"), "{refused}");

    // while the pool has the file open, the store goes on
    let engaged = first.go(Verb::Engage);
    store.append(&engaged.into(), first.context().at())?;
    let now: Vec<life::Listed> = sqlx::query_as(LISTED).fetch_all(&pool).await?;
    assert_eq!(now, life::listed(&store)?);
    assert_ne!(now, listed);
    let room_of = "SELECT room FROM desk JOIN current USING (project) WHERE stage = ?";
    let room: String = sqlx::query_scalar(room_of).bind("negotiating").fetch_one(&pool).await?;
    assert_eq!(room, "A1");

    let sqlite: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool).await?;
    assert_eq!(sqlite, rusqlite::version());
    pool.close().await;
    life::end(store, &path)?;
    println!("sqlx 0.9 and project-lifecycle agree on SQLite {sqlite}");
    Ok(())
}
