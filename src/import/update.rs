//! A newer edition of a ledger: what it changes of a project that was imported before, as facts and corrections.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::legible::legible;
use super::said::Said;
use crate::act::{Correction, Provenance, Redating, Voiding};
use crate::evidence::Attachment;
use crate::project::fact::{Amendment, Relocated};
use crate::project::{Basis, Change, Import, Replanning, Step};
use crate::{
    Actor, Command, Context, Day, Decision, Event, EventId, Language, Policy, Profile, Project, Refusal, Text,
    Timestamp,
};

/// How a newer edition is recorded, as the mapping's `[update]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Update {
    /// Who authorised what it corrects, and issued what it tells.
    pub(super) authority: Text,
    /// Why.
    pub(super) grounds: Text,
    /// What changes with time: another value is a fact on the day of the record's last update. Another value of anything else
    /// corrects the planning.
    pub(super) changes: BTreeSet<Member>,
}

/// A member of a profile that a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Member {
    Category,
    Industry,
    Investor,
    Kind,
    Name,
    TotalInvestment,
    Zone,
}

/// A record of a newer edition, and the circumstances in which it is taken in.
pub(super) struct Edition<'a> {
    pub(super) actor: &'a Arc<Actor>,
    pub(super) policy: &'a Policy,
    pub(super) update: &'a Update,
    pub(super) now: Timestamp,
    /// The day of the record's last update. `None` if it tells none: then what changed did so when it was recorded.
    pub(super) updated: Option<Day>,
    /// The project as the record alone tells it.
    pub(super) told: &'a Project,
}

/// A project that is brought to what a newer edition tells.
struct Bringing<'a> {
    edition: &'a Edition<'a>,
    project: Project,
    new: Vec<Event>,
}

/// A step that is to have another date.
struct Moved {
    version: u64,
    to: Day,
    provenance: Provenance,
}

impl Edition<'_> {
    /// The events that bring a project to what the edition tells: none if it tells the same. All of them follow from one another.
    ///
    /// # Errors
    /// What stands in the way, with what the store has and what the ledger tells. Then nothing is to be recorded.
    pub(super) fn bring(&self, project: Project) -> Result<Vec<Event>, Said> {
        let mut bringing = Bringing { edition: self, project, new: Vec::new() };
        bringing.steps()?;
        bringing.profile()?;
        Ok(bringing.new)
    }

    /// Where the record stands.
    fn provenance(&self) -> Provenance {
        let planning =
            self.told.events().first().and_then(Event::provenance).expect("an import says where it was read");
        let record = u32::try_from(planning.record()).unwrap_or(u32::MAX);
        Provenance::new(Text::new(planning.file()).expect("it was one"), record)
    }

    fn correction(&self) -> Correction {
        Correction { authority: self.update.authority.clone(), grounds: self.update.grounds.clone() }
    }

    /// The record in place of a paper: what the office that keeps the ledger wrote on that day.
    fn paper(&self, on: Day) -> Attachment {
        let provenance = self.provenance();
        let name = legible(&format!("{}，第{}条记录", provenance.file(), provenance.record()));
        let attachment = Attachment::new(name.as_str(), self.update.authority.as_str());
        attachment.expect("both are texts").dated(on)
    }
}

