//! Zones: what is decided, recorded, read back and replayed.

mod histories;
mod records;

use crate::common::zones::*;
use crate::common::{actor, day, evening, event_id, policy, project_id, short, source, text};
use project_lifecycle::lifecycle::{Item, ZombieCause, ZombieKind, ZoneClass};
use project_lifecycle::policy::{IndustryLimits, Policy, PolicyTerms};
use project_lifecycle::registry::*;
use project_lifecycle::{Context, Language, reason::*};
use serde_json::json;

#[test]
fn a_class_holds_from_its_day_on() {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial); // on 2018-06-01
    walk.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    // down and up again on one day: the later recorded stands
    walk.give("2019-01-01", to_class(ZoneClass::Provincial, "2018-12-20"));
    walk.give("2019-01-01", to_class(ZoneClass::National, "2018-12-30"));
    for (on, class) in [
        ("2018-05-31", None),
        ("2018-06-01", Some(ZoneClass::Provincial)),
        ("2018-07-31", Some(ZoneClass::Provincial)),
        ("2018-08-01", Some(ZoneClass::National)),
        ("2018-12-31", Some(ZoneClass::National)),
        ("2019-01-01", Some(ZoneClass::National)),
    ] {
        assert_eq!(walk.zone.class_on(day(on)), class, "{on}");
    }
    // without the last one it is provincial from the new year on
    walk.give("2019-06-01", voiding_zone_fact(4));
    assert_eq!(walk.zone.class_on(day("2018-12-31")), Some(ZoneClass::National));
    assert_eq!(walk.zone.class_on(day("2019-01-01")), Some(ZoneClass::Provincial));
    assert_eq!(walk.zone.profile().expect("it is registered").class(), ZoneClass::Provincial);
}

#[test]
fn a_change_of_class_is_voided_after_the_one_that_states_it() {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial);
    walk.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    walk.give("2018-08-01", to_class(ZoneClass::Provincial, "2018-07-30"));
    let by = StepDate { on: day("2018-08-01"), version: 3 };
    assert_eq!(walk.refused("2019-06-01", &voiding_zone_fact(2)), [Reason::RestedOn { version: 2, by }]);
    walk.give("2019-06-01", voiding_zone_fact(3)).give("2019-06-01", voiding_zone_fact(2));
    assert_eq!(walk.zone.class_on(day("2018-08-01")), Some(ZoneClass::Provincial));
    // what is voided, a void, and what never was are no standing facts
    for version in [2, 3, 4, 0, 99] {
        assert_eq!(walk.refused("2019-06-01", &voiding_zone_fact(version)), [Reason::NoStandingFact { version }]);
    }
}

#[test]
fn an_amendment_of_a_later_day_stands_however_late_the_others_come() {
    let mut walk = ZoneWalk::registered(ZoneClass::National);
    let parks = |names: &[&str]| {
        let theme_parks = Some(names.iter().map(|name| text(name)).collect());
        ZoneCommand::Amend(ZoneAmendment { theme_parks, ..ZoneAmendment::default() })
    };
    walk.give("2019-03-01", named("浑南高新区")); // 2
    walk.give("2018-09-01", named("浑南新区")); // 3, late
    walk.give("2018-10-01", parks(&["机器人未来城"])); // 4
    walk.give("2019-03-02", parks(&[])); // 5
    let profile = walk.zone.profile().expect("it is registered");
    assert_eq!(profile.name(), "浑南高新区");
    assert!(profile.theme_parks().is_empty());
    // `before` is what stood on the day
    let befores: Vec<_> = walk.zone.events()[1..]
        .iter()
        .filter_map(|event| {
            let ZoneChange::Amended { before, .. } = event.change() else { return None };
            Some(json!(before))
        })
        .collect();
    let registered = json!({"name": "浑南开发区"});
    let expected =
        [registered.clone(), registered, json!({"theme_parks": []}), json!({"theme_parks": ["机器人未来城"]})];
    assert_eq!(befores, expected);
    // 5 states what 4 gave, and neither of the names states the other
    let by = StepDate { on: day("2019-03-02"), version: 5 };
    assert_eq!(walk.refused("2019-06-01", &voiding_zone_fact(4)), [Reason::RestedOn { version: 4, by }]);
    walk.give("2019-06-01", voiding_zone_fact(2));
    assert_eq!(walk.zone.profile().expect("it is registered").name(), "浑南新区");
    walk.give("2019-06-01", voiding_zone_fact(3));
    assert_eq!(walk.zone.profile().expect("it is registered").name(), "浑南开发区");
}

