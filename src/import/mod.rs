//! Legacy ledgers through the law.
//!
//! A ledger is a CSV file with one project a record and a column for the date of each milestone. A [`Mapping`], which
//! is data, says what its columns mean; every step then goes through [`Project::decide`](crate::Project::decide) like
//! any other, with its provenance (file, record, column) in place of evidence. What the law refuses, and whatever else
//! a ledger gets wrong, becomes an exception: a row of a table with a code, never a guess and never silence.
//!
//! # What becomes of a record
//!
//! 1. The header is the first record that names every column of the mapping, whatever width, white space or line feeds its
//!    names have. Cells are trimmed of what nobody sees; one of which nothing can be seen is blank. The key names the
//!    project; a second record with the same key is `duplicate_id`, one without is `no_key`. A record with more cells than the
//!    header, or with fewer, is not imported (`too_many_cells`, `too_few_cells`): its cells may be shifted. Nor is one whose cells
//!    make sense one column beside (`shifted_cells`), or whose quotation marks do not say where they end (`misplaced_quote`).
//! 2. A cell of a milestone's, a final step's or the updated column that is not blank and no date in one of the
//!    mapping's forms ([`DateForm`]) is `bad_date`, and counts as blank. So does one of the profile's columns: `bad_amount`
//!    if it should be an amount above zero, in the unit it carries or else in the column's, and `bad_value` if it should
//!    be a category, kind, industry or investor. In every column a placeholder or a spreadsheet's error is blank, too
//!    (`placeholder`), and so is what lies beyond the bounds of dates and amounts.
//! 3. Each milestone is dated by the earliest of its columns.
//! 4. The status may add a final step, a closing or a stall, dated by the first of its columns that holds a date, or
//!    else by the last recorded date. It may name a stage instead, which the dates must reach (`status_beyond_stage`); any
//!    other word is `unknown_status`.
//! 5. The project is planned on the date of its first step, if that is recorded, or else on that of its last update; without
//!    either it is `no_date`. A refused date is used for nothing.
//! 6. Stages that lie between, by [`Position::path_to`](crate::lifecycle::Position::path_to), are *inferred* on the later
//!    milestone's date.
//! 7. A step dated before the one before it happened all the same, on a day that the ledger does not know: it is recorded on the
//!    date of the step before, with the cell as it stood (`disputed`), unless the mapping refuses contradictions. Figures of a
//!    period leave it out, as they do an inferred one.
//! 8. A step that is refused is `refused:<code>`, by the first reason's code; those after it are `not_attempted`. What
//!    was recorded before stays.
//! 9. Dated cells that no step used are named in the planning's provenance as `unused`. The last update is never among
//!    them.
//!
//! A project that cannot be planned at all (`refused:<code>`, `name_invalid`, `zone_invalid`) is not imported. Its
//! steps are `not_attempted`. Its other dated cells, and those of the profile's optional columns, stand in the
//! exception's detail. So every such cell of the mapped columns, but that of the last update, is in an event or in an
//! exception.
//!
//! A name is a [`Text`](crate::Text), or the project is `name_invalid`. Of what a provenance names (file, columns, unused
//! cells), a text that no record keeps is told as near as can be: U+0000 as U+FFFD, what nobody sees in quotation marks
//! with its escapes, and what is longer than 16 KiB cut, with `…` at its end.
//!
//! Each of these rules has a key of the [`Mapping`], is strict if that is left out, and can be turned off.
//!
//! # What a person reads
//!
//! `exceptions.csv` opens in a spreadsheet: it begins with a byte-order mark, and an apostrophe stands before what would be a
//! formula. `row` is the record's number, from 1 behind the header, `line` the file's line on which it begins. `detail` is
//! in English and in Chinese, and [`Summary::kinds`] counts the exceptions by what they are called in both.
//!
//! # Into a store
//!
//! [`import`] writes lines, [`import_into`] appends to a store: the same events under the same ids. So it can be run
//! again, and goes on where it was cut. What the log has of a project stays. If the record tells the same and more, the
//! rest is appended. If the log has something that the record tells otherwise or no longer, the project is not imported
//! (`recorded_otherwise`). Live events may stand behind what was imported. File and record number are part of an event,
//! so another edition of a ledger tells otherwise, unless it has the same name and only more at its end.
//!
//! # A newer edition
//!
//! Next month's sheet has another name, rows inserted, values corrected. If the mapping has `[update]`, [`import_into`] compares it by
//! the key with what the store has, whatever file and record that was read from, and records the difference:
//!
//! - A step with another date is re-dated, the planning too. Where the new date is but a bound (inferred, or disputed), which no
//!   correction can say, that step and those after it are voided and imported again.
//! - Another value of the name, the zone or the profile corrects the planning; one in a column of `update.changes` is a fact on the
//!   day of the record's last update: an amendment, or a relocation to another zone.
//! - Steps beyond those that the store has are imported, as long as nothing live stands behind them.
//! - A project that the store has and the ledger no longer is listed (`vanished`), and stays as it is.
//!
//! Each of these events names the new file and record. What can be told in none of these ways (a new step behind a live one, a date
//! that does not fit between its neighbours, a step that is gone) is `recorded_otherwise`, with what the store has and what the
//! ledger tells, and nothing of that record is changed. The same edition once more changes nothing.
//!
//! # Encodings
//!
//! A file is read in the first of the mapping's encodings in which the whole of it is text: no malformed sequence, no
//! U+FFFD, no C1 control. If that is not the first, [`Summary::encoding`] and the provenance of every planning name it.
//! If there is none, nothing is imported: `undecodable`, with the byte at which each of them fails. Bytes alone cannot
//! tell GB18030 from any other encoding but UTF-8, so a mapping lists UTF-8 first and at most one other.
//!
//! # Bounds
//!
//! A record of more than 1 MiB is `record_too_long`, and reading goes on behind it; if the file ends inside a quoted
//! cell that is `unterminated_quote`. Memory does not grow with the file, but for 16 bytes and a little for each key, and as
//! much for each name and company as long as `doubles` are listed.

mod amount;
mod cell_places;
mod changed_key;
mod columns;
mod date;
mod decode;
mod doubles;
mod error;
mod exception;
mod files;
mod filling;
mod fold;
mod hour;
mod known;
mod layout;
mod ledger;
mod legible;
mod life;
mod lines;
mod mapping;
mod mapping_error;
mod mapping_toml;
mod particulars;
mod placeholder;
mod profile_columns;
mod quoting;
mod record;
mod recording;
mod records;
mod rules;
mod said;
mod summary;
mod update;
mod word;

pub use date::DateForm;
pub use doubles::{Double, DoubleBy};
pub use error::ImportError;
pub use files::{import_files, import_files_into};
pub use ledger::{import, import_into};
pub use mapping::Mapping;
pub use mapping_error::MappingError;
pub use summary::{Kind, Summary, Totals};
