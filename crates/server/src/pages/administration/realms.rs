//! Realms, as the configuration has them.

use super::place::Place;
use super::said::{code, name, named, number};
use super::sheet::{Facts, Sheet, Table, columns};
use crate::config::{Notices, ReviewRule, SignUp, Switch};
use crate::pages::consent::{Danger, Permission};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::lasting;
use crate::pages::words::Words;

/// All realms.
#[derive(Clone, Debug)]
pub struct AdminRealms {
    /// In order of the configuration.
    pub realms: Vec<AdminRealm>,
}

/// One realm.
#[derive(Clone, Debug)]
pub struct AdminRealm {
    /// Where it is.
    pub place: Place,
    /// What it is called in commands and the API.
    pub name: String,
    /// Its mounts, the main one first.
    pub mounts: Vec<AdminMount>,
    /// Whether everybody may make an account.
    pub sign_up: SignUp,
    /// Whether a developer's app is looked at before everybody can use it.
    pub review: ReviewRule,
    /// So many apps an account looks after at the most.
    pub apps_per_account: u32,
    /// What its people are told by mail; `None`: no mail is sent.
    pub notices: Option<Notices>,
    /// Where its people sign in, if not here.
    pub hand_off: Option<String>,
    /// Whom its people ask for help.
    pub support: Option<String>,
    /// Kinds of apps.
    pub kinds: Vec<String>,
    /// Scopes in words, each with the role that it asks for.
    pub scopes: Vec<(Permission, Option<String>)>,
}

/// A dialect at a place. Lifetimes in seconds; `None`: endless.
#[derive(Clone, Debug)]
pub struct AdminMount {
    /// The dialect's name.
    pub dialect: String,
    /// Its public address.
    pub address: String,
    /// Of codes.
    pub code: i64,
    /// Of access tokens.
    pub access: Option<i64>,
    /// Of refresh tokens.
    pub refresh: Option<i64>,
}

impl AdminRealms {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let own = &frame.words().administration.realms;
        let rows = self.realms.iter().map(|realm| {
            let texts = |each: fn(&AdminMount) -> &str| {
                let all: Vec<Part<'_>> = realm.mounts.iter().map(|mount| Part::Code(each(mount))).collect();
                Html::joined(&all, ", ")
            };
            let (link, called) = (named(&realm.place.base, &realm.place.title), code(&realm.name));
            let link = Html::joined(&[Part::Html(&link), Part::Html(&called)], " ");
            vec![link, texts(|mount| &mount.dialect), texts(|mount| &mount.address)]
        });
        let table = Table {
            columns: columns(&[(own.name, ""), (own.dialects, ""), (own.addresses, "")]),
            rows: rows.collect(),
            ..Table::default()
        };
        let (heading, lead) = (Html::plain(own.title), Some(Html::plain(own.lead)));
        Sheet { title: own.title, heading, lead, blocks: vec![Html::drawn(&table)], ..Sheet::default() }.render(frame)
    }
}

impl AdminRealm {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.realms;
        let sheet = Sheet {
            title: own.name,
            heading: name(&self.place.title),
            crumbs: vec![Html::link(&frame.to("/realms"), own.title)],
            lead: Some(Html::plain(own.fixed)),
            blocks: vec![self.settings(words), self.mounts(words), self.scopes(words)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn settings(&self, words: &'static Words) -> Html {
        let own = &words.administration.realms;
        let login = match &self.hand_off {
            Some(page) => Html::fill(own.login_there, &[("page", Part::Code(page))]),
            None => Html::plain(own.login_here),
        };
        let up = if self.sign_up == SignUp::Open { own.sign_up_on } else { own.sign_up_off };
        let review = if self.review == ReviewRule::Demanded { own.review_demanded } else { own.review_none };
        let kinds: Vec<Part<'_>> = self.kinds.iter().map(|kind| Part::Code(kind)).collect();
        let support = self.support.as_deref().map(|support| (own.support, name(support)));
        let rows = [
            (own.called, code(&self.name)),
            (own.sign_up, Html::plain(up)),
            (own.login, login),
            (own.review, Html::plain(review)),
            (own.most_apps, number(words, u64::from(self.apps_per_account))),
            (own.letters, self.letters(words)),
            (own.kinds, Html::joined(&kinds, ", ")),
        ];
        Html::drawn(&Facts { title: Some(own.settings), rows: rows.into_iter().chain(support).collect() })
    }

    fn letters(&self, words: &'static Words) -> Html {
        let own = &words.administration.realms;
        let Some(notices) = self.notices else { return Html::plain(own.letters_none) };
        let wished = [(notices.new_device, own.letters_device), (notices.new_app, own.letters_app)];
        let wished = wished.into_iter().filter(|(switch, _)| *switch == Switch::On).map(|(_, text)| text);
        let all: Vec<Part<'_>> = [own.letters_always].into_iter().chain(wished).map(Part::Text).collect();
        Html::joined(&all, ", ")
    }

    fn mounts(&self, words: &'static Words) -> Html {
        let own = &words.administration.realms;
        let life = |seconds: Option<i64>| match seconds {
            Some(seconds) => Html::plain(&lasting::duration(&words.units, seconds.unsigned_abs())),
            None => Html::plain(own.endless),
        };
        let rows = self.mounts.iter().map(|mount| {
            let docs = Html::link(&format!("{}/docs", mount.address), own.docs);
            let lives =
                [(own.code_life, Some(mount.code)), (own.access_life, mount.access), (own.refresh_life, mount.refresh)];
            let lives =
                lives.map(|(name, seconds)| Html::joined(&[Part::Text(name), Part::Html(&life(seconds))], ": "));
            let lives = Html::joined(&lives.each_ref().map(Part::Html), " · ");
            let address = Html::joined(&[Part::Code(&mount.address), Part::Html(&docs)], " ");
            vec![code(&mount.dialect), address, lives]
        });
        let heads = [(own.dialect, ""), (own.address, ""), (own.lives, "")];
        let (title, columns) = (Some(own.mounts), columns(&heads));
        Html::drawn(&Table { title, columns, rows: rows.collect(), ..Table::default() })
    }

    fn scopes(&self, words: &'static Words) -> Html {
        let own = &words.administration.realms;
        let row = |(scope, role): &(Permission, Option<String>)| {
            let marked = (scope.danger == Danger::Marked).then_some(Part::Strong(words.consent.marked));
            let said: Vec<Part<'_>> = marked.into_iter().chain([Part::Name(&scope.words)]).collect();
            vec![code(&scope.scope), Html::joined(&said, ": "), code(role.as_deref().unwrap_or_default())]
        };
        Html::drawn(&Table {
            title: Some(own.scopes),
            columns: columns(&[(own.scope, ""), (own.words, ""), (own.role, "")]),
            rows: self.scopes.iter().map(row).collect(),
            none: own.scopes_none,
            note: None,
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let own = || text.to_owned();
        let scope = Permission { scope: own(), words: own(), danger: Danger::Marked };
        let address = "https://auth.example/standard".to_owned();
        let mount = AdminMount { dialect: own(), address, code: 600, access: Some(3600), refresh: None };
        Self {
            place: Place::sample(text),
            name: own(),
            mounts: vec![mount.clone(), mount],
            sign_up: SignUp::Open,
            review: ReviewRule::Demanded,
            apps_per_account: 250,
            notices: Some(Notices { new_device: Switch::On, new_app: Switch::Off }),
            hand_off: Some("https://login.example/".to_owned()),
            support: Some("help@example.com".to_owned()),
            kinds: vec![own()],
            scopes: vec![(scope.clone(), Some(own())), (scope, None)],
        }
    }
}
