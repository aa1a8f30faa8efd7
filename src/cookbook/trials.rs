//! Tests of a host, and of a store of its own. All of it needs the feature `testing`, which belongs under `[dev-dependencies]`.
//!
//! # Test my host: given, when, then
//!
//! `testing::given` takes a history, as commands, events or a project, and gives a command in the evening of the day that
//! its evidence tells.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::lifecycle::ProjectKind;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{given, sample};
//!
//! let (june, july) = (sample::day("2018-06-20"), sample::day("2018-07-20"));
//! let signed = given([Command::Engage(sample::engagement(june))])
//!     .when(Command::Sign(sample::agreement(ProjectKind::Enterprise, july)))
//!     .then_recorded(|event| assert_eq!(event.effective_on(), july));
//!
//! // neither officer nor body nor schedule
//! given(signed)
//!     .when(Command::Register(sample::registration(july)))
//!     .then_refused_for(["unassigned", "unassigned", "unassigned"]);
//! ```
//!
//! # Change one field of a sample form
//!
//! `testing::sample` has a complete form for each gate, and `testing::Walk` leads a project to any position. So a test
//! says only what it is about.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::lifecycle::{AgreementKind, ProjectKind};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::{Walk, sample};
//!
//! let walk = Walk::to(1, sample::at(Stage::Negotiating));
//! let form = AgreementForm {
//!     agreement_kind: AgreementKind::LetterOfIntent.into(),
//!     ..sample::agreement_form(ProjectKind::Enterprise, walk.today)
//! };
//! let gaps = Agreement::try_from(form).expect_err("a letter of intent signs nothing");
//! assert_eq!(gaps.reasons[0].code(), "not_formal_agreement");
//!
//! let complete = Command::Sign(sample::agreement(ProjectKind::Enterprise, walk.today));
//! assert!(walk.project.check(&complete, &walk.context(), &walk.policy).is_empty());
//! ```
//!
//! # Replay my log before an upgrade
//!
//! `testing::recheck` decides every stored event again, under this version of the crate and any policy, and writes
//! nothing. Run it with the new version before that goes live: what it lists stays on record, but would now be refused.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::audit::Upcasters;
//! use project_lifecycle::lifecycle::Item;
//! use project_lifecycle::policy::PolicyTerms;
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::testing::recheck;
//! # use project_lifecycle::testing::{Walk, sample};
//! # let walk = Walk::to(1, sample::at(Stage::Registered));
//! # let mut store = MemoryStore::open(sample::source(), &sample::actor(), sample::evening(walk.today))?;
//! # for event in walk.project.events() {
//! #     store.append(&event.into(), sample::evening(walk.today))?;
//! # }
//!
//! // `store` has one project, which is registered
//! let rechecked = recheck(&store, &Upcasters::new(), &Policy::shenyang_2018())?;
//! assert!(rechecked.is_clear(), "{rechecked}");
//!
//! // would another policy have refused something?
//! let mut terms = PolicyTerms::shenyang_2018();
//! terms.required.push(Item::ProjectCode);
//! let rechecked = recheck(&store, &Upcasters::new(), &Policy::new(terms)?)?;
//! assert_eq!(rechecked.objections.len(), 1);
//! assert_eq!(rechecked.objections[0].command, "register");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Write a store of my own and hold it to the contract
//!
//! A store locks, finds, asks [`plan_batch`](crate::audit::plan_batch) what to write, and writes it. So every store answers alike.
//! `testing::conformance` then runs all that a store promises. This one keeps its log in a `Vec` and looks
//! through all of it; a database has indices in place of that, and a transaction around each method that writes.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use std::collections::{BTreeMap, HashMap};
//! use std::sync::Mutex;
//! use project_lifecycle::audit::{Batch, FoundBatch, LogHead, Quarantine, Subject, load_zone, plan_batch};
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::project::CurrentState;
//! use project_lifecycle::store::{CursorError, KeptCursor, Page, ProjectQuery, plan_current, plan_cursor};
//! use project_lifecycle::testing::{Effort, Harness, Shared, conformance};
//! use project_lifecycle::value::{ConsumerId, DigestAlgorithm};
//!
//! #[derive(Debug)]
//! struct VecStore {
//!     head: LogHead,
//!     log: Vec<Record>,
//!     cursors: BTreeMap<ConsumerId, KeptCursor>,
//!     current: BTreeMap<ProjectId, CurrentState>,
//! }
//!
//! impl EventLog for VecStore {
//!     fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
//!         Ok(self.log.iter().filter(|record| record.subject() == subject).cloned().collect())
//!     }
//!
//!     fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
//!         let lines = self.log.iter().filter(|record| record.sequence() > after).take(limit);
//!         Ok(lines.map(|record| show(record.line())).count() as u64)
//!     }
//!
//!     fn head(&self) -> Result<LogHead, StoreError> {
//!         let not_opened = AppendError::NotOpened { source_uri: self.head.source.clone() };
//!         if self.log.is_empty() { Err(not_opened.into()) } else { Ok(self.head.clone()) }
//!     }
//! }
//!
//! impl EventStore for VecStore {
//!     fn append_batch(
//!         &mut self,
//!         requests: &[AppendRequest],
//!         batch: Batch,
//!         now: Timestamp,
//!     ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
//!         let mut found = FoundBatch::new(self.head.clone());
//!         for request in requests {
//!             let end = self.log.iter().rfind(|record| record.subject() == request.subject());
//!             let earlier = self.log.iter().find(|record| record.id() == request.id());
//!             found.streams.extend(end.map(|record| (record.subject(), record.clone())));
//!             found.earlier.extend(earlier.map(|record| (record.id(), record.clone())));
//!             if request.zone_event().is_some() {
//!                 let stream = self.stream(request.subject())?;
//!                 let unreadable = |why: LoadError| StoreError::Corrupt { what: "a zone".to_owned(), why: why.into() };
//!                 let zone = load_zone(&stream, &Quarantine::default()).map_err(unreadable)?;
//!                 found.zones.extend(zone.map(|zone| (request.subject(), zone)));
//!             }
//!             if let (Some(event), true) = (request.event(), request.needs_history()) {
//!                 let unreadable = |why: LoadError| StoreError::Corrupt { what: "a project".to_owned(), why: why.into() };
//!                 let project = self.project(event.project()).map_err(unreadable)?;
//!                 found.projects.extend(project.map(|project| (event.project(), project)));
//!             }
//!         }
//!         let plan = plan_batch(found, requests, batch, now)?;
//!         for (request, record, _leaf) in plan.records(requests) {
//!             self.log.push(record.clone());
//!             self.head = plan.head.clone();
//!             if let Some(event) = request.event() {
//!                 self.follow(event)?;
//!             }
//!         }
//!         Ok(plan.answers)
//!     }
//!
//!     // open_log: the record and the head of `LogHead::open_on`
//! #     fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
//! #         if let Some(opened) = self.log.first() {
//! #             let found = self.head.digest();
//! #             let other = AppendError::OtherDigest { found, asked: digest };
//! #             return if found == digest { Ok(Receipt::found(opened.clone())) } else { Err(other.into()) };
//! #         }
//! #         let (opened, head) = LogHead::open_on(digest, self.head.source.clone(), actor, now)?;
//! #         self.log.push(opened.clone());
//! #         self.head = head;
//! #         Ok(opened.into())
//! #     }
//! }
//!
//! impl VecStore {
//!     /// What the project is now moves on with its event, or is told anew by its whole history.
//!     fn follow(&mut self, event: &Event) -> Result<(), StoreError> {
//!         let after = match self.current.remove(&event.project()) {
//!             None => CurrentState::planned(event),
//!             Some(before) => before.after(event),
//!         };
//!         let replayed = || self.project(event.project()).map(|project| project.map(|it| it.current().clone()));
//!         let corrupt = |why| StoreError::Corrupt { what: event.project().to_string(), why };
//!         if let Some(state) = after.map_or_else(replayed, |it| Ok(Some(it))).map_err(|why| corrupt(why.into()))? {
//!             self.current.insert(event.project(), state);
//!         }
//!         Ok(())
//!     }
//! }
//!
//! // `Cursors` and `CurrentStates` ask `plan_cursor`, `plan_current` and `ProjectQuery` in the same way
//! # impl VecStore {
//! #     fn kept(&self, consumer: &ConsumerId) -> Result<KeptCursor, StoreError> {
//! #         let kept = self.cursors.get(consumer).copied().unwrap_or_default();
//! #         let found = if kept.sequence == 0 { None } else { self.leaf(kept.sequence)? };
//! #         Ok(KeptCursor { found, ..kept })
//! #     }
//! # }
//! # impl Cursors for VecStore {
//! #     fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
//! #         self.kept(consumer)?.read(consumer)
//! #     }
//! #     fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
//! #         plan_cursor(consumer, self.kept(consumer)?, from, to, self.log.len() as u64)?;
//! #         let leaf = if to == 0 { None } else { self.leaf(to)? };
//! #         self.cursors.insert(consumer.clone(), KeptCursor { sequence: to, leaf, found: leaf });
//! #         Ok(())
//! #     }
//! # }
//! # impl CurrentStates for VecStore {
//! #     fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
//! #         Ok(self.current.get(&project).cloned())
//! #     }
//! #     fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
//! #         let mut listed: Vec<_> = self.current.values().filter(|state| query.lists(state)).cloned().collect();
//! #         listed.retain(|state| query.key(state).as_ref() > query.place());
//! #         listed.sort_by_cached_key(|state| query.key(state));
//! #         Ok(query.page(listed))
//! #     }
//! #     fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
//! #         let mut counts = BTreeMap::from(Stage::ALL.map(|stage| (stage, 0)));
//! #         for state in self.current.values().filter(|state| query.lists(state)) {
//! #             *counts.entry(state.position.stage()).or_default() += 1;
//! #         }
//! #         Ok(counts)
//! #     }
//! #     fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
//! #         let mut ids: Vec<_> = self.log.iter().filter_map(|record| record.subject().project()).collect();
//! #         ids.sort();
//! #         ids.dedup();
//! #         Ok(ids.into_iter().filter(|id| Some(*id) > after).take(limit).collect())
//! #     }
//! #     fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
//! #         plan_current(state, self.stream(state.project.into())?.len() as u64)?;
//! #         self.current.insert(state.project, state.clone());
//! #         Ok(())
//! #     }
//! # }
//!
//! /// Gives the suite handles of our logs; `Shared` puts a plain value behind several.
//! #[derive(Default)]
//! struct Ours(Mutex<HashMap<Source, Shared<VecStore>>>);
//!
//! impl Harness for Ours {
//!     type Store = Shared<VecStore>;
//!
//!     fn open(&self, source: &Source) -> Self::Store {
//!         let new = || VecStore {
//!             head: LogHead::empty(source.clone(), DigestAlgorithm::default()),
//!             log: Vec::new(),
//!             cursors: BTreeMap::new(),
//!             current: BTreeMap::new(),
//!         };
//!         let mut logs = self.0.lock().expect("no check panicked");
//!         logs.entry(source.clone()).or_insert_with(|| Shared::new(new())).clone()
//!     }
//! }
//!
//! // a test takes `Effort::SHORT`
//! let report = conformance(&Ours::default(), Effort { races: 5, events: 20, lives: 1, ..Effort::SHORT });
//! // what was not checked is named: here what a store in memory cannot show
//! assert!(report.not_checked().any(|(check, _)| check == "crashes"));
//! ```
