//! Places in lists as opaque texts, as an API hands them to its clients and takes them back.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::query::{By, NAME_KEY, PageKey};
use crate::ProjectId;

/// A text is no place in a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no place in a list: give the one that a page ended with, or begin with the first page")]
#[non_exhaustive]
pub struct PageKeyTextError {
    /// What was found, cut off behind its first hundred characters.
    pub found: String,
}

/// The longest name that a place holds, in bytes.
const LONGEST: usize = NAME_KEY * 4;

impl fmt::Display for PageKey {
    /// An opaque text of letters, digits, `-` and `.`, fit for a URL as it is: the order of the list, the project, and what the
    /// list is ordered by. A list of another order refuses it ([`ProjectQuery::after`](super::ProjectQuery::after)).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (order, by) = match &self.by {
            By::Id => ("id", ""),
            By::Due(day) => return write!(f, "due.{}.{day}", self.project),
            By::Name(name) => ("name", name.as_str()),
            By::Code(code) => ("code", code.as_str()),
        };
        write!(f, "{order}.{}.", self.project)?;
        by.bytes().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for PageKey {
    type Err = PageKeyTextError;

    fn from_str(text: &str) -> Result<Self, PageKeyTextError> {
        let read = || {
            let (order, rest) = text.split_once('.')?;
            let (project, by) = rest.split_once('.')?;
            let project: ProjectId = project.parse().ok()?;
            let by = match order {
                "id" => by.is_empty().then_some(By::Id)?,
                "due" => By::Due(by.parse().ok()?),
                "name" => By::Name(unhex(by).filter(|name| name.chars().count() <= NAME_KEY)?),
                "code" => By::Code(unhex(by)?),
                _ => return None,
            };
            Some(Self { by, project })
        };
        read().ok_or_else(|| PageKeyTextError { found: text.chars().take(100).collect() })
    }
}

/// The text of bytes in hexadecimal digits.
fn unhex(digits: &str) -> Option<String> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    (rest.is_empty() && pairs.len() <= LONGEST).then_some(())?;
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}

impl Serialize for PageKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PageKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::{Listing, ProjectQuery};

    fn key() -> impl Strategy<Value = PageKey> {
        let by = prop_oneof![
            Just(By::Id),
            (1..9_999i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| By::Due(crate::Day::new(y, m, d).expect("a day"))),
            "\\PC{0,64}".prop_map(By::Name),
            "[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}".prop_map(By::Code),
        ];
        (by, any::<u128>())
            .prop_map(|(by, id)| PageKey { by, project: ProjectId::from_uuid(crate::value::Uuid::from_u128(id)) })
    }

    proptest! {
        #[test]
        fn a_place_comes_back_from_its_text(key in key()) {
            let text = key.to_string();
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
            prop_assert!(text.bytes().all(is_plain), "{}", text);
            prop_assert_eq!(text.parse::<PageKey>(), Ok(key.clone()));
            let json = serde_json::to_string(&key).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<PageKey>(&json).expect("a place"), key);
        }

        /// There is one text for each place, so that nothing else passes for it.
        #[test]
        fn what_is_no_place_is_refused(text in "(id|due|name|code|ID|x)?[.]?[0-9a-f.-]{0,60}", forged in key(), at: prop::sample::Index, byte: u8) {
            if let Ok(key) = text.parse::<PageKey>() {
                prop_assert_eq!(key.to_string(), text);
            }
            let mut changed = forged.to_string().into_bytes();
            let at = at.index(changed.len());
            changed[at] = byte;
            let changed = String::from_utf8_lossy(&changed).into_owned();
            if let Ok(key) = changed.parse::<PageKey>() {
                prop_assert_eq!(key.to_string(), changed);
            }
        }
    }

    #[test]
    fn hostile_texts_are_refused_in_few_words() {
        let project = "a0000000-0000-4000-8000-000000000001";
        let long = format!("name.{project}.{}", "e9".repeat(5_000_000));
        let controls = format!("name.{project}.c3");
        for text in [
            "",
            ".",
            "..",
            "id",
            "id.x.",
            "due.x",
            &long,
            &controls,
            &format!("id.{project}.00"),
            &format!("due.{project}."),
        ] {
            let error = text.parse::<PageKey>().expect_err("it is none");
            assert!(error.to_string().len() < 600, "{}", error.to_string().len());
        }
        // more characters than a list by name has in its order
        let name = |length: usize| format!("name.{project}.{}", "61".repeat(length));
        assert!(name(64).parse::<PageKey>().is_ok() && name(65).parse::<PageKey>().is_err());
    }

    #[test]
    fn a_place_of_another_list_is_an_error() {
        let key: PageKey = "due.a0000000-0000-4000-8000-000000000001.2018-06-01".parse().expect("a place");
        let error = ProjectQuery::new(Listing::All).after(key).expect_err("it is of another list");
        assert_eq!(
            error.to_string(),
            "the place is one in a list by what is due, and this list is by id: begin with its first page, or go on with \
             the other list"
        );
    }
}
