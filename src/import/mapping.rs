//! The mapping: how one ledger's columns tell a project's life, as data.

use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use super::fold;
use super::profile_columns::ProfileColumns;
use super::rules::Rules;
use super::update::Update;
use super::word::{Word, is_trimmed};
use super::{DateForm, MappingError};
use crate::lifecycle::{Outcome, Position, ZombieCause};
use crate::{Actor, Day, Policy, Source, Stage, ZoneId};

/// How one ledger tells a project's life: which columns date which milestones, what its statuses mean, and how it is
/// encoded. Read from TOML by [`FromStr`](core::str::FromStr); once read it is consistent with the law.
///
/// Stages, verbs, outcomes and causes are named by their code or by their label in either language: `signed`, `Signed`
/// and `签约` are one stage.
///
/// Bytes alone cannot tell GB18030 from Big5, EUC-KR, Shift_JIS or Windows-1252: nearly every file in one of them is text in the
/// others. Only UTF-8 refuses what is not its own. So a mapping lists `utf-8` first, and one other encoding at most.
///
/// ```toml
/// source = "urn:example:ledger"               # the log's URI
/// encodings = ["utf-8", "gb18030"]            # tried in this order; one is taken if the whole file is text in it
/// dates = ["yyyy-m-d", "yyyy年m月d日", "excel"] # each is a DateForm
/// actor = { kind = "system", id = "ledger-import" }
/// contradiction = "keep"                      # or "refuse": a step dated before the one before it, see below
///
/// [policy]
/// preset = "shenyang_2018"
/// id = "ledger"                               # these two in place of the preset's
/// utc_offset = "+00:00"
///
/// [columns]
/// key = "No."                                 # blank: not imported
/// name = "Name"                               # blank: the key
/// zone = { column = "Region", blank = "unknown" }
/// status = "Status"
/// updated = "Updated"                         # dates projects that have no other date
/// noted = ["Objection"]                       # kept as `unused`
///
/// [profile]                                   # each of them may be left out
/// category = { column = "Category", synonyms = { "制造业" = "industrial" } }
/// kind = { column = "Kind" }                  # cells are codes, labels in either language, or synonyms
/// industry = { column = "Industry", edition = "2017" }
/// investor = "Investor"
///
/// [profile.total_investment]
/// column = "Investment"
/// unit = "万元"                               # or 元, 亿元; a cell's own unit goes first
/// brackets = "negative"                       # (1200) is below zero, and refused; "plain": it is 1200
/// currencies = { "RMB" = "CNY", "美元" = "USD" } # words beside an amount; ¥, 人民币 and CNY are known, other codes refused
///
/// [[milestone]]                               # dated by the earliest of its columns
/// stage = "negotiating"
/// columns = ["Applied"]
///
/// [[final]]                                   # dated by the first of its columns that holds a date
/// status = "Withdrawn"
/// synonyms = ["Given back"]                   # other statuses that mean the same; may be left out
/// verb = "close"                              # with an outcome; or "stall" with a cause
/// outcome = "withdrawn"
/// columns = ["Withdrawn", "Updated"]
/// ```
///
/// A step whose date contradicts the order happened all the same. Unless the mapping refuses it, it is recorded on the date of the
/// step before, with the cell as it stood in [`Provenance::disputed_cell`](crate::act::Provenance::disputed_cell), and listed as
/// `disputed`.
///
/// # Rules
///
/// How strictly the ledger is read. Each key may be left out, and then stands as it does here. What breaks a rule is an
/// exception, whose code stands behind it.
///
/// ```toml
/// serials = []                                # columns in which `excel` reads a bare number; elsewhere it is `bad_date`
/// # months = "first"                          # 2018年6月 is its first day; "last": its last; "inferred": its first, flagged as
///                                             # inferred; left out: `bad_date`
/// fill_down = []                              # columns of merged cells: a blank one, 同上 and 〃 say what stands above;
///                                             # `not_filled` if that could not be read
/// # placeholders = ["待定", "/"]              # cells that say nothing, and count as blank: `placeholder`. Left out: 无, 待定, 同上, 合计,
///                                             # /, NA, #REF! and the like, and a 0 for a name, zone or company; []: there are none.
///                                             # A mark stands for any run of it
/// planned = "recorded"                        # planned on the first date that is recorded; "earliest": on the earliest of its
///                                             # steps, also if that one is refused
/// folding = true                              # full-width and hidden characters, hyphens of another kind and white space of another
///                                             # width make no other key, name, zone or investor; what has an earlier record's
///                                             # key then is `duplicate_id`
/// changed_keys = "exception"                  # 2.1E+17, '001, 3月5日: imported, and `changed_key`; "ignore": not told
/// doubles = true                              # the summary lists whose code, company, or name in a zone stands twice; false: not
/// # doubles = { codes = ["Code"] }            # columns of codes
///
/// [header]
/// # line = 3                                  # the file's line, from 1; left out: the first record that names every column
/// # separator = ";"                           # left out: the one of `,` `;` tab by which a record names every column. A first
///                                             # line `sep=;` goes before both
///
/// [cells]
/// fewer = "refuse"                            # than the header: not imported, `too_few_cells`; "blank": imported, and told
/// more = "refuse"                             # and the surplus is not blank: `too_many_cells`; "drop": imported, and told
/// quotes = "refuse"                           # text stands behind a closing quotation mark, or a cell holds the end of one record
///                                             # and the beginning of another: not imported, `misplaced_quote`; "read": not told
/// shifted = "refuse"                          # several cells cannot be read, and all could one column beside: not imported,
///                                             # `shifted_cells`; "read": imported, and the cells told one by one
///
/// [bounds]                                    # bounds = false: there are none
/// dates = { from = "1949-01-01" }             # to = the day of recording; beyond: blank, `date_out_of_bounds`; false: none
/// amounts = { from = "1元", to = "5000亿元" } # beyond: blank, `amount_out_of_bounds`; false: none
///
/// [status]
/// stages = {}                                 # what other words mean: { "在谈" = "洽谈" }
/// unknown = "exception"                       # a word of no [[final]], no stage and not in `stages`: `unknown_status`; "ignore"
/// beyond = "exception"                        # a stage that the dates do not reach: `status_beyond_stage`; "ignore"
/// ```
///
/// # A newer edition
///
/// Without this section a project that a store has otherwise is not imported (`recorded_otherwise`). With it the edition
/// updates what the store has, by the key: another date re-dates its step, another value corrects the planning. A column whose
/// values change with time is listed in `changes`, and another value in it is a fact on the day of the record's last update. The
/// record stands for its papers. What is blank says nothing. See [the module](super#a-newer-edition).
///
/// ```toml
/// [update]
/// authority = "市外经贸局"                    # who keeps the ledger, and authorised what it corrects
/// grounds = "台账更正"                        # why
/// changes = ["Investment"]                    # of the columns of name, zone and profile; may be left out
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    pub(super) source: Source,
    pub(super) actor: Arc<Actor>,
    pub(super) policy: Policy,
    pub(super) encodings: Vec<&'static Encoding>,
    pub(super) dates: Vec<DateForm>,
    pub(super) columns: Columns,
    pub(super) blank_zone: ZoneId,
    /// Whether a step whose date contradicts the order is recorded on the date of the step before.
    pub(super) keeps_contradictions: bool,
    pub(super) rules: Rules,
    /// How a newer edition is recorded. `None` if another edition tells otherwise, and is not taken in.
    pub(super) update: Option<Update>,
    pub(super) profile: ProfileColumns,
    pub(super) milestones: Vec<Milestone>,
    pub(super) finals: Vec<FinalStep>,
}

