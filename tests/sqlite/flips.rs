//! One byte of the file is another: whoever opens, verifies, checks and reads is told, or is answered as before.
//!
//! `LONG=1` asks for 500 flips. Their seed is printed; `SEED=<number>` gives it again.

use std::fs;
use std::path::Path;

use super::Folder;
use super::target::{Target, late, unsound};
use crate::common::moments::Moments;
use crate::common::source;
use project_lifecycle::{audit::*, lifecycle::*, store::*};

fn flips() -> u64 {
    if std::env::var_os("LONG").is_some() { 500 } else { 20 }
}

/// Everything that a reader may ask, answered; or the first error.
fn answers(file: &Path, target: &Target) -> Result<String, String> {
    fn told(error: impl std::fmt::Debug) -> String {
        format!("{error:?}")
    }
    let mut store = SqliteStore::open(file, source()).map_err(told)?;
    let mut all = format!("{:?}\n", SqliteStore::logs(file).map_err(told)?);
    store.lines(0, usize::MAX, &mut |line| all += &format!("{}\n", String::from_utf8_lossy(line))).map_err(told)?;
    all += &format!("{:?}\n", store.head().map_err(told)?);
    let mut queries = vec![
        ProjectQuery::all(),
        ProjectQuery::new(Listing::OverdueOn("2100-01-01".parse().map_err(told)?)),
        ProjectQuery::new(Listing::Named(String::new())),
        ProjectQuery::new(Listing::Coded(String::new())),
        ProjectQuery::new(Listing::Containing("园".into())),
    ];
    queries.extend(Stage::ALL.map(|stage| ProjectQuery::all().in_stage(stage)));
    for record in &target.records {
        let subject = record.subject();
        all += &format!("{:?}\n", store.stream(subject).map_err(told)?);
        all += &format!("{:?}\n", store.proof(record.sequence()).map_err(told)?);
        if let Some(project) = subject.project() {
            let current = store.current(project).map_err(told)?;
            if let Some(state) = &current {
                let overdue = ProjectQuery::new(Listing::OverdueOn("2100-01-01".parse().map_err(told)?));
                let zone = state.zone.clone();
                queries.push(ProjectQuery::all().in_zone(zone.clone()));
                queries.push(ProjectQuery::all().in_zone(zone.clone()).in_stage(state.position.stage()));
                queries.push(overdue.clone().in_zone(zone));
                if let Some(officer) = &state.officer {
                    queries.push(ProjectQuery::all().of_officer(officer.clone()));
                    queries.push(overdue.of_officer(officer.clone()));
                }
            }
            all += &format!("{current:?}\n");
            // the id is found
            let event = record.event().map_err(told)?;
            let found = store.append(&event.into(), late()).map_err(told)?;
            all += &format!("{found:?}\n");
        }
    }
    for query in &queries {
        all += &format!("{:?}\n{:?}\n", store.projects(query).map_err(told)?, store.counts(query).map_err(told)?);
    }
    all += &format!("{:?}\n", store.project_ids(None, usize::MAX).map_err(told)?);
    Ok(all)
}

#[test]
fn a_flipped_byte_that_changes_an_answer_is_told() {
    let target = Target::new("flips");
    let (whole, folder) = (fs::read(target.file()).expect("a file"), Folder::new("flips-one"));
    let wanted = answers(&target.file(), &target).expect("it is sound");
    let mut moments = Moments::new();
    let (mut told, mut same) = (0, 0);
    for flip in 0..flips() {
        let place = usize::try_from(moments.next(whole.len() as u64)).expect("a place");
        let by = u8::try_from(1 + moments.next(255)).expect("a byte");
        let mut bytes = whole.clone();
        bytes[place] ^= by;
        let file = folder.0.join(format!("{flip}.db"));
        fs::write(&file, bytes).expect("a file");
        let is_told = match SqliteStore::open(&file, source()) {
            Err(_) => true,
            Ok(store) => unsound(&store).is_some(),
        };
        let found = answers(&file, &target);
        match (is_told, found) {
            (true, _) | (_, Err(_)) => told += 1,
            (false, Ok(found)) => {
                assert!(found == wanted, "byte {place} by {by:#04x} changed an answer, and nobody was told");
                same += 1;
            }
        }
        for end in ["", "-wal", "-shm"] {
            _ = fs::remove_file(folder.0.join(format!("{flip}.db{end}")));
        }
    }
    println!("{told} told, {same} changed no answer");
    assert!(told > 0 && same > 0, "{told} told, {same} changed no answer");
}
