//! Dotted paths such as `evidence.parties.2`, and how names are shown in them.

use std::fmt::{self, Display, Write};

/// The longest part of a name that a path or a message shows, in characters.
const SHOWN: usize = 64;

/// A name with control characters escaped and the excess cut off.
pub(super) struct Shown<'a>(pub(super) &'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, c) in self.0.chars().enumerate() {
            if at == SHOWN {
                return f.write_char('…');
            }
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Puts `part` before the path `at`.
#[cold]
pub(super) fn prepend(at: &mut String, part: &dyn Display) {
    *at = if at.is_empty() { part.to_string() } else { format!("{part}.{at}") };
}

/// The path as a message names it: the empty path is the value itself.
pub(super) fn place(at: &str) -> String {
    if at.is_empty() { "at the top level".to_owned() } else { format!("at `{at}`") }
}
