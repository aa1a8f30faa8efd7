//! Versions: what is known is read as it was meant, what is not known is refused, and nothing resumes elsewhere.
//!
//! `tests/golden/v0` holds an invented version 0 of `engaged`, from before the reserve was called so. It was written by
//! another program (Python: `json.dumps` with sorted keys, `sha256`), and like every golden file it never changes.

use crate::common::{at, project_id};
use project_lifecycle::{audit::*, evidence::*, lifecycle::*, project::*, value::*, *};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

const V0: &str = include_str!("golden/v0/events.jsonl");
const V1: &str = include_str!("golden/v1/events.jsonl");

/// A stage as version 0 called it: `reserve` was `pooled`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum StageV0 {
    Planned,
    Pooled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceV0 {
    client: String,
    first_contact: Value,
    /// `lead_negotiator` since.
    negotiator: String,
    uniqueness_claim: Value,
}

/// The data of `engaged`, version 0. The verb `negotiate` has been `engage` since.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EngagedV0 {
    by: Value,
    effective_on: String,
    evidence: EvidenceV0,
    from: StageV0,
    law: u32,
    policy: Value,
    to: Stage,
    verb: String,
}

#[derive(Serialize)]
struct EngagedV1 {
    by: Value,
    effective_on: String,
    evidence: Value,
    from: Stage,
    law: u32,
    policy: Value,
    to: Stage,
    verb: Verb,
}

struct FromPooled;

impl Upcast for FromPooled {
    const EVENT: &'static str = "engaged";
    const FROM: u32 = 0;
    type Old = EngagedV0;
    type New = EngagedV1;

    fn upcast(old: EngagedV0) -> Result<EngagedV1, String> {
        let EngagedV0 { by, effective_on, evidence, from, law, policy, to, verb } = old;
        if verb != "negotiate" {
            return Err(format!("`{verb}` was no verb of it"));
        }
        let from = match from {
            StageV0::Planned => Stage::Planned,
            StageV0::Pooled => Stage::Reserve,
        };
        let EvidenceV0 { client, first_contact, negotiator, uniqueness_claim } = evidence;
        let evidence = json!({ "client": client, "first_contact": first_contact, "lead_negotiator": negotiator, "uniqueness_claim": uniqueness_claim });
        Ok(EngagedV1 { by, effective_on, evidence, from, law, policy, to, verb: Verb::Engage })
    }
}

fn records(log: &str) -> Vec<Record> {
    log.lines().map(|line| Record::parse(line).expect("a record")).collect()
}

/// A golden record, changed, as a record that stands alone.
fn changed(log: &str, event: &str, change: impl FnOnce(&mut Map<String, Value>)) -> Record {
    let line = log.lines().find(|line| line.contains(&format!(".{event}.v"))).expect("it is golden");
    let mut record: Map<String, Value> = serde_json::from_str(line).expect("JSON");
    change(&mut record);
    Record::parse(canonical::to_vec(&record).expect("canonical")).expect("a record")
}

fn with_version(event: &str, version: &str) -> Record {
    changed(V1, event, |record| {
        let event_type = format!("lifecycle.project.{event}.v{version}");
        record["dataschema"] = format!("urn:project-lifecycle:schema:{event_type}").into();
        record["type"] = event_type.into();
    })
}

#[test]
fn an_old_log_is_verified_as_it_stands() {
    assert!(
        matches!(verify(V0.as_bytes()).expect("memory is read"), Verdict::SelfConsistent { head } if head.size() == 4)
    );
}

#[test]
fn an_old_version_is_read_as_it_was_meant() {
    let upcasters = Upcasters::new().with::<FromPooled>();
    let events: Vec<_> =
        records(V0)[1..].iter().map(|record| record.event_with(&upcasters).expect("an event")).collect();
    let project = Project::replay(events).expect("the history replays");
    assert_eq!((project.id(), project.stage(), project.version()), (project_id(1), Stage::Negotiating, 3));
    let engaged = &project.events()[2];
    assert_eq!(engaged.from(), Some(at(Stage::Reserve)));
    let Change::Move { verb: Verb::Engage, basis: Basis::Evidence(Evidence::Engagement(engagement)), .. } =
        engaged.change()
    else {
        panic!("{engaged:?}");
    };
    assert_eq!(engagement.lead_negotiator().as_str(), "negotiator-2");
    assert_eq!(project.standing().last().map(|step| step.effective_on()), Some("2018-06-06".parse().expect("a day")));
}

