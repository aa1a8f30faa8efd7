//! A host with Diesel: its own table stands in the file of the projects, and one program has both.

#[path = "../../life.rs"]
mod life;

use std::error::Error;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use project_lifecycle::prelude::*;

diesel::table! {
    current (log, project) {
        log -> BigInt,
        project -> Text,
        version -> BigInt,
        stage -> Text,
        name -> Text,
    }
}

diesel::table! {
    desk (project) {
        project -> Text,
        room -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(current, desk);

fn main() -> Result<(), Box<dyn Error>> {
    let path = life::file("diesel")?;
    let (mut store, [mut first, _]) = life::begin(&path)?;
    let mut connection = SqliteConnection::establish(path.to_str().ok_or("a path in UTF-8")?)?;
    // the file keeps the write-ahead log that the store set; Diesel by itself does not wait for another writer
    connection.batch_execute("PRAGMA busy_timeout = 5000")?;

    let of_list = (current::project, current::version, current::stage, current::name);
    // the file has one log
    let list = current::table.select(of_list).order(current::project);
    let listed: Vec<life::Listed> = list.load(&mut connection)?;
    assert_eq!(listed, life::listed(&store)?);
    assert_eq!(listed.len(), 2);

    // a table of the host's own, written in a transaction of Diesel
    connection.batch_execute("CREATE TABLE desk (project TEXT PRIMARY KEY, room TEXT NOT NULL) STRICT")?;
    connection.immediate_transaction(|connection| {
        let rows = listed
            .iter()
            .zip(["A1", "B2"])
            .map(|((project, ..), room)| (desk::project.eq(project), desk::room.eq(room)));
        diesel::insert_into(desk::table).values(rows.collect::<Vec<_>>()).execute(connection)
    })?;

    // the law in the file holds for Diesel, too
    let refused = diesel::sql_query("DELETE FROM event").execute(&mut connection).expect_err("a log is append-only");
    assert!(refused.to_string().contains("append-only"), "{refused}");

    // while Diesel has the file open, the store goes on
    let engaged = first.go(Verb::Engage);
    store.append(&engaged.into(), first.context().at())?;
    let now: Vec<life::Listed> = list.load(&mut connection)?;
    assert_eq!(now, life::listed(&store)?);
    assert_ne!(now, listed);
    let talks = desk::table.inner_join(current::table.on(desk::project.eq(current::project)));
    let room: String = talks.filter(current::stage.eq("negotiating")).select(desk::room).first(&mut connection)?;
    assert_eq!(room, "A1");

    let sqlite: String = diesel::select(diesel::dsl::sql::<Text>("sqlite_version()")).get_result(&mut connection)?;
    assert_eq!(sqlite, rusqlite::version());
    drop(connection);
    life::end(store, &path)?;
    println!("Diesel 2.3 and project-lifecycle agree on SQLite {sqlite}");
    Ok(())
}
