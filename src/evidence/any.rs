//! Evidence of any gate, as an event keeps it.

use serde::Serialize;
use serde_json::Value;

use super::document::Standing;
use super::gate::{Declared, Inspect};
use super::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, StallFinding,
};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Reading;

/// Writes the enum over all gates, and forwards what all gates share.
macro_rules! any_evidence {
    ($($gate:ident),+) => {
        /// Complete evidence of one gate.
        #[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Evidence { $(
            #[doc = concat!("[`", stringify!($gate), "`].")]
            $gate($gate),
        )+ }

        impl Evidence {
            /// The gate it belongs to.
            #[must_use]
            pub const fn gate(&self) -> Gate {
                match self { $(Self::$gate(_) => Gate::$gate,)+ }
            }

            /// The JSON Schema of a gate's evidence, as an event keeps it.
            #[cfg(feature = "schema")]
            pub fn schema(gate: Gate, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                match gate { $(Gate::$gate => generator.subschema_for::<$gate>(),)+ }
            }

            /// Takes the form of a gate whole: the evidence, with samples where the form has gaps, and the gaps.
            pub(crate) fn take(gate: Gate, value: &Value, reading: &mut Reading) -> (Self, Vec<Reason>) {
                match gate { $(Gate::$gate => {
                    let form = <<$gate as Declared>::Form>::read(value, reading);
                    let (evidence, gaps) = $gate::take(form, reading.sample());
                    (Self::$gate(evidence), gaps)
                })+ }
            }

            /// Reads the evidence of a gate from its JSON.
            pub(crate) fn read(gate: Gate, json: &str) -> Result<Self, serde_json::Error> {
                match gate { $(Gate::$gate => serde_json::from_str(json).map(Self::$gate),)+ }
            }
        }

        impl Inspect for Evidence {
            fn inspect(&self, see: &mut dyn FnMut(Item, Standing)) {
                match self { $(Self::$gate(evidence) => evidence.inspect(see),)+ }
            }

            fn lacks(&self, item: Item) -> bool {
                match self { $(Self::$gate(evidence) => evidence.lacks(item),)+ }
            }
        }

        $(impl From<$gate> for Evidence {
            fn from(evidence: $gate) -> Self { Self::$gate(evidence) }
        })+
    };
}
any_evidence!(
    Dossier,
    Engagement,
    Agreement,
    Registration,
    Commencement,
    Commissioning,
    Operation,
    Grounds,
    Rescission,
    StallFinding,
    Revival,
    Closing
);
