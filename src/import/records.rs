//! The records of a CSV text, one at a time and within a bound.

use std::io::{self, Read};

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::decode::Decoded;
use super::fold::trimmed;
use super::lines::{Returns, line_end};
use super::quoting::Quoting;

/// The largest record, in bytes of UTF-8, its line end not counted.
pub(super) const LIMIT: usize = 1024 * 1024;

/// What stands next in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A record; [`Records::cells`] has it.
    Record,
    /// A record beyond [`LIMIT`]. Its end was found by CSV quoting; reading goes on there.
    TooLong {
        /// The line on which it begins.
        line: u64,
    },
    /// The text ends inside a quoted cell.
    Unterminated {
        /// The line on which the quote opened.
        line: u64,
        /// Which cell of its record it is, from 0.
        cell: usize,
    },
    /// Nothing.
    End,
}

/// Reads records. Blank lines are none.
pub(super) struct Records<'p, R> {
    text: Decoded<'p, R>,
    reader: Reader,
    /// The cells of the present record, one after the other; a record never needs more.
    buffer: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
    separator: u8,
    quoting: Quoting,
    returns: Returns,
    begin: u64,
    is_torn: bool,
}

/// The cells of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
    /// What is said above, in place of blank cells.
    filled: &'a [(usize, String)],
    /// What parts them.
    separator: u8,
    /// The place of the first that goes on behind its closing quotation mark.
    stray: Option<usize>,
}

impl<'p, R: Read> Records<'p, R> {
    /// The records of a text behind so many lines, whose cells are parted by this character.
    pub(super) fn new(mut text: Decoded<'p, R>, separator: u8, lines: u64) -> io::Result<Self> {
        let mut reader = ReaderBuilder::new().delimiter(separator).build();
        skip_lines(&mut text, lines)?;
        reader.set_line(lines + 1);
        Ok(Self {
            text,
            reader,
            buffer: vec![0; LIMIT + 2],
            ends: Vec::new(),
            separator,
            quoting: Quoting::default(),
            returns: Returns::default(),
            begin: 0,
            is_torn: false,
        })
    }

    /// The line on which the present record begins.
    pub(super) const fn line(&self) -> u64 {
        self.begin
    }

    /// The line of what is read next.
    fn next_line(&self) -> u64 {
        self.reader.line() + self.returns.count()
    }

    /// Reads on to the next record.
    pub(super) fn advance(&mut self) -> io::Result<Next> {
        self.ends.clear();
        self.quoting.begin();
        // where an end is, if there is no more
        self.begin = self.next_line();
        if self.is_torn || !self.skip_line_ends()? {
            return Ok(Next::End);
        }
        let begin = self.next_line();
        self.begin = begin;
        let (mut cell_line, mut used, mut taken) = (begin, 0, 0);
        loop {
            let bytes = self.text.fill()?;
            let is_end = bytes.is_empty();
            // A line end closes every record but one with an open quote, of which it becomes a part. So at the end of
            // the text it tells the two apart.
            let input = if is_end { b"\n" } else { &bytes[..bytes.len().min(LIMIT + 1 - taken)] };
            let (result, read, written) = self.reader.read_field(input, &mut self.buffer[used..]);
            used += written;
            if !is_end {
                self.quoting.pass(&input[..read], self.separator);
                self.returns.pass(&input[..read]);
                self.text.consume(read);
                taken += read;
            }
            match result {
                ReadFieldResult::Field { record_end } => {
                    self.quoting.end_cell(self.ends.len());
                    self.ends.push(used);
                    cell_line = self.next_line();
                    if record_end {
                        return Ok(Next::Record);
                    }
                }
                ReadFieldResult::InputEmpty if is_end => return Ok(self.torn(cell_line, self.ends.len())),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::End => return Ok(Next::End),
            }
            if taken > LIMIT {
                return self.skip_record(begin, cell_line);
            }
        }
    }

