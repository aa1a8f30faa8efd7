//! Every reason: its code, its sentences and what lifts it, provoked through the public API and written down by hand.

mod facts;
mod fed;
mod forms;
mod moves;
mod papers;
mod rules;
mod zones;

use std::collections::BTreeSet;

use crate::common;
use crate::common::evidence::*;
use crate::common::walk::{Walk, voiding};
use crate::common::{actor, actor_id, day, evening, event_id, org, plus, policy, profile, project_id, short, text};
use project_lifecycle::{
    act::*, evidence::*, lifecycle::*, policy::*, project::fact::*, project::*, reason::*, registry::*,
    staged::marker::*, staged::*, value::*, *,
};
use serde_json::{Value, json};

/// What is written down of a reason: code, English, Chinese, lift in English, lift in Chinese.
pub(crate) type Told = [&'static str; 5];

/// Every code, by hand: a new reason must be told here.
const CODES: &str = "not_permitted id_reused already_recorded import_after_live not_day_of_act not_its_basis later_unfit effective_date_in_future \
    effective_date_regression effective_date_before_planning effective_date_after_closing cause_not_allowed \
    outcome_not_allowed remedy_not_fitting threshold_not_reached start_not_overdue not_at_fault dated_before_stage \
    unassigned missing not_applicable undated malformed too_few not_positive unordered works_not_small \
    not_formal_agreement agreement_not_fitting dossier_required \
    commitment_not_allowed commitment_overdue waiver_not_allowed permit_not_yet_valid permit_expired \
    dated_after_effective dated_in_future operation_too_short planning_not_voidable record_too_large \
    survivor_is_itself closing_paper_not_presented \
    not_last not_standing out_of_step nothing_to_amend link_to_self already_linked not_paused \
    not_paused_yet pause_ended outside_season period_reversed period_not_over no_commitment not_later remark_needed \
    not_commissioned commissioned_whole paper_needed no_standing_fact rested_on already_paused already_resumed \
    already_reached period_crosses_year periods_overlap not_signed not_registered not_negotiating client_in_talks \
    not_relocatable not_in_zone already_in_zone already_relocated investment_agreed fact_unfit zone_not_registered \
    zone_registered no_host too_many_leading too_many_special already_of_class class_changed_later baseline_stands";

/// The reasons for which a command is refused on a day.
fn refusal(walk: &Walk, command: Command) -> Vec<Reason> {
    let refusal = walk.project.decide(command, &walk.context(), &walk.policy).expect_err("a refusal");
    refusal.reasons().to_vec()
}

/// The only reason.
fn only(reasons: Vec<Reason>) -> Reason {
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    reasons.into_iter().next().expect("one")
}

fn at(stage: Stage) -> Walk {
    Walk::to(5, common::at(stage))
}

/// Every reason that a command or a form can be given, with what is to be said.
pub(crate) fn told() -> Vec<(Reason, Told)> {
    let mut told = Vec::new();
    moves::moves_and_ids(&mut told);
    moves::dates(&mut told);
    rules::law_tables(&mut told);
    rules::zombies_and_duties(&mut told);
    papers::papers(&mut told);
    papers::gaps(&mut told);
    papers::texts(&mut told);
    facts::corrections(&mut told);
    facts::amendments_and_links(&mut told);
    facts::milestones(&mut told);
    fed::terms(&mut told);
    fed::zones_and_clients(&mut told);
    zones::registration(&mut told);
    zones::industries_classes_and_baselines(&mut told);
    fed::facts_left_behind(&mut told);
    facts::pauses(&mut told);
    facts::reports_and_commitments(&mut told);
    told
}

#[test]
fn every_reason_says_what_it_should_in_both_languages() {
    for (reason, [code, en, zh, lift_en, lift_zh]) in told() {
        assert_eq!(reason.code(), code);
        assert_eq!(reason.text(Language::English), en, "{code}");
        assert_eq!(reason.to_string(), en, "{code}");
        assert_eq!(reason.text(Language::Chinese), zh, "{code}");
        assert_eq!(reason.lift().text(Language::English), lift_en, "{code}");
        assert_eq!(reason.lift().text(Language::Chinese), lift_zh, "{code}");
    }
}

#[test]
fn every_code_is_told() {
    let codes: BTreeSet<_> = told().iter().map(|(reason, _)| reason.code()).collect();
    assert_eq!(codes, CODES.split_whitespace().collect());
    assert_eq!(codes.len(), 85);
    // the list for hosts has the same, each with its parameters
    assert_eq!(Reason::CODES.iter().map(|(code, _)| *code).collect::<BTreeSet<_>>(), codes);
    for (reason, _) in told() {
        let (_, listed) = Reason::CODES.iter().find(|(code, _)| *code == reason.code()).expect("it is listed");
        let reason = json!(reason);
        let given = reason["parameters"].as_object();
        assert!(given.into_iter().flatten().all(|(name, _)| listed.contains(&name.as_str())), "{reason:?}: {listed:?}");
    }
}

#[test]
fn a_reason_is_serialised_as_code_parameters_sentences_and_lift() {
    for (reason, [code, en, zh, lift_en, lift_zh]) in told() {
        let report = json!(reason.report(&Names::default()));
        let members: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
        let bare = "planning_not_voidable survivor_is_itself closing_paper_not_presented nothing_to_amend link_to_self \
            already_linked not_paused remark_needed commissioned_whole no_host";
        let expected = if bare.split_whitespace().any(|bare| bare == code) {
            vec!["code", "en", "lift", "zh"]
        } else {
            vec!["code", "en", "lift", "parameters", "zh"]
        };
        assert_eq!(members, expected, "{code}");
        assert_eq!((&report["code"], &report["en"], &report["zh"]), (&json!(code), &json!(en), &json!(zh)));
        assert_eq!((&report["lift"]["en"], &report["lift"]["zh"]), (&json!(lift_en), &json!(lift_zh)), "{code}");
        assert!(report["lift"]["act"].is_string(), "{code}");
        let bare = json!(reason);
        assert_eq!((&bare["code"], bare.get("parameters")), (&report["code"], report.get("parameters")));
    }
}

#[test]
fn a_refusal_is_serialised_whole() {
    let walk = Walk::to(5, common::stalled(Stage::Registered));
    let refusal = walk
        .project
        .decide(complete(Verb::Start, &walk.project, walk.today), &walk.context(), &walk.policy)
        .unwrap_err();
    let expected = json!({
        "project": "a0000000-0000-4000-8000-000000000005",
        "command": "start",
        "reasons": [{
            "code": "not_permitted",
            "parameters": {"verb": "start", "position": "zombie:registered", "permitted": ["revive", "close"]},
            "en": "`start` is not permitted for a project that is `zombie:registered`; permitted here: revive, close",
            "zh": "项目为僵尸项目（停滞于注册），不得办理“开工”；现可办理：盘活、退出",
            "lift": {
                "act": "act_first",
                "parameters": {"verbs": ["revive"]},
                "en": "first revive",
                "zh": "须先盘活",
            },
        }],
    });
    assert_eq!(json!(refusal), expected);
    assert_eq!(
        refusal.text(Language::English),
        "not_permitted: `start` is not permitted for a project that is `zombie:registered`; permitted here: revive, \
         close (first revive)"
    );
    assert_eq!(
        refusal.to_string(),
        "project a0000000-0000-4000-8000-000000000005 refuses `start`: `start` is not permitted for a project that is \
         `zombie:registered`; permitted here: revive, close"
    );
}

#[test]
fn commands_beside_the_verbs_have_names_of_their_own() {
    let walk = at(Stage::Closed);
    let named = |command: Command| {
        let context = Context::new(event_id(5, 600), evening(walk.today), actor()).on(Day::MAX);
        walk.project.decide(command, &context, &walk.policy).unwrap_err().command()
    };
    assert_eq!(named(voiding(&walk.project, "x")), "void");
    assert_eq!(named(Command::AssignOfficer(actor_id("o").into())), "assign_officer");
    assert_eq!(named(Command::AssignBody(Responsibility { lead: org("l"), responsible: vec![] })), "assign_body");
    assert_eq!(named(Command::Reschedule(schedule(walk.today).into())), "reschedule");
    let beside = [
        (Command::Amend(Amendment::default()), "amend"),
        (Command::Link(Link { kind: LinkKind::UpgradeOf, paper: None, to: project_id(8) }), "link"),
        (Command::Resume(Resumption::default()), "resume"),
        (Command::AmendAgreement(supplement(walk.today)), "amend_agreement"),
        (Command::ChangeCompany(renamed("x", walk.today)), "change_company"),
        (Command::ChangeSite(resited("x", walk.today)), "change_site"),
        (Command::Relocate(relocation(walk.project.profile().zone(), "hunnan", walk.today)), "relocate"),
        (Command::JoinClient(joined("client-8", walk.today)), "join_client"),
        (common::walk::redating(5, walk.today), "redate"),
    ];
    for (command, name) in beside {
        assert_eq!(named(command), name);
    }
    assert_eq!(named(Command::Import(Import::step(Verb::Sign, provenance(1)))), "sign");
    for verb in Verb::ALL {
        assert_eq!(named(complete(verb, &walk.project, walk.today)), verb.code());
    }
    let plan = Project::plan(
        project_id(6),
        profile(ProjectKind::Enterprise),
        &Context::new(event_id(6, 0), evening(walk.today), actor()).on(Day::MAX),
        &policy(),
    );
    assert_eq!(plan.unwrap_err().command(), "plan");
}

#[test]
fn every_unmet_guard_is_told_at_once_in_the_fixed_order() {
    // a finding: future date, then cause, then its own days and papers, then its size
    let walk = at(Stage::Signed); // since 2018-06-03
    let on = day("2018-06-05");
    let mut form = stall_form(ZombieCause::Insolvent, day("2018-06-01"), on);
    form.finding_paper = Attachment::new("a", "b").unwrap().dated(day("2018-06-06")).into(); // its date, not the one stated
    let role = short(&"r".repeat(256));
    let crowded = (0..240).fold(actor(), |actor, _| actor.in_role(role.clone()));
    let context = Context::new(event_id(5, 601), evening(day("2018-06-04")), crowded).on(on);
    let command = Command::Stall(form.try_into().unwrap());
    let codes: Vec<_> = walk.project.check(&command, &context, &walk.policy).iter().map(Reason::code).collect();
    assert_eq!(
        codes,
        [
            "not_day_of_act",
            "effective_date_in_future",
            "cause_not_allowed",
            "start_not_overdue",
            "dated_before_stage",
            "dated_in_future",
            "record_too_large",
        ]
    );
    // an imported closing after a live step, in the future and the past at once cannot be; so: live, past, outcome
    let context = Context::new(event_id(5, 602), evening(walk.today), actor()).on(day("2018-06-01"));
    let command = Command::Import(Import::close(Outcome::Lost, provenance(2)));
    let codes: Vec<_> = walk.project.check(&command, &context, &walk.policy).iter().map(Reason::code).collect();
    assert_eq!(codes, ["import_after_live", "effective_date_regression", "outcome_not_allowed"]);
    // an import without its cause or outcome
    let mut walk = Walk::plan(5);
    let bare = |verb| Command::Import(Import::step(verb, provenance(2)));
    assert_eq!(walk.refused(bare(Verb::Close)), ["missing"]);
    for verb in [Verb::Engage, Verb::Sign] {
        walk.give(bare(verb));
    }
    assert_eq!(refusal(&walk, bare(Verb::Stall)), [Reason::Missing { gate: Gate::StallFinding, item: Item::Cause }]);
    // registration: the duties, then its papers
    let mut walk = Walk::plan(5);
    walk.go(Verb::Engage);
    walk.go(Verb::Sign);
    let form = RegistrationForm {
        licence: Document::Committed { due: plus(walk.today, -1) }.into(),
        ..registration_form(walk.today)
    };
    assert_eq!(
        walk.refused(Command::Register(form.try_into().unwrap())),
        ["unassigned", "unassigned", "unassigned", "commitment_not_allowed", "commitment_overdue"]
    );
}

#[test]
fn whatever_is_too_much_for_a_record_is_refused() {
    let role = short(&"r".repeat(256));
    let crowded = |roles| (0..roles).fold(actor(), |actor, _| actor.in_role(role.clone()));
    // with its quotation marks and its comma a role has 259 bytes: 220 of them have 56,980, and 232 have 60,088
    let mut walk = at(Stage::Signed);
    walk.pass(1);
    let by = |roles| Context::new(event_id(5, 700), evening(walk.today), crowded(roles)).on(walk.today);
    let commands = [
        complete(Verb::Close, &walk.project, walk.today),
        Command::AssignOfficer(actor_id("o").into()),
        voiding(&walk.project, "x"),
        common::walk::redating(walk.project.version(), walk.today),
    ];
    let is_too_much =
        |reasons: &[Reason]| matches!(reasons, [Reason::RecordTooLarge { bytes: 60_001.., limit: 60_000 }]);
    for command in commands {
        assert_eq!(walk.project.check(&command, &by(220), &walk.policy), [], "{command:?}");
        let reasons = walk.project.check(&command, &by(232), &walk.policy);
        assert!(is_too_much(&reasons), "{command:?}: {reasons:?}");
    }
    let explained = walk.project.explain(&by(232), &walk.policy);
    assert!(explained.iter().all(|explanation| !explanation.answer.is_open()), "{explained:?}");

    let plan = |roles| Project::plan(project_id(6), profile(ProjectKind::Enterprise), &by(roles), &policy());
    assert!(plan(220).is_ok());
    assert!(is_too_much(plan(232).unwrap_err().reasons()));
    let planned = Walk::plan(5);
    let engage = Command::Import(Import::step(Verb::Engage, provenance(1)));
    assert_eq!(planned.project.check(&engage, &by(220), &walk.policy), []);
    assert!(is_too_much(&planned.project.check(&engage, &by(232), &walk.policy)));
}

#[test]
fn limits_of_days_are_inclusive() {
    let mut walk = at(Stage::Registered);
    walk.today = day("2018-09-30");
    let start = |change: fn(&mut CommencementForm)| {
        let mut form = commencement_form(day("2018-09-30"));
        change(&mut form);
        walk.project.check(&Command::Start(form.try_into().unwrap()), &walk.context(), &walk.policy)
    };
    assert_eq!(start(|form| form.construction_permit = permit("p", day("2018-06-30")).into()), []);
    assert_eq!(start(|form| form.construction_permit = Document::Committed { due: day("2018-09-30") }.into()), []);
    assert_eq!(
        start(|form| {
            let permit = Permit::new(paper("p", day("2018-01-01")), day("2018-01-01"));
            form.construction_permit = Document::Presented(permit.valid_until(day("2018-09-30"))).into();
        }),
        [],
        "the permit's own last day wins"
    );
    let limits = policy().terms().small_works.unwrap();
    for (area, cost, exempt) in
        [(300, i64::MAX, true), (301, 30_000_000, true), (301, 30_000_001, false), (0, 30_000_001, false), (0, 1, true)]
    {
        assert_eq!(limits.exempt(area, Money::from_fen(cost)), exempt, "{area} {cost}");
    }
    assert!(!limits.exempt(301, Money::new(1, "USD".parse().unwrap())), "the limit is in yuan");
    let mut walk = Walk::plan(5);
    walk.go(Verb::Admit);
    let long = voiding(&walk.project, &"x".repeat(16 * 1024));
    assert_eq!(walk.project.check(&long, &walk.context(), &walk.policy), []);
}

#[test]
fn an_unbroken_run_does_not_begin_before_production() {
    let mut walk = at(Stage::Producing);
    walk.pass(1);
    let form = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: day("2001-01-01").into(),
        ..operation_form(walk.today)
    };
    let command = Command::Operate(form.try_into().unwrap());
    assert_ne!(walk.project.check(&command, &walk.context(), &walk.policy), []);
}

