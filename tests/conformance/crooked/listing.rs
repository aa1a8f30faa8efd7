//! Its list of current states, and what is wrong there.

use std::collections::BTreeMap;

use project_lifecycle::{Stage, audit::*, project::*, store::*, value::*};

use super::{Crooked, Fault};

impl Crooked {
    fn is_listed(&self, query: &ProjectQuery, state: &CurrentState) -> bool {
        let without = |listing: Listing| like(query, listing, query.officer()).lists(state);
        match (self.fault, query.listing()) {
            (Fault::TakesPrefixesForPatterns, Listing::Named(prefix)) if prefix.contains(['%', '_']) => {
                without(Listing::Named(prefix.split(['%', '_']).next().unwrap_or_default().into()))
            }
            (Fault::TakesPartsForPatterns, Listing::Containing(part)) if part.contains(['%', '_']) => {
                let mut pieces = part.split(['%', '_']);
                without(Listing::All) && pieces.all(|piece| state.name.as_str().contains(piece))
            }
            (Fault::FoldsCaseOfParts, Listing::Containing(part)) => {
                let name = state.name.as_str().to_lowercase();
                without(Listing::All) && name.contains(&part.to_lowercase())
            }
            (Fault::SearchesTheKeyAlone, Listing::Containing(part)) => {
                let key: String = state.name.as_str().chars().take(64).collect();
                without(Listing::All) && key.contains(part.as_str())
            }
            (Fault::FoldsCase, Listing::Named(prefix)) => {
                let name = state.name.as_str().to_lowercase();
                without(Listing::All) && name.starts_with(&prefix.to_lowercase())
            }
            (Fault::IgnoresTheOfficer, listing) => like(query, listing.clone(), None).lists(state),
            _ => query.lists(state),
        }
    }

    /// A list from where it goes on, or from an offset.
    pub(super) fn list(&self, query: &ProjectQuery, offset: Option<usize>) -> Page {
        let place = |state: &CurrentState| query.key(state);
        let is_there = |after: &&PageKey| self.current.values().any(|state| place(state).as_ref() == Some(*after));
        let after = query.place().filter(|_| offset.is_none());
        let after = after.filter(|after| self.fault != Fault::FindsThePlaceAgain || is_there(after));
        let goes_on = |state: &&CurrentState| {
            let (Some(after), Some(place)) = (after, place(state)) else { return true };
            match self.fault {
                Fault::PagesByKeyAlone if after.by().is_some() => place.by() > after.by(),
                _ => place > *after,
            }
        };
        let listed = self.current.values().filter(|state| self.is_listed(query, state));
        let mut found: Vec<_> = listed.filter(goes_on).cloned().collect();
        found.sort_by_cached_key(place);
        query.page(found.into_iter().skip(offset.unwrap_or_default()).collect())
    }
}

/// Another list, of the same stage and zone.
fn like(query: &ProjectQuery, listing: Listing, officer: Option<&ActorId>) -> ProjectQuery {
    let mut like = ProjectQuery::new(listing);
    if let Some(stage) = query.stage() {
        like = like.in_stage(stage);
    }
    if let Some(zone) = query.zone() {
        like = like.in_zone(zone.clone());
    }
    if let Some(officer) = officer {
        like = like.of_officer(officer.clone());
    }
    like
}

impl CurrentStates for Crooked {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        Ok(self.current.get(&project).cloned())
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        Ok(self.list(query, None))
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        let mut counts = BTreeMap::from(Stage::ALL.map(|stage| (stage, 0)));
        if self.fault == Fault::CountsNoEmptyStage {
            counts.clear();
        }
        let after = query.place().filter(|_| self.fault == Fault::CountsFromThePlaceOn);
        let listed = self.current.values().filter(|state| self.is_listed(query, state));
        let listed = listed.filter(|state| query.key(state).as_ref() > after);
        let limit = if self.fault == Fault::CountsAPage { query.page_size() } else { usize::MAX };
        for state in listed.take(limit) {
            *counts.entry(state.position.stage()).or_default() += 1;
        }
        Ok(counts)
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        let is_told = |kind| match kind {
            SubjectKind::Project => true,
            SubjectKind::Refusal => self.fault == Fault::TellsRefusalsAsProjects,
            SubjectKind::Zone => self.fault == Fault::TellsZonesAsProjects,
            _ => false,
        };
        let subjects = self.log.iter().map(Record::subject).filter(|subject| is_told(subject.kind()));
        let ids: std::collections::BTreeSet<_> = subjects.map(|subject| ProjectId::from_uuid(subject.id())).collect();
        Ok(ids.into_iter().filter(|id| after.is_none_or(|after| *id > after)).take(limit).collect())
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        let actual = self.last(state.project.into()).map_or(0, Record::stream_version);
        if self.fault != Fault::MendsYesterdaysState || actual == 0 {
            plan_current(state, actual)?;
        }
        // the suite's own wrong states are taken, so that there is something to mend
        let is_right =
            self.project(state.project).ok().flatten().is_some_and(|project| project.current().clone() == *state);
        if self.fault != Fault::NeverMendsAState || !is_right {
            self.current.insert(state.project, state.clone());
        }
        Ok(())
    }
}
