//! Nobody outside the crate adds a row to the law.

use project_lifecycle::staged::marker::InStage;
use project_lifecycle::lifecycle::Position;

struct Shortcut;

impl InStage for Shortcut {
    const POSITION: Position = Position::START;
}

fn main() {}
