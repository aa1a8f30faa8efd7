//! What records of zones look like, and what is refused when they are read.

use super::*;
use project_lifecycle::audit::*;
use project_lifecycle::{AppendError, AppendRequest, LoadError, MemoryStore, Record, StoreError};
use serde_json::Value;

/// A zone with an event of every type, in a log.
fn recorded() -> (MemoryStore, ZoneWalk) {
    let mut walk = ZoneWalk::registered(ZoneClass::Provincial);
    walk.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    let both = ZoneAmendment {
        name: Some(text("浑南高新区")),
        special: Some([industry("M73")].into()),
        ..ZoneAmendment::default()
    };
    walk.give("2018-09-01", ZoneCommand::Amend(both));
    walk.give("2018-09-02", baseline(ZombieKind::Project, "2018-06-01", &[project_id(2), project_id(1)]));
    walk.give("2018-09-03", voiding_zone_fact(4));
    let mut store = crate::common::opened(source(), &actor(), evening(zone_today())).expect("a log opens");
    for event in walk.zone.events() {
        store.append(&event.clone().into(), evening(zone_today())).expect("it follows");
    }
    (store, walk)
}

/// An event as it is read from a record that somebody crafted behind a log.
fn crafted(store: &MemoryStore, event: &ZoneEvent) -> ZoneEvent {
    let (head, mut line) = (store.head().expect("a head"), Vec::new());
    seal_into(&event.into(), &head, evening(zone_today()), &mut line).expect("it is sealed");
    Record::parse(line).expect("a record").zone_event().expect("an event")
}

/// What a replay refuses, a store in memory and a trail do not take either; what follows goes on, in a batch as well.
#[test]
fn an_event_that_does_not_follow_from_its_zone_is_refused() {
    let ((mut store, mut walk), now) = (recorded(), evening(zone_today()));
    let mut trail = crate::common::trail(source(), &actor(), evening(zone_today()), Vec::new()).expect("a log");
    for event in walk.zone.events() {
        trail.record(&event.into(), now).expect("it follows");
    }
    // of another history, in which the fourth event stands and may be voided
    let mut other = ZoneWalk::registered(ZoneClass::Provincial);
    other.give("2018-08-01", to_class(ZoneClass::National, "2018-07-20"));
    for (on, name) in [("2018-08-02", "浑南新区"), ("2018-08-03", "浑南高新区")] {
        other.give(on, ZoneCommand::Amend(ZoneAmendment { name: Some(text(name)), ..ZoneAmendment::default() }));
    }
    other.give("2018-09-02", baseline(ZombieKind::Project, "2018-06-01", &[project_id(1)]));
    other.give("2018-09-03", voiding_zone_fact(4));
    let strange = AppendRequest::from(crafted(&store, other.zone.events().last().expect("events")));
    let event = strange.zone_event().expect("it is of a zone");
    let why = walk.zone.clone().apply(event.clone()).expect_err("no history");
    let wanted = AppendError::UnlawfulZone(Box::new(why));
    assert_eq!(wanted.to_string(), "the event does not follow from what is recorded of its zone");
    assert!(!wanted.is_stale());
    let refused = |answer| matches!(answer, Err(StoreError::Append(why)) if why == wanted);
    assert!(refused(store.append(&strange, now).map(drop)));
    assert_eq!(trail.record(&strange, now).map(drop), Err(TrailError::Append(wanted.clone())));
    assert_eq!((trail.head(), trail.sink().len() as u64), (&store.head().expect("a head"), 6));

    // beside it, what follows stands, one upon the other
    walk.give("2018-09-04", baseline(ZombieKind::Project, "2018-06-01", &[project_id(1)]));
    walk.give("2018-09-05", voiding_zone_fact(6));
    let mut requests: Vec<AppendRequest> = walk.zone.events()[5..].iter().map(Into::into).collect();
    requests.insert(1, strange.clone());
    let whole = store.append_batch(&requests, Batch::Whole, now).expect_err("one cannot stand");
    assert!(
        matches!(whole, StoreError::Batch(why) if why.index == 1 && matches!(why.error, AppendError::IdReused { .. }))
    );
    assert_eq!(store.head().expect("a head").size(), 6);
    requests.rotate_left(1);
    let each = store.append_batch(&requests, Batch::Each, now).expect("each for itself");
    assert_eq!(each[0].as_ref().err(), Some(&wanted));
    assert!(matches!(each[1], Err(AppendError::Conflict { .. })), "{:?}", each[1]);
    requests.rotate_right(1);
    assert_eq!(store.append(&requests[2], now).expect("it follows").record().stream_version(), 7);
    assert_eq!(store.zone(&zone_id("hunnan")).expect("it replays"), Some(walk.zone));
}

