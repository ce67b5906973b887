//! What stands around every wide page: the bar with the realm, the areas and the way out, and the list of an area's pages.

use super::assets::COPY_SCRIPT_NAME;
use super::chrome::Chrome;
use super::language::languages;
use super::parts::Field;
use super::words::{self, Words};
use std::borrow::Cow;

/// Around a page of an area.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language, realm, stylesheet, the way out of the session.
    pub chrome: Chrome,
    /// What stands in front of every address of ours: the mount's prefix.
    pub base: String,
    /// Which area it is.
    pub area: Area,
    /// The app console, where the realm has one: what it is called, and its path below the mount.
    pub console: Option<(String, String)>,
    /// The area's pages, in groups of those that belong together.
    pub side: Vec<Vec<Link>>,
    /// What was done just before, in a sentence.
    pub notice: Option<&'static str>,
    /// Whose or which the page is, in the browser's tab: what is nearest first.
    pub about: Vec<String>,
    /// When the page was made, in seconds since 1970: relative times count from here.
    pub now: i64,
    /// What was typed into one of its forms before.
    pub kept: Option<Kept>,
}

/// What somebody has typed into a form of the page, to be sent once more.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Where the form posts to.
    pub action: String,
    /// Names and texts.
    pub fields: Vec<(String, String)>,
}

impl Kept {
    /// What was typed into the first field of that name; empty where there is none.
    pub fn one(&self, name: &str) -> String {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// Who a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// What administrators do.
    Administration,
    /// A person's own account.
    Account,
    /// The app console.
    Console,
    /// What developers read.
    Docs,
}

/// Whose pages these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of a realm's people.
    People,
    /// The administrators'.
    Administrators,
}

/// A link of a list.
#[derive(Clone, Debug)]
pub struct Link {
    /// What people read.
    pub text: Cow<'static, str>,
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

impl Frame {
    /// The word of `?done=` that leads back to a form which was posted when its session had ended.
    pub const SESSION_ENDED: &str = "session-ended";

    /// With what that word of `?done=` says on every page; an area has words of its own.
    pub fn after(self, done: Option<&str>) -> Self {
        let notice = done.filter(|done| *done == Self::SESSION_ENDED).map(|_| self.words().site.session_ended);
        Self { notice, ..self }
    }

    /// A field of the form that posts there, with what was typed into it before; a password is typed anew.
    pub(super) fn kept<'a>(&'a self, action: &str, field: Field<'a>) -> Field<'a> {
        let mut typed = self.typed(action).into_iter().flatten();
        match typed.find(|(name, _)| name == field.name) {
            Some((_, text)) if !field.is_password() => Field { value: text, ..field },
            _ => field,
        }
    }

    /// The same of all fields of a form.
    pub(super) fn all_kept<'a>(&'a self, action: &str, fields: Vec<Field<'a>>) -> Vec<Field<'a>> {
        fields.into_iter().map(|field| self.kept(action, field)).collect()
    }

    /// All that was typed before into the form that posts there; `None`: it was not sent.
    pub(super) fn typed(&self, action: &str) -> Option<&[(String, String)]> {
        self.kept.as_ref().filter(|kept| kept.action == action).map(|kept| kept.fields.as_slice())
    }

    /// The catalogue of the page's language.
    pub(super) fn words(&self) -> &'static Words {
        self.chrome.words()
    }

    /// Where the realm's name leads: the first page of the area.
    pub(super) fn home(&self) -> String {
        let link = self.link(self.area).or_else(|| self.link(Area::Account));
        link.map_or_else(|| self.to("/account"), |link| link.href)
    }

    /// An address of ours.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The areas, where there are several.
    pub(super) fn areas(&self) -> Vec<Link> {
        let links: Vec<Link> = [Area::Administration, Area::Account, Area::Console, Area::Docs]
            .into_iter()
            .filter_map(|area| self.link(area))
            .collect();
        if links.len() < 2 { Vec::new() } else { links }
    }

    fn link(&self, area: Area) -> Option<Link> {
        let (text, path) = match (area, &self.console) {
            (Area::Administration, None) => (Cow::Borrowed(self.words().site.administration), ""),
            (Area::Administration, Some(_)) => return None,
            (Area::Account, _) => (Cow::Borrowed(self.words().site.account), "/account"),
            (Area::Docs, Some(_)) => (Cow::Borrowed(self.words().site.docs), "/docs"),
            (Area::Console, Some((title, path))) => (Cow::Owned(title.clone()), path.as_str()),
            // Nothing is registered or authorized in the administrators' realm.
            (Area::Console | Area::Docs, None) => return None,
        };
        Some(Link { text, href: self.to(path), current: Current::when(area == self.area) })
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
            base: "/shop".to_owned(),
            area: Area::Account,
            console: Some((name.to_owned(), "/apps".to_owned())),
            side: Vec::new(),
            notice: None,
            about: Vec::new(),
            now: 1_795_348_800,
            kept: None,
        }
    }
}
