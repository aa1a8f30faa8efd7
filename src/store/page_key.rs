//! A place in a list, bound to the list that it came from.

use std::fmt;

use crate::value::Digest;
use crate::{Day, ProjectId};

/// A place in a list, to go on after: what the list is ordered by, the project there, and which list it is. It comes from
/// [`Page::next`](super::Page::next), [`ProjectQuery::key`](super::ProjectQuery::key) or the text of one.
///
/// It belongs to one list: to its listing with the day or the text that is asked for, and to its stage, zone and officer; every other
/// list refuses it. The limit is no part of that, so the next page may be longer or shorter. In its list it stands before or after
/// any other place, also when the project is no longer there.
///
/// It knows its list by a short digest, which is no signature: who can read this can work out a text for any place. That gives
/// nothing but another place in a list that may be asked for from its first page in any case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageKey {
    pub(super) by: By,
    pub(super) project: ProjectId,
    pub(super) list: ListDigest,
}

/// What a list is ordered by, before the project's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Id,
    Due(Day),
    Name(String),
    Code(String),
}

/// What a list is ordered by, of any value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Id,
    Due,
    Name,
    Code,
}

/// A list in few bytes: the first of the SHA-256 of all that tells it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListDigest(pub(super) [u8; 8]);

/// What a list by name is ordered by: no index takes a name of any length.
pub(super) fn name_key(name: &str) -> &str {
    name.char_indices().nth(NAME_KEY).map_or(name, |(end, _)| &name[..end])
}

/// How many characters of a name its key has.
pub(super) const NAME_KEY: usize = 64;

impl PageKey {
    /// The day, name or code that the list is ordered by. `None` where it is ordered by project alone.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match &self.by {
            By::Id => None,
            By::Due(day) => Some(day.to_string()),
            By::Name(text) | By::Code(text) => Some(text.clone()),
        }
    }

    /// The project.
    #[must_use]
    pub const fn project(&self) -> ProjectId {
        self.project
    }
}

impl ListDigest {
    /// The digest of a list by all that tells it from others, each with its length before it, or a mark where there is none.
    pub(super) fn of<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let text = |part: Option<&str>| part.map_or_else(|| "-,".to_owned(), |part| format!("{}:{part},", part.len()));
        let form: String = parts.into_iter().map(text).collect();
        Self(first(Digest::of(form.as_bytes())))
    }
}

/// The first bytes of a digest.
pub(super) fn first<const N: usize>(digest: Digest) -> [u8; N] {
    std::array::from_fn(|place| digest.bytes()[place])
}

impl Order {
    /// What a list of this order is asked for by, before its other conditions.
    pub(super) const fn asked(self) -> &'static str {
        match self {
            Self::Id => "",
            Self::Due => "another day, ",
            Self::Name => "another text that names begin with or contain, ",
            Self::Code => "another text that codes begin with, ",
        }
    }
}

impl By {
    pub(super) const fn order(&self) -> Order {
        match self {
            Self::Id => Order::Id,
            Self::Due(_) => Order::Due,
            Self::Name(_) => Order::Name,
            Self::Code(_) => Order::Code,
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "by id",
            Self::Due => "by what is due",
            Self::Name => "by name",
            Self::Code => "by code",
        })
    }
}
