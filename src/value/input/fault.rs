//! What is wrong with a form, and where.

use core::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::value::{Text, TextError};
use crate::vocabulary::{Language, vocabulary};

vocabulary! {
    /// What is read at a place of a form. Its label says how it is written.
    #[non_exhaustive]
    Expected as "kind of value" {
        /// An object.
        Object "object" "an object, whose members stand in braces" "一组栏目";
        /// A list.
        List "list" "a list in brackets" "列表";
        /// A text.
        Text "text" "a text" "文本";
        /// A short text or an id that the host chose.
        ShortText "short_text" "a text of one line and at most 256 bytes, without white space at its ends" "单行文本（不超过 256 字节，首尾无空白）";
        /// The id of a project.
        Uuid "uuid" "a UUID in lower case with hyphens" "项目编号（小写字母和数字，带连字符，共 36 位）";
        /// A day.
        Day "day" "a day of the calendar, written as 2018-06-01" "有效日期（如 2018-06-01）";
        /// An amount.
        Money "money" "an amount, written as {\"amount\":\"1200.00\",\"currency\":\"CNY\"}" "金额（数额保留两位小数，如 1200.00，并注明币种）";
        /// A whole number.
        Number "number" "a whole number from 0 to 4294967295" "0 至 4294967295 的整数";
        /// The version of an event.
        Version "version" "the number of an event in the project's stream, from 1" "记录序号（自 1 起的整数）";
        /// Yes or no.
        Truth "truth" "true or false" "是或否";
        /// Hundredths of a percent.
        BasisPoints "basis_points" "hundredths of a percent, a whole number from 0 to 10000" "比例（按万分之一填写，0 至 10000 的整数，10000 即 100%）";
        /// A unified social credit code.
        CreditCode "credit_code" "a unified social credit code of 18 characters whose check digit is right" "统一社会信用代码（18 位，校验位正确）";
        /// A project code.
        ProjectCode "project_code" "a project code, written as 2018-210100-36-03-012345" "项目代码（如 2018-210100-36-03-012345）";
        /// An industry.
        Industry "industry" "an industry, written as {\"code\":\"C3491\",\"edition\":\"2017\"}" "国民经济行业代码（如 C3491）及其版本（如 2017）";
        /// A region.
        Region "region" "a region code of six digits" "六位行政区划代码";
        /// A digest.
        Digest "digest" "a digest of 64 hexadecimal digits in lower case" "摘要值（64 位十六进制数，字母小写）";
        /// A schedule.
        Schedule "schedule" "stages with their days, in the order of the stages, whose days do not fall" "按阶段次序排列、日期不倒退的进度安排";
        /// The host's own members.
        HostMembers "host_members" "an object without fractions, whose names are printable ASCII without quotes" "平台自有信息（数值不带小数，名称只用英文字母、数字和常用符号）";
        /// A project code, or why there is none.
        CodeEntry "code_entry" "either {\"code\":…}, a project code, or {\"none\":{\"reason\":…}}" "项目代码，或无代码的原因";
    }
}

