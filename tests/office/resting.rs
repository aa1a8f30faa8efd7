//! What rests on the stage of its day goes on resting on it, when steps are told late, re-dated, corrected or voided.

use super::*;
use crate::common::walk::{redating, voiding, voiding_fact};
use crate::common::{actor, evening, event_id};
use project_lifecycle::act::*;
use project_lifecycle::project::fact::*;

fn correction() -> Correction {
    Correction { authority: text("发展改革局"), grounds: text("录入有误") }
}

fn late(walk: &Walk, on: Day) -> Context {
    Context::new(event_id(3, 900 + walk.project.version()), evening(walk.today), actor()).on(on)
}

/// The reasons against a command for an earlier day.
fn late_reasons(walk: &Walk, on: Day, command: &Command) -> Vec<Reason> {
    walk.project.check(command, &late(walk, on), &walk.policy)
}

/// Gives a command for an earlier day, which must be accepted.
fn give_late(walk: &mut Walk, on: Day, command: Command) -> u64 {
    let decision = walk.project.decide(command, &late(walk, on), &walk.policy).expect("lawful");
    let event = decision.into_new().expect("a new id");
    walk.project.apply(event.clone()).expect("it follows");
    event.version()
}

fn unfit(version: u64, on: Day, why: Reason) -> Vec<Reason> {
    vec![Reason::FactUnfit { fact: StepDate { on, version }, why: why.into() }]
}

fn rested_on(version: u64, by: u64, on: Day) -> Vec<Reason> {
    vec![Reason::RestedOn { version, by: StepDate { on, version: by } }]
}

fn correcting(version: u64, evidence: impl Into<Evidence>) -> Command {
    Command::Correct(Correcting { version, basis: Basis::Evidence(evidence.into()), correction: correction() })
}

fn last_step(walk: &Walk) -> u64 {
    walk.project.standing().last().expect("a step").event().version()
}

fn reach(milestone: Milestone, on: Day) -> Command {
    Command::ReachMilestone(MilestoneReached { milestone, paper: Some(paper("佐证", on)), remark: None })
}

/// Registered, and ten days later relocated; another ten days have passed. With the relocation and its day.
fn relocated() -> (Walk, u64, Day) {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(10);
    let command = Command::Relocate(relocation(walk.project.profile().zone(), "shenbei", walk.today));
    let version = walk.give(command).version();
    let on = walk.today;
    walk.pass(10);
    (walk, version, on)
}

/// Commissioned, in part or whole, on the day after the start; a hundred days have passed. With the step and its day.
fn commissioned(partial: bool) -> (Walk, u64, Day) {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(1);
    let form = CommissioningForm { partial: partial.into(), ..commissioning_form(walk.today) };
    let version = walk.give(Command::Commission(form.try_into().expect("complete"))).version();
    let on = walk.today;
    walk.pass(100);
    (walk, version, on)
}

#[test]
fn a_start_told_late_does_not_come_before_a_relocation() {
    let (mut walk, relocated, on) = relocated();
    let start = |on| Command::Start(commencement(on));
    let position = at(Stage::Started);
    let refused = unfit(relocated, on, Reason::NotRelocatable { position, effective_on: on });
    for days in [-10, -5, -1] {
        let day = plus(on, days);
        assert_eq!(late_reasons(&walk, day, &start(day)), refused, "{days}");
        // nor is it called open
        let explained = walk.project.explain_verb(Verb::Start, &late(&walk, day), &walk.policy);
        assert_eq!(explained.answer, Answer::Blocked(refused.clone()), "{days}");
    }
    assert_eq!(refused[0].lift(), Lift::VoidOrDate { version: relocated });
    // on its day it comes after it, as it is recorded after it
    for days in [0, 1] {
        let day = plus(on, days);
        assert_eq!(late_reasons(&walk, day, &start(day)), [], "{days}");
        assert!(walk.project.explain_verb(Verb::Start, &late(&walk, day), &walk.policy).answer.is_open());
    }
    // nor was it closed before it was relocated
    let close = |on| Command::Close(closing(Outcome::Withdrawn, on));
    let closed = Reason::NotRelocatable { position: at(Stage::Closed), effective_on: on };
    assert_eq!(late_reasons(&walk, plus(on, -1), &close(plus(on, -1))), unfit(relocated, on, closed));
    // without it the start may be told, and on a later day beside it
    let mut other = walk.clone();
    other.give(voiding_fact(relocated));
    assert_eq!(late_reasons(&other, plus(on, -5), &start(plus(on, -5))), []);
    let started = give_late(&mut walk, plus(on, 3), start(plus(on, 3)));
    let corrected = |on| correcting(started, commencement(on));
    assert_eq!(reasons(&walk, corrected(plus(on, -1))), refused, "nor is it moved before it");
    assert_eq!(reasons(&walk, corrected(on)), []);
    let found = reasons(&walk, redating(started, plus(on, -1)));
    assert!(found.contains(&refused[0]), "{found:?}");
}

