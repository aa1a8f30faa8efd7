//! Many short lists in one vector: each project's rows lie side by side, and cost little more than themselves.

/// The place of one list in a [`Pool`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    at: u32,
    len: u32,
}

impl Span {
    pub(super) const fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// The lists. A list has room for a power of two; once the pool is packed it has no room to spare, and moves when it grows.
#[derive(Clone, Debug)]
pub(super) struct Pool<T> {
    rows: Vec<T>,
    /// Lists before this place have no room to spare.
    packed: u32,
    /// Where lists were that have moved, by the binary logarithm of their room.
    free: Vec<Vec<u32>>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), packed: 0, free: Vec::new() }
    }
}

impl<T: Copy> Pool<T> {
    /// The rows of a list.
    pub(super) fn of(&self, span: Span) -> &[T] {
        &self.rows[span.at as usize..][..span.len as usize]
    }

    /// How many bytes it has room for.
    pub(super) const fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<T>()
    }

    /// Adds a row to a list.
    ///
    /// # Panics
    /// When the pool has 2^32 rows: more than a log has records for.
    pub(super) fn push(&mut self, span: &mut Span, row: T) {
        let has_room = span.at >= self.packed && !span.len.is_power_of_two() && span.len > 0;
        if !has_room {
            self.grow(span, row);
        }
        self.rows[(span.at + span.len) as usize] = row;
        span.len += 1;
    }

    /// Moves a list to where it has room for more.
    fn grow(&mut self, span: &mut Span, filler: T) {
        let room = (span.len + 1).next_power_of_two();
        let class = room.trailing_zeros() as usize;
        let at = match self.free.get_mut(class).and_then(Vec::pop) {
            Some(at) => at,
            None => {
                let at = u32::try_from(self.rows.len()).expect("fewer rows than 2^32");
                self.rows.resize(self.rows.len() + room as usize, filler);
                at
            }
        };
        let from = span.at as usize;
        self.rows.copy_within(from..from + span.len as usize, at as usize);
        if span.at >= self.packed && span.len > 0 {
            let class = span.len.trailing_zeros() as usize;
            if self.free.len() <= class {
                self.free.resize(class + 1, Vec::new());
            }
            self.free[class].push(span.at);
        }
        span.at = at;
    }

    /// Lays the lists side by side, in the order in which they are given, without room to spare.
    pub(super) fn pack<'a>(&mut self, spans: impl Iterator<Item = &'a mut Span>) {
        let mut rows = Vec::with_capacity(self.rows.len());
        for span in spans {
            let at = rows.len() as u32;
            rows.extend_from_slice(self.of(*span));
            span.at = at;
        }
        rows.shrink_to_fit();
        (self.packed, self.rows, self.free) = (rows.len() as u32, rows, Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists that grow in turns keep what was added to each, packed in between or not.
    #[test]
    fn each_list_keeps_its_rows() {
        let mut pool = Pool::default();
        let mut spans = [Span::default(); 7];
        let mut lists: [Vec<u32>; 7] = Default::default();
        for number in 0..5_000u32 {
            let which = (number.wrapping_mul(2_654_435_761) >> 13) as usize % 7;
            pool.push(&mut spans[which], number);
            lists[which].push(number);
            if number % 1_000 == 500 {
                pool.pack(spans.iter_mut().rev());
            }
            if number % 97 == 0 {
                for (span, list) in spans.iter().zip(&lists) {
                    assert_eq!(pool.of(*span), list);
                }
            }
        }
        let rows: usize = lists.iter().map(Vec::len).sum();
        assert!(pool.rows.len() < 3 * rows, "{} for {rows}", pool.rows.len());
        pool.pack(spans.iter_mut());
        assert_eq!(pool.rows.len(), rows);
        for (span, list) in spans.iter().zip(&lists) {
            assert_eq!(pool.of(*span), list);
        }
    }
}
