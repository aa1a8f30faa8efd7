//! Large projects: 1亿元 and 50亿元 and above, with the node that comes next.

use std::borrow::Cow;

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{project_columns, project_row};
use super::sources::{Drawn, most_first};
use crate::Language;
use crate::board::amount::Amount;
use crate::portfolio::{ActionPlan, ByClass, Form, Track};
use crate::value::{Day, Money, Unit};

/// What is large where the plan says nothing: 1亿元.
const LARGE: Money = Money::from_fen(10_000_000_000);
/// What is a flagship where the plan says nothing: 50亿元.
const FLAGSHIP: Money = Money::from_fen(500_000_000_000);

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    let large = from_size(drawn, "large_projects", least_of_large(drawn.of.plan));
    vec![large, from_size(drawn, "flagship_projects", least_of_flagships(drawn.of.plan))]
}

/// From which total on a project is large: what a share of the plan counts by.
fn least_of_large(plan: &ActionPlan) -> Money {
    let counted = plan.terms().indicators.iter().find_map(|indicator| match &indicator.form {
        Form::Cohort(form) => form.count.is.as_ref()?.total_at_least,
        Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => None,
    });
    counted.unwrap_or(LARGE)
}

/// From which total on a project is a flagship: what a count of the plan asks of national zones.
fn least_of_flagships(plan: &ActionPlan) -> Money {
    let counted = plan.terms().indicators.iter().find_map(|indicator| match &indicator.form {
        Form::Reached(form) => form.all.total_at_least,
        Form::Cohort(_) | Form::Baseline(_) | Form::Visits(_) => None,
    });
    match counted {
        Some(ByClass::All(least) | ByClass::Each { national: least, .. }) => least,
        None => FLAGSHIP,
    }
}

fn from_size<'a>(drawn: &Drawn<'a>, name: &'static str, least: Money) -> Paper<'a> {
    let own = [
        Column::new("Next node", "下一节点", ColumnKind::Text),
        Column::new("Its day", "约定日期", ColumnKind::Day),
        Column::new("Days overdue", "逾期天数", ColumnKind::Number),
        Column::new("Day agreed first", "原约定日期", ColumnKind::Day),
    ];
    let columns = project_columns(Unit::YiYuan, own);
    let mut paper = Paper::new(name, ["", ""], columns, drawn.of.imprint).note([
        "Projects that are not closed, the largest first. Without a total in yuan a project is not listed here.",
        "本表为未退出项目，按计划总投资从大到小排列；未登记计划总投资或非人民币计价的项目未列入。",
    ]);
    paper.title = [
        Cow::Owned(format!("Projects from {}", Amount(least, Language::English))),
        Cow::Owned(format!("{}及以上项目一览表", least.text(Language::Chinese))),
    ];
    let is_large = |track: &&Track<'a>| track.project.total_investment.is_some_and(|total| total >= least);
    let largest = most_first(drawn.open().filter(is_large).collect(), |track| {
        track.project.total_investment.map_or(0, Money::minor)
    });
    for (at, track) in largest.into_iter().enumerate() {
        paper.row(project_row(at, &track.project, next_node(track, drawn.as_of())));
    }
    paper
}

/// The node that comes next: of those that were not reached the first by the day in force.
fn next_node<'a>(track: &Track<'a>, as_of: Day) -> [Cell<'a>; 4] {
    let Some(node) = track.nodes.iter().find(|node| node.reached.is_none()) else {
        let why = if track.nodes.is_empty() {
            Cell::Missing(Some(["none agreed", "未约定"]))
        } else {
            Cell::Missing(Some(["all reached", "均已完成"]))
        };
        return [why, NOTHING, NOTHING, NOTHING];
    };
    let stage = node.stage;
    let not_due = Cell::Missing(Some(if node.agreed < as_of {
        ["of no agreement that stands", "非现行协议约定"]
    } else {
        ["not yet due", "未到期"]
    }));
    [
        Cell::word(|language| stage.label(language)),
        Cell::Day(node.agreed),
        node.days_late.map_or(not_due, Cell::Number),
        Cell::Day(node.agreed_first),
    ]
}