impl Bringing<'_> {
    /// Gives a command; what it records stands from now on.
    fn give(&mut self, command: Command, context: impl FnOnce(Context) -> Context) -> Result<(), Box<Refusal>> {
        let Edition { actor, policy, now, .. } = *self.edition;
        let id = EventId::named(self.project.id().uuid(), &format!("update:{}", self.project.version() + 1));
        let context = context(Context::new(id, now, actor.clone()));
        if let Decision::Record(event) = self.project.decide(command, &context, policy)? {
            self.project.apply(event.clone()).expect("what was decided on a project fits it");
            self.new.push(event);
        }
        Ok(())
    }

    /// Brings the steps: another date re-dates its step, and what is told beyond them is imported. A date that is but a bound can
    /// be told by no correction, so from such a step on all are voided and imported again.
    fn steps(&mut self) -> Result<(), Said> {
        let told = self.edition.told;
        let stood: Vec<_> = self.project.standing().collect();
        let imported = stood.iter().take_while(|step| step.basis().is_imported()).count();
        let (mut moved, mut again) = (Vec::new(), imported);
        if self.project.planned_on() != told.planned_on() {
            moved.push(Moved { version: 1, to: told.planned_on(), provenance: self.edition.provenance() });
        }
        for (n, (stood, told)) in stood[..imported].iter().zip(told.standing()).enumerate() {
            let (Some(had), Some(provenance)) = (source(stood.basis()), source(told.basis())) else { continue };
            let is_same = stood.verb() == told.verb()
                && stood.basis().cause() == told.basis().cause()
                && stood.basis().outcome() == told.basis().outcome();
            if !is_same {
                return Err(other_course(Some(step(stood)), Some(step(&told))));
            }
            let is_moved = stood.effective_on() != told.effective_on();
            if provenance.is_doubtful() && (is_moved || !had.is_doubtful()) {
                again = n;
                break;
            }
            // a date that is given is known
            if is_moved || had.is_doubtful() != provenance.is_doubtful() {
                let (version, to) = (stood.event().version(), told.effective_on());
                moved.push(Moved { version, to, provenance: provenance.clone() });
            }
        }
        if let Some(vanished) = stood[..imported].get(told.standing().count()) {
            return Err(other_course(Some(step(vanished)), None));
        }
        let next = told.standing().nth(again);
        if next.is_some() && stood.len() > imported {
            return Err(other_course(stood.get(again).map(step), next.as_ref().map(step)));
        }
        let provenance = self.edition.provenance();
        for _ in again..imported {
            let version = self.project.standing().last().expect("it was counted").event().version();
            let voiding = Voiding { version, correction: self.edition.correction() };
            self.tell(Command::Void(voiding), |context| context.read_from(provenance.clone()))?;
        }
        self.redate(moved)?;
        for step in told.standing().skip(again) {
            let Basis::Imported { provenance, cause, outcome } = step.basis().clone() else { continue };
            let import = match (cause, outcome) {
                (Some(cause), _) => Import::stall(cause, provenance),
                (_, Some(outcome)) => Import::close(outcome, provenance),
                (None, None) => Import::step(step.verb(), provenance),
            };
            self.tell(Command::Import(import), |context| context.on(step.effective_on()))?;
        }
        Ok(())
    }

    /// Gives steps other dates, each between its neighbours': whichever can move first does.
    fn redate(&mut self, mut moved: Vec<Moved>) -> Result<(), Said> {
        while !moved.is_empty() {
            let (mut left, mut last) = (Vec::new(), None);
            let all = moved.len();
            for Moved { version, to, provenance } in moved {
                let correction = self.edition.correction();
                let redating = Redating { version, to, provenance: Some(provenance.clone()), correction };
                if let Err(refusal) = self.give(Command::Redate(redating), |context| context) {
                    last = Some((version, to, refusal));
                    left.push(Moved { version, to, provenance });
                }
            }
            if let Some((version, to, refusal)) = last.filter(|_| left.len() == all) {
                return Err(self.stays(version, to, &refusal));
            }
            moved = left;
        }
        Ok(())
    }

    /// Brings the profile: what changes with time by a fact, the rest by correcting the planning. A blank cell says nothing.
    fn profile(&mut self) -> Result<(), Said> {
        let edition = self.edition;
        let on = edition.updated.unwrap_or_else(|| edition.policy.day(edition.now));
        let (told, stood, current) = (planned(edition.told), planned(&self.project), self.project.profile_on(on));
        let is_change = |member| edition.update.changes.contains(&member);

        let (mut name, mut zone) = (stood.name(), stood.zone());
        let (mut amendment, mut to_zone) = (Amendment::default(), None);
        if !is_change(Member::Name) {
            name = told.name();
        } else if told.name() != current.name() {
            amendment.name = Some(text(told.name()));
        }
        if !is_change(Member::Zone) {
            zone = told.zone();
        } else if told.zone() != current.zone() {
            to_zone = Some(told.zone().clone());
        }
        let mut corrected = told_over(stood, Profile::new(text(name), zone.clone()));
        if !is_change(Member::Kind) {
            corrected = corrected.of_kind(told.kind());
        } else if told.kind() != current.kind() {
            amendment.kind = Some(told.kind());
        }
        if let Some(category) = told.category() {
            if !is_change(Member::Category) {
                corrected = corrected.in_category(category);
            } else if current.category() != Some(category) {
                amendment.category = Some(category);
            }
        }
        if let Some(industry) = told.industry() {
            if !is_change(Member::Industry) {
                corrected = corrected.in_industry(*industry);
            } else if current.industry() != Some(industry) {
                amendment.industry = Some(*industry);
            }
        }
        if let Some(investor) = told.investor() {
            if !is_change(Member::Investor) {
                corrected = corrected.by_investor(investor.clone());
            } else if current.investor() != Some(investor) {
                amendment.investor = Some(investor.clone());
            }
        }
        if let Some(total) = told.total_investment() {
            if !is_change(Member::TotalInvestment) {
                corrected = corrected.investing(total);
            } else if current.total_investment() != Some(total) {
                amendment.total_investment = Some(total);
            }
        }

        let provenance = edition.provenance();
        if corrected != *stood {
            let replanning = Replanning { profile: corrected, correction: edition.correction() };
            self.tell(Command::Replan(replanning), |context| context.read_from(provenance.clone()))?;
        }
        if amendment != Amendment::default() {
            (amendment.grounds, amendment.paper) = (Some(edition.update.grounds.clone()), Some(edition.paper(on)));
            self.tell(Command::Amend(amendment), |context| context.on(on).read_from(provenance.clone()))?;
        }
        if let Some(to_zone) = to_zone {
            let (contract, host_acceptance) = (edition.paper(on), edition.paper(on));
            let from_zone = current.zone().clone();
            let relocated = Relocated { contract, from_zone, host_acceptance, share_terms: None, to_zone };
            self.tell(Command::Relocate(relocated), |context| context.on(on).read_from(provenance))?;
        }
        Ok(())
    }

    /// Gives a command; a refusal is told.
    fn tell(&mut self, command: Command, context: impl FnOnce(Context) -> Context) -> Result<(), Said> {
        self.give(command, context).map_err(|refusal| refused(&refusal))
    }

    /// What is told of a step whose date stays.
    fn stays(&self, version: u64, to: Day, refusal: &Refusal) -> Said {
        let stood = self.project.standing().find(|step| step.event().version() == version);
        let (on, [english, chinese]) = stood.map_or_else(
            || (self.project.planned_on(), ["the planning", "策划"]),
            |step| (step.effective_on(), [step.verb().code(), step.verb().label(Language::Chinese)]),
        );
        let why = Said::refused(refusal);
        Said::new(
            format!("{english} stands on {on}, the ledger tells {to}: {}", why.english),
            format!("系统库中“{chinese}”日期为 {on}，台账为 {to}：{}", why.chinese),
        )
    }
}

