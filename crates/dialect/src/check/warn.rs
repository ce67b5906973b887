//! Where a dialect is weaker than the standard, in a sentence each.

use crate::model::Dialect;

/// All of them.
pub(super) fn warnings(_dialect: &Dialect) -> Vec<String> {
    Vec::new()
}
