//! The test binary once more, as a process of its own: for what ends a process or limits it.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command as Process, Stdio};

/// The variable that names the file to the child.
const FILE: &str = "LIFECYCLE_CHILD_FILE";

/// The file that the parent named. The children's parts are `#[ignore]`d tests, which nobody else is to start.
pub(crate) fn file() -> std::path::PathBuf {
    std::env::var_os(FILE).expect("it is started by another test").into()
}

/// The process that plays a part on a file, behind a command that limits it.
pub(crate) fn process(before: &[&str], part: &str, file: &Path) -> Process {
    let exe = std::env::current_exe().expect("the test has a file");
    let (first, rest) = before.split_first().map_or((exe.as_os_str(), before), |(first, rest)| (first.as_ref(), rest));
    let mut process = Process::new(first);
    process.args(rest);
    if !before.is_empty() {
        process.arg(&exe);
    }
    process
        .args(["--ignored", "--exact", "--nocapture", "--test-threads=1", &format!("sqlite::{part}")])
        .env(FILE, file);
    process
}

/// What the child says: what follows the mark in each line. The test harness may have begun the line.
pub(crate) struct Said(Lines<BufReader<ChildStdout>>);

impl Iterator for Said {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.0.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("> ")?.1.into()))
    }
}

/// Starts it, and listens.
pub(crate) fn listen(mut process: Process) -> (Child, Said) {
    let mut child = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let said = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    (child, Said(said))
}

/// Everything that the child says until it has done its part well.
pub(crate) fn hear(process: Process) -> Vec<String> {
    let (child, said) = listen(process);
    let said: Vec<_> = said.collect();
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{said:?}: {}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Says a line to the parent, at once.
pub(crate) fn say(line: impl std::fmt::Display) {
    use std::io::Write as _;
    // not `print!`, which the test harness may hold back
    let mut out = std::io::stdout().lock();
    out.write_all(format!("> {line}\n").as_bytes()).and_then(|()| out.flush()).expect("the parent listens");
}
