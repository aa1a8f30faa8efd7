//! What the diagram says beside the names of stages and acts, in both languages.

use core::fmt;

use super::LawDiagram;
use super::laid::{Laid, Visit};
use crate::Language;
use crate::lifecycle::Stage;
use crate::portfolio::{Figure, Period, Scope};

impl LawDiagram<'_> {
    /// What it is a picture of.
    pub(super) const fn heading(&self) -> Heading<'_> {
        Heading(self)
    }

    /// What its numbers and marks mean.
    pub(super) const fn meaning(&self) -> Meaning<'_> {
        Meaning(self)
    }

    /// What kind of picture it is.
    pub(super) const fn kind(&self) -> &'static str {
        let language = self.language;
        match self.laid {
            Laid::Nothing => language.pick("Stages and moves of a project", "项目阶段及其变更"),
            Laid::Path(_) => language.pick("Path of a project", "项目阶段历程"),
            Laid::Counts(_) => language.pick("Projects by stage", "各阶段项目数"),
        }
    }

    /// The notes on a stage: how many are in it and how long they were, or when the project was.
    pub(super) fn notes(&self, stage: Stage) -> Vec<Note<'_>> {
        let is_end = self.is_end(stage);
        match &self.laid {
            Laid::Nothing => Vec::new(),
            Laid::Path(path) => {
                path.visits(stage).map(|visit| Note::Visit { visit, is_end, says_where: true }).collect()
            }
            Laid::Counts(counts) => {
                let median = counts.dwell(stage).map(|(figure, dwell)| Note::Median { figure, days: dwell.p50 });
                [Note::Count(counts.of_stage(stage))].into_iter().chain(median.filter(|_| !is_end)).collect()
            }
        }
    }

    /// The same of the zombies that stalled in a stage.
    pub(super) fn notes_of_stalled(&self, stage: Stage) -> Vec<Note<'_>> {
        match &self.laid {
            Laid::Nothing => Vec::new(),
            Laid::Path(path) => path
                .visits(Stage::Zombie)
                .filter(|visit| visit.position.stalled_at() == Some(stage))
                .map(|visit| Note::Visit { visit, is_end: false, says_where: false })
                .collect(),
            Laid::Counts(counts) => vec![Note::Count(counts.stalled_in(stage))],
        }
    }
}

/// What the diagram is a picture of, as plain text.
pub(super) struct Heading<'a>(&'a LawDiagram<'a>);

impl fmt::Display for Heading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        let language = diagram.language;
        write!(f, "{}{}", diagram.kind(), language.pick(": ", "："))?;
        match (&diagram.laid, language) {
            (Laid::Nothing, Language::English) => write!(f, "law {}", diagram.law.version()),
            (Laid::Nothing, Language::Chinese) => write!(f, "第 {} 版规则", diagram.law.version()),
            (Laid::Path(path), _) => f.write_str(path.name),
            (Laid::Counts(counts), _) => match counts.scope {
                Scope::City => f.write_str(language.pick("city", "全市")),
                Scope::Class(class) => f.write_str(class.label(language)),
                Scope::Zone(zone) => zone.fmt(f),
            },
        }
    }
}

/// What its numbers and marks mean, as plain text.
pub(super) struct Meaning<'a>(&'a LawDiagram<'a>);

impl fmt::Display for Meaning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        let language = diagram.language;
        match &diagram.laid {
            Laid::Nothing => f.write_str(language.pick(
                "A zombie is revived to the stage it stalled in, and to no other.",
                "僵尸项目（企业）盘活后恢复至停滞时的阶段，不得恢复至其他阶段。",
            )),
            Laid::Path(_) => f.write_str(language.pick(
                "Bold: the way it went, its steps numbered in order. Days: how long it stayed; + means so far.",
                "粗线为所经阶段及变更，编号为先后顺序；天数为在该阶段停留的天数。",
            )),
            Laid::Counts(counts) => {
                let period = Told(counts.period, language);
                match language {
                    Language::English => write!(
                        f,
                        "Median: days of the visits that ended in {period}. At an arrow: of the projects that first \
                         entered the stage in {period}, those that left it first this way / all."
                    ),
                    Language::Chinese => write!(
                        f,
                        "中位数：{period}内结束的各次停留的天数。箭头旁：{period}内首次进入该阶段的项目中，首次变更为此项的项目数 / 总数。"
                    ),
                }
            }
        }
    }
}

