//! An address and its confirmation.

use super::super::chrome::Chrome;
use super::super::html::{Html, Part};
use super::Card;
use askama::Template;

/// Asks whether the address is right.
#[derive(Clone, Debug)]
pub struct ConfirmAddress {
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The link's secret.
    pub link: String,
    /// The account's user name.
    pub account: String,
    /// The address.
    pub address: String,
}

impl ConfirmAddress {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let names = [
            ("address", Part::Strong(&self.address)),
            ("account", Part::Strong(&self.account)),
            ("realm", Part::Name(&chrome.realm_title)),
        ];
        let card = Card {
            chrome,
            words,
            heading: Html::plain(own.confirm),
            what: Html::fill(own.confirm_what, &names),
            action: &self.action,
            csrf: &self.csrf,
            link: Some(&self.link),
            username: None,
            fields: Vec::new(),
            button: own.confirm_yes,
            sign_in: None,
        };
        card.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(in crate::pages) fn sample() -> Self {
        let named = |text: &str| text.to_owned();
        Self {
            action: named("/shop/-/confirm"),
            csrf: named("sealed"),
            link: named("k3Jd92nbQ0zVt7LxWm4P"),
            account: named("demo"),
            address: named("demo@example.com"),
        }
    }
}
