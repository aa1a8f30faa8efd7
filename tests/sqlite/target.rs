//! A file to be attacked: projects at every position, what is forged against them, and the plain command-line client.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};

use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::{Folder, open};
use crate::common::evidence::complete;
use crate::common::walk::{Walk, restored};
use crate::common::{actor, evening, event_id, positions, project_id};

/// Later than everything that happens in the tests' courses.
pub(crate) fn late() -> Timestamp {
    evening(crate::common::last_day())
}

/// What the command-line client answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) said: String,
    pub(crate) refused: String,
}

/// Gives SQL to the plain client, as it comes: foreign keys off, and the next statement after an error.
pub(crate) fn client(file: &std::path::Path, sql: &str) -> Answer {
    let mut client = Process::new("sqlite3")
        .arg("-batch")
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the client `sqlite3` is installed");
    let mut given = client.stdin.take().expect("it is piped");
    let sql = sql.to_owned();
    let giving = std::thread::spawn(move || given.write_all(sql.as_bytes()));
    let output = client.wait_with_output().expect("it ends");
    giving.join().expect("no panic").expect("it reads all");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer { said: text(output.stdout), refused: text(output.stderr) }
}

/// Everything that stands in the tables and the schema of a file, as text.
pub(crate) fn contents(file: &std::path::Path) -> String {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    let mut all = String::new();
    for table in ["sqlite_schema", "edge", "event_type", "clock_margin", "log", "event", "current", "cursor"] {
        let mut select = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect("the table");
        let columns = select.column_count();
        let mut rows = select.query([]).expect("it answers");
        while let Some(row) = rows.next().expect("it answers") {
            let cells: Vec<Cell> = (0..columns).map(|column| row.get(column).expect("a cell")).collect();
            all += &format!("{table} {cells:?}\n");
        }
    }
    all
}

/// The file, and what the attacker knows of it: everything.
pub(crate) struct Target {
    pub(crate) folder: Folder,
    pub(crate) head: LogHead,
    pub(crate) records: Vec<Record>,
}

impl Target {
    /// A log with a project at each position.
    pub(crate) fn new(name: &str) -> Self {
        let walks = positions().into_iter().zip(1..).map(|(position, p)| Walk::to(p, position));
        Self::of(name, walks.collect())
    }

    /// A log of some projects, one after another.
    pub(crate) fn of(name: &str, walks: Vec<Walk>) -> Self {
        let events = walks.iter().flat_map(|walk| walk.project.events());
        Self::of_requests(name, events.cloned().map(AppendRequest::new).collect())
    }

    /// A log to which some requests were appended, one after another.
    pub(crate) fn of_requests(name: &str, requests: Vec<AppendRequest>) -> Self {
        let folder = Folder::new(name);
        let mut store = open(&folder.file());
        store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
        store.append_batch(&requests, Batch::Whole, late()).expect("all is recorded");
        let (head, records) = (store.head().expect("a head"), store.log(0, usize::MAX).expect("the log"));
        Self { folder, head, records }
    }

    /// A log that ends with a refusal, in a stream of its own, behind the planning of a project.
    pub(crate) fn of_a_refusal(name: &str) -> Self {
        let mut walk = Walk::plan(1);
        let (id, context) = (event_id(1, 800), walk.context());
        let refusal = walk.project.decide(complete(Verb::Sign, &walk.project, walk.today), &context, &walk.policy);
        let refused = TransitionRefused::new(id, refusal.expect_err("a stage is skipped"), &context, &walk.policy);
        walk.pass(1);
        Self::of_requests(name, [walk.project.events()[0].clone().into(), refused.into()].into())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.file()
    }

    /// The project that stands there.
    pub(crate) fn at(&self, position: Position) -> ProjectId {
        project_id(1 + positions().iter().position(|at| *at == position).expect("there is one") as u64)
    }

    pub(crate) fn stream(&self, subject: impl Into<Subject>) -> Vec<&Record> {
        let subject = subject.into();
        self.records.iter().filter(|record| record.subject() == subject).collect()
    }

    /// A record of some type, with all its evidence.
    pub(crate) fn sample(&self, event_name: &str) -> &Record {
        self.sampled(event_name).expect("it happened")
    }

