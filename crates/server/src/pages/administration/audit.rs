//! Who did what, when, from where.

use super::place::Place;
use super::said::{Way, empty, name, named, seen};
use super::sheet::{Post, PostTo, SearchForm, Sheet, Table, columns, row};
use crate::desk::names::Actor;
use crate::pages::frame::{Frame, Whose};
use crate::pages::html::{Html, Part};
use crate::pages::language::languages;
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::recorded::{in_words, sentence};
use crate::pages::words::reference::said;
use crate::pages::words::{self, Words};
use askama::Template;

/// Rows of the audit.
#[derive(Clone, Debug)]
pub struct AdminAudit {
    /// Where it is.
    pub place: Place,
    /// Which rows were asked for, as typed.
    pub asked: AuditAsked,
    /// Those of this page, or what was asked for and is not there.
    pub rows: Result<Vec<AuditRow>, AuditFault>,
    /// Through them.
    pub way: Way,
    /// Where the forms of the export post to.
    pub export: PostTo,
}

/// What the audit of a realm was asked for, and what is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// The account.
    Account,
    /// The app.
    App,
    /// Who did it.
    Actor,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// The last day is before the first.
    Order,
}

impl AuditFault {
    /// Whether a field is told what is wrong with it; elsewhere nothing is found.
    pub fn is_of_a_field(self) -> bool {
        matches!(self, Self::Since | Self::Until | Self::Order)
    }
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

/// How actions upon signing keys begin.
const SIGNING_KEY: &str = "signing-key.";
/// Characters of what stands in a row as it is; what is longer is folded away.
const LONG: usize = 200;

/// What a row is about, with much to say of it.
#[derive(Template)]
#[template(path = "administration/folded.html")]
struct Folded {
    object: Html,
    detail: Html,
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
    /// To what, as the audit calls it.
    pub object: String,
    /// The account that it is about; `None`: none, or one that is gone.
    pub account: Option<AuditLink>,
    /// The app that it is about.
    pub app: Option<AuditLink>,
    /// More.
    pub detail: String,
    /// From which address; empty: not known.
    pub address: String,
}

/// What a row is about, as people know it.
#[derive(Clone, Debug)]
pub struct AuditLink {
    /// Its page; `None`: it has none any more.
    pub href: Option<String>,
    /// Its name.
    pub name: String,
}

impl AuditLink {
    fn draw(&self) -> Html {
        self.href.as_ref().map_or_else(|| name(&self.name), |href| named(href, &self.name))
    }
}

impl AuditRow {
    fn about(&self, words: &'static Words) -> Html {
        let object = self.object(words);
        match (self.detail.as_str(), self.detail.chars().count() > LONG) {
            ("", _) => object,
            (_, true) => Html::drawn(&Folded { object, detail: self.more(words) }),
            (_, false) => Html::joined(&[Part::Html(&object), Part::Html(&self.more(words))], " "),
        }
    }

    /// The kind of thing and its name; of two, the one first that was worked on.
    fn object(&self, words: &'static Words) -> Html {
        let own = &words.administration.audit;
        let called = |kind: &'static str, name: &Html| Html::joined(&[Part::Text(kind), Part::Html(name)], " ");
        // What is called "App 7" says already what it is.
        let linked = |kind: &'static str, link: &AuditLink| match link.name.split_once(' ') {
            Some((first, _)) if first.eq_ignore_ascii_case(kind) => link.draw(),
            _ => called(kind, &link.draw()),
        };
        let account = self.account.as_ref().map(|link| linked(own.account, link));
        let app = self.app.as_ref().map(|link| linked(own.app, link));
        let (kind, id) = self.object.split_once(' ').unwrap_or_default();
        let (first, second) = match kind {
            "account" => (account.unwrap_or_else(|| called(own.account, &name(id))), app),
            "app" => (app.unwrap_or_else(|| called(own.app, &name(id))), account),
            "key" if self.action.starts_with(SIGNING_KEY) => (called(own.signing_key, &name(id)), None),
            "key" => (Html::fill(own.key, &[("name", Part::Name(id))]), None),
            "realm" => (called(own.realm, &name(id)), None),
            _ if self.action == "token.end-all" => (Html::plain(own.everything), None),
            _ => (name(&self.object), None),
        };
        match second {
            Some(second) => Html::joined(&[Part::Html(&first), Part::Html(&second)], ", "),
            None => first,
        }
    }

