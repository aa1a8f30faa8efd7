//! Taking records in, one by one.

use std::sync::Arc;

use super::life::{Life, Planned, Rows};
use super::list::Kept;
use super::moves::Move;
use super::row::{
    CorrectionRow, Corrects, Detail, Gives, LAST_VERSION, Note, NoteRow, ReportRow, StepRow, TotalRow, When,
};
use super::zone::ZoneLife;
use super::{FoldError, FoldFault, Portfolio};
use crate::audit::{LogQuarantined, Quarantined, Record, Subject, SubjectKind};
use crate::evidence::Evidence;
use crate::lifecycle::{Position, Verb};
use crate::project::fact::{Fact, Link, LinkKind};
use crate::project::{Basis, Change, Event, Profile};
use crate::registry::{Zone, ZoneChange, ZoneEvent};
use crate::value::{Day, Money, ProjectId, Timestamp, ZoneId};

impl Portfolio {
    /// Takes in a record of one log: after all records of its stream before it, and in any order with those of other streams.
    /// Records of refusals and of the log itself change nothing.
    ///
    /// # Errors
    /// [`FoldError`] when the record cannot be understood, or does not follow from those of its stream. Nothing has changed
    /// then.
    pub fn add(&mut self, record: &Record) -> Result<(), FoldError> {
        let blame = |fault| FoldError::Record {
            sequence: record.sequence(),
            subject: record.subject(),
            fault: Box::new(fault),
        };
        if let Some(log) = self.log.as_ref().filter(|log| *log != record.source()) {
            return Err(blame(FoldFault::OtherLog { expected: log.clone(), found: record.source().clone() }));
        }
        if self.quarantine.holds(record.line()) {
            return Ok(());
        }
        match record.subject().kind() {
            SubjectKind::Project => {
                let event = record.event().map_err(|why| blame(FoldFault::Record(why)))?;
                self.add_event(&event, record.recorded_time()).map_err(blame)?;
            }
            SubjectKind::Zone => {
                let event = record.zone_event().map_err(|why| blame(FoldFault::Record(why)))?;
                self.add_zone_event(event, record.recorded_time()).map_err(blame)?;
            }
            // what was not learned before was read, and counts: that is told
            SubjectKind::Log => {
                let places = LogQuarantined::places_of(record).map_err(|why| blame(FoldFault::Record(why)))?;
                let unknown = |place: &Quarantined| self.quarantine.at(place.sequence).is_none();
                if let Some(place) = places.into_iter().flatten().find(unknown) {
                    return Err(blame(FoldFault::Quarantined { sequence: place.sequence }));
                }
            }
            SubjectKind::Refusal => {}
            #[cfg(test)]
            SubjectKind::Sample => {}
        }
        self.log.get_or_insert_with(|| record.source().clone());
        self.count(record.recorded_time());
        Ok(())
    }

    /// Counts a record that was taken in.
    pub(super) fn count(&mut self, recorded: Timestamp) {
        self.first_recorded = Some(self.first_recorded.map_or(recorded, |first| first.min(recorded)));
        self.last_recorded = self.last_recorded.max(Some(recorded));
        self.records += 1;
    }

    /// Takes in a zone's event, recorded at an instant.
    fn add_zone_event(&mut self, event: ZoneEvent, recorded: Timestamp) -> Result<(), FoldFault> {
        let stream = event.zone();
        let passed = self.quarantine.versions(Subject::of_zone(stream));
        if passed.contains(&1) {
            // its registration is in quarantine, and so is all behind it
            return Ok(());
        }
        let passed = passed.clone();
        let at = match (self.zone_streams.get(&stream), event.change()) {
            (Some(at), _) => *at,
            (None, ZoneChange::Registered { zone, .. }) => {
                // nothing is kept of what does not follow
                Zone::replay([event.clone()])?;
                let at = self.zone(zone, recorded);
                self.zone_streams.insert(stream, at);
                at
            }
            (None, _) => return Err(FoldFault::Unregistered),
        };
        self.zones[at as usize].add(event, recorded, passed)
    }

