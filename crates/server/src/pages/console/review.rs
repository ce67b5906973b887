//! How far an app has come on its way to everybody.

use super::{ConsoleApp, ConsoleItem, about};
use crate::config::ReviewRule;
use crate::desk::own::Standing;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::words::{Words, recorded};
use askama::Template;
use engine::model::Review;

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleReview {
    /// The app.
    pub app: ConsoleApp,
    /// Why it was sent back to be a draft, if it was.
    pub sent_back: Option<String>,
    /// Proof that the form is ours: to ask, to take that back.
    pub csrf: [String; 2],
}

impl ConsoleReview {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Review, done);
        View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/review.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleReview,
}

impl View<'_> {
    fn stands(&self) -> (Html, Html) {
        let (words, all) = (&self.words.console.review, &self.words.console);
        let (heading, what) = match (self.app.review, self.app.rule) {
            _ if self.app.standing.is_suspended() => (all.list.suspended, all.overview.suspended),
            (Review::Live, _) => (words.live, words.live_what),
            (Review::Draft, ReviewRule::None) => (words.draft, words.open_what),
            (Review::InReview, ReviewRule::None) => (all.list.in_review, words.unasked_what),
            (Review::Draft, ReviewRule::Demanded) => (words.draft, words.draft_what),
            (Review::InReview, ReviewRule::Demanded) => (words.in_review, words.in_review_what),
        };
        let said = |sentence| about(sentence, self.frame, &self.app.name);
        (said(heading), said(what))
    }

    fn why(&self) -> Option<Html> {
        let words = &self.words.console.overview;
        let (sentence, reason) = match &self.app.standing {
            Standing::Suspended(reason) => (words.suspended_why, recorded::reason(reason.as_deref()?, self.words)),
            _ => (words.sent_back, self.page.sent_back.as_deref()?),
        };
        Some(Html::fill(sentence, &[("reason", Part::Strong(reason))]))
    }

    /// How the review of an app stands that is suspended, too.
    fn also(&self) -> Option<&'static str> {
        self.app.also(self.words)
    }

    /// What can be done: where it posts to, its seal, what the button says.
    fn step(&self) -> Option<(String, &str, &'static str)> {
        let words = &self.words.console.review;
        let path = self.frame.to(&format!("{}{}", self.app.path, ConsoleItem::Review.path()));
        let [submit, withdraw] = &self.page.csrf;
        match (self.app.review, self.app.rule) {
            (Review::Live, _) => None,
            (_, ReviewRule::None) => Some((path, submit, words.open)),
            (Review::Draft, _) => Some((path, submit, words.submit)),
            (Review::InReview, _) => Some((format!("{path}/withdraw"), withdraw, words.withdraw)),
        }
    }
}
