//! Cells that say that nothing is there: placeholders, errors of spreadsheets, ditto marks.

use super::fold;

/// What a mapping has if it lists none. A single mark stands for any run of it, too: `-` for `——`, `#` for `####`. White space
/// within (`待　定`), marks around (`（无）`, `待定。`) and the mark at the end of an error (`#REF`) make no difference.
const DEFAULTS: [&str; 105] = [
    // what a spreadsheet writes where a formula or the column's width fails
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#GETTING_DATA",
    "#NV",
    "#N/D",
    "#",
    "&nbsp;",
    // marks
    "/",
    "\\",
    "-",
    "?",
    "*",
    "…",
    ".",
    "_",
    "~",
    "、",
    "。",
    // words
    "无",
    "無",
    "暂无",
    "没有",
    "无数据",
    "暂缺",
    "缺",
    "略",
    "未定",
    "待定",
    "未知",
    "不详",
    "不明",
    "未填",
    "未填写",
    "未提供",
    "未明确",
    "未确定",
    "尚未确定",
    "不适用",
    "待填",
    "待补",
    "待补充",
    "待核",
    "待核实",
    "待确认",
    "待明确",
    "待落实",
    "待议",
    "待商定",
    "待完善",
    "待查",
    "待报",
    "待招商",
    "待引进",
    "暂未确定",
    "暂未明确",
    "尚未明确",
    "未落实",
    "保密",
    "见备注",
    "详见备注",
    "见附件",
    "详见附件",
    "空",
    "空值",
    "空白",
    "blank",
    "N/A",
    "NA",
    "N.A.",
    "N/D",
    "N.D.",
    "k.A.",
    "not available",
    "not known",
    "pending",
    "nil",
    "none",
    "null",
    "nan",
    "TBD",
    "TBC",
    "unknown",
    "undefined",
    // words of no project: the row sums up others
    "合计",
    "总计",
    "小计",
    "累计",
    "subtotal",
    "grand total",
    // as above
    "同上",
    "同前",
    "〃",
    "ditto",
];

/// Marks and words for what stands above; the straight quote is what `〃` is typed as.
const DITTOS: [&str; 10] = ["同上", "同前", "如上", "〃", "″", "\"", "”", "“", "''", "ditto"];

/// What a formula gives that looks up an empty cell, or compares: no name, zone or company.
const NO_TEXTS: [&str; 3] = ["0", "false", "true"];

/// The cells that count as blank, with an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placeholders {
    /// Folded, in lower case.
    words: Vec<String>,
    /// Whether the mapping lists none: then all that looks like a spreadsheet's error is one, in whatever language, and a text
    /// that only a formula writes is none.
    are_defaults: bool,
}

impl Default for Placeholders {
    fn default() -> Self {
        let dittos = DITTOS.iter().filter(|word| !DEFAULTS.contains(word));
        Self { are_defaults: true, ..Self::new(DEFAULTS.iter().chain(dittos).copied()) }
    }
}

impl Placeholders {
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { words: words.into_iter().map(folded).collect(), are_defaults: false }
    }

    /// Whether a cell is one of them. A blank one is none.
    pub(super) fn has(&self, cell: &str) -> bool {
        if cell.is_empty() || self.words.is_empty() || cell.len() > LONGEST {
            return false;
        }
        if self.are_defaults && is_error(cell) {
            return true;
        }
        let cell = folded(cell);
        let run = one_mark(&cell);
        self.words.iter().any(|word| *word == cell || run.is_some_and(|mark| *word == mark))
    }

    /// Whether a cell that should be a text is one of them.
    pub(super) fn has_text(&self, cell: &str) -> bool {
        let is_no_text = || cell.len() <= LONGEST && NO_TEXTS.contains(&&*folded(cell));
        self.has(cell) || (self.are_defaults && is_no_text())
    }
}

