//! How a project ends: combined into another, and what becomes of its land.

use super::*;
use crate::common::evidence::provenance;
use crate::common::{actor, evening, event_id, project_id};
use project_lifecycle::project::fact::*;

const MISSING: Reason = Reason::Missing { gate: Gate::Closing, item: Item::LandDecision };

/// A closing that says nothing of the land.
fn silent(outcome: Outcome, on: Day) -> Command {
    let form = ClosingForm { land_decision: Field::Blank, ..closing_form(outcome, on) };
    Command::Close(form.try_into().expect("complete"))
}

/// A project started on a site of that kind.
fn started_on(site: SiteKind) -> Walk {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let form = CommencementForm { site_kind: site.into(), ..commencement_form(walk.today) };
    walk.give(Command::Start(form.try_into().expect("complete")));
    walk
}

#[test]
fn from_the_start_on_a_project_that_holds_land_leaves_only_with_a_land_decision() {
    let table = [
        (SiteKind::ClearedLand, true),
        (SiteKind::OwnLand, true),
        (SiteKind::LeasedLand, false),
        (SiteKind::OwnPlant, false),
        (SiteKind::LeasedPlant, false),
    ];
    assert_eq!(table.map(|(site, _)| site), SiteKind::ALL);
    for (site, holds_land) in table {
        let mut walk = started_on(site);
        for verb in [None, Some(Verb::Commission), Some(Verb::Operate), Some(Verb::Stall)] {
            walk.pass(400);
            if let Some(verb) = verb {
                walk.go(verb);
            }
            for outcome in Outcome::open_to(walk.project.position().footing()) {
                // by hand: the record goes on elsewhere, or the paper of the closing is the decision
                let told = ["duplicate", "combined", "land_reclaimed"].contains(&outcome.code());
                let expected = if holds_land && !told { vec![MISSING] } else { vec![] };
                assert_eq!(reasons(&walk, silent(outcome, walk.today)), expected, "{site} {outcome}");
                assert_eq!(reasons(&walk, Command::Close(closing(outcome, walk.today))), [], "{site} {outcome}");
            }
            let asks = asked(&walk, Verb::Close, Item::LandDecision);
            assert_eq!(asks.map(|needed| needed.may_be_committed || needed.may_be_waived), holds_land.then_some(false));
        }
    }
}

#[test]
fn before_the_start_no_land_decision_is_asked_for() {
    for stage in [Stage::Planned, Stage::Reserve, Stage::Negotiating, Stage::Signed, Stage::Registered] {
        let walk = Walk::to(3, at(stage));
        for outcome in Outcome::open_to(stage) {
            assert_eq!(reasons(&walk, silent(outcome, walk.today)), [], "{stage} {outcome}");
        }
        assert_eq!(asked(&walk, Verb::Close, Item::LandDecision), None, "{stage}");
    }
    // a start that was voided left no site behind it
    let mut walk = started_on(SiteKind::ClearedLand);
    walk.void();
    assert_eq!(reasons(&walk, silent(Outcome::Abandoned, walk.today)), []);
    let form = CommencementForm { site_kind: SiteKind::LeasedPlant.into(), ..commencement_form(walk.today) };
    walk.give(Command::Start(form.try_into().expect("complete")));
    assert_eq!(reasons(&walk, silent(Outcome::Abandoned, walk.today)), []);
}

#[test]
fn where_the_start_was_imported_the_site_is_unknown_and_the_decision_needed() {
    let mut walk = Walk::plan(3);
    for verb in [Verb::Engage, Verb::Sign, Verb::Register, Verb::Start] {
        walk.give(Command::Import(Import::step(verb, provenance(1))));
    }
    assert_eq!(reasons(&walk, silent(Outcome::Abandoned, walk.today)), [MISSING]);
    assert_eq!(reasons(&walk, silent(Outcome::Combined, walk.today)), []);
    assert!(asked(&walk, Verb::Close, Item::LandDecision).is_some());
}

#[test]
fn a_land_decision_bears_a_day_not_after_the_closing() {
    let walk = started_on(SiteKind::ClearedLand);
    let decided = |paper: Attachment| {
        let form = ClosingForm { land_decision: paper.into(), ..closing_form(Outcome::Abandoned, walk.today) };
        Closing::try_from(form)
    };
    let undated = decided(Attachment::new("土地处置决定", "自然资源局").expect("not blank"));
    let undated = undated.expect_err("a gap").reasons;
    assert_eq!(undated, [Reason::Undated { gate: Some(Gate::Closing), item: Item::LandDecision }]);
    // the same holds of the closing paper where it gives the closing its date
    let undated = Attachment::new("收回决定", "自然资源局").expect("not blank");
    for (outcome, is_told) in [
        (Outcome::LandReclaimed, true),
        (Outcome::Liquidated, true),
        (Outcome::ClearedOut, true),
        (Outcome::Dissolved, false),
    ] {
        let paper = Document::Presented(undated.clone()).into();
        let form = ClosingForm { closing_paper: paper, ..closing_form(outcome, walk.today) };
        let expected = if is_told { vec![("undated", "closing_paper")] } else { vec![] };
        assert_eq!(gaps::<Closing, _>(form), expected, "{outcome}");
    }
    let late = decided(paper("土地处置决定", plus(walk.today, 1))).expect("complete");
    let (item, dated, effective_on) = (Item::LandDecision, plus(walk.today, 1), walk.today);
    assert_eq!(reasons(&walk, Command::Close(late)), [Reason::DatedAfterEffective { item, dated, effective_on }]);
}

