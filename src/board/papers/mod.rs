//! Papers: what an office hands on, as tables, and three ways to write them down.
//!
//! A [`Paper`] is a table as data: titles and headings in two languages, typed cells, notes, and the imprint. Its rows come from
//! lists and figures; nothing is counted that these do not count. [`Paper::csv`] writes it as CSV, [`PrintedPapers`] writes
//! several as one HTML document for print, and with the feature `xlsx` `workbook` puts them into one workbook. No writer
//! computes a number.
//!
//! What is missing is shown as a dash, with the reason where it is known, and never as 0.
//!
//! | name | 报表 | holds |
//! |---|---|---|
//! | `by_zone` | 各开发区主要指标完成情况 | the leaders' page: by zone what is done, the target, what is missing, beside the time elapsed; of a figure with several bases the first |
//! | `figures` | 各开发区指标明细表 | the same figures, all bases, with all their parts |
//! | `large_projects`, `flagship_projects` | 1亿元、50亿元及以上项目一览表 | the next node and its day; the sizes are those of the plan's share of large projects and of its count of flagships in national zones |
//! | `signed_not_registered` | 签约未注册项目清单 | [`Lists::signed_not_registered`] |
//! | `signed_not_started_due`, `..._not_yet_due`, `..._undated` | 签约未开工项目清单 | [`Lists::signed_not_started`], 到期未开工 and 未到期 apart |
//! | `started_not_producing` | 开工未投产项目清单 | [`Lists::started_not_producing`] |
//! | `producing_not_at_full_capacity` | 投产未达产项目清单 | [`Lists::producing_not_at_full_capacity`] |
//! | `paused` | 停工项目清单 | [`Lists::paused`] |
//! | `zombies` | 僵尸项目（企业）清单 | every zombie, with its cause, those found first before the others |
//! | `zombie_candidates` | 疑似僵尸项目（企业）清单 | [`Lists::zombie_candidates`] |
//! | `owed_papers` | 承诺材料未补清单 | [`Lists::owed_papers`] |
//! | `overdue_duties` | 专人负责、责任主体、进度安排逾期未落实清单 | [`Lists::overdue_duties`] |
//! | `library_entries`, `library_exits`, `library_part_moves` | 本月入库、出库、库内转移 | [`Lists::library_moves`] from the first day of the month to the as-of day |
//! | `in_libraries` | 在库项目清单 | [`Lists::in_libraries`] |
//! | `missing_data` | 数据缺项清单 | what a clerk completes: total investment of every open project; category, officer and body from signing on, the schedule once it is overdue; the company's code from registration, the project's from the start on |
//! | `doubtful_dates` | 日期存疑清单 | standing steps whose day is inferred or disputed |
//! | `possible_duplicates` | 疑似重复登记清单 | [`Lists::possible_duplicates`], one row for each project of a group |
//! | `ledger` | 项目台账 | every project, with the day of each stage reached and the agreed days |
//! | `started_or_resumed` | 开复工项目清单（4月观摩） | since the last 1 November: the standing start, or the last pause that ended, whatever its reason; without what is closed, a zombie or paused again |
//! | `visible_progress` | 形象进度项目清单（10月观摩） | projects not closed that since 1 January started, began production or operation, or are in the denominator of the plan's figure of reported completed investment |

mod at_rest;
mod cell;
mod csv;
mod digits;
mod faults;
mod figure_cell;
#[cfg(feature = "xlsx")]
mod formats;
mod large;
mod ledger;
mod libraries;
mod observed;
mod owed;
mod paper;
mod print;
mod project_columns;
mod said;
mod sources;
mod waiting;
mod wanted;
#[cfg(feature = "xlsx")]
mod workbook;
mod zones;

pub use cell::{Cell, FigurePart};
pub use csv::PaperCsv;
pub use paper::{Column, ColumnKind, Paper};
pub use print::PrintedPapers;
use sources::Drawn;
pub use sources::Sources;
#[cfg(feature = "xlsx")]
pub use workbook::{WorkbookError, workbook};

#[cfg(doc)]
use crate::portfolio::Lists;

impl<'a> Paper<'a> {
    /// All papers, in the order of the table above.
    ///
    /// ```
    /// use project_lifecycle::board::Imprint;
    /// use project_lifecycle::board::papers::{Paper, PrintedPapers, Sources};
    /// use project_lifecycle::portfolio::{ActionPlan, Period, Portfolio, Question};
    /// use project_lifecycle::prelude::*;
    ///
    /// let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
    /// let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
    /// let mut store = MemoryStore::open("urn:example:city".parse()?, &actor, at)?;
    /// let context = Context::new("00000000-0000-7000-8000-000000000001".parse()?, at, actor);
    /// let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
    /// let planned = Project::plan(ProjectId::named("drones"), profile, &context, &Policy::shenyang_2018())?;
    /// store.append(&planned.into(), at)?;
    /// let mut portfolio = Portfolio::new();
    /// for record in store.records() {
    ///     portfolio.add(record)?;
    /// }
    ///
    /// let (as_of, plan, policy) = ("2018-06-30".parse()?, ActionPlan::shenyang_2018(), Policy::shenyang_2018());
    /// let figures = portfolio.figures(&plan, &Question::of(Period::Year(2018)).as_of(as_of).known_at(at))?;
    /// let imprint = Imprint { unit: "浑南区", filled_by: "张某", as_of, known_at: at, is_simulated: true };
    /// let lists = portfolio.standing(as_of, at);
    /// let papers = Paper::all(Sources { lists, figures: &figures, plan: &plan, policy: &policy, imprint });
    /// let ledger = papers.iter().find(|paper| paper.name() == "ledger").expect("a paper");
    /// assert!(ledger.csv(Language::Chinese).to_string().contains("无人机产业园"));
    /// assert!(PrintedPapers::new(&papers, Language::English).to_string().contains("SYNTHETIC DATA"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn all(sources: Sources<'a>) -> Vec<Self> {
        let drawn = Drawn::from(sources);
        let topics = [
            zones::papers(&drawn),
            large::papers(&drawn),
            waiting::papers(&drawn),
            at_rest::papers(&drawn),
            owed::papers(&drawn),
            libraries::papers(&drawn),
            faults::papers(&drawn),
            ledger::papers(&drawn),
            observed::papers(&drawn),
        ];
        topics.into_iter().flatten().collect()
    }
}
