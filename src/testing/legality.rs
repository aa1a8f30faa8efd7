//! What the law permits, asserted.
//!
//! All of it derives from the present law. A host's tests say by it what the host relies on, and learn when a later law
//! says otherwise.

use crate::Verb;
use crate::lifecycle::Position;

/// The law permits an act at a position.
///
/// ```
/// use project_lifecycle::testing::{assert_leads, assert_not_permitted, assert_permitted, sample};
/// use project_lifecycle::{Stage, Verb};
///
/// assert_permitted(sample::at(Stage::Signed), Verb::Register);
/// assert_not_permitted(sample::at(Stage::Planned), Verb::Sign);
/// assert_leads(sample::stalled(Stage::Started), Verb::Revive, sample::at(Stage::Started));
/// ```
///
/// # Panics
/// When it does not; what it permits there is told.
#[track_caller]
pub fn assert_permitted(position: Position, verb: Verb) {
    assert!(position.after(verb).is_some(), "`{verb}` is not permitted at `{position}`; {}", permitted(position));
}

/// The law does not permit an act at a position.
///
/// # Panics
/// When it does; where it leads is told.
#[track_caller]
pub fn assert_not_permitted(position: Position, verb: Verb) {
    if let Some(to) = position.after(verb) {
        panic!("`{verb}` is permitted at `{position}`, and leads to `{to}`");
    }
}

/// An act leads from one position to another.
///
/// # Panics
/// When the law does not permit it there, or it leads elsewhere.
#[track_caller]
pub fn assert_leads(from: Position, verb: Verb, to: Position) {
    assert_permitted(from, verb);
    let leads = from.after(verb);
    assert!(leads == Some(to), "`{verb}` at `{from}` does not lead to `{to}`; {}", permitted(from));
}

/// What is permitted at a position, as a person reads it.
fn permitted(position: Position) -> String {
    let next: Vec<_> = position.next().map(|(verb, to)| format!("`{verb}` to `{to}`")).collect();
    if next.is_empty() { "nothing is permitted here".into() } else { format!("permitted here: {}", next.join(", ")) }
}
