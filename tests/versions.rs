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
    ("v1/events.jsonl", "57154e3dce9a1bb0697c65f690be5fcfc403bd246cab5ed78974a151d3a09325"),
    ("v1/policy-shenyang_2018.json", "66b008977090ea733277eb3a72dfa49214ef7f9fb2c31ae45d8d697611a09c80"),
    ("v1/policy.json", "ca8fea34392f01bf5ae59984c8a73e96b306b74a322db3f71bc12c7c0ac303a4"),
    ("v1/refusals.jsonl", "a9aba0510bf3c0e43484de3485937e8f4e260c5b643ddf84374b6c920f3b4383"),
    ("v1/types/lifecycle.log.opened.v1.json", "97580e08bc6097c64fe714a012d3e88ff6ca3a65cecda387495778aa6f3af837"),
    ("v1/types/lifecycle.project.admitted.v1.json", "38c00cadf716c0bfc043d7324357b4a5211208f7d2ba40b87a6c4213936d6213"),
    (
        "v1/types/lifecycle.project.agreement_amended.v1.json",
        "a64e5b416853d46d7fa3edc9f403ad2fd419d246b11d5ace5e4f713ff360b0b9",
    ),
    ("v1/types/lifecycle.project.amended.v1.json", "f3c383e45ea2ec19289392e76742aecac3f6ee23a0b28a2143cc8a00a2b56bb2"),
    (
        "v1/types/lifecycle.project.body_assigned.v1.json",
        "7656f84a21d2e20ff59be8c69a52d854581f34f1193f56b1d53225c4ef77b590",
    ),
    (
        "v1/types/lifecycle.project.broken_off.v1.json",
        "9ac693efe02303e8c4db1b1cb3c450fa94fdde45dc8eec2762708a68830f7962",
    ),
    (
        "v1/types/lifecycle.project.client_joined.v1.json",
        "5c5f059dd6e9e3bfc8fe01ecd6556fe75e093fa6495c93baaed81ea6314e1b7f",
    ),
    ("v1/types/lifecycle.project.closed.v1.json", "480254d0407c4d898667c9d1a301838e5381609543c5539f240c1e78b6caa84f"),
    (
        "v1/types/lifecycle.project.commissioned.v1.json",
        "5b17b534805f25737f31e5c173ea567313b3f41fb711300b72383c6e95cf51e4",
    ),
    (
        "v1/types/lifecycle.project.commitment_prolonged.v1.json",
        "94f4d1f8776176a9dfa83ed7d1f7d6ff200460a14509e4fcce335b00744c78b0",
    ),
    (
        "v1/types/lifecycle.project.company_changed.v1.json",
        "0afdace4e0162a89c30f94fb051007bb97dec75a14dfb5cdaa0f384dc54f8b77",
    ),
    (
        "v1/types/lifecycle.project.corrected.v1.json",
        "d4eb7c8bb883719cbcc148e763864c5f7ef3158837911b68638fa737e30be47c",
    ),
    ("v1/types/lifecycle.project.engaged.v1.json", "0c25df7d4a63ba9368eaff0a71122a2c6a9a252c79ed1ee457ffed3ad4b3064c"),
    (
        "v1/types/lifecycle.project.evidence_presented.v1.json",
        "26b8e597d315d3d1d42a27466a1bb88f98bf154e9de18a9b1aea4e8b9ff9c267",
    ),
    (
        "v1/types/lifecycle.project.investment_reported.v1.json",
        "911cf2e8aab9698bbebd43cbc31d0365ce49e6eb1737d3c192f6f445f7707911",
    ),
    ("v1/types/lifecycle.project.linked.v1.json", "68f35d7ec54a619b9235a25354b299c36f93754671a9fd4f17f573ad651d5c89"),
    (
        "v1/types/lifecycle.project.milestone_reached.v1.json",
        "16c9458923c092db1d08994870786bed1e401f4ecbe532f94acf659cb6110196",
    ),
    (
        "v1/types/lifecycle.project.officer_assigned.v1.json",
        "fff7e5215cb4fa67ad3a4748178ee6c4931742682f6bc1c257ca49531307fb2e",
    ),
    (
        "v1/types/lifecycle.project.operating.v1.json",
        "932317e6da001c03e478d28a397f651cc751becf6d5e49dd29a7c6bb49208b0f",
    ),
    ("v1/types/lifecycle.project.paused.v1.json", "7901aa16fc87b000101046bfa12f7928d435b90f0ec321bdcc35f22821b33ee0"),
    ("v1/types/lifecycle.project.planned.v1.json", "4c039e3a011aa62b9afb55526fe16af0df6a457ba6561b13185802c70c2ac9bf"),
    (
        "v1/types/lifecycle.project.progress_reported.v1.json",
        "e89af22b1afb4fe47e49f3378bf2283e68ce625a8cced48dfae8ee2a7ea8c293",
    ),
    (
        "v1/types/lifecycle.project.registered.v1.json",
        "2f5b446fca9ee38c4e4c4583dd89c76e1efa40bf2f9cbcb94fdcc3b6ca157077",
    ),
    (
        "v1/types/lifecycle.project.relocated.v1.json",
        "52c5daa7e869caba457701880b180dce513dfc5fca9d95d414ae2468399044f0",
    ),
    ("v1/types/lifecycle.project.resumed.v1.json", "6abe0a7bd3b316bbb896ddd98f9e2c700e107f19bfb27ef6741f1327266ada8d"),
    ("v1/types/lifecycle.project.revived.v1.json", "9517cfc664f0c74f4b0085b85b81b699410cccad9dd99d90a3e1cb1ce2c5aefb"),
    (
        "v1/types/lifecycle.project.scheduled.v1.json",
        "04e99a23de471d7ddc95262533c26c4edc78b519095cadab62d4eb00176f51a4",
    ),
    (
        "v1/types/lifecycle.project.sent_back.v1.json",
        "1abd2a8697155948879e1e792c0d62806ceae745766e25a532ecb2ca3352e12c",
    ),
    ("v1/types/lifecycle.project.signed.v1.json", "743de9bbeb4192a844e328fc5154b9a2ea46073f2fbe1ed673d0b33cdd6fbb79"),
    (
        "v1/types/lifecycle.project.site_changed.v1.json",
        "031d835e5a292c4ae9c4971bea7816cf1518b4aef0c8694cb038510277a13532",
    ),
    ("v1/types/lifecycle.project.stalled.v1.json", "a67690091bcdcaf7371c1e7cdff07941d53da503196039a9fd560c065602c791"),
    ("v1/types/lifecycle.project.started.v1.json", "645e7e619161e6a69f29e82639234e212b37a0e1b30f887bea8f9c465af53a44"),
    (
        "v1/types/lifecycle.project.talks_reopened.v1.json",
        "124f3e0dac2bf663ad74e7a4563d5886c49aa5595fd9419d58a38eafa8884196",
    ),
    (
        "v1/types/lifecycle.project.terminated.v1.json",
        "f99f39bc492d31d1018326ef97126b39830e6f970319d9401c180d1a78a28036",
    ),
    (
        "v1/types/lifecycle.refusal.transition_refused.v1.json",
        "795978d3a58d901ca7cda50e084b2301585ad2b5b8279ec95dfd168e9cda5565",
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
