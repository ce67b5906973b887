//! What the pages on which developers keep their apps need to know of the dialect.

use super::{Dialect, Words};
use std::collections::BTreeMap;

/// The app console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Where the list of apps stands below the mount; what lies below it is the console's too.
    pub path: String,
    /// Where a new secret is shown, that one time.
    pub new_secret: NewSecret,
    /// What it calls things, where it has words of its own.
    pub words: BTreeMap<ConsoleWord, Words>,
}

impl Console {
    /// The dialect's word in this language, else in English; `None`: the pages' own word stands.
    pub fn word(&self, word: ConsoleWord, language: &str) -> Option<&str> {
        let words = self.words.get(&word)?;
        words.get(language).or_else(|| words.get("en")).map(String::as_str)
    }
}

/// What every mount has for itself at or around this path: gateways' questions, forms and files of pages, the account's pages, the
/// reference, and the way to the administration.
pub(crate) fn kept(path: &str) -> Option<&'static str> {
    match path.split('/').nth(1)? {
        "verify" => Some("`/verify`, where gateways ask,"),
        "-" => Some("`/-`, where forms and files of pages lie,"),
        "account" => Some("`/account`, where people keep their accounts,"),
        "docs" => Some("`/docs`, where developers read,"),
        "admin" if path.trim_end_matches('/') == "/admin" => Some("`/admin`, where administrators sign in,"),
        _ => None,
    }
}

impl Dialect {
    /// Whether a path below the mount is the server's own, whatever the dialect's routes capture.
    pub fn keeps(&self, path: &str) -> bool {
        let below = path.strip_prefix(&self.console.path);
        kept(path).is_some() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Where a new secret is shown, that one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewSecret {
    /// On a page of its own.
    Page,
    /// In the list of apps, on the app's own row.
    List,
}

/// What a console may call otherwise.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConsoleWord {
    /// The console itself.
    Title,
    /// What leads to the form for a new app.
    NewApp,
    /// `client_id`.
    ClientId,
    /// `client_secret`.
    ClientSecret,
    /// `redirect_uri`.
    RedirectUri,
    /// The token for the owner's own account.
    TestToken,
}
