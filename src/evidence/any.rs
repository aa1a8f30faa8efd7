//! Evidence of any gate, as an event keeps it.

use serde::Serialize;

use super::document::Standing;
use super::gate::Inspect;
use super::{
    Agreement, Closing, Commencement, Commissioning, Dossier, Engagement, Grounds, Operation, Registration, Rescission,
    Revival, StallFinding,
};
use crate::lifecycle::{Gate, Item};

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
