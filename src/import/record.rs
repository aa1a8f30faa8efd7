//! What one record says: its steps, its dates, and what is wrong with them.

use std::borrow::Cow;

use super::columns::Columns;
use super::date::Months;
use super::exception::{Code, Exception};
use super::fold;
use super::mapping::{Ending, Mapping};
use super::particulars::{Filled, Particulars, placeholder};
use super::records::Cells;
use super::rules::{Heed, Planned};
use super::said::Said;
use crate::{Day, Stage};

/// What a record says, before the law is asked.
#[derive(Debug)]
pub(super) struct Telling {
    /// The steps in the order in which they are attempted.
    pub(super) steps: Vec<Step>,
    /// When the project was planned. `None` if nothing says so.
    pub(super) planned: Option<Dated>,
    /// When it was planned, if no step is recorded and the steps' dates are then used for nothing.
    pub(super) otherwise: Option<Dated>,
    /// The day of its last update.
    pub(super) updated: Option<Day>,
    /// The stage that the status names.
    pub(super) stage: Option<Stage>,
    /// The dated cells that no step uses.
    pub(super) unused: Vec<Filled>,
    /// The name and the zone; empty if blank.
    pub(super) name: String,
    pub(super) zone: String,
    /// What the optional columns of the profile say.
    pub(super) particulars: Particulars,
    /// The cells that should be something else than they are.
    pub(super) faults: Vec<Exception>,
}

/// A date that a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) day: Day,
    /// The place in [`Columns::dated`] that says so.
    pub(super) slot: usize,
    /// Whether the cell names a month, of which the day is inferred.
    pub(super) is_inferred: bool,
}

/// A step that a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) act: Act,
    /// When. A final step may be undated: it then falls on the last recorded date.
    pub(super) dated: Option<Dated>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Enters a stage, by as many forward verbs as it takes.
    Reach(Stage),
    /// Closes or stalls.
    End(Ending),
}

impl Telling {
    /// Reads a record by the mapping's rules. `today` is the day of recording.
    pub(super) fn of(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping, today: Day) -> Self {
        let rules = &mapping.rules;
        let mut faults = Vec::new();
        let days: Vec<Option<Dated>> = (0..columns.dated.len())
            .map(|slot| match day(slot, cells, columns, mapping, today) {
                Ok(day) => day,
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            })
            .collect();
        let dated = |slot: &usize| days[*slot];

        let mut steps = Vec::new();
        for (stage, slots) in &columns.milestones {
            // of equal dates the first column's
            if let Some(first) = slots.iter().filter_map(dated).min_by_key(|dated| dated.day) {
                steps.push(Step { act: Act::Reach(*stage), dated: Some(first) });
            }
        }
        let mut stage = None;
        match status(cells, columns, mapping) {
            Status::Nothing => {}
            Status::Final(ending, slots) => {
                steps.push(Step { act: Act::End(ending), dated: slots.iter().find_map(dated) });
            }
            Status::Stage(named) => stage = Some(named),
            Status::Unknown(fault) => faults.push(fault),
        }

        let updated = dated(&columns.updated);
        let earliest = steps.iter().filter_map(|step| step.dated).min_by_key(|dated| dated.day);
        let first = steps.first().and_then(|step| step.dated);
        let (planned, otherwise) = match rules.planned {
            Planned::Earliest => (earliest.or(updated), None),
            Planned::Recorded if first.is_some() => (first, updated),
            Planned::Recorded => (updated, None),
        };
        let is_used = |slot: usize| {
            slot == columns.updated || steps.iter().filter_map(|step| step.dated).any(|dated| dated.slot == slot)
        };
        let unused = (0..days.len()).filter(|slot| days[*slot].is_some() && !is_used(*slot)).map(|slot| Filled {
            column: columns.dated_name(slot).into(),
            value: columns.dated_cell(cells, slot).into(),
        });
        let unused = unused.collect();
        let mut text = |place: usize, folded: fn(&str) -> Cow<'_, str>| {
            let cell = cells.at(place);
            if rules.placeholders.has_text(cell) {
                faults.push(placeholder(&columns.header[place], cell));
                String::new()
            } else if rules.folding.0 {
                folded(cell).into_owned()
            } else {
                cell.into()
            }
        };
        let (name, zone) = (text(columns.name, fold::name), text(columns.zone, fold::id));
        let particulars = Particulars::of(cells, columns, mapping, &mut faults);
        Self {
            steps,
            updated: updated.map(|updated| updated.day),
            planned,
            otherwise,
            stage,
            unused,
            name,
            zone,
            particulars,
            faults,
        }
    }
}

