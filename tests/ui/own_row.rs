//! Nobody outside the crate adds a row to the law.

use project_lifecycle::staged::InStage;
use project_lifecycle::Position;

struct Shortcut;

impl InStage for Shortcut {
    const POSITION: Position = Position::START;
}

fn main() {}
