//! A forgotten password: who asks.

use super::super::chrome::Chrome;
use super::super::html::{Html, Part};
use super::super::lasting;
use super::super::parts::{Field, Kind};
use super::Card;
use askama::Template;

/// Asks for user name or address.
#[derive(Clone, Debug)]
pub struct Forgotten {
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// What was typed before.
    pub name: String,
    /// What was wrong with it.
    pub error: ForgottenError,
    /// Where people sign in.
    pub sign_in: String,
}

/// Why the form is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgottenError {
    /// It is there for the first time.
    None,
    /// Nothing was typed.
    Missing,
    /// Too many letters: wait so many seconds.
    Throttled(u64),
}

impl Forgotten {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let wrong = match self.error {
            ForgottenError::None => None,
            ForgottenError::Missing => Some(Html::plain(own.name_missing)),
            ForgottenError::Throttled(seconds) => {
                let wait = lasting::duration(&words.units, seconds.max(1));
                Some(Html::fill(words.sign_in.throttled, &[("wait", Part::Text(&wait))]))
            }
        };
        let field = Field::new("name", own.name, Kind::Line, &self.name).wrong(wrong).filled_in_as("username");
        let card = Card {
            chrome,
            words,
            heading: Html::plain(own.forgotten),
            what: Html::plain(own.forgotten_what),
            action: &self.action,
            csrf: &self.csrf,
            link: None,
            username: None,
            fields: vec![field],
            button: own.send,
            sign_in: Some(&self.sign_in),
        };
        card.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::pages) fn sample() -> Self {
        let (action, csrf) = ("/shop/-/forgotten".to_owned(), "sealed".to_owned());
        Self { action, csrf, name: "demo".to_owned(), error: ForgottenError::None, sign_in: "/shop/account".to_owned() }
    }
}
