//! Papers as HTML for print.

use core::fmt::{self, Write as _};

use super::cell::Cell;
use super::digits::Layout;
use super::paper::{Column, ColumnKind, Paper};
use crate::Language;
use crate::board::markup::{Escaped, Escaping};

/// Papers as one HTML document for screen and print, without script: each begins on a sheet of its own, A4 or for many columns A3,
/// with its headings and what it says of itself on every sheet. The count of a list carries its name as `data-figure`, and a
/// part of a figure carries the figure's name, basis, scope and the part.
#[derive(Clone, Copy, Debug)]
pub struct PrintedPapers<'p, 'a> {
    papers: &'p [Paper<'a>],
    language: Language,
}

impl<'p, 'a> PrintedPapers<'p, 'a> {
    /// Papers in a language.
    #[must_use]
    pub const fn new(papers: &'p [Paper<'a>], language: Language) -> Self {
        Self { papers, language }
    }
}

const STYLE: &str = include_str!("print.css");

impl fmt::Display for PrintedPapers<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { papers, language } = *self;
        let title = match papers {
            [only] => only.title(language),
            _ => language.pick("Papers", "报表"),
        };
        write!(
            f,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            language.pick("en", "zh-CN"),
            Escaped(title)
        )?;
        papers.iter().try_for_each(|paper| section(paper, language, f))?;
        f.write_str("</main>\n</body>\n</html>\n")
    }
}

fn section(paper: &Paper<'_>, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (name, title, imprint) = (paper.name(), Escaped(paper.title(language)), paper.imprint());
    let sheet = if paper.is_wide() { "a3" } else { "a4" };
    write!(f, "<section class=\"paper {sheet}\" id=\"{name}\">\n<h1 id=\"{name}-title\">{title}")?;
    match imprint.mark(language) {
        "" => {}
        mark => write!(f, " <strong class=\"mark\">{mark}</strong>")?,
    }
    f.write_str("</h1>\n")?;
    if let Some(lead) = paper.lead(language) {
        writeln!(f, "<p class=\"lead\">{}</p>", Escaped(lead))?;
    }
    if let Some(count) = paper.count() {
        let (before, after) = paper.count_words(language);
        writeln!(f, "<p class=\"lead\">{before}<b data-figure=\"{name}\" data-scope=\"all\">{count}</b>{after}</p>")?;
    }
    write!(f, "<table aria-labelledby=\"{name}-title\">\n<thead>\n")?;
    let columns = paper.columns();
    writeln!(f, "<tr><td class=\"imprint\" colspan=\"{}\">{}</td></tr>", columns.len(), imprint.told_in(language))?;
    headings(paper, language, f)?;
    f.write_str("</thead>\n<tbody>\n")?;
    for row in paper.rows() {
        f.write_str("<tr>")?;
        for (cell, column) in row.iter().zip(columns) {
            write_cell(cell, column, language, f)?;
        }
        f.write_str("</tr>\n")?;
    }
    if paper.rows().len() == 0 {
        writeln!(f, "<tr><td class=\"none\" colspan=\"{}\">{}</td></tr>", columns.len(), language.pick("none", "无"))?;
    }
    f.write_str("</tbody>\n</table>\n")?;
    for note in paper.notes(language) {
        writeln!(f, "<p class=\"note\">{}{}</p>", language.pick("Note: ", "注："), Escaped(note))?;
    }
    f.write_str("</section>\n")
}

/// The headings: in one line, or under those of groups in two.
fn headings(paper: &Paper<'_>, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let columns = paper.columns();
    f.write_str("<tr>")?;
    let mut at = 0;
    while let Some(column) = columns.get(at) {
        let Some(group) = column.group else {
            let rows = if paper.has_groups() { " rowspan=\"2\"" } else { "" };
            write!(f, "<th scope=\"col\"{rows}>{}</th>", Escaped(&column.heading(language)))?;
            at += 1;
            continue;
        };
        let wide = columns[at..].iter().take_while(|next| next.group == Some(group)).count();
        let title = Escaped(language.pick(group[0], group[1]));
        write!(f, "<th scope=\"colgroup\" colspan=\"{wide}\">{title}</th>")?;
        at += wide;
    }
    f.write_str("</tr>\n")?;
    if !paper.has_groups() {
        return Ok(());
    }
    f.write_str("<tr>")?;
    for column in columns.iter().filter(|column| column.group.is_some()) {
        write!(f, "<th scope=\"col\">{}</th>", Escaped(&column.heading(language)))?;
    }
    f.write_str("</tr>\n")
}

fn write_cell(cell: &Cell<'_>, column: &Column<'_>, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let class = match (cell.value(), column.kind) {
        (Cell::Missing(_), _) => "m",
        (_, kind) if kind.is_numeric() => "n",
        (_, ColumnKind::Day) => "d",
        (_, ColumnKind::LongText) => "l",
        (Cell::Word(_), _) => "w",
        (Cell::Position(_), _) => "p",
        (Cell::Project(_), _) => "i",
        (_, ColumnKind::Text | ColumnKind::Number | ColumnKind::Money(_) | ColumnKind::Share | ColumnKind::Value) => {
            "t"
        }
    };
    write!(f, "<td class=\"{class}\"")?;
    if let Cell::Figure { figure, part, .. } = cell {
        let (name, scope) = (Escaped(&figure.indicator), figure.scope.to_string());
        write!(f, " data-figure=\"{name}\" data-scope=\"{}\" data-part=\"{}\"", Escaped(&scope), part.code())?;
        if let Some(basis) = &figure.basis {
            write!(f, " data-basis=\"{}\"", Escaped(basis.as_str()))?;
        }
    }
    f.write_str(">")?;
    write!(Escaping(&mut *f), "{}", cell.told(column.kind.money(), language, Layout::Print))?;
    f.write_str("</td>")
}