fn records() -> Vec<Record> {
    recorded().0.log(1, 9).expect("memory is read")
}

#[test]
fn records_of_zones_are_written_so() {
    let records = records();
    let types: Vec<_> = records.iter().map(Record::event_type).collect();
    let names = ["registered", "class_changed", "amended", "baseline_frozen", "corrected"];
    assert_eq!(types, names.map(|name| format!("lifecycle.zone.{name}.v1")));
    for event_type in types {
        assert_eq!(EventType::named(event_type).map(|known| known.kind()), Some(SubjectKind::Zone));
    }
    let policy = json!(policy().id().digest).as_str().expect("a text").to_owned();
    let common =
        |on: &str| format!(r#""by":{{"organisation":"committee","roles":["project_officer"]}},"effective_on":"{on}","#);
    let policy = format!(r#""policy":{{"digest":"{policy}","id":"shenyang_2018"}}"#);
    let expected = [
        format!(
            r#"{{"after":{{"class":"provincial","hosts":["210112"],"leading":[{{"code":"C34","edition":"2017"}}],"name":"浑南开发区","zone":"hunnan"}},"before":null,{}{policy}}}"#,
            common("2018-06-01")
        ),
        format!(
            r#"{{"after":{{"class":"national","paper":{{"dated":"2018-07-20","issuer":"国务院办公厅","name":"升级批复"}}}},"before":{{"class":"provincial"}},{}{policy}}}"#,
            common("2018-08-01")
        ),
        format!(
            r#"{{"after":{{"name":"浑南高新区","special":[{{"code":"M73","edition":"2017"}}]}},"before":{{"name":"浑南开发区","special":[]}},{}{policy}}}"#,
            common("2018-09-01")
        ),
        format!(
            r#"{{"after":{{"day":"2018-06-01","kind":"project","members":["a0000000-0000-4000-8000-000000000001","a0000000-0000-4000-8000-000000000002"]}},"before":null,{}{policy}}}"#,
            common("2018-09-02")
        ),
        format!(
            r#"{{"authority":"市外经贸局",{}"grounds":"录入有误",{policy},"verb":"void_fact","voids_fact_version":4}}"#,
            common("2018-09-03")
        ),
    ];
    for (record, expected) in records.iter().zip(&expected) {
        assert_eq!(record.data(), expected);
        assert_eq!(record.subject(), Subject::zone(&source(), &zone_id("hunnan")));
    }
    // with every list, in whatever order they were given
    let profile = zone_profile(ZoneClass::National)
        .also_in("210106".parse().expect("a region"))
        .leading_in(industry("C3491"))
        .special_in(industry("M73"))
        .with_theme_park(text("眼产业特色小镇"))
        .with_theme_park(text("机器人未来城"));
    let event = Zone::register(zone_id("hunnan"), profile, &source(), &zone_context(1, "2018-06-01"), &super::policy());
    let mut store = crate::common::opened(source(), &actor(), evening(zone_today())).expect("a log opens");
    let receipt = store.append(&event.expect("registered").into(), evening(zone_today())).expect("it is new");
    let data: Value = serde_json::from_str(receipt.record().data()).expect("JSON");
    assert_eq!(
        data["after"],
        json!({
            "class": "national", "hosts": ["210106", "210112"],
            "leading": [{"code": "C34", "edition": "2017"}, {"code": "C3491", "edition": "2017"}],
            "name": "浑南开发区", "special": [{"code": "M73", "edition": "2017"}],
            "theme_parks": ["机器人未来城", "眼产业特色小镇"], "zone": "hunnan",
        })
    );
}

#[test]
fn what_is_recorded_is_read_back_and_replayed() {
    let (store, walk) = recorded();
    let events: Vec<_> = records().iter().map(|record| record.zone_event().expect("an event")).collect();
    assert_eq!(events, walk.zone.events());
    assert_eq!(store.zone(&zone_id("hunnan")).expect("it loads"), Some(walk.zone.clone()));
    assert_eq!(store.zone(&zone_id("tiexi")).expect("nothing is wrong"), None);
    // and is found when it is given again, also as it was read
    let (mut store, head) = (store.clone(), store.head().expect("a head"));
    for event in walk.zone.events().iter().chain(&events) {
        let receipt = store.append(&event.clone().into(), evening(zone_today())).expect("it is found");
        assert_eq!(receipt.record().id(), event.id());
    }
    assert_eq!(store.head().expect("a head"), head);
    assert_eq!(AppendRequest::from(events[0].clone()).event(), None, "it is no event of a project");
}

/// A record of a type, changed, as a record that stands alone.
fn changed(event: &str, change: impl FnOnce(&mut Value)) -> Record {
    let records = records();
    let is_it = |record: &&Record| record.event_type() == format!("lifecycle.zone.{event}.v1");
    let mut json: Value =
        serde_json::from_slice(records.iter().find(is_it).expect("it is there").line()).expect("JSON");
    change(&mut json);
    let line = project_lifecycle::canonical::to_vec(&json).expect("canonical");
    Record::parse(line).expect("a record")
}

fn why(event: &str, change: impl FnOnce(&mut Value)) -> String {
    changed(event, change).zone_event().expect_err("it is no event").to_string()
}

#[test]
fn data_have_one_form() {
    type Change = fn(&mut Value);
    let told: [(&str, &str, Change); 14] = [
        ("registered", "missing field `before`", |it| {
            drop(it["data"].as_object_mut().map(|data| data.remove("before")))
        }),
        ("registered", "invalid type: map, expected unit", |it| it["data"]["before"] = json!({})),
        ("registered", "not written as", |it| it["data"]["after"]["special"] = json!([])),
        ("registered", "not written as", |it| it["data"]["after"]["hosts"] = json!(["210112", "210106"])),
        ("registered", "not written as", |it| it["data"]["after"]["extra"] = json!(1)),
        ("registered", "unknown field `law`", |it| it["data"]["law"] = json!(1)),
        ("registered", "known are national, provincial", |it| it["data"]["after"]["class"] = json!("municipal")),
        ("registered", "zone tiexi is zone/", |it| it["data"]["after"]["zone"] = json!("tiexi")),
        ("class_changed", "missing field `paper`", |it| {
            drop(it["data"]["after"].as_object_mut().map(|it| it.remove("paper")))
        }),
        ("class_changed", "invalid type: null", |it| it["data"]["before"] = Value::Null),
        ("amended", "unknown field `class`", |it| it["data"]["after"]["class"] = json!("national")),
        ("baseline_frozen", "not written as", |it| {
            it["data"]["after"]["members"].as_array_mut().expect("a list").reverse();
        }),
        ("corrected", "not written as", |it| it["data"]["verb"] = json!("void")),
        ("corrected", "not written as", |it| it["data"]["by"] = json!({})),
    ];
    for (event, part, change) in told {
        let why = why(event, change);
        let is_told = why.starts_with(&format!("the data of `lifecycle.zone.{event}.v1` cannot be read: "));
        assert!(is_told && why.contains(part), "{part}: {why}");
    }
    let error = changed("registered", |it| it["subject"] = json!(format!("project/{}", project_id(1)))).zone_event();
    let subject = "its subject is project/a0000000-0000-4000-8000-000000000001, not a zone";
    assert!(matches!(error, Err(RecordError::Data { why, .. }) if why == subject));
    let of_no_project = changed("amended", |_| {});
    let unknown = RecordError::UnknownType { found: "lifecycle.zone.amended.v1".into() };
    assert_eq!(of_no_project.event(), Err(unknown));
}

#[test]
fn unknown_types_and_versions_are_told() {
    let retyped = |name: &str| {
        changed("amended", |it| {
            it["type"] = json!(name);
            it["dataschema"] = json!(format!("urn:project-lifecycle:schema:{name}"));
        })
        .zone_event()
        .expect_err("it is no event")
    };
    let name = "lifecycle.zone.amended.v2";
    assert_eq!(retyped(name), RecordError::UnknownVersion { event_type: name.into(), stored: 2, known: vec![1] });
    for name in ["lifecycle.zone.closed.v1", "lifecycle.project.amended.v1"] {
        assert_eq!(retyped(name), RecordError::UnknownType { found: name.into() });
    }
    // a store that holds such a record gives no zone
    let odd = changed("registered", |it| {
        it["type"] = json!("lifecycle.zone.registered.v2");
        it["dataschema"] = json!("urn:project-lifecycle:schema:lifecycle.zone.registered.v2");
    });
    let error = load_zone([&odd], &Quarantine::default()).expect_err("it cannot be read");
    assert!(matches!(error, LoadError::Record { sequence: 2, why: RecordError::UnknownVersion { .. } }), "{error}");
    assert!(matches!(load_zone([], &Quarantine::default()), Ok(None)));
}

#[test]
fn a_decision_rests_on_the_event_before_it() {
    let walk = ZoneWalk::registered(ZoneClass::Provincial);
    // another history under the same versions: its registration has another id
    let context = Context::new(zone_event_id(77), evening(zone_today()), actor()).on(day("2018-06-01"));
    let other = Zone::register(zone_id("hunnan"), zone_profile(ZoneClass::National), &source(), &context, &policy());
    let mut store = crate::common::opened(source(), &actor(), evening(zone_today())).expect("a log opens");
    store.append(&other.expect("registered").into(), evening(zone_today())).expect("it is new");
    let decision = walk.zone.decide(named("甲"), &zone_context(2, "2018-07-01"), &walk.policy).expect("it follows");
    let error = store.append(&decision.event().clone().into(), evening(zone_today())).expect_err("it rests on another");
    let StoreError::Append(error) = error else { panic!("{error}") };
    let (subject, expected, actual) =
        (Subject::zone(&source(), &zone_id("hunnan")), zone_event_id(1), zone_event_id(77));
    assert_eq!(error, AppendError::OtherHistory { subject, version: 1, expected, actual });
    // the same id on another day is told with both days
    let moved = Zone::register(
        zone_id("hunnan"),
        zone_profile(ZoneClass::National),
        &source(),
        &Context::new(zone_event_id(77), evening(zone_today()), actor()).on(day("2018-06-02")),
        &policy(),
    );
    let error = store.append(&moved.expect("registered").into(), evening(zone_today())).expect_err("it is reused");
    let dates = Some((day("2018-06-01"), day("2018-06-02")));
    let reused = AppendError::IdReused { id: zone_event_id(77), sequence: 2, dates };
    assert!(matches!(error, StoreError::Append(error) if error == reused));
    // left open it is no part of the command
    let open = Zone::register(
        zone_id("hunnan"),
        zone_profile(ZoneClass::National),
        &source(),
        &Context::new(zone_event_id(77), evening(zone_today()), actor()),
        &policy(),
    );
    assert!(store.append(&open.expect("registered").into(), evening(zone_today())).is_ok());
}

#[test]
fn a_history_that_does_not_follow_is_told() {
    let events = recorded().1.zone.events().to_vec();
    let uuid = Subject::zone(&source(), &zone_id("hunnan")).id();
    assert_eq!(Zone::replay([]).unwrap_err().to_string(), "the history is empty; a zone begins with its registration");
    let fault = |events: &[&ZoneEvent]| {
        let error = Zone::replay(events.iter().copied().cloned()).unwrap_err();
        let (ZoneHistoryError::Event { zone, .. }, text) = (&error, error.to_string()) else { panic!("{error}") };
        assert_eq!(*zone, uuid);
        text.strip_prefix(&format!("zone {uuid}: event ")).expect("it begins so").to_owned()
    };
    let [registered, class_changed, amended, frozen, voided] = &events[..] else { panic!("{events:?}") };
    assert_eq!(fault(&[class_changed]), "2 is no registration, with which a zone begins");
    assert_eq!(fault(&[registered, amended]), "3 stands where event 2 is next");
    assert_eq!(fault(&[registered, registered]), "1 stands where event 2 is next");
    // read from records that somebody changed
    let read = |event: &str, change: fn(&mut Value)| changed(event, change).zone_event().expect("it has its form");
    let other_zone = read("class_changed", |it| it["subject"] = json!(format!("zone/{}", project_id(7))));
    let other = Zone::replay([registered.clone(), other_zone]).unwrap_err();
    assert!(
        matches!(other, ZoneHistoryError::Event { fault: ZoneHistoryFault::WrongZone { found }, .. } if found == project_id(7).uuid())
    );
    let same_id = read("class_changed", |it| it["id"] = json!(zone_event_id(1)));
    assert_eq!(
        fault(&[registered, &same_id]),
        "2 bears the id e0000000-0000-4384-8000-000000000001 of an earlier event"
    );
    let before = read("class_changed", |it| it["data"]["before"]["class"] = json!("national"));
    assert_eq!(fault(&[registered, &before]), "2 names a value before it that did not stand");
    let before = read("amended", |it| it["data"]["before"]["name"] = json!("别名"));
    assert_eq!(fault(&[registered, class_changed, &before]), "3 names a value before it that did not stand");
    let early = read("class_changed", |it| it["data"]["effective_on"] = json!("2018-05-31"));
    assert_eq!(
        fault(&[registered, &early]),
        "2 records what cannot be: 2018-05-31 lies before the registration of the zone, 2018-06-01"
    );
    let wrong = read("corrected", |it| it["data"]["voids_fact_version"] = json!(5));
    assert_eq!(
        fault(&[registered, class_changed, amended, frozen, &wrong]),
        "5 records what cannot be: event 5 is no standing fact"
    );
    let mut zone = Zone::replay(events[..4].to_vec()).expect("it follows");
    let unchanged = zone.clone();
    assert!(zone.apply(wrong).is_err());
    assert_eq!(zone, unchanged);
    zone.apply(voided.clone()).expect("it follows");
    assert_eq!(zone, recorded().1.zone);
    assert_eq!(event_id(900, 1), zone_event_id(1));
}