/// The columns that are no milestone's and no final step's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) status: String,
    pub(super) updated: String,
    pub(super) noted: Vec<String>,
}

/// A stage and the columns, the earliest of which dates its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Milestone {
    pub(super) stage: Stage,
    pub(super) columns: Vec<String>,
}

/// What a status means, and the columns, the first dated of which dates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FinalStep {
    pub(super) status: String,
    pub(super) act: Ending,
    pub(super) columns: Vec<String>,
}

/// How a ledger's record may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Close(Outcome),
    Stall(ZombieCause),
}

impl Mapping {
    /// The log that an import opens.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Who imports.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The policy that an import decides under.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The day that a cell of a column writes in one of the mapping's date forms. A bare number is one only in the columns
    /// that `serials` lists.
    #[must_use]
    pub fn day(&self, column: &str, cell: &str) -> Option<Day> {
        self.read_day(cell, self.rules.serials.iter().any(|serial| serial == column))
    }

    pub(super) fn read_day(&self, cell: &str, is_serial: bool) -> Option<Day> {
        let mut forms = self.dates.iter().filter(|form| is_serial || **form != DateForm::Excel);
        forms.find_map(|form| form.read(cell))
    }

    /// The names of the encodings, in the order in which they are tried.
    pub fn encodings(&self) -> impl Iterator<Item = &'static str> {
        self.encodings.iter().map(|encoding| encoding.name())
    }

    /// Every column that the mapping names, each once, sorted.
    #[must_use]
    pub fn column_names(&self) -> BTreeSet<&str> {
        let Columns { key, name, zone, status, updated, noted } = &self.columns;
        let single = [key, name, zone, status, updated].into_iter();
        let all = single.chain(noted).chain(self.profile.names()).chain(self.step_columns());
        all.chain(&self.rules.doubles.codes).map(String::as_str).collect()
    }

    /// The columns of milestones and final steps, in the mapping's order, with repetitions.
    pub(super) fn step_columns(&self) -> impl Iterator<Item = &String> {
        let milestones = self.milestones.iter().flat_map(|milestone| &milestone.columns);
        milestones.chain(self.finals.iter().flat_map(|last| &last.columns))
    }

    /// Whether it is consistent with the law and with itself.
    pub(super) fn check(&self) -> Result<(), MappingError> {
        self.check_lists()?;
        self.check_encodings()?;
        self.profile.check()?;
        if let Some(found) = self.column_names().into_iter().find(|name| !is_trimmed(name)) {
            return Err(MappingError::ColumnName { found: found.into() });
        }
        let mut from = Position::START;
        for milestone in &self.milestones {
            if from.path_to(milestone.stage).is_empty() {
                return Err(MappingError::MilestoneOrder { from: from.stage(), to: milestone.stage });
            }
            from = Position::at(milestone.stage).expect("no forward step enters the zombie");
        }
        let mut statuses = BTreeSet::new();
        for FinalStep { status, .. } in &self.finals {
            if !is_trimmed(status) {
                return Err(MappingError::Status { found: status.clone() });
            }
            if !statuses.insert(fold::id(status)) {
                return Err(MappingError::RepeatedStatus { status: status.clone() });
            }
        }
        for (word, stage) in &self.rules.status.stages {
            if !is_trimmed(word) {
                return Err(MappingError::Status { found: word.clone() });
            }
            if !statuses.insert(fold::id(word)) {
                return Err(MappingError::RepeatedStatus { status: word.clone() });
            }
            if Stage::read(word).is_ok_and(|meant| meant != stage.0) {
                return Err(MappingError::SynonymTaken { word: word.clone() });
            }
        }
        self.check_rules()
    }

    /// Whether the rules are about columns that they can be about.
    fn check_rules(&self) -> Result<(), MappingError> {
        let Rules { serials, fill_down, bounds, .. } = &self.rules;
        let dated: BTreeSet<_> =
            self.step_columns().chain([&self.columns.updated]).chain(&self.columns.noted).map(String::as_str).collect();
        if let Some(column) = serials.iter().find(|column| !dated.contains(column.as_str())) {
            return Err(MappingError::RuleColumn { list: "serials", column: column.clone() });
        }
        if !serials.is_empty() && !self.dates.contains(&DateForm::Excel) {
            return Err(MappingError::Serials);
        }
        let names = self.column_names();
        let is_filled = |column: &&String| names.contains(column.as_str()) && **column != self.columns.key;
        if let Some(column) = fill_down.iter().find(|column| !is_filled(column)) {
            return Err(MappingError::RuleColumn { list: "fill_down", column: column.clone() });
        }
        if bounds.are_bounds() { Ok(()) } else { Err(MappingError::Bounds) }
    }

    /// A list that must name something and does not is a slip of the author's. A final step may go without columns: it
    /// then takes the last recorded date.
    fn check_lists(&self) -> Result<(), MappingError> {
        let mut empty = Vec::new();
        if self.encodings.is_empty() {
            empty.push("encodings".into());
        }
        if self.dates.is_empty() {
            empty.push("dates".into());
        }
        for Milestone { stage, columns } in &self.milestones {
            if columns.is_empty() {
                empty.push(format!("columns of the milestone {stage}"));
            }
        }
        empty.into_iter().next().map_or(Ok(()), |list| Err(MappingError::EmptyList { list }))
    }

    /// Nearly every file in one of the encodings before Unicode is text in the others, and so is one in UTF-16. Only UTF-8
    /// is told apart, by what it refuses: so it comes first, and one other may follow.
    fn check_encodings(&self) -> Result<(), MappingError> {
        // one decoder reads both
        let decoder = |encoding: &&'static Encoding| if *encoding == GBK { GB18030 } else { *encoding };
        let mut rest = self.encodings.iter().skip(usize::from(self.encodings.first() == Some(&UTF_8)));
        let Some(first) = rest.next() else { return Ok(()) };
        match rest.find(|other| decoder(other) != decoder(first)) {
            None => Ok(()),
            Some(second) => Err(MappingError::AmbiguousEncodings { first: first.name(), second: second.name() }),
        }
    }
}
