//! Exceptions: what of a ledger could not be imported, one row each.

use core::fmt;
use std::io::{self, Write};

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

use super::said::Said;
use crate::value::formula_safe;

/// Why something of a record could not be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// An amount is beyond the mapping's bounds.
    AmountOutOfBounds,
    /// A cell of a column of amounts is no amount.
    BadAmount,
    /// A cell of a dated column is no date.
    BadDate,
    /// A cell of another column of the profile cannot be read.
    BadValue,
    /// A spreadsheet changed the key.
    ChangedKey,
    /// A date is beyond the mapping's bounds.
    DateOutOfBounds,
    /// The date of a step contradicts the order; it is recorded on the date of the step before.
    Disputed,
    /// An earlier record has the same key.
    DuplicateId,
    /// A quotation mark does not say where its cell ends.
    MisplacedQuote,
    /// Nothing dates the project.
    NoDate,
    /// The name is no text that a record keeps.
    NameInvalid,
    /// The key is blank.
    NoKey,
    /// An earlier step of the record was refused.
    NotAttempted,
    /// What stands above a blank cell is not known.
    NotFilled,
    /// The cell says that nothing is there, or not what.
    Placeholder,
    /// The record is beyond the bound.
    RecordTooLong,
    /// The store has something else of the project.
    RecordedOtherwise,
    /// The cells seem to stand one column beside their own.
    ShiftedCells,
    /// The status is a stage beyond that which the dates reach.
    StatusBeyond,
    /// The record has fewer cells than the header.
    TooFewCells,
    /// The record has more cells than the header.
    TooManyCells,
    /// The status means nothing to the mapping.
    UnknownStatus,
    /// The file ends inside a quoted cell.
    UnterminatedQuote,
    /// The store has a project that the ledger no longer has.
    Vanished,
    /// The zone is no zone id.
    ZoneInvalid,
    /// The law or a guard refused, for this reason first.
    Refused(&'static str),
}

/// What a refusal's code is called by a person; the codes are those that an import can be refused for.
const REFUSALS: [[&str; 3]; 7] = [
    ["cause_not_allowed", "the law has no such cause for a zombie there", "该阶段不能以此原因认定僵尸项目"],
    ["effective_date_in_future", "the date lies in the future", "日期晚于导入之日"],
    ["effective_date_regression", "the date lies before the step before it", "日期早于前一环节"],
    ["import_after_live", "the project has gone on outside the ledger", "项目已有系统内正式办理的记录，不能再导入"],
    ["not_permitted", "the law has no such step from there", "当前阶段不能办理该环节"],
    ["outcome_not_allowed", "the law has no such way out from there", "该阶段不能以此结果退出"],
    ["record_too_large", "the record would be too large", "记录过大"],
];

impl Code {
    /// Every one but the refusals.
    const PLAIN: [Self; 25] = [
        Self::AmountOutOfBounds,
        Self::BadAmount,
        Self::BadDate,
        Self::BadValue,
        Self::ChangedKey,
        Self::DateOutOfBounds,
        Self::Disputed,
        Self::DuplicateId,
        Self::MisplacedQuote,
        Self::NoDate,
        Self::NameInvalid,
        Self::NoKey,
        Self::NotAttempted,
        Self::NotFilled,
        Self::Placeholder,
        Self::RecordTooLong,
        Self::RecordedOtherwise,
        Self::ShiftedCells,
        Self::StatusBeyond,
        Self::TooFewCells,
        Self::TooManyCells,
        Self::UnknownStatus,
        Self::UnterminatedQuote,
        Self::Vanished,
        Self::ZoneInvalid,
    ];

    /// The code, and what it is called in English and in Chinese.
    const fn texts(self) -> [&'static str; 3] {
        match self {
            Self::AmountOutOfBounds => ["amount_out_of_bounds", "the amount is beyond the bounds", "金额超出范围"],
            Self::BadAmount => ["bad_amount", "no amount", "金额无法识别"],
            Self::BadDate => ["bad_date", "no date", "日期无法识别"],
            Self::BadValue => ["bad_value", "the cell cannot be read", "内容无法识别"],
            Self::ChangedKey => ["changed_key", "a spreadsheet changed the key", "编号已被电子表格改动"],
            Self::DateOutOfBounds => ["date_out_of_bounds", "the date is beyond the bounds", "日期超出范围"],
            Self::Disputed => ["disputed", "the date contradicts the order", "日期与先后顺序不符"],
            Self::DuplicateId => ["duplicate_id", "an earlier record has the same key", "编号重复"],
            Self::MisplacedQuote => {
                ["misplaced_quote", "a quotation mark does not say where its cell ends", "引号位置有误"]
            }
            Self::NoDate => ["no_date", "nothing dates the project", "没有可用日期"],
            Self::NameInvalid => ["name_invalid", "the name cannot be recorded", "名称无法记录"],
            Self::NoKey => ["no_key", "no key", "没有编号"],
            Self::NotAttempted => ["not_attempted", "not tried after an earlier refusal", "前序环节未导入，未再处理"],
            Self::NotFilled => ["not_filled", "what stands above is not known", "无法确定上方单元格的内容"],
            Self::Placeholder => {
                ["placeholder", "a placeholder or an error in place of a value", "占位符或公式错误，没有实际内容"]
            }
            Self::RecordTooLong => ["record_too_long", "the record is too long", "该行过长"],
            Self::RecordedOtherwise => ["recorded_otherwise", "the store has it otherwise", "与已记录的内容不一致"],
            Self::ShiftedCells => ["shifted_cells", "the cells seem shifted by a column", "单元格疑似错位"],
            Self::StatusBeyond => {
                ["status_beyond_stage", "the status is beyond what the dates reach", "状态超前于日期所示阶段"]
            }
            Self::TooFewCells => ["too_few_cells", "fewer cells than the header", "单元格少于表头"],
            Self::TooManyCells => ["too_many_cells", "more cells than the header", "单元格多于表头"],
            Self::UnknownStatus => ["unknown_status", "the mapping does not know the status", "状态未在导入设置中列明"],
            Self::UnterminatedQuote => ["unterminated_quote", "a quotation mark is never closed", "引号未闭合"],
            Self::Vanished => ["vanished", "the ledger no longer has the project", "台账中已无此项目"],
            Self::ZoneInvalid => ["zone_invalid", "the zone cannot be recorded", "开发区名称无法记录"],
            Self::Refused(reason) => [reason, "refused", "未予导入"],
        }
    }

