//! Places in lists as opaque texts, as an API hands them to its clients and takes them back.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::PageKey;
use super::page_key::{By, ListDigest, NAME_KEY, first};
use crate::ProjectId;
use crate::value::Digest;

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
    /// An opaque text of letters, digits, `-` and `.`, fit for a URL as it is. It has the order of the list, its
    /// digest, the project, what the list is ordered by, and a check of all that. So a text that was cut or changed is
    /// no place, and another list refuses it ([`ProjectQuery::after`](super::ProjectQuery::after)).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (order, by) = match &self.by {
            By::Id => ("id", String::new()),
            By::Due(day) => ("due", day.to_string()),
            By::Name(name) => ("name", hex(name.as_bytes())),
            By::Code(code) => ("code", hex(code.as_bytes())),
        };
        let place = format!("{order}.{}.{}.{by}", hex(&self.list.0), self.project);
        write!(f, "{place}.{}", check(&place))
    }
}

impl FromStr for PageKey {
    type Err = PageKeyTextError;

    fn from_str(text: &str) -> Result<Self, PageKeyTextError> {
        let read = || {
            let (place, found) = text.rsplit_once('.')?;
            let mut parts = place.splitn(4, '.');
            let (order, list, project, by) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            let list = ListDigest(unhex(list)?.try_into().ok()?);
            let project: ProjectId = project.parse().ok()?;
            let by = match order {
                "id" => by.is_empty().then_some(By::Id)?,
                "due" => By::Due(by.parse().ok()?),
                "name" => By::Name(unhexed(by).filter(|name| name.chars().count() <= NAME_KEY)?),
                "code" => By::Code(unhexed(by)?),
                _ => return None,
            };
            (check(place) == found).then_some(Self { by, project, list })
        };
        read().ok_or_else(|| PageKeyTextError { found: text.chars().take(100).collect() })
    }
}