    fn sampled(&self, event_name: &str) -> Option<&Record> {
        let name = format!("lifecycle.project.{event_name}.v1");
        self.records.iter().find(|record| record.event_type() == name)
    }

    /// The next record of the log and of a project's stream, well formed in all: a record that was sealed once, for
    /// another project or another version.
    pub(crate) fn forge(&self, sample: &Record, project: ProjectId) -> Forged {
        let mut json: Value = serde_json::from_slice(sample.line()).expect("JSON");
        json["id"] = Uuid::from_u128(0xF0F0_0000_0000_4000_8000_0000_0000_0000 + u128::from(self.head.size()))
            .to_string()
            .into();
        json["subject"] = Subject::from(project).to_string().into();
        json["sequence"] = format!("{:019}", self.head.size() + 1).into();
        json["streamversion"] = (self.stream(project).len() + 1).into();
        json["predecessorhash"] = self.head.hash.to_string().into();
        json["recordedtime"] = late().to_string().into();
        Forged { json, log: "1".into() }
    }

    /// A move of a project from one place to another, under a verb; nothing where no record can say it.
    pub(crate) fn forge_move(
        &self,
        project: ProjectId,
        verb: &str,
        from: Option<Position>,
        to: Position,
    ) -> Option<Forged> {
        let name = Verb::ALL.iter().find(|known| known.code() == verb).map_or("planned", |verb| verb.event_name());
        let stalled = [from.and_then(Position::stalled_at), to.stalled_at()];
        let stalled_at = match stalled {
            [Some(one), Some(other)] if one != other => return None,
            [one, other] => one.or(other),
        };
        // some acts did not happen; their evidence is not what is asked about
        let mut forged = self.forge(self.sampled(name).unwrap_or_else(|| self.sample("admitted")), project);
        forged = forged.set("/type", format!("lifecycle.project.{name}.v1"));
        forged = forged.set("/dataschema", format!("urn:project-lifecycle:schema:lifecycle.project.{name}.v1"));
        let data = &mut forged.json["data"];
        data["verb"] = verb.into();
        data["from"] = from.map_or(Value::Null, |from| from.stage().code().into());
        data["to"] = to.stage().code().into();
        data.as_object_mut().expect("an object").remove("stalled_at");
        if let Some(stalled_at) = stalled_at {
            data["stalled_at"] = stalled_at.code().into();
        }
        Some(forged)
    }

    /// A fact about a project, which leaves it where it is.
    pub(crate) fn forge_fact(&self, project: ProjectId, at: Position) -> Forged {
        let mut forged = self.forge(self.sample("officer_assigned"), project);
        let data = &mut forged.json["data"];
        (data["from"], data["to"]) = (at.stage().code().into(), at.stage().code().into());
        if let Some(stalled_at) = at.stalled_at() {
            data["stalled_at"] = stalled_at.code().into();
        }
        forged
    }

    /// A step of a project undone.
    pub(crate) fn forge_void(&self, project: ProjectId, voided: &Record) -> Forged {
        let step: Value = serde_json::from_str(voided.data()).expect("JSON");
        let events: Vec<_> = self.stream(project).iter().map(|record| record.event().expect("an event")).collect();
        let restores = restored(&events, voided.stream_version());
        let mut forged = self.forge(voided, project).set("/type", "lifecycle.project.corrected.v1");
        forged.json["dataschema"] = "urn:project-lifecycle:schema:lifecycle.project.corrected.v1".into();
        forged.json["data"] = json!({
            "authority": "发展改革局", "effective_on": "2022-01-01", "from": step["to"], "grounds": "recorded by mistake",
            "law": 1, "policy": step["policy"], "restores_version": restores, "to": step["from"], "verb": "void",
            "voids_version": voided.stream_version(),
        });
        if let Some(stalled_at) = step.get("stalled_at") {
            forged.json["data"]["stalled_at"] = stalled_at.clone();
        }
        forged
    }

