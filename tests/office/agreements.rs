//! What is agreed: amount, days, promises and investor, changed with paper only.

use super::*;
use crate::common::walk::redating;
use project_lifecycle::act::Correction;
use project_lifecycle::evidence::Agreed;
use project_lifecycle::project::fact::*;

/// So many hundred million yuan (亿), to four decimals.
fn yi(ten_thousands: i64) -> Money {
    Money::from_fen(ten_thousands * 1_000_000)
}

/// An agreement at an amount, which starts and produces so many days from today.
fn signing(walk: &Walk, total: Money, start: i64, production: i64) -> Command {
    let form = AgreementForm {
        total_investment: total.into(),
        agreed_start: plus(walk.today, start).into(),
        agreed_production: plus(walk.today, production).into(),
        ..agreement_form(ProjectKind::Enterprise, walk.today)
    };
    Command::Sign(form.try_into().expect("complete"))
}

/// The same terms, agreed by a supplement that bears today's day.
fn supplemented(walk: &Walk, change: impl FnOnce(&mut AgreementAmended)) -> Command {
    let mut agreement = supplement(walk.today);
    change(&mut agreement);
    Command::AmendAgreement(agreement)
}

fn amended(total: Money, paper: Option<Attachment>, grounds: Option<&str>) -> Command {
    let grounds = grounds.map(text);
    Command::Amend(Amendment { total_investment: Some(total), paper, grounds, ..Amendment::default() })
}

/// Talks in a project whose profile names an amount and an investor.
fn negotiating(total: Money) -> Walk {
    let mut walk = Walk::plan(3);
    walk.give(Command::Amend(Amendment {
        total_investment: Some(total),
        investor: Some(client("client-1")),
        ..Amendment::default()
    }));
    walk.go(Verb::Engage);
    walk
}

fn baseline(project: &Project) -> Vec<(Stage, Day)> {
    project.baseline().iter().map(|day| (day.stage, day.by)).collect()
}

fn all_differences(project: &Project) -> Vec<Difference<'_>> {
    project.differences().collect()
}

#[test]
fn a_supplementary_agreement_raises_49亿_to_51亿_after_the_registration() {
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    walk.go(Verb::Engage);
    let sign = signing(&walk, yi(490_000), 100, 300);
    let signed_on = walk.today;
    walk.give(sign);
    walk.pass(30).go(Verb::Register);
    assert_eq!(walk.project.current().total_investment, Some(yi(490_000)));
    walk.pass(30);
    let schedule = walk.project.schedule().cloned();
    let paper = supplemented(&walk, |later| {
        later.total_investment = Some(yi(510_000));
        later.agreed_start = Some(plus(signed_on, 200));
        later.promises = Some(vec![Promise { due: plus(signed_on, 90), promise: text("供热到位") }]);
    });
    let before = walk.project.current().clone();
    let event = walk.give(paper);
    let project = &walk.project;
    assert_eq!((project.total_investment(), project.stage()), (Some(yi(510_000)), Stage::Registered));
    assert_eq!(before.clone().after(&event).as_ref(), Some(project.current()), "a list follows it by itself");
    assert_eq!(project.current().total_investment, Some(yi(510_000)));
    let agreed = project.agreed();
    assert_eq!((agreed.start, agreed.production), (Some(plus(signed_on, 200)), Some(plus(signed_on, 300))));
    assert_eq!(project.agreed_start(), agreed.start, "a stall counts from it");
    let promises: Vec<_> = project.promises().iter().map(|promise| promise.promise.as_str()).collect();
    assert_eq!(promises, ["供热到位"]);
    // the schedule's start moves, and what follows it gives way; the baseline stays
    let days = |schedule: Option<&Schedule>| {
        [Stage::Registered, Stage::Started, Stage::Producing].map(|stage| schedule?.by(stage))
    };
    let was = days(schedule.as_ref());
    assert_eq!(days(project.schedule()), [was[0], agreed.start, agreed.start]);
    let expected = [(Stage::Started, plus(signed_on, 100)), (Stage::Producing, plus(signed_on, 300))];
    assert_eq!(baseline(project), expected);
    // voided, it is as if it had never been agreed
    let version = event.version();
    walk.give(crate::common::walk::voiding_fact(version));
    assert_eq!(walk.project.current(), &CurrentState { version: walk.project.version(), ..before });
    assert_eq!(walk.project.agreed().start, Some(plus(signed_on, 100)));
}

