//! A list as a query.

use super::super::current::name_key;
use crate::{Listing, ProjectQuery};

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) enum Value {
    Integer(i64),
    Text(String),
}

/// The conditions, the order and the limit of a query over the current states, with the values of its parameters. Nothing
/// that a caller gave stands in the SQL itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Select {
    pub(in crate::store) sql: String,
    pub(in crate::store) values: Vec<Value>,
}

impl Select {
    /// The query of a list in one log; `mark` begins a parameter, as in `?1` or `$1`. Nothing if no project can be listed.
    ///
    /// Every listing has an index that gives its order, so a page costs as much wherever it begins.
    pub(in crate::store) fn new(log: i64, query: &ProjectQuery, mark: char) -> Option<Self> {
        let mut select = Self { sql: "WHERE log = ".into(), values: Vec::new() };
        select.push(mark, Value::Integer(log));
        let equal = [
            ("stage", query.stage.map(|stage| stage.code())),
            ("zone", query.zone.as_ref().map(|zone| zone.as_str())),
            ("officer", query.officer.as_ref().map(|officer| officer.as_str())),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                select.condition(column, "=", value, mark);
            }
        }
        let by = match &query.listing {
            Listing::All => None,
            Listing::OverdueOn(day) => {
                select.condition("next_due", "<", &day.to_string(), mark);
                Some("next_due")
            }
            Listing::Named(prefix) => {
                let key = name_key(prefix);
                select.prefix("name_key", key, mark)?;
                if key.len() < prefix.len() {
                    select.prefix("name", prefix, mark)?;
                }
                Some("name_key")
            }
            Listing::Coded(prefix) => {
                select.prefix("code", prefix, mark)?;
                Some("code")
            }
        };
        if let Some(key) = &query.after {
            match (by, &key.by) {
                (Some(by), Some(value)) => {
                    // a place of another list may be anything
                    if value.contains('\0') {
                        return None;
                    }
                    select.sql += &format!(" AND ({by}, project) > (");
                    select.push(mark, Value::Text(value.clone()));
                    select.sql += ", ";
                    select.push(mark, Value::Text(key.project.to_string()));
                    select.sql.push(')');
                }
                _ => select.condition("project", ">", &key.project.to_string(), mark),
            }
        }
        select.sql += " ORDER BY ";
        select.sql += &by.map_or_else(|| "project".to_owned(), |by| format!("{by}, project"));
        select.sql += " LIMIT ";
        // one more tells whether there is another page
        select.push(mark, Value::Integer(i64::try_from(query.page_size() + 1).unwrap_or(i64::MAX)));
        Some(select)
    }

    fn push(&mut self, mark: char, value: Value) {
        self.values.push(value);
        self.sql += &format!("{mark}{}", self.values.len());
    }

    fn condition(&mut self, column: &str, operator: &str, value: &str, mark: char) {
        self.sql += &format!(" AND {column} {operator} ");
        self.push(mark, Value::Text(value.into()));
    }

    /// The texts that begin so, as a range of the index. No text that is kept contains U+0000.
    fn prefix(&mut self, column: &str, prefix: &str, mark: char) -> Option<()> {
        if prefix.contains('\0') {
            return None;
        }
        self.condition(column, ">=", prefix, mark);
        if let Some(end) = end_of(prefix) {
            self.condition(column, "<", &end, mark);
        }
        Some(())
    }
}

/// The least text above all that begin with a prefix, in the order of code points; nothing if there is none.
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
