//! A sheet with random damage: nothing is recorded that no cell says, and every damaged cell is told.
//!
//! The sheet is made from what is true, and each cell is written plainly, in another way that people have, or damaged. What
//! must come of it is worked out beside it, without the import.

use proptest::prelude::*;

use project_lifecycle::{Project, ProjectId};

use super::office::{HEADER, file};
use super::provenance;

const KEYS: &str = "fill_down = [\"开发区\"]\ndoubles = false";
const PLACEHOLDERS: [&str; 8] = ["#REF!", "#N/A", "待定", "无", "/", "########", "——", "N/A"];
const HIDDEN: [&str; 4] = ["\u{200b}", "\u{feff}", "\u{2060}", "\u{ad}"];

/// What is chosen of a cell: how it is written, and which of several such.
type Choice = (u8, u8);

/// What is chosen of a record.
#[derive(Clone, Debug)]
struct Chosen {
    /// 0 and 1: a cell too many or too few.
    whole: u8,
    key: Choice,
    name: Choice,
    zone: Choice,
    status: Choice,
    updated: Choice,
    steps: [Choice; 3],
    category: Choice,
    investor: Choice,
    total: Choice,
}

fn chosen() -> impl Strategy<Value = Chosen> {
    let choice = || (prop_oneof![3 => Just(0), 2 => 1..14_u8], any::<u8>());
    let texts = (choice(), choice(), choice(), choice(), choice(), choice());
    (0..12_u8, texts, [choice(), choice(), choice()], choice(), choice()).prop_map(
        |(whole, (key, name, zone, status, category, investor), steps, updated, total)| Chosen {
            whole,
            key,
            name,
            zone,
            status,
            updated,
            steps,
            category,
            investor,
            total,
        },
    )
}

/// A cell as it is written, and what it then says; or the code of the exception that tells of it.
type Cell<T> = (String, Result<T, &'static str>);

fn of<const N: usize>(texts: [&'static str; N], pick: u8) -> &'static str {
    texts[usize::from(pick) % N]
}

/// With a character that nobody sees, at some place.
fn with_hidden(text: &str, pick: u8) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (before, behind) = text.split_at(places[usize::from(pick) % places.len()]);
    format!("{before}{}{behind}", of(HIDDEN, pick))
}

fn wide(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).expect("a wide one"),
        _ => c,
    };
    text.chars().map(wide).collect()
}

fn text_cell(truth: &str, (kind, pick): Choice) -> Cell<String> {
    match kind {
        1..=3 => (with_hidden(truth, pick), Ok(truth.into())),
        4..=6 => (of(PLACEHOLDERS, pick).into(), Err("placeholder")),
        7 => (wide(truth), Ok(truth.into())),
        _ => (truth.into(), Ok(truth.into())),
    }
}

/// A date of one year, as `yyyy-mm-dd`.
fn date_cell(truth: &str, (kind, pick): Choice) -> Cell<String> {
    let (year, rest) = truth.split_at(4);
    let (month, day) = (&rest[1..3], &rest[4..]);
    let said = Ok(truth.to_owned());
    match kind {
        1 => (format!("{truth}{}", of([" 00:00:00", " 0:00", "T08:30", " 上午 8:30"], pick)), said),
        2 => (truth.replace('-', of(["—", "–", "−", "－", "‐"], pick)), said),
        3 => (wide(truth), said),
        4 => (with_hidden(truth, pick), said),
        5 => (truth.replace('-', of(["/", ".", "。", "／"], pick)), said),
        6 => (format!("{year}年{month}月{day}日"), said),
        7 => (of(PLACEHOLDERS, pick).into(), Err("placeholder")),
        8 => (format!("{}{rest}", of(["1018", "0208", "1905", "2108", "1948"], pick)), Err("date_out_of_bounds")),
        9 => (of(["2018", "20186", "43281", "43281.5"], pick).into(), Err("bad_date")),
        10 => (format!("{year}{}{month}", of(["-", "/", "."], pick)), Err("bad_date")),
        11 => (of(["六月底", "x", "2018-02-30", "2018-13-01", "18-06-30"], pick).into(), Err("bad_date")),
        _ => (truth.into(), said),
    }
}