#[test]
fn of_two_supplementary_agreements_the_later_stands_term_by_term() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(10);
    let first = walk.today;
    let both = supplemented(&walk, |later| {
        later.total_investment = Some(yi(500_000));
        later.investor = Some(client("client-2"));
    });
    walk.pass(10).give(both);
    // told late: an older one changes what the newer one leaves alone
    let older = supplemented(&walk, |later| {
        later.total_investment = Some(yi(400_000));
        later.agreed_production = Some(plus(first, 900));
        later.paper = paper("补充协议一", first);
    });
    let context = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(first);
    let event = walk.project.decide(older, &context, &walk.policy).expect("lawful").into_new().expect("new");
    let before = walk.project.current().clone();
    walk.project.apply(event.clone()).expect("it follows");
    assert_eq!(before.after(&event), None, "what is late needs the whole history");
    assert_eq!(walk.project.total_investment(), Some(yi(500_000)));
    assert_eq!(walk.project.agreed().production, Some(plus(first, 900)));
    assert_eq!(walk.project.investor(), Some(&client("client-2")));
}

#[test]
fn a_supplementary_agreement_needs_a_signing_a_term_and_days_in_order() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.pass(10);
    assert_eq!(reasons(&walk, supplemented(&walk, |_| {})), [Reason::NothingToAmend]);
    let signed_on = walk.project.since();
    let late = plus(signed_on, 150); // start and production are agreed for the hundredth day
    let item = Item::AgreedProduction;
    let unordered = Reason::Unordered { gate: Gate::Agreement, item, found: plus(signed_on, 100), not_before: late };
    assert_eq!(reasons(&walk, supplemented(&walk, |later| later.agreed_start = Some(late))), [unordered]);
    let both = |later: &mut AgreementAmended| (later.agreed_start, later.agreed_production) = (Some(late), Some(late));
    assert_eq!(reasons(&walk, supplemented(&walk, both)), []);
    let zero = supplemented(&walk, |later| later.total_investment = Some(yi(0)));
    let (item, found) = (Item::TotalInvestment, yi(0));
    assert_eq!(reasons(&walk, zero), [Reason::NotPositive { gate: None, item, found }]);
    let tomorrow = plus(walk.today, 1);
    let early = supplemented(&walk, |later| {
        both(later);
        later.paper = paper("补充协议", tomorrow);
    });
    let (item, dated, effective_on) = (Item::SupplementaryAgreement, tomorrow, walk.today);
    assert_eq!(reasons(&walk, early), [Reason::DatedAfterEffective { item, dated, effective_on }]);
    // it stands until the agreement does no more
    for position in crate::common::positions() {
        let walk = Walk::to(3, position);
        let (effective_on, command) = (walk.today, supplemented(&walk, |later| later.investor = Some(client("x"))));
        // by hand: a project that is closed in these walks was never signed
        let is_signed = !["planned", "reserve", "negotiating", "closed"].contains(&position.footing().code());
        let refused = vec![Reason::NotSigned { signed_on: None, effective_on }];
        assert_eq!(reasons(&walk, command), if is_signed { vec![] } else { refused }, "{position}");
    }
}

