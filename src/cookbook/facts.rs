//! Facts: what is recorded between transitions, and never changes the stage.
//!
//! # Assign an officer
//!
//! A fact is a command like any other: decided, recorded, applied. Its event tells what stood before it, and what stands now.
//!
//! ```
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
//! let assign = Command::AssignOfficer("officer-7".parse::<ActorId>()?.into());
//! let decision = project.decide(assign, &context("2"), &policy)?;
//! let receipt = store.append(&decision.event().into(), now)?;
//! assert_eq!(receipt.record().event_type(), "lifecycle.project.officer_assigned.v1");
//!
//! let project = store.project(id)?.expect("it is there");
//! assert_eq!(project.officer().map(ActorId::as_str), Some("officer-7"));
//! assert_eq!(project.stage(), Stage::Planned);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Note a pause and its end
//!
//! A pause begins on the effective date of its event. That may be any day from planning to today, so a pause can be told late.
//!
//! ```
//! use project_lifecycle::lifecycle::PauseReason;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::project::fact::{Pause, Resumption};
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # let planned = Project::plan(id, profile, &context("1").on("2018-06-01".parse()?), &policy)?;
//! # let mut project = Project::replay([planned])?;
//!
//! let pause = Pause { expected_until: None, explanation: "资金未到位".parse()?, reason: PauseReason::Market };
//! let told_late = context("2").on("2018-06-04".parse()?);
//! // a store appends the event in between
//! project.apply(project.decide(Command::Pause(pause), &told_late, &policy)?.event().clone())?;
//! assert!(project.is_paused());
//!
//! let resume = Command::Resume(Resumption { remark: None });
//! project.apply(project.decide(resume, &context("3"), &policy)?.event().clone())?;
//! let days = (project.pauses()[0].from, project.pauses()[0].resumed_on);
//! assert_eq!(days, ("2018-06-04".parse()?, Some("2018-06-11".parse()?)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Present a promised paper
//!
//! Needs the feature `testing`, for the history alone. Evidence may promise a paper, where the policy takes a commitment for it.
//! [`Project::commitments`](crate::Project::commitments) lists what is still owed, and by when.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::lifecycle::Item;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::project::fact::Presentation;
//! use project_lifecycle::testing::{Walk, sample};
//!
//! // a start on the promise of the construction permit
//! let mut walk = Walk::to(1, sample::at(Stage::Registered));
//! let today = walk.pass(1).today;
//! let due = sample::plus(today, 30);
//! let form = CommencementForm {
//!     construction_permit: Document::Committed { due }.into(),
//!     ..sample::commencement_form(today)
//! };
//! walk.give(Command::Start(form.try_into()?));
//!
//! let owed = walk.project.commitments()[0];
//! assert_eq!((owed.item, owed.due), (Item::ConstructionPermit, due));
//!
//! walk.pass(10);
//! let paper = Attachment::new("施工许可证", "城乡建设局")?.dated(walk.today);
//! let presented = Presentation { item: owed.item, paper, valid_until: None, version: owed.version };
//! walk.give(Command::PresentEvidence(presented));
//! assert!(walk.project.commitments().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Read any fact from a form
//!
//! Facts come in as forms, too, by their command names. [`CommandForm::commands`](crate::project::CommandForm::commands) lists all
//! names: of verbs, of facts and of corrections.
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
//! assert!(CommandForm::commands().any(|name| name == "assign_officer"));
//! let form = CommandForm::read("assign_officer", br#"{"officer": "officer-7"}"#)?;
//! let decision = project.decide_form(&form, &context("2"), &policy)?;
//! assert_eq!(decision.event().command_name(), "assign_officer");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
