//! Corrections: a recorded step is never edited. What was wrong is told again by a further event, with who authorised it and why.
//!
//! Each example begins with a project that was signed on 3 June 2018, the day after its talks began, by its sixth
//! event. Its history is made with the feature `testing`: `walk.project` is the project, and `walk.give` stands for
//! what a host does with a command, which is to decide it, append its event, and apply it. The trail keeps every event.
//!
//! # Correct the evidence of a step
//!
//! The new evidence is guarded on the step's date. If it tells another day of the act, the step moves to that day.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::act::Correction;
//! use project_lifecycle::lifecycle::ProjectKind;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::project::{Basis, Correcting};
//! use project_lifecycle::testing::{Walk, sample};
//! # let mut walk = Walk::to(1, sample::at(Stage::Signed));
//!
//! let signing = walk.project.standing().last().expect("it is signed");
//! let (version, signed_on) = (signing.event().version(), signing.effective_on());
//! let form = AgreementForm {
//!     total_investment: Money::parse("1.5亿元")?.into(),
//!     ..sample::agreement_form(ProjectKind::Enterprise, signed_on)
//! };
//! let correction = Correction { authority: "发展改革局".parse()?, grounds: "金额录入有误".parse()? };
//! let basis = Basis::Evidence(Agreement::try_from(form)?.into());
//! walk.give(Command::Correct(Correcting { version, basis, correction }));
//!
//! assert_eq!(walk.project.current().total_investment, Some(Money::from_fen(15_000_000_000)));
//! assert_eq!(walk.project.stage(), Stage::Signed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Give a step another date
//!
//! The date must lie between those of the steps before and after it. Days in the step's evidence that date it follow.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::act::{Correction, Redating};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{Walk, sample};
//! # let mut walk = Walk::to(1, sample::at(Stage::Signed));
//!
//! let version = walk.project.standing().last().expect("it is signed").event().version();
//! let correction = Correction { authority: "发展改革局".parse()?, grounds: "日期录入有误".parse()? };
//! let to = "2018-06-02".parse()?;
//! walk.give(Command::Redate(Redating { version, to, provenance: None, correction }));
//!
//! assert_eq!(walk.project.standing().last().map(|step| step.effective_on()), Some(to));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Void the last step
//!
//! The command names the version that it voids, so a command given on an old view voids nothing else. The step before stands
//! again.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::act::{Correction, Voiding};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{Walk, sample};
//! # let mut walk = Walk::to(1, sample::at(Stage::Signed));
//!
//! let version = walk.project.standing().last().expect("it is signed").event().version();
//! let correction = Correction { authority: "发展改革局".parse()?, grounds: "误将框架协议登记为签约".parse()? };
//! walk.give(Command::Void(Voiding { version, correction }));
//!
//! assert_eq!(walk.project.stage(), Stage::Negotiating);
//! assert_eq!(walk.project.version(), 7); // nothing is gone
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Void a fact
//!
//! All is then as if the fact had never been recorded: what stood before it stands again.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::act::{Correction, Voiding};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{Walk, sample};
//! # let mut walk = Walk::to(1, sample::at(Stage::Signed));
//!
//! assert_eq!(walk.project.officer().map(ActorId::as_str), Some("officer-7"));
//! let assigned = walk.give(Command::AssignOfficer("officer-8".parse::<ActorId>()?.into()));
//!
//! let correction = Correction { authority: "发展改革局".parse()?, grounds: "登记在另一项目名下".parse()? };
//! walk.give(Command::VoidFact(Voiding { version: assigned.version(), correction }));
//! assert_eq!(walk.project.officer().map(ActorId::as_str), Some("officer-7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
