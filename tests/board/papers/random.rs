//! On random days of random histories every paper says what the lists and figures say.

use project_lifecycle::board::papers::{Cell, FigurePart, Paper, PrintedPapers};
use project_lifecycle::portfolio::{Figure, Figured, Listed, Threshold};
use project_lifecycle::{Day, Language, Stage};
use proptest::prelude::*;

use super::{Office, paper, under};
use crate::common::{day, plus};
use crate::portfolio::properties::{fold, records};

/// Names with a number each, as a list has them.
fn numbered<'l>(rows: impl IntoIterator<Item = (&'l Listed<'l>, i64)>) -> Vec<Vec<String>> {
    rows.into_iter().map(|(listed, days)| vec![listed.name.to_string(), days.to_string()]).collect()
}

fn hold_against_lists(office: &Office<'_>, papers: &[Paper<'_>]) {
    let (lists, as_of) = (office.lists(), office.imprint.as_of);
    let holds = |name: &str, days: &str, rows: Vec<Vec<String>>| {
        assert_eq!(paper(papers, name).count(), Some(rows.len()), "{name}");
        assert_eq!(under(papers, name, &["项目名称", days]), rows, "{name}");
    };
    let of = |rows: &[project_lifecycle::portfolio::Waiting<'_>]| {
        numbered(rows.iter().map(|row| (&row.project, row.days)).collect::<Vec<_>>())
    };
    holds("signed_not_registered", "签约后天数", of(&lists.signed_not_registered()));
    holds("started_not_producing", "开工后天数", of(&lists.started_not_producing()));
    holds("producing_not_at_full_capacity", "投产后天数", of(&lists.producing_not_at_full_capacity()));
    let not_started = lists.signed_not_started();
    let of = |rows: &[project_lifecycle::portfolio::NotStarted<'_>]| {
        numbered(rows.iter().map(|row| (&row.project, row.days)).collect::<Vec<_>>())
    };
    holds("signed_not_started_due", "签约后天数", of(&not_started.due));
    holds("signed_not_started_not_yet_due", "签约后天数", of(&not_started.not_yet_due));
    holds("signed_not_started_undated", "签约后天数", of(&not_started.undated));
    holds("paused", "停工天数", numbered(lists.paused().iter().map(|row| (&row.project, row.days))));
    let candidates = lists.zombie_candidates(&office.policy);
    holds("zombie_candidates", "停滞天数", numbered(candidates.iter().map(|row| (&row.project, row.days))));
    let duties = lists.overdue_duties(&office.policy);
    holds("overdue_duties", "逾期天数", numbered(duties.iter().map(|row| (&row.project, row.days))));

    let projects = lists.projects();
    let counted = |name: &str, count: usize| assert_eq!(paper(papers, name).count(), Some(count), "{name}");
    counted("ledger", projects.len());
    counted("zombies", projects.iter().filter(|listed| listed.position.stage() == Stage::Zombie).count());
    counted("owed_papers", lists.owed_papers().len());
    counted("in_libraries", lists.in_libraries().len());
    counted("possible_duplicates", lists.possible_duplicates().len());
    let moves = lists.library_moves(Day::new(as_of.year(), as_of.month(), 1).expect("a day"), as_of);
    counted("library_entries", moves.entries.len());
    counted("library_exits", moves.exits.len());
    counted("library_part_moves", moves.between_parts.len());
    let doubtful = lists.tracks().iter().flat_map(|track| &track.steps).filter(|step| step.is_doubtful).count();
    counted("doubtful_dates", doubtful);
}

/// What a figure's part is, worked out apart from the crate.
fn expected(figure: &Figure, part: FigurePart) -> Option<String> {
    let yuan = |fen: i128| {
        let text = format!("{:.6}", fen as f64 / 1e6);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let told = |figured: Figured| match figured {
        Figured::Projects(count) | Figured::Visits(count) => count.to_string(),
        Figured::Yuan(fen) => yuan(fen),
    };
    match part {
        FigurePart::Net => Some(told(figure.net.value)),
        FigurePart::Gross => Some(told(figure.gross.value)),
        FigurePart::Denominator => figure.denominator.as_ref().map(|part| told(part.value)),
        FigurePart::Missing => figure.missing.map(told),
        FigurePart::Threshold => figure.threshold.map(|threshold| match threshold {
            Threshold::BasisPoints(points) => format!("{}.{:02}%", points / 100, points % 100),
            Threshold::Value(value) => value.to_string(),
        }),
        FigurePart::Verdict => figure.verdict.map(|verdict| verdict.label(Language::Chinese).to_owned()),
        FigurePart::Why => figure.why.map(|why| why.label(Language::Chinese).to_owned()),
        FigurePart::Excluded => Some(figure.excluded.len().to_string()),
        FigurePart::Share => {
            let whole = figure.denominator.as_ref().map(|part| part.value.number()).filter(|whole| *whole > 0)?;
            let net = figure.net.value.number();
            // half up: the least number of hundredths of which twice and one more is above
            let mut hundredths = (net * 10_000) / whole - 2;
            while (2 * hundredths + 1) * whole <= 2 * net * 10_000 {
                hundredths += 1;
            }
            Some(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
        }
    }
}

fn hold_against_figures(papers: &[Paper<'_>]) {
    let mut held = 0;
    for name in ["by_zone", "figures"] {
        let paper = paper(papers, name);
        let rows = super::table(paper);
        for (cells, texts) in paper.rows().zip(&rows[1..]) {
            for (cell, text) in cells.iter().zip(texts) {
                let Cell::Figure { figure, part, .. } = cell else { continue };
                match expected(figure, *part) {
                    Some(expected) => assert_eq!(*text, expected, "{} {part:?}", figure.indicator),
                    None => assert!(text.starts_with('—'), "{text}"),
                }
                held += 1;
            }
        }
    }
    assert!(held > 100, "{held}");
}

/// Each count on the page is that of the paper, under its name.
fn hold_page_against_papers(papers: &[Paper<'_>]) {
    let page = PrintedPapers::new(papers, Language::Chinese).to_string();
    for paper in papers {
        let Some(count) = paper.count() else { continue };
        let told = format!("<b data-figure=\"{}\" data-scope=\"all\">{count}</b>", paper.name());
        assert_eq!(page.matches(&told).count(), 1, "{told}");
    }
    let figures =
        papers.iter().flat_map(Paper::rows).flatten().filter(|cell| matches!(cell, Cell::Figure { .. })).count();
    assert_eq!(page.matches(" data-part=").count(), figures);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("LONG").is_some() { 2_000 } else { 16 }))]

    #[test]
    fn papers_say_what_lists_and_figures_say(
        records in records(),
        days in prop::collection::vec((0..1_500i64, any::<prop::sample::Index>()), 1..4),
    ) {
        let portfolio = fold(&records);
        for (days, known) in days {
            let known_at = records[known.index(records.len())].recorded_time();
            let office = Office::on(&portfolio, plus(day("2018-06-01"), days), known_at);
            let papers = office.papers();
            hold_against_lists(&office, &papers);
            hold_against_figures(&papers);
            hold_page_against_papers(&papers);
        }
    }
}
