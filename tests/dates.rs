//! The date of the act is the effective date: what each gate's evidence gives, what the host may state, and retries.

use crate::common::acts::acted_on;
use crate::common::evidence::*;
use crate::common::walk::Walk;
use crate::common::{actor, at, day, evening, event_id, plus, policy, source};
use project_lifecycle::{evidence::*, lifecycle::*, policy::*, project::*, reason::*, *};

/// In the evening of a day, with the date left open.
fn open(walk: &Walk, today: &str) -> Context {
    Context::new(event_id(walk.p, walk.n), evening(day(today)), actor())
}

/// Decides with the date left open, and applies.
fn take(walk: &mut Walk, today: &str, command: Command) -> Result<Event, Vec<Reason>> {
    let context = open(walk, today);
    walk.n += 1;
    let decision =
        walk.project.decide(command, &context, &walk.policy).map_err(|refusal| refusal.reasons().to_vec())?;
    let event = decision.into_new().expect("a new event");
    walk.project.apply(event.clone()).expect("what was decided follows");
    Ok(event)
}

fn presented(name: &str, on: &str) -> Document<Attachment> {
    Document::Presented(paper(name, day(on)))
}

fn complete_as<T: TryFrom<F, Error = Gaps>, F>(form: F) -> T {
    form.try_into().unwrap_or_else(|gaps| panic!("{gaps}"))
}

/// A signing of 28 December, entered on 8 January, counts for the year in which it was signed; and no other date is taken.
#[test]
fn a_year_end_signing_recorded_in_january_counts_for_its_own_year() {
    let mut walk = Walk::to(1, at(Stage::Negotiating));
    let form = AgreementForm {
        signed_on: day("2018-12-28").into(),
        ..agreement_form(ProjectKind::Enterprise, day("2018-12-28"))
    };
    let agreement = || Command::Sign(complete_as(form.clone()));
    for stated in ["2019-01-08", "2018-12-27", "2018-12-29"] {
        let context = open(&walk, "2019-01-08").on(day(stated));
        let refused = walk.project.check(&agreement(), &context, &walk.policy);
        let (item, acted_on, effective_on) = (Item::SignedOn, day("2018-12-28"), day(stated));
        assert_eq!(refused, [Reason::NotDayOfAct { item, acted_on, effective_on }], "{stated}");
    }
    // nor does one of January count in December
    let january = agreement_form(ProjectKind::Enterprise, day("2019-01-08"));
    let context = open(&walk, "2019-01-08").on(day("2018-12-28"));
    let refused = walk.project.check(&Command::Sign(complete_as(january)), &context, &walk.policy);
    let (item, acted_on, effective_on) = (Item::SignedOn, day("2019-01-08"), day("2018-12-28"));
    assert!(refused.contains(&Reason::NotDayOfAct { item, acted_on, effective_on }), "{refused:?}");
    let event = take(&mut walk, "2019-01-08", agreement()).expect("it is recorded late");
    assert_eq!(event.effective_on(), day("2018-12-28"));
    assert_eq!(walk.project.since(), day("2018-12-28"));
}

/// A start of 20 December cannot be moved into January by stating another day, nor by leaving the day out.
#[test]
fn a_start_counts_on_the_day_of_the_physical_start() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    let start = || Command::Start(commencement(day("2018-12-20")));
    let context = open(&walk, "2019-01-03").on(day("2019-01-03"));
    let (item, acted_on, effective_on) = (Item::PhysicalStart, day("2018-12-20"), day("2019-01-03"));
    let refused = walk.project.check(&start(), &context, &walk.policy);
    assert_eq!(refused, [Reason::NotDayOfAct { item, acted_on, effective_on }]);
    assert_eq!(take(&mut walk, "2019-01-03", start()).expect("recorded").effective_on(), day("2018-12-20"));
}