#[test]
fn a_baseline_is_frozen_once_for_each_kind_and_set_anew_once_voided() {
    let mut walk = ZoneWalk::registered(ZoneClass::National);
    // as of a day before the zone was registered here
    walk.give(
        "2018-07-01",
        baseline(ZombieKind::Project, "2018-05-15", &[project_id(2), project_id(1), project_id(2)]),
    );
    walk.give("2018-07-01", baseline(ZombieKind::Enterprise, "2018-05-15", &[]));
    let found = walk.zone.baseline(ZombieKind::Project).expect("it stands");
    assert_eq!(found.members.iter().copied().collect::<Vec<_>>(), [project_id(1), project_id(2)]);
    assert!(walk.zone.baseline(ZombieKind::Enterprise).expect("it stands").members.is_empty());
    let again = baseline(ZombieKind::Project, "2018-05-15", &[project_id(1)]);
    let stands = Reason::BaselineStands { kind: ZombieKind::Project, version: 2, on: day("2018-05-15") };
    assert_eq!(walk.refused("2018-07-02", &again), [stands]);
    walk.give("2018-07-02", voiding_zone_fact(2));
    assert_eq!(walk.zone.baseline(ZombieKind::Project), None);
    walk.give("2018-07-02", again);
    assert_eq!(walk.zone.baseline(ZombieKind::Project).expect("it stands").members.len(), 1);
    // today is the last day that it may be of
    let today = baseline(ZombieKind::Enterprise, "2019-06-01", &[]);
    walk.give("2019-06-01", voiding_zone_fact(3)).give("2019-06-01", today);
}

#[test]
fn a_registration_is_voided_last_and_made_anew() {
    let mut walk = ZoneWalk::registered(ZoneClass::National);
    walk.give("2018-07-01", named("甲")).give("2018-07-01", baseline(ZombieKind::Project, "2018-07-01", &[]));
    let by = |version| StepDate { on: day("2018-07-01"), version };
    assert_eq!(walk.refused("2019-01-01", &voiding_zone_fact(1)), [Reason::RestedOn { version: 1, by: by(3) }]);
    walk.give("2019-01-01", voiding_zone_fact(3));
    assert_eq!(walk.refused("2019-01-01", &voiding_zone_fact(1)), [Reason::RestedOn { version: 1, by: by(2) }]);
    walk.give("2019-01-01", voiding_zone_fact(2)).give("2019-01-01", voiding_zone_fact(1));
    assert_eq!((walk.zone.profile(), walk.zone.class_on(day("2019-01-01"))), (None, None));
    for command in
        [to_class(ZoneClass::National, "2018-01-01"), named("乙"), baseline(ZombieKind::Project, "2018-01-01", &[])]
    {
        let effective_on = day("2019-01-01");
        let expected = [Reason::ZoneNotRegistered { registered_on: None, effective_on }];
        assert_eq!(walk.refused("2019-01-01", &command), expected);
    }
    assert_eq!(walk.refused("2019-01-01", &voiding_zone_fact(1)), [Reason::NoStandingFact { version: 1 }]);
    // on an earlier day, too
    walk.give("2012-01-01", ZoneCommand::Register(zone_profile(ZoneClass::Provincial)));
    assert_eq!(walk.zone.class_on(day("2012-01-01")), Some(ZoneClass::Provincial));
    assert_eq!(walk.zone.version(), 7);
}

