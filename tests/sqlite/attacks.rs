//! The law in the file: what the plain command-line client cannot do, whatever it tries.
//!
//! The attacker knows the schema and every record, can hash, and seals records that are well formed in all but the one
//! thing that is attacked. A lawful record made the same way is accepted, so each refusal has the reason that it names.

use super::common::walk::Walk;
use super::common::{positions, project_id};
use super::target::{Forged, Target, client, contents, inserted};
use project_lifecycle::*;

const NO_MOVE: &str = "the law knows no such move";
const NOT_NEXT: &str = "the event does not follow the last one of its stream";
const NOT_CANONICAL: &str = "a record is one canonical line";
const NOT_LAST: &str = "a record follows the last one of its log";
const NO_VOID: &str = "only the last standing step can be voided";
const APPEND_ONLY: &str = "a log is append-only";
const SEALED: &str = "the law is sealed";
const FROM_EVENTS: &str = "stage, since and version come from the events";
const HEAD: &str = "the head of a log is its last record";

/// Settings that a client may choose, each of which would open a door if the law leaned on it.
const SETTINGS: [&str; 6] = [
    "",
    "PRAGMA recursive_triggers = ON;",
    "PRAGMA ignore_check_constraints = ON;",
    "PRAGMA ignore_check_constraints = ON; PRAGMA recursive_triggers = ON;",
    "PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = ON;",
    "PRAGMA reverse_unordered_selects = ON; PRAGMA query_only = OFF; PRAGMA legacy_alter_table = ON;",
];

fn at(stage: Stage) -> Position {
    Position::At(stage)
}

/// Every move that words can say, from every place, at once: those of the law are accepted, all others refused.
#[test]
fn the_file_and_the_law_permit_the_same_moves() {
    let target = Target::new("moves");
    let before = contents(&target.file());
    let (mut script, mut expected) = (String::from("BEGIN;\n"), Vec::new());
    let mut attempt = |forged: &Forged, is_lawful: bool, what: String| {
        let number = expected.len();
        script += &format!(
            "SAVEPOINT attempt;\n{};\nSELECT '{number} ' || (count(*) - {}) FROM event;\nROLLBACK TO attempt;\n",
            forged.insert(),
            target.head.size()
        );
        expected.push((is_lawful, what));
    };
    let verbs: Vec<_> = Verb::ALL.iter().map(|verb| verb.code()).chain(["plan", "fact", "none", "void"]).collect();
    for stands in positions() {
        let project = target.at(stands);
        for from in positions().into_iter().map(Some).chain([None]) {
            for to in positions() {
                for verb in &verbs {
                    let lawful = from == Some(stands)
                        && match *verb {
                            // a fact's verb is left out, so nothing says this; it would lead nowhere
                            "fact" => to == stands,
                            verb => {
                                Verb::ALL.iter().any(|known| known.code() == verb && stands.after(*known) == Some(to))
                            }
                        };
                    // the rest of the cube is the same question from elsewhere
                    if from != Some(stands)
                        && !from.is_some_and(|from| from.next().any(|(_, next)| next == to))
                        && to != stands
                    {
                        continue;
                    }
                    if let Some(forged) = target.forge_move(project, verb, from, to) {
                        attempt(&forged, lawful, format!("{verb} from {from:?} to {to}, standing in {stands}"));
                    }
                }
            }
        }
        attempt(&target.forge_fact(project, stands), true, format!("a fact in {stands}"));
    }
    script += "ROLLBACK;\n";
    let answer = client(&target.file(), &script);
    let answers: Vec<_> = answer.said.lines().collect();
    assert_eq!(answers.len(), expected.len(), "{}", answer.refused.lines().take(3).collect::<Vec<_>>().join("\n"));
    for (number, (said, (is_lawful, what))) in answers.iter().zip(&expected).enumerate() {
        assert_eq!(*said, format!("{number} {}", u8::from(*is_lawful)), "{what}");
    }
    let refused = expected.iter().filter(|(is_lawful, _)| !is_lawful).count();
    let reasons = [NO_MOVE, NOT_NEXT, NO_VOID];
    let reasoned = answer.refused.lines().filter(|line| reasons.iter().any(|reason| line.contains(reason))).count();
    assert_eq!(reasoned, refused, "each refusal has a reason of the law");
    // by hand: 35 steps from 14 positions and a fact in each, the fact once with its verb written out
    assert_eq!(expected.len() - refused, 35 + 14 + 14);
    assert!(contents(&target.file()) == before, "nothing stays of what was rolled back");
}

