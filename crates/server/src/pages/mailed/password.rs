//! A new password by a mailed link.

use super::super::chrome::Chrome;
use super::super::html::{Html, Part};
use super::super::parts::{Field, Kind};
use super::Card;
use askama::Template;

/// Asks for a new password.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The link's secret.
    pub link: String,
    /// The account's user name.
    pub account: String,
    /// Whether it has had one.
    pub which: WhichPassword,
    /// What was wrong before.
    pub error: PasswordError,
}

/// Whether an account has had a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichPassword {
    /// It was forgotten.
    Another,
    /// Somebody else has made the account.
    First,
}

/// Why the form is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// It is there for the first time.
    None,
    /// The rules refuse the password.
    Weak,
}

impl NewPassword {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let wrong = (self.error == PasswordError::Weak).then(|| Html::plain(own.weak));
        let field = Field::new("password", own.password, Kind::Password, "")
            .hint(Html::plain(own.password_hint))
            .wrong(wrong)
            .filled_in_as("new-password");
        let heading = if self.which == WhichPassword::First { own.join } else { own.choose };
        let names = [("account", Part::Strong(&self.account)), ("realm", Part::Name(&chrome.realm_title))];
        let card = Card {
            chrome,
            words,
            heading: Html::plain(heading),
            what: Html::fill(own.for_account, &names),
            action: &self.action,
            csrf: &self.csrf,
            link: Some(&self.link),
            username: Some(&self.account),
            fields: vec![field],
            button: own.save,
        };
        card.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::pages) fn sample() -> Self {
        let named = |text: &str| text.to_owned();
        Self {
            action: named("/hidrive/-/reset"),
            csrf: named("sealed"),
            link: named("k3Jd92nbQ0zVt7LxWm4P"),
            account: named("demo"),
            which: WhichPassword::Another,
            error: PasswordError::None,
        }
    }
}
