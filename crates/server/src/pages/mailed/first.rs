//! The first administrator, by a link that the server printed.

use super::super::chrome::Chrome;
use super::super::html::Html;
use super::super::parts::{Field, Kind};
use super::Card;
use crate::pages::account::{AccountFault, proof};
use askama::Template;

/// Asks who becomes the first administrator.
#[derive(Clone, Debug)]
pub struct FirstAdministrator {
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The link's secret.
    pub link: String,
    /// What was typed before.
    pub username: String,
    /// See `username`.
    pub email: String,
    /// All that was wrong with it.
    pub faults: Vec<AccountFault>,
}

impl FirstAdministrator {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let wrong = |field: &str| AccountFault::at(&self.faults, field, words);
        let card = Card {
            chrome,
            words,
            heading: Html::plain(own.first),
            what: Html::plain(own.first_what),
            action: &self.action,
            csrf: &self.csrf,
            link: Some(&self.link),
            username: None,
            fields: vec![
                Field::new("username", words.sign_in.username, Kind::Line, &self.username)
                    .wrong(wrong("username"))
                    .filled_in_as("username"),
                Field::new("email", own.first_email, Kind::Email, &self.email)
                    .wrong(wrong("email"))
                    .filled_in_as("email"),
                proof::new(words, own.password, None).wrong(wrong("password")),
            ],
            button: own.first_make,
            sign_in: None,
        };
        card.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::pages) fn sample() -> Self {
        let named = |text: &str| text.to_owned();
        Self {
            action: named("/admin/-/first"),
            csrf: named("sealed"),
            link: named("k3Jd92nbQ0zVt7LxWm4P"),
            username: named("alex"),
            email: named("alex@example.com"),
            faults: Vec::new(),
        }
    }
}
