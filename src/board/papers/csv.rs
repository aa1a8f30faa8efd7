//! A paper as CSV.

use core::fmt;

use super::cell::Cell;
use super::digits::Layout;
use super::paper::Paper;
use super::said::{said, shown};
use crate::Language;
use crate::value::formula_safe;

/// A paper as CSV (RFC 4180), so that a spreadsheet opens it as it is meant: behind a byte-order mark, and with no text that would
/// be a formula. Behind the paper's columns each row tells the unit, who filled it in and the two dates; and if the data is
/// simulated a last column says so, in its heading too. Texts stand on one line, without characters that turn a line around.
#[derive(Clone, Copy, Debug)]
pub struct PaperCsv<'p, 'a> {
    paper: &'p Paper<'a>,
    language: Language,
}

impl<'a> Paper<'a> {
    /// As CSV in a language.
    #[must_use]
    pub const fn csv(&self, language: Language) -> PaperCsv<'_, 'a> {
        PaperCsv { paper: self, language }
    }
}

impl fmt::Display for PaperCsv<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { paper, language } = *self;
        let (said, mark) = (said(paper.imprint(), language), paper.imprint().mark(language));
        let mut line = Line { out: f, text: String::new(), is_begun: false };
        line.out.write_str("\u{feff}")?;
        for column in paper.columns() {
            match column.group {
                Some([english, chinese]) => {
                    let (group, mark) = (language.pick(english, chinese), language.pick(": ", "："));
                    line.text(&format_args!("{group}{mark}{}", column.heading(language)))?;
                }
                None => line.text(&column.heading(language))?,
            }
        }
        said.iter().try_for_each(|(label, _)| line.text(label))?;
        if !mark.is_empty() {
            line.text(&mark)?;
        }
        line.end()?;
        for row in paper.rows() {
            for (cell, column) in row.iter().zip(paper.columns()) {
                let told = cell.told(column.kind.money(), language, Layout::Plain);
                if is_text(cell) { line.text(&told)? } else { line.number(&told)? }
            }
            said.iter().try_for_each(|(_, value)| line.text(value))?;
            if !mark.is_empty() {
                line.text(&language.pick("yes", "是"))?;
            }
            line.end()?;
        }
        Ok(())
    }
}

/// Whether a person typed what stands in a cell, or it may have been. A number below zero begins as a formula does and is none.
fn is_text(cell: &Cell<'_>) -> bool {
    match cell.value() {
        Cell::Day(_) | Cell::Number(_) | Cell::Money(_) | Cell::Share(_) => false,
        Cell::Text(_)
        | Cell::Owned(_)
        | Cell::Texts(_)
        | Cell::Word(_)
        | Cell::Words(_)
        | Cell::Position(_)
        | Cell::Project(_)
        | Cell::Figure { .. }
        | Cell::Missing(_) => true,
    }
}

/// A line being written.
struct Line<'l, 'f> {
    out: &'l mut fmt::Formatter<'f>,
    /// A cell being written.
    text: String,
    is_begun: bool,
}

impl Line<'_, '_> {
    fn text(&mut self, told: &impl fmt::Display) -> fmt::Result {
        self.part()?;
        shown(told, &mut self.text);
        let safe = formula_safe(&self.text);
        if !safe.contains([',', '"', ';', '\'']) {
            return self.out.write_str(&safe);
        }
        self.out.write_str("\"")?;
        for (at, piece) in safe.split('"').enumerate() {
            self.out.write_str(if at > 0 { "\"\"" } else { "" })?;
            self.out.write_str(piece)?;
        }
        self.out.write_str("\"")
    }

    fn number(&mut self, told: &impl fmt::Display) -> fmt::Result {
        self.part()?;
        write!(self.out, "{told}")
    }

    fn part(&mut self) -> fmt::Result {
        self.out.write_str(if self.is_begun { "," } else { "" })?;
        self.is_begun = true;
        Ok(())
    }

    fn end(&mut self) -> fmt::Result {
        self.is_begun = false;
        self.out.write_str("\r\n")
    }
}
