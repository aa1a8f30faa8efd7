//! Records that are read back: unknown ones, and ones whose data were tampered with in canonical form.

use project_lifecycle::canonical;
use serde_json::{Value, json};

use crate::common::walk::voiding_fact;
use project_lifecycle::project::fact::{Milestone, MilestoneReached};

use super::*;

/// A record of the log as a value, by its type.
fn record(event: &str) -> Value {
    let store = log();
    let event_type = format!("lifecycle.project.{event}.v1");
    let found = store.records().iter().find(|record| record.event_type() == event_type);
    serde_json::from_slice(found.unwrap_or_else(|| panic!("no {event}")).line()).expect("a record")
}

/// Reads a value as a record, in canonical form.
fn read(value: &Value) -> Result<Event, RecordError> {
    Record::parse(canonical::to_vec(value).expect("canonical"))?.event()
}

/// What is wrong with the data of a record after a change.
fn data_fault(event: &str, change: impl Fn(&mut Value)) -> String {
    let mut value = record(event);
    assert!(read(&value).is_ok(), "{event} before the change");
    change(&mut value["data"]);
    match read(&value) {
        Err(RecordError::Data { event_type, why }) => {
            assert_eq!(event_type, format!("lifecycle.project.{event}.v1"));
            why
        }
        other => panic!("{event}: {other:?}"),
    }
}

fn retype(value: &mut Value, event_type: &str) {
    value["type"] = event_type.into();
    value["dataschema"] = format!("urn:project-lifecycle:schema:{event_type}").into();
}

#[test]
fn every_record_reads_back_as_the_event_that_was_appended() {
    let store = log();
    for p in 1..3 {
        let records = store.stream(project_id(p).into()).unwrap();
        let position = [at(Stage::Operating), stalled(Stage::Started)][p as usize - 1];
        let walk = Walk::to(p, position);
        let events: Vec<_> = records.iter().map(|record| record.event().unwrap()).collect();
        assert_eq!(events, walk.project.events());
        for (record, event) in records.iter().zip(events) {
            assert_eq!((record.id(), record.time()), (event.id(), event.at()));
            let again = Record::parse(record.line()).unwrap();
            assert_eq!(&again, record);
        }
    }
}

#[test]
fn unknown_types_versions_and_laws_are_typed_errors() {
    let mut unknown = record("signed");
    retype(&mut unknown, "lifecycle.project.sold.v1");
    assert_eq!(read(&unknown), Err(RecordError::UnknownType { found: "lifecycle.project.sold.v1".into() }));
    let mut zone = record("signed");
    retype(&mut zone, "lifecycle.zone.signed.v1");
    assert_eq!(read(&zone), Err(RecordError::UnknownType { found: "lifecycle.zone.signed.v1".into() }));
    let mut later = record("signed");
    retype(&mut later, "lifecycle.project.signed.v2");
    let error = read(&later).unwrap_err();
    assert_eq!(
        error,
        RecordError::UnknownVersion { event_type: "lifecycle.project.signed.v2".into(), stored: 2, known: vec![1] }
    );
    assert_eq!(
        error.to_string(),
        "version 2 of the event type `lifecycle.project.signed.v2` is not known; known are [1]"
    );
    for event in ["planned", "signed", "scheduled", "corrected"] {
        let mut law = record(event);
        law["data"]["law"] = 2.into();
        // a later law may have anything else in its data
        law["data"]["verb"] = "merge".into();
        law["data"]["something"] = json!({"new": true});
        let error = read(&law).unwrap_err();
        assert_eq!(error, RecordError::UnknownLaw { stored: 2, known: 1 }, "{event}");
        assert_eq!(error.to_string(), "the law version 2 is not known; known are the laws up to 1");
    }
    let opened = Record::parse(OPENED).unwrap();
    assert_eq!(opened.event(), Err(RecordError::UnknownType { found: "lifecycle.log.opened.v1".into() }));
}

