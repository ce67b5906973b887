//! What there is to try, as the demo's front page.

use super::derived::{self, Derived};
use super::steps::Steps;
use super::{Shown, ShownRealm, account_pages, console};
use crate::pages::{DemoAccount, DemoApp, DemoIndex, DemoRealm};
use crate::realm::{Mount, Realms};
use engine::secret::Plain;

/// The page.
pub fn index(shown: &Shown, realms: &Realms, derived: &Derived) -> DemoIndex {
    let mounts = shown.realms.iter().flat_map(|own| {
        let realm = realms.named(&own.name);
        realm
            .into_iter()
            .flat_map(move |realm| realm.mounts.iter().map(move |mount| (own, realm.title_of(mount), mount)))
    });
    DemoIndex {
        account: DemoAccount {
            username: derived::PERSON.username.to_owned(),
            password: shown.common_password().map(exposed),
        },
        admin_url: shown.admin.clone(),
        administrator: DemoAccount {
            username: derived::OFFICER.username.to_owned(),
            password: shown.administrator_password.as_ref().map(exposed),
        },
        realms: mounts.map(|(own, title, mount)| entry(own, (title, mount), &shown.callback(), derived)).collect(),
    }
}

fn exposed(password: &Plain) -> String {
    password.expose().to_owned()
}

fn entry(own: &ShownRealm, (title, mount): (String, &Mount), callback: &str, derived: &Derived) -> DemoRealm {
    let apps = own.apps.iter().filter_map(|shown| {
        let steps = Steps::new(mount, shown, callback, derived)?;
        Some(DemoApp {
            name: shown.app.name.clone(),
            kind: shown.app.kind.clone(),
            client_id: shown.app.client_id.clone(),
            authorize_url: steps.link(),
        })
    });
    DemoRealm {
        title,
        dialect: mount.dialect.name.clone(),
        url: mount.issuer.clone(),
        account_pages: account_pages(mount),
        console: console(mount),
        apps: apps.collect(),
    }
}