#[test]
fn how_many_industries_is_the_policys_and_asked_of_what_is_recorded_anew() {
    let two: std::collections::BTreeSet<_> = [industry("C34"), industry("C36")].into();
    let leading = |codes: &[&str]| {
        let leading = Some(codes.iter().map(|code| industry(code)).collect());
        ZoneCommand::Amend(ZoneAmendment { leading, ..ZoneAmendment::default() })
    };
    let mut walk = ZoneWalk::registered(ZoneClass::National);
    walk.give("2018-07-01", leading(&["C34", "C36"]));
    let three = [Reason::TooManyLeading { class: ZoneClass::National, found: 3, limit: 2 }];
    assert_eq!(walk.refused("2018-07-01", &leading(&["C34", "C36", "M73"])), three);
    // a change of class is not refused for them, nor an amendment that does not give them
    walk.give("2018-08-01", to_class(ZoneClass::Provincial, "2018-07-20")).give("2018-08-01", named("甲"));
    assert_eq!(walk.zone.profile().expect("it is registered").leading(), &two);
    let too_many = [Reason::TooManyLeading { class: ZoneClass::Provincial, found: 2, limit: 1 }];
    assert_eq!(walk.refused("2018-08-01", &leading(&["C34", "C36"])), too_many);
    // of a day on which it was national it may
    assert_eq!(walk.refused("2018-07-31", &leading(&["C34", "M73"])), []);

    // a registration is asked too, both lists at once
    let profile = zone_profile(ZoneClass::Provincial).leading_in(industry("C36"));
    let profile = profile.special_in(industry("C34")).special_in(industry("C36"));
    let register = |policy: &Policy| {
        Zone::register(zone_id("hunnan"), profile.clone(), &source(), &zone_context(1, "2018-06-01"), policy)
    };
    let codes: Vec<_> = register(&policy()).unwrap_err().reasons().iter().map(Reason::code).collect();
    assert_eq!(codes, ["too_many_leading", "too_many_special"]);
    let mut terms = PolicyTerms::shenyang_2018();
    assert_eq!(terms.zone_industries, IndustryLimits { national_leading: 2, provincial_leading: 1, special: 1 });
    terms.zone_industries = IndustryLimits { national_leading: 0, provincial_leading: 2, special: 2 };
    assert!(register(&Policy::new(terms).expect("a policy")).is_ok());
}

#[test]
fn dates_and_papers_are_guarded_in_a_fixed_order() {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial);
    let item = Item::ClassChangePaper;
    let undated = project_lifecycle::evidence::Attachment::new("批复", "国务院").expect("a paper");
    let command = ZoneCommand::ChangeClass { to: ZoneClass::Provincial, paper: undated };
    let (effective_on, today, on) = (day("2019-06-02"), zone_today(), day("2018-06-01"));
    assert_eq!(
        walk.refused("2019-06-02", &command),
        [
            Reason::EffectiveDateInFuture { effective_on, today },
            Reason::AlreadyOfClass { class: ZoneClass::Provincial, version: 1, on },
            Reason::Undated { gate: None, item },
        ]
    );
    assert_eq!(walk.refused("2019-06-01", &ZoneCommand::Amend(ZoneAmendment::default())), [Reason::NothingToAmend]);
    let tomorrow = Zone::register(
        zone_id("hunnan"),
        zone_profile(ZoneClass::National),
        &source(),
        &zone_context(1, "2019-06-02"),
        &policy(),
    );
    let refusal = tomorrow.unwrap_err();
    assert_eq!(refusal.reasons(), [Reason::EffectiveDateInFuture { effective_on, today }]);
    // on the day of the paper, and of the registration
    walk.give("2018-06-01", to_class(ZoneClass::National, "2018-06-01"));
    // too much for a record: each project takes 39 bytes
    let many: Vec<_> = (0..1_600).map(project_id).collect();
    let reasons = walk.refused("2018-07-01", &baseline(ZombieKind::Project, "2018-07-01", &many));
    assert!(matches!(reasons[..], [Reason::RecordTooLarge { bytes: 62_400.., limit: 60_000 }]), "{reasons:?}");
    walk.give("2018-07-01", baseline(ZombieKind::Project, "2018-07-01", &many[..1_500]));
}

