//! Notes are written a part at a time, so that others' writes come in between.

use std::ops::ControlFlow;
use store::Broken;

/// Notes of one write: others' writes wait for no more than that.
pub(crate) const PART: usize = 256;
/// Parts that fail one after the other before the rest waits for the next time.
const FAILURES: u32 = 2;

/// What became of the parts until now.
#[derive(Default)]
pub(crate) struct Parts {
    in_a_row: u32,
}

impl Parts {
    /// Whether the next part may come after that one. `what`: as the log names the notes.
    pub(crate) fn after(&mut self, written: store::Result<()>, what: &str) -> ControlFlow<()> {
        match written {
            Ok(()) => self.in_a_row = 0,
            // A row that somebody holds keeps its own part waiting; where two fail, the others would not fare better.
            Err(Broken::Unavailable(_) | Broken::Busy) => self.in_a_row += 1,
            Err(broken) => tracing::warn!(%broken, "{what} could not be written"),
        }
        if self.in_a_row == FAILURES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
