//! Whatever is decided fits into a record, whatever the envelope: text that escapes to six times its length, what stood before, where
//! it was read from, who acted, in the name of the longest log.

use crate::common::walk::Walk;
use crate::common::{event_id, text};
use project_lifecycle::audit::*;
use project_lifecycle::project::fact::*;
use project_lifecycle::project::*;
use project_lifecycle::value::*;
use project_lifecycle::{act::*, *};
use proptest::prelude::*;

/// A text of so many bytes, of characters that a record writes in one, two or six bytes each.
fn of(character: char, length: usize) -> Text {
    let mut written = String::from("x");
    while written.len() + character.len_utf8() <= length.clamp(1, Text::LIMIT) {
        written.push(character);
    }
    text(&written)
}

/// A short text as long as one can be, in bytes that a record doubles.
fn longest() -> ShortText {
    "\"".repeat(256).parse().expect("a short text")
}

/// A log with the longest name that there is.
fn log() -> MemoryStore {
    let source = format!("urn:{}", "x".repeat(508)).parse().expect("the longest name");
    MemoryStore::open(source, &crate::common::actor(), crate::common::instant("2018-06-01T00:00:00Z")).expect("a log")
}

/// Who acts, with an id that a record writes in twice its length, and with so many roles.
fn who(roles: usize) -> Actor {
    let actor = Actor::new(AuthType::Unauthenticated, "\"".repeat(256).parse().expect("the longest id"));
    (0..roles).fold(actor, |actor, role| actor.in_role(format!("{role}{}", "\"".repeat(250)).parse().expect("short")))
}

/// What gives texts, of a length each: facts of several kinds, and corrections.
fn commands(walk: &Walk, character: char, lengths: [usize; 3]) -> Vec<Command> {
    let [one, two, three] = lengths.map(|length| of(character, length));
    let on = walk.today;
    let correction =
        |version| Voiding { version, correction: Correction { grounds: one.clone(), authority: two.clone() } };
    let unit = |text: &Text| text.as_str().chars().take(60).collect::<String>();
    let progress = ProgressReport { description: one.clone(), done: BasisPoints::new(5_000).expect("half") };
    let amendment = Amendment { name: Some(one.clone()), ..Amendment::default() };
    let site = SiteChanged { site: two.clone(), ..crate::common::evidence::resited(&unit(&one), on) };
    vec![
        Command::ReportProgress(progress.clone()),
        Command::ReportProgress(ProgressReport { description: three, ..progress }),
        Command::Amend(amendment),
        Command::ChangeSite(site),
        Command::Resume(Resumption { remark: Some(two.clone()) }),
        Command::VoidFact(correction(2)),
        Command::Void(correction(walk.project.version())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_decided_fits_into_a_record(
        character in prop_oneof![Just('\u{1}'), Just('"'), Just('x'), Just('沈')],
        lengths in [1..=Text::LIMIT, 1..=Text::LIMIT, 1..=Text::LIMIT],
        file in 1..=Text::LIMIT,
        is_read in any::<bool>(),
        roles in prop_oneof![Just(0usize), 0..120usize],
        has_host in any::<bool>(),
    ) {
        let (mut walk, mut store) = (Walk::plan(1), log());
        let now = crate::common::evening(walk.today);
        store.append(&(&walk.project.events()[0]).into(), now).expect("planned");
        let host = HostData::new(&serde_json::json!({"x": "y".repeat(4_000)})).expect("it fits");
        for (n, command) in (0u64..).zip(commands(&walk, character, lengths).into_iter().cycle().take(14)) {
            let mut context = Context::new(event_id(1, 100 + n), now, who(roles)).on(walk.today);
            context = context.correlated(longest()).caused_by(longest());
            if is_read {
                let cell = of(character, file / 3);
                context = context.read_from(Provenance::new(of(character, file / 2), u32::MAX).in_column(cell));
            }
            if has_host {
                context = context.with_host(host.clone());
            }
            match walk.project.decide(command, &context, &walk.policy) {
                Ok(decision) => {
                    let event = decision.into_new().expect("its id is new");
                    let receipt = store.append(&(&event).into(), now);
                    prop_assert!(receipt.is_ok(), "{:?} of {}", receipt, event.command_name());
                    walk.project.apply(event).expect("it follows");
                }
                Err(refusal) => prop_assert!(!refusal.reasons().is_empty()),
            }
        }
    }
}

/// Findings: 16 KiB of U+0001 was decided and then refused; one long report made every later one too large.
#[test]
fn what_escapes_to_more_than_a_record_is_refused_when_it_is_decided() {
    let (mut walk, mut store) = (Walk::plan(1), log());
    let now = crate::common::evening(walk.today);
    store.append(&(&walk.project.events()[0]).into(), now).expect("planned");
    let report = |length| {
        let description = of('\u{1}', length);
        Command::ReportProgress(ProgressReport { description, done: BasisPoints::new(1).expect("a share") })
    };
    let refusal = walk.project.decide(report(Text::LIMIT), &walk.context(), &walk.policy).expect_err("too large");
    let [reason] = refusal.reasons() else { panic!("{refusal:?}") };
    assert!(matches!(reason, Reason::RecordTooLarge { bytes, limit: 60_000 } if *bytes > 98_000), "{reason:?}");
    for language in Language::ALL {
        assert!(
            reason.text(language).contains("60000") || reason.text(language).contains("60,000"),
            "{}",
            reason.text(language)
        );
    }
    assert_eq!(walk.project.check(&report(Text::LIMIT), &walk.context(), &walk.policy), refusal.reasons());
    // the longest one that is taken is not told again by the next one
    let longest = (1..Text::LIMIT)
        .rev()
        .step_by(16)
        .find(|length| walk.project.check(&report(*length), &walk.context(), &walk.policy).is_empty());
    let longest = longest.expect("some are taken");
    assert!(longest > 9_000, "{longest}");
    for length in [longest, longest, 3, longest] {
        let event = walk.give(report(length));
        store.append(&event.into(), now).expect("it fits");
    }
    let before = walk.project.events().last().and_then(|event| event.before()).expect("there was one");
    assert!(matches!(before, Before::Told(_)), "the short one is told");
    // nor does where it was read from make it too large unseen
    let read_from = |length| walk.context().read_from(Provenance::new(of('\u{1}', length), 1));
    let codes = |context: &Context| walk.project.check(&report(longest), context, &walk.policy).len();
    assert_eq!((codes(&walk.context()), codes(&read_from(2_000))), (0, 1));
}
