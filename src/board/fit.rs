//! Texts that fit into their room: cut, or set smaller.

use core::fmt::{self, Write as _};

use super::markup::{Clipped, Escaped, columns};

/// A name from outside in a place of so many columns, and the whole of it as a title where it is cut.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) columns: usize,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, columns: room } = *self;
        write!(f, "{}", Clipped { text: name, columns: room })?;
        if columns(name) > room { write!(f, "<title>{}</title>", Escaped(name)) } else { Ok(()) }
    }
}

/// The attribute that makes a text smaller where it is too wide for its room, and nothing where it is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitted {
    /// How many columns it takes.
    pub(super) columns: usize,
    /// How much room there is, in pixels.
    pub(super) room: u32,
    /// Its usual size.
    pub(super) size: u32,
}

impl Fitted {
    /// The size in which it fits, in tenths of a pixel.
    pub(super) fn tenths(self) -> u64 {
        // a column is about 0.56 of the size wide
        let fits = u64::from(self.room) * 1_000 / (56 * self.columns.max(1) as u64);
        fits.clamp(10, u64::from(self.size) * 10)
    }
}

impl fmt::Display for Fitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tenths() {
            tenths if tenths == u64::from(self.size) * 10 => Ok(()),
            tenths => write!(f, " style=\"font-size:{}.{}px\"", tenths / 10, tenths % 10),
        }
    }
}

/// How many columns something takes when it is written.
pub(super) fn wide(written: &impl fmt::Display) -> usize {
    struct Counted(usize);
    impl fmt::Write for Counted {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += columns(text);
            Ok(())
        }
    }
    let mut counted = Counted(0);
    // counting cannot fail
    let _ = write!(counted, "{written}");
    counted.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_wide_becomes_smaller_and_nothing_else_does() {
        let fitted = |columns| Fitted { columns, room: 112, size: 10 }.to_string();
        assert_eq!(fitted(20), "");
        assert_eq!(fitted(40), " style=\"font-size:5.0px\"");
        assert_eq!(fitted(0), "");
    }
}