/// An attack: what it is called, its SQL, and why it is refused.
type Attack = (&'static str, String, &'static str);

/// The statement that inserts a record with a leaf of 31 bytes.
fn cut_leaf(forged: &Forged) -> String {
    let whole = forged.insert();
    let leaf = whole.rfind("x'").expect("a leaf");
    format!("{}{}", &whole[..leaf + 2], &whole[leaf + 4..])
}

/// Records that do not follow.
fn records(target: &Target) -> Vec<Attack> {
    let (planned, signed) = (target.at(at(Stage::Planned)), target.at(at(Stage::Signed)));
    let stalled = target.at(Position::Stalled(Stage::Started));
    let go = |project, verb: Verb, from, to| {
        target.forge_move(project, verb.code(), from, at(to)).expect("words can say it")
    };
    let admit = || go(planned, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve);
    let register = || go(signed, Verb::Register, Some(at(Stage::Signed)), Stage::Registered);
    target.accepts("a lawful move", &admit().insert());
    target.accepts("another lawful move", &register().insert());
    let fresh = project_id(900);
    let plan = || target.forge(target.sample("planned"), fresh);
    target.accepts("a lawful planning", &plan().insert());
    let revive = |to: Stage| {
        let mut forged = go(stalled, Verb::Revive, Some(at(Stage::Started)), to);
        (forged.json["data"]["from"], forged.json["data"]["stalled_at"]) = ("zombie".into(), "started".into());
        forged
    };
    target.accepts("a lawful revival", &revive(Stage::Started).insert());
    let (old, last) = (&target.records[3], target.records.last().expect("a log"));
    let size = target.head.size();
    let other = "00000000-0000-4000-8000-00000000abcd";
    let next_version = target.stream(signed).len() + 1;
    vec![
        ("skip a stage", go(planned, Verb::Sign, Some(at(Stage::Planned)), Stage::Signed).insert(), NO_MOVE),
        (
            "skip a stage under its own verb",
            go(planned, Verb::Register, Some(at(Stage::Signed)), Stage::Registered).insert(),
            NOT_NEXT,
        ),
        ("start in the middle", go(fresh, Verb::Sign, Some(at(Stage::Negotiating)), Stage::Signed).insert(), NOT_NEXT),
        ("start in the middle from nowhere", go(fresh, Verb::Sign, None, Stage::Signed).insert(), NO_MOVE),
        ("plan into the middle", plan().set("/data/to", "operating").insert(), NO_MOVE),
        ("a project that does nothing", plan().set("/data/verb", "none").set("/data/to", "none").insert(), NO_MOVE),
        (
            "a project that comes from and leads to nothing",
            plan().set("/data/verb", "none").without("/data/to").without("/data/from").insert(),
            NO_MOVE,
        ),
        ("revive to another stage", revive(Stage::Signed).insert(), NO_MOVE),
        (
            "revive as if it had stalled elsewhere",
            revive(Stage::Signed).set("/data/stalled_at", "signed").insert(),
            NOT_NEXT,
        ),
        (
            "revive without saying where it stalled",
            revive(Stage::Started).without("/data/stalled_at").insert(),
            NO_MOVE,
        ),
        ("a zombie written as one word", revive(Stage::Started).set("/data/from", "zombie:started").insert(), NO_MOVE),
        (
            "a zombie to be, written as one word",
            {
                let signed = Position::Stalled(Stage::Signed);
                let stall = target.forge_move(target.at(at(Stage::Signed)), "stall", Some(at(Stage::Signed)), signed);
                stall.expect("words can say it").without("/data/stalled_at").set("/data/to", "zombie:signed").insert()
            },
            NO_MOVE,
        ),
        ("a move from nowhere", go(planned, Verb::Admit, None, Stage::Reserve).insert(), NO_MOVE),
        (
            "a move from nowhere, of a new project",
            go(fresh, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve).set("/streamversion", 2).insert(),
            NOT_NEXT,
        ),
        ("a move to nowhere", admit().without("/data/to").insert(), NO_MOVE),
        ("no verb that the law knows", admit().set("/data/verb", "promote").insert(), NO_MOVE),
        ("a fact that moves", admit().without("/data/verb").insert(), NO_MOVE),
        ("a fact in another stage", target.forge_fact(planned, at(Stage::Reserve)).insert(), NOT_NEXT),
        ("plan again", target.forge(target.sample("planned"), planned).set("/streamversion", 1).insert(), NOT_NEXT),
        ("plan again, later", target.forge(target.sample("planned"), planned).insert(), NOT_NEXT),
        ("plan as the second version", plan().set("/streamversion", 2).insert(), NOT_NEXT),
        ("a version too far", register().set("/streamversion", next_version + 1).insert(), NOT_NEXT),
        ("fork from an old row", register().set("/streamversion", next_version - 1).insert(), NOT_NEXT),
        (
            "fork from the first row",
            go(signed, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve).set("/streamversion", 2).insert(),
            NOT_NEXT,
        ),
        ("fork the log", register().set("/sequence", format!("{:019}", size)).insert(), NOT_LAST),
        ("fork the log from its beginning", register().set("/sequence", format!("{:019}", 4)).insert(), NOT_LAST),
        ("begin the log anew", register().set("/sequence", format!("{:019}", 1)).insert(), NOT_LAST),
        ("leave a gap", register().set("/sequence", format!("{:019}", size + 2)).insert(), NOT_LAST),
        (
            "follow another line",
            register().set("/predecessorhash", old.leaf(DigestAlgorithm::Sha256).to_string()).insert(),
            NOT_LAST,
        ),
        ("follow no line", register().set("/predecessorhash", Digest::ZERO.to_string()).insert(), NOT_LAST),
        ("follow nothing", register().without("/predecessorhash").insert(), NOT_CANONICAL),
        ("another place than the record says", inserted("1", "999999", &register().line(), "INSERT INTO", ""), ""),
        (
            "the next place, by the column alone",
            inserted(
                "1",
                &(size + 1).to_string(),
                &register().set("/sequence", format!("{:019}", size + 2)).line(),
                "INSERT INTO",
                "",
            ),
            NOT_LAST,
        ),
        ("a leaf that is cut", cut_leaf(&register()), NOT_CANONICAL),
        (
            "an id that is taken",
            register().set("/id", last.id().to_string()).insert(),
            "the id names another record of the log",
        ),
        ("no id", register().without("/id").insert(), NOT_CANONICAL),
        (
            "another log's record",
            register().set("/source", "urn:example:log:other").insert(),
            "the record belongs to another log",
        ),
        ("a record of no log", register().without("/source").insert(), NOT_CANONICAL),
        ("a log that does not exist", register().into_log("2").insert(), "the record belongs to another log"),
        ("no log", register().into_log("NULL").insert(), "the record belongs to another log"),
        ("a stream that is no id", plan().set("/subject", "project/drones").insert(), "no stream is called so"),
        (
            "a stream with an id in capitals",
            plan().set("/subject", format!("project/{}", other.to_uppercase())).insert(),
            "no stream is called so",
        ),
        (
            "a stream with more than an id",
            plan().set("/subject", format!("project/{other} ")).insert(),
            "no stream is called so",
        ),
        ("a stream of nothing", plan().set("/subject", other).insert(), "no stream is called so"),
        ("a plan without a name", plan().without("/data/profile/name").insert(), "current.name"),
        (
            "a plan without a name, ignored",
            plan().without("/data/profile/name").insert_by("INSERT OR IGNORE INTO", ""),
            "a project has name, kind and zone",
        ),
        ("a move on no day", admit().without("/data/effective_on").insert(), "an event of a project has its day"),
        (
            "a fact on no day",
            target.forge_fact(planned, at(Stage::Planned)).without("/data/effective_on").insert(),
            "an event of a project has its day",
        ),
    ]
}