    /// Takes in a project's event, recorded at an instant.
    fn add_event(&mut self, event: &Event, recorded: Timestamp) -> Result<(), FoldFault> {
        if let Change::Void(voiding) = event.change()
            && self.is_passed(event.project(), voiding.version)
        {
            return self.pass(event, recorded);
        }
        if let Change::Plan { profile, provenance } = event.change() {
            self.begins(event.project(), event.version())?;
            let is_doubtful = provenance.as_ref().is_some_and(|provenance| provenance.is_doubtful());
            return self.plan(event.project(), profile.clone(), is_doubtful, event.effective_on(), recorded);
        }
        let next = Next { project: event.project(), version: event.version(), from: event.from() };
        let (at, when) = self.follows(next, event.effective_on(), recorded)?;
        match event.change() {
            Change::Plan { .. } => {}
            Change::Move { verb, basis } => self.steps(at, &Step::told(*verb, basis), when)?,
            Change::Fact(fact) => self.fact(at, fact, when),
            Change::Void(voiding) => self.lives[at].voids(voiding.version, when, &self.rows)?,
            Change::Redate(redating) => {
                self.lives[at].restates(redating.version, redating.to, None, when, &self.rows)?
            }
            Change::Correct(correcting) => {
                let on = event.redated_to().ok_or(FoldFault::Undated)?;
                self.lives[at].restates(correcting.version, on, Some(&correcting.basis), when, &self.rows)?;
            }
            Change::Replan(replanning) => {
                let profile = &replanning.profile;
                let zone = self.zone(profile.zone(), recorded);
                let (total, category, kind) = (profile.total_investment(), profile.category(), profile.kind());
                self.lives[at].corrects(Corrects::Replans { total, category, kind, zone }, when, &self.rows);
                self.moved.insert(at as u32);
            }
            Change::VoidFact(voiding) => {
                let fact = u32::try_from(voiding.version).map_err(|_| FoldFault::Unplanned)?;
                self.lives[at].more().voided.insert(fact, recorded);
                self.lives[at].corrects(Corrects::VoidsFact, when, &self.rows);
            }
        }
        self.kept[at].take(event.change(), when, &mut self.assigned);
        self.lives[at].ends(when);
        Ok(())
    }

    /// Whether a version of a project is in quarantine.
    fn is_passed(&self, project: ProjectId, version: u64) -> bool {
        self.quarantine.versions(project.into()).contains(&version)
    }

    /// The version that a project's next event has, behind one.
    fn next_version(&self, project: ProjectId, last: u64) -> u64 {
        let passed = self.quarantine.versions(project.into());
        let mut next = last + 1;
        while passed.contains(&next) {
            next += 1;
        }
        next
    }

    /// Takes in the void of a step in quarantine: the step never counted, and the number is taken.
    fn pass(&mut self, event: &Event, recorded: Timestamp) -> Result<(), FoldFault> {
        // of a project whose planning is in quarantine nothing is kept
        let Some(at) = self.place(event.project()).map(|at| at as usize) else { return Ok(()) };
        let expected = self.next_version(event.project(), self.lives[at].version.into());
        if event.version() != expected {
            return Err(FoldFault::Version { expected, found: event.version() });
        }
        self.lives[at].ends(When { version: event.version() as u32, on: event.effective_on(), recorded });
        Ok(())
    }

    /// Whether a project may begin with an event.
    pub(super) fn begins(&self, project: ProjectId, version: u64) -> Result<(), FoldFault> {
        let expected = self.place(project).map_or(0, |at| u64::from(self.lives[at as usize].version)) + 1;
        if version == expected && expected == 1 { Ok(()) } else { Err(FoldFault::Version { expected, found: version }) }
    }

    /// Whether an event follows the last one of its project; the project's place.
    pub(super) fn follows(&self, next: Next, on: Day, recorded: Timestamp) -> Result<(usize, When), FoldFault> {
        let Next { project, version, from } = next;
        let at = self.place(project).map(|at| at as usize);
        let expected = self.next_version(project, at.map_or(0, |at| u64::from(self.lives[at].version)));
        if version != expected {
            return Err(FoldFault::Version { expected, found: version });
        }
        if version > LAST_VERSION {
            return Err(FoldFault::TooManyEvents { limit: LAST_VERSION });
        }
        let at = at.ok_or(FoldFault::Unplanned)?;
        let life = &self.lives[at];
        if recorded < life.recorded {
            return Err(FoldFault::Recorded { last: life.recorded, found: recorded });
        }
        let stands = life.last_move(&self.rows).to();
        if from != Some(stands) {
            return Err(FoldFault::Place { stands, found: from });
        }
        Ok((at, When { version: version as u32, on, recorded }))
    }

