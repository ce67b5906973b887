//! An app's own error log: what was refused, why, and what to do.

use super::marked::Marked;
use super::{ConsoleApp, ConsoleItem};
use crate::desk::refused::Detail;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Empty, Pager, time};
use crate::pages::words::Words;
use crate::pages::words::reasons::Reason;
use askama::Template;
use engine::refusal::Refusal;

/// The log.
#[derive(Clone, Debug)]
pub struct ConsoleLog {
    /// The app.
    pub app: ConsoleApp,
    /// What was refused, newest first.
    pub refusals: Vec<LoggedRefusal>,
    /// Where the log goes on.
    pub next: Option<String>,
    /// Where it begins, on any page but the first.
    pub first: Option<String>,
}

/// A refusal.
#[derive(Clone, Debug)]
pub struct LoggedRefusal {
    /// In seconds since 1970.
    pub at: i64,
    /// The endpoint, as a word.
    pub endpoint: String,
    /// Why.
    pub refusal: Refusal,
    /// What was sent, and where it went.
    pub detail: Detail,
    /// Two redirect URIs: the one that was sent, the one that would have been right.
    pub compared: Option<(String, String)>,
    /// By what the operator finds it.
    pub request_id: String,
}

impl ConsoleLog {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Log, None);
        View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/log.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleLog,
}

impl View<'_> {
    fn reason(&self, refusal: &LoggedRefusal) -> Reason {
        self.words.reasons.about(refusal.refusal, &refusal.detail, &self.app.features)
    }

    fn filled(&self, refusal: &LoggedRefusal, sentence: &str) -> Html {
        let detail = &refusal.detail;
        let parameter = detail.parameter.as_deref().or_else(|| refusal.refusal.parameter()).unwrap_or_default();
        let one_of = Html::joined(&detail.one_of.iter().map(|name| Part::Code(name)).collect::<Vec<_>>(), ", ");
        let parts = [
            ("parameter", Part::Code(parameter)),
            ("one_of", Part::Html(&one_of)),
            ("scope", Part::Code(detail.scope.as_deref().unwrap_or_default())),
            ("realm", Part::Name(&self.chrome.realm_title)),
        ];
        Html::fill(sentence, &parts)
    }

    fn endpoint<'a>(&self, refusal: &'a LoggedRefusal) -> &'a str {
        let words = &self.words.console.log;
        match refusal.endpoint.as_str() {
            "authorize" => words.authorize,
            "token" => words.token,
            "tokeninfo" => words.tokeninfo,
            "introspect" => words.introspect,
            "revoke" => words.revoke,
            "api" => words.api,
            other => other,
        }
    }

    fn differences(&self, refusal: &LoggedRefusal) -> Vec<&'static str> {
        refusal.detail.differs.iter().map(|way| self.words.reasons.differences.of(*way)).collect()
    }

    fn compared<'a>(&self, refusal: &'a LoggedRefusal) -> Option<(Marked<'a>, Marked<'a>)> {
        refusal.compared.as_ref().map(|(sent, expected)| Marked::both(sent, expected))
    }

    /// What the second of two compared addresses is.
    fn expected(&self, refusal: &LoggedRefusal) -> &'static str {
        let words = &self.words.console.log;
        if refusal.refusal == Refusal::RedirectUriDiffers { words.before } else { words.registered }
    }

    fn at(&self, at: &i64) -> Html {
        time(self.words, self.frame.now, *at)
    }

    fn empty(&self) -> Empty<'_> {
        let words = &self.words.console.log;
        Empty { nothing: words.none, what: Html::plain(words.none_what), step: None }
    }

    fn pager(&self) -> Pager {
        Pager { words: self.words, first: self.page.first.clone(), next: self.page.next.clone() }
    }
}
