//! What the compiler refuses, and in which words; and that the typed view agrees with the runtime door.

#[test]
fn illegal_programs_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