#[test]
fn an_amount_of_49_9999亿_is_not_amended_to_50亿_without_paper_and_grounds() {
    let mut walk = negotiating(yi(499_999));
    assert_eq!(reasons(&walk, amended(yi(500_000), None, None)), [], "before a signing it is a plan");
    let sign = signing(&walk, yi(499_999), 100, 100);
    let event = walk.give(sign);
    walk.pass(5);
    let (version, on) = (event.version(), event.effective_on());
    let refused = [Reason::InvestmentAgreed { version, on }];
    let paper = || Some(paper("变更批复", walk.today));
    assert_eq!(reasons(&walk, amended(yi(500_000), None, None)), refused);
    assert_eq!(reasons(&walk, amended(yi(500_000), paper(), None)), refused);
    assert_eq!(reasons(&walk, amended(yi(500_000), None, Some("设备增加"))), refused);
    let undated = Attachment::new("变更批复", "发展改革局").ok();
    let item = Item::AmendmentPaper;
    let bare = amended(yi(500_000), undated, Some("设备增加"));
    assert_eq!(reasons(&walk, bare), [Reason::Undated { gate: None, item }]);
    let founded = amended(yi(500_000), paper(), Some("设备增加"));
    walk.give(founded);
    assert_eq!(walk.project.total_investment(), Some(yi(500_000)), "the latest date stands");
    let version = event.version();
    let told = Difference::TotalInvestment { profile: Some(yi(500_000)), evidence: yi(499_999), version };
    assert!(all_differences(&walk.project).contains(&told));
    // other members of the profile need none, nor does the amount once the agreement is terminated
    let named = Command::Amend(Amendment { name: Some(text("新名")), ..Amendment::default() });
    assert_eq!(reasons(&walk, named), []);
    walk.go(Verb::Terminate);
    assert_eq!(reasons(&walk, amended(yi(510_000), None, None)), []);
}

#[test]
fn a_signing_at_52亿_gives_the_amount_the_days_the_promises_and_the_investor() {
    let mut walk = Walk::plan(3);
    walk.go(Verb::Engage);
    assert_eq!((walk.project.total_investment(), walk.project.agreed()), (None, Agreed::default()));
    assert_eq!(walk.project.investor(), Some(&client("client-9")), "with whom talks were opened");
    let sign = signing(&walk, yi(520_000), 120, 600);
    let before = walk.project.current().clone();
    let event = walk.give(sign);
    let project = &walk.project;
    assert_eq!(before.after(&event).as_ref(), Some(project.current()), "a list follows it by itself");
    assert_eq!(project.current().total_investment, Some(yi(520_000)));
    assert_eq!(project.profile().total_investment(), None, "the profile is what was planned");
    assert_eq!(
        (project.agreed().start, project.agreed().production),
        (Some(plus(walk.today, 120)), Some(plus(walk.today, 600)))
    );
    assert_eq!(project.promises().len(), 1);
    // the agreed days are no schedule: the duty stays
    assert_eq!(project.schedule(), None);
    assert!(project.unmet_duties().any(|duty| duty == Duty::Schedule));
    let (total, engaged) = (event.version(), event.version() - 1);
    assert_eq!(
        all_differences(project),
        [
            Difference::TotalInvestment { profile: None, evidence: yi(520_000), version: total },
            Difference::Investor { profile: None, evidence: &client("client-9"), version: engaged },
        ]
    );
    // a signing at 1亿 against a profile of 52亿 is told as well
    let mut walk = negotiating(yi(520_000));
    let sign = signing(&walk, yi(10_000), 120, 600);
    let version = walk.give(sign).version();
    let told = Difference::TotalInvestment { profile: Some(yi(520_000)), evidence: yi(10_000), version };
    let found = all_differences(&walk.project);
    assert_eq!((found[0], found[0].item(), found[0].version()), (told, Item::TotalInvestment, version));
    assert_eq!(found[1].item(), Item::Client);
    assert_eq!(walk.project.total_investment(), Some(yi(10_000)));
    // voided, and re-dated before a later amendment, it folds back
    walk.void();
    assert_eq!(walk.project.current().total_investment, Some(yi(520_000)));
    assert_eq!(walk.project.promises(), []);
}

