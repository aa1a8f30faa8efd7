//! Values: parsed once, right by construction.

mod ascii;
mod currency;
mod day;
mod day_of_year;
mod digest;
mod digest_algorithm;
mod ids;
mod industry;
mod input;
mod money;
mod offset;
mod project_code;
mod region;
mod source;
mod spreadsheet;
mod text;
mod timestamp;
mod uscc;
mod visible;
mod width;

pub use currency::{Currency, CurrencyError};
pub(crate) use day::digits;
pub use day::{Day, DayError};
pub use day_of_year::{DayOfYear, DayOfYearError};
pub use digest::{Digest, DigestError};
pub use digest_algorithm::DigestAlgorithm;
pub(crate) use digest_algorithm::Hashing;
pub use ids::{ActorId, ClientId, ConsumerId, EventId, IdError, OrgId, ProjectId, ShortText, ZoneId};
pub use industry::{Edition, EditionError, IndustryCode, IndustryCodeError};
pub use input::{Expected, FaultKind, FormFault};
pub(crate) use input::{
    Input, LONGEST as LONGEST_FORM, Members, Reading, Sample, deserialize, deserialize_by, input, is_blank, parse,
};
pub use money::{Money, MoneyError, Unit};
pub use offset::{UtcOffset, UtcOffsetError};
pub use project_code::{Generation, ProjectCode, ProjectCodeError};
pub use region::{RegionCode, RegionCodeError, RegionLevel, RegionTable};
pub use source::{Source, SourceError};
pub use spreadsheet::formula_safe;
pub use text::{Text, TextError};
pub use timestamp::{Timestamp, TimestampError};
pub use uscc::{Authority, LenientUscc, Uscc, UsccAnomaly, UsccError};
pub use uuid::Uuid;
pub use width::narrow;

pub use crate::vocabulary::UnknownCode;

/// Writes serde for a type whose wire form is its text: `Display` writes it and `FromStr` reads it. Its JSON Schema has
/// the pattern, and whatever other keywords follow; a pattern is an ECMAScript one and holds the whole text.
macro_rules! text_form {
    ($type:ty, $expecting:expr, $pattern:expr $(, $keyword:literal: $value:expr)*) => {
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "pattern": $pattern $(, $keyword: $value)*})
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Form;
                impl serde::de::Visitor<'_> for Form {
                    type Value = $type;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Form)
            }
        }
    };
}
use text_form;