/// The table by hand: which day of several the step takes.
#[test]
fn each_step_takes_the_day_of_its_act() {
    let told = |position: Position, today: &str, command: Command| {
        let mut walk = Walk::to(1, position);
        let event = take(&mut walk, today, command).unwrap_or_else(|reasons| panic!("{reasons:?}"));
        event.effective_on().to_string()
    };
    let at = |stage| at(stage);
    let stalled = crate::common::stalled;

    let dossier = DossierForm { pool_review: presented("入库审核", "2018-06-09").into(), ..reviewed() };
    assert_eq!(told(at(Stage::Planned), "2018-07-01", Command::Admit(complete_as(dossier))), "2018-06-09");
    let waived = Document::Waived { basis: crate::common::text("b"), authority: crate::common::text("a") };
    let dossier = DossierForm { pool_review: waived.into(), ..reviewed() };
    assert_eq!(told(at(Stage::Planned), "2018-07-01", Command::Admit(complete_as(dossier))), "2018-07-01");
    let talks = Command::Engage(engagement(day("2018-06-10")));
    assert_eq!(told(at(Stage::Reserve), "2018-07-01", talks), "2018-06-10");

    let completion = |accepted: Document<Attachment>, output: &str| CommissioningForm {
        acceptance_paper: accepted.into(),
        first_output: day(output).into(),
        ..commissioning_form(day(output))
    };
    let commission = |form: CommissioningForm| Command::Commission(complete_as(form));
    let later = completion(presented("竣工验收", "2018-09-20"), "2018-09-01");
    assert_eq!(told(at(Stage::Started), "2018-10-01", commission(later)), "2018-09-20");
    let earlier = completion(presented("竣工验收", "2018-08-20"), "2018-09-01");
    assert_eq!(told(at(Stage::Started), "2018-10-01", commission(earlier)), "2018-09-01");
    let promised = completion(Document::Committed { due: day("2018-12-01") }, "2018-09-01");
    assert_eq!(told(at(Stage::Started), "2018-10-01", commission(promised)), "2018-09-01");
    let trial = CommissioningForm {
        acceptance_kind: AcceptanceKind::TrialProduction.into(),
        ..completion(presented("试生产", "2018-09-20"), "2018-09-01")
    };
    assert_eq!(told(at(Stage::Started), "2018-10-01", commission(trial)), "2018-09-01");

    let enrolled = operation_form(day("2018-08-30"));
    assert_eq!(told(at(Stage::Producing), "2018-10-01", Command::Operate(complete_as(enrolled))), "2018-08-30");
    let running = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: day("2018-06-20").into(),
        operation_proof: presented("用电发票", "2018-12-25").into(),
    };
    let running = || Command::Operate(complete_as(running.clone()));
    assert_eq!(told(at(Stage::Producing), "2019-02-01", running()), "2019-02-01");

    let rescinded = || complete_as(rescission_form(None, day("2018-07-20")));
    assert_eq!(told(at(Stage::Signed), "2018-10-01", Command::ReopenTalks(rescinded())), "2018-07-20");
    let found = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-10"), day("2019-03-20"));
    assert_eq!(told(at(Stage::Registered), "2019-04-01", Command::Stall(found)), "2019-03-20");
    let resumed =
        RevivalForm { resumed_on: day("2019-08-01").into(), ..revival_form(Remedy::ClearLand, day("2019-08-09")) };
    let revive = Command::Revive(complete_as(resumed));
    assert_eq!(told(stalled(Stage::Registered), "2019-09-01", revive), "2019-08-09");

    let closed = |outcome| Command::Close(complete_as(closing_form(outcome, day("2018-08-08"))));
    assert_eq!(told(at(Stage::Registered), "2018-10-01", closed(Outcome::Liquidated)), "2018-08-08");
    assert_eq!(told(at(Stage::Registered), "2018-10-01", closed(Outcome::Dissolved)), "2018-10-01");
    let sent_back = Command::SendBack(complete_as(grounds_form(None)));
    assert_eq!(told(at(Stage::Reserve), "2018-10-01", sent_back), "2018-10-01");
}

fn reviewed() -> DossierForm {
    DossierForm::from(dossier(day("2018-06-09")))
}

/// A company that is older than the signing (注册早于签约) is registered with the signing; one that is younger, on its day.
#[test]
fn golden_walk_with_the_company_founded_first() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    let signed = walk.project.since();
    let founded = |on: &str| Command::Register(complete_as(registration_form(day(on))));
    let mut older = walk.clone();
    let event = take(&mut older, "2018-09-01", founded("2017-03-01")).expect("the company came first");
    assert_eq!(event.effective_on(), signed);
    let context = open(&walk, "2018-09-01").on(day("2018-09-01"));
    let refused = walk.project.check(&founded("2017-03-01"), &context, &walk.policy);
    let (item, effective_on) = (Item::RegisteredOn, day("2018-09-01"));
    assert_eq!(refused, [Reason::NotDayOfAct { item, acted_on: signed, effective_on }]);
    let event = take(&mut walk, "2018-09-01", founded("2018-08-08")).expect("the company came later");
    assert_eq!(event.effective_on(), day("2018-08-08"));
    // and on to operation
    older.today = day("2018-10-01");
    for verb in [Verb::Start, Verb::Commission, Verb::Operate] {
        older.pass(1).go(verb);
    }
    assert_eq!(older.project.stage(), Stage::Operating);
}

/// A company that is older than the signing is no trap for a project that was a zombie in between.
#[test]
fn an_old_company_is_registered_after_a_revival_too() {
    let mut walk = Walk::to(1, crate::common::stalled(Stage::Signed));
    walk.pass(5).go(Verb::Revive);
    let revived = walk.project.since();
    let today = plus(revived, 9).to_string();
    let founded = Command::Register(complete_as(registration_form(day("2017-03-01"))));
    assert_eq!(take(&mut walk, &today, founded).expect("recorded").effective_on(), revived);
}

