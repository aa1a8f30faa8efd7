//! What lists need of a project beside the rows of figures: names, officers, papers, pauses. It is kept apart from those, so
//! that no figure walks over it.

use hashbrown::HashMap;

use super::planned::PlannedDays;
use crate::evidence::{Evidence, Inspect as _, Standing};
use crate::lifecycle::Item;
use crate::portfolio::row::When;
use crate::project::fact::{Fact, Milestone, Pause, Responsibility};
use crate::project::{Basis, Change, code};
use crate::value::{ActorId, Day, ProjectCode, Text, Timestamp, Uscc};

/// What lists need of one project: rows in the order in which they were recorded. Nothing is changed in a row later.
#[derive(Clone, Debug)]
pub(in crate::portfolio) struct Kept {
    /// Its name, as it was planned first.
    pub(super) name: Text,
    pub(super) rows: Vec<KeptRow>,
}

/// What an event told.
#[derive(Clone, Debug)]
pub(super) struct KeptRow {
    pub(super) recorded: Timestamp,
    /// The effective date of the event. A step may have another one by now.
    pub(super) on: Day,
    pub(super) version: u32,
    pub(super) told: Told,
}

/// What lists look at. What a step's evidence tells names the step: a correction may tell it anew.
#[derive(Clone, Debug)]
pub(in crate::portfolio) enum Told {
    /// Another name as planned.
    Replanned(Box<Text>),
    /// An amendment of the name.
    Name(Box<Text>),
    /// An officer, by the place.
    Officer(u32),
    /// Bodies, by the place.
    Body(u32),
    /// A schedule.
    Schedule(PlannedDays),
    /// A supplementary agreement that moves the start or the production.
    Moved {
        start: Option<Day>,
        production: Option<Day>,
    },
    /// Another code of the company.
    CompanyChanged(Box<Uscc>),
    Pause(Box<Pause>),
    Resumption,
    /// A paper presented for what a step promised.
    Presented {
        step: u32,
        item: Item,
    },
    /// A later day for what a step promised.
    Prolonged {
        step: u32,
        item: Item,
        due: Day,
    },
    /// Full capacity and effect.
    FullCapacity,
    /// A fact that was voided, by its version.
    Voided(u32),
    /// The evidence of a step, from here on: what was told of it before holds no more.
    Restated {
        step: u32,
    },
    /// The agreed days of a signing.
    Agreed {
        step: u32,
        start: Day,
        production: Day,
    },
    /// The project's code on the national approval platform.
    Code {
        step: u32,
        code: Box<ProjectCode>,
    },
    /// The code of the company that was registered.
    Company {
        step: u32,
        code: Box<Uscc>,
    },
    /// A revival: its new schedule, and whether it tells that work resumed.
    Revival {
        step: u32,
        schedule: Box<PlannedDays>,
        resumes: bool,
    },
    /// A paper that is promised by a day.
    Committed {
        step: u32,
        item: Item,
        due: Day,
    },
}

const _: () = assert!(size_of::<Told>() <= 16, "a row has 32 bytes, and a city has millions of them");

