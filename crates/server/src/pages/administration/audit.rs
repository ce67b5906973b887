//! Who did what, when, from where.

use super::place::Place;
use super::said::{Way, empty, name, seen};
use super::sheet::{Post, PostTo, SearchForm, Sheet, Table, columns, row};
use crate::desk::names::Actor;
use crate::pages::frame::{Frame, Whose};
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind};
use crate::pages::words::Words;
use crate::pages::words::reference::said;
use askama::Template;

/// Rows of the audit.
#[derive(Clone, Debug)]
pub struct AdminAudit {
    /// Where it is.
    pub place: Place,
    /// Which rows were asked for, as typed.
    pub asked: AuditAsked,
    /// Those of this page.
    pub rows: Vec<AuditRow>,
    /// Through them.
    pub way: Way,
    /// Where the forms of the export post to.
    pub export: PostTo,
}

/// Which rows of the audit are asked for, as typed; empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditAsked {
    /// Who.
    pub actor: String,
    /// What, or how it begins.
    pub action: String,
    /// About which account.
    pub account: String,
    /// About which app.
    pub app: String,
    /// From which day on.
    pub since: String,
    /// Until which day.
    pub until: String,
}

/// Characters of what stands in a row as it is; what is longer is folded away.
const LONG: usize = 200;

/// What a row is about, with much to say of it.
#[derive(Template)]
#[template(path = "administration/folded.html")]
struct Folded<'a> {
    object: &'a str,
    detail: &'a str,
}

impl AuditAsked {
    /// Names and texts.
    pub fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("actor", &self.actor),
            ("action", &self.action),
            ("account", &self.account),
            ("app", &self.app),
            ("since", &self.since),
            ("until", &self.until),
        ]
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who.
    pub who: Actor,
    /// What, as the audit calls it.
    pub action: String,
    /// To what.
    pub object: String,
    /// More.
    pub detail: String,
    /// From which address; empty: not known.
    pub address: String,
}

impl AdminAudit {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.audit;
        let action = self.place.to("/audit");
        let search = SearchForm { action: &action, fields: self.fields(words), button: own.filter };
        let list = if self.rows.is_empty() { empty(own.nothing, own.nothing_what) } else { self.table(frame) };
        let export = |format: &str, text| {
            let typed = self.asked.pairs().map(|(name, text)| (name, text.to_owned()));
            let hidden: Vec<_> = typed.into_iter().chain([("format", format.to_owned())]).collect();
            Html::drawn(&Post { to: &self.export, hidden: &hidden, text, whole: None, class: "secondary" })
        };
        let hint = Html::plain(own.export_hint);
        let exports = row(vec![export("csv", own.csv), export("jsonl", own.jsonl), hint]);
        let sheet = Sheet {
            title: own.title,
            about: self
                .asked
                .pairs()
                .map(|(_, text)| text.to_owned())
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
            heading: Html::plain(own.title),
            crumbs: self.place.crumbs(None),
            lead: Some(Html::plain(own.lead)),
            blocks: vec![Html::drawn(&search), list, self.way.pager(words), exports],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn fields(&self, words: &'static Words) -> Vec<Field<'_>> {
        let own = &words.administration.audit;
        let mut actions = vec![
            ("", words.administration.common.all),
            ("account.", own.accounts),
            ("app.", own.apps),
            ("grant.", own.grants),
            ("token.", own.tokens),
            ("key.", own.keys),
        ];
        actions.extend(words.administration.actions);
        let asked = &self.asked;
        let app = (self.place.whose == Whose::People).then(|| Field::new("app", own.app, Kind::Optional, &asked.app));
        let fields = [
            Field::new("actor", own.actor, Kind::Optional, &asked.actor).hint(Html::plain(own.actor_hint)),
            Field::new("action", own.action, Kind::OneOf(actions), &asked.action),
            Field::new("account", own.account, Kind::Optional, &asked.account),
        ];
        let times = [
            Field::new("since", own.since, Kind::Day, &asked.since),
            Field::new("until", own.until, Kind::Day, &asked.until),
        ];
        fields.into_iter().chain(app).chain(times).collect()
    }

    fn table(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let own = &words.administration.audit;
        let cells = |row: &AuditRow| {
            let about = if !row.object.is_empty() && row.detail.chars().count() > LONG {
                Html::drawn(&Folded { object: &row.object, detail: &row.detail })
            } else {
                Html::joined(&[Part::Name(&row.object), Part::Name(&row.detail)], " ")
            };
            let what = Html::plain(said(words.administration.actions, &row.action));
            vec![what, who(words, &row.who), about, seen(frame, row.at, &row.address)]
        };
        let heads = [(own.action, "some"), (own.actor, "some"), (own.object, ""), (own.when, "some")];
        Html::drawn(&Table {
            columns: columns(&heads),
            rows: self.rows.iter().map(cells).collect(),
            ..Table::default()
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let own = || text.to_owned();
        let actors = [
            Actor::Administrator(own()),
            Actor::Person(own()),
            Actor::Gone(own()),
            Actor::Key(own()),
            Actor::App(own()),
        ];
        let all = actors.into_iter().chain([Actor::Word("server".to_owned()), Actor::Word(own())]);
        let row = |who| AuditRow {
            at: 1_795_300_000,
            who,
            action: "app.suspend".to_owned(),
            object: own(),
            detail: own(),
            address: "2001:db8::17".to_owned(),
        };
        Self {
            place: Place::sample(text),
            asked: AuditAsked { actor: own(), account: own(), app: own(), ..AuditAsked::default() },
            rows: all.map(row).collect(),
            way: Way { first: None, next: Some("/n".to_owned()) },
            export: PostTo::default(),
        }
    }
}

/// Who did something, in words.
pub(super) fn who(words: &'static Words, actor: &Actor) -> Html {
    let own = &words.administration.audit;
    let named = |sentence: &str, text: &str| Html::fill(sentence, &[("name", Part::Name(text))]);
    match actor {
        Actor::Administrator(username) => named(own.administrator, username),
        Actor::Person(username) => name(username),
        Actor::Gone(id) => named(own.gone, id),
        Actor::Key(id) => named(own.key, id),
        Actor::App(id) => named(own.by_app, id),
        Actor::Word(word) => match word.as_str() {
            "command-line" => Html::plain(own.command_line),
            "server" => Html::plain(own.server),
            "demo" => Html::plain(own.demo),
            "hand-off" => Html::plain(own.hand_off),
            other => name(other),
        },
    }
}
