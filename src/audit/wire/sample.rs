//! A kind that only unit tests write: it stands for those to come, and shows what one more kind takes.

use uuid::Uuid;

use super::Sealable;
use crate::act::Actor;
use crate::audit::Subject;
use crate::canonical::{self, EncodeError};
use crate::value::{EventId, Timestamp};

/// That something of this kind was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    id: EventId,
    which: Uuid,
    version: u64,
    count: u64,
    actor: Actor,
    at: Timestamp,
}

impl Sample {
    /// What comes at a version of one of the streams of this kind.
    pub fn new(which: u128, version: u64, count: u64, actor: Actor, at: Timestamp) -> Self {
        let which = Uuid::from_u128(which);
        let id = EventId::named(which, &version.to_string());
        Self { id, which, version, count, actor, at }
    }
}

impl Sealable for Sample {
    fn id(&self) -> EventId {
        self.id
    }

    fn subject(&self) -> Subject {
        Subject::sample(self.which)
    }

    fn expected_version(&self) -> u64 {
        self.version - 1
    }

    fn event_name(&self) -> &'static str {
        "counted"
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        canonical::encode_into(&serde_json::json!({"count": self.count}), out)
    }
}

mod tests {
    use super::*;
    use crate::act::AuthType;
    use crate::audit::{
        AppendError, AppendRequest, Batch, EventType, Found, FoundBatch, LogHead, Plan, Quarantine, Record,
        RecordError, Verdict, Verifier, plan_append, plan_batch,
    };

    fn now() -> Timestamp {
        "2018-06-01T10:00:00Z".parse().expect("an instant")
    }

    fn actor() -> Actor {
        Actor::new(AuthType::System, "platform".parse().expect("an id"))
    }

    fn sample(which: u128, version: u64, count: u64) -> AppendRequest {
        Sample::new(which, version, count, actor(), now()).into()
    }

    fn opened() -> (Record, LogHead) {
        LogHead::open("urn:example:city".parse().expect("a name"), &actor(), now()).expect("a log opens")
    }

    fn append(
        head: &LogHead,
        last: Option<&Record>,
        request: &AppendRequest,
    ) -> Result<(Record, LogHead), AppendError> {
        let found = Found {
            head: head.clone(),
            last: last.cloned(),
            version: 0,
            earlier: None,
            quarantine: Quarantine::default(),
            zone: None,
            project: None,
        };
        match plan_append(found, request, now())? {
            Plan::Append { event, head } => Ok((event, head)),
            Plan::AlreadyRecorded(event) => panic!("{event:?}"),
        }
    }

    #[test]
    fn another_kind_is_sealed_chained_and_versioned() {
        let (opened, head) = opened();
        let (one, head) = append(&head, None, &sample(7, 1, 10)).expect("it is new");
        let (two, head) = append(&head, Some(&one), &sample(7, 2, 11)).expect("it follows");
        let (other, head) = append(&head, None, &sample(8, 1, 10)).expect("another stream");
        assert_eq!([&one, &two, &other].map(Record::sequence), [2, 3, 4]);
        assert_eq!([&one, &two, &other].map(Record::stream_version), [1, 2, 1]);
        assert_eq!(two.predecessor(), one.leaf(head.digest()));
        assert_eq!(two.event_type(), "lifecycle.sample.counted.v1");
        assert_eq!(two.subject().to_string(), "sample/00000000-0000-0000-0000-000000000007");
        assert_eq!(two.data(), r#"{"count":11}"#);
        assert_eq!(Record::parse(two.line()).as_ref(), Ok(&two));
        // it is no event of a project, and none that a project's reader takes for one
        let unknown = RecordError::UnknownType { found: "lifecycle.sample.counted.v1".into() };
        assert_eq!(two.event(), Err(unknown));
        assert_eq!((two.subject().project(), EventType::named(two.event_type())), (None, None));
        let mut verifier = Verifier::new();
        verifier.extend([&opened, &one, &two, &other].map(Record::line));
        assert_eq!(verifier.finish(), Verdict::SelfConsistent { head });
    }

    #[test]
    fn another_kind_is_refused_and_found_again_like_any() {
        let (_, head) = opened();
        let (one, head) = append(&head, None, &sample(7, 1, 10)).expect("it is new");
        let subject = one.subject();
        let conflict = |expected, actual| AppendError::Conflict { subject, expected, actual };
        assert_eq!(append(&head, Some(&one), &sample(7, 1, 10)).unwrap_err(), conflict(0, 1));
        assert_eq!(append(&head, Some(&one), &sample(7, 3, 10)).unwrap_err(), conflict(2, 1));
        let again = |request: &AppendRequest| {
            let found = Found {
                head: head.clone(),
                last: Some(one.clone()),
                version: 0,
                earlier: Some(one.clone()),
                quarantine: Quarantine::default(),
                zone: None,
                project: None,
            };
            plan_append(found, request, now())
        };
        assert!(matches!(again(&sample(7, 1, 10)), Ok(Plan::AlreadyRecorded(found)) if found == one));
        let reused = AppendError::IdReused { id: one.id(), sequence: 2, dates: None };
        assert_eq!(again(&sample(7, 1, 11)).unwrap_err(), reused, "other data");
        let elsewhere =
            AppendRequest::from(Sample { which: Uuid::from_u128(8), ..Sample::new(7, 1, 10, actor(), now()) });
        assert_eq!(again(&elsewhere).unwrap_err(), reused, "another stream");
    }

    #[test]
    fn requests_of_another_kind_build_on_one_another_in_a_batch() {
        let (_, head) = opened();
        let found = || FoundBatch::new(head.clone());
        let requests = [sample(7, 1, 10), sample(8, 1, 1), sample(7, 2, 11), sample(7, 2, 12), sample(7, 1, 10)];
        let plan = plan_batch(found(), &requests, Batch::Each, now()).expect("each for itself");
        let told = plan.answers.iter().map(|answer| match answer {
            Ok(receipt) => Ok((receipt.record().sequence(), receipt.record().stream_version())),
            Err(error) => Err(error.clone()),
        });
        let reused = AppendError::IdReused { id: requests[3].id(), sequence: 4, dates: None };
        let expected = [Ok((2, 1)), Ok((3, 1)), Ok((4, 2)), Err(reused.clone()), Ok((2, 1))];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let whole = plan_batch(found(), &requests, Batch::Whole, now()).unwrap_err();
        assert_eq!((whole.index, whole.error), (3, reused));
    }
}
