//! What fuzzing has found and where it starts from, through the fuzz targets' own oracles, on every run of the tests.

#[expect(unreachable_pub, reason = "it is the library of the fuzz targets, too")]
#[path = "../fuzz/src/lib.rs"]
mod oracles;

use std::path::Path;

/// Every kept input of a target, through its oracle.
fn replay(target: &str, oracle: fn(&[u8]), at_least: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seen = 0;
    for entry in folder.read_dir().expect("the corpus is there") {
        let path = entry.expect("the corpus can be listed").path();
        let bytes = std::fs::read(&path).expect("an input can be read");
        if std::panic::catch_unwind(|| oracle(&bytes)).is_err() {
            panic!("{} does not hold", path.display());
        }
        seen += 1;
    }
    assert!(seen >= at_least, "only {seen} inputs in {}", folder.display());
}

#[test]
fn records() {
    replay("record", oracles::record, 200);
}

#[test]
fn logs() {
    replay("verify", oracles::verify, 100);
}

#[test]
fn checkpoints() {
    replay("checkpoint", oracles::checkpoint, 20);
}

#[test]
fn proofs() {
    replay("proof", oracles::proof, 50);
}

#[test]
fn forms() {
    replay("forms", oracles::forms, 20);
}

#[test]
fn places_in_lists() {
    replay("page_keys", oracles::page_keys, 20);
}