#[test]
fn signed_terminated_and_signed_again_with_another_investor_and_other_days() {
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    // a typo in a schedule set at planning is no baseline of a signing
    assert_eq!(baseline(&walk.project).first(), Some(&(Stage::Registered, walk.today)));
    walk.go(Verb::Engage);
    let first = walk.today;
    let sign = signing(&walk, yi(520_000), 100, 200);
    walk.give(sign);
    let agreed =
        |from, start, production| [(Stage::Started, plus(from, start)), (Stage::Producing, plus(from, production))];
    assert_eq!(baseline(&walk.project), agreed(first, 100, 200));
    walk.pass(5).give(Command::Reschedule(schedule(plus(first, 40)).into()));
    let whole = [&[(Stage::Registered, plus(first, 40))][..], &agreed(first, 100, 200)].concat();
    assert_eq!(baseline(&walk.project), whole, "the first schedule completes it");
    walk.pass(5).give(Command::Reschedule(schedule(plus(first, 90)).into()));
    assert_eq!(baseline(&walk.project), whole, "and no other one changes it");

    let before = walk.pass(300).project.current().clone();
    let ended = walk.go(Verb::Terminate);
    assert_eq!(before.after(&ended), None, "what stands then, only the whole history tells");
    let project = &walk.project;
    assert_eq!((project.total_investment(), project.investor(), project.agreed()), (None, None, Agreed::default()));
    assert_eq!((project.promises(), project.current().total_investment), (&[][..], None));

    walk.pass(30);
    let form = EngagementForm { client: client("client-2").into(), ..engagement_form(walk.today) };
    walk.give(Command::Engage(form.try_into().expect("complete")));
    let second = walk.pass(10).today;
    let sign = signing(&walk, yi(300_000), 150, 500);
    walk.give(sign);
    let project = &walk.project;
    assert_eq!((project.total_investment(), project.investor()), (Some(yi(300_000)), Some(&client("client-2"))));
    assert_eq!(baseline(project), agreed(second, 150, 500), "a signing anew has its own");
    walk.pass(5).give(Command::Reschedule(schedule(plus(second, 60)).into()));
    let whole = [&[(Stage::Registered, plus(second, 60))][..], &agreed(second, 150, 500)].concat();
    assert_eq!(baseline(&walk.project), whole);
    // voided, the talks are those with the second investor, and no agreement stands
    walk.void();
    assert_eq!((walk.project.total_investment(), walk.project.investor()), (None, Some(&client("client-2"))));
}

#[test]
fn a_signing_re_dated_behind_an_amendment_gives_the_amount_again() {
    let mut walk = negotiating(yi(490_000));
    let sign = signing(&walk, yi(520_000), 100, 100);
    let signed = walk.give(sign);
    walk.pass(5);
    let founded = amended(yi(530_000), Some(paper("变更批复", walk.today)), Some("设备增加"));
    walk.give(founded);
    assert_eq!(walk.project.current().total_investment, Some(yi(530_000)));
    let dated = |walk: &mut Walk, days| walk.give(redating(signed.version(), plus(signed.effective_on(), days)));
    walk.pass(5);
    dated(&mut walk, 6);
    assert_eq!(walk.project.current().total_investment, Some(yi(520_000)));
    dated(&mut walk, 5);
    assert_eq!(walk.project.current().total_investment, Some(yi(530_000)), "of one date the one recorded last");
}

#[test]
fn what_is_corrected_in_a_signing_feeds_the_project() {
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    walk.go(Verb::Engage);
    let sign = signing(&walk, yi(490_000), 100, 200);
    let (version, signed_on) = (walk.give(sign).version(), walk.today);
    walk.pass(30).go(Verb::Register);
    let Command::Sign(right) = signing(&Walk { today: signed_on, ..walk.clone() }, yi(520_000), 150, 250) else {
        panic!("a signing")
    };
    let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
    walk.give(Command::Correct(Correcting { version, basis: Basis::Evidence(right.into()), correction }));
    let project = &walk.project;
    assert_eq!(
        (project.total_investment(), project.current().total_investment),
        (Some(yi(520_000)), Some(yi(520_000)))
    );
    assert_eq!(project.agreed_start(), Some(plus(signed_on, 150)));
    let expected = [(Stage::Started, plus(signed_on, 150)), (Stage::Producing, plus(signed_on, 250))];
    assert_eq!(baseline(project), expected, "what was agreed was told wrongly");
}

