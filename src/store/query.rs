//! Lists of projects: which projects, in which order, and page by page.

use core::error::Error;

use serde::Serialize;

use super::PageKey;
use super::page_key::{By, ListDigest, Order, name_key};
use crate::project::CurrentState;
use crate::{ActorId, Day, Stage, ZoneId};

/// Which projects to list, and in which order. Every condition given must hold.
///
/// ```
/// use project_lifecycle::Stage;
/// use project_lifecycle::store::ProjectQuery;
///
/// let query = ProjectQuery::all().in_stage(Stage::Negotiating).limit(50);
/// assert_eq!((query.stage(), query.page_size()), (Some(Stage::Negotiating), 50));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectQuery {
    listing: Listing,
    stage: Option<Stage>,
    zone: Option<ZoneId>,
    officer: Option<ActorId>,
    limit: usize,
    place: Option<PageKey>,
}

/// Which projects, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listing {
    /// All, by id.
    All,
    /// Those of which something was due before a day ([`CurrentState::next_due`]), the longest overdue first.
    OverdueOn(Day),
    /// Those whose name begins so, by the first 64 characters of the name in the order of code points.
    Named(String),
    /// Those whose name has this anywhere in it, in the same order. Code points are compared as they are: case is not folded,
    /// `é` is not `e` with an accent after it, and `%`, `_`, `*` and `\` are characters like any other. An empty text is in every
    /// name.
    ///
    /// No index finds it, so the names of all that the other conditions leave are looked through until a page is full.
    Containing(String),
    /// Those whose project code begins so, by code.
    Coded(String),
}

/// A place belongs to another list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageKeyError {
    /// To one of another order.
    #[error(
        "the place is one in a list {}, and this list is {}: begin with its first page, or go on with the other list",
        key.by.order(), listing.order()
    )]
    Order {
        /// The place.
        key: PageKey,
        /// The list that was to go on after it.
        listing: Listing,
    },
    /// To one of the same order: it asks for something else, or has another condition.
    #[error(
        "the place is one in another list {}, with {}another stage, zone or officer: begin with the first page of this list, or \
         go on with the other one",
        listing.order(), listing.order().asked()
    )]
    List {
        /// The place.
        key: PageKey,
        /// The list that was to go on after it.
        listing: Listing,
    },
}

/// A page of a list. As JSON it has `projects`, in `next` the [text](PageKey#impl-Display-for-PageKey) of the place or null, and
/// `unreadable` where there is something in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The projects, in the order of the list.
    pub projects: Vec<CurrentState>,
    /// After which place the next page begins. `None` if this is the last one.
    pub next: Option<PageKey>,
    /// What belongs among these projects and cannot be read. [`CurrentStates::rebuild_current`](super::CurrentStates::rebuild_current)
    /// mends it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

/// A row of the list that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnreadableRow {
    /// The project, as the row names it.
    pub project: String,
    /// Why.
    pub why: String,
}

impl UnreadableRow {
    /// A row that cannot be read, for a store's answer: an error, and what it stems from.
    pub fn new(project: impl Into<String>, why: &dyn Error) -> Self {
        let chain = core::iter::successors(Some(why), |why: &&dyn Error| (*why).source());
        Self { project: project.into(), why: chain.map(ToString::to_string).collect::<Vec<_>>().join(": ") }
    }
}

/// The most projects that one page holds.
const PAGE_LIMIT: usize = 1_000;

impl Default for ProjectQuery {
    /// [All](Self::all) projects.
    fn default() -> Self {
        Self::all()
    }
}

impl ProjectQuery {
    /// A list, a hundred to a page.
    #[must_use]
    pub const fn new(listing: Listing) -> Self {
        Self { listing, stage: None, zone: None, officer: None, limit: 100, place: None }
    }

    /// All projects, by id.
    #[must_use]
    pub const fn all() -> Self {
        Self::new(Listing::All)
    }

    /// Those of which something was due before a day, the longest overdue first.
    #[must_use]
    pub const fn overdue_on(day: Day) -> Self {
        Self::new(Listing::OverdueOn(day))
    }

    /// Those whose name begins so, by name.
    #[must_use]
    pub fn named(prefix: impl Into<String>) -> Self {
        Self::new(Listing::Named(prefix.into()))
    }

    /// Those whose name has this anywhere in it, by name ([`Listing::Containing`]).
    #[must_use]
    pub fn containing(part: impl Into<String>) -> Self {
        Self::new(Listing::Containing(part.into()))
    }

    /// Those whose project code begins so, by code.
    #[must_use]
    pub fn coded(prefix: impl Into<String>) -> Self {
        Self::new(Listing::Coded(prefix.into()))
    }

    /// Only those in a stage.
    #[must_use]
    pub const fn in_stage(mut self, stage: Stage) -> Self {
        self.stage = Some(stage);
        self
    }

    /// Only those in a zone.
    #[must_use]
    pub fn in_zone(mut self, zone: ZoneId) -> Self {
        self.zone = Some(zone);
        self
    }

    /// Only those of an officer.
    #[must_use]
    pub fn of_officer(mut self, officer: ActorId) -> Self {
        self.officer = Some(officer);
        self
    }

