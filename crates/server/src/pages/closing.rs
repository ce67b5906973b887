//! Pages at which a visit ends.

use super::chrome::Chrome;
use super::html::{Html, Part};
use super::words::Words;
use askama::Template;

/// The session is over.
#[derive(Clone, Debug, Default)]
pub struct SignedOut {
    /// Where to sign in again, where that makes sense.
    pub again: Option<String>,
    /// The host of the owner's own login, where people sign in there: that session goes on.
    pub there: Option<String>,
}

impl SignedOut {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        SignedOutView { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            again: Some("/shop/client/authorize?client_id=6d8a".to_owned()),
            there: Some("www.shop.example".to_owned()),
        }
    }
}

#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOutView<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a SignedOut,
}

impl SignedOutView<'_> {
    fn there(&self) -> Option<Html> {
        let host = self.page.there.as_deref()?;
        Some(Html::fill(self.words.closing.signed_in_there, &[("host", Part::Name(host))]))
    }
}

/// The person said no to an app that has no address to send the answer to.
#[derive(Clone, Debug)]
pub struct Denied {
    /// The app's name.
    pub app: String,
}

impl Denied {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        DeniedView { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self { app: "Notes".to_owned() }
    }
}

#[derive(Template)]
#[template(path = "denied.html")]
struct DeniedView<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a Denied,
}

impl DeniedView<'_> {
    fn what(&self) -> Html {
        let parts = [("app", Part::Name(&self.page.app)), ("realm", Part::Name(&self.chrome.realm_title))];
        Html::fill(self.words.closing.denied_what, &parts)
    }
}

/// The account is gone.
#[derive(Clone, Debug)]
pub struct AccountDeleted {
    /// The host of the owner's own login, where people sign in there: that session goes on, and whoever comes from it is somebody new.
    pub there: Option<String>,
}

impl AccountDeleted {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        DeletedView { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self { there: Some("www.shop.example".to_owned()) }
    }
}

#[derive(Template)]
#[template(path = "deleted.html")]
struct DeletedView<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountDeleted,
}

impl DeletedView<'_> {
    fn there(&self) -> Option<Html> {
        let host = self.page.there.as_deref()?;
        Some(Html::fill(self.words.account.data.deleted_there, &[("host", Part::Name(host))]))
    }
}
