//! Facts that ask for a stage, by an own reading: whatever is told late, re-dated, corrected or voided, each that still counts
//! finds on its date what it asks for; and what is refused for such a fact would have left it without.

use std::collections::BTreeMap;

use super::model::{basis, corrected};
use super::*;
use crate::common::evidence::{commencement, commissioning_form, complete, relocation};
use crate::common::walk::{redating, voiding};
use project_lifecycle::act::Correction;

/// A step as it stands: version, act, where it leads, date, and whether it is a commissioning with nothing left, or a
/// registration of what has no capital.
#[derive(Clone, Copy, Debug)]
struct Stood {
    version: u64,
    verb: Verb,
    to: Position,
    on: Day,
    is_whole: bool,
}

/// The steps that stand, by the trail alone.
fn steps(events: &[Event]) -> Vec<Stood> {
    let (voided, dates) = corrected(events);
    let stands = events.iter().filter(|event| !voided.contains(&event.version()));
    let read = stands.filter_map(|event| {
        let (verb, basis) = basis(event, events)?;
        let on = dates.get(&event.version()).copied().unwrap_or(event.effective_on());
        Some(Stood { version: event.version(), verb, to: event.to(), on, is_whole: is_whole(basis) })
    });
    read.collect()
}

fn is_whole(basis: &Basis) -> bool {
    match basis {
        Basis::Evidence(Evidence::Commissioning(evidence)) => evidence.partial() != Some(&true),
        Basis::Evidence(Evidence::Registration(registration)) => {
            [EntityKind::Branch, EntityKind::PublicBody].contains(registration.entity_kind())
        }
        Basis::Evidence(_) | Basis::Imported { .. } => false,
    }
}

/// The first fact by date that counts, and does not find what it asks for once the steps are others.
fn unfit(now: &[Stood], then: &[Stood], events: &[Event]) -> Option<u64> {
    let (voided, _) = corrected(events);
    let facts = events.iter().filter(|event| !voided.contains(&event.version()) && !fits(now, then, event));
    facts.map(|fact| (fact.effective_on(), fact.version())).min().map(|(_, version)| version)
}

fn fits(now: &[Stood], then: &[Stood], event: &Event) -> bool {
    let Change::Fact(fact) = event.change() else { return true };
    let date = (event.effective_on(), event.version());
    let is_before = |step: &&Stood| (step.on, step.version) < date;
    let last = then.iter().rfind(is_before);
    let [stage, footing] =
        last.map_or([Stage::Planned; 2], |last| [last.to.stage(), last.to.footing()]).map(|stage| stage.code());
    // the last of a kind by then, if nothing ended it by then
    fn of<'a>(steps: &'a [Stood], date: (Day, u64), begins: Verb, ends: &[Verb]) -> Option<&'a Stood> {
        let about =
            |step: &&Stood| (step.on, step.version) < date && (step.verb == begins || ends.contains(&step.verb));
        steps.iter().rfind(about).filter(|last| last.verb == begins)
    }
    // with what ended, though that was told later, goes what was recorded before
    let is_over = |ends: &[Verb]| {
        let ended = |steps: &[Stood]| {
            steps.iter().filter(is_before).any(|step| ends.contains(&step.verb) && step.version > date.1)
        };
        ended(now) || ended(then)
    };
    // what it rested on stands, but behind it
    let is_left = |begins: Verb, ends: &[Verb]| {
        let held = of(now, date, begins, ends);
        held.is_some_and(|held| then.iter().any(|step| step.version == held.version && !is_before(&step)))
    };
    match fact {
        Fact::Relocation(_) => ["planned", "reserve", "negotiating", "signed", "registered"].contains(&footing),
        Fact::Milestone(reached) => {
            let commissioned = of(then, date, Verb::Commission, &[]);
            match reached.milestone {
                Milestone::FullCapacity => commissioned.is_some(),
                Milestone::FullyCommissioned => commissioned.is_some_and(|step| !step.is_whole),
                Milestone::Enrolled | Milestone::ToppedOut | Milestone::Other | _ => true,
            }
        }
        Fact::Company(changed) => {
            let has_none = of(then, date, Verb::Register, &[]).is_some_and(|company| company.is_whole);
            !is_left(Verb::Register, &[]) && (changed.registered_capital.is_none() || !has_none)
        }
        Fact::Agreement(_) => {
            let ends = [Verb::ReopenTalks, Verb::Terminate];
            is_over(&ends) || !is_left(Verb::Sign, &ends)
        }
        Fact::Client(_) => {
            let ends = [Verb::BreakOff, Verb::Terminate];
            let held =
                of(now, date, Verb::Engage, &ends).filter(|held| then.iter().any(|step| step.version == held.version));
            let in_talks = held.or(of(then, date, Verb::Engage, &ends)).is_some();
            is_over(&ends) || !is_left(Verb::Engage, &ends) && (!in_talks || stage == "negotiating")
        }
        Fact::Officer(_)
        | Fact::Body(_)
        | Fact::Schedule(_)
        | Fact::Amendment(_)
        | Fact::Site(_)
        | Fact::Link(_)
        | Fact::Pause(_)
        | Fact::Resumption(_)
        | Fact::Presentation(_)
        | Fact::Prolongation(_)
        | Fact::Investment(_)
        | Fact::Progress(_)
        | _ => true,
    }
}

