//! Any bytes as a log.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::verify(bytes));
