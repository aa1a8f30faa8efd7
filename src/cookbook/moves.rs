//! Moving a project, and knowing beforehand where it can go.
//!
//! # Is a move legal?
//!
//! The law is a table, and a [`Position`](crate::lifecycle::Position) answers from it without any project at hand.
//! [`Law`](crate::lifecycle::Law) has the same for every version of the law.
//!
//! ```
//! use project_lifecycle::lifecycle::Position;
//! use project_lifecycle::{Stage, Verb};
//!
//! let planned = Position::at(Stage::Planned).expect("of a zombie one must say where it stalled");
//! assert!(planned.after(Verb::Admit).is_some());
//! assert!(planned.after(Verb::Sign).is_none()); // talks come first
//!
//! // all that is legal from here, with where it leads
//! assert!(planned.next().any(|(verb, to)| verb == Verb::Close && to.stage().is_terminal()));
//!
//! // a zombie remembers where it stalled
//! let zombie = Position::stalled(Stage::Started).expect("what was started may stall");
//! assert_eq!(zombie.after(Verb::Revive).map(Position::stage), Some(Stage::Started));
//! ```
//!
//! # Assert in a test of mine that a move is legal
//!
//! Needs the feature `testing`. A host's tests say what the host relies on, and fail when a later law says otherwise.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::testing::{assert_leads, assert_not_permitted, assert_permitted, sample};
//! use project_lifecycle::{Stage, Verb};
//!
//! assert_permitted(sample::at(Stage::Signed), Verb::Stall);
//! assert_not_permitted(sample::at(Stage::Reserve), Verb::Stall); // nothing was agreed yet
//! assert_leads(sample::at(Stage::Signed), Verb::Stall, sample::stalled(Stage::Signed));
//! ```
//!
//! # Plan a project and move it
//!
//! Decide, record, and only then it has happened. Evidence is made from a form, which says all that is missing at once.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//!
//! let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! let planned = Project::plan(id, profile, &context("1"), &policy)?;
//! store.append(&planned.into(), now)?;
//!
//! let project = store.project(id)?.expect("it was planned just now");
//! let talks = Engagement::try_from(EngagementForm {
//!     client: "client-9".parse::<ClientId>()?.into(),
//!     lead_negotiator: officer.id().clone().into(),
//!     first_contact: Attachment::new("首次对接记录", "招商一局")?.dated(policy.day(now)).into(),
//!     uniqueness_claim: Attachment::new("首报首谈登记", "市外经贸局")?.into(),
//! })?;
//! let decision = project.decide(Command::Engage(talks), &context("2"), &policy)?;
//! store.append(&decision.event().into(), now)?;
//! assert_eq!(store.project(id)?.map(|project| project.stage()), Some(Stage::Negotiating));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Take the time and the ids from my host
//!
//! The crate has neither a clock nor randomness, so that a test can decide what a day in 2018 decided. The host reads its clock, and
//! mints a random UUID for each project and each command. A command that is given again keeps its id.
//!
//! ```
//! use std::time::{SystemTime, UNIX_EPOCH};
//!
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::value::Uuid;
//!
//! let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
//! let now = Timestamp::from_unix_micros(since.as_micros().try_into()?)?;
//!
//! # let random = || Uuid::from_u128(0x0197_a3f0_0000_7000_8000_0000_0000_0001);
//! // `random` is the host's: with the crate `uuid` and its feature `v7` it is `Uuid::now_v7`
//! let (project, command) = (ProjectId::from_uuid(random()), EventId::from_uuid(random()));
//! let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! let context = Context::new(command, now, officer);
//! assert_eq!((context.id(), project.to_string().len()), (command, 36));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What can be done now, and why not the rest?
//!
//! [`Project::explain`](crate::Project::explain) answers for every verb before anybody has filled in a form: *open*, with what its
//! form asks for, or *blocked*, with every reason. A platform draws its buttons from it.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # let project = Project::replay([Project::plan(id, profile, &context("1"), &policy)?])?;
//!
//! let explained = project.explain(&context("2"), &policy);
//! let open: Vec<_> = explained.iter().filter(|verb| verb.answer.is_open()).map(|verb| verb.verb).collect();
//! assert_eq!(open, [Verb::Admit, Verb::Engage, Verb::Close]);
//!
//! let sign = project.explain_verb(Verb::Sign, &context("2"), &policy);
//! let Answer::Blocked(reasons) = &sign.answer else { panic!("nothing is signed before talks") };
//! assert_eq!(reasons[0].code(), "not_permitted");
//! assert_eq!(reasons[0].lift().text(Language::English), "first engage");
//!
//! // for a reader: `{"verb", "label", "to", "blocked"}`, or `"open"` with the members of the form
//! let engage = project.explain_verb(Verb::Engage, &context("2"), &policy);
//! let told = serde_json::to_value(engage.told_in(Language::English))?;
//! assert_eq!(told["open"][0]["member"], "client");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Let the compiler know the stage
//!
//! [`Staged`](crate::Staged) has the legal moves as methods, and no others: `planned.sign(..)` does not compile. A move is
//! pending until a store has it.
//!
//! ```
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::staged::marker::Negotiating;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # let talks = Engagement::try_from(EngagementForm {
//! #     client: "client-9".parse::<ClientId>()?.into(),
//! #     lead_negotiator: officer.id().clone().into(),
//! #     first_contact: Attachment::new("首次对接记录", "招商一局")?.dated(policy.day(now)).into(),
//! #     uniqueness_claim: Attachment::new("首报首谈登记", "市外经贸局")?.into(),
//! # })?;
//!
//! let planned = Staged::plan(id, profile, &context("1"), &policy)?.commit(&mut store, now)?;
//! let pending = planned.engage(talks, &context("2"), &policy)?;
//! let negotiating: Staged<Negotiating> = pending.commit(&mut store, now)?;
//! assert_eq!(negotiating.project().version(), 2);
//!
//! // a project from a store: its stage is looked at once, at the edge
//! let project = store.project(id)?.expect("it was planned just now");
//! assert!(matches!(AnyStaged::from(project), AnyStaged::Negotiating(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