#[test]
fn a_start_on_the_day_of_a_relocation_counts_as_recorded() {
    // relocated late, on the day of the start: the start was recorded first
    let mut walk = Walk::to(3, at(Stage::Started));
    let started_on = walk.today;
    walk.pass(5);
    let relocate = Command::Relocate(relocation(walk.project.profile().zone(), "shenbei", plus(started_on, -1)));
    assert_eq!(late_reasons(&walk, plus(started_on, -1), &relocate), []);
    let (position, effective_on) = (at(Stage::Started), started_on);
    assert_eq!(late_reasons(&walk, started_on, &relocate), [Reason::NotRelocatable { position, effective_on }]);
}

#[test]
fn a_commissioning_is_not_re_dated_behind_full_capacity() {
    let (mut walk, commissioned, first) = commissioned(false);
    let (full, on) = (walk.give(reach(Milestone::FullCapacity, walk.today)).version(), walk.today);
    walk.pass(50);
    let behind = |on: Day| Reason::NotCommissioned { commissioned_on: Some(plus(on, 1)), effective_on: on };
    assert_eq!(reasons(&walk, redating(commissioned, on)), []);
    assert_eq!(reasons(&walk, redating(commissioned, plus(on, 1))), unfit(full, on, behind(on)));
    let corrected = |on| correcting(commissioned, Commissioning::try_from(commissioning_form(on)).expect("complete"));
    assert_eq!(reasons(&walk, corrected(on)), []);
    assert_eq!(reasons(&walk, corrected(plus(on, 1))), unfit(full, on, behind(on)));
    assert_eq!(reasons(&walk, corrected(plus(first, 1))), []);
    // nor voided: there would be no production that is at full capacity
    assert_eq!(reasons(&walk, voiding(&walk.project, "误录")), rested_on(commissioned, full, on));
    walk.give(voiding_fact(full));
    assert_eq!(reasons(&walk, redating(commissioned, plus(on, 1))), []);
    walk.void();
    assert_eq!(walk.project.stage(), Stage::Started);
}

#[test]
fn a_second_half_keeps_its_first() {
    let (mut walk, commissioned, _) = commissioned(true);
    let (second, on) = (walk.give(reach(Milestone::FullyCommissioned, walk.today)).version(), walk.today);
    walk.pass(50);
    let why = Reason::NotCommissioned { commissioned_on: Some(plus(on, 1)), effective_on: on };
    assert_eq!(reasons(&walk, redating(commissioned, plus(on, 1))), unfit(second, on, why));
    let first = walk.project.since();
    let corrected = |partial: bool| {
        let form = CommissioningForm { partial: partial.into(), ..commissioning_form(first) };
        correcting(commissioned, Commissioning::try_from(form).expect("complete"))
    };
    let whole = unfit(second, on, Reason::CommissionedWhole);
    assert_eq!(reasons(&walk, corrected(false)), whole);
    assert_eq!(whole[0].lift(), Lift::VoidFirst { version: second });
    assert_eq!(reasons(&walk, corrected(true)), []);
    assert_eq!(reasons(&walk, voiding(&walk.project, "误录")), rested_on(commissioned, second, on));
    // what was entered since is voided first, as ever
    walk.go(Verb::Operate);
    walk.void();
    walk.give(voiding_fact(second));
    assert_eq!(reasons(&walk, corrected(false)), []);
}

