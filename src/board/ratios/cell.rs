//! A cell of the ratios: a verdict's sign, the share, what is missing; below that what the share is made of, and its bar.

use core::fmt;

use crate::Language;
use crate::board::amount::Read;
use crate::board::fit::{Fitted, wide};
use crate::board::mark::{Mark, outstanding};
use crate::board::markup::Escaped;
use crate::board::share::{Points, Share, length};
use crate::portfolio::{Figure, Figured, Threshold};

/// How far below a row's top its first line of text stands, and its bars lie.
pub(super) const LINE: u32 = 14;
pub(super) const BAR: u32 = 31;

/// A figure of a scope, from the line of its first text.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) figure: &'a Figure,
    /// Whether no other basis of the same figure comes before it.
    pub(super) is_first: bool,
    /// What the column's head tells is to be reached.
    pub(super) target: Option<Threshold>,
    pub(super) x: u32,
    pub(super) width: u32,
    /// How long a bar is that reaches its target.
    pub(super) bar: u32,
    pub(super) prefix: &'static str,
    pub(super) language: Language,
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figure, is_first, target, x, width, bar: _, prefix, language } = *self;
        let mark = Mark::of(figure);
        if let Some(mark) = mark {
            write!(f, "<use href=\"#{prefix}-{}\" x=\"{x}\"/>", mark.code())?;
        }
        write!(f, "<text data-figure=\"{}\"", Escaped(&figure.indicator))?;
        if let Some(basis) = figure.basis.as_ref().filter(|_| !is_first) {
            write!(f, " data-basis=\"{}\"", Escaped(basis.as_str()))?;
        }
        let is_silent = mark == Some(Mark::Silent);
        write!(f, " x=\"{}\">", x + 24)?;
        match Share::of(figure) {
            _ if is_silent => f.write_str(language.pick("n/a", "不适用"))?,
            Some(share) => write!(f, "{share}")?,
            None => write!(f, "{}", Read(figure.net.value, language))?,
        }
        let said = Said { figure, mark, language };
        let room = Fitted { columns: wide(&said), room: width - 78, size: 12 };
        write!(f, "<tspan x=\"{}\"{room}>{said}</tspan>", x + 78)?;
        let beside = Beside { figure, target, mark, language };
        match wide(&beside) {
            0 => {}
            columns => {
                let room = Fitted { columns, room: width - 26, size: 10 };
                write!(f, "<tspan x=\"{}\" y=\"11\"{room}>{beside}</tspan>", x + 24)?;
            }
        }
        f.write_str("</text>")?;
        let long = if is_silent { 0 } else { self.long() };
        if long > 0 { write!(f, "<path d=\"M{} {}h{long}\"/>", x + 4, BAR - LINE) } else { Ok(()) }
    }
}

impl Cell<'_> {
    /// How long its bar is.
    fn long(&self) -> u32 {
        let Self { figure, width, bar, .. } = *self;
        let most = width * 9 / 10;
        match (figure.threshold, Share::of(figure)) {
            (Some(Threshold::BasisPoints(0) | Threshold::Value(0)), _) => bar,
            (Some(Threshold::BasisPoints(points)), Some(Share { part, whole, .. })) => {
                length(part.saturating_mul(10_000), whole.saturating_mul(points.into()), bar, most)
            }
            (Some(Threshold::Value(value)), _) => length(figure.net.value.number(), value.into(), bar, most),
            (Some(Threshold::BasisPoints(_)) | None, _) => 0,
        }
    }
}

/// What is to be reached.
pub(super) struct AtLeast(pub(super) Threshold, pub(super) Language);

impl fmt::Display for AtLeast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1.pick("≥ ", "≥"))?;
        match self.0 {
            Threshold::BasisPoints(points) => Points(points).fmt(f),
            Threshold::Value(value) => value.fmt(f),
        }
    }
}

