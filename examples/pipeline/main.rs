//! Three years in the life of a city's development zones, 2018 to 2020, as its action plan wants them lived.
//!
//! Five projects walk from planning to operation, or as far as they get: the flagship by the typed view, whose stage
//! the compiler knows; the others by commands that arrive as data. Some moves are refused, with every reason. All that
//! is accepted goes into one log, which is written to `events.jsonl` in the current folder and verified.
//!
//! `cargo run --example pipeline`

mod desk;
mod papers;
mod story;

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use project_lifecycle::{AuditEvent, Language, Project, Verdict, verify};

use desk::{Case, Desk};
use story::Timeline;

fn main() -> Result<(), Box<dyn Error>> {
    println!("THREE YEARS OF A CITY'S ACTION PLAN, 2018 to 2020 (沈阳市开发区“满园扩园”三年行动计划)");
    println!("\nFive projects, in the order of their days. Each line is an accepted event and the stage it leads to;");
    println!("a refused move shows every reason, and changes nothing.\n");
    println!("  flagship    industrial robots in 机器人未来城, 52亿元, national zone: from planning to operation");
    println!("  land        optics in 眼产业特色小镇, 21亿元, provincial zone: stalls, for its land is not cleared");
    println!("  promise     frozen food, 6.5亿元, provincial zone: stalls, for a promise to it is not kept");
    println!(
        "  enterprise  car parts, operating since 2011, provincial zone: stops, is revived, relapses, is liquidated"
    );
    println!("  talks       a research centre, 3亿元, national zone: its first client leaves");

    let mut timeline = Timeline::default();
    story::flagship(&mut timeline);
    story::land_not_cleared(&mut timeline);
    story::promise_not_kept(&mut timeline);
    story::zombie_enterprise(&mut timeline);
    story::failed_talks(&mut timeline);
    let mut desk = Desk::open()?;
    timeline.run(&mut desk)?;

    println!("\nWHERE THEY STAND AT THE END OF 2020");
    let projects = Case::ALL.map(|case| desk.project(case)).into_iter().collect::<desk::Result<Vec<_>>>()?;
    for (case, project) in Case::ALL.into_iter().zip(&projects) {
        let (stage, since, name) = (project.stage(), project.since(), project.profile().name());
        let library = project.library().map_or("in no library", |library| library.label(Language::English));
        println!("  {:<11} {stage:<11} since {since}  {library:<25} {name}", case.tag());
    }

    let path = std::path::absolute("events.jsonl")?;
    write(&path, desk.store.records())?;
    println!("\nTHE AUDIT TRAIL\n  written to {}", path.display());
    check(&path, &projects)
}

/// One record, one line.
fn write(path: &Path, records: &[AuditEvent]) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    for record in records {
        file.write_all(record.line())?;
        file.write_all(b"\n")?;
    }
    Ok(file.into_inner()?.sync_all()?)
}

/// What an auditor does who trusts nobody: follow the chain, then replay every project from the file alone.
fn check(path: &Path, live: &[Project]) -> Result<(), Box<dyn Error>> {
    let Verdict::SelfConsistent { head } = verify(BufReader::new(File::open(path)?))? else {
        return Err("the log does not follow from itself".into());
    };
    println!("  self-consistent: {} records", head.size());
    let records: Vec<AuditEvent> =
        std::fs::read_to_string(path)?.lines().map(AuditEvent::parse).collect::<Result<_, _>>()?;
    for project in live {
        let events = records.iter().filter(|record| record.subject() == project.id().into());
        let replayed = Project::replay(events.map(AuditEvent::event).collect::<Result<Vec<_>, _>>()?)?;
        if replayed != *project {
            return Err(format!("project {} replays to something else", project.id()).into());
        }
    }
    println!("  replayed from the file: {} projects, each equal to the live one", live.len());
    println!("  a chain proves nothing against its own producer; this checkpoint does, kept somewhere else:");
    head.checkpoint().to_string().lines().for_each(|line| println!("    {line}"));
    Ok(())
}
