//! Somebody else's program with the file of the story: plain SQL, nothing of this crate.

use std::path::Path;

use rusqlite::Connection;

use crate::desk::Result;

/// What is shown, and the statement that is tried.
const ATTEMPTS: [(&str, &str); 3] = [
    (
        "UPDATE current SET stage = 'operating' WHERE stage = 'signed'",
        "UPDATE current SET stage = 'operating' WHERE stage = 'signed'",
    ),
    ("DELETE FROM event WHERE verb = 'stall'", "DELETE FROM event WHERE verb = 'stall'"),
    (
        "INSERT INTO event ...    -- the next record of a signed project, well made, but it says that it operates",
        "INSERT INTO event (log, sequence, body, leaf)
         SELECT signed.log, last.sequence + 1, json_set(
             signed.body, '$.id', '00000000-0000-4000-8000-000000000001',
             '$.sequence', printf('%019d', last.sequence + 1), '$.predecessorhash', lower(hex(last.leaf)),
             '$.streamversion', current.version + 1, '$.recordedtime', last.body ->> '$.recordedtime',
             '$.data.verb', 'operate', '$.data.from', 'signed', '$.data.to', 'operating'
         ), zeroblob(32)
         FROM current
         JOIN event signed ON signed.stream = 'project/' || current.project AND signed.verb = 'sign'
         JOIN event last ON last.log = current.log
         WHERE current.stage = 'signed'
         ORDER BY last.sequence DESC LIMIT 1",
    ),
];

/// Tries each, and gives what was tried with SQLite's own answer.
pub(crate) fn try_all(file: &Path) -> Result<Vec<(&'static str, String)>> {
    let connection = Connection::open(file)?;
    let attempt = |(shown, sql): (&'static str, &str)| {
        // never committed, whatever comes of it
        let transaction = connection.unchecked_transaction()?;
        match transaction.execute(sql, []) {
            Err(refused) => Ok((shown, refused.to_string())),
            Ok(0) => Ok((shown, "there is no such project to try it on".into())),
            Ok(_) => Err(format!("the file took this: {shown}").into()),
        }
    };
    ATTEMPTS.into_iter().map(attempt).collect()
}
