//! Applying recorded events: structure is checked again, because storage is not trusted.

use std::collections::BTreeSet;

use super::event::{Basis, Change, Correcting, Event};
use super::history::{HistoryError, HistoryFault};
use super::ids::Ids;
use super::state::{Course, StandingStep, State};
use super::structure::Bound;
use super::{CurrentState, Profile, Project, ReadFrom, follow};
use crate::act::Voiding;
use crate::evidence::Evidence;
use crate::lifecycle::{LAW_VERSION, Law, Verb};
use crate::reason::Reason;
use crate::value::{Day, ProjectCode, UtcOffset};

impl Project {
    /// A project from its whole history.
    ///
    /// It checks what holds under every policy: version, id, move, cause, remedy and outcome, the order of dates, that each had
    /// come somewhere when its command was given, and the law that each event names; that imported steps come before live ones; and
    /// of a live step the duties that it waits for, the kind of agreement, the dossier of a project that enters the reserve, the
    /// land that a closing leaves, and that nothing is a duplicate of itself.
    ///
    /// It does not ask a policy again. The guards' alone is what [`decide`](Self::decide) asks beside: how long a project stood
    /// still, what its stall must show, which papers were taken and until when they were valid. So is which policy decided: its
    /// digest is on record, for whoever knows which one was in force.
    ///
    /// # Errors
    /// [`HistoryError`] at the first event that does not follow from those before it.
    pub fn replay(events: impl IntoIterator<Item = Event>) -> Result<Self, HistoryError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(HistoryError::Empty)?;
        let profile = planning(&first).map_err(|fault| blamed(&first, fault))?;
        let log = ReadFrom(None);
        let state = Box::new(State::planned(profile, CurrentState::of(profile, &first)));
        let mut replayed = Self { id: first.project(), events: Vec::new(), ids: Ids::default(), state, log };
        replayed.events.reserve(1 + events.size_hint().0);
        replayed.events.push(first);
        for event in events {
            replayed.apply(event)?;
        }
        Ok(replayed)
    }

    /// A project from its history but for what is in quarantine: the versions that are passed over, and the voids by which
    /// the steps among them were undone. Numbers stay taken. `None` if nothing is left.
    ///
    /// # Errors
    /// As [`replay`](Self::replay).
    pub fn replay_but(
        passed: &BTreeSet<u64>,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<Option<Self>, HistoryError> {
        let mut events = events.into_iter().filter(|event| !passed.contains(&event.version()));
        if passed.contains(&1) {
            return Ok(None);
        }
        let first = events.next().ok_or(HistoryError::Empty)?;
        let mut project = Self::replay([first])?;
        for event in events {
            project.apply_but(passed, event)?;
        }
        project.pass_over(passed);
        Ok(Some(project))
    }

    /// Takes in the next recorded event behind the versions that are passed over. The void of a step among them has no effect.
    ///
    /// # Errors
    /// As [`apply`](Self::apply); nothing of the event is taken in.
    pub(crate) fn apply_but(&mut self, passed: &BTreeSet<u64>, event: Event) -> Result<(), HistoryError> {
        self.pass_over(passed);
        let undoes = match event.change() {
            Change::Void(voiding) | Change::VoidFact(voiding) => passed.contains(&voiding.version),
            Change::Plan { .. }
            | Change::Move { .. }
            | Change::Fact(_)
            | Change::Redate(_)
            | Change::Correct(_)
            | Change::Replan(_) => false,
        };
        if undoes && event.project() == self.id && event.version() == self.version() + 1 {
            self.state.current.version = event.version();
            self.events.push(event);
            self.ids.enter(&self.events);
            return Ok(());
        }
        self.apply(event)
    }

    /// Goes on behind the next versions that are passed over.
    pub(crate) fn pass_over(&mut self, passed: &BTreeSet<u64>) {
        while passed.contains(&(self.version() + 1)) {
            self.state.current.version += 1;
        }
    }

    /// Takes in the next recorded event.
    ///
    /// # Errors
    /// [`HistoryError`] when it does not follow from this project's history; the project is then unchanged.
    pub fn apply(&mut self, event: Event) -> Result<(), HistoryError> {
        self.check_next(&event)?;
        let turns = self.turns(&event);
        let is_shown = self.enter(&event);
        self.events.push(event);
        self.ids.enter(&self.events);
        if !is_shown {
            self.settle();
        }
        self.settle_pauses(turns);
        Ok(())
    }

    /// Whether [`apply`](Self::apply) would take an event.
    pub(crate) fn check_next(&self, event: &Event) -> Result<(), HistoryError> {
        self.follows(event).map_err(|fault| HistoryError::Event { project: self.id, version: event.version(), fault })
    }

    /// Whether an event follows from this history.
    fn follows(&self, event: &Event) -> Result<(), HistoryFault> {
        if event.project() != self.id {
            return Err(HistoryFault::WrongProject { found: event.project() });
        }
        if event.version() != self.version() + 1 {
            return Err(HistoryFault::WrongVersion { expected: self.version() + 1 });
        }
        if self.find(event.id()).is_some() {
            return Err(HistoryFault::DuplicateId { id: event.id() });
        }
        let law = law_of(event)?;
        let (last, found) = (self.events.last().map_or(0, Event::law), law.version());
        if found < last {
            return Err(HistoryFault::LawFell { last, found });
        }
        has_come(event)?;
        let (state, expected) = (&self.state, self.state.current.position);
        let found = event.from().ok_or(HistoryFault::Planning)?;
        if found != expected {
            return Err(HistoryFault::NotWhereItStands { expected, found });
        }
        let (leads, breach) = match event.change() {
            Change::Plan { .. } => return Err(HistoryFault::Planning),
            Change::Move { verb, basis } => {
                let at = self.now();
                let breach =
                    at.rests(*verb, basis, law).or_else(|| at.remedies(basis, law)).or_else(|| state.imports(basis));
                let (to, on) = (state.leads(*verb, law)?, event.effective_on());
                if let Basis::Evidence(evidence) = basis {
                    suits(self.awaited(*verb).chain(self.unsuited(&at, *verb, evidence, on, law)))?;
                }
                (to, breach.or_else(|| self.unseats(*verb, to, Some(basis), on)))
            }
            Change::Fact(fact) => {
                let on = event.effective_on();
                let contradicts = fact.contradicts(&state.notes, &state.current, on);
                let contradicts = contradicts.or_else(|| self.links_itself(fact));
                if let Some(why) = contradicts.or_else(|| self.ungrounded(fact, on).into_iter().next()) {
                    return Err(HistoryFault::Contradicts { why });
                }
                if fact.before(&state.notes, &state.current, on).map(Into::into).as_ref() != event.before() {
                    return Err(HistoryFault::WrongBefore);
                }
                (expected, None)
            }
            Change::Void(voiding) => {
                if let Some(breach) = self.voids(voiding.version) {
                    return Err(breach.into());
                }
                let (restored, named) = (state.restored(), event.restores().unwrap_or(0));
                if restored != named {
                    return Err(HistoryFault::WrongRestored { expected: restored, found: named });
                }
                let voided = self.at(voiding.version);
                (voided.from().unwrap_or(expected), None)
            }
            Change::Redate(redating) => {
                let (version, to) = (redating.version, redating.to);
                (expected, self.redates(redating).or_else(|| self.unseats_by(version, None, to)))
            }
            Change::Correct(correcting) => {
                let days = [false, true].map(|builds_first| self.corrected_on(correcting, builds_first));
                let named = event.redated_to();
                if !days.contains(&named) {
                    let expected = days[0].unwrap_or(Day::MIN);
                    return Err(HistoryFault::WrongDate { expected, found: named.unwrap_or(Day::MIN) });
                }
                let breach = self.corrects(correcting, named, law);
                if breach.is_none()
                    && let (Some(place), Some(on)) = (state.place(correcting.version), named)
                    && let Basis::Evidence(evidence) = &correcting.basis
                {
                    let verb = self.step(correcting.version).0;
                    suits(self.unsuited(&self.before(place), verb, evidence, on, law))?;
                }
                (expected, breach.or_else(|| self.unseats_by(correcting.version, Some(&correcting.basis), named?)))
            }
            Change::Replan(replanning) => {
                let (planned_on, named) = (state.planned_on, event.redated_to());
                if named != Some(planned_on) {
                    let found = named.unwrap_or(Day::MIN);
                    return Err(HistoryFault::WrongDate { expected: planned_on, found });
                }
                (expected, self.unseats_relocation(replanning))
            }
            Change::VoidFact(voiding) => (expected, self.voids_fact(voiding.version)),
        };
        if event.to() != leads {
            return Err(HistoryFault::WrongEnd { expected: leads, found: event.to() });
        }
        if let Some(breach) = breach {
            return Err(breach.into());
        }
        self.dated(event)
    }

    /// Whether the event's date is that of its act, and lies within its bounds. Whether works may be older than the
    /// registration is the policy's to say, and no rule of structure.
    fn dated(&self, event: &Event) -> Result<(), HistoryFault> {
        let (bounds, found) = (self.state.bounds(event.change()), event.effective_on());
        if let Change::Move { basis: Basis::Evidence(evidence), .. } = event.change()
            && let Some((_, acted_on)) = self.state.acted_on(&self.now(), evidence, false)
            && found != acted_on
            && self.state.acted_on(&self.now(), evidence, true).is_none_or(|(_, acted_on)| found != acted_on)
        {
            return Err(HistoryFault::NotDayOfAct { acted_on, found });
        }
        let bounds = || bounds.iter().flatten().copied();
        if bounds().all(|bound| bound.allows(found)) {
            return Ok(());
        }
        let earliest = bounds().map(Bound::earliest).max().unwrap_or(Day::MIN);
        let latest = bounds().map(Bound::latest).min().unwrap_or(Day::MAX);
        Err(HistoryFault::DateOutOfOrder { found, earliest, latest })
    }

    /// Takes in an event that follows. Tells whether the current state shows all of it already.
    fn enter(&mut self, event: &Event) -> bool {
        let (version, on) = (event.version(), event.effective_on());
        let is_shown = match event.change() {
            Change::Plan { .. } => true,
            Change::Move { verb, basis } => {
                self.state.standing.push(StandingStep { version, on, before: self.state.course });
                self.state.course.enter(*verb, Some(basis), version);
                let State { current, notes, .. } = &mut *self.state;
                if let Basis::Evidence(evidence) = basis {
                    notes.enter(evidence, version, on);
                }
                current.follow(event)
            }
            Change::Fact(fact) => {
                let State { current, notes, .. } = &mut *self.state;
                fact.keep(notes, version, on);
                let is_shown = current.follow(event);
                if !is_shown {
                    fact.settle(notes, current);
                }
                is_shown
            }
            Change::Void(voiding) => {
                self.void(voiding, event);
                false
            }
            Change::Redate(redating) => {
                self.restate(redating.version, self.redated(redating), redating.to);
                false
            }
            Change::Correct(Correcting { version, basis, .. }) => {
                if let Some(to) = event.redated_to() {
                    self.restate(*version, Some(basis.clone()), to);
                }
                false
            }
            Change::VoidFact(voiding) => {
                self.void_fact(voiding.version);
                false
            }
            Change::Replan(replanning) => {
                let State { current, notes, .. } = &mut *self.state;
                notes.replan(&replanning.profile, current);
                false
            }
        };
        self.state.current.version = version;
        is_shown
    }

    /// Shows what stands of all that steps and facts give in turns.
    fn settle(&mut self) {
        let (total_investment, signed_on) = (self.total_investment(), self.agreement().map(|(signed, _)| signed.on));
        let State { current, notes, .. } = &mut *self.state;
        notes.settle(current);
        current.total_investment = total_investment;
        current.noted_on = notes.noted_on().max(signed_on);
    }

    /// Undoes the last standing step. Facts recorded since stay, except the papers for that step.
    fn void(&mut self, voiding: &Voiding, event: &Event) {
        let State { current, notes, course, standing, .. } = &mut *self.state;
        if let Some(voided) = standing.pop() {
            *course = voided.before;
        }
        notes.void(voiding.version);
        current.position = event.to();
        // what the last step committed to stands last
        current.owed.truncate(current.owed.partition_point(|owed| owed.version < voiding.version));
        self.state.bases.remove(&voiding.version);
        self.state.current.since = self.state.since();
        self.state.current.code = self.coded();
    }

    /// The project's code, as evidence gave it last.
    pub(super) fn coded(&self) -> Option<ProjectCode> {
        follow::code(self.evidence_of(self.state.course.coded?)?).copied()
    }

    /// Undoes a fact: all is as if it had never been recorded.
    fn void_fact(&mut self, version: u64) {
        let voided = self.at(version).clone();
        let Change::Fact(fact) = voided.change() else { return };
        let State { current, notes, voided_facts, .. } = &mut *self.state;
        voided_facts.insert(version);
        fact.forget(notes, version, voided.effective_on());
        fact.settle(notes, current);
    }
}

