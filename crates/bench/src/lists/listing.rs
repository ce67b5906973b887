//! Which lists there are, and who may look at them.

use crate::Outcome;
use crate::fill::Size;
use crate::grantor::Demo;
use crate::person::Person;
use std::path::Path;
use std::process::Command;

/// Who looks.
#[derive(Clone, Copy)]
pub(super) enum Who {
    /// The owner of the apps, whose own grants those are, in a browser.
    Person,
    /// An administrator, in a browser.
    Administrator,
    /// A program with a key.
    Key,
}

/// A list.
pub(super) struct Listing {
    /// What people call it.
    pub(super) title: &'static str,
    /// Who looks.
    pub(super) who: Who,
    /// Where; `{app}` stands for the app that everybody has let in, `{last}` for the number of the last app.
    pub(super) target: &'static str,
    /// Rows of a page and what it lists; `None`: it is one page.
    pub(super) rows: Option<(u32, Of)>,
}

/// What a list is as long as.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// The apps.
    Apps,
    /// The grants.
    Grants,
}

impl Listing {
    /// Pages in front of the one in the middle.
    pub(super) fn middle(&self, size: Size) -> u32 {
        match self.rows {
            Some((rows, Of::Apps)) => size.apps / rows / 2,
            Some((rows, Of::Grants)) => size.grants / rows / 2,
            None => 0,
        }
    }
}

const ADMIN: &str = "/admin/realms/standard";

macro_rules! listings {
    ($($title:literal, $who:ident, $target:expr, $rows:expr;)*) => {
        /// All of them.
        pub(super) const LISTINGS: &[Listing] = &[
            $(Listing { title: $title, who: Who::$who, target: $target, rows: $rows },)*
        ];
    };
}

listings! {
    "console: apps", Person, "/standard/apps", Some((25, Of::Apps));
    "console: apps by part of a name", Person, "/standard/apps?q={last}", None;
    "account: authorized apps", Person, "/standard/account", Some((10, Of::Apps));
    "administration: accounts", Administrator, "/admin/realms/standard/accounts", Some((25, Of::Grants));
    "administration: accounts by how a name begins", Administrator, "/admin/realms/standard/accounts?q=person", Some((25, Of::Grants));
    "administration: apps", Administrator, "/admin/realms/standard/apps", Some((25, Of::Apps));
    "administration: apps in review", Administrator, "/admin/realms/standard/apps?standing=in-review", None;
    "administration: apps that are suspended", Administrator, "/admin/realms/standard/apps?standing=suspended", None;
    "administration: apps by part of a name", Administrator, "/admin/realms/standard/apps?q={last}", None;
    "administration: grants of an app", Administrator, "/admin/realms/standard/grants?app={app}", Some((25, Of::Grants));
    "administration: grants of an account", Administrator, "/admin/realms/standard/grants?account=demo", Some((25, Of::Apps));
    "administration: audit", Administrator, "/admin/realms/standard/audit", Some((25, Of::Grants));
    "administration: audit of an app", Administrator, "/admin/realms/standard/audit?app={app}", Some((25, Of::Grants));
    "administration: audit by action", Administrator, "/admin/realms/standard/audit?action=key.", None;
    "administration: audit by actor", Administrator, "/admin/realms/standard/audit?actor=key:rare", None;
    "API: accounts", Key, "/realms/standard/accounts?", Some((50, Of::Grants));
    "API: apps", Key, "/realms/standard/apps?", Some((50, Of::Apps));
    "API: apps in review", Key, "/realms/standard/apps?standing=in-review&", None;
    "API: grants of an app", Key, "/realms/standard/apps/{app}/grants?", Some((50, Of::Grants));
    "API: grants of an account", Key, "/realms/standard/accounts/demo/grants?", Some((50, Of::Apps));
    "API: audit", Key, "/realms/standard/audit?", Some((50, Of::Grants));
}

/// What opens the lists.
pub(super) struct Visitor {
    person: String,
    administrator: String,
    key: String,
}

impl Visitor {
    /// Both people signed in, and a key made.
    pub(super) async fn signed_in(binary: &Path, folder: &Path, demo: &Demo) -> Outcome<Self> {
        let rights = ["realms:read", "apps:read", "accounts:read", "grants:read", "audit:read"];
        let rights = rights.iter().flat_map(|right| ["--right", right]);
        let made = Command::new(binary)
            .args(["key", "create", "--json", "--name", "bench", "--data"])
            .arg(folder.join("grantor"))
            .args(rights)
            .output()?;
        let made: serde_json::Value = serde_json::from_slice(&made.stdout)?;
        Ok(Self {
            person: Person::new(demo.at, &demo.account).signed_in("/standard/apps").await?,
            administrator: Person::new(demo.at, &demo.administrator).signed_in(ADMIN).await?,
            key: made["text"].as_str().ok_or("no key was made")?.to_owned(),
        })
    }

    /// The header that opens a list to them.
    pub(super) fn header(&self, who: Who) -> String {
        match who {
            Who::Person => format!("Cookie: {}", self.person),
            Who::Administrator => format!("Cookie: {}", self.administrator),
            Who::Key => format!("Authorization: Bearer {}", self.key),
        }
    }
}
