//! What projects refuse and chance seldom asks for.

use super::asking::Provoked;
use crate::evidence::{AgreementForm, ClosingForm, CommencementForm, Document, Field, Permit, Promise, SmallWorks};
use crate::lifecycle::{Outcome, PauseReason, ProjectKind, ZombieCause};
use crate::project::fact::{InvestmentReport, Pause, Resumption};
use crate::project::{Basis, InvestmentMeasure};
use crate::staged::Staged;
use crate::staged::marker::Planned;
use crate::testing::sample::{
    self, agreement, agreement_form, at, closing_form, commencement_form, correcting, dossier, filled, grounds, paper,
    plus, relocation, stall_finding, text, voiding_fact,
};
use crate::{Command, Day, Money, Stage, Verb};

/// Papers that do not hold at the start, and too many words at the signing.
pub(super) fn papers(provoked: &mut Provoked<'_>) -> Option<()> {
    let mut walk = provoked.at(at(Stage::Registered))?;
    let today = walk.pass(1).today;
    let expired = Permit::new(paper("施工许可证", today), today).valid_until(plus(today, -1));
    let form =
        CommencementForm { construction_permit: Document::Presented(expired).into(), ..commencement_form(today) };
    provoked.ask(&walk, &Command::Start(filled(form)));
    let works = SmallWorks { area: u32::MAX, cost: Money::from_fen(i64::MAX) };
    let form =
        CommencementForm { construction_permit: Field::Blank, small_works: works.into(), ..commencement_form(today) };
    provoked.ask(&walk, &Command::Start(filled(form)));
    let mut walk = provoked.at(at(Stage::Negotiating))?;
    let today = walk.pass(1).today;
    let promise = Promise { due: today, promise: text(&"承".repeat(5_000)) };
    let form = AgreementForm { promises: vec![promise; 4].into(), ..agreement_form(ProjectKind::Enterprise, today) };
    provoked.ask(&walk, &Command::Sign(filled(form)));
    Some(())
}

/// Talks without a dossier that go back to the reserve; and a command that is recorded already, which the typed view tells.
pub(super) fn talks(provoked: &mut Provoked<'_>) {
    let mut walk = provoked.planned();
    if walk.pass(1).go_when_open(Verb::Engage).is_ok() {
        provoked.ask(&walk, &Command::BreakOff(grounds(None)));
    }
    let mut walk = provoked.planned();
    let (again, evidence) = (walk.context(), dossier(walk.today));
    if provoked.give(&mut walk, Command::Admit(evidence.clone())).is_some()
        && walk.pass(1).go_when_open(Verb::SendBack).is_ok()
        && let Ok(staged) = Staged::<Planned>::try_from(walk.project.clone())
        && let Err(refused) = staged.admit(evidence, &again, &walk.policy)
    {
        provoked.reasons.extend_from_slice(refused.refusal().reasons());
    }
}

/// Corrections of what is not the last step, and by what is another gate's.
pub(super) fn corrections(provoked: &mut Provoked<'_>) -> Option<()> {
    let walk = provoked.at(at(Stage::Signed))?;
    let engaged = walk.project.standing().nth(walk.project.standing().count() - 2)?.event().version();
    let Command::Void(mut void) = sample::voiding(&walk.project, "误录") else { return None };
    void.version = engaged;
    provoked.ask(&walk, &Command::Void(void));
    let basis = Basis::Evidence(agreement(ProjectKind::Enterprise, walk.today).into());
    provoked.ask(&walk, &correcting(engaged, basis));
    Some(())
}

/// Pauses and what ends them.
pub(super) fn pauses(provoked: &mut Provoked<'_>) -> Option<()> {
    let pause = |reason| Command::Pause(Pause { expected_until: None, explanation: text("征地未完成"), reason });
    let resume = Command::Resume(Resumption::default());
    let mut walk = provoked.at(at(Stage::Started))?;
    walk.pass(10);
    provoked.give(&mut walk, pause(PauseReason::Land))?;
    let (paused, begun) = (walk.project.version(), walk.today);
    provoked.ask_on(&walk, plus(begun, -1), &resume);
    let mut halted = walk.clone();
    halted.pass(4_000);
    let since = halted.project.since();
    let finding = stall_finding(ZombieCause::ConstructionHalted, since, halted.today);
    provoked.ask(&halted, &Command::Stall(finding));
    walk.pass(1);
    provoked.give(&mut walk, resume.clone())?;
    provoked.ask(&walk, &resume);
    provoked.ask(&walk, &voiding_fact(paused));
    Some(())
}

/// A relocation before another one, and a start before a relocation.
pub(super) fn relocations(provoked: &mut Provoked<'_>) -> Option<()> {
    let mut walk = provoked.at(at(Stage::Registered))?;
    let entered = walk.today;
    walk.pass(10);
    let home = walk.project.profile().zone().clone();
    provoked.give(&mut walk, Command::Relocate(relocation(&home, "hunnan", entered)))?;
    let there = walk.project.profile().zone().clone();
    provoked.ask_on(&walk, plus(walk.today, -1), &Command::Relocate(relocation(&there, "shenbei", entered)));
    let day = plus(walk.today, -1);
    provoked.ask_on(&walk, day, &Command::Start(sample::commencement(day)));
    Some(())
}

/// Reports of periods that cannot stand.
pub(super) fn reports(provoked: &mut Provoked<'_>) -> Option<()> {
    let mut walk = provoked.planned();
    walk.pass(366);
    let report = |from: Day, to: Day| {
        let (amount, measure) = (Money::from_fen(1), InvestmentMeasure::Completed);
        Command::ReportInvestment(InvestmentReport { amount, from, measure, to })
    };
    // the first day is in the middle of a year
    let first = sample::first_day();
    provoked.ask(&walk, &report(plus(first, -200), first));
    provoked.give(&mut walk, report(first, plus(first, 20)))?;
    provoked.ask(&walk, &report(plus(first, 10), plus(first, 30)));
    Some(())
}

/// A duplicate that is to survive as itself.
pub(super) fn closings(provoked: &mut Provoked<'_>) -> Option<()> {
    let mut walk = provoked.at(at(Stage::Reserve))?;
    let today = walk.pass(1).today;
    let form = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Duplicate, today) };
    provoked.ask(&walk, &Command::Close(filled(form)));
    Some(())
}
