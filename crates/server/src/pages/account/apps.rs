//! Apps that may use the account.

use crate::pages::chrome::Chrome;
use crate::pages::consent::{Danger, Permission};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part, fill_text};
use crate::pages::lasting;
use crate::pages::parts::{Empty, Pager, time};
use crate::pages::tile::Tile;
use crate::pages::web;
use crate::pages::words::Words;
use askama::Template;

/// The apps that a person has let in, the last used first.
#[derive(Clone, Debug)]
pub struct AccountApps {
    /// Above them.
    pub said: Option<AppsSaid>,
    /// The apps of this page.
    pub apps: Vec<GrantedApp>,
    /// Tokens that speak for the person without a consent.
    pub test_tokens: Vec<ShownTestToken>,
    /// Where the list begins, on any page but the first.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

/// What stands above the apps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppsSaid {
    /// The app of that name has no access any more; `None`: it is none any more.
    Removed(Option<String>),
    /// This address waits to be confirmed.
    Awaited(String),
}

/// An app with what it was granted. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct GrantedApp {
    /// Its name.
    pub app: String,
    /// Its client id.
    pub client_id: String,
    /// The colour of its tile.
    pub color: Option<u8>,
    /// What it is for; empty: it does not say.
    pub description: String,
    /// Its site.
    pub site: Option<String>,
    /// Where its people get help: an address for mail or of a page.
    pub support: Option<String>,
    /// Whether it is suspended.
    pub suspended: Suspended,
    /// What it may do; empty where the provider has no scopes: then `note` says it.
    pub permissions: Vec<Permission>,
    /// The provider's sentence on the consent page.
    pub note: Option<String>,
    /// When it was let in, and from where.
    pub granted: (i64, Option<String>),
    /// On which device; empty: not known.
    pub device: String,
    /// When more was last added.
    pub widened: Option<i64>,
    /// When it was last seen in use, and from where.
    pub used: Option<(i64, Option<String>)>,
    /// Access tokens that are live.
    pub tokens: Option<u64>,
    /// Whether it can get new ones without asking.
    pub renews: Renewal,
    /// The page that asks before its access ends.
    pub remove: String,
}

/// A test token that the person made for an app of their own. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct ShownTestToken {
    /// The app's name.
    pub app: String,
    /// Its client id.
    pub client_id: String,
    /// The colour of its tile.
    pub color: Option<u8>,
    /// Whether it is suspended.
    pub suspended: Suspended,
    /// What the token may do; empty where the provider has no scopes.
    pub permissions: Vec<Permission>,
    /// The provider's sentence on the consent page.
    pub note: Option<String>,
    /// When it was made.
    pub made: i64,
    /// When it was last seen in use.
    pub used: Option<i64>,
    /// Its page in the console.
    pub settings: String,
    /// The page that asks before it ends.
    pub revoke: String,
}

/// Whether an app is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspended {
    /// Its tokens are refused.
    Yes,
    /// It may do what it was granted.
    No,
}

/// Whether an app can get new tokens without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// It has to ask.
    No,
    /// Until that second.
    Until(i64),
    /// Until somebody ends it.
    WithoutEnd,
}

impl AccountApps {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        View { frame, chrome: &frame.chrome, words: frame.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        let permission = |words: &str, danger| Permission { scope: "s".to_owned(), words: words.to_owned(), danger };
        let app = GrantedApp {
            app: name.to_owned(),
            client_id: "6d8a4f2e".to_owned(),
            color: None,
            description: name.to_owned(),
            site: Some("https://notes.example/about".to_owned()),
            support: Some("help@notes.example".to_owned()),
            suspended: Suspended::No,
            permissions: vec![permission(name, Danger::No), permission("Everything", Danger::Marked)],
            granted: (1_795_000_000, Some("192.0.2.7".to_owned())),
            device: name.to_owned(),
            widened: Some(1_795_300_000),
            used: Some((1_795_345_000, Some("2001:db8::17".to_owned()))),
            note: None,
            tokens: Some(1234),
            renews: Renewal::Until(1_797_000_000),
            remove: "/shop/account/apps/6d8a4f2e/remove".to_owned(),
        };
        let bare = GrantedApp {
            suspended: Suspended::Yes,
            description: String::new(),
            site: None,
            support: None,
            permissions: Vec::new(),
            used: None,
            tokens: None,
            renews: Renewal::WithoutEnd,
            ..app.clone()
        };
        let token = ShownTestToken {
            app: name.to_owned(),
            client_id: "6d8a4f2e".to_owned(),
            color: Some(3),
            suspended: Suspended::Yes,
            permissions: vec![permission(name, Danger::Marked)],
            note: None,
            made: 1_795_000_000,
            used: None,
            settings: "/shop/apps/6d8a4f2e/test-token".to_owned(),
            revoke: "/shop/apps/6d8a4f2e/test-token/revoke".to_owned(),
        };
        Self {
            said: Some(AppsSaid::Removed(Some(name.to_owned()))),
            apps: vec![app, bare],
            test_tokens: vec![token],
            first: Some("/account".to_owned()),
            next: Some("/account?after=7".to_owned()),
        }
    }
}