#[test]
fn an_old_version_that_nobody_can_read_is_refused() {
    let record = &records(V0)[3];
    let event_type = "lifecycle.project.engaged.v0".to_owned();
    let error = record.event().unwrap_err();
    assert_eq!(error, RecordError::UnknownVersion { event_type: event_type.clone(), stored: 0, known: vec![1] });
    let broken = changed(V0, "engaged", |record| record["data"]["verb"] = "engage".into());
    let why = "version 0 cannot be brought to the next: `engage` was no verb of it".to_owned();
    let upcasters = Upcasters::new().with::<FromPooled>();
    assert_eq!(broken.event_with(&upcasters), Err(RecordError::Data { event_type, why }));
    let extra = changed(V0, "engaged", |record| record["data"]["extra"] = 1.into());
    assert!(matches!(extra.event_with(&upcasters), Err(RecordError::Data { why, .. }) if why.contains("extra")));
}

#[test]
fn a_later_version_is_refused_whatever_is_registered() {
    let upcasters = Upcasters::new().with::<FromPooled>();
    for (event, known) in [("engaged", vec![0, 1]), ("signed", vec![1]), ("officer_assigned", vec![1])] {
        for version in ["2", "99", "4294967295"] {
            let record = with_version(event, version);
            let error = record.event_with(&upcasters).unwrap_err();
            let event_type = format!("lifecycle.project.{event}.v{version}");
            assert_eq!(
                error.to_string(),
                format!("version {version} of the event type `{event_type}` is not known; known are {known:?}")
            );
            let (stored, known) = (version.parse().expect("a version"), known.clone());
            assert_eq!(error, RecordError::UnknownVersion { event_type, stored, known });
        }
    }
    // an upcaster of one event reads no other
    assert!(matches!(
        with_version("signed", "0").event_with(&upcasters),
        Err(RecordError::UnknownVersion { stored: 0, .. })
    ));
}

/// Defect D2 of another library: a stage that a paused machine resumes in was renamed, and it resumed in the first one.
#[test]
fn a_renamed_stage_or_verb_resumes_nowhere() {
    let stalled =
        |member: &str, name: &str| changed(V1, "stalled", |record| record["data"][member] = name.into()).event();
    let stages = "planned, reserve, negotiating, signed, registered, started, producing, operating, zombie, closed";
    for member in ["from", "stalled_at", "to"] {
        let error = stalled(member, "pooled").unwrap_err();
        let RecordError::UnknownName { law: 1, found, .. } = &error else { panic!("{error:?}") };
        assert_eq!(found, "pooled");
        let expected = format!(
            "the data of `lifecycle.project.stalled.v1` have `pooled` as `{member}`, which law 1 does not know; known are {stages}"
        );
        assert_eq!(error.to_string(), expected);
    }
    let error = stalled("verb", "suspend").unwrap_err().to_string();
    assert!(error.contains("have `suspend` as `verb`") && error.contains("stall") && error.contains("void"), "{error}");
    let revived = changed(V1, "revived", |record| record["data"]["stalled_at"] = "pooled".into());
    assert!(matches!(revived.event(), Err(RecordError::UnknownName { member: "stalled_at", .. })));
}

#[test]
fn a_history_with_an_unknown_record_is_not_loaded_without_it() {
    struct Store(Vec<Record>);
    impl EventLog for Store {
        fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
            Ok(self.0.iter().filter(|record| record.subject() == subject).cloned().collect())
        }

        fn lines(&self, _: u64, _: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
            self.0.iter().for_each(|record| show(record.line()));
            Ok(self.0.len() as u64)
        }

        fn head(&self) -> Result<LogHead, StoreError> {
            Err(StoreError::Storage("it only reads".into()))
        }
    }
    let store = Store(records(V0));
    let error = store.project(project_id(1)).unwrap_err();
    assert!(matches!(error, LoadError::Record { sequence: 4, why: RecordError::UnknownVersion { stored: 0, .. } }));
    let upcasters = Upcasters::new().with::<FromPooled>();
    let project = store.project_with(project_id(1), &upcasters).expect("it loads").expect("it is there");
    assert_eq!(project.stage(), Stage::Negotiating);
}

