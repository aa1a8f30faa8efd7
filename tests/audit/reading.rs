//! Reading apart from writing: what only reads needs no more than a log, and every store is held as an object.

use super::*;

/// A copy of a log's lines, which nothing writes.
struct Replica(Vec<Vec<u8>>);

impl EventLog for Replica {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        Ok(self.log(0, usize::MAX)?.into_iter().filter(|record| record.subject() == subject).collect())
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        let after = usize::try_from(after).expect("few");
        Ok(self.0.iter().skip(after).take(limit).map(|line| show(line)).count() as u64)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        let mut verifier = Verifier::new();
        verifier.extend(&self.0);
        let Verdict::SelfConsistent { head } = verifier.finish() else {
            return Err(StoreError::Storage("the copy is torn".into()));
        };
        Ok(head)
    }
}

fn replica(store: &MemoryStore) -> Replica {
    Replica(store.records().iter().map(|record| record.line().to_vec()).collect())
}

#[test]
fn what_only_reads_tells_what_the_store_tells() {
    let store = log();
    let (copy, store): (&dyn EventLog, &dyn EventLog) = (&replica(&store), &store);
    assert_eq!(copy.head().expect("a head"), store.head().expect("a head"));
    assert!(copy.head().expect("a head").size() > 20);
    for (after, limit) in [(0, usize::MAX), (0, 1), (3, 4), (10, 0), (1_000, 5)] {
        assert_eq!(copy.log(after, limit).expect("it reads"), store.log(after, limit).expect("it reads"));
    }
    for n in 1..=3 {
        let project = copy.project(project_id(n)).expect("it replays");
        assert!(project.is_some());
        assert_eq!(project, store.project(project_id(n)).expect("it replays"));
    }
    assert_eq!(copy.project(project_id(4)).expect("nothing replays"), None);
}

/// Whatever is read of a log is read to the first line that is no record, which is told by its place.
#[test]
fn a_line_that_is_no_record_is_told_by_its_place() {
    let mut copy = replica(&log());
    copy.0[4] = b"{}".to_vec();
    copy.0[6] = b"neither is this".to_vec();
    for (after, limit, told) in [(0, 9, "record 5"), (2, 9, "record 5"), (4, 1, "record 5"), (5, 9, "record 7")] {
        let Err(StoreError::Corrupt { what, .. }) = copy.log(after, limit) else { panic!("{after} {limit}") };
        assert_eq!(what, told);
    }
    assert_eq!(copy.log(0, 4).expect("they are records").len(), 4);
    assert_eq!(copy.log(7, 3).expect("they are records")[0].sequence(), 8);
}

/// The pure parts, as an asynchronous store uses them.
#[test]
fn a_project_is_loaded_from_any_records_of_its_stream() {
    let store = log();
    let stream = store.stream(project_id(1).into()).expect("a stream");
    let (upcasters, none) = (Upcasters::new(), Quarantine::default());
    assert!(load_project([], &upcasters, &none).expect("nothing replays").is_none());
    let (stored, new) = stream.split_at(stream.len() - 1);
    let loaded = load_project(stored.iter().chain(new), &upcasters, &none).expect("it replays");
    assert_eq!(loaded, store.project(project_id(1)).expect("it replays"));
    // without its planning it is no history, and what is no event is told by its place
    assert!(matches!(load_project(new, &upcasters, &none), Err(LoadError::History(_))));
    let opened = &store.records()[..1];
    assert!(matches!(load_project(opened, &upcasters, &none), Err(LoadError::Record { sequence: 1, .. })));
}

#[test]
fn the_one_answer_of_a_batch_is_its_first_or_a_fault_of_the_store() {
    let record = log().records()[2].clone();
    assert_eq!(only_answer([Ok(record.clone().into())]).expect("an answer").record(), &record);
    let error = AppendError::Full { size: 7 };
    assert!(matches!(only_answer([Err(error.clone())]), Err(StoreError::Append(told)) if told == error));
    let Err(StoreError::Storage(why)) = only_answer([]) else { panic!("nothing is no answer") };
    assert_eq!(why.to_string(), "the store gave no answer");
}

/// A host that chooses its store at run time holds each trait as an object.
#[test]
fn the_traits_of_a_store_are_held_as_objects() {
    fn open(store: &mut dyn EventStore) -> Receipt {
        store.open_log(SHA, &actor(), noon()).expect("it opens")
    }
    fn plan(store: &mut dyn EventStore, walk: &Walk) -> Receipt {
        store.append(&walk.project.events()[0].clone().into(), evening(walk.today)).expect("it is recorded")
    }
    fn size(log: &dyn EventLog) -> u64 {
        log.head().expect("a head").size()
    }
    fn mend(states: &mut dyn CurrentStates) -> (Vec<ProjectId>, usize) {
        let drifts = states.rebuild_current(&Upcasters::new()).expect("they replay");
        (states.project_ids(None, 9).expect("they are told"), drifts.len())
    }
    fn read_on(cursors: &mut dyn Cursors, consumer: &ConsumerId) -> u64 {
        cursors.move_cursor(consumer, 0, 2).expect("it moves");
        cursors.cursor(consumer).expect("it is told")
    }
    let (walk, mut store) = (Walk::plan(1), MemoryStore::new(source()));
    assert_eq!(open(&mut store).record().sequence(), 1);
    assert_eq!(plan(&mut store, &walk).record().sequence(), 2);
    assert_eq!(size(&store), 2);
    assert_eq!(mend(&mut store), (vec![project_id(1)], 0));
    assert_eq!(read_on(&mut store, &"board".parse().expect("a name")), 2);
}
