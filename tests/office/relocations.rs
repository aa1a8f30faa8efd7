//! Relocation to another zone (异地流转): one project before and after.

use super::*;
use crate::common::walk::voiding_fact;
use project_lifecycle::project::fact::*;

fn relocate(walk: &Walk, to: &str) -> Command {
    Command::Relocate(relocation(walk.project.profile().zone(), to, walk.today))
}

/// Relocates a project and walks on to a stage.
fn relocated_between(before: Stage, after: Stage) {
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    for verb in walk.project.position().path_to(before) {
        walk.pass(1).go(verb);
    }
    let (id, home) = (walk.project.id(), walk.project.profile().zone().clone());
    let before = walk.pass(10).project.current().clone();
    let command = relocate(&walk, "shenbei");
    let event = walk.give(command);
    let moved_on = walk.today;
    let is_host = |walk: &Walk, zone: &str| {
        assert_eq!(walk.project.profile().zone().as_str(), zone);
        assert_eq!(walk.project.current().zone.as_str(), zone);
    };
    is_host(&walk, "shenbei");
    assert_eq!(before.clone().after(&event).as_ref(), Some(walk.project.current()), "a list follows it by itself");
    assert_eq!((walk.project.id(), walk.project.stage()), (id, before.position.stage()), "one identity goes on");
    let Change::Fact(Fact::Relocation(told)) = event.change() else { panic!("{event:?}") };
    assert_eq!((told.from_zone.as_str(), told.to_zone.as_str()), (home.as_str(), "shenbei"));
    for verb in walk.project.position().path_to(after) {
        walk.pass(1).go(verb);
    }
    assert_eq!(walk.project.profile_on(plus(moved_on, -1)).zone(), &home);
    assert_eq!(walk.project.profile_on(moved_on).zone().as_str(), "shenbei");
    // voided, it is where it was
    walk.give(voiding_fact(event.version()));
    is_host(&walk, home.as_str());
}

#[test]
fn relocated_between_talks_and_signing() {
    relocated_between(Stage::Negotiating, Stage::Signed);
}

#[test]
fn relocated_between_signing_and_registration() {
    relocated_between(Stage::Signed, Stage::Registered);
}

#[test]
fn relocation_is_refused_after_the_start() {
    for position in crate::common::positions() {
        let walk = Walk::to(3, position);
        // by hand
        let movable =
            ["planned", "reserve", "negotiating", "signed", "registered", "zombie:signed", "zombie:registered"];
        let refused = vec![Reason::NotRelocatable { position, effective_on: walk.today }];
        let expected = if movable.contains(&position.to_string().as_str()) { vec![] } else { refused };
        assert_eq!(reasons(&walk, relocate(&walk, "shenbei")), expected, "{position}");
    }
    // told late, of a day on which it had not started
    let mut walk = Walk::to(3, at(Stage::Started));
    let started_on = walk.today;
    walk.pass(10);
    let on = |day| Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(day);
    let command = Command::Relocate(relocation(walk.project.profile().zone(), "shenbei", plus(started_on, -1)));
    assert_eq!(walk.project.check(&command, &on(plus(started_on, -1)), &walk.policy), []);
    let (position, effective_on) = (at(Stage::Started), started_on);
    let refused = [Reason::NotRelocatable { position, effective_on }];
    assert_eq!(walk.project.check(&command, &on(started_on), &walk.policy), refused);
}

#[test]
fn a_relocation_needs_both_papers_with_their_days() {
    let walk = Walk::to(3, at(Stage::Signed));
    let of = |change: fn(&mut Relocated, Attachment), paper: Attachment| {
        let mut relocated = relocation(walk.project.profile().zone(), "shenbei", walk.today);
        change(&mut relocated, paper);
        reasons(&walk, Command::Relocate(relocated))
    };
    type Put = fn(&mut Relocated, Attachment);
    let papers: [(Item, Put); 2] = [
        (Item::HostAcceptance, |relocated, paper| relocated.host_acceptance = paper),
        (Item::RelocationContract, |relocated, paper| relocated.contract = paper),
    ];
    for (item, put) in papers {
        let undated = Attachment::new("文件", "管委会").expect("not blank");
        assert_eq!(of(put, undated), [Reason::Undated { gate: None, item }]);
        let (dated, effective_on) = (plus(walk.today, 1), walk.today);
        assert_eq!(of(put, paper("文件", dated)), [Reason::DatedAfterEffective { item, dated, effective_on }]);
    }
}

#[test]
fn relocations_follow_one_another() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let home = walk.project.profile().zone().clone();
    walk.pass(10);
    let (command, first_on) = (relocate(&walk, "shenbei"), walk.today);
    let first = walk.give(command).version();
    // nor is it relocated from where it is no more, whatever replays it
    let stale = Command::Relocate(relocation(&home, "hunnan", walk.today));
    let present = walk.project.profile().zone().clone();
    assert_eq!(reasons(&walk, stale), [Reason::NotInZone { zone: home, present }]);
    walk.pass(10);
    let early = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(plus(first_on, -1));
    let command = Command::Relocate(relocation(walk.project.profile().zone(), "tiexi", plus(first_on, -1)));
    let refused = [Reason::AlreadyRelocated { version: first, on: first_on }];
    assert_eq!(walk.project.check(&command, &early, &walk.policy), refused);
    let (command, second_on) = (relocate(&walk, "hunnan"), walk.today);
    let second = walk.give(command).version();
    let by = StepDate { on: second_on, version: second };
    assert_eq!(reasons(&walk, voiding_fact(first)), [Reason::RestedOn { version: first, by }]);
    walk.give(voiding_fact(second));
    assert_eq!(walk.project.current().zone.as_str(), "shenbei");
    walk.give(voiding_fact(first));
    assert_eq!(walk.project.current().zone, *walk.project.profile().zone());
}