/// Something in a language.
pub(super) struct Told<T>(pub(super) T, pub(super) Language);

impl fmt::Display for Told<Period> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self(Period::Year(year), Language::English) => year.fmt(f),
            Self(Period::Year(year), Language::Chinese) => write!(f, "{year}年"),
            Self(Period::Whole, language) => f.write_str(language.pick("the plan's years", "计划期")),
        }
    }
}

/// A note on a stage.
#[derive(Clone, Copy)]
pub(super) enum Note<'a> {
    /// How many projects are there.
    Count(usize),
    /// The median of the days that visits took. `None` if no visit ended.
    Median { figure: &'a Figure, days: Option<i64> },
    /// A visit of the project.
    Visit {
        visit: &'a Visit,
        /// Whether the stage is an end, where days mean nothing.
        is_end: bool,
        /// Whether a zombie's note says where it stalled.
        says_where: bool,
    },
}

impl Note<'_> {
    /// The name of the figure or list that its number is of. `None` if it is of the path.
    pub(super) fn figure(&self) -> Option<&str> {
        match self {
            Self::Count(_) => Some("projects"),
            Self::Median { figure, .. } => Some(&figure.indicator),
            Self::Visit { .. } => None,
        }
    }

    /// What stands around its number.
    pub(super) const fn around(&self, language: Language) -> (&'static str, &'static str) {
        match self {
            Self::Count(1) => ("", language.pick(" project", "个项目")),
            Self::Count(_) => ("", language.pick(" projects", "个项目")),
            Self::Median { days: Some(1), .. } => (language.pick("median ", "中位数"), language.pick(" day", "天")),
            Self::Median { days: Some(_), .. } => (language.pick("median ", "中位数"), language.pick(" days", "天")),
            Self::Median { days: None, .. } => (language.pick("median ", "中位数"), ""),
            Self::Visit { is_end: true, .. } => ("", ""),
            Self::Visit { visit, .. } if visit.is_present() => {
                (language.pick("", "至今"), language.pick("+ days", "天"))
            }
            Self::Visit { visit: Visit { days: 1, .. }, .. } => ("", language.pick(" day", "天")),
            Self::Visit { .. } => ("", language.pick(" days", "天")),
        }
    }
}

impl fmt::Display for Note<'_> {
    /// Its number alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Median { days: Some(days), .. } => days.fmt(f),
            Self::Median { days: None, .. } => f.write_str("–"),
            Self::Visit { visit, is_end: true, .. } => visit.on.fmt(f),
            Self::Visit { visit, .. } => visit.days.fmt(f),
        }
    }
}

impl fmt::Display for Told<Note<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(note, language) = *self;
        // an end has the day alone, which leaves no room for more
        if let Note::Visit { visit, says_where, is_end: false } = note {
            write!(f, "{} · ", visit.number)?;
            if let Some(stage) = visit.position.stalled_at().filter(|_| says_where) {
                write!(f, "{} · ", stage.label(language))?;
            }
        }
        let (before, after) = note.around(language);
        write!(f, "{before}{note}{after}")
    }
}

/// Numbers of steps, as `2, 7`.
pub(super) struct Numbers<I>(pub(super) I);

impl<I: Iterator<Item = usize> + Clone> fmt::Display for Numbers<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, number) in self.0.clone().enumerate() {
            write!(f, "{}{number}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// How many took a move, of how many: `12 / 40`. The net part, on which a verdict would be.
pub(super) struct OfAll<'a>(pub(super) &'a Figure);

impl fmt::Display for OfAll<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.net.value.fmt(f)?;
        match &self.0.denominator {
            Some(all) => write!(f, " / {}", all.value),
            None => Ok(()),
        }
    }
}