/// So many 万元, as fen.
fn amount_cell(truth: i64, (kind, pick): Choice) -> Cell<i64> {
    let plain = truth.to_string();
    let said = Ok(truth * 1_000_000);
    match kind {
        1 => (format!("{}{plain}", of(["¥", "￥", "CNY ", "人民币"], pick)), said),
        2 => (with_hidden(&plain, pick), said),
        3 => (plain + of(["亿亿", "亿2", "万/年", "O"], pick), Err("bad_amount")),
        4 => (
            format!("{}亿{}万元", truth / 10_000 + 1, truth % 10_000),
            Ok((truth % 10_000 + (truth / 10_000 + 1) * 10_000) * 1_000_000),
        ),
        5 => (wide(&plain), said),
        6 => (of(PLACEHOLDERS, pick).into(), Err("placeholder")),
        7 => (format!("{plain}00000000"), Err("amount_out_of_bounds")),
        8 => (of(["(1200)", "-5", "RMB 5", "5 USD", "约5000", "0"], pick).into(), Err("bad_amount")),
        9 => (format!("{plain}.0000000000000000{pick}"), said),
        10 => (format!("{}元", i128::from(truth) * 10_000), said),
        _ => (plain, said),
    }
}

/// Id, record, name, zone, investor, whether there is a category, and the total of a project.
type Told = (String, u64, String, String, Option<String>, bool, Option<i64>);

/// What must come of a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
struct Expected {
    projects: Vec<Told>,
    /// `record stage day column` of what is not inferred.
    days: Vec<String>,
    /// `record|column|code`, sorted.
    told: Vec<String>,
}

/// The zone that stands above.
enum Above {
    Nothing,
    Zone(String),
    Lost,
}

const STEPS: [(&str, &str); 3] = [("洽谈日", "negotiating"), ("签约日", "signed"), ("开工日", "started")];

/// Writes the sheet, and works out what must come of it.
fn sheet(rows: &[Chosen], separator: char) -> (String, Expected) {
    let mut csv = HEADER.replace(',', &separator.to_string());
    let (mut expected, mut above, mut met) = (Expected::default(), Above::Nothing, Vec::<String>::new());
    for (number, row) in (1_u64..).zip(rows) {
        let told = &mut expected.told;
        let mut tell = |column: &str, code: &str| told.push(format!("{number}|{column}|{code}"));
        let key = format!("K-{number}");
        let (key_written, key) = match row.key {
            (1, pick) => (with_hidden(&key, pick), Ok(key)),
            (2, _) => (wide(&key), Ok(key)),
            (3, pick) => (of(PLACEHOLDERS, pick).into(), Err("no_key")),
            (4, pick) => {
                let changed = format!("{}{number}", of(["2.101E+1", "'00", "1."], pick));
                let changed = if changed.starts_with("1.") { format!("{number}.0") } else { changed };
                (changed.clone(), Ok(changed))
            }
            (5 | 6, pick) if number > 1 => {
                let other = format!("K-{}", u64::from(pick) % (number - 1) + 1);
                (with_hidden(&other, pick), Ok(other))
            }
            _ => (key.clone(), Ok(key)),
        };
        let (name_written, name) = text_cell(of(["数控园", "机器人城", "A区项目"], row.name.1), row.name);
        let (zone_written, zone) = match row.zone {
            (8.., pick) => (of(["", "同上", "〃", "\u{200b}"], pick).into(), Err("above")),
            choice => text_cell(of(["沈阳", "大连B区"], choice.1), choice),
        };
        let stages = ["在谈", "已签约", "在建"];
        let (status_written, status) = match row.status {
            (1 | 2, pick) => (of(["注 销", "停工了", "已注销（2019）"], pick).into(), Err("unknown_status")),
            (3, pick) => (of(PLACEHOLDERS, pick).into(), Err("placeholder")),
            (4, pick) => (with_hidden(of(stages, pick), pick), Ok(usize::from(pick) % 3)),
            (_, pick) => (of(stages, pick).into(), Ok(usize::from(pick) % 3)),
        };
        let (updated_written, updated) = date_cell("2019-05-20", row.updated);
        let steps = ["2016-03-15", "2017-06-20", "2018-11-25"].into_iter().zip(row.steps);
        let steps: Vec<Cell<String>> = steps.map(|(truth, choice)| date_cell(truth, choice)).collect();
        let (category_written, category) = match row.category {
            (1 | 2, _) => ("农业".into(), Err("bad_value")),
            choice => text_cell("工业", choice),
        };
        let (investor_written, investor) = text_cell(of(["华岳公司", "B公司"], row.investor.1), row.investor);
        let (total_written, total) = amount_cell(i64::from(row.total.1) + 1, row.total);

        // a separator in the name, or the end torn off
        let quoted = |text: &str| format!("\"{text}\"");
        let name_cell = if row.whole == 0 { format!("甲{separator}乙") } else { quoted(&name_written) };
        let mut cells = vec![quoted(&key_written), name_cell];
        cells.extend([&zone_written, &status_written, &updated_written].map(|cell| quoted(cell)));
        cells.extend(steps.iter().map(|(written, _)| quoted(written)));
        cells.extend([String::new(), quoted(&category_written), quoted(&investor_written), quoted(&total_written)]);
        if row.whole == 1 {
            cells.truncate(1 + usize::from(row.name.1) % 11);
        }
        csv += &(cells.join(&separator.to_string()) + "\n");

        if row.whole < 2 {
            tell("", ["too_many_cells", "too_few_cells"][usize::from(row.whole)]);
            above = Above::Lost;
            continue;
        }
        let zone = match zone {
            Ok(zone) => {
                above = Above::Zone(zone.clone());
                Some(zone)
            }
            Err("above") => match &above {
                Above::Zone(zone) => Some(zone.clone()),
                Above::Lost => {
                    tell("开发区", "not_filled");
                    None
                }
                Above::Nothing => None,
            },
            Err(_) => {
                above = Above::Lost;
                None
            }
        };
        let is_ditto = ["同上", "〃"].contains(&&*zone_written) && matches!(above, Above::Nothing);
        let is_odd_zone = is_ditto || PLACEHOLDERS.contains(&&*zone_written);

        let key = match key {
            Ok(key) if !met.contains(&key) => key,
            Ok(_) => {
                tell("编号", "duplicate_id");
                continue;
            }
            Err(code) => {
                tell("编号", code);
                continue;
            }
        };
        met.push(key.clone());
        if !key.starts_with("K-") {
            tell("编号", "changed_key");
        }
        let columns = ["名称", "状态", "更新", "类别", "投资方", "总投资"];
        let faults = [
            name.as_ref().err(),
            status.as_ref().err(),
            updated.as_ref().err(),
            category.as_ref().err(),
            investor.as_ref().err(),
            total.as_ref().err(),
        ];
        columns.iter().zip(faults).for_each(|(column, fault)| fault.into_iter().for_each(|code| tell(column, code)));
        for ((column, ..), (_, said)) in STEPS.iter().zip(&steps) {
            said.as_ref().err().into_iter().for_each(|code| tell(column, code));
        }
        if is_odd_zone {
            tell("开发区", "placeholder");
        }

        let good: Vec<(usize, &String)> = (0..3).filter_map(|at| Some((at, steps[at].1.as_ref().ok()?))).collect();
        let planned = match (good.first(), &updated) {
            (Some((at, day)), _) => format!("{number} planned {day} {}", STEPS[*at].0),
            (None, Ok(day)) => format!("{number} planned {day} 更新"),
            (None, Err(_)) => {
                tell("", "no_date");
                continue;
            }
        };
        if status.is_ok_and(|named| good.last().is_none_or(|(reached, _)| named > *reached)) {
            tell("状态", "status_beyond_stage");
        }
        expected.days.push(planned);
        expected.days.extend(good.iter().map(|(at, day)| format!("{number} {} {day} {}", STEPS[*at].1, STEPS[*at].0)));
        expected.projects.push((
            ProjectId::named(&format!("urn:example:office/project/{key}")).to_string(),
            number,
            name.unwrap_or(key),
            zone.unwrap_or("未填".into()),
            investor.ok(),
            category.is_ok(),
            total.ok(),
        ));
    }
    expected.told.sort();
    (csv, expected)
}

