//! Verifying a log while it is read.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::mpsc::{TrySendError, sync_channel};
use std::thread;

use super::SqliteStore;
use crate::audit::{Lines, Verifier};
use crate::{EventLog as _, StoreError};

/// How many bytes of lines go from one thread to the other at once, and how many such portions may wait there.
const PORTION: usize = 1 << 15;
const PORTIONS: usize = 8;

impl SqliteStore {
    /// Shows the whole log to a verifier, and gives it back for its verdict or its proof. One thread reads while another one
    /// verifies; when the first is ahead, it takes digests off the second. So two cores take little more than half the time of
    /// one.
    ///
    /// ```
    /// # use project_lifecycle::{SqliteStore, StoreError, Verdict};
    /// # use project_lifecycle::audit::Verifier;
    /// fn is_whole(store: &SqliteStore) -> Result<bool, StoreError> {
    ///     Ok(matches!(store.verify(Verifier::new())?.finish(), Verdict::SelfConsistent { .. }))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read; what a record says is the verdict's.
    pub fn verify(&self, mut verifier: Verifier) -> Result<Verifier, StoreError> {
        let (hand_over, handed) = sync_channel::<Lines>(PORTIONS);
        // the log's digest, once the verifier has read it in the first line
        let digest = OnceLock::new();
        thread::scope(|scope| {
            let digest = &digest;
            let verifying = scope.spawn(move || {
                for lines in handed {
                    verifier.follow_lines(&lines);
                    if let Some(found) = verifier.digest() {
                        digest.get_or_init(|| found);
                    }
                }
                verifier
            });
            // they are not taken only if the other thread panicked, which is told below
            let send = |lines| match hand_over.try_send(lines) {
                Ok(()) | Err(TrySendError::Disconnected(_)) => {}
                Err(TrySendError::Full(mut lines)) => {
                    if let Some(digest) = digest.get() {
                        lines.digest(*digest);
                    }
                    _ = hand_over.send(lines);
                }
            };
            let mut lines = Lines::default();
            let read = self.lines(0, usize::MAX, &mut |line| {
                lines.push(line);
                if lines.size() >= PORTION {
                    send(std::mem::take(&mut lines));
                }
            });
            send(lines);
            drop(hand_over);
            let verifier = verifying.join().unwrap_or_else(|panic| resume_unwind(panic));
            read.map(|_| verifier)
        })
    }
}
