//! The law written down a second time, by hand from the design, and compared with the crate in every way it is used.
//!
//! No other file outside `src/lifecycle` states which move is legal.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::common::evidence::*;
use crate::common::walk::Walk;
use crate::common::{
    actor, actor_id, at, context, evening, event_id, plus, policy, positions, profile, project_id, source, stalled,
};
use project_lifecycle::canonical;
use project_lifecycle::{audit::*, evidence::*, lifecycle::*, project::*, reason::*, value::*, *};
use serde_json::{Value, json};

/// Row to column; `X` is legal.
const MATRIX: &str = "
            pla res neg sig reg sta pro ope zom clo
planned      .   X   X   .   .   .   .   .   .   X
reserve      X   .   X   .   .   .   .   .   .   X
negotiating  .   X   .   X   .   .   .   .   .   X
signed       .   X   X   .   X   .   .   .   X   X
registered   .   .   .   .   .   X   .   .   X   X
started      .   .   .   .   .   .   X   .   X   X
producing    .   .   .   .   .   .   .   X   X   X
operating    .   .   .   .   .   .   .   .   X   X
zombie       .   .   .   X   X   X   X   X   .   X
closed       .   .   .   .   .   .   .   .   .   .
";

/// Verb, moves, evidence, event type, Chinese.
const VERBS: &str = "
admit        | planned>reserve                          | Dossier       | admitted       | 入储备库
engage       | reserve>negotiating planned>negotiating  | Engagement    | engaged        | 启动洽谈
sign         | negotiating>signed                       | Agreement     | signed         | 签约
register     | signed>registered                        | Registration  | registered     | 注册
start        | registered>started                       | Commencement  | started        | 开工
commission   | started>producing                        | Commissioning | commissioned   | 投产
operate      | producing>operating                      | Operation     | operating      | 运营
send_back    | reserve>planned                          | Grounds       | sent_back      | 退回策划
break_off    | negotiating>reserve                      | Grounds       | broken_off     | 终止洽谈（退回储备）
reopen_talks | signed>negotiating                       | Rescission    | talks_reopened | 重新洽谈
terminate    | signed>reserve                           | Rescission    | terminated     | 解约
stall        | signed>zombie registered>zombie started>zombie producing>zombie operating>zombie | StallFinding | stalled | 认定为僵尸项目（企业）
revive       | zombie>signed zombie>registered zombie>started zombie>producing zombie>operating | Revival | revived | 盘活
close        | planned>closed reserve>closed negotiating>closed signed>closed registered>closed started>closed producing>closed operating>closed zombie>closed | Closing | closed | 退出
";

/// Stage, its closing outcomes, its causes of stalling, its library.
const STAGES: &str = "
planned     | withdrawn abandoned transferred_out duplicate combined | - | -
reserve     | withdrawn abandoned transferred_out duplicate combined | - | 策划储备项目库
negotiating | lost withdrawn abandoned transferred_out duplicate combined | - | 招商项目库（洽谈）
signed      | withdrawn abandoned transferred_out land_reclaimed cleared_out duplicate combined | land_not_cleared promise_unmet investor_stalled | 招商项目库（签约）
registered  | withdrawn abandoned transferred_out land_reclaimed cleared_out liquidated dissolved merged duplicate combined | land_not_cleared promise_unmet investor_stalled | 招商项目库（落地）
started     | withdrawn abandoned transferred_out land_reclaimed cleared_out liquidated dissolved merged duplicate combined | promise_unmet construction_halted no_activity | 招商项目库（落地）
producing   | transferred_out land_reclaimed cleared_out liquidated dissolved merged duplicate combined | no_activity obsolete_by_order insolvent | -
operating   | transferred_out land_reclaimed cleared_out liquidated dissolved merged duplicate combined | no_activity obsolete_by_order insolvent | -
";

/// Cause, its remedies, whose side it lies on, whether it makes a zombie enterprise.
const CAUSES: &str = "
land_not_cleared    | clear_land                            | government | project
promise_unmet       | promise_kept                          | government | project
investor_stalled    | performance_resumed investor_changed  | investor   | project
construction_halted | works_resumed investor_changed restructured | investor   | project
no_activity         | restructured                          | investor   | enterprise
obsolete_by_order   | upgraded                              | investor   | enterprise
insolvent           | restructured                          | investor   | enterprise
";

fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| !line.is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect()).collect()
}

fn words(cell: &str) -> Vec<&str> {
    cell.split_whitespace().filter(|word| *word != "-").collect()
}

fn stage(code: &str) -> Stage {
    code.parse().expect("a stage")
}

/// Every move of the hand-written table.
fn moves() -> Vec<(Verb, Stage, Stage)> {
    let mut moves = Vec::new();
    for row in rows(VERBS) {
        for step in words(row[1]) {
            let (from, to) = step.split_once('>').expect("a move");
            moves.push((row[0].parse().expect("a verb"), stage(from), stage(to)));
        }
    }
    moves
}

/// Where a verb leads by hand: a zombie returns to the stage it stalled in and no other.
fn leads(verb: Verb, from: Position) -> Option<Position> {
    let targets: Vec<_> =
        moves().into_iter().filter(|(by, of, _)| *by == verb && *of == from.stage()).map(|(_, _, to)| to).collect();
    let to = match from.stalled_at() {
        Some(stage) if targets.contains(&stage) => stage,
        Some(_) => *targets.iter().find(|to| **to == Stage::Closed)?,
        None => *targets.first()?,
    };
    Some(if to == Stage::Zombie { stalled(from.stage()) } else { at(to) })
}

#[test]
fn the_matrix_has_one_hundred_pairs_of_which_thirty_one_are_legal() {
    let lines: Vec<_> = MATRIX.lines().filter(|line| !line.is_empty()).collect();
    let codes: Vec<_> = lines[1..].iter().map(|line| words(line)[0]).collect();
    assert_eq!(codes, Stage::ALL.map(Stage::code));
    let mut legal = 0;
    for (line, from) in lines[1..].iter().zip(Stage::ALL) {
        for (mark, to) in words(line)[1..].iter().zip(Stage::ALL) {
            legal += usize::from(*mark == "X");
            assert_eq!(from.can_become(to), *mark == "X", "{from} -> {to}");
            assert_eq!(from.reachable().any(|reached| reached == to), *mark == "X", "{from} -> {to}");
            assert_eq!(moves().iter().any(|(_, f, t)| (*f, *t) == (from, to)), *mark == "X", "{from} -> {to}");
        }
        assert_eq!(from.is_terminal(), from == Stage::Closed, "{from}");
    }
    assert_eq!(legal, 31);
    assert!(Stage::NINE.iter().eq(Stage::ALL[..9].iter()));
    assert_eq!(Stage::ALL[9], Stage::Closed);
}

#[test]
fn the_edges_are_the_hand_written_moves_once_each() {
    let edges: HashSet<_> = EDGES.iter().map(|edge| (edge.verb, edge.from, edge.to)).collect();
    assert_eq!(EDGES.len(), 31);
    assert_eq!(edges.len(), 31, "no edge stands twice");
    assert_eq!(EDGES.iter().map(|edge| (edge.from, edge.to)).collect::<HashSet<_>>().len(), 31, "one verb for a pair");
    assert_eq!(edges, moves().into_iter().collect());
}

#[test]
fn every_verb_has_its_evidence_event_type_and_label() {
    let table = rows(VERBS);
    assert_eq!(table.iter().map(|row| row[0]).collect::<Vec<_>>(), Verb::ALL.map(Verb::code));
    for (row, verb) in table.iter().zip(Verb::ALL) {
        assert_eq!(format!("{:?}", verb.gate()), row[2], "{verb}");
        assert_eq!(verb.event_name(), row[3], "{verb}");
        assert_eq!(verb.label(Language::Chinese), row[4], "{verb}");
        for from in Stage::ALL {
            let targets: Vec<_> = verb.targets(from).collect();
            let by_hand: Vec<_> =
                moves().into_iter().filter(|(by, of, _)| (*by, *of) == (verb, from)).map(|(_, _, to)| to).collect();
            assert_eq!(targets, by_hand, "{verb} from {from}");
        }
    }
    let names: HashSet<_> = Verb::ALL.map(Verb::event_name).into_iter().collect();
    assert_eq!(names.len(), 14, "no event type twice");
}

