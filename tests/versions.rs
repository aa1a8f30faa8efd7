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
            let mut verifier = Verifier::new();
            verifier.extend(self.0.iter().map(Record::line));
            let Verdict::SelfConsistent { head } = verifier.finish() else { panic!("it is sound") };
            Ok(head)
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
        let found = Found {
            head: head.clone(),
            last: Some(last.clone()),
            version: 0,
            earlier: None,
            quarantine: Quarantine::default(),
            zone: None,
            project: Some(project.clone()),
        };
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
    ("v1/events.jsonl", "8c02c8ec5042fd317bd83929cb17bd932e318e462cb993b9fd94591dc28538f3"),
    ("v1/policy.json", "d3c6411fb0289a2ddb0fd693428251f609b9d6591fe0640f7ab79ce8963cc8ef"),
    ("v1/refusals.jsonl", "8c4e74ad5f2103ee6d35eb5bba3d4fbb2eb2b7423115533d2d11ca8d7b0e6477"),
    ("v1/types/lifecycle.log.opened.v1.json", "97580e08bc6097c64fe714a012d3e88ff6ca3a65cecda387495778aa6f3af837"),
    ("v1/types/lifecycle.log.quarantined.v1.json", "710ae1e290f2f9694db677a764fbf933aa3b2d1874e9a5ccfc48595ae08cbd72"),
    ("v1/types/lifecycle.project.admitted.v1.json", "87a288fb4733ec5513a257a90b55ec058ca4556e84ec3f767ccaea19d5109ceb"),
    (
        "v1/types/lifecycle.project.agreement_amended.v1.json",
        "0dd8c74e72db6e8df74a9ec158abb568868c45d7a6b6f72742e62db79ad19b54",
    ),
    ("v1/types/lifecycle.project.amended.v1.json", "ecece867e9f7bb6ae743733e3d72d766c0650eee50036648dbcd862271c11bed"),
    (
        "v1/types/lifecycle.project.body_assigned.v1.json",
        "be823b9d7b747e860a7450ff174944c7062658c2efc9b92f64e8e0cc32b178a2",
    ),
    (
        "v1/types/lifecycle.project.broken_off.v1.json",
        "c47a58d353229c7383ad9e4cb09a1728a270b3f8a4e6928bcb3666b7fdcf3012",
    ),
    (
        "v1/types/lifecycle.project.client_joined.v1.json",
        "3ca884c35974d58ec2ea17ea2943ef343a8b970381ad4a8739189fb386bce6ef",
    ),
    ("v1/types/lifecycle.project.closed.v1.json", "ec22fdc08ed6cbf3a7109d5c5880e5f265d952b3ef24ec462da823bdff3f82c5"),
    (
        "v1/types/lifecycle.project.commissioned.v1.json",
        "692905d03c255bbe90d138b41025fdc277c5cebfe6c73683f5d10b9ad9f39dc2",
    ),
    (
        "v1/types/lifecycle.project.commitment_prolonged.v1.json",
        "50179f266b833a364ee9634b72aaf9172c9b363217a14d7130e598e69cc3d9dd",
    ),
    (
        "v1/types/lifecycle.project.company_changed.v1.json",
        "71dbad741694f0a040b95b18078b4b3ee878763299673f9cd48b00d529e730ec",
    ),
    (
        "v1/types/lifecycle.project.corrected.v1.json",
        "56231008ca519ee90c300e3fbbbfdbc69f82e2d8ca4c6a871ecbaadd0a9de3e9",
    ),
    ("v1/types/lifecycle.project.engaged.v1.json", "5eab7f73c4b99ff26358a51131d8268082fc8250aefc37b3744335834f0e8277"),
    (
        "v1/types/lifecycle.project.evidence_presented.v1.json",
        "f9e1e9385883dc5153c7ed13020e8735d761114eec7207e9c808c6a3d049c11c",
    ),
    (
        "v1/types/lifecycle.project.investment_reported.v1.json",
        "21a54ebe4b30426bfe603d012ec55be075e170c64128b6ce867c7ccb6c82b9d0",
    ),
    ("v1/types/lifecycle.project.linked.v1.json", "de0c93546eda8a12bdf37e3c99bdaa1ce37e46d6c920c26fee08d4b3036cae54"),
    (
        "v1/types/lifecycle.project.milestone_reached.v1.json",
        "30d0bf84ca331e16a5412f574ab3348cbedbe8b5107a4592be9d83a62e8e49c3",
    ),
    (
        "v1/types/lifecycle.project.officer_assigned.v1.json",
        "3371cd0970e2390198ef151a934cb81ea46522b77bdf833395903527a546c90d",
    ),
    (
        "v1/types/lifecycle.project.operating.v1.json",
        "07d6f954ecdff3833b6409f0c952b704a2703948f1d2221e88e7c64e7d48379a",
    ),
    ("v1/types/lifecycle.project.paused.v1.json", "484f21abd0ffcdc2e80839ec153ba509cd14dc18a3b8770a5e367665f5983a94"),
    ("v1/types/lifecycle.project.planned.v1.json", "5f8cff9d81efc500bdcf5d0a7ca9b8937a3c0676813185ea7f1227632edc753e"),
    (
        "v1/types/lifecycle.project.progress_reported.v1.json",
        "212790762b97d3fdf8aac6a9c5cd131af9b5d3e13e0edd0a18157248e55a35f5",
    ),
    (
        "v1/types/lifecycle.project.registered.v1.json",
        "537bdc16c62ac0007243b2ed191282a2f6be6a3647b81ffa4eb07b0194bff2c6",
    ),
    (
        "v1/types/lifecycle.project.relocated.v1.json",
        "037da8e45d7f44532e5e0a82ed8074d98d47a590e7043284c9f1cc184e58a59d",
    ),
    ("v1/types/lifecycle.project.resumed.v1.json", "2ad7aea53696b8533893f780cd8fbc31818421a074af1c8c1a60d31a33b63094"),
    ("v1/types/lifecycle.project.revived.v1.json", "5bb1ea9b4056e2060ab51318b3a923be73011efd641584acd10ab1538463e560"),
    (
        "v1/types/lifecycle.project.scheduled.v1.json",
        "cb3bf5e626af7e93a2b3000dae2b032616c6a7ecca2591b27aa64df97457f1fd",
    ),
    (
        "v1/types/lifecycle.project.sent_back.v1.json",
        "0e15229a789abaa63a8659bec611584ff3cf2ae76d35314ddd829a169ae46691",
    ),
    ("v1/types/lifecycle.project.signed.v1.json", "322db1562f0268f602c2f6b408bf6ec6ad3d027eb1330e28322ab2ff4fbcee5b"),
    (
        "v1/types/lifecycle.project.site_changed.v1.json",
        "c3c8f1de173b7af49cddba3aa693ca0be9f0a0199c8b19f217f084e17c9acba2",
    ),
    ("v1/types/lifecycle.project.stalled.v1.json", "de4c0717e0221122747eff76941e14313967b6721e629993ff1aeb6c512dec40"),
    ("v1/types/lifecycle.project.started.v1.json", "be6f31da0c6fd27f92449bf6121e12ce43cdd42425dc88f9767cdc0f11af4050"),
    (
        "v1/types/lifecycle.project.talks_reopened.v1.json",
        "7d54defdeeb44f69db169be9e69a00b871f9876f4f85ab229ede86a8beeb18af",
    ),
    (
        "v1/types/lifecycle.project.terminated.v1.json",
        "a192ccf8319a560a855f86fa87765836200bbc77390ed492b087fefb4fb68324",
    ),
    (
        "v1/types/lifecycle.refusal.transition_refused.v1.json",
        "f6722877a511293b431b722c61a3fcda315f8e289cbedbc6fd527413cb5cd7d6",
    ),
    ("v1/types/lifecycle.zone.amended.v1.json", "2828ff24d8962bd57ca891b05fb7c754022f92411a906268d46d1600f8f06c4b"),
    (
        "v1/types/lifecycle.zone.baseline_frozen.v1.json",
        "17d196b854cd87fbeb11975eef6d6e442df831e956002200028575c04e8cbfb4",
    ),
    (
        "v1/types/lifecycle.zone.class_changed.v1.json",
        "0796226369471760095cef0c1d45d766bc5c25e0133d9fb66adcb9188d2e9535",
    ),
    ("v1/types/lifecycle.zone.corrected.v1.json", "cf1b308b5df7ba3f98e1ab2b7c75fcf705e183a36af663ae8b11b6119a74b0f4"),
    ("v1/types/lifecycle.zone.registered.v1.json", "16a5b3cd4e7b6de2fa5b2ab30d6b84b7de77a12298bd48f35f15f9db31b6e89b"),
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