#[test]
fn a_project_is_combined_into_another_that_survives() {
    for position in crate::common::positions() {
        let mut walk = Walk::to(3, position);
        if position.stage().is_terminal() {
            continue;
        }
        let itself = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Combined, walk.today) };
        let itself = Command::Close(itself.try_into().expect("complete"));
        assert_eq!(reasons(&walk, itself), [Reason::SurvivorIsItself], "{position}");
        let bare = ClosingForm {
            outcome: Outcome::Combined.into(),
            explanation: "并入一期".into(),
            survivor: project_id(7).into(),
            ..ClosingForm::default()
        };
        walk.give(Command::Close(bare.try_into().expect("complete")));
        assert_eq!(walk.project.outcome(), Some(Outcome::Combined));
    }
    let unnamed = ClosingForm { survivor: Field::Blank, ..closing_form(Outcome::Combined, day("2018-06-01")) };
    assert_eq!(gaps::<Closing, _>(unnamed), [("missing", "survivor")]);
    let ends: Vec<_> = Outcome::ALL.into_iter().filter(|outcome| !outcome.is_disposal()).collect();
    assert_eq!(ends, [Outcome::Duplicate, Outcome::Combined]);
}

#[test]
fn land_is_reclaimed_and_a_new_project_derives_from_it() {
    // 腾笼换鸟: the old project ends with its land, and the new one on that land names it
    let mut old = started_on(SiteKind::ClearedLand);
    old.pass(500).go(Verb::Stall);
    let form = ClosingForm {
        outcome: Outcome::LandReclaimed.into(),
        explanation: "闲置土地收回".into(),
        closing_paper: shown("收回国有建设用地使用权决定书", old.today).into(),
        parcel: "沈北-2018-12".into(),
        ..ClosingForm::default()
    };
    old.give(Command::Close(form.try_into().expect("complete")));
    let mut new = Walk::plan(4);
    new.give(Command::Link(Link { kind: LinkKind::DerivedFrom, paper: None, to: old.project.id() }));
    let links: Vec<_> = new.project.links().map(|link| (link.kind, link.to)).collect();
    assert_eq!(links, [(LinkKind::DerivedFrom, old.project.id())]);
    let itself = Command::Link(Link { kind: LinkKind::DerivedFrom, paper: None, to: new.project.id() });
    assert_eq!(reasons(&new, itself), [Reason::LinkToSelf]);
}

#[test]
fn nothing_stands_in_for_the_decision_on_land_that_is_taken_back() {
    // not even where the policy takes a commitment and a waiver for the closing paper
    let takes_all = policy_with(|terms| {
        terms.commitments.push(Item::ClosingPaper);
        terms.waivers.push(Item::ClosingPaper);
    });
    let mut walk = started_on(SiteKind::ClearedLand);
    walk.pass(400).policy = takes_all;
    let committed = Document::Committed { due: plus(walk.today, 30) };
    let waived = Document::Waived { basis: text("专题会议纪要"), authority: text("开发区管委会") };
    for instead in [committed, waived] {
        let form = |outcome| ClosingForm { closing_paper: instead.clone().into(), ..closing_form(outcome, walk.today) };
        let gaps = Closing::try_from(form(Outcome::LandReclaimed)).expect_err("it is the land decision").reasons;
        assert_eq!(gaps, [Reason::ClosingPaperNotPresented], "{instead:?}");
        // nor does another land decision beside it help, which the form has; a court's paper may be promised
        let liquidated = Closing::try_from(form(Outcome::Liquidated)).expect("complete");
        assert_eq!(reasons(&walk, Command::Close(liquidated)), [], "{instead:?}");
        // and what was recorded otherwise is not read
        let mut wire = serde_json::to_value(closing(Outcome::LandReclaimed, walk.today)).expect("JSON");
        wire["closing_paper"] = serde_json::to_value(&instead).expect("JSON");
        let error = serde_json::from_value::<Closing>(wire).expect_err("no such evidence").to_string();
        assert!(error.contains("presented, not promised or waived"), "{error}");
    }
    assert_eq!(reasons(&walk, Command::Close(closing(Outcome::LandReclaimed, walk.today))), []);
    let blank = ClosingForm { closing_paper: Field::Blank, ..closing_form(Outcome::LandReclaimed, walk.today) };
    assert_eq!(gaps::<Closing, _>(blank), [("missing", "closing_paper")]);
}

/// A zone clears a zombie out by a decision, which dates the closing; that disposes of the zombie.
#[test]
fn a_zombie_is_cleared_out_by_a_decision() {
    let mut walk = started_on(SiteKind::ClearedLand);
    walk.pass(500).go(Verb::Stall);
    walk.pass(10);
    let decision = || shown("清退决定", plus(walk.today, -3));
    let form = |closing_paper| ClosingForm {
        outcome: Outcome::ClearedOut.into(),
        explanation: "长期停工，限期整改未果".into(),
        closing_paper,
        land_decision: paper("土地处置决定", plus(walk.today, -3)).into(),
        ..ClosingForm::default()
    };
    assert_eq!(gaps::<Closing, _>(form(Field::Blank)), [("missing", "closing_paper")]);
    let closing = Command::Close(form(decision().into()).try_into().expect("complete"));
    let context = Context::new(event_id(3, 900), evening(walk.today), actor());
    let event =
        walk.project.decide(closing, &context, &walk.policy).expect("it is cleared out").into_new().expect("new");
    assert_eq!((event.to().stage(), event.effective_on()), (Stage::Closed, plus(walk.today, -3)));
    assert!(Outcome::ClearedOut.is_disposal());
    assert_eq!(Outcome::ClearedOut.label(Language::Chinese), "清退");
    // nothing is cleared out before it was signed
    assert!(!Outcome::ClearedOut.allowed_at(Stage::Negotiating));
}
