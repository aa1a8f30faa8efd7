//! What a store keeps beside its lines, and what of it contradicts them.

use core::fmt;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::audit::{Faults, Verdict, Verifier};

/// Something that a store keeps and that its lines do not say. Whoever reads by it is misled, though the lines may be well.
///
/// As JSON it is `{"code": .., "text": ..}`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreFault {
    /// A column that is made from a record's line does not say what the line says.
    #[error("record {sequence}: its column `{column}` does not say what its line says")]
    Column {
        /// The record's place in the log.
        sequence: u64,
        /// The column.
        column: String,
    },
    /// The leaf kept beside a record is not its line's.
    #[error("record {sequence}: the leaf kept beside it is not its line's")]
    Leaf {
        /// The record's place in the log.
        sequence: u64,
    },
    /// An index does not have the rows of its table.
    #[error("the index `{index}` does not have the rows of its table")]
    Index {
        /// The index.
        index: String,
    },
    /// A column of the log's head does not say what the lines amount to.
    #[error("the head of the log: its column `{column}` does not say what the lines amount to")]
    Head {
        /// The column.
        column: String,
    },
    /// A project has events and is not listed.
    #[error("project {project} has events, and is not listed")]
    NotListed {
        /// The project, as its stream names it.
        project: String,
    },
    /// A project is listed that has no events.
    #[error("project {project} is listed, and has no events")]
    NoEvents {
        /// The project, as the list names it.
        project: String,
    },
}

impl StoreFault {
    /// Its stable code, as JSON has it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Column { .. } => "column",
            Self::Leaf { .. } => "leaf",
            Self::Index { .. } => "index",
            Self::Head { .. } => "head",
            Self::NotListed { .. } => "not_listed",
            Self::NoEvents { .. } => "no_events",
        }
    }
}

impl Serialize for StoreFault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fault = serializer.serialize_struct("StoreFault", 2)?;
        fault.serialize_field("code", self.code())?;
        fault.serialize_field("text", &self.to_string())?;
        fault.end()
    }
}

/// A store, looked through: the verifier that all its lines went by, and what it keeps that they do not say.
#[derive(Clone, Debug)]
pub struct StoreCheck {
    /// The verifier, for its verdict or its proof.
    pub lines: Verifier,
    /// What contradicts the lines.
    pub faults: Faults<StoreFault>,
}

impl StoreCheck {
    /// What was found.
    pub fn finish(self) -> StoreVerdict {
        StoreVerdict { lines: self.lines.finish(), faults: self.faults }
    }
}

/// What a store proves: by its lines, and by all that it keeps beside them.
///
/// As JSON it is `{"lines": .., "faults": {"count": .., "first": [..]}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use = "a verdict may say that the store was tampered with"]
pub struct StoreVerdict {
    /// What the lines prove.
    pub lines: Verdict,
    /// What contradicts them.
    pub faults: Faults<StoreFault>,
}

impl fmt::Display for StoreVerdict {
    /// One sentence for the lines; where something contradicts them another one, and the first such thing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.fmt(f)?;
        match (self.faults.count(), self.faults.first()) {
            (1, [fault, ..]) => write!(f, "; the store keeps something that they do not say: {fault}"),
            (count, [fault, ..]) => write!(f, "; the store keeps {count} things that they do not say, first: {fault}"),
            (_, []) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_store_keeps_otherwise_is_told_in_one_sentence() {
        let lines = Verifier::new().finish();
        let told = |faults: &[StoreFault]| {
            let mut all = Faults::default();
            all.extend(faults.iter().cloned());
            StoreVerdict { lines: lines.clone(), faults: all }
        };
        assert_eq!(told(&[]).to_string(), lines.to_string());
        let column = StoreFault::Column { sequence: 17, column: "stream".into() };
        let listed = StoreFault::NoEvents { project: "nobody".into() };
        let said = format!(
            "{lines}; the store keeps something that they do not say: record 17: its column `stream` does not say what its \
             line says"
        );
        assert_eq!(told(std::slice::from_ref(&column)).to_string(), said);
        let two = told(&[listed, column]);
        let said = format!(
            "{lines}; the store keeps 2 things that they do not say, first: project nobody is listed, and has no events"
        );
        assert_eq!(two.to_string(), said);
        let json = serde_json::to_value(&two).expect("JSON");
        assert_eq!(json["faults"]["count"], 2);
        assert_eq!(json["faults"]["first"][0]["code"], "no_events");
        assert_eq!(
            json["faults"]["first"][1]["text"],
            "record 17: its column `stream` does not say what its line says"
        );
    }
}
