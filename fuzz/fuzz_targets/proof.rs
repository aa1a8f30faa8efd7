//! Any bytes as a proof's text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::proof(bytes));
