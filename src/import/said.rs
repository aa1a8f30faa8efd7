//! What a person is told, in both languages.

use core::fmt;

use crate::lifecycle::Verb;
use crate::value::{IdError, TextError};
use crate::{Language, Refusal};

/// A sentence in English and in Chinese. A table has them in one cell: `English / 中文`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) english: String,
    pub(super) chinese: String,
    /// What follows both: cells of the ledger.
    pub(super) cells: String,
}

impl Said {
    pub(super) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into(), cells: String::new() }
    }

    /// What is said of a cell that counts as empty.
    pub(super) fn counted_as_empty(mut self) -> Self {
        self.english.push_str("; the cell counts as empty");
        self.chinese.push_str("；该单元格按空白处理");
        self
    }

    /// With the cells of a record, which may stand in other columns than their own.
    pub(super) fn with_cells<'a>(mut self, cells: impl Iterator<Item = &'a str>) -> Self {
        let cells: Vec<_> = cells.collect();
        self.cells = format!("; its cells / 各单元格：{}", cells.join(" | "));
        self
    }

    /// Every reason of a refusal, in one line.
    pub(super) fn refused(refusal: &Refusal) -> Self {
        let reasons = refusal.reasons();
        let english: Vec<_> = reasons
            .iter()
            .map(|reason| format!("{}: {}", reason.code(), reason.text(refusal.wording(Language::English))))
            .collect();
        let chinese: Vec<_> = reasons.iter().map(|reason| reason.text(refusal.wording(Language::Chinese))).collect();
        let act = refusal.command();
        let label = act.parse::<Verb>().map_or(act, |verb| verb.label(Language::Chinese));
        Self::new(
            format!("`{act}` is refused: {}", english.join("; ")),
            format!("“{label}”不予导入：{}", chinese.join("；")),
        )
    }

    /// Why a cell is no id.
    pub(super) fn no_id(why: &IdError) -> Self {
        let chinese = match why {
            IdError::Blank { .. } => "没有可见的内容".into(),
            IdError::Characters { .. } | IdError::Uuid { .. } => "首尾有空白或含有控制字符，请删去".into(),
            IdError::TooLong { bytes, .. } => format!("最多256字节（约85个汉字），此处有{bytes}字节"),
        };
        Self::new(why.to_string(), chinese)
    }

    /// Why a cell is no text that a record keeps.
    pub(super) fn no_text(why: TextError) -> Self {
        let chinese = match why {
            TextError::Nul => "文本含有空字符（U+0000），请删去".into(),
            TextError::Blank => "没有可见的内容".into(),
            TextError::TooLong { bytes, limit } => format!("最多{limit}字节，此处有{bytes}字节"),
        };
        Self::new(why.to_string(), chinese)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}{}", self.english, self.chinese, self.cells)
    }
}
