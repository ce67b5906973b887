//! The first administrator, by a link that the server printed.

use super::super::chrome::Chrome;
use super::super::html::Html;
use super::super::parts::{Field, Kind};
use super::Card;
use crate::desk::{Misnamed, Unfit};
use crate::pages::account::proof;
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
    /// What was wrong with it.
    pub error: FirstError,
}

/// Why the form is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstError {
    /// It is there for the first time.
    None,
    /// User name or address are none.
    Misnamed(Misnamed),
    /// The rules refuse the password.
    Unfit(Unfit),
}

impl FirstAdministrator {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let (misnamed, unfit) = match self.error {
            FirstError::None => (None, None),
            FirstError::Misnamed(wrong) => (Some(wrong), None),
            FirstError::Unfit(wrong) => (None, Some(wrong)),
        };
        let of_address = |wrong: &Misnamed| matches!(wrong, Misnamed::Email | Misnamed::EmailTaken);
        let said = |wrong: Option<Misnamed>| wrong.map(|wrong| proof::misnamed(words, wrong));
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
                    .wrong(said(misnamed.filter(|wrong| !of_address(wrong))))
                    .filled_in_as("username"),
                Field::new("email", own.first_email, Kind::Email, &self.email)
                    .wrong(said(misnamed.filter(of_address)))
                    .filled_in_as("email"),
                proof::new(words, own.password, unfit),
            ],
            button: own.first_make,
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
            error: FirstError::None,
        }
    }
}
