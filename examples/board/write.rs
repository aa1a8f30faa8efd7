//! The files of a board.

use std::error::Error;
use std::fmt::Display;
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use project_lifecycle::board::papers::{Paper, PrintedPapers, Sources};
use project_lifecycle::board::{Board, Imprint, WallChart};
use project_lifecycle::portfolio::{ActionPlan, Portfolio};
use project_lifecycle::{Language, Policy};

/// Writes a file.
pub(crate) fn file(path: &Path, content: impl Display) -> Result<(), Box<dyn Error>> {
    let blame = |why: std::io::Error| format!("{}: {why}", path.display());
    let mut file = BufWriter::new(File::create(path).map_err(blame)?);
    write!(file, "{content}").and_then(|()| file.flush()).map_err(blame)?;
    Ok(())
}

/// Writes every picture and every paper, in both languages.
pub(crate) fn all(
    board: &Board<'_>,
    portfolio: &Portfolio,
    plan: &ActionPlan,
    imprint: Imprint<'_>,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    create_dir_all(out).map_err(|why| format!("{}: {why}", out.display()))?;
    let rows = board.rows();
    let policy = Policy::shenyang_2018();
    for language in Language::ALL {
        let code = language.code();
        let picture = |name: &str, content: &dyn Display| file(&out.join(format!("{name}.{code}.svg")), content);
        for (n, page) in WallChart::new(&rows, board.months(), imprint).pages(language).enumerate() {
            picture(&format!("wall-{:03}", n + 1), &page)?;
        }
        picture("funnel", &board.funnel().told_in(language))?;
        picture("pace", &board.pace().told_in(language))?;
        for (figures, ratios) in board.years().iter().zip(board.ratios()) {
            picture(&format!("ratios-{}", figures.as_of.year()), &ratios.told_in(language))?;
        }
        for (n, (_, track)) in board.urgent(&rows).enumerate() {
            picture(&format!("track-{:02}", n + 1), &track.told_in(language))?;
        }
        let law = board.law(language);
        picture("law", &law.svg())?;
        file(&out.join(format!("law.{code}.mmd")), law.mermaid())?;
        file(&out.join(format!("law.{code}.dot")), law.dot())?;

        let Some(figures) = board.years().last() else { continue };
        let lists = portfolio.standing(imprint.as_of, imprint.known_at);
        let papers = Paper::all(Sources { lists, figures, plan, policy: &policy, imprint });
        for paper in &papers {
            file(&out.join(format!("{}.{code}.csv", paper.name())), paper.csv(language))?;
        }
        file(&out.join(format!("papers.{code}.html")), PrintedPapers::new(&papers, language))?;
        #[cfg(feature = "xlsx")]
        std::fs::write(
            out.join(format!("papers.{code}.xlsx")),
            project_lifecycle::board::papers::workbook(&papers, language)?,
        )?;
    }
    Ok(())
}