#[test]
fn attributes_have_one_form() {
    let odd = [
        ("specversion", json!("1.1")),
        ("correlationid", json!("")),
        ("causationid", json!("")),
        ("datacontenttype", json!("text/json")),
        ("dataschema", json!("urn:project-lifecycle:schema:lifecycle.project.started.v1")),
        ("id", json!("E0000000-0000-4001-8000-000000000007")),
        ("subject", json!("project/1")),
        ("time", json!("2018-06-01T10:00:00Z")),
        ("recordedtime", json!("2018-06-01T18:00:00.000000+08:00")),
        ("sequence", json!("7")),
        ("sequence", json!("0000000000000000000")),
        ("predecessorhash", json!("00")),
        ("source", json!("shenyang")),
        ("streamversion", json!(0)),
        ("authtype", json!("god")),
        ("authid", json!(" ")),
    ];
    for (attribute, value) in odd {
        let mut changed = record("signed");
        changed[attribute] = value.clone();
        match Record::parse(canonical::to_vec(&changed).unwrap()) {
            Err(RecordError::Attribute { attribute: odd, found }) => {
                let given = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                assert_eq!((odd, found), (attribute, given));
            }
            other => panic!("{attribute} {value}: {other:?}"),
        }
    }
    for event_type in ["project.signed.v1", "lifecycle.project.signed", "lifecycle.project.signed.v01", "lifecycle..v1"]
    {
        let mut changed = record("signed");
        retype(&mut changed, event_type);
        let answer = Record::parse(canonical::to_vec(&changed).unwrap());
        assert!(matches!(answer, Err(RecordError::Attribute { attribute: "type", .. })), "{event_type}: {answer:?}");
    }
    for (attribute, value) in [("extra", json!("x")), ("streamversion", json!("1")), ("authid", json!(7))] {
        let mut changed = record("signed");
        changed[attribute] = value;
        let answer = Record::parse(canonical::to_vec(&changed).unwrap());
        assert!(matches!(answer, Err(RecordError::Attributes { .. })), "{attribute}: {answer:?}");
    }
    let about = |kind: &str| {
        let mut changed = record("signed");
        changed["subject"] = changed["subject"].as_str().unwrap().replace("project", kind).into();
        read(&changed)
    };
    assert!(matches!(about("refusal"), Err(RecordError::Data { .. })), "a project's event is about a project");
    // a kind that this version does not know, one that no version writes, and none
    for kind in ["parcel", "sample", "Project", ""] {
        let answer = about(kind);
        assert!(matches!(answer, Err(RecordError::Attribute { attribute: "subject", .. })), "{kind}: {answer:?}");
    }
}

#[test]
fn data_that_break_their_meaning_are_refused() {
    assert_eq!(data_fault("signed", |data| data["verb"] = "start".into()), "the verb `start` is recorded as `started`");
    let remove = |name: &'static str| move |data: &mut Value| drop(data.as_object_mut().expect("data").remove(name));
    for event in ["signed", "stalled", "scheduled", "corrected"] {
        assert_eq!(data_fault(event, remove("from")), "`from` is missing", "{event}");
    }
    for event in ["planned", "signed", "scheduled", "corrected"] {
        for name in ["to", "effective_on", "law", "policy"] {
            let why = data_fault(event, remove(name));
            assert!(why.contains(name), "{event} without {name}: {why}");
        }
        let why = data_fault(event, |data| data["extra"] = 1.into());
        assert!(why.contains("extra"), "{event}: {why}");
    }
    assert_eq!(data_fault("signed", remove("verb")), "`verb` is missing");
    assert_eq!(data_fault("signed", remove("evidence")), "`evidence` is missing");
    assert_eq!(data_fault("planned", remove("profile")), "`profile` is missing");
    assert_eq!(data_fault("scheduled", remove("after")), "`after` is missing");
    for name in ["authority", "grounds", "voids_version"] {
        assert_eq!(data_fault("corrected", remove(name)), format!("`{name}` is missing"));
    }
    let stalled = "`stalled_at` stands where `from` or `to` is `zombie`, and nowhere else";
    assert_eq!(data_fault("stalled", remove("stalled_at")), stalled);
    assert_eq!(data_fault("signed", |data| data["stalled_at"] = "signed".into()), stalled);
    assert_eq!(data_fault("scheduled", |data| data["to"] = "operating".into()), "a fact leaves the stage unchanged");
    assert_eq!(data_fault("scheduled", |data| data["verb"] = "sign".into()), "`verb` does not belong to it");
    assert_eq!(data_fault("signed", |data| data["cause"] = "no_activity".into()), {
        "`cause` and `outcome` belong to imported history; evidence has its own"
    });
    assert_eq!(data_fault("signed", |data| data["grounds"] = "x".into()), "`grounds` does not belong to it");
    let both = |data: &mut Value| data["provenance"] = json!({"file": "f", "inferred": false, "record": 1});
    assert_eq!(data_fault("signed", both), "it has both evidence and provenance");
    for (event, change) in [
        ("planned", json!({"from": "planned"})),
        ("planned", json!({"to": "signed"})),
        ("planned", json!({"verb": "sign"})),
        ("corrected", json!({"verb": "redate"})),
        ("signed", json!({"effective_on": "2018-02-30"})),
        ("signed", json!({"evidence": {}})),
        ("scheduled", json!({"after": []})),
        ("scheduled", json!({"after": "officer-7"})),
    ] {
        let why = data_fault(event, |data| {
            for (name, value) in change.as_object().expect("an object") {
                data[name] = value.clone();
            }
        });
        assert!(!why.is_empty());
    }
    // evidence of a form that is not complete, or with a member that no form has
    let why = data_fault("signed", |data| drop(data["evidence"].as_object_mut().expect("evidence").remove("parties")));
    assert_eq!(why, "the evidence is not complete: agreement: contracting parties is missing");
    for part in ["evidence", "policy", "by"] {
        let why = data_fault("signed", |data| data[part]["extra"] = 1.into());
        assert!(why.contains("extra"), "{part}: {why}");
    }
}

