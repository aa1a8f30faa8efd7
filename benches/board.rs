//! The board of a city and its papers, from a folded portfolio: milliseconds, and the bytes that are written.
//!
//! The city is a log of lines, such as the example `simulate` makes:
//!
//! ```sh
//! cargo run --release --features sqlite --example simulate -- --store city.db --projects 10000
//! sqlite3 city.db 'SELECT body FROM event ORDER BY sequence' >city.jsonl
//! cargo bench --features board,xlsx --bench board -- --events city.jsonl
//! ```
//!
//! One thread. Best of five.

use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::time::{Duration, Instant};

use project_lifecycle::board::papers::{Paper, PrintedPapers, Sources, workbook};
use project_lifecycle::board::{Board, Imprint, WallChart};
use project_lifecycle::portfolio::{ActionPlan, Portfolio};
use project_lifecycle::{Language, Policy};

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn best<T>(mut run: impl FnMut() -> T) -> (T, Duration) {
    let mut runs = (0..5).map(|_| {
        let start = Instant::now();
        (black_box(run()), start.elapsed())
    });
    let first = runs.next().expect("a run");
    runs.fold(first, |best, next| if next.1 < best.1 { next } else { best })
}

fn told(what: &str, bytes: usize, took: Duration) {
    println!("  {what:<52}{:>9.1} ms  {:>9.1} kB", took.as_secs_f64() * 1e3, bytes as f64 / 1e3);
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--events");
    let Some(path) = arguments.nth(1) else {
        println!("give a city: --events FILE.jsonl, as the example `simulate` makes one");
        return;
    };
    let mut portfolio = Portfolio::new();
    portfolio.read_verified(BufReader::new(File::open(path).expect("the lines"))).expect("a log");
    portfolio.pack();
    let (plan, policy) = (ActionPlan::shenyang_2018(), Policy::shenyang_2018());
    let known_at = portfolio.last_recorded().expect("records");
    let as_of = known_at.day_in(plan.terms().utc_offset);
    let imprint = Imprint { unit: "市项目办", filled_by: "王某", as_of, known_at, is_simulated: true };
    println!("{} projects, {} records, as of {as_of}", portfolio.projects(), portfolio.records());

    let (board, took) = best(|| Board::new(&portfolio, &plan, imprint).expect("answers"));
    told("what the board shows: tracks, lights, every month", 0, took);
    let (page, writing) = best(|| board.page(Language::Chinese).to_string());
    told("the page, written", page.len(), writing);
    told("the board: both", page.len(), took + writing);
    let rows = board.rows();
    let chart = WallChart::new(&rows, board.months(), imprint);
    let (bytes, took) = best(|| chart.pages(Language::Chinese).map(|page| page.to_string().len()).sum());
    told("the wall chart on pages of A3", bytes, took);

    let figures = board.years().last().expect("a year");
    let lists = portfolio.standing(as_of, known_at);
    let (papers, drawing) = best(|| Paper::all(Sources { lists, figures, plan: &plan, policy: &policy, imprint }));
    told("papers, drawn", 0, drawing);
    let (bytes, csv) = best(|| papers.iter().map(|paper| paper.csv(Language::Chinese).to_string().len()).sum());
    told("papers as CSV", bytes, csv);
    let (printed, html) = best(|| PrintedPapers::new(&papers, Language::Chinese).to_string());
    told("papers as HTML for print", printed.len(), html);
    let (book, xlsx) = best(|| workbook(&papers, Language::Chinese).expect("a workbook"));
    told("papers as a workbook", book.len(), xlsx);
    told("all papers in all forms", bytes + printed.len() + book.len(), drawing + csv + html + xlsx);
}
