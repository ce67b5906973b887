//! A new password by a mailed link.

use super::super::account::proof;
use super::super::chrome::Chrome;
use super::super::html::{Html, Part};
use super::Card;
use crate::desk::Unfit;
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
    pub error: Option<Unfit>,
}

/// Whether an account has had a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichPassword {
    /// It was forgotten.
    Another,
    /// Somebody else has made the account.
    First,
}

impl NewPassword {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let field = proof::new(words, own.password, self.error);
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
            sign_in: None,
        };
        card.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::pages) fn sample() -> Self {
        let named = |text: &str| text.to_owned();
        Self {
            action: named("/shop/-/reset"),
            csrf: named("sealed"),
            link: named("k3Jd92nbQ0zVt7LxWm4P"),
            account: named("demo"),
            which: WhichPassword::Another,
            error: None,
        }
    }
}
