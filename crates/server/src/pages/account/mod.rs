//! A person's own account.

mod apps;
mod data;
mod end_grant;
mod end_session;
mod events;
mod fault;
mod password;
mod profile;
pub(super) mod proof;
mod sessions;

pub use apps::{AccountApps, AppsSaid, GrantedApp, Renewal, ShownTestToken, Suspended};
pub use data::{AccountData, Asked, ConfirmDelete};
pub use end_grant::ConfirmEndGrant;
pub use end_session::{ConfirmEndSession, Signed};
pub use events::{AccountEvents, By, Event};
pub use fault::AccountFault;
pub use password::AccountPassword;
pub use profile::{AccountProfile, Confirmed, Unaddressed};
pub use proof::Unproven;
pub use sessions::{AccountSessions, SessionShown};

use super::frame::{Current, Frame, Link};
use super::words::Words;

/// The pages of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountItem {
    /// Apps that were let in.
    Apps,
    /// Where somebody is signed in.
    Sessions,
    /// A new password.
    Password,
    /// What somebody says about themselves.
    Profile,
    /// What happened.
    Events,
    /// Taking the data along, and leaving.
    Data,
}

impl AccountItem {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [Self::Apps, Self::Sessions, Self::Password, Self::Profile, Self::Events, Self::Data];

    /// Its path below the mount.
    pub fn path(self) -> &'static str {
        match self {
            Self::Apps => "/account",
            Self::Sessions => "/account/sessions",
            Self::Password => "/account/password",
            Self::Profile => "/account/profile",
            Self::Events => "/account/events",
            Self::Data => "/account/data",
        }
    }

    fn text(self, words: &'static Words) -> &'static str {
        let words = &words.account;
        match self {
            Self::Apps => words.apps.item,
            Self::Sessions => words.sessions.item,
            Self::Password => words.password.item,
            Self::Profile => words.profile.item,
            Self::Events => words.events.item,
            Self::Data => words.data.item,
        }
    }

    /// The frame with these pages of the account beside it, and the sentence of that word of `?done=`.
    pub fn frame(self, frame: Frame, items: &[Self], done: Option<&str>) -> Frame {
        let words = frame.words();
        let side = items.iter().map(|item| Link {
            text: item.text(words).into(),
            href: frame.to(item.path()),
            current: Current::when(*item == self),
        });
        let notice = done.and_then(|done| notice(words, done)).or(frame.notice);
        Frame { side: vec![side.collect()], notice, ..frame }
    }
}

fn notice(words: &'static Words, done: &str) -> Option<&'static str> {
    let words = &words.account;
    Some(match done {
        "ended" => words.sessions.ended,
        "ended-others" => words.sessions.ended_others,
        "password" => words.password.done,
        "profile" => words.profile.saved,
        "email" => words.profile.email_changed,
        "letter" => words.profile.letter,
        "withdrawn" => words.profile.withdrawn,
        _ => return None,
    })
}

/// Every page with samples that are called `name`.
#[cfg(test)]
pub(super) fn samples(language: &str, name: &str) -> Vec<(&'static str, String)> {
    use crate::desk::{Misnamed, Unfit};
    let frame = |item: AccountItem, done| item.frame(Frame::sample(language, name), &AccountItem::ALL, done);
    let apps = frame(AccountItem::Apps, None);
    let sessions = frame(AccountItem::Sessions, None);
    let wrong = AccountPassword {
        current: Some(Unproven::Throttled(30)),
        new: Some(Unfit::Common),
        ..AccountPassword::sample(name)
    };
    let taken = AccountProfile {
        email: "eve@example.com".to_owned(),
        unaddressed: Some(Unaddressed::Wrong(Misnamed::EmailTaken)),
        ..AccountProfile::sample(name)
    };
    let elsewhere = AccountProfile { mail: None, ..AccountProfile::sample(name) };
    let mistyped =
        ConfirmDelete { typed: "x".to_owned(), current: Asked::Again(Unproven::Wrong), ..ConfirmDelete::sample(name) };
    let last = ConfirmDelete { last: Some("/admin/new".to_owned()), ..ConfirmDelete::sample(name) };
    let one = Signed::One(AccountSessions::sample(name).sessions.remove(0));
    let there = ConfirmEndSession { there: Some(name.to_owned()), ..ConfirmEndSession::sample(Signed::Others) };
    let profile = frame(AccountItem::Profile, None);
    let data = frame(AccountItem::Data, None);
    vec![
        ("account_apps", AccountApps::sample(name).render(&apps)),
        (
            "account_apps_none",
            AccountApps {
                said: Some(AppsSaid::Awaited(name.to_owned())),
                apps: Vec::new(),
                ..AccountApps::sample(name)
            }
            .render(&apps),
        ),
        ("account_end_grant", ConfirmEndGrant::sample(name).render(&apps)),
        ("account_sessions", AccountSessions::sample(name).render(&frame(AccountItem::Sessions, Some("ended")))),
        ("account_end_session", ConfirmEndSession::sample(one).render(&sessions)),
        ("account_end_sessions", ConfirmEndSession::sample(Signed::Others).render(&sessions)),
        ("account_end_sessions_elsewhere", there.render(&sessions)),
        ("account_password", AccountPassword::sample(name).render(&frame(AccountItem::Password, None))),
        ("account_password_error", wrong.render(&frame(AccountItem::Password, None))),
        ("account_profile", AccountProfile::sample(name).render(&profile)),
        ("account_profile_error", taken.render(&profile)),
        ("account_profile_elsewhere", elsewhere.render(&profile)),
        ("account_events", AccountEvents::sample(name).render(&frame(AccountItem::Events, None))),
        ("account_data", AccountData::sample().render(&data)),
        ("account_delete", ConfirmDelete::sample(name).render(&data)),
        ("account_delete_error", mistyped.render(&data)),
        ("account_delete_last_error", last.render(&data)),
    ]
}