    /// Whether it tells of a cell in which something else stands than belongs there.
    pub(super) const fn is_unread(self) -> bool {
        matches!(self, Self::BadAmount | Self::BadDate | Self::BadValue | Self::UnknownStatus)
    }

    /// What exceptions of a code, as a summary has it, are called in English and in Chinese.
    pub(super) fn labels(code: &str) -> [&'static str; 2] {
        let refusal = code.strip_prefix("refused:");
        let known = match refusal {
            Some(refusal) => REFUSALS.iter().copied().find(|texts| texts[0] == refusal),
            None => Self::PLAIN.into_iter().map(Self::texts).find(|texts| texts[0] == code),
        };
        known.map_or(["refused by a rule", "不符合规则"], |[_, english, chinese]| [english, chinese])
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [code, ..] = self.texts();
        if matches!(self, Self::Refused(_)) { write!(f, "refused:{code}") } else { f.write_str(code) }
    }
}

/// One exception of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exception {
    /// The column it is about; empty if it is about the record.
    pub(super) column: String,
    /// What stands there.
    pub(super) value: String,
    pub(super) code: Code,
    /// What a person reads.
    pub(super) detail: Box<Said>,
}

impl Exception {
    /// About a whole record.
    pub(super) fn of_record(code: Code, detail: Said) -> Self {
        Self { column: String::new(), value: String::new(), code, detail: Box::new(detail) }
    }

    /// About a cell.
    pub(super) fn of_cell(column: impl Into<String>, value: impl Into<String>, code: Code, detail: Said) -> Self {
        Self { column: column.into(), value: value.into(), code, detail: Box::new(detail) }
    }
}

/// Writes `exceptions.csv` (RFC 4180), so that a spreadsheet opens it as it is meant: behind a byte-order mark, and without a
/// cell that would be a formula.
pub(super) struct ExceptionTable<W> {
    out: W,
    writer: Writer,
}

impl<W: Write> ExceptionTable<W> {
    /// A table, with its header written.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut table = Self { out, writer: WriterBuilder::new().terminator(Terminator::CRLF).build() };
        table.out.write_all("\u{feff}".as_bytes())?;
        table.row(["row", "key", "column", "value", "code", "detail", "line"])?;
        Ok(table)
    }

    /// Adds a row: about a record, by its number and the file's line on which it begins.
    pub(super) fn add(&mut self, (row, line): (u64, u64), key: &str, exception: &Exception) -> io::Result<()> {
        let Exception { column, value, code, detail } = exception;
        let [detail, code] = [detail.to_string(), code.to_string()];
        let [key, column, value, detail] = [key, column, value, &detail].map(formula_safe);
        // what the ledger does not have stands nowhere in it
        let number = |place: u64| if place == 0 { String::new() } else { place.to_string() };
        self.row([&number(row), &key, &column, &value, &code, &detail, &number(line)])
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn row<const N: usize>(&mut self, cells: [&str; N]) -> io::Result<()> {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.drain(Writer::delimiter)?;
            }
            let mut rest = cell.as_bytes();
            self.drain(|writer, room| {
                let (result, read, written) = writer.field(rest, room);
                rest = &rest[read..];
                (result, written)
            })?;
        }
        self.drain(Writer::terminator)
    }

    /// Writes what `put` gives, until it has no more.
    fn drain(&mut self, mut put: impl FnMut(&mut Writer, &mut [u8]) -> (WriteResult, usize)) -> io::Result<()> {
        let mut room = [0; 512];
        loop {
            let (result, written) = put(&mut self.writer, &mut room);
            self.out.write_all(&room[..written])?;
            if result == WriteResult::InputEmpty {
                return Ok(());
            }
        }
    }
}
