//! Records beyond the bound, and quotes that never close.

use std::io::{self, Read};

use project_lifecycle::import::import;
use project_lifecycle::{Verdict, verify};
use proptest::prelude::*;

use super::{HEADER, MAPPING, Row, imported, mapping, now, read_table, row, try_import};

#[test]
fn a_record_is_at_most_a_mebibyte() {
    // bytes of a record beside the padding, which stands in a column that nothing maps
    let header = HEADER.replace("Id,", "Id,More,");
    let around = "1,\"\",,,,9/9/2020,,,,,,,".len();
    for (padding, is_read) in [(1024 * 1024 - around, true), (1024 * 1024 - around + 1, false)] {
        for end in ["\n", "\r\n", ""] {
            let csv = format!("{header}1,\"{}\",,,,9/9/2020,,,,,,,{end}", "x".repeat(padding));
            let ledger = try_import(csv.as_bytes(), &mapping(MAPPING), now()).unwrap();
            let rows = if is_read { vec![] } else { vec![row(1, "1", "", "", "record_too_long")] };
            assert_eq!(ledger.rows, rows, "{padding} {end:?}");
            assert_eq!(ledger.summary.totals.imported, u64::from(is_read));
        }
    }
}

/// A ledger made as it is read: a cell of `size` bytes with quotes and line ends in it, then a good record.
fn giant(size: u64, end: &'static str) -> impl Read {
    let start = format!("{HEADER}1,,,,9/9/2020,,,,,,,\n2,\"");
    let pattern = b"a, \"\"b\"\"\r\n, ordinary text that goes on for a while in this cell";
    let pattern: Vec<u8> = pattern.iter().copied().cycle().take(pattern.len() * 1000).collect();
    let cell = Cycle { pattern, at: 0 }.take(size / 63_000 * 63_000);
    io::Cursor::new(start.into_bytes()).chain(cell).chain(end.as_bytes())
}

struct Cycle {
    pattern: Vec<u8>,
    at: usize,
}

impl Read for Cycle {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let rest = &self.pattern[self.at..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.at = (self.at + count) % self.pattern.len();
        Ok(count)
    }
}

fn import_giant(size: u64, end: &'static str) -> Vec<Row> {
    let mut table = Vec::new();
    let open = || Ok(giant(size, end));
    let summary = import(open, "giant.csv", &mapping(MAPPING), now(), &mut io::sink(), &mut table, &mut |_| {})
        .expect("a ledger");
    assert_eq!(summary.totals.imported + summary.totals.not_imported.values().sum::<u64>(), summary.totals.rows);
    read_table(&table).0
}

#[test]
fn a_giant_cell_is_skipped_and_reading_resumes_behind_it() {
    let rows = import_giant(64 << 20, "\",,,9/9/2020,,,,,,,\n3,,,,soon,,,,,,,\n");
    assert_eq!(
        rows,
        [
            row(2, "2", "", "", "record_too_long"),
            row(3, "3", "Updated", "soon", "bad_date"),
            row(3, "3", "", "", "no_date")
        ]
    );
}

#[test]
fn a_quote_that_never_closes_is_named_with_its_line() {
    assert_eq!(import_giant(64 << 20, ""), [row(2, "2", "Name", "", "unterminated_quote")]);
    for (rows, line, column) in [
        ("1,\"two\nlines\",,,\"9/9/2020\n2,,,,9/9/2020,,,,,,,\n", 3, "Updated"),
        ("\n\n1,,,,9/9/2020,,,,,,,\n\n2,,\"", 6, "Zone"),
        ("1,,,,9/9/2020,,,,,,,\n2,,,\"\"\"\n\n", 3, "Status"),
    ] {
        let ledger = imported(rows);
        let last = ledger.rows.last().unwrap();
        assert_eq!((&*last[2], &*last[4]), (column, "unterminated_quote"), "{rows:?}");
        assert!(ledger.details.last().unwrap().contains(&format!("opens on line {line} ")), "{:?}", ledger.details);
    }
    // closed at the very end
    assert_eq!(imported("1,,,,\"9/9/2020\",,,,,,,").rows, Vec::<Row>::new());
}

/// A reader that gives a byte at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(1);
        self.0.read(&mut out[..most])
    }
}

proptest! {
    #[test]
    fn whatever_the_rows_are_every_one_is_accounted_for(rows in r#"([12],["a\r\né]{0,3},z?,(Refused|Expired)?|1/1/20[12]0|[,"\r\n]|NA){0,40}"#) {
        let csv = format!("{HEADER}{rows}");
        let (mut log, mut table) = (Vec::new(), Vec::new());
        let summary =
            import(|| Ok(csv.as_bytes()), "x", &mapping(MAPPING), now(), &mut log, &mut table, &mut |_| {}).unwrap();
        let left_out: u64 = summary.totals.not_imported.values().sum();
        prop_assert_eq!(summary.totals.rows, summary.totals.imported + left_out);
        prop_assert_eq!(read_table(&table).0.len() as u64, summary.exceptions.values().sum::<u64>());
        let is_sound = matches!(verify(log.as_slice()).unwrap(), Verdict::SelfConsistent { head } if head.size() == summary.events + 1);
        prop_assert!(is_sound);

        let (mut drop_log, mut drop_table) = (Vec::new(), Vec::new());
        let open = || Ok(Drip(csv.as_bytes()));
        import(open, "x", &mapping(MAPPING), now(), &mut drop_log, &mut drop_table, &mut |_| {}).unwrap();
        prop_assert!(log == drop_log && table == drop_table, "how the bytes arrive does not matter");
    }
}
