//! The app console: where developers keep their apps.
//!
//! # Layout
//! - [`ConsoleTerms`]: what the provider calls things; [`ConsoleApp`]: the app that a page is about; [`ConsoleItem`]: an app's pages.
//! - [`Fault`]: what is wrong with something that was typed; [`Number`]: how many, as far as it was counted.
//! - A file per page; `end`: the questions before something ends.

mod end;
mod fault;
mod list;
mod log;
mod marked;
mod new;
mod overview;
mod owners;
mod redirects;
mod review;
#[cfg(test)]
mod sample;
mod scopes;
mod secrets;
mod settings;
mod test_token;

pub use end::{
    Asked, ConfirmChangeKind, ConfirmDeleteApp, ConfirmEndTestToken, ConfirmRemoveOwner, ConfirmRemoveRedirect,
    ConfirmRevokeAll, ConfirmRevokeSecret, ThenTestToken,
};
pub use fault::{Fault, KindField, RedirectForms};
pub use list::{ConsoleList, ListedApp, MadeApp};
pub use log::{ConsoleLog, LoggedRefusal};
pub use new::{NewAppForm, ShownSecret};
pub use overview::ConsoleOverview;
pub use owners::{ConsoleOwners, ListedOwner};
pub use redirects::{ConsoleRedirects, WithoutRedirects};
pub use review::ConsoleReview;
#[cfg(test)]
pub(super) use sample::samples;
pub use scopes::ConsoleScopes;
pub use secrets::{ConsoleSecrets, ListedSecret};
pub use settings::ConsoleSettings;
pub use test_token::ConsoleTestToken;

use super::chrome::Chrome;
use super::frame::{Area, Current, Frame, Link};
use super::html::{Html, Part};
use super::lasting;
use super::tile::Tile;
use super::words::{self, Words};
use crate::config::ReviewRule;
use crate::desk::features::Feature;
use crate::desk::own::Standing;
use engine::model::Review;

/// What things are called: the provider's words, or ours.
#[derive(Clone, Debug)]
pub struct ConsoleTerms {
    /// The console.
    pub title: String,
    /// What leads to the form for a new app.
    pub new_app: String,
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: String,
    /// `redirect_uri`.
    pub redirect_uri: String,
    /// The test token.
    pub test_token: String,
}

impl ConsoleTerms {
    /// Our own.
    pub fn ours(language: &str) -> Self {
        let terms = &words::of(language).console.terms;
        Self {
            title: terms.title.to_owned(),
            new_app: terms.new_app.to_owned(),
            client_id: terms.client_id.to_owned(),
            client_secret: terms.client_secret.to_owned(),
            redirect_uri: terms.redirect_uri.to_owned(),
            test_token: terms.test_token.to_owned(),
        }
    }
}

/// The app that a page is about.
#[derive(Clone, Debug)]
pub struct ConsoleApp {
    /// Its name.
    pub name: String,
    /// Its client id.
    pub client_id: String,
    /// The colour of its tile.
    pub color: Option<u8>,
    /// How it stands.
    pub standing: Standing,
    /// How far its review has come, whether it is suspended or not.
    pub review: Review,
    /// Its path below the mount; its pages lie below it.
    pub path: String,
    /// What the realm demands.
    pub rule: ReviewRule,
    /// The pages that it has.
    pub items: Vec<ConsoleItem>,
    /// What it has or can have.
    pub features: Vec<Feature>,
    /// What things are called.
    pub terms: ConsoleTerms,
}

impl ConsoleApp {
    /// The frame of one of its pages, and the sentence of that word of `?done=`.
    pub fn frame(&self, frame: Frame, item: ConsoleItem, done: Option<&str>) -> Frame {
        let words = frame.words();
        let side = self.items.iter().map(|own| Link {
            text: own.name(words, &self.terms).into(),
            href: frame.to(&format!("{}{}", self.path, own.path())),
            current: Current::when(*own == item),
        });
        let notice = done.and_then(|done| notice(words, done)).or(frame.notice);
        Frame { area: Area::Console, side: vec![side.collect()], notice, about: vec![self.name.clone()], ..frame }
    }

    /// Whether it has or can have that.
    fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    fn tile(&self) -> Tile {
        Tile::of_app(&self.name, &self.client_id, self.color)
    }

