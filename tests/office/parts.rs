//! Projects that are split and combined: each tells its side in its own stream.

use super::*;
use crate::common::project_id;
use project_lifecycle::project::fact::*;

fn link(kind: LinkKind, to: u64) -> Command {
    let paper = kind.needs_paper().then(|| paper("拆分合并批复", first_day()));
    Command::Link(Link { kind, paper, to: project_id(to) })
}

fn links(walk: &Walk) -> Vec<(&'static str, ProjectId)> {
    walk.project.links().map(|link| (link.kind.code(), link.to)).collect()
}

#[test]
fn split_into_two_one_of_which_is_combined_into_a_neighbour() {
    let mut whole = Walk::to(3, at(Stage::Registered));
    let (mut kept, mut merged, mut neighbour) = (Walk::plan(4), Walk::plan(5), Walk::to(6, at(Stage::Started)));
    for part in [4, 5] {
        whole.give(link(LinkKind::SplitInto, part));
    }
    kept.give(link(LinkKind::SplitFrom, 3));
    merged.give(link(LinkKind::SplitFrom, 3));
    assert_eq!(links(&whole), [("split_into", project_id(4)), ("split_into", project_id(5))], "both stand");
    assert_eq!(links(&kept), [("split_from", project_id(3))]);

    merged.give(link(LinkKind::CombinedWith, 6));
    neighbour.give(link(LinkKind::CombinedWith, 5));
    let form = ClosingForm { survivor: project_id(6).into(), ..closing_form(Outcome::Combined, merged.today) };
    merged.give(Command::Close(form.try_into().expect("complete")));
    assert_eq!(merged.project.outcome(), Some(Outcome::Combined));
    assert_eq!(links(&merged), [("split_from", project_id(3)), ("combined_with", project_id(6))]);
    assert_eq!(links(&neighbour), [("combined_with", project_id(5))]);
    // a link told twice, or to itself, is none
    assert_eq!(reasons(&whole, link(LinkKind::SplitInto, 4)), [Reason::AlreadyLinked]);
    assert_eq!(reasons(&whole, link(LinkKind::SplitInto, 3)), [Reason::LinkToSelf]);
    // and a wrong one is voided alone
    let wrong = whole.give(link(LinkKind::SplitInto, 9)).version();
    whole.give(crate::common::walk::voiding_fact(wrong));
    assert_eq!(links(&whole).len(), 2);
}

#[test]
fn a_project_on_the_land_of_several_derives_from_each() {
    let mut walk = Walk::plan(3);
    for other in [8, 7] {
        walk.give(link(LinkKind::DerivedFrom, other));
    }
    assert_eq!(links(&walk), [("derived_from", project_id(7)), ("derived_from", project_id(8))]);
    // of a second phase there is one first
    for other in [8, 7] {
        walk.give(link(LinkKind::PhaseTwoOf, other));
    }
    assert_eq!(links(&walk)[0], ("phase_two_of", project_id(7)));
    assert_eq!(links(&walk).len(), 3);
}

#[test]
fn what_is_split_or_combined_shows_its_paper_and_other_links_may() {
    let mut walk = Walk::plan(3);
    walk.pass(10);
    let item = Item::LinkPaper;
    let (dated, effective_on) = (plus(walk.today, 1), walk.today);
    let undated = Attachment::new("批复", "发展改革局").expect("not blank");
    for (n, kind) in (20..).zip(LinkKind::ALL) {
        let link = |paper| Command::Link(Link { kind, paper, to: project_id(n) });
        // by hand
        let needs = ["split_from", "split_into", "combined_with"].contains(&kind.code());
        let expected = if needs { vec![Reason::PaperNeeded { item }] } else { vec![] };
        assert_eq!(reasons(&walk, link(None)), expected, "{kind}");
        assert_eq!(reasons(&walk, link(Some(undated.clone()))), [Reason::Undated { gate: None, item }], "{kind}");
        let late = link(Some(paper("批复", dated)));
        assert_eq!(reasons(&walk, late), [Reason::DatedAfterEffective { item, dated, effective_on }], "{kind}");
        let shown = paper("批复", walk.today);
        let event = walk.give(link(Some(shown.clone())));
        let standing = walk.project.links().find(|link| link.kind == kind).expect("it stands");
        assert_eq!(standing.paper, Some(shown), "{kind}");
        // told again, it is told twice, whatever the paper
        assert_eq!(reasons(&walk, link(Some(paper("另一批复", walk.today)))), [Reason::AlreadyLinked], "{kind}");
        walk.give(crate::common::walk::voiding_fact(event.version()));
        if !needs {
            walk.give(link(None));
        }
    }
}
