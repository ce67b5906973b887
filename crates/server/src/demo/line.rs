//! What there is to try as one line of JSON. This line is an interface: people's test suites start Grantor with it.

use super::{Shown, ShownApp, ShownRealm, account_pages, console, derived};
use crate::realm::{Mount, Realm, Realms};
use engine::secret::Plain;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    data: &'a str,
    /// The password is null as soon as one realm's account has another.
    account: LineAccount<'a>,
    console: String,
    account_pages: String,
    admin: &'a str,
    administrator: LineAccount<'a>,
    realms: Vec<LineRealm<'a>>,
}

#[derive(Serialize)]
struct LineAccount<'a> {
    username: &'a str,
    password: Option<&'a str>,
    email: &'a str,
}

#[derive(Serialize)]
struct LineRealm<'a> {
    name: &'a str,
    dialect: &'a str,
    url: &'a str,
    password: Option<&'a str>,
    console: String,
    account_pages: String,
    apps: Vec<LineApp<'a>>,
}

#[derive(Serialize)]
struct LineApp<'a> {
    name: &'a str,
    kind: &'a str,
    client_id: &'a str,
    client_secret: Option<&'a str>,
    redirect_uris: &'a [String],
    scopes: &'a [String],
    test_token: Option<&'a str>,
}

/// The line, without its end. Each mount is an entry of its own, over the apps of its realm.
pub fn line(shown: &Shown, realms: &Realms) -> String {
    let entries = shown.realms.iter().filter_map(|own| Some((own, realms.named(&own.name)?)));
    let first = shown.realms.iter().find_map(|own| realms.named(&own.name)?.main());
    let line = Line {
        url: &shown.url,
        data: &shown.data,
        account: LineAccount {
            username: derived::PERSON.username,
            password: shown.common_password().map(Plain::expose),
            email: derived::PERSON.email,
        },
        console: first.map(console).unwrap_or_default(),
        account_pages: first.map(account_pages).unwrap_or_default(),
        admin: &shown.admin,
        administrator: LineAccount {
            username: derived::OFFICER.username,
            password: shown.administrator_password.as_ref().map(Plain::expose),
            email: derived::OFFICER.email,
        },
        realms: entries.flat_map(|(own, realm)| mounts(own, realm)).collect(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

fn mounts<'a>(own: &'a ShownRealm, realm: &'a Realm) -> impl Iterator<Item = LineRealm<'a>> {
    realm.mounts.iter().map(|mount| entry(own, mount))
}

fn entry<'a>(own: &'a ShownRealm, mount: &'a Mount) -> LineRealm<'a> {
    LineRealm {
        name: &mount.name,
        dialect: &mount.dialect.name,
        url: &mount.issuer,
        password: own.password.as_ref().map(Plain::expose),
        console: console(mount),
        account_pages: account_pages(mount),
        apps: own.apps.iter().map(app).collect(),
    }
}

fn app(shown: &ShownApp) -> LineApp<'_> {
    LineApp {
        name: &shown.app.name,
        kind: &shown.app.kind,
        client_id: &shown.app.client_id,
        client_secret: shown.secret.as_ref().map(|secret| secret.expose()),
        redirect_uris: &shown.app.redirect_uris,
        scopes: &shown.app.scopes,
        test_token: shown.test_token.as_ref().map(|token| token.expose()),
    }
}
