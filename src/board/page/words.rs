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

/// A picture in both languages: one is shown, the other is kept in a template, so that no id is there twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pictures<F> {
    pub(super) language: Language,
    pub(super) draw: F,
}

impl<D: fmt::Display, F: Fn(Language) -> D> fmt::Display for Pictures<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other = match self.language {
            Language::English => Language::Chinese,
            Language::Chinese => Language::English,
        };
        let (shown, kept) = ((self.draw)(self.language), (self.draw)(other));
        write!(f, "<div class=\"picture\" tabindex=\"0\"><div>{shown}</div><template>{kept}</template></div>")
    }
}