#[test]
fn texts_that_no_record_keeps_are_refused_where_one_has_them() {
    for (name, why) in [
        ("\u{200b}".to_owned(), "`name` is missing"),
        ("a\0b".into(), "`name` has a text that contains U+0000"),
        ("x".repeat(16_385), "`name` has a text of 16385 bytes; the limit is 16384"),
    ] {
        let fault = data_fault("planned", |data| data["profile"]["name"] = name.as_str().into());
        assert!(fault.starts_with(why), "{fault}");
    }
    for (at, text, why) in [
        ("/by/roles/0", "a\0b", "is no short text"),
        ("/policy/id", "a\nb", "is no short text"),
        ("/evidence/agreement_paper/number", " 7", "is not a text of one line and at most 256 bytes"),
    ] {
        let fault = data_fault("signed", |data| *data.pointer_mut(at).expect(at) = text.into());
        assert!(fault.contains(why), "{at}: {fault}");
    }
    for attribute in ["correlationid", "causationid"] {
        for text in ["", "\u{200b}", " case", "a\nb", &"x".repeat(257)] {
            let mut value = record("signed");
            value[attribute] = text.into();
            assert_eq!(read(&value), Err(RecordError::Attribute { attribute, found: text.into() }));
        }
        let mut value = record("signed");
        value[attribute] = "the case of 2018".into();
        assert!(read(&value).is_ok());
    }
    let mut value = record("signed");
    value["source"] = "urn:a+b".into();
    assert_eq!(read(&value), Err(RecordError::Attribute { attribute: "source", found: "urn:a+b".into() }));
}

#[test]
fn an_extra_member_is_refused_wherever_it_stands() {
    data_fault("signed", |data| data["evidence"]["agreement_paper"]["extra"] = 1.into());
    data_fault("signed", |data| data["evidence"]["promises"][0]["extra"] = 1.into());
    data_fault("signed", |data| data["evidence"]["total_investment"]["extra"] = 1.into());
    data_fault("started", |data| data["evidence"]["construction_permit"]["extra"] = 1.into());
    data_fault("started", |data| data["evidence"]["construction_permit"]["paper"]["extra"] = 1.into());
    data_fault("started", |data| data["evidence"]["start_proof"]["extra"] = 1.into());
    data_fault("planned", |data| data["profile"]["extra"] = 1.into());
    data_fault("scheduled", |data| data["after"]["stages"][0]["extra"] = 1.into());
    data_fault("body_assigned", |data| data["after"]["extra"] = 1.into());
}

#[test]
fn an_extra_member_of_a_commitment_or_a_waiver_is_refused() {
    for document in [
        json!({"status": "committed", "due": "2018-12-31", "extra": 1}),
        json!({"status": "waived", "basis": "b", "authority": "a", "extra": 1}),
    ] {
        data_fault("started", |data| data["evidence"]["works_planning_permit"] = document.clone());
    }
    let needless = json!({"status": "not_required", "basis": "b", "extra": 1});
    data_fault("started", |data| data["evidence"]["environmental_approval"] = needless.clone());
}

