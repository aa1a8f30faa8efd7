//! Lines that bend at right angles, and their tips.

use core::fmt;

/// A point: pixels to the right, and down.
pub(super) type Point = (i32, i32);

/// The line of a move through its points, with round corners and without its tip, as the `d` of a path.
pub(super) struct Bent<'a>(pub(super) &'a [Point]);

/// How round a corner is.
const ROUND: i32 = 12;
/// How long a tip is.
const TIP: i32 = 10;

/// So far from one point towards another, which lies straight beside, above or below it.
fn towards((x, y): Point, (to_x, to_y): Point, far: i32) -> Point {
    (x + (to_x - x).signum() * far, y + (to_y - y).signum() * far)
}

impl fmt::Display for Bent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, .., before, last] = *self.0 else { return straight(f, self.0) };
        write!(f, "M{} {}", first.0, first.1)?;
        for corner in self.0.windows(3) {
            let (into, out) = (towards(corner[1], corner[0], ROUND), towards(corner[1], corner[2], ROUND));
            write!(f, "L{} {}Q{} {} {} {}", into.0, into.1, corner[1].0, corner[1].1, out.0, out.1)?;
        }
        let end = towards(last, before, TIP - 2);
        write!(f, "L{} {}", end.0, end.1)
    }
}

fn straight(f: &mut fmt::Formatter<'_>, points: &[Point]) -> fmt::Result {
    let [first, last] = *points else { return Ok(()) };
    let end = towards(last, first, TIP - 2);
    write!(f, "M{} {}L{} {}", first.0, first.1, end.0, end.1)
}

/// The tip of a line, as the `d` of a path.
pub(super) struct Tip<'a>(pub(super) &'a [Point]);

impl fmt::Display for Tip<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [.., before, last] = *self.0 else { return Ok(()) };
        let (x, y) = towards(last, before, TIP);
        // half as wide on each side
        let (dx, dy) = ((last.1 - y) / 2, (last.0 - x) / 2);
        write!(f, "M{} {}L{} {}L{} {}Z", last.0, last.1, x + dx, y + dy, x - dx, y - dy)
    }
}
