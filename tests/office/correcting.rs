//! What a step rests on is corrected in place, and its date with it; nothing else of the record is lost.

use super::*;
use crate::common::walk::{redating, voiding_fact};
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
        crate::common::opened(crate::common::source(), &actor(), evening(walk.project.planned_on())).expect("a log");
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
    let Evidence::Registration(told) = step_of(&walk, Verb::Register).1 else { panic!("a registration") };
    let form = RegistrationForm { company_code: code.into(), ..RegistrationForm::from(told) };
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
    let Command::Start(told) = committed(Verb::Start, &walk.project, start, due) else { panic!("a start") };
    walk.give(correcting(version, told));
    let owed: Vec<_> = walk.project.commitments().iter().map(|owed| (owed.item, owed.due)).collect();
    assert_eq!(owed, [(construction, plus(due, 30)), (approval, plus(due, 2))]);
    holds(&walk);
}

/// A start that promises its construction permit and its approval, and its works planning permit by a day or not at all.
fn promising(start: Day, works: Option<Day>) -> Commencement {
    let form = commencement_form(start);
    let works = works.map_or(form.works_planning_permit.clone(), |due| Document::Committed { due }.into());
    CommencementForm { works_planning_permit: works, ..form }.try_into().expect("complete")
}

/// What is still owed for the works planning permit: the day promised, and the day due.
fn owed(walk: &Walk) -> Option<(Day, Day)> {
    let owed = walk.project.commitments().first()?;
    assert_eq!((owed.item, walk.project.commitments().len()), (Item::WorksPlanningPermit, 1));
    Some((owed.committed, owed.due))
}

/// Of the day promised now and the one to which it was prolonged last the later one counts, in every order.
#[test]
fn a_prolonged_commitment_is_due_on_the_later_of_its_two_days_whatever_came_first() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(1);
    let start = walk.today;
    let [first, second, third, fourth] = [30, 60, 90, 120].map(|days| plus(start, days));
    let version = walk.give(Command::Start(promising(start, Some(first)))).version();
    let item = Item::WorksPlanningPermit;
    let prolong = |due| Command::ProlongCommitment(Prolongation { due, item, version });
    let correct = |due| correcting(version, promising(start, due));
    assert_eq!(owed(&walk), Some((first, first)));
    // each row is one life: what happens one after the other, with the days promised and due after each
    let prolonged = |walk: &mut Walk, due| walk.give(prolong(due)).version();
    // prolonged, then corrected with the same, a later, an earlier and the first day again
    let mut life = walk.clone();
    prolonged(&mut life, third);
    assert_eq!(owed(&life), Some((first, third)));
    for (promised, due) in [(first, third), (second, third), (fourth, fourth), (first, third)] {
        life.give(correct(Some(promised)));
        assert_eq!(owed(&life), Some((promised, due)), "{promised}");
        holds(&life);
    }
    // corrected, then prolonged: to a later day than is promised now
    let mut life = walk.clone();
    life.give(correct(Some(second)));
    let (due, committed) = (second, second);
    assert_eq!(reasons(&life, prolong(due)), [Reason::NotLater { item, due, committed }]);
    let granted = prolonged(&mut life, third);
    assert_eq!(owed(&life), Some((second, third)));
    life.give(correct(Some(fourth)));
    assert_eq!(owed(&life), Some((fourth, fourth)));
    assert_eq!(reasons(&life, prolong(fourth)).len(), 1, "it is not later than what is promised now");
    holds(&life);
    // the prolongation is voided: what is promised now counts, before and after a correction
    life.give(voiding_fact(granted));
    assert_eq!(owed(&life), Some((fourth, fourth)));
    life.give(correct(Some(first)));
    assert_eq!(owed(&life), Some((first, first)));
    holds(&life);
    // of two prolongations the last one counts, and the first again once that is voided
    let mut life = walk.clone();
    prolonged(&mut life, fourth);
    let last = prolonged(&mut life, second);
    assert_eq!(owed(&life), Some((first, second)));
    life.give(correct(Some(third)));
    assert_eq!(owed(&life), Some((third, third)));
    life.give(voiding_fact(last));
    assert_eq!(owed(&life), Some((third, fourth)));
    holds(&life);
    // it lapses and is promised again: what was granted is still on record
    let mut life = walk.clone();
    prolonged(&mut life, third);
    life.give(correct(None));
    assert_eq!(owed(&life), None);
    assert_eq!(reasons(&life, prolong(fourth)), [Reason::NoCommitment { version, item }]);
    holds(&life);
    life.give(correct(Some(second)));
    assert_eq!(owed(&life), Some((second, third)));
    holds(&life);
}

