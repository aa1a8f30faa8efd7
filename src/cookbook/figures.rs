//! Figures: what an action plan asks of all projects together.
//!
//! The examples have two projects that came into the stock in June 2018, the first of them signed in that month. Their histories are
//! made with the feature `testing`.
//!
//! # Ask a plan's figures
//!
//! A [`Portfolio`](crate::portfolio::Portfolio) takes in the records of a log and answers any [`Question`](crate::portfolio::Question).
//! Each figure has its members, who is left out and why, and a verdict.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::portfolio::{ActionPlan, Figured, Judgement, Period, Portfolio, Question, Scope};
//! use project_lifecycle::prelude::*;
//! # use project_lifecycle::testing::{Walk, sample};
//! # let now = sample::instant("2018-06-11T09:00:00+08:00");
//! # let mut store = MemoryStore::open(sample::source(), &sample::actor(), now)?;
//! # for (p, stage) in [(1, Stage::Signed), (2, Stage::Negotiating)] {
//! #     for event in Walk::to(p, sample::at(stage)).project.events() {
//! #         store.append(&event.into(), now)?;
//! #     }
//! # }
//!
//! let mut portfolio = Portfolio::new().but(store.quarantine()?);
//! for record in store.log(0, usize::MAX)? {
//!     portfolio.add(&record)?;
//! }
//! let question = Question::of(Period::Year(2018)).as_of("2018-12-31".parse()?).about(Scope::City);
//! let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &question)?;
//!
//! let conversion = figures.figures.iter().find(|figure| figure.indicator == "signing_conversion").expect("it is asked");
//! assert_eq!(conversion.denominator.as_ref().map(|part| part.value), Some(Figured::Projects(2)));
//! assert_eq!(conversion.net.members.iter().collect::<Vec<_>>(), [sample::project_id(1)]);
//! assert_eq!(conversion.verdict, Some(Judgement::Met)); // one in two is at least 50 %
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What was known on an earlier day?
//!
//! *As of* a day leaves out what took effect later. *Known at* an instant leaves out what was recorded later, so a figure that was
//! reported once can be had again after any correction.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::portfolio::{ActionPlan, Figured, Period, Portfolio, Question, Scope};
//! use project_lifecycle::prelude::*;
//! # use project_lifecycle::testing::{Walk, sample};
//! # let now = sample::instant("2018-06-11T09:00:00+08:00");
//! # let mut walk = Walk::to(1, sample::at(Stage::Signed));
//! # let mut portfolio = Portfolio::new();
//! # let mut store = MemoryStore::open(sample::source(), &sample::actor(), now)?;
//! # for event in walk.project.events() {
//! #     store.append(&event.into(), now)?;
//! # }
//!
//! // the signing is voided in July
//! let july = "2018-07-01T10:00:00Z".parse()?;
//! # walk.today = sample::day("2018-07-01");
//! store.append(&walk.void().into(), july)?;
//! # store.records().iter().try_for_each(|record| portfolio.add(record))?;
//!
//! let question = Question::of(Period::Year(2018)).as_of("2018-06-30".parse()?).about(Scope::City);
//! let signed = |question: &Question| -> Result<Figured, Box<dyn std::error::Error>> {
//!     Ok(portfolio.figures(&ActionPlan::shenyang_2018(), question)?.figures[0].net.value)
//! };
//! assert_eq!(signed(&question.clone().known_at("2018-06-30T23:59:59Z".parse()?))?, Figured::Projects(1));
//! assert_eq!(signed(&question)?, Figured::Projects(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Put a figure of my own into a plan
//!
//! A plan is data, in JSON or, with the feature `portfolio`, in TOML; a figure is a definition in it. `examples/data/lanjiang-2021.toml`
//! explains the words. A definition that cannot be asked is refused with its place.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::portfolio::{ActionPlan, Figured, Judgement, Period, Portfolio, Question, Scope};
//! use project_lifecycle::prelude::*;
//! # use project_lifecycle::testing::{Walk, sample};
//! # let now = sample::instant("2018-06-11T09:00:00+08:00");
//! # let mut store = MemoryStore::open(sample::source(), &sample::actor(), now)?;
//! # let mut portfolio = Portfolio::new();
//! # for (p, stage) in [(1, Stage::Signed), (2, Stage::Negotiating)] {
//! #     for event in Walk::to(p, sample::at(stage)).project.events() {
//! #         portfolio.add(store.append(&event.into(), now)?.record())?;
//! #     }
//! # }
//!
//! let mut terms = ActionPlan::shenyang_2018().terms().clone();
//! terms.id = "our_city_2018".parse()?;
//! // of those signed in the year, how many were registered in it: three in four
//! terms.indicators = vec![serde_json::from_str(r#"{
//!     "name": "same_year_registration",
//!     "title": { "en": "Signed and registered in the same year", "zh": "当年签约、当年注册项目比率" },
//!     "form": { "cohort": {
//!         "of": { "first": ["sign"] },
//!         "count": { "first": ["register"] },
//!         "threshold": { "at_least": 7500 }
//!     } }
//! }"#)?];
//! let plan = ActionPlan::new(terms)?;
//!
//! let question = Question::of(Period::Year(2018)).as_of("2018-12-31".parse()?).about(Scope::City);
//! let figure = &portfolio.figures(&plan, &question)?.figures[0];
//! assert_eq!((figure.net.value, figure.verdict), (Figured::Projects(0), Some(Judgement::NotMet)));
//! assert_eq!(figure.missing, Some(Figured::Projects(1))); // of the one that was signed
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What was planned, what was reached, and which light is on?
//!
//! A track of a project holds what was agreed against what was reached, with its pauses, papers and corrections, at any two dates.
//! When a light turns yellow or red, the plan says.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use project_lifecycle::portfolio::{ActionPlan, Light, Portfolio};
//! use project_lifecycle::prelude::*;
//! # use project_lifecycle::testing::{Walk, sample};
//! # let now = sample::instant("2019-06-11T09:00:00+08:00");
//! # let mut store = MemoryStore::open(sample::source(), &sample::actor(), now)?;
//! # let mut portfolio = Portfolio::new();
//! # for event in Walk::to(1, sample::at(Stage::Signed)).project.events() {
//! #     portfolio.add(store.append(&event.into(), now)?.record())?;
//! # }
//!
//! // signed in June 2018; a year later it has not started
//! let lists = portfolio.standing("2019-06-30".parse()?, now);
//! let track = lists.track(sample::project_id(1)).expect("it was planned by then");
//! let start = track.nodes.iter().find(|node| node.stage == Stage::Started).expect("the agreement has a day");
//! assert_eq!((start.agreed, start.reached), (start.agreed_first, None));
//! assert!(start.days_late.is_some_and(|days| days > 200));
//!
//! let signals = lists.signals(&ActionPlan::shenyang_2018());
//! assert_eq!(signals[0].light, Light::Red);
//! println!("{}", signals[0].why[0].told_in(Language::Chinese)); // 应不晚于……开工，尚未开工，……
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
