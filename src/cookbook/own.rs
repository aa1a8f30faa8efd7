//! What is the host's own: numbers, reasons, members.
//!
//! # Write a policy of my own
//!
//! A [`Policy`](crate::Policy) is made from [`PolicyTerms`](crate::policy::PolicyTerms), which are plain data: take a preset and
//! change it, or read it with `serde` from a file. Give it a name of its own, for every event bears name and digest.
//!
//! ```
//! use project_lifecycle::lifecycle::{Item, Provider, ZombieCause};
//! use project_lifecycle::policy::{PolicyTerms, Span};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::reason::Name;
//!
//! let mut terms = PolicyTerms::shenyang_2018();
//! terms.id = "our_city_2024".parse()?;
//! terms.duty_days = 5;
//! // a registration must have the code of the national approval platform
//! terms.required.push(Item::ProjectCode);
//! // what was signed and stands still for 90 days may be found a zombie, in place of 180
//! for threshold in terms.stall_thresholds.iter_mut().filter(|threshold| threshold.stage == Stage::Signed) {
//!     threshold.after = Span::Days(90);
//! }
//! // what refusals and explanations call those who issue papers; the others keep the names of the preset
//! let bureau = Name { en: "the administrative approval bureau".parse()?, zh: "行政审批局".parse()? };
//! terms.names = [(Provider::Construction, bureau)].into_iter().collect();
//!
//! let policy = Policy::new(terms)?; // refuses what nobody can have meant
//! assert_eq!(policy.duties_due("2024-03-01".parse()?), "2024-03-06".parse()?);
//! assert!(policy.requires(Item::ProjectCode));
//! assert_eq!(policy.terms().names.provider(Item::ConstructionPermit, Language::Chinese), "行政审批局");
//! assert_eq!(policy.stall_threshold(Stage::Signed, ZombieCause::InvestorStalled), Some(Span::Days(90)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Refuse for a reason of my own
//!
//! A [`HostGuard`](crate::project::HostGuard) in the context is asked wherever the crate decides or explains, and its reasons stand
//! behind those of the crate, in both languages. It cannot permit what the law or the policy refuses.
//!
//! ```
//! use std::sync::Arc;
//!
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::project::{Answer, HostGuard};
//! use project_lifecycle::reason::HostReason;
//!
//! /// Nobody closes a project without the role of a lead.
//! #[derive(Debug)]
//! struct LeadsClose;
//!
//! impl HostGuard for LeadsClose {
//!     fn reasons(&self, _: &Project, name: &str, _: Option<&Command>, context: &Context) -> Vec<HostReason> {
//!         let is_lead = context.actor().roles().iter().any(|role| role.as_str() == "zone_lead");
//!         let needed = ["a zone's lead closes projects", "项目退出须由园区负责人办理"];
//!         let lift = ["ask the zone's lead", "请园区负责人办理"];
//!         let reason = (name == "close" && !is_lead).then(|| HostReason::new("host:lead_only", needed, lift));
//!         reason.and_then(Result::ok).into_iter().collect()
//!     }
//! }
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! # let project = Project::replay([Project::plan(id, profile, &context("1"), &policy)?])?;
//!
//! let context = context("2").guarded_by(Arc::new(LeadsClose));
//! let Answer::Blocked(reasons) = project.explain_verb(Verb::Close, &context, &policy).answer else { panic!() };
//! assert_eq!(reasons[0].code(), "host:lead_only");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Keep members of my own with an event
//!
//! [`HostData`](crate::act::HostData) is an object of at most 4 KiB. It stands in `host` of the event's data: recorded, hashed, and
//! interpreted by nobody but the host. It is content of the command: a retry brings the same members, or it is another command. A
//! form brings none, unless the context says so
//! ([`Context::taking_host_of_forms`](crate::Context::taking_host_of_forms)): whoever sends a form could write there what the host
//! is taken to vouch for.
//!
//! ```
//! use project_lifecycle::act::HostData;
//! use project_lifecycle::prelude::*;
//! use serde_json::json;
//! # let policy = Policy::shenyang_2018();
//! # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! # let id = ProjectId::named("urn:example:city/1");
//! # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//! # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//!
//! let context = context("1").with_host(HostData::new(&json!({"case": "2018-17"}))?);
//! let planned = Project::plan(id, profile, &context, &policy)?;
//! let receipt = store.append(&planned.into(), now)?;
//!
//! let data: serde_json::Value = serde_json::from_str(receipt.record().data())?;
//! assert_eq!(data["host"]["case"], "2018-17");
//! let kept = receipt.record().event()?.host().map(HostData::value);
//! assert_eq!(kept, Some(json!({"case": "2018-17"})));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
