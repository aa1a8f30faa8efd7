//! Group commit: one thread that writes for many.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::SqliteStore;
use crate::audit::{Batch, only_answer};
use crate::{AppendRequest, EventStore as _, Receipt, StoreError, Timestamp};

/// The most requests that one commit takes.
const GROUP: usize = 256;

/// Appends for many threads through one: what arrives while the disk is busy with a commit goes into the next one
/// together, so many writers share the price of a commit. Each is answered once its own event is durable.
///
/// Clone it for each thread. The writing thread ends with the last clone. Places of the log are put in
/// [quarantine](crate::store::Quarantines) by another handle on the file, beside it: the thread sees that before its next commit.
#[derive(Clone, Debug)]
pub struct SqliteWriter {
    requests: Sender<Waiting>,
}

/// A request on its way, and where its answer goes.
#[derive(Debug)]
struct Waiting {
    request: AppendRequest,
    now: Timestamp,
    answer: Sender<Result<Receipt, StoreError>>,
}

/// The writing thread, to be waited for.
#[derive(Debug)]
pub struct WriterThread(JoinHandle<SqliteStore>);

impl SqliteWriter {
    /// Starts the thread, which takes the store.
    #[must_use]
    pub fn start(store: SqliteStore) -> (Self, WriterThread) {
        let (requests, incoming) = channel();
        let thread = std::thread::spawn(move || run(store, &incoming));
        (Self { requests }, WriterThread(thread))
    }

    /// Appends an event and waits until it is durable. Where a commit takes several, all are recorded at the latest `now`
    /// of theirs. Whatever is wrong with one, its stream or its clock, is told to that one, and the others are written.
    ///
    /// # Errors
    /// As [`EventStore::append`](crate::EventStore::append). A lock or a commit that fails is told to each of its requests.
    pub fn append(&self, request: AppendRequest, now: Timestamp) -> Result<Receipt, StoreError> {
        let (answer, answered) = channel();
        let gone = || StoreError::Storage("the writing thread has ended".into());
        self.requests.send(Waiting { request, now, answer }).map_err(|_| gone())?;
        answered.recv().map_err(|_| StoreError::OutcomeUnknown("the writing thread has ended".into()))?
    }
}

impl WriterThread {
    /// Waits until the last [`SqliteWriter`] is gone and all is written, and gives the store back. `None` if the thread
    /// panicked.
    #[must_use]
    pub fn join(self) -> Option<SqliteStore> {
        self.0.join().ok()
    }
}

fn run(mut store: SqliteStore, incoming: &Receiver<Waiting>) -> SqliteStore {
    while let Ok(first) = incoming.recv() {
        let mut now = first.now;
        let (mut requests, mut answers) = (vec![first.request], vec![(first.answer, first.now)]);
        for Waiting { request, now: later, answer } in incoming.try_iter().take(GROUP - 1) {
            now = now.max(later);
            requests.push(request);
            answers.push((answer, later));
        }
        match store.append_batch(&requests, Batch::Each, now) {
            Ok(results) => {
                for ((answer, _), result) in answers.iter().zip(results) {
                    // who asked may have gone
                    drop(answer.send(only_answer([result])));
                }
            }
            // nothing was written, and it may be on account of one, such as by its clock: each for itself
            Err(StoreError::Storage(_) | StoreError::Corrupt { .. }) if requests.len() > 1 => {
                for ((answer, now), request) in answers.iter().zip(&requests) {
                    drop(answer.send(store.append(request, *now)));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for (answer, _) in &answers {
                    drop(answer.send(Err(told_to_all(&error))));
                }
            }
        }
    }
    store
}

/// The same blame for each request of a commit.
fn told_to_all(error: &Arc<StoreError>) -> StoreError {
    let why = Box::new(Shared(error.clone()));
    match &**error {
        StoreError::Append(refused) => StoreError::Append(refused.clone()),
        StoreError::Retry(_) => StoreError::Retry(why),
        StoreError::OutcomeUnknown(_) => StoreError::OutcomeUnknown(why),
        StoreError::Corrupt { what, .. } => StoreError::Corrupt { what: what.clone(), why },
        StoreError::Batch(_) | StoreError::Quarantine(_) | StoreError::Storage(_) => StoreError::Storage(why),
    }
}

/// The cause of an error that several requests share.
#[derive(Clone, Debug)]
struct Shared(Arc<StoreError>);

impl Shared {
    fn cause(&self) -> &(dyn Error + 'static) {
        self.0.source().unwrap_or(&*self.0)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cause())
    }
}

impl Error for Shared {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause().source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Uuid;
    use crate::{Actor, AuthType, Context, EventId, Policy, Profile, Project, ProjectId, Text};