#[test]
fn every_stage_has_its_outcomes_causes_and_library() {
    for row in rows(STAGES) {
        let stage = stage(row[0]);
        assert_eq!(Outcome::open_to(stage).map(Outcome::code).collect::<Vec<_>>(), words(row[1]), "{stage}");
        assert_eq!(ZombieCause::open_to(stage).map(ZombieCause::code).collect::<Vec<_>>(), words(row[2]), "{stage}");
        for outcome in Outcome::ALL {
            assert_eq!(outcome.allowed_at(stage), words(row[1]).contains(&outcome.code()), "{outcome} from {stage}");
        }
        for cause in ZombieCause::ALL {
            assert_eq!(cause.allowed_at(stage), words(row[2]).contains(&cause.code()), "{cause} at {stage}");
        }
        let library = at(stage).library().map(|library| library.label(Language::Chinese));
        assert_eq!(library, words(row[3]).first().copied(), "{stage}");
        if let Some(zombie) = Position::stalled(stage) {
            assert_eq!(zombie.library(), at(stage).library(), "a zombie keeps its library");
        }
        assert_eq!(stage.library(), at(stage).library());
    }
    let codes = Stage::NINE[..8].iter().map(|stage| stage.library().map_or("-", Library::code)).collect::<Vec<_>>();
    let by_hand = "- planning_reserve promotion_negotiating promotion_signed promotion_landed promotion_landed - -";
    assert_eq!(codes.join(" "), by_hand);
    for none in [Stage::Zombie, Stage::Closed] {
        assert_eq!(Outcome::open_to(none).count() + ZombieCause::open_to(none).count(), 0, "{none}");
        assert_eq!(none.library(), None);
    }
}

#[test]
fn every_cause_has_its_remedies_side_and_subject() {
    let table = rows(CAUSES);
    assert_eq!(table.iter().map(|row| row[0]).collect::<Vec<_>>(), ZombieCause::ALL.map(ZombieCause::code));
    for (row, cause) in table.iter().zip(ZombieCause::ALL) {
        let remedies: Vec<_> = cause.remedies().iter().map(|remedy| remedy.code()).collect();
        assert_eq!(remedies, words(row[1]), "{cause}");
        assert_eq!(cause.side().code(), row[2], "{cause}");
        assert_eq!(cause.kind().code(), row[3], "{cause}");
    }
}

