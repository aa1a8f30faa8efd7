//! Any bytes as a place in a list.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::page_keys(bytes));
