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
    ("v1/events.jsonl", "c96553d5c5e95048c373e1edf1f31dcf9325796e038658ef947b429cbf006dea"),
    ("v1/policy-shenyang_2018.json", "66b008977090ea733277eb3a72dfa49214ef7f9fb2c31ae45d8d697611a09c80"),
    ("v1/policy.json", "15a2627c1f4f5cf12ccba18ccea74428421af6930263c5c1ac872de7e053b3b3"),
    ("v1/refusals.jsonl", "76ed1046ce3861cb5fbdd4e56680783bc1aae926b21fa524286e528a56fb9cce"),
    ("v1/types/lifecycle.log.opened.v1.json", "97580e08bc6097c64fe714a012d3e88ff6ca3a65cecda387495778aa6f3af837"),
    ("v1/types/lifecycle.project.admitted.v1.json", "14af9ca4cd17977407b04cd5c043c607ebd8b47321b418585122c311b10133e4"),
    ("v1/types/lifecycle.project.amended.v1.json", "df6a3977b5fcd699549b694bc21266165becfb629a38c245d67e7b0eb12b81df"),
    (
        "v1/types/lifecycle.project.body_assigned.v1.json",
        "dddfb18b4905e84c60708cbec8803c7b421586790470658235cf1d169351078f",
    ),
    (
        "v1/types/lifecycle.project.broken_off.v1.json",
        "864d1b4f02668bdb695b20750c205d9aed389466153a72cec61d76fc0d74097e",
    ),
    ("v1/types/lifecycle.project.closed.v1.json", "75ff5095912a7151f204d033b4d3a328570cdcf873aa2bb8992a4df497982b70"),
    (
        "v1/types/lifecycle.project.commissioned.v1.json",
        "37e5512bb732a03046e6f6d5ca7d648e252887bf6bc095ced124ac43ca18732b",
    ),
    (
        "v1/types/lifecycle.project.commitment_prolonged.v1.json",
        "1154f42268096cd2143aaa3e5cdf9b5ec2bae9e339ea09fb096de3b5be8e0337",
    ),
    (
        "v1/types/lifecycle.project.corrected.v1.json",
        "18c04449759e0b03a3d02f08a359e2dc66f0ee1408d27522c00ce5ec1f893d67",
    ),
    ("v1/types/lifecycle.project.engaged.v1.json", "1f554ca88ccd8e235a2d9baf190756b9df4e95f305ef580a7f6a22f8acabd3f2"),
    (
        "v1/types/lifecycle.project.evidence_presented.v1.json",
        "20525df6ab395f8eaca1c7d7566f7cb1b06429a26b4e059b793c18787049016c",
    ),
    (
        "v1/types/lifecycle.project.investment_reported.v1.json",
        "264e714ecb01d6e377f858de850a5a840cf8f5a13692fde966c107b72cee74bb",
    ),
    ("v1/types/lifecycle.project.linked.v1.json", "d8040d9ed08d85607c26df52239067817d1571bcca01162979f11e6aeeb0cedf"),
    (
        "v1/types/lifecycle.project.milestone_reached.v1.json",
        "435806674677bff46aac3126b77620214adbe531fdd522665cc7768df6b118aa",
    ),
    (
        "v1/types/lifecycle.project.officer_assigned.v1.json",
        "ffb6cdf4365620cc152eebd0803c18b18024a59ce02151aead01ccae0ca487fe",
    ),
    (
        "v1/types/lifecycle.project.operating.v1.json",
        "8ab0bfa95f9c5c0c91ad9e8ff6dabc9c90d55af560e47b7a891e0023389f3bf8",
    ),
    ("v1/types/lifecycle.project.paused.v1.json", "86d9bce6cb23d2d9635b07fca9294718e9d7aa90da25870bb4ec8fac65f2aa41"),
    ("v1/types/lifecycle.project.planned.v1.json", "14e1394313dbef8149e03b97c8cb8af816db01e1853aadad1b4b18129d7a406a"),
    (
        "v1/types/lifecycle.project.progress_reported.v1.json",
        "e7afcd7ca1aa2715e74fe2fb9240417b299338855d054e9e9a1326496fa5136b",
    ),
    (
        "v1/types/lifecycle.project.registered.v1.json",
        "8618190e8318393c18bc5f9cc31b45dfa82295a8263e93787dad0441be2d03f2",
    ),
    ("v1/types/lifecycle.project.resumed.v1.json", "557ce9f4aff48eeb421722d21f2a3984f2e08d73fbe65b9c34e2db89fde39895"),
    ("v1/types/lifecycle.project.revived.v1.json", "ccdf32ab6c9b8dc188b67e78e5b023af9ad94e68e811317f9330c0e852e7d9e6"),
    (
        "v1/types/lifecycle.project.scheduled.v1.json",
        "7829aab355ea8556e533afb76f172eedfbde0df1c7a0419cd2696575c6785ade",
    ),
    (
        "v1/types/lifecycle.project.sent_back.v1.json",
        "e183474dc5025e972e8daff4fbaa6491a02b16754687d3283bc25f85f5469ae8",
    ),
    ("v1/types/lifecycle.project.signed.v1.json", "7ebf04aa85c58b3c75f4971023e9aa14304eb5ada704dc9a7e1f46751def1ef4"),
    ("v1/types/lifecycle.project.stalled.v1.json", "b33f61ec34e99e3064f8f244070b999c813ed4ebbdb2276c6bf36e5103812407"),
    ("v1/types/lifecycle.project.started.v1.json", "496d3c3e96249c6c5ac229204ceb309aefe2dcbf639661c855221f067f1f2dfe"),
    (
        "v1/types/lifecycle.project.talks_reopened.v1.json",
        "41fb7ddee20b1fe29695bfa5294472ce20a92b7d9ea38520eb38be5b84b24ba3",
    ),
    (
        "v1/types/lifecycle.project.terminated.v1.json",
        "9431a1c7e54d9203a07ed7a9c8dd0b2c956a680501afa2a61260dfa70cb515c4",
    ),
    (
        "v1/types/lifecycle.refusal.transition_refused.v1.json",
        "fa192a3cf71b5477146daa39d85358f1fe362d96620547b9a1bfeb4f4f818069",
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
