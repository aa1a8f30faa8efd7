//! The slider, and the tables that follow it.

use core::fmt;

use super::BoardPage;
use super::frames::Cell;
use super::words::Both;
use crate::Language;
use crate::board::markup::Escaped;
use crate::lifecycle::Stage;
use crate::portfolio::Figured;

impl BoardPage<'_> {
    /// The slider, and the tables that follow it.
    pub(super) fn months(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frames = &self.board.frames;
        let Some(last) = frames.frames.last() else { return Ok(()) };
        let most = frames.frames.len() - 1;
        let label = self.both("span", "As of", "截至日期");
        write!(f, "<div class=\"slider\" hidden><label for=\"slider\">{label}</label>")?;
        write!(f, "<button type=\"button\" id=\"play\">{}</button>", self.both("span", "Play", "播放"))?;
        write!(f, "<input id=\"slider\" type=\"range\" min=\"0\" max=\"{most}\" value=\"{most}\" step=\"1\"></div>")?;
        write!(f, "<p><output id=\"as-of\" for=\"slider\" aria-live=\"polite\">{}</output></p>", last.as_of)?;
        write!(
            f,
            "<div class=\"two\"><table id=\"stages\"><caption>{}</caption><thead><tr>",
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
        for stage in Stage::ALL {
            let at = stage as usize;
            let labels = Language::ALL.map(|language| stage.label(language));
            write!(f, "<tr data-stage=\"{}\">", stage.code())?;
            write!(f, "{}", Both { attributes: " scope=\"row\"", ..self.both("th", labels[0], labels[1]) })?;
            write!(f, "<td><i class=\"bar\"></i><b>{}</b></td>", last.counts[at])?;
            write!(f, "{}", self.amount("td", last.sums[at].0))?;
            write!(f, "<td>{}</td></tr>", last.without[at])?;
        }
        write!(
            f,
            "</tbody></table><table id=\"figures\"><caption>{}</caption><thead><tr>",
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
        f.write_str("</tbody></table></div>")
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
        self.both(tag, amount.text(Language::English), amount.text(Language::Chinese))
    }

    /// The search for the wall chart and the table.
    pub(super) fn search(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.both("span", "Show only projects with", "筛选项目");
        write!(f, "<p class=\"search\" hidden><label for=\"search\">{label}</label> ")?;
        write!(f, "<input id=\"search\" type=\"search\" autocomplete=\"off\"> ")?;
        write!(f, "<output id=\"found\" for=\"search\" aria-live=\"polite\"></output></p>")
    }
}