impl Course {
    /// Takes in a step. No basis: whatever it rests on.
    pub(crate) fn enter(&mut self, verb: Verb, basis: Option<&Basis>, version: u64) {
        match verb {
            Verb::Stall => self.cause = basis.and_then(Basis::cause),
            Verb::Revive => (self.cause, self.revived) = (None, Some(version)),
            Verb::Close => self.outcome = basis.and_then(Basis::outcome),
            Verb::Sign => self.signed = Some(version),
            Verb::Engage => self.engaged = Some(version),
            Verb::ReopenTalks => (self.signed, self.ended) = (None, Some(version)),
            Verb::BreakOff | Verb::Terminate => {
                (self.engaged, self.signed, self.revived, self.reinvested) = (None, None, None, None);
                (self.ended, self.released) = (Some(version), Some(version));
            }
            Verb::Start => self.started = Some(version),
            Verb::Register => self.registered = Some(version),
            Verb::Admit => self.admitted = Some(version),
            Verb::Commission => self.commissioned = Some(version),
            Verb::Operate | Verb::SendBack => {}
        }
        let Some(Basis::Evidence(evidence)) = basis else { return };
        self.first_live.get_or_insert(version);
        if follow::code(evidence).is_some() {
            self.coded = Some(version);
        }
        if matches!(evidence, Evidence::Revival(revival) if revival.new_investor().is_some()) {
            self.reinvested = Some(version);
        }
        if follow::dossier(evidence).is_some() {
            self.admitted = Some(version);
        }
    }
}

