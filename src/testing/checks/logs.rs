//! What a log proves, several logs, and refused attempts.

use crate::audit::{Subject, Verifier};
use crate::store::ProjectQuery;
use crate::testing::life::{Life, now};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::value::ConsumerId;
use crate::{AppendError, AppendRequest, Record, Source, StoreError, Verdict};

/// The lines of a log are self-consistent, its head is that of its last line, and it is consistent with every checkpoint
/// of it that was kept earlier, also after a restart.
///
/// # Panics
/// When the store breaks it.
pub fn verifying<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "verifying", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut checkpoints = vec![handles[1].head().checkpoint()];
    for p in 0..6 {
        let life = log.world.begin(p, &mut dice).live(dice.below(12), &mut dice);
        for event in life.requests() {
            handles[dice.below(2)].record(event);
            checkpoints.push(handles[dice.below(2)].head().checkpoint());
        }
        checkpoints.push(handles[0].verified().last().map_or_else(
            || trial.fail("a log has lines", "none"),
            |last| {
                trial.same("the last line is where the head is", &last.sequence(), &handles[1].size());
                handles[1].head().checkpoint()
            },
        ));
    }
    drop(handles);
    let handle = log.reopened();
    let lines = handle.lines(0, usize::MAX);
    for checkpoint in checkpoints {
        let mut verifier = Verifier::new().against(checkpoint.clone());
        verifier.extend(&lines);
        let verdict = verifier.finish();
        let is_consistent = matches!(&verdict, Verdict::ConsistentWith { head, .. } if *head == handle.head());
        trial.demand("a log is consistent with every earlier checkpoint of it", is_consistent, || {
            format!("{verdict:?} against {checkpoint:?}")
        });
    }
}

/// The proof of each record leads to the head as it is now, and is the one that the lines give.
///
/// # Panics
/// When the store breaks it.
pub fn proofs<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "proofs", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let unopened = log.handle().proof_if_open(1);
    let is_not_opened = matches!(&unopened, Err(StoreError::Append(AppendError::NotOpened { .. })));
    trial.demand("a log that is not open proves nothing", is_not_opened, || format!("{unopened:?}"));
    let mut handles = log.handles(2);
    for p in 0..7 {
        // also sizes of one full tree
        for event in log.world.begin(p, &mut dice).live(1 + dice.below(12), &mut dice).requests() {
            handles[dice.below(2)].record(event);
            let size = handles[0].size();
            let last = handles[1].proof(size).map(|proof| (proof.index + 1, proof.checkpoint));
            trial.same("the last record is proved at once", &last, &Some((size, handles[0].head().checkpoint())));
        }
        let (records, head) = (handles[0].verified(), handles[1].head());
        for record in &records {
            let mut verifier = Verifier::new().proving(record.sequence());
            verifier.extend(records.iter().map(Record::line));
            let proof = handles[dice.below(2)].proof(record.sequence());
            trial.same("the proof of a record is the one that the lines give", &proof, &verifier.proof());
            let Some(proof) = proof else { continue };
            trial.same("it leads to the head", &proof.checkpoint, &head.checkpoint());
            trial.same("and proves the record", &proof.verify(record), &Ok(()));
        }
        for nowhere in [0, head.size() + 1, 1 << 63, u64::MAX] {
            trial.same("a record that is not there has no proof", &handles[0].proof(nowhere), &None);
        }
    }
}

