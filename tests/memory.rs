//! A log of any length is verified in little memory: a million records through the example, as an auditor runs it.
//!
//! `VERIFY=target/release/examples/verify cargo test --release --features proptest --test memory -- --ignored` asks for it, on Linux.
#![cfg(target_os = "linux")]

mod common;

use std::io::{BufWriter, Read, Write};
use std::process::{Child, Command, Stdio};

use common::{context, day, plus, policy, profile, project_id};
use project_lifecycle::{audit::*, lifecycle::*, project::*};

const RECORDS: u64 = 1_000_000;
const LIMIT: u64 = 50_000_000;

/// The most memory that a process has held so far, in bytes.
fn peak(process: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).expect("it is running");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel says it");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kibibytes * 1024
}

#[test]
#[ignore = "VERIFY names the verify example; a million records take a while without --release"]
fn a_million_records_are_verified_in_less_than_50_megabytes() {
    let verify = std::env::var_os("VERIFY").expect("VERIFY names the verify example");
    let mut process = Command::new(verify)
        .arg("/dev/stdin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example runs");
    let mut log = BufWriter::new(process.stdin.take().expect("it is piped"));

    // projects are planned, one after the other
    let (on, policy, profile) = (day("2018-06-01"), policy(), profile(ProjectKind::Enterprise));
    let now = context(1, 1, plus(on, 1)).at();
    let (opened, mut head) = LogHead::open(common::source(), &common::actor(), now).expect("a log opens");
    let mut line = opened.line().to_vec();
    let mut bytes = 0;
    loop {
        line.push(b'\n');
        bytes += line.len();
        log.write_all(&line).expect("it reads on");
        let next = head.size();
        if next == RECORDS {
            break;
        }
        let planned = Project::plan(project_id(next), profile.clone(), &context(1, next, on), &policy);
        line.clear();
        head = seal_into(&planned.expect("it is planned").into(), &head, now, &mut line).expect("it is sealed");
    }
    // it waits for the end of the log, so all of it but what is in the pipe was verified
    log.flush().expect("it reads on");
    let peak = peak(&process);
    drop(log);

    let mut said = String::new();
    process.stdout.take().expect("it is piped").read_to_string(&mut said).expect("text");
    assert!(process.wait().expect("it ends").success(), "{said}");
    let said: serde_json::Value = serde_json::from_str(&said).expect("a line of JSON");
    assert_eq!(said["events"], RECORDS);
    assert_eq!(said["root"], head.checkpoint().root.to_string());
    println!("{RECORDS} records, {bytes} bytes: {peak} bytes of memory at most");
    assert!(peak < LIMIT, "{peak} bytes of memory");
    assert!(bytes as u64 > 10 * LIMIT, "a log that would fit into memory shows nothing");
}
