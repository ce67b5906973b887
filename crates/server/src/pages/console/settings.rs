//! What people read about an app, its kind, and the way to its end.

use super::{ConsoleApp, ConsoleItem, Fault};
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::Html;
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use askama::Template;
use engine::policy::HasSecret;

/// The page, with what was typed.
#[derive(Clone, Debug)]
pub struct ConsoleSettings {
    /// The app.
    pub app: ConsoleApp,
    /// Its name, or what was typed for it.
    pub name: String,
    /// See `name`.
    pub description: String,
    /// See `name`.
    pub site: String,
    /// See `name`.
    pub support: String,
    /// The number of a colour; empty: drawn.
    pub color: String,
    /// The kind.
    pub kind: String,
    /// The kinds that there are.
    pub kinds: Vec<(String, HasSecret)>,
    /// All that is wrong.
    pub faults: Vec<Fault>,
    /// Proof that the forms are ours: for the facts, for the kind.
    pub csrf: [String; 2],
}

impl ConsoleSettings {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Settings, done);
        let kinds = kinds_in_words(frame.words(), &self.kinds);
        let to = |path: &str| frame.to(&format!("{}{path}", self.app.path));
        let facts = frame.all_kept(&to("/settings"), self.facts(&frame.chrome));
        let kind = frame.kept(&to("/kind"), self.kind_field(&frame.chrome, &kinds));
        let view = View {
            frame: &frame,
            chrome: &frame.chrome,
            words: frame.words(),
            app: &self.app,
            page: self,
            facts,
            kind,
        };
        view.render().unwrap_or_default()
    }

    fn facts<'a>(&'a self, chrome: &Chrome) -> Vec<Field<'a>> {
        let all = &chrome.words().console;
        let (words, new) = (&all.settings, &all.new);
        let wrong = |field: &str| Fault::at(&self.faults, field, chrome);
        let optional = |label: &str| new.optional.replace("{label}", label);
        let mut colors = vec![("", words.drawn)];
        colors.extend(NUMBERS.into_iter().zip(words.colors));
        vec![
            Field::new("name", new.name, Kind::Line, &self.name).hint(Html::plain(new.name_hint)).wrong(wrong("name")),
            Field::new("description", &optional(new.description), Kind::OptionalLines, &self.description)
                .hint(Html::plain(new.description_hint))
                .wrong(wrong("description")),
            Field::new("site", &optional(words.site), Kind::Optional, &self.site)
                .hint(Html::plain(words.site_hint))
                .wrong(wrong("site")),
            Field::new("support", &optional(words.support), Kind::Optional, &self.support)
                .hint(Html::plain(words.support_hint))
                .wrong(wrong("support")),
            Field::new("color", words.color, Kind::OneOf(colors), &self.color).wrong(wrong("color")),
        ]
    }

    fn kind_field<'a>(&'a self, chrome: &Chrome, kinds: &'a [(&'a str, String)]) -> Field<'a> {
        let choices = kinds.iter().map(|(kind, said)| (*kind, said.as_str())).collect();
        Field::new("kind", chrome.words().console.overview.kind, Kind::OneOf(choices), &self.kind).wrong(Fault::at(
            &self.faults,
            "kind",
            chrome,
        ))
    }
}

/// The kinds, each with what it is in words.
pub(super) fn kinds_in_words<'a>(words: &Words, kinds: &'a [(String, HasSecret)]) -> Vec<(&'a str, String)> {
    let words = &words.console.settings;
    let said = |secret| if secret == HasSecret::Yes { words.with_secret } else { words.without_secret };
    kinds.iter().map(|(name, secret)| (name.as_str(), said(*secret).replace("{kind}", name))).collect()
}

/// The colours of tiles, by number.
const NUMBERS: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

#[derive(Template)]
#[template(path = "console/settings.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleSettings,
    facts: Vec<Field<'a>>,
    kind: Field<'a>,
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.facts).or_else(|| Summary::of(self.words, std::slice::from_ref(&self.kind)))
    }

    /// Whether there is a kind that keeps no secret.
    fn may_lose_secrets(&self) -> bool {
        self.page.kinds.iter().any(|(_, secret)| *secret == HasSecret::No)
    }

    fn to(&self, path: &str) -> String {
        self.frame.to(&format!("{}{path}", self.app.path))
    }
}