/// The steps as a command for a day would leave them. `None` if that is not told by it alone.
fn after(project: &Project, command: &Command, name: &str, on: Day) -> Option<Vec<Stood>> {
    let mut steps = steps(project.events());
    if let Command::Void(_) = command {
        steps.pop()?;
    } else if let Command::Redate(redating) = command {
        steps.iter_mut().find(|step| step.version == redating.version)?.on = redating.to;
    } else {
        let told = [Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Close];
        let verb = told.into_iter().find(|verb| verb.code() == name)?;
        let to = project.next().find(|(next, _)| *next == verb)?.1;
        steps.push(Stood { version: project.version() + 1, verb, to, on, is_whole: false });
    }
    Some(steps)
}

/// What an office might tell late: a fact that asks for a stage, the next step, another date, a void.
fn told_late(walk: &Walk, salt: [usize; 3]) -> (Command, Day) {
    let [what, which, days] = salt;
    let (project, on) = (&walk.project, plus(walk.today, -(days as i64 % 60)));
    let standing: Vec<_> = project.standing().collect();
    let next: Vec<_> = project.next().map(|(verb, _)| verb).collect();
    let command = match what % 8 {
        0..=3 => crate::common::random::fact([11, 12, 13, 15, 16][which % 5], (which / 5 % 300) as i64, on, project),
        4 | 5 if !next.is_empty() => {
            let verb = next[which % next.len()];
            if verb == Verb::Commission && which.is_multiple_of(2) {
                let form = CommissioningForm { partial: true.into(), ..commissioning_form(on) };
                Command::Commission(form.try_into().expect("complete"))
            } else {
                complete(verb, project, on)
            }
        }
        6 if !standing.is_empty() => {
            // mostly the last one, which moves furthest
            let step = standing.iter().rev().nth(which % (standing.len() + 4)).unwrap_or(&standing[standing.len() - 1]);
            redating(step.event().version(), plus(step.effective_on(), days as i64 % 120 - 40))
        }
        _ => voiding(project, "误录"),
    };
    (command, on)
}