#[test]
fn a_refusal_of_a_zone_says_why_in_both_languages() {
    let context = zone_context(1, "2019-06-02");
    let refused = Zone::register(zone_id("hunnan"), zone_profile(ZoneClass::National), &source(), &context, &policy());
    let refusal = refused.unwrap_err();
    assert_eq!((refusal.zone(), refusal.command()), (&zone_id("hunnan"), "register"));
    let why = "the effective date 2019-06-02 lies in the future; today is 2019-06-01";
    assert_eq!(refusal.to_string(), format!("zone hunnan refuses `register`: {why}"));
    let text = refusal.text(Language::English);
    assert_eq!(text, format!("effective_date_in_future: {why} (a date up to 2019-06-01)"));
    assert!(refusal.text(Language::Chinese).contains("晚于今日 2019-06-01"));
    let told = json!(refusal);
    assert_eq!((&told["zone"], &told["command"]), (&json!("hunnan"), &json!("register")));
    assert_eq!(told["reasons"][0]["code"], "effective_date_in_future");
    let names = [
        (to_class(ZoneClass::National, "2018-01-01"), "change_class"),
        (named("甲"), "amend"),
        (baseline(ZombieKind::Project, "2018-01-01", &[]), "freeze_baseline"),
        (voiding_zone_fact(1), "void_fact"),
    ];
    for (command, name) in names {
        assert_eq!(command.name(), name);
    }
}

#[test]
fn one_command_is_recorded_once() {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial);
    let command = to_class(ZoneClass::National, "2018-07-20");
    walk.give("2018-08-01", command.clone());
    let recorded = ZoneDecision::AlreadyRecorded(walk.zone.events()[1].clone());
    let decide = |command: &ZoneCommand, context: &Context| walk.zone.decide(command.clone(), context, &walk.policy);
    let same = zone_context(2, "2018-08-01");
    assert_eq!(decide(&command, &same), Ok(recorded.clone()));
    // at another instant, under another policy, with its date left open
    let later = Context::new(zone_event_id(2), evening(day("2020-01-01")), actor());
    assert_eq!(decide(&command, &later), Ok(recorded));
    let reused = |recorded_on: Option<&str>, effective_on: Option<&str>| {
        let (recorded_on, effective_on) = (recorded_on.map(day), effective_on.map(day));
        [Reason::IdReused { id: zone_event_id(2), version: 2, recorded_on, effective_on }]
    };
    let refused = |command: &ZoneCommand, context: &Context| walk.zone.check(command, context, &walk.policy);
    let moved = zone_context(2, "2018-08-02");
    assert_eq!(refused(&command, &moved), reused(Some("2018-08-01"), Some("2018-08-02")));
    assert_eq!(refused(&named("甲"), &same), reused(None, None));
    let deputy = Context::new(zone_event_id(2), evening(zone_today()), actor().in_role(short("deputy")));
    assert_eq!(refused(&command, &deputy), reused(None, None));
    // whatever was recorded since, and `before` is no part of the command
    walk.give("2018-09-01", named("甲"));
    let amended = zone_context(3, "2018-09-01");
    let again = walk.zone.decide(named("甲"), &amended, &walk.policy).expect("a retry");
    assert_eq!(again.event().version(), 3);
    assert_eq!(again.into_new(), None);
}

#[test]
fn every_cause_makes_a_zombie_of_one_kind() {
    // domain: paragraph 13 projects, paragraph 12 enterprises
    for (cause, kind) in [
        (ZombieCause::LandNotCleared, ZombieKind::Project),
        (ZombieCause::PromiseUnmet, ZombieKind::Project),
        (ZombieCause::InvestorStalled, ZombieKind::Project),
        (ZombieCause::ConstructionHalted, ZombieKind::Project),
        (ZombieCause::NoActivity, ZombieKind::Enterprise),
        (ZombieCause::ObsoleteByOrder, ZombieKind::Enterprise),
        (ZombieCause::Insolvent, ZombieKind::Enterprise),
    ] {
        assert_eq!(cause.kind(), kind, "{cause}");
    }
    assert_eq!(ZombieCause::ALL.len(), 7);
}
