//! Defects that were found in leading libraries of state machines, each tried on this crate.
//!
//! | | the defect | here |
//! |---|---|---|
//! | D1 | another crate builds a signed project from a contract of its own | does not compile: `tests/ui/built_signed.rs`, `minted_stage.rs` |
//! | D2 | a stage is renamed, or the version raised: what is stored is read as something else | a typed error with what is stored and what is known |
//! | D3 | the move is on record though it was never saved | nothing is on record, and there is no next stage, until a store took it |
//! | D4 | two copies: the loser's move stays on record | the loser's is nowhere |
//! | D5 | an act that the law does not have there is passed over in silence | a typed refusal, which can be put on record |

use crate::common::evidence::{complete, engagement, grounds_form};
use crate::common::walk::Walk;
use crate::common::{at, context, day, evening, event_id, policy, profile, project_id, source, stalled};
use project_lifecycle::{audit::*, canonical, lifecycle::*, staged::marker::*, staged::*, store::*, *};
use serde_json::Value;

/// A log in memory, with a project in talks.
fn talks() -> (Walk, MemoryStore) {
    let walk = Walk::to(1, at(Stage::Negotiating));
    let mut store =
        crate::common::opened(source(), &crate::common::actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events() {
        store.append(&event.into(), evening(walk.today)).expect("recorded");
    }
    (walk, store)
}

/// The compiler's side of it is in `tests/ui`; here is what is left at run time: a stage that the history does not have.
#[test]
fn d1_no_stage_without_its_history() {
    let (walk, _) = talks();
    let project = walk.project.clone();
    let wrong = Staged::<Signed>::try_from(project.clone()).expect_err("it is in talks");
    assert_eq!((wrong.expected, *wrong.project), (at(Stage::Signed), project));
    // a history without the step has not the stage, and one with it needs what comes before
    let signed = Walk::to(1, at(Stage::Signed)).project.events().last().cloned().expect("it is signed");
    assert!(Project::replay([signed]).is_err());
}

#[test]
fn d2_what_is_stored_under_another_definition_is_told_by_name() {
    let walk = Walk::to(1, stalled(Stage::Started));
    let mut store =
        crate::common::opened(source(), &crate::common::actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events() {
        store.append(&event.into(), evening(walk.today)).expect("recorded");
    }
    let stall = store.records().last().expect("it stalled").clone();
    let stored = |change: &dyn Fn(&mut Value)| {
        let mut json: Value = serde_json::from_slice(stall.line()).expect("JSON");
        change(&mut json);
        let record = Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record");
        let mut records = store.stream(project_id(1).into()).expect("a stream");
        *records.last_mut().expect("it stalled") = record.clone();
        let loaded = load_project(&records, &Upcasters::new(), &Quarantine::default());
        assert!(
            matches!(&loaded, Err(LoadError::Record { why, .. }) if Err(why) == record.event().as_ref()),
            "{loaded:?}"
        );
        record.event().expect_err("it says something else").to_string()
    };
    // the stage that it stalled in was renamed
    let renamed = stored(&|json| json["data"]["stalled_at"] = "under_construction".into());
    assert!(
        renamed.contains("have `under_construction` as `stalled_at`, which law 1 does not know; known are "),
        "{renamed}"
    );
    assert!(renamed.contains("started"), "{renamed}");
    // the law, and the version of the type
    let law = stored(&|json| json["data"]["law"] = 7.into());
    assert_eq!(law, "the law version 7 is not known; known are the laws up to 1");
    let version = stored(&|json| {
        for member in ["type", "dataschema"] {
            json[member] = json[member].as_str().expect("a text").replace(".v1", ".v2").into();
        }
    });
    assert_eq!(version, "version 2 of the event type `lifecycle.project.stalled.v2` is not known; known are [1]");
    // as it was stored, it goes on where it stalled
    let project = store.project(project_id(1)).expect("it loads").expect("it is there");
    assert_eq!(project.position(), stalled(Stage::Started));
    assert_eq!(
        project.next().filter(|(verb, _)| *verb == Verb::Revive).map(|(_, to)| to).collect::<Vec<_>>(),
        [at(Stage::Started)]
    );
}

#[test]
fn d3_what_was_not_saved_is_on_no_record() {
    let (walk, store) = talks();
    let before = store.head().expect("a head");
    let staged: Staged<Negotiating> = walk.project.clone().try_into().expect("it is in talks");
    let Command::Sign(agreement) = complete(Verb::Sign, &walk.project, walk.today) else { panic!("an agreement") };
    let pending = staged.sign(agreement, &walk.context(), &policy()).expect("it is signed");
    // decided, and never saved
    let project = pending.abandon().expect("there was a project");
    assert_eq!((project.stage(), &project), (Stage::Negotiating, &walk.project));
    assert_eq!(store.head().expect("a head"), before);
    assert_eq!(store.project(walk.project.id()).expect("it loads").as_ref(), Some(&walk.project));
}

#[test]
fn d4_of_two_copies_the_losers_move_is_on_no_record() {
    let (walk, mut store) = talks();
    let copies: [Staged<Negotiating>; 2] =
        [walk.project.clone(), walk.project.clone()].map(|copy| copy.try_into().expect("it is in talks"));
    let [winner, loser] = copies;
    let now = evening(walk.today);
    let Command::Sign(agreement) = complete(Verb::Sign, &walk.project, walk.today) else { panic!("an agreement") };
    let signing = winner.sign(agreement, &walk.context(), &policy()).expect("it is signed");
    let other = context(1, 900, walk.today);
    let form = grounds_form(Some(crate::common::evidence::dossier(walk.today)));
    let breaking = loser.break_off(form.try_into().expect("complete"), &other, &policy()).expect("talks end");
    let won = signing.commit(&mut store, now).expect("the first wins");
    let before = store.head().expect("a head");
    let lost = breaking.commit(&mut store, now).expect_err("the second is late");
    assert!(matches!(&lost, CommitError::Store { error: StoreError::Append(AppendError::Conflict { .. }), .. }));
    assert_eq!(lost.into_pending().abandon().map(|project| project.stage()), Some(Stage::Negotiating));
    assert_eq!(store.head().expect("a head"), before);
    assert!(store.records().iter().all(|record| record.id() != event_id(1, 900)));
    assert_eq!(store.project(walk.project.id()).expect("it loads").as_ref(), Some(won.project()));
}

#[test]
fn d5_an_act_that_the_law_does_not_have_is_refused_in_words_and_can_be_recorded() {
    let (walk, mut store) = talks();
    let signed = Walk::to(1, at(Stage::Signed));
    let register = complete(Verb::Register, &signed.project, walk.today);
    let refusal = walk.project.decide(register, &walk.context(), &policy()).expect_err("it is not signed");
    let [Reason::NotPermitted { verb, position, permitted }] = refusal.reasons() else { panic!("{refusal:?}") };
    assert_eq!((*verb, *position), (Verb::Register, at(Stage::Negotiating)));
    assert!(permitted.contains(&Verb::Sign) && !permitted.contains(&Verb::Register));
    for language in Language::ALL {
        assert!(!refusal.reasons()[0].text(language).is_empty());
    }
    let attempt = TransitionRefused::new(event_id(1, 901), refusal, &walk.context(), &policy());
    let receipt = store.append(&attempt.into(), evening(walk.today)).expect("recorded");
    assert_eq!(receipt.record().event_type(), "lifecycle.refusal.transition_refused.v1");
    assert_eq!(store.project(walk.project.id()).expect("it loads").as_ref(), Some(&walk.project));
    // the typed view does not even have the act: `tests/ui/skip_registration.rs` and its like
    let on = day("2018-06-01");
    let planned =
        Staged::plan(project_id(2), profile(ProjectKind::Enterprise), &context(2, 1, on), &policy()).expect("planned");
    let planned = planned.commit(&mut store, evening(walk.today)).expect("recorded");
    assert!(planned.engage(engagement(on), &context(2, 2, on), &policy()).is_ok());
}
