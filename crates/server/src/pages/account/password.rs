//! A new password.

use super::proof::{self, Unproven};
use crate::desk::Unfit;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::parts::{Field, Summary};
use crate::pages::words::Words;
use askama::Template;

/// Asks for the current password and a new one.
#[derive(Clone, Debug)]
pub struct AccountPassword {
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The account's user name, for password managers.
    pub username: String,
    /// What was wrong with the current password.
    pub current: Option<Unproven>,
    /// What was wrong with the new one.
    pub new: Option<Unfit>,
}

impl AccountPassword {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let fields = [proof::current(words, self.current), proof::new(words, words.account.password.new, self.new)];
        View { frame, chrome: &frame.chrome, words, page: self, fields }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        Self {
            action: "/shop/account/password".to_owned(),
            csrf: "sealed".to_owned(),
            username: name.to_owned(),
            current: None,
            new: None,
        }
    }
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountPassword,
    fields: [Field<'a>; 2],
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }
}
