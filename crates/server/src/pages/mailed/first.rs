//! The first administrator, by a link that the server printed.

use super::super::chrome::Chrome;
use super::super::html::Html;
use super::super::parts::{Field, Kind};
use super::Card;
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
    Name,
    /// The rules refuse the password.
    Weak,
}

impl FirstAdministrator {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let wrong = |error, sentence| (self.error == error).then(|| Html::plain(sentence));
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
                    .wrong(wrong(FirstError::Name, own.first_name_wrong))
                    .filled_in_as("username"),
                Field::new("email", own.first_email, Kind::Email, &self.email).filled_in_as("email"),
                Field::new("password", own.password, Kind::Password, "")
                    .hint(Html::plain(own.password_hint))
                    .wrong(wrong(FirstError::Weak, own.weak))
                    .filled_in_as("new-password"),
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
