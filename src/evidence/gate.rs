//! What every gate has alike: a form, the evidence it becomes, and its requirements as data.

use core::fmt;

use super::document::Standing;
use super::field::Place;
use super::{Field, Requirement};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Sample;

/// Every gap of a form that is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gaps {
    /// The gate.
    pub gate: Gate,
    /// The gaps: of the single fields in the form's order, then of the conditions between them.
    pub reasons: Vec<Reason>,
}

impl fmt::Display for Gaps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the evidence is not complete")?;
        for (i, reason) in self.reasons.iter().enumerate() {
            write!(f, "{} {reason}", if i == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl core::error::Error for Gaps {}

/// What a form demands beyond its single fields.
pub(super) trait Conditions {
    /// Adds a gap for each condition between fields that is not met.
    fn conditions(&self, gaps: &mut Vec<Reason>);
}

/// Takes a form within a form, with its gaps.
pub(super) fn take_nested<G: Declared>(
    field: Field<G::Form>,
    place: Place,
    sample: Sample,
    gaps: &mut Vec<Reason>,
) -> Option<G> {
    match field {
        Field::Blank => None,
        Field::Given(form) => {
            let (evidence, within) = G::take(form, sample);
            gaps.extend(within.into_iter().map(|gap| gap.within(place.member)));
            Some(evidence)
        }
        // whether the project needs it, the project tells
        Field::Unreadable { faults, .. } => {
            place.told(faults, gaps);
            None
        }
    }
}

/// What the guards read from any evidence: its dated acts and its papers.
pub(crate) trait Inspect {
    /// Shows every dated act and every paper to `see`.
    fn inspect(&self, see: &mut dyn FnMut(Item, Standing));

    /// Whether its form has the item and nothing was given for it.
    fn lacks(&self, item: Item) -> bool;
}

/// What a gate declares: its form's fields, which become its evidence and its requirements.
pub(super) trait Declared: Sized {
    /// Its form.
    type Form;

    /// Takes a form whole: the evidence, with samples where the form has gaps, and the gaps.
    fn take(form: Self::Form, sample: Sample) -> (Self, Vec<Reason>);

    const REQUIREMENTS: &'static [Requirement];
}

/// The schema of a gate's evidence: its members in the order of its requirements, which say what a form shows.
#[cfg(feature = "schema")]
pub(super) fn schema<G: Declared>(members: Vec<(&'static str, schemars::Schema)>) -> schemars::Schema {
    use super::Need;
    use crate::vocabulary::Language;

    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    for ((name, mut member), requirement) in members.into_iter().zip(G::REQUIREMENTS) {
        let label = Language::ALL.map(|language| requirement.item.label(language).to_owned());
        let text = Language::ALL.map(|language| requirement.text(language));
        for (keyword, [mut english, chinese]) in [("title", label), ("description", text)] {
            if let Some(first) = english.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            member.insert(keyword.into(), english.into());
            member.insert(format!("x-{keyword}-zh"), chinese.into());
        }
        properties.insert(name.into(), member.into());
        if requirement.need == Need::Always {
            required.push(name);
        }
    }
    let [en, zh] = Language::ALL.map(|language| G::REQUIREMENTS[0].gate.label(language));
    schemars::json_schema!({
        "title": en,
        "x-title-zh": zh,
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

/// Writes a gate's form and evidence from rows `<need> <kind> field: Type as Item`.
///
/// Needs: `needed` (the evidence has `T`), `optional` and `when("condition", "条件")` (it has `Option<T>`; the latter's
/// condition is checked in [`Conditions`]), `list` (it has `Vec<T>`). Kinds: `value`, `act` (a day on which something
/// was done), `paper` (must be at hand), `document` (may be committed or waived as the policy allows), `approval` (may be
/// committed as the policy allows, or not be required), `nested(Form)` (another gate's evidence, by its form).
macro_rules! gate {
    ($(#[$meta:meta])* $gate:ident $(#[$form_meta:meta])* $form:ident {
        $($(#[$doc:meta])* $need:ident $(($en:literal, $zh:literal))? $kind:ident $(($form_within:ident))? $field:ident: $type:ty as $item:ident,)+
    }) => {
        $(#[$meta])*
        ///
        /// Its existence means that the form was complete.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $gate { $($field: gate!(@type $need $type),)+ }

        #[doc = concat!("The form of [`", stringify!($gate), "`]: every field may be blank. `TryFrom` reports every gap at once.")]
        $(#[$form_meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $form { $(
            $(#[$doc])*
            #[serde(skip_serializing_if = "crate::evidence::Field::is_blank")]
            pub $field: $crate::evidence::Field<gate!(@form $need $kind $type $(, $form_within)?)>,
        )+ }

        impl $form {
            /// Reads a form. What is no object, and members that it does not have, are faults; what its fields hold is told
            /// when the form is taken.
            pub(crate) fn read(value: &serde_json::Value, reading: &mut $crate::value::Reading) -> Self {
                let members = $crate::value::Members::of(value, reading);
                let form = Self { $($field: gate!(@read $kind $type, members, stringify!($field), reading),)+ };
                members.end(&[$(stringify!($field)),+], reading);
                form
            }
        }

        impl<'de> serde::Deserialize<'de> for $form {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::value::deserialize_by(deserializer, Self::read)
            }
        }

        impl $gate {
            $($(#[$doc])*
            #[must_use]
            pub fn $field(&self) -> gate!(@view $need $type) { gate!(@look $need self.$field) })+
        }

        impl TryFrom<$form> for $gate {
            type Error = $crate::evidence::Gaps;

            fn try_from(form: $form) -> Result<Self, Self::Error> {
                use $crate::evidence::gate::Declared as _;
                let (evidence, reasons) = Self::take(form, $crate::value::Sample::ANY);
                let gate = $crate::lifecycle::Gate::$gate;
                if reasons.is_empty() { Ok(evidence) } else { Err($crate::evidence::Gaps { gate, reasons }) }
            }
        }

        impl From<$gate> for $crate::evidence::Field<$form> {
            fn from(evidence: $gate) -> Self {
                Self::Given(evidence.into())
            }
        }

        impl From<Option<$gate>> for $crate::evidence::Field<$form> {
            fn from(evidence: Option<$gate>) -> Self {
                evidence.map_or(Self::Blank, Self::from)
            }
        }

        impl From<$gate> for $form {
            fn from(evidence: $gate) -> Self {
                Self { $($field: evidence.$field.into(),)+ }
            }
        }

        impl serde::Serialize for $gate {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;
                let mut members = serializer.serialize_struct(stringify!($gate), [$(stringify!($field)),+].len())?;
                $(gate!(@write $need members, $field, self.$field);)+
                members.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $gate {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $form::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $gate {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($gate).into()
            }

            /// The evidence as it is recorded.
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::evidence::gate::schema::<Self>(vec![
                    $((stringify!($field), gate!(@schema $need $type, generator)),)+
                ])
            }
        }

        impl $crate::evidence::gate::Declared for $gate {
            type Form = $form;

            fn take(form: $form, sample: $crate::value::Sample) -> (Self, Vec<$crate::reason::Reason>) {
                let (mut gaps, mut unmet) = (Vec::new(), Vec::new());
                $crate::evidence::gate::Conditions::conditions(&form, &mut unmet);
                $(let $field = {
                    let (gate, item) = ($crate::lifecycle::Gate::$gate, $crate::lifecycle::Item::$item);
                    let place = $crate::evidence::field::Place { gate, item, member: stringify!($field) };
                    gate!(@take $need $kind form.$field, place, sample, &mut gaps)
                };)+
                gaps.append(&mut unmet);
                (Self { $($field,)+ }, gaps)
            }

            const REQUIREMENTS: &'static [$crate::evidence::Requirement] = &[$(
                $crate::evidence::Requirement {
                    gate: $crate::lifecycle::Gate::$gate,
                    item: $crate::lifecycle::Item::$item,
                    member: stringify!($field),
                    need: gate!(@need $need $($en, $zh)?),
                    is_document: gate!(@document $kind),
                    may_be_unrequired: gate!(@unrequired $kind),
                },
            )+];
        }

        impl $crate::evidence::gate::Inspect for $gate {
            #[allow(unused_variables, reason = "a gate may have neither acts nor papers")]
            fn inspect(&self, see: &mut dyn FnMut($crate::lifecycle::Item, $crate::evidence::document::Standing)) {
                $(gate!(@see $need $kind self.$field, $item, see);)+
            }

            fn lacks(&self, item: $crate::lifecycle::Item) -> bool {
                match item {
                    $($crate::lifecycle::Item::$item => gate!(@lacks $need self.$field),)+
                    _ => false,
                }
            }
        }
    };
    (@type needed $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };
    (@type when $type:ty) => { Option<$type> };
    (@type list $type:ty) => { Vec<$type> };
    (@form list $kind:ident $type:ty) => { Vec<$type> };
    (@form $need:ident nested $type:ty, $form_within:ident) => { $crate::evidence::$form_within };
    (@form $need:ident $kind:ident $type:ty) => { $type };
    (@read nested $type:ty, $members:ident, $name:expr, $reading:ident) => {
        $crate::evidence::Field::read_form(
            &$members,
            $name,
            $reading,
            <<$type as $crate::evidence::gate::Declared>::Form>::read,
        )
    };
    (@read $kind:ident $type:ty, $members:ident, $name:expr, $reading:ident) => {
        $crate::evidence::Field::read($members.filled($name))
    };
    (@view needed $type:ty) => { &$type };
    (@view list $type:ty) => { &[$type] };
    (@view $need:ident $type:ty) => { Option<&$type> };
    (@look needed $value:expr) => { &$value };
    (@look list $value:expr) => { &$value };
    (@look $need:ident $value:expr) => { $value.as_ref() };
    (@take $need:ident nested $value:expr, $place:expr, $sample:expr, $gaps:expr) => {
        $crate::evidence::gate::take_nested($value, $place, $sample, $gaps)
    };
    (@take needed $kind:ident $value:expr, $place:expr, $sample:expr, $gaps:expr) => {
        $value.needed($place, $sample, $gaps)
    };
    (@take list $kind:ident $value:expr, $place:expr, $sample:expr, $gaps:expr) => {
        $value.optional($place, $sample, $gaps).unwrap_or_default()
    };
    (@take $need:ident $kind:ident $value:expr, $place:expr, $sample:expr, $gaps:expr) => {
        $value.optional($place, $sample, $gaps)
    };
    (@write needed $members:ident, $field:ident, $value:expr) => {
        $members.serialize_field(stringify!($field), &$value)?
    };
    (@write list $members:ident, $field:ident, $value:expr) => {
        if !$value.is_empty() {
            $members.serialize_field(stringify!($field), &$value)?;
        }
    };
    (@write $need:ident $members:ident, $field:ident, $value:expr) => {
        if let Some(value) = &$value {
            $members.serialize_field(stringify!($field), value)?;
        }
    };
    (@schema list $type:ty, $generator:ident) => {
        schemars::json_schema!({"type": "array", "items": $generator.subschema_for::<$type>(), "minItems": 1})
    };
    (@schema $need:ident $type:ty, $generator:ident) => { $generator.subschema_for::<$type>() };
    (@need needed) => { $crate::evidence::Need::Always };
    (@need optional) => { $crate::evidence::Need::Optional };
    (@need list) => { $crate::evidence::Need::Optional };
    (@need list $en:literal, $zh:literal) => { $crate::evidence::Need::When { en: $en, zh: $zh } };
    (@need when $en:literal, $zh:literal) => { $crate::evidence::Need::When { en: $en, zh: $zh } };
    (@lacks needed $value:expr) => { false };
    (@lacks list $value:expr) => { $value.is_empty() };
    (@lacks $need:ident $value:expr) => { $value.is_none() };
    (@document document) => { true };
    (@document approval) => { true };
    (@document $kind:ident) => { false };
    (@unrequired approval) => { true };
    (@unrequired $kind:ident) => { false };
    (@see $need:ident value $value:expr, $item:ident, $see:ident) => {};
    (@see $need:ident nested $value:expr, $item:ident, $see:ident) => {
        if let Some(inner) = &$value {
            $crate::evidence::Inspect::inspect(inner, $see);
        }
    };
    (@see needed act $value:expr, $item:ident, $see:ident) => {
        $see($crate::lifecycle::Item::$item, $crate::evidence::document::Standing::act($value))
    };
    (@see $need:ident act $value:expr, $item:ident, $see:ident) => {
        if let Some(day) = $value {
            $see($crate::lifecycle::Item::$item, $crate::evidence::document::Standing::act(day));
        }
    };
    (@see needed $kind:ident $value:expr, $item:ident, $see:ident) => {
        $see($crate::lifecycle::Item::$item, $crate::evidence::document::Shown::standing(&$value))
    };
    (@see $need:ident $kind:ident $value:expr, $item:ident, $see:ident) => {
        if let Some(paper) = &$value {
            $see($crate::lifecycle::Item::$item, $crate::evidence::document::Shown::standing(paper));
        }
    };
}
pub(super) use gate;
