//! What is wrong, of which there may be much: the first of it, and how much there is.

use serde::Serialize;

/// What was found wrong: the first 1,000 in order, and how many there are in all. So it takes little memory whatever is checked.
///
/// As JSON it is `{"count": .., "first": [..]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use = "it says what is wrong"]
pub struct Faults<T> {
    count: u64,
    first: Vec<T>,
}

impl<T> Faults<T> {
    /// How many are kept.
    pub const LIMIT: usize = 1_000;

    /// Nothing wrong.
    pub const fn new() -> Self {
        Self { count: 0, first: Vec::new() }
    }

    /// Counts one more, and keeps it if it is among the first.
    pub fn push(&mut self, fault: T) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < Self::LIMIT {
            self.first.push(fault);
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first of them, at most [`LIMIT`](Self::LIMIT), in the order in which they were found.
    #[must_use]
    pub fn first(&self) -> &[T] {
        &self.first
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T> Default for Faults<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_thousand_are_kept_and_all_are_counted() {
        let mut faults = Faults::new();
        assert!(faults.is_empty() && faults.first().is_empty());
        (1..=1_002).for_each(|fault| faults.push(fault));
        assert_eq!((faults.count(), faults.first().len()), (1_002, 1_000));
        assert_eq!((faults.first().first(), faults.first().last()), (Some(&1), Some(&1_000)));
        assert!(!faults.is_empty());
        let mut one = Faults::default();
        one.push("torn");
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"count":1,"first":["torn"]}"#);
    }
}
