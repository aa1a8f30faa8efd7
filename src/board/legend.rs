//! The legend: every bar, mark and line of a chart, with its word.

use core::fmt;

use super::look::{BARS, Outline, Prefix, letter};
use super::markup::columns;
use super::words::node;
use crate::Language;
use crate::evidence::Schedule;
use crate::lifecycle::Stage;
use crate::portfolio::Light;
use crate::value::Day;

/// What a chart shows, with its words, in lines between two ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Legend {
    pub(super) prefix: Prefix,
    pub(super) language: Language,
    pub(super) as_of: Day,
    pub(super) left: i64,
    pub(super) right: i64,
    /// Where the first line of text stands.
    pub(super) top: i64,
    /// Whether lights are shown.
    pub(super) is_lit: bool,
}

/// How far one line is from the next.
pub(super) const LINE: i64 = 20;

/// One thing that a chart shows.
#[derive(Clone, Copy)]
enum Entry {
    Stage(Stage),
    Node(Stage),
    Hollow,
    Filled,
    Late,
    First,
    Pause,
    Zombie,
    Closed,
    Doubtful,
    AsOf,
    Light(Light),
}

/// All that a chart shows, in the order of the legend.
fn entries(is_lit: bool) -> impl Iterator<Item = Entry> {
    let stages = Stage::NINE.into_iter().map(Entry::Stage);
    let states = [Entry::Closed, Entry::Pause, Entry::Zombie, Entry::Doubtful];
    let nodes = [Entry::Hollow, Entry::Filled].into_iter().chain(Schedule::STAGES.into_iter().map(Entry::Node));
    let lines = [Entry::Late, Entry::First, Entry::AsOf];
    let lights = Light::ALL.into_iter().rev().filter(move |_| is_lit).map(Entry::Light);
    stages.chain(states).chain(nodes).chain(lines).chain(lights)
}

impl Entry {
    /// How wide its sign is.
    const fn width(self) -> i64 {
        match self {
            Self::Stage(_) | Self::Pause | Self::Late | Self::First | Self::AsOf => 26,
            Self::Node(_) | Self::Light(_) => 24,
            Self::Hollow | Self::Filled | Self::Zombie | Self::Closed | Self::Doubtful => 14,
        }
    }

    const fn word(self, language: Language) -> &'static str {
        match self {
            Self::Stage(stage) => stage.label(language),
            Self::Node(stage) => node(stage, language),
            Self::Hollow => language.pick("hollow: planned", "空心：计划节点"),
            Self::Filled => language.pick("filled: reached", "实心：实际到达"),
            Self::Late => language.pick("late, from plan to actual", "迟延（计划至实际）"),
            Self::First => language.pick("planned first, then moved", "原计划（其后调整）"),
            Self::Pause => language.pick("Paused", "停工"),
            Self::Zombie => language.pick("Found a zombie", "认定为僵尸项目（企业）"),
            Self::Closed => language.pick("Closed", "退出"),
            Self::Doubtful => language.pick("Day in doubt", "日期存疑"),
            Self::AsOf => language.pick("as of", "截至"),
            Self::Light(light) => light.label(language),
        }
    }

    /// Its sign, from the place where it begins.
    fn sign(self, f: &mut fmt::Formatter<'_>, id: Prefix) -> fmt::Result {
        let line = BARS;
        match self {
            Self::Stage(stage) => write!(f, "<path class=\"b{}\" d=\"M0 {line}H22\"/>", stage as u8),
            Self::Pause => write!(f, "<path class=\"p\" d=\"M0 {line}H22\"/>"),
            Self::Late => write!(f, "<path class=\"l\" d=\"M0 {line}H22\"/>"),
            Self::First => write!(f, "<path class=\"f\" d=\"M1-9v10M1 {line}H22\"/>"),
            Self::AsOf => write!(f, "<path class=\"n\" d=\"M0 {line}H22\"/>"),
            Self::Node(stage) => {
                mark(f, 'o', Outline { stage, x: 5 })?;
                mark(f, 'x', Outline { stage, x: 16 })
            }
            Self::Hollow => mark(f, 'o', Outline { stage: Schedule::STAGES[0], x: 5 }),
            Self::Filled => mark(f, 'x', Outline { stage: Schedule::STAGES[0], x: 5 }),
            Self::Zombie => write!(f, "<use href=\"#{id}-z\" x=\"6\"/>"),
            Self::Closed => write!(f, "<use href=\"#{id}-e\" x=\"4\"/>"),
            Self::Doubtful => write!(f, "<use href=\"#{id}-q\" x=\"6\"/>"),
            Self::Light(light) => write!(f, "<use href=\"#{id}-{}\" x=\"9\"/>", letter(light)),
        }
    }
}

/// A mark of the lane of nodes, lifted to the line of the text.
fn mark(f: &mut fmt::Formatter<'_>, class: char, outline: Outline) -> fmt::Result {
    write!(f, "<path class=\"{class}\" d=\"{outline}\" transform=\"translate(0 -10)\"/>")
}

impl Legend {
    /// Each entry with its line and the place where it begins.
    fn placed(self) -> impl Iterator<Item = (Entry, i64, i64)> {
        let (mut line, mut x) = (0, self.left);
        entries(self.is_lit).map(move |entry| {
            let said = if matches!(entry, Entry::AsOf) { 11 } else { 0 };
            // roughly as wide as the type is set, and a gap
            let wide = entry.width() + i64::try_from((columns(entry.word(self.language)) + said) * 6).unwrap_or(0) + 14;
            if x + wide > self.right && x > self.left {
                (line, x) = (line + 1, self.left);
            }
            let at = x;
            x += wide;
            (entry, line, at)
        })
    }

    /// How many lines it takes.
    pub(super) fn lines(self) -> i64 {
        self.placed().last().map_or(0, |(_, line, _)| line + 1)
    }
}

impl fmt::Display for Legend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (entry, line, x) in self.placed() {
            write!(f, "<g transform=\"translate({x} {})\">", self.top + line * LINE)?;
            entry.sign(f, self.prefix)?;
            write!(f, "<text class=\"s\" x=\"{}\">{}", entry.width(), entry.word(self.language))?;
            if matches!(entry, Entry::AsOf) {
                write!(f, " {}", self.as_of)?;
            }
            f.write_str("</text></g>")?;
        }
        Ok(())
    }
}
