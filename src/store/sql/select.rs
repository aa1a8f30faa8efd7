//! A list as a query.

use super::super::page_key::name_key;
use super::Cell;
use crate::project::CurrentState;
use crate::store::{Listing, Page, PageKey, ProjectQuery, UnreadableRow};

/// What stands behind the table in a query over the current states, with the values of its parameters. Nothing that a caller gave stands in the SQL itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Select {
    pub(in crate::store) sql: String,
    pub(in crate::store) values: Vec<Cell>,
}

impl Select {
    /// The query of a page of a list in one log; `mark` begins a parameter, as in `?1` or `$1`. `None` if no project can be
    /// listed.
    ///
    /// Every listing has an index that gives its order, so a page costs as much wherever it begins; but one by a part of the name
    /// looks through all that its other conditions leave.
    pub(in crate::store) fn page(log: i64, query: &ProjectQuery, mark: char) -> Option<Self> {
        let by = query.place().and_then(PageKey::by);
        let behind = by.as_deref();
        let (mut select, is_behind) = Self::listed(log, query, behind, mark)?;
        let column = column(query.listing());
        let place = query.place().filter(|_| !is_behind).map(|key| key.project().to_string());
        match (column, behind, place) {
            (_, _, None) => {}
            (Some(column), Some(by), Some(project)) => {
                select.sql += &format!(" AND ({column}, project) > (");
                select.push(mark, Cell::Text(by.into()));
                select.sql += ", ";
                select.push(mark, Cell::Text(project));
                select.sql.push(')');
            }
            (_, _, Some(project)) => select.condition("project", ">", &project, mark),
        }
        select.sql += " ORDER BY ";
        select.sql += &column.map_or_else(|| "project".to_owned(), |column| format!("{column}, project"));
        select.sql += " LIMIT ";
        // one more tells whether there is another page
        select.push(mark, Cell::Integer(i64::try_from(query.page_size() + 1).unwrap_or(i64::MAX)));
        Some(select)
    }

    /// Asks for twice as many rows, where too many of those found cannot be read.
    pub(in crate::store) fn widen(values: &mut [Cell]) {
        if let Some(Cell::Integer(limit)) = values.last_mut() {
            *limit = limit.saturating_mul(2);
        }
    }

    /// The page made of the rows that were found, if they suffice for it: as many as were asked for were not found, or more
    /// than it shows can be read. What cannot be read is on the page where it stands among what is shown.
    pub(in crate::store) fn filled(
        query: &ProjectQuery,
        values: &[Cell],
        rows: Vec<Result<CurrentState, UnreadableRow>>,
    ) -> Option<Page> {
        let is_last = !matches!(values.last(), Some(Cell::Integer(limit)) if rows.len() as i64 >= *limit);
        let (mut projects, mut unreadable) = (Vec::new(), Vec::new());
        for row in rows {
            match row {
                Ok(state) => projects.push(state),
                Err(row) => unreadable.push(row),
            }
            if projects.len() > query.page_size() {
                break;
            }
        }
        (is_last || projects.len() > query.page_size()).then(|| Page { unreadable, ..query.page(projects) })
    }

    /// The query of the counts by stage of a whole list in one log: what stands behind `SELECT stage, count(*) FROM` and the
    /// table. `None` if no project can be listed.
    pub(in crate::store) fn counts(log: i64, query: &ProjectQuery, mark: char) -> Option<Self> {
        let (mut select, _) = Self::listed(log, query, None, mark)?;
        select.sql += " GROUP BY stage";
        Some(select)
    }

    /// The conditions of a list, and whether the page begins before all that is listed: what it is ordered by is after
    /// `behind`, or any if that is `None`.
    fn listed(log: i64, query: &ProjectQuery, behind: Option<&str>, mark: char) -> Option<(Self, bool)> {
        let mut select = Self { sql: "WHERE log = ".into(), values: Vec::new() };
        select.push(mark, Cell::Integer(log));
        let equal = [
            ("stage", query.stage().map(|stage| stage.code())),
            ("zone", query.zone().map(|zone| zone.as_str())),
            ("officer", query.officer().map(|officer| officer.as_str())),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                select.condition(column, "=", value, mark);
            }
        }
        let mut is_behind = false;
        match query.listing() {
            Listing::All => {}
            Listing::OverdueOn(day) => select.condition("next_due", "<", &day.to_string(), mark),
            Listing::Named(prefix) => {
                let key = name_key(prefix);
                is_behind = select.prefix("name_key", key, behind, mark)?;
                if key.len() < prefix.len() {
                    select.prefix("name", prefix, None, mark)?;
                }
            }
            // no text that is kept contains U+0000
            Listing::Containing(part) if part.contains('\0') => return None,
            Listing::Containing(part) => {
                if !part.is_empty() {
                    select.sql += &format!(" AND {}(name, ", find(mark));
                    select.push(mark, Cell::Text(part.clone()));
                    select.sql += ") > 0";
                }
            }
            Listing::Coded(prefix) => {
                // the index has only projects with a code: where there is no bound, this says so
                select.sql += " AND code IS NOT NULL";
                is_behind = select.prefix("code", prefix, behind, mark)?;
            }
        }
        Some((select, is_behind))
    }

    fn push(&mut self, mark: char, value: Cell) {
        self.values.push(value);
        self.sql += &format!("{mark}{}", self.values.len());
    }

    fn condition(&mut self, column: &str, operator: &str, value: &str, mark: char) {
        self.sql += &format!(" AND {column} {operator} ");
        self.push(mark, Cell::Text(value.into()));
    }

    /// The texts that begin so, as a range of the index, which is entered at one place: where the range begins, or where
    /// the page does. Gives whether the page begins before the range. No text that is kept contains U+0000.
    fn prefix(&mut self, column: &str, prefix: &str, after: Option<&str>, mark: char) -> Option<bool> {
        if prefix.contains('\0') {
            return None;
        }
        let is_behind = after.is_some_and(|after| after < prefix);
        if after.is_none() || is_behind {
            self.condition(column, ">=", prefix, mark);
        }
        if let Some(end) = end_of(prefix) {
            self.condition(column, "<", &end, mark);
        }
        Some(is_behind)
    }
}

/// What a list is ordered by before the project's id. `None` if by that alone.
const fn column(listing: &Listing) -> Option<&'static str> {
    match listing {
        Listing::All => None,
        Listing::OverdueOn(_) => Some("next_due"),
        Listing::Named(_) | Listing::Containing(_) => Some("name_key"),
        Listing::Coded(_) => Some("code"),
    }
}

/// What tells the place of a text in another, by the mark of the dialect: 0 if it is not there. Both compare code points.
const fn find(mark: char) -> &'static str {
    match mark {
        '?' => "instr",
        _ => "strpos",
    }
}

/// The least text above all that begin with a prefix, in the order of code points. `None` if there is none.
fn end_of(prefix: &str) -> Option<String> {
    let mut end: Vec<char> = prefix.chars().collect();
    while let Some(last) = end.pop() {
        // the code points after it, without the gap of the surrogates
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_at_the_next_code_point() {
        for (prefix, end) in [
            ("ab", Some("ac")),
            ("策划", Some("策刓")),
            ("a\u{D7FF}", Some("a\u{E000}")),
            ("a\u{10FFFF}", Some("b")),
            ("\u{10FFFF}", None),
            ("", None),
        ] {
            assert_eq!(end_of(prefix).as_deref(), end, "{prefix}");
        }
    }
}