#[derive(Template)]
#[template(path = "account/apps.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountApps,
}

impl View<'_> {
    fn tile(&self, app: &GrantedApp) -> Tile {
        Tile::of_app(&app.app, &app.client_id, app.color)
    }

    fn tile_of_token(&self, token: &ShownTestToken) -> Tile {
        Tile::of_app(&token.app, &token.client_id, token.color)
    }

    fn at(&self, at: &i64) -> Html {
        time(self.words, self.frame.now, *at)
    }

    fn revoke_label(&self, token: &ShownTestToken) -> String {
        fill_text(self.words.account.apps.revoke_of, &[("app", &token.app)])
    }

    fn host<'a>(&self, app: &'a GrantedApp) -> Option<&'a str> {
        app.site.as_deref().and_then(web::host)
    }

    fn support(&self, app: &GrantedApp) -> Option<Html> {
        app.support.as_deref().map(web::help)
    }

    fn said(&self) -> Option<Html> {
        let words = &self.words.account;
        Some(match self.page.said.as_ref()? {
            AppsSaid::Removed(app) => {
                let gone = Html::plain(words.events.gone);
                let app = app.as_deref().map_or(Part::Html(&gone), Part::Strong);
                Html::fill(words.apps.removed, &[("app", app)])
            }
            AppsSaid::Awaited(address) => Html::fill(words.apps.awaited, &[("address", Part::Strong(address))]),
        })
    }

    fn empty(&self) -> Empty<'_> {
        let words = &self.words.account.apps;
        Empty { nothing: words.none, what: self.chrome.about_realm(words.none_what), step: None }
    }

    fn pager(&self) -> Pager {
        Pager { words: self.words, first: self.page.first.clone(), next: self.page.next.clone() }
    }

    /// What it may do where there are no permissions to list: as the consent page said it.
    fn may<'a>(&self, note: &'a Option<String>) -> &'a str {
        note.as_deref().unwrap_or(self.words.consent.may_nothing)
    }

    fn renews(&self, app: &GrantedApp) -> Option<Html> {
        let words = &self.words.account.apps;
        match app.renews {
            // It gets none before its suspension ends, which the card says.
            _ if app.suspended == Suspended::Yes => None,
            Renewal::No => None,
            Renewal::WithoutEnd => Some(Html::plain(words.renews_always)),
            Renewal::Until(end) => {
                let time = time(self.words, self.frame.now, end);
                Some(Html::fill(words.renews_until, &[("time", Part::Html(&time))]))
            }
        }
    }

    fn granted(&self, app: &GrantedApp) -> Html {
        let seen = self.seen(&app.granted);
        match app.device.as_str() {
            "" => seen,
            device => Html::joined(&[Part::Html(&seen), Part::Name(device)], ", "),
        }
    }

    /// An instant, and from where.
    fn seen(&self, (at, from): &(i64, Option<String>)) -> Html {
        let time = time(self.words, self.frame.now, *at);
        match from {
            Some(from) => {
                Html::fill(self.words.account.apps.from, &[("time", Part::Html(&time)), ("address", Part::Name(from))])
            }
            None => time,
        }
    }

    fn remove_label(&self, app: &GrantedApp) -> String {
        fill_text(self.words.account.apps.remove_of, &[("app", &app.app)])
    }

    fn number(&self, count: &u64) -> String {
        lasting::grouped(*count, self.words.units.thousands)
    }
}
