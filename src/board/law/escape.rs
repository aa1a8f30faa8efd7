//! Texts inside Mermaid, DOT and SVG: whatever they hold, they stay texts.

use core::fmt::{self, Write as _};

use crate::board::markup;

/// What is displayed, as a text of a format.
pub(super) struct As<T> {
    told: T,
    instead: fn(char) -> Option<&'static str>,
}

impl<T> As<T> {
    /// Inside an SVG.
    pub(super) const fn xml(told: T) -> Self {
        Self { told, instead: markup::instead }
    }

    /// Inside the double quotes of DOT, where a backslash escapes and an entity is a character.
    pub(super) const fn dot(told: T) -> Self {
        Self { told, instead: dot }
    }

    /// Inside the double quotes of YAML, as the head of a Mermaid diagram has them.
    pub(super) const fn yaml(told: T) -> Self {
        Self { told, instead: yaml }
    }
}

impl<T: fmt::Display> fmt::Display for As<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Replacing { f, instead: self.instead }, "{}", self.told)
    }
}

struct Replacing<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    instead: fn(char) -> Option<&'static str>,
}

impl fmt::Write for Replacing<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut from = 0;
        for (at, c) in text.char_indices() {
            let Some(instead) = (self.instead)(c) else { continue };
            self.f.write_str(&text[from..at])?;
            self.f.write_str(instead)?;
            from = at + c.len_utf8();
        }
        self.f.write_str(&text[from..])
    }
}

/// What no text may hold: line ends, controls, and what turns the text around.
fn unseen(c: char) -> Option<&'static str> {
    markup::instead(c).filter(|instead| instead.trim().is_empty())
}

fn dot(c: char) -> Option<&'static str> {
    match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        '&' => Some("&amp;"),
        _ => unseen(c),
    }
}

fn yaml(c: char) -> Option<&'static str> {
    match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        _ => unseen(c),
    }
}
