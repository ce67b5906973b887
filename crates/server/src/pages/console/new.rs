//! The form for a new app, and what is shown once: a secret, a test token.

use super::settings::kinds_in_words;
use super::{ConsoleApp, ConsoleItem, ConsoleTerms, Fault, about, framed};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part, fill_text};
use crate::pages::parts::{Field, Kind, Secret, Summary};
use crate::pages::words::Words;
use askama::Template;
use engine::policy::HasSecret;

/// The form.
#[derive(Clone, Debug)]
pub struct NewAppForm {
    /// What things are called.
    pub terms: ConsoleTerms,
    /// As typed.
    pub name: String,
    /// As typed.
    pub description: String,
    /// As typed.
    pub redirect_uri: String,
    /// The kind that is chosen.
    pub kind: String,
    /// The kinds that there are.
    pub kinds: Vec<(String, HasSecret)>,
    /// All that is wrong.
    pub faults: Vec<Fault>,
    /// Where it posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The list.
    pub back: String,
}

impl NewAppForm {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = framed(frame, None);
        let kinds = kinds_in_words(frame.words(), &self.kinds);
        let fields = frame.all_kept(&self.action, self.fields(&frame.chrome, &kinds));
        let view = FormView { frame: &frame, chrome: &frame.chrome, words: frame.words(), page: self, fields };
        view.render().unwrap_or_default()
    }

    fn fields<'a>(&'a self, chrome: &Chrome, kinds: &'a [(&'a str, String)]) -> Vec<Field<'a>> {
        let words = &chrome.words().console.new;
        let optional = |label: &str| words.optional.replace("{label}", label);
        let wrong = |field: &str| Fault::at(&self.faults, field, chrome);
        let choices: Vec<_> = kinds.iter().map(|(kind, said)| (*kind, said.as_str())).collect();
        let kind = (choices.len() > 1).then(|| {
            let label = chrome.words().console.settings.kind;
            Field::new("kind", label, Kind::OneOf(choices), &self.kind).hint(Html::plain(words.kind_hint))
        });
        let fields = vec![
            Field::new("name", words.name, Kind::Line, &self.name)
                .hint(Html::plain(words.name_hint))
                .wrong(wrong("name")),
            Field::new("description", &optional(words.description), Kind::OptionalLines, &self.description)
                .hint(Html::plain(words.description_hint))
                .wrong(wrong("description")),
            Field::new("redirect_uri", &optional(&self.terms.redirect_uri), Kind::Optional, &self.redirect_uri)
                .hint(Html::plain(words.redirect_hint))
                .wrong(wrong("redirect_uri")),
        ];
        fields.into_iter().chain(kind).collect()
    }
}

#[derive(Template)]
#[template(path = "console/new.html")]
struct FormView<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a NewAppForm,
    fields: Vec<Field<'a>>,
}

impl FormView<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }
}

/// Something that is shown once.
#[derive(Clone, Debug)]
pub struct ShownSecret {
    /// The app.
    pub app: ConsoleApp,
    /// The page that it belongs to.
    pub item: ConsoleItem,
    /// The secret; none where the app's kind has none.
    pub value: Option<String>,
    /// A command that tries it.
    pub example: Option<String>,
}

impl ShownSecret {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, self.item, None);
        ShownView { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/shown.html")]
struct ShownView<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ShownSecret,
}

impl ShownView<'_> {
    fn title(&self) -> Html {
        let words = &self.words.console;
        match self.page.item {
            ConsoleItem::Overview => about(words.new.made, self.frame, &self.app.name),
            ConsoleItem::TestToken => Html::plain(&self.app.terms.test_token),
            _ => Html::plain(words.secrets.shown),
        }
    }

    /// The same where no markup can stand.
    fn tab(&self) -> String {
        let words = &self.words.console;
        match self.page.item {
            ConsoleItem::Overview => {
                fill_text(words.new.made, &[("app", &self.app.name), ("realm", &self.frame.chrome.realm_title)])
            }
            ConsoleItem::TestToken => self.app.terms.test_token.clone(),
            _ => words.secrets.shown.to_owned(),
        }
    }

    fn secret(&self) -> Option<Secret<'_>> {
        let words = &self.words.console;
        let (label, now) = match self.page.item {
            ConsoleItem::TestToken if self.app.standing.is_suspended() => {
                (&self.app.terms.test_token, words.test_token.suspended)
            }
            ConsoleItem::TestToken => (&self.app.terms.test_token, words.test_token.keep_it),
            ConsoleItem::Overview | ConsoleItem::Settings => (&self.app.terms.client_secret, words.new.keep_it),
            _ => (&self.app.terms.client_secret, words.secrets.keep_it),
        };
        let value = self.page.value.as_deref()?;
        let line = self.page.example.clone();
        Some(Secret {
            words: self.words,
            id: "secret",
            label,
            value,
            now: Html::fill(now, &[] as &[(&str, Part)]),
            line,
        })
    }

    fn on(&self) -> String {
        let to = if self.page.item == ConsoleItem::TestToken { self.page.item.path() } else { "" };
        self.frame.to(&format!("{}{to}", self.app.path))
    }
}
