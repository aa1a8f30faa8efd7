//! Plans as data: in and out, and what is refused.

use project_lifecycle::portfolio::ActionPlan;
use serde_json::{Value, json};

fn preset() -> Value {
    serde_json::from_str(&ActionPlan::shenyang_2018().to_json()).expect("JSON")
}

fn refused(plan: &Value) -> (String, String) {
    let error = ActionPlan::from_json(&plan.to_string()).expect_err("refused");
    (error.path, error.why)
}

#[test]
fn a_plan_goes_out_and_in_the_same() {
    let plan = ActionPlan::shenyang_2018();
    assert_eq!(ActionPlan::from_json(&plan.to_json()).expect("a plan"), plan);
    let digest = project_lifecycle::value::Digest::of(plan.to_json().as_bytes());
    assert_eq!(plan.id().digest, digest, "SHA-256 of its canonical JSON");
}

#[cfg(feature = "portfolio")]
#[test]
fn a_plan_goes_out_and_in_the_same_as_toml() {
    let plan = ActionPlan::shenyang_2018();
    assert_eq!(ActionPlan::from_toml(&plan.to_toml()).expect("a plan"), plan);
}

#[test]
fn a_bad_plan_is_refused_with_path_and_reason() {
    let mut plan = preset();
    plan["indicators"][3]["form"]["cohort"]["of"]["first_entry"] = json!(["talks"]);
    let (path, why) = refused(&plan);
    assert_eq!(path, "/indicators/3/form");
    assert!(why.contains("talks"), "{why}");

    let mut plan = preset();
    plan["indicators"][6]["colour"] = json!("red");
    let (path, why) = refused(&plan);
    assert_eq!(path, "/indicators/6");
    assert!(why.contains("colour"), "{why}");

    let mut plan = preset();
    plan["indicators"][6]["form"]["cohort"]["threshold"]["at_least"] = json!(10_001);
    assert_eq!(
        refused(&plan),
        ("/indicators/6/form/cohort/threshold".into(), "10001 basis points are more than the whole of 10000".into())
    );

    let mut plan = preset();
    plan["indicators"][1]["basis"] = json!("promotion_stock");
    assert_eq!(
        refused(&plan),
        ("/indicators/1".into(), "`signing_conversion` with basis promotion_stock is there already".into())
    );

    let mut plan = preset();
    plan["years"] = json!({"from": 2020, "to": 2018});
    assert_eq!(refused(&plan), ("/years".into(), "2020 to 2018 are no years of a plan".into()));

    let mut plan = preset();
    plan["indicators"][6]["form"]["cohort"]["of"] = json!({});
    assert_eq!(refused(&plan), ("/indicators/6/form/cohort/of".into(), "it says of nobody".into()));

    let mut plan = preset();
    plan["indicators"][7]["form"]["cohort"]["count"]["is"]["total_at_least"]["currency"] = json!("USD");
    assert_eq!(refused(&plan).0, "/indicators/7/form/cohort");
}
