//! A server of its own for each story: one realm under the provider's host names, a held clock, seeded dice.

use crate::database::Database;
use crate::http::{Response, raw};
use crate::values::Values;
use grantor::clock::Clock;
use grantor::demo::{Shown, ShownApp};
use grantor::desk::{Declined, Desk};
use grantor::dice::SeededDice;
use grantor::server::Server;
use grantor::{config, serve};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Where each dialect stands; `dialects/README.md` has the same list.
const HOSTS: &[(&str, &str)] = &[
    ("hidrive", r#""my.hidrive.com""#),
    ("raindrop", r#""raindrop.io", "api.raindrop.io""#),
    ("raindrop-live", r#""live.raindrop.example""#),
    ("boxc", r#""api.boxc.com""#),
    ("gitshare", r#""gitshare.example""#),
    ("serble", r#""serble.net", "api.serble.net""#),
    ("standard", r#""auth.example""#),
];

/// 2026-01-05T12:00:00Z.
pub(crate) const NOON_MS: i64 = 1_767_614_400_000;

pub(crate) struct World {
    at: SocketAddr,
    server: Arc<Server>,
    shown: Shown,
    runtime: Runtime,
    _folder: TempDir,
}

impl World {
    /// A fresh server that speaks this dialect.
    pub(crate) fn new(dialect: &str, now_ms: i64) -> Self {
        let hosts = HOSTS.iter().find(|(name, _)| *name == dialect).expect("a host name for the dialect").1;
        let text = format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"https://grantor.example\"\ndata = \".\"\n[demo]\nseed = true\n\
             [[realms]]\nname = \"{dialect}\"\nmounts = [{{ dialect = \"{dialect}\", hosts = [{hosts}] }}]\n"
        );
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("grantor.toml");
        std::fs::write(&file, Database::new(folder.path()).line() + &text).unwrap();
        let mut config = config::read(&file).unwrap_or_else(|faults| panic!("{faults}"));
        let runtime = Runtime::new().unwrap();
        let (at, server, shown) = runtime.block_on(async {
            let listeners = serve::Listeners::bind(&mut config).await.unwrap();
            let at = config.listen;
            let (clock, dice) = (Arc::new(Clock::held_at(now_ms)), Arc::new(SeededDice::new(3)));
            let (server, shown) = serve::start(config, at, clock, dice).await.unwrap();
            tokio::spawn(serve::serve(server.clone(), listeners, std::future::pending()));
            (at, server, shown.expect("a seeded demo"))
        });
        Self { at, server, shown, runtime, _folder: folder }
    }

    /// Tells the values what the account is, and which app is meant: the first of that kind.
    pub(crate) fn tell(&self, kind: Option<&str>, values: &mut Values) {
        let account = &self.shown.realms[0].account;
        values.tell("username", &account.username);
        values.tell("email", &account.email);
        values.tell("first_name", &account.first_name);
        values.tell("last_name", &account.last_name);
        values.tell("full_name", &account.full_name());
        values.tell("account_id", &account.id);
        values.tell("issuer", &self.server.realms.all[0].mounts[0].issuer);
        let apps = &self.shown.realms[0].apps;
        let kind = kind.unwrap_or(&apps[0].app.kind);
        let mut same = apps.iter().filter(|shown| shown.app.kind == kind);
        tell_app(same.next().expect("an app of that kind"), "", values);
        same.next().into_iter().for_each(|other| tell_app(other, "other.", values));
    }

    /// What opens the account.
    pub(crate) fn password(&self) -> &str {
        self.shown.password.expose()
    }

    /// Sends bytes.
    pub(crate) fn send(&self, bytes: &[u8]) -> Response {
        raw(self.at, bytes).expect("an answer")
    }

    /// Moves the clock on.
    pub(crate) fn advance(&self, seconds: i64) {
        self.server.clock.advance(seconds);
    }

    /// Does what `grantor …` does with these words.
    pub(crate) fn admin(&self, words: &[&str], client_id: &str) {
        let server = &self.server;
        let desk = server.desk(&server.realms.all[0], "command-line", "");
        let done = self.runtime.block_on(administer(&desk, words, client_id, &self.shown.realms[0].account.username));
        done.unwrap_or_else(|declined| panic!("{words:?}: {declined}"));
    }
}

async fn administer(desk: &Desk<'_>, words: &[&str], client_id: &str, username: &str) -> Result<(), Declined> {
    match words {
        ["app", "suspend"] => desk.suspend(client_id, "Spam.").await,
        ["app", "resume"] => desk.resume(client_id).await,
        ["app", "delete"] => desk.delete_app(client_id).await,
        ["app", "limit", count] => desk.limit(client_id, Some(count.parse().unwrap())).await,
        ["app", "redirect", "add", uri] => desk.add_redirect(client_id, uri).await,
        ["app", "redirect", "remove", uri] => desk.remove_redirect(client_id, uri).await,
        ["account", "disable"] => desk.disable(username).await,
        ["account", "enable"] => desk.enable(username).await,
        ["grant", "revoke"] => desk.revoke_grant(username, client_id).await,
        _ => panic!("nobody administers {words:?}"),
    }
}

fn tell_app(shown: &ShownApp, prefix: &str, values: &mut Values) {
    let mut tell = |name: &str, value: Option<&str>| {
        value.into_iter().for_each(|value| values.tell(&format!("{prefix}{name}"), value))
    };
    tell("client_id", Some(&shown.app.client_id));
    tell("client_secret", shown.secret.as_ref().map(|secret| secret.expose()));
    tell("redirect_uri", shown.app.redirect_uris.first().map(String::as_str));
    tell("app_name", Some(&shown.app.name));
    tell("test_token", shown.test_token.as_ref().map(|token| token.expose()));
}