#[test]
fn a_registration_is_not_re_dated_behind_a_change_of_the_company() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let registered = last_step(&walk);
    walk.pass(20);
    let changes: [fn(Day) -> CompanyChanged; 3] = [
        |on| renamed("新公司", on),
        |on| CompanyChanged { company_code: Some(company_code()), ..CompanyChanged::by(paper("新执照", on)) },
        |on| CompanyChanged { registered_capital: Some(money()), ..CompanyChanged::by(paper("新执照", on)) },
    ];
    for change in changes {
        let mut walk = walk.clone();
        let (changed, on) = (walk.give(Command::ChangeCompany(change(walk.today))).version(), walk.today);
        walk.pass(20);
        let why = Reason::NotRegistered { registered_on: Some(plus(on, 1)), effective_on: on };
        assert_eq!(reasons(&walk, redating(registered, plus(on, 1))), unfit(changed, on, why.clone()));
        let corrected = correcting(registered, registration(plus(on, 1)));
        assert_eq!(reasons(&walk, corrected), unfit(changed, on, why));
        assert_eq!(reasons(&walk, redating(registered, on)), []);
        // voided, the change goes with it; and stands again with a registration told anew
        let named = |walk: &Walk| walk.project.company().map(|company| company.name.cloned());
        let was = named(&walk);
        walk.void();
        assert_eq!(named(&walk), None);
        give_late(&mut walk, plus(on, -3), Command::Register(registration(plus(on, -3))));
        assert_eq!(named(&walk), was);
        let (registered, to) = (last_step(&walk), plus(on, 1));
        assert!(reasons(&walk, redating(registered, to))[0].to_string().contains(&format!("event {changed} of {on}")));
    }
}

#[test]
fn a_company_whose_capital_changed_is_not_corrected_to_a_branch() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let (registered, first) = (last_step(&walk), walk.today);
    walk.pass(20);
    let branch = || {
        let form = RegistrationForm {
            entity_kind: EntityKind::Branch.into(),
            registered_capital: Field::Blank,
            ..registration_form(first)
        };
        Registration::try_from(form).expect("complete")
    };
    walk.give(Command::ChangeCompany(renamed("新公司", walk.today)));
    assert_eq!(reasons(&walk, correcting(registered, branch())), []);
    let raised = CompanyChanged { registered_capital: Some(money()), ..renamed("新公司", walk.today) };
    let (changed, on) = (walk.give(Command::ChangeCompany(raised)).version(), walk.today);
    let item = Item::RegisteredCapital;
    let refused = unfit(changed, on, Reason::NotApplicable { gate: Gate::Registration, item });
    assert_eq!(reasons(&walk, correcting(registered, branch())), refused);
    assert_eq!(refused[0].lift(), Lift::VoidFirst { version: changed });
    // nor is it registered anew as one
    walk.void();
    assert_eq!(late_reasons(&walk, first, &Command::Register(branch())), refused);
    assert_eq!(late_reasons(&walk, first, &Command::Register(registration(first))), []);
}

#[test]
fn a_signing_is_not_re_dated_behind_its_supplementary_agreement() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let signed = last_step(&walk);
    walk.pass(20);
    let more = Some(Money::from_fen(990_000_000_000));
    let agreement = AgreementAmended { total_investment: more, ..supplement(walk.today) };
    let (amended, on) = (walk.give(Command::AmendAgreement(agreement)).version(), walk.today);
    walk.pass(20);
    let why = Reason::NotSigned { signed_on: Some(plus(on, 1)), effective_on: on };
    let refused = unfit(amended, on, why);
    assert_eq!(reasons(&walk, redating(signed, plus(on, 1))), refused);
    assert_eq!(reasons(&walk, correcting(signed, agreement_of(plus(on, 1)))), refused);
    assert_eq!(reasons(&walk, redating(signed, on)), []);
    // it ends with the agreement, though that is told late; then nothing rests on the signing
    let mut ended = walk.clone();
    let terminated = plus(on, -5);
    let form = rescission_form(Some(dossier(terminated)), terminated);
    let terminate = Command::Terminate(form.try_into().expect("complete"));
    let version = give_late(&mut ended, terminated, terminate);
    assert_ne!(ended.project.total_investment(), more);
    assert_eq!(reasons(&ended, redating(version, plus(on, 5))), [], "it stood until then");
    // voided, it goes with the signing, and counts again where one told anew leaves it behind
    walk.void();
    assert_ne!(walk.project.total_investment(), more);
    let again = give_late(&mut walk, plus(on, -3), Command::Sign(agreement_of(plus(on, -3))));
    assert_eq!(walk.project.total_investment(), more);
    assert_eq!(reasons(&walk, redating(again, plus(on, 1))), refused);
}

fn agreement_of(on: Day) -> Agreement {
    agreement(ProjectKind::Enterprise, on)
}