#[test]
fn every_stage_reaches_closed_and_only_closed_is_a_dead_end() {
    for from in positions() {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(position) = reached.get(next).copied() {
            next += 1;
            for (_, to) in position.next() {
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
        }
        assert!(reached.contains(&at(Stage::Closed)), "{from}");
        assert_eq!(from.next().count() == 0, from == at(Stage::Closed), "{from}");
    }
}

#[test]
fn decide_answers_every_verb_at_every_position_as_the_table_does() {
    let mut asked = 0;
    for (p, position) in (0..).zip(positions()) {
        let mut walk = Walk::to(p, position);
        walk.pass(400);
        for verb in Verb::ALL {
            asked += 1;
            let expected = leads(verb, position);
            assert_eq!(position.after(verb), expected, "{verb} at {position}");
            let command = complete(verb, &walk.project, walk.today);
            match (walk.project.decide(command, &walk.context(), &walk.policy), expected) {
                (Ok(Decision::Record(event)), Some(to)) => {
                    assert_eq!(event.from(), Some(position), "{verb} at {position}");
                    assert_eq!(event.to(), to, "{verb} at {position}");
                    assert_eq!(event.event_name(), verb.event_name());
                }
                (Err(refusal), None) => {
                    let permitted: Vec<_> = Verb::ALL.into_iter().filter(|v| leads(*v, position).is_some()).collect();
                    assert_eq!(refusal.reasons(), [Reason::NotPermitted { verb, position, permitted }]);
                }
                (answer, _) => panic!("{verb} at {position}: {answer:?}, by hand {expected:?}"),
            }
        }
        let next: BTreeSet<_> = walk.project.next().map(|(verb, to)| (verb, to.to_string())).collect();
        let by_hand: BTreeSet<_> =
            Verb::ALL.into_iter().filter_map(|verb| Some((verb, leads(verb, position)?.to_string()))).collect();
        assert_eq!(next, by_hand, "next at {position}");
    }
    assert_eq!(asked, 14 * 14);
}

#[test]
fn imported_steps_obey_the_same_edges() {
    for (p, position) in (0..).zip(positions()) {
        // an imported project at this position, by the shortest way
        let (on, mut n) = (first_day(), 1);
        let plan = context(p, 0, on);
        let planned = Project::plan_imported(project_id(p), profile(ProjectKind::Ppp), provenance(1), &plan, &policy());
        let mut project = Project::replay([planned.unwrap()]).unwrap();
        let mut verbs = project.position().path_to(position.footing());
        verbs.extend(position.stalled_at().map(|_| Verb::Stall));
        verbs.extend((position.stage() == Stage::Closed).then_some(Verb::Close));
        for verb in verbs {
            let event = project.decide(import(verb, &project), &context(p, n, on), &policy()).unwrap();
            project.apply(event.into_new().unwrap()).unwrap();
            n += 1;
        }
        assert_eq!(project.position(), position);
        for verb in Verb::ALL {
            let answer = project.decide(import(verb, &project), &context(p, n, on), &policy());
            match leads(verb, position) {
                Some(to) => assert_eq!(answer.unwrap().event().to(), to, "{verb} at {position}"),
                None => {
                    let refusal = answer.unwrap_err();
                    let codes: Vec<_> = refusal.reasons().iter().map(Reason::code).collect();
                    assert_eq!(codes, ["not_permitted"], "{verb} at {position}");
                }
            }
        }
    }
}

/// An imported step with a cause and an outcome that fit, where they can.
fn import(verb: Verb, project: &Project) -> Command {
    let cause = ZombieCause::open_to(project.stage()).next().unwrap_or(ZombieCause::Insolvent);
    Command::Import(if verb == Verb::Stall {
        Import::stall(cause, provenance(2))
    } else if verb == Verb::Close {
        Import::close(Outcome::Duplicate, provenance(2))
    } else {
        Import::step(verb, provenance(2))
    })
}

/// A valid record of the project's next event, as a template to forge from.
fn template(walk: &Walk) -> Value {
    let mut walk = walk.clone();
    let (_, head) = LogHead::open(source(), &actor(), evening(walk.today)).expect("a log");
    let event = walk.give(Command::AssignOfficer(actor_id("officer-0").into()));
    let mut line = Vec::new();
    let _head = seal_into(&event.into(), &head, evening(walk.today), &mut line).expect("sealed");
    serde_json::from_slice(&line).expect("a record")
}

/// The forged event, read from a record that is canonical and complete; none if no project can stand there.
fn forge(
    template: &Value,
    verb: Verb,
    from: Stage,
    to: Stage,
    stalled_at: Option<Stage>,
    evidence: &Value,
) -> Result<Event, RecordError> {
    let mut record = template.clone();
    let event_type = format!("lifecycle.project.{}.v1", verb.event_name());
    record["dataschema"] = format!("urn:project-lifecycle:schema:{event_type}").into();
    record["type"] = event_type.into();
    record["id"] = event_id(77, 1).to_string().into();
    let data = record["data"].as_object_mut().expect("data");
    data.remove("after");
    data.remove("before");
    data.remove("stalled_at");
    data.insert("verb".into(), verb.code().into());
    data.insert("from".into(), from.code().into());
    data.insert("to".into(), to.code().into());
    data.insert("evidence".into(), evidence.clone());
    if let Some(stage) = stalled_at {
        data.insert("stalled_at".into(), stage.code().into());
    }
    let line = canonical::to_vec(&record).expect("canonical");
    Record::parse(line).expect("a record").event()
}

#[test]
fn apply_takes_a_forged_event_exactly_when_the_table_has_it_and_it_starts_where_the_project_stands() {
    // fourteen projects under one id and at one version, so that each forged event can be tried on all of them
    let mut walks: Vec<_> = positions().into_iter().map(|position| Walk::to(1, position)).collect();
    let last = walks.iter().map(|walk| (walk.project.version(), walk.today)).max().unwrap();
    let version = walks.iter().map(|walk| walk.project.version()).max().unwrap();
    let on = plus(walks.iter().map(|walk| walk.today).max().unwrap(), 1);
    for walk in &mut walks {
        while walk.project.version() < version {
            walk.give(Command::AssignOfficer(actor_id("officer-1").into()));
        }
    }
    assert_eq!(last.0, version);
    walks[0].today = on;
    let template = template(&walks[0]);
    let cause_of: HashMap<_, _> = walks
        .iter()
        .filter_map(|walk| Some((walk.project.position().stalled_at()?, walk.project.zombie_cause()?)))
        .collect();

    let (mut tried, mut taken) = (0, 0);
    for verb in Verb::ALL {
        for from in Stage::ALL {
            for to in Stage::ALL {
                let touches_zombie = from == Stage::Zombie || to == Stage::Zombie;
                let variants: Vec<_> =
                    if touches_zombie { Stage::ALL.into_iter().map(Some).collect() } else { vec![None] };
                for stalled_at in variants {
                    let position = |stage| match stalled_at {
                        Some(stalled_at) if stage == Stage::Zombie => Position::stalled(stalled_at),
                        _ => Position::at(stage),
                    };
                    let evidence = evidence(verb, from, stalled_at.and_then(|s| cause_of.get(&s).copied()), on);
                    let event = forge(&template, verb, from, to, stalled_at, &evidence);
                    let (Some(starts), Some(ends)) = (position(from), position(to)) else {
                        assert!(event.is_err(), "{verb}: {from} -> {to}, stalled at {stalled_at:?}");
                        tried += walks.len();
                        continue;
                    };
                    let event = event.expect("an event");
                    let legal = leads(verb, starts) == Some(ends);
                    for walk in &mut walks {
                        tried += 1;
                        let stands = walk.project.position();
                        let expected = legal && stands == starts;
                        let before = (!expected).then(|| walk.project.version());
                        if expected {
                            let mut project = walk.project.clone();
                            taken += 1;
                            assert_eq!(project.apply(event.clone()), Ok(()), "{verb}: {starts} -> {ends} at {stands}");
                            assert_eq!(project.position(), ends);
                        } else {
                            let error = walk.project.apply(event.clone());
                            assert!(error.is_err(), "{verb}: {starts} -> {ends} at {stands}");
                            assert_eq!(before, Some(walk.project.version()));
                            assert_eq!(stands, walk.project.position());
                        }
                    }
                }
            }
        }
    }
    assert_eq!(tried, 14 * 14 * (81 + 19 * 10));
    assert_eq!(taken, 31 + 4, "the zombie's edge to closed stands for five positions");
}

/// Evidence for a verb whose cause, remedy and outcome fit where they can.
fn evidence(verb: Verb, from: Stage, cause: Option<ZombieCause>, on: Day) -> Value {
    const COMPLETE: &str = "complete";
    match verb {
        Verb::Admit => json!(dossier(on)),
        Verb::Engage => json!(engagement(on)),
        Verb::Sign => json!(agreement(ProjectKind::Enterprise, on)),
        Verb::Register => json!(registration(on)),
        Verb::Start => json!(commencement(on)),
        Verb::Commission => json!(Commissioning::try_from(commissioning_form(on)).expect(COMPLETE)),
        Verb::Operate => json!(Operation::try_from(operation_form(on)).expect(COMPLETE)),
        Verb::SendBack | Verb::BreakOff => json!(Grounds::try_from(grounds_form(Some(dossier(on)))).expect(COMPLETE)),
        Verb::ReopenTalks | Verb::Terminate => {
            json!(Rescission::try_from(rescission_form(Some(dossier(on)), on)).expect(COMPLETE))
        }
        Verb::Stall => {
            let cause = ZombieCause::open_to(from).next().unwrap_or(ZombieCause::NoActivity);
            json!(stall_finding(cause, on, on))
        }
        Verb::Revive => json!(revival(cause.map_or(Remedy::ClearLand, remedy_for), on)),
        Verb::Close => json!(closing(Outcome::Duplicate, on)),
    }
}
