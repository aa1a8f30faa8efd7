//! How charts look: one style, one set of patterns and marks. Beside each colour stands a pattern, a shape or a word, so that a
//! copy in grey says the same.

use core::fmt;

use super::words::short;
use crate::Language;
use crate::lifecycle::Stage;
use crate::portfolio::Light;

/// What the ids and the class of a picture begin with, so that several can stand on one page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    pub(super) letter: char,
    /// Which one it is. 0 if it is the only one.
    pub(super) number: u64,
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => write!(f, "{}", self.letter),
            number => write!(f, "{}{number:x}", self.letter),
        }
    }
}

/// The style, the patterns and the marks of a chart. The lane of bars is about a line of text, that of nodes
/// under it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) prefix: Prefix,
    pub(super) language: Language,
}

/// Where the lane of bars and the lane of nodes lie, from the line of the text.
pub(super) const BARS: i64 = -4;
pub(super) const NODES: i64 = 6;

/// How a stage's bar is painted: its ground, and lines or dots upon it.
const fn paint(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Planned => ("#fafafa", "<path d='M0 0h1v1H0zM3 3h1v1H3z' fill='#555'/>"),
        Stage::Reserve => ("#e4eefa", "<path d='M1 1h2v2H1z' fill='#5f93cc'/>"),
        Stage::Negotiating => ("#d8e8f8", "<path d='M-1 1l2-2M0 6l6-6M5 7l2-2' stroke='#6b9fd6'/>"),
        Stage::Signed => ("#b9d7f3", ""),
        Stage::Registered => ("#a3c8ec", "<path d='M0 .5h6M0 3.5h6' stroke='#4a86c5'/>"),
        Stage::Started => {
            ("#f3bf5f", "<path d='M0 .5h6M0 3.5h6M1.5 .5v3M4.5 3.5v3' stroke='#c98a2b' stroke-width='.7'/>")
        }
        Stage::Producing => ("#b4deae", "<path d='M1 0v6M4 0v6' stroke='#5aa653'/>"),
        Stage::Operating => ("#2e7d32", ""),
        Stage::Zombie => ("#222", "<path d='M0 6l6-6' stroke='#777'/>"),
        Stage::Closed => ("#999", ""),
    }
}

/// How a stage's bar is printed: dashed in place of a pattern, as a browser turns each use of a pattern into a picture of its own,
/// and a chart of 300 projects into hundreds of megabytes.
const fn printed(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "stroke:#888;stroke-dasharray:1 3",
        Stage::Reserve => "stroke:#5f93cc;stroke-dasharray:2 2",
        Stage::Negotiating => "stroke:#6b9fd6;stroke-dasharray:5 2",
        Stage::Signed => "stroke:#cfe3f7",
        Stage::Registered => "stroke:#94bce6",
        Stage::Started => "stroke:#e0a030;stroke-dasharray:7 1",
        Stage::Producing => "stroke:#5aa653;stroke-dasharray:3 1",
        Stage::Operating => "stroke:#2e7d32",
        Stage::Zombie => "stroke:#222",
        Stage::Closed => "stroke:#999",
    }
}

/// The outline of the mark of a stage's node, about a place in the lane of nodes, as a part of a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    pub(super) stage: Stage,
    pub(super) x: i64,
}

impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.x;
        match self.stage {
            Stage::Registered => write!(f, "M{} 2h8v8h-8z", x - 4),
            Stage::Started => write!(f, "M{x} 1l5 9h-10z"),
            Stage::Producing => write!(f, "M{x} 1l5 5-5 5-5-5z"),
            Stage::Operating => write!(f, "M{x} 1a5 5 0 1 0 .1 0z"),
            // no schedule plans these
            Stage::Planned | Stage::Reserve | Stage::Negotiating | Stage::Signed | Stage::Zombie | Stage::Closed => {
                write!(f, "M{} 2h10l-5 8z", x - 5)
            }
        }
    }
}

/// The letter of a light's mark.
pub(super) const fn letter(light: Light) -> char {
    match light {
        Light::Red => 'r',
        Light::Yellow => 'y',
        Light::Green => 'g',
    }
}

/// How the word in a bar is set: with a rim, so that it is read upon any pattern.
const WORD: &str = "font-size:9.5px;paint-order:stroke;stroke:#fff;stroke-width:2.4px;stroke-linejoin:round";
const WHITE_WORD: &str =
    "font-size:9.5px;fill:#fff;paint-order:stroke;stroke:#222;stroke-width:2px;stroke-linejoin:round";

