//! Accounts: finding one, and making one.

use super::place::Place;
use super::said::{Way, asked, at, empty, last, name, named};
use super::sheet::{Badge, FormPanel, Mood, PostTo, SearchForm, Sheet, Table, columns, main_step, row};
use crate::pages::account::AccountFault;
use crate::pages::frame::{Frame, Whose};
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use engine::model::Account;

/// Accounts of a realm.
#[derive(Clone, Debug)]
pub struct AdminAccounts {
    /// Where they are.
    pub place: Place,
    /// What was searched for.
    pub query: String,
    /// Those of this page, each with its own.
    pub accounts: Vec<(Account, String)>,
    /// Through the list.
    pub way: Way,
    /// Where one is made; `None`: they appear by themselves.
    pub new: Option<String>,
}

/// How an account stands.
pub(super) fn standing(words: &'static Words, account: &Account) -> Badge {
    let own = &words.administration.accounts;
    match account.disabled_at {
        Some(_) => Badge { text: own.disabled, mood: Mood::Bad },
        None => Badge { text: own.active, mood: Mood::Plain },
    }
}

/// What a list of accounts is called.
pub(super) fn title_of(words: &'static Words, place: &Place) -> &'static str {
    let own = &words.administration.accounts;
    if place.whose == Whose::Administrators { own.administrators } else { own.title }
}

impl AdminAccounts {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let (own, common) = (&words.administration.accounts, &words.administration.common);
        let people = self.place.whose == Whose::People;
        let title = title_of(words, &self.place);
        let query = Field::new("q", own.query, Kind::Optional, &self.query).hint(Html::plain(own.query_hint));
        let action = self.place.to("/accounts");
        let search = SearchForm { action: &action, fields: vec![query], button: common.search };
        let new = self.new.as_deref().map(|new| main_step(new, if people { own.new } else { own.new_administrator }));
        let list = if self.accounts.is_empty() { empty(own.nothing, own.nothing_what) } else { self.table(frame) };
        let sheet = Sheet {
            title,
            about: asked([&self.query]),
            heading: Html::plain(title),
            crumbs: self.place.crumbs(None),
            lead: match (people, &self.new) {
                (false, _) => Some(Html::plain(own.administrators_lead)),
                (true, None) => Some(Html::plain(own.elsewhere)),
                (true, Some(_)) => None,
            },
            blocks: vec![row(new.into_iter().collect()), Html::drawn(&search), list, self.way.pager(words)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn table(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.accounts, &words.administration.common);
        let cells = |(account, href): &(Account, String)| {
            let standing = Html::drawn(&standing(words, account));
            let (made, seen) = (at(frame, account.created_at), last(frame, account.seen_at));
            vec![named(href, &account.username), name(&account.email), standing, made, seen]
        };
        Html::drawn(&Table {
            columns: columns(&[
                (own.username, ""),
                (own.email, ""),
                (common.standing, ""),
                (common.made, ""),
                (own.seen, ""),
            ]),
            rows: self.accounts.iter().map(cells).collect(),
            ..Table::default()
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let account = (super::account::sample(text), "/admin/realms/standard/accounts/x".to_owned());
        Self {
            place: Place::sample(text),
            query: text.to_owned(),
            accounts: vec![account],
            way: Way { first: Some("/f".to_owned()), next: Some("/n".to_owned()) },
            new: Some("/admin/realms/standard/accounts/new".to_owned()),
        }
    }
}

/// The form of a new account, as typed.
#[derive(Clone, Debug)]
pub struct AdminNewAccount {
    /// Where it will be.
    pub place: Place,
    /// Where it posts to.
    pub to: PostTo,
    /// User name, address, first and last name, roles.
    pub typed: [String; 5],
    /// The roles that there are.
    pub roles: Vec<String>,
    /// Whether a link can be mailed, and whether that was chosen.
    pub letter: Option<First>,
    /// All that was wrong.
    pub faults: Vec<AccountFault>,
}

/// How a new account gets its first password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Its person chooses it by a mailed link.
    Letter,
    /// It stands in the form.
    Typed,
}

impl AdminNewAccount {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.accounts;
        let fields = frame.all_kept(&self.to.action, self.fields(words));
        let panel = FormPanel { title: None, id: "new", to: &self.to, fields: &fields, more: None, button: own.create };
        let people = self.place.whose == Whose::People;
        let title = if people { own.new } else { own.new_administrator };
        let sheet = Sheet {
            title,
            heading: Html::plain(title),
            crumbs: self.place.crumbs(Some(("/accounts", title_of(words, &self.place)))),
            error: Summary::of(words, &fields).map(|summary| Html::drawn(&summary)),
            blocks: vec![Html::drawn(&panel)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn fields(&self, words: &'static Words) -> Vec<Field<'_>> {
        let own = &words.administration.accounts;
        let wrong = |field: &str| AccountFault::at(&self.faults, field, words);
        let [username, email, first, last, roles] = &self.typed;
        let how = self.letter.map(|letter| {
            let choices = vec![("letter", own.how_letter), ("password", own.how_password)];
            Field::new(
                "how",
                own.how,
                Kind::OneOf(choices),
                if letter == First::Letter { "letter" } else { "password" },
            )
        });
        let secret = match self.letter {
            Some(_) => {
                Field::new("password", own.password, Kind::OptionalPassword, "").hint(Html::plain(own.password_hint))
            }
            None => {
                let hint = Html::plain(words.account.form.password_hint);
                Field::new("password", own.password, Kind::Password, "").hint(hint)
            }
        };
        let known: Vec<Part<'_>> = self.roles.iter().map(|role| Part::Code(role)).collect();
        let hint = Html::fill(own.roles_hint, &[("roles", Part::Html(&Html::joined(&known, ", ")))]);
        let offered = !known.is_empty() || !roles.is_empty();
        let roles = Field::new("roles", own.roles, Kind::Optional, roles).hint(hint).wrong(wrong("roles"));
        let names = [
            Field::new("username", own.username, Kind::Line, username).wrong(wrong("username")),
            Field::new("email", own.email, Kind::Email, email).wrong(wrong("email")),
            Field::new("first_name", own.first_name, Kind::Optional, first),
            Field::new("last_name", own.last_name, Kind::Optional, last),
        ];
        let secret = secret.filled_in_as("new-password").wrong(wrong("password"));
        names.into_iter().chain(offered.then_some(roles)).chain(how).chain([secret]).collect()
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let own = || text.to_owned();
        let typed = [own(), own(), own(), own(), own()];
        Self {
            place: Place::sample(text),
            to: PostTo::default(),
            typed,
            roles: vec![own()],
            letter: Some(First::Letter),
            faults: Vec::new(),
        }
    }
}