/// What a text ends with: the first bytes of the SHA-256 of all before it.
fn check(place: &str) -> String {
    hex(&first::<4>(Digest::of(place.as_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of bytes in hexadecimal digits.
fn unhexed(digits: &str) -> Option<String> {
    String::from_utf8(unhex(digits)?).ok()
}

/// Bytes of hexadecimal digits.
fn unhex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    (rest.is_empty() && pairs.len() <= LONGEST).then_some(())?;
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
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
    use crate::store::ProjectQuery;
    use crate::value::Uuid;
    use crate::{ActorId, Day, Stage, ZoneId};

    fn key() -> impl Strategy<Value = PageKey> {
        let by = prop_oneof![
            Just(By::Id),
            (1..9_999i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| By::Due(Day::new(y, m, d).expect("a day"))),
            "\\PC{0,64}".prop_map(By::Name),
            "[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}".prop_map(By::Code),
        ];
        (by, any::<u128>(), any::<[u8; 8]>()).prop_map(|(by, id, list)| PageKey {
            by,
            project: ProjectId::from_uuid(Uuid::from_u128(id)),
            list: ListDigest(list),
        })
    }

    /// A list, and a place in it.
    fn place() -> impl Strategy<Value = (ProjectQuery, PageKey)> {
        let listing = prop_oneof![
            Just(ProjectQuery::all()),
            "\\PC{0,9}".prop_map(ProjectQuery::named),
            "\\PC{0,9}".prop_map(ProjectQuery::containing),
            "[0-9-]{0,9}".prop_map(ProjectQuery::coded),
            (1..13u32).prop_map(|month| ProjectQuery::overdue_on(Day::new(2019, month, 1).expect("a day"))),
        ];
        let stage = proptest::option::of(prop::sample::select(Stage::ALL.to_vec()));
        let (zone, officer) = (proptest::option::of("[a-c]{1,2}"), proptest::option::of("[a-c]{1,2}"));
        (listing, stage, zone, officer, key()).prop_map(|(query, stage, zone, officer, key)| {
            let query = stage.into_iter().fold(query, ProjectQuery::in_stage);
            let zone = zone.map(|id| ZoneId::new(&id).expect("an id"));
            let query = zone.into_iter().fold(query, ProjectQuery::in_zone);
            let officer = officer.map(|id| ActorId::new(&id).expect("an id"));
            let query = officer.into_iter().fold(query, ProjectQuery::of_officer);
            let by = match (query.listing(), key.by) {
                (crate::store::Listing::All, _) => By::Id,
                (crate::store::Listing::OverdueOn(day), _) => By::Due(*day),
                (crate::store::Listing::Coded(code), _) => By::Code(code.clone()),
                (_, By::Name(name)) => By::Name(name),
                (_, _) => By::Name("机器人".into()),
            };
            let list = query.list();
            (query, PageKey { by, project: key.project, list })
        })
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

        /// In its own list it goes on, from its text as well; in no other one.
        #[test]
        fn a_place_goes_on_in_the_list_that_it_came_from((one, key) in place(), (other, _) in place(), limit in 0..9usize) {
            let read: PageKey = key.to_string().parse().expect("a place");
            let gone_on = one.clone().limit(limit).after(read).expect("its own list");
            prop_assert_eq!(gone_on.place(), Some(&key));
            let is_same = one == other;
            prop_assert_eq!(other.after(key).is_ok(), is_same);
        }

        /// Whatever one character becomes, is left out or comes in: a check of 32 bits lets one of four billion pass.
        #[test]
        fn a_text_that_differs_in_one_character_is_no_place(key in key(), at: prop::sample::Index, with in "[0-9a-f.-]|\\PC") {
            let text: Vec<char> = key.to_string().chars().collect();
            let (at, with): (usize, Vec<char>) = (at.index(text.len()), with.chars().collect());
            let [before, behind] = [&text[..at], &text[at + 1..]];
            for changed in [[before, &with, behind].concat(), [before, &with, &text[at..]].concat(), [before, behind].concat()] {
                if changed != text {
                    let changed: String = changed.iter().collect();
                    prop_assert!(changed.parse::<PageKey>().is_err(), "{}", changed);
                }
            }
            // cut anywhere
            let cut: String = text[..at].iter().collect();
            prop_assert!(cut.parse::<PageKey>().is_err(), "{}", cut);
        }

        /// There is one text for each place, so that nothing else passes for it, also with a check that is right.
        #[test]
        fn what_is_no_place_is_refused(text in "(id|due|name|code|ID|x)?[.]?[0-9a-f]{15,17}[.]?([0-9a-f]{8}-0000-4000-8000-000000000001)?[.]?[0-9a-f.-]{0,20}", odd in "\\PC{0,99}") {
            for text in [format!("{text}.{}", check(&text)), text, odd] {
                if let Ok(key) = text.parse::<PageKey>() {
                    prop_assert_eq!(key.to_string(), text);
                }
            }
        }
    }

    /// A place with its check, of a list that nobody asks for.
    fn checked(place: &str) -> String {
        format!("{place}.{}", check(place))
    }

    #[test]
    fn hostile_texts_are_refused_in_few_words() {
        let list = "0011223344556677.a0000000-0000-4000-8000-000000000001";
        let [long, controls] =
            ["e9".repeat(5_000_000), "c3".into()].map(|by: String| checked(&format!("name.{list}.{by}")));
        for text in [
            "",
            ".",
            "....",
            "id",
            "id.x.",
            "due.x",
            &long,
            &controls,
            &checked(&format!("id.{list}.00")),
            &checked(&format!("due.{list}.")),
            &checked("id.00112233445566.a0000000-0000-4000-8000-000000000001."),
            &checked("id.001122334455667G.a0000000-0000-4000-8000-000000000001."),
            &format!("id.{list}."),
            &format!("id.{list}..00000000"),
        ] {
            let error = text.parse::<PageKey>().expect_err("it is none");
            assert!(error.to_string().len() < 600, "{}", error.to_string().len());
        }
        // more characters than a list by name has in its order
        let name = |length: usize| checked(&format!("name.{list}.{}", "61".repeat(length)));
        assert!(name(64).parse::<PageKey>().is_ok() && name(65).parse::<PageKey>().is_err());
    }

    /// Who works out a text by the rules gets a place of the same list, and of no other one.
    #[test]
    fn a_text_that_somebody_works_out_is_another_place_of_the_list() {
        let of_all: PageKey =
            checked("id.e3ce853433608a36.a0000000-0000-4000-8000-000000000001.").parse().expect("a place");
        assert!(ProjectQuery::all().after(of_all.clone()).is_ok());
        let error = ProjectQuery::all().in_stage(Stage::Signed).after(of_all).expect_err("it is of another list");
        assert!(matches!(error, crate::store::PageKeyError::List { .. }), "{error:?}");
        let error = "id.e3ce853433608a36.a0000000-0000-4000-8000-000000000001..0000000".parse::<PageKey>();
        assert_eq!(
            error.expect_err("it was cut").to_string(),
            "`id.e3ce853433608a36.a0000000-0000-4000-8000-000000000001..0000000` is no place in a list: give the one that a page ended \
             with, or begin with the first page"
        );
    }
}
