//! One connection to the server.

use super::options::{Batches, Options, Pooler};
use super::patience::{Patience, Silence};
use super::ways::{self, Access, Way, Ways};
use crate::Broken;
use crate::tables::batch::BATCH;
use crate::tables::fault::{Fault, Outcome, with_causes};
use arc_swap::ArcSwap;
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::config::{Host, LoadBalanceHosts, SslMode, TargetSessionAttrs};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long after a failed attempt to connect the next one follows.
const AGAIN: Duration = Duration::from_millis(200);
/// How long an attempt to connect may take.
pub(super) const CONNECT: Duration = Duration::from_secs(2);
/// How long it has for itself before the next host is tried beside it.
const HEAD_START: Duration = Duration::from_millis(250);
/// After so long without an acknowledgement the way to the server counts as cut.
const UNHEARD: Duration = Duration::from_secs(3);

/// How long a statement waits for somebody else's lock.
const LOCK: Duration = Duration::from_secs(2);

/// The server, too, finds out that the way to here is cut, in twelve seconds and not in hours: each connection that it keeps for nobody is one less.
/// An engine that has no such setting sets nothing.
const HEARD: &str =
    "select set_config(name, case name when 'tcp_user_timeout' then '12000' else '3' end, false) from pg_settings
  where name in ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout')";

/// What is acknowledged is on disk, whatever the server's own habit is.
const DURABLE: &str =
    "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";

const SILENT: &str = "it says nothing to who wants a connection";

/// How much longer than a statement may take its answer is waited for.
const ON_THE_WAY: Duration = Duration::from_secs(1);

/// The server, as all connections to it see it.
pub(super) struct Place {
    pub(super) options: Options,
    config: Config,
    tls: MakeRustlsConnect,
    /// How many connections somebody tries to open, and has not yet.
    in_vain: AtomicUsize,
    /// The host at which the newest connection was opened.
    host: ArcSwap<String>,
    silence: Arc<Silence>,
}

impl Place {
    /// Of an address; `Unfit` where it cannot be understood.
    pub(super) fn new(options: Options) -> Result<Self, Broken> {
        let unfit = |error: &dyn std::fmt::Display| Broken::Unfit(format!("the address of the database: {error}"));
        let parsed: Result<Config, tokio_postgres::Error> = understood(&options.url).parse();
        let mut config = parsed.map_err(|error| unfit(&with_causes(&error)))?;
        ways::fit_together(&config).map_err(|fault| unfit(&fault))?;
        if config.get_password().is_none()
            && let Some(password) = &options.password
        {
            config.password(password);
        }
        match config.get_target_session_attrs() {
            // What is read on a server that follows another one may have ended on that.
            TargetSessionAttrs::Any => drop(config.target_session_attrs(TargetSessionAttrs::ReadWrite)),
            TargetSessionAttrs::ReadOnly => {
                return Err(unfit(&"target_session_attrs=read-only names servers that take no writes; say read-write"));
            }
            _ => {}
        }
        let tls = MakeRustlsConnect::new(client_config(options.roots.as_deref()).map_err(|error| unfit(&error))?);
        Ok(Self {
            options,
            config,
            tls,
            in_vain: AtomicUsize::new(0),
            host: ArcSwap::default(),
            silence: Arc::new(Silence::none()),
        })
    }

    /// Whether somebody in between could read along, since TLS is only asked for and not demanded.
    pub(super) fn is_exposed(&self) -> bool {
        let names = self.config.get_hosts().iter().any(|host| match host {
            Host::Tcp(name) => !name.parse().map_or(name == "localhost", |address: IpAddr| address.is_loopback()),
            Host::Unix(_) => false,
        });
        let away = names || self.config.get_hostaddrs().iter().any(|address| !address.is_loopback());
        away && self.config.get_ssl_mode() == SslMode::Prefer
    }

    /// The server itself, where a pooler stands at the address.
    pub(super) fn direct(&self) -> Result<Self, Broken> {
        let url = self.options.direct.clone().ok_or_else(|| {
            Broken::Unfit(
                "the tables have to be brought up to date, which no transaction pooler can pass on: say `direct = \"postgres://…\"`, the server's own address, under [postgres]"
                    .to_owned(),
            )
        })?;
        Self::new(Options { url, pooler: Pooler::None, direct: None, ..self.options.clone() })
    }