/// The rules that do not name a pattern. What a `use` shows is not reached by them: it has its style with it.
const RULES: [(&str, &str); 19] = [
    ("", "font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:12px;fill:#111;background:#fff"),
    (" .h1", "font-size:24px;font-weight:700"),
    (" .h2", "font-size:14px"),
    (" .th", "font-weight:700"),
    (" .e", "text-anchor:end"),
    (" .c", "text-anchor:middle"),
    (" .s", "font-size:10.5px"),
    (" .w", "font-weight:700;fill:#a80000"),
    (" .d", "font-size:9.5px;font-weight:700;fill:#a80000"),
    (" .l", "stroke:#c00000;stroke-width:3px"),
    (" .f", "fill:none;stroke:#333;stroke-width:1.4px;stroke-dasharray:1.5 1.5"),
    (" .o", "fill:#fff;stroke:#111;stroke-width:1.3px"),
    (" .x", "fill:#111;stroke:#111;stroke-width:1.3px"),
    (" .z", "fill:#f2f5f8"),
    (" .g", "stroke:#d5d9de;stroke-width:.6px"),
    (" .q", "stroke:#8a929b;stroke-width:1px"),
    (" .t", "stroke:#111;stroke-width:1.6px"),
    (" .n", "stroke:#a80000;stroke-width:1.6px;stroke-dasharray:6 3"),
    (" .u", "fill:#555"),
];

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prefix, language } = *self;
        f.write_str("<style>")?;
        for (selector, rules) in RULES {
            write!(f, ".{prefix}{selector}{{{rules}}}")?;
        }
        for stage in Stage::NINE {
            let n = stage as u8;
            write!(f, ".{prefix} .b{n}{{stroke:url(#{prefix}-b{n});stroke-width:12px}}")?;
        }
        write!(f, ".{prefix} .p{{stroke:url(#{prefix}-p);stroke-width:12px}}@media print{{")?;
        for stage in Stage::NINE {
            write!(f, ".{prefix} .b{}{{{}}}", stage as u8, printed(stage))?;
        }
        write!(f, ".{prefix} .p{{stroke:#222;stroke-dasharray:1 2}}}}</style><defs>")?;
        for stage in Stage::NINE {
            let (ground, upon) = paint(stage);
            write!(f, "<pattern id='{prefix}-b{}' width='6' height='6' patternUnits='userSpaceOnUse'>", stage as u8)?;
            write!(f, "<rect width='6' height='6' fill='{ground}'/>{upon}</pattern>")?;
        }
        write!(f, "<pattern id='{prefix}-p' width='7' height='7' patternUnits='userSpaceOnUse'>")?;
        f.write_str("<path d='M0 0l7 7M0 7l7-7' stroke='#222' stroke-width='1.3'/></pattern>")?;
        // a zombie; an end; a doubtful day; lights
        write!(f, "<g id='{prefix}-z'><circle cy='-4' r='6.2' fill='#fff' stroke='#111' stroke-width='1.5'/>")?;
        f.write_str("<path d='M-3-7l6 6M-3-1l6-6' stroke='#111' stroke-width='2'/></g>")?;
        write!(f, "<path id='{prefix}-e' d='M0-11v14M3.5-11v14' stroke='#111' stroke-width='2'/>")?;
        write!(f, "<g id='{prefix}-q'><circle cy='-4' r='5' fill='#fff' stroke='#111' stroke-dasharray='2 1.4'/>")?;
        f.write_str("<text y='-1' font-size='8' text-anchor='middle'>?</text></g>")?;
        let word = |light: Light| match light {
            Light::Red => language.pick("R", "红"),
            Light::Yellow => language.pick("Y", "黄"),
            Light::Green => language.pick("G", "绿"),
        };
        let lights = [
            (Light::Red, "<rect x='-10' y='-11' width='20' height='15' fill='#c00000'/>", "#fff"),
            (Light::Yellow, "<path d='M-11.5-3.5L0-12.5 11.5-3.5 0 5.5z' fill='#ffd54f' stroke='#333'/>", "#111"),
            (Light::Green, "<circle cy='-3.5' r='8.5' fill='#2e7d32'/>", "#fff"),
        ];
        for (light, shape, ink) in lights {
            write!(f, "<g id='{prefix}-{}'>{shape}", letter(light))?;
            write!(f, "<text font-size='10.5' text-anchor='middle' fill='{ink}'>{}</text></g>", word(light))?;
        }
        // the word of a stage, in its bar
        for stage in Stage::ALL {
            let style = if matches!(stage, Stage::Operating | Stage::Zombie) { WHITE_WORD } else { WORD };
            write!(f, "<text id='{prefix}-w{}' style='{style}'>{}</text>", stage as u8, short(stage, language))?;
        }
        f.write_str("</defs>")
    }
}
