//! Writers that race.

use crate::audit::{Batch, Subject};
use crate::store::{CurrentStates, Cursors};
use crate::testing::life::{Life, now};
use crate::testing::trial::{Handle, Log, WRITERS};
use crate::testing::{Effort, Harness};
use crate::{AppendError, AppendRequest, EventStore};

/// How long a stream becomes before the next one is raced for.
const LENGTH: u64 = 12;

/// Eight writers race for the same version of one project, again and again: exactly one wins, every other one gets
/// `Conflict` with the version that there is, nothing is lost or recorded twice, and the project is what the winners made
/// of it.
///
/// # Panics
/// When the store breaks it.
pub fn races<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "races", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(WRITERS);
    let mut winners = Vec::new();
    let mut life: Option<Life> = None;
    for race in 0..effort.races {
        // a stream of its own for every few races, whose planning is raced for as well
        let raced = life.take().filter(|life| life.project.version() < LENGTH);
        let p = u64::from(race);
        let (mut rivals, version, subject) = match raced {
            Some(mut raced) => {
                let rivals: Vec<_> = (0..WRITERS).map(|_| raced.choose(&mut dice)).collect();
                let (version, subject) = (raced.project.version(), Subject::from(raced.project.id()));
                let rivals = rivals.into_iter().map(|event| {
                    let mut after = raced.clone();
                    after.take(event.clone());
                    (event, after)
                });
                (rivals.collect::<Vec<_>>(), version, subject)
            }
            None => {
                let begun = log.world.begin(p, &mut dice);
                let rivals = (0..WRITERS as u64).map(|n| {
                    let rival = begun.planned_again(n);
                    (rival.planning().clone(), rival)
                });
                (rivals.collect(), 0, Subject::from(begun.project.id()))
            }
        };
        let requests = rivals.iter().map(|(event, _)| AppendRequest::new(event.clone()));
        let contestants: Vec<_> = handles.iter_mut().zip(requests).collect();
        let answers = trial.at_once(contestants, |index, (handle, request)| {
            // alone, or as a batch of one
            match (index + race as usize) % 4 {
                0 => handle.batch(&[request], Batch::Whole, now()).map_or_else(|e| Err(e.error), |mut a| a.remove(0)),
                1 => handle.batch(&[request], Batch::Each, now()).map_or_else(|e| Err(e.error), |mut a| a.remove(0)),
                _ => handle.append(&request, now()),
            }
        });

        let won: Vec<_> = (0..WRITERS).filter(|index| answers[*index].is_ok()).collect();
        let [winner] = won[..] else {
            let seen = format!("{} winners for version {} of {subject}: {answers:?}", won.len(), version + 1);
            trial.fail("of writers that race for one version exactly one wins", &seen)
        };
        for (index, answer) in answers.iter().enumerate().filter(|(index, _)| *index != winner) {
            let wanted = AppendError::Conflict { subject, expected: version, actual: version + 1 };
            let contract = format!("writer {index}, which lost, gets `Conflict` with the version that there is");
            trial.same(&contract, answer, &Err(wanted));
        }
        let record = answers[winner].as_ref().expect("it won");
        trial.same("the winner's record is the next of its stream", &record.stream_version(), &(version + 1));
        trial.same("and the next of the log", &record.sequence(), &(u64::from(race) + 2));
        let (event, after) = rivals.swap_remove(winner);
        winners.push(event.id());
        // now and then one that lost loads what the winner made of it
        if after.project.version() >= LENGTH || dice.once_in(10) {
            followed(&handles[dice.below(WRITERS)], &after);
        }
        life = Some(after);
    }
    let recorded: Vec<_> = handles[0].verified().iter().skip(1).map(crate::Record::id).collect();
    trial.demand("the log holds the winners, each once and in order", recorded == winners, || {
        format!("{} records of {} winners", recorded.len(), winners.len())
    });
    let drifts = handles[0].check_current();
    trial.same("the current states are what the winners made of them", &drifts, &[]);
}

/// Loads a project and its state.
fn followed<S: EventStore + Cursors + CurrentStates>(handle: &Handle<S>, life: &Life) {
    let id = life.project.id();
    let contract = "after a race every handle sees what the winner wrote";
    handle.trial.same(contract, &handle.project(id).as_ref(), &Some(&life.project));
    handle.trial.same(contract, &handle.current(id), &Some(life.project.current().clone()));
}

/// Eight writers race with whole batches over several projects, in different orders: a batch is written as a whole or not
/// at all, whatever it meets.
///
/// # Panics
/// When the store breaks it.
pub fn racing_batches<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "racing_batches", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(WRITERS);
    let mut lives: Vec<Life> = (0..3).map(|p| log.world.begin(p, &mut dice)).collect();
    let planned: Vec<AppendRequest> = lives.iter().map(|life| life.planning().clone().into()).collect();
    handles[0].record_all(&planned);
    let mut size = handles[0].size();
    for _ in 0..(effort.races / 20).max(5) {
        // every two batches have a project in common, so only one can stand
        let batches: Vec<_> = (0..WRITERS)
            .map(|_| {
                let first = dice.below(3);
                [first, (first + 1 + dice.below(2)) % 3].map(|index| (index, lives[index].choose(&mut dice)))
            })
            .collect();
        let requests = batches.iter().map(|batch| batch.clone().map(|(_, event)| AppendRequest::new(event)));
        let contestants: Vec<_> = handles.iter_mut().zip(requests).collect();
        let answers = trial.at_once(contestants, |_, (handle, batch)| handle.batch(&batch, Batch::Whole, now()));

        let won: Vec<_> = (0..WRITERS).filter(|index| answers[*index].is_ok()).collect();
        let [winner] = won[..] else {
            trial.fail("of whole batches that exclude one another exactly one wins", &format!("{answers:?}"))
        };
        size += 2;
        trial.same("a batch that loses writes nothing", &handles[dice.below(WRITERS)].size(), &size);
        for (_, error) in answers.iter().enumerate().filter_map(|(index, answer)| Some((index, answer.as_ref().err()?)))
        {
            let is_conflict = matches!(error.error, AppendError::Conflict { .. });
            trial.demand("a batch that loses gets the conflict of its first loser", is_conflict, || {
                format!("{error:?}")
            });
        }
        for (index, event) in batches[winner].clone() {
            lives[index].take(event);
        }
    }
    for life in &lives {
        followed(&handles[dice.below(WRITERS)], life);
    }
    handles[0].verified();
}
