//! The law as the rows of a table.

use std::collections::BTreeSet;

#[cfg(feature = "sqlite")]
use crate::audit::EventType;
use crate::lifecycle::{Law, Position, Verb};
use crate::project::Change;

/// Where a project stands before its planning. All other kinds of things stand there always, under no law.
const NONE: &str = "none";

/// The verb of what leaves a project where it is.
const FACT: &str = "fact";

/// How many laws there are. Each is a migration of its own.
#[cfg(feature = "postgres")]
pub(in crate::store) const LAWS: u32 = {
    let mut laws = 0;
    while Law::of(laws + 1).is_some() {
        laws += 1;
    }
    laws
};

/// A row of the table: what an event may say of itself under a law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    verb: &'static str,
    from: String,
    to: String,
}

impl Edge {
    fn new(verb: &'static str, from: impl ToString, to: impl ToString) -> Self {
        Self { verb, from: from.to_string(), to: to.to_string() }
    }
}

/// The migrations' rows of each law in turn, as SQL: what stands behind `VALUES`.
pub(in crate::store) fn laws() -> impl Iterator<Item = String> {
    let rows = |law: &Law| {
        let row = |Edge { verb, from, to }| format!("({}, '{verb}', '{from}', '{to}')", law.version());
        edges(law).into_iter().map(row).collect::<Vec<_>>().join(",\n  ")
    };
    (1..).map_while(Law::of).map(rows)
}

/// The types of events with the kinds of their subjects, as SQL: what stands behind `VALUES`.
#[cfg(feature = "sqlite")]
pub(in crate::store) fn event_types() -> String {
    let row = |name: String, kind: &str| format!("('{name}', '{kind}')");
    let known = EventType::all().map(|known| row(known.to_string(), known.kind().code()));
    #[cfg(test)]
    let known = known.chain([row("lifecycle.sample.counted.v1".into(), "sample")]);
    known.collect::<Vec<_>>().join(",\n  ")
}

/// The rows of a law: planning and its steps, the facts at each position, and each step but planning undone. What it undoes
/// may be an earlier law's.
fn edges(law: &Law) -> Vec<Edge> {
    let step = steps(law).map(|(verb, from, to)| Edge::new(verb.code(), from, to));
    let fact = law.positions().map(|at| Edge::new(FACT, at, at));
    let known = (1..=law.version()).filter_map(Law::of);
    let undone: BTreeSet<_> = known.flat_map(steps).map(|(_, from, to)| Edge::new(Change::VOID, to, from)).collect();
    [Edge::new(Change::PLAN, NONE, Position::START)].into_iter().chain(step).chain(fact).chain(undone).collect()
}

fn steps(law: &Law) -> impl Iterator<Item = (Verb, Position, Position)> {
    law.positions().flat_map(move |from| law.next(from).map(move |(verb, to)| (verb, from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_as_many_as_the_design_counts() {
        let rows = edges(Law::newest());
        let count = |verb: &str| rows.iter().filter(|edge| edge.verb == verb).count();
        assert_eq!((count(FACT), count(Change::VOID)), (14, 35));
        assert_eq!(rows.len(), 36 + 14 + 35);
        let distinct: BTreeSet<_> = rows.iter().collect();
        assert_eq!(distinct.len(), rows.len());
    }

    #[test]
    fn a_later_law_undoes_the_steps_of_an_earlier_one() {
        let [one, two] = [1, 2].map(|version| edges(Law::of(version).unwrap()));
        let differ = |these: &[Edge], those: &[Edge]| {
            let only = these.iter().filter(|edge| !those.contains(edge));
            only.map(|Edge { verb, from, to }| format!("{verb} {from} {to}")).collect::<Vec<_>>()
        };
        assert_eq!(differ(&one, &two), ["engage planned negotiating"]);
        assert_eq!(differ(&two, &one), ["send_back negotiating planned", "void planned negotiating"]);
    }
}
