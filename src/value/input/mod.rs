//! What comes in: JSON read member by member, with every fault and its place.
//!
//! A reader goes on after a fault with a sample of what should have stood there. So one pass finds every fault, and what a
//! form does say can be judged before the rest of it is mended.

mod fault;
mod kinds;
mod tree;

pub use fault::{Expected, FaultKind, FormFault};
pub(crate) use tree::{LONGEST, parse};

use serde::Deserializer;
use serde::de::Error as _;
use serde_json::{Map, Value};

use super::{Day, visible};

/// How many faults are told one by one; the others are counted. A refusal must fit into a record.
const TOLD: usize = 16;

/// Which of two samples stands for what cannot be read: what holds with both does not come from a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The day that stands for a day.
    pub(crate) day: Day,
    /// Whether this is the second one.
    pub(crate) second: bool,
}

impl Sample {
    /// The first sample, where nobody will look at it.
    pub(crate) const ANY: Self = Self { day: Day::MIN, second: false };

    /// One of two values.
    pub(crate) fn pick<T>(self, first: T, second: T) -> T {
        if self.second { second } else { first }
    }
}

/// A value that a form can hold.
pub(crate) trait Input: Sized {
    /// Reads it. With a fault in `reading` it is a sample, in part or as a whole.
    fn read(value: &Value, reading: &mut Reading) -> Self;

    /// What stands for a value that cannot be read.
    fn sample(sample: Sample) -> Self;
}

/// One pass over a form.
#[derive(Debug)]
pub(crate) struct Reading {
    path: String,
    faults: Vec<FormFault>,
    untold: usize,
    sample: Sample,
}

impl Reading {
    /// A pass that begins at the form itself.
    pub(crate) const fn new(sample: Sample) -> Self {
        Self { path: String::new(), faults: Vec::new(), untold: 0, sample }
    }

    /// What stands for a value that cannot be read.
    pub(crate) const fn sample(&self) -> Sample {
        self.sample
    }

    /// Adds a fault at the present place.
    pub(crate) fn fault(&mut self, kind: FaultKind) {
        if self.faults.len() < TOLD {
            self.faults.push(FormFault::new(self.path.clone(), kind));
        } else {
            self.untold += 1;
        }
    }

    /// How many faults there are so far.
    pub(crate) const fn faults(&self) -> usize {
        self.faults.len() + self.untold
    }

    /// The faults.
    pub(crate) fn into_faults(mut self) -> Vec<FormFault> {
        if self.untold > 0 {
            self.faults.push(FormFault::new(String::new(), FaultKind::More { count: self.untold }));
        }
        self.faults
    }

    /// Adds the fault of a value that is none of its kind, and gives what stands for it.
    pub(crate) fn mistyped<T: Input>(&mut self, found: &Value, expected: Expected) -> T {
        self.fault(FaultKind::mistyped(found, expected));
        T::sample(self.sample)
    }

    /// Reads a member at its place.
    pub(crate) fn member<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.within(&fault::step(&self.path, name), read)
    }

    /// Reads a part at its place.
    fn within<T>(&mut self, step: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let end = self.path.len();
        self.path.push_str(step);
        let part = read(self);
        self.path.truncate(end);
        part
    }
}

/// Whether a value was left blank: a web form sends an empty text for a field that was left empty.
pub(crate) fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| !visible::is_any(text) && !text.contains('\0'))
}

/// The members of an object.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    members: Option<&'a Map<String, Value>>,
    is_object: bool,
}

impl<'a> Members<'a> {
    /// Looks at an object; what is none is a fault.
    pub(crate) fn of(value: &'a Value, reading: &mut Reading) -> Self {
        let members = value.as_object();
        if members.is_none() {
            reading.fault(FaultKind::mistyped(value, Expected::Object));
        }
        Self { members, is_object: members.is_some() }
    }

