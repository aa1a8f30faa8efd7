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
    ("v1/events.jsonl", "0b7b3775afa3e0f75589988530303f80ecf0c2bd944fc47616879bfea4e84f67"),
    ("v1/policy-shenyang_2018.json", "66b008977090ea733277eb3a72dfa49214ef7f9fb2c31ae45d8d697611a09c80"),
    ("v1/policy.json", "b1d0f635e47133d6224bef956fb70807b837ef98c5693b1df4381857d7ae58c7"),
    ("v1/refusals.jsonl", "c208c7c2e1b328ed6429b2608361cab655cb04d46339f04bc261ee32fe5d95db"),
    ("v1/types/lifecycle.log.opened.v1.json", "97580e08bc6097c64fe714a012d3e88ff6ca3a65cecda387495778aa6f3af837"),
    ("v1/types/lifecycle.project.admitted.v1.json", "2ad588a054ab8f41c387d4e9f27dffce5e373130ed370a096849fcbc88d7481f"),
    ("v1/types/lifecycle.project.amended.v1.json", "fc5c2c5d965468553716ed7c1c18f9a7280739f7d6a0f3a77b0a73cbc25ed243"),
    (
        "v1/types/lifecycle.project.body_assigned.v1.json",
        "c4b6459ad0386d2d5a562ad182add3f0ba2cf108f99e7f345b3026d73c1f77ee",
    ),
    (
        "v1/types/lifecycle.project.broken_off.v1.json",
        "84140df603d830cffe4a5febb3e33b3b5f0d1f1aa60d4b0de9ff56495f8cf522",
    ),
    ("v1/types/lifecycle.project.closed.v1.json", "4e7a13dd2ef747636d18fad966f789f2cc6054b0befc67438e2188f21be5dd6d"),
    (
        "v1/types/lifecycle.project.commissioned.v1.json",
        "802e6896ce7e1a8e6d2523391d4d5fa155d544c47e7c871109db3cbf7bb7fc44",
    ),
    (
        "v1/types/lifecycle.project.commitment_prolonged.v1.json",
        "7cff5c81d201f66f5266272134bd806119b055677f157ee2e03cf2c92e5ad396",
    ),
    (
        "v1/types/lifecycle.project.corrected.v1.json",
        "ac8210ec58d9cad8784288b6e4986f90467b35f33bb663aaca6a967333eb4976",
    ),
    ("v1/types/lifecycle.project.engaged.v1.json", "2717d34362111a9f50d7b68140a64314003a679408eba75ddde8edca91cf1249"),
    (
        "v1/types/lifecycle.project.evidence_presented.v1.json",
        "13ab09f09122cb8bde779bacbe5a86b83f776b00938e7e375f08345db7985b63",
    ),
    (
        "v1/types/lifecycle.project.investment_reported.v1.json",
        "5cf4a89f6356d6ea49053d7ebdb947af7102bfbbdfd6bc4f1b975f3e55803554",
    ),
    ("v1/types/lifecycle.project.linked.v1.json", "19aead56036abad3d61656cf9b30d2144991b674afb379c2fb5f3827fe8f098f"),
    (
        "v1/types/lifecycle.project.milestone_reached.v1.json",
        "099b0a78f89c05e6df995506e3930636992304737633daf740d0cf5758a0faf2",
    ),
    (
        "v1/types/lifecycle.project.officer_assigned.v1.json",
        "38015a8dc7aa0fd80740895325f8bd8442b3eeedc8d8627bc4c16009c4eeb2c4",
    ),
    (
        "v1/types/lifecycle.project.operating.v1.json",
        "d08ea8ff79239f70620a5a685ea1171a33eea6d83d702167fbc9795074f991bd",
    ),
    ("v1/types/lifecycle.project.paused.v1.json", "1a77ca926d24b63e690e37fd196a96ef4835804ade9608061d1330bb2f6a6aa2"),
    ("v1/types/lifecycle.project.planned.v1.json", "e39821e8c7007fd202ddc7c58ebb4cb09cb5324f777e5dfadc9452737ce79fa2"),
    (
        "v1/types/lifecycle.project.progress_reported.v1.json",
        "d6016b069f09da914c7878f5365cd9147732861e01aa87f1bc747097551577c1",
    ),
    (
        "v1/types/lifecycle.project.registered.v1.json",
        "8effc9b369052e37badf23f62ab930198f106849c63afd2bc942b69711365713",
    ),
    ("v1/types/lifecycle.project.resumed.v1.json", "160db992bb9817a36b3559abd8db6a03c31c3b8675eff2b7dec262a9d4d2bccb"),
    ("v1/types/lifecycle.project.revived.v1.json", "948f32377860514891ad1f23a82732dec12c63fe8ff8c962912e7bd3bd30dbb1"),
    (
        "v1/types/lifecycle.project.scheduled.v1.json",
        "d26208639a98f155a0e2fe8521ae09d29e121aad203d902d222bf6a1d25ce184",
    ),
    (
        "v1/types/lifecycle.project.sent_back.v1.json",
        "5acd6a6dcc7d41e1d239aa8f3131847c16711d834c0772f9e0ac27533768a24a",
    ),
    ("v1/types/lifecycle.project.signed.v1.json", "18c56c7def5e0d333e40d1c0b54ba8ddb0971b2ee6e7bb7dcf4066a5e6c1bb65"),
    ("v1/types/lifecycle.project.stalled.v1.json", "15774bfc3def86ff500daad062b6df1d90b58b295cba25174e63f064347f33e3"),
    ("v1/types/lifecycle.project.started.v1.json", "dc41804238dc21b74c81cde8f2d8bb2accb0fe6fa98d333d9f873cfbfdea5396"),
    (
        "v1/types/lifecycle.project.talks_reopened.v1.json",
        "8df3a23c2d864e2b0c7fa04d10d4609ccb07acea7ec5231b3ccf241d33b8a6e4",
    ),
    (
        "v1/types/lifecycle.project.terminated.v1.json",
        "fa80a87caeb7c64cd9eaad7ea035d17dc42d22533d9cadeb48036ce8cf02cde7",
    ),
    (
        "v1/types/lifecycle.refusal.transition_refused.v1.json",
        "7661293e6e6289c9e23c63e7aa55b4683176ad50e2e48d00ab6a869a2e2ed5f4",
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
