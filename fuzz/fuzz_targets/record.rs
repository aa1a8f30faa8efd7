//! Any bytes as a record's line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::record(bytes));
