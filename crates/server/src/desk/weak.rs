//! Where a realm's dialects are weaker than the standard, for the audit: what a document demands is no secret from whoever runs the server.

use super::{About, Declined, Desk};
use store::office::AuditFilter;
use store::ops::Page;

/// The audit's word for it.
const ACTION: &str = "policy.weak";
/// What stands in the row of a realm whose weak policies are gone.
const NONE: &str = "none";

impl Desk<'_> {
    /// Leaves a row that lists the weak policies of this realm, if that is news: another start with the same ones leaves none.
    pub async fn note_weak_policies(&self) -> Result<(), Declined> {
        let now = self.weak_policies();
        let filter = AuditFilter { action: Some(ACTION.to_owned()), ..AuditFilter::default() };
        let last = self.store.find_audit(self.realm.key, filter, Page { after: None, limit: 1 }).await?;
        let before = last.first().map_or(NONE, |row| row.audit.detail.as_str());
        if before != now {
            let audit = self.audit(ACTION, About::Realm(&self.realm.name), now);
            self.store.leave(self.realm.key, audit).await?;
        }
        Ok(())
    }

    /// All of them, mount by mount.
    fn weak_policies(&self) -> String {
        let of_mounts =
            self.realm.mounts.iter().flat_map(|mount| {
                mount.dialect.warnings.iter().map(move |warning| format!("{}: {warning}", mount.name))
            });
        let all: Vec<String> = of_mounts.collect();
        if all.is_empty() { NONE.to_owned() } else { all.join(" ") }
    }
}
