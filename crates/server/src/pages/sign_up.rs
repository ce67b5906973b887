//! Making an account.

use super::account::{AccountFault, proof};
use super::chrome::Chrome;
use super::html::{Html, Part};
use super::parts::{Field, Kind, Summary};
use super::tile::{ShownApp, Tile};
use super::words::Words;
use crate::config::Switch;
use askama::Template;

/// Asks for a user name, an address and a password.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The app that sent the person here, where one did.
    pub app: Option<ShownApp>,
    /// Where the form posts to.
    pub action: String,
    /// The sealed request, carried in a hidden field.
    pub request: String,
    /// Where the person signs in who has an account already.
    pub sign_in: String,
    /// The user name, as typed.
    pub username: String,
    /// The address, as typed.
    pub email: String,
    /// Whether letters go out, so that an address brings back who forgot the password.
    pub letters: Switch,
    /// All that was wrong with what was typed.
    pub faults: Vec<AccountFault>,
    /// For how many seconds to wait, where too many accounts were made.
    pub wait: Option<u64>,
}

impl SignUp {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        View { chrome, words, page: self, fields: self.fields(words) }.render().unwrap_or_default()
    }

    fn fields(&self, words: &'static Words) -> Vec<Field<'_>> {
        let wrong = |field: &str| AccountFault::at(&self.faults, field, words);
        let waiting = self.wait.map(|seconds| proof::wait(words, words.door.throttled, seconds));
        vec![
            Field::new("username", words.sign_in.username, Kind::Line, &self.username)
                .filled_in_as("username")
                .wrong(wrong("username").or(waiting)),
            Field::new("email", words.door.email, Kind::Email, &self.email)
                .hint(Html::plain(match self.letters {
                    Switch::On => words.door.email_hint,
                    Switch::Off => words.door.email_hint_no_mail,
                }))
                .filled_in_as("email")
                .wrong(wrong("email")),
            proof::new(words, words.sign_in.password, None).wrong(wrong("password")),
        ]
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            app: Some(ShownApp::sample("Notes")),
            action: "/shop/-/sign-up".to_owned(),
            request: "sealed".to_owned(),
            sign_in: "/shop/account".to_owned(),
            username: "demo".to_owned(),
            email: String::new(),
            letters: Switch::On,
            faults: Vec::new(),
            wait: None,
        }
    }
}

#[derive(Template)]
#[template(path = "sign_up.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a SignUp,
    fields: Vec<Field<'a>>,
}

impl View<'_> {
    fn tile(&self) -> Option<Tile> {
        self.page.app.as_ref().map(ShownApp::tile)
    }

    fn onward(&self) -> Option<Html> {
        let name = &self.page.app.as_ref()?.name;
        Some(Html::fill(self.words.sign_in.onward, &[("app", Part::Strong(name))]))
    }

    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }
}
