//! Who has a project in hand: an officer's own projects, and a body's.

use serde::Serialize;

use super::lists::{Listed, Lists, longest_first};
use crate::value::{ActorId, OrgId};

/// A project of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfBody<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// Whether the body leads (牵头单位); else it is responsible with others (责任单位).
    pub is_lead: bool,
}

impl<'a> Lists<'a> {
    /// The projects of an officer, those longest in their stage first. Closed projects are not among them.
    #[must_use]
    pub fn of_officer(&self, officer: &ActorId) -> Vec<Listed<'a>> {
        let officers = &self.portfolio.assigned.officers;
        let rows = self.each(|at, then| {
            let is_theirs = then.officer().is_some_and(|place| officers.at(place) == officer);
            (is_theirs && !then.position().stage().is_terminal()).then(|| self.listed(at, then))
        });
        longest_first(rows, |row| self.days_since(row.since), |row| row.project)
    }

    /// The projects for which a body is the lead or responsible, those longest in their stage first. Closed projects are not
    /// among them.
    #[must_use]
    pub fn of_body(&self, body: &OrgId) -> Vec<OfBody<'a>> {
        let bodies = &self.portfolio.assigned.bodies;
        let rows = self.each(|at, then| {
            let assigned = bodies.at(then.body()?);
            let is_lead = assigned.lead == *body;
            let is_theirs = is_lead || assigned.responsible.contains(body);
            let is_open = !then.position().stage().is_terminal();
            (is_theirs && is_open).then(|| OfBody { project: self.listed(at, then), is_lead })
        });
        longest_first(rows, |row| self.days_since(row.project.since), |row| row.project.project)
    }
}
