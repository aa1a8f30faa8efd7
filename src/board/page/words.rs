//! Words and pictures that a page has in both languages.

use core::fmt;

use crate::Language;

/// An element with a text that is there in both languages: one is shown, the other is kept beside it, and the page's script
/// changes them. Both are escaped already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Both<E, C> {
    pub(super) tag: &'static str,
    /// What stands in the tag beside, with a space before it.
    pub(super) attributes: &'static str,
    /// The language that is shown.
    pub(super) language: Language,
    pub(super) english: E,
    pub(super) chinese: C,
}

impl<E: fmt::Display, C: fmt::Display> fmt::Display for Both<E, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tag, attributes, language, english, chinese } = self;
        match language {
            Language::English => write!(f, "<{tag}{attributes} data-o=\"{chinese}\">{english}</{tag}>"),
            Language::Chinese => write!(f, "<{tag}{attributes} data-o=\"{english}\">{chinese}</{tag}>"),
        }
    }
}

/// The pictures that the page does not begin with, by their numbers, each in English and in Chinese. Empty is the language in
/// which the page has it from the beginning.
#[derive(Debug, Default)]
pub(super) struct Kept(pub(super) Vec<[String; 2]>);

/// When a picture is seen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    AtOnce,
    /// Once the script runs, and where it stands in something closed, once that is opened.
    Later,
}

impl Kept {
    /// Writes the place of a picture in the section of that id, with the picture in one language if it is seen at once, and
    /// keeps the rest.
    pub(super) fn picture<D: fmt::Display>(
        &mut self,
        f: &mut fmt::Formatter<'_>,
        language: Language,
        seen: Seen,
        heading: &str,
        draw: impl Fn(Language) -> D,
    ) -> fmt::Result {
        let is_written = |asked: Language| asked == language && seen == Seen::AtOnce;
        write!(
            f,
            "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-labelledby=\"h-{heading}\" data-p=\"{}\">",
            self.0.len()
        )?;
        self.0.push(Language::ALL.map(|asked| if is_written(asked) { String::new() } else { draw(asked).to_string() }));
        if seen == Seen::AtOnce {
            write!(f, "{}", draw(language))?;
        }
        f.write_str("</div>")
    }
}
