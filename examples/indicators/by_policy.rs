//! What a policy finds on the day: who stands still for too long, and whose duties are overdue.

use core::fmt;

use project_lifecycle::portfolio::{Figures, Listed, OverdueDuties, Portfolio, Scope, ZombieCandidate};
use project_lifecycle::{Language, Policy};
use serde::Serialize;

/// The lists that take a policy, at the dates of the figures.
#[derive(Serialize)]
pub(crate) struct ByPolicy<'a> {
    zombie_candidates: Vec<ZombieCandidate<'a>>,
    overdue_duties: Vec<OverdueDuties<'a>>,
}

impl<'a> ByPolicy<'a> {
    /// Of all projects, or of those that the zone hosts which was asked about.
    pub(crate) fn new(portfolio: &'a Portfolio, policy: &Policy, figures: &Figures, scope: Option<&Scope>) -> Self {
        let lists = portfolio.standing(figures.as_of, figures.known_at);
        let is_asked = |project: &Listed<'_>| match scope {
            Some(Scope::Zone(zone)) => project.zone == zone,
            Some(Scope::Class(_) | Scope::City) | None => true,
        };
        let mut found =
            Self { zombie_candidates: lists.zombie_candidates(policy), overdue_duties: lists.overdue_duties(policy) };
        found.zombie_candidates.retain(|row| is_asked(&row.project));
        found.overdue_duties.retain(|row| is_asked(&row.project));
        found
    }

    /// For people.
    pub(crate) fn table(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let days = language.pick("days", "天");
        writeln!(f, "\n{}", language.pick("Candidates for a finding as zombie", "拟认定的僵尸项目（企业）"))?;
        for row in &self.zombie_candidates {
            let causes: Vec<_> = row.causes.iter().map(|cause| cause.label(language)).collect();
            let causes = causes.join(language.pick(", ", "、"));
            writeln!(f, "  {:<24} {} {:>6} {days}  {causes}", row.project.zone, row.project.name, row.days)?;
        }
        writeln!(f, "\n{}", language.pick("Duties overdue since the signing", "签约后逾期未落实的责任"))?;
        for row in &self.overdue_duties {
            let duties: Vec<_> = row.duties.iter().map(|duty| duty.label(language)).collect();
            let duties = duties.join(language.pick(", ", "、"));
            writeln!(f, "  {:<24} {} {:>6} {days}  {duties}", row.project.zone, row.project.name, row.days)?;
        }
        Ok(())
    }
}
