//! The law as the rows of a table.

use crate::lifecycle::Position;
use crate::project::Change;

/// Where a project stands before its planning, and where all other kinds of things stand.
const NONE: &str = "none";

/// The verb of what leaves a project where it is.
const FACT: &str = "fact";

/// A row of the table: what an event may say of itself.
pub(in crate::store) struct Edge {
    pub(in crate::store) verb: &'static str,
    pub(in crate::store) from: String,
    pub(in crate::store) to: String,
}

/// Every row, derived from the law: planning and the steps, the facts at each position, each step but planning undone, and
/// what other kinds do.
pub(in crate::store) fn edges() -> Vec<Edge> {
    let steps = || Position::all().flat_map(|from| from.next().map(move |(verb, to)| (verb, from, to)));
    let plan = Edge { verb: Change::PLAN, from: NONE.into(), to: Position::START.to_string() };
    let step = steps().map(|(verb, from, to)| Edge { verb: verb.code(), from: from.to_string(), to: to.to_string() });
    let fact = Position::all().map(|at| Edge { verb: FACT, from: at.to_string(), to: at.to_string() });
    let void = steps().map(|(_, from, to)| Edge { verb: Change::VOID, from: to.to_string(), to: from.to_string() });
    let other = Edge { verb: NONE, from: NONE.into(), to: NONE.into() };
    [plan].into_iter().chain(step).chain(fact).chain(void).chain([other]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_rows_are_as_many_as_the_design_counts() {
        let rows = edges();
        let count = |verb: &str| rows.iter().filter(|edge| edge.verb == verb).count();
        assert_eq!((count(FACT), count(Change::VOID), count(NONE)), (14, 35, 1));
        assert_eq!(rows.len(), 36 + 14 + 35 + 1);
        let distinct: BTreeSet<_> = rows.iter().map(|edge| (edge.verb, &edge.from, &edge.to)).collect();
        assert_eq!(distinct.len(), rows.len());
    }
}
