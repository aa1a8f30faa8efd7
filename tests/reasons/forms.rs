//! Forms: every gap at once, and requirements that agree with them.

use serde::de::DeserializeOwned;

use super::*;

/// Codes and items.
type Gapped = Vec<(&'static str, String)>;

/// The gaps of a form read from JSON, as pairs of code and item.
fn gaps_of<T, F>(wire: Value) -> Gapped
where
    F: DeserializeOwned,
    T: TryFrom<F, Error = Gaps> + core::fmt::Debug,
{
    let form: F = serde_json::from_value(wire).expect("a form never fails on a field");
    let gaps = T::try_from(form).expect_err("gaps");
    gaps.reasons
        .iter()
        .map(|reason| (reason.code(), json!(reason)["parameters"]["item"].as_str().unwrap_or("").into()))
        .collect()
}

/// By hand: the items that the empty form of each gate reports, in the form's order.
fn empty_forms() -> Vec<(Gate, Gapped, &'static str)> {
    let none = || json!({});
    vec![
        (
            Gate::Dossier,
            gaps_of::<Dossier, DossierForm>(none()),
            "industry region estimated_investment land_need responsible_unit pool_review",
        ),
        (Gate::Engagement, gaps_of::<Engagement, EngagementForm>(none()), "client lead_negotiator first_contact"),
        (
            Gate::Agreement,
            gaps_of::<Agreement, AgreementForm>(none()),
            "agreement_kind agreement_paper signed_on parties total_investment agreed_start agreed_production",
        ),
        (
            Gate::Registration,
            gaps_of::<Registration, RegistrationForm>(none()),
            "entity_kind company_name company_code registered_on licence domicile",
        ),
        (
            Gate::Commencement,
            gaps_of::<Commencement, CommencementForm>(none()),
            "project_code site_kind site_paper environmental_approval start_kind physical_start start_proof \
             construction_permit",
        ),
        (
            Gate::Commissioning,
            gaps_of::<Commissioning, CommissioningForm>(none()),
            "acceptance_kind acceptance_paper first_output",
        ),
        (Gate::Operation, gaps_of::<Operation, OperationForm>(none()), "operation_basis operation_proof"),
        (Gate::Grounds, gaps_of::<Grounds, GroundsForm>(none()), "ground explanation"),
        (
            Gate::Rescission,
            gaps_of::<Rescission, RescissionForm>(none()),
            "ground explanation agreement_status rescission_paper",
        ),
        (Gate::StallFinding, gaps_of::<StallFinding, StallFindingForm>(none()), "cause since finding_paper"),
        (Gate::Revival, gaps_of::<Revival, RevivalForm>(none()), "remedy remedy_proof new_schedule"),
        (Gate::Closing, gaps_of::<Closing, ClosingForm>(none()), "outcome explanation"),
    ]
}

/// So a reason about an item can be shown beside its member.
#[test]
fn an_item_is_called_as_its_member() {
    let mut seen = 0;
    for requirement in Gate::ALL.into_iter().flat_map(Gate::requirements) {
        assert_eq!(requirement.item.code(), requirement.member);
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
    let missing = Reason::Missing { gate: Gate::Agreement, item: Item::AgreedStart };
    assert_eq!(missing.member(), Some("agreed_start"));
    let overdue =
        Reason::CommitmentOverdue { item: Item::Licence, due: day("2018-06-01"), effective_on: day("2018-07-01") };
    assert_eq!(overdue.member(), Some("licence"));
    assert_eq!(Reason::RemarkNeeded.member(), None);
}

#[test]
fn an_empty_form_reports_every_item_that_is_needed_at_once() {
    for (gate, gaps, by_hand) in empty_forms() {
        let items: Vec<_> = gaps.iter().map(|(_, item)| item.as_str()).collect();
        assert_eq!(items, by_hand.split_whitespace().collect::<Vec<_>>(), "{gate}");
        assert!(gaps.iter().all(|(code, _)| *code == "missing"), "{gate}: {gaps:?}");
    }
}

#[test]
fn requirements_agree_with_the_forms() {
    assert_eq!(empty_forms().len(), Gate::ALL.len());
    for (gate, gaps, _) in empty_forms() {
        let missing: BTreeSet<_> = gaps.into_iter().map(|(_, item)| item).collect();
        for requirement in gate.requirements() {
            assert_eq!(requirement.gate, gate);
            let item = requirement.item.code();
            match requirement.need {
                Need::Always => assert!(missing.contains(item), "{gate}: {item} is always needed"),
                Need::Optional => assert!(!missing.contains(item), "{gate}: {item} is optional"),
                // a condition that a blank form meets: unless the works are small; of two parties at least
                Need::When { .. } => {
                    let stands = ["construction_permit", "parties"].contains(&item);
                    assert_eq!(missing.contains(item), stands, "{gate}: {item}");
                }
            }
        }
        let known: BTreeSet<_> = gate.requirements().iter().map(|needed| needed.item.code().to_owned()).collect();
        assert!(missing.is_subset(&known), "{gate}");
        assert_eq!(known.len(), gate.requirements().len(), "{gate}: no item twice");
    }
}

#[test]
fn parties_are_always_needed() {
    let parties = Gate::Agreement.requirements().iter().find(|needed| needed.item == Item::Parties).unwrap();
    assert_eq!(parties.need, Need::Always);
}

#[test]
fn documents_are_told_from_papers() {
    // by hand: what a commitment or a waiver may stand in for
    let documents: BTreeSet<_> = Gate::ALL
        .into_iter()
        .flat_map(Gate::requirements)
        .filter(|needed| needed.is_document)
        .map(|needed| needed.item.code())
        .collect();
    let by_hand = "pool_review agreement_paper licence site_paper land_planning_permit works_planning_permit \
        construction_permit environmental_approval acceptance_paper operation_proof rescission_paper remedy_proof \
        solution closing_paper";
    assert_eq!(documents, by_hand.split_whitespace().collect());
}

#[test]
fn unreadable_fields_are_reported_together_with_missing_ones() {
    let wire = json!({
        "industry": {"code": "Z99", "edition": "2017"},
        "region": "99",
        "estimated_investment": 5,
        "land_need": -1,
        "responsible_unit": " ",
        "pool_review": {"status": "promised"},
    });
    let gaps = gaps_of::<Dossier, DossierForm>(wire);
    let gaps: Vec<_> = gaps.iter().map(|(code, item)| (*code, item.as_str())).collect();
    assert_eq!(
        gaps,
        [
            ("malformed", "industry"),
            ("malformed", "region"),
            ("malformed", "estimated_investment"),
            ("malformed", "land_need"),
            ("missing", "responsible_unit"),
            ("malformed", "pool_review"),
        ]
    );
    let none = gaps_of::<Closing, ClosingForm>(json!({"outcome": "liquidated", "closing_paper": null}));
    let items: Vec<_> = none.iter().map(|(_, item)| item.as_str()).collect();
    assert_eq!(items, ["explanation", "closing_paper", "liquidation_grounds"]);
    let empty = gaps_of::<Closing, ClosingForm>(json!({"outcome": "liquidated", "liquidation_grounds": []}));
    assert!(empty.contains(&("missing", "liquidation_grounds".into())));
    assert!(serde_json::from_value::<ClosingForm>(json!({"outcom": "lost"})).is_err(), "an unknown member is an error");
}

#[test]
fn conditions_between_fields_are_those_of_the_design() {
    let on = day("2018-10-01");
    let needs = |form: RevivalForm| match Revival::try_from(form) {
        Ok(_) => vec![],
        Err(gaps) => gaps.reasons.iter().map(|reason| json!(reason)["parameters"]["item"].clone()).collect(),
    };
    let table = [
        (Remedy::ClearLand, vec![]),
        (Remedy::PromiseKept, vec!["resumed_on", "solution"]),
        (Remedy::PerformanceResumed, vec!["resumed_on"]),
        (Remedy::InvestorChanged, vec!["resumed_on", "new_investor"]),
        (Remedy::WorksResumed, vec!["resumed_on"]),
        (Remedy::Restructured, vec!["resumed_on", "way"]),
        (Remedy::Upgraded, vec!["resumed_on", "aim"]),
    ];
    for (remedy, expected) in table {
        let form = RevivalForm {
            remedy: remedy.into(),
            remedy_proof: shown("proof", on).into(),
            new_schedule: schedule(on).into(),
            ..RevivalForm::default()
        };
        assert_eq!(needs(form), expected, "{remedy}");
        assert_eq!(needs(revival_form(remedy, on)), Vec::<Value>::new(), "{remedy}");
    }
    for (way, expected) in Way::ALL.map(|way| (way, if way == Way::Other { vec!["way_name"] } else { vec![] })) {
        let form = RevivalForm { way: way.into(), ..revival_form(Remedy::Restructured, on) };
        assert_eq!(needs(form.clone()), expected, "{way}");
        assert_eq!(needs(RevivalForm { way_name: "债务重整".into(), ..form }), Vec::<Value>::new(), "{way}");
    }
    let table = [
        (Outcome::Lost, vec![]),
        (Outcome::Withdrawn, vec![]),
        (Outcome::Abandoned, vec![]),
        (Outcome::TransferredOut, vec!["successor"]),
        (Outcome::LandReclaimed, vec!["closing_paper", "parcel"]),
        (Outcome::Liquidated, vec!["closing_paper", "liquidation_grounds"]),
        (Outcome::Dissolved, vec![]),
        (Outcome::Merged, vec!["successor"]),
        (Outcome::Duplicate, vec!["survivor"]),
        (Outcome::Combined, vec!["survivor"]),
    ];
    for (outcome, expected) in table {
        let form = ClosingForm { outcome: outcome.into(), explanation: "why".into(), ..ClosingForm::default() };
        let items: Vec<Value> = match Closing::try_from(form) {
            Ok(_) => vec![],
            Err(gaps) => gaps.reasons.iter().map(|reason| json!(reason)["parameters"]["item"].clone()).collect(),
        };
        assert_eq!(items, expected, "{outcome}");
    }
    let form = |kind: StartKind, site: SiteKind| CommencementForm {
        start_kind: kind.into(),
        site_kind: site.into(),
        land_planning_permit: Field::Blank,
        works_planning_permit: Field::Blank,
        construction_permit: Field::Blank,
        ..commencement_form(on)
    };
    let count =
        |form: CommencementForm| Commencement::try_from(form).map_or_else(|gaps: Gaps| gaps.reasons.len(), |_| 0);
    let table = [
        (SiteKind::ClearedLand, 2),
        (SiteKind::OwnLand, 1),
        (SiteKind::LeasedLand, 1),
        (SiteKind::OwnPlant, 0),
        (SiteKind::LeasedPlant, 0),
    ];
    assert_eq!(table.map(|(site, _)| site), SiteKind::ALL);
    for (site, planning_permits) in table {
        assert_eq!(count(form(StartKind::FitOut, site)), planning_permits, "{site}");
        assert_eq!(count(form(StartKind::GroundBroken, site)), planning_permits + 1, "{site}");
        assert_eq!(count(form(StartKind::Piling, site)), planning_permits + 1, "{site}");
    }
}

#[test]
fn evidence_becomes_its_form_again_and_survives_the_wire() {
    let on = day("2018-10-01");
    let form: CommencementForm = commencement(on).into();
    assert_eq!(form, commencement_form(on));
    let again: Commencement = serde_json::from_value(json!(commencement(on))).unwrap();
    assert_eq!(again, commencement(on));
    assert!(serde_json::from_value::<Commencement>(json!({})).is_err(), "incomplete evidence does not exist");
}
