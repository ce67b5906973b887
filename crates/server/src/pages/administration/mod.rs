//! The administration.
//!
//! # Layout
//! - `sheet`: what every page is made of; `place`: where it stands in the list of pages; `said`: values as people read them.
//! - [`AdminHome`], [`AdminRealms`], [`AdminAccounts`], [`AdminApps`], [`AdminGrants`], [`AdminAudit`], [`AdminKeys`] and what is below them.
//! - [`AdminQuestion`]: asks before something ends.

mod account;
mod accounts;
mod api;
mod app;
mod apps;
mod audit;
mod grants;
mod home;
mod keys;
mod link;
mod place;
mod question;
mod realms;
mod said;
mod sheet;

pub use account::{AdminAccount, AdminGrantRow, AdminPassword, AdminSession, Refused};
pub use accounts::{AdminAccounts, AdminNewAccount, First};
pub use api::{AdminApi, AdminApiGroup};
pub use app::{AdminApp, COUNTED, LimitFault};
pub use apps::AdminApps;
pub use audit::{AdminAudit, AuditAsked, AuditFault, AuditLink, AuditRow, actor_word, shown_actor};
pub use grants::{AdminGrant, AdminGrants, AdminToken, GrantsFound, TokenSort};
pub use home::AdminHome;
pub use keys::{AdminKey, AdminKeyMade, AdminKeys, AdminNewKey};
pub use link::{AdminLink, LinkFault};
pub use place::{AdminItem, Place};
pub use question::{AdminQuestion, Ending};
pub use realms::{AdminMount, AdminRealm, AdminRealms};
pub use said::Way;
pub use sheet::PostTo;

/// Every page with samples that are called `name`.
#[cfg(test)]
pub(super) fn samples(language: &str, name: &str) -> Vec<(&'static str, String)> {
    use super::{AccountFault, frame::Area, frame::Frame};
    use crate::desk::{Misnamed, Unfit};
    let place = Place::sample(name);
    let frame = |item: AdminItem, done| {
        let area = Area::Administration;
        item.frame(Frame { area, console: None, ..Frame::sample(language, name) }, Some(&place), done)
    };
    let [accounts, apps, keys] = [AdminItem::Accounts, AdminItem::Apps, AdminItem::Keys].map(|item| frame(item, None));
    let new = AdminNewAccount::sample(name);
    let taken = AdminNewAccount { faults: vec![AccountFault::Misnamed(Misnamed::EmailTaken)], ..new.clone() };
    let role = AdminNewAccount { faults: vec![AccountFault::Role(name.to_owned())], letter: None, ..new.clone() };
    let last = AdminAccount { last: Refused::Last, ..AdminAccount::sample(name) };
    let weak = AdminPassword { error: Some(Unfit::Common), ..AdminPassword::sample(name) };
    let odd = AdminApp { wrong: LimitFault::Odd, ..AdminApp::sample(name) };
    let key = AdminNewKey::sample(name);
    use crate::desk::keys::KeyFault;
    let powerless = AdminNewKey { faults: vec![KeyFault::Name, KeyFault::Rights], ..key.clone() };
    let grants = frame(AdminItem::Grants, Some("revoked"));
    let mut pages = vec![
        ("admin_home", AdminHome::sample(name).render(&frame(AdminItem::Home, None))),
        (
            "admin_realms",
            AdminRealms { realms: vec![AdminRealm::sample(name)] }.render(&frame(AdminItem::Realms, None)),
        ),
        ("admin_realm", AdminRealm::sample(name).render(&frame(AdminItem::Realm, None))),
        ("admin_accounts", AdminAccounts::sample(name).render(&accounts)),
        (
            "admin_accounts_none",
            AdminAccounts { accounts: Vec::new(), ..AdminAccounts::sample(name) }.render(&accounts),
        ),
        ("admin_account_new", new.render(&accounts)),
        ("admin_account_new_error", taken.render(&accounts)),
        ("admin_account_role_error", role.render(&accounts)),
        ("admin_account", AdminAccount::sample(name).render(&frame(AdminItem::Accounts, Some("enabled")))),
        ("admin_account_last_error", last.render(&accounts)),
        ("admin_password", AdminPassword::sample(name).render(&accounts)),
        ("admin_password_error", weak.render(&accounts)),
        ("admin_link", AdminLink::sample(name).render(&accounts)),
        ("admin_link_error", AdminLink { wrong: Some(LinkFault::Taken), ..AdminLink::sample(name) }.render(&accounts)),
        ("admin_linked", AdminLink { upstream: Some(name.to_owned()), ..AdminLink::sample(name) }.render(&accounts)),
        ("admin_apps", AdminApps::sample(name).render(&apps)),
        ("admin_apps_none", AdminApps { apps: Vec::new(), ..AdminApps::sample(name) }.render(&apps)),
        ("admin_app", AdminApp::sample(name).render(&apps)),
        ("admin_app_error", odd.render(&apps)),
        ("admin_grants", AdminGrants::sample(name).render(&grants)),
        (
            "admin_grants_none",
            AdminGrants { found: GrantsFound::NotAsked, ..AdminGrants::sample(name) }.render(&grants),
        ),
        ("admin_grant", AdminGrant::sample(name).render(&grants)),
        ("admin_audit", AdminAudit::sample(name).render(&frame(AdminItem::Audit, None))),
        ("admin_api", AdminApi::sample(name).render(&keys)),
        ("admin_api_group", AdminApiGroup::sample(name).render(&keys)),
        ("admin_keys", AdminKeys::sample(name).render(&keys)),
        ("admin_key_new", key.render(&keys)),
        ("admin_key_new_error", powerless.render(&keys)),
        ("admin_key_made", AdminKeyMade::sample(name).render(&keys)),
    ];
    pages.extend(questions(&apps, name));
    pages
}

#[cfg(test)]
fn questions(frame: &super::frame::Frame, name: &str) -> Vec<(&'static str, String)> {
    let ask = |what| AdminQuestion::sample(name, what);
    let plain = [Ending::Revoke, Ending::RevokeTokens, Ending::Key];
    let mut pages: Vec<_> = plain.map(|what| ("admin_question", ask(what).render(frame))).into();
    let pauses = [Ending::Session, Ending::SignOut, Ending::Disable, Ending::Suspend, Ending::SendBack];
    pages.extend(pauses.map(|what| ("admin_pause", ask(what).render(frame))));
    for what in [Ending::DeleteAccount, Ending::DeleteAdministrator, Ending::DeleteApp] {
        let typed = Some(String::new());
        pages.push(("admin_delete", ask(what).render(frame)));
        pages.push(("admin_delete_error", AdminQuestion { typed, ..ask(what) }.render(frame)));
    }
    pages
}
