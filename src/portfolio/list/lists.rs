//! All projects at two dates, and what every list tells of a project.

use serde::Serialize;

use super::then::Then;
use crate::lifecycle::{Position, ProjectCategory, ProjectKind};
use crate::portfolio::Portfolio;
use crate::project::fact::Responsibility;
use crate::value::{ActorId, Day, Money, ProjectCode, ProjectId, Text, Timestamp, Uscc, ZoneId};

/// All projects as they stood at the end of a day, as known at an instant, both inclusive: what lists are drawn from.
///
/// A step or a fact that is dated later does not show, nor what was recorded later. A correction that was known works on every
/// day, whatever its own date. Each list is told in an order that does not depend on that of the records: the longest first,
/// and of equals by their ids.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) as_of: Day,
    known_at: Timestamp,
}

/// A project in a list. Members that the records do not tell are `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed<'a> {
    /// Its id.
    pub project: ProjectId,
    /// Its name.
    pub name: &'a Text,
    /// The zone that hosts it.
    pub zone: &'a ZoneId,
    /// Its stage, and for a zombie the stage it stalled in.
    pub position: Position,
    /// The day on which it entered its stage.
    pub since: Day,
    /// Its total planned investment.
    pub total_investment: Option<Money>,
    /// Its kind.
    pub kind: ProjectKind,
    /// What it is counted as.
    pub category: Option<ProjectCategory>,
    /// Its dedicated officer (专人).
    pub officer: Option<&'a ActorId>,
    /// Its lead and responsible bodies (牵头单位、责任单位).
    pub responsibility: Option<&'a Responsibility>,
    /// Its code on the national approval platform, as evidence gave it last.
    pub code: Option<&'a ProjectCode>,
    /// The unified social credit code of the company that carries it.
    pub company_code: Option<&'a Uscc>,
}

impl Portfolio {
    /// All projects as they stood at the end of a day, as known at an instant, both inclusive.
    ///
    /// ```
    /// use project_lifecycle::portfolio::Portfolio;
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
    /// let lists = portfolio.standing("2018-06-30".parse()?, at);
    /// assert_eq!(lists.projects()[0].name.as_str(), "无人机产业园");
    /// assert!(lists.signed_not_registered().is_empty());
    /// assert!(portfolio.standing("2018-05-31".parse()?, at).projects().is_empty(), "it was not planned yet");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn standing(&self, as_of: Day, known_at: Timestamp) -> Lists<'_> {
        Lists { portfolio: self, as_of, known_at }
    }
}

impl<'a> Lists<'a> {
    /// Every project that was planned by then, by its id.
    #[must_use]
    pub fn projects(&self) -> Vec<Listed<'a>> {
        let mut projects = self.each(|at, then| Some(self.listed(at, then)));
        projects.sort_unstable_by_key(|listed| listed.project);
        projects
    }

    /// What is found in each project, with its place.
    pub(super) fn each<T>(&self, mut find: impl FnMut(usize, &Then<'a, '_>) -> Option<T>) -> Vec<T> {
        let (mut found, mut steps) = (Vec::new(), Vec::new());
        for (at, (life, kept)) in self.portfolio.lives.iter().zip(&self.portfolio.kept).enumerate() {
            let Some(view) = life.view(&self.portfolio.rows, self.known_at, &mut steps) else { continue };
            let then = Then::new(view, kept, self.as_of);
            found.extend(then.and_then(|then| find(at, &then)));
        }
        found
    }

    /// What is found in the project at a place. `None` if it was not known then, or planned later.
    pub(super) fn at<T>(&self, at: usize, find: impl FnOnce(&Then<'a, '_>) -> T) -> Option<T> {
        let (Portfolio { lives, rows, kept, .. }, mut steps) = (self.portfolio, Vec::new());
        let view = lives[at].view(rows, self.known_at, &mut steps)?;
        Then::new(view, &kept[at], self.as_of).as_ref().map(find)
    }

    /// What a list tells of a project.
    pub(super) fn listed(&self, at: usize, then: &Then<'a, '_>) -> Listed<'a> {
        let Portfolio { ids, zones, assigned, .. } = self.portfolio;
        Listed {
            project: ids[at],
            name: then.name(),
            zone: &zones[then.view.host(self.as_of) as usize].id,
            position: then.position(),
            since: then.since(),
            total_investment: then.view.total(self.as_of),
            kind: then.view.kind(self.as_of),
            category: then.view.category(self.as_of),
            officer: then.officer().map(|officer| assigned.officers.at(officer)),
            responsibility: then.body().map(|body| assigned.bodies.at(body)),
            code: then.code(),
            company_code: then.code_of_company(),
        }
    }

    /// How many days have passed since a day.
    pub(super) fn days_since(&self, day: Day) -> i64 {
        self.as_of.days_since(day)
    }
}

/// The longest first, and of equals by their ids.
pub(super) fn longest_first<T>(
    mut rows: Vec<T>,
    days: impl Fn(&T) -> i64,
    project: impl Fn(&T) -> ProjectId,
) -> Vec<T> {
    rows.sort_by_key(|row| (core::cmp::Reverse(days(row)), project(row)));
    rows
}
