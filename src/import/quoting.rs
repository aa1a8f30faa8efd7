//! Where quotation marks stand in a record, as its bytes have them.

/// How the present cell stands to its quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing of it was seen.
    #[default]
    Start,
    /// It began without a mark: marks within are text.
    Plain,
    /// Behind the mark that opened it.
    Open,
    /// Behind a mark that closed it, or is the first of two that stand for one.
    Closed,
    /// Behind white space that follows the closing mark.
    Spaced,
    /// Something else followed the closing mark.
    Strayed,
}

/// Follows a record's cells, and finds the first of which a quotation mark does not say where it ends: something stands behind
/// the closing one. A reader that goes on there may have taken a mark of the next record for the closing one.
#[derive(Debug, Default)]
pub(super) struct Quoting {
    state: State,
    stray: Option<usize>,
}

impl Quoting {
    /// The place of the first such cell of the present record.
    pub(super) const fn stray(&self) -> Option<usize> {
        self.stray
    }

    /// Takes in bytes of the present cell, with what ends it.
    #[inline]
    pub(super) fn pass(&mut self, bytes: &[u8], separator: u8) {
        if self.state == State::Start && bytes.first().is_some_and(|first| *first != b'"') {
            self.state = State::Plain;
        }
        if !matches!(self.state, State::Plain | State::Strayed) {
            self.follow(bytes, separator);
        }
    }

    fn follow(&mut self, bytes: &[u8], separator: u8) {
        for byte in bytes {
            self.state = match (self.state, byte) {
                (State::Start, _) | (State::Closed, b'"') => State::Open,
                (State::Open, b'"') => State::Closed,
                (State::Open, _) => State::Open,
                (_, end) if *end == separator || matches!(end, b'\r' | b'\n') => return,
                (_, b' ' | b'\t') => State::Spaced,
                _ => State::Strayed,
            };
        }
    }

    /// The present cell, of this place, is over.
    pub(super) fn end_cell(&mut self, place: usize) {
        if self.state == State::Strayed && self.stray.is_none() {
            self.stray = Some(place);
        }
        self.state = State::Start;
    }

    /// The next record begins.
    pub(super) fn begin(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a cell strays, in whatever pieces its bytes come.
    fn strays(cell: &str) -> bool {
        let found: Vec<bool> = (1..=cell.len())
            .map(|size| {
                let mut quoting = Quoting::default();
                cell.as_bytes().chunks(size).for_each(|piece| quoting.pass(piece, b','));
                quoting.end_cell(0);
                quoting.stray().is_some()
            })
            .collect();
        assert!(found.iter().all(|one| *one == found[0]), "{cell}");
        found[0]
    }

    #[test]
    fn nothing_but_white_space_stands_behind_the_closing_mark() {
        for cell in [
            "甲,",
            "\"甲\",",
            "\"甲\"\r",
            "\"甲\" \t,",
            "\"甲\"\"乙\"\"\",",
            "\"\",",
            "甲\"乙\",",
            "\"甲\n,\"\n",
            "5\",",
        ] {
            assert!(!strays(cell), "{cell}");
        }
        for cell in ["\"甲\"厂,", "\"甲\n\"乙\",", "\"甲\" \"乙\",", "\"\"甲\","] {
            assert!(strays(cell), "{cell}");
        }
    }

    #[test]
    fn the_first_cell_of_a_record_is_told() {
        let mut quoting = Quoting::default();
        for (place, cell) in ["a,", "\"b\"c,", "\"d\",", "\"e\"f\n"].into_iter().enumerate() {
            quoting.pass(cell.as_bytes(), b',');
            quoting.end_cell(place);
        }
        assert_eq!(quoting.stray(), Some(1));
        quoting.begin();
        assert_eq!(quoting.stray(), None);
    }
}
