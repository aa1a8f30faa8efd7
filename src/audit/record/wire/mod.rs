//! The data of records, one file for each kind of thing that they are about.

pub(in crate::audit) mod project;