proptest! {
    #[test]
    fn nothing_is_recorded_that_no_cell_says_and_every_damaged_cell_is_told(
        rows in prop::collection::vec(chosen(), 1..6),
        separator in prop::sample::select(vec![',', ';', '\t']),
        above in prop::sample::select(vec!["", "一览表\n", "\n\n单位,万元\n"]),
    ) {
        let (csv, expected) = sheet(&rows, separator);
        let csv = format!("{above}{csv}");
        let ledger = file(KEYS, &csv).unwrap_or_else(|error| panic!("{error}\n{csv}"));
        let mut found = Expected::default();
        for event in &ledger.events {
            let from = provenance(event);
            if event.version() == 1 {
                let project = Project::replay([event.clone()]).expect("a planning");
                let profile = project.profile();
                found.projects.push((
                    project.id().to_string(),
                    from.record(),
                    profile.name().into(),
                    profile.zone().to_string(),
                    profile.investor().map(|investor| investor.to_string()),
                    profile.category().is_some(),
                    profile.total_investment().map(|total| total.minor()),
                ));
            }
            if !from.is_inferred() {
                let (stage, column) = (event.to().stage(), from.column().unwrap_or_default());
                found.days.push(format!("{} {stage} {} {column}", from.record(), event.effective_on()));
            }
        }
        found.told = ledger.rows.iter().map(|[row, _, column, _, code]| format!("{row}|{column}|{code}")).collect();
        found.told.sort();
        prop_assert_eq!(found, expected, "{}", csv);
    }
}