/// 先建后验: only a policy that takes it lets works be older than the company; the start then takes the registration's day.
#[test]
fn built_before_the_registration() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    let registered = walk.project.since();
    let began = plus(registered, -2);
    let start = || Command::Start(commencement(began));
    let today = plus(registered, 30).to_string();
    let refused = take(&mut walk, &today, start()).expect_err("the preset takes no such start");
    assert_eq!(refused, [Reason::EffectiveDateRegression { effective_on: began, last: registered }]);
    let mut terms = policy().terms().clone();
    terms.build_first = true;
    let policy = Policy::new(terms).expect("a policy");
    let context = open(&walk, &today);
    let decision = walk.project.decide(start(), &context, &policy).expect("this policy takes it");
    let event = decision.into_new().expect("a new event");
    assert_eq!(event.effective_on(), registered);
    // it is structure: who reads it asks no policy
    walk.project.apply(event).expect("it follows");
    // a start that is younger keeps its day under that policy, too
    let young = Walk::to(1, at(Stage::Registered));
    let on = plus(registered, 3);
    let decision = young.project.decide(Command::Start(commencement(on)), &context, &policy).expect("accepted");
    assert_eq!(decision.event().effective_on(), on);
}

/// The evidence that this crate's tests build tells the same as the table written down by hand.
#[test]
fn a_date_left_open_is_that_of_the_act_else_today() {
    for position in crate::common::positions() {
        for (verb, _) in position.next() {
            let mut walk = Walk::to(1, position);
            walk.pass(400);
            let (acted, today) = (walk.today, plus(walk.today, 20));
            let command = complete(verb, &walk.project, acted);
            let expected = acted_on(&command, &walk.project).unwrap_or(today);
            let event = take(&mut walk, &today.to_string(), command).unwrap_or_else(|why| panic!("{verb}: {why:?}"));
            assert_eq!(event.effective_on(), expected, "{verb} at {position}");
        }
    }
}

/// A date that was left open is no content: the same command on a later day is recorded already, in `decide` and in every
/// store; a date that is stated is.
#[test]
fn a_retry_on_a_later_day_is_recorded_already() {
    let walk = Walk::to(1, at(Stage::Reserve));
    let mut store = crate::common::opened(source(), &actor(), evening(walk.today)).expect("a log");
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).expect("recorded");
    }
    let officer = || Command::AssignOfficer(crate::common::actor_id("officer-8").into());
    let on = |today: &str| {
        let decision = walk.project.decide(officer(), &open(&walk, today), &walk.policy).expect("accepted");
        decision.into_new().expect("it is new to this project")
    };
    let (first, again) = (on("2018-06-05"), on("2018-06-07"));
    assert_eq!((first.effective_on(), again.effective_on()), (day("2018-06-05"), day("2018-06-07")));
    let receipt = store.append(&first.clone().into(), evening(day("2018-06-05"))).expect("recorded");
    let retried = store.append(&again.into(), evening(day("2018-06-07"))).expect("recorded already");
    assert_eq!(retried, receipt);
    assert_eq!(retried.record().event().expect("an event").effective_on(), day("2018-06-05"));

    // stated, it is another command
    let stated = open(&walk, "2018-06-07").on(day("2018-06-07"));
    let other = walk.project.decide(officer(), &stated, &walk.policy).expect("accepted").into_new().expect("new");
    let sequence = receipt.record().sequence();
    let dates = Some((day("2018-06-05"), day("2018-06-07")));
    let reused = AppendError::IdReused { id: first.id(), sequence, dates };
    let refused = store.append(&other.into(), evening(day("2018-06-07"))).expect_err("another date");
    assert!(matches!(&refused, StoreError::Append(why) if *why == reused), "{refused:?}");
    let said = format!(
        "id {} already names record {sequence} of this log, which took effect on 2018-06-05, not on 2018-06-07: mint a \
         new id",
        first.id()
    );
    assert_eq!(reused.to_string(), said);
    // and so by the project that knows it
    let mut known = walk.project.clone();
    known.apply(first.clone()).expect("it follows");
    let answer = known.decide(officer(), &open(&walk, "2018-06-09"), &walk.policy);
    assert_eq!(answer, Ok(Decision::AlreadyRecorded(first)));
}

/// A planning whose date was left open is planned once, whenever it comes again; and the typed view takes the receipt.
#[test]
fn a_planning_retried_on_a_later_day_is_confirmed_with_its_recorded_date() {
    let mut store = crate::common::opened(source(), &actor(), evening(day("2018-06-01"))).expect("a log");
    let planned = |today: &str| {
        let context = Context::new(event_id(1, 0), evening(day(today)), actor());
        let profile = crate::common::profile(ProjectKind::Enterprise);
        Staged::plan(crate::common::project_id(1), profile, &context, &policy()).expect("planned")
    };
    let first = planned("2018-06-01").commit(&mut store, evening(day("2018-06-01"))).expect("recorded");
    let again = planned("2018-06-04").commit(&mut store, evening(day("2018-06-04"))).expect("recorded already");
    assert_eq!(first.project(), again.project());
    assert_eq!(again.project().planned_on(), day("2018-06-01"));
}
