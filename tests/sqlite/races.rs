//! Two writers race for the versions of one project, and a reader looks on.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, OpenFlags};

use super::target::{late, unsound};
use super::{Folder, open, open_fast};
use crate::common::walk::Walk;
use crate::common::{actor, actor_id, context, policy, source};
use project_lifecycle::{audit::*, project::*, store::*, value::*};

fn rounds() -> u64 {
    if std::env::var_os("LONG").is_some() { 10_000 } else { 200 }
}

/// The list is moved on in the transaction of the event: whoever reads both at one moment never sees one without the other, and no
/// look goes back behind one before it.
#[test]
fn one_wins_and_the_list_is_never_behind_its_events() {
    let folder = Folder::new("races");
    let mut walk = Walk::plan(1);
    let mut first = open(&folder.file());
    first.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    first.append(&walk.project.events()[0].clone().into(), late()).expect("recorded");
    let (id, file, is_over, barrier) = (walk.project.id(), folder.file(), AtomicBool::new(false), Barrier::new(3));
    let wins = std::thread::scope(|scope| {
        let (file, is_over, barrier) = (&file, &is_over, &barrier);
        let (give, given): (Vec<_>, Vec<_>) = (0..2).map(|_| std::sync::mpsc::channel::<AppendRequest>()).unzip();
        let (answer, answers) = std::sync::mpsc::channel();
        for (writer, given) in given.into_iter().enumerate() {
            let answer = answer.clone();
            scope.spawn(move || {
                let mut store = open_fast(file, source());
                for request in given {
                    barrier.wait();
                    answer.send((writer, store.append(&request, late()).map(drop))).expect("somebody listens");
                }
            });
        }
        let reading = scope.spawn(move || looks(file, is_over));
        let over = Over(is_over);
        let mut wins = [0; 2];
        for round in 0..rounds() {
            // an officer each, decided on the same version
            let events: Vec<_> = (0..2u64)
                .map(|n| {
                    let officer = Command::AssignOfficer(actor_id(&format!("officer-{round}-{n}")).into());
                    let by = context(1, 1_000 + 2 * round + n, walk.today);
                    walk.project.decide(officer, &by, &policy()).expect("decided").event().clone()
                })
                .collect();
            for (give, event) in give.iter().zip(&events) {
                give.send(event.into()).expect("it waits for one");
            }
            barrier.wait();
            let mut won = Vec::new();
            for (writer, answer) in answers.iter().take(2) {
                match answer {
                    Ok(()) => won.push(writer),
                    Err(StoreError::Append(AppendError::Conflict { .. })) => {}
                    Err(other) => panic!("round {round}: {other:?}"),
                }
            }
            assert_eq!(won.len(), 1, "round {round}");
            wins[won[0]] += 1;
            walk.project.apply(events[won[0]].clone()).expect("it follows");
        }
        drop((give, over));
        println!("{} looks", reading.join().expect("the list was never behind"));
        wins
    });
    println!("{wins:?} wins");
    assert_eq!(first.project(id).expect("it replays"), Some(walk.project));
    assert_eq!(unsound(&first), None);
}

/// Tells the reader that the race is over, also where it failed.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Reads the list and the last event in one statement, which sees one moment, until it is over. Gives how often.
fn looks(file: &std::path::Path, is_over: &AtomicBool) -> u64 {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let both = "SELECT c.version, c.officer, e.version, e.body ->> '$.data.after.officer', l.size, e.sequence
        FROM current c, log l, (SELECT * FROM event WHERE stream LIKE 'project/%' ORDER BY version DESC LIMIT 1) e";
    let mut select = connection.prepare(both).expect("a statement");
    let (mut looks, mut last) = (0, 0);
    while looks == 0 || !is_over.load(Ordering::Acquire) {
        let row = select.query_row([], |row| {
            let listed: (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let recorded: (i64, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok((listed, recorded, row.get::<_, i64>(4)?, row.get::<_, i64>(5)?))
        });
        let (listed, recorded, size, sequence) = row.expect("a row");
        assert_eq!((&listed, size), (&recorded, sequence));
        assert!(listed.0 >= last, "{listed:?} behind version {last}");
        last = listed.0;
        looks += 1;
    }
    looks
}
