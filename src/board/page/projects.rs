//! All projects as a table, which the page's script sorts and searches.

use core::fmt;

use crate::Language;
use crate::board::WallRow;
use crate::board::amount::Amount;
use crate::board::markup::Escaped;
use crate::portfolio::Light;

/// What the columns are called.
const COLUMNS: [(&str, &str); 11] = [
    ("No.", "序号"),
    ("Project", "项目名称"),
    ("Zone", "开发区（园区）"),
    ("Officer", "项目管家"),
    ("Lead body", "牵头单位"),
    ("Stage", "阶段"),
    ("Since", "进入日期"),
    ("Total investment", "计划总投资"),
    ("Next due", "下一节点"),
    ("Days late", "迟延天数"),
    ("Light", "灯"),
];

/// All projects, in the order of the wall chart. A cell that is sorted by a number which it does not show has it as `data-v`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projects<'a> {
    pub(super) rows: &'a [WallRow<'a>],
    pub(super) language: Language,
}

impl fmt::Display for Projects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<table><thead><tr>")?;
        for (english, chinese) in COLUMNS {
            let head = self.language.pick(english, chinese);
            write!(f, "<th scope=\"col\"><button type=\"button\">{head}</button></th>")?;
        }
        f.write_str("</tr></thead><tbody>")?;
        for (n, row) in self.rows.iter().enumerate() {
            write!(f, "<tr><td>{}</td>", n + 1)?;
            self.row(f, row)?;
            f.write_str("</tr>")?;
        }
        f.write_str("</tbody></table>")?;
        if self.rows.is_empty() {
            write!(f, "<p>{}</p>", self.language.pick("There are no projects.", "没有项目。"))?;
        }
        Ok(())
    }
}

impl Projects<'_> {
    fn row(&self, f: &mut fmt::Formatter<'_>, row: &WallRow<'_>) -> fmt::Result {
        let (project, language) = (&row.track.project, self.language);
        write!(f, "<th scope=\"row\">{}</th>", Escaped(project.name.as_str()))?;
        let officer = project.officer.map_or("", |officer| officer.as_str());
        let body = project.responsibility.map_or("", |bodies| bodies.lead.as_str());
        for text in [project.zone.as_str(), officer, body] {
            write!(f, "<td>{}</td>", Escaped(text))?;
        }
        let stage = project.position.stage();
        write!(f, "<td data-v=\"{}\">{}</td><td>{}</td>", stage as usize, stage.label(language), project.since)?;
        match project.total_investment {
            Some(total) => write!(f, "<td data-v=\"{}\">{}</td>", total.minor(), Amount(total, language))?,
            None => f.write_str("<td></td>")?,
        }
        let next = row.track.nodes.iter().find(|node| node.reached.is_none());
        match next.filter(|_| !stage.is_terminal()) {
            Some(node) => write!(f, "<td>{} {}</td>", node.agreed, node.stage.label(language))?,
            None => f.write_str("<td></td>")?,
        }
        match row.late() {
            Some((_, days)) => write!(f, "<td>{days}</td>")?,
            None => f.write_str("<td></td>")?,
        }
        let Some(light) = row.light() else { return f.write_str("<td></td>") };
        let order = match light {
            Light::Green => 0,
            Light::Yellow => 1,
            Light::Red => 2,
        };
        write!(f, "<td data-v=\"{order}\">{}</td>", light.label(language))
    }
}
