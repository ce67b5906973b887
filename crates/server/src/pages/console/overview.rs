//! An app's first page: how it stands, its ids, how much it is used.

use super::{ConsoleApp, ConsoleItem, Number, WithoutRedirects, about};
use crate::config::ReviewRule;
use crate::desk::features::Feature;
use crate::desk::own::Standing;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::lasting;
use crate::pages::parts::time;
use crate::pages::words::{Words, recorded};
use askama::Template;
use engine::model::Review;

/// The page. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct ConsoleOverview {
    /// The app.
    pub app: ConsoleApp,
    /// What it is for.
    pub description: String,
    /// Why it was sent back to be a draft, if it was.
    pub sent_back: Option<String>,
    /// The dialect's word for its kind.
    pub kind: String,
    /// When it was made.
    pub made: i64,
    /// How many secrets live; `None`: its kind has none.
    pub secrets: Option<usize>,
    /// What it does without a redirect URI, if it has none.
    pub without_redirects: Option<WithoutRedirects>,
    /// How many people allowed it.
    pub users: Number,
    /// Its live access tokens.
    pub tokens: Number,
    /// As many it may have.
    pub token_limit: Option<u32>,
    /// When it was last used.
    pub used_at: Option<i64>,
    /// Where the reference with its id stands; `None`: there is none.
    pub reference: Option<String>,
}

impl ConsoleOverview {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Overview, done);
        View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/overview.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleOverview,
}

impl View<'_> {
    /// What its standing means, where it does not speak for itself.
    fn standing(&self) -> Option<Html> {
        let words = &self.words.console;
        let sentence = match (&self.app.standing, self.app.rule) {
            (Standing::Live, _) => return None,
            (Standing::Suspended(_), _) => words.overview.suspended,
            (Standing::Draft, ReviewRule::None) => words.review.open_what,
            (Standing::Draft, ReviewRule::Demanded) => words.overview.draft,
            (Standing::InReview, ReviewRule::None) => words.review.unasked_what,
            (Standing::InReview, ReviewRule::Demanded) => words.overview.in_review,
        };
        Some(about(sentence, self.frame, &self.app.name))
    }

    /// How the review of an app stands that is suspended, too.
    fn also(&self) -> Option<&'static str> {
        self.app.also(self.words)
    }

    fn why(&self) -> Option<Html> {
        let words = &self.words.console.overview;
        let (sentence, reason) = match &self.app.standing {
            Standing::Suspended(reason) => (words.suspended_why, reason),
            Standing::Draft => (words.sent_back, &self.page.sent_back),
            Standing::InReview | Standing::Live => return None,
        };
        let reason = recorded::reason(reason.as_deref()?, self.words);
        Some(Html::fill(sentence, &[("reason", Part::Strong(reason))]))
    }

    /// Whom to ask about a suspension.
    fn ask(&self) -> Option<Html> {
        let ask = self.words.console.overview.suspended_ask;
        self.app.standing.is_suspended().then(|| self.frame.chrome.helper(ask))
    }

    /// Neither is a next step while nobody can use the app.
    fn wants_redirect(&self) -> bool {
        self.page.without_redirects == Some(WithoutRedirects::Closed) && !self.app.standing.is_suspended()
    }

    fn wants_secret(&self) -> bool {
        self.page.secrets == Some(0) && !self.app.standing.is_suspended()
    }

    fn to(&self, item: ConsoleItem) -> String {
        self.frame.to(&format!("{}{}", self.app.path, item.path()))
    }

    /// Nobody counts what the app got for itself until there is a limit.
    fn tokens_label(&self) -> &'static str {
        let words = &self.words.console.overview;
        if self.page.token_limit.is_some() { words.tokens } else { words.user_tokens }
    }

    fn is_full(&self) -> bool {
        self.page.token_limit.is_some_and(|limit| self.page.tokens.count >= limit)
    }

    fn at_limit(&self) -> Html {
        let words = &self.words.console.overview;
        self.chrome.about_realm(match self.page.token_limit {
            Some(0) => words.at_limit_none,
            _ if self.app.has(Feature::Revocation) => words.at_limit_what,
            _ => words.at_limit_bare,
        })
    }

    fn tokens(&self) -> String {
        let count = self.page.tokens.said(self.words);
        match self.page.token_limit {
            Some(limit) => {
                let limit = lasting::grouped(limit.into(), self.words.units.thousands);
                self.words.console.overview.of_limit.replace("{count}", &count).replace("{limit}", &limit)
            }
            None => count,
        }
    }

    fn at(&self, at: &i64) -> Html {
        time(self.words, self.frame.now, *at)
    }
}