#[test]
fn a_zombie_does_not_resume_before_it_stalled() {
    let mut walk = Walk::to(5, common::stalled(Stage::Started));
    walk.pass(1);
    let cause = walk.project.zombie_cause().unwrap();
    let form = RevivalForm { resumed_on: day("2001-01-01").into(), ..revival_form(remedy_for(cause), walk.today) };
    let command = Command::Revive(form.try_into().unwrap());
    assert_ne!(walk.project.check(&command, &walk.context(), &walk.policy), []);
}

#[test]
fn a_duplicate_does_not_survive_as_itself() {
    let walk = at(Stage::Reserve);
    let form = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Duplicate, walk.today) };
    let command = Command::Close(form.try_into().unwrap());
    assert_eq!(walk.project.check(&command, &walk.context(), &walk.policy), [Reason::SurvivorIsItself]);
}

#[test]
fn a_paper_has_a_name_and_an_issuer() {
    assert_eq!(Attachment::new("", "issuer"), Err(TextError::Blank));
    assert_eq!(Attachment::new("name", "\u{200b}"), Err(TextError::Blank));
    assert_eq!(Attachment::new("a\0", "issuer"), Err(TextError::Nul));
    // in a form that came in as JSON it is unreadable, beside all other gaps
    let form: EngagementForm = serde_json::from_str(r#"{"first_contact":{"name":"","issuer":"x"}}"#).unwrap();
    let gaps = Engagement::try_from(form).unwrap_err();
    let codes: Vec<_> = gaps.reasons.iter().map(Reason::code).collect();
    assert_eq!(codes, ["missing", "missing", "malformed"]);
}
