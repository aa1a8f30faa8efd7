//! What the records should tell of a project, by how far it has come.

use super::cell::{Cell, NOT_RECORDED, NOTHING};
use crate::lifecycle::{Position, Stage};
use crate::portfolio::Listed;

/// Something that a clerk completes where it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The total planned investment: of every project.
    Total,
    /// The category, which decides what is an industrial project: from signing on.
    Category,
    /// The dedicated officer (paragraph 11): from signing on.
    Officer,
    /// The responsible body (paragraph 11): from signing on.
    Body,
    /// The schedule (paragraph 11): once it is overdue.
    Schedule,
    /// The code of the company: from registration on.
    CompanyCode,
    /// The project's code on the national approval platform: from the start on.
    ProjectCode,
}

impl Wanted {
    const ALL: [Self; 7] =
        [Self::Total, Self::Category, Self::Officer, Self::Body, Self::Schedule, Self::CompanyCode, Self::ProjectCode];

    /// The stage from which on it should be there.
    const fn from(self) -> Stage {
        match self {
            Self::Total => Stage::Planned,
            Self::Category | Self::Officer | Self::Body | Self::Schedule => Stage::Signed,
            Self::CompanyCode => Stage::Registered,
            Self::ProjectCode => Stage::Started,
        }
    }

    /// What people call it.
    pub(super) const fn label(self) -> [&'static str; 2] {
        match self {
            Self::Total => ["total investment", "计划总投资"],
            Self::Category => ["category", "项目类别"],
            Self::Officer => ["officer", "项目管家"],
            Self::Body => ["responsible body", "责任主体"],
            Self::Schedule => ["schedule", "进度安排"],
            Self::CompanyCode => ["company code", "统一社会信用代码"],
            Self::ProjectCode => ["project code", "项目代码"],
        }
    }

    /// Whether it should be there. Of a closed project nothing needs to be completed.
    pub(super) fn is_due(self, position: Position) -> bool {
        !position.stage().is_terminal() && position.footing() >= self.from()
    }

    /// Whether it is there.
    fn is_there(self, listed: &Listed<'_>, is_unscheduled: bool) -> bool {
        match self {
            Self::Total => listed.total_investment.is_some(),
            Self::Category => listed.category.is_some(),
            Self::Officer => listed.officer.is_some(),
            Self::Body => listed.responsibility.is_some(),
            Self::Schedule => !is_unscheduled,
            Self::CompanyCode => listed.company_code.is_some(),
            Self::ProjectCode => listed.code.is_some(),
        }
    }

    /// What stands in its place where it is missing: that it was not recorded, once it should have been.
    pub(super) fn missing(self, position: Position) -> Cell<'static> {
        if self.is_due(position) { NOT_RECORDED } else { NOTHING }
    }
}

/// What is missing of a project, of which is known whether its schedule is overdue.
pub(super) fn wanted(listed: &Listed<'_>, is_unscheduled: bool) -> impl Iterator<Item = Wanted> {
    let is_missing = move |wanted: &Wanted| wanted.is_due(listed.position) && !wanted.is_there(listed, is_unscheduled);
    Wanted::ALL.into_iter().filter(is_missing)
}
