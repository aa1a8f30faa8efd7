//! The slider, and the tables that follow it.

use core::fmt;

use super::BoardPage;
use super::frames::Cell;
use super::words::Both;
use crate::Language;
use crate::board::amount::Read;
use crate::board::markup::Escaped;
use crate::lifecycle::Stage;
use crate::portfolio::Figured;

impl BoardPage<'_> {
    /// The slider, and the tables that follow it.
    pub(super) fn months(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frames = &self.board.frames;
        let Some(last) = frames.frames.last() else { return Ok(()) };
        let most = frames.frames.len() - 1;
        let as_of = self.board.imprint.as_of;
        let english = format_args!(
            "Drag the slider, use the arrow keys on it, or press Play: the two tables show the city at the end of each month, by \
             what is known now, and the wall chart fades what is later. All else on this page is as of {as_of}."
        );
        let chinese = format_args!(
            "拖动滑块（或用方向键），或点击“播放”：下方两表显示各月末的全市情况（按目前已掌握的数据），挂图中该日之后的部分淡化。\
             本页其余内容均截至{as_of}。"
        );
        write!(f, "{}", Both { attributes: " class=\"live\" hidden", ..self.both("p", english, chinese) })?;
        let label = self.both("span", "As of", "截至日期");
        write!(f, "<div class=\"slider\" hidden><label for=\"slider\">{label}</label>")?;
        write!(f, "<button type=\"button\" id=\"play\">{}</button>", self.both("span", "Play", "播放"))?;
        write!(f, "<input id=\"slider\" type=\"range\" min=\"0\" max=\"{most}\" value=\"{most}\" step=\"1\"></div>")?;
        write!(f, "<p><output id=\"as-of\" for=\"slider\" aria-live=\"polite\">{}</output></p>", last.as_of)?;
        write!(
            f,
            "<div class=\"two\"><div><table id=\"stages\"><caption>{}</caption><thead><tr>",
            self.both("span", "Stages", "各阶段项目")
        )?;
        let heads = [
            ("Stage", "阶段"),
            ("Projects", "项目数"),
            ("Total investment", "计划总投资"),
            ("Amount missing", "缺投资额"),
        ];
        for (english, chinese) in heads {
            write!(f, "{}", Both { attributes: " scope=\"col\"", ..self.both("th", english, chinese) })?;
        }
        f.write_str("</tr></thead><tbody>")?;
        let widest = frames.frames.iter().flat_map(|frame| frame.counts).fold(1, u64::max);
        for stage in Stage::ALL {
            let at = stage as usize;
            let count = last.counts[at];
            let labels = Language::ALL.map(|language| stage.label(language));
            write!(f, "<tr data-stage=\"{}\">", stage.code())?;
            write!(f, "{}", Both { attributes: " scope=\"row\"", ..self.both("th", labels[0], labels[1]) })?;
            write!(f, "<td><i class=\"bar\" style=\"width:{}%\"></i><b>{count}</b></td>", 80 * count / widest)?;
            write!(f, "{}", self.amount("td", last.sums[at].0))?;
            write!(f, "<td>{}</td></tr>", last.without[at])?;
        }
        write!(
            f,
            "</tbody></table></div><div><table id=\"figures\"><caption>{}</caption><thead><tr>",
            self.both("span", "The plan's figures of the year so far, the city", "全市当年累计指标")
        )?;
        for (english, chinese) in
            [("Figure", "指标"), ("Net / of", "净完成 / 基数"), ("Share", "比率"), ("Verdict", "判定")]
        {
            write!(f, "{}", Both { attributes: " scope=\"col\"", ..self.both("th", english, chinese) })?;
        }
        f.write_str("</tr></thead><tbody>")?;
        for (told, cell) in frames.figures.iter().zip(&last.cells) {
            let basis = Escaped(told.basis.as_deref().unwrap_or_default());
            write!(f, "<tr data-figure=\"{}\" data-basis=\"{basis}\">", Escaped(&told.name))?;
            let title = self.both("th", Escaped(&told.en), Escaped(&told.zh));
            write!(f, "{}", Both { attributes: " scope=\"row\"", ..title })?;
            self.cell(f, cell)?;
            f.write_str("</tr>")?;
        }
        f.write_str("</tbody></table>")?;
        let note = self.both(
            "p",
            "Net is what still stands at the end of the day. A share may reach its threshold and the verdict still be “not met”: \
             then the plan asks for more, as the ratios by zone say.",
            "净完成为截至该日仍成立的。比率已达目标而判定未达标的，是计划另有要求，见各开发区指标完成情况。",
        );
        write!(f, "{}</div></div>", Both { attributes: " class=\"note\"", ..note })
    }

    fn cell(&self, f: &mut fmt::Formatter<'_>, cell: &Cell) -> fmt::Result {
        write!(f, "<td>{}", self.amount("b", cell.net.0))?;
        if let Some(denominator) = cell.denominator {
            write!(f, " / {}", self.amount("span", denominator.0))?;
        }
        write!(f, "</td><td>{}</td>", cell.share.as_deref().unwrap_or("-"))?;
        let labels = Language::ALL.map(|language| cell.verdict.label(language));
        write!(f, "{}", self.both("td", labels[0], labels[1]))
    }

    fn amount(&self, tag: &'static str, amount: Figured) -> impl fmt::Display + use<> {
        self.both(tag, Read(amount, Language::English), Read(amount, Language::Chinese))
    }

    /// A search for the wall chart and the table: it is there beside both, and both say the same.
    pub(super) fn search(&self, f: &mut fmt::Formatter<'_>, id: &str) -> fmt::Result {
        let label = self.both(
            "span",
            "Show only projects with these words (name, zone, officer, stage, light …)",
            "筛选项目（名称、开发区、项目管家、阶段、灯等，多个词以空格分开）",
        );
        write!(f, "<p class=\"search\" hidden><label for=\"{id}\">{label}</label> ")?;
        write!(f, "<input id=\"{id}\" type=\"search\" autocomplete=\"off\"> ")?;
        write!(f, "<output class=\"found\" for=\"{id}\" aria-live=\"polite\"></output></p>")
    }

    /// That the slider lies before the last day, and the chart is veiled.
    pub(super) fn veiled(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.both("span", "The slider lies on", "回放日期：");
        let after = self.both("span", "what is later is faded.", "其后的部分已淡化。");
        write!(f, "<p id=\"veiled\" hidden><a href=\"#months\">{before} <b></b></a> {after}</p>")
    }
}
