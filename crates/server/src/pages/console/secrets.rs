//! An app's secrets, two at the most.

use super::{ConsoleApp, ConsoleItem, Fault};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary, time};
use crate::pages::words::Words;
use askama::Template;

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleSecrets {
    /// The app.
    pub app: ConsoleApp,
    /// Those that live, newest first; `None`: this kind has none.
    pub secrets: Option<Vec<ListedSecret>>,
    /// The kind.
    pub kind: String,
    /// How many may live.
    pub at_most: usize,
    /// What was typed.
    pub typed: String,
    /// What is wrong.
    pub fault: Option<Fault>,
    /// Proof that the form is ours.
    pub csrf: String,
}

/// A secret of the list. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct ListedSecret {
    /// What its owners call it; may be empty.
    pub name: String,
    /// What tells it from the other one.
    pub handle: String,
    /// When it was made.
    pub made: i64,
    /// When it was last used.
    pub used_at: Option<i64>,
    /// The page that asks before it ends.
    pub revoke: String,
}

impl ConsoleSecrets {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Secrets, done);
        let action = frame.to(&format!("{}{}", self.app.path, ConsoleItem::Secrets.path()));
        let fields = [frame.kept(&action, self.field(&frame.chrome))];
        let view =
            View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self, fields };
        view.render().unwrap_or_default()
    }

    fn field(&self, chrome: &Chrome) -> Field<'_> {
        let words = &chrome.words().console;
        let label = words.new.optional.replace("{label}", words.secrets.name);
        Field::new("secret_name", &label, Kind::Optional, &self.typed)
            .hint(Html::plain(words.secrets.name_hint))
            .wrong(Fault::at(self.fault.as_ref(), "secret_name", chrome))
    }
}

/// What a sentence calls a secret.
pub(super) fn called<'a>(name: &'a str, handle: &'a str) -> &'a str {
    if name.is_empty() { handle } else { name }
}

#[derive(Template)]
#[template(path = "console/secrets.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleSecrets,
    fields: [Field<'a>; 1],
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }

    fn without(&self) -> Html {
        Html::fill(self.words.console.secrets.without, &[("kind", Part::Code(&self.page.kind))])
    }

    fn name<'a>(&self, secret: &'a ListedSecret) -> &'a str {
        if secret.name.is_empty() { self.words.console.secrets.unnamed } else { &secret.name }
    }

    fn revoke_label(&self, secret: &ListedSecret) -> String {
        self.words.console.secrets.revoke_of.replace("{name}", called(&secret.name, &secret.handle))
    }

    fn at(&self, at: &i64) -> Html {
        time(self.words, self.frame.now, *at)
    }

    fn action(&self) -> String {
        self.frame.to(&format!("{}{}", self.app.path, ConsoleItem::Secrets.path()))
    }
}
