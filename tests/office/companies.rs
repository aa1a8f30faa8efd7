//! The company: as registered, renamed, with another code, another capital; and the site.

use super::*;
use crate::common::evidence::provenance;
use project_lifecycle::project::fact::*;

fn shown(project: &Project) -> (Option<&str>, Option<&Uscc>, Option<Money>) {
    let company = project.company().expect("registered");
    (company.name.map(Text::as_str), company.code, company.capital)
}

#[test]
fn a_company_is_renamed_and_has_another_code_and_a_higher_capital() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    assert_eq!(walk.project.company(), None);
    walk.pass(1).go(Verb::Register);
    let code = company_code();
    assert_eq!(shown(&walk.project), (Some("某机器人公司"), Some(&code), Some(money())));
    let registered = walk.project.standing().last().expect("a step").event().clone();
    walk.pass(100);
    walk.give(Command::ChangeCompany(renamed("沈阳机器人有限公司", walk.today)));
    let other = Uscc::parse("91350100M000100Y43").expect("a code");
    walk.pass(100);
    let raised = CompanyChanged {
        company_code: Some(other),
        registered_capital: Some(Money::from_fen(50_000_000_000)),
        ..CompanyChanged::by(paper("变更登记通知书", walk.today))
    };
    let version = walk.give(Command::ChangeCompany(raised)).version();
    let capital = Some(Money::from_fen(50_000_000_000));
    assert_eq!(shown(&walk.project), (Some("沈阳机器人有限公司"), Some(&other), capital));
    assert_eq!(walk.project.standing().last().expect("a step").event(), &registered, "the registration is as it was");
    walk.give(crate::common::walk::voiding_fact(version));
    assert_eq!(shown(&walk.project), (Some("沈阳机器人有限公司"), Some(&code), Some(money())));
}

#[test]
fn a_change_of_the_company_needs_a_company_something_that_changes_and_its_proof() {
    let walk = Walk::to(3, at(Stage::Signed));
    let (registered_on, effective_on) = (None, walk.today);
    let rename = |walk: &Walk| Command::ChangeCompany(renamed("新名", walk.today));
    assert_eq!(reasons(&walk, rename(&walk)), [Reason::NotRegistered { registered_on, effective_on }]);
    let walk = Walk::to(3, at(Stage::Operating));
    assert_eq!(reasons(&walk, rename(&walk)), []);
    let nothing = CompanyChanged::by(paper("变更登记", walk.today));
    assert_eq!(reasons(&walk, Command::ChangeCompany(nothing)), [Reason::NothingToAmend]);
    let zero = CompanyChanged { registered_capital: Some(Money::from_fen(0)), ..renamed("x", walk.today) };
    let (item, found) = (Item::RegisteredCapital, Money::from_fen(0));
    assert_eq!(reasons(&walk, Command::ChangeCompany(zero)), [Reason::NotPositive { gate: None, item, found }]);
    // the new licence may be younger than the change, but not than today
    let item = Item::CompanyChangePaper;
    let (dated, today) = (plus(walk.today, 1), walk.today);
    let early = Command::ChangeCompany(renamed("x", dated));
    assert_eq!(reasons(&walk, early), [Reason::DatedInFuture { item, dated, today }]);
    let yesterday = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(plus(today, -1));
    let mut walk = walk;
    walk.pass(0);
    let late = Command::ChangeCompany(renamed("x", today));
    let registered_on =
        walk.project.standing().find(|step| step.verb() == Verb::Register).map(|step| step.effective_on());
    assert!(registered_on.is_some_and(|on| on < plus(today, -1)));
    assert_eq!(walk.project.check(&late, &yesterday, &walk.policy), []);
}

#[test]
fn a_branch_has_no_capital_that_could_change() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let branch = RegistrationForm {
        entity_kind: EntityKind::Branch.into(),
        registered_capital: Field::Blank,
        ..registration_form(walk.today)
    };
    walk.give(Command::Register(branch.try_into().expect("complete")));
    let capital = CompanyChanged { registered_capital: Some(money()), ..renamed("分公司", walk.today) };
    let (gate, item) = (Gate::Registration, Item::RegisteredCapital);
    assert_eq!(reasons(&walk, Command::ChangeCompany(capital)), [Reason::NotApplicable { gate, item }]);
    assert_eq!(reasons(&walk, Command::ChangeCompany(renamed("分公司", walk.today))), []);
}

#[test]
fn of_an_imported_registration_only_what_changed_since_is_known() {
    let mut walk = Walk::plan(3);
    for verb in [Verb::Engage, Verb::Sign, Verb::Register] {
        walk.give(Command::Import(Import::step(verb, provenance(1))));
    }
    assert_eq!(shown(&walk.project), (None, None, None));
    walk.give(Command::ChangeCompany(renamed("沈阳机器人有限公司", walk.today)));
    assert_eq!(shown(&walk.project), (Some("沈阳机器人有限公司"), None, None));
}

#[test]
fn another_site_decides_what_a_closing_leaves_behind() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let leased = CommencementForm { site_kind: SiteKind::LeasedPlant.into(), ..commencement_form(walk.today) };
    walk.give(Command::ChangeSite(resited("地块甲", walk.today)));
    assert_eq!((walk.project.site().map(Text::as_str), walk.project.site_kind()), (Some("地块甲"), None));
    walk.give(Command::Start(leased.try_into().expect("complete")));
    assert_eq!(walk.project.site_kind(), Some(SiteKind::LeasedPlant));
    assert!(asked(&walk, Verb::Close, Item::LandDecision).is_none());
    walk.pass(100);
    let moved = SiteChanged { site_kind: Some(SiteKind::ClearedLand), ..resited("地块乙", walk.today) };
    let version = walk.give(Command::ChangeSite(moved)).version();
    assert_eq!(
        (walk.project.site().map(Text::as_str), walk.project.site_kind()),
        (Some("地块乙"), Some(SiteKind::ClearedLand))
    );
    assert!(asked(&walk, Verb::Close, Item::LandDecision).is_some());
    walk.give(crate::common::walk::voiding_fact(version));
    assert_eq!(walk.project.site_kind(), Some(SiteKind::LeasedPlant));
    let undated = Attachment::new("选址批复", "自然资源局").expect("not blank");
    let undated = Command::ChangeSite(SiteChanged { paper: undated, ..resited("地块丙", walk.today) });
    assert_eq!(reasons(&walk, undated), [Reason::Undated { gate: None, item: Item::SiteChangePaper }]);
}