#[test]
fn facts_find_on_their_dates_what_they_ask_for_and_nothing_else_is_refused_for_them() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut met = BTreeMap::<String, u32>::new();
    for _ in 0..3_500 {
        let strategy = (0..13usize, vec((any::<[usize; 3]>(), 0..15i64, 0..4usize), 1..40));
        let (position, salts) = strategy.new_tree(&mut runner).expect("a course").current();
        let mut walk = start(position);
        for (salt, pass, late) in salts {
            walk.pass(pass);
            let (command, on) = told_late(&walk, salt);
            // corrections are given today, and now and then all else
            let is_correction = matches!(command, Command::Void(_) | Command::Redate(_));
            let on = if is_correction { walk.today } else { on };
            let (command, on) =
                if late == 0 && !is_correction { told_late(&walk, [salt[0], salt[1], 0]) } else { (command, on) };
            let context = Context::new(event_id(walk.p, walk.n), evening(walk.today), crate::common::actor()).on(on);
            walk.n += 1;
            let now = steps(walk.project.events());
            match walk.project.decide(command.clone(), &context, &walk.policy) {
                Ok(decision) => {
                    walk.project.apply(decision.into_new().expect("a new id")).expect("what was decided follows");
                    let events = walk.project.events();
                    assert_eq!(unfit(&now, &steps(events), events), None, "{}", told(events));
                }
                Err(refusal) => {
                    let named = refusal.reasons().iter().find_map(|reason| {
                        if let Reason::FactUnfit { fact: named, .. } | Reason::RestedOn { by: named, .. } = reason {
                            return Some(named.version);
                        }
                        None
                    });
                    let then = after(&walk.project, &command, refusal.command(), on);
                    let (Some(named), Some(then)) = (named, then) else { continue };
                    let events = walk.project.events();
                    *met.entry(format!("{} {}", refusal.command(), events[named as usize - 1].event_name()))
                        .or_default() += 1;
                    assert_eq!(unfit(&now, &then, events), Some(named), "{refusal}: {}", told(events));
                }
            }
        }
        let history = walk.project.events().iter().cloned();
        assert_eq!(Project::replay(history), Ok(walk.project));
    }
    println!("{met:#?}");
    for by_hand in [
        "start relocated",
        "close relocated",
        "redate agreement_amended",
        "redate company_changed",
        "redate client_joined",
        "redate milestone_reached",
        "sign client_joined",
        "void milestone_reached",
    ] {
        assert!(met.get(by_hand).is_some_and(|count| *count >= 3), "`{by_hand}` was hardly met: {met:#?}");
    }
}

/// A trail in short.
fn told(events: &[Event]) -> String {
    let line = |event: &Event| {
        let name = event.command_name();
        format!("{} {} of {} to {} {:?}\n", event.version(), name, event.effective_on(), event.to(), event.redated_to())
    };
    events.iter().map(line).collect()
}

/// Gives a record another effective date, as a raw client might write it; and its evidence the day.
fn dated(on: &'static str, member: &'static str) -> impl FnOnce(&mut serde_json::Value) {
    move |record| {
        record["data"]["effective_on"] = on.into();
        if record["data"]["evidence"][member].is_string() {
            record["data"]["evidence"][member] = on.into();
        }
    }
}

fn fault(events: Vec<Event>) -> HistoryFault {
    match Project::replay(events) {
        Err(HistoryError::Event { fault, .. }) => fault,
        other => panic!("it was to be refused: {other:?}"),
    }
}

