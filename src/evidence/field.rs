//! One field of a form.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{Expected, FaultKind, FormFault, Input, Members, Reading, Sample, Text, TextError};

/// A field of a form: blank, filled in, or filled in with something that cannot be read.
///
/// Reading a form never fails on a field: an unreadable value is kept with the reason, so that the form reports every
/// gap at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not filled in.
    #[default]
    Blank,
    /// Filled in.
    Given(T),
    /// Filled in, but not a value of its type.
    Unreadable {
        /// What stood there, as JSON text.
        found: String,
        /// Why it is no value of its type: the faults with their places within it.
        faults: Vec<FormFault>,
    },
}

impl<T> Field<T> {
    /// Whether nothing was filled in.
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The value, if one was given.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Blank | Self::Unreadable { .. } => None,
        }
    }

    /// A text that no record keeps.
    fn unkept(found: &Value, why: TextError) -> Self {
        let kind = match why {
            TextError::TooLong { bytes, limit } => FaultKind::TooLong { bytes, limit },
            TextError::Nul | TextError::Blank => FaultKind::Nul,
        };
        Self::Unreadable { found: found.to_string(), faults: vec![FormFault::of(kind)] }
    }
}

#[expect(private_bounds, reason = "what asks for it is no more public")]
impl<T: Input> Field<T> {
    /// Reads what was filled in.
    pub(super) fn read(found: Option<&Value>) -> Self {
        let Some(value) = found else { return Self::Blank };
        let mut reading = Reading::new(Sample::ANY);
        let read = T::read(value, &mut reading);
        let faults = reading.into_faults();
        if faults.is_empty() { Self::Given(read) } else { Self::Unreadable { found: value.to_string(), faults } }
    }

    /// Takes the value; a blank or unreadable field leaves a gap and gives a sample, as far as it cannot be read.
    pub(super) fn needed(self, place: Place, sample: Sample, gaps: &mut Vec<Reason>) -> T {
        match self {
            Self::Blank => {
                gaps.push(Reason::Missing { gate: place.gate, item: place.item });
                T::sample(sample)
            }
            Self::Given(value) => value,
            Self::Unreadable { found, faults } => {
                place.told(faults, gaps);
                again(&found, sample)
            }
        }
    }

    /// Takes the value if there is one; only an unreadable field leaves a gap. It gives the first sample, and not the second.
    pub(super) fn optional(self, place: Place, sample: Sample, gaps: &mut Vec<Reason>) -> Option<T> {
        match self {
            Self::Blank => None,
            Self::Given(value) => Some(value),
            Self::Unreadable { found, faults } => {
                place.told(faults, gaps);
                sample.pick(Some(again(&found, sample)), None)
            }
        }
    }
}

impl<F> Field<F> {
    /// Reads a form within a form: what its fields hold is told when it is taken.
    pub(super) fn read_form(
        members: &Members<'_>,
        name: &str,
        reading: &mut Reading,
        read: impl FnOnce(&Value, &mut Reading) -> F,
    ) -> Self {
        match members.filled(name) {
            None => Self::Blank,
            Some(value) if value.is_object() => Self::Given(reading.member(name, |reading| read(value, reading))),
            Some(value) => {
                let fault = FormFault::of(FaultKind::mistyped(value, Expected::Object));
                Self::Unreadable { found: value.to_string(), faults: vec![fault] }
            }
        }
    }
}

/// Reads again what cannot be read, with a sample in place of each fault.
fn again<T: Input>(found: &str, sample: Sample) -> T {
    let value = serde_json::from_str(found).unwrap_or(Value::Null);
    T::read(&value, &mut Reading::new(sample))
}

/// The place of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) gate: Gate,
    pub(super) item: Item,
    pub(super) member: &'static str,
}

impl Place {
    /// Adds the faults of what stands there.
    pub(super) fn told(self, faults: Vec<FormFault>, gaps: &mut Vec<Reason>) {
        let within = faults.into_iter().map(|fault| fault.within(self.member));
        gaps.extend(within.map(|fault| Reason::malformed(fault, Some(self.gate), Some(self.item))));
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Given(value)
    }
}

impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Self::Given)
    }
}