    /// Takes in the planning of a project that [begins](Self::begins).
    pub(super) fn plan(
        &mut self,
        id: ProjectId,
        profile: Profile,
        is_doubtful: bool,
        on: Day,
        recorded: Timestamp,
    ) -> Result<(), FoldFault> {
        let at = u32::try_from(self.lives.len()).map_err(|_| FoldFault::TooManyProjects)?;
        let planned =
            Planned { category: profile.category(), kind: profile.kind(), zone: self.zone(profile.zone(), recorded) };
        let planning = StepRow::new(Move::PLANNING, Detail::default(), is_doubtful, 1, on, recorded);
        let mut life = Life::planned(planned, planning, &mut self.rows);
        if let Some(total) = profile.total_investment() {
            life.gives(TotalRow { recorded, total, on, version: 1, gives: Gives::Planning }, &mut self.rows);
        }
        self.lives.push(life);
        self.kept.push(Kept::planned(profile.name));
        Arc::make_mut(&mut self.ids).push(id);
        self.index.insert(at, &self.ids);
        Ok(())
    }

    /// Takes in a step that [follows](Self::follows).
    pub(super) fn steps(&mut self, at: usize, step: &Step, when: When) -> Result<(), FoldFault> {
        let stands = self.lives[at].last_move(&self.rows).to();
        self.lives[at].moves(step, stands, when, &mut self.rows)
    }

    /// Takes in a fact that [follows](Self::follows).
    pub(super) fn fact(&mut self, at: usize, fact: &Fact, when: When) {
        let When { version, on, recorded } = when;
        let note = |note| NoteRow { recorded, on, version, note };
        let given = |total: Money, gives| TotalRow { recorded, total, on, version, gives };
        match fact {
            Fact::Amendment(amendment) => {
                let life = &mut self.lives[at];
                if let Some(category) = amendment.category {
                    life.more().notes.push(note(Note::Category(category)));
                }
                if let Some(kind) = amendment.kind {
                    life.more().notes.push(note(Note::Kind(kind)));
                }
                let is_founded = amendment.paper.is_some() && amendment.grounds.is_some();
                let gives = if is_founded { Gives::FoundedAmendment } else { Gives::Amendment };
                if let Some(total) = amendment.total_investment {
                    life.gives(given(total, gives), &mut self.rows);
                }
            }
            Fact::Agreement(agreement) => {
                if let Some(total) = agreement.total_investment {
                    self.lives[at].gives(given(total, Gives::Supplement), &mut self.rows);
                }
            }
            Fact::Relocation(relocated) => {
                let (from, to) = (self.zone(&relocated.from_zone, recorded), self.zone(&relocated.to_zone, recorded));
                self.lives[at].more().notes.push(note(Note::Relocated { from, to }));
                self.moved.insert(at as u32);
            }
            Fact::Link(Link { kind: LinkKind::SplitFrom, .. }) => {
                self.lives[at].more().notes.push(note(Note::SplitFrom));
            }
            Fact::Investment(report) => {
                let (amount, from, to, measure) = (report.amount, report.from, report.to, report.measure);
                let row = ReportRow { recorded, amount, from, to, version, measure };
                self.rows.reports.push(&mut self.lives[at].reports, row);
            }
            Fact::Officer(_)
            | Fact::Body(_)
            | Fact::Schedule(_)
            | Fact::Company(_)
            | Fact::Site(_)
            | Fact::Client(_)
            | Fact::Link(_)
            | Fact::Pause(_)
            | Fact::Resumption(_)
            | Fact::Presentation(_)
            | Fact::Prolongation(_)
            | Fact::Progress(_)
            | Fact::Milestone(_) => {}
        }
    }