/// The day that a dated cell says, or what is wrong with it.
fn day(
    slot: usize,
    cells: Cells<'_>,
    columns: &Columns<'_>,
    mapping: &Mapping,
    today: Day,
) -> Result<Option<Dated>, Exception> {
    let column = &columns.dated[slot];
    let cell = cells.at(column.place);
    if cell.is_empty() {
        return Ok(None);
    }
    let rules = &mapping.rules;
    let name = columns.dated_name(slot);
    let folded = fold::id(cell);
    let read = mapping.read_day(&folded, column.is_serial).map(|day| (day, false));
    let read = read.or_else(|| {
        let months = rules.months?;
        let month = mapping.dates.iter().find_map(|form| form.read_month(&folded))?;
        Some((months.day(month)?, months == Months::Inferred))
    });
    match read {
        Some((day, is_inferred)) => match rules.bounds.day_fault(day, today) {
            None => Ok(Some(Dated { day, slot, is_inferred })),
            Some(why) => Err(Exception::of_cell(name, cell, Code::DateOutOfBounds, why)),
        },
        None if rules.placeholders.has(cell) => Err(placeholder(name, cell)),
        None if column.is_noted => Ok(None),
        None => Err(bad_date(name, cell, &folded, mapping)),
    }
}

fn bad_date(column: &str, cell: &str, folded: &str, mapping: &Mapping) -> Exception {
    let forms: Vec<_> = mapping.dates.iter().map(|form| form.code()).collect();
    let mut said = Said::new(
        format!("no day of the calendar in the form {}", forms.join(" or ")),
        format!("不是按以下格式填写的日期：{}", forms.join("、")),
    );
    if mapping.read_day(folded, true).is_some() {
        said.english
            .push_str("; if the column has serial numbers of a spreadsheet, list it in the mapping's `serials`");
        said.chinese.push_str("；该列如为电子表格的日期序号，请在导入设置的 serials 中列明");
    } else if mapping.dates.iter().any(|form| form.read_month(folded).is_some()) {
        said.english.push_str("; a month without its day is read if the mapping's `months` says how");
        said.chinese.push_str("；只有年月的日期，须由导入设置的 months 规定读法");
    }
    Exception::of_cell(column, cell, Code::BadDate, said.counted_as_empty())
}

/// What a status says.
enum Status<'a> {
    Nothing,
    Final(Ending, &'a [usize]),
    Stage(Stage),
    Unknown(Exception),
}

fn status<'a>(cells: Cells<'_>, columns: &'a Columns<'_>, mapping: &Mapping) -> Status<'a> {
    let cell = cells.at(columns.status);
    let word = fold::id(cell);
    if word.is_empty() {
        return Status::Nothing;
    }
    if let Some((_, ending, slots)) = columns.finals.iter().find(|(meant, ..)| *meant == word) {
        return Status::Final(*ending, slots);
    }
    let rules = &mapping.rules;
    let column = &columns.header[columns.status];
    match rules.status.stage(&word) {
        Some(stage) => Status::Stage(stage),
        None if rules.placeholders.has(cell) => Status::Unknown(placeholder(column, cell)),
        None if rules.status.unknown == Heed::Ignore => Status::Nothing,
        None => {
            let said = Said::new(
                format!(
                    "`{cell}` is no status that the mapping knows; list it in `status.stages`, or as a synonym of a final \
                     status"
                ),
                format!("“{cell}”不是导入设置所列的状态，请在 status.stages 或某一最终状态的 synonyms 中列明"),
            );
            Status::Unknown(Exception::of_cell(column, cell, Code::UnknownStatus, said.counted_as_empty()))
        }
    }
}

/// Cells of a record that is not imported, for its exception.
#[derive(Debug, Default)]
pub(super) struct Kept<'a> {
    /// Those of dated columns.
    pub(super) dated: Cow<'a, [Filled]>,
    /// Those of the profile's optional columns.
    pub(super) profile: Cow<'a, [Filled]>,
}

impl<'a> Kept<'a> {
    /// Every such cell of a record that was not read further.
    pub(super) fn all(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping) -> Self {
        let filled = |cell: &Filled| !cell.value.is_empty();
        let dated = (0..columns.dated.len()).map(|slot| Filled {
            column: columns.dated_name(slot).into(),
            value: columns.dated_cell(cells, slot).into(),
        });
        let profile = mapping
            .profile
            .names()
            .map(|name| Filled { column: name.clone(), value: columns.cell(cells, name).into() });
        Self { dated: dated.filter(filled).collect(), profile: profile.filter(filled).collect() }
    }

    /// Those of a record that was read, and that no exception of it names.
    pub(super) fn of(telling: &'a Telling) -> Self {
        Self { dated: (&telling.unused).into(), profile: (&telling.particulars.cells).into() }
    }

    /// What a person reads, after what is wrong.
    pub(super) fn after(&self, detail: &mut Said) {
        let titles = ["its dated cells / 日期栏：", "its profile / 项目信息栏："];
        for (title, cells) in titles.into_iter().zip([&self.dated, &self.profile]) {
            let cells: Vec<_> = cells.iter().map(|cell| format!("{} = {}", cell.column, cell.value)).collect();
            if !cells.is_empty() {
                detail.cells += &format!("; {title}{}", cells.join("; "));
            }
        }
    }
}
