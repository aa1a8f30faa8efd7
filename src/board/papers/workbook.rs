//! Papers as one workbook (`.xlsx`).

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::cell::Cell;
use super::digits::{Digits, Layout};
use super::formats::Formats;
use super::paper::{Column, ColumnKind, Paper};
use super::said::{cut, said, shown};
use crate::Language;
use crate::board::markup::columns as width_of;
use crate::value::{Currency, Day, formula_safe};

/// How many rows a sheet has.
const ROWS: usize = 1_048_576;
/// The greatest whole number up to which a cell keeps every one exactly.
const EXACT: u64 = 1 << 53;

/// Why papers fit no workbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbookError {
    /// A sheet has no room for them.
    #[error("{paper} has {rows} rows, and a sheet has room for {limit}; write it as CSV")]
    TooManyRows {
        /// The paper.
        paper: &'static str,
        /// Its rows.
        rows: usize,
        /// How many have room beside headings and notes.
        limit: usize,
    },
    /// The workbook could not be put together.
    #[error("the workbook cannot be written: {why}")]
    Unwritten {
        /// What was said.
        why: String,
    },
}

fn unwritten(why: XlsxError) -> WorkbookError {
    WorkbookError::Unwritten { why: why.to_string() }
}

/// Papers as one workbook, a sheet for each: days, numbers and amounts as such with their formats, whatever else as text, which is
/// never a formula. Headings stay in sight and are repeated on every sheet of paper; it prints across A4, or A3 for many
/// columns, with unit, who filled it in and the as-of day, and says on every sheet if the data is simulated. The same papers give the
/// same bytes.
///
/// # Errors
/// [`WorkbookError`] when a paper has more rows than a sheet.
pub fn workbook(papers: &[Paper<'_>], language: Language) -> Result<Vec<u8>, WorkbookError> {
    let (mut book, formats) = (Workbook::new(), Formats::new());
    if let Some(first) = papers.first() {
        book.set_properties(&properties(first, language).map_err(unwritten)?);
    }
    let mut tabs: Vec<String> = Vec::new();
    for paper in papers {
        let (rows, limit) = (paper.rows().len(), ROWS - 32);
        if rows > limit {
            return Err(WorkbookError::TooManyRows { paper: paper.name(), rows, limit });
        }
        tabs.push(tab(paper, language, &tabs));
        let sheet = book.add_worksheet();
        sheet.set_name(&tabs[tabs.len() - 1]).map_err(unwritten)?;
        Sheet { sheet, formats: &formats, paper, language, text: String::new() }.write().map_err(unwritten)?;
    }
    book.save_to_buffer().map_err(unwritten)
}

fn properties(paper: &Paper<'_>, language: Language) -> Result<DocProperties, XlsxError> {
    let imprint = paper.imprint();
    let [unit, filled_by, ..] = said(imprint, language).map(|(_, mut value)| {
        cut(&mut value, 200);
        value
    });
    let made = date(imprint.as_of).unwrap_or(ExcelDateTime::from_ymd(1900, 1, 1)?);
    let properties = DocProperties::new().set_company(unit).set_author(filled_by).set_creation_datetime(&made);
    Ok(properties.set_comment(imprint.mark(language)))
}

/// The name on a sheet's tab: in Chinese its title, in English its name, which is short enough.
fn tab(paper: &Paper<'_>, language: Language, taken: &[String]) -> String {
    let forbidden = ['[', ']', ':', '*', '?', '/', '\\', '\''];
    let mut tab = language.pick(paper.name(), paper.title(Language::Chinese)).replace(forbidden, "-");
    cut(&mut tab, 31);
    let mut number = 1;
    let mut free = tab.clone();
    while taken.contains(&free) {
        number += 1;
        cut(&mut tab, 28);
        free = format!("{tab}{number}");
    }
    free
}

/// A day of a sheet. `None` before 1900, which sheets do not know.
fn date(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

/// A sheet being written.
struct Sheet<'s, 'a> {
    sheet: &'s mut Worksheet,
    formats: &'s Formats,
    paper: &'s Paper<'a>,
    language: Language,
    /// A cell being written.
    text: String,
}

impl Sheet<'_, '_> {
    fn write(&mut self) -> Result<(), XlsxError> {
        let columns = self.paper.columns();
        let mut widths: Vec<usize> = columns.iter().map(|column| self.heading_width(column)).collect();
        let last = columns.len() as u16 - 1;
        self.sheet.merge_range(0, 0, 0, last, self.paper.title(self.language), &self.formats.title)?;
        self.sheet.set_row_height(0, 26)?;
        self.said(last)?;
        let body = self.headings()?;
        let (mut at, mut needed) = (body, Vec::new());
        for row in self.paper.rows() {
            for ((cell, column), (place, width)) in row.iter().zip(columns).zip((0..).zip(&mut widths)) {
                let needs = self.cell(at, place, cell, column)?;
                needed.push(needs);
                *width = (*width).max(needs + 2);
            }
            at += 1;
        }
        if at == body {
            let none = self.language.pick("none", "无");
            self.sheet.merge_range(at, 0, at, last, none, &self.formats.missing)?;
            at += 1;
        } else {
            self.sheet.autofilter(body - 1, 0, at - 1, last)?;
        }
        for ((column, place), width) in columns.iter().zip(0..).zip(&mut widths) {
            *width = (*width).min(widest(column.kind));
            self.sheet.set_column_width(place, *width as f64)?;
        }
        for (row, needed) in (body..).zip(needed.chunks_exact(columns.len())) {
            let lines = needed.iter().zip(&widths).map(|(needs, width)| needs.div_ceil(width - 2)).max().unwrap_or(1);
            // a row of Excel has at most 409 points
            self.sheet.set_row_height(row, (15 * lines as u32 + 2).min(409))?;
        }
        self.heading_heights(&widths, body)?;
        self.notes(at, last, widths.iter().sum())?;
        let frozen = if self.paper.count().is_some() { 2 } else { 1 };
        self.sheet.set_freeze_panes(body, frozen)?;
        self.sheet.set_repeat_rows(0, body - 1)?;
        self.print();
        Ok(())
    }

    /// What stands over a column: the unit on a line of its own.
    fn heading(&self, column: &Column<'_>) -> String {
        let heading = column.heading(self.language);
        let is_amount = matches!(column.kind, ColumnKind::Money(_));
        if is_amount { heading.replace(" (", "\n(").replace('（', "\n（") } else { heading }
    }

    /// A heading may take two lines.
    fn heading_width(&self, column: &Column<'_>) -> usize {
        let heading = self.heading(column);
        let part = heading.split([' ', '\n']).map(width_of).max().unwrap_or(0);
        let word = if heading.is_ascii() || heading.contains('\n') { part } else { 0 };
        word.max(width_of(&heading).div_ceil(2)).max(4) + 2 // the arrow of the filter
    }

    /// The line below the title: what the paper says of itself, and what is told above the table.
    fn said(&mut self, last: u16) -> Result<(), XlsxError> {
        let (language, paper) = (self.language, self.paper);
        let (colon, gap) = (language.pick(": ", "："), language.pick("   ", "　"));
        let members = said(paper.imprint(), language).map(|(label, value)| format!("{label}{colon}{value}"));
        let (before, after) = paper.count_words(language);
        let count = paper.count().map(|count| format!("{before}{count}{after}"));
        let mark = Some(paper.imprint().mark(language)).filter(|mark| !mark.is_empty()).map(str::to_owned);
        let lead = paper.lead(language).map(str::to_owned);
        let parts: Vec<_> = mark.into_iter().chain(members).chain(lead).chain(count).collect();
        let mut line = parts.join(gap);
        cut(&mut line, 2_000);
        let format = if paper.imprint().is_simulated { &self.formats.simulated } else { &self.formats.imprint };
        self.sheet.merge_range(1, 0, 1, last, &line, format)?;
        self.sheet.set_row_height(1, 18)?;
        Ok(())
    }

    /// The headings, in one line or two; the row behind them.
    fn headings(&mut self) -> Result<u32, XlsxError> {
        let (columns, format) = (self.paper.columns(), &self.formats.heading);
        let has_groups = self.paper.has_groups();
        let lowest = if has_groups { 3 } else { 2 };
        let mut at = 0;
        while let Some(column) = columns.get(at) {
            let (place, heading) = (at as u16, self.heading(column));
            let Some(group) = column.group else {
                if has_groups {
                    self.sheet.merge_range(2, place, 3, place, &heading, format)?;
                } else {
                    self.sheet.write_string_with_format(2, place, heading, format)?;
                }
                at += 1;
                continue;
            };
            let wide = columns[at..].iter().take_while(|next| next.group == Some(group)).count();
            let title = self.language.pick(group[0], group[1]);
            match wide {
                1 => drop(self.sheet.write_string_with_format(2, place, title, format)?),
                _ => drop(self.sheet.merge_range(2, place, 2, place + wide as u16 - 1, title, format)?),
            }
            for (within, column) in columns[at..at + wide].iter().enumerate() {
                let heading = self.heading(column);
                self.sheet.write_string_with_format(3, place + within as u16, heading, format)?;
            }
            at += wide;
        }
        Ok(lowest + 1)
    }

    /// Makes room for headings: two lines, and for those of groups as many as they need across their columns.
    fn heading_heights(&mut self, widths: &[usize], body: u32) -> Result<(), XlsxError> {
        (2..body).try_for_each(|row| self.sheet.set_row_height(row, 32).map(drop))?;
        let columns = self.paper.columns();
        let (mut at, mut lines) = (0, 2);
        while at < columns.len() {
            let group = columns[at].group;
            let wide = columns[at..].iter().take_while(|next| group.is_some() && next.group == group).count().max(1);
            let needs = group.map_or(0, |[english, chinese]| width_of(self.language.pick(english, chinese)));
            lines = lines.max(needs.div_ceil(widths[at..at + wide].iter().sum::<usize>() - 1));
            at += wide;
        }
        self.sheet.set_row_height(2, 16 * lines as u32)?;
        Ok(())
    }

    /// Writes a cell; how wide it is.
    fn cell(&mut self, row: u32, place: u16, cell: &Cell<'_>, column: &Column<'_>) -> Result<usize, XlsxError> {
        let (formats, unit) = (self.formats, column.kind.money());
        let cell = cell.value();
        shown(&cell.told(unit, self.language, Layout::Print), &mut self.text);
        let number = match cell {
            Cell::Number(number) => Some((Digits { number: *number, decimals: 0 }, &formats.number)),
            Cell::Money(money) if money.currency() == Currency::CNY => {
                let digits = Digits::of(*money, unit);
                Some((digits, formats.money(digits.needed())))
            }
            // of a per cent the hundredth part is a share
            Cell::Share(hundredths) => Some((Digits { number: *hundredths, decimals: 4 }, &formats.share)),
            Cell::Money(_)
            | Cell::Day(_)
            | Cell::Text(_)
            | Cell::Owned(_)
            | Cell::Texts(_)
            | Cell::Word(_)
            | Cell::Words(_)
            | Cell::Position(_)
            | Cell::Project(_)
            | Cell::Figure { .. }
            | Cell::Missing(_) => None,
        };
        if let Some((digits, format)) = number.filter(|(digits, _)| digits.number.unsigned_abs() <= EXACT) {
            let value = digits.number as f64 / 10_f64.powi(digits.decimals as i32);
            self.sheet.write_number_with_format(row, place, value, format)?;
        } else if let Some(date) = if let Cell::Day(day) = cell { date(*day) } else { None } {
            self.sheet.write_datetime_with_format(row, place, &date, &formats.day)?;
        } else {
            let is_like_formula = formula_safe(&self.text) != self.text;
            let format = if matches!(cell, Cell::Missing(_)) {
                &formats.missing
            } else if is_like_formula {
                &formats.quoted
            } else {
                &formats.text
            };
            self.sheet.write_string_with_format(row, place, self.text.as_str(), format)?;
        }
        Ok(width_of(&self.text))
    }

    /// The notes below the table.
    fn notes(&mut self, from: u32, last: u16, width: usize) -> Result<(), XlsxError> {
        let notes: Vec<_> = self.paper.notes(self.language).collect();
        for (at, note) in (from + 1..).zip(notes) {
            let note = format!("{}{note}", self.language.pick("Note: ", "注："));
            self.sheet.merge_range(at, 0, at, last, &note, &self.formats.note)?;
            let lines = width_of(&note).div_ceil(width.max(1));
            self.sheet.set_row_height(at, 15 * lines as u32 + 3)?;
        }
        Ok(())
    }

    /// How it is printed.
    fn print(&mut self) {
        let (language, imprint) = (self.language, self.paper.imprint());
        let [unit, filled_by, as_of, _] = said(imprint, language).map(|(label, mut value)| {
            cut(&mut value, 40);
            format!("{label}{}{value}", language.pick(": ", "：")).replace('&', "&&")
        });
        let page = language.pick("Page &P of &N", "第&P页，共&N页");
        self.sheet.set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        // A3 or A4
        self.sheet.set_paper_size(if self.paper.is_wide() { 8 } else { 9 });
        self.sheet.set_header(format!("&L{unit}&R{}", imprint.mark(language)));
        self.sheet.set_footer(format!("&L{filled_by}&C{page}&R{as_of}"));
    }
}

/// How wide a column may be; what is longer takes more lines.
const fn widest(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::LongText => 34,
        ColumnKind::Text => 26,
        ColumnKind::Day | ColumnKind::Number | ColumnKind::Money(_) | ColumnKind::Share | ColumnKind::Value => 30,
    }
}