/// Whether a cell has the form of an error, as spreadsheets of every language write them: `#BEZUG!`, `#¿NOMBRE?`, `Err:502`.
fn is_error(cell: &str) -> bool {
    let cell = cell.trim();
    if let Some(number) = cell.strip_prefix("Err:") {
        return number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    }
    let inner = cell.strip_prefix('#').and_then(|rest| rest.strip_suffix(['!', '?']));
    let is_word = |inner: &str| {
        let word = inner.trim_start_matches(['¡', '¿']).replace("/0", "");
        word.chars().all(|c| c.is_uppercase() || matches!(c, '/' | '_'))
    };
    inner.is_some_and(is_word)
}

/// Whether a cell stands for the one above it.
pub(super) fn is_ditto(cell: &str) -> bool {
    if cell.len() > LONGEST {
        return false;
    }
    let cell = folded(cell);
    let run = one_mark(&cell);
    DITTOS.iter().any(|word| *word == cell || run == Some(*word))
}

/// No placeholder is longer, in bytes, but for runs of marks.
const LONGEST: usize = 64;

fn folded(cell: &str) -> String {
    let folded = fold::header(cell).to_lowercase();
    let inner = folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&folded);
    let inner = if inner.starts_with('#') { inner.trim_end_matches(['!', '?']) } else { inner };
    // marks around a word, as in `【待定】` and `无。`; what is but marks stays
    let word = inner.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let inner = if word.is_empty() { inner } else { word };
    // every dash is a hyphen here
    inner.chars().map(|c| if super::date::is_dash(c) { '-' } else { c }).collect()
}

/// The mark of which a cell is a run; a letter or a digit is none.
fn one_mark(cell: &str) -> Option<&str> {
    let first = cell.chars().next().filter(|c| !c.is_alphanumeric())?;
    cell.chars().all(|c| c == first).then(|| &cell[..first.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_met_in_every_width_and_case() {
        let defaults = Placeholders::default();
        for cell in [
            "#REF!",
            "#N/A",
            "#VALUE!",
            "#ref!",
            "＃Ｎ／Ａ",
            "########",
            "无",
            "/",
            "／",
            "//",
            "\\",
            "待定",
            "同上",
            "〃",
            "″",
            "”",
            "\"",
            "-",
            "－",
            "—",
            "——",
            "–",
            "---",
            "?",
            "？？？",
            "…",
            "……",
            "*",
            "NA",
            "n/a",
            "N/A",
            "NULL",
            "NaN",
            "TBD",
            "暂无",
            "不详",
            "、",
        ] {
            assert!(defaults.has(cell), "{cell}");
        }
        for cell in
            ["", "A-1", "无锡", "待定项目", "1", "0", "--1", "-/-", "沈阳", "NAB", "x", "nn", "00", "#1", "同上海"]
        {
            assert!(!defaults.has(cell), "{cell}");
        }
        for cell in ["【待定】", "[无]", "<空>", "待定。", "无/", "/无", "“无”", "n/a."] {
            assert!(defaults.has(cell), "{cell}");
        }
        for cell in
            ["#BEZUG!", "#¿NOMBRE?", "#¡DIV/0!", "#VALEUR!", "#ARG!", "#NV", "Err:502", "合计", "小 计", "&nbsp;"]
        {
            assert!(defaults.has(cell), "{cell}");
        }
        for cell in ["#1!", "#一期!", "#A1!", "Err:5", "Err:5020", "Error", "合计项目"] {
            assert!(!defaults.has(cell), "{cell}");
        }
        for cell in ["0", "FALSE", "True", "无"] {
            assert!(defaults.has_text(cell), "{cell}");
        }
        assert!(!defaults.has_text("00") && !defaults.has_text("甲"));
        let none = Placeholders::new([]);
        assert!(!none.has("无") && !none.has("#BEZUG!") && !none.has_text("0"), "none are listed");
        let own = Placeholders::new(["停报"]);
        assert!(own.has("停报") && !own.has("无"));
    }
}
