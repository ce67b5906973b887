//! What accounts let apps do: finding it, and the tokens that live by it.

use super::account::{AdminGrantRow, grants};
use super::place::Place;
use super::said::{Way, asked, at, code, empty, named, seen};
use super::sheet::{Facts, Lines, SearchForm, Sheet, Table, columns, end_step, row, step_of};
use crate::pages::consent::Permission;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part, fill_text};
use crate::pages::parts::{Field, Kind};

/// Who lets which app in.
#[derive(Clone, Debug)]
pub struct AdminGrants {
    /// Where they are.
    pub place: Place,
    /// The account and the app that were asked for.
    pub asked: (String, String),
    /// What was found.
    pub found: GrantsFound,
    /// Through it.
    pub way: Way,
}

/// What a search for grants has found.
#[derive(Clone, Debug)]
pub enum GrantsFound {
    /// Nobody has asked yet.
    NotAsked,
    /// Apps of an account.
    Apps(Vec<AdminGrantRow>),
    /// Accounts of an app.
    Accounts(Vec<AdminGrantRow>),
}

impl AdminGrants {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let (own, common) = (&words.administration.grants, &words.administration.common);
        let fields = vec![
            Field::new("account", own.account, Kind::Optional, &self.asked.0).hint(Html::plain(own.account_hint)),
            Field::new("app", own.app, Kind::Optional, &self.asked.1).hint(Html::plain(own.app_hint)),
        ];
        let action = self.place.to("/grants");
        let search = SearchForm { action: &action, fields, button: common.search };
        let list = match &self.found {
            GrantsFound::NotAsked => self.begin(frame),
            GrantsFound::Apps(rows) | GrantsFound::Accounts(rows) if rows.is_empty() => {
                empty(own.nothing, own.nothing_what)
            }
            GrantsFound::Apps(rows) => grants(frame, own.app, None, rows),
            GrantsFound::Accounts(rows) => grants(frame, own.account, None, rows),
        };
        let sheet = Sheet {
            title: own.title,
            about: asked([&self.asked.0, &self.asked.1]),
            heading: Html::plain(own.title),
            crumbs: self.place.crumbs(None),
            lead: Some(Html::plain(own.lead)),
            blocks: vec![Html::drawn(&search), list, self.way.pager(words)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    /// Where to look for those who may be asked for.
    fn begin(&self, frame: &Frame) -> Html {
        let words = &frame.words().administration;
        let lists = [("/accounts", words.accounts.title), ("/apps", words.apps.title)];
        let lists = lists.map(|(path, title)| Html::anchor(&self.place.to(path), &Html::plain(title)));
        Html::drawn(&Lines { title: words.grants.begin, lines: lists.into(), none: "" })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let rows = super::account::AdminAccount::sample(text).grants;
        let asked = (text.to_owned(), text.to_owned());
        Self { place: Place::sample(text), asked, found: GrantsFound::Apps(rows), way: Way::default() }
    }
}

/// What one account lets one app do.
#[derive(Clone, Debug)]
pub struct AdminGrant {
    /// Where it is.
    pub place: Place,
    /// The account's user name and page.
    pub account: (String, String),
    /// The app's name and page.
    pub app: (String, String),
    /// What it may do; empty where the provider has no scopes.
    pub permissions: Vec<Permission>,
    /// When it was let in, and from where.
    pub granted: (i64, String),
    /// When it was last used, and from where.
    pub used: Option<(i64, String)>,
    /// Its live tokens.
    pub tokens: Vec<AdminToken>,
    /// The page that asks before it ends.
    pub revoke: String,
}

/// A live token. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct AdminToken {
    /// What tells it from the others.
    pub handle: String,
    /// Which sort.
    pub sort: TokenSort,
    /// When it was issued.
    pub issued_at: i64,
    /// When it ends by itself.
    pub ends_at: Option<i64>,
    /// The page that asks before it ends.
    pub end: String,
}

/// Which sort of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenSort {
    /// Opens the API.
    Access,
    /// Is good for new access tokens.
    Refresh,
}

impl AdminGrant {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let own = &frame.words().administration.grants;
        let parts = [("app", Part::Name(&self.app.0)), ("account", Part::Name(&self.account.0))];
        let revoke = row(vec![end_step(&self.revoke, own.revoke)]);
        let sheet = Sheet {
            title: own.title,
            about: vec![self.account.0.clone(), self.app.0.clone()],
            heading: Html::fill(own.heading, &parts),
            crumbs: self.place.crumbs(Some(("/grants", own.title))),
            blocks: vec![revoke, self.facts(frame), self.tokens(frame)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn facts(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.grants, &words.administration.common);
        let used = self.used.as_ref().map(|(at, from)| seen(frame, *at, from));
        let may: Vec<Part<'_>> = self.permissions.iter().map(|one| Part::Name(&one.words)).collect();
        let may = if may.is_empty() { Html::plain(own.may_nothing) } else { Html::joined(&may, " · ") };
        let rows = vec![
            (own.account, named(&self.account.1, &self.account.0)),
            (own.app, named(&self.app.1, &self.app.0)),
            (own.may, may),
            (own.granted, seen(frame, self.granted.0, &self.granted.1)),
            (common.used, used.unwrap_or_else(|| Html::plain(common.never))),
        ];
        Html::drawn(&Facts { title: None, rows })
    }

    fn tokens(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.grants, &words.administration.common);
        let cells = |token: &AdminToken| {
            let sort = if token.sort == TokenSort::Access { own.access } else { own.refresh };
            let ends = token.ends_at.map_or_else(|| Html::plain(own.endless), |ends| at(frame, ends));
            let whole = fill_text(own.end_of, &[("handle", &token.handle)]);
            let end = step_of(&token.end, own.end, whole);
            vec![code(&token.handle), Html::plain(sort), at(frame, token.issued_at), ends, end]
        };
        let heads = [(own.handle, ""), (own.sort, ""), (own.issued, ""), (common.ends, ""), ("", "act")];
        Html::drawn(&Table {
            title: Some(own.live),
            columns: columns(&heads),
            rows: self.tokens.iter().map(cells).collect(),
            none: own.live_none,
            note: Some(own.handles),
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let (handle, sort) = ("0123456789abcdef".to_owned(), TokenSort::Access);
        let token = AdminToken { handle, sort, issued_at: 1_795_300_000, ends_at: None, end: "/e".to_owned() };
        let refresh = AdminToken { sort: TokenSort::Refresh, ends_at: Some(1_796_000_000), ..token.clone() };
        Self {
            place: Place::sample(text),
            account: (text.to_owned(), "/a".to_owned()),
            app: (text.to_owned(), "/b".to_owned()),
            permissions: Vec::new(),
            granted: (1_795_300_000, "192.0.2.7".to_owned()),
            used: None,
            tokens: vec![token, refresh],
            revoke: "/r".to_owned(),
        }
    }
}
