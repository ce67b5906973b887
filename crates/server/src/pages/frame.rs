//! What stands around every wide page: the bar with the realm, the areas and the way out, and the list of an area's pages.

use super::assets::COPY_SCRIPT_NAME;
use super::chrome::Chrome;
use super::language::languages;
use super::words::{self, Words};

/// Around a page of an area.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language, realm, stylesheet, the way out of the session.
    pub chrome: Chrome,
    /// What stands in front of every address of ours: the mount's prefix.
    pub base: String,
    /// Which area it is.
    pub area: Area,
    /// The area's pages.
    pub side: Vec<Link>,
    /// What was done just before, in a sentence.
    pub notice: Option<&'static str>,
    /// When the page was made, in seconds since 1970: relative times count from here.
    pub now: i64,
}

/// Who a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// A person's own account.
    Account,
    /// What developers read.
    Docs,
}

/// A link of a list.
#[derive(Clone, Debug)]
pub struct Link {
    /// What people read.
    pub text: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether it is the page itself.
    pub current: Current,
}

/// Whether a link leads to the page that it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Current {
    /// It does.
    Yes,
    /// It does not.
    No,
}

impl Current {
    /// By comparison.
    pub fn when(same: bool) -> Self {
        if same { Self::Yes } else { Self::No }
    }
}

const AREAS: [Area; 2] = [Area::Account, Area::Docs];

impl Area {
    fn path(self) -> &'static str {
        match self {
            Self::Account => "/account",
            Self::Docs => "/docs",
        }
    }

    fn name(self, words: &'static Words) -> &'static str {
        match self {
            Self::Account => words.site.account,
            Self::Docs => words.site.docs,
        }
    }
}

impl Frame {
    /// The catalogue of the page's language.
    pub(super) fn words(&self) -> &'static Words {
        self.chrome.words()
    }

    /// Where the realm's name leads: the first page of the area.
    pub(super) fn home(&self) -> String {
        self.to(self.area.path())
    }

    /// An address of ours.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The areas, where there are several.
    pub(super) fn areas(&self) -> Vec<Link> {
        let link = |area: Area| Link {
            text: area.name(self.words()),
            href: self.to(area.path()),
            current: Current::when(area == self.area),
        };
        if AREAS.len() < 2 { Vec::new() } else { AREAS.into_iter().map(link).collect() }
    }

    /// The other languages, each in its own words.
    pub(super) fn languages(&self) -> Vec<(&'static str, &'static str)> {
        let others = languages().iter().filter(|language| **language != self.words().common.language);
        others.map(|language| (*language, words::of(language).site.own_name)).collect()
    }

    /// Where the script of copy buttons is served.
    pub(super) fn copy_url(&self) -> String {
        self.to(&format!("/-/{}", *COPY_SCRIPT_NAME))
    }

    #[cfg(test)]
    pub(super) fn sample(language: &str, name: &str) -> Self {
        let sign_out = super::SignOut { action: "/o".to_owned(), csrf: "c".to_owned(), account: name.to_owned() };
        let chrome = Chrome { sign_out: Some(sign_out), realm_title: name.to_owned(), ..Chrome::sample(language) };
        Self {
            chrome,
            base: "/hidrive".to_owned(),
            area: Area::Account,
            side: Vec::new(),
            notice: None,
            now: 1_795_348_800,
        }
    }
}