    /// How its review stands beside a suspension.
    fn also(&self, words: &'static Words) -> Option<&'static str> {
        let words = &words.console.overview;
        match self.review {
            Review::Draft if self.standing.is_suspended() => Some(words.also_draft),
            Review::InReview if self.standing.is_suspended() => Some(words.also_in_review),
            _ => None,
        }
    }

    /// What a change can bring about, where that is a new review.
    fn again(&self, chrome: &Chrome) -> Option<Html> {
        let reviewed = self.standing == Standing::Live && self.rule == ReviewRule::Demanded;
        reviewed.then(|| chrome.about_realm(chrome.words().console.review.again))
    }
}

/// An app's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleItem {
    /// How it stands.
    Overview,
    /// Facts and kind.
    Settings,
    /// Redirect URIs.
    Redirects,
    /// What it may ask for.
    Scopes,
    /// Its secrets.
    Secrets,
    /// Its test token.
    TestToken,
    /// Its error log.
    Log,
    /// Who looks after it.
    Owners,
    /// Its review.
    Review,
}

impl ConsoleItem {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Settings,
        Self::Redirects,
        Self::Scopes,
        Self::Secrets,
        Self::TestToken,
        Self::Log,
        Self::Owners,
        Self::Review,
    ];

    /// Its path below the app's.
    pub fn path(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Settings => "/settings",
            Self::Redirects => "/redirects",
            Self::Scopes => "/permissions",
            Self::Secrets => "/secrets",
            Self::TestToken => "/test-token",
            Self::Log => "/errors",
            Self::Owners => "/owners",
            Self::Review => "/review",
        }
    }

    fn name(self, words: &'static Words, terms: &ConsoleTerms) -> String {
        let words = &words.console;
        match self {
            Self::Overview => words.overview.item.to_owned(),
            Self::Settings => words.settings.item.to_owned(),
            Self::Redirects => terms.redirect_uri.clone(),
            Self::Scopes => words.scopes.item.to_owned(),
            Self::Secrets => words.secrets.item.to_owned(),
            Self::TestToken => terms.test_token.clone(),
            Self::Log => words.log.item.to_owned(),
            Self::Owners => words.owners.item.to_owned(),
            Self::Review => words.review.item.to_owned(),
        }
    }
}

/// The frame of the list, and of what is about no app.
pub(super) fn framed(frame: Frame, done: Option<&str>) -> Frame {
    let notice = done.and_then(|done| notice(frame.words(), done)).or(frame.notice);
    Frame { area: Area::Console, notice, ..frame }
}

/// What was done just before.
fn notice(words: &'static Words, done: &str) -> Option<&'static str> {
    let words = &words.console;
    Some(match done {
        "created" => words.list.created,
        "deleted" => words.list.deleted,
        "left" => words.list.left,
        "saved" => words.settings.saved,
        "kind" => words.settings.kind_changed,
        "kind-there" => words.settings.kind_there,
        "redirect-added" => words.redirects.added,
        "redirect-there" => words.redirects.there,
        "redirect-removed" => words.redirects.removed,
        "permissions" => words.scopes.saved,
        "permissions-none" => words.scopes.saved_none,
        "made-before" => words.secrets.made_before,
        "secret-revoked" => words.secrets.revoked,
        "test-token-revoked" => words.test_token.revoked,
        "owner-added" => words.owners.added,
        "owner-there" => words.owners.there,
        "owner-removed" => words.owners.removed,
        "went-back" => words.review.went_back,
        "submitted" => words.review.submitted,
        "opened" => words.review.opened,
        "withdrawn" => words.review.withdrawn,
        "all-revoked" => words.end.all_revoked,
        _ => return None,
    })
}

/// How many, as far as it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Counted.
    pub count: u32,
    /// It was not counted any further than this.
    pub at_most: u32,
}

impl Number {
    fn said(self, words: &'static Words) -> String {
        let count = lasting::grouped(self.count.into(), words.units.thousands);
        match self.count < self.at_most {
            true => count,
            false => words.console.list.or_more.replace("{count}", &count),
        }
    }
}

/// How an app stands, in a word, and whether that is bad.
fn badge(words: &'static Words, standing: &Standing) -> (&'static str, &'static str) {
    let words = &words.console.list;
    match standing {
        Standing::Draft => (words.draft, ""),
        Standing::InReview => (words.in_review, ""),
        Standing::Live => (words.live, ""),
        Standing::Suspended(_) => (words.suspended, " warned"),
    }
}

/// A sentence about an app and its realm.
fn about(sentence: &str, frame: &Frame, app: &str) -> Html {
    Html::fill(sentence, &[("app", Part::Name(app)), ("realm", Part::Name(&frame.chrome.realm_title))])
}