/// Values that many projects share, each kept once.
#[derive(Clone, Debug)]
pub(super) struct Shared<T> {
    values: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { values: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Clone + Eq + core::hash::Hash> Shared<T> {
    fn place(&mut self, value: &T) -> u32 {
        if let Some(at) = self.places.get(value) {
            return *at;
        }
        let at = self.values.len() as u32;
        self.values.push(value.clone());
        self.places.insert(value.clone(), at);
        at
    }

    pub(super) fn at(&self, place: u32) -> &T {
        &self.values[place as usize]
    }
}

/// The officers and bodies of all projects.
#[derive(Clone, Debug, Default)]
pub(in crate::portfolio) struct Assigned {
    pub(super) officers: Shared<ActorId>,
    pub(super) bodies: Shared<Responsibility>,
}

impl Kept {
    pub(in crate::portfolio) const fn planned(name: Text) -> Self {
        Self { name, rows: Vec::new() }
    }

    /// How many bytes it holds elsewhere, about.
    pub(in crate::portfolio) fn bytes(&self) -> usize {
        self.name.as_str().len() + self.rows.capacity() * size_of::<KeptRow>()
    }

    /// Takes in what an event told.
    pub(in crate::portfolio) fn tell(&mut self, told: Told, When { version, on, recorded }: When) {
        self.rows.push(KeptRow { recorded, on, version, told });
    }

    /// Takes in a fact that follows.
    pub(in crate::portfolio) fn fact(&mut self, told: &Fact, when: When, assigned: &mut Assigned) {
        fact(told, assigned, &mut |told| self.tell(told, when));
    }

    /// Takes in a change that follows.
    pub(in crate::portfolio) fn take(&mut self, change: &Change, when: When, assigned: &mut Assigned) {
        let version = when.version;
        let mut tell = |told| self.tell(told, when);
        match change {
            Change::Plan { .. } | Change::Void(_) | Change::Redate(_) => {}
            Change::Move { basis, .. } => evidence(basis, version, &mut tell),
            Change::Correct(correcting) => {
                let step = correcting.version as u32;
                tell(Told::Restated { step });
                evidence(&correcting.basis, step, &mut tell);
            }
            Change::Replan(replanning) => tell(Told::Replanned(Box::new(replanning.profile.name.clone()))),
            Change::VoidFact(voiding) => tell(Told::Voided(voiding.version as u32)),
            Change::Fact(told) => fact(told, assigned, &mut tell),
        }
    }
}

/// What a fact tells.
fn fact(told: &Fact, assigned: &mut Assigned, tell: &mut impl FnMut(Told)) {
    match told {
        Fact::Officer(officer) => tell(Told::Officer(assigned.officers.place(&officer.officer))),
        Fact::Body(body) => tell(Told::Body(assigned.bodies.place(body))),
        Fact::Schedule(scheduled) => tell(Told::Schedule(PlannedDays::of(&scheduled.stages))),
        Fact::Amendment(amendment) => {
            amendment.name.iter().for_each(|name| tell(Told::Name(Box::new(name.clone()))));
        }
        Fact::Agreement(agreement) => {
            let (start, production) = (agreement.agreed_start, agreement.agreed_production);
            if start.is_some() || production.is_some() {
                tell(Told::Moved { start, production });
            }
        }
        Fact::Company(changed) => {
            changed.company_code.iter().for_each(|code| tell(Told::CompanyChanged(Box::new(*code))));
        }
        Fact::Pause(pause) => tell(Told::Pause(Box::new(pause.clone()))),
        Fact::Resumption(_) => tell(Told::Resumption),
        Fact::Presentation(shown) => tell(Told::Presented { step: shown.version as u32, item: shown.item }),
        Fact::Prolongation(later) => {
            tell(Told::Prolonged { step: later.version as u32, item: later.item, due: later.due });
        }
        Fact::Milestone(reached) => match reached.milestone {
            Milestone::FullCapacity => tell(Told::FullCapacity),
            Milestone::FullyCommissioned | Milestone::Enrolled | Milestone::ToppedOut | Milestone::Other => {}
        },
        Fact::Site(_)
        | Fact::Relocation(_)
        | Fact::Client(_)
        | Fact::Link(_)
        | Fact::Investment(_)
        | Fact::Progress(_) => {}
    }
}

/// What a step's evidence tells. An imported step has none.
fn evidence(basis: &Basis, step: u32, tell: &mut impl FnMut(Told)) {
    let Basis::Evidence(evidence) = basis else { return };
    match evidence {
        Evidence::Agreement(agreement) => {
            let (start, production) = (*agreement.agreed_start(), *agreement.agreed_production());
            tell(Told::Agreed { step, start, production });
        }
        Evidence::Registration(registration) => {
            tell(Told::Company { step, code: Box::new(*registration.company_code()) });
        }
        Evidence::Revival(revival) => {
            let schedule = Box::new(PlannedDays::of(revival.new_schedule()));
            tell(Told::Revival { step, schedule, resumes: revival.resumed_on().is_some() });
        }
        Evidence::Dossier(_)
        | Evidence::Engagement(_)
        | Evidence::Commencement(_)
        | Evidence::Commissioning(_)
        | Evidence::Operation(_)
        | Evidence::Grounds(_)
        | Evidence::Rescission(_)
        | Evidence::StallFinding(_)
        | Evidence::Closing(_) => {}
    }
    code(evidence).into_iter().for_each(|code| tell(Told::Code { step, code: Box::new(*code) }));
    evidence.inspect(&mut |item, standing| match standing {
        Standing::Committed { due } => tell(Told::Committed { step, item, due }),
        Standing::Done { .. } | Standing::Presented { .. } | Standing::Waived | Standing::NotRequired => {}
    });
}
