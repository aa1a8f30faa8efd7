//! What the benches of the stores share. Their rates are told beside the first contender's, from rounds in which each had its
//! turn; a turn is too long to be repeated many times.

use crate::median::median;

/// The columns of a project's current state that the store's trigger writes at planning.
pub(crate) const PLANNED: [&str; 4] = ["name", "name_key", "kind", "zone"];

/// Prints what each contender took per event, and its rate beside the first one's.
pub(crate) fn tell(group: &str, names: &[&str], rounds: &[Vec<f64>], events: usize) {
    println!("\n{group}");
    println!("  {:<52} {:>11} {:>10} {:>12}", "", "us/event", "events/s", "x rate of 1st");
    for (which, name) in names.iter().enumerate() {
        let seconds = median(rounds.iter().map(|round| round[which])) / events as f64;
        let rate = median(rounds.iter().map(|round| round[0] / round[which]));
        println!("  {name:<52} {:>11.1} {:>10.0} {rate:>12.2}", seconds * 1e6, 1.0 / seconds);
    }
}