    /// The cells of the record that [`advance`](Self::advance) found; of one that is too long or torn, those that were
    /// whole within the bound.
    pub(super) fn cells(&self) -> io::Result<Cells<'_>> {
        let used = self.ends.last().copied().unwrap_or(0);
        let text =
            str::from_utf8(&self.buffer[..used]).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Cells { text, ends: &self.ends, filled: &[], separator: self.separator, stray: self.quoting.stray() })
    }

    /// Goes over blank lines, and says whether anything follows. The reader would too, but the line would then not be that of
    /// the record.
    fn skip_line_ends(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.text.fill()?;
            let count = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if count == 0 {
                return Ok(!bytes.is_empty());
            }
            self.reader.read_field(&bytes[..count], &mut [0]);
            self.returns.pass(&bytes[..count]);
            self.text.consume(count);
        }
    }

    /// Goes to the end of a record without keeping it.
    fn skip_record(&mut self, begin: u64, mut cell_line: u64) -> io::Result<Next> {
        let mut cell = self.ends.len();
        let mut scratch = vec![0; 64 * 1024];
        loop {
            let bytes = self.text.fill()?;
            let is_end = bytes.is_empty();
            let input = if is_end { b"\n" } else { bytes };
            let (result, read, _) = self.reader.read_field(input, &mut scratch);
            if !is_end {
                self.returns.pass(&input[..read]);
                self.text.consume(read);
            }
            match result {
                ReadFieldResult::Field { record_end: true } | ReadFieldResult::End => {
                    return Ok(Next::TooLong { line: begin });
                }
                ReadFieldResult::Field { record_end: false } => {
                    cell += 1;
                    cell_line = self.next_line();
                }
                ReadFieldResult::InputEmpty if is_end => return Ok(self.torn(cell_line, cell)),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    fn torn(&mut self, line: u64, cell: usize) -> Next {
        self.is_torn = true;
        Next::Unterminated { line, cell }
    }
}

impl<'a> Cells<'a> {
    /// The same with what stands above in place of blank cells.
    pub(super) const fn filled(self, filled: &'a [(usize, String)]) -> Self {
        Self { filled, ..self }
    }

    /// The cell at a place, without what nobody sees at its ends. A record may have fewer cells than the header: those are
    /// blank.
    pub(super) fn at(self, place: usize) -> &'a str {
        if let Some((_, above)) = self.filled.iter().find(|(filled, _)| *filled == place) {
            return above;
        }
        let Some(end) = self.ends.get(place) else { return "" };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        trimmed(&self.text[start..*end])
    }

    /// How many there are.
    pub(super) const fn count(self) -> usize {
        self.ends.len()
    }

    /// Every cell, as [`at`](Self::at) has it.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.ends.len()).map(move |place| self.at(place))
    }

    /// The place of the first cell that goes on behind its closing quotation mark.
    pub(super) const fn stray(self) -> Option<usize> {
        self.stray
    }

    /// The place of the first cell that holds the end of one record and the beginning of another one, of records with between
    /// so many cells: a quotation mark opened in one of them, and one in the same column of the other closed it.
    pub(super) fn swallowed(self, fewest: usize, most: usize) -> Option<usize> {
        // of a few cells a text could have as many separators by chance
        if fewest < 5 || memchr::memchr2(b'\r', b'\n', self.text.as_bytes()).is_none() {
            return None;
        }
        let is_record = |separators: usize| (fewest..=most).contains(&(separators + 1));
        (0..self.ends.len()).find(|place| {
            let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
            let text = &self.text.as_bytes()[start..self.ends[*place]];
            let lines = text.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty());
            let counts: Vec<usize> = lines.map(|line| memchr::memchr_iter(self.separator, line).count()).collect();
            let [first, between @ .., last] = &counts[..] else { return false };
            last == place && is_record(first + place) && between.iter().all(|count| is_record(*count))
        })
    }

    /// The same with the cell at a place and the one behind it as one: those behind move to the left. `None` if there are none.
    pub(super) fn joined_at(self, place: usize) -> Option<Vec<usize>> {
        let mut ends = self.ends.to_vec();
        (place + 1 < ends.len()).then(|| ends.remove(place))?;
        Some(ends)
    }

    /// The same with a blank cell before the one at a place: it and those behind it move to the right.
    pub(super) fn parted_at(self, place: usize) -> Option<Vec<usize>> {
        let mut ends = self.ends.to_vec();
        let start = place.checked_sub(1).and_then(|before| ends.get(before).copied())?;
        ends.insert(place, start);
        Some(ends)
    }

    /// The same text, with cells that end elsewhere.
    pub(super) const fn ending(self, ends: &'a [usize]) -> Self {
        Self { ends, ..self }
    }

    /// Whether nothing stands in any cell.
    pub(super) fn are_blank(self) -> bool {
        self.iter().all(str::is_empty)
    }
}

/// Goes over lines, whatever stands in them.
fn skip_lines<R: Read>(text: &mut Decoded<'_, R>, lines: u64) -> io::Result<()> {
    let (mut left, mut end) = (lines, None);
    while left > 0 {
        let bytes = text.fill()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let end = *end.get_or_insert_with(|| line_end(bytes));
        let count = memchr::memchr(end, bytes).map(|at| at + 1);
        left -= u64::from(count.is_some());
        let count = count.unwrap_or(bytes.len());
        text.consume(count);
    }
    Ok(())
}
