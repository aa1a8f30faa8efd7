//! Tasks of a host, and how each is done in a few lines that run.
//!
//! This module stands in the documentation only; a program cannot name it. Copy what is here.
//!
//! Some names mean the same everywhere:
//!
//! | name | what it is |
//! |---|---|
//! | `policy` | the plan's numbers: [`Policy::shenyang_2018`](crate::Policy::shenyang_2018) |
//! | `officer` | the [`Actor`](crate::Actor) who gives the commands |
//! | `now` | the host's clock as a [`Timestamp`](crate::Timestamp): 11 June 2018, nine in the morning in Shenyang |
//! | `context("2")` | a [`Context`](crate::Context) of `officer` at `now` with an id of its own. A host mints a random UUID for each command |
//! | `store` | a [`MemoryStore`](crate::MemoryStore). Whatever is done with it is done with an `SqliteStore`, too |
//! | `project` | a [`Project`](crate::Project) as the store gave it. Where nothing else is said it was only planned |
//! | `walk` | a project with a sample history, where the feature `testing` is needed: `walk.give(command)` decides, and applies the event |
//!
//! This is how they are made. The examples begin with as many of these lines as they need, hidden:
//!
//! ```
//! use project_lifecycle::prelude::*;
//!
//! let policy = Policy::shenyang_2018();
//! let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
//! let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
//! let id = ProjectId::named("urn:example:city/1");
//! let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
//!
//! let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
//! let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
//! store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
//! let project = store.project(id)?.expect("it was planned just now");
//! assert_eq!(project.stage(), Stage::Planned);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Tasks
//!
//! Moving a project ([`moves`]):
//!
//! - [Is a move legal?](moves#is-a-move-legal)
//! - [Assert in a test of mine that a move is legal](moves#assert-in-a-test-of-mine-that-a-move-is-legal)
//! - [Plan a project and move it](moves#plan-a-project-and-move-it)
//! - [Take the time and the ids from my host](moves#take-the-time-and-the-ids-from-my-host)
//! - [What can be done now, and why not the rest?](moves#what-can-be-done-now-and-why-not-the-rest)
//! - [Let the compiler know the stage](moves#let-the-compiler-know-the-stage)
//!
//! Requests and answers ([`requests`]):
//!
//! - [Take a form's JSON and answer with every reason](requests#take-a-forms-json-and-answer-with-every-reason)
//! - [Plan a project from a form](requests#plan-a-project-from-a-form)
//! - [Answer in the language that was asked for](requests#answer-in-the-language-that-was-asked-for)
//! - [Answer a failed request with problem details](requests#answer-a-failed-request-with-problem-details)
//! - [Draw a form from a JSON Schema](requests#draw-a-form-from-a-json-schema)
//! - [Record a refused attempt](requests#record-a-refused-attempt)
//!
//! Facts ([`facts`]):
//!
//! - [Assign an officer](facts#assign-an-officer)
//! - [Note a pause and its end](facts#note-a-pause-and-its-end)
//! - [Present a promised paper](facts#present-a-promised-paper)
//! - [Read any fact from a form](facts#read-any-fact-from-a-form)
//!
//! Corrections ([`corrections`]):
//!
//! - [Correct the evidence of a step](corrections#correct-the-evidence-of-a-step)
//! - [Give a step another date](corrections#give-a-step-another-date)
//! - [Void the last step](corrections#void-the-last-step)
//! - [Void a fact](corrections#void-a-fact)
//!
//! What is the host's own ([`own`]):
//!
//! - [Write a policy of my own](own#write-a-policy-of-my-own)
//! - [Refuse for a reason of my own](own#refuse-for-a-reason-of-my-own)
//! - [Keep members of my own with an event](own#keep-members-of-my-own-with-an-event)
//!
//! Recording ([`recording`]):
//!
//! - [Keep at it when another writer was first](recording#keep-at-it-when-another-writer-was-first)
//! - [Write my rows with the event on SQLite](recording#write-my-rows-with-the-event-on-sqlite)
//! - [Write my rows with the event on PostgreSQL](recording#write-my-rows-with-the-event-on-postgresql)
//! - [Import a legacy ledger](recording#import-a-legacy-ledger)
//!
//! Lists and readers ([`lists`]):
//!
//! - [Show a list page by page](lists#show-a-list-page-by-page)
//! - [How many projects stand in each stage?](lists#how-many-projects-stand-in-each-stage)
//! - [What is overdue on a day?](lists#what-is-overdue-on-a-day)
//! - [Find a project by a part of its name](lists#find-a-project-by-a-part-of-its-name)
//! - [Follow the log with a cursor](lists#follow-the-log-with-a-cursor)
//!
//! Proving ([`proving`]):
//!
//! - [Export the log as lines and verify it](proving#export-the-log-as-lines-and-verify-it)
//! - [Keep a checkpoint and hold the log to it](proving#keep-a-checkpoint-and-hold-the-log-to-it)
//! - [Prove one record to somebody who sees no other](proving#prove-one-record-to-somebody-who-sees-no-other)
//!
//! Figures ([`figures`]):
//!
//! - [Ask a plan's figures](figures#ask-a-plans-figures)
//! - [What was known on an earlier day?](figures#what-was-known-on-an-earlier-day)
//! - [Put a figure of my own into a plan](figures#put-a-figure-of-my-own-into-a-plan)
//! - [What was planned, what was reached, and which light is on?](figures#what-was-planned-what-was-reached-and-which-light-is-on)
//!
//! Tests of a host ([`trials`]):
//!
//! - [Test my host: given, when, then](trials#test-my-host-given-when-then)
//! - [Change one field of a sample form](trials#change-one-field-of-a-sample-form)
//! - [Replay my log before an upgrade](trials#replay-my-log-before-an-upgrade)
//! - [Write a store of my own and hold it to the contract](trials#write-a-store-of-my-own-and-hold-it-to-the-contract)

pub mod corrections;
pub mod facts;
pub mod figures;
pub mod lists;
pub mod moves;
pub mod own;
pub mod proving;
pub mod recording;
pub mod requests;
pub mod trials;
