//! Lists of projects: which projects, in which order, and page by page.

use std::fmt;

use serde::Serialize;

use crate::project::CurrentState;
use crate::{ActorId, Day, ProjectId, Stage, ZoneId};

/// Which projects to list, and in which order. Every condition given must hold.
///
/// ```
/// use project_lifecycle::Stage;
/// use project_lifecycle::store::ProjectQuery;
///
/// let query = ProjectQuery::all().in_stage(Stage::Negotiating).limit(50);
/// # let _ = query;
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

/// A place in a list, to go on after: what the list is ordered by, and the project there. It comes from
/// [`Page::next`], [`ProjectQuery::key`] or the text of one, and belongs to the lists of the same order: to one by name with whatever
/// prefix, or to one of what is overdue on whatever day. There it stands before or after any other place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageKey {
    pub(super) by: By,
    pub(super) project: ProjectId,
}

/// What a list is ordered by, before the project's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Id,
    Due(Day),
    Name(String),
    Code(String),
}

/// What a list is ordered by, of any value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Id,
    Due,
    Name,
    Code,
}

/// A place belongs to a list of another order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the place is one in a list {}, and this list is {}: begin with its first page, or go on with the other list",
    key.by.order(), listing.order()
)]
#[non_exhaustive]
pub struct PageKeyError {
    /// The place.
    pub key: PageKey,
    /// The list that was to go on after it.
    pub listing: Listing,
}

/// A page of a list. As JSON it has `projects`, and in `next` the [text](PageKey#impl-Display-for-PageKey) of the place or null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The projects, in the order of the list.
    pub projects: Vec<CurrentState>,
    /// After which place the next page begins. `None` if this is the last one.
    pub next: Option<PageKey>,
}

/// What a list by name is ordered by: no index takes a name of any length.
pub(super) fn name_key(name: &str) -> &str {
    name.char_indices().nth(NAME_KEY).map_or(name, |(end, _)| &name[..end])
}

/// How many characters of a name its key has.
pub(super) const NAME_KEY: usize = 64;

