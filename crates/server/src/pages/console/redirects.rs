//! An app's redirect URIs.

use super::{ConsoleApp, ConsoleItem, Fault, RedirectForms};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use askama::Template;
use engine::policy::RedirectMatch;

/// What an app does that has no redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutRedirects {
    /// Nobody can be sent to it.
    Closed,
    /// Its codes are shown on the person's screen.
    OnScreen,
}

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleRedirects {
    /// The app.
    pub app: ConsoleApp,
    /// Those that are registered, each with the page that asks before it goes.
    pub uris: Vec<(String, String)>,
    /// What it does without one.
    pub without: WithoutRedirects,
    /// The dialect's word for its kind, and for `redirect_uri` in a request.
    pub names: [String; 2],
    /// How a request's is compared with them.
    pub matching: RedirectMatch,
    /// The forms that they may have.
    pub forms: RedirectForms,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// Proof that the form is ours.
    pub csrf: String,
}

impl ConsoleRedirects {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Redirects, done);
        let action = frame.to(&format!("{}{}", self.app.path, ConsoleItem::Redirects.path()));
        let fields = [frame.kept(&action, self.field(&frame.chrome))];
        let view =
            View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self, fields };
        view.render().unwrap_or_default()
    }

    fn field(&self, chrome: &Chrome) -> Field<'_> {
        let words = &chrome.words().console.redirects;
        let hint = Html::fill(words.hint, &[("forms", Part::Html(&self.forms.said(chrome)))]);
        Field::new("redirect_uri", words.address, Kind::Line, &self.typed).hint(hint).wrong(Fault::at(
            self.fault.as_ref(),
            "redirect_uri",
            chrome,
        ))
    }
}

#[derive(Template)]
#[template(path = "console/redirects.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleRedirects,
    fields: [Field<'a>; 1],
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }

    /// Whether its kind may have any.
    fn takes_any(&self) -> bool {
        !self.page.forms.forms.is_empty()
    }

    fn what(&self) -> Html {
        let words = &self.words.console.redirects;
        let [kind, _] = &self.page.names;
        match self.page.matching {
            _ if !self.takes_any() => Html::fill(words.never, &[("kind", Part::Code(kind))]),
            RedirectMatch::Exact => Html::plain(words.what_exact),
            RedirectMatch::SameHostPathPrefix => Html::plain(words.what_below),
            RedirectMatch::SamePath => Html::plain(words.what_path),
        }
    }

    /// What having none comes to.
    fn without(&self) -> Html {
        let words = &self.words.console;
        let [_, parameter] = &self.page.names;
        match self.page.without {
            WithoutRedirects::Closed => Html::plain(words.overview.no_redirect_what),
            WithoutRedirects::OnScreen => {
                Html::fill(words.redirects.none_on_screen, &[("parameter", Part::Code(parameter))])
            }
        }
    }

    fn is_on_screen(&self, uri: &str) -> bool {
        self.page.forms.on_screen.iter().any(|word| word == uri)
    }

    fn action(&self) -> String {
        self.frame.to(&format!("{}/redirects", self.app.path))
    }
}
