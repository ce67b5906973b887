//! The consent page: who asks, for what, as whom.

use super::chrome::Chrome;
use super::html::{Html, Part};
use super::lasting;
use super::tile::Tile;
use super::words::Words;
use crate::flow::authorize::COUNTED;
use askama::Template;

/// Asks the person whether an app may act for them.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The app's name.
    pub app: String,
    /// Its client id: draws the tile's colour where the developer chose none.
    pub client_id: String,
    /// The colour that the developer chose.
    pub color: Option<u8>,
    /// Where the form posts to.
    pub action: String,
    /// The sealed request, carried in a hidden field.
    pub request: String,
    /// The name of the account that is signed in.
    pub account: String,
    /// What the app may do, reading before changing. Empty where the provider has no scopes: then `note` says it.
    pub permissions: Vec<Permission>,
    /// Whether the person may grant less.
    pub choice: Choice,
    /// A sentence of the provider under the permissions.
    pub note: Option<String>,
    /// The app's site, shown by its host.
    pub site: Option<String>,
    /// When the app was registered, in seconds since 1970.
    pub since: Option<i64>,
    /// Whether the realm has looked at it, or need not.
    pub review: Reviewed,
    /// How many people of the realm use it, counted up to [`COUNTED`].
    pub people: Option<u64>,
    /// Where the person goes next.
    pub landing: Landing,
    /// How long the grant lasts.
    pub lasts: Lasts,
    /// The page where the person can end it, where there is one.
    pub end_at: Option<String>,
}

/// One thing that the app may do.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The scope on the wire: the value of its box where a choice is offered.
    pub scope: String,
    /// The line that people read.
    pub words: String,
    /// Whether it is marked.
    pub danger: Danger,
}

/// Whether a permission is marked, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Plain.
    No,
    /// Marked as far-reaching.
    Marked,
}

/// Whether everybody may use an app, as far as the realm reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// It was approved, or the realm does not review.
    Done,
    /// It was not: only its owners get as far as this page.
    Not,
}

/// Whether the person may grant less than was asked. Fields are called `scope`.
#[derive(Clone, Debug)]
pub enum Choice {
    /// All or nothing.
    None,
    /// A box for each permission, all checked.
    Each,
    /// One of several whole scopes.
    OneOf(Vec<Offer>),
}

/// A whole scope that the person may grant.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The whole scope as the dialect writes it.
    pub scope: String,
    /// What it allows, a line each.
    pub permissions: Vec<Permission>,
    /// Whether it is the one that was asked for.
    pub preset: Preset,
}

/// Whether an offer is chosen from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// What the app asked for.
    Asked,
    /// Less than that.
    Less,
}

/// Where the person goes after Allow.
#[derive(Clone, Debug)]
pub enum Landing {
    /// A web site: its host.
    Site(String),
    /// A program on the same device: a loopback host or a scheme of its own.
    Device(String),
    /// Nowhere: the code is shown.
    OnScreen,
}

/// How long the grant lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Until the person ends it.
    UntilEnded,
    /// So many seconds.
    For(u64),
    /// Until it was unused for so many seconds.
    Unused(u64),
    /// The same, and so many seconds in all whatever its use.
    UnusedOr(u64, u64),
}

impl Consent {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        View { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let permission = |scope: &str, words: &str| Permission {
            scope: scope.to_owned(),
            words: words.to_owned(),
            danger: if scope == "admin" { Danger::Marked } else { Danger::No },
        };
        Self {
            app: "Notes".to_owned(),
            client_id: "6d8a4f2e".to_owned(),
            color: None,
            action: "/shop/consent".to_owned(),
            request: "sealed".to_owned(),
            account: "demo".to_owned(),
            permissions: vec![
                permission("ro", "See your files"),
                permission("admin", "Manage the accounts of your contract"),
            ],
            choice: Choice::None,
            note: Some("If in doubt, press Deny.".to_owned()),
            site: Some("https://notes.example/about".to_owned()),
            since: Some(1_741_000_000),
            review: Reviewed::Not,
            people: Some(345),
            landing: Landing::Site("notes.example".to_owned()),
            lasts: Lasts::Unused(60 * 86_400),
            end_at: Some("/shop/account".to_owned()),
        }
    }
}

#[derive(Template)]
#[template(path = "consent.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a Consent,
}

impl View<'_> {
    fn tile(&self) -> Tile {
        Tile::of_app(&self.page.app, &self.page.client_id, self.page.color)
    }

    fn asks(&self) -> Html {
        let parts = [("app", Part::Strong(&self.page.app)), ("realm", Part::Name(&self.chrome.realm_title))];
        Html::fill(self.words.consent.asks, &parts)
    }

    /// Without scopes an app may do everything, and only the provider's sentence knows what that is.
    fn said_by_note(&self) -> bool {
        self.page.permissions.is_empty() && self.page.note.is_some()
    }

    fn as_whom(&self) -> Html {
        Html::fill(self.words.consent.as_whom, &[("account", Part::Strong(&self.page.account))])
    }

    /// The site's address and host. Only web addresses become links.
    fn site(&self) -> Option<(&str, &str)> {
        let site = self.page.site.as_deref()?;
        let host = super::web::host(site)?;
        Some((site, host))
    }

    fn since(&self) -> Option<String> {
        lasting::month(self.words, self.page.since?)
    }

    fn not_reviewed(&self) -> Option<Html> {
        let realm = [("realm", Part::Name(&self.chrome.realm_title))];
        (self.page.review == Reviewed::Not).then(|| Html::fill(self.words.consent.not_reviewed, &realm))
    }

    fn people(&self) -> Option<Html> {
        let count = self.page.people?;
        let number = lasting::grouped(count, self.words.units.thousands);
        let sentence = match count {
            1 => self.words.consent.one_person,
            _ if count >= u64::from(COUNTED) => self.words.consent.many_people,
            _ => self.words.consent.people,
        };
        Some(Html::fill(sentence, &[("count", Part::Text(&number))]))
    }

    fn landing(&self) -> Html {
        let words = &self.words.consent;
        match &self.page.landing {
            Landing::Site(host) => Html::fill("{host}", &[("host", Part::Name(host))]),
            Landing::Device(name) => Html::fill(words.device, &[("name", Part::Name(name))]),
            Landing::OnScreen => Html::plain(words.on_screen),
        }
    }

    fn end_at(&self) -> Option<Html> {
        let link = Html::link(self.page.end_at.as_deref()?, self.words.consent.account_pages);
        Some(Html::fill(self.words.consent.end_at, &[("place", Part::Html(&link))]))
    }

    fn lasts(&self) -> Html {
        let (words, units) = (&self.words.consent, &self.words.units);
        match self.page.lasts {
            Lasts::UntilEnded => Html::plain(words.until_ended),
            Lasts::For(seconds) => Html::plain(&lasting::duration(units, seconds)),
            Lasts::Unused(seconds) => {
                Html::fill(words.unused, &[("time", Part::Text(&lasting::duration(units, seconds)))])
            }
            Lasts::UnusedOr(seconds, most) => {
                let (time, most) = (lasting::duration(units, seconds), lasting::duration(units, most));
                Html::fill(words.unused_or, &[("time", Part::Text(&time)), ("most", Part::Text(&most))])
            }
        }
    }
}
