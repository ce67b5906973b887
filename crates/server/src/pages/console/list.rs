//! The list of a developer's apps.

use super::{ConsoleTerms, Fault, Number, badge, framed};
use crate::desk::own::Standing;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Empty, Pager, time};
use crate::pages::tile::Tile;
use crate::pages::words::Words;
use askama::Template;

/// The list.
#[derive(Clone, Debug)]
pub struct ConsoleList {
    /// What things are called.
    pub terms: ConsoleTerms,
    /// The apps of this page.
    pub apps: Vec<ListedApp>,
    /// What was looked for; empty: all.
    pub search: String,
    /// The console's own address.
    pub path: String,
    /// Where the list goes on.
    pub next: Option<String>,
    /// Where it begins, on any page but the first.
    pub first: Option<String>,
    /// An app that was made just now, where its secret is shown in the list.
    pub made: Option<MadeApp>,
    /// The most apps that the account may make, where it has as many.
    pub full: Option<u32>,
}

/// An app of the list.
#[derive(Clone, Debug)]
pub struct ListedApp {
    /// Its name.
    pub name: String,
    /// Its client id.
    pub client_id: String,
    /// The colour of its tile.
    pub color: Option<u8>,
    /// How it stands.
    pub standing: Standing,
    /// How many people allowed it.
    pub users: Number,
    /// When it was last used, in seconds since 1970.
    pub used_at: Option<i64>,
    /// Its first page.
    pub href: String,
}

/// An app that was made just now.
#[derive(Clone, Debug)]
pub struct MadeApp {
    /// Its row.
    pub app: ListedApp,
    /// Its secret, this one time.
    pub secret: Option<String>,
    /// The lines of configuration that most apps need.
    pub example: Option<String>,
}

impl ConsoleList {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = framed(frame, if self.made.is_some() { Some("created") } else { done });
        let view = View { frame: &frame, chrome: &frame.chrome, words: frame.words(), page: self };
        view.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/list.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a ConsoleList,
}

impl View<'_> {
    fn tile(&self, app: &ListedApp) -> Tile {
        Tile::of_app(&app.name, &app.client_id, app.color)
    }

    fn badge(&self, app: &ListedApp) -> (&'static str, &'static str) {
        badge(self.words, &app.standing)
    }

    fn used(&self, app: &ListedApp) -> Html {
        match app.used_at {
            Some(at) => time(self.words, self.frame.now, at),
            None => Html::plain(self.words.console.list.never_used),
        }
    }

    /// Where nothing is there yet, the one button is that of the empty list; where no more can be made there is none.
    fn offers_new(&self) -> bool {
        let page = self.page;
        let begun = !page.apps.is_empty() || page.made.is_some() || !page.search.is_empty() || page.first.is_some();
        begun && page.full.is_none()
    }

    /// Why there is no button.
    fn full(&self) -> Option<Html> {
        self.page.full.map(|count| Fault::ManyApps(count).said(self.chrome))
    }

    fn empty(&self) -> Empty<'_> {
        let words = &self.words.console.list;
        if self.page.search.is_empty() {
            let step = Some((self.page.terms.new_app.as_str(), format!("{}/new", self.page.path)));
            return Empty { nothing: words.none, what: self.chrome.about_realm(words.none_what), step };
        }
        let what = Html::fill(words.none_found_what, &[("text", Part::Strong(&self.page.search))]);
        Empty { nothing: words.none_found, what, step: Some((words.all, self.page.path.clone())) }
    }

    fn pager(&self) -> Pager {
        Pager { words: self.words, first: self.page.first.clone(), next: self.page.next.clone() }
    }
}
