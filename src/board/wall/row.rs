//! A row of the wall chart: the columns of words, then the months.

use core::fmt;

use super::{Ground, WallRow, bars, nodes};
use crate::Language;
use crate::board::amount::Amount;
use crate::board::fit::{Fitted, wide};
use crate::board::look::{Prefix, letter};
use crate::board::markup::{Clipped, Escaped};
use crate::board::words::{Late, node, short};
use crate::lifecycle::Stage;
use crate::portfolio::{Track, TrackPause};

/// Where the columns of words stand: four with texts from outside, each from a place and so wide; then numbers and words of
/// ours; then the months.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// Name, zone, officer, lead body.
    texts: [(i64, i64); 4],
    /// Where the investment ends.
    investment: i64,
    stage: i64,
    late: i64,
    /// Where the months begin.
    pub(super) months: i64,
}

/// Where the running number ends, and the middle of the light.
const NUMBER: i64 = 48;
const LIGHT: i64 = 66;

impl Columns {
    /// Amounts in English are longer, names in Chinese.
    pub(super) const fn of(language: Language) -> Self {
        let texts = match language {
            Language::English => [(84, 168), (258, 100), (364, 70), (440, 92)],
            Language::Chinese => [(84, 208), (298, 114), (418, 74), (498, 114)],
        };
        match language {
            Language::English => Self { texts, investment: 662, stage: 670, late: 782, months: 926 },
            Language::Chinese => Self { texts, investment: 694, stage: 704, late: 786, months: 904 },
        }
    }

    /// How much room an amount has, from the last text on.
    fn room_of_investment(&self) -> u32 {
        let (x, width) = self.texts[self.texts.len() - 1];
        u32::try_from(self.investment - x - width - 4).unwrap_or(0)
    }

    /// What cuts off a text that is set wider than its column.
    pub(super) fn clips(&self, f: &mut fmt::Formatter<'_>, id: Prefix) -> fmt::Result {
        f.write_str("<defs>")?;
        for (n, (x, width)) in self.texts.into_iter().enumerate() {
            write!(f, "<clipPath id=\"{id}-k{n}\"><path d=\"M{x}-12h{}v18H{x}z\"/></clipPath>", width + 3)?;
        }
        f.write_str("</defs><style>")?;
        for n in 0..self.texts.len() {
            write!(f, ".{id} .k{n}{{clip-path:url(#{id}-k{n})}}")?;
        }
        f.write_str("</style>")
    }

    /// The words over the columns, that of lights if there are any.
    pub(super) fn heads(&self, f: &mut fmt::Formatter<'_>, language: Language, y: i64, is_lit: bool) -> fmt::Result {
        let words = [
            language.pick("Project", "项目名称"),
            language.pick("Zone", "开发区（园区）"),
            language.pick("Officer", "项目管家"),
            language.pick("Lead body", "牵头单位"),
        ];
        write!(f, "<text class=\"e th\" x=\"{NUMBER}\" y=\"{y}\">{}</text>", language.pick("No.", "序号"))?;
        if is_lit {
            write!(f, "<text class=\"c th\" x=\"{LIGHT}\" y=\"{y}\">{}</text>", language.pick("Light", "灯"))?;
        }
        for ((x, _), word) in self.texts.into_iter().zip(words) {
            write!(f, "<text class=\"th\" x=\"{x}\" y=\"{y}\">{word}</text>")?;
        }
        let total = language.pick("Total investment", "计划总投资");
        write!(f, "<text class=\"e th\" x=\"{}\" y=\"{y}\">{total}</text>", self.investment)?;
        write!(f, "<text class=\"th\" x=\"{}\" y=\"{y}\">{}</text>", self.stage, language.pick("Stage", "阶段"))?;
        write!(f, "<text class=\"th\" x=\"{}\" y=\"{y}\">{}</text>", self.late, language.pick("Late now", "目前迟延"))
    }
}