/// What a project was planned as, corrections considered.
fn planned(project: &Project) -> &Profile {
    let told = project.events().iter().rev().find_map(|event| match event.change() {
        Change::Plan { profile, .. } | Change::Replan(Replanning { profile, .. }) => Some(profile),
        Change::Move { .. }
        | Change::Fact(_)
        | Change::Void(_)
        | Change::Redate(_)
        | Change::VoidFact(_)
        | Change::Correct(_) => None,
    });
    told.expect("a project begins with its planning")
}

/// A profile with the optional members of another one.
fn told_over(of: &Profile, mut profile: Profile) -> Profile {
    profile = profile.of_kind(of.kind());
    if let Some(category) = of.category() {
        profile = profile.in_category(category);
    }
    if let Some(industry) = of.industry() {
        profile = profile.in_industry(*industry);
    }
    if let Some(investor) = of.investor() {
        profile = profile.by_investor(investor.clone());
    }
    match of.total_investment() {
        Some(total) => profile.investing(total),
        None => profile,
    }
}

fn text(name: &str) -> Text {
    Text::new(name).expect("it is the name of a project")
}

/// Where an imported step was read.
const fn source(basis: &Basis) -> Option<&Provenance> {
    match basis {
        Basis::Imported { provenance, .. } => Some(provenance),
        Basis::Evidence(_) => None,
    }
}

/// A step, as a person names it in English and in Chinese.
fn step(step: &Step<'_>) -> [String; 2] {
    let on = step.effective_on();
    [format!("`{}` on {on}", step.verb()), format!("“{}”（{on}）", step.verb().label(Language::Chinese))]
}

/// What is told of a project whose steps are others.
fn other_course(has: Option<[String; 2]>, tells: Option<[String; 2]>) -> Said {
    let [has, tells] = [has, tells].map(|step| step.unwrap_or_else(|| ["no further step".into(), "无后续环节".into()]));
    Said::new(
        format!("the store has {}, the ledger {}. What the store has stays", has[0], tells[0]),
        format!("系统库中为{}，台账为{}。系统库中记录保持不变", has[1], tells[1]),
    )
}

fn refused(refusal: &Refusal) -> Said {
    let mut said = Said::refused(refusal);
    said.english.push_str(". What the store has stays");
    said.chinese.push_str("。系统库中记录保持不变");
    said
}