/// A paper that was presented answers its commitment, whatever is corrected in between.
#[test]
fn a_presented_paper_answers_a_commitment_that_lapsed_and_was_promised_again() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(1);
    let start = walk.today;
    let due = plus(start, 30);
    let version = walk.give(Command::Start(promising(start, Some(due)))).version();
    let item = Item::WorksPlanningPermit;
    let shown = |number| {
        let paper = paper("建设工程规划许可证", start).numbered(crate::common::short(number));
        Command::PresentEvidence(Presentation { item, paper, valid_until: None, version })
    };
    let first = walk.give(shown("1")).version();
    assert_eq!(owed(&walk), None);
    walk.give(correcting(version, promising(start, None)));
    assert_eq!(reasons(&walk, shown("2")), [Reason::NoCommitment { version, item }], "nothing is promised");
    holds(&walk);
    walk.give(correcting(version, promising(start, Some(plus(due, 9)))));
    assert_eq!(owed(&walk), None, "it was presented");
    holds(&walk);
    // another paper takes its place, and tells of it
    let event = walk.give(shown("2"));
    let Some(Before::Told(Fact::Presentation(before))) = event.before() else { panic!("{:?}", event.before()) };
    assert_eq!(before.paper.number(), Some("1"));
    // voided while nothing is promised, they answer nothing any more
    walk.give(correcting(version, promising(start, None)));
    walk.give(voiding_fact(first));
    walk.give(voiding_fact(event.version()));
    assert_eq!(owed(&walk), None);
    holds(&walk);
    walk.give(correcting(version, promising(start, Some(due))));
    assert_eq!(owed(&walk), Some((due, due)));
    holds(&walk);
    // a start that is voided and told anew is another step, which no earlier paper answers
    walk.give(shown("3"));
    walk.void();
    walk.give(Command::Start(promising(start, Some(due))));
    assert_eq!(owed(&walk), Some((due, due)));
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
    let (to, correction) = (walk.today, correction());
    let command = Command::Redate(Redating { version, to, provenance: Some(provenance(1)), correction });
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
    let from = |record| {
        Command::Redate(Redating {
            version,
            to: plus(first_day(), 6),
            provenance: Some(provenance(record).inferred()),
            correction: correction(),
        })
    };
    walk.give(from(3));
    assert_eq!(told(&walk), provenance(3), "it was found elsewhere");
    let basis = Basis::Imported { provenance: provenance(7), cause: None, outcome: None };
    walk.give(Command::Correct(Correcting { version, basis, correction: correction() }));
    assert_eq!(told(&walk), provenance(7));
    let cause = Some(ZombieCause::Insolvent);
    let basis = Basis::Imported { provenance: provenance(7), cause, outcome: None };
    let command = Command::Correct(Correcting { version, basis, correction: correction() });
    assert_eq!(reasons(&walk, command), [Reason::NotItsBasis { version }]);
    holds(&walk);
}

/// Talks that were older than the planning that somebody entered: the planning is re-dated, up to what stands first.
#[test]
fn a_planning_is_re_dated_up_to_the_first_step_or_fact() {
    let mut walk = Walk::plan(3);
    let planned = walk.project.planned_on();
    walk.pass(20).go(Verb::Engage);
    let engaged = version_of(&walk, Verb::Engage);
    walk.give(redating(1, plus(planned, -30)));
    assert_eq!((walk.project.planned_on(), walk.project.since()), (plus(planned, -30), walk.today));
    walk.give(redating(engaged, plus(planned, -10)));
    holds(&walk);
    walk.give(redating(1, plus(planned, -10)));
    let refused = reasons(&walk, redating(1, plus(planned, -9)));
    let later = Some(StepDate { on: plus(planned, -10), version: engaged });
    assert_eq!(refused, [Reason::OutOfStep { version: 1, to: plus(planned, -9), earlier: None, later }]);
    // a fact holds it too, unless it was voided
    let mut bare = Walk::plan(4);
    let officer = Command::AssignOfficer(crate::common::actor_id("officer-8").into());
    let fact = bare.give(officer).version();
    bare.pass(9);
    let refused = reasons(&bare, redating(1, bare.today));
    let later = Some(StepDate { on: planned, version: fact });
    assert_eq!(refused, [Reason::OutOfStep { version: 1, to: bare.today, earlier: None, later }]);
    bare.give(voiding_fact(fact));
    bare.give(redating(1, bare.today));
    assert_eq!((bare.project.planned_on(), bare.project.since()), (bare.today, bare.today));
    holds(&bare);
}

/// What was wrong in the profile from the first day on is corrected, and amendments since stand.
#[test]
fn a_profile_is_corrected_as_it_was_planned() {
    let mut walk = Walk::plan(3);
    let renamed = Amendment { name: Some(text("新名")), ..Amendment::default() };
    walk.pass(5).give(Command::Amend(renamed));
    let profile = Profile::new(text("旧名"), "other-zone".parse().expect("a zone")).of_kind(ProjectKind::Ppp);
    let replanning = Replanning { profile: profile.investing(Money::from_fen(7)), correction: correction() };
    let event = walk.give(Command::Replan(replanning.clone()));
    assert_eq!((event.event_name(), event.command_name(), event.is_correction()), ("corrected", "correct", true));
    let now = walk.project.profile();
    assert_eq!((now.name(), now.kind(), now.total_investment()), ("新名", ProjectKind::Ppp, Some(Money::from_fen(7))));
    assert_eq!(walk.project.profile_on(walk.project.planned_on()).name(), "旧名");
    let current = walk.project.current();
    assert_eq!((current.zone.as_str(), current.name.as_str()), ("other-zone", "新名"));
    holds(&walk);
    let nothing = Replanning { profile: replanning.profile.investing(Money::from_fen(0)), correction: correction() };
    assert!(matches!(reasons(&walk, Command::Replan(nothing))[..], [Reason::NotPositive { .. }]));
}
