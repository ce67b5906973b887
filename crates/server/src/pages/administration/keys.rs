//! Keys of the API.

use super::audit::who;
use super::said::{Way, at, code, empty, last, name};
use super::sheet::{Checks, FormPanel, PostTo, Sheet, Shown, Table, columns, main_step, more_step, row, step};
use crate::desk::keys::KeyFault;
use crate::desk::names::Actor;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Secret, Summary};
use crate::pages::words::Words;

/// All keys.
#[derive(Clone, Debug)]
pub struct AdminKeys {
    /// Those of this page.
    pub keys: Vec<AdminKey>,
    /// Through them.
    pub way: Way,
    /// Where one is made.
    pub new: String,
    /// What describes the API to programs.
    pub described: String,
    /// The page that describes it to people.
    pub api: String,
}

/// A key. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct AdminKey {
    /// What tells it from the others.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<String>,
    /// When it was made.
    pub created_at: i64,
    /// By whom.
    pub by: Actor,
    /// When it ends by itself.
    pub ends_at: Option<i64>,
    /// When it was last used.
    pub used_at: Option<i64>,
    /// The page that asks before it ends; `None`: it has.
    pub end: Option<String>,
}

impl AdminKeys {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.keys;
        let list = if self.keys.is_empty() { empty(own.nothing, own.nothing_what) } else { self.table(frame) };
        let address = Html::link(&self.described, &self.described);
        let sheet = Sheet {
            title: own.title,
            heading: Html::plain(own.title),
            lead: Some(Html::fill(own.lead, &[("address", Part::Html(&address))])),
            blocks: vec![
                row(vec![main_step(&self.new, own.new), more_step(&self.api, words.administration.api.title)]),
                list,
                self.way.pager(words),
            ],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn table(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.keys, &words.administration.common);
        let cells = |key: &AdminKey| {
            let rights: Vec<Part<'_>> = key.rights.iter().map(|right| Part::Code(right)).collect();
            let by = who(words, &key.by);
            let by = Html::fill(own.by, &[("who", Part::Html(&by))]);
            let made = at(frame, key.created_at);
            let used = last(frame, key.used_at);
            let (ends, end) = match &key.end {
                Some(end) => (key.ends_at.map(|ends| at(frame, ends)).unwrap_or_default(), step(end, own.end)),
                None => (Html::plain(own.ended), Html::default()),
            };
            let (named, id) = (name(&key.name), code(&key.id));
            let named = Html::joined(&[Part::Html(&named), Part::Html(&id)], " ");
            let made = Html::joined(&[Part::Html(&made), Part::Html(&by)], " ");
            vec![named, Html::joined(&rights, " "), made, used, ends, end]
        };
        let heads =
            [(common.name, ""), (own.rights, ""), (common.made, ""), (common.used, ""), (common.ends, ""), ("", "act")];
        Html::drawn(&Table {
            columns: columns(&heads),
            rows: self.keys.iter().map(cells).collect(),
            ..Table::default()
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let key = AdminKey {
            id: "0123456789ab".to_owned(),
            name: text.to_owned(),
            rights: vec!["apps:read".to_owned(), "apps:write".to_owned()],
            created_at: 1_795_300_000,
            by: Actor::Administrator(text.to_owned()),
            ends_at: Some(1_796_000_000),
            used_at: None,
            end: Some("/e".to_owned()),
        };
        let ended = AdminKey { end: None, ..key.clone() };
        let described = "/admin/api/v1/openapi.json".to_owned();
        Self {
            keys: vec![key, ended],
            way: Way::default(),
            new: "/admin/keys/new".to_owned(),
            described,
            api: "/admin/api".to_owned(),
        }
    }
}

/// The form of a new key, as typed.
#[derive(Clone, Debug)]
pub struct AdminNewKey {
    /// The list.
    pub list: String,
    /// Where it posts to.
    pub to: PostTo,
    /// What it is for, and how many days it lives.
    pub typed: (String, String),
    /// What it may do.
    pub rights: Vec<String>,
    /// All that was wrong.
    pub faults: Vec<KeyFault>,
}

impl AdminNewKey {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.keys;
        let fields = frame.all_kept(&self.to.action, self.fields(words));
        let ticked = |typed: &[(String, String)]| -> Vec<String> {
            typed.iter().filter(|(name, _)| name == "rights").map(|(_, right)| right.clone()).collect()
        };
        let chosen = frame.typed(&self.to.action).map_or_else(|| self.rights.clone(), ticked);
        let none = self.wrong(KeyFault::Rights, own.rights_wrong);
        let checks = Html::drawn(&Checks {
            name: "rights",
            legend: own.rights,
            wrong: none.as_ref(),
            choices: words.administration.rights,
            chosen: &chosen,
        });
        let more = Some(checks);
        let panel = FormPanel { title: None, id: "new", to: &self.to, fields: &fields, more, button: own.create };
        let rights = Field::new("rights", "", Kind::Optional, "").wrong(none);
        let summary = Summary::of(words, fields.iter().chain([&rights]));
        let sheet = Sheet {
            title: own.new,
            heading: Html::plain(own.new),
            crumbs: vec![Html::link(&self.list, own.title)],
            error: summary.map(|summary| Html::drawn(&summary)),
            blocks: vec![Html::drawn(&panel)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn fields(&self, words: &'static Words) -> Vec<Field<'_>> {
        let (own, common) = (&words.administration.keys, &words.administration.common);
        vec![
            Field::new("name", common.name, Kind::Line, &self.typed.0)
                .hint(Html::plain(own.name_hint))
                .wrong(self.wrong(KeyFault::Name, own.wrong)),
            Field::new("days", own.days, Kind::Line, &self.typed.1)
                .hint(Html::plain(own.days_hint))
                .wrong(self.wrong(KeyFault::Days, own.days_wrong)),
        ]
    }

    fn wrong(&self, fault: KeyFault, sentence: &str) -> Option<Html> {
        self.faults.contains(&fault).then(|| Html::plain(sentence))
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let typed = (text.to_owned(), text.to_owned());
        let rights = vec!["apps:read".to_owned()];
        Self { list: "/admin/keys".to_owned(), to: PostTo::default(), typed, rights, faults: Vec::new() }
    }
}

/// A key that was just made.
#[derive(Clone, Debug)]
pub struct AdminKeyMade {
    /// The list.
    pub list: String,
    /// What it is for.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl AdminKeyMade {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.keys;
        let line = Some("Authorization: Bearer gk_…".to_owned());
        let now = Html::plain(own.now);
        let secret = Secret { words, id: "key", label: own.secret, value: &self.text, now, line };
        let sheet = Sheet {
            title: own.made_title,
            about: vec![self.name.clone()],
            heading: Html::plain(own.made_title),
            crumbs: vec![Html::link(&self.list, own.title)],
            lead: Some(name(&self.name)),
            blocks: vec![Html::drawn(&secret), row(vec![step(&self.list, own.back)])],
            shown: Shown::Once,
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let secret = "gk_k3Jd92nbQ0zVt7LxWm4Pk3Jd92nbQ0zVt7LxWm4P".to_owned();
        Self { list: "/admin/keys".to_owned(), name: text.to_owned(), text: secret }
    }
}
