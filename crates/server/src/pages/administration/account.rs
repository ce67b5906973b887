//! One account: what it is, where it is signed in, which apps it lets in.

use super::accounts::{standing, title_of};
use super::place::Place;
use super::said::{Way, at, code, last, name, named, number, seen};
use super::sheet::{
    Facts, FormPanel, PostTo, Sheet, Shown, Table, Warning, columns, end_step, more_step, post, row, step, step_of,
};
use crate::desk::Unfit;
use crate::desk::links::Errand;
use crate::pages::account::proof::unfit;
use crate::pages::frame::{Current, Frame, Whose};
use crate::pages::html::{Html, Part, fill_text};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use engine::model::Account;

/// One account.
#[derive(Clone, Debug)]
pub struct AdminAccount {
    /// Where it is.
    pub place: Place,
    /// The account.
    pub account: Account,
    /// Where it is signed in.
    pub sessions: Vec<AdminSession>,
    /// The page that asks before all of them end.
    pub end_all: String,
    /// Apps that it lets in.
    pub grants: Vec<AdminGrantRow>,
    /// Through them.
    pub way: Way,
    /// What happened to it.
    pub events: String,
    /// The page with a new password, where there are passwords here.
    pub password: Option<String>,
    /// Sends a link for one, where there is a mail server.
    pub letter: Option<PostTo>,
    /// What that is for.
    pub errand: Errand,
    /// The page of who it is at the owner's login; administrators have none.
    pub link: Option<String>,
    /// Enables it, where it is disabled.
    pub enable: PostTo,
    /// The page that asks before it is disabled.
    pub disable: String,
    /// The page that asks before it is deleted.
    pub delete: String,
    /// Whether something was refused because it is the last administrator.
    pub last: Refused,
}

/// Whether the last administrator should have gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing was refused.
    No,
    /// That was.
    Last,
}

/// A browser in which somebody is signed in. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct AdminSession {
    /// Browser and system; empty: not known.
    pub device: String,
    /// From which address.
    pub address: String,
    /// When its person signed in.
    pub signed_in_at: i64,
    /// When it was last seen.
    pub seen_at: i64,
    /// Whether it is the one that looks at the page.
    pub this: Current,
    /// The page that asks before it ends.
    pub end: String,
}

/// Who lets which app in. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct AdminGrantRow {
    /// The app's name, or the account's.
    pub name: String,
    /// Its page.
    pub href: String,
    /// When it was let in, and from where.
    pub granted: (i64, String),
    /// When it was last used, and from where.
    pub used: Option<(i64, String)>,
    /// Live access tokens.
    pub tokens: u32,
}

/// Grants under each other.
pub(super) fn grants(frame: &Frame, first: &'static str, title: Option<&'static str>, rows: &[AdminGrantRow]) -> Html {
    let words = frame.words();
    let (own, common) = (&words.administration.grants, &words.administration.common);
    let cells = |row: &AdminGrantRow| {
        let used = row.used.as_ref().map(|(at, from)| seen(frame, *at, from));
        let granted = seen(frame, row.granted.0, &row.granted.1);
        let used = used.unwrap_or_else(|| Html::plain(common.never));
        vec![named(&row.href, &row.name), granted, used, number(words, u64::from(row.tokens))]
    };
    Html::drawn(&Table {
        title,
        columns: columns(&[(first, ""), (own.granted, ""), (common.used, ""), (own.tokens, "number")]),
        rows: rows.iter().map(cells).collect(),
        none: words.administration.accounts.grants_none,
        note: None,
    })
}

