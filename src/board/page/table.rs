//! What the page has as tables: the month that the slider shows, and all projects.

use core::fmt;

use super::words::Both;
use super::{Page, frames::Cell};
use crate::Language;
use crate::board::WallRow;
use crate::board::markup::Escaped;
use crate::lifecycle::Stage;
use crate::portfolio::{Figured, Light};
use crate::value::Money;

/// The columns of the projects' table: what they are called, and whether they hold numbers.
const COLUMNS: [(&str, &str, bool); 10] = [
    ("Project", "项目名称", false),
    ("Zone", "开发区（园区）", false),
    ("Officer", "专人", false),
    ("Lead body", "牵头单位", false),
    ("Stage", "阶段", true),
    ("Since", "进入日期", true),
    ("Total investment", "计划总投资", true),
    ("Next due", "下一节点", true),
    ("Days late", "迟延天数", true),
    ("Light", "灯", true),
];

impl Page<'_> {
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

    /// All projects, in the order of the wall chart.
    pub(super) fn table(&self, f: &mut fmt::Formatter<'_>, rows: &[WallRow<'_>]) -> fmt::Result {
        f.write_str("<div class=\"wide\" tabindex=\"0\"><table id=\"list\"><thead><tr><th scope=\"col\">#</th>")?;
        for (english, chinese, is_number) in COLUMNS {
            let kind = if is_number { " data-n" } else { "" };
            let head = self.both("span", english, chinese);
            write!(f, "<th scope=\"col\"{kind}><button type=\"button\" disabled>{head}</button></th>")?;
        }
        f.write_str("</tr></thead><tbody>")?;
        for (n, row) in rows.iter().enumerate() {
            write!(f, "<tr><td>{}</td>", n + 1)?;
            self.row(f, row)?;
            f.write_str("</tr>")?;
        }
        f.write_str("</tbody></table></div>")
    }

    fn row(&self, f: &mut fmt::Formatter<'_>, row: &WallRow<'_>) -> fmt::Result {
        let project = &row.track.project;
        write!(f, "<th scope=\"row\">{}</th>", Escaped(project.name.as_str()))?;
        let officer = project.officer.map_or("", |officer| officer.as_str());
        let body = project.responsibility.map_or("", |bodies| bodies.lead.as_str());
        for text in [project.zone.as_str(), officer, body] {
            write!(f, "<td>{}</td>", Escaped(text))?;
        }
        let stage = project.position.stage();
        let labels = Language::ALL.map(|language| stage.label(language));
        self.sorted(f, stage as i64, labels[0], labels[1])?;
        write!(f, "<td>{}</td>", project.since)?;
        let written = |language| project.total_investment.map_or_else(String::new, |total: Money| total.text(language));
        let minor = project.total_investment.map_or(-1, |total| total.minor());
        self.sorted(f, minor, Escaped(&written(Language::English)), Escaped(&written(Language::Chinese)))?;
        let next = row.track.nodes.iter().find(|node| node.reached.is_none());
        match next.filter(|_| !stage.is_terminal()) {
            Some(node) => {
                let labels = Language::ALL.map(|language| node.stage.label(language));
                let english = format_args!("{} {}", node.agreed, labels[0]).to_string();
                let chinese = format_args!("{} {}", node.agreed, labels[1]).to_string();
                write!(f, "{}", self.both("td", english, chinese))?;
            }
            None => f.write_str("<td></td>")?,
        }
        match row.late() {
            Some((_, days)) => write!(f, "<td>{days}</td>")?,
            None => f.write_str("<td></td>")?,
        }
        let Some(light) = row.light() else { return f.write_str("<td></td>") };
        let order = match light {
            Light::Red => 2,
            Light::Yellow => 1,
            Light::Green => 0,
        };
        self.sorted(f, order, light.label(Language::English), light.label(Language::Chinese))
    }

    /// A cell that is sorted by a number.
    fn sorted(
        &self,
        f: &mut fmt::Formatter<'_>,
        number: i64,
        english: impl fmt::Display,
        chinese: impl fmt::Display,
    ) -> fmt::Result {
        match self.language {
            Language::English => write!(f, "<td data-v=\"{number}\" data-o=\"{chinese}\">{english}</td>"),
            Language::Chinese => write!(f, "<td data-v=\"{number}\" data-o=\"{english}\">{chinese}</td>"),
        }
    }
}
