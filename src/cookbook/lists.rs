//! Lists that a platform shows, and readers that follow the log.
//!
//! A store keeps what every project is now beside the events ([`CurrentStates`](crate::store::CurrentStates)), so a list reads no
//! history. Most examples list three projects of the zone `hunnan`: 无人机产业园, 机器人未来城 and 机器人小镇.
//!
//! # Show a list page by page
//!
//! [`Page::next`](crate::store::Page::next) is the place after which the next page begins. Its text goes to the client and comes
//! back with the request for the next page. A place of another list is refused.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::store::{PageKey, ProjectQuery};
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # for name in ["无人机产业园", "机器人未来城", "机器人小镇"] {
//! #     let id = ProjectId::named(name);
//! #     let context = Context::new(EventId::named(id.uuid(), "1"), now, officer.clone());
//! #     let profile = Profile::new(name.parse()?, "hunnan".parse()?);
//! #     store.append(&Project::plan(id, profile, &context, &policy)?.into(), now)?;
//! # }
//!
//! let query = ProjectQuery::all().in_zone("hunnan".parse()?).limit(2);
//! let first = store.projects(&query)?;
//! assert_eq!(first.projects.len(), 2);
//! let for_the_client = first.next.expect("one more follows").to_string();
//!
//! let place: PageKey = for_the_client.parse()?;
//! let second = store.projects(&query.after(place)?)?;
//! assert_eq!((second.projects.len(), second.next), (1, None));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How many projects stand in each stage?
//!
//! Every stage is there, with 0 where none stands. The conditions of the query narrow what is counted.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # for name in ["无人机产业园", "机器人未来城", "机器人小镇"] {
//! #     let id = ProjectId::named(name);
//! #     let context = Context::new(EventId::named(id.uuid(), "1"), now, officer.clone());
//! #     let profile = Profile::new(name.parse()?, "hunnan".parse()?);
//! #     store.append(&Project::plan(id, profile, &context, &policy)?.into(), now)?;
//! # }
//!
//! let counts = store.counts(&ProjectQuery::all().in_zone("hunnan".parse()?))?;
//! assert_eq!((counts[&Stage::Planned], counts[&Stage::Signed]), (3, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is overdue on a day?
//!
//! A project is overdue when a stage of its schedule, or a paper that it promised, was due before the day. The longest overdue
//! comes first. What the policy makes due after a signing is told by [`Project::overdue_duties`](crate::Project::overdue_duties).
//!
//! ```
//! use project_lifecycle::evidence::Schedule;
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//! # let project = store.project(id)?.expect("it was planned just now");
//!
//! let schedule = Schedule::new([(Stage::Registered, "2018-09-01".parse()?)])?;
//! let decision = project.decide(Command::Reschedule(schedule.into()), &context("2"), &policy)?;
//! store.append(&decision.event().into(), now)?;
//!
//! let overdue = |day: Day| store.projects(&ProjectQuery::overdue_on(day)).map(|page| page.projects.len());
//! assert_eq!(overdue("2018-09-01".parse()?)?, 0); // the last day is in time
//! assert_eq!(overdue("2018-09-02".parse()?)?, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Find a project by a part of its name
//!
//! [`ProjectQuery::named`](crate::store::ProjectQuery::named) finds by the beginning of a name and uses an index.
//! [`containing`](crate::store::ProjectQuery::containing) finds a part anywhere in it and looks through the names one by one.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # for name in ["无人机产业园", "机器人未来城", "机器人小镇"] {
//! #     let id = ProjectId::named(name);
//! #     let context = Context::new(EventId::named(id.uuid(), "1"), now, officer.clone());
//! #     let profile = Profile::new(name.parse()?, "hunnan".parse()?);
//! #     store.append(&Project::plan(id, profile, &context, &policy)?.into(), now)?;
//! # }
//!
//! let names = |query: ProjectQuery| -> Result<Vec<String>, StoreError> {
//!     Ok(store.projects(&query)?.projects.iter().map(|state| state.name.as_str().to_owned()).collect())
//! };
//! assert_eq!(names(ProjectQuery::named("机器人"))?.len(), 2);
//! assert_eq!(names(ProjectQuery::containing("未来"))?, ["机器人未来城"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Follow the log with a cursor
//!
//! A reader, such as a relay to a message queue, has a name and a cursor in the store. It reads on after the cursor and moves it
//! once what it read is done. If it fails in between, it reads the same again.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::value::ConsumerId;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # for name in ["无人机产业园", "机器人未来城", "机器人小镇"] {
//! #     let id = ProjectId::named(name);
//! #     let context = Context::new(EventId::named(id.uuid(), "1"), now, officer.clone());
//! #     let profile = Profile::new(name.parse()?, "hunnan".parse()?);
//! #     store.append(&Project::plan(id, profile, &context, &policy)?.into(), now)?;
//! # }
//!
//! let relay: ConsumerId = "relay".parse()?;
//! let mut sent = Vec::new();
//! loop {
//!     let after = store.cursor(&relay)?;
//!     let records = store.log(after, 2)?;
//!     let Some(last) = records.last() else { break };
//!     sent.extend(records.iter().map(|record| record.event_type().to_owned())); // the work
//!     store.move_cursor(&relay, after, last.sequence())?;
//! }
//! assert_eq!(sent[0], "lifecycle.log.opened.v1");
//! assert_eq!((sent.len(), store.cursor(&relay)?), (4, 4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
