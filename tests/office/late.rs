//! What is told late, or dated anew, is held to the same rules as on its day.

use super::*;
use crate::common::walk::{redating, voiding_fact};
use crate::common::{actor, evening, event_id};
use project_lifecycle::act::*;
use project_lifecycle::project::fact::*;

fn correction() -> Correction {
    Correction { authority: text("发展改革局"), grounds: text("录入有误") }
}

fn pause(reason: PauseReason) -> Command {
    Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason })
}

/// Decides a command for an earlier day, and takes it in.
fn give_on(walk: &mut Walk, on: Day, command: Command) -> Result<Event, Vec<Reason>> {
    walk.n += 1;
    let context = Context::new(event_id(3, 800 + walk.n), evening(walk.today), actor()).on(on);
    let decision =
        walk.project.decide(command, &context, &walk.policy).map_err(|refusal| refusal.reasons().to_vec())?;
    let event = decision.into_new().expect("a new id");
    walk.project.apply(event.clone()).expect("it follows");
    Ok(event)
}

fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

fn sign_at(total: Money, on: Day) -> Command {
    let form = agreement_form(ProjectKind::Enterprise, on);
    Command::Sign(AgreementForm { total_investment: total.into(), ..form }.try_into().expect("complete"))
}

#[test]
fn a_step_whose_evidence_tells_no_day_is_re_dated_no_further_than_it_could_be_recorded() {
    // continuous running, before the months are full
    let mut walk = Walk::to(3, at(Stage::Producing));
    let since = walk.project.since();
    walk.pass(400);
    let form = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: since.into(),
        operation_proof: shown("用电发票", walk.today).into(),
    };
    let operating = walk.give(Command::Operate(form.try_into().expect("complete"))).version();
    let found = reasons(&walk, redating(operating, plus(since, 10)));
    assert!(codes(&found).contains(&"operation_too_short"), "{found:?}");
    // a closing, before its papers
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(50);
    let closed = walk.give(Command::Close(closing(Outcome::Withdrawn, walk.today))).version();
    let found = reasons(&walk, redating(closed, plus(walk.today, -40)));
    assert_eq!(codes(&found), ["dated_after_effective"; 2]);
}

/// Six months of running are full on the day of the same number: on that day it operates, on the day before not yet.
#[test]
fn a_run_is_long_enough_on_the_day_on_which_its_months_are_full() {
    let mut walk = Walk::to(3, at(Stage::Producing));
    let since = walk.project.since();
    let full = walk.policy.operating_from(since);
    walk.pass(400);
    let form = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: since.into(),
        operation_proof: shown("用电发票", since).into(),
    };
    let operate = Command::Operate(form.try_into().expect("complete"));
    for (on, why) in [(plus(full, -1), &["operation_too_short"][..]), (full, &[])] {
        let context = Context::new(event_id(3, 900), evening(walk.today), actor()).on(on);
        assert_eq!(codes(&walk.project.check(&operate, &context, &walk.policy)), why, "{on}");
    }
}

#[test]
fn a_pause_for_land_excuses_the_investor_on_each_of_its_days_though_it_was_resumed_since() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(400).give(pause(PauseReason::Land));
    let from = walk.today;
    let finding = |on| Command::Stall(stall_finding(ZombieCause::ConstructionHalted, plus(from, -399), on));
    walk.pass(30).give(Command::Resume(Resumption::default()));
    let resumed = walk.today;
    for (on, why) in [(plus(from, 10), &["not_at_fault"][..]), (plus(from, 29), &["not_at_fault"]), (resumed, &[])] {
        let context = Context::new(event_id(3, 900), evening(walk.today), actor()).on(on);
        assert_eq!(codes(&walk.project.check(&finding(on), &context, &walk.policy)), why, "{on}");
    }
    // nor is the finding moved into it
    let found = finding(plus(resumed, 1));
    let stalled = walk.pass(1).give(found).version();
    let found = reasons(&walk, redating(stalled, plus(from, 3)));
    assert!(codes(&found).contains(&"not_at_fault"), "{found:?}");
}

#[test]
fn no_amendment_without_paper_and_grounds_outranks_an_agreement() {
    let total = |yi: i64| Money::from_fen(yi * 10_000_000_000);
    let amend = |yi| Command::Amend(Amendment { total_investment: Some(total(yi)), ..Amendment::default() });
    // signed, though told late, before the amendment took effect
    let mut walk = Walk::plan(3);
    walk.go(Verb::Engage);
    let on = plus(walk.today, 3);
    walk.pass(10).give(amend(50));
    give_on(&mut walk, on, sign_at(total(49), on)).expect("signed");
    assert_eq!(walk.project.total_investment(), Some(total(49)));
    assert_eq!(walk.project.current().total_investment, Some(total(49)));
    // re-dated to before it
    let mut walk = Walk::plan(3);
    walk.go(Verb::Engage);
    walk.pass(5).give(amend(50));
    let sign = sign_at(total(49), plus(walk.today, 5));
    let signed = walk.pass(5).give(sign).version();
    walk.give(redating(signed, plus(walk.today, -7)));
    assert_eq!(walk.project.total_investment(), Some(total(49)));
    assert_eq!(walk.project.current().total_investment, Some(total(49)));
}

