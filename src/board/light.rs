//! temporary
/// A light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// Red.
    Red,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
}