/// The stage in which it stands.
pub(super) fn stage(track: &Track<'_>) -> Stage {
    track.project.position.stage()
}

/// The pause that goes on. `None` if work does.
pub(super) fn open_pause<'t>(track: &'t Track<'_>) -> Option<&'t TrackPause> {
    track.pauses.last().filter(|pause| pause.until.is_none())
}

/// Writes a row whose line of text stands at a height.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    ground: &Ground,
    number: usize,
    y: i64,
    row: &WallRow<'_>,
) -> fmt::Result {
    let Ground { prefix: id, language, columns: places, .. } = *ground;
    let project = &row.track.project;
    write!(f, "<g class=\"r\" transform=\"translate(0 {y})\"><title>")?;
    told(f, language, row)?;
    write!(f, "</title><text class=\"e\" x=\"{NUMBER}\">{number}</text>")?;
    if let Some(light) = row.light() {
        write!(f, "<use href=\"#{id}-{}\" x=\"{LIGHT}\"/>", letter(light))?;
    }
    let officer = project.officer.map(|officer| officer.as_str());
    let body = project.responsibility.map(|bodies| bodies.lead.as_str());
    let texts = [Some(project.name.as_str()), Some(project.zone.as_str()), officer, body];
    for (n, ((x, width), text)) in places.texts.into_iter().zip(texts).enumerate() {
        let Some(text) = text else {
            // from the signing on somebody has it in hand
            if project.position.footing() >= Stage::Signed && !stage(row.track).is_terminal() {
                write!(f, "<text class=\"u\" x=\"{x}\">{}</text>", language.pick("none", "未定"))?;
            }
            continue;
        };
        // a Latin letter is somewhat wider than half a Chinese one, and so is the ellipsis
        let clipped = Clipped { text, columns: usize::try_from(width * 10 / 61 - 1).unwrap_or(0) };
        write!(f, "<text class=\"k{n}\" x=\"{x}\">{clipped}</text>")?;
    }
    if let Some(total) = project.total_investment {
        let (x, amount) = (places.investment, Amount(total, language));
        let room = Fitted { columns: wide(&amount), room: places.room_of_investment(), size: 12 };
        write!(f, "<text class=\"e\" x=\"{x}\"{room}>{amount}</text>")?;
    }
    write!(f, "<text x=\"{}\">{}", places.stage, short(stage(row.track), language))?;
    if let Some(stalled) = project.position.stalled_at() {
        write!(f, "·{}", short(stalled, language))?;
    } else if open_pause(row.track).is_some() {
        write!(f, "·{}", language.pick("paused", "停工"))?;
    }
    f.write_str("</text>")?;
    if let Some((late, days)) = row.late() {
        let (x, reached) = (places.late, node(late.stage, language));
        write!(f, "<text class=\"w\" x=\"{x}\">{reached} {}</text>", Late { days, language })?;
    }
    bars::write(f, ground, row.track)?;
    nodes::write(f, ground, row.track)?;
    f.write_str("</g>")
}

/// What a reader is told who rests on the row: the whole name, why its light is lit, the nodes, and why it rests.
fn told(f: &mut fmt::Formatter<'_>, language: Language, row: &WallRow<'_>) -> fmt::Result {
    let track = row.track;
    write!(f, "{}", Escaped(track.project.name.as_str()))?;
    for lit in row.signal.iter().flat_map(|signal| &signal.why) {
        write!(f, "\n{}", lit.told_in(language))?;
    }
    for planned in &track.nodes {
        write!(f, "\n{} {} → ", node(planned.stage, language), planned.agreed)?;
        if let Some(reached) = planned.reached {
            write!(f, "{reached} ")?;
        }
        if let Some(days) = planned.days_late {
            write!(f, "{}", Late { days, language })?;
        }
    }
    if let Some(pause) = open_pause(track) {
        let (word, reason) = (language.pick("paused since", "停工"), pause.reason.label(language));
        write!(f, "\n{word} {} → {reason}", pause.from)?;
    }
    Ok(())
}
