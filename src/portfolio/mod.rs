//! The portfolio: what a plan asks of all projects together, answered from their records alone.
//!
//! [`Portfolio`] takes in records one by one, in any interleaving of streams. It keeps each project's steps as rows with the day
//! on which they took effect and the time at which they were recorded, and corrections as rows of their own. So every
//! [`Question`] may name two dates, *as of* and *known at*, and is answered from the one fold.
//!
//! What is asked is data: an [`ActionPlan`] defines its figures. A policy decides moves; a plan asks about them.
//!
//! At two dates it also tells [`Lists`] of projects: where each stands, what waits, what is owed; of each a [`Track`] of what was
//! agreed against what was reached; and the lights of the board, by the plan's [`Colours`].
//!
//! # How figures are counted
//!
//! - **Two dates.** A step counts on its effective date, by the as-of day, if it was recorded by the known-at instant. A
//!   correction works on every as-of day from its own record on; its own date decides nothing. Steps of one day go by their
//!   order in the stream.
//! - **The first one.** "First signed" is the first signing that stands, ever. A project counts once in a figure, whatever it is
//!   called, whoever invests, and wherever it moves.
//! - **Gross and net.** Gross is what happened, net what still stands on the as-of day; the verdict is on net. What undoes a
//!   signing is written in the plan; a second signing restores nothing. Net only takes from the numerator.
//! - **Excluded** is who would be in the denominator by the recorded dates (of a count: whose first act lies in the
//!   period; where the numerator stands apart: in either part) and cannot be counted. The first reason is told. The
//!   reasons are, in this order: it was closed as a duplicate, and names the record which survives; it was split from
//!   another before it came into the stock, where projects are counted, not money; a date that the figure reads is
//!   inferred or disputed; a value that it reads is not known, or not in yuan. Such a date of a first act excludes even if it
//!   lies after the as-of day: the act may have been earlier.
//! - **Where.** A zone is credited with what it hosts on the as-of day, or with what it introduced, if the question says so. What
//!   a class decides is decided by the class of the zone that hosted the act on its day. Zones that are not registered have no
//!   class. The zones told of are those that host or are credited with a known project, and those that are registered; any zone
//!   that a record named may be asked about.
//! - **The total** of a project is what has the latest date among planning, amendments, and the agreement that stands with its
//!   supplements; while an agreement tells it, an amendment counts only with paper and grounds. So it is large again by its
//!   planning once a smaller agreement is ended, unless an amendment says otherwise.
//! - **Baselines** stay with the zone that froze them. A member that was no such zombie at the end of the baseline's
//!   day is excluded. Gross are those that were revived, or closed with an outcome that ends the project, after that
//!   day. Net are those of them that are no zombie on the as-of day. Found later are the other projects that the zone
//!   hosts and that were such zombies on the day, or stalled since. In the last year none of them may be left.
//! - **Verdicts.** There is none without a threshold. It is *not applicable* where the denominator is empty or
//!   negative, where the class is not known that decides, and where a quota of each zone is asked of several. Else it
//!   is *provisional* until the period is over, and then *met* or *not met*. Of the plan's whole period only baselines
//!   are judged.

mod answer;
mod document;
mod error;
mod figure;
mod fold;
mod index;
mod life;
mod line;
mod list;
mod memory;
mod moves;
mod plan;
mod pool;
mod question;
mod row;
mod total;
mod zone;

use core::ops::Range;
use std::collections::BTreeSet;
use std::sync::Arc;

pub use document::FiguresDocument;
pub use error::{FoldError, FoldFault, ReadError};
pub use figure::{
    Additions, Amount, Amounts, Disposal, Dwell, Excluded, Exclusion, Figure, Figured, Figures, Judgement, Members,
    PaceOn, Part, Remark, Remarked, Threshold, WhyNot,
};
use hashbrown::HashMap;
use index::Index;
use life::{Life, Rows};
use list::{Assigned, Kept};
pub use list::{
    CorrectionKind, Excuse, InLibrary, LibraryMove, LibraryMoves, LightReason, Listed, Lists, Lit, NotStarted, OfBody,
    OverdueDuties, OwedPaper, PartMove, PausedProject, PossibleDuplicate, SharedMark, Signal, SignedNotStarted, Track,
    TrackCorrection, TrackNode, TrackPause, TrackStep, Waiting, ZombieCandidate,
};
pub use memory::Memory;
pub use plan::{
    Achievement, ActionPlan, BaselineForm, ByClass, Cohort, CohortForm, Colours, EntryBy, Form, GivenDenominator,
    Indicator, Light, Pace, PlanError, PlanId, PlanTerms, Quota, Reached, ReachedForm, Reads, Rounding, Share, Silence,
    StartColours, StoodIn, StoodOn, Sum, Title, Undoing, VisitsForm, Which, Years,
};
pub use question::{Attribution, Period, Question, QuestionError, Scope};
use zone::ZoneLife;

