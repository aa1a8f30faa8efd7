//! Words of the closed vocabularies, as a ledger or a mapping writes them.

use core::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::lifecycle::{Outcome, ProjectCategory, ProjectKind, ZombieCause};
use crate::value::UnknownCode;
use crate::{Language, Stage, Verb};

/// A member of a closed vocabulary.
pub(super) trait Word: Copy + Eq + FromStr<Err = UnknownCode> + 'static {
    /// Every member.
    const MEMBERS: &'static [Self];

    /// What a person reads.
    fn written(self, language: Language) -> &'static str;

    /// The member that a text names, by its code or by its label in either language.
    ///
    /// # Errors
    /// [`UnknownCode`], if it names none.
    fn read(text: &str) -> Result<Self, UnknownCode> {
        let is_meant = |member: &Self| Language::ALL.into_iter().any(|language| member.written(language) == text);
        text.parse().or_else(|unknown| Self::MEMBERS.iter().copied().find(is_meant).ok_or(unknown))
    }
}

macro_rules! words {
    ($($name:ty),+) => {
        $(impl Word for $name {
            const MEMBERS: &'static [Self] = &Self::ALL;

            fn written(self, language: Language) -> &'static str {
                self.label(language)
            }
        })+
    };
}
words!(Stage, Verb, Outcome, ZombieCause, ProjectKind, ProjectCategory);

/// A member that a mapping names by its code or by its label in either language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<T>(pub(super) T);

impl<'de, T: Word> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::read(&text)
            .map(Self)
            .map_err(|unknown| D::Error::custom(format!("{unknown}; or write its English or Chinese label")))
    }
}

/// Whether cells, which are trimmed, can be this.
pub(super) fn is_trimmed(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code and label of a vocabulary reads as its own member and no other.
    fn reads_as_itself<T: Word + core::fmt::Debug>(code: fn(T) -> &'static str) {
        for member in T::MEMBERS {
            assert_eq!(T::read(code(*member)), Ok(*member));
            for language in Language::ALL {
                assert_eq!(T::read(member.written(language)), Ok(*member));
            }
        }
    }

    #[test]
    fn codes_and_labels_are_unique() {
        reads_as_itself(Stage::code);
        reads_as_itself(Verb::code);
        reads_as_itself(Outcome::code);
        reads_as_itself(ZombieCause::code);
        reads_as_itself(ProjectKind::code);
        reads_as_itself(ProjectCategory::code);
    }

    #[test]
    fn words_are_read_whole() {
        assert_eq!(Stage::read("签约"), Ok(Stage::Signed));
        assert_eq!(Stage::read("Under construction"), Ok(Stage::Started));
        assert_eq!(Verb::read("认定为僵尸项目（企业）"), Ok(Verb::Stall));
        for bad in ["", "签", "签约 ", "under construction", "SIGNED"] {
            assert!(Stage::read(bad).is_err(), "{bad}");
        }
    }
}
