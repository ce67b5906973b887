//! One connection to the server.

use super::options::{Batches, Options};
use crate::Broken;
use crate::tables::batch::BATCH;
use crate::tables::fault::{Fault, Outcome};
use arc_swap::ArcSwap;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::{Client, Config, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long an attempt to connect may take.
const CONNECT: Duration = Duration::from_secs(2);
/// After so long without an acknowledgement the way to the server counts as cut.
const UNHEARD: Duration = Duration::from_secs(3);

/// How long a statement waits for somebody else's lock.
const LOCK: Duration = Duration::from_secs(2);

/// The server, too, finds out that the way to here is cut, in twelve seconds and not in hours: each connection that it keeps for nobody is one less.
/// An engine that has no such setting sets nothing.
const HEARD: &str =
    "select set_config(name, case name when 'tcp_user_timeout' then '12000' else '3' end, false) from pg_settings
  where name in ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout')";

/// How much longer than a statement may take its answer is waited for.
const ON_THE_WAY: Duration = Duration::from_secs(1);

/// The server, as all connections to it see it.
pub(super) struct Place {
    pub(super) options: Options,
    config: Config,
    tls: MakeRustlsConnect,
}

impl Place {
    /// Of an address; `Unfit` where it cannot be understood.
    pub(super) fn new(options: Options) -> Result<Self, Broken> {
        let unfit = |error: &dyn std::fmt::Display| Broken::Unfit(format!("the address of the database: {error}"));
        let mut config: Config = options.url.parse().map_err(|error| unfit(&error))?;
        if config.get_password().is_none()
            && let Some(password) = &options.password
        {
            config.password(password);
        }
        config.application_name("grantor").connect_timeout(CONNECT);
        config.tcp_user_timeout(UNHEARD).keepalives_idle(UNHEARD).keepalives_interval(UNHEARD).keepalives_retries(1);
        if config.get_target_session_attrs() == TargetSessionAttrs::Any && config.get_hosts().len() > 1 {
            // Of several servers only one takes writes.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let tls = MakeRustlsConnect::new(client_config(options.roots.as_deref()).map_err(|error| unfit(&error))?);
        Ok(Self { options, config, tls })
    }

    /// Connects; the connection lives for as long as somebody holds the link.
    pub(super) async fn open(&self, purpose: Purpose) -> Outcome<(Link, JoinHandle<()>)> {
        // What is patient with the way to the server is not with a server that takes the call and then says nothing.
        let opened = tokio::time::timeout(CONNECT, self.introduced(purpose)).await;
        opened.unwrap_or_else(|_| Err(Fault::unavailable("it takes a connection and says nothing")))
    }

    async fn introduced(&self, purpose: Purpose) -> Outcome<(Link, JoinHandle<()>)> {
        let (client, connection) = self.config.connect(self.tls.clone()).await?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database has ended");
            }
        });
        let patience = self.options.statement.saturating_add(ON_THE_WAY);
        let link = Link {
            client,
            purpose,
            statements: ArcSwap::default(),
            patience,
            silent: Notify::new(),
            given_up: AtomicBool::new(false),
        };
        let patience = self.options.statement.as_millis();
        let lock = patience.min(LOCK.as_millis());
        // A transaction that hears no more of its node gives back what it holds.
        let limits = format!(
            "set statement_timeout = {patience}; set lock_timeout = {lock}; set idle_in_transaction_session_timeout = {patience}; {HEARD}"
        );
        link.execute(&limits).await?;
        if link.setting("synchronous_commit").await? == "off" {
            link.execute("set synchronous_commit = on").await?;
        }
        Ok((link, driver))
    }

    /// How many operations a transaction may hold.
    pub(super) fn batch(&self) -> usize {
        match self.options.batches {
            Batches::On => BATCH,
            Batches::Off => 1,
        }
    }
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
    pub(super) statements: ArcSwap<HashMap<usize, Statement>>,
    /// After so long without an answer there will be none.
    patience: Duration,
    given_up: AtomicBool,
    silent: Notify,
}

impl Link {
    /// Whether it is of no use any more.
    pub(super) fn is_lost(&self) -> bool {
        self.client.is_closed() || self.given_up.load(Ordering::Relaxed)
    }

    /// Waits for an answer, and not for ever: the server gives up a statement that takes too long, but a machine that has frozen gives up nothing.
    pub(super) async fn answered<T>(&self, answer: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        match tokio::time::timeout(self.patience, answer).await {
            Ok(outcome) => outcome,
            Err(_) => {
                self.given_up.store(true, Ordering::Relaxed);
                self.silent.notify_one();
                Err(Fault::unavailable("it says nothing any more"))
            }
        }
    }

    /// Returns when nobody waits for this connection any more.
    pub(super) async fn is_silent(&self) {
        self.silent.notified().await;
    }

    /// Runs a statement that takes and gives nothing.
    pub(super) async fn execute(&self, sql: &str) -> Outcome<()> {
        self.answered(async { Ok(self.client.batch_execute(sql).await?) }).await
    }

    /// A setting of the server.
    pub(super) async fn setting(&self, name: &str) -> Outcome<String> {
        const SETTING: &str = "select current_setting($1)";
        let row = self.answered(async { Ok(self.client.query_one(SETTING, &[&name]).await?) }).await?;
        row.try_get(0).map_err(Fault::from)
    }
}