    /// The client must refuse it for the reason named, and nothing may have changed.
    #[track_caller]
    pub(crate) fn refuses(&self, attack: &str, sql: &str, why: &str) {
        let before = contents(&self.file());
        let answer = client(&self.file(), sql);
        assert!(answer.refused.contains(why), "{attack}: {why} expected, not {answer:?}\n{sql}");
        assert!(contents(&self.file()) == before, "{attack}: something was changed\n{sql}");
    }

    /// The client accepts it: whatever is refused beside it is refused for its reason alone. Nothing stays.
    #[track_caller]
    pub(crate) fn accepts(&self, what: &str, sql: &str) {
        let before = contents(&self.file());
        let answer = client(&self.file(), &format!("BEGIN;\n{sql};\nSELECT 'rows: ' || changes();\nROLLBACK;"));
        assert!(answer.refused.is_empty() && answer.said.contains("rows: 1"), "{what}: {answer:?}\n{sql}");
        assert!(contents(&self.file()) == before, "{what} was rolled back");
    }
}

/// A record that nobody decided.
#[derive(Clone, Debug)]
pub(crate) struct Forged {
    pub(crate) json: Value,
    /// The row of the log that it is given to, as SQL.
    pub(crate) log: String,
}

impl Forged {
    /// With another value at a place of the record.
    pub(crate) fn set(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        self.json.pointer_mut(parent).expect("the record has it")[name] = value.into();
        self
    }

    /// Without a member.
    pub(crate) fn without(mut self, pointer: &str) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        self.json.pointer_mut(parent).and_then(Value::as_object_mut).expect("the record has it").remove(name);
        self
    }

    pub(crate) fn into_log(mut self, log: &str) -> Self {
        self.log = log.into();
        self
    }

    /// The line: members in order, no white space.
    pub(crate) fn line(&self) -> String {
        self.json.to_string()
    }

    fn sequence(&self) -> String {
        let sequence = self.json["sequence"].as_str().unwrap_or("0");
        sequence.parse::<i64>().map_or_else(|_| "NULL".into(), |sequence| sequence.to_string())
    }

    /// The statement that inserts it.
    pub(crate) fn insert(&self) -> String {
        self.insert_by("INSERT INTO", "")
    }

    /// A statement of another form that inserts it.
    pub(crate) fn insert_by(&self, insert: &str, end: &str) -> String {
        inserted(&self.log, &self.sequence(), &self.line(), insert, end)
    }

    /// The statement that inserts it as a row of that number.
    pub(crate) fn insert_as(&self, insert: &str, row: &str) -> String {
        let plain = self.insert_by(insert, "");
        plain.replacen("(log,", "(rowid, log,", 1).replacen("VALUES (", &format!("VALUES ({row}, "), 1)
    }
}

/// The statement that inserts a line, whatever it is.
pub(crate) fn inserted(log: &str, sequence: &str, line: &str, insert: &str, end: &str) -> String {
    let leaf = DigestAlgorithm::Sha256.leaf(line.as_bytes());
    let line = line.replace('\'', "''");
    format!("{insert} event (log, sequence, body, leaf) VALUES ({log}, {sequence}, '{line}', x'{leaf}') {end}")
}

/// Whether the store is sound: its lines verify up to its very head, and every state is what the events amount to.
pub(crate) fn unsound(store: &SqliteStore) -> Option<String> {
    let mut verifier = Verifier::new();
    if let Err(error) = store.lines(0, usize::MAX, &mut |line| verifier.follow(line)) {
        return Some(format!("{error:?}"));
    }
    let head = match store.head() {
        Ok(head) => head,
        Err(error) => return Some(format!("{error:?}")),
    };
    let verdict = verifier.finish();
    if !matches!(&verdict, Verdict::SelfConsistent { head: found } if *found == head) {
        return Some(format!("{verdict:?}, but the head is {head:?}"));
    }
    match store.verify(Verifier::new()).map(StoreCheck::finish) {
        Ok(StoreVerdict { lines: Verdict::SelfConsistent { head: found }, faults })
            if found == head && faults.is_empty() => {}
        found => return Some(format!("{found:?}")),
    }
    match store.check_current(&Upcasters::new()) {
        Ok(drifts) if drifts.is_empty() => None,
        drifts => Some(format!("{drifts:?}")),
    }
}
