//! How much a store does, for metrics.

/// What a store has done since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Transactions committed.
    pub commits: u64,
    /// Writes in them.
    pub operations: u64,
    /// Writes that wait.
    pub waiting: u64,
    /// What was refused at once, since as many waited as may: writes, and on PostgreSQL who asked for a realm's revision.
    pub refused: u64,
    /// Access tokens ended one by one before their time.
    pub tokens_ended: u64,
    /// Families ended.
    pub families_ended: u64,
    /// Grants ended.
    pub grants_ended: u64,
}
