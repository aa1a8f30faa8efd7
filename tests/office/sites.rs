//! How the site is held, and what stands in for a paper at the start.

use super::*;

/// A start on a site of that kind, with nothing that only other kinds need.
fn bare(site: SiteKind, on: Day) -> CommencementForm {
    CommencementForm {
        site_kind: site.into(),
        land_planning_permit: Field::Blank,
        works_planning_permit: Field::Blank,
        ..commencement_form(on)
    }
}

#[test]
fn each_kind_of_site_has_its_permits() {
    let on = day("2018-10-01");
    let missing = |site| gaps::<Commencement, _>(bare(site, on)).into_iter().map(|(_, item)| item).collect::<Vec<_>>();
    assert_eq!(missing(SiteKind::ClearedLand), ["land_planning_permit", "works_planning_permit"]);
    assert_eq!(missing(SiteKind::OwnLand), ["works_planning_permit"]);
    assert_eq!(missing(SiteKind::LeasedLand), ["works_planning_permit"]);
    assert_eq!(missing(SiteKind::OwnPlant), Vec::<&str>::new());
    assert_eq!(missing(SiteKind::LeasedPlant), Vec::<&str>::new());
    for site in SiteKind::ALL {
        let form = CommencementForm { site_paper: Field::Blank, ..commencement_form(on) };
        let form = CommencementForm { site_kind: site.into(), ..form };
        assert_eq!(gaps::<Commencement, _>(form), [("missing", "site_paper")], "{site}");
        let form = CommencementForm { construction_permit: Field::Blank, ..commencement_form(on) };
        let form = CommencementForm { site_kind: site.into(), ..form };
        assert_eq!(gaps::<Commencement, _>(form), [("missing", "construction_permit")], "{site}");
    }
}

#[test]
fn an_own_plant_is_upgraded_without_a_new_company_and_without_land() {
    // the company has been there for years; its licence and title are older than all else
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    for verb in [Verb::Engage, Verb::Sign] {
        walk.pass(1).go(verb);
    }
    let old = day("2009-05-06");
    let licence = shown("营业执照", old).into();
    let form = RegistrationForm { registered_on: old.into(), licence, ..registration_form(walk.today) };
    walk.give(Command::Register(form.try_into().expect("complete")));
    let form = CommencementForm {
        site_paper: shown("不动产权证书", old).into(),
        construction_permit: Field::Blank,
        start_kind: StartKind::FitOut.into(),
        ..bare(SiteKind::OwnPlant, plus(walk.today, 1))
    };
    walk.pass(1).give(Command::Start(form.try_into().expect("complete")));
    assert_eq!(walk.project.stage(), Stage::Started);
    // to rebuild it takes a construction permit and no land permit
    let form = CommencementForm { construction_permit: Field::Blank, ..bare(SiteKind::OwnPlant, walk.today) };
    assert_eq!(gaps::<Commencement, _>(form), [("missing", "construction_permit")]);
}

#[test]
fn a_plant_is_leased_and_fitted_out_on_one_day() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let form = CommencementForm {
        site_paper: shown("租赁合同", walk.today).into(),
        construction_permit: Field::Blank,
        environmental_approval: Approval::NotRequired { basis: text("名录豁免") }.into(),
        start_kind: StartKind::FitOut.into(),
        ..bare(SiteKind::LeasedPlant, walk.today)
    };
    let registered = walk.project.since();
    walk.give(Command::Start(form.try_into().expect("complete")));
    assert_eq!((walk.project.stage(), walk.project.since()), (Stage::Started, registered));
}

#[test]
fn land_and_start_come_at_once_on_commitments() {
    // 拿地即开工: the land is delivered and the permits are promised
    let mut walk = Walk::to(3, at(Stage::Registered));
    let due = plus(walk.today, 60);
    let form = CommencementForm {
        site_paper: Document::Committed { due }.into(),
        land_planning_permit: Document::Committed { due }.into(),
        works_planning_permit: Document::Committed { due }.into(),
        construction_permit: Document::Committed { due }.into(),
        environmental_approval: Approval::Committed { due }.into(),
        ..commencement_form(walk.today)
    };
    walk.give(Command::Start(form.try_into().expect("complete")));
    let owed: Vec<_> = walk.project.commitments().iter().map(|owed| owed.item.code()).collect();
    let by_hand = [
        "site_paper",
        "land_planning_permit",
        "works_planning_permit",
        "construction_permit",
        "environmental_approval",
    ];
    assert_eq!(owed, by_hand);
    // the policy says which
    let walk = Walk { policy: policy_with(|terms| terms.commitments.clear()), ..Walk::to(3, at(Stage::Registered)) };
    let Command::Start(start) = committed(Verb::Start, &walk.project, walk.today, due) else { panic!("a start") };
    let refused: Vec<_> = reasons(&walk, Command::Start(start)).iter().map(Reason::code).collect();
    assert_eq!(refused, ["commitment_not_allowed"; 3]);
    let land = asked(&walk, Verb::Start, Item::LandPlanningPermit).expect("asked for");
    assert!(!land.may_be_committed && land.may_be_waived);
}

#[test]
fn an_environmental_approval_is_shown_promised_or_not_required() {
    let walk = Walk::to(3, at(Stage::Registered));
    let start = |approval: Approval| {
        let form = CommencementForm { environmental_approval: approval.into(), ..commencement_form(walk.today) };
        reasons(&walk, Command::Start(form.try_into().expect("complete")))
    };
    assert_eq!(start(Approval::Presented(paper("环评登记表", walk.today))), []);
    assert_eq!(start(Approval::NotRequired { basis: text("名录未列入") }), []);
    assert_eq!(start(Approval::Committed { due: plus(walk.today, 30) }), []);
    let (item, due) = (Item::EnvironmentalApproval, plus(walk.today, -1));
    let effective_on = walk.today;
    assert_eq!(start(Approval::Committed { due }), [Reason::CommitmentOverdue { item, due, effective_on }]);
    let (dated, late) = (plus(walk.today, 1), paper("批复", plus(walk.today, 1)));
    assert_eq!(start(Approval::Presented(late)), [Reason::DatedAfterEffective { item, dated, effective_on }]);
    // to say nothing is a gap, and nobody waives it, so that no policy lists it
    let blank = CommencementForm { environmental_approval: Field::Blank, ..commencement_form(walk.today) };
    assert_eq!(gaps::<Commencement, _>(blank), [("missing", "environmental_approval")]);
    let wire = r#"{"environmental_approval": {"status": "waived", "basis": "b", "authority": "a"}}"#;
    let read: CommencementForm = serde_json::from_str(wire).expect("a form never fails on a field");
    let waived =
        CommencementForm { environmental_approval: read.environmental_approval, ..commencement_form(walk.today) };
    assert_eq!(gaps::<Commencement, _>(waived), [("malformed", "environmental_approval")]);
    let mut terms = walk.policy.terms().clone();
    terms.waivers.push(item);
    assert_eq!(Policy::new(terms), Err(PolicyError::NoWaiver { item }));
    let needed = asked(&walk, Verb::Start, item).expect("asked for");
    assert!(needed.requirement.may_be_unrequired && needed.may_be_committed && !needed.may_be_waived);
    assert_eq!(needed.requirement.need, Need::Always);
}