/// Who decided on data of an older version could read them; here nobody need.
#[test]
fn a_decision_on_data_of_an_older_version_stands() {
    let records = records(V0);
    let events = records[1..].iter().map(|record| record.event_with(&Upcasters::new().with::<FromPooled>()));
    let project = Project::replay(events.collect::<Result<Vec<_>, _>>().expect("events")).expect("a history");
    let on = project.standing().last().expect("a step").effective_on();
    let command = crate::common::evidence::complete(Verb::Sign, &project, on);
    let decision =
        project.decide(command, &crate::common::context(1, 77, on), &crate::common::policy()).expect("it is signed");
    let mut verifier = Verifier::new();
    verifier.extend(V0.lines());
    let Verdict::SelfConsistent { head } = verifier.finish() else { panic!("it is sound") };
    let append = |last: &Record, event: &Event| {
        let found = Found { head: head.clone(), last: Some(last.clone()), earlier: None };
        plan_append(found, &event.clone().into(), crate::common::evening(on))
    };
    let plan = append(&records[3], decision.event()).expect("it rests on what is recorded");
    let Plan::Append { event: signed, .. } = plan else { panic!("it is new") };
    assert_eq!(signed.stream_version(), 4);
    // so does the event as it is read, of which is not known what it was decided on
    let read = signed.event().expect("it is of this version");
    assert!(matches!(append(&records[3], &read), Ok(Plan::Append { event, .. }) if event == signed));
    // but its id is told apart all the same
    let other = changed(V0, "engaged", |record| record["id"] = crate::common::event_id(1, 78).to_string().into());
    assert!(matches!(append(&other, decision.event()), Err(AppendError::OtherHistory { version: 3, .. })));
}

