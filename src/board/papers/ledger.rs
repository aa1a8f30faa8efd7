//! The ledger (台账): one row for every project, with the day of each stage that it reached and the days agreed for those to
//! come.

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{category, company_code, lead, officer, project_code, responsible, total};
use super::sources::Drawn;
use crate::evidence::Schedule;
use crate::lifecycle::{Direction, Stage};
use crate::portfolio::Track;
use crate::value::{Day, Unit};

/// The stages whose days are told.
const REACHED: [Stage; 7] = [
    Stage::Reserve,
    Stage::Negotiating,
    Stage::Signed,
    Stage::Registered,
    Stage::Started,
    Stage::Producing,
    Stage::Operating,
];

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    let title = ["Ledger of projects", "项目台账"];
    let mut paper = Paper::new("ledger", title, columns(), drawn.of.imprint).note([
        "The day of a stage is that of the step that led to it last and still stands: a signing that was ended is not told. An \
         agreed day is the one in force.",
        "阶段日期为最近一次进入该阶段且仍有效的日期，已解约的签约不列；约定日期为现行约定。",
    ]);
    for (at, track) in drawn.tracks.iter().enumerate() {
        paper.row(cells(at, track));
    }
    vec![paper]
}

fn columns<'a>() -> Vec<Column<'a>> {
    let mut columns = vec![
        Column::new("No.", "序号", ColumnKind::Number),
        Column::new("Project", "项目名称", ColumnKind::LongText),
        Column::new("Project code", "项目代码", ColumnKind::Text),
        Column::new("Company code", "统一社会信用代码", ColumnKind::Text),
        Column::new("Zone", "开发区", ColumnKind::Text),
        Column::new("Stage", "所处阶段", ColumnKind::Text),
        Column::new("Since", "进入日期", ColumnKind::Day),
        Column::new("Total investment", "计划总投资", ColumnKind::Money(Unit::WanYuan)),
        Column::new("Kind", "投资主体类型", ColumnKind::Text),
        Column::new("Category", "项目类别", ColumnKind::Text),
        Column::new("Officer", "项目管家", ColumnKind::Text),
        Column::new("Lead body", "牵头单位", ColumnKind::Text),
        Column::new("Responsible bodies", "责任单位", ColumnKind::LongText),
    ];
    let day = |stage: Stage| {
        Column::new(stage.label(crate::Language::English), stage.label(crate::Language::Chinese), ColumnKind::Day)
    };
    columns.extend(REACHED.map(|stage| day(stage).within(["Reached on", "各阶段日期"])));
    columns.extend(Schedule::STAGES.map(|stage| day(stage).within(["Agreed day", "约定日期"])));
    columns.push(Column::new("Internal number", "内部编号", ColumnKind::Text));
    columns
}

fn cells<'a>(at: usize, track: &Track<'a>) -> impl Iterator<Item = Cell<'a>> {
    let (listed, reached) = (&track.project, reached(track));
    let (kind, days) = (listed.kind, REACHED.map(|stage| Cell::day(reached[stage as usize])));
    let own = [
        Cell::Number(at as i64 + 1),
        Cell::Text(listed.name.as_str()),
        project_code(listed),
        company_code(listed),
        Cell::Text(listed.zone.as_str()),
        Cell::Position(listed.position),
        Cell::Day(listed.since),
        total(listed),
        Cell::word(|language| kind.label(language)),
        category(listed),
        officer(listed),
        lead(listed),
        responsible(listed),
    ];
    let agreed = Schedule::STAGES.map(|stage| {
        let node = track.nodes.iter().find(|node| node.stage == stage);
        node.map_or(NOTHING, |node| Cell::Day(node.agreed))
    });
    own.into_iter().chain(days).chain(agreed).chain([Cell::Project(listed.project)])
}

/// The day on which each stage was reached last, of those that still stand: going back undoes the stages above.
fn reached(track: &Track<'_>) -> [Option<Day>; Stage::ALL.len()] {
    let mut reached = [None; Stage::ALL.len()];
    for step in &track.steps {
        let to = step.to.stage();
        match step.verb.map(|verb| verb.direction()) {
            None | Some(Direction::Forward) => reached[to as usize] = Some(step.on),
            Some(Direction::Back) => reached[to as usize + 1..].fill(None),
            Some(Direction::Aside | Direction::Out) => {}
        }
    }
    reached
}
