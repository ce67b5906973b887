//! An app's test token.

use super::{ConsoleApp, ConsoleItem};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::time;
use crate::pages::words::Words;
use askama::Template;

/// The page. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct ConsoleTestToken {
    /// The app.
    pub app: ConsoleApp,
    /// When the live one was made; `None`: there is none.
    pub made: Option<i64>,
    /// When it was last used.
    pub used_at: Option<i64>,
    /// The user name of whom it speaks for.
    pub speaks_for: String,
    /// Proof that the form is ours.
    pub csrf: String,
}

impl ConsoleTestToken {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::TestToken, done);
        View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/test_token.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleTestToken,
}

impl View<'_> {
    fn at(&self, at: &i64) -> Html {
        time(self.words, self.frame.now, *at)
    }

    fn speaks_for(&self) -> Html {
        Html::fill("{name}", &[("name", Part::Name(&self.page.speaks_for))])
    }

    fn to(&self, path: &str) -> String {
        self.frame.to(&format!("{}{}{path}", self.app.path, ConsoleItem::TestToken.path()))
    }
}
