//! Taking one's data along, and leaving for good.

use super::proof::{self, Unproven};
use crate::desk::names::reads_like;
use crate::pages::chrome::Chrome;
use crate::pages::confirm::{Confirm, Loss};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind};
use crate::pages::words::Words;
use askama::Template;

/// So many apps that lose their last owner are called by their names.
const NAMED: usize = 5;

/// Download and deletion.
#[derive(Clone, Debug)]
pub struct AccountData {
    /// Where the form of the download posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The page that asks before the account is deleted.
    pub delete: String,
}

/// Asks before the account is deleted.
#[derive(Clone, Debug)]
pub struct ConfirmDelete {
    /// The account's user name, which has to be typed.
    pub username: String,
    /// What was typed.
    pub typed: String,
    /// Whether the current password is asked for, and what was wrong with it.
    pub current: Asked,
    /// Where another administrator is made, once this one turned out to be the last who can sign in.
    pub last: Option<String>,
    /// The host of the owner's own login, where people sign in there.
    pub there: Option<String>,
    /// Names of apps that nobody else looks after.
    pub orphans: Vec<String>,
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// Where the way back leads.
    pub back: String,
}

/// Whether the current password is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The account has none here.
    No,
    /// It is.
    Yes,
    /// It was, and was not taken.
    Again(Unproven),
}

impl AccountData {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        View { frame, chrome: &frame.chrome, words: frame.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let path = |path: &str| format!("/shop/account/{path}");
        Self { action: path("data"), csrf: "sealed".to_owned(), delete: path("delete") }
    }
}

#[derive(Template)]
#[template(path = "account/data.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountData,
}

impl ConfirmDelete {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.account.data;
        let plain = |sentence: &&str| frame.chrome.about_realm(sentence);
        let orphans = self.orphaned(words);
        // Administrators let no app in.
        let (ends, stays): (&[_], &[_]) = match frame.console {
            Some(_) => (&[own.ends_account, own.ends_apps, own.ends_profile], &[own.stays_record, own.stays_copies]),
            None => (&[own.ends_account, own.ends_profile], &[own.stays_record]),
        };
        let there = self.there.as_deref().map(|host| Html::fill(own.stays_there, &[("host", Part::Name(host))]));
        let confirm = Confirm {
            title: own.delete_title,
            about: None,
            heading: frame.chrome.about_realm(own.confirm_heading),
            ends: ends.iter().map(plain).chain(orphans).collect(),
            stays: stays.iter().map(plain).chain(there).collect(),
            action: &self.action,
            csrf: &self.csrf,
            fields: self.fields(words),
            button: own.delete,
            loss: Loss::ForGood,
            back: &self.back,
        };
        match &self.last {
            None => confirm.render(frame),
            Some(href) => {
                let another = Html::link(href, own.make_another);
                confirm.refused(frame, &Html::fill(own.last_administrator, &[("another", Part::Html(&another))]))
            }
        }
    }

    fn orphaned(&self, words: &'static Words) -> Option<Html> {
        let [one, many] = words.account.data.orphans;
        let (named, others) = self.orphans.split_at(self.orphans.len().min(NAMED));
        let named = Html::list(named)?;
        let named = match others.len() {
            0 => named,
            count => {
                let parts = [("apps", Part::Html(&named)), ("count", Part::Text(&count.to_string()))];
                Html::fill(words.account.data.orphans_more, &parts)
            }
        };
        let sentence = if self.orphans.len() == 1 { one } else { many };
        Some(Html::fill(sentence, &[("apps", Part::Html(&named))]))
    }

    fn fields(&self, words: &'static Words) -> Vec<Field<'_>> {
        let own = &words.account.data;
        let wrong = !self.typed.is_empty() && !reads_like(&self.typed, &self.username);
        let mut name =
            Field::new("username", "", Kind::Line, &self.typed).wrong(wrong.then(|| Html::plain(own.name_differs)));
        name.label = Html::fill(own.type_name, &[("account", Part::Strong(&self.username))]);
        let current = match self.current {
            Asked::No => None,
            Asked::Yes => Some(proof::current(words, None)),
            Asked::Again(why) => Some(proof::current(words, Some(why))),
        };
        [name].into_iter().chain(current).collect()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        Self {
            username: name.to_owned(),
            typed: String::new(),
            current: Asked::Yes,
            last: None,
            there: Some("www.shop.example".to_owned()),
            orphans: vec![name.to_owned(); NAMED + 2],
            action: "/shop/account/delete".to_owned(),
            csrf: "sealed".to_owned(),
            back: "/shop/account/data".to_owned(),
        }
    }
}
