//! A sheet with random damage: nothing is recorded that no cell says, and every damaged cell is told.

use proptest::prelude::*;
