//! The types of events as the rows of a table.

use crate::audit::{EventType, SubjectKind};
use crate::lifecycle::Verb;
use crate::project::Change;

/// The rows of the types of events, as SQL: what stands behind `VALUES`. The data of a correction have one of several verbs.
pub(super) fn event_types() -> String {
    const CORRECTIONS: &[&str] = &[Change::VOID, Change::REDATE, Change::VOID_FACT, Change::CORRECT];
    let verbs = |known: EventType| match (known.kind(), known.event()) {
        (SubjectKind::Project, Change::PLANNED) => vec![Change::PLAN],
        (SubjectKind::Project, Change::CORRECTED) => CORRECTIONS.to_vec(),
        (SubjectKind::Project, event) => {
            let verb = Verb::ALL.into_iter().find(|verb| verb.event_name() == event);
            vec![verb.map_or("fact", Verb::code)]
        }
        _ => vec!["none"],
    };
    let rows = |known: EventType| {
        let row = move |verb: &str| format!("('{known}', '{verb}', '{}')", known.kind());
        verbs(known).into_iter().map(row).collect::<Vec<_>>()
    };
    EventType::all().flat_map(rows).collect::<Vec<_>>().join(",\n  ")
}