#[test]
fn a_stall_found_before_a_supplementary_agreement_counts_from_the_start_agreed_by_then() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let signed_on = walk.today; // the start is agreed for the hundredth day
    walk.pass(400);
    let later = supplemented(&walk, |later| {
        later.agreed_start = Some(plus(signed_on, 500));
        later.agreed_production = Some(plus(signed_on, 900));
    });
    walk.give(later);
    let found = |on: Day| {
        let finding = stall_finding(ZombieCause::InvestorStalled, plus(signed_on, 110), on);
        let context = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(on);
        walk.project.check(&Command::Stall(finding), &context, &walk.policy)
    };
    assert_eq!(found(plus(signed_on, 399)), []);
    let [Reason::StartNotOverdue { agreed_start, .. }] = found(plus(signed_on, 400))[..] else { panic!("not refused") };
    assert_eq!(agreed_start, plus(signed_on, 500));
}

#[test]
fn what_was_agreed_after_an_imported_signing_stands_again_when_that_is_imported_anew() {
    let mut walk = Walk::plan(3);
    let import = |verb| Command::Import(Import::step(verb, provenance(1)));
    walk.give(import(Verb::Engage));
    let signed_on = walk.today;
    walk.give(import(Verb::Sign));
    walk.pass(30);
    let later = supplemented(&walk, |later| later.total_investment = Some(yi(510_000)));
    walk.give(later);
    walk.void();
    assert_eq!(walk.project.current().total_investment, None, "no agreement stands");
    let context = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(signed_on);
    let anew =
        walk.project.decide(import(Verb::Sign), &context, &walk.policy).expect("lawful").into_new().expect("new");
    let before = walk.project.current().clone();
    walk.project.apply(anew.clone()).expect("it follows");
    assert_eq!(walk.project.current().total_investment, Some(yi(510_000)));
    assert_eq!(before.after(&anew), None, "only the whole history tells");
}

#[test]
fn a_new_investor_of_a_revival_takes_the_place_of_the_first() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(400);
    let finding = stall_finding(ZombieCause::InvestorStalled, plus(walk.today, -200), walk.today);
    walk.give(Command::Stall(finding));
    let remedy = Remedy::InvestorChanged;
    let form = revival_form(remedy, walk.today);
    let schedule = form.new_schedule.given().cloned().expect("given");
    walk.give(Command::Revive(form.try_into().expect("complete")));
    assert_eq!(walk.project.investor(), Some(&client("client-10")));
    assert_eq!(walk.project.agreed_start(), schedule.by(Stage::Started), "and its schedule names the start");
    assert_ne!(walk.project.agreed().start, schedule.by(Stage::Started));
    walk.void();
    assert_eq!(walk.project.investor(), Some(&client("client-9")));
}

fn industries(project: &Project) -> Vec<Difference<'_>> {
    project.differences().filter(|difference| difference.item() == Item::Industry).collect()
}

#[test]
fn the_industry_that_the_reserve_reviewed_last_is_told_against_the_profile() {
    let class = |code| IndustryCode::parse(code, Edition::Gbt2017).expect("a class");
    let reviewed =
        |class: IndustryCode, on| Dossier::try_from(DossierForm { industry: class.into(), ..dossier_form(on) });
    let mut walk = Walk::plan(3);
    walk.give(Command::Amend(Amendment { industry: Some(class("C3491")), ..Amendment::default() }));
    assert_eq!(industries(&walk.project), [], "nothing was reviewed");
    let dossier = reviewed(class("C3620"), walk.today).expect("complete");
    let version = walk.give(Command::Admit(dossier)).version();
    let told = Difference::Industry { profile: Some(class("C3491")), evidence: class("C3620"), version };
    assert_eq!(industries(&walk.project), [told]);
    // the profile says the same
    walk.give(Command::Amend(Amendment { industry: Some(class("C3620")), ..Amendment::default() }));
    assert_eq!(industries(&walk.project), []);
    // a dossier that comes when the talks break off counts as well
    let mut walk = Walk::plan(3);
    walk.go(Verb::Engage);
    let (ground, dossier) = (text("选址不合"), reviewed(class("C3620"), walk.today).expect("complete"));
    let form = GroundsForm { ground: ground.into(), explanation: text("未谈成").into(), dossier: dossier.into() };
    let version = walk.give(Command::BreakOff(form.try_into().expect("complete"))).version();
    let told = Difference::Industry { profile: None, evidence: class("C3620"), version };
    assert_eq!(industries(&walk.project), [told]);
    // voided, it says nothing
    walk.void();
    assert_eq!(industries(&walk.project), []);
}