    /// Connects, to the first of its hosts that is there; the connection lives for as long as somebody holds the link.
    pub(super) async fn open(&self, purpose: Purpose) -> Outcome<(Link, JoinHandle<()>)> {
        let Ways { open, unknown } = ways::all(&self.config).await;
        let (mut tries, mut fault) = (FuturesUnordered::new(), None);
        for way in open {
            let host = ways::named(&way).map(ways::name).collect();
            let tried = async { self.introduced(way, purpose).await.map(|opened| (host, opened)) };
            tries.push(timeout(CONNECT, tried));
            match timeout(HEAD_START, tries.next()).await {
                Ok(Some(Ok(Ok((host, opened))))) => return Ok(self.opened_at(host, opened)),
                Ok(Some(Ok(Err(told)))) => fault = Some(told),
                // It may answer yet, beside the next one.
                _ => {}
            }
        }
        while let Some(tried) = tries.next().await {
            match tried {
                Ok(Ok((host, opened))) => return Ok(self.opened_at(host, opened)),
                Ok(Err(told)) => fault = Some(told),
                // Silence tells less than what another one said.
                Err(_) => {}
            }
        }
        Err(fault.unwrap_or_else(|| match unknown.last() {
            Some((name, why)) => Fault::unavailable(format!("{name}: {why}")),
            None => Fault::unavailable(SILENT),
        }))
    }

    /// Says in the log where that is, of several hosts, and whenever it is not where it was before; of hosts that are drawn for each connection it says nothing.
    fn opened_at(&self, host: String, opened: (Link, JoinHandle<()>)) -> (Link, JoinHandle<()>) {
        let host = Arc::new(host);
        let before = self.host.swap(Arc::clone(&host));
        let drawn = self.config.get_load_balance_hosts() == LoadBalanceHosts::Random;
        if before != host && !drawn && (self.has_several() || !before.is_empty()) {
            tracing::info!(%host, "the database is used at this host");
        }
        opened
    }

    fn has_several(&self) -> bool {
        ways::named(&self.config).nth(1).is_some()
    }

    /// Each way by itself.
    pub(super) async fn ways(&self) -> Vec<Way> {
        let Ways { open, unknown } = ways::all(&self.config).await;
        let tried = open.into_iter().map(async |mut way| {
            let name = ways::named(&way).map(ways::name).collect();
            way.target_session_attrs(TargetSessionAttrs::Any);
            let leads = timeout(CONNECT, self.access(way)).await;
            Way { name, leads: leads.unwrap_or_else(|_| Err(Fault::unavailable(SILENT))).map_err(Broken::from) }
        });
        let mut ways = join_all(tried).await;
        ways.extend(unknown.into_iter().map(|(name, why)| Way { name, leads: Err(Broken::Unavailable(why)) }));
        ways
    }

    async fn access(&self, way: Config) -> Outcome<Access> {
        let (link, _driver) = self.introduced(way, Purpose::Reads).await?;
        Ok(match link.setting("transaction_read_only").await?.as_str() {
            "on" => Access::Reads,
            _ => Access::Writes,
        })
    }

