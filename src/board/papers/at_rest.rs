//! Projects at rest: 停工项目、僵尸项目（企业）, and those that stood still for long enough to be found such.

use super::cell::Cell;
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{listing, project_row};
use super::sources::{Drawn, most_first};
use crate::lifecycle::Stage;

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    vec![paused(drawn), zombies(drawn), candidates(drawn)]
}

fn paused<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Paused since", "停工日期", ColumnKind::Day),
        Column::new("Days paused", "停工天数", ColumnKind::Number),
        Column::new("Reason", "停工原因", ColumnKind::Text),
        Column::new("Explanation", "情况说明", ColumnKind::LongText),
        Column::new("Expected until", "预计复工日期", ColumnKind::Day),
    ];
    let mut paper = Paper::new("paused", ["Paused projects", "停工项目清单"], listing(own), drawn.of.imprint);
    for (at, row) in drawn.of.lists.paused().into_iter().enumerate() {
        let reason = row.reason;
        let own = [
            Cell::Day(row.paused_since),
            Cell::Number(row.days),
            Cell::word(|language| reason.label(language)),
            Cell::Owned(String::from(row.explanation).into()),
            row.expected_until.map_or(Cell::Missing(Some(["not said", "未明确"])), Cell::Day),
        ];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}

fn zombies<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Kind", "类型", ColumnKind::Text),
        Column::new("Cause", "成因", ColumnKind::Text),
        Column::new("Found on", "认定日期", ColumnKind::Day),
        Column::new("Days since", "认定后天数", ColumnKind::Number),
    ];
    let title = ["Zombie projects and enterprises", "僵尸项目（企业）清单"];
    let mut paper = Paper::new("zombies", title, listing(own), drawn.of.imprint);
    let zombies = drawn.open().filter(|track| track.project.position.stage() == Stage::Zombie).collect();
    let longest = most_first(zombies, |track| drawn.as_of().days_since(track.project.since));
    for (at, track) in longest.into_iter().enumerate() {
        let cause = track.steps.last().and_then(|step| step.cause);
        let own = [
            Cell::or_not_recorded(cause.map(|cause| Cell::word(|language| cause.kind().label(language)))),
            Cell::or_not_recorded(cause.map(|cause| Cell::word(|language| cause.label(language)))),
            Cell::Day(track.project.since),
            drawn.days_since(track.project.since),
        ];
        paper.row(project_row(at, &track.project, own));
    }
    paper
}

fn candidates<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Still since", "停滞起算日", ColumnKind::Day),
        Column::new("Days still", "停滞天数", ColumnKind::Number),
        Column::new("Threshold reached on", "达到认定时限日期", ColumnKind::Day),
        Column::new("Possible causes", "可认定成因", ColumnKind::LongText),
    ];
    let title = ["Candidates for a finding as zombie", "疑似僵尸项目（企业）清单"];
    let mut paper = Paper::new("zombie_candidates", title, listing(own), drawn.of.imprint);
    for (at, row) in drawn.of.lists.zombie_candidates(drawn.of.policy).into_iter().enumerate() {
        let causes = row.causes.iter().map(|cause| crate::Language::ALL.map(|language| cause.label(language)));
        let own = [
            Cell::Day(row.still_since),
            Cell::Number(row.days),
            Cell::Day(row.reached_on),
            Cell::Words(causes.collect()),
        ];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}