    /// At most so many to a page; 1,000 if more are asked for, 1 if none.
    #[must_use]
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// After a place of this very list: the last page's [`next`](Page::next). The [limit](Self::limit) may be another one.
    ///
    /// # Errors
    /// [`PageKeyError`] when the place belongs to another list.
    pub fn after(mut self, key: PageKey) -> Result<Self, PageKeyError> {
        if key.by.order() != self.listing.order() {
            return Err(PageKeyError::Order { key, listing: self.listing });
        }
        if key.list != self.list() {
            return Err(PageKeyError::List { key, listing: self.listing });
        }
        self.place = Some(key);
        Ok(self)
    }

    /// Which projects, and in which order.
    #[must_use]
    pub const fn listing(&self) -> &Listing {
        &self.listing
    }

    /// The stage that all listed are in. `None` if they may be in any.
    #[must_use]
    pub const fn stage(&self) -> Option<Stage> {
        self.stage
    }

    /// The zone that all listed are in. `None` if they may be in any.
    #[must_use]
    pub const fn zone(&self) -> Option<&ZoneId> {
        self.zone.as_ref()
    }

    /// The officer of all listed. `None` if they may have any, or none.
    #[must_use]
    pub const fn officer(&self) -> Option<&ActorId> {
        self.officer.as_ref()
    }

    /// How many projects a page of this query holds at most: at least 1, at most 1,000.
    #[must_use]
    pub fn page_size(&self) -> usize {
        self.limit.clamp(1, PAGE_LIMIT)
    }

    /// The place after which the page begins. `None` if it is the first.
    #[must_use]
    pub const fn place(&self) -> Option<&PageKey> {
        self.place.as_ref()
    }

    /// Whether a project is in the list, wherever the page begins.
    #[must_use]
    pub fn lists(&self, state: &CurrentState) -> bool {
        let is_listed = match &self.listing {
            Listing::All => true,
            Listing::OverdueOn(day) => state.next_due().is_some_and(|due| due < *day),
            Listing::Named(prefix) => state.name.as_str().starts_with(prefix.as_str()),
            Listing::Containing(part) => state.name.as_str().contains(part.as_str()),
            Listing::Coded(prefix) => {
                state.code.as_ref().is_some_and(|code| code.as_str().starts_with(prefix.as_str()))
            }
        };
        is_listed
            && self.stage.is_none_or(|stage| stage == state.position.stage())
            && self.zone.as_ref().is_none_or(|zone| *zone == state.zone)
            && self.officer.as_ref().is_none_or(|officer| Some(officer) == state.officer.as_ref())
    }

    /// The place of a project in this list, whether or not the list has the project: the place is bound to the list all the same,
    /// with its stage, zone and officer. `None` if it has none: nothing is due of the project, or it has no code.
    #[must_use]
    pub fn key(&self, state: &CurrentState) -> Option<PageKey> {
        self.key_in(self.list(), state)
    }

    /// The same, once the digest of this list is known.
    pub(super) fn key_in(&self, list: ListDigest, state: &CurrentState) -> Option<PageKey> {
        let by = match self.listing {
            Listing::All => By::Id,
            Listing::OverdueOn(_) => By::Due(state.next_due()?),
            Listing::Named(_) | Listing::Containing(_) => By::Name(name_key(state.name.as_str()).to_owned()),
            Listing::Coded(_) => By::Code(state.code.as_ref()?.as_str().to_owned()),
        };
        Some(PageKey { by, project: state.project, list })
    }

    /// The digest of the list: of its kind, what it asks for, and the stage, zone and officer.
    pub(super) fn list(&self) -> ListDigest {
        let (kind, asked) = match &self.listing {
            Listing::All => ("all", None),
            Listing::OverdueOn(day) => ("overdue", Some(day.to_string())),
            Listing::Named(prefix) => ("named", Some(prefix.clone())),
            Listing::Containing(part) => ("containing", Some(part.clone())),
            Listing::Coded(prefix) => ("coded", Some(prefix.clone())),
        };
        let zone = self.zone.as_ref().map(ZoneId::as_str);
        let officer = self.officer.as_ref().map(ActorId::as_str);
        ListDigest::of([Some(kind), asked.as_deref(), self.stage.map(Stage::code), zone, officer])
    }

    /// The page made of the projects that a store found, in the order of the list: one more than a page holds, if there
    /// are more. A row that cannot be read takes no place on it: the store reads on, and adds it to
    /// [`unreadable`](Page::unreadable).
    #[must_use]
    pub fn page(&self, mut projects: Vec<CurrentState>) -> Page {
        let has_more = projects.len() > self.page_size();
        projects.truncate(self.page_size());
        let next = if has_more { projects.last().and_then(|last| self.key(last)) } else { None };
        Page { projects, next, unreadable: Vec::new() }
    }
}

impl Listing {
    const fn order(&self) -> Order {
        match self {
            Self::All => Order::Id,
            Self::OverdueOn(_) => Order::Due,
            Self::Named(_) | Self::Containing(_) => Order::Name,
            Self::Coded(_) => Order::Code,
        }
    }
}

#[cfg(test)]
mod tests;
