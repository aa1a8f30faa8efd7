//! What a recheck found, as a person reads it.

use core::fmt;

use super::{Hindrance, Objection, Rechecked};
use crate::Language;
use crate::project::Change;
use crate::reason::Wording;

impl Rechecked {
    /// What a person reads: how much was decided again, and a paragraph for each objection.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { policy, law, projects, events, objections } = self;
        let affected = self.affected().len();
        let (id, found) = (&policy.id, objections.len());
        let mut text = match language {
            Language::English => format!(
                "decided again under law {law} and policy {id}; events: {events}, projects: {projects}, objections: {found}, \
                 projects affected: {affected}\n"
            ),
            Language::Chinese => {
                format!(
                    "按第 {law} 版规则和政策“{id}”重新审核 {projects} 个项目的 {events} 条记录：{affected} 个项目有 {found} 项异议\n"
                )
            }
        };
        for objection in objections {
            text += &objection.text(language);
        }
        text
    }
}

impl Objection {
    /// What a person reads: the event, and on lines of their own what stands in its way.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { project, version, sequence, command, effective_on, hindrance, names } = self;
        let wording = Wording { language, names };
        let on = effective_on.map(|day| day.to_string());
        let dated = match (language, &on) {
            (_, None) => String::new(),
            (Language::English, Some(on)) => format!(" of {on}"),
            (Language::Chinese, Some(on)) => format!("（{on}）"),
        };
        let (event, would) = match language {
            Language::English => (
                format!("project {project}: event {version} `{command}`{dated} (record {sequence})"),
                [" would be refused", " does not replay", " cannot be read"],
            ),
            Language::Chinese => (
                format!("项目 {project}：第 {version} 号记录“{}”{dated}（日志第 {sequence} 条）", named(command)),
                ["将不予办理", "与此前的记录不能衔接", "无法读取"],
            ),
        };
        match hindrance {
            Hindrance::Refused(reasons) => {
                let mut text = format!("{event}{}\n", would[0]);
                for reason in reasons {
                    text += &match language {
                        Language::English => format!("  {}: {}\n", reason.code(), reason.text(wording)),
                        Language::Chinese => format!("  {}\n", reason.text(wording)),
                    };
                }
                text
            }
            Hindrance::DoesNotReplay(why) => format!("{event}{}\n  {why}\n", would[1]),
            Hindrance::Unreadable(why) => format!("{event}{}\n  {why}\n", would[2]),
        }
    }
}

impl fmt::Display for Rechecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

/// What a person reads in Chinese for a command.
fn named(command: &str) -> &str {
    Change::label_of(command, Language::Chinese).unwrap_or(command)
}