/// Steps undone that cannot be.
fn voids(target: &Target) -> Vec<Attack> {
    let project = target.at(at(Stage::Registered));
    let stream = target.stream(project);
    let step = |name: &str| {
        let is_named = |record: &&&AuditEvent| record.event_type() == format!("lifecycle.project.{name}.v1");
        *stream.iter().find(is_named).expect("it happened")
    };
    let (signed, registered) = (step("signed"), step("registered"));
    let last = || target.forge_void(project, registered);
    target.accepts("the last step undone", &last().insert());
    let closed = target.at(at(Stage::Planned));
    let plan = target.stream(closed)[0];
    // the last step was undone already: that of another log, with the correction in it
    vec![
        (
            "void a step that is not the last",
            target.forge_void(project, signed).set("/data/from", "registered").set("/data/to", "signed").insert(),
            NO_VOID,
        ),
        ("void a step that is not the last, as it was", target.forge_void(project, signed).insert(), NOT_NEXT),
        ("void to another stage", last().set("/data/to", "negotiating").insert(), NO_MOVE),
        (
            "void to a stage that a step could come from",
            {
                // a zombie that stalled when registered would come back so
                last().set("/data/to", "zombie").set("/data/stalled_at", "registered").insert()
            },
            NO_VOID,
        ),
        ("void a fact", last().set("/data/voids_version", 2).insert(), NO_VOID),
        ("void what never was", last().set("/data/voids_version", 99).insert(), NO_VOID),
        ("void nothing", last().without("/data/voids_version").insert(), NO_VOID),
        ("void the void itself", last().set("/data/voids_version", stream.len() as u64 + 1).insert(), NO_VOID),
        ("void a planning", target.forge_void(closed, plan).insert(), NO_MOVE),
    ]
}

