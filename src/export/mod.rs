//! What the law and its records look like to other tools.

pub mod schema;
