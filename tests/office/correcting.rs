//! What a step rests on is corrected in place, and its date with it; nothing else of the record is lost.

use super::*;
use crate::common::walk::redating;
use crate::common::{actor, evening};
use project_lifecycle::act::*;
use project_lifecycle::project::fact::*;
use project_lifecycle::store::*;
use project_lifecycle::value::Uscc;

fn correcting(version: u64, evidence: impl Into<Evidence>) -> Command {
    Command::Correct(Correcting { version, basis: Basis::Evidence(evidence.into()), correction: correction() })
}

fn correction() -> Correction {
    Correction { authority: text("发展改革局"), grounds: text("录入有误") }
}

/// The version of the last standing step by a verb.
fn version_of(walk: &Walk, verb: Verb) -> u64 {
    walk.project.standing().filter(|step| step.verb() == verb).last().expect("it stands").event().version()
}

/// The day of a step, and what it rests on.
fn step_of(walk: &Walk, verb: Verb) -> (Day, Evidence) {
    let step = walk.project.standing().filter(|step| step.verb() == verb).last().expect("it stands");
    let Basis::Evidence(evidence) = step.basis() else { panic!("it is live") };
    (step.effective_on(), evidence.clone())
}

/// What live tells, a replay tells, and a store.
fn holds(walk: &Walk) {
    let again = Project::replay(walk.project.events().iter().cloned()).expect("it replays");
    assert_eq!(again, walk.project);
    let mut store =
        MemoryStore::open(crate::common::source(), &actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).expect("recorded");
    }
    assert_eq!(store.project(walk.project.id()).expect("it loads").as_ref(), Some(&walk.project));
    assert_eq!(store.current(walk.project.id()).expect("it tells").as_ref(), Some(walk.project.current()));
}

/// One wrong credit code is found after the commissioning: no step is voided, the paper presented later stays, and no
/// commitment is open again.
#[test]
fn a_wrong_credit_code_is_corrected_after_commissioning_with_papers_kept() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let due = plus(walk.today, 60);
    walk.pass(1);
    let start = committed(Verb::Start, &walk.project, walk.today, due);
    walk.give(start);
    let owed = walk.project.commitments().to_vec();
    for open in &owed {
        let paper = paper("补交材料", walk.today);
        walk.give(Command::PresentEvidence(Presentation {
            item: open.item,
            paper,
            valid_until: None,
            version: open.version,
        }));
    }
    assert_eq!(walk.project.commitments(), []);
    walk.pass(10).go(Verb::Commission);
    let before = walk.project.clone();
    let code = Uscc::parse("91210100MA0U0032X0").expect("a code");
    let form = RegistrationForm {
        company_code: code.into(),
        ..RegistrationForm::from(match step_of(&walk, Verb::Register).1 {
            Evidence::Registration(registration) => registration,
            other => panic!("{other:?}"),
        })
    };
    let version = version_of(&walk, Verb::Register);
    let event = walk.give(correcting(version, Registration::try_from(form).expect("complete")));
    assert_eq!((event.event_name(), event.command_name()), ("corrected", "correct"));
    assert_eq!(event.redated_to(), Some(step_of(&walk, Verb::Register).0), "its date is as it was");
    let Evidence::Registration(registration) = step_of(&walk, Verb::Register).1 else { panic!("a registration") };
    assert_eq!(*registration.company_code(), code);
    assert_eq!(walk.project.commitments(), []);
    assert_eq!((walk.project.position(), walk.project.since()), (before.position(), before.since()));
    let days = |project: &Project| project.standing().map(|step| step.effective_on()).collect::<Vec<_>>();
    assert_eq!(days(&walk.project), days(&before));
    holds(&walk);
}

/// The new evidence may tell another day of the act: the step moves, between the steps before and after it.
#[test]
fn another_day_of_the_act_moves_the_step_between_its_neighbours() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.pass(30).go(Verb::Register);
    let (signed, version) = (step_of(&walk, Verb::Sign).0, version_of(&walk, Verb::Sign));
    let agreement = |on: Day| {
        let form = AgreementForm { signed_on: on.into(), ..agreement_form(ProjectKind::Enterprise, signed) };
        Agreement::try_from(form).expect("complete")
    };
    let registered = step_of(&walk, Verb::Register).0;
    let event = walk.give(correcting(version, agreement(plus(signed, 9))));
    assert_eq!(event.redated_to(), Some(plus(signed, 9)));
    assert_eq!(step_of(&walk, Verb::Sign).0, plus(signed, 9));
    holds(&walk);
    walk.pass(5);
    let refused = reasons(&walk, correcting(version, agreement(plus(registered, 1))));
    let later = Some(StepDate { on: registered, version: version_of(&walk, Verb::Register) });
    let to = plus(registered, 1);
    assert_eq!(refused, [Reason::OutOfStep { version, to, earlier: None, later }]);
    let refused = reasons(&walk, correcting(version, agreement(plus(walk.today, 1))));
    assert_eq!(refused[0], Reason::EffectiveDateInFuture { effective_on: plus(walk.today, 1), today: walk.today });
}