/// What was written, changed or gone.
fn rewriting(target: &Target) -> Vec<Attack> {
    let signed = target.at(at(Stage::Signed));
    let next = target
        .forge_move(signed, "register", Some(at(Stage::Signed)), at(Stage::Registered))
        .expect("words can say it");
    let old = &target.records[4];
    let body = String::from_utf8(old.line().to_vec()).expect("UTF-8").replace('\'', "''");
    let changed = body.replace("officer-7", "officer-8");
    let leaf = DigestAlgorithm::Sha256.leaf(changed.as_bytes());
    let place = format!("position = {}", old.sequence());
    let again = |insert: &str, end: &str| inserted("1", &old.sequence().to_string(), &changed, insert, end);
    let upsert = "ON CONFLICT (log, position) DO UPDATE SET body = excluded.body, leaf = excluded.leaf";
    vec![
        ("UPDATE a body", format!("UPDATE event SET body = '{changed}' WHERE {place}"), APPEND_ONLY),
        (
            "UPDATE a body and its leaf",
            format!("UPDATE event SET body = '{changed}', leaf = x'{leaf}' WHERE {place}"),
            APPEND_ONLY,
        ),
        ("UPDATE to the same", format!("UPDATE event SET body = body WHERE {place}"), APPEND_ONLY),
        ("UPDATE OR REPLACE", format!("UPDATE OR REPLACE event SET position = 2 WHERE {place}"), APPEND_ONLY),
        ("UPDATE OR IGNORE", format!("UPDATE OR IGNORE event SET leaf = x'{leaf}' WHERE {place}"), APPEND_ONLY),
        ("UPDATE the row's number", format!("UPDATE OR REPLACE event SET rowid = 2 WHERE {place}"), APPEND_ONLY),
        (
            "UPDATE FROM",
            "UPDATE event SET body = o.body FROM event o WHERE o.position = event.position - 1".into(),
            APPEND_ONLY,
        ),
        ("INSERT OR REPLACE", again("INSERT OR REPLACE INTO", ""), NOT_LAST),
        ("REPLACE INTO", again("REPLACE INTO", ""), NOT_LAST),
        ("INSERT OR IGNORE", again("INSERT OR IGNORE INTO", ""), NOT_LAST),
        ("ON CONFLICT DO UPDATE", again("INSERT INTO", upsert), NOT_LAST),
        ("ON CONFLICT DO NOTHING", again("INSERT INTO", "ON CONFLICT DO NOTHING"), NOT_LAST),
        ("a lawful record in an old one's row", next.insert_as("INSERT OR REPLACE INTO", "2"), "a row is not replaced"),
        ("a lawful record in a row of no number", next.insert_as("INSERT INTO", "-1"), "a row has a number"),
        ("a lawful record in row 0", next.insert_as("INSERT INTO", "0"), "a row has a number"),
        ("DELETE one", format!("DELETE FROM event WHERE {place}"), APPEND_ONLY),
        ("DELETE the last", "DELETE FROM event WHERE position = (SELECT max(position) FROM event)".into(), APPEND_ONLY),
        ("DELETE all", "DELETE FROM event".into(), APPEND_ONLY),
        ("DELETE and say so", "DELETE FROM event WHERE 1 RETURNING id".into(), APPEND_ONLY),
    ]
}

