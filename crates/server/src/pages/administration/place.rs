//! Where in the administration a page is.

use crate::pages::frame::{Current, Frame, Link, Whose};
use crate::pages::html::{Html, Part};
use crate::pages::words::Words;
use std::borrow::Cow;

/// The realm that a page is about.
#[derive(Clone, Debug)]
pub struct Place {
    /// The realm as people call it.
    pub title: String,
    /// Its page: what all its pages' addresses begin with.
    pub base: String,
    /// Whether it is the administrators' own.
    pub whose: Whose,
}

impl Place {
    /// An address below it.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The way to one of its lists.
    pub(super) fn crumbs(&self, list: Option<(&str, &'static str)>) -> Vec<Html> {
        let name = Html::fill("{realm}", &[("realm", Part::Name(&self.title))]);
        let realm = (self.whose == Whose::People).then(|| Html::anchor(&self.base, &name));
        let list = list.map(|(path, text)| Html::link(&self.to(path), text));
        realm.into_iter().chain(list).collect()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        Self { title: name.to_owned(), base: "/admin/realms/standard".to_owned(), whose: Whose::People }
    }
}

/// The pages of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminItem {
    /// Figures and what waits.
    Home,
    /// All realms.
    Realms,
    /// One realm.
    Realm,
    /// Its accounts.
    Accounts,
    /// Its apps.
    Apps,
    /// Who lets which app do what.
    Grants,
    /// What happened in it.
    Audit,
    /// Those who may do everything.
    Administrators,
    /// What happened to them and their keys.
    AdministratorsAudit,
    /// Keys of the API.
    Keys,
}

impl AdminItem {
    fn text(self, words: &'static Words, place: Option<&Place>) -> Cow<'static, str> {
        let items = &words.administration.items;
        Cow::Borrowed(match self {
            Self::Realm => return Cow::Owned(place.map(|place| place.title.clone()).unwrap_or_default()),
            Self::Home => items.home,
            Self::Realms => items.realms,
            Self::Accounts => items.accounts,
            Self::Apps => items.apps,
            Self::Grants => items.grants,
            Self::Audit => items.audit,
            Self::Administrators => items.administrators,
            Self::AdministratorsAudit => items.administrators_audit,
            Self::Keys => items.keys,
        })
    }

    fn href(self, frame: &Frame, place: Option<&Place>) -> String {
        let below = |path: &str| place.map_or_else(String::new, |place| place.to(path));
        match self {
            Self::Home => frame.to(""),
            Self::Realms => frame.to("/realms"),
            Self::Realm => below(""),
            Self::Accounts => below("/accounts"),
            Self::Apps => below("/apps"),
            Self::Grants => below("/grants"),
            Self::Audit => below("/audit"),
            Self::Administrators => frame.to("/realms/admin/accounts"),
            Self::AdministratorsAudit => frame.to("/realms/admin/audit"),
            Self::Keys => frame.to("/keys"),
        }
    }

    /// The frame with the pages beside it, and the sentence of that word of `?done=`.
    pub fn frame(self, frame: Frame, place: Option<&Place>, done: Option<&str>) -> Frame {
        let words = frame.words();
        let place = place.filter(|place| place.whose == Whose::People);
        let around = [Self::Home, Self::Realms];
        let within = [Self::Realm, Self::Accounts, Self::Apps, Self::Grants, Self::Audit];
        let behind = [Self::Administrators, Self::AdministratorsAudit, Self::Keys];
        let within = if place.is_some() { within.as_slice() } else { &[] };
        let link = |item: &Self| Link {
            text: item.text(words, place),
            href: item.href(&frame, place),
            current: Current::when(*item == self),
        };
        let groups = [around.as_slice(), within, &behind].into_iter().filter(|group| !group.is_empty());
        let side = groups.map(|group| group.iter().map(link).collect());
        let about = place.map(|place| place.title.clone()).into_iter().collect();
        let notice = done.and_then(|done| notice(words, done)).or(frame.notice);
        Frame { side: side.collect(), notice, about, ..frame }
    }
}

fn notice(words: &'static Words, done: &str) -> Option<&'static str> {
    let (made_before, all_revoked) = (words.console.secrets.made_before, words.console.end.all_revoked);
    let words = &words.administration.done;
    Some(match done {
        "created" => words.created,
        "invited" => words.invited,
        "disabled" => words.disabled,
        "enabled" => words.enabled,
        "deleted-account" => words.deleted_account,
        "password" => words.password,
        "letter" => words.letter,
        "linked" => words.linked,
        "unlinked" => words.unlinked,
        "signed-out" => words.signed_out,
        "signed-out-all" => words.signed_out_all,
        "revoked" => words.revoked,
        "token" => words.token,
        "approved" => words.approved,
        "approved-suspended" => words.approved_suspended,
        "changed-since" => words.changed_since,
        "sent-back" => words.sent_back,
        "suspended" => words.suspended,
        "resumed" => words.resumed,
        "limited" => words.limited,
        "tokens-revoked" => all_revoked,
        "deleted-app" => words.deleted_app,
        "key" => words.key,
        "made-before" => made_before,
        _ => return None,
    })
}
