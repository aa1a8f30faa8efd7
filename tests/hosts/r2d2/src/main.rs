//! A host with a pool of rusqlite's connections: its own table stands in the file of the projects, a row of it in an event's
//! transaction.

#[path = "../../life.rs"]
mod life;

use std::error::Error;

use project_lifecycle::audit::Batch;
use project_lifecycle::prelude::*;
use project_lifecycle::store::AppendWithError;
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::Connection;

/// The store's own table; the file may hold several logs.
const LISTED: &str = "SELECT project, version, stage, name FROM current JOIN log ON log.id = current.log
    WHERE source = 'urn:example:log:shenyang' ORDER BY project";

/// What the store's own table says, read by the host.
fn read(connection: &Connection) -> rusqlite::Result<Vec<life::Listed>> {
    let of = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    connection.prepare_cached(LISTED)?.query_map([], of)?.collect()
}

/// Puts a project into a room.
fn seat(connection: &Connection, project: &str, room: &str) -> rusqlite::Result<usize> {
    connection.execute("INSERT INTO desk VALUES (?1, ?2)", (project, room))
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = life::file("r2d2")?;
    let (mut store, [mut first, mut second]) = life::begin(&path)?;
    // the file keeps the write-ahead log that the store set; rusqlite waits five seconds for another writer
    let pool = r2d2::Pool::builder().max_size(2).build(SqliteConnectionManager::file(&path))?;
    let connection = pool.get()?;

    let listed = read(&connection)?;
    assert_eq!(listed, life::listed(&store)?);
    assert_eq!(listed.len(), 2);

    // a table of the host's own, written through the pool
    connection.execute_batch("CREATE TABLE desk (project TEXT PRIMARY KEY, room TEXT NOT NULL UNIQUE) STRICT")?;
    seat(&connection, &listed[0].0, "A1")?;

    // the law in the file holds for the pool, too
    let refused = connection.execute("DELETE FROM event", []).expect_err("a log is append-only");
    assert!(refused.to_string().contains("append-only"), "{refused}");

    // a row in an event's transaction: the error and the connection are the host's own rusqlite's
    let engaged = second.go(Verb::Engage);
    let (project, now) = (engaged.project().to_string(), second.context().at());
    let taken = store.append_with(&[(&engaged).into()], Batch::Whole, now, |inner, _| seat(inner, &project, "A1"));
    let Err(AppendWithError::Host(taken)) = taken else { panic!("two projects have one room: {taken:?}") };
    assert_eq!(taken.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation));
    assert_eq!(read(&connection)?, listed, "no event without its row");
    store.append_with(&[engaged.into()], Batch::Whole, now, |inner, _| seat(inner, &project, "B2"))?;

    // while the pool has the file open, the store goes on
    let engaged = first.go(Verb::Engage);
    store.append(&engaged.into(), first.context().at())?;
    let now = read(&*pool.get()?)?;
    assert_eq!(now, life::listed(&store)?);
    assert_ne!(now, listed);
    let rooms =
        "SELECT group_concat(room ORDER BY room) FROM desk JOIN current USING (project) WHERE stage = 'negotiating'";
    assert_eq!(connection.query_row(rooms, [], |row| row.get::<_, String>(0))?, "A1,B2");

    let sqlite = rusqlite::version();
    drop((connection, pool));
    life::end(store, &path)?;
    println!("r2d2_sqlite 0.35 and project-lifecycle agree on SQLite {sqlite}");
    Ok(())
}