/// The law itself.
fn law(_: &Target) -> Vec<Attack> {
    vec![
        ("add a row of the law", "INSERT INTO edge VALUES ('sign', 'planned', 'signed')".into(), SEALED),
        (
            "add a row of the law, ignored",
            "INSERT OR IGNORE INTO edge VALUES ('sign', 'planned', 'signed')".into(),
            SEALED,
        ),
        ("replace a row of the law", "REPLACE INTO edge VALUES ('sign', 'negotiating', 'signed')".into(), SEALED),
        (
            "upsert a row of the law",
            "INSERT INTO edge VALUES ('sign', 'negotiating', 'signed') ON CONFLICT DO UPDATE SET to_node = 'operating'"
                .into(),
            SEALED,
        ),
        ("change a row of the law", "UPDATE edge SET from_node = 'planned' WHERE verb = 'sign'".into(), SEALED),
        ("change a row of the law over another", "UPDATE OR REPLACE edge SET verb = 'close'".into(), SEALED),
        ("delete a row of the law", "DELETE FROM edge WHERE verb = 'close'".into(), SEALED),
        ("delete the law", "DELETE FROM edge".into(), SEALED),
    ]
}

/// What every project is now.
fn states(target: &Target) -> Vec<Attack> {
    let of = |position: Position| format!("WHERE project = '{}'", target.at(position));
    let signed = of(at(Stage::Signed));
    let stalled = of(Position::Stalled(Stage::Signed));
    let columns = "log, project, version, stage, since, name, name_key, kind, zone";
    let copy = |project: &str, stage: &str| {
        format!("SELECT log, {project}, version, {stage}, since, name, name_key, kind, zone FROM current {signed}")
    };
    vec![
        ("set a stage", format!("UPDATE current SET stage = 'operating' {signed}"), FROM_EVENTS),
        ("set a stage of all", "UPDATE current SET stage = 'operating'".into(), FROM_EVENTS),
        ("set a stage, ignored", format!("UPDATE OR IGNORE current SET stage = 'operating' {signed}"), FROM_EVENTS),
        ("set no stage", format!("UPDATE current SET stage = NULL {signed}"), ""),
        ("set where it stalled", format!("UPDATE current SET stalled_at = 'started' {stalled}"), FROM_EVENTS),
        ("set that it stalled nowhere", format!("UPDATE current SET stalled_at = NULL {stalled}"), FROM_EVENTS),
        (
            "set where it stalled, of what did not",
            format!("UPDATE current SET stalled_at = 'started' {signed}"),
            FROM_EVENTS,
        ),
        (
            "write a zombie as one word",
            format!("UPDATE current SET stage = 'zombie:signed', stalled_at = NULL {stalled}"),
            FROM_EVENTS,
        ),
        ("set the day it entered", format!("UPDATE current SET since = '2001-01-01' {signed}"), FROM_EVENTS),
        (
            "set the day it entered to that of an earlier step",
            format!("UPDATE current SET since = (SELECT effective_on FROM event WHERE version = 1) {signed}"),
            FROM_EVENTS,
        ),
        ("set the version", format!("UPDATE current SET version = version + 1 {signed}"), FROM_EVENTS),
        ("set the version back", format!("UPDATE current SET version = 1 {signed}"), FROM_EVENTS),
        (
            "give it to another project",
            format!("UPDATE current SET project = '{}' {signed}", project_id(900)),
            "a project keeps its id",
        ),
        (
            "give it over another project",
            format!("UPDATE OR REPLACE current SET project = '{}' {signed}", target.at(at(Stage::Planned))),
            "a project keeps its id",
        ),
        ("give it to another log", format!("UPDATE current SET log = 2 {signed}"), "a project keeps its id"),
        (
            "push one out of its row",
            format!("UPDATE OR REPLACE current SET rowid = 1 {signed}"),
            "no such column: rowid",
        ),
        ("delete one", format!("DELETE FROM current {signed}"), "a project that has events stays listed"),
        ("delete all", "DELETE FROM current".into(), "a project that has events stays listed"),
        (
            "list one again",
            format!("INSERT INTO current ({columns}) {}", copy("project", "stage")),
            "the project is listed already",
        ),
        (
            "list one over itself",
            format!("INSERT OR REPLACE INTO current ({columns}) {}", copy("project", "stage")),
            "the project is listed already",
        ),
        (
            "list one over itself, updated",
            format!(
                "INSERT INTO current ({columns}) {} ON CONFLICT DO UPDATE SET stage = 'operating'",
                copy("project", "stage")
            ),
            "the project is listed already",
        ),
        (
            "list one that has no events",
            format!("INSERT INTO current ({columns}) {}", copy("'00000000-0000-4000-8000-00000000abcd'", "'planned'")),
            FROM_EVENTS,
        ),
    ]
}

