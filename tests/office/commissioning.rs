//! Milestones from the commissioning on: its second half, and full capacity.

use super::*;
use crate::common::evidence::provenance;
use project_lifecycle::project::fact::*;

fn reach(milestone: Milestone, paper: Option<Attachment>) -> Command {
    Command::ReachMilestone(MilestoneReached { milestone, paper, remark: None })
}

/// A project commissioned in part, or whole.
fn commissioned(partial: Option<bool>) -> Walk {
    let mut walk = Walk::to(3, at(Stage::Started));
    let form = CommissioningForm { partial: partial.into(), ..commissioning_form(plus(walk.today, 1)) };
    walk.pass(1).give(Command::Commission(form.try_into().expect("complete")));
    walk
}

/// The reasons against a milestone on a day.
fn on(walk: &Walk, command: &Command, on: Day) -> Vec<Reason> {
    let context = Context::new(walk.context().id(), walk.context().at(), crate::common::actor()).on(on);
    walk.project.check(command, &context, &walk.policy)
}

#[test]
fn a_partial_commissioning_is_completed_by_its_second_half() {
    let mut walk = commissioned(Some(true));
    let first = walk.today;
    walk.pass(200);
    let second = || reach(Milestone::FullyCommissioned, Some(paper("二期验收", walk.today)));
    assert_eq!(
        reasons(&walk, reach(Milestone::FullyCommissioned, None)),
        [Reason::PaperNeeded { item: Item::MilestonePaper }]
    );
    let (effective_on, commissioned_on) = (plus(first, -1), Some(first));
    let early = reach(Milestone::FullyCommissioned, Some(paper("二期验收", plus(first, -1))));
    assert_eq!(on(&walk, &early, plus(first, -1)), [Reason::NotCommissioned { commissioned_on, effective_on }]);
    let (item, dated) = (Item::MilestonePaper, walk.today);
    let effective_on = plus(walk.today, -1);
    let late = [Reason::DatedAfterEffective { item, dated, effective_on }];
    assert_eq!(on(&walk, &second(), effective_on), late);
    let command = second();
    walk.give(command);
    let reached: Vec<_> = walk.project.milestones().map(|(reached, on)| (reached.milestone, on)).collect();
    assert_eq!(reached, [(Milestone::FullyCommissioned, walk.today)]);
    assert_eq!(walk.project.stage(), Stage::Producing);
}

#[test]
fn what_was_commissioned_whole_has_no_second_half() {
    let second = |walk: &Walk| reach(Milestone::FullyCommissioned, Some(paper("验收", walk.today)));
    for partial in [Some(false), None] {
        let walk = commissioned(partial);
        assert_eq!(reasons(&walk, second(&walk)), [Reason::CommissionedWhole], "{partial:?}");
    }
    let walk = Walk::to(3, at(Stage::Started));
    let effective_on = walk.today;
    let uncommissioned = Reason::NotCommissioned { commissioned_on: None, effective_on };
    assert_eq!(reasons(&walk, second(&walk)), [uncommissioned]);
    // an imported commissioning does not say how much of it there was
    let mut walk = Walk::plan(3);
    for verb in [Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Commission] {
        walk.give(Command::Import(Import::step(verb, provenance(1))));
    }
    assert_eq!(reasons(&walk, second(&walk)), []);
}

#[test]
fn full_capacity_is_reached_from_production_on() {
    // a paper of the day before the commissioning bears no later date than any of those on which it is told here
    let full = reach(Milestone::FullCapacity, Some(paper("达产验收", first_day())));
    for position in crate::common::positions() {
        let mut walk = Walk::to(3, position);
        let is_producing = ["producing", "operating"].contains(&position.footing().code());
        let effective_on = walk.today;
        let early = vec![Reason::NotCommissioned { commissioned_on: None, effective_on }];
        assert_eq!(reasons(&walk, full.clone()), if is_producing { vec![] } else { early }, "{position}");
        // other milestones wait for nothing
        assert_eq!(reasons(&walk, reach(Milestone::Enrolled, None)), [], "{position}");
        assert_eq!(reasons(&walk, reach(Milestone::ToppedOut, None)), [], "{position}");
        if is_producing && position.stage() == Stage::Producing {
            let first = walk.project.since();
            walk.pass(10);
            assert_eq!(on(&walk, &full, first), []);
            let (effective_on, commissioned_on) = (plus(first, -1), Some(first));
            assert_eq!(on(&walk, &full, effective_on), [Reason::NotCommissioned { commissioned_on, effective_on }]);
            // of a closed project it may be told late, and of one whose commissioning was voided not at all
            let mut closed = walk.clone();
            closed.go(Verb::Close);
            assert_eq!(reasons(&closed, full.clone()), []);
            walk.void();
            let effective_on = walk.today;
            let gone = Reason::NotCommissioned { commissioned_on: None, effective_on };
            assert_eq!(reasons(&walk, full.clone()), [gone]);
        }
    }
}

#[test]
fn full_capacity_is_shown_by_a_paper_with_its_day_and_no_later_one() {
    let mut walk = commissioned(None);
    walk.pass(300);
    let item = Item::MilestonePaper;
    assert_eq!(reasons(&walk, reach(Milestone::FullCapacity, None)), [Reason::PaperNeeded { item }]);
    let undated = Attachment::new("达产验收", "开发区管委会").expect("not blank");
    assert_eq!(reasons(&walk, reach(Milestone::FullCapacity, Some(undated))), [Reason::Undated { gate: None, item }]);
    let (dated, effective_on) = (plus(walk.today, 1), walk.today);
    let late = reach(Milestone::FullCapacity, Some(paper("达产验收", dated)));
    assert_eq!(reasons(&walk, late), [Reason::DatedAfterEffective { item, dated, effective_on }]);
    let shown = paper("达产验收", walk.today);
    walk.give(reach(Milestone::FullCapacity, Some(shown.clone())));
    let papers: Vec<_> = walk.project.milestones().map(|(reached, _)| reached.paper.clone()).collect();
    assert_eq!(papers, [Some(shown)]);
}
