//! What every change leaves in the audit.

use engine::model::{AccountKey, AppKey};

/// Who did what, when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// In seconds.
    pub at: i64,
    /// How far into that second, in milliseconds: orders what happened in it.
    pub millis: u16,
    /// `command-line`, `demo`, `account:ID`, `key:ID`, `app:ID` or `server`.
    pub actor: String,
    /// What, as a word: `app.suspend`.
    pub action: String,
    /// To what, by an id that outlives its names: `app CLIENT_ID`, `account ID`.
    pub object: String,
    /// More, if there is.
    pub detail: String,
    /// The account that it is about.
    pub account: Option<AccountKey>,
    /// The app that it is about.
    pub app: Option<AppKey>,
    /// The address of whoever did it, as text; empty: not known.
    pub address: String,
}

/// A row of the audit table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Orders the rows of a realm; [`crate::ops::Page::after`] of the next page.
    pub id: i64,
    /// What was left.
    pub audit: Audit,
}