/// The head of the log, and other logs.
fn heads(target: &Target) -> Vec<Attack> {
    let size = target.head.size();
    let back = |size: u64| {
        let record = &target.records[size as usize - 1];
        let peaks = LogHead::empty(target.head.source.clone(), DigestAlgorithm::Sha256);
        let mut head = peaks;
        for record in &target.records[..size as usize] {
            head = head.after(record.line(), record.recorded_time());
        }
        let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
        format!(
            "UPDATE log SET size = {size}, head = x'{}', peaks = x'{peaks}', recorded = '{}'",
            head.hash,
            record.recorded_time()
        )
    };
    // with a lawful record that the head is to follow
    let planned = target.at(at(Stage::Planned));
    let next = target.forge_fact(planned, at(Stage::Planned));
    let head = target.head.after(next.line().as_bytes(), super::target::late());
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    let moved = |size: u64, hash: Digest, recorded: &str| {
        format!(
            "BEGIN; {}; UPDATE log SET size = {size}, head = x'{hash}', peaks = x'{peaks}', recorded = '{recorded}'",
            next.insert()
        )
    };
    let recorded = super::target::late().to_string();
    let lawful = client(&target.file(), &format!("{}; ROLLBACK;", moved(size + 1, head.hash, &recorded)));
    assert_eq!(lawful.refused, "", "the head may follow");
    // two records, of which the head is to know one
    let mut two = next.clone().set("/streamversion", target.stream(planned).len() + 2);
    two = two.set("/sequence", format!("{:019}", size + 2)).set("/predecessorhash", head.hash.to_string());
    two = two.set("/id", "f0f00000-0000-4000-8000-00000000ffff");
    let both = moved(size + 1, head.hash, &recorded).replacen("UPDATE", &format!("{}; UPDATE", two.insert()), 1);
    let lawful = client(&target.file(), &format!("BEGIN; {}; {}; ROLLBACK;", next.insert(), two.insert()));
    assert_eq!(lawful.refused, "", "two may follow");
    let columns = "INSERT INTO log (id, source, digest, size, head, peaks)";
    vec![
        ("another head with a record", moved(size + 1, target.head.hash, &recorded), HEAD),
        ("a head of zeros with a record", moved(size + 1, Digest::ZERO, &recorded), HEAD),
        ("another time with a record", moved(size + 1, head.hash, "2001-01-01T00:00:00.000000Z"), HEAD),
        ("no time with a record", moved(size + 1, head.hash, ""), HEAD),
        ("a head beyond the record", moved(size + 2, head.hash, &recorded), HEAD),
        ("a head that leaves a record behind", both, HEAD),
        ("move the head back", back(size - 1), HEAD),
        ("move the head to the first record", back(1), HEAD),
        (
            "move the head back to nothing",
            "UPDATE log SET size = 0, head = zeroblob(32), peaks = x'', recorded = NULL".into(),
            HEAD,
        ),
        ("move the head on", "UPDATE log SET size = size + 1".into(), HEAD),
        ("another head", "UPDATE log SET head = zeroblob(32)".into(), HEAD),
        ("no head", "UPDATE log SET head = NULL".into(), ""),
        ("other peaks", "UPDATE log SET peaks = zeroblob(length(peaks))".into(), HEAD),
        ("no peaks", "UPDATE log SET peaks = x''".into(), HEAD),
        ("another time", "UPDATE log SET recorded = '2030-01-01T00:00:00.000000Z'".into(), HEAD),
        ("no time", "UPDATE log SET recorded = NULL".into(), HEAD),
        ("the head set anew", "UPDATE log SET size = size".into(), HEAD),
        (
            "another source",
            "UPDATE log SET source = 'urn:example:log:other'".into(),
            "a log keeps its name and its digest",
        ),
        ("another digest", "UPDATE log SET digest = 'sm3'".into(), "a log keeps its name and its digest"),
        ("another row", "UPDATE OR REPLACE log SET id = 2".into(), "a log keeps its name and its digest"),
        ("delete the log", "DELETE FROM log".into(), APPEND_ONLY),
        (
            "the log again",
            "INSERT OR REPLACE INTO log (source, digest, size, head, peaks) SELECT source, 'sm3', 0, zeroblob(32), x'' FROM log".into(),
            "the log exists",
        ),
        (
            "another log in its row",
            format!(
                "{columns} VALUES (1, 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'') ON CONFLICT DO UPDATE SET size = 0"
            ),
            "the log exists",
        ),
        (
            "a log that begins in the middle",
            format!("{columns} VALUES (2, 'urn:example:log:other', 'sha-256', 7, zeroblob(32), x'')"),
            "a log begins empty",
        ),
        (
            "a log in a row of no number",
            format!("{columns} VALUES (-1, 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'')"),
            "a row has a number",
        ),
        (
            "a log of another kind of number",
            format!("{columns} VALUES ('one', 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'')"),
            "",
        ),
    ]
}

