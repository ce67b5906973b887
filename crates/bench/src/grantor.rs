//! The server under test: the real binary's demo.

use crate::cores::Core;
use crate::http::{self, post};
use crate::process::Server;
use crate::tokeninfo::Tokeninfo;
use crate::{Fault, Outcome};
use serde::Deserialize;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The line of `grantor demo --json`, as far as it is needed.
#[derive(Deserialize)]
struct Line {
    url: String,
    account: Account,
    administrator: Account,
    realms: Vec<Realm>,
}

/// Somebody of the demo's.
#[derive(Clone, Deserialize)]
pub(crate) struct Account {
    /// User name.
    pub(crate) username: String,
    /// Password.
    pub(crate) password: String,
}

#[derive(Deserialize)]
struct Realm {
    name: String,
    apps: Vec<App>,
}

/// An app of the demo.
#[derive(Clone, Deserialize)]
pub(crate) struct App {
    /// Its id.
    pub(crate) client_id: String,
    /// Its secret.
    pub(crate) client_secret: Option<String>,
    /// Where its codes go.
    pub(crate) redirect_uris: Vec<String>,
}

/// The running demo.
pub(crate) struct Demo {
    /// Its process.
    pub(crate) child: Server,
    /// From its start to its open port.
    pub(crate) took: Duration,
    /// Where it listens.
    pub(crate) at: SocketAddr,
    /// Its person.
    pub(crate) account: Account,
    /// Its administrator.
    pub(crate) administrator: Account,
    realms: Vec<Realm>,
}

impl Demo {
    /// The first app of a realm.
    pub(crate) fn app(&self, realm: &str) -> Outcome<App> {
        let realm = self.realms.iter().find(|own| own.name == realm);
        realm.and_then(|realm| realm.apps.first()).cloned().ok_or_else(|| Fault::from("the demo has no such realm"))
    }
}

impl Demo {
    /// A request for a token of the app's own in the realm `standard`.
    pub(crate) fn token_request(&self) -> Outcome<Vec<u8>> {
        self.asking("/standard/oauth2/token", &[("grant_type", "client_credentials")])
    }

    /// The same where it is a JWT.
    pub(crate) fn signed_request(&self) -> Outcome<Vec<u8>> {
        self.form(SIGNED, &format!("/{SIGNED}/oauth2/token"), &[("grant_type", "client_credentials")])
    }

    /// A form of the app's of the realm `standard`, with its id and secret.
    pub(crate) fn asking(&self, target: &str, fields: &[(&str, &str)]) -> Outcome<Vec<u8>> {
        self.form("standard", target, fields)
    }

    fn form(&self, realm: &str, target: &str, fields: &[(&str, &str)]) -> Outcome<Vec<u8>> {
        let app = self.app(realm)?;
        let secret = app.client_secret.ok_or("an app without a secret")?;
        let own = [("client_id", app.client_id.as_str()), ("client_secret", secret.as_str())];
        Ok(post(self.at, target, &[fields, &own].concat(), ""))
    }
}

/// The binary: the one named, else built now, so that no old one is measured.
pub(crate) fn binary(named: Option<&Path>) -> Outcome<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "--quiet", "-p", "grantor"]).status()?;
    if !built.success() {
        return Err("the server could not be built".into());
    }
    Ok(std::env::current_exe()?.with_file_name("grantor"))
}

/// The realm whose access tokens are JWTs, and its dialect.
pub(crate) const SIGNED: &str = "es256";

/// Starts the demo of the three realms that are asked.
pub(crate) fn start(binary: &Path, folder: &Path, core: Core) -> Outcome<Demo> {
    begin(Command::new(binary).arg("demo"), &folder.join("grantor"), core)
}

/// The folder of a demo on a PostgreSQL server.
const ON_POSTGRES: &str = "grantor-pg";

/// The same on a PostgreSQL server.
pub(crate) fn start_on(store: &str, binary: &Path, folder: &Path, core: Core) -> Outcome<Demo> {
    begin(Command::new(binary).args(["demo", "--store", store]), &folder.join(ON_POSTGRES), core)
}

/// The same within another program, whose command line this is.
pub(crate) fn start_under(outer: &[String], binary: &Path, folder: &Path, core: Core) -> Outcome<Demo> {
    let (first, rest) = outer.split_first().ok_or("a command line without a program")?;
    begin(Command::new(first).args(rest).arg(binary).arg("demo"), &folder.join("grantor"), core)
}

/// Starts `serve` with the realms of a demo, which is no demo then, and ends it. How long it took to its first answer.
pub(crate) async fn served(binary: &Path, demo: &Path, data: &Path) -> Outcome<Duration> {
    let mut config: toml::Table = std::fs::read_to_string(demo.join("grantor.toml"))?.parse()?;
    config.remove("demo");
    config.insert("data".to_owned(), data.display().to_string().into());
    let file = data.join("serve.toml");
    std::fs::write(&file, config.to_string())?;
    let begun = Instant::now();
    serve(binary, &file).await?;
    Ok(begun.elapsed())
}

/// Another node over the database of a demo that was started by [`start_on`] in that folder.
pub(crate) async fn node(binary: &Path, folder: &Path) -> Outcome<(Server, SocketAddr)> {
    serve(binary, &folder.join(ON_POSTGRES).join("grantor.toml")).await
}

async fn serve(binary: &Path, config: &Path) -> Outcome<(Server, SocketAddr)> {
    let (at, said) = (http::free_address()?, config.with_extension("log"));
    let mut command = Command::new(binary);
    command.arg("serve").args(["--listen", &at.to_string()]).arg("--config").arg(config);
    let mut server = Server::begin(&mut command, Core::first(), File::create(&said)?)?;
    let answers = server.answers(at, "/livez", Duration::from_secs(60)).await;
    answers.map_err(|fault| format!("serve: {fault}: {}", std::fs::read_to_string(&said).unwrap_or_default()))?;
    Ok((server, at))
}

fn begin(command: &mut Command, data: &Path, core: Core) -> Outcome<Demo> {
    let dialects = data.with_extension("dialects");
    std::fs::create_dir_all(dialects.join(SIGNED))?;
    std::fs::write(dialects.join(SIGNED).join("dialect.toml"), include_str!("es256.toml"))?;
    command
        .args(["--json", "--listen", "127.0.0.1:0", "--realm", "standard", "--realm", SIGNED, "--realm"])
        .arg(Tokeninfo::known()?.realm)
        .arg("--dialects")
        .arg(dialects)
        .arg("--data");
    let begun = Instant::now();
    let (child, line) = Server::start(command.arg(data), core)?;
    let took = begun.elapsed();
    let line: Line = serde_json::from_str(&line)?;
    let at = line.url.strip_prefix("http://").ok_or("the demo speaks no plain HTTP")?.trim_end_matches('/').parse()?;
    Ok(Demo { child, took, at, account: line.account, administrator: line.administrator, realms: line.realms })
}