/// Dated evidence is checked again where a step gets another date, and is dated with it.
#[test]
fn a_start_is_not_re_dated_beyond_its_permit() {
    let mut walk = Walk::to(3, at(Stage::Started));
    let (started, version) = (step_of(&walk, Verb::Start).0, version_of(&walk, Verb::Start));
    walk.pass(200);
    let to = plus(started, 120);
    let refused = reasons(&walk, redating(version, to));
    assert!(
        refused.iter().any(|reason| matches!(reason, Reason::PermitExpired { item: Item::ConstructionPermit, .. }))
    );
    let to = plus(started, 40);
    walk.give(redating(version, to));
    let Evidence::Commencement(start) = step_of(&walk, Verb::Start).1 else { panic!("a start") };
    assert_eq!((step_of(&walk, Verb::Start).0, *start.physical_start()), (to, to));
    holds(&walk);
}

/// Where two days decide, a re-dating changes the one that gave the date, and the other may not be later.
#[test]
fn of_two_days_the_one_that_gave_the_date_moves() {
    let mut walk = Walk::to(3, at(Stage::Started));
    let output = plus(walk.today, 10);
    let accepted = plus(walk.today, 20);
    let form = CommissioningForm {
        acceptance_paper: shown("竣工验收", accepted).into(),
        first_output: output.into(),
        ..commissioning_form(output)
    };
    walk.today = accepted;
    walk.give(Command::Commission(form.try_into().expect("complete")));
    let version = version_of(&walk, Verb::Commission);
    walk.give(redating(version, plus(output, 5)));
    let (on, evidence) = step_of(&walk, Verb::Commission);
    let Evidence::Commissioning(commissioning) = evidence else { panic!("a commissioning") };
    let Document::Presented(paper) = commissioning.acceptance_paper() else { panic!("a paper") };
    assert_eq!((on, paper.day(), *commissioning.first_output()), (plus(output, 5), Some(plus(output, 5)), output));
    let refused = reasons(&walk, redating(version, plus(output, -1)));
    let (item, effective_on) = (Item::FirstOutput, plus(output, -1));
    assert_eq!(refused, [Reason::NotDayOfAct { item, acted_on: output, effective_on }]);
}

/// A wrong cause is corrected in place; not so where the revival since would no longer fit, which is named.
#[test]
fn a_wrong_cause_is_corrected_unless_a_later_revival_rests_on_it() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(400);
    let found = |cause, on| stall_finding(cause, plus(on, -300), on);
    walk.give(Command::Stall(found(ZombieCause::LandNotCleared, walk.today)));
    let (version, on) = (version_of(&walk, Verb::Stall), walk.today);
    walk.pass(5).give(correcting(version, found(ZombieCause::PromiseUnmet, on)));
    assert_eq!(walk.project.zombie_cause(), Some(ZombieCause::PromiseUnmet));
    holds(&walk);
    walk.pass(5);
    walk.give(Command::Revive(revival(Remedy::PromiseKept, walk.today)));
    let revived = version_of(&walk, Verb::Revive);
    let refused = reasons(&walk, correcting(version, found(ZombieCause::LandNotCleared, on)));
    let (remedy, cause) = (Remedy::PromiseKept, Some(ZombieCause::LandNotCleared));
    assert_eq!(refused, [Reason::LaterUnfit { version: revived, remedy, cause }]);
    let refused = reasons(&walk, correcting(version, found(ZombieCause::NoActivity, on)));
    assert!(matches!(refused[0], Reason::CauseNotAllowed { cause: ZombieCause::NoActivity, .. }), "{refused:?}");
}

/// A commitment in both forms keeps what became of it; one only in the new form opens; one only in the old lapses.
#[test]
fn commitments_of_a_corrected_step_stand_open_or_lapse() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let (start, due) = (plus(walk.today, 1), plus(walk.today, 90));
    walk.today = start;
    walk.give(committed(Verb::Start, &walk.project, start, due));
    let version = version_of(&walk, Verb::Start);
    let items = |walk: &Walk| walk.project.commitments().iter().map(|owed| owed.item).collect::<Vec<_>>();
    let [works, construction, approval] =
        [Item::WorksPlanningPermit, Item::ConstructionPermit, Item::EnvironmentalApproval];
    assert_eq!(items(&walk), [works, construction, approval]);
    let shown_paper = paper("建设工程规划许可证", start);
    walk.give(Command::PresentEvidence(Presentation { item: works, paper: shown_paper, valid_until: None, version }));
    walk.give(Command::ProlongCommitment(Prolongation { item: construction, due: plus(due, 30), version }));
    // works and construction stay promised, the site paper is new, the approval is at hand
    let Evidence::Commencement(told) = step_of(&walk, Verb::Start).1 else { panic!("a start") };
    let form = CommencementForm {
        site_paper: Document::Committed { due }.into(),
        environmental_approval: commencement_form(start).environmental_approval,
        ..CommencementForm::from(told)
    };
    walk.give(correcting(version, Commencement::try_from(form).expect("complete")));
    let owed: Vec<_> = walk.project.commitments().iter().map(|owed| (owed.item, owed.due)).collect();
    assert_eq!(owed, [(Item::SitePaper, due), (construction, plus(due, 30))]);
    holds(&walk);
    // told as it was at first: what lapsed is owed anew, what was presented stays
    walk.give(correcting(
        version,
        match committed(Verb::Start, &walk.project, start, due) {
            Command::Start(start) => start,
            other => panic!("{other:?}"),
        },
    ));
    assert_eq!(items(&walk), [construction, approval]);
    holds(&walk);
}

