//! What a quarantine names: lines with their leaves, their streams and their versions, each in one way.

use super::*;

/// A quarantine that names a line is of no use for another line in its place.
#[test]
fn another_line_in_quarantine_is_found() {
    let mut kept = Kept::of(&[&Walk::to(1, at(Stage::Signed))]);
    let place = kept.place(1, 3);
    assert_eq!(kept.put(&[place]).projects.len(), 1);
    let quarantine = kept.quarantine();
    let line = &mut kept.lines[place as usize - 1].2;
    let before = SHA.leaf(line);
    line.push(b' ');
    let found = SHA.leaf(line);
    let (verdict, _) = kept.verdict(quarantine);
    let BadLine { line, fault } = &verdict.faults()[0];
    assert_eq!((*line, fault), (place, &LineFault::Quarantined { expected: before, found }));
    let said = format!("the place is in quarantine with the leaf {before}, but a line with {found} stands there");
    assert_eq!((fault.to_string(), fault.code()), (said, "quarantined"));
}

/// Edits the last line, which a verifier finds as it stands.
fn edit_last(kept: &mut Kept, edit: impl FnOnce(&mut serde_json::Value)) {
    let line = &mut kept.lines.last_mut().expect("a line").2;
    let mut json = serde_json::from_slice(line).expect("JSON");
    edit(&mut json);
    *line = canonical::to_vec(&json).expect("canonical");
}

/// Who folds a stream passes over the versions that a quarantine names, so it must name those of its lines.
#[test]
fn a_quarantine_of_another_stream_or_version_is_found() {
    let (walk, other) = (Walk::to(1, at(Stage::Signed)), Walk::to(2, at(Stage::Signed)));
    let right: (Subject, u64) = (project_id(1).into(), walk.project.version());
    let wrong: (Subject, u64) = (project_id(2).into(), 3);
    let log: Subject = Subject::log(&source());
    // whether the line can be read as a record or not
    for poison in [None, Some("\"law\": "), Some("\"k\":1e999,\"law\":")] {
        for (what, expected) in [
            ("another stream", Some((wrong.0, right.1))),
            ("another version", Some((right.0, 3))),
            ("a version that is none", Some((right.0, 0))),
            ("the log's stream", Some((log, 2))),
            ("no stream", None),
        ] {
            let mut kept = Kept::of(&[&walk, &other]);
            let place = kept.place(1, right.1);
            if let Some(poison) = poison {
                kept.poison(place, "\"law\":", poison);
            }
            assert_eq!(kept.put(&[place]).projects, [right.0.project().expect("a project")]);
            while kept.lines.last().is_some_and(|(subject, ..)| *subject != log) {
                _ = kept.lines.pop();
            }
            edit_last(&mut kept, |record| {
                let named = record["data"]["places"][0].as_object_mut().expect("a place");
                assert_eq!(
                    (named["stream"].as_str(), named["streamversion"].as_u64()),
                    (Some(&*right.0.to_string()), Some(right.1))
                );
                named.retain(|name, _| !name.starts_with("stream"));
                if let Some((stream, version)) = expected {
                    named.insert("stream".into(), stream.to_string().into());
                    named.insert("streamversion".into(), version.into());
                }
            });
            let (verdict, _) = kept.verdict(kept.quarantine());
            let fault = LineFault::QuarantinedStream { expected, found: Some(right) };
            assert_eq!(verdict.faults(), [BadLine { line: place, fault: fault.clone() }], "{what}");
            let said = expected
                .map_or("a line of no stream".into(), |(stream, version)| format!("version {version} of {stream}"));
            let said = format!(
                "the place is in quarantine as {said}, but the line says that it is version {} of {}",
                right.1, right.0
            );
            assert_eq!((fault.to_string(), fault.code()), (said, "quarantined_stream"));
            // a trail is not resumed on it either, whether it is shown the line or not
            let records: Vec<_> =
                kept.lines.iter().filter_map(|(_, _, line)| Record::parse(line.clone()).ok()).collect();
            let resumed = AuditTrail::resume(records.clone(), kept.quarantine(), Vec::new());
            assert_eq!(
                matches!(resumed, Err(TrailError::NotResumed { line, .. }) if line == place),
                poison.is_none(),
                "{what}"
            );
        }
    }
}

/// The lines say what they are in place of a name that no stream has.
#[test]
fn a_line_of_no_stream_is_in_quarantine_as_that() {
    let walk = Walk::to(1, at(Stage::Signed));
    let (right, mut kept): ((Subject, u64), _) = ((project_id(1).into(), walk.project.version()), Kept::of(&[&walk]));
    let place = kept.place(1, right.1);
    kept.poison(place, "\"subject\":\"project/", "\"subject\":\"objekt/");
    let planned = kept.put(&[place]);
    let (verdict, _) = kept.verdict(planned.quarantine);
    let fault = LineFault::QuarantinedStream { expected: Some(right), found: None };
    assert_eq!(verdict.faults(), [BadLine { line: place, fault: fault.clone() }]);
    assert!(fault.to_string().ends_with("but the line says that it is a line of no stream"), "{fault}");
    // and so it is right
    while kept.lines.last().is_some_and(|(subject, ..)| *subject == right.0) {
        _ = kept.lines.pop();
    }
    edit_last(&mut kept, |record| {
        let named = record["data"]["places"][0].as_object_mut().expect("a place");
        named.retain(|name, _| !name.starts_with("stream"));
    });
    assert_eq!(kept.verdict(kept.quarantine()).0.faults(), []);
}

/// Two records that name one place do not name it in two ways: the first counts, and the other one is no quarantine.
#[test]
fn a_place_is_in_quarantine_in_one_way() {
    let walk = Walk::to(1, at(Stage::Signed));
    let (subject, last): (Subject, _) = (project_id(1).into(), walk.project.version());
    for (member, value) in [("leaf", "ab".repeat(32).into()), ("streamversion", (last - 1).into())] {
        for is_same in [true, false] {
            let mut kept = Kept::of(&[&walk]);
            let place = kept.place(1, last);
            _ = kept.put(&[place]);
            let quarantine = kept.quarantine();
            let own = Subject::log(&source());
            let (_, _, first) = kept.lines.iter().rfind(|(subject, ..)| *subject == own).expect("it is there").clone();
            let mut again: serde_json::Value = serde_json::from_slice(&first).expect("JSON");
            let (_, _, before) = kept.lines.last().expect("a line");
            again["predecessorhash"] = SHA.leaf(before).to_string().into();
            again["id"] = "e0000000-0000-4001-8000-00000000ffff".into();
            again["sequence"] = format!("{:019}", kept.lines.len() + 1).into();
            again["streamversion"] = 3.into();
            if !is_same {
                again["data"]["places"][0][member] = serde_json::Value::clone(&value);
            }
            kept.lines.push((own, 3, canonical::to_vec(&again).expect("canonical")));
            assert_eq!(kept.quarantine(), quarantine);
            let line = kept.lines.len() as u64;
            let why = format!("another record names the place {place} with another leaf or stream");
            let fault = RecordError::Data { event_type: "lifecycle.log.quarantined.v1".into(), why };
            let faults = [BadLine { line, fault: LineFault::Record(fault) }];
            assert_eq!(kept.verdict(quarantine).0.faults(), if is_same { &[][..] } else { &faults });
            assert_eq!(kept.quarantine().versions(subject).iter().copied().collect::<Vec<_>>(), [last]);
        }
    }
}
