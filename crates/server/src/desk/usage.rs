//! How much an app is used.

use super::{Declined, Desk};
use engine::model::App;
use store::developers::Counts;

/// How much an app is used.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Live tokens and grants.
    pub counts: Counts,
    /// When each of its secrets was last used, in seconds, by handle.
    pub secrets: Vec<(String, i64)>,
}

impl Desk<'_> {
    /// How much an app is used; one more than `at_most` of something stands for any number beyond.
    pub async fn usage(&self, app: &App, at_most: u32) -> Result<Usage, Declined> {
        let counts = self.store.counts(self.realm.key, app.key, at_most.saturating_add(1), self.now.secs()).await?;
        Ok(Usage { counts, secrets: self.store.secret_uses(self.realm.key, app.key).await? })
    }
}