    /// The same, again and again until it is there. The first who tries in vain says so in the log, and why; the last who has one again does too.
    pub(super) async fn open_at_last(&self, purpose: Purpose) -> (Link, JoinHandle<()>) {
        let mut in_vain = false;
        loop {
            match self.open(purpose).await {
                Ok(opened) => {
                    if in_vain && self.in_vain.fetch_sub(1, Ordering::Relaxed) == 1 {
                        tracing::warn!(database = self.named(), "all connections to the database are there again");
                    }
                    return opened;
                }
                Err(fault) => {
                    if !std::mem::replace(&mut in_vain, true) && self.in_vain.fetch_add(1, Ordering::Relaxed) == 0 {
                        let broken = Broken::from(fault);
                        tracing::error!(%broken, database = self.named(), "a connection to the database cannot be opened; it is tried until it can");
                    }
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Why nothing can begin with it, with its name where it does not answer.
    pub(super) fn unreached(&self, fault: Fault) -> Broken {
        match Broken::from(fault) {
            Broken::Unavailable(why) => {
                let asks = why.contains("password missing") && self.config.get_password().is_none();
                let remedy = match () {
                    () if asks => ": it asks for a password: set GRANTOR_STORE_PASSWORD, or write one into the address",
                    () if self.has_several() => ": `grantor doctor` asks each host by itself",
                    () => "",
                };
                Broken::Unavailable(format!("{why} ({}){remedy}", self.named()))
            }
            other => other,
        }
    }

    /// Its hosts, ports and name.
    pub(super) fn named(&self) -> String {
        let hosts = ways::named(&self.config).map(ways::name);
        format!("{}/{}", hosts.collect::<Vec<_>>().join(","), self.config.get_dbname().unwrap_or_default())
    }

    async fn introduced(&self, mut way: Config, purpose: Purpose) -> Outcome<(Link, JoinHandle<()>)> {
        way.tcp_user_timeout(UNHEARD).keepalives_idle(UNHEARD).keepalives_interval(UNHEARD).keepalives_retries(1);
        let (client, connection) = way.connect(self.tls.clone()).await?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database has ended");
            }
        });
        let patience =
            Patience::new(self.options.statement.saturating_add(ON_THE_WAY), purpose, Arc::clone(&self.silence));
        let link = Link {
            client,
            purpose,
            pooler: self.options.pooler,
            begin: self.begin(),
            statements: ArcSwap::default(),
            patience,
        };
        match self.options.pooler {
            Pooler::None => {
                link.execute(&format!("{}; {HEARD}", self.limits("set"))).await?;
                if link.setting("synchronous_commit").await? == "off" {
                    link.execute("set synchronous_commit = on").await?;
                }
            }
            // What is set now would be somebody else's, and gone for us.
            Pooler::Transaction => link.execute("select 1").await?,
        }
        Ok((link, driver))
    }

    /// How a transaction begins.
    fn begin(&self) -> String {
        match self.options.pooler {
            Pooler::None => BEGIN.to_owned(),
            Pooler::Transaction => format!("{BEGIN}; {}; {DURABLE}", self.limits("set local")),
        }
    }

    /// How long the server is patient. A transaction that hears no more of its node gives back what it holds.
    fn limits(&self, set: &str) -> String {
        let patience = self.options.statement.as_millis();
        let lock = patience.min(LOCK.as_millis());
        format!(
            "{set} statement_timeout = {patience}; {set} lock_timeout = {lock}; {set} idle_in_transaction_session_timeout = {patience}"
        )
    }

    /// How many operations a transaction may hold.
    pub(super) fn batch(&self) -> usize {
        match self.options.batches {
            Batches::On => BATCH,
            Batches::Off => 1,
        }
    }
}

/// libpq has words for what `sslmode=require` means here: the certificate is checked, and the name in it.
fn understood(url: &str) -> String {
    let (place, words) = url.split_at(url.rfind('?').unwrap_or(0));
    let words = words.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
    format!("{place}{words}")
}

fn client_config(roots: Option<&[u8]>) -> Result<ClientConfig, Box<dyn std::error::Error + Send + Sync>> {
    let mut store = RootCertStore::empty();
    match roots {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                store.add(certificate?)?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(store).with_no_client_auth())
}

/// What an operation looks at again behind a lock has to be what is there now: in a transaction that sees one moment alone it would not be.
const BEGIN: &str = "begin isolation level read committed";

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Statements that have nothing to do with each other.
    Reads,
    /// Transactions.
    Writes,
}

/// A connection, and the statements that the server has prepared for it, by where their text lies.
pub(crate) struct Link {
    pub(super) client: Client,
    pub(super) purpose: Purpose,
    pub(super) pooler: Pooler,
    begin: String,
    pub(super) statements: ArcSwap<HashMap<usize, Statement>>,
    patience: Patience,
}

impl Link {
    /// Whether it is of no use any more.
    pub(super) fn is_lost(&self) -> bool {
        self.client.is_closed() || self.patience.is_over()
    }

    /// Waits for an answer as long as there may be one.
    pub(super) async fn answered<T>(&self, answer: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        self.patience.answered(answer).await
    }

    /// Returns when nobody waits for this connection any more.
    pub(super) async fn is_silent(&self) {
        self.patience.ends().await;
    }

    /// Begins a transaction, with the limits that are its session's where that is ours.
    pub(super) async fn begin(&self) -> Outcome<()> {
        self.execute(&self.begin).await
    }

    /// Runs a statement that takes and gives nothing.
    pub(super) async fn execute(&self, sql: &str) -> Outcome<()> {
        self.answered(async { Ok(self.client.batch_execute(sql).await?) }).await
    }

    /// A setting of the server.
    pub(super) async fn setting(&self, name: &str) -> Outcome<String> {
        const SETTING: &str = "select current_setting($1)";
        let asked: [(&(dyn ToSql + Sync), Type); 1] = [(&name, Type::TEXT)];
        let row = self.answered(async { Ok(self.client.query_typed_one(SETTING, &asked).await?) }).await?;
        row.try_get(0).map_err(Fault::from)
    }

    /// Whether a pooler stands in between that hands connections on after each transaction: what are two here is one there, or what is one here several.
    pub(super) async fn is_shared(&self, other: &Self) -> Outcome<bool> {
        let [one, two, again] = [self.process().await?, other.process().await?, self.process().await?];
        Ok(one.is_some() && (one == two || one != again))
    }

    /// Which of the server's processes answers, and since when it lives. `None`: the engine does not tell.
    pub(super) async fn process(&self) -> Outcome<Option<String>> {
        const PROCESS: &str =
            "select concat(pid, ' ', backend_start) from pg_stat_activity where pid = pg_backend_pid()";
        let row = self.answered(async { Ok(self.client.query_typed_opt(PROCESS, &[]).await?) }).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}