/// What is wrong at a place of a form. Serialized it is an object whose `kind` says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// What must be there is missing.
    Missing,
    /// A value of another kind.
    Mistyped {
        /// What was found, as JSON text of at most 60 characters.
        found: String,
        /// What is read there.
        expected: Expected,
    },
    /// A code that its list does not have.
    UnknownCode {
        /// What was found, as JSON text of at most 60 characters.
        found: String,
        /// Every code of the list.
        known: Vec<&'static str>,
        /// What these are called in Chinese, in the same order.
        #[serde(skip)]
        labels: Vec<&'static str>,
    },
    /// A member that the form does not have.
    UnknownMember,
    /// A member that stands there more than once.
    DuplicateMember,
    /// A text contains U+0000, which no record keeps.
    Nul,
    /// A text is longer than a record keeps.
    TooLong {
        /// Its length in bytes of UTF-8.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// There are more faults than are told one by one.
    More {
        /// How many more.
        count: usize,
    },
    /// The text is no JSON, or nests deeper than 127 times, or has a number or an escape that stands for nothing.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The text is longer than any form.
    FormTooLong {
        /// Its length in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

impl FaultKind {
    /// A value of another kind than is read there; a text that no record keeps is told as that.
    pub(crate) fn mistyped(found: &Value, expected: Expected) -> Self {
        let kept = found.as_str().and_then(unkept);
        kept.unwrap_or_else(|| Self::Mistyped { found: shortened(found, FOUND), expected })
    }

    /// A code that its list does not have.
    pub(crate) fn unknown_code(found: &Value, known: Vec<&'static str>, labels: Vec<&'static str>) -> Self {
        let kept = found.as_str().and_then(unkept);
        kept.unwrap_or_else(|| Self::UnknownCode { found: shortened(found, FOUND), known, labels })
    }

    /// What a person reads, in the language asked for.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Missing, Language::English) => "is missing".into(),
            (Self::Missing, Language::Chinese) => "未填写".into(),
            (Self::Mistyped { found, expected }, Language::English) => {
                format!("cannot be read: {found} is not {}", expected.label(language))
            }
            (Self::Mistyped { found, expected }, Language::Chinese) => {
                format!("{}无法识别，应为{}", quoted(found), expected.label(language))
            }
            (Self::UnknownCode { found, known, .. }, Language::English) => {
                format!("cannot be read: {found} is none of {}", known.join(", "))
            }
            (Self::UnknownCode { found, labels, .. }, Language::Chinese) => {
                format!("{}不在可选范围之内（{}）", quoted(found), labels.join("、"))
            }
            (Self::UnknownMember, Language::English) => "is no member of this form".into(),
            (Self::UnknownMember, Language::Chinese) => "不是本表单的栏目".into(),
            (Self::DuplicateMember, Language::English) => "is given more than once".into(),
            (Self::DuplicateMember, Language::Chinese) => "重复填写".into(),
            (Self::Nul, Language::English) => "has a text that contains U+0000".into(),
            (Self::Nul, Language::Chinese) => "含有空字符（U+0000）".into(),
            (Self::TooLong { bytes, limit }, Language::English) => {
                format!("has a text of {bytes} bytes; the limit is {limit}")
            }
            (Self::TooLong { bytes, limit }, Language::Chinese) => {
                format!("长 {bytes} 字节，上限为 {limit} 字节")
            }
            (Self::More { count }, Language::English) => format!("has {count} more faults"),
            (Self::More { count }, Language::Chinese) => format!("另有 {count} 处错误"),
            (Self::NotJson { line, column }, Language::English) => {
                format!("cannot be read as JSON from line {line}, column {column} on")
            }
            (Self::NotJson { line, column }, Language::Chinese) => {
                format!("自第 {line} 行第 {column} 列起无法识别（应为 JSON）")
            }
            (Self::FormTooLong { bytes, limit }, Language::English) => {
                format!("has {bytes} bytes; the limit is {limit}")
            }
            (Self::FormTooLong { bytes, limit }, Language::Chinese) => format!("长 {bytes} 字节，上限为 {limit} 字节"),
        }
    }
}

/// A fault of a form with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormFault {
    /// The place, such as `licence.issuer` or `parties[1]`. Empty for the form itself.
    pub member: String,
    /// What is wrong there.
    pub kind: FaultKind,
}

impl FormFault {
    pub(crate) fn new(member: String, kind: FaultKind) -> Self {
        Self { member: shortened(member, PLACE), kind }
    }

    /// A fault of the value itself.
    pub(crate) fn of(kind: FaultKind) -> Self {
        Self::new(String::new(), kind)
    }

    /// The fault, seen from the object or list around.
    pub(crate) fn within(mut self, name: &str) -> Self {
        let member = match self.member.as_bytes().first() {
            None | Some(b'[') => format!("{name}{}", self.member),
            Some(_) => format!("{name}.{}", self.member),
        };
        self.member = shortened(member, PLACE);
        self
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.kind.text(Language::English);
        if self.member.is_empty() { f.write_str(&text) } else { write!(f, "`{}` {text}", self.member) }
    }
}

/// What was found, as a Chinese sentence quotes it: JSON text, of a text without its own quotation marks.
fn quoted(found: &str) -> String {
    let text = found.strip_prefix('"').map_or(found, |text| text.strip_suffix('"').unwrap_or(text));
    format!("“{text}”")
}

/// The step from a place to a member of it. A name that is no plain word is written as JSON text.
pub(super) fn step(path: &str, name: &str) -> String {
    let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_word || name.len() > NAME {
        return format!("[{}]", Value::from(shortened(name, NAME)));
    }
    if path.is_empty() { name.into() } else { format!(".{name}") }
}

/// The longest that is told of what was found, in characters: a refusal fits into a record.
const FOUND: usize = 60;
/// The same of a place.
const PLACE: usize = 80;
/// The same of a name in a place; a longer one is no member of any form.
const NAME: usize = 24;

/// A text that fits into a sentence.
fn shortened(text: impl fmt::Display, limit: usize) -> String {
    let mut text = text.to_string();
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Why no record keeps a text. `None` if one keeps it, or it is blank.
fn unkept(text: &str) -> Option<FaultKind> {
    match Text::fault(text)? {
        TextError::Nul => Some(FaultKind::Nul),
        TextError::TooLong { bytes, limit } => Some(FaultKind::TooLong { bytes, limit }),
        TextError::Blank => None,
    }
}