/// `sha256sum` of each golden file, from the day it was added.
const KEPT: &[(&str, &str)] = &[
    ("v0/events.jsonl", "c8c29393570c5829183987068ebf021890c0053e0c97392ede0f15b75ed730c8"),
    ("v1/events.jsonl", "e48ddf82ea55faab1911a89531312bfb71947d49af5319b5535d3fc88af9e0fe"),
    ("v1/policy-shenyang_2018.json", "66b008977090ea733277eb3a72dfa49214ef7f9fb2c31ae45d8d697611a09c80"),
    ("v1/policy.json", "1f3785d1f45b8041b781a3b793dbf331f61e5dc0473ed6b58374450bd7fd491e"),
    ("v1/refusals.jsonl", "44c80a1a75ae7fda05bf9d7e385f85207262ddf87dc2f93273793e2c93822835"),
    ("v1/types/lifecycle.log.opened.v1.json", "97580e08bc6097c64fe714a012d3e88ff6ca3a65cecda387495778aa6f3af837"),
    ("v1/types/lifecycle.project.admitted.v1.json", "455771da34280f86372ddf780e18065ec44fb21b7cfbacd24c8e44f90f5c0c38"),
    ("v1/types/lifecycle.project.amended.v1.json", "be88e8c4e2330c501352ae560bd3f5731c02a0fb97c93277dedeab83d4b37e35"),
    (
        "v1/types/lifecycle.project.body_assigned.v1.json",
        "63e4d112468a0274ac9b76d61002f9948d578795ba2020dc2f7d8128c7b62284",
    ),
    (
        "v1/types/lifecycle.project.broken_off.v1.json",
        "45c3922d1d55d9c0885a56cb890e41f81035a21f833f62841b211de8c35d8335",
    ),
    ("v1/types/lifecycle.project.closed.v1.json", "f7a69943ef749f74690208acf0a4894f80205a36463bad3d7ad2444e78eba949"),
    (
        "v1/types/lifecycle.project.commissioned.v1.json",
        "f7bc490547085c74714c85735b1fb40ff22c41eb66d95f8230f840c2c67150d2",
    ),
    (
        "v1/types/lifecycle.project.commitment_prolonged.v1.json",
        "ba7f604d0d2521e1666285a729b1862762d123b06aacfc013dd511cb6f1211b4",
    ),
    (
        "v1/types/lifecycle.project.corrected.v1.json",
        "7e349e833a338a4ee7651696fe66f38cf922ed14e207389142222bccbeff12e1",
    ),
    ("v1/types/lifecycle.project.engaged.v1.json", "668233935cb65364f14d91fdd0976e1c61f3cbef8159359140673e5c01359226"),
    (
        "v1/types/lifecycle.project.evidence_presented.v1.json",
        "aac5817812ec8f4bc75252c5ad62d9ac064c5fe2288cd7d9d2776ec0976e8d57",
    ),
    (
        "v1/types/lifecycle.project.investment_reported.v1.json",
        "8d304c4af08df671f13970162064f56af772453c50134388fb7fe15d577af641",
    ),
    ("v1/types/lifecycle.project.linked.v1.json", "593189e6f34b52059132b0a9b2b31978087bb7b6ad3a2359f8b3bc3d6196047c"),
    (
        "v1/types/lifecycle.project.milestone_reached.v1.json",
        "cfdb8e79e3857f119be85d8686eb08d74245f518b7acb0b1ecd454fb51e9f861",
    ),
    (
        "v1/types/lifecycle.project.officer_assigned.v1.json",
        "828333b4866bd915d6284a04ddfe4f3bf49ee6bcb3ed6d7baa5d590ee914b431",
    ),
    (
        "v1/types/lifecycle.project.operating.v1.json",
        "65f092671c686d972d9ee2757364ad9664d84ebae2b8686a0e5b6fe15c7db669",
    ),
    ("v1/types/lifecycle.project.paused.v1.json", "1d683571cdf006dcbc34e0fcc76ebefb23705fa112afbd4a93a8d61140670f12"),
    ("v1/types/lifecycle.project.planned.v1.json", "3430b86f2c52bf955e161567ae1a74dd60d7064105c2ade2be65a6c7f9cf4550"),
    (
        "v1/types/lifecycle.project.progress_reported.v1.json",
        "03070cd41c7522d9c1fdcfa1b356b960d58ddfbb20e805c0faaf6a4696dd8120",
    ),
    (
        "v1/types/lifecycle.project.registered.v1.json",
        "eadc0c8fd276a88b915406e1e563120d00cf7d30307ada22612205ec13b91d56",
    ),
    ("v1/types/lifecycle.project.resumed.v1.json", "c6035436f5f95aa684aacafbcf07bde8d340926eaf3f4ec8db603e5c532d47dc"),
    ("v1/types/lifecycle.project.revived.v1.json", "cd84e30450fa5b8ee8b82ab963f3500204e527315b4bd112b78c84e16e150d5a"),
    (
        "v1/types/lifecycle.project.scheduled.v1.json",
        "e0d7cdfa4a8025bd0e647b20123a60bc8a67c51f3ecc1617f81dd01c4c0c291f",
    ),
    (
        "v1/types/lifecycle.project.sent_back.v1.json",
        "3c315792c0d468fb97104b14b88c8292a5a677fd9f2958fd993d40c1174a026f",
    ),
    ("v1/types/lifecycle.project.signed.v1.json", "03204777260db2dcdf5cb9ecd1c5ef974007e3f2ebc010d3fcc7e5dd01fd4ead"),
    ("v1/types/lifecycle.project.stalled.v1.json", "c7b8716093c005521e555e3c5d6b40861dd1700bb7628ba7cf4bdacc2090a83f"),
    ("v1/types/lifecycle.project.started.v1.json", "132f9bd7953d1a8e8518b7a9f50c21c691e553e9e43f7b84d71942133eac66a2"),
    (
        "v1/types/lifecycle.project.talks_reopened.v1.json",
        "477b59d530104d29fba1b60b8352ba323170c1feb0c933492629d46d699d2fd6",
    ),
    (
        "v1/types/lifecycle.project.terminated.v1.json",
        "435c0255c6bb0a8e9b98bdef2f635a7833e4b6ebfd23552ca755ad4c7f3461d7",
    ),
    (
        "v1/types/lifecycle.refusal.transition_refused.v1.json",
        "5b7d0a4ce96c08c469a4f18d223f4e1c03837e689754b62cb387951fe4ca4386",
    ),
];

#[test]
fn golden_files_are_only_added_to() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    for (name, sum) in KEPT {
        let bytes = std::fs::read(folder.join(name)).expect("it is there");
        assert_eq!(Digest::of(&bytes).to_string(), *sum, "tests/golden/{name} was changed; add a file instead");
    }
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    assert_eq!(count(folder), KEPT.len(), "a golden file is not in the list of those kept");
}
