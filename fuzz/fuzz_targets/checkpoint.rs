//! Any bytes as a checkpoint's text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::checkpoint(bytes));
