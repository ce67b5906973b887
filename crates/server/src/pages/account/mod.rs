//! A person's own account.

mod apps;
mod end_grant;

pub use apps::{AccountApps, GrantedApp};
pub use end_grant::ConfirmEndGrant;

use super::frame::{Current, Frame, Link};

/// The pages of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountItem {
    /// Apps that were let in.
    Apps,
}

const ITEMS: [AccountItem; 1] = [AccountItem::Apps];

impl AccountItem {
    /// Its path below the mount.
    pub fn path(self) -> &'static str {
        match self {
            Self::Apps => "/account",
        }
    }

    /// The frame with the account's pages beside it, and the sentence of that word of `?done=`.
    pub fn frame(self, frame: Frame, done: Option<&str>) -> Frame {
        let words = &frame.words().account;
        let side = ITEMS.into_iter().map(|item| Link {
            text: match item {
                Self::Apps => words.apps.item,
            },
            href: frame.to(item.path()),
            current: Current::when(item == self),
        });
        let notice = match done {
            Some("removed") => Some(words.apps.removed),
            _ => None,
        };
        Frame { side: side.collect(), notice, ..frame }
    }
}

/// Every page with samples that are called `name`.
#[cfg(test)]
pub(super) fn samples(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = AccountItem::Apps.frame(Frame::sample(language, name), Some("removed"));
    vec![
        ("account_apps", AccountApps::sample(name).render(&frame)),
        ("account_apps_none", AccountApps { apps: Vec::new(), ..AccountApps::sample(name) }.render(&frame)),
        ("account_end_grant", ConfirmEndGrant::sample(name).render(&frame)),
    ]
}