    /// A member that was filled in. `None` if it is not there or blank.
    pub(crate) fn filled(&self, name: &str) -> Option<&'a Value> {
        self.members?.get(name).filter(|value| !is_blank(value))
    }

    /// Reads a member that must be there.
    pub(crate) fn needed<T: Input>(&self, name: &str, reading: &mut Reading) -> T {
        match self.filled(name) {
            Some(value) => reading.member(name, |reading| T::read(value, reading)),
            None => {
                if self.is_object {
                    reading.member(name, |reading| reading.fault(FaultKind::Missing));
                }
                T::sample(reading.sample())
            }
        }
    }

    /// Reads a member that may be there. What cannot be read is there in the first sample, and not in the second.
    pub(crate) fn if_filled<T: Input>(&self, name: &str, reading: &mut Reading) -> Option<T> {
        let (value, before) = (self.filled(name)?, reading.faults());
        let read = reading.member(name, |reading| T::read(value, reading));
        let is_there = reading.faults() == before || !reading.sample().second;
        is_there.then_some(read)
    }

    /// Reads a list that may be there; without it there are none.
    pub(crate) fn list<T: Input>(&self, name: &str, reading: &mut Reading) -> Vec<T> {
        self.if_filled(name, reading).unwrap_or_default()
    }

    /// The code that tells which of several objects it is, and what else it has. `None` is a fault.
    pub(crate) fn tag(
        &self,
        name: &str,
        known: &[&'static str],
        reading: &mut Reading,
    ) -> Option<(&'static str, Value)> {
        let fault = match self.filled(name) {
            Some(value) => match known.iter().find(|code| value.as_str() == Some(code)) {
                Some(code) => {
                    let mut rest = self.members?.clone();
                    rest.remove(name);
                    return Some((code, rest.into()));
                }
                None => FaultKind::unknown_code(value, known.to_vec()),
            },
            None => FaultKind::Missing,
        };
        if self.is_object {
            reading.member(name, |reading| reading.fault(fault));
        }
        None
    }

    /// Adds a fault for each member that is not known.
    pub(crate) fn end(&self, known: &[&str], reading: &mut Reading) {
        for name in self.members.into_iter().flat_map(Map::keys).filter(|name| !known.contains(&name.as_str())) {
            reading.member(name, |reading| reading.fault(FaultKind::UnknownMember));
        }
    }
}

impl<T: Input> Input for Vec<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let Value::Array(items) = value else { return reading.mistyped(value, Expected::List) };
        let filled = items.iter().enumerate().filter(|(_, item)| !is_blank(item));
        filled.map(|(n, item)| reading.within(&format!("[{n}]"), |reading| T::read(item, reading))).collect()
    }

    fn sample(sample: Sample) -> Self {
        sample.pick(Self::new(), vec![T::sample(sample)])
    }
}

/// Reads a value from any format, for `serde`, which tells one fault.
pub(crate) fn deserialize<'de, T: Input, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserialize_by(deserializer, T::read)
}

/// The same by a reader of its own.
pub(crate) fn deserialize_by<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: impl FnOnce(&Value, &mut Reading) -> T,
) -> Result<T, D::Error> {
    let (value, mut faults) = tree::deserialize(deserializer)?;
    let mut reading = Reading::new(Sample::ANY);
    let read = read(&value, &mut reading);
    faults.extend(reading.into_faults());
    faults.first().map_or(Ok(read), |first| Err(D::Error::custom(first)))
}

/// Writes the reader of an object, and `Deserialize` by it, from rows `<need> member`: `needed`, `optional` or `list`.
macro_rules! input {
    ($type:ident { $($need:ident $member:ident),+ $(,)? }) => {
        impl $crate::value::Input for $type {
            fn read(value: &serde_json::Value, reading: &mut $crate::value::Reading) -> Self {
                let members = $crate::value::Members::of(value, reading);
                $(let $member = $crate::value::input!(@read $need members, stringify!($member), reading);)+
                members.end(&[$(stringify!($member)),+], reading);
                Self { $($member),+ }
            }

            fn sample(sample: $crate::value::Sample) -> Self {
                Self { $($member: $crate::value::input!(@sample $need sample)),+ }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::value::deserialize(deserializer)
            }
        }
    };
    (@read optional $members:ident, $name:expr, $reading:ident) => { $members.if_filled($name, $reading) };
    (@read $need:ident $members:ident, $name:expr, $reading:ident) => { $members.$need($name, $reading) };
    (@sample needed $sample:ident) => { $crate::value::Input::sample($sample) };
    (@sample optional $sample:ident) => { $sample.pick(Some($crate::value::Input::sample($sample)), None) };
    (@sample list $sample:ident) => { Vec::new() };
}
pub(crate) use input;
