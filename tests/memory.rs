//! A log of any length is verified in little memory: a quarter of a million records through the example, as an auditor runs it; with
//! `LONG=1` a million.
//!
//! `VERIFY=target/release/examples/verify cargo test --release --features proptest --test memory -- --ignored` asks for it, on Linux.
#![cfg(target_os = "linux")]

mod common;

use std::io::{BufWriter, Read, Write};
use std::process::{Child, Command, Stdio};

use common::{context, day, plus, policy, profile, project_id};
use project_lifecycle::{audit::*, lifecycle::*, project::*};

/// How many records, and how many bytes of memory may be held for them. The smaller log has the smaller limit, so that it is no
/// easier.
fn effort() -> (u64, u64) {
    if std::env::var_os("LONG").is_some() { (1_000_000, 50_000_000) } else { (250_000, 12_500_000) }
}

/// The most memory that a process has held so far, in bytes.
fn peak(process: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).expect("it is running");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel says it");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kibibytes * 1024
}

#[test]
#[ignore = "VERIFY names the verify example; so many records take a while without --release"]
fn a_long_log_is_verified_in_a_tenth_of_its_own_size() {
    let (records, limit) = effort();
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
        if next == records {
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
    assert_eq!(said["events"], records);
    assert_eq!(said["root"], head.checkpoint().root.to_string());
    println!("{records} records, {bytes} bytes: {peak} bytes of memory at most");
    assert!(peak < limit, "{peak} bytes of memory");
    assert!(bytes as u64 > 10 * limit, "a log that would fit into memory shows nothing");
}