#[test]
fn talks_and_signing_leave_a_further_client_within_the_talks() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let (engaged, opened) = (last_step(&walk), walk.today);
    walk.pass(20);
    let (client, on) = (walk.give(Command::JoinClient(joined("client-2", walk.today))).version(), walk.today);
    walk.pass(20);
    let elsewhere = |stage| unfit(client, on, Reason::NotNegotiating { position: at(stage), effective_on: on });
    // the talks begin by then
    assert_eq!(reasons(&walk, redating(engaged, plus(on, 1))), elsewhere(Stage::Planned));
    assert_eq!(reasons(&walk, redating(engaged, on)), []);
    // and go on: neither signed nor closed before
    let sign = |on| Command::Sign(agreement_of(on));
    assert_eq!(late_reasons(&walk, plus(on, -1), &sign(plus(on, -1))), elsewhere(Stage::Signed));
    assert_eq!(late_reasons(&walk, on, &sign(on)), []);
    let close = Command::Close(closing(Outcome::Withdrawn, plus(on, -1)));
    assert_eq!(late_reasons(&walk, plus(on, -1), &close), elsewhere(Stage::Closed));
    // who was there when they were broken off is released with them
    let broken_off = plus(on, -5);
    let form = grounds_form(Some(dossier(broken_off)));
    let break_off = Command::BreakOff(form.try_into().expect("complete"));
    assert_eq!(late_reasons(&walk, broken_off, &break_off), []);
    let mut over = walk.clone();
    give_late(&mut over, broken_off, break_off);
    give_late(&mut over, plus(on, -4), Command::Engage(engagement(plus(on, -4))));
    assert_eq!(late_reasons(&over, plus(on, -3), &sign(plus(on, -3))), [], "other talks");
    // voided, the client goes with its talks, and is in those told anew if they go on by then
    walk.void();
    assert_eq!((walk.project.clients().count(), walk.project.stage()), (0, Stage::Planned));
    give_late(&mut walk, plus(opened, 1), Command::Engage(engagement(plus(opened, 1))));
    assert_eq!(walk.project.clients().count(), 2);
    assert_eq!(late_reasons(&walk, plus(on, -1), &sign(plus(on, -1))), elsewhere(Stage::Signed));
}

#[test]
fn reopened_talks_are_not_voided_under_a_client_who_joined_them() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.pass(5);
    let form = rescission_form(None, walk.today);
    let reopened = walk.give(Command::ReopenTalks(form.try_into().expect("complete"))).version();
    walk.pass(5);
    let (client, on) = (walk.give(Command::JoinClient(joined("client-2", walk.today))).version(), walk.today);
    assert_eq!(reasons(&walk, voiding(&walk.project, "误录")), rested_on(reopened, client, on));
    let why = Reason::NotNegotiating { position: at(Stage::Signed), effective_on: on };
    walk.pass(5);
    assert_eq!(reasons(&walk, redating(reopened, plus(on, 1))), unfit(client, on, why));
    walk.give(voiding_fact(client));
    walk.void();
    assert_eq!(walk.project.stage(), Stage::Signed);
}

#[test]
fn a_corrected_planning_keeps_the_zone_that_a_relocation_left() {
    let (mut walk, first, on) = relocated();
    let home = walk.project.profile_on(walk.project.planned_on()).zone().clone();
    let planned = |zone: &ZoneId| {
        let profile = Profile::new(text("另名"), zone.clone());
        Command::Replan(Replanning { profile, correction: correction() })
    };
    let second = Command::Relocate(relocation(walk.project.profile().zone(), "tiexi", walk.today));
    let second = walk.give(second).version();
    let refused = |zone: &ZoneId| unfit(first, on, Reason::NotInZone { zone: home.clone(), present: zone.clone() });
    for zone in ["shenbei", "tiexi", "hunnan"] {
        let zone = zone.parse().expect("a zone");
        assert_eq!(reasons(&walk, planned(&zone)), refused(&zone), "{zone}");
    }
    assert_eq!(reasons(&walk, planned(&home)), [], "other members may change");
    walk.give(planned(&home));
    assert_eq!((walk.project.profile().name(), walk.project.profile().zone().as_str()), ("另名", "tiexi"));
    walk.give(voiding_fact(second));
    walk.give(voiding_fact(first));
    let other = "hunnan".parse().expect("a zone");
    walk.give(planned(&other));
    assert_eq!(walk.project.current().zone, other);
}