    /// The detail: sentences in the language of the page, all else as it is.
    fn more(&self, words: &'static Words) -> Html {
        let own = &words.administration.audit;
        match (self.action.as_str(), self.detail.as_str()) {
            ("policy.weak", "none") => Html::plain(own.weak_none),
            ("policy.weak", text) => name(&in_words(text, words.administration.recorded)),
            ("account.password-link", errand) => name(said(own.links, errand)),
            (_, text) => match key_number(text).filter(|_| self.action.starts_with(SIGNING_KEY)) {
                Some((number, realm)) => {
                    Html::fill(own.key_number, &[("number", Part::Text(number)), ("realm", Part::Name(realm))])
                }
                None => sentence(text, words.administration.recorded).map_or_else(|| name(text), Html::plain),
            },
        }
    }
}

/// Which key it is about.
fn key_number(detail: &str) -> Option<(&str, &str)> {
    detail.strip_prefix("number ")?.split_once(" of ")
}

impl AdminAudit {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.audit;
        let action = self.place.to("/audit");
        let fields = self.fields(words);
        let error = Summary::of(words, &fields).map(|summary| Html::drawn(&summary));
        let search = SearchForm { action: &action, fields, button: own.filter };
        let list = match &self.rows {
            Err(AuditFault::Since | AuditFault::Until | AuditFault::Order) => Html::default(),
            Err(AuditFault::Actor) => empty(own.nothing, own.no_actor),
            Err(AuditFault::Account) => empty(own.nothing, own.no_account),
            Err(AuditFault::App) => empty(own.nothing, own.no_app),
            Ok(rows) if rows.is_empty() => empty(own.nothing, own.nothing_what),
            Ok(rows) => table(frame, rows),
        };
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
            error,
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
        let app = Field::new("app", own.app, Kind::Optional, &asked.app).hint(Html::plain(own.app_hint));
        let app = (self.place.whose == Whose::People).then_some(app);
        let fields = [
            Field::new("actor", own.actor, Kind::Optional, &asked.actor).hint(Html::plain(own.actor_hint)),
            Field::new("action", own.action, Kind::OneOf(actions), &asked.action),
            Field::new("account", own.account, Kind::Optional, &asked.account).hint(Html::plain(own.account_hint)),
        ];
        let fault = self.rows.as_ref().err();
        let wrong = |of_the_day| match fault {
            Some(AuditFault::Order) if of_the_day == AuditFault::Until => Some(Html::plain(own.days_turned)),
            fault => fault.filter(|fault| **fault == of_the_day).map(|_| Html::plain(own.no_day)),
        };
        let times = [
            Field::new("since", own.since, Kind::Day, &asked.since).wrong(wrong(AuditFault::Since)),
            Field::new("until", own.until, Kind::Day, &asked.until).wrong(wrong(AuditFault::Until)),
        ];
        fields.into_iter().chain(app).chain(times).collect()
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
        let link = |href: Option<&str>| Some(AuditLink { href: href.map(str::to_owned), name: own() });
        let row = |who| AuditRow {
            at: 1_795_300_000,
            who,
            action: "app.suspend".to_owned(),
            object: format!("app {text}"),
            account: link(Some("/admin/realms/standard/accounts/17")),
            app: link(None),
            detail: own(),
            address: "2001:db8::17".to_owned(),
        };
        Self {
            place: Place::sample(text),
            asked: AuditAsked { actor: own(), account: own(), app: own(), ..AuditAsked::default() },
            rows: Ok(all.map(row).collect()),
            way: Way { first: None, next: Some("/n".to_owned()) },
            export: PostTo::default(),
        }
    }
}