/// What a verdict says in words: what is missing, or why it says nothing.
#[derive(Clone, Copy)]
struct Said<'a> {
    figure: &'a Figure,
    mark: Option<Mark>,
    language: Language,
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figure, mark, language } = *self;
        let Some(mark) = mark else { return Ok(()) };
        if mark == Mark::Silent {
            return Fraction(figure, language).fmt(f);
        }
        let is_over = mark != Mark::SoFar;
        match (figure.missing, language) {
            _ if mark == Mark::Met => f.write_str(mark.label(language)),
            _ if mark == Mark::Reached => f.write_str(language.pick("reached so far", "目前已达")),
            (None, _) => f.write_str(language.pick("nothing suffices", "无法补足")),
            // what was found later is in its way
            (Some(missing), _) if missing.number() <= 0 => match outstanding(figure) {
                Some(later) => write!(f, "{}", Later(later, language)),
                None => f.write_str(mark.label(language)),
            },
            (Some(missing), Language::English) => {
                write!(f, "{} {}", Read(missing, language), if is_over { "short" } else { "to go" })
            }
            (Some(missing), Language::Chinese) => {
                let counted = match missing {
                    Figured::Projects(_) => "个",
                    Figured::Visits(_) => "次",
                    Figured::Yuan(_) => "",
                };
                write!(f, "{}{}{counted}", if is_over { "还差" } else { "目前差" }, Read(missing, language))
            }
        }
    }
}

/// What a share is made of: net part and denominator. Of a count the number.
struct Fraction<'a>(&'a Figure, Language);

impl fmt::Display for Fraction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(figure, language) = *self;
        let part = Read(figure.net.value, language).to_string();
        let Some(whole) = &figure.denominator else { return f.write_str(&part) };
        let (of, given) =
            (Read(whole.value, language), if whole.given { language.pick(" (given)", "（外部口径）") } else { "" });
        let of = format!("{of:#}");
        // one unit is told once
        let number = |text: &str| text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
        let (end, has_same_unit) = (number(&part), part[number(&part)..] == of[number(&of)..]);
        write!(f, "{}/{of}{given}", if has_same_unit { &part[..end] } else { &part })
    }
}

/// What is told below: what a share is made of, or why nothing can be said; and what else there is.
#[derive(Clone, Copy)]
struct Beside<'a> {
    figure: &'a Figure,
    /// What the column's head tells.
    target: Option<Threshold>,
    mark: Option<Mark>,
    language: Language,
}

impl fmt::Display for Beside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figure, target, mark, language } = *self;
        let is_silent = mark == Some(Mark::Silent);
        let space = language.pick(", ", "　");
        let mut between = "";
        if let Some(why) = figure.why {
            f.write_str(why.label(language))?;
            between = space;
        } else if figure.denominator.is_some() {
            write!(f, "{}", Fraction(figure, language))?;
            between = space;
        }
        if let Some(own) = figure.threshold.filter(|own| Some(*own) != target && !is_silent) {
            write!(f, "{}{}", if between.is_empty() { "" } else { " " }, AtLeast(own, language))?;
            between = space;
        }
        if figure.gross.value != figure.net.value {
            write!(f, "{between}{}{}", language.pick("gross ", "毛值"), Read(figure.gross.value, language))?;
            between = space;
        }
        if !figure.excluded.is_empty() {
            write!(f, "{between}{}{}", language.pick("excluded ", "未计入"), figure.excluded.len())?;
            between = space;
        }
        let is_said = mark != Some(Mark::Met) && figure.missing.is_some_and(|missing| missing.number() <= 0);
        match outstanding(figure).filter(|_| !is_said) {
            Some(later) => write!(f, "{between}{}", Later(later, language)),
            None => Ok(()),
        }
    }
}

/// How many were found later and are left.
struct Later(u64, Language);

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Language::English => write!(f, "{} found later", self.0),
            Language::Chinese => write!(f, "新增未处置{}", self.0),
        }
    }
}