/// The most projects that one page holds.
const PAGE_LIMIT: usize = 1_000;

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

    /// After a place of the list: the last page's [`next`](Page::next).
    ///
    /// # Errors
    /// [`PageKeyError`] when the place belongs to a list of another order.
    pub fn after(mut self, key: PageKey) -> Result<Self, PageKeyError> {
        if key.by.order() != self.listing.order() {
            return Err(PageKeyError { key, listing: self.listing });
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

    /// The place of a project in a list of this order. `None` if it has none: nothing is due of it, or it has no code.
    #[must_use]
    pub fn key(&self, state: &CurrentState) -> Option<PageKey> {
        let by = match self.listing {
            Listing::All => By::Id,
            Listing::OverdueOn(_) => By::Due(state.next_due()?),
            Listing::Named(_) | Listing::Containing(_) => By::Name(name_key(state.name.as_str()).to_owned()),
            Listing::Coded(_) => By::Code(state.code.as_ref()?.as_str().to_owned()),
        };
        Some(PageKey { by, project: state.project })
    }

    /// The page made of the projects that a store found, in the order of the list: one more than a page holds, if there
    /// are more.
    #[must_use]
    pub fn page(&self, mut projects: Vec<CurrentState>) -> Page {
        let has_more = projects.len() > self.page_size();
        projects.truncate(self.page_size());
        let next = if has_more { projects.last().and_then(|last| self.key(last)) } else { None };
        Page { projects, next }
    }
}

impl PageKey {
    /// The day, name or code that the list is ordered by. `None` where it is ordered by project alone.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match &self.by {
            By::Id => None,
            By::Due(day) => Some(day.to_string()),
            By::Name(text) | By::Code(text) => Some(text.clone()),
        }
    }

    /// The project.
    #[must_use]
    pub const fn project(&self) -> ProjectId {
        self.project
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

impl By {
    const fn order(&self) -> Order {
        match self {
            Self::Id => Order::Id,
            Self::Due(_) => Order::Due,
            Self::Name(_) => Order::Name,
            Self::Code(_) => Order::Code,
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "by id",
            Self::Due => "by what is due",
            Self::Name => "by name",
            Self::Code => "by code",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::CurrentState;
    use crate::{Actor, AuthType, Context, EventId, Policy, Profile, Project, Text};

    fn listings() -> [Listing; 4] {
        let day = "2019-07-01".parse().expect("a day");
        [Listing::All, Listing::OverdueOn(day), Listing::Named("机".into()), Listing::Coded("2018-".into())]
    }

    /// A project with a place in every list.
    fn state(name: &str, code: &str) -> CurrentState {
        let actor = Actor::new(AuthType::AppUser, "officer-7".parse().expect("an id"));
        let at = "2018-06-01T10:00:00Z".parse().expect("an instant");
        let id = EventId::from_uuid(crate::value::Uuid::nil());
        let context = Context::new(id, at, actor).on("2018-06-01".parse().expect("a day"));
        let profile = Profile::new(Text::new(name).expect("a text"), "hunnan".parse().expect("a zone"));
        let planned = Project::plan(ProjectId::named(name), profile, &context, &Policy::shenyang_2018());
        let mut state = CurrentState::planned(&planned.expect("it is planned")).expect("a planning");
        state.code = Some(code.parse().expect("a code"));
        let due = "2019-06-30".parse().expect("a day");
        state.owed =
            vec![crate::project::Owed { committed: due, due, item: crate::lifecycle::Item::PoolReview, version: 1 }];
        state
    }

    #[test]
    fn a_place_belongs_to_the_lists_of_its_order_alone() {
        let state = state("机器人", "2018-210100-36-03-000003");
        for (from, listing) in listings().into_iter().enumerate() {
            let key = ProjectQuery::new(listing).key(&state).expect("a place in every list");
            for (to, listing) in listings().into_iter().enumerate() {
                let gone_on = ProjectQuery::new(listing.clone()).after(key.clone());
                if from == to {
                    assert_eq!(gone_on.expect("its own list").place(), Some(&key));
                } else {
                    assert_eq!(gone_on, Err(PageKeyError { key: key.clone(), listing }));
                }
            }
        }
    }

    /// The next page may be asked for on another day, and a place be gone on from with another prefix.
    #[test]
    fn a_place_is_not_bound_to_day_or_prefix() {
        let state = state("机器人", "2018-210100-36-03-000003");
        let tomorrow = "2019-07-02".parse().expect("a day");
        let others =
            [Listing::All, Listing::OverdueOn(tomorrow), Listing::Named("x".into()), Listing::Coded("x".into())];
        for (listing, other) in listings().into_iter().zip(others) {
            let key = ProjectQuery::new(listing).key(&state).expect("a place");
            assert!(ProjectQuery::new(other).after(key).is_ok());
        }
    }

    #[test]
    fn a_place_of_another_list_is_refused_in_words() {
        let key = ProjectQuery::named("").key(&state("机器人", "2018-210100-36-03-000003")).expect("a place");
        let error = ProjectQuery::coded("").after(key).expect_err("another list");
        let text = "the place is one in a list by name, and this list is by code: begin with its first page, or go on \
            with the other list";
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn without_a_day_due_or_a_code_a_project_has_no_place_there() {
        let mut state = state("机器人", "2018-210100-36-03-000003");
        (state.code, state.owed) = (None, Vec::new());
        let has_place = listings().map(|listing| ProjectQuery::new(listing).key(&state).is_some());
        assert_eq!(has_place, [true, false, true, false]);
    }

    #[test]
    fn what_a_place_says_of_itself() {
        let state = state(&"机".repeat(65), "2018-210100-36-03-000003");
        let by = listings().map(|listing| {
            let key = ProjectQuery::new(listing).key(&state).expect("a place");
            assert_eq!(key.project(), state.project);
            key.by()
        });
        let name = "机".repeat(64);
        assert_eq!(by, [None, Some("2019-06-30".into()), Some(name), Some("2018-210100-36-03-000003".into())]);
    }
}