fn table(frame: &Frame, rows: &[AuditRow]) -> Html {
    let words = frame.words();
    let own = &words.administration.audit;
    let cells = |row: &AuditRow| {
        let what = Html::plain(said(words.administration.actions, &row.action));
        vec![what, who(words, &row.who), row.about(words), seen(frame, row.at, &row.address)]
    };
    let heads = [(own.action, ""), (own.actor, ""), (own.object, ""), (own.when, "")];
    Html::drawn(&Table { columns: columns(&heads), rows: rows.iter().map(cells).collect(), ..Table::default() })
}

/// Who did something, in words.
pub(super) fn who(words: &'static Words, actor: &Actor) -> Html {
    let own = &words.administration.audit;
    let filled = |sentence: &str, text: &str| Html::fill(sentence, &[("name", Part::Name(text))]);
    match actor {
        Actor::Administrator(username) => filled(own.administrator, username),
        Actor::Person(username) => name(username),
        Actor::Gone(id) => filled(own.gone, id),
        Actor::Key(id) => filled(own.key, id),
        Actor::App(id) => filled(own.by_app, id),
        Actor::Word(word) => {
            let shown = shown_words(words).into_iter().find(|(own, _)| own == word);
            shown.map_or_else(|| name(word), |(_, shown)| Html::plain(shown))
        }
    }
}

/// The audit's words for who did something, and those that stand on the page.
fn shown_words(words: &'static Words) -> [(&'static str, &'static str); 4] {
    let own = &words.administration.audit;
    [("command-line", own.command_line), ("server", own.server), ("demo", own.demo), ("hand-off", own.hand_off)]
}

/// The audit's word for what stands in its place on the pages of any language, to the letter.
pub fn shown_actor(typed: &str) -> Option<&'static str> {
    let mut all = languages().iter().flat_map(|language| shown_words(words::of(language)));
    all.find(|(_, shown)| typed == *shown).map(|(own, _)| own)
}

/// The audit's word for who is meant: itself, or what stands in its place on the pages of any language.
pub fn actor_word(typed: &str) -> Option<&'static str> {
    let typed = typed.replace('\'', "’").to_lowercase();
    let mut all = languages().iter().flat_map(|language| shown_words(words::of(language)));
    all.find(|(own, shown)| typed == *own || typed == shown.to_lowercase()).map(|(own, _)| own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::links::Errand;

    #[test]
    fn what_a_link_is_for_is_said_in_every_language() {
        for language in languages() {
            let words = words::of(language);
            for errand in Errand::WITH_A_PASSWORD {
                let row = AuditRow {
                    at: 0,
                    who: Actor::Word("server".to_owned()),
                    action: "account.password-link".to_owned(),
                    object: "account 17".to_owned(),
                    account: None,
                    app: None,
                    detail: errand.word().to_owned(),
                    address: String::new(),
                };
                let said = row.more(words);
                assert_ne!(said, name(errand.word()), "{language}");
            }
        }
    }

    #[test]
    fn who_stands_on_a_page_can_be_typed_as_it_stands_there() {
        for (typed, word) in [
            ("Server", "server"),
            ("KOMMANDOZEILE", "command-line"),
            ("command line", "command-line"),
            ("command-line", "command-line"),
            ("Owner's login", "hand-off"),
        ] {
            assert_eq!(actor_word(typed), Some(word), "{typed}");
        }
        assert_eq!(actor_word("serve"), None);
    }

    #[test]
    fn a_name_that_says_what_it_is_of_is_not_told_twice() {
        let frame = Frame::sample("en", "Shop");
        for (name, said) in [("App 104", "<bdi>App 104</bdi>"), ("Notes", "App <bdi>Notes</bdi>")] {
            let row = AuditRow {
                object: "app 17".to_owned(),
                account: None,
                app: Some(AuditLink { href: None, name: name.to_owned() }),
                ..AdminAudit::sample(name).rows.unwrap().remove(0)
            };
            assert_eq!(row.object(frame.words()).to_string(), said);
        }
    }
}
