//! JSON as a tree. Members that stand more than once are told; `serde_json` would keep the last one in silence.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::fault::step;
use super::{FaultKind, FormFault};

/// The longest form, in bytes of JSON text: far more than a record takes, however it is escaped.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// Reads the JSON text of a form. What is no JSON is null.
pub(crate) fn parse(json: &[u8]) -> (Value, Vec<FormFault>) {
    let failed = |kind| (Value::Null, vec![FormFault::new(String::new(), kind)]);
    if json.len() > LONGEST {
        return failed(FaultKind::FormTooLong { bytes: json.len(), limit: LONGEST });
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    let read = deserialize(&mut reader).and_then(|read| reader.end().map(|()| read));
    // of an empty text, where something should begin
    read.unwrap_or_else(|why| failed(FaultKind::NotJson { line: why.line().max(1), column: why.column().max(1) }))
}

/// Reads a tree from any format, with a fault for each member that stands more than once.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(Value, Vec<FormFault>), D::Error> {
    let (mut path, mut faults) = (String::new(), Vec::new());
    let value = Node { path: &mut path, faults: &mut faults }.deserialize(deserializer)?;
    Ok((value, faults))
}

struct Node<'a> {
    path: &'a mut String,
    faults: &'a mut Vec<FormFault>,
}

impl Node<'_> {
    /// The part a step further down.
    fn within<T>(&mut self, step: &str, read: impl FnOnce(Node<'_>) -> T) -> T {
        let end = self.path.len();
        self.path.push_str(step);
        let part = read(Node { path: self.path, faults: self.faults });
        self.path.truncate(end);
        part
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value as JSON has them")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = self.within(&format!("[{}]", read.len()), |node| items.next_element_seed(node))? {
            read.push(item);
        }
        Ok(read.into())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let step = step(self.path, &name);
            let value = self.within(&step, |node| members.next_value_seed(node))?;
            if read.insert(name, value).is_some() {
                let place = format!("{}{step}", self.path);
                if self.faults.iter().all(|known| known.member != place) && self.faults.len() < super::TOLD {
                    self.faults.push(FormFault::new(place, FaultKind::DuplicateMember));
                }
            }
        }
        Ok(read.into())
    }
}
