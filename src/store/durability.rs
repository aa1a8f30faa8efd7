//! When a commit counts as done.

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Durability {
    /// When the disk has it: what was acknowledged survives the loss of power. In SQLite it is `synchronous=FULL`; in PostgreSQL
    /// `synchronous_commit` is `on` or `remote_apply`, and `fsync` and `full_page_writes` are on.
    #[default]
    Full,
    /// When the operating system has it: what was acknowledged survives the end of the process, but the last commits may
    /// be lost with the power. For imports that can be run again. An SQLite file stays sound (`synchronous=NORMAL`). In PostgreSQL
    /// it is whatever the server's settings give: with `synchronous_commit` off the database stays sound, with `fsync` or
    /// `full_page_writes` off it may be lost as a whole, so that is for throw-away servers.
    Normal,
}
