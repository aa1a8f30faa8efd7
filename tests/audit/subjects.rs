//! Streams: of what kind they are, and how they are written.

use super::*;

#[test]
fn a_stream_has_one_written_form() {
    let (project, refusal, source) = (project_id(1), event_id(1, 7), source());
    let zone: ZoneId = "hunnan".parse().expect("a zone id");
    let id = |subject: Subject| subject.id().to_string();
    let made = [
        (Subject::from(project), SubjectKind::Project, project.to_string()),
        (Subject::refusal(refusal), SubjectKind::Refusal, refusal.to_string()),
        // UUIDv5 of `urn:example:log:shenyang/zone/hunnan` in the namespace of URLs, from Python
        (Subject::zone(&source, &zone), SubjectKind::Zone, "0eaaae77-83d5-58cd-a195-d49ffad98319".to_owned()),
        // UUIDv5 of the source in the namespace of URLs, from Python
        (Subject::log(&source), SubjectKind::Log, "6567745e-843d-57e1-b81a-ac7a4e34797e".to_owned()),
    ];
    for (subject, kind, which) in made {
        assert_eq!((subject.kind(), id(subject)), (kind, which.clone()));
        assert_eq!(subject.to_string(), format!("{kind}/{which}"));
        assert_eq!(subject.to_string().parse(), Ok(subject));
        assert_eq!(subject.project(), (kind == SubjectKind::Project).then_some(project));
    }
    let kinds = [SubjectKind::Project, SubjectKind::Zone, SubjectKind::Refusal, SubjectKind::Log];
    assert_eq!(SubjectKind::ALL, kinds, "what is written today, and nothing else");
}

#[test]
fn what_names_no_stream_is_told() {
    let uuid = "00000000-0000-7000-8000-000000000001";
    let odd = [
        format!("parcel/{uuid}"),
        format!("project{uuid}"),
        format!("project//{uuid}"),
        format!("project/{}", uuid.to_uppercase().replace('0', "A")),
        "project/1".into(),
        uuid.into(),
        String::new(),
    ];
    for found in odd {
        let error = found.parse::<Subject>().unwrap_err();
        assert_eq!(error.to_string(), format!("`{found}` names no stream; write `<kind>/<uuid>` in lower case"));
        assert_eq!(error, SubjectError { found });
    }
}
