//! What contradicts, kept in bounds.

use serde::Serialize;

/// What was found to contradict: the first thousand, and how many there are in all. So whoever poisons one line hides nothing
/// behind it, and whoever poisons all of them fills no memory.
///
/// As JSON it is `{"count": .., "first": [..]}`.
///
/// ```
/// use project_lifecycle::audit::Faults;
///
/// let mut faults = Faults::default();
/// (0..2_500).for_each(|place| faults.push(place));
/// assert_eq!((faults.count(), faults.first().len()), (2_500, Faults::<u32>::KEPT));
/// assert_eq!(faults.first()[999], 999);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Faults<T> {
    count: u64,
    first: Vec<T>,
}

impl<T> Default for Faults<T> {
    fn default() -> Self {
        Self { count: 0, first: Vec::new() }
    }
}

impl<T> Faults<T> {
    /// How many are kept.
    pub const KEPT: usize = 1_000;

    /// Counts one more, and keeps it if it is among the first.
    pub fn push(&mut self, fault: T) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(fault);
        }
    }

    /// Takes what somebody else found in as well, all of it counted.
    pub fn absorb(&mut self, others: Self) {
        let Self { count, first } = others;
        let untold = count - first.len() as u64;
        self.extend(first);
        self.count += untold;
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first of them, in the order in which they were found.
    #[must_use]
    pub fn first(&self) -> &[T] {
        &self.first
    }

    /// Whether nothing contradicts.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T> Extend<T> for Faults<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, faults: I) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}
