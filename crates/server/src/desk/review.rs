//! How apps stand: looked at, let through or sent back, suspended and let go on.

use super::facts::is_odd_in_lines;
use super::{Declined, Desk};
use crate::config::ReviewRule;
use engine::model::{App, Review};
use store::Broken;
use store::office::AuditFilter;
use store::ops::{AppChange, Page};

/// The longest reason, in characters.
const LONGEST: usize = 1000;
/// What stands where a command suspends an app without a word; the pages have it in their language.
pub const NO_REASON: &str = "No reason was given.";
/// The audit's word for an app that was sent back; the row keeps the reason.
const SEND_BACK: &str = "app.send-back";

impl Desk<'_> {
    /// An owner asks for the app to be looked at; in a realm that demands no review, everybody may use it at once.
    pub async fn ask_review(&self, client_id: &str) -> Result<(), Declined> {
        match self.realm.review {
            ReviewRule::Demanded => self.moved(client_id, AppChange::Submit, "app.ask-review").await,
            ReviewRule::None => self.moved(client_id, AppChange::Review(Review::Live), "app.open").await,
        }
    }

    /// An owner takes that back.
    pub async fn withdraw_review(&self, client_id: &str) -> Result<(), Declined> {
        self.moved(client_id, AppChange::Withdraw, "app.withdraw-review").await
    }

    async fn moved(&self, client_id: &str, change: AppChange, action: &str) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        self.change(&app, change, action, "").await.map_err(|declined| match declined {
            Declined::Broken(Broken::Absent(_)) => Declined::ReviewMoved,
            other => other,
        })
    }

    /// Everybody may use the app. `seen`: if its [`App::fingerprint`] still is that, so that nobody slips something in behind the review.
    ///
    /// [`App::fingerprint`]: engine::model::App::fingerprint
    pub async fn approve(&self, client_id: &str, seen: Option<&str>) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        let change = AppChange::Approve(seen.map(str::to_owned));
        self.change(&app, change, "app.approve", "").await.map_err(|declined| match declined {
            Declined::Broken(Broken::Absent("app as it was looked at")) => Declined::ChangedSince,
            other => other,
        })
    }

    /// The app is a draft again: only its owners can use it. They read why for as long as it is one.
    pub async fn send_back(&self, client_id: &str, reason: &str) -> Result<(), Declined> {
        let reason = checked(reason)?;
        let app = self.app(client_id).await?;
        self.change(&app, AppChange::Review(Review::Draft), SEND_BACK, reason).await
    }

    /// Why a draft was sent back, if it was.
    pub async fn sent_back_because(&self, app: &App) -> Result<Option<String>, Declined> {
        if app.review != Review::Draft {
            return Ok(None);
        }
        let filter = AuditFilter { action: Some(SEND_BACK.to_owned()), app: Some(app.key), ..AuditFilter::default() };
        let newest = self.store.find_audit(self.realm.key, filter, Page { after: None, limit: 1 }).await?;
        Ok(newest.into_iter().next().map(|row| row.audit.detail))
    }

    /// Suspends it: nothing new, and its tokens are refused for as long. Its owners read the reason.
    pub async fn suspend(&self, client_id: &str, reason: &str) -> Result<(), Declined> {
        let reason = checked(reason)?;
        let app = self.app(client_id).await?;
        let change = AppChange::Suspend(self.now.secs(), Some(reason.to_owned()));
        self.change(&app, change, "app.suspend", reason).await
    }

    /// Ends a suspension.
    pub async fn resume(&self, client_id: &str) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        self.change(&app, AppChange::Resume, "app.resume", "").await
    }
}

/// A reason without blanks around it; something must be left. How long it is counts as it was sent.
fn checked(reason: &str) -> Result<&str, Declined> {
    if reason.chars().count() > LONGEST || reason.contains(is_odd_in_lines) {
        return Err(Declined::Name("a reason has 1,000 characters at most, and no control characters but line breaks"));
    }
    Some(reason.trim()).filter(|reason| !reason.is_empty()).ok_or(Declined::Reasonless)
}
