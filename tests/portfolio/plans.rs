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
}

/// The preset with something else in a place.
fn with(place: &str, value: Value) -> Value {
    let mut plan = preset();
    let (parent, member) = place.rsplit_once('/').expect("a path");
    plan.pointer_mut(parent).expect("it is there")[member] = value;
    plan
}

/// A member that can be read and says nothing, or what cannot be asked, is refused where it stands.
#[test]
fn what_cannot_be_asked_is_refused_where_it_stands() {
    let sums = "reported amounts are summed of those who reported, and nothing else of them";
    let nowhere = "none of these acts leads from one of these stages";
    let dollars = json!({"amount": "100000000.00", "currency": "USD"});
    let yuan = json!({"amount": "0.00", "currency": "CNY"});
    let wrong = [
        // I1, of the stock
        ("/0/form/cohort/of/stood_in/stages", json!([]), "", "it names no stage"),
        ("/0/form/cohort/count", json!({}), "", "it says no achievement"),
        ("/0/form/cohort/undone_by/by", json!([]), "/..", nowhere),
        ("/0/form/cohort/undone_by/from", json!([]), "/..", nowhere),
        ("/0/form/cohort/undone_by/by", json!(["admit"]), "/..", nowhere),
        ("/0/form/cohort/where", json!({}), "", "it says nothing; leave it out"),
        ("/0/form/cohort/threshold/at_least", json!(0), "/..", "0 basis points are no threshold; leave it out"),
        (
            "/0/form/cohort/threshold/at_least",
            json!({"national": 5000, "provincial": 10_001}),
            "/..",
            "10001 basis points are more than the whole of 10000",
        ),
        ("/0/form/cohort/sum", json!("reported"), "", sums),
        // of those that came through the reserve
        (
            "/1/form/cohort/where/first_entry/by",
            json!(["sign"]),
            "/..",
            "none of these acts leads into one of these stages",
        ),
        (
            "/1/form/cohort/where/first_entry/into",
            json!([]),
            "/..",
            "none of these acts leads into one of these stages",
        ),
        // the period ratio
        (
            "/5/form/cohort/count/is",
            json!({"kind": ["ppp"]}),
            "/..",
            "a numerator apart is who did an act first, and nothing else is asked of it",
        ),
        (
            "/5/form/cohort/count/stands_in",
            json!(["signed"]),
            "/..",
            "a numerator apart is who did an act first, and nothing else is asked of it",
        ),
        // I2
        ("/6/form/cohort/of", json!({}), "", "it says of nobody"),
        // I3
        ("/7/form/cohort/count/is/total_at_least", dollars, "", "100000000.00 USD is no amount of yuan above zero"),
        ("/7/form/cohort/count/is/total_at_least", yuan, "", "0.00 CNY is no amount of yuan above zero"),
        ("/7/form/cohort/count/is", json!({}), "", "it says nothing; leave it out"),
        ("/7/form/cohort/of/first", json!(["sign"]), "/..", "what reported stands alone"),
        ("/7/form/cohort/sum", json!("total"), "", sums),
        (
            "/7/form/cohort/undone_by",
            json!({"by": ["close"], "from": ["signed"]}),
            "",
            "only an act can be undone, and `count` names none in `first`",
        ),
        // I5
        ("/10/form/reached/threshold/at_least", json!(0), "/..", "0 is no threshold; leave it out"),
        (
            "/10/form/reached/all/total_at_least/national",
            json!({"amount": "-1.00", "currency": "CNY"}),
            "/..",
            "-1.00 CNY is no amount of yuan above zero",
        ),
        ("/10/form/reached/undone_by/from", json!(["started"]), "", ""),
        // I7
        ("/11/form/baseline/pace/years", json!(0), "", "a pace takes at least a year"),
        (
            "/6/form/cohort/given",
            json!([{"year": 2018, "amount": {"amount": "1.00", "currency": "CNY"}}]),
            "/0",
            "only an amount is given from elsewhere, and this figure counts projects",
        ),
        (
            "/7/form/cohort/given",
            json!([{"year": 2018, "amount": {"amount": "1.00", "currency": "USD"}}]),
            "/0",
            "1.00 USD is no amount of yuan above zero",
        ),
        (
            "/7/form/cohort/given",
            json!([{"year": 2018, "amount": {"amount": "1.00", "currency": "CNY"}}, {"year": 2018, "amount": {"amount": "2.00", "currency": "CNY"}}]),
            "/1",
            "the denominator of this year and zone is given already",
        ),
        // dwell
        ("/14/form/visits/dwell/without_pauses", json!(true), "", ""),
    ];
    for (place, value, up, why) in wrong {
        let place = format!("/indicators{place}");
        let plan = with(&place, value);
        if why.is_empty() {
            // a closing leads from every stage, and pauses may be taken off: that can be asked
            ActionPlan::from_json(&plan.to_string()).expect(&place);
            continue;
        }
        let blamed = match up {
            "/.." => place.rsplit_once('/').expect("a path").0.to_owned(),
            below => format!("{place}{below}"),
        };
        assert_eq!(refused(&plan), (blamed, why.to_owned()));
    }
    // both at once: what reported, apart
    let mut plan = with("/indicators/7/form/cohort/count", json!({"first": ["sign"]}));
    plan["indicators"][7]["form"]["cohort"]["apart"] = json!(true);
    assert_eq!(
        refused(&plan),
        ("/indicators/7/form/cohort/apart".into(), "what reported has no numerator apart".into())
    );
}

