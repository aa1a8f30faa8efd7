//! CSV read apart from the crate's own reader, for the tests that check it.

/// The records of a text, quotes taken off; whatever its line ends, and whether or not the last line has one.
pub(crate) fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(core::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                cells.push(core::mem::take(&mut cell));
                records.push(core::mem::take(&mut cells));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted, "a quoted cell never ends");
    if !cells.is_empty() || !cell.is_empty() {
        cells.push(cell);
        records.push(cells);
    }
    records
}