impl From<&str> for Field<Text> {
    /// A blank text leaves the field blank. One that is too long or contains U+0000 is kept as unreadable.
    fn from(text: &str) -> Self {
        match Text::new(text) {
            Ok(text) => Self::Given(text),
            Err(TextError::Blank) => Self::Blank,
            Err(why @ (TextError::Nul | TextError::TooLong { .. })) => Self::unkept(&text.into(), why),
        }
    }
}

impl<const N: usize> From<[&str; N]> for Field<Vec<Text>> {
    /// Blank texts are left out. If one of them is too long or contains U+0000, all are kept as unreadable.
    fn from(texts: [&str; N]) -> Self {
        let said = || texts.into_iter().filter(|text| Text::fault(text) != Some(TextError::Blank));
        match said().map(Text::new).collect() {
            Ok(texts) => Self::Given(texts),
            Err(why) => Self::unkept(&said().collect(), why),
        }
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_none(),
            Self::Given(value) => value.serialize(serializer),
            // written as it was found, so that it is unreadable again when it is read
            Self::Unreadable { found, .. } => match serde_json::from_str::<Value>(found) {
                Ok(value) => value.serialize(serializer),
                Err(_) => serializer.serialize_str(found),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::value::Day;

    const SAMPLE: Sample = Sample::ANY;

    /// What a field that must be filled in leaves as a gap.
    fn gap<T: Input>(field: Field<T>) -> Vec<Reason> {
        let mut gaps = Vec::new();
        let place = Place { gate: Gate::Grounds, item: Item::Explanation, member: "explanation" };
        field.needed(place, SAMPLE, &mut gaps);
        gaps
    }

    fn malformed(member: &str, fault: FaultKind) -> [Reason; 1] {
        let (gate, item) = (Some(Gate::Grounds), Some(Item::Explanation));
        [Reason::Malformed { form: None, gate, item, member: member.into(), fault: Box::new(fault) }]
    }

    fn read<T: Input>(found: &Value) -> Field<T> {
        Field::read(Some(found))
    }

    #[test]
    fn a_text_that_no_record_keeps_is_told_as_what_it_is() {
        let long = "沈".repeat(5_462);
        let too_long = || malformed("explanation", FaultKind::TooLong { bytes: 16_386, limit: 16_384 });
        let nul = |member| malformed(member, FaultKind::Nul);
        assert_eq!(gap(Field::<Text>::from("a\0b")), nul("explanation"));
        assert_eq!(gap(Field::<Text>::from(long.as_str())), too_long());
        assert_eq!(gap(Field::<Vec<Text>>::from(["a", " ", "b\0"])), nul("explanation"));
        assert_eq!(gap(Field::<Vec<Text>>::from(["a", long.as_str()])), too_long());
        // whatever the field holds
        assert_eq!(gap(read::<Day>(&json!("2018\0"))), nul("explanation"));
        assert_eq!(gap(read::<Vec<Text>>(&json!(["a", "b\0"]))), nul("explanation[1]"));
        assert_eq!(gap(read::<Text>(&json!(long))), too_long());
        // another fault is no fault of a text
        let other = FaultKind::Mistyped { found: "[\"x\"]".into(), expected: Expected::Day };
        assert_eq!(gap(read::<Day>(&json!(["x"]))), malformed("explanation", other));
    }

    #[test]
    fn a_field_in_which_nothing_can_be_seen_was_left_empty() {
        for blank in ["", " ", "\u{3000}", "\u{200b}\u{feff}", "\u{1}"] {
            assert_eq!(Field::<Text>::from(blank), Field::Blank, "{blank:?}");
            let object = json!({"explanation": blank});
            let members = Members::of(&object, &mut Reading::new(SAMPLE)).filled("explanation").is_none();
            assert!(members, "{blank:?}");
            let filled = Field::Given(vec![Text::new("a").unwrap()]);
            assert_eq!(Field::<Vec<Text>>::from(["a", blank]), filled, "{blank:?}");
            assert_eq!(read::<Vec<Text>>(&json!(["a", blank])), filled, "{blank:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_written_as_it_came() {
        let field = Field::<Vec<Text>>::from(["a", " ", "b\0"]);
        let wire = serde_json::to_value(&field).unwrap();
        assert_eq!(wire, json!(["a", "b\0"]));
        assert_eq!(gap(read::<Vec<Text>>(&wire)), malformed("explanation[1]", FaultKind::Nul));
    }
}
