//! Recording: appending beside other writers, in the host's own transactions, and from a ledger.
//!
//! # Keep at it when another writer was first
//!
//! [`give`](crate::audit::give()) loads the project, decides, appends, and begins anew when another writer was first. The command keeps
//! its id, so to give it again is safe. The example needs the feature `testing`, for a second handle of the store.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::audit::give;
//! use project_lifecycle::prelude::*;
//! # use project_lifecycle::testing::Shared;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = Shared::new(MemoryStore::open("urn:example:city".parse()?, &officer, now)?);
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//! # let mut other = store.clone();
//!
//! let assign = |name: &str| Command::AssignOfficer(name.parse::<ActorId>().expect("an id").into());
//! let (mine, mut attempts) = (context("2"), 0);
//! let given = give(&mut store, id, now, |project| {
//!     attempts += 1;
//!     if attempts == 1 {
//!         // another writer is faster
//!         let theirs = project.decide(assign("officer-8"), &context("3"), &policy)?;
//!         other.append(&theirs.event().into(), now).expect("nobody was before them");
//!     }
//!     project.decide(assign("officer-7"), &mine, &policy)
//! })?;
//! assert_eq!((attempts, given.project.version()), (2, 3));
//!
//! // the answer was lost, and the command is given again: it is found
//! let again = give(&mut store, id, now, |project| project.decide(assign("officer-7"), &mine, &policy))?;
//! assert!(!again.receipt.is_new());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Write my rows with the event on SQLite
//!
//! Needs the feature `sqlite`. `SqliteStore::append_with` writes the host's rows in the event's transaction: both are there
//! afterwards, or neither is. It hands out the connection of `store::rusqlite`.
//!
#![cfg_attr(feature = "sqlite", doc = "```")]
#![cfg_attr(not(feature = "sqlite"), doc = "```ignore")]
//! use project_lifecycle::audit::Batch;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::store::rusqlite::Connection;
//! use project_lifecycle::value::DigestAlgorithm;
//! # let folder = std::env::temp_dir().join(format!("project-lifecycle-cookbook-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! # let path = folder.join("city.db");
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//!
//! let mut store = SqliteStore::create(&path, "urn:example:city".parse()?)?;
//! store.open_log(DigestAlgorithm::default(), &officer, now)?; // once; again it changes nothing
//! Connection::open(&path)?.execute("CREATE TABLE filing (project TEXT PRIMARY KEY, shelf TEXT)", ())?;
//!
//! let planned = Project::plan(id, profile, &context("1"), &policy)?;
//! let (answers, ()) = store.append_with(&[planned.into()], Batch::Whole, now, |connection, _| {
//!     // an answer may be lost and the request given again, so a row that is there stays
//!     connection.execute("INSERT OR IGNORE INTO filing VALUES (?1, 'B-7')", [id.to_string()]).map(drop)
//! })?;
//! assert!(answers[0].is_ok());
//! # drop(store);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Write my rows with the event on PostgreSQL
//!
//! Needs the feature `postgres`. A `PostgresStore` has no connection: every method takes the host's transaction. Append last, since
//! that locks the log; commit; and only then show the receipt to anybody.
//!
#![cfg_attr(feature = "postgres", doc = "```no_run")]
#![cfg_attr(not(feature = "postgres"), doc = "```ignore")]
//! use project_lifecycle::prelude::*;
//! use tokio_postgres::Client;
//!
//! /// Records a decision together with the shelf on which its file stands.
//! async fn file(
//!     (store, client): (&PostgresStore, &mut Client),
//!     (event, shelf): (&Event, &str),
//!     now: Timestamp,
//! ) -> Result<Receipt, Box<dyn std::error::Error>> {
//!     let transaction = client.transaction().await?;
//!     let project = event.project().to_string();
//!     transaction.execute("INSERT INTO filing VALUES ($1, $2) ON CONFLICT DO NOTHING", &[&project, &shelf]).await?;
//!     let receipt = store.append(&transaction, &event.into(), now).await?;
//!     PostgresStore::commit(transaction).await?; // says what a failure means
//!     Ok(receipt)
//! }
//! ```
//!
//! Without rows of the host's own, `PostgresStore::give` is the loop of the first task, in transactions of its own.
//!
//! # Import a legacy ledger
//!
//! Needs the feature `import`. A mapping says what the columns mean; every step then goes through the law. What the law refuses is
//! an exception with a code. The import can be run again, and records nothing twice. With `[update]` in the mapping next month's
//! sheet goes the same way, and what it changes is recorded as facts and corrections.
//!
#![cfg_attr(feature = "import", doc = "```")]
#![cfg_attr(not(feature = "import"), doc = "```ignore")]
//! use project_lifecycle::import::{Mapping, import_into};
//! use project_lifecycle::prelude::*;
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//!
//! let mapping: Mapping = r#"
//!     source = "urn:example:ledger"
//!     encodings = ["utf-8", "gb18030"]
//!     dates = ["yyyy-m-d"]
//!     actor = { kind = "system", id = "ledger-import" }
//!     policy = { preset = "shenyang_2018" }
//!     columns = { key = "No", name = "Name", zone = { column = "Zone", blank = "unknown" }, status = "Status", updated = "Updated" }
//!     milestone = [{ stage = "negotiating", columns = ["Talks"] }, { stage = "signed", columns = ["Signed"] }]
//! "#.parse()?;
//! let ledger = "No,Name,Zone,Status,Updated,Talks,Signed\n\
//!               7,Drone park,hunnan,,2017-09-01,2017-03-01,2017-08-15\n\
//!               8,Solar park,hunnan,,2017-09-01,2017-05-01,2017-04-30\n";
//!
//! let mut store = MemoryStore::new("urn:example:ledger".parse()?);
//! let mut exceptions = Vec::new();
//! let open = || Ok(ledger.as_bytes());
//! let summary = import_into(open, "ledger.csv", &mapping, now, &mut store, &mut exceptions, &mut |_| {})?;
//! assert_eq!((summary.totals.rows, summary.totals.imported), (2, 2));
//! assert_eq!(summary.stages["signed"], 2);
//! // the second cannot have been signed before its talks: it counts as signed, on a day that is disputed
//! assert_eq!(summary.exceptions["disputed"], 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