#[test]
fn a_value_by_class_is_one_or_two() {
    let plan = with("/indicators/6/form/cohort/threshold/at_least", json!({"national": 5000}));
    let (path, why) = refused(&plan);
    assert_eq!(path, "/indicators/6/form");
    assert!(why.contains("give one value, or one for `national` and one for `provincial`"), "{why}");
}

/// The preset has the colours that a board is known to have; a plan that cannot be coloured so is refused where that stands.
#[test]
fn bad_colours_are_refused_with_path_and_reason() {
    let unreadable = [
        ("/colours", json!({"start": {"yellow_in_month": 1, "red_in_month": 3}, "blue": []}), "/colours", "blue"),
        ("/colours/good_reasons", json!(["rain"]), "/colours", "rain"),
        ("/colours/season", json!({"from": "02-30", "to": "03-31"}), "/colours", "02-30"),
        ("/colours/start", json!({"yellow_in_month": 1}), "/colours/start", "red_in_month"),
        ("/colours/silence", json!([{"stage": "planned", "days": -1}]), "/colours/silence/0", "-1"),
        (
            "/colours/silence",
            json!([{"stage": "planned", "days": 1}, {"stage": "talks", "days": 1}]),
            "/colours/silence/1",
            "talks",
        ),
    ];
    for (place, value, path, word) in unreadable {
        let (blamed, why) = refused(&with(place, value));
        assert_eq!(blamed, path);
        assert!(why.contains(word), "{why}");
    }
    let wrong = [
        ("/colours", json!({}), "/colours", "it lights nothing; leave it out"),
        ("/colours", json!({"good_reasons": ["land"]}), "/colours", "it lights nothing; leave it out"),
        (
            "/colours/good_reasons",
            json!(["season", "land", "season"]),
            "/colours/good_reasons/2",
            "`season` is there already",
        ),
        ("/colours/good_reasons", json!(["land"]), "/colours/season", "`season` is no good reason; leave it out"),
        ("/colours/season", json!(null), "/colours/season", "`season` is a good reason, and no season is given"),
        (
            "/colours/silence",
            json!([{"stage": "planned", "days": 0}]),
            "/colours/silence/0",
            "0 days are no silence; leave it out",
        ),
        (
            "/colours/silence",
            json!([{"stage": "planned", "days": 1}, {"stage": "zombie", "days": 1}]),
            "/colours/silence/1",
            "a project in `zombie` has no light",
        ),
        (
            "/colours/silence",
            json!([{"stage": "planned", "days": 1}, {"stage": "planned", "days": 2}]),
            "/colours/silence/1",
            "`planned` is there already",
        ),
        (
            "/colours/start",
            json!({"yellow_in_month": 0, "red_in_month": 3}),
            "/colours/start",
            "the month in which a start is due is month 1",
        ),
        (
            "/colours/start",
            json!({"yellow_in_month": 3, "red_in_month": 3}),
            "/colours/start",
            "yellow in month 3 does not come before red in month 3",
        ),
    ];
    for (place, value, path, why) in wrong {
        assert_eq!(refused(&with(place, value)), (path.into(), why.into()));
    }
    // a plan without colours is one as well, and none of its figures is another
    let mut plain = preset();
    plain.as_object_mut().expect("an object").remove("colours");
    let plain = ActionPlan::from_json(&plain.to_string()).expect("a plan");
    assert_eq!(plain.terms().indicators, ActionPlan::shenyang_2018().terms().indicators);
}
