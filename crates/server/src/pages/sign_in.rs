//! The sign-in page.

use super::chrome::Chrome;
use super::html::{Html, Part};
use super::lasting;
use super::tile::{ShownApp, Tile};
use super::words::Words;
use askama::Template;

/// Asks for user name and password.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The app that sent the person here, where one did.
    pub app: Option<ShownApp>,
    /// Where the form posts to.
    pub action: String,
    /// The sealed request, carried in a hidden field.
    pub request: String,
    /// Where an account can be made; `None`: not by everybody.
    pub sign_up: Option<String>,
    /// What was typed before.
    pub username: String,
    /// Where a new password is asked for in the place of a forgotten one; `None`: only people help.
    pub forgotten: Option<String>,
    /// What went wrong before.
    pub error: SignInError,
    /// What became of a form that was sent before.
    pub sent: SentBefore,
}

/// What became of a form that was sent when its session had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentBefore {
    /// None was.
    Nothing,
    /// Nothing was done, and what was typed is gone.
    Ended,
    /// Nothing was done, and what was typed stands there again after the sign-in.
    Kept,
}

/// Why the form is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// It is there for the first time.
    None,
    /// User name and password do not belong together; which is wrong stays unsaid.
    WrongPair,
    /// Too many tries: wait so many seconds.
    Throttled(u64),
    /// The account was disabled, and the password was right.
    Disabled,
    /// The server cannot tell at the moment.
    Unavailable,
}

impl SignIn {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        View { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            app: Some(ShownApp::sample("Notes")),
            action: "/shop/sign-in".to_owned(),
            request: "sealed".to_owned(),
            sign_up: Some("/shop/-/sign-up".to_owned()),
            username: "demo".to_owned(),
            forgotten: None,
            error: SignInError::None,
            sent: SentBefore::Nothing,
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a SignIn,
}

impl View<'_> {
    fn tile(&self) -> Option<Tile> {
        self.page.app.as_ref().map(ShownApp::tile)
    }

    fn onward(&self) -> Option<Html> {
        let name = &self.page.app.as_ref()?.name;
        Some(Html::fill(self.words.sign_in.onward, &[("app", Part::Strong(name))]))
    }

    fn ended(&self) -> Option<&'static str> {
        match self.page.sent {
            SentBefore::Nothing => None,
            SentBefore::Ended => Some(self.words.sign_in.ended),
            SentBefore::Kept => Some(self.words.sign_in.kept),
        }
    }

    fn error(&self) -> Option<Html> {
        let words = &self.words.sign_in;
        match self.page.error {
            SignInError::None => None,
            SignInError::WrongPair => Some(Html::plain(words.wrong_pair)),
            SignInError::Throttled(seconds) => {
                let wait = lasting::duration(&self.words.units, seconds.max(1));
                Some(Html::fill(words.throttled, &[("wait", Part::Text(&wait))]))
            }
            SignInError::Disabled => Some(self.chrome.helper(words.disabled)),
            SignInError::Unavailable => Some(Html::plain(words.unavailable)),
        }
    }
}