/// Under each setting one client tries everything, and nothing may have changed thereafter.
fn attack(target: &Target, attacks: fn(&Target) -> Vec<Attack>) {
    let attacks = attacks(target);
    let before = contents(&target.file());
    for setting in SETTINGS {
        // a line for each, for the client names the line, and one that ends what it may have begun
        let lines: String =
            attacks.iter().map(|(_, sql, _)| format!("{};\nROLLBACK;\n", sql.replace('\n', " "))).collect();
        let answer = client(&target.file(), &format!("{setting}\n{lines}"));
        for (line, (attack, _, why)) in (2..).step_by(2).zip(&attacks) {
            let near = format!("near line {line}: ");
            let refusal = answer.refused.lines().find(|said| said.contains(&near));
            assert!(
                refusal.is_some_and(|said| said.contains(why)),
                "{attack}: {why:?} expected, not {refusal:?} ({setting})"
            );
        }
        assert!(contents(&target.file()) == before, "something was changed under `{setting}`: {}", answer.refused);
    }
}

/// What a trigger names is what stands in its own schema, whatever else bears the name.
#[test]
fn no_table_of_the_same_name_stands_in_for_the_law() {
    let target = Target::new("shadows");
    let shadows = "
        CREATE TEMP TABLE edge AS SELECT 'sign' AS verb, a.to_node AS from_node, b.to_node FROM main.edge a, main.edge b;
        CREATE TEMP TABLE event AS SELECT * FROM main.event LIMIT 0;
        CREATE TEMP TABLE current AS SELECT * FROM main.current LIMIT 0;
        CREATE TEMP TABLE log AS SELECT * FROM main.log;
        CREATE TEMP VIEW entered AS SELECT 1 AS log, '' AS stream, 1 AS version, '2001-01-01' AS since;
        CREATE TEMP TRIGGER mine BEFORE INSERT ON main.event BEGIN INSERT INTO edge VALUES ('sign', 'planned', 'signed'); END;";
    let skip = target.forge_move(target.at(at(Stage::Planned)), "sign", Some(at(Stage::Planned)), at(Stage::Signed));
    let skip = skip.expect("words can say it").insert_by("INSERT INTO main.", "").replace(". event", ".event");
    target.refuses("a stage skipped", &format!("{shadows}\n{skip};"), NO_MOVE);
    let state = "UPDATE main.current SET stage = 'operating'";
    target.refuses("a stage set", &format!("{shadows}\n{state};"), FROM_EVENTS);
    let since = "UPDATE main.current SET since = '2001-01-01'";
    target.refuses("a day set", &format!("{shadows}\n{since};"), FROM_EVENTS);
}

