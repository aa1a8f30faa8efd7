//! Stores: where records live.

mod memory;

pub use memory::MemoryStore;
