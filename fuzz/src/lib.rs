//! What must hold of any bytes, whatever a fuzzer makes of them: each oracle panics where it does not.
//!
//! The fuzz targets ask them, and so does the crate's own `tests/corpus.rs`, over the corpus that is kept.

mod forms;
mod log;
mod page_keys;
mod record;
mod stands;
mod texts;
mod tree;

use project_lifecycle::value::DigestAlgorithm;

pub use forms::forms;
pub use log::verify;
pub use page_keys::page_keys;
pub use record::record;
pub use texts::{checkpoint, proof};

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;
