//! Where the events of a type can lead from and to.

use serde_json::{Value, json};

use super::shape::{Shape, choice, labels};
use crate::lifecycle::Position;
use crate::{Language, Stage, Verb};

/// What a project left, if anything, and what it entered.
pub(super) type Step = (Option<Position>, Position);

/// The steps of planning: there is one.
pub(super) fn of_planning() -> Vec<Step> {
    vec![(None, Position::START)]
}

/// The steps that the law lets a verb take.
pub(super) fn of(verb: Verb) -> Vec<Step> {
    Position::all().filter_map(|from| Some((Some(from), from.after(verb)?))).collect()
}

/// The steps that undo one that some verb takes.
pub(super) fn undone() -> Vec<Step> {
    let mut undone = Vec::new();
    for (from, to) in Verb::ALL.into_iter().flat_map(of) {
        let back = (Some(to), from.expect("a verb leaves something"));
        if !undone.contains(&back) {
            undone.push(back);
        }
    }
    undone
}

/// From anywhere to the same place.
pub(super) fn unmoved() -> Vec<Step> {
    Position::all().map(|position| (Some(position), position)).collect()
}

/// Where a zombie that a step leaves or enters has stalled.
fn stalled_at((from, to): &Step) -> Option<Stage> {
    to.stalled_at().or_else(|| from.and_then(Position::stalled_at))
}

/// A choice between stages, in their order.
pub(super) fn stages(which: impl Fn(Stage) -> bool) -> Value {
    let stages = Stage::ALL.into_iter().filter(|stage| which(*stage));
    choice(stages.map(|stage| (stage.code(), labels(|language| stage.label(language)))))
}

/// With `from`, `to` and `stalled_at` as some step has them.
pub(super) fn members(shape: Shape, steps: &[Step]) -> Shape {
    let left = |stage| steps.iter().any(|(from, _)| from.is_some_and(|from| from.stage() == stage));
    let from = if steps.iter().all(|(from, _)| from.is_none()) { json!({"type": "null"}) } else { stages(left) };
    let to = stages(|stage| steps.iter().any(|(_, to)| to.stage() == stage));
    let shape = shape.needed("from", from).needed("to", to);
    let stalled = stages(|stage| steps.iter().any(|step| stalled_at(step) == Some(stage)));
    match steps.iter().filter(|step| stalled_at(step).is_some()).count() {
        0 => shape,
        all if all == steps.len() => shape.needed("stalled_at", stalled),
        _ => shape.optional("stalled_at", stalled),
    }
}

/// The steps themselves: which `from`, `to` and `stalled_at` go together.
pub(super) fn together(steps: &[Step]) -> Value {
    let stalls = steps.iter().any(|step| stalled_at(step).is_some());
    let together = steps.iter().map(|step| {
        let (from, to) = step;
        let [en, zh] = Language::ALL.map(|language| {
            let left = from.map(|from| from.label(language) + " → ").unwrap_or_default();
            left + &to.label(language)
        });
        let mut schema = json!({
            "title": en,
            "x-title-zh": zh,
            "properties": {
                "from": {"const": from.map(|from| from.stage().code())},
                "to": {"const": to.stage().code()},
            },
        });
        if let Some(stage) = stalled_at(step) {
            schema["properties"]["stalled_at"] = json!({"const": stage.code()});
            schema["required"] = json!(["stalled_at"]);
        } else if stalls {
            schema["properties"]["stalled_at"] = json!(false);
        }
        schema
    });
    together.collect()
}
