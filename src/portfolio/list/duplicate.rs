//! Projects that may be one and the same.

use std::collections::BTreeMap;

use serde::Serialize;

use super::lists::{Listed, Lists};
use crate::lifecycle::Outcome;
use crate::value::{ProjectCode, Text, Uscc, ZoneId};

/// What projects have in common that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedMark<'a> {
    /// The code on the national approval platform.
    ProjectCode(&'a ProjectCode),
    /// The code of the company that carries them.
    CompanyCode(&'a Uscc),
    /// The name, in one zone.
    NameInZone {
        /// The name.
        name: &'a Text,
        /// The zone that hosts them.
        zone: &'a ZoneId,
    },
}

/// Projects that may be one and the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PossibleDuplicate<'a> {
    /// What they have in common.
    pub mark: SharedMark<'a>,
    /// The projects, by their ids: two or more.
    pub projects: Vec<Listed<'a>>,
}

impl<'a> Lists<'a> {
    /// Projects that may be one and the same: by the project's code, by the company's, and by the name in one zone, in this
    /// order. Those that were closed as duplicates are left out. A company may well carry several projects: whether two are
    /// one, the office decides.
    #[must_use]
    pub fn possible_duplicates(&self) -> Vec<PossibleDuplicate<'a>> {
        let mut projects = self.each(|at, then| {
            let outcome = then.steps.last().and_then(|row| row.detail().outcome());
            let is_told = then.position().stage().is_terminal() && outcome == Some(Outcome::Duplicate);
            (!is_told).then(|| self.listed(at, then))
        });
        projects.sort_unstable_by_key(|listed| listed.project);
        let mut marked: BTreeMap<SharedMark<'a>, Vec<usize>> = BTreeMap::new();
        for (at, listed) in projects.iter().enumerate() {
            let (name, zone) = (listed.name, listed.zone);
            let codes = listed.code.map(SharedMark::ProjectCode).into_iter();
            let marks = codes.chain(listed.company_code.map(SharedMark::CompanyCode));
            for mark in marks.chain([SharedMark::NameInZone { name, zone }]) {
                marked.entry(mark).or_default().push(at);
            }
        }
        let shared = marked.into_iter().filter(|(_, places)| places.len() > 1);
        let told = shared.map(|(mark, places)| {
            let projects = places.into_iter().map(|at| projects[at].clone()).collect();
            PossibleDuplicate { mark, projects }
        });
        told.collect()
    }
}
