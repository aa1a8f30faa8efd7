//! Any bytes as a command's form, and as a new project's profile.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| project_lifecycle_fuzz::forms(bytes));
