//! How each peer is brought here, set up and started.

use super::place::{Place, Started};
use super::{CLIENT, Jwt, Paths, Peer, SECRET};
use crate::cores::Core;
use crate::http::{Answer, free_address, once, posted};
use crate::{Fault, Outcome};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::process::Command;

const JSON: &str = "application/json";

macro_rules! file {
    ($peer:literal, $name:literal) => {
        ($name, include_str!(concat!("../../peers/", $peer, "/", $name)))
    };
}

/// `oidc-provider`: everything in memory.
pub(super) async fn oidc_provider(place: &Place, core: Core) -> Outcome<Peer> {
    let version = place.install(&[
        file!("oidc-provider", "install.sh"),
        file!("oidc-provider", "package.json"),
        file!("oidc-provider", "package-lock.json"),
        file!("oidc-provider", "server.mjs"),
    ])?;
    let paths = Paths {
        token: "/token",
        scope: None,
        jwt: Some(Jwt::Resource("https://api.example")),
        introspection: "/token/introspection",
        metadata: "/.well-known/openid-configuration",
        ready: "/.well-known/openid-configuration",
    };
    let at = free_address()?;
    let mut node = Command::new("node");
    node.arg(place.programs.join("server.mjs")).env("BENCH_PORT", at.port().to_string()).env("BENCH_SECRET", SECRET);
    let started = place.start(&mut node, at, &paths, core).await?;
    Peer::met(version, "in memory; opaque, or JWT with ES256", place, started, paths)
}

/// django-oauth-toolkit under gunicorn, on SQLite.
pub(super) async fn django_oauth_toolkit(place: &Place, core: Core) -> Outcome<Peer> {
    let version = place
        .install(&[file!("django-oauth-toolkit", "install.sh"), file!("django-oauth-toolkit", "requirements.txt")])?;
    place.write(&[file!("django-oauth-toolkit", "peer.py"), file!("django-oauth-toolkit", "urls.py")])?;
    let programs = place.programs.join("venv/bin");
    place.prepare(Command::new(programs.join("python")).arg("peer.py").env("BENCH_SECRET", SECRET))?;
    let paths = Paths {
        token: "/o/token/",
        scope: None,
        jwt: None,
        introspection: "/o/introspect/",
        metadata: "/o/.well-known/openid-configuration",
        ready: "/o/.well-known/openid-configuration",
    };
    let at = free_address()?;
    let mut gunicorn = Command::new(programs.join("gunicorn"));
    gunicorn.args(["--no-control-socket", "--worker-class", "gthread", "--threads", "8", "--keep-alive", "60"]);
    gunicorn.args(["--log-level", "error", "--bind", &at.to_string(), "peer:application"]).env("BENCH_SECRET", SECRET);
    let started = place.start(&mut gunicorn, at, &paths, core).await?;
    Peer::met(version, "SQLite, durable; opaque; secret not hashed", place, started, paths)
}

/// Glewlwyd from Debian's packages, on SQLite.
pub(super) async fn glewlwyd(place: &Place, core: Core) -> Outcome<Peer> {
    let version = place.install(&[file!("glewlwyd", "install.sh")])?;
    let at = free_address()?;
    let (programs, data) = (place.programs.display().to_string(), place.data.display().to_string());
    let (_, conf) = file!("glewlwyd", "glewlwyd.conf");
    let conf = conf.replace("@PORT@", &at.port().to_string()).replace("@DATA@", &data);
    place.write(&[("glewlwyd.conf", &conf.replace("@PROGRAM@", &format!("{programs}/usr")))])?;
    let tables = std::fs::read_to_string(place.programs.join("init.sql"))?;
    Connection::open(place.data.join("glewlwyd.db"))?.execute_batch(&tables)?;
    let paths = Paths {
        token: "/api/oidc/token",
        scope: Some("read"),
        jwt: None,
        introspection: "/api/oidc/introspect",
        metadata: "/api/oidc/.well-known/openid-configuration",
        ready: "/config",
    };
    let mut glewlwyd = Command::new(place.programs.join("usr/bin/glewlwyd"));
    glewlwyd.env("LD_LIBRARY_PATH", place.programs.join("libraries"));
    glewlwyd.arg(format!("--config-file={data}/glewlwyd.conf"));
    let started = place.start(&mut glewlwyd, at, &paths, core).await?;
    glewlwyd_app(started.at).await?;
    Peer::met(version, "SQLite; JWT with HS256, noted in a row", place, started, paths)
}

/// Its administrator, whose password is known from its package, makes what is asked.
async fn glewlwyd_app(at: SocketAddr) -> Outcome<()> {
    let signed_in = json!({"username": "admin", "password": "password"}).to_string();
    let cookie = |answer: Answer<'_>| {
        let answer = answer.fine()?;
        let cookie = answer.headers("set-cookie").next().and_then(|line| line.split(';').next()).map(str::to_owned);
        cookie.ok_or_else(|| Fault::from("no session"))
    };
    let cookie = once(at, &posted(at, "/api/auth", (JSON, &signed_in), ""), cookie).await?;
    let (_, setup) = file!("glewlwyd", "setup.json");
    let setup: Vec<(String, Value)> = serde_json::from_str(&setup.replace("@SECRET@", SECRET))?;
    for (path, what) in setup {
        let ask = posted(at, &format!("/api/{path}"), (JSON, &what.to_string()), &cookie);
        once(at, &ask, |answer| answer.fine().map(|_| ())).await.map_err(|fault| format!("{path}: {fault}"))?;
    }
    Ok(())
}

/// Keycloak, whose tokens of this kind are kept nowhere; its realm lies in memory.
pub(super) async fn keycloak(place: &Place, core: Core) -> Outcome<Peer> {
    let version = place.install(&[file!("keycloak", "install.sh"), file!("keycloak", "realm.json")])?;
    let paths = Paths {
        token: "/realms/bench/protocol/openid-connect/token",
        scope: None,
        jwt: Some(Jwt::Itself),
        introspection: "/realms/bench/protocol/openid-connect/token/introspect",
        metadata: "/realms/bench/.well-known/openid-configuration",
        ready: "/realms/bench/.well-known/openid-configuration",
    };
    let (at, home) = (free_address()?, place.programs.join("keycloak"));
    // As its own script does it, which would stand between us and the process.
    let mut java = Command::new("java");
    java.arg("-Xms64m").arg("-XX:MaxRAMPercentage=50").arg(format!("-Dkc.home.dir={}", home.display()));
    java.arg("-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
    java.arg("-cp").arg(home.join("lib/quarkus-run.jar")).arg("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    java.args(["start", "--optimized", "--http-enabled=true", "--http-host=127.0.0.1", "--hostname-strict=false"]);
    java.arg(format!("--http-port={}", at.port())).arg("--import-realm").env("BENCH_SECRET", SECRET);
    let started = place.start(&mut java, at, &paths, core).await?;
    Peer::met(version, "JWT with RS256, not stored", place, started, paths)
}

impl Peer {
    fn met(version: String, keeps: &'static str, place: &Place, started: Started, paths: Paths) -> Outcome<Self> {
        let service = super::Service { at: started.at, paths, client: (CLIENT.to_owned(), SECRET.to_owned()) };
        let (installed, idle) = (place.installed_bytes()?, started.server.family().memory_now());
        let facts = super::Facts { peer: Some(place.name), version, keeps, start: started.took, installed, idle };
        Ok(Self { facts, server: started.server, service })
    }
}
