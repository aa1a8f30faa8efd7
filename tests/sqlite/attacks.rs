//! The law in the file: what the plain command-line client cannot do, whatever it tries.
//!
//! The attacker knows the schema and every record, can hash, and seals records that are well formed in all but the one
//! thing that is attacked. A lawful record made the same way is accepted, so each refusal has the reason that it names.

mod corrections;
mod opening;
mod records;
mod states;

use super::target::{Forged, Target, client, contents, inserted};
use crate::common::{at, positions};
use project_lifecycle::{lifecycle::*, value::*};

const NO_MOVE: &str = "the law knows no such move";
const NOT_NEXT: &str = "the event does not follow the last one of its stream";
const NOT_CANONICAL: &str = "a record is one canonical line";
const NOT_LAST: &str = "a record follows the last one of its log";
const NO_VOID: &str = "only the last standing step can be voided";
const NOT_RESTORED: &str = "a void names the step that stands again";
const APPEND_ONLY: &str = "a log is append-only";
const FALLS: &str = "within a stream the law never falls";
const SEALED: &str = "the law is sealed";
const TYPES: &str = "the types of events are sealed";
const MARGIN: &str = "the margin of clocks is the owner's to set";
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

/// Every move that words can say, at once: those of the law are accepted, all others refused. Of a place where the project
/// does not stand, what would be lawful there is tried; with `LONG=1` it is tried by every verb.
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
    let is_long = std::env::var_os("LONG").is_some();
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
                    // from elsewhere: what would be lawful there, or would stay; with LONG=1 by whichever verb
                    let there = from.is_some_and(|from| {
                        from.next().any(|(known, next)| next == to && (is_long || known.code() == *verb))
                    });
                    let stays = to == stands && (is_long || *verb == "fact");
                    if from != Some(stands) && !there && !stays {
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
    let place = format!("sequence = {}", old.sequence());
    let again = |insert: &str, end: &str| inserted("1", &old.sequence().to_string(), &changed, insert, end);
    let upsert = "ON CONFLICT (log, sequence) DO UPDATE SET body = excluded.body, leaf = excluded.leaf";
    vec![
        ("UPDATE a body", format!("UPDATE event SET body = '{changed}' WHERE {place}"), APPEND_ONLY),
        (
            "UPDATE a body and its leaf",
            format!("UPDATE event SET body = '{changed}', leaf = x'{leaf}' WHERE {place}"),
            APPEND_ONLY,
        ),
        ("UPDATE to the same", format!("UPDATE event SET body = body WHERE {place}"), APPEND_ONLY),
        ("UPDATE OR REPLACE", format!("UPDATE OR REPLACE event SET sequence = 2 WHERE {place}"), APPEND_ONLY),
        ("UPDATE OR IGNORE", format!("UPDATE OR IGNORE event SET leaf = x'{leaf}' WHERE {place}"), APPEND_ONLY),
        ("UPDATE the row's number", format!("UPDATE OR REPLACE event SET rowid = 2 WHERE {place}"), APPEND_ONLY),
        (
            "UPDATE FROM",
            "UPDATE event SET body = o.body FROM event o WHERE o.sequence = event.sequence - 1".into(),
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
        ("DELETE the last", "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)".into(), APPEND_ONLY),
        ("DELETE all", "DELETE FROM event".into(), APPEND_ONLY),
        ("DELETE and say so", "DELETE FROM event WHERE 1 RETURNING id".into(), APPEND_ONLY),
    ]
}

/// The law itself.
fn law(_: &Target) -> Vec<Attack> {
    vec![
        ("add a row of the law", "INSERT INTO edge VALUES (1, 'sign', 'planned', 'signed')".into(), SEALED),
        (
            "add a row of the law, ignored",
            "INSERT OR IGNORE INTO edge VALUES (1, 'sign', 'planned', 'signed')".into(),
            SEALED,
        ),
        ("replace a row of the law", "REPLACE INTO edge VALUES (1, 'sign', 'negotiating', 'signed')".into(), SEALED),
        (
            "upsert a row of the law",
            "INSERT INTO edge VALUES (1, 'sign', 'negotiating', 'signed') ON CONFLICT DO UPDATE SET to_node = 'operating'"
                .into(),
            SEALED,
        ),
        ("change a row of the law", "UPDATE edge SET from_node = 'planned' WHERE verb = 'sign'".into(), SEALED),
        ("change a row of the law over another", "UPDATE OR REPLACE edge SET verb = 'close'".into(), SEALED),
        ("delete a row of the law", "DELETE FROM edge WHERE verb = 'close'".into(), SEALED),
        ("another type of event", "INSERT INTO event_type VALUES ('lifecycle.project.sold.v1', 'project')".into(), TYPES),
        ("a type changed", "UPDATE event_type SET kind = 'zone'".into(), TYPES),
        ("a type gone", "DELETE FROM event_type".into(), TYPES),
        ("another margin", "UPDATE clock_margin SET seconds = NULL".into(), MARGIN),
        ("a margin more", "INSERT OR IGNORE INTO clock_margin VALUES (2, 0)".into(), MARGIN),
        ("no margin", "DELETE FROM clock_margin".into(), MARGIN),
        ("delete the law", "DELETE FROM edge".into(), SEALED),
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
        CREATE TEMP TABLE edge AS SELECT 1 AS law, 'sign' AS verb, a.to_node AS from_node, b.to_node FROM main.edge a, main.edge b;
        CREATE TEMP TABLE event AS SELECT * FROM main.event LIMIT 0;
        CREATE TEMP TABLE current AS SELECT * FROM main.current LIMIT 0;
        CREATE TEMP TABLE log AS SELECT * FROM main.log;
        CREATE TEMP VIEW entered AS SELECT 1 AS log, '' AS stream, 1 AS version, '2001-01-01' AS since;
        CREATE TEMP VIEW dated AS SELECT * FROM entered;
        CREATE TEMP TRIGGER mine BEFORE INSERT ON main.event BEGIN INSERT INTO edge VALUES (1, 'sign', 'planned', 'signed'); END;";
    let skip = target.forge_move(target.at(at(Stage::Planned)), "sign", Some(at(Stage::Planned)), at(Stage::Signed));
    let skip = skip.expect("words can say it").insert_by("INSERT INTO main.", "").replace(". event", ".event");
    target.refuses("a stage skipped", &format!("{shadows}\n{skip};"), NO_MOVE);
    let state = "UPDATE main.current SET stage = 'operating'";
    target.refuses("a stage set", &format!("{shadows}\n{state};"), FROM_EVENTS);
    let since = "UPDATE main.current SET since = '2001-01-01'";
    target.refuses("a day set", &format!("{shadows}\n{since};"), FROM_EVENTS);
}

#[test]
fn no_record_is_rewritten_or_deleted() {
    attack(&Target::new("rewriting"), rewriting);
}

/// The owner brings the next law, as a migration will: then nobody goes back behind it, and all else goes on as before.
#[test]
fn the_law_of_a_stream_never_falls() {
    let target = Target::new("falling");
    let seal = client(&target.file(), "SELECT sql FROM sqlite_schema WHERE name = 'edge_insert';").said;
    let next = "INSERT INTO edge SELECT 2, verb, from_node, to_node FROM edge WHERE law = 1;";
    let brought = client(&target.file(), &format!("DROP TRIGGER edge_insert; {next} {};", seal.trim()));
    assert_eq!(brought.refused, "");
    let (planned, signed) = (target.at(at(Stage::Planned)), target.at(at(Stage::Signed)));
    let first = target.forge_fact(planned, at(Stage::Planned)).set("/data/law", 2);
    target.accepts("an event under the next law", &first.insert());
    let leaf = DigestAlgorithm::Sha256.leaf(first.line().as_bytes());
    let after = |project, stage: Stage, law: u32, more: u64| {
        let forged = target.forge_fact(project, at(stage)).set("/data/law", law);
        let version = forged.json["streamversion"].as_u64().expect("a number") + more;
        let forged = forged.set("/predecessorhash", leaf.to_string()).set("/streamversion", version);
        let forged = forged.set("/sequence", format!("{:019}", target.head.size() + 2));
        let forged = forged.set("/id", "00000000-0000-4000-8000-00000000abcd");
        format!("BEGIN;\n{};\n{};\nSELECT 'rows: ' || changes();\nROLLBACK;", first.insert(), forged.insert())
    };
    target.refuses("an event under the law before", &after(planned, Stage::Planned, 1, 1), FALLS);
    for (what, sql) in [
        ("another one under the next law", after(planned, Stage::Planned, 2, 1)),
        ("another project that stays under the first law", after(signed, Stage::Signed, 1, 0)),
    ] {
        let answer = client(&target.file(), &sql);
        assert!(answer.refused.is_empty() && answer.said.contains("rows: 1"), "{what}: {answer:?}\n{sql}");
    }
}

#[test]
fn no_row_of_the_law_is_added_or_changed() {
    attack(&Target::new("law"), law);
}
