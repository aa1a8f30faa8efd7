//! Requests of a platform's clients, and the answers to them.
//!
//! # Take a form's JSON and answer with every reason
//!
//! [`CommandForm::read`](crate::project::CommandForm::read) takes the name of a command and the body as it came.
//! [`Project::decide_form`](crate::Project::decide_form) then lists everything at once: what the form lacks, what in it cannot be
//! read, and what the project's state forbids.
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
//! let body = r#"{
//!     "client": "client-9",
//!     "first_contact": {"name": "首次对接记录", "issuer": "招商一局", "dated": "2018-06-31"},
//!     "uniqueness_claim": {"name": "首报首谈登记", "issuer": "市外经贸局"}
//! }"#;
//! let form = CommandForm::read("engage", body.as_bytes())?;
//! let refusal = project.decide_form(&form, &context("2"), &policy).expect_err("June has 30 days");
//!
//! let codes: Vec<_> = refusal.reasons().iter().map(Reason::code).collect();
//! assert_eq!(codes, ["missing", "malformed"]); // the negotiator; the day
//! assert_eq!(refusal.reasons()[1].member(), Some("first_contact.dated"));
//! // a complete form gives a decision, whose event goes to the store
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Plan a project from a form
//!
//! A planning has no project to ask yet, so it has a door of its own:
//! [`Project::plan_form`](crate::Project::plan_form) reads the members of a [`Profile`](crate::Profile).
//!
//! ```
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//!
//! let body = r#"{"name": " ", "kind": "enterprise", "zone": "hunnan"}"#;
//! let refusal = Project::plan_form(id, body.as_bytes(), &context("1"), &policy).expect_err("it has no name");
//! assert_eq!(refusal.reasons()[0].member(), Some("name"));
//!
//! let body = r#"{"name": "机器人未来城", "kind": "enterprise", "zone": "hunnan"}"#;
//! let planned = Project::plan_form(id, body.as_bytes(), &context("1"), &policy)?;
//! assert_eq!(planned.command_name(), "plan");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answer in the language that was asked for
//!
//! [`Language::preferred`](crate::Language::preferred) reads an `Accept-Language` header. `told_in` gives a refusal, a reason or an
//! explanation in one language, ready to be serialized; what is serialized without it has both.
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
//! let language = Language::preferred("zh-CN,zh;q=0.9,en;q=0.8").unwrap_or(Language::English);
//! let form = CommandForm::read("sign", b"{}")?;
//! let refusal = project.decide_form(&form, &context("2"), &policy).expect_err("nothing is signed before talks");
//!
//! let answer = serde_json::to_value(refusal.told_in(language))?;
//! assert_eq!(answer["reasons"][0]["code"], "not_permitted");
//! assert_eq!(answer["reasons"][0]["lift"]["text"], "须先启动洽谈");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answer a failed request with problem details
//!
//! Every error of this crate that a request can meet becomes a [`Problem`](crate::problem::Problem) by `?`: a refusal, an unknown
//! project, a place of another list, a store that is busy. It has a status by blame, and a body (RFC 9457) in one language. What
//! the client has no part in tells it nothing, and keeps its cause for the host's log.
//!
//! ```
//! use project_lifecycle::audit::give;
//! use project_lifecycle::prelude::*;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//!
//! let mut handle = |command: &str, body: &[u8]| -> Result<Receipt, Problem> {
//!     let form = CommandForm::read(command, body)?;
//!     let context = context("2");
//!     Ok(give(&mut store, id, now, |project| project.decide_form(&form, &context, &policy))?.receipt)
//! };
//! let problem = handle("sign", b"{}").expect_err("nobody has planned the project");
//!
//! assert_eq!((problem.status(), Problem::MEDIA_TYPE), (404, "application/problem+json"));
//! let body = serde_json::to_value(problem.told_in(Language::Chinese))?;
//! assert_eq!(body["type"], "urn:project-lifecycle:problem:no_project");
//! assert_eq!(body["title"], "项目不存在");
//! assert_eq!(handle("skip", b"{}").expect_err("no such command").kind(), "no_command");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Draw a form from a JSON Schema
//!
//! Needs the feature `schema`. The schema of a command's form has each member's label, when it is needed and what there is to
//! choose from. Members of JSON have no order; that of the fields of a verb's form is
//! [`Gate::requirements`](crate::lifecycle::Gate::requirements).
//!
#![cfg_attr(feature = "schema", doc = "```")]
#![cfg_attr(not(feature = "schema"), doc = "```ignore")]
//! use project_lifecycle::export::schema;
//! use project_lifecycle::{Language, Verb};
//!
//! let form = schema::for_command("engage", Language::English).expect("it is a verb").schema;
//! let asked = Verb::Engage.gate().requirements();
//! let fields: Vec<_> = asked.iter().map(|asked| &form["properties"][asked.member]["title"]).collect();
//! assert_eq!(fields, ["Target client", "Lead negotiator", "Record of first contact", "First-report claim"]);
//! ```
//!
//! # Record a refused attempt
//!
//! A refusal changes nothing and leaves no trace, unless the host records it. It is an event with an id and a stream of its own,
//! beside the project.
//!
//! ```
//! use project_lifecycle::audit::TransitionRefused;
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
//! let (attempt, form) = (context("2"), CommandForm::read("sign", b"{}")?);
//! let refusal = project.decide_form(&form, &attempt, &policy).expect_err("nothing is signed before talks");
//!
//! let refused = TransitionRefused::new(context("3").id(), refusal, &attempt, &policy);
//! let receipt = store.append(&refused.into(), now)?;
//! assert_eq!(receipt.record().event_type(), "lifecycle.refusal.transition_refused.v1");
//! assert_eq!(receipt.record().causation(), Some(attempt.id().to_string().as_str()));
//! assert_eq!(store.project(id)?.map(|project| project.version()), Some(1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