/// A registration whose date is taken from the signing moves only in its effective date, and does not move by itself.
#[test]
fn a_date_taken_from_the_step_before_moves_alone() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let signed = walk.today;
    let old = day("2009-05-06");
    let form = RegistrationForm { registered_on: old.into(), ..registration_form(signed) };
    walk.give(Command::Register(form.clone().try_into().expect("complete")));
    let version = version_of(&walk, Verb::Register);
    walk.pass(40);
    walk.give(redating(version, plus(signed, 20)));
    let Evidence::Registration(told) = step_of(&walk, Verb::Register).1 else { panic!("a registration") };
    assert_eq!((step_of(&walk, Verb::Register).0, *told.registered_on()), (plus(signed, 20), old));
    // corrected with the same old company it stays where it is; with a younger one it moves to that day
    let renamed = RegistrationForm { company_name: "另一公司".into(), ..form };
    walk.give(correcting(version, Registration::try_from(renamed.clone()).expect("complete")));
    assert_eq!(step_of(&walk, Verb::Register).0, plus(signed, 20));
    // the signing cannot pass it
    let refused = reasons(&walk, redating(version_of(&walk, Verb::Sign), plus(signed, 21)));
    assert!(matches!(refused[..], [Reason::OutOfStep { .. }]), "{refused:?}");
    let younger = RegistrationForm { registered_on: plus(signed, 8).into(), ..renamed };
    walk.give(correcting(version, Registration::try_from(younger).expect("complete")));
    assert_eq!(step_of(&walk, Verb::Register).0, plus(signed, 8));
    holds(&walk);
}

#[test]
fn a_step_is_corrected_by_its_own_gate_alone() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let version = version_of(&walk, Verb::Sign);
    assert_eq!(reasons(&walk, correcting(version, engagement(walk.today))), [Reason::NotItsBasis { version }]);
    let imported = Basis::Imported { provenance: provenance(1), cause: None, outcome: None };
    let command = Command::Correct(Correcting { version, basis: imported, correction: correction() });
    assert_eq!(reasons(&walk, command), [Reason::NotItsBasis { version }]);
    for version in [0, 1, 2, 99] {
        let command = correcting(version, agreement(ProjectKind::Enterprise, walk.today));
        assert_eq!(reasons(&walk, command), [Reason::NotStanding { version }]);
    }
    walk.pass(1).go(Verb::Start);
    walk.void();
    let version = walk.project.version() - 1;
    let command = correcting(version, commencement(walk.today));
    assert_eq!(reasons(&walk, command), [Reason::NotStanding { version }]);
}

/// A correction of an imported step gives it another source, and its date is known from then on.
#[test]
fn an_imported_step_is_corrected_by_its_source() {
    let mut walk = Walk::plan(3);
    let step = |verb, record| Command::Import(Import::step(verb, provenance(record).inferred()));
    walk.give(step(Verb::Engage, 1));
    walk.pass(9).give(step(Verb::Sign, 1));
    let version = version_of(&walk, Verb::Sign);
    let told = |walk: &Walk| match walk.project.standing().last().expect("a step").basis() {
        Basis::Imported { provenance, .. } => provenance.clone(),
        Basis::Evidence(evidence) => panic!("{evidence:?}"),
    };
    walk.pass(9).give(redating(version, plus(first_day(), 5)));
    assert_eq!(told(&walk), provenance(1), "a date that was given is not inferred");
    let basis = Basis::Imported { provenance: provenance(7), cause: None, outcome: None };
    walk.give(Command::Correct(Correcting { version, basis, correction: correction() }));
    assert_eq!(told(&walk), provenance(7));
    let cause = Some(ZombieCause::Insolvent);
    let basis = Basis::Imported { provenance: provenance(7), cause, outcome: None };
    let command = Command::Correct(Correcting { version, basis, correction: correction() });
    assert_eq!(reasons(&walk, command), [Reason::NotItsBasis { version }]);
    holds(&walk);
}
