//! What a person reads.

use super::{Problem, Why};
use crate::Language;
use crate::portfolio::QuestionError;
use crate::value::UnknownCode;

/// The most characters of what a client sent that are said back to it.
const SAID_BACK: usize = 100;

impl Problem {
    /// What kind of problem it is, in few words; the same for all of one kind.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        match &self.why {
            Why::Host(reason, _) => reason.text(language),
            Why::Refused(_) | Why::ZoneRefused(_) => language.pick("The command is refused", "不予办理"),
            Why::NoProject(_) => language.pick("There is no such project", "项目不存在"),
            Why::NoRecord(_) => language.pick("There is no such record", "记录不存在"),
            Why::NoCommand(_) => language.pick("There is no such command", "办理事项不存在"),
            Why::Unreadable { .. } | Why::UnknownCode(_) | Why::NoPlace(_) | Why::Question(_) => {
                language.pick("The request cannot be read", "请求无法识别")
            }
            Why::OtherList => language.pick("The cursor is another list's", "翻页位置不属于本清单"),
            Why::AlreadyPlanned => language.pick("There is such a project", "项目已存在"),
            Why::IdReused(_) => language.pick("The id is used", "编号已被使用"),
            Why::Stale => language.pick("Something else was recorded first", "与已有登记冲突"),
            Why::TooLarge { .. } => language.pick("The request is too large", "内容过长"),
            Why::Busy => language.pick("Another writer is in the way", "系统繁忙"),
            Why::OutcomeUnknown => language.pick("The outcome is not known", "办理结果未知"),
            Why::Internal => language.pick("The service failed", "系统故障"),
        }
    }

    /// What is wrong with this request, and what to do. Of a refusal each reason has a line.
    #[must_use]
    pub fn detail(&self, language: Language) -> String {
        let english = language == Language::English;
        match &self.why {
            Why::Refused(refusal) => refusal.text(language),
            Why::ZoneRefused(refusal) => refusal.text(language),
            Why::NoProject(project) if english => format!("there is no project {project}: plan it first"),
            Why::NoProject(project) => format!("没有编号为 {project} 的项目，请先办理策划"),
            Why::NoRecord(sequence) if english => format!("the log has no record {sequence}"),
            Why::NoRecord(sequence) => format!("日志中没有第 {sequence} 号记录"),
            Why::NoCommand(UnknownCode { found, known, .. }) if english => {
                format!("`{}` is no command; known are {}", said_back(found), known.join(", "))
            }
            Why::NoCommand(UnknownCode { found, known, .. }) => {
                format!("没有名为“{}”的办理事项；可办理：{}", said_back(found), known.join("、"))
            }
            Why::UnknownCode(UnknownCode { vocabulary, found, known }) if english => {
                format!("`{}` is no {vocabulary}; known are {}", said_back(found), known.join(", "))
            }
            Why::UnknownCode(UnknownCode { found, known, .. }) => {
                format!("代码“{}”无法识别；可用代码：{}", said_back(found), known.join("、"))
            }
            Why::Unreadable { parameter, found } if english => {
                format!("`{parameter}` cannot be read: `{}`", said_back(found))
            }
            Why::Unreadable { parameter, found } => format!("参数“{parameter}”无法识别：“{}”", said_back(found)),
            Why::NoPlace(error) if english => error.to_string(),
            Why::NoPlace(error) => {
                format!("“{}”不是清单的翻页位置，请使用上一页返回的位置，或从首页查起", error.found)
            }
            Why::Host(reason, _) => reason.lift(language).into(),
            Why::Question(error) if english => error.to_string(),
            Why::Question(QuestionError::NoYear { year }) => format!("无法查询 {year} 年，可查询第 2 年至第 9999 年"),
            Why::Question(QuestionError::NothingKnown { .. }) => "截至所查时点尚无任何登记".into(),
            Why::Question(QuestionError::UnknownZone { zone, known }) => {
                format!("没有开发区“{zone}”；可查询：{}", known.join("、"))
            }
            Why::Question(QuestionError::NotYuan { size }) => format!("规模“{size}”无法识别，应为大于零的人民币金额"),
            Why::AlreadyPlanned => language
                .pick(
                    "a project of this id is planned already: give another id, or amend that one",
                    "该编号的项目已办理策划，请另取编号，或办理变更",
                )
                .into(),
            Why::OtherList => language
                .pick(
                    "the cursor was given by another list: begin with the first page of this one",
                    "该翻页位置由另一清单返回，请从本清单首页查起",
                )
                .into(),
            Why::Stale => language
                .pick("another writer was first: load it again and decide again", "他人已先行登记，请重新载入后再办理")
                .into(),
            Why::IdReused(id) if english => {
                format!("id {id} already names another record: give the command an id of its own")
            }
            Why::IdReused(id) => format!("编号 {id} 已用于另一条记录，请另取编号"),
            Why::TooLarge { limit } if english => format!("it has more than {limit} bytes: say it in fewer words"),
            Why::TooLarge { limit } => format!("超过上限 {limit} 字节，请精简文字"),
            Why::Busy => language
                .pick("nothing was written: send the same request again", "本次未登记，请按原样重新提交")
                .into(),
            Why::OutcomeUnknown => language
                .pick(
                    "whether it was recorded is not known: send the same request again under the same id, which finds it if it was",
                    "是否已登记尚不确定，请以同一编号按原样重新提交；如已登记，不会重复登记",
                )
                .into(),
            Why::Internal => language
                .pick("the fault is not in the request; whoever runs the service can tell why", "并非提交内容有误，请联系系统管理员")
                .into(),
        }
    }
}

fn said_back(found: &str) -> String {
    found.chars().take(SAID_BACK).collect()
}
