//! Columns of merged cells: a blank one says what stands above it.

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::placeholder::{Placeholders, is_ditto};
use super::records::Cells;
use super::said::Said;

/// What stands above, for each column that is filled down.
#[derive(Debug)]
pub(super) struct Filling {
    columns: Vec<(usize, Above)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Above {
    /// Nothing so far: a blank cell is blank.
    Nothing,
    Cell(String),
    /// Something that could not be read.
    Lost,
}

impl Filling {
    pub(super) fn new(columns: &Columns<'_>) -> Self {
        Self { columns: columns.filled.iter().map(|place| (*place, Above::Nothing)).collect() }
    }

    /// A record could not be read, or not as it stands: what its cells say is not known.
    pub(super) fn lose(&mut self) {
        for (_, above) in &mut self.columns {
            *above = Above::Lost;
        }
    }

    /// What a record's blank cells say, by their places, and those of which that is not known.
    pub(super) fn take(
        &mut self,
        cells: Cells<'_>,
        header: &[String],
        placeholders: &Placeholders,
    ) -> (Vec<(usize, String)>, Vec<Exception>) {
        let (mut filled, mut lost) = (Vec::new(), Vec::new());
        for (place, above) in &mut self.columns {
            let cell = cells.at(*place);
            if cell.is_empty() || is_ditto(cell) {
                match above {
                    Above::Cell(said) => filled.push((*place, said.clone())),
                    // a ditto mark is a placeholder then
                    Above::Nothing => {}
                    Above::Lost => {
                        lost.push(not_filled(&header[*place], cell));
                        filled.push((*place, String::new()));
                    }
                }
            } else if placeholders.has_text(cell) {
                *above = Above::Lost;
            } else {
                *above = Above::Cell(cell.into());
            }
        }
        (filled, lost)
    }
}

fn not_filled(column: &str, cell: &str) -> Exception {
    let said = Said::new(
        "the cell says what stands above it, and a record above could not be read there",
        "该单元格沿用上方内容，但上方某行该列无法识别",
    );
    Exception::of_cell(column, cell, Code::NotFilled, said.counted_as_empty())
}