#[test]
fn planning_comes_from_nothing_and_says_so() {
    data_fault("planned", |data| drop(data.as_object_mut().expect("data").remove("from")));
}

#[test]
fn a_first_fact_says_that_there_was_none_before() {
    data_fault("officer_assigned", |data| drop(data.as_object_mut().expect("data").remove("before")));
}

#[test]
fn an_imported_step_has_a_cause_only_if_it_stalls_and_an_outcome_only_if_it_closes() {
    let import = |data: &mut Value| {
        data.as_object_mut().expect("data").remove("evidence");
        data["provenance"] = json!({"file": "ledger.csv", "inferred": false, "record": 1});
    };
    let mut imported = record("signed");
    import(&mut imported["data"]);
    assert!(read(&imported).is_ok());
    data_fault("signed", |data| {
        import(data);
        data["cause"] = "no_activity".into();
    });
    data_fault("signed", |data| {
        import(data);
        data["outcome"] = "lost".into();
    });
}

#[test]
fn what_could_be_written_in_two_ways_is_read_in_one() {
    for member in ["cause", "outcome", "voids_version", "stalled_at"] {
        let why = data_fault("signed", |data| data[member] = Value::Null);
        assert_eq!(why, format!("`{member}` does not belong to it"));
    }
    // an attribute that is absent is omitted, never null
    let mut value = record("signed");
    value["correlationid"] = Value::Null;
    assert!(matches!(read(&value), Err(RecordError::Attributes { .. })));
    // and data are an object
    let mut value = record("signed");
    value["data"] = 5.into();
    assert_eq!(read(&value), Err(RecordError::Attribute { attribute: "data", found: "5".into() }));
}

#[test]
fn the_void_of_a_fact_reads_back_and_has_its_own_members() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    let reached = MilestoneReached { milestone: Milestone::Enrolled, paper: None, remark: None };
    let reached = walk.give(Command::ReachMilestone(reached));
    let void = walk.give(voiding_fact(reached.version()));
    let mut store = crate::common::opened(source(), &actor(), evening(walk.today)).unwrap();
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).unwrap();
    }
    let [.., milestone, record] = store.records() else { panic!("two records") };
    assert_eq!(record.event(), Ok(void));
    let value: Value = serde_json::from_slice(record.line()).unwrap();
    let data = json!({
        "authority": "发展改革局", "by": value["data"]["by"], "effective_on": walk.today.to_string(), "from": "signed",
        "grounds": "登记有误", "law": 1, "policy": value["data"]["policy"], "to": "signed", "verb": "void_fact",
        "voids_fact_version": reached.version(),
    });
    assert_eq!((&value["type"], &value["data"]), (&json!("lifecycle.project.corrected.v1"), &data));
    let fault = |change: &dyn Fn(&mut Value)| {
        let mut value = value.clone();
        change(&mut value["data"]);
        match read(&value) {
            Err(RecordError::Data { why, .. }) => why,
            other => panic!("{other:?}"),
        }
    };
    for name in ["authority", "grounds", "voids_fact_version"] {
        let why = fault(&|data| drop(data.as_object_mut().expect("data").remove(name)));
        assert_eq!(why, format!("`{name}` is missing"));
    }
    assert_eq!(fault(&|data| data["to"] = "negotiating".into()), "the void of a fact leaves the stage unchanged");
    assert_eq!(fault(&|data| data["voids_version"] = 5.into()), "`voids_version` does not belong to it");
    assert_eq!(
        fault(&|data| drop(data.as_object_mut().expect("data").remove("verb"))),
        "a correction has the verb `void`, `redate`, `correct` or `void_fact`"
    );
    // what is reached once takes the place of nothing
    let mut value: Value = serde_json::from_slice(milestone.line()).unwrap();
    value["data"]["before"] = json!({"version": 4});
    let Err(RecordError::Data { why, .. }) = read(&value) else { panic!("it is read") };
    assert_eq!(why, "`milestone_reached` takes the place of nothing: `before` is null");
}
