//! An app's redirect URIs.

use super::{ConsoleApp, ConsoleItem, Fault, RedirectForms};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use askama::Template;
use engine::policy::{AbsentRedirect, RedirectForm, RedirectMatch, RedirectPolicy};

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
    pub policy: RedirectPolicy,
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
        let [kind, parameter] = &self.page.names;
        if !self.takes_any() {
            return Html::fill(words.never, &[("kind", Part::Code(kind))]);
        }
        let policy = &self.page.policy;
        let mut said = vec![Html::plain(words.what)];
        // While there is none, the panel says what a request does then.
        if let [_, others @ ..] = self.page.uris.as_slice() {
            said.push(Html::plain(match policy.matching {
                RedirectMatch::Exact => words.exact,
                RedirectMatch::SameHostPathPrefix => words.below,
                RedirectMatch::SamePath => words.same_path,
            }));
            said.extend(self.any_port());
            let absent = match policy.absent {
                AbsentRedirect::Sole | AbsentRedirect::SoleOrOnScreen if others.is_empty() => Some(words.absent_sole),
                AbsentRedirect::First => Some(words.absent_first),
                AbsentRedirect::Refuse | AbsentRedirect::Sole | AbsentRedirect::SoleOrOnScreen => None,
            };
            said.extend(absent.map(|sentence| Html::fill(sentence, &[("parameter", Part::Code(parameter))])));
        }
        Html::joined(&said.iter().map(Part::Html).collect::<Vec<_>>(), " ")
    }

    /// On which hosts a request may name another port, where its kind may have such addresses.
    fn any_port(&self) -> Option<Html> {
        let hosts = &self.page.policy.any_port;
        let may = !hosts.is_empty() && self.page.forms.forms.contains(&RedirectForm::Loopback);
        let hosts = || Html::joined(&hosts.iter().map(|host| Part::Code(host)).collect::<Vec<_>>(), ", ");
        may.then(|| Html::fill(self.words.console.redirects.any_port, &[("hosts", Part::Html(&hosts()))]))
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