    /// The place of a zone, known from now on.
    pub(super) fn zone(&mut self, zone: &ZoneId, recorded: Timestamp) -> u32 {
        if let Some(at) = self.zone_places.get(zone) {
            return *at;
        }
        let at = self.zones.len() as u32;
        self.zones.push(ZoneLife::named(zone.clone(), recorded));
        self.zone_places.insert(zone.clone(), at);
        at
    }
}

/// An event by its place: whose it is, its version, and where it begins.
#[derive(Clone, Copy)]
pub(super) struct Next {
    pub(super) project: ProjectId,
    pub(super) version: u64,
    /// `None` for a planning.
    pub(super) from: Option<Position>,
}

/// What figures read of a step.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) verb: Verb,
    pub(super) detail: Detail,
    pub(super) is_doubtful: bool,
    /// The amount of an agreement.
    pub(super) agreed: Option<Money>,
}

impl Step {
    fn told(verb: Verb, basis: &Basis) -> Self {
        let is_doubtful = match basis {
            Basis::Imported { provenance, .. } => provenance.is_doubtful(),
            Basis::Evidence(_) => false,
        };
        Self { verb, detail: detail(basis), is_doubtful, agreed: agreed(basis) }
    }
}

impl Life {
    fn gives(&mut self, row: TotalRow, rows: &mut Rows) {
        self.is_retold |= !matches!(row.gives, Gives::Planning | Gives::Agreement);
        rows.totals.push(&mut self.totals, row);
    }

    /// Ends, so far, with an event.
    pub(super) const fn ends(&mut self, when: When) {
        (self.version, self.recorded) = (when.version, when.recorded);
    }

    fn moves(&mut self, step: &Step, from: Position, when: When, rows: &mut Rows) -> Result<(), FoldFault> {
        let When { version, on, recorded } = when;
        let Step { verb, detail, is_doubtful, agreed } = *step;
        let step = Move::of(verb, from).ok_or(FoldFault::Place { stands: from, found: Some(from) })?;
        self.step(StepRow::new(step, detail, is_doubtful, version.into(), on, recorded), rows);
        if let Some(total) = agreed {
            self.gives(TotalRow { recorded, total, on, version, gives: Gives::Agreement }, rows);
        }
        Ok(())
    }

    fn voids(&mut self, version: u64, when: When, rows: &Rows) -> Result<(), FoldFault> {
        let last = self.last_standing(rows).map(u64::from);
        if last != Some(version) || version == 1 {
            return Err(FoldFault::NotStanding { version });
        }
        self.standing(rows).pop();
        self.corrects(Corrects::Void, when, rows);
        Ok(())
    }

    fn restates(
        &mut self,
        version: u64,
        on: Day,
        basis: Option<&Basis>,
        when: When,
        rows: &Rows,
    ) -> Result<(), FoldFault> {
        let missing = FoldFault::NotStanding { version };
        let version = u32::try_from(version).map_err(|_| FoldFault::NotStanding { version })?;
        if !self.has_standing_step(version, rows) {
            return Err(missing);
        }
        let (detail, agreed) = (basis.map(detail), basis.and_then(agreed));
        self.corrects(Corrects::Restates { version, on, detail, agreed }, when, rows);
        Ok(())
    }

    fn corrects(&mut self, corrects: Corrects, when: When, rows: &Rows) {
        let row = CorrectionRow { recorded: when.recorded, version: when.version, corrects };
        self.standing(rows);
        self.more().corrections.push(row);
    }
}

/// What a step tells beside its move.
fn detail(basis: &Basis) -> Detail {
    let names_survivor = match basis {
        Basis::Evidence(Evidence::Closing(closing)) => closing.survivor().is_some(),
        Basis::Evidence(_) | Basis::Imported { .. } => false,
    };
    match (basis.cause(), basis.outcome()) {
        (Some(cause), _) => Detail::stall(cause),
        (None, Some(outcome)) => Detail::closing(outcome, names_survivor),
        (None, None) => Detail::default(),
    }
}

/// The amount of an agreement.
fn agreed(basis: &Basis) -> Option<Money> {
    match basis {
        Basis::Evidence(Evidence::Agreement(agreement)) => Some(*agreement.total_investment()),
        Basis::Evidence(_) | Basis::Imported { .. } => None,
    }
}