/// The profile with which a history begins.
fn planning(first: &Event) -> Result<&Profile, HistoryFault> {
    let Change::Plan { profile, .. } = first.change() else { return Err(HistoryFault::Planning) };
    law_of(first)?;
    has_come(first)?;
    if first.version() != 1 {
        return Err(HistoryFault::WrongVersion { expected: 1 });
    }
    Ok(profile)
}

fn blamed(event: &Event, fault: HistoryFault) -> HistoryError {
    HistoryError::Event { project: event.project(), version: event.version(), fault }
}

/// The law that an event names.
fn law_of(event: &Event) -> Result<&'static Law, HistoryFault> {
    Law::of(event.law()).ok_or(HistoryFault::UnknownLaw { stored: event.law(), known: LAW_VERSION })
}

/// The dates that an event gives had come in some place when it was given: the day of the latest is the UTC day or the next.
fn has_come(event: &Event) -> Result<(), HistoryFault> {
    let given = event.at().day_in(UtcOffset::UTC);
    let latest = given.plus_days(1).unwrap_or(given);
    let redated = match event.change() {
        Change::Redate(redating) => Some(redating.to),
        Change::Plan { .. }
        | Change::Move { .. }
        | Change::Fact(_)
        | Change::Void(_)
        | Change::VoidFact(_)
        | Change::Correct(_)
        | Change::Replan(_) => event.redated_to(),
    };
    let later = [Some(event.effective_on()), redated].into_iter().flatten().find(|day| *day > latest);
    later.map_or(Ok(()), |found| Err(HistoryFault::DateInFuture { found, latest }))
}

/// Evidence has what the law asks for, whatever the policy.
fn suits(mut reasons: impl Iterator<Item = Reason>) -> Result<(), HistoryFault> {
    reasons.next().map_or(Ok(()), |why| Err(HistoryFault::Unsuited { why }))
}