use crate::audit::Quarantine;
use crate::value::{ProjectId, Source, Timestamp, Uuid, ZoneId};

/// All projects of a log, as their records tell them.
///
/// ```
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
///
/// let mut portfolio = Portfolio::new();
/// for record in store.records() {
///     portfolio.add(record)?;
/// }
/// let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &Question::of(Period::Year(2018)))?;
/// assert!(figures.figures.iter().any(|figure| figure.indicator == "signing_conversion"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// The log that its records are of. `None` before the first.
    log: Option<Source>,
    /// Shared with the figures that were told of them.
    ids: Arc<Vec<ProjectId>>,
    /// The projects, in the same order.
    lives: Vec<Life>,
    rows: Rows,
    /// What lists need of each beside that, in the same order.
    kept: Vec<Kept>,
    assigned: Assigned,
    /// For each zone the places of the projects that were planned in it, as far as they were packed.
    packed: Vec<Range<u32>>,
    /// The places of projects that may be hosted by another zone than the one they were planned in first.
    moved: BTreeSet<u32>,
    index: Index,
    zones: Vec<ZoneLife>,
    /// The place of each zone.
    zone_places: HashMap<ZoneId, u32>,
    /// The place of each registered zone, by its stream.
    zone_streams: HashMap<Uuid, u32>,
    /// What is not read.
    quarantine: Quarantine,
    first_recorded: Option<Timestamp>,
    last_recorded: Option<Timestamp>,
    records: u64,
}

impl Portfolio {
    /// An empty portfolio.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Does not read what is in quarantine: its lines are passed over, and projects stand where their readable histories left them.
    /// Without it a bad record is an error. Learn of it first, and give it before the first record: by
    /// [`Quarantine::read`], or by [`EventLog::quarantine`](crate::EventLog::quarantine).
    ///
    /// Each line is then hashed, to see whether it is one of them.
    #[must_use]
    pub fn but(mut self, quarantine: Quarantine) -> Self {
        self.quarantine = quarantine;
        self
    }

    /// Lays the projects' rows side by side, zone by zone, without room to spare: a portfolio that has taken in many records
    /// answers faster then, and is smaller. It takes in more records afterwards as before.
    pub fn pack(&mut self) {
        // within a zone by id, so that members come in their order
        let lives = core::mem::take(&mut self.lives).into_iter().zip(core::mem::take(&mut self.kept));
        let mut each: Vec<_> = self.ids.iter().copied().zip(lives).collect();
        each.sort_unstable_by_key(|(id, (life, _))| (life.planned.zone, *id));
        let (ids, lives): (Vec<_>, Vec<_>) = each.into_iter().unzip();
        self.ids = Arc::new(ids);
        (self.lives, self.kept) = lives.into_iter().unzip();
        (self.packed, self.moved) = (vec![0..0; self.zones.len()], BTreeSet::new());
        self.index = Index::of(&self.ids);
        for (at, life) in (0..).zip(&self.lives) {
            let of_zone = &mut self.packed[life.planned.zone as usize];
            *of_zone = if of_zone.start == of_zone.end { at..at + 1 } else { of_zone.start..at + 1 };
            if life.may_have_moved() {
                self.moved.insert(at);
            }
        }
        let end = self.lives.len() as u32;
        self.packed.push(end..end);
        self.rows.steps.pack(self.lives.iter_mut().map(|life| &mut life.steps));
        self.rows.totals.pack(self.lives.iter_mut().map(|life| &mut life.totals));
        self.rows.reports.pack(self.lives.iter_mut().map(|life| &mut life.reports));
        self.lives.shrink_to_fit();
    }

    /// The place of a project. `None` if it was never planned.
    fn place(&self, project: ProjectId) -> Option<u32> {
        self.index.find(project, &self.ids)
    }

    /// How many records it has taken in.
    #[must_use]
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// How many projects it knows.
    #[must_use]
    pub const fn projects(&self) -> usize {
        self.lives.len()
    }

    /// The last recorded time that it has taken in. `None` if it is empty.
    #[must_use]
    pub const fn last_recorded(&self) -> Option<Timestamp> {
        self.last_recorded
    }
}
