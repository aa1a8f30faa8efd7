//! Who carries a project: a company, or what has no capital of its own.

use super::*;

#[test]
fn registered_capital_is_needed_where_the_entity_has_its_own_and_refused_elsewhere() {
    let on = day("2018-10-01");
    let with = |kind: EntityKind| RegistrationForm { entity_kind: kind.into(), ..registration_form(on) };
    let without = |kind| RegistrationForm { registered_capital: Field::Blank, ..with(kind) };
    let table = [
        (EntityKind::Company, true),
        (EntityKind::Branch, false),
        (EntityKind::Partnership, true),
        (EntityKind::PublicBody, false),
    ];
    assert_eq!(table.map(|(kind, _)| kind), EntityKind::ALL);
    let capital = |code| vec![(code, "registered_capital")];
    for (kind, has_capital) in table {
        assert_eq!(kind.has_capital(), has_capital, "{kind}");
        let (given, blank) = (gaps::<Registration, _>(with(kind)), gaps::<Registration, _>(without(kind)));
        assert_eq!(given, if has_capital { vec![] } else { capital("not_applicable") }, "{kind}");
        assert_eq!(blank, if has_capital { capital("missing") } else { vec![] }, "{kind}");
    }
    let nothing = RegistrationForm { registered_capital: Money::from_fen(0).into(), ..with(EntityKind::Company) };
    let found = Registration::try_from(nothing).expect_err("a gap").reasons;
    assert!(matches!(found[..], [Reason::NotPositive { item: Item::RegisteredCapital, .. }]), "{found:?}");
}

#[test]
fn a_ppp_is_awarded_to_a_public_body() {
    let mut walk = Walk::plan_kind(3, ProjectKind::Ppp);
    walk.assign_duties();
    for verb in [Verb::Engage, Verb::Sign] {
        walk.pass(1).go(verb);
    }
    let form = RegistrationForm {
        entity_kind: EntityKind::PublicBody.into(),
        company_name: "区市政工程管理处".into(),
        licence: shown("事业单位法人证书", day("2003-01-01")).into(),
        registered_capital: Field::Blank,
        ..registration_form(walk.today)
    };
    walk.give(Command::Register(form.try_into().expect("complete")));
    assert_eq!(walk.project.stage(), Stage::Registered);
}