#[test]
fn no_record_that_does_not_follow() {
    attack(&Target::new("records"), records);
}

#[test]
fn no_step_is_undone_but_the_last() {
    attack(&Target::new("voids"), voids);
}

#[test]
fn no_record_is_rewritten_or_deleted() {
    attack(&Target::new("rewriting"), rewriting);
}

#[test]
fn no_row_of_the_law_is_added_or_changed() {
    attack(&Target::new("law"), law);
}

#[test]
fn no_state_is_set_by_hand() {
    attack(&Target::new("states"), states);
}

#[test]
fn no_head_is_moved_by_hand() {
    attack(&Target::new("heads"), heads);
}

/// A log begins at nothing: its first record names no line before it.
#[test]
fn a_new_log_begins_at_nothing() {
    let target = Target::of("begins", vec![Walk::plan(1)]);
    let source = "urn:example:log:other";
    let (opened, _) = LogHead::open(source.parse().expect("a source"), &super::common::actor(), super::target::late())
        .expect("a log opens");
    let first = Forged { json: serde_json::from_slice(opened.line()).expect("JSON"), log: "2".into() };
    let log = format!(
        "INSERT INTO log (source, digest, size, head, peaks) VALUES ('{source}', 'sha-256', 0, zeroblob(32), x'');"
    );
    assert_eq!(client(&target.file(), &log).refused, "");
    target.accepts("the first record", &first.insert());
    let after = |hash: String| first.clone().set("/predecessorhash", hash).insert();
    let another = target.head.hash.to_string();
    for (what, hash) in
        [("another log's last line", another), ("too few zeros", "0".repeat(63)), ("none", String::new())]
    {
        target.refuses(what, &after(hash), NOT_LAST);
    }
    target.refuses("no member for it", &first.clone().without("/predecessorhash").insert(), NOT_CANONICAL);
    target.refuses("a second record first", &first.set("/sequence", format!("{:019}", 2)).insert(), NOT_LAST);
}

/// What is undone is undone, and then the step before it is the last one.
#[test]
fn steps_are_undone_one_after_another_and_once() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    walk.void();
    let target = Target::of("undone", vec![walk]);
    let project = project_id(1);
    let stream = target.stream(project);
    let step = |name: &str| {
        let name = format!("lifecycle.project.{name}.v1");
        *stream.iter().find(|record| record.event_type() == name).expect("it happened")
    };
    let again = target.forge_void(project, step("registered"));
    target.accepts("the step before", &target.forge_void(project, step("signed")).insert());
    target.refuses("undone twice", &again.clone().insert(), NOT_NEXT);
    target.refuses(
        "undone twice, from where it is",
        &again.set("/data/from", "signed").set("/data/to", "negotiating").insert(),
        NO_VOID,
    );
}