/// Logs are strangers to one another, also where they share a storage, and whatever their names contain: each has its own
/// records, projects, states, lists and cursors, even under the same ids.
///
/// # Panics
/// When the store breaks it.
pub fn separate_logs<H: Harness>(harness: &H, effort: Effort) {
    let first = Log::new(harness, "separate_logs", effort);
    let trial = first.trial;
    let mut dice = first.dice();
    let names = [
        format!("{}:'--%_$1?;", first.source),
        format!("{}/", first.source),
        format!("{}{}", first.source, "x".repeat(512 - first.source.as_str().len())),
        first.source.as_str().replace("separate", "SEPARATE"),
    ];
    let named = |name: String| first.named(name.parse::<Source>().expect("a name of a log"));
    let logs: Vec<_> = [first.beside("one")].into_iter().chain(names.into_iter().map(named)).collect();

    let consumer = ConsumerId::new("reader").expect("an id");
    let mut handles: Vec<_> = logs.iter().map(|log| log.handles(2)).collect();
    // the same projects under the same ids, which live otherwise in each
    let mut lives: Vec<Vec<Life>> =
        logs.iter().map(|log| (0..4).map(|p| log.world.begin(p, &mut dice)).collect()).collect();
    let mut recorded: Vec<Vec<Record>> = vec![Vec::new(); logs.len()];
    for (index, lives) in lives.iter().enumerate() {
        // the last project only in the first log
        for life in lives.iter().take(if index == 0 { 4 } else { 3 }) {
            recorded[index].push(handles[index][0].record(life.planning().clone()));
        }
    }
    for _ in 0..40 * logs.len() {
        let (index, p) = (dice.below(logs.len()), dice.below(3));
        let event = lives[index][p].step(&mut dice);
        recorded[index].push(handles[index][dice.below(2)].record(event));
    }
    for (index, log) in logs.iter().enumerate() {
        let handle = &mut handles[index][1];
        let size = recorded[index].len() as u64 + 1;
        let records = handle.verified();
        trial.same_list("a log holds what was appended to it, and nothing else", &records[1..], &recorded[index]);
        let is_its_own = records.iter().all(|record| *record.source() == log.source);
        trial.demand("under its own name", is_its_own, || format!("{records:?}"));
        let moved = handle.move_cursor(&consumer, 0, index as u64);
        trial.demand("each log has its own cursors", moved.is_ok(), || format!("{moved:?}"));
        let beyond = handle.move_cursor(&consumer, index as u64, size + 1);
        trial.demand("which end with it", beyond.is_err(), || format!("{beyond:?}"));
        for (p, life) in lives[index].iter().enumerate() {
            let id = life.project.id();
            let is_in = index == 0 || p < 3;
            let wanted = is_in.then_some(&life.project);
            trial.same("each log has its own projects", &handle.project(id).as_ref(), &wanted);
            let state = wanted.map(|project| project.current().clone());
            trial.same("and their states", &handle.current(id), &state);
        }
        let many = if index == 0 { 4 } else { 3 };
        trial.same("and lists", &handle.projects(&ProjectQuery::all()).projects.len(), &many);
        trial.same("and ids", &handle.project_ids(None, 10).len(), &many);
        trial.same("the check of the states finds nothing", &handle.check_current(), &[]);
    }
    for (index, handles) in handles.iter().enumerate() {
        trial.same("cursors of other logs stay", &handles[0].cursor(&consumer), &(index as u64));
    }
}

/// A refused attempt is recorded in a stream of its own; the project, its state and the lists stay as they are. The same
/// again is found, a second one under its id is refused.
///
/// # Panics
/// When the store breaks it.
pub fn refused_attempts<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "refused_attempts", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut life = log.world.begin(1, &mut dice);
    handles[0].record(life.planning().clone());
    for _ in 0..15 {
        let refusal = life.refusal();
        let request = AppendRequest::from(refusal.clone());
        let record = handles[dice.below(2)].record(request.clone());
        let subject = Subject::refusal(refusal.id());
        trial.same("a refused attempt has a stream of its own", &record.subject(), &subject);
        trial.same("where it is the first and last", &record.stream_version(), &1);
        trial.same("its cause is the command", &record.causation(), &Some(refusal.cause().to_string().as_str()));
        let stream = handles[0].stream(subject);
        trial.same("and is read back", &stream[..], std::slice::from_ref(&record));
        let again = handles[1].append(&request, now());
        trial.same("the same again is found", &again, &Ok(record.clone()));

        // another attempt under its id
        let (context, other) = life.refused();
        let actor = crate::Actor::new(crate::AuthType::System, "another".parse().expect("an id"));
        let other_context = crate::Context::new(context.id(), context.at(), actor);
        let other = crate::audit::TransitionRefused::new(refusal.id(), other, &other_context, log.world.policy());
        let refused = handles[0].refused(&other.into(), now());
        let wanted = AppendError::IdReused { id: refusal.id(), sequence: record.sequence(), dates: None };
        trial.same("another attempt under its id is refused", &refused, &wanted);

        let loaded = handles[1].project(life.project.id());
        trial.same("the project stays as it is", &loaded.as_ref(), &Some(&life.project));
        let state = Some(life.project.current().clone());
        trial.same("and its state", &handles[0].current(life.project.id()), &state);
        trial.same("no project is listed for it", &handles[1].projects(&ProjectQuery::all()).projects.len(), &1);
        trial.same("nor told", &handles[1].project_ids(None, 10), &[life.project.id()]);
        handles[dice.below(2)].record(life.step(&mut dice));
    }
    trial.same("the check of the states finds nothing", &handles[0].check_current(), &[]);
    handles[0].verified();
}
