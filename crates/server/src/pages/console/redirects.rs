//! An app's redirect URIs.

use super::{ConsoleApp, ConsoleItem, Fault, RedirectForms};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use askama::Template;
use engine::policy::RedirectMatch;

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleRedirects {
    /// The app.
    pub app: ConsoleApp,
    /// Those that are registered, each with the page that asks before it goes.
    pub uris: Vec<(String, String)>,
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

    fn what(&self) -> &'static str {
        let words = &self.words.console.redirects;
        match self.page.matching {
            RedirectMatch::Exact => words.what_exact,
            RedirectMatch::SameHostPathPrefix => words.what_below,
            RedirectMatch::SamePath => words.what_path,
        }
    }

    fn is_on_screen(&self, uri: &str) -> bool {
        self.page.forms.on_screen.iter().any(|word| word == uri)
    }

    fn action(&self) -> String {
        self.frame.to(&format!("{}/redirects", self.app.path))
    }
}
