mod checking;
mod encoding;
mod errors;
mod properties;
mod scanning;

use crate::canonical::{EncodeError, check, to_vec};
use serde::Serialize;
use serde::ser::SerializeMap;

/// The canonical text of `value`; `check` must agree with it.
fn text<T: Serialize + ?Sized>(value: &T) -> String {
    let bytes = to_vec(value).unwrap();
    assert_eq!(check(&bytes), Ok(()));
    String::from_utf8(bytes).unwrap()
}

fn error<T: Serialize + ?Sized>(value: &T) -> EncodeError {
    to_vec(value).unwrap_err()
}

/// A map that gives its entries in this order, duplicates included.
#[derive(Debug, Clone)]
struct Entries<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Entries<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (at, (key, value)) in self.0.iter().enumerate() {
            if at % 2 == 0 {
                map.serialize_entry(key, value)?;
            } else {
                map.serialize_key(key)?;
                map.serialize_value(value)?;
            }
        }
        map.end()
    }
}

/// `depth` arrays in each other.
struct Nest(usize);

impl Serialize for Nest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            0 => serializer.serialize_str("\0"),
            depth => [Self(depth - 1)].serialize(serializer),
        }
    }
}