#[test]
fn a_history_in_which_a_fact_rests_on_nothing_is_refused() {
    // registered on 2018-06-04, relocated as event 8 on 2018-06-14
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-06-14");
    walk.give(Command::Relocate(relocation(walk.project.profile().zone(), "shenbei", walk.today)));
    let relocated = walk.clone();
    walk.today = day("2018-06-20");
    walk.give(Command::Start(commencement(day("2018-06-20"))));
    let (position, effective_on) = (at(Stage::Started), day("2018-06-14"));
    let why = || Reason::NotRelocatable { position, effective_on };
    let found = fault(forged(&walk, dated("2018-06-13", "physical_start")));
    assert_eq!(found, HistoryFault::FactUnfit { version: 8, why: why() });
    assert_eq!(
        found.to_string(),
        "leaves event 8 without what it rests on: on 2018-06-14 the project was `started`; a project is relocated before it \
         starts"
    );
    assert!(Project::replay(forged(&walk, dated("2018-06-14", "physical_start"))).is_ok());
    // nor is a relocation recorded of a day after the start, or before another one
    let mut late = Walk::to(3, at(Stage::Started)); // on 2018-06-05
    late.today = day("2018-06-14");
    let command = Command::Relocate(relocation(late.project.profile().zone(), "shenbei", day("2018-06-04")));
    give_on(&mut late, "2018-06-04", command).expect("before the start");
    let found = fault(forged(&late, dated("2018-06-06", "")));
    let (position, effective_on) = (at(Stage::Started), day("2018-06-06"));
    assert_eq!(found, HistoryFault::Contradicts { why: Reason::NotRelocatable { position, effective_on } });
    let mut twice = relocated.clone();
    twice.today = day("2018-06-20");
    twice.give(Command::Relocate(relocation(twice.project.profile().zone(), "tiexi", twice.today)));
    let why = Reason::AlreadyRelocated { version: 8, on: day("2018-06-14") };
    assert_eq!(fault(forged(&twice, dated("2018-06-13", ""))), HistoryFault::Contradicts { why });
    // nor is the zone that it left planned otherwise
    let mut planned = relocated;
    let home = planned.project.profile_on(planned.project.planned_on()).zone().clone();
    let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
    planned.give(Command::Replan(Replanning { profile: Profile::new(text("项目"), home.clone()), correction }));
    let found = fault(forged(&planned, |record| record["data"]["profile"]["zone"] = "hunnan".into()));
    let why = Reason::NotInZone { zone: home, present: "hunnan".parse().expect("a zone") };
    assert_eq!(found, HistoryFault::FactUnfit { version: 8, why });
}

#[test]
fn a_history_with_full_capacity_but_no_production_by_then_is_refused() {
    // commissioned as event 9 on 2018-06-06
    let mut walk = Walk::to(3, at(Stage::Producing));
    walk.today = day("2018-06-20");
    let full = || {
        let paper = Some(crate::common::evidence::paper("达产达效", day("2018-06-05")));
        Command::ReachMilestone(MilestoneReached { milestone: Milestone::FullCapacity, paper, remark: None })
    };
    walk.give(full()); // event 10
    let early = Reason::NotCommissioned { commissioned_on: Some(day("2018-06-06")), effective_on: day("2018-06-05") };
    assert_eq!(fault(forged(&walk, dated("2018-06-05", ""))), HistoryFault::Contradicts { why: early });
    let mut redated = walk.clone();
    redated.today = day("2018-06-30");
    redated.give(redating(9, day("2018-06-19")));
    let found = fault(forged(&redated, |record| record["data"]["redated_to"] = "2018-06-21".into()));
    let why = Reason::NotCommissioned { commissioned_on: Some(day("2018-06-21")), effective_on: day("2018-06-20") };
    assert_eq!(found, HistoryFault::FactUnfit { version: 10, why });
    // nor is the commissioning voided under it, by a void that is lawful where it never was
    let mut other = Walk::to(3, at(Stage::Producing));
    other.today = day("2018-06-20");
    other.give(Command::AssignOfficer(crate::common::actor_id("officer-8").into()));
    let void = other.void();
    let answer = walk.project.clone().apply(void);
    let Err(HistoryError::Event { fault: found, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!(found, HistoryFault::RestedOn { voids: 9, by: 10 });
    // a second half whose first was whole
    let mut part = Walk::to(3, at(Stage::Started));
    part.today = day("2018-06-06");
    let form = CommissioningForm { partial: true.into(), ..commissioning_form(part.today) };
    part.give(Command::Commission(form.try_into().expect("complete")));
    let paper = Some(crate::common::evidence::paper("验收", part.today));
    let second = MilestoneReached { milestone: Milestone::FullyCommissioned, paper, remark: None };
    part.give(Command::ReachMilestone(second)); // event 10
    let again = Commissioning::try_from(CommissioningForm { partial: true.into(), ..commissioning_form(part.today) });
    let basis = Basis::Evidence(again.expect("complete").into());
    let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
    part.give(Command::Correct(Correcting { version: 9, basis, correction }));
    let found = fault(forged(&part, |record| record["data"]["evidence"]["partial"] = false.into()));
    assert_eq!(found, HistoryFault::FactUnfit { version: 10, why: Reason::CommissionedWhole });
}