#[test]
fn what_was_agreed_or_joined_before_a_termination_told_late_ends_with_it() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let signed = walk.today;
    walk.pass(30);
    let more = Money::from_fen(990_000_000_000);
    let agreement = AgreementAmended { total_investment: Some(more), ..supplement(walk.today) };
    walk.give(Command::AmendAgreement(agreement));
    assert_eq!(walk.project.total_investment(), Some(more));
    let on = plus(signed, 20);
    let form = rescission_form(Some(dossier(on)), on);
    give_on(&mut walk, on, Command::Terminate(form.try_into().expect("complete"))).expect("terminated");
    let on = plus(signed, 21);
    give_on(&mut walk, on, Command::Engage(engagement(on))).expect("engaged");
    let (on, total) = (plus(signed, 22), Money::from_fen(100_000_000_000));
    give_on(&mut walk, on, sign_at(total, on)).expect("signed");
    assert_eq!(walk.project.total_investment(), Some(total));
    // further clients go with the talks that they joined
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let engaged = walk.today;
    walk.pass(10);
    walk.give(Command::JoinClient(joined("client-2", walk.today)));
    assert_eq!(walk.project.clients().count(), 2);
    let on = plus(engaged, 5);
    let form = grounds_form(Some(dossier(on)));
    give_on(&mut walk, on, Command::BreakOff(form.try_into().expect("complete"))).expect("broken off");
    let on = plus(engaged, 6);
    let version = give_on(&mut walk, on, Command::Engage(engagement(on))).expect("engaged").version();
    assert_eq!(walk.project.clients().count(), 1);
    // nobody joins talks that are over, and who was in those may join the new ones
    let join = |on| Command::JoinClient(joined("client-2", on));
    let found = give_on(&mut walk, plus(engaged, 3), join(plus(engaged, 3))).expect_err("too early");
    assert_eq!(codes(&found), ["not_negotiating"]);
    assert!(give_on(&mut walk, plus(on, 1), join(plus(on, 1))).expect("it joins").version() > version);
    assert_eq!(walk.project.clients().count(), 2);
    // talks that are reopened keep all of them
    let today = walk.today;
    give_on(&mut walk, today, sign_at(total, today)).expect("signed");
    let form = rescission_form(None, today);
    give_on(&mut walk, today, Command::ReopenTalks(form.try_into().expect("complete"))).expect("reopened");
    assert_eq!(walk.project.clients().count(), 2);
}

#[test]
fn a_supplementary_agreement_stands_while_a_later_one_leaves_the_day_that_it_gave() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let signed = walk.project.since();
    walk.pass(1);
    let bare = |on| AgreementAmended { agreed_start: None, agreed_production: None, ..supplement(on) };
    let start = AgreementAmended { agreed_start: Some(plus(signed, 20)), ..bare(walk.today) };
    let first = walk.give(Command::AmendAgreement(start)).version();
    let production = AgreementAmended { agreed_production: Some(plus(signed, 50)), ..bare(walk.today) };
    let second = walk.give(Command::AmendAgreement(production)).version();
    let by = StepDate { on: walk.today, version: second };
    assert_eq!(reasons(&walk, voiding_fact(first)), [Reason::RestedOn { version: first, by }]);
    // one that gives both leaves nothing of the earlier ones
    let (agreed_start, agreed_production) = (Some(plus(signed, 30)), Some(plus(signed, 60)));
    let both = AgreementAmended { agreed_start, agreed_production, ..bare(walk.today) };
    walk.give(voiding_fact(second));
    walk.give(Command::AmendAgreement(both));
    assert_eq!(reasons(&walk, voiding_fact(first)), []);
}

#[test]
fn another_site_that_does_not_say_how_it_is_held_may_leave_land() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let leased = CommencementForm { site_kind: SiteKind::LeasedPlant.into(), ..commencement_form(walk.today) };
    walk.give(Command::Start(leased.try_into().expect("complete")));
    let close = |on| {
        let form = ClosingForm { land_decision: Field::Blank, ..closing_form(Outcome::Abandoned, on) };
        Command::Close(form.try_into().expect("complete"))
    };
    assert_eq!(reasons(&walk, close(walk.today)), []);
    walk.pass(100);
    walk.give(Command::ChangeSite(resited("地块乙", walk.today)));
    assert_eq!(walk.project.site_kind(), None);
    assert_eq!(codes(&reasons(&walk, close(walk.today))), ["missing"]);
}

#[test]
fn the_planning_of_an_imported_project_is_re_dated_by_its_source_and_a_live_one_has_none() {
    let to = first_day();
    let redate = |provenance| Command::Redate(Redating { version: 1, to, provenance, correction: correction() });
    let mut live = Walk::plan(3);
    live.pass(3);
    assert_eq!(live.project.provenance(), None);
    assert_eq!(codes(&reasons(&live, redate(Some(provenance(9))))), ["not_its_basis"]);
    let (context, profile) = (crate::common::context(3, 0, to), crate::common::profile(ProjectKind::Enterprise));
    let id = crate::common::project_id(3);
    let event = Project::plan_imported(id, profile, provenance(1).inferred(), &context, &live.policy).expect("planned");
    let mut walk = Walk { project: Project::replay([event]).expect("it replays"), today: plus(to, 3), ..live };
    assert_eq!(walk.project.provenance(), Some(&provenance(1).inferred()));
    walk.give(redate(None));
    assert_eq!(walk.project.provenance(), Some(&provenance(1)), "no longer inferred");
    walk.give(redate(Some(provenance(9))));
    assert_eq!(walk.project.provenance(), Some(&provenance(9)));
}
