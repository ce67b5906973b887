//! The reference page of one mount: contents, words, and examples that run.
//!
//! - `block`: what chapters are made of; the template writes nothing else.
//! - `circumstances`: for which apps a sentence is another one.
//! - `start`, `section` (with `parameter` and `answer`), `rules`, `refusal`: one chapter or several each.

mod answer;
mod block;
mod circumstances;
mod parameter;
mod refusal;
mod rules;
mod section;
mod start;
#[cfg(test)]
mod tests;

use super::chrome::Chrome;
use super::frame::{Current, Frame};
use super::html::{Html, Part};
use super::words::{self, Words};
use askama::Template;
use block::{Block, Chapter, Does, Named};
use circumstances::circumstances;

/// The page.
#[derive(Clone, Debug)]
pub struct ReferencePage {
    /// Around it.
    pub frame: Frame,
    /// What it tells.
    pub reference: dialect::reference::Reference,
    /// Where the mount is.
    pub base: String,
    /// What people call it.
    pub title: String,
    /// Whose page it is; `None`: everybody's.
    pub app: Option<ReferenceApp>,
    /// The same page for one kind of app; empty: there is nothing to choose.
    pub kinds: Vec<ReferenceLink>,
    /// The pages of the realm's mounts; empty: there is one only.
    pub mounts: Vec<ReferenceLink>,
}

/// The app whose id the examples have.
#[derive(Clone, Debug)]
pub struct ReferenceApp {
    /// What people read.
    pub name: String,
    /// Its id.
    pub client_id: String,
    /// Its kind.
    pub kind: String,
    /// Its first page in the console.
    pub href: String,
}

/// A page beside this one.
#[derive(Clone, Debug)]
pub struct ReferenceLink {
    /// What people read.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is this one.
    pub current: Current,
}

impl ReferencePage {
    /// The page as HTML.
    pub fn render(&self) -> String {
        let (chrome, words) = (&self.frame.chrome, self.frame.words());
        let chapters = Teller { page: self, words, own: &words.reference }.chapters();
        View { frame: &self.frame, chrome, words, own: &words.reference, page: self, chapters }
            .render()
            .unwrap_or_default()
    }
}

/// Puts the reference into words.
#[derive(Clone, Copy)]
struct Teller<'a> {
    page: &'a ReferencePage,
    words: &'static Words,
    own: &'static words::Reference,
}

impl Teller<'_> {
    /// The key for the circumstances of this page's apps, where there are words for one of them.
    fn special(&self, key: &str, known: impl Fn(&str) -> bool) -> String {
        let all = circumstances(&self.page.reference).into_iter().map(|own| format!("{key}.{own}"));
        all.into_iter().find(|special| known(special)).unwrap_or_else(|| key.to_owned())
    }

    fn chapters(&self) -> Vec<Chapter> {
        let reference = &self.page.reference;
        let mut chapters = vec![self.start()];
        // The first call comes behind the token that it carries.
        let calls = |section: &dialect::reference::Section| {
            use dialect::reference::Topic;
            matches!(section.topic, Topic::Show(..) | Topic::Verify)
        };
        let first = reference.sections.iter().position(calls);
        for (at, section) in reference.sections.iter().enumerate() {
            if Some(at) == first {
                chapters.push(self.api());
            }
            chapters.push(self.section(section));
        }
        chapters.extend([self.scopes(), self.redirects(), self.pkce(), self.lifetimes()].into_iter().flatten());
        chapters.push(self.errors());
        chapters
    }
}

#[derive(Template)]
#[template(path = "reference/page.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    own: &'static words::Reference,
    page: &'a ReferencePage,
    chapters: Vec<Chapter>,
}

impl View<'_> {
    /// The pages beside this one, by what one chooses.
    fn choices(&self) -> Vec<(&'static str, Vec<ReferenceLink>)> {
        let named = |link: &ReferenceLink| match link.text.as_str() {
            "" => ReferenceLink { text: self.own.all_kinds.to_owned(), ..link.clone() },
            _ => link.clone(),
        };
        let all = [(self.own.kinds, &self.page.kinds), (self.own.mounts, &self.page.mounts)];
        let there = all.into_iter().filter(|(_, links)| !links.is_empty());
        there.map(|(label, links)| (label, links.iter().map(named).collect())).collect()
    }

    /// The way back to the app.
    fn back(&self, app: &ReferenceApp) -> Html {
        Html::fill(self.own.to_app, &[("app", Part::Name(&app.name))])
    }

    fn about(&self) -> Html {
        match &self.page.app {
            Some(app) => {
                let parts = [("app", Part::Strong(&app.name)), ("realm", Part::Name(&self.page.title))];
                Html::fill(self.own.about_app, &parts)
            }
            None => Html::fill(self.own.about, &[("realm", Part::Name(&self.page.title))]),
        }
    }
}
