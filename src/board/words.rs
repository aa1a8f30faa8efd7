//! The short words of charts, which fit into a bar or beside a mark, and how late is said.

use core::fmt;

use crate::Language;
use crate::lifecycle::Stage;

/// A stage in a word that fits into a bar.
pub(super) const fn short(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Planned => language.pick("Plan", "策划"),
        Stage::Reserve => language.pick("Reserve", "储备"),
        Stage::Negotiating => language.pick("Talks", "洽谈"),
        Stage::Signed => language.pick("Signed", "签约"),
        Stage::Registered => language.pick("Register", "注册"),
        Stage::Started => language.pick("Build", "开工"),
        Stage::Producing => language.pick("Produce", "投产"),
        Stage::Operating => language.pick("Operate", "运营"),
        Stage::Zombie => language.pick("Zombie", "僵尸"),
        Stage::Closed => language.pick("Closed", "退出"),
    }
}

/// The act that reaches a stage, in a word.
pub(super) const fn node(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Planned => language.pick("Plan", "策划"),
        Stage::Reserve => language.pick("Admit", "入库"),
        Stage::Negotiating => language.pick("Engage", "洽谈"),
        Stage::Signed => language.pick("Sign", "签约"),
        Stage::Registered => language.pick("Register", "注册"),
        Stage::Started => language.pick("Start", "开工"),
        Stage::Producing => language.pick("Produce", "投产"),
        Stage::Operating => language.pick("Operate", "运营"),
        Stage::Zombie => language.pick("Stall", "停滞"),
        Stage::Closed => language.pick("Close", "退出"),
    }
}

/// How wide a word of ours is set in a small size of type, roughly, by its columns.
pub(super) fn wide(columns: usize) -> i64 {
    i64::try_from(columns.saturating_mul(53) / 10).unwrap_or(i64::MAX)
}

/// How many days late, or early, as a person says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    pub(super) days: i64,
    pub(super) language: Language,
}

impl Late {
    /// How many columns it takes, if it is late.
    pub(super) fn columns(self) -> usize {
        let digits = self.days.unsigned_abs().checked_ilog10().map_or(1, |power| power as usize + 1);
        let words = match self.language {
            Language::English => 10,
            Language::Chinese => 6,
        };
        digits + words
    }
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days.unsigned_abs();
        let many = if days == 1 { "day" } else { "days" };
        match (self.language, self.days) {
            (Language::Chinese, 0) => f.write_str("按期"),
            (Language::Chinese, 1..) => write!(f, "迟 {days} 天"),
            (Language::Chinese, _) => write!(f, "提前 {days} 天"),
            (Language::English, 0) => f.write_str("on time"),
            (Language::English, 1..) => write!(f, "{days} {many} late"),
            (Language::English, _) => write!(f, "{days} {many} early"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::markup::columns;
    use super::*;

    #[test]
    fn lateness_is_said_in_both_languages() {
        let said = |days| Language::ALL.map(|language| Late { days, language }.to_string());
        assert_eq!(said(45), ["45 days late", "迟 45 天"]);
        assert_eq!(said(1), ["1 day late", "迟 1 天"]);
        assert_eq!(said(0), ["on time", "按期"]);
        assert_eq!(said(-3), ["3 days early", "提前 3 天"]);
        for (days, language) in [(45, Language::English), (1000, Language::English), (9, Language::Chinese)] {
            let late = Late { days, language };
            assert_eq!(late.columns(), columns(&late.to_string()), "{late}");
        }
    }
}