    fn request() -> (AppendRequest, Timestamp) {
        let at: Timestamp = "2018-06-01T10:00:00Z".parse().expect("an instant");
        let actor = Actor::new(AuthType::AppUser, "officer-7".parse().expect("an id"));
        let context = Context::new(EventId::from_uuid(Uuid::nil()), at, actor).on("2018-06-01".parse().expect("a day"));
        let profile = Profile::new(Text::new("无人机产业园").expect("a text"), "hunnan".parse().expect("a zone"));
        let planned = Project::plan(ProjectId::named("drones"), profile, &context, &Policy::shenyang_2018());
        (planned.expect("it is planned").into(), at)
    }

    /// Gives requests to a store as one group, each with its time, and what each is answered.
    fn grouped(name: &str, nows: &[&str]) -> Vec<Result<Receipt, StoreError>> {
        let folder = std::env::temp_dir().join(format!("lifecycle-writer-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let source = "urn:example:log".parse().expect("a source");
        let mut store = SqliteStore::create(folder.join("log.db"), source).expect("it is made");
        let actor = Actor::new(AuthType::AppUser, "officer-7".parse().expect("an id"));
        let opened = "2018-06-01T10:00:00Z".parse().expect("an instant");
        store.open_log(crate::value::DigestAlgorithm::default(), &actor, opened).expect("a log opens");
        let (requests, incoming) = channel();
        let mut answers = Vec::new();
        for (number, now) in nows.iter().enumerate() {
            let id = EventId::from_uuid(Uuid::from_u128(number as u128));
            let context = Context::new(id, opened, actor.clone()).on("2018-06-01".parse().expect("a day"));
            let profile = Profile::new(Text::new("无人机产业园").expect("a text"), "hunnan".parse().expect("a zone"));
            let project = ProjectId::from_uuid(Uuid::from_u128(number as u128));
            let planned = Project::plan(project, profile, &context, &Policy::shenyang_2018()).expect("it is planned");
            let (answer, answered) = channel();
            let waiting = Waiting { request: planned.into(), now: now.parse().expect("an instant"), answer };
            requests.send(waiting).expect("it is taken");
            answers.push(answered);
        }
        drop(requests);
        drop(run(store, &incoming));
        drop(std::fs::remove_dir_all(&folder));
        answers.into_iter().map(|answered| answered.recv().expect("it is answered")).collect()
    }

    #[test]
    fn a_group_is_recorded_at_its_latest_time() {
        let answers = grouped("latest", &["2018-06-01T10:01:00Z", "2018-06-01T10:04:00Z", "2018-06-01T10:02:00Z"]);
        let latest: Timestamp = "2018-06-01T10:04:00Z".parse().expect("an instant");
        for answer in answers {
            assert_eq!(answer.expect("it is recorded").record().recorded_time(), latest);
        }
    }

    /// Whose clock is wrong is told so, and the others' records do not bear its time.
    #[test]
    fn a_wrong_clock_in_a_group_stops_only_itself() {
        let nows = ["2018-06-01T10:01:00Z", "9999-01-01T00:00:00Z", "2018-06-01T10:02:00Z"];
        let [first, wrong, last] = grouped("clock", &nows).try_into().expect("three");
        let error = wrong.expect_err("it is ahead");
        assert!(matches!(&error, StoreError::Storage(why) if why.to_string().contains("clock")), "{error:?}");
        for (answer, now) in [(first, nows[0]), (last, nows[2])] {
            let now: Timestamp = now.parse().expect("an instant");
            assert_eq!(answer.expect("it is recorded").record().recorded_time(), now);
        }
    }

    /// The writing thread may panic before it takes a request, and after.
    #[test]
    fn a_thread_that_ended_is_told_by_what_may_have_been_written() {
        let (request, at) = request();
        let (requests, incoming) = channel();
        let writer = SqliteWriter { requests };
        let thread = std::thread::spawn(move || {
            let taken: Waiting = incoming.recv().expect("a request");
            std::panic::resume_unwind(Box::new(taken.now));
        });
        let error = writer.append(request.clone(), at).expect_err("it is not answered");
        assert!(matches!(&error, StoreError::OutcomeUnknown(why) if why.to_string() == "the writing thread has ended"));
        assert!(thread.join().is_err());
        let error = writer.append(request, at).expect_err("nobody takes it");
        assert!(matches!(&error, StoreError::Storage(why) if why.to_string() == "the writing thread has ended"));
    }

    #[test]
    fn a_thread_that_panicked_gives_no_store_back() {
        let thread = WriterThread(std::thread::spawn(|| std::panic::resume_unwind(Box::new("enough"))));
        assert!(thread.join().is_none());
    }
}