impl AdminAccount {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.accounts;
        let grants = (self.place.whose == Whose::People)
            .then(|| grants(frame, words.administration.apps.app, Some(own.grants), &self.grants));
        let blocks = [self.steps(words), self.facts(frame), self.sessions(frame)].into_iter().chain(grants);
        let sheet = Sheet {
            title: own.facts,
            about: vec![self.account.username.clone()],
            heading: name(&self.account.username),
            crumbs: self.place.crumbs(Some(("/accounts", title_of(words, &self.place)))),
            badges: vec![standing(words, &self.account)],
            error: (self.last == Refused::Last).then(|| Html::drawn(&Warning { what: own.last })),
            blocks: blocks.chain([self.way.pager(words)]).collect(),
            lead: None,
            shown: Shown::Always,
        };
        sheet.render(frame)
    }

    fn steps(&self, words: &'static Words) -> Html {
        let own = &words.administration.accounts;
        let password = self.password.as_deref().map(|href| step(href, own.set_password));
        let sends = if self.errand == Errand::Invite { own.invite } else { own.letter };
        let letter = self.letter.as_ref().map(|to| post(to, sends));
        let standing = match self.account.disabled_at {
            Some(_) => post(&self.enable, own.enable),
            None => step(&self.disable, own.disable),
        };
        let link = self.link.as_deref().map(|href| step(href, own.link_title));
        let last = [standing, end_step(&self.delete, own.delete), more_step(&self.events, own.events)];
        row(password.into_iter().chain(letter).chain(link).chain(last).collect())
    }

    fn facts(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.accounts, &words.administration.common);
        let account = &self.account;
        let mut email = name(&account.email);
        if !account.email_verified && !account.email.is_empty() {
            email = Html::joined(&[Part::Html(&email), Part::Text(own.unconfirmed)], " · ");
        }
        let full = format!("{} {}", account.first_name, account.last_name);
        let roles: Vec<Part<'_>> = account.roles.iter().map(|role| Part::Code(role)).collect();
        let full = Some(full.trim()).filter(|full| !full.is_empty()).map(|full| (common.name, name(full)));
        let named = [(own.username, name(&account.username)), (own.email, email)].into_iter().chain(full);
        let rows = [
            (common.id, code(&account.id)),
            (own.roles, if roles.is_empty() { Html::plain(common.none) } else { Html::joined(&roles, ", ") }),
            (common.made, at(frame, account.created_at)),
            (own.seen, last(frame, account.seen_at)),
        ];
        let upstream = account.upstream.as_deref().map(|id| (own.upstream, code(id)));
        let disabled = account.disabled_at.map(|since| (own.disabled, at(frame, since)));
        let language = account.language.as_deref().map(|code| (own.language, Html::plain(code)));
        Html::drawn(&Facts {
            title: Some(own.facts),
            rows: named.chain(rows).chain(disabled).chain(language).chain(upstream).collect(),
        })
    }

    fn sessions(&self, frame: &Frame) -> Html {
        let own = &frame.words().administration.accounts;
        let cells = |session: &AdminSession| {
            let device = if session.device.is_empty() { own.unknown_device } else { &session.device };
            let end = step_of(&session.end, own.end, fill_text(own.end_of, &[("device", device)]));
            let since = seen(frame, session.signed_in_at, &session.address);
            let mut called = name(device);
            if session.this == Current::Yes {
                let this = Part::Text(frame.words().account.sessions.this);
                called = Html::joined(&[Part::Html(&called), this], " · ");
            }
            vec![called, since, at(frame, session.seen_at), end]
        };
        let table = Html::drawn(&Table {
            title: Some(own.sessions),
            columns: columns(&[(own.device, ""), (own.signed_in, ""), (own.seen, ""), ("", "act")]),
            rows: self.sessions.iter().map(cells).collect(),
            none: own.sessions_none,
            note: None,
        });
        let all = row(self.sessions.iter().take(1).map(|_| step(&self.end_all, own.end_all)).collect());
        Html::joined(&[Part::Html(&table), Part::Html(&all)], "")
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let session = AdminSession {
            device: text.to_owned(),
            address: "2001:db8::17".to_owned(),
            signed_in_at: 1_795_300_000,
            seen_at: 1_795_348_000,
            this: Current::Yes,
            end: "/s".to_owned(),
        };
        let grant = AdminGrantRow {
            name: text.to_owned(),
            href: "/admin/x".to_owned(),
            granted: (1_795_000_000, "192.0.2.7".to_owned()),
            used: None,
            tokens: 1234,
        };
        let used = AdminGrantRow { used: Some((1_795_300_000, String::new())), ..grant.clone() };
        Self {
            place: Place::sample(text),
            account: sample(text),
            sessions: vec![session.clone(), AdminSession { device: String::new(), this: Current::No, ..session }],
            end_all: "/e".to_owned(),
            grants: vec![grant, used],
            way: Way::default(),
            events: "/v".to_owned(),
            password: Some("/p".to_owned()),
            letter: Some(PostTo::default()),
            errand: Errand::Reset,
            link: Some("/l".to_owned()),
            enable: PostTo::default(),
            disable: "/d".to_owned(),
            delete: "/x".to_owned(),
            last: Refused::No,
        }
    }
}

/// A new password for somebody else.
#[derive(Clone, Debug)]
pub struct AdminPassword {
    /// Where the account is.
    pub place: Place,
    /// Its user name and page.
    pub account: (String, String),
    /// Where the form posts to.
    pub to: PostTo,
    /// What was wrong.
    pub error: Option<Unfit>,
}

impl AdminPassword {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let (own, form) = (&words.administration.accounts, &words.account.form);
        let field = Field::new("password", words.account.password.new, Kind::Password, "")
            .hint(Html::plain(form.password_hint))
            .filled_in_as("new-password")
            .wrong(self.error.map(|wrong| unfit(words, wrong)));
        let fields = [field];
        let title = None;
        let panel = FormPanel { title, id: "set", to: &self.to, fields: &fields, more: None, button: own.set_password };
        let mut crumbs = self.place.crumbs(Some(("/accounts", title_of(words, &self.place))));
        crumbs.push(named(&self.account.1, &self.account.0));
        let sheet = Sheet {
            title: own.password_title,
            about: vec![self.account.0.clone()],
            heading: Html::plain(own.password_title),
            crumbs,
            lead: Some(Html::fill(own.password_lead, &[("account", Part::Strong(&self.account.0))])),
            error: Summary::of(words, &fields).map(|summary| Html::drawn(&summary)),
            blocks: vec![Html::drawn(&panel)],
            badges: Vec::new(),
            shown: Shown::Always,
        };
        sheet.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let account = (text.to_owned(), "/a".to_owned());
        Self { place: Place::sample(text), account, to: PostTo::default(), error: None }
    }
}

#[cfg(test)]
pub(super) fn sample(text: &str) -> Account {
    use engine::model::AccountKey;
    Account {
        key: AccountKey(1),
        id: "k3Jd92nb".to_owned(),
        username: text.to_owned(),
        email: text.to_owned(),
        email_verified: false,
        first_name: text.to_owned(),
        last_name: text.to_owned(),
        roles: vec![text.to_owned()],
        attributes: Default::default(),
        language: Some("de".to_owned()),
        upstream: Some(text.to_owned()),
        disabled_at: None,
        deleted_at: None,
        created_at: 1_795_000_000,
        seen_at: None,
    }
}
